import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { evaluate, evaluateAlone, type EvaluateOptions, type Evaluation } from "@portcullis/policypack/evaluation/evaluate";
import type { Policy, Verdict } from "@portcullis/policypack/contract/policy";
import { policies } from "@portcullis/policypack/contract/registry";
import { parseCidr } from "@portcullis/policypack/net/ip";
import { unknown, type Plain, type Resource } from "@portcullis/policypack/resources/resource";
import { configure, type Configuration, type RawConfiguration } from "@portcullis/policypack/contract/settings";
import { checkRemediation, remediated } from "./remediation";
import { asWritten, nativeSpellings, spellings, type Spelling } from "./spellings";
import { stackOf, type Entry, type Stage } from "./stack";
import { checkFixWords, checkWords } from "./words";

/** One row of a policy's table: a stack, and the verdict. */
export interface Case {
  /** A sentence: "ssh from both halves of the internet, in two rules". */
  readonly name: string;
  readonly stack: readonly Entry[];
  readonly verdict: Verdict;
  readonly config?: RawConfiguration;
  /** What the first message must say. */
  readonly says?: string | RegExp;
  /** The property of the first finding, in the spelling of the case. */
  readonly at?: string;
  /** `as written` where the spelling is what the case is about; `aws` where the aws-native types mean something else. */
  readonly spellings?: "all" | "aws" | "as written";
  readonly stages?: readonly Stage[];
  /** False where the level of the finding is lower than the policy's. */
  readonly advice?: boolean;
}

export const today = "2026-06-15";

export function judge(resources: readonly Resource[], policy: Policy, config: RawConfiguration = defaults): Evaluation {
  return evaluate(resources, { ...only(policy, config), withFixes: true });
}

function only(policy: Policy, config: RawConfiguration = defaults): EvaluateOptions {
  return { policies: [policy], configuration: configured(config), today };
}

const defaults: RawConfiguration = {};
const configurations = new WeakMap<RawConfiguration, Configuration>();

/** A case is judged hundreds of times, with one configuration. */
function configured(config: RawConfiguration): Configuration {
  const known = configurations.get(config) ?? configure(config, policies);
  configurations.set(config, known);
  return known;
}

/**
 * Runs a policy's table. Each case is multiplied: in every spelling and at every stage it has the same verdict; in every order the same findings;
 * and with any one property hidden the verdict may become unknown, and never turns round. What is remediated leaves nothing new to say.
 */
export function describePolicy(id: string, cases: readonly Case[]): void {
  const policy = policies.find((candidate) => candidate.id === id);
  if (policy === undefined) throw new Error(`there is no policy ${id}`);
  describe(id, () => {
    refuseSloppiness(cases);
    for (const row of cases) test(row.name, () => inEach([asWritten], policy, row, checkAsWritten));
    if (policy.remediates === true)
      test("its table has what can be remediated", () => expect(cases.some((row) => isRemediated(policy, row))).toBe(true));
  });
  describe(`${id}, in other spellings`, () => {
    for (const row of cases)
      if (row.spellings !== "as written")
        test(row.name, () =>
          inEach(
            spellingsOf(row).filter((spelling) => spelling !== asWritten),
            policy,
            row,
            checkVerdict,
          ),
        );
  });
  describe(`${id}, in any order and with a property hidden`, () => {
    for (const row of cases) test(row.name, () => inEach(spellingsOf(row), policy, row, checkVariants));
  });
}

/** A case in one spelling, at one stage. */
interface Way {
  readonly policy: Policy;
  readonly row: Case;
  readonly resources: readonly Resource[];
  readonly where: string;
  readonly evaluation: Evaluation;
  /** The same stack as the case writes it. */
  readonly written: readonly Resource[];
}

/** `npm run soak` hides everything in every spelling. */
const isWhole = process.env.SOAK !== undefined;

