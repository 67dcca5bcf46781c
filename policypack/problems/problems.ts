import { severities, type Severity } from "../contract/policy";
import { policies } from "../contract/registry";
import { findingKey, isDiscreet, ruleKey, type Finding, type RuleEvidence } from "../evaluation/finding";
import { listKey, sayAll, withoutRepeats } from "../evaluation/present";
import { grouped } from "../grouped";
import { sourcesInWords } from "../model/names/sources";
import { partInWords } from "../model/names/ports";
import { workloadByUrn } from "../model/placement/placement";
import { judgedGroups, type JudgedGroup } from "../model/rules/groups";
import { keyOf as keyOfRef, perWorld, type World } from "../model/world";
import * as intervals from "../net/intervals";
import { pathText } from "../model/approx";
import type { Path } from "../plans/plan";
import { carrierOf, carriersOf, exposureRank, type Carrier } from "./carriers";
import { holesIn, neededTogether, type Hole } from "./holes";
import { identityOf, keyOf } from "./keys";
import type { Problem, Spot } from "./problem";
import { Partition } from "./partition";
import { breadthOf, compareBreadth } from "./breadth";
import { sourcesBeside, theSameFor } from "./sources-beside";

/** How a front end finds places in the source. */
export interface Places<Place> {
  readonly locate: (urn: string, path: Path) => Place | undefined;
  /** The same text for the same place. */
  readonly textOf: (place: Place) => string;
}

/** The problems that findings are made of, the worst first; of two that are as bad, the one that opens more to more. */
export function problemsOf<F extends Finding, Place>(findings: readonly F[], world: World, places: Places<Place>): readonly Problem<F, Place>[] {
  const all = [...findings].filter(({ verdict }) => verdict === "violates").sort(byWorst);
  const violations = withoutRepeats(all);
  const located = holesIn(violations).map((hole) => ({ ...hole, place: places.locate(hole.urn, hole.path) }));
  const partition = new Partition(located.map(({ id }) => id));
  for (const finding of violations) for (const ids of neededTogether(finding)) partition.join(ids);
  for (const ids of writtenOnce(located, places)) partition.join(ids);
  const inLists = located.filter(({ findings: [lead] }) => lead?.listed !== undefined);
  for (const [, holes] of grouped(inLists, ({ findings: [lead] }) => (lead === undefined ? "" : listKey(lead))))
    partition.join(holes.map(({ id }) => id));
  const twins = new Partition(located.map(({ id }) => partition.of(id)));
  for (const ids of madeByTheSameSource(located, places)) twins.join(ids.map((id) => partition.of(id)));
  const made = grouped(located, ({ id }) => twins.of(partition.of(id))).map(([, holes]) => problemOf(holes, partition, world, places));
  const said = new Set(violations);
  const yielding = all
    .filter((finding) => !said.has(finding))
    .flatMap((finding) => (finding.yieldsTo?.flat() ?? []).map((key) => ({ key, finding })));
  const unsaid = new Map(
    grouped(yielding, ({ key }) => key).map(([key, those]): [string, Unsaid<F>] => {
      const advice = those.map(({ finding }) => finding);
      return [key, { advice, byResource: new Map(grouped(advice, ({ urn }) => urn)) }];
    }),
  );
  return distinct((unsaid.size === 0 ? made : made.map((problem) => withAdvice(problem, unsaid))).sort(byRank));
}

/** Advice that a problem with a rule makes pointless. */
interface Unsaid<F extends Finding> {
  readonly advice: readonly F[];
  readonly byResource: ReadonlyMap<string, readonly F[]>;
}

function withAdvice<F extends Finding, Place>(problem: Problem<F, Place>, unsaid: ReadonlyMap<string, Unsaid<F>>): Problem<F, Place> {
  if (problem.level !== "mandatory") return problem;
  const keys = new Set(problem.rules.map(ruleKey));
  const urns = new Set(problem.findings.map(({ urn }) => urn));
  const own = (key: string): readonly F[] => {
    const { advice, byResource } = unsaid.get(key) ?? { advice: [], byResource: new Map<string, readonly F[]>() };
    // Of thousands of rules that are wrong together, each has thousands of others' advice.
    return advice.length <= mostAdvice ? advice : [...urns].flatMap((urn) => byResource.get(urn) ?? []);
  };
  return { ...problem, advice: [...new Set([...problem.advice, ...[...keys].flatMap(own)])] };
}

const mostAdvice = 50;

type Located<F extends Finding, Place> = Hole<F> & { readonly place: Place | undefined };

