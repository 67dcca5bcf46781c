import { isDeepStrictEqual } from "node:util";
import { decode } from "@portcullis/policypack/decode/decode";
import { evaluate, evaluateStack, type Evaluation } from "@portcullis/policypack/evaluation/evaluate";
import { findingKey, type Finding, type RuleEvidence } from "@portcullis/policypack/evaluation/finding";
import { listed } from "@portcullis/policypack/model/names/listed";
import { cutOffs } from "@portcullis/policypack/model/needs/cut-off";
import { needsIn } from "@portcullis/policypack/model/needs/needs";
import { World } from "@portcullis/policypack/model/world";
import { machineOf } from "@portcullis/policypack/resources/machine-address";
import * as ip from "@portcullis/policypack/net/ip";
import { applySteps, effectsOf, isMade, isReference, madeBy, originalsOf, type Path, type Step } from "@portcullis/policypack/plans/plan";
import { openedBySettings, settingKeysIn, somebodyOutside } from "@portcullis/policypack/plans/settings";
import { policies } from "@portcullis/policypack/contract/registry";
import { defaultVpcBlock, defaultVpcId } from "@portcullis/policypack/resources/default-vpc";
import { leavesOf, parseUrn, type Plain, type Resource } from "@portcullis/policypack/resources/resource";
import { compareAdmission, grownGroups, type Predecessors } from "@portcullis/policypack/plans/safety";
import type { CheckOptions, Judgement } from "../judging/check";
import type { ProofStep } from "../pull-request/request";

/** What was meant: the findings that should be gone, and the steps that should make them go. */
export interface Intent {
  /** Those that are to be gone. */
  readonly findings: readonly Finding[];
  /** Those of which some rules stay. */
  readonly inPart?: readonly Finding[];
  readonly steps: readonly Step[];
}

/** What speaks against a claim. */
export interface Fault {
  /** The resources that it is about. */
  readonly urns: readonly string[];
  readonly says: string;
  /** The key of the finding that is left, where that is what is wrong. */
  readonly left?: string;
}

/** A step of the proof, and what speaks against it. */
export interface Claim extends ProofStep {
  readonly faults: readonly Fault[];
  /** What faults of it say together. */
  readonly inWords: (faults: readonly Fault[]) => string;
}

function claimOf(
  claim: string,
  faults: readonly Fault[],
  otherwise: string,
  inWords: Claim["inWords"] = (those) => those.map(({ says }) => says).join("; "),
): Claim {
  const holds = faults.length === 0;
  return { claim, holds, detail: holds ? otherwise : inWords(faults), faults, inWords };
}

/** Compares the program as it was with the program as it is after the edits. Every claim has to hold. */
export function verify(before: readonly Resource[], after: readonly Resource[], intent: Intent, options: CheckOptions): readonly Claim[] {
  const all = found(after, options, before);
  const beyondDoubt = withoutOldDoubts(before, after, all, intent);
  const asJudged = (finding: Finding): Finding => judge(after, options)[all.indexOf(finding)] ?? finding;
  return [
    gone(intent, beyondDoubt),
    nothingNew(judge(before, options), withoutUnset(before, beyondDoubt, intent.steps, options), asJudged, restIn(before, after, intent.steps)),
    nothingMore(before, after, intent.steps, options),
    nobodyCutOff(before, after, intent.steps, options),
    nothingElse(before, after, intent.steps, grownGroups(worldOf(before, options), worldOf(after, options), predecessorsIn(intent.steps))),
  ];
}

/** The findings of resources, which do not change: those of before are asked for again and again. */
export function judge(resources: readonly Resource[], options: CheckOptions): readonly Finding[] {
  const known = judged.get(resources);
  const findings = known ?? evaluateStack(resources, { ...options, policies }, evaluated(resources, options)).findings;
  judged.set(resources, findings);
  return findings;
}

const judged = new WeakMap<readonly Resource[], readonly Finding[]>();

/** The same findings in the same order, of which it may not have been asked yet which ones a resource proves by itself: that changes words and rules. */
function found(resources: readonly Resource[], options: CheckOptions, before: readonly Resource[]): readonly Finding[] {
  return judged.get(resources) ?? evaluated(resources, options, before).findings;
}