function inEach(ways: readonly Spelling[], policy: Policy, row: Case, check: (way: Way) => void): void {
  for (const stage of row.stages ?? (["preview", "deployed"] as const)) {
    const written = stackOf(asWritten.of(row.stack), stage);
    const seen: (readonly Resource[])[] = [];
    for (const spelling of ways) {
      const resources = spelling === asWritten ? written : stackOf(spelling.of(row.stack), stage);
      // A stack without rules to spell is the same in every spelling.
      if (spelling !== asWritten && [written, ...seen].some((other) => isDeepStrictEqual(other, resources))) continue;
      seen.push(resources);
      check({ policy, row, resources, written, where: `${spelling.name}, ${stage}`, evaluation: judge(resources, policy, row.config) });
    }
  }
}

function checkAsWritten(way: Way): void {
  checkVerdict(way);
  const { at } = way.row;
  if (at === undefined) return;
  const [first] = way.evaluation.findings;
  expect(first?.property).toBe(at);
  // A finding about the source of a rule has the rule as its evidence.
  if (/^(in|e)gress\[\d+\]\.(?!description)/.test(at)) expect(first?.rules.map(({ property }) => property)).toContain(at);
}

function checkVerdict({ policy, row, resources, where, evaluation }: Way): void {
  expect([where, evaluation.verdicts.get(policy.id), evaluation.notChecked.filter(({ urn }) => urn === "")]).toEqual([where, row.verdict, []]);
  checkMessages(evaluation, row);
  // A finding without a resource is about the whole stack.
  const urns = ["", ...resources.map(({ urn }) => urn)];
  expect(evaluation.findings.filter(({ urn }) => !urns.includes(urn))).toEqual([]);
}

function checkVariants({ policy, row, resources, written, where, evaluation }: Way): void {
  checkOrders(resources, policy, row, evaluation);
  checkMoments(resources, policy, row, evaluation);
  checkSecrets(resources, policy, row, evaluation);
  if (policy.remediates === true) checkRemediation(resources, policy, row.config ?? {}, today);
  if (row.verdict === "exempt") return;
  // What no spelling changes is hidden in the stack as it is written; in the other ones, what is spelt.
  const isSpelt = (resource: Resource): boolean => !written.some((other) => isDeepStrictEqual(other, resource));
  checkHidden(resources, isWhole || resources === written ? resources : resources.filter(isSpelt), { policy, row, where, evaluation });
}

function spellingsOf(row: Case): readonly Spelling[] {
  if (row.spellings === "as written") return [asWritten];
  return row.spellings === "aws" ? spellings : [...spellings, ...nativeSpellings];
}

function isRemediated(policy: Policy, row: Case): boolean {
  const resources = stackOf(row.stack, "preview");
  return remediated(resources, policy, row.config ?? {}, today).some((resource, index) => resource !== resources[index]);
}

function checkMessages({ findings }: Evaluation, row: Case): void {
  const found = findings.filter(({ verdict }) => verdict === row.verdict);
  if (row.says !== undefined) expect(found.map(({ message }) => message).join("\n")).toMatch(row.says);
  if (row.advice !== undefined && row.verdict === "violates")
    expect(found.map(({ level }) => level)).toEqual(found.map(() => (row.advice === true ? "advisory" : "mandatory")));
  for (const { message, fix } of findings) {
    checkWords(message, /^[^\n]+\.$/);
    if (fix !== undefined) checkFixWords(fix);
  }
}

function checkOrders(resources: readonly Resource[], policy: Policy, row: Case, evaluation: Evaluation): void {
  const middle = Math.floor(resources.length / 2);
  for (const order of [[...resources].reverse().map(keysReversed), [...resources.slice(middle), ...resources.slice(0, middle)]])
    expect(judge(order, policy, row.config).findings).toEqual(evaluation.findings);
}

/** The same resource, with the keys of its objects in the opposite order: the engine sends them in any. */
function keysReversed(resource: Resource): Resource {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, nested]) => [key, reversed(nested)]),
    );
  };
  const { inputs, outputs, propertyDependencies } = resource;
  return { ...resource, ...(reversed({ inputs, outputs, propertyDependencies }) as Pick<Resource, "inputs" | "outputs" | "propertyDependencies">) };
}

/** What a resource proves alone, it also violates in the stack. */
function checkMoments(resources: readonly Resource[], policy: Policy, row: Case, evaluation: Evaluation): void {
  const whole = new Set(evaluation.findings.filter(({ verdict }) => verdict !== "unknown").map(({ urn }) => urn));
  const options = { policies: [policy], configuration: configured(row.config ?? defaults), today, exemptible: () => false };
  const alone = resources.flatMap((resource) => evaluateAlone({ ...resource, propertyDependencies: {} }, options));
  expect(alone.filter(({ urn }) => !whole.has(urn))).toEqual([]);
}

