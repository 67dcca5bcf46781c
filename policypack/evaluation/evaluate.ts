import { decode, isDecoded } from "../decode/decode";
import { Discretion, secretValue } from "./discretion";
import { Exemptions, ExemptionTags, type ExemptionInForce } from "./exemptions";
import { isHole, pathText, type Hole } from "../model/approx";
import { peerText } from "../model/rules/groups";
import type { Direction, Gap, Network, Rule } from "../model/network";
import { perWorld, World } from "../model/world";
import { listed } from "../model/names/listed";
import { namedSource, type NamedSource } from "../model/names/sources";
import { noAddresses } from "../net/ip";
import { describe, type Traffic } from "../net/ports";
import type { Request } from "../planner/planner";
import type { Closing, Goal } from "../plans/goal";
import type { FixPlan, Path } from "../plans/plan";
import type { Listed, Policy, Severity, Verdict, Violation } from "../contract/policy";
import { parseUrn, type Resource } from "../resources/resource";
import type { Configuration, Level } from "../contract/settings";

/** A rule that contributes to a finding, as users see it. */
export interface RuleEvidence {
  readonly urn: string;
  readonly property: string;
  readonly ports: string;
  readonly source: string;
  readonly path: Path;
  /** Where the rule is written: the element of a group's list, or empty for a rule that is a resource of its own. */
  readonly declaration: Path;
  readonly direction: Direction;
  readonly traffic: Traffic;
  /** Its source as messages call it, and what that stands for by itself: of a group nothing. */
  readonly named: NamedSource;
  /** Whether it takes the others to be too much. */
  readonly together: boolean;
}

export interface Finding {
  readonly policy: string;
  readonly level: "advisory" | "mandatory";
  readonly severity: Severity;
  readonly verdict: "violates" | "unknown" | "exempt";
  readonly urn: string;
  readonly property: string;
  /** The same property, step by step. */
  readonly path: Path;
  /** What is so, then what to do. */
  readonly message: string;
  /** The message in its two parts; the second one is empty where nothing is to be done. */
  readonly says: string;
  readonly remedy: string;
  readonly rules: readonly RuleEvidence[];
  /** The rules of the whole stack that contribute, where they are more than those that the resource shows alone. */
  readonly related?: readonly RuleEvidence[];
  /** The traffic that strangers are let through to, where that is what is wrong. */
  readonly exposes?: Traffic;
  /**
   * Of advice that is left out where a mandatory finding is about its rules: for each of them, the rules of which one is enough, by `ruleKey`.
   */
  readonly yieldsTo?: readonly (readonly string[])[];
  /** Where people read it, it is one sentence with others of its policy. */
  readonly listed?: Listed;
  readonly exemption?: ExemptionInForce;
  readonly fix?: FixPlan;
}

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
  /** Whether resources of the stack are left out: then only what one of them proves by itself is said. */
  readonly isPartial?: boolean;
}

/**
 * Resources in, findings out: the whole stack at once, as the command line sees it. Pure, and the same for every order of the resources.
 * What a resource proves by itself is said as the policy pack says it, which sees resources one by one.
 */
export function evaluateStack(resources: readonly Resource[], options: EvaluateOptions): Evaluation {
  const whole = evaluate(resources, options);
  const tagged = new ExemptionTags();
  for (const resource of resources) if (isDecoded(resource.type)) tagged.add(resource);
  const violated = new Map<string, Set<string>>();
  for (const { verdict, urn, policy } of whole.findings)
    if (verdict === "violates") violated.set(urn, (violated.get(urn) ?? new Set<string>()).add(policy));
  const alone = new Map<string, Finding>();
  for (const resource of resources) {
    const own = violated.get(resource.urn);
    if (own === undefined || !isDecoded(resource.type) || resource.isRead === true || resource.gap !== undefined) continue;
    const exemptible = (policy: string): boolean => tagged.mayExempt(resource, policy, options.configuration);
    for (const finding of evaluateAlone(
      { ...resource, outputs: {}, id: undefined, propertyDependencies: {} },
      { ...options, policies: options.policies.filter(({ id }) => own.has(id)), withFixes: false, exemptible },
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
      if (own?.verdict !== finding.verdict || isSaidAtTheEnd(finding)) return finding;
      const related = finding.rules.length > own.rules.length ? { related: finding.rules } : {};
      const { property, path, message, says, remedy, rules } = own;
      return { ...finding, property, path, message, says, remedy, rules, ...related };
    }),
  };
}