function problemOf<F extends Finding, Place>(
  holes: readonly Located<F, Place>[],
  partition: Partition,
  world: World,
  places: Places<Place>,
): Problem<F, Place> {
  const all = [...new Set(holes.flatMap((hole) => hole.findings))].sort((a, b) => byWorst(a, b) || compareBreadth(ownBreadth(a), ownBreadth(b)));
  const mandatory = all.filter(({ level }) => level === "mandatory");
  const findings = mandatory.length > 0 ? mandatory : all;
  const [lead] = findings;
  if (lead === undefined) throw new Error("a problem has a finding");
  const about = holes.filter((hole) => hole.findings.includes(lead));
  const first = about.find((hole) => hole.urn === lead.urn && startsWith(lead.path, hole)) ?? about[0];
  if (first === undefined) throw new Error("a finding is about a hole");
  // Those that are needed for this one, as against those that the same source makes elsewhere.
  const own = holes.filter(({ id }) => partition.of(id) === partition.of(first.id));
  const group = first.rules.length === 0 ? undefined : groupOf(world, first);
  const carriers = group === undefined ? undefined : carriersOf(world, group.key);
  const workload = workloadByUrn(world).get(first.urn);
  const ownUrns = new Set(own.map(({ urn }) => urn));
  return {
    key: keyOf(identityOf(first.urn), ...own.map(({ content }) => content).sort(), lead.policy),
    level: lead.level,
    severity: lead.severity,
    policies: [...new Set(findings.map(({ policy }) => policy))],
    says: (saysOf(world, findings, own, group) ?? sayAll(findings) ?? lead.says) + theSameFor(sourcesBeside(rulesOf(own), rulesOf(holes))),
    remedy: advising(findings, lead, carriers).remedy,
    rules: rulesOf(holes),
    spot: spotOf(first),
    others: otherSpots(first, own, places),
    twins: [...new Set(holes.map(({ urn }) => urn))].filter((urn) => !ownUrns.has(urn)).sort(),
    carriers,
    exposure: workload === undefined ? exposureRank(carriers) : exposureRank([carrierOf(world, workload)]),
    findings,
    advice: mandatory.length > 0 ? all.filter(({ level }) => level !== "mandatory") : [],
  };
}

/**
 * Nobody asks of what holds data which ports strangers need, nor of anything else who uses the data: there the finding advises that is about most of what is
 * open.
 */
function advising<F extends Finding>(findings: readonly F[], lead: F, carriers: readonly Carrier[] | undefined): F {
  if (carriers === undefined || carriers.length === 0) return lead;
  const [ofData, others] = [true, false].map((isAbout) => findings.filter(({ policy }) => aboutData.has(policy) === isAbout));
  if (carriers.every(({ holdsData }) => holdsData)) return ofData?.[0] ?? lead;
  if (!aboutData.has(lead.policy) || carriers.some(({ holdsData }) => holdsData)) return lead;
  const breadth = ({ exposes }: F): bigint => (exposes === undefined ? 0n : intervals.size(exposes));
  return others?.reduce<F | undefined>((most, each) => (most === undefined || breadth(each) > breadth(most) ? each : most), undefined) ?? lead;
}

const aboutData: ReadonlySet<string> = new Set(policies.flatMap(({ id, advisesDataStores }) => (advisesDataStores === true ? [id] : [])));

/**
 * What several findings about the same rules say together, or what a finding about several rules says of these; undefined where one finding
 * says it all.
 */
function saysOf<F extends Finding>(
  world: World,
  findings: readonly F[],
  holes: readonly Hole<F>[],
  group: JudgedGroup | undefined,
): string | undefined {
  const exposing = findings.filter(({ exposes }) => exposes !== undefined);
  const [lead] = findings;
  if (group === undefined || lead?.exposes === undefined) return undefined;
  const rules = holes.flatMap((hole) => hole.rules.filter((rule) => exposing.some((finding) => ruleKeysOf(finding).has(ruleKey(rule)))));
  const told = new Set(rules.map(ruleKey));
  const isWhole = told.size >= ruleKeysOf(lead).size && lead.rules.every((rule) => told.has(ruleKey(rule)));
  // What is secret in the words of a finding would be said in new ones.
  if ((exposing.length < 2 && isWhole) || rules.some(isDiscreet)) return undefined;
  const written = intervals.unionAll(rules.map(({ traffic }) => traffic));
  const open = intervals.intersect(written, intervals.unionAll(exposing.map(({ exposes }) => exposes ?? intervals.none)));
  return `${group.name.replace(/^the /, "The ")} opens ${partInWords(written, open)} to ${sourcesInWords(
    world,
    rules.map(({ named }) => named),
  )}.`;
}

function rulesOf(holes: readonly Hole<Finding>[]): readonly RuleEvidence[] {
  return holes.flatMap(({ rules }) => rules);
}