/** Where its addresses are secrets, a case has the same verdict, and none of them is said. */
function checkSecrets(resources: readonly Resource[], policy: Policy, row: Case, evaluation: Evaluation): void {
  const addresses = resources.map(({ inputs, outputs }) => [...new Set([...textsIn(inputs), ...textsIn(outputs)])].filter(isAddress));
  const secretly = resources.map((resource, index) => ({ ...resource, secrets: addresses[index] ?? [] }));
  const { findings, verdicts, notChecked } = judge(secretly, policy, row.config);
  expect(verdicts).toEqual(evaluation.verdicts);
  const said = toldIn([findings.map(({ path: _path, ...rest }) => rest), notChecked]);
  const configured = JSON.stringify(row.config ?? {});
  expect(addresses.flat().filter((address) => !configured.includes(address) && said.includes(address))).toEqual([]);
}

/** What of an evaluation is told: sets are worked with, and are told by the texts beside them. */
export function toldIn(value: unknown): string {
  const workedWith = ["world", "traffic", "addresses", "exposes", "path", "declaration", "sources"];
  return JSON.stringify(value, (key, nested: unknown) => (workedWith.includes(key) ? undefined : nested));
}

function textsIn(value: Plain): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap((nested: Plain) => textsIn(nested)) : [];
}

function isAddress(text: string): boolean {
  return parseCidr(text) !== undefined;
}

type Judged = Pick<Way, "policy" | "row" | "where" | "evaluation">;

function checkHidden(resources: readonly Resource[], inside: readonly Resource[], { policy, row, where, evaluation: { world } }: Judged): void {
  const turned: unknown[] = [];
  for (const resource of inside) {
    for (const path of pathsIn(resource.inputs)) {
      const without = { ...resource, inputs: hide(resource.inputs, path) as Resource["inputs"], outputs: {} };
      const hidden = resources.map((other) => (other === resource ? without : other));
      // As a proof judges a stack of which one resource changed. Plans say nothing about a verdict; the fuzz test makes them of stacks of every kind.
      const verdict = evaluate(hidden, only(policy, row.config), world.network).verdicts.get(policy.id);
      if (verdict === undefined || !allowed[row.verdict].test(verdict)) turned.push({ where, hidden: `${resource.name}.${path.join(".")}`, verdict });
    }
  }
  expect(turned).toEqual([]);
}

/** What a verdict may become when something is hidden. */
const allowed: Readonly<Record<Verdict, RegExp>> = {
  violates: /^(violates|unknown)$/,
  unknown: /^unknown$/,
  complies: /^(complies|unknown|not applicable)$/,
  "not applicable": /^(complies|unknown|not applicable)$/,
  exempt: /./,
};

/** Every path to a value, the containers too. */
function pathsIn(value: Plain, prefix: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  const own = prefix.length === 0 ? [] : [prefix];
  if (Array.isArray(value)) return [...own, ...(value as readonly Plain[]).flatMap((element, index) => pathsIn(element, [...prefix, index]))];
  if (typeof value === "object" && value !== null)
    return [...own, ...Object.entries(value).flatMap(([key, nested]) => pathsIn(nested, [...prefix, key]))];
  return own;
}

function hide(value: Plain, [head, ...rest]: readonly (string | number)[]): Plain {
  if (head === undefined) return unknown;
  if (Array.isArray(value)) return (value as readonly Plain[]).map((element, index): Plain => (index === head ? hide(element, rest) : element));
  const object = value as Readonly<Record<string, Plain>>;
  return { ...object, [head]: hide(object[head] ?? null, rest) };
}

/** A table that leaves a verdict out, or says a thing twice, is not done. */
function refuseSloppiness(cases: readonly Case[]): void {
  const names = cases.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two cases are called "${twice}"`);
  for (const verdict of ["violates", "complies"] as const) if (!cases.some((row) => row.verdict === verdict)) throw new Error(`no case ${verdict}`);
}
