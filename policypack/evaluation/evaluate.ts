import { discreet } from "./discreet";
import { Discretion } from "./discretion";
import { Exemptions, ExemptionTags } from "./exemptions";
import { findingKey, isSaidAtTheEnd, saysMore, type Finding } from "./finding";
import { settingsFindings } from "./settings";
import { holesOf, undecided, unknownFinding, violationFinding, worded } from "./wording";
import { decode, isDecoded } from "../decode/decode";
import type { Hole } from "../model/approx";
import type { Gap, Network, Rule } from "../model/network";
import { World } from "../model/world";
import type { Request } from "../planner/planner";
import type { Closing, ClosingPart, Goal } from "../plans/goal";
import { contentKey } from "../plans/plan";
import { severities, type Policy, type Verdict, type Violation } from "../contract/policy";
import type { Resource } from "../resources/resource";
import type { Configuration, Level } from "../contract/settings";

export interface Evaluation {
  /** Worst first: by level, then by verdict, severity, resource and policy. */
  readonly findings: readonly Finding[];
  readonly verdicts: ReadonlyMap<string, Verdict>;
  readonly notChecked: readonly Gap[];
  readonly exemptions: ReturnType<Exemptions["report"]>;
  /** The stack as the policies saw it. */
  readonly world: World;
}

export interface EvaluateOptions {
  readonly policies: readonly Policy[];
  readonly configuration: Configuration;
  /** The day on which exemptions are judged, as in 2027-01-31. */
  readonly today: string;
  /** Whether to plan the repair of what violates. */
  readonly withFixes?: boolean;
  /** The policies whose findings are to be repaired; all of them unless said. */
  readonly repaired?: readonly string[];
  /** Findings, by their keys, whose repair is out of the question. */
  readonly without?: ReadonlySet<string>;
  /** What cannot be named where a resource is written, by `namingKey`, and why. */
  readonly unnamed?: ReadonlyMap<string, string>;
  /** Rules that cannot be changed where they are written, by `contentKey`, and why: others are repaired all the same. */
  readonly untouched?: ReadonlyMap<string, string>;
  /** Whether resources of the stack are left out: then only what one of them proves by itself is said. */
  readonly isPartial?: boolean;
}

/**
 * Resources in, findings out: the whole stack at once, as the command line sees it. Pure, and the same for every order of the resources.
 * What a resource proves by itself is said as the policy pack says it, which sees resources one by one. `whole` is how they were judged together.
 */
export function evaluateStack(resources: readonly Resource[], options: EvaluateOptions, whole = evaluate(resources, options)): Evaluation {
  const tagged = new ExemptionTags();
  for (const resource of resources) if (isDecoded(resource.type)) tagged.add(resource);
  const violated = new Map<string, Set<string>>();
  for (const { verdict, urn, policy } of whole.findings)
    if (verdict === "violates") violated.set(urn, (violated.get(urn) ?? new Set<string>()).add(policy));
  const alone = new Map<string, Finding>();
  const atResources = options.policies.filter(({ moment }) => moment === "resource");
  for (const resource of resources) {
    const own = violated.get(resource.urn);
    if (own === undefined || !isDecoded(resource.type) || resource.isRead === true || resource.gap !== undefined) continue;
    const policies = atResources.filter(({ id }) => own.has(id));
    if (policies.length === 0) continue;
    const exemptible = (policy: string): boolean => tagged.mayExempt(resource, policy, options.configuration);
    for (const finding of evaluateAlone(
      { ...resource, outputs: {}, id: undefined, propertyDependencies: {} },
      { ...options, policies, withFixes: false, exemptible },
    ))
      alone.set(findingKey(finding), finding);
  }
  const isSaid = ({ policy, verdict, urn }: Finding): boolean =>
    options.isPartial !== true || policy === "settings" || alone.get(findingKey({ policy, urn }))?.verdict === verdict;
  const said = whole.findings.filter(isSaid);
  return {
    ...whole,
    verdicts: options.isPartial === true ? verdictsIn(said, whole.verdicts) : whole.verdicts,
    findings: said.map((finding) => {
      const own = alone.get(findingKey(finding));
      if (own?.verdict !== finding.verdict || isSaidAtTheEnd(finding) || (options.isPartial !== true && saysMore(finding, own))) return finding;
      const related = finding.rules.length > own.rules.length ? { related: finding.rules } : {};
      const { property, path, message, says, remedy, rules } = own;
      return { ...finding, property, path, message, says, remedy, rules, ...related };
    }),
  };
}

/** Of what is not there, nothing is known. */
function verdictsIn(findings: readonly Finding[], verdicts: ReadonlyMap<string, Verdict>): ReadonlyMap<string, Verdict> {
  const proven = new Map(findings.map(({ policy, verdict }) => [policy, verdict]));
  return new Map([...verdicts.keys()].map((policy) => [policy, proven.get(policy) ?? "unknown"]));
}