function evaluated(resources: readonly Resource[], options: CheckOptions, before: readonly Resource[] = []): Evaluation {
  const known = evaluations.get(resources);
  const evaluation = known ?? evaluate(resources, { ...options, policies }, worlds.get(before)?.network);
  evaluations.set(resources, evaluation);
  worlds.set(resources, evaluation.world);
  return evaluation;
}

const evaluations = new WeakMap<readonly Resource[], Evaluation>();

/** Remembers how a source was judged, as far as all of its resources were. */
export function rememberJudgement({ source, findings, world }: Judgement): void {
  if (source.isPartial === true) return;
  judged.set(source.resources, findings);
  worlds.set(source.resources, world);
}

/** The claim about what had to be repaired. */
export const theyAreGone = "The findings are gone";

/** Of what had to be repaired nothing is left, or no more than advice. */
function gone(intent: Intent, now: readonly Finding[]): Claim {
  const byKey = new Map(now.filter(({ verdict }) => verdict !== "exempt").map((finding) => [findingKey(finding), finding]));
  const left = intent.findings.filter((finding) => {
    const still = byKey.get(findingKey(finding));
    return still !== undefined && !(still.verdict === "violates" && still.level === "advisory" && finding.level === "mandatory");
  });
  const faults = left.map((finding): Fault => {
    const { policy, urn } = finding;
    return { urns: [urn], says: `${policy} of ${parseUrn(urn).name} is still there`, left: findingKey(finding) };
  });
  return claimOf(theyAreGone, faults, allOf(intent));
}

/** How many there are: of those that are repaired in part none has to be gone. */
function allOf({ findings: { length }, inPart = [], steps }: Intent): string {
  if (length === 0) return inPart.length + steps.length === 0 ? "there are none" : "each in part, as far as it is repaired";
  return `${length} of ${length}${inPart.length === 0 ? "" : `, and ${inPart.length} more in part`}`;
}

/** Without what is undecided for want of something that stood there before: certain findings of the same policy stood in front of it. */
function withoutOldDoubts(
  before: readonly Resource[],
  after: readonly Resource[],
  now: readonly Finding[],
  { findings }: Intent,
): readonly Finding[] {
  const repaired = new Set(findings.map(({ policy }) => policy));
  const [old, own] = [before, after].map((resources) => new Map(resources.map(({ urn, inputs }) => [urn, inputs])));
  return now.filter(({ verdict, policy, urn, path }) => {
    const [property] = path;
    if (verdict !== "unknown" || !repaired.has(policy) || property === undefined) return true;
    const hiding = leavesOf(inputAt(own?.get(urn), path));
    const stood = new Set(leavesOf(old?.get(urn)?.[property]));
    return hiding.length === 0 || !hiding.every((leaf) => stood.has(leaf));
  });
}

function inputAt(value: Plain | undefined, path: Path): Plain | undefined {
  return path.reduce<Plain | undefined>(
    (within, step) => (typeof within === "object" && within !== null ? (within as Readonly<Record<string, Plain>>)[step] : undefined),
    value,
  );
}

/** Without what is only so until the settings are set which the steps read. */
function withoutUnset(before: readonly Resource[], now: readonly Finding[], steps: readonly Step[], options: CheckOptions): readonly Finding[] {
  if (settingKeysIn(steps).length === 0) return now;
  const set = new Set(judge(applySteps(before, steps, [somebodyOutside]), options).map(findingKey));
  return now.filter((finding) => finding.level === "mandatory" || set.has(findingKey(finding)));
}

function nothingNew(before: readonly Finding[], now: readonly Finding[], asJudged: (finding: Finding) => Finding, { isKept, stood }: Rest): Claim {
  const known = new Set(before.map(findingKey));
  // Of a network that stays where the internet was, more can be said than before, also together with what stands beside it.
  const isOfRest = (finding: Finding): boolean => {
    const { rules } = asJudged(finding);
    return rules.some(isKept) && rules.every((rule) => isKept(rule) || stood(rule));
  };
  // A copy of a rule has the findings that the rule had.
  const isKnown = (finding: Finding): boolean => [finding.urn, ...originalsOf(finding.urn)].some((urn) => known.has(findingKey({ ...finding, urn })));
  const added = now.filter((finding) => !isKnown(finding) && !isOfRest(finding) && !(finding.level === "advisory" && ensuing.has(finding.policy)));
  return claimOf(
    "No new finding appeared",
    added.map(({ policy, urn }) => ({ urns: [urn], says: `it would break ${policy} for ${parseUrn(urn).name}` })),
    `${now.length} finding${now.length === 1 ? "" : "s"} counting advice, ${before.length} before`,
  );
}

