import { identityOf } from "@portcullis/policypack/problems/keys";
import { groupKeyOf } from "@portcullis/policypack/problems/problems";
import { Discretion } from "@portcullis/policypack/evaluation/discretion";
import { isDiscreet, type RuleEvidence } from "@portcullis/policypack/evaluation/finding";
import * as intervals from "@portcullis/policypack/net/intervals";
import * as ip from "@portcullis/policypack/net/ip";
import type { Traffic } from "@portcullis/policypack/net/ports";
import type { Judgement, LocatedFinding } from "../judging/check";
import type { Baseline, Known, KnownOpening } from "./baseline";
import { trafficTexts } from "./sets";

/** What is known from now on: everything that was found in each of some projects. */
export function baselineOf(projects: readonly { readonly judgements: readonly Judgement[] }[]): Baseline {
  return {
    version: 1,
    projects: projects.flatMap(({ judgements }) => {
      const [first] = judgements;
      if (first === undefined) return [];
      const { name, folder } = projectOf(first);
      return [{ project: name, folder, stacks: [...new Set(judgements.map(stackOf))], known: knownOf(judgements) }];
    }),
  };
}

/** The project that was judged, and its folder in its repository. */
export function projectOf({ source, world }: Judgement): { readonly name: string; readonly folder: string } {
  return { name: source.project ?? urnParts(world)[1] ?? "", folder: source.folderName ?? "" };
}

export function stackOf({ source, world }: Judgement): string {
  return source.stack ?? urnParts(world)[0] ?? "";
}

/** The stack and the project that resources say they are in. */
function urnParts(world: Judgement["world"]): readonly string[] {
  const [urn = ""] = world.network.resources.keys();
  return urn.replace(/^urn:pulumi:/, "").split("::");
}

function knownOf(judgements: readonly Judgement[]): readonly Known[] {
  const entries = new Map<string, { readonly entry: Omit<Known, "stacks">; readonly stacks: string[] }>();
  for (const judgement of judgements)
    for (const entry of entriesOf(judgement)) {
      const key = JSON.stringify(entry);
      const known = entries.get(key) ?? { entry, stacks: [] };
      entries.set(key, known);
      known.stacks.push(stackOf(judgement));
    }
  return [...entries.values()].map(({ entry, stacks }) => ({ ...entry, stacks: [...new Set(stacks)] }));
}

/** What one stack says, by policy and resource; of several rules of a group, all that they open. What is secret is not written, and so never known. */
function entriesOf(judgement: Judgement): readonly Omit<Known, "stacks">[] {
  const entries = new Map<string, { entry: Omit<Known, "stacks" | "opens">; opens: KnownOpening[] }>();
  const discretion = new Discretion(judgement.world.network.resources.values());
  const isSecret = (rule: RuleEvidence): boolean => isDiscreet(rule) || discretion.reveals(rule.named.addresses);
  for (const finding of judgement.findings) {
    if (finding.verdict === "exempt") continue;
    const { policy, level, verdict } = finding;
    const resource = subjectOf(finding, judgement);
    const key = JSON.stringify([policy, resource, level, verdict]);
    const known = entries.get(key) ?? { entry: { policy, resource, level, verdict }, opens: [] };
    entries.set(key, known);
    known.opens.push(...ownRules(finding).flatMap((rule) => (isSecret(rule) ? [] : [openingOf(rule, finding.exposes)])));
  }
  return [...entries.values()].map(({ entry, opens }) => (opens.length === 0 ? entry : { ...entry, opens: distinct(opens) }));
}

function distinct(opens: readonly KnownOpening[]): readonly KnownOpening[] {
  return [...new Map(opens.map((opening) => [JSON.stringify(opening), opening])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, opening]) => opening);
}

/** What a finding is about: the group whose rules it names, whichever resource holds them; else the resource. */
export function subjectOf(finding: LocatedFinding, { world }: Judgement): string {
  const [rule] = ownRules(finding);
  const group = rule === undefined ? undefined : groupKeyOf(world, rule);
  return identityOf(group?.startsWith("urn:") === true ? group : finding.urn);
}

export function ownRules({ urn, rules }: LocatedFinding): readonly RuleEvidence[] {
  return rules.filter((rule) => rule.urn === urn);
}

/** What a rule opens, as far as a finding is about it. */
export function openingOf(rule: RuleEvidence, exposes: Traffic | undefined): KnownOpening {
  const ports = trafficTexts(trafficAt(rule, exposes));
  const blocks = ip.isEmpty(rule.named.addresses) ? undefined : ip.formatCidrs(rule.named.addresses);
  return { direction: rule.direction, ports, ...(blocks === undefined ? { names: [rule.source] } : { blocks }) };
}

/** What of a rule's traffic a finding is about. */
export function trafficAt({ traffic }: RuleEvidence, exposes: Traffic | undefined): Traffic {
  return exposes === undefined ? traffic : intervals.intersect(traffic, exposes);
}
