import { isDeepStrictEqual } from "node:util";
import { Secret, type ResourceValidationArgs } from "@pulumi/policy";
import { propertiesOf } from "@portcullis/policypack/crossguard/arguments";
import { remediate } from "@portcullis/policypack/crossguard/remediate";
import { inert } from "@portcullis/policypack/crossguard/say";
import { Session } from "@portcullis/policypack/crossguard/session";
import { decode, isDecoded } from "@portcullis/policypack/decode/decode";
import { evaluate, evaluateAlone, evaluateStack, type Evaluation } from "@portcullis/policypack/evaluation/evaluate";
import { findingKey } from "@portcullis/policypack/evaluation/finding";
import { judgedGroups } from "@portcullis/policypack/model/rules/groups";
import { World } from "@portcullis/policypack/model/world";
import { applySteps, type Path } from "@portcullis/policypack/plans/plan";
import type { Policy } from "@portcullis/policypack/contract/policy";
import { policies } from "@portcullis/policypack/contract/registry";
import { computedFrom, unknown, type Plain, type Resource } from "@portcullis/policypack/resources/resource";
import { compareAdmission } from "@portcullis/policypack/plans/safety";
import { configure, type RawConfiguration } from "@portcullis/policypack/contract/settings";
import { unknownText } from "@portcullis/policypack/resources/property-values";
import { jsonReport } from "@portcullis/remediator/report/json";
import { reportsOf } from "@portcullis/remediator/report/reports";
import { textReport, type TextOptions } from "@portcullis/remediator/report/text";
import type { Source } from "@portcullis/remediator/sources/source";
import pc from "picocolors";
import { canary } from "./generate";
import { isList, isObject, keysReversed, pathsIn, textOf, valueAt, withInput, withValue } from "./plain";
import type { Random } from "./random";

/** Something that has to hold of a stack: says what is wrong, if anything. */
export interface Property {
  readonly name: string;
  readonly problem: (resources: readonly Resource[]) => string | undefined;
}

const today = "2026-06-15";
const errors: unknown[] = [];

/** The policies, with what they throw remembered: the evaluation goes on without them. */
const watched: readonly Policy[] = policies.map((policy) => ({
  ...policy,
  subjects: guarded((...args) => [...policy.subjects(...args)]),
  check: guarded((...args) =>
    [...policy.check(...args)].map((violation) => ({ ...violation, ...(violation.fix === undefined ? {} : { fix: guarded(violation.fix) }) })),
  ),
}));

function guarded<Arguments extends readonly unknown[], Result>(run: (...args: Arguments) => Result): (...args: Arguments) => Result {
  return (...args) => {
    try {
      return run(...args);
    } catch (error) {
      errors.push(error);
      throw error;
    }
  };
}

/** What is asked of every stack, and what is asked of this one because it is its turn. */
export function propertiesFor(random: Random, resources: readonly Resource[], raw: RawConfiguration): readonly Property[] {
  const judge = judgeWith(raw);
  const properties: Property[] = [{ name: "every policy answers, in words that may be shown", problem: (stack) => answers(judge(stack)) }];
  if (random.chance(0.2)) properties.push({ name: "the same findings in another order", problem: (stack) => sameInOrder(stack, judge) });
  if (random.chance(0.05)) properties.push({ name: "the same findings twice", problem: (stack) => difference(judge(stack), judge([...stack])) });
  if (random.chance(0.05)) properties.push({ name: "the session answers", problem: (stack) => sessionAnswers(stack, raw) });
  if (random.chance(0.15))
    properties.push({ name: "what one resource proves, the stack does not excuse", problem: (stack) => momentsAgree(stack, raw, judge) });
  if (random.chance(0.05))
    properties.push({ name: "where no hole has a say, both worlds say the same", problem: (stack) => sameInBothWorlds(stack, raw) });
  if (random.chance(0.05)) {
    const place = placeIn(random, resources);
    properties.push({ name: "a stack is judged after a change as if it were new", problem: (stack) => judgedAfter(stack, place, raw, judge) });
  }
  for (let count = random.chance(0.15) ? 2 : 0; count > 0; count--) {
    const hidden = placeIn(random, resources);
    if (hidden !== undefined)
      properties.push({
        name: `hiding ${hidden.path.join(".")} of ${hidden.urn} turns no verdict round`,
        problem: (stack) => staysHidden(stack, hidden, judge),
      });
  }
  if (random.chance(0.3)) properties.push({ name: "a remediation admits nothing more", problem: (stack) => remediates(stack, raw, judge) });
  if (random.chance(0.15)) properties.push({ name: "a plan admits nothing more", problem: (stack) => plansAdmitLess(stack, raw, judge) });
  return properties.map(({ name, problem }) => ({ name, problem: withoutThrowing(problem) }));
}