/** What depends on what else is said is not said of a resource alone: what is said of many at once, and what a mandatory finding takes the place of. */
export function isSaidAtTheEnd({ listed: inList, yieldsTo: others }: Finding): boolean {
  return inList !== undefined || others !== undefined;
}

/** Of what is not there, nothing is known. */
function verdictsIn(findings: readonly Finding[], verdicts: ReadonlyMap<string, Verdict>): ReadonlyMap<string, Verdict> {
  const proven = new Map(findings.map(({ policy, verdict }) => [policy, verdict]));
  return new Map([...verdicts.keys()].map((policy) => [policy, proven.get(policy) ?? "unknown"]));
}

/** One policy speaks of one resource once at each moment. */
export function findingKey({ policy, urn }: Pick<Finding, "policy" | "urn">): string {
  return `${policy} ${urn}`;
}

/** The judgement of a stack as a whole. */
export function evaluate(resources: Iterable<Resource>, options: EvaluateOptions): Evaluation {
  const network = decode(resources);
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
  if (options.configuration.levels.get("settings") !== "disabled") findings.push(...settingsFindings(must, exemptions, options));
  const severity = new Map(options.policies.map((policy) => [policy.id, ranks[policy.severity]]));
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

/** A source that is secret is not given away by its addresses either. */
function discreetSource(named: NamedSource, discretion: Discretion): NamedSource {
  const text = discretion.say(named.text);
  return text === named.text ? named : { ...named, text, addresses: noAddresses };
}

/** A finding that gives away nothing that came out of a secret. */
function discreet(finding: Finding, discretion: Discretion): Finding {
  if (discretion.isIdle) return finding;
  const { message, says, remedy, rules, related, fix } = finding;
  const urns = new Set([finding.urn, ...rules.map(({ urn }) => urn)]);
  return {
    ...finding,
    message: discretion.say(message, urns),
    says: discretion.say(says, urns),
    remedy: discretion.say(remedy, urns),
    rules: rules.map((rule) => discreetRule(rule, discretion)),
    ...(related === undefined ? {} : { related: related.map((rule) => discreetRule(rule, discretion)) }),
    ...(fix === undefined ? {} : { fix: discretion.plan(fix, urns) }),
  };
}

function discreetRule(rule: RuleEvidence, discretion: Discretion): RuleEvidence {
  return {
    ...rule,
    ports: discretion.say(rule.ports, [rule.urn]),
    source: discretion.say(rule.source),
    named: discreetSource(rule.named, discretion),
  };
}

/** Whether something of a rule came out of a secret. */
export function isDiscreet({ ports, source, named }: RuleEvidence): boolean {
  return [ports, source, named.text].some((text) => text.includes(secretValue));
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
  { withFixes, repaired, without }: EvaluateOptions,
): readonly Finding[] {
  if (withFixes !== true) return findings;
  const requests: Request<Finding>[] = [];
  const accepted: Closing[] = [];
  const violating = new Set<Rule>();
  const order = new Map(findings.map((finding, index) => [finding, index]));
  for (const { finding, violation } of [...wanted].sort((a, b) => (order.get(a.finding) ?? 0) - (order.get(b.finding) ?? 0))) {
    const isExempt = finding.verdict === "exempt";
    if (finding.level === "mandatory") for (const rule of violation.rules) violating.add(rule);
    if (!isExempt && (repaired?.includes(finding.policy) === false || without?.has(findingKey(finding)) === true)) continue;
    const goal = goalOf(violation);
    if (goal === undefined) continue;
    if (!isExempt) requests.push({ of: finding, group: violation.group ?? violation.urn, goal });
    else if (goal.kind === "close") accepted.push(goal);
  }
  if (requests.length === 0) return findings;
  // Loaded where there is something to plan: it is a third of what judging needs.
  const { planRepairs } = require("../planner/planner") as typeof import("../planner/planner");
  const plans = planRepairs(world, requests, { accepted, violating });
  return findings.map((finding) => {
    const fix = plans.get(finding);
    return fix === undefined ? finding : { ...finding, fix };
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
    const possible = hasDoubts(must.network) && !must.isAlone ? run(policy, must.opposite, settings) : certain;
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

/** What is wrong with the settings and the exemptions themselves, reported on the stack. */
function settingsFindings(world: World, exemptions: Exemptions, { configuration }: EvaluateOptions): readonly Finding[] {
  const stack = [...world.network.resources.values()].find(({ type }) => type === "pulumi:pulumi:Stack")?.urn ?? "";
  const finding = (level: Finding["level"], urn: string, property: string, message: string): Finding => ({
    policy: "settings",
    level,
    verdict: "violates",
    urn,
    property,
    path: property === "" ? [] : [property],
    severity: "medium",
    ...worded(message),
    rules: [],
  });
  return [
    ...configuration.problems.map(({ policy, key, message, hasDefault }) =>
      finding("mandatory", stack, key, `${key === "" ? "" : `${policy}.${key} `}${message}.${hasDefault ? " Its default is used until then." : ""}`),
    ),
    ...exemptions.refused.map(({ urn, tag, reason }) => finding("advisory", urn, "tags", `The tag ${tag} exempts nothing: ${reason}.`)),
    ...exemptions
      .report()
      .filter(({ isStale }) => isStale)
      .map(({ policy, resource, owner, from }) =>
        finding(
          "advisory",
          from === "tag" ? resource : stack,
          from === "tag" ? "tags" : "exemptions",
          `The exemption of ${from === "tag" ? parseUrn(resource).name : resource} from ${policy} (${owner}) matches no finding. Remove it.`,
        ),
      ),
  ];
}

interface Run {
  readonly violations: readonly { readonly violation: Violation; readonly holes: readonly Hole[] }[];
  readonly isApplicable: boolean;
}

function run(policy: Policy, world: World, settings: Readonly<Record<string, unknown>>): Run {
  const violations: { violation: Violation; holes: readonly Hole[] }[] = [];
  let isApplicable = false;
  for (const subject of policy.subjects(world, settings)) {
    isApplicable = true;
    const { result, holes } = world.trace(() => [...policy.check(subject, world, settings as never)]);
    for (const violation of result) violations.push({ violation, holes });
  }
  return { violations, isApplicable };
}

function hasDoubts(network: Network): boolean {
  return network.hasHoles;
}

function verdictOf(findings: readonly Finding[], isApplicable: boolean): Verdict {
  for (const verdict of ["violates", "unknown", "exempt"] as const) if (findings.some((finding) => finding.verdict === verdict)) return verdict;
  return isApplicable ? "complies" : "not applicable";
}

function violationFinding(policy: Policy, level: Level, violation: Violation, world: World, exemptions: Exemptions): Finding {
  const exemption = exemptionOf(policy, violation, exemptions);
  const isExempt = exemption?.state === "active";
  return {
    policy: policy.id,
    level: isExempt || isAdvice(level, violation) ? "advisory" : "mandatory",
    verdict: isExempt ? "exempt" : "violates",
    urn: violation.urn,
    property: pathText(violation.path),
    path: violation.path,
    severity: policy.severity,
    ...worded(violation.message, noteOf(exemption)),
    rules: violation.rules.map((rule) => evidenceOf(rule, world, violation)),
    ...(violation.exposes === undefined ? {} : { exposes: violation.exposes }),
    ...(violation.listed === undefined || isExempt ? {} : { listed: violation.listed }),
    ...(policy.yields === true && !isExempt && isAdvice(level, violation) ? { yieldsTo: yieldsTo(violation) } : {}),
    ...(exemption === undefined ? {} : { exemption }),
  };
}

function yieldsTo({ rules, because = [] }: Violation): readonly (readonly string[])[] {
  return rules.map((rule, index) => [rule, because[index]].flatMap((each) => (each === undefined ? [] : [keyOfRule(each)])));
}

function keyOfRule({ declaration, path }: Rule): string {
  return ruleKey({ urn: declaration.urn, property: pathText(path) });
}

export function ruleKey({ urn, property }: Pick<RuleEvidence, "urn" | "property">): string {
  return `${urn} ${property}`;
}

/** A rule that the program does not write is changed by no step on one. */
function goalOf({ urn, rules, fix }: Violation): Goal | undefined {
  const unwritten = rules.find(({ declaration }) => declaration.urn === urn && declaration.unwritten !== undefined)?.declaration.unwritten;
  return unwritten === undefined || fix === undefined ? fix?.() : { kind: "declined", reason: unwritten.reason };
}

/** What may violate the policy. An exemption covers it as it would cover the violation, and then the finding is where the exemption is. */
function unknownFinding(policy: Policy, level: Level, violation: Violation, hole: Hole | undefined, world: World, exemptions: Exemptions): Finding {
  const exemption = exemptionOf(policy, violation, exemptions);
  const isExempt = exemption?.state === "active";
  const at = isExempt ? violation : (hole ?? violation);
  return {
    policy: policy.id,
    level: isExempt || isAdvice(level, violation) ? "advisory" : world.settings.unknown,
    verdict: isExempt ? "exempt" : "unknown",
    urn: at.urn,
    property: pathText(at.path),
    path: at.path,
    severity: policy.severity,
    ...worded(undecided(policy, hole, [violation.urn]), noteOf(exemption)),
    rules: violation.rules.map((rule) => evidenceOf(rule, world.opposite, violation)),
    ...(exemption === undefined ? {} : { exemption }),
  };
}

/** Which property hides the answer, and for what. */
function undecided({ id }: Policy, hole: Hole | undefined, subjects: readonly string[]): string {
  const names = listed(subjects.map((urn) => parseUrn(urn).name));
  if (hole === undefined) return `What ${id} asks of ${names} is not known yet.`;
  const property = pathText(hole.path);
  return `${property === "" ? parseUrn(hole.urn).name : property} ${hole.reason}, so ${id} cannot be decided for ${names}.`;
}

function exemptionOf(policy: Policy, { urn, group }: Violation, exemptions: Exemptions): ExemptionInForce | undefined {
  return exemptions.find(policy.id, group === undefined ? [urn] : [urn, group]);
}

function noteOf(exemption: ExemptionInForce | undefined): string {
  if (exemption === undefined) return "";
  const { state, expires, owner, reason } = exemption;
  return state === "active" ? `Exempt until ${expires}, ${owner}, ${reason}: ` : `The exemption of ${owner} expired on ${expires}: `;
}

function isAdvice(level: Level, { advice }: Violation): boolean {
  return level === "advisory" || advice === true;
}

/** The holes in the rules themselves, in order. */
function holesOf(rules: readonly Rule[]): readonly Hole[] {
  return rules.flatMap(({ declaration, peer }) => [
    ...(peer.kind === "hidden" ? [peer.hole] : []),
    ...(peer.kind === "addresses" ? peer.addresses.holes : []),
    ...(peer.kind === "group" && peer.group.kind !== "resource" ? [peer.group.hole] : []),
    ...(peer.kind === "prefix-list" && peer.list.kind !== "resource" ? [peer.list.hole] : []),
    ...declaration.traffic.holes,
    ...(declaration.group.kind === "unclear" ? [declaration.group.hole] : []),
    ...(isHole(declaration.description) ? [declaration.description] : []),
  ]);
}

/** A message and its two parts: the first sentence is what is so. What has no name is called "the group of X", which may begin a sentence. */
function worded(text: string, note = ""): Pick<Finding, "message" | "says" | "remedy"> {
  const message = text.replace(/^the /, "The ");
  const end = message.search(/(?<=\.) (?=[A-Z])/);
  const says = end < 0 ? message : message.slice(0, end);
  return { message: note + message, says: note + says, remedy: message.slice(says.length).trim() };
}

/** Of a rule that contributes to many findings, all of them hold the same evidence, but for whether it takes others to be too much. */
function evidenceOf(rule: Rule, world: World, { together = [] }: Violation): RuleEvidence {
  const known = evidence(world).get(rule) ?? evidenceAlone(rule, world);
  evidence(world).set(rule, known);
  return together.includes(rule) ? { ...known, together: true } : known;
}

function evidenceAlone(rule: Rule, world: World): RuleEvidence {
  const { urn, path, direction } = rule.declaration;
  const traffic = world.pick(rule.declaration.traffic);
  return {
    urn,
    property: pathText(rule.path),
    ports: describe(traffic),
    source: peerText(rule),
    path: rule.path,
    declaration: path,
    direction,
    traffic,
    named: namedSource(world, rule),
    together: false,
  };
}

const evidence = perWorld(() => new Map<Rule, RuleEvidence>());

const ranks = { critical: 0, high: 1, medium: 2, low: 3 } as const;
const verdictRanks = { violates: 0, unknown: 1, exempt: 2 } as const;

function compare(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