const ensuing: ReadonlySet<string> = new Set(policies.filter(({ ensues }) => ensues === true).map(({ id }) => id));

/** What is left of a group's rules. */
interface Rest {
  /** Whether a rule names the network that stays where a wider source was. */
  readonly isKept: (rule: RuleEvidence) => boolean;
  /** Whether it names a machine by its address, as it did before. */
  readonly stood: (rule: RuleEvidence) => boolean;
}

function restIn(before: readonly Resource[], after: readonly Resource[], steps: readonly Step[]): Rest {
  const kept = blocksIn(steps, after);
  const [old, own] = [before, after].map((resources) => new Map(resources.map(({ urn, inputs }) => [urn, inputs])));
  return {
    isKept: ({ named: { addresses } }) => !ip.isEmpty(addresses) && ip.covers(kept, addresses),
    stood: ({ urn, path }) => {
      const source = inputAt(own?.get(urn), path);
      return typeof source === "string" && machineOf(source) !== undefined && leavesOf(old?.get(urn)?.[path[0] ?? ""]).includes(source);
    },
  };
}

/** The blocks of networks that steps leave in place of wider sources. */
function blocksIn(steps: readonly Step[], resources: readonly Resource[]): ip.AddressSet {
  const blocks = new Map([[defaultVpcId, defaultVpcBlock], ...resources.map(({ urn, inputs }) => [urn, inputs.cidrBlock] as const)]);
  const values = effectsOf(steps).flatMap((step) =>
    step.kind === "set"
      ? [step.value]
      : step.variants.flatMap(({ append, set }) => [...Object.values(append ?? {}).flat(), ...Object.values(set ?? {})]),
  );
  return ip.unionAll(
    values.map((value) => {
      const block = isReference(value) && value.output === "cidrBlock" ? blocks.get(value.reference) : value;
      return (typeof block === "string" ? ip.parseCidr(block) : undefined) ?? ip.noAddresses;
    }),
  );
}

/** The groups whose place others take. */
function predecessorsIn(steps: readonly Step[]): Predecessors {
  return new Map(madeBy(steps).map(({ urn, instead }) => [urn, instead]));
}

function nothingMore(before: readonly Resource[], after: readonly Resource[], steps: readonly Step[], options: CheckOptions): Claim {
  const compared = compareAdmission(worldOf(before, options), worldOf(after, options), predecessorsIn(steps));
  const wrong = compared.filter(({ verdict }) => verdict === "more" || verdict === "unproven");
  const less = compared.filter(({ verdict }) => verdict === "less");
  return claimOf(
    "No group admits anything more",
    wrong.map(({ group, name, verdict, doubt = "" }) => ({
      urns: [group],
      says: verdict === "more" ? `${name} admits more` : `${doubt}, so that ${name} may admit more than before`,
    })),
    `${less.length} ${less.length === 1 ? "group admits" : "groups admit"} less, ${compared.length - less.length} the same`,
  );
}

/** The claim that nobody is cut off. */
export const reached = "What has to be reached still is";

/** Asked of the two graphs, whatever the plan said: who had to get through, and did. */
function nobodyCutOff(before: readonly Resource[], after: readonly Resource[], steps: readonly Step[], options: CheckOptions): Claim {
  const world = worldOf(before, options);
  const successors = new Map(madeBy(steps).map(({ urn, instead }) => [instead, urn]));
  const lost = cutOffs(world, worldOf(after, options), openedBySettings(before, steps, options.configuration.pack), successors);
  const needs = needsIn(world).length;
  return claimOf(
    reached,
    lost.map(({ urn, groups = [], says }) => ({ urns: [urn, ...groups], says })),
    `${needs} ${needs === 1 ? "way" : "ways"} in and out that the program needs`,
    (faults) => listed(faults.map(({ says }) => says)),
  );
}