/** What is asked of every stack. */
export function problemWith(resources: readonly Resource[], raw: RawConfiguration): string | undefined {
  return withoutThrowing((stack) => answers(judgeWith(raw)(stack)))(resources);
}

function withoutThrowing(problem: Property["problem"]): Property["problem"] {
  return (resources) => {
    errors.length = 0;
    let found: string | undefined;
    try {
      found = problem(resources);
    } catch (error) {
      errors.push(error);
    }
    const [first] = errors;
    return first === undefined ? found : `threw ${first instanceof Error ? (first.stack ?? first.message) : textOf(first)}`;
  };
}

type Judge = (resources: readonly Resource[]) => Evaluation;

const configurations = new WeakMap<RawConfiguration, ReturnType<typeof configure>>();

function configurationOf(raw: RawConfiguration): ReturnType<typeof configure> {
  const known = configurations.get(raw) ?? configure(raw, policies);
  configurations.set(raw, known);
  return known;
}

function judgeWith(raw: RawConfiguration): Judge {
  const known = new WeakMap<readonly Resource[], Evaluation>();
  return (resources) => {
    const evaluation =
      known.get(resources) ?? evaluateStack(resources, { policies: watched, configuration: configurationOf(raw), today, withFixes: true });
    known.set(resources, evaluation);
    return evaluation;
  };
}

const plainText: TextOptions = {
  terminal: { colours: pc.createColors(false), width: 80, hyperlinks: false },
  all: true,
  heading: "",
  fileUrl: () => undefined,
  page: () => undefined,
  repair: undefined,
};

function answers({ findings, notChecked, exemptions, world }: Evaluation): string | undefined {
  const broken = notChecked.find(({ urn }) => urn === "");
  if (broken !== undefined) return broken.reason;
  for (const { message, policy } of findings) {
    const said = inert(message);
    const wrong = wrongWith(said);
    if (wrong !== undefined) return `${policy} ${wrong}: ${said}`;
  }
  const source: Source = { kind: "source", how: "file", resources: [], gaps: [], folder: undefined };
  const located = findings.map((finding) => ({ ...finding, location: undefined }));
  const judgement = { source, world, findings: located, notChecked, exemptions, locate: () => undefined, written: undefined };
  const reports = reportsOf({ judgements: [judgement] }, { today, inRepository: () => "" });
  const json = jsonReport(reports);
  const text = reports.map((report) => textReport(report, plainText)).join("");
  for (const [name, report] of [
    ["JSON", json],
    ["text", text],
  ] as const) {
    const at = report.indexOf(canary);
    if (at >= 0) return `the ${name} report tells what is confidential: ${report.slice(Math.max(0, at - 300), at + 100)}`;
  }
  if (/[^\P{Cc}\n]|\p{Cf}|[\u2028\u2029]/u.test(text)) return "the text report has control characters";
  JSON.parse(json);
  return undefined;
}