/** The judgement of a stack as a whole; `before` is the same stack before some of its resources changed. */
export function evaluate(resources: Iterable<Resource>, options: EvaluateOptions, before?: Network): Evaluation {
  const network = decode(resources, before);
  const must = new World(network, options.configuration.pack, "must");
  const exemptions = new Exemptions(must, options.configuration, options.today);
  const discretion = new Discretion(network.resources.values());
  const findings: Finding[] = [];
  const wanted: Wanted[] = [];
  const verdicts = new Map<string, Verdict>();
  const notChecked: Gap[] = [...network.gaps];
  for (const policy of options.policies) {
    const level = options.configuration.levels.get(policy.id) ?? policy.level;
    if (level === "disabled") continue;
    const judged = judge(policy, level, must, exemptions, options);
    if (judged.kind === "judged") wanted.push(...judged.wanted);
    if (judged.kind === "broken") notChecked.push({ urn: "", reason: `the policy ${policy.id} could not be evaluated: ${judged.reason}` });
    else {
      findings.push(...judged.findings);
      verdicts.set(policy.id, judged.verdict);
    }
  }
  if (options.configuration.levels.get("settings") !== "disabled") findings.push(...settingsFindings(must, exemptions, options.configuration));
  const severity = new Map(options.policies.map((policy) => [policy.id, severities.indexOf(policy.severity)]));
  findings.sort(
    (a, b) =>
      compare(a.level === "mandatory" ? 0 : 1, b.level === "mandatory" ? 0 : 1) ||
      compare(verdictRanks[a.verdict], verdictRanks[b.verdict]) ||
      compare(severity.get(a.policy) ?? 0, severity.get(b.policy) ?? 0) ||
      compare(a.urn, b.urn) ||
      compare(a.policy, b.policy) ||
      compare(a.property, b.property),
  );
  return {
    findings: withPlans(findings, wanted, must, options).map((finding) => discreet(finding, discretion)),
    verdicts,
    notChecked: notChecked.map((gap) => ({ ...gap, reason: discretion.say(gap.reason) })),
    exemptions: exemptions.report(),
    world: must,
  };
}

/** A finding, and the violation that says what its repair is to do. */
interface Wanted {
  readonly finding: Finding;
  readonly violation: Violation;
}

/** The findings with the plan of each, which those that are repaired together share. */
function withPlans(
  findings: readonly Finding[],
  wanted: readonly Wanted[],
  world: World,
  { withFixes, repaired, without, unnamed = new Map<string, string>(), untouched = new Map<string, string>() }: EvaluateOptions,
): readonly Finding[] {
  if (withFixes !== true) return findings;
  const requests: Request<Finding>[] = [];
  const staying = new Map<Finding, string>();
  const whyUntouched = ({ rule: { declaration } }: ClosingPart): string | undefined =>
    untouched.size === 0
      ? undefined
      : untouched.get(contentKey(declaration.urn, world.network.resources.get(declaration.urn)?.inputs ?? {}, declaration.path));
  const accepted: Closing[] = [];
  const violating = new Set<Rule>();
  const order = new Map(findings.map((finding, index) => [finding, index]));
  for (const { finding, violation } of [...wanted].sort((a, b) => (order.get(a.finding) ?? 0) - (order.get(b.finding) ?? 0))) {
    const isExempt = finding.verdict === "exempt";
    if (finding.level === "mandatory") for (const rule of violation.rules) violating.add(rule);
    if (!isExempt && (repaired?.includes(finding.policy) === false || without?.has(findingKey(finding)) === true)) continue;
    const goal = goalOf(violation);
    if (goal === undefined) continue;
    if (isExempt) {
      if (goal.kind === "close") accepted.push(goal);
      continue;
    }
    const group = violation.group ?? violation.urn;
    const stays = goal.kind === "close" ? goal.parts.map(whyUntouched).find((reason) => reason !== undefined) : undefined;
    if (stays === undefined || goal.kind !== "close") {
      requests.push({ of: finding, group, goal });
      continue;
    }
    const parts = goal.parts.filter((part) => whyUntouched(part) === undefined);
    requests.push({ of: finding, group, goal: parts.length === 0 ? { kind: "declined", reason: stays } : { ...goal, parts } });
    if (parts.length > 0) staying.set(finding, stays);
  }
  if (requests.length === 0) return findings;
  // Loaded where there is something to plan: it is a third of what judging needs.
  const { planRepairs } = require("../planner/planner") as typeof import("../planner/planner");
  const plans = planRepairs(world, requests, { accepted, violating, unnamed });
  return findings.map((finding) => {
    const { fix, stays: kept } = plans.get(finding) ?? {};
    const stays = fix?.kind === "plan" ? (staying.get(finding) ?? kept) : undefined;
    return fix === undefined ? finding : { ...finding, fix, ...(stays === undefined ? {} : { stays }) };
  });
}

/**
 * What the inputs of one resource prove by themselves, whatever else is in the stack. A subset of what `evaluate` finds for the whole stack.
 * `exemptible` tells whether a tag of another resource could still exempt the finding.
 */
