import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, jest, test } from "@jest/globals";
import { unknown, type Plain, type Resource } from "@portcullis/policypack/resources/resource";
import { openStack } from "@portcullis/remediator/engine/preview";
import { readFolder } from "@portcullis/remediator/reader/read";
import { readDigest } from "@portcullis/remediator/sources/digest";
import { scratch } from "../harness/command";
import { readYamlPrograms } from "../harness/yaml-program";
import { schemasFor } from "../harness/yaml-schema";
import { describeWithPulumi } from "./engine";

jest.setTimeout(600_000);

const { folder } = scratch("engine-languages");
const examples = path.resolve(__dirname, "../../examples/languages");

/**
 * What a language needs besides its host. Programs of Go and Java are built first, which takes minutes: where PORTCULLIS_LANGUAGES names them
 * ("go,java").
 */
const languages: Readonly<Record<string, { readonly isThere: () => boolean; readonly lacks: string; readonly build?: (at: string) => void }>> = {
  yaml: { isThere: () => answers("pulumi-language-yaml", ["--help"]), lacks: "pulumi-language-yaml is not on PATH" },
  python: { isThere: () => answers("python3", ["-c", "import pulumi, pulumi_aws"]), lacks: "python3 on PATH has no pulumi_aws" },
  go: {
    isThere: () => isAskedFor("go"),
    lacks: "PORTCULLIS_LANGUAGES does not name go",
    build: (at) => {
      inFolder(at, "go", "build", "-gcflags=all=-N -l", "-o", "program", ".");
      setRuntime(at, "go", { binary: path.join(at, "program") });
    },
  },
  java: {
    isThere: () => isAskedFor("java"),
    lacks: "PORTCULLIS_LANGUAGES does not name java",
    build: (at) => {
      inFolder(at, "mvn", "-q", "compile");
      inFolder(at, "mvn", "-q", "dependency:build-classpath", "-Dmdep.outputFile=classpath.txt");
      setRuntime(at, "java", { classpath: "classpath.txt", main: "shop.App" });
    },
  },
};

describeWithPulumi("the shop in other languages, read and previewed by the real engine", () => {
  for (const [language, { isThere, lacks, build }] of Object.entries(languages)) {
    const [which, name] = isThere() ? [describe, language] : [describe.skip, `${language} (skipped: ${lacks})`];
    which(name, () => {
      test.each(["compliant", "exposed"])("%s: the same resources, inputs and dependencies", async (kind) => {
        const at = path.join(folder, `${language}-${kind}`);
        cpSync(path.join(examples, language, kind), at, { recursive: true });
        build?.(at);
        const { projects } = await readFolder(at);
        const read = projects[0]?.stacks[0]?.resources ?? [];
        const [program] = readYamlPrograms(at);
        const stack = await openStack(at, program === undefined ? {} : { schemas: schemasFor(program) });
        if (stack.kind === "failed") throw new Error(stack.reason);
        try {
          const { exitCode, stdout, digest } = await stack.previewJson();
          expect({ exitCode, said: exitCode === 0 ? "" : stdout }).toEqual({ exitCode: 0, said: "" });
          const previewed = readDigest(digest as Readonly<Record<string, unknown>>);
          if (previewed.kind === "failed") throw new Error(previewed.reason);
          expect(comparable(read, previewed.resources)).toEqual(comparable(previewed.resources, previewed.resources));
        } finally {
          await stack.close();
        }
      });
    });
  }
});

/** Resources without what only the engine adds; what the engine does not know yet is unknown. */
function comparable(resources: readonly Resource[], engine: readonly Resource[]): readonly object[] {
  const known = new Map(engine.map((resource) => [resource.urn, resource]));
  return resources
    .filter(({ type }) => !type.startsWith("pulumi:"))
    .map(({ urn, inputs, propertyDependencies }) => ({
      urn,
      inputs: asFarAsKnown(inputs, known.get(urn)?.inputs ?? {}),
      dependencies: Object.entries(propertyDependencies)
        .filter(([, urns]) => urns.length > 0)
        .map(([property, urns]) => `${property}: ${[...urns].sort().join(", ")}`)
        .sort(),
    }))
    .sort((a, b) => a.urn.localeCompare(b.urn));
}

function asFarAsKnown(own: Plain, engine: Plain): Plain {
  if (engine === unknown) return unknown;
  if (Array.isArray(own) && Array.isArray(engine))
    return (own as readonly Plain[]).map((element, index) => asFarAsKnown(element, (engine as readonly Plain[])[index] ?? null));
  if (!isObject(own) || !isObject(engine)) return own;
  return Object.fromEntries(
    Object.entries(own)
      .filter(([key]) => key !== "__defaults")
      .map(([key, value]) => [key, asFarAsKnown(value, engine[key] ?? null)]),
  );
}

function isObject(plain: Plain): plain is Readonly<Record<string, Plain>> {
  return typeof plain === "object" && plain !== null && !Array.isArray(plain);
}

function isAskedFor(language: string): boolean {
  return (process.env.PORTCULLIS_LANGUAGES ?? "").split(",").includes(language);
}

function answers(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: "ignore", timeout: 60_000 });
    return true;
  } catch (error) {
    return command.startsWith("pulumi-language") && (error as NodeJS.ErrnoException).code !== "ENOENT";
  }
}

/** Says how the engine's host starts what was built. */
function setRuntime(at: string, name: string, options: Readonly<Record<string, string>>): void {
  const file = path.join(at, "Pulumi.yaml");
  writeFileSync(file, readFileSync(file, "utf8").replace(/^runtime: .*$/m, `runtime: ${JSON.stringify({ name, options })}`));
}

function inFolder(at: string, command: string, ...args: readonly string[]): void {
  execFileSync(command, args, { cwd: at, stdio: "pipe" });
}
