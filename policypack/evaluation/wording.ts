import type { Exemptions, ExemptionInForce } from "./exemptions";
import { ruleKey, type Finding, type RuleEvidence } from "./finding";
import { isHole, pathText, type Hole } from "../model/approx";
import { peerText } from "../model/rules/groups";
import type { Rule } from "../model/network";
import { perWorld, type World } from "../model/world";
import { listed } from "../model/names/listed";
import { namedSource } from "../model/names/sources";
import { notation } from "../net/ports";
import type { Policy, Violation } from "../contract/policy";
import { parseUrn } from "../resources/resource";
import type { Level } from "../contract/settings";

export function violationFinding(policy: Policy, level: Level, violation: Violation, world: World, exemptions: Exemptions): Finding {
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

/** What may violate the policy. An exemption covers it as it would cover the violation, and then the finding is where the exemption is. */
export function unknownFinding(
  policy: Policy,
  level: Level,
  violation: Violation,
  hole: Hole | undefined,
  world: World,
  exemptions: Exemptions,
): Finding {
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
export function undecided({ id }: Policy, hole: Hole | undefined, subjects: readonly string[]): string {
  const different = new Set(subjects.map((urn) => parseUrn(urn).name));
  const names = listed(different);
  if (hole === undefined) return `Whether ${names} ${different.size === 1 ? "meets" : "meet"} ${id} is not known yet.`;
  const property = pathText(hole.path);
  const { name } = parseUrn(hole.urn);
  return `${property === "" ? name : property} ${hole.reason}, so ${id} cannot be decided for ${property === "" && names === name ? "it" : names}.`;
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
export function holesOf(rules: readonly Rule[]): readonly Hole[] {
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

/** A message and its two parts: the first sentence is what is so. A rule whose group has no name is called "the rule X", which may begin a sentence. */
export function worded(text: string, note = ""): Pick<Finding, "message" | "says" | "remedy"> {
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
    ports: notation(traffic),
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