export function evaluateAlone(
  resource: Resource,
  options: EvaluateOptions & { readonly exemptible: (policy: string) => boolean },
): readonly Finding[] {
  const network = decode([resource]);
  const must = new World(network, options.configuration.pack, "must", true);
  const exemptions = new Exemptions(must, options.configuration, options.today);
  const findings: Finding[] = [];
  const wanted: Wanted[] = [];
  for (const policy of options.policies) {
    const level = options.configuration.levels.get(policy.id) ?? policy.level;
    if (level === "disabled" || policy.moment !== "resource" || options.exemptible(policy.id)) continue;
    const judged = judge(policy, level, must, exemptions, options);
    if (judged.kind !== "judged") continue;
    findings.push(...judged.findings.filter(({ verdict }) => verdict === "violates"));
    wanted.push(...judged.wanted);
  }
  const discretion = new Discretion([resource]);
  return withPlans(findings, wanted, must, options).map((finding) => discreet(finding, discretion));
}

/** What is not known, and the resources for which it matters. */
interface Doubt {
  readonly finding: Finding;
  readonly hole: Hole | undefined;
  readonly subjects: string[];
}

type Judged =
  | { readonly kind: "judged"; readonly findings: readonly Finding[]; readonly wanted: readonly Wanted[]; readonly verdict: Verdict }
  | { readonly kind: "broken"; readonly reason: string };

function judge(policy: Policy, level: Level, must: World, exemptions: Exemptions, options: EvaluateOptions): Judged {
  try {
    const settings = options.configuration.settings.get(policy.id) ?? {};
    const certain = run(policy, must, settings);
    // Of one resource alone only what is certain is asked.
    const possible = must.network.hasHoles && !must.isAlone ? runDoubtful(policy, must.opposite, settings, certain) : certain;
    const wanted = certain.violations.map(({ violation }) => ({ finding: violationFinding(policy, level, violation, must, exemptions), violation }));
    const findings: Finding[] = wanted.map(({ finding }) => finding);
    const violating = new Set(certain.violations.map(({ violation }) => violation.urn));
    const hidden = new Map<string, Doubt>();
    for (const { violation, holes } of possible.violations) {
      if (violating.has(violation.urn)) continue;
      const hole = holesOf(violation.rules)[0] ?? holes[0];
      const finding = unknownFinding(policy, level, violation, hole, must, exemptions);
      const other = hidden.get(finding.urn);
      // What nobody accepted comes before what somebody did.
      if (other === undefined || (other.finding.verdict === "exempt" && finding.verdict === "unknown"))
        hidden.set(finding.urn, { finding, hole, subjects: [violation.urn] });
      else if (other.finding.verdict === finding.verdict && other.finding.property === finding.property) other.subjects.push(violation.urn);
    }
    for (const { finding, hole, subjects } of hidden.values())
      findings.push(
        new Set(subjects).size < 2 || finding.verdict === "exempt" ? finding : { ...finding, ...worded(undecided(policy, hole, subjects)) },
      );
    return { kind: "judged", findings, wanted, verdict: verdictOf(findings, possible.isApplicable) };
  } catch (error) {
    return { kind: "broken", reason: error instanceof Error ? error.message : String(error) };
  }
}

/** A rule that the program does not write is changed by no step on one. */
function goalOf({ urn, rules, fix }: Violation): Goal | undefined {
  const unwritten = rules.find(({ declaration }) => declaration.urn === urn && declaration.unwritten !== undefined)?.declaration.unwritten;
  return unwritten === undefined || fix === undefined ? fix?.() : { kind: "declined", reason: unwritten.reason };
}

interface Run {
  readonly violations: readonly { readonly violation: Violation; readonly holes: readonly Hole[] }[];
  readonly isApplicable: boolean;
  /** Whether there may be other subjects in the other world; else which of them may be judged otherwise there, by their index. */
  readonly doubtful: "subjects" | ReadonlySet<number>;
}

function run(policy: Policy, world: World, settings: Readonly<Record<string, unknown>>, asked?: ReadonlySet<number>): Run {
  const violations: { violation: Violation; holes: readonly Hole[] }[] = [];
  const doubtful = new Set<number>();
  const subjects = world.trace(() => [...policy.subjects(world, settings)]);
  for (const [index, subject] of subjects.result.entries()) {
    if (asked?.has(index) === false) continue;
    const { result, holes, isDoubtful } = world.trace(() => [...policy.check(subject, world, settings as never)]);
    if (isDoubtful) doubtful.add(index);
    for (const violation of result) violations.push({ violation, holes });
  }
  return { violations, isApplicable: subjects.result.length > 0, doubtful: subjects.isDoubtful ? "subjects" : doubtful };
}

/** What is different in the may world. */
function runDoubtful(policy: Policy, may: World, settings: Readonly<Record<string, unknown>>, { doubtful, isApplicable }: Run): Run {
  if (doubtful === "subjects") return run(policy, may, settings);
  return doubtful.size === 0 ? { violations: [], isApplicable, doubtful } : run(policy, may, settings, doubtful);
}

function verdictOf(findings: readonly Finding[], isApplicable: boolean): Verdict {
  for (const verdict of ["violates", "unknown", "exempt"] as const) if (findings.some((finding) => finding.verdict === verdict)) return verdict;
  return isApplicable ? "complies" : "not applicable";
}

const verdictRanks = { violates: 0, unknown: 1, exempt: 2 } as const;

function compare(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