/** The world of resources, which do not change: it is asked several questions. */
function worldOf(resources: readonly Resource[], options: CheckOptions): World {
  const known = worlds.get(resources);
  if (known?.settings === options.configuration.pack) return known;
  const world = new World(decode(resources), options.configuration.pack, "must");
  worlds.set(resources, world);
  return world;
}

const worlds = new WeakMap<readonly Resource[], World>();

/** Properties whose change replaces a resource; of rules, the description does not. */
function replaces({ type }: Resource, property: string): boolean {
  return replacing.has(property) || (type.endsWith(":SecurityGroup") && (property === "description" || property === "groupDescription"));
}

const replacing: ReadonlySet<string> = new Set(["name", "namePrefix", "vpcId"]);

function nothingElse(before: readonly Resource[], after: readonly Resource[], steps: readonly Step[], grown: ReturnType<typeof grownGroups>): Claim {
  const changing = new Map<string, Set<string>>();
  const removed = new Set<string>();
  const copied = new Map<string, number>();
  for (const step of effectsOf(steps)) {
    if (step.path.length === 0 && step.kind === "vary") {
      if (!step.variants.some(isMade)) removed.add(step.urn);
      copied.set(step.urn, (copied.get(step.urn) ?? 0) + Math.max(0, step.variants.length - 1));
      const properties = step.variants.flatMap(({ set, drop, without, append }) => [
        ...Object.keys(set ?? {}),
        ...(drop ?? []),
        ...Object.keys(without ?? {}),
        ...Object.keys(append ?? {}),
      ]);
      changing.set(step.urn, new Set([...(changing.get(step.urn) ?? []), ...properties]));
    } else changing.set(step.urn, (changing.get(step.urn) ?? new Set<string>()).add(String(step.path[0])));
  }
  const old = new Map(before.map((resource) => [resource.urn, resource]));
  const now = new Map(after.map((resource) => [resource.urn, resource]));
  const problems: Fault[] = grown.map((group) => ({ urns: [], says: `${group.name} has ${group.after} rules where it had ${group.before}` }));
  const wrong = (urn: string, says: string): void => {
    problems.push({ urns: [urn], says });
  };
  for (const [urn, resource] of old) {
    const same = now.get(urn);
    if (same === resource) continue;
    if (same === undefined) {
      if (!removed.has(urn)) wrong(urn, `${parseUrn(urn).name} is removed`);
      continue;
    }
    const properties = new Set([...Object.keys(resource.inputs), ...Object.keys(same.inputs)]);
    for (const property of properties) {
      if (isDeepStrictEqual(resource.inputs[property], same.inputs[property])) continue;
      if (changing.get(urn)?.has(property) !== true) wrong(urn, `${property} of ${parseUrn(urn).name} changes as well`);
      else if (replaces(resource, property)) wrong(urn, `${property} of ${parseUrn(urn).name} changes, which replaces it`);
    }
  }
  const meantToBeNew = predecessorsIn(steps);
  for (const [urn, { type }] of now) {
    if (old.has(urn) || meantToBeNew.has(urn)) continue;
    const isCopyOf = (original: string): boolean =>
      parseUrn(original).type === type && (urn.startsWith(original) || originalsOf(urn).includes(original));
    const source = [...copied].find(([original, count]) => count > 0 && isCopyOf(original));
    if (source === undefined) wrong(urn, `${parseUrn(urn).name} is new`);
  }
  const replaced = new Set(meantToBeNew.values());
  const rules = [...removed].filter((urn) => !replaced.has(urn)).length;
  const meant = [
    rules === 0 ? "" : `, ${rules} ${rules === 1 ? "rule is" : "rules are"} removed as planned`,
    replaced.size === 0 ? "" : `, ${replaced.size} ${replaced.size === 1 ? "group takes" : "groups take"} the place of what a component made`,
  ].join("");
  return claimOf("Nothing else changes", problems, `${changing.size} of ${old.size} resources change${meant}`, (faults) =>
    faults
      .slice(0, 10)
      .map(({ says }) => says)
      .join("; "),
  );
}
