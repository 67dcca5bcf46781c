import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { unknown, type Plain } from "@portcullis/policypack/resources/resource";
import { readFolder } from "../../reader/read";
import { temporaryFolder } from "../../system/temporary";
import { languages, type Language, type Outcome, type Snippet } from "./construct";
import { constructs } from "./constructs";
import { programOf } from "./programs";

/** What became of a snippet; `wrong` is something else than what stands there. */
export type Seen = Outcome | "wrong";

/** Reads a program with one rule, for SSH from everywhere, and answers how much of it was read. */
export async function seen(language: Language, snippet: Snippet): Promise<{ readonly outcome: Seen; readonly reasons: readonly string[] }> {
  const home = temporaryFolder("languages");
  if (home.kind === "failed") throw new Error(home.reason);
  try {
    for (const [name, text] of Object.entries(programOf(language, snippet))) {
      mkdirSync(path.dirname(path.join(home.path, name)), { recursive: true });
      writeFileSync(path.join(home.path, name), text);
    }
    const { projects, gaps } = await readFolder(home.path);
    const stack = projects[0]?.stacks[0];
    const remote = stack?.registrations.filter(({ kind }) => kind === "remote").map(({ type }) => `is a component of ${type}`) ?? [];
    const reasons = [...gaps, ...(projects[0]?.gaps ?? []), ...(stack?.gaps ?? [])].map(({ reason }) => reason).concat(remote);
    const group = stack?.resources.find(({ name }) => name === "web" || name.endsWith("-web"));
    const rules = stack?.resources.filter(({ type }) => type === "aws:ec2/securityGroup:SecurityGroup").map(({ inputs }) => inputs.ingress ?? null);
    const isComplete = group !== undefined && JSON.stringify(rules) === JSON.stringify([[whole]]);
    if (reasons.length > 0) return { outcome: "gap", reasons };
    if (group !== undefined && rules?.some(holds) === true) return { outcome: "hole", reasons };
    return { outcome: isComplete || matches(rules) ? "read" : "wrong", reasons: [JSON.stringify(rules)] };
  } finally {
    home.remove();
  }
}

const whole = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] };

/** The one rule, whatever the order of its keys. */
function matches(rules: readonly Plain[] | undefined): boolean {
  const [list, more] = rules ?? [];
  const rule = Array.isArray(list) && list.length === 1 ? (list as readonly Plain[])[0] : undefined;
  if (more !== undefined || typeof rule !== "object" || rule === null) return false;
  const sorted = (object: object): string => JSON.stringify(Object.entries(object).sort(([a], [b]) => a.localeCompare(b)));
  return sorted(rule) === sorted(whole);
}

function holds(plain: Plain): boolean {
  if (plain === unknown) return true;
  return typeof plain === "object" && plain !== null && Object.values(plain).some((inner: Plain) => holds(inner));
}

/** The table of docs/languages.md. */
export function languageTable(): string {
  const rows = constructs.map(
    ({ name, outcome, in: cells }) =>
      `| ${name} | ${languages.map((language) => (cells[language] === undefined ? "" : (cells[language].outcome ?? outcome))).join(" | ")} |`,
  );
  return [`| construct | ${languages.join(" | ")} |`, `| --- |${languages.map(() => " --- |").join("")}`, ...rows].join("\n");
}