function wrongWith(said: string): string | undefined {
  if (said.length > 2_100) return "is too long";
  if (/[\p{Cc}\p{Cf}\u2028\u2029\p{Cs}]/u.test(said)) return "has control characters";
  if (/undefined|\bNaN\b|\[object |Symbol\(|Infinity|=>/.test(said)) return "shows a value of the machine";
  return said.includes(canary) ? "tells what is confidential" : undefined;
}

function sameInOrder(resources: readonly Resource[], judge: Judge): string | undefined {
  const middle = Math.floor(resources.length / 2);
  const reversed = resources.map(({ inputs, outputs, propertyDependencies, ...rest }) => ({
    ...rest,
    inputs: keysReversed(inputs),
    outputs: keysReversed(outputs),
    propertyDependencies: keysReversed(propertyDependencies),
  }));
  return difference(judge(resources), judge([...reversed.slice(middle).reverse(), ...reversed.slice(0, middle)]));
}

function difference(before: Evaluation, after: Evaluation): string | undefined {
  const [one, other] = [partsOf(before), partsOf(after)];
  for (let index = 0; index < Math.max(one.length, other.length); index++)
    if (!isDeepStrictEqual(one[index], other[index])) return `first ${textOf(one[index])}\nthen  ${textOf(other[index])}`;
  return undefined;
}

function partsOf({ findings, notChecked, exemptions, verdicts }: Evaluation): readonly unknown[] {
  return [...findings, ...notChecked, ...exemptions, ...verdicts];
}

/** The session sees resources one by one, then all together; a second preview says the same. */
function sessionAnswers(resources: readonly Resource[], raw: RawConfiguration): string | undefined {
  const session = new Session(watched, () => new Date(`${today}T12:00:00Z`));
  session.configured({ ...Object.fromEntries(policies.map(({ id, level }) => [id, level])), ...raw });
  const preview = (): readonly unknown[] => {
    const said: unknown[] = [];
    for (const resource of resources) {
      session.resource({ ...resource, outputs: {}, id: undefined, propertyDependencies: {} });
      for (const { id } of policies) said.push(...session.takeFindings(id, resource.urn));
    }
    session.stack(resources.map((resource) => ({ ...resource, inputs: {} })));
    for (const { id } of policies) said.push(...session.stackFindingsOf(id));
    return [...said, ...session.takeNotices()];
  };
  const first = preview();
  const notice = first.find((said) => typeof said === "string" && said.includes("error of this policy pack"));
  if (notice !== undefined) return textOf(notice);
  const again = preview();
  const index = first.findIndex((said, at) => !isDeepStrictEqual(said, again[at]));
  return index < 0 && first.length === again.length ? undefined : `first ${textOf(first[index])}\nthen  ${textOf(again[index])}`;
}

function momentsAgree(resources: readonly Resource[], raw: RawConfiguration, judge: Judge): string | undefined {
  const known = new Set(judge(resources).findings.flatMap((finding) => (finding.verdict === "unknown" ? [] : [findingKey(finding)])));
  const options = { policies: watched, configuration: configurationOf(raw), today, exemptible: () => false };
  for (const resource of once(resources)) {
    if (!isDecoded(resource.type) || resource.isRead === true || resource.gap !== undefined) continue;
    for (const finding of evaluateAlone({ ...resource, outputs: {}, id: undefined, propertyDependencies: {} }, options))
      if (!known.has(findingKey(finding))) return `${findingKey(finding)} is not in the stack: ${finding.message}`;
  }
  return undefined;
}

/** Asks the may world of everything, and not only where a hole had a say in the must world. */
function sameInBothWorlds(resources: readonly Resource[], raw: RawConfiguration): string | undefined {
  const { pack, settings } = configurationOf(raw);
  const [must, may] = (["must", "may"] as const).map((polarity) => new World(decode(resources), pack, polarity)) as [World, World];
  for (const policy of watched) {
    const own = settings.get(policy.id) ?? {};
    const [certain, possible] = [must, may].map((world) => world.trace(() => [...policy.subjects(world, own)])) as [Traced, Traced];
    if (certain.isDoubtful) continue;
    if (certain.result.length !== possible.result.length) return `${policy.id} has other subjects in the may world, for no hole`;
    for (const [index, subject] of certain.result.entries()) {
      const one = must.trace(() => violationsIn(policy, subject, must, own));
      const other = violationsIn(policy, possible.result[index], may, own);
      if (!one.isDoubtful && !isDeepStrictEqual(one.result, other))
        return `${policy.id} says of one in the must world ${textOf(one.result)}, and in the may world ${textOf(other)}, for no hole`;
    }
  }
  return undefined;
}

type Traced = ReturnType<typeof World.prototype.trace<unknown[]>>;

function violationsIn(policy: Policy, subject: unknown, world: World, settings: Readonly<Record<string, unknown>>): readonly unknown[] {
  return [...policy.check(subject, world, settings as never)].map(({ urn, path, message, rules }) => ({
    ...{ urn, path, message },
    rules: rules.map((rule) => [rule.declaration.urn, rule.path]),
  }));
}

/** The resources of which there is one only. */
function once(resources: readonly Resource[]): readonly Resource[] {
  const counts = new Map<string, number>();
  for (const { urn } of resources) counts.set(urn, (counts.get(urn) ?? 0) + 1);
  return resources.filter(({ urn }) => counts.get(urn) === 1);
}

interface Place {
  readonly urn: string;
  readonly path: Path;
}

function placeIn(random: Random, resources: readonly Resource[]): Place | undefined {
  const resource = random.any(resources.filter(({ type, isRead, gap }) => isDecoded(type) && isRead !== true && gap === undefined));
  const path = resource === undefined ? undefined : random.any(pathsIn(resource.inputs));
  return resource === undefined || path === undefined ? undefined : { urn: resource.urn, path };
}

function staysHidden(resources: readonly Resource[], { urn, path }: Place, judge: Judge): string | undefined {
  // A component whose outputs are hidden gives its groups away.
  const isParent = resources.some(({ parent }) => parent === urn);
  const hide = (resource: Resource): Resource => {
    const [top = ""] = path;
    // What a value was computed from may tell more of it, once it is hidden, than a value that does not fit.
    const isComputed = computedFrom(resource, String(top)).length > 0;
    if (resource.urn !== urn || isComputed || isParent || valueAt(resource.inputs, path) === undefined) return resource;
    return {
      ...withInput(resource, path, unknown),
      outputs: top in resource.outputs ? (withValue(resource.outputs, [top], unknown) as Resource["outputs"]) : resource.outputs,
    };
  };
  const before = judge(resources).verdicts;
  const after = judge(resources.map(hide)).verdicts;
  for (const [policy, verdict] of before) {
    const now = after.get(policy);
    const turned = verdict === "violates" ? now === "complies" || now === "not applicable" : verdict !== "exempt" && now === "violates";
    const settled = verdict === "unknown" && (now === "complies" || now === "not applicable");
    if (policy !== "settings" && now !== "exempt" && (turned || settled)) return `${policy}: ${verdict}, and ${String(now)} when it is hidden`;
  }
  return undefined;
}

/** What a remediation would repair, repaired as the engine asks for it. */
function remediates(resources: readonly Resource[], raw: RawConfiguration, judge: Judge): string | undefined {
  const found = judge(resources).findings.flatMap(({ policy, urn }) => {
    const able = watched.find(({ id, remediates: isAble }) => id === policy && isAble === true);
    return able === undefined ? [] : [{ policy: able, urn }];
  });
  for (const { policy, urn } of [...found.slice(0, 3), ...found.slice(-3)]) {
    const resource = resources.find((each) => each.urn === urn);
    if (resource === undefined || !isDecoded(resource.type)) continue;
    const props = forSdk(resource.inputs) as Record<string, unknown>;
    const args = { urn, type: resource.type, name: resource.name, props, opts: {} } as unknown as ResourceValidationArgs;
    if (remediate(args, { policies: [policy], configuration: configurationOf(raw), today, exemptible: () => false }) === undefined) continue;
    const after = resources.map((each) => (each === resource ? { ...each, inputs: propertiesOf(props) } : each));
    const wider = widened(resources, after, raw);
    if (wider !== undefined) return `${wider} after the remediation of ${urn} by ${policy.id}`;
  }
  return undefined;
}

/** Inputs as the SDK hands them out, with a secret here and there. */
function forSdk(value: Plain, depth = 0): unknown {
  const raw =
    value === unknown
      ? unknownText
      : isList(value)
        ? value.map((element) => forSdk(element, depth + 1))
        : isObject(value)
          ? Object.fromEntries(Object.entries(value).map(([key, nested]) => [key, forSdk(nested, depth + 1)]))
          : value;
  return depth > 0 && depth % 3 === 0 ? new Secret(raw) : raw;
}

function plansAdmitLess(resources: readonly Resource[], raw: RawConfiguration, judge: Judge): string | undefined {
  const plans = judge(resources).findings.flatMap(({ fix, policy, urn }) => (fix?.kind === "plan" ? [{ fix, policy, urn }] : []));
  for (const { fix, policy, urn } of [...plans.slice(0, 2), ...plans.slice(-2)]) {
    const wider = widened(resources, applySteps(resources, fix.steps), raw);
    if (wider !== undefined) return `${wider} after the plan of ${policy} for ${urn}: ${textOf(fix.steps)}`;
  }
  return undefined;
}

/** What a change leaves as it is need not be decoded again: after all plans, and after something is hidden, which may be what another resource names. */
function judgedAfter(resources: readonly Resource[], place: Place | undefined, raw: RawConfiguration, judge: Judge): string | undefined {
  const { world, findings } = judge(resources);
  const plans = new Set(findings.flatMap(({ fix }) => (fix?.kind === "plan" ? [fix] : [])));
  const planned = applySteps(
    resources,
    [...plans].flatMap(({ steps }) => steps),
  );
  const hidden = resources.map((each) => (each.urn === place?.urn ? withInput(each, place.path, unknown) : each));
  const options = { policies: watched, configuration: configurationOf(raw), today };
  for (const after of [planned, hidden]) {
    const different = difference(evaluate(after, options), evaluate(after, options, world.network));
    if (different !== undefined) return different;
  }
  return undefined;
}

function widened(before: readonly Resource[], after: readonly Resource[], raw: RawConfiguration): string | undefined {
  const world = (resources: readonly Resource[]): World => new World(decode(resources), configurationOf(raw).pack, "must");
  const known = new Set(judgedGroups(world(before)).map(({ key }) => key));
  // Of the copies of a rule whose group is not known, it is not known either.
  const more = compareAdmission(world(before), world(after)).find(({ verdict, group }) => verdict === "more" && known.has(group));
  return more === undefined ? undefined : `${more.name} admits more`;
}
