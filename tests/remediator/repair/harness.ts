import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect } from "@jest/globals";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure, type RawConfiguration } from "@portcullis/policypack/contract/settings";
import { decode } from "@portcullis/policypack/decode/decode";
import { peerText, rulesOf, trafficOf } from "@portcullis/policypack/model/rules/groups";
import { World } from "@portcullis/policypack/model/world";
import { describe as describePorts } from "@portcullis/policypack/net/ports";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import type { Fix } from "@portcullis/remediator/repair/fix";
import { openRepository } from "@portcullis/remediator/reader/project/repository";
import { overlaid } from "@portcullis/remediator/reader/project/overlay";
import { readRepository } from "@portcullis/remediator/reader/read";
import { repairFolder } from "@portcullis/remediator/repair/repair";
import { silencedIn } from "../../harness/told";

/** A program, and what becomes of it. */
export interface Repaired {
  readonly name: string;
  /** The program's text after what all programs begin with. */
  readonly program: string;
  readonly language?: "typescript" | "python";
  /** Further files, such as those of stacks. */
  readonly files?: Readonly<Record<string, string>>;
  readonly config?: RawConfiguration;
  /** What a group lets in afterwards, in its first stack: "tcp/22 from 10.0.0.0/8". */
  readonly admits?: Readonly<Record<string, readonly string[]>>;
  /** What a group lets out afterwards. */
  readonly letsOut?: Readonly<Record<string, readonly string[]>>;
  /** What is said of those who would be cut off. */
  readonly declines?: RegExp;
}

const beginnings = {
  typescript:
    'import * as aws from "@pulumi/aws";\nimport * as awsx from "@pulumi/awsx";\nimport * as command from "@pulumi/command";\nimport * as pulumi from "@pulumi/pulumi";\n',
  python: "import pulumi\nimport pulumi_aws as aws\nimport pulumi_command as command\n",
};

const base = realpathSync(mkdtempSync(path.join(tmpdir(), "portcullis-repairs-")));
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** A program's folder. */
export function folderOf({ program, language = "typescript", files = {} }: Pick<Repaired, "program" | "language" | "files">): string {
  const folder = mkdtempSync(path.join(base, "program-"));
  writeFileSync(path.join(folder, "Pulumi.yaml"), `name: shop\nruntime: ${language === "python" ? "python" : "nodejs"}\n`);
  writeFileSync(path.join(folder, language === "python" ? "__main__.py" : "index.ts"), `${beginnings[language]}${program}`);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
}

export async function repair(folder: string, config: RawConfiguration = {}): Promise<Fix> {
  const options = { configuration: configure(config, policies), today: "2026-06-15" };
  const made = await repairFolder(folder, options);
  if (made.kind === "failed") throw new Error(made.reason);
  expect(silencedIn(made, options)).toEqual([]);
  return made;
}

/** Repairs a program and looks at what became of it; and repairs that once more, which changes nothing. */
export async function check(given: Repaired): Promise<void> {
  const folder = folderOf(given);
  const made = await repair(folder, given.config);
  const reasons = made.declined.map(({ finding, reason }) => `${finding.policy}: ${reason}`).join("\n");
  if (given.declines !== undefined) expect(reasons).toMatch(given.declines);
  const world = await worldAfter(folder, made);
  const said = (direction: "ingress" | "egress", names: readonly string[]): Readonly<Record<string, readonly string[]>> =>
    Object.fromEntries(names.map((name) => [name, linesOf(world, name, direction)]));
  const sorted = (lines: Readonly<Record<string, readonly string[]>>): unknown =>
    Object.fromEntries(Object.entries(lines).map(([name, own]) => [name, [...own].sort()]));
  expect({ reasons, ...said("ingress", Object.keys(given.admits ?? {})) }).toEqual({ reasons, ...(sorted(given.admits ?? {}) as object) });
  expect({ reasons, ...said("egress", Object.keys(given.letsOut ?? {})) }).toEqual({ reasons, ...(sorted(given.letsOut ?? {}) as object) });
  for (const [file, text] of made.after) writeFileSync(path.join(made.folder, file), text);
  const again = await repair(folder, given.config);
  expect([...again.after].filter(([file, text]) => again.before.get(file) !== text)).toEqual([]);
}

async function worldAfter(folder: string, { folder: base, after }: Fix): Promise<World> {
  const repository = openRepository(folder);
  const prefix = path.relative(repository.top, base);
  const texts = new Map([...after].map(([name, text]) => [path.posix.join(prefix, name), text]));
  const { projects } = await readRepository(overlaid(repository, texts));
  const resources = projects[0]?.stacks[0]?.resources ?? [];
  return new World(decode(resources), configure({}, policies).pack, "must");
}

function linesOf(world: World, name: string, direction: "ingress" | "egress"): readonly string[] {
  const urn = [...world.network.resources.keys()].find((key) => parseUrn(key).name === name) ?? name;
  return rulesOf(world, urn, direction)
    .map((rule) => `${describePorts(trafficOf(world, rule))} ${direction === "ingress" ? "from" : "to"} ${peerText(rule)}`)
    .sort();
}