/** A finding may be about as many rules as there are problems, each of which asks. */
const ruleKeysOf = onceForEach(({ rules }: Finding): ReadonlySet<string> => new Set(rules.map(ruleKey)));
const ownBreadth = onceForEach(({ rules }: Finding) => breadthOf(rules));

function onceForEach<Value>(of: (finding: Finding) => Value): (finding: Finding) => Value {
  const known = new WeakMap<Finding, { readonly value: Value }>();
  return (finding) => {
    const answer = known.get(finding) ?? { value: of(finding) };
    known.set(finding, answer);
    return answer.value;
  };
}

/** Holes of one resource that one finding is about and that one place in the source makes, as of rules that a loop makes. */
function writtenOnce<F extends Finding, Place>(holes: readonly Located<F, Place>[], places: Places<Place>): readonly string[][] {
  return alike(holes, places, ({ urn, kind, findings: [lead] }) => [urn, kind, lead && findingKey(lead)]);
}

/** Holes of the same kind with the same worst policy that one place in the source makes, for several resources or several sources. */
function madeByTheSameSource<F extends Finding, Place>(holes: readonly Located<F, Place>[], places: Places<Place>): readonly string[][] {
  return alike(holes, places, ({ kind, findings: [lead] }) => [kind, lead?.policy]);
}

/** Holes at the same place that have something in common, where they are several. */
function alike<F extends Finding, Place>(
  holes: readonly Located<F, Place>[],
  { textOf }: Places<Place>,
  inCommon: (hole: Located<F, Place>) => readonly unknown[],
): readonly string[][] {
  const placed = holes.flatMap((hole) =>
    hole.place === undefined ? [] : [{ id: hole.id, text: JSON.stringify([textOf(hole.place), ...inCommon(hole)]) }],
  );
  return grouped(placed, ({ text }) => text).flatMap(([, same]) => (same.length > 1 ? [same.map(({ id }) => id)] : []));
}

function otherSpots<F extends Finding, Place>(
  first: Located<F, Place>,
  own: readonly Located<F, Place>[],
  { textOf }: Places<Place>,
): readonly Spot<Place>[] {
  const text = (hole: Located<F, Place>): string => (hole.place === undefined ? hole.id : textOf(hole.place));
  const seen = new Set([text(first)]);
  return own.filter((hole) => !seen.has(text(hole)) && seen.add(text(hole))).map(spotOf);
}

function spotOf<F extends Finding, Place>({ urn, path, place }: Located<F, Place>): Spot<Place> {
  return { urn, path, place };
}

function startsWith(path: Path, { path: start, rules }: Hole<Finding>): boolean {
  return rules.length === 0 || pathText(path) === pathText(start) || rules.some(({ path: own }) => pathText(own) === pathText(path));
}

function groupOf(world: World, { rules: [rule] }: Hole<Finding>): JudgedGroup | undefined {
  const key = rule === undefined ? undefined : groupKeyOf(world, rule);
  return key === undefined ? undefined : groups(world).get(key);
}

/** The group that a rule belongs to, as a key, where it is known which. */
export function groupKeyOf(world: World, { urn, declaration }: RuleEvidence): string | undefined {
  const ref = declarations(world).get(`${urn} ${pathText(declaration)}`);
  return ref === undefined ? undefined : keyOfRef(ref);
}

const groups = perWorld((world) => new Map(judgedGroups(world).map((group) => [group.key, group])));
const declarations = perWorld((world) => new Map(world.all("declaration").map(({ urn, path, group }) => [`${urn} ${pathText(path)}`, group])));

const rank = (severity: Severity): number => severities.indexOf(severity);

function byWorst(a: Finding, b: Finding): number {
  return Number(a.level === "advisory") - Number(b.level === "advisory") || rank(a.severity) - rank(b.severity) || Number(widthOf(b) - widthOf(a));
}

/** Of two that are as bad, what is opened more widely says more. */
function widthOf({ exposes }: Finding): bigint {
  return exposes === undefined ? 0n : intervals.size(exposes);
}

/** The order in which problems are told. */
export function byRank(a: Problem, b: Problem): number {
  return Number(a.level === "advisory") - Number(b.level === "advisory") || rank(a.severity) - rank(b.severity) || b.exposure - a.exposure;
}

/** Two rules that say the same are two problems. */
function distinct<F extends Finding, Place>(problems: readonly Problem<F, Place>[]): readonly Problem<F, Place>[] {
  const seen = new Map<string, number>();
  return problems.map((problem) => {
    const count = seen.get(problem.key) ?? 0;
    seen.set(problem.key, count + 1);
    return count === 0 ? problem : { ...problem, key: keyOf(problem.key, String(count)) };
  });
}
