import { launchedWorkloadsOf } from "../model/attachments/launched-workloads";
import { declarationsOf, peerGroupKey, rulesByDeclaration, rulesOf, type JudgedGroup } from "../model/rules/groups";
import type { Declaration, Rule } from "../model/network";
import { keyOf, perWorld, type World } from "../model/world";
import { describe } from "../net/ports";
import type { FixPlan, PlannedValue, Step, Variant } from "../plans/plan";
import { parseUrn } from "../resources/resource";
import { byDeclaration, placeOf, spelledPorts, withoutPeers } from "./sources";

/** Takes destinations out of the outbound rules of a data store, and lets it reach the groups that admit it, where there are any. */
export function egressByGraph(world: World, group: JudgedGroup, rules: readonly Rule[]): FixPlan {
  const other = launchedWorkloadsOf(world.opposite, group.key).find(({ kind }) => kind !== "data-store");
  if (other !== undefined) return { kind: "declined", reason: `what ${other.resource.name} has to reach cannot be told from the program` };
  const written = new Set(declarationsOf(world, group.key, "egress"));
  if (rules.some(({ declaration }) => !written.has(declaration)))
    return { kind: "declined", reason: `AWS's own rule of ${group.name} goes only when another one is written: say what it may reach` };
  const admitting = admittingRules(world).get(group.key) ?? [];
  const hidden = admitting.find(({ declaration }) => declaration.traffic.holes.length > 0);
  if (hidden !== undefined) return { kind: "declined", reason: `the ports of ${placeOf(hidden.declaration)} are not known` };
  const siblings = rulesByDeclaration(world, group.key, "egress");
  const steps: Step[] = [];
  for (const [declaration, offending] of byDeclaration(rules)) {
    const others = (siblings.get(declaration) ?? []).filter((rule) => !offending.includes(rule));
    const variants: Variant[] = others.length === 0 ? [] : [withoutPeers(offending)];
    // The first declaration takes what is needed; there is no use in saying it twice.
    for (const rule of steps.length === 0 ? admitting : []) {
      const needed = neededBy(declaration, rule, group.key);
      if (typeof needed === "string") return { kind: "declined", reason: needed };
      variants.push(...needed.map((set) => ({ drop: peersOf([...offending, ...others]), set })));
    }
    steps.push({ kind: "vary", urn: declaration.urn, path: declaration.path, variants });
  }
  const goes = steps.every((step) => step.kind === "vary" && step.variants.length === 0);
  if (goes && group.group?.egressByDefault !== undefined && rulesOf(world, group.key, "egress").every((rule) => rules.includes(rule)))
    return {
      kind: "declined",
      reason: `without an outbound rule of ${group.name} AWS's own, for everything, comes into force: say what it may reach`,
    };
  const names = [...new Set(admitting.map(({ declaration }) => parseUrn(keyOf(declaration.group) ?? "").name))].join(", ");
  const places = byDeclaration(rules)
    .map(([declaration]) => placeOf(declaration))
    .join(", ");
  return {
    kind: "plan",
    summary: names === "" ? `Takes the internet out of ${places}` : `Lets ${places} reach ${names} instead of the internet`,
    losesAccess: `Whatever the data store itself opens connections to, except ${names === "" ? "what other rules allow" : names}.`,
    steps,
  };
}

/** The properties of a rule that lets the group reach another one, which admits it; or why there is none. */
function neededBy(declaration: Declaration, rule: Rule, key: string): readonly Readonly<Record<string, PlannedValue>>[] | string {
  const { spelling, style } = declaration;
  const admits = keyOf(rule.declaration.group) ?? "";
  const { name } = parseUrn(admits);
  const isItself = admits === key;
  if (style === "inline" && !isItself && rule.declaration.style === "inline")
    return `${name} refers to it already: two groups can refer to each other in rules of their own only`;
  if (style === "inline" && isItself && !spelling.severalPeers) return `a group cannot refer to itself in its own list`;
  const ports = spelledPorts(declaration, rule.declaration.traffic.must);
  if (ports === undefined) return `${name} admits it to ${describe(rule.declaration.traffic.must)}, which takes too many rules`;
  const takesList = spelling.severalPeers && spelling.group !== "sourceSecurityGroupId";
  const reference = { reference: admits, output: "id" } as const;
  const peer = isItself && style === "inline" ? { self: true } : { [spelling.group]: takesList ? [reference] : reference };
  return ports.map((set) => ({ ...set, ...peer }));
}

function peersOf(rules: readonly Rule[]): readonly string[] {
  return [...new Set(rules.map(({ path, declaration }) => String(path[declaration.path.length])))];
}

/** For each group, the rules that admit it, itself too. */
const admittingRules = perWorld((world): ReadonlyMap<string, readonly Rule[]> => {
  const result = new Map<string, Rule[]>();
  for (const rule of world.all("rule")) {
    const admitted = rule.declaration.direction === "ingress" ? peerGroupKey(rule) : undefined;
    if (admitted === undefined || !world.network.resources.has(keyOf(rule.declaration.group) ?? "")) continue;
    const list = result.get(admitted);
    if (list === undefined) result.set(admitted, [rule]);
    else list.push(rule);
  }
  return result;
});
