import { deployConnectionTo } from "../model/attachments/deployer";
import { anyStranger, exposureBy, publicBreadth, trusted, type Breadth, type Exposure } from "../model/exposure/exposure";
import { addressesOf, rulesByDeclaration, rulesOf, trafficOf, type JudgedGroup } from "../model/rules/groups";
import { clientPathsTo, type ClientPath } from "../model/balancers/client-ip-preservation";
import { namedSource, sourcesInWords } from "../model/names/sources";
import { partInWords, portsInWords } from "../model/names/ports";
import { rulesByResource } from "../model/rules/by-resource";
import type { Rule } from "../model/network";
import type { World } from "../model/world";
import { balancerCutOff } from "../fixes/cut-off";
import { keptOfEverything } from "../fixes/narrowing";
import { byDeclaration, isForEverything, placeOf, withoutSources } from "../fixes/sources";
import * as intervals from "../net/intervals";
import * as ip from "../net/ip";
import { describe, everyTraffic, type Traffic } from "../net/ports";
import type { FixPlan } from "../plans/plan";
import type { Violation } from "../contract/policy";
import { parseUrn } from "../resources/resource";

/** What a group must not expose, and what to do where it does. */
export interface Question {
  readonly of: Traffic;
  readonly advice: string;
  /** How many addresses are too many; public exposure unless said otherwise. */
  readonly breadth?: Breadth;
  /** Whether the ports where a balancer of the internet listens are meant to be public. */
  readonly listenersAreIntended?: boolean;
  /** The repair of the rules that one resource holds; else the exposed traffic is closed to its sources. */
  readonly fix?: (rules: readonly Rule[]) => FixPlan;
}

/** The violations of a group that exposes some traffic to the public: one for each resource that holds a contributing rule. */
export function exposed(world: World, group: JudgedGroup, question: Question): Violation[] {
  const { of, advice, breadth, fix } = question;
  const exposure = exposureBy(world, rulesOf(world, group.key, "ingress"), of, breadth);
  if (exposure === undefined) return [];
  return violationsByResource(
    exposure.rules,
    group,
    `${opens(world, group, exposure)}. ${adviceFor(exposure.rules, advice)}`,
    (rules) => (fix === undefined ? closing(world, group, exposure.traffic, rules, breadth === anyStranger) : fix(rules)),
    exposure,
  );
}

/**
 * The same, except that a group which is attached to nothing but targets of balancers that pass their clients' addresses on has to admit
 * the clients themselves: there the port is judged where the balancer listens, and the violation is advice.
 */
export function exposedItself(world: World, group: JudgedGroup, question: Question): Violation[] {
  // That clients come through a balancer excuses a port, so it is asked of the other world.
  const excused = intervals.unionAll(clientPathsTo(world.opposite, group.key).map(({ target }) => target));
  const own = exposed(world, group, { ...question, of: intervals.subtract(question.of, excused) });
  const said = new Set(own.map(({ urn }) => urn));
  const passedOn = clientPathsTo(world, group.key).flatMap((clientPath) => throughBalancer(world, group, question, clientPath));
  return [...own, ...passedOn.filter(({ urn }) => !said.has(urn) && said.add(urn))];
}

function throughBalancer(
  world: World,
  group: JudgedGroup,
  { of, breadth, listenersAreIntended = false }: Question,
  clientPath: ClientPath,
): Violation[] {
  const { balancer, target } = clientPath;
  const listener = intervals.intersect(clientPath.listener, of);
  if (intervals.isEmpty(listener)) return [];
  if (listenersAreIntended && (balancer === undefined || world.opposite.holds(balancer.internal, (isInternal) => !isInternal))) return [];
  const exposure = exposureBy(world, rulesOf(world, group.key, "ingress"), target, breadth ?? publicBreadth);
  if (exposure === undefined) return [];
  const name = balancer?.resource.name ?? "a balancer from outside the stack";
  const message = `${opens(world, group, exposure)}, as ${name} passes on who calls its ${portsInWords(listener)}. Give the balancer a group, close the port there, and admit that group here.`;
  const reason = `the clients of ${name} come with their own addresses until it has a group, which it can get at its creation only`;
  const declined = (): FixPlan => ({ kind: "declined", reason });
  return violationsByResource(exposure.rules, group, message, declined, exposure).map((violation) => ({ ...violation, advice: true }));
}

/** What to do about rules that are written, and about those that are there all the same. */
function adviceFor(rules: readonly Rule[], advice: string): string {
  const unwritten = new Set(rules.flatMap(({ declaration }) => declaration.unwritten?.advice ?? []));
  return [...(rules.some(({ declaration }) => declaration.unwritten === undefined) ? [advice] : []), ...unwritten].join(" ");
}

function opens(world: World, group: JudgedGroup, exposure: Exposure): string {
  const written = intervals.unionAll(exposure.rules.map((rule) => trafficOf(world, rule)));
  return `${group.name} opens ${partInWords(written, exposure.traffic)} to ${strangersInWords(world, exposure.rules)}`;
}

/** Who rules admit from the internet, then the sources as they are written. */
export function strangersInWords(world: World, rules: readonly Rule[]): string {
  return sourcesInWords(
    world,
    rules.map((rule) => namedSource(world, rule)),
  );
}

/** One violation for each resource that holds a contributing rule, and the repair of the rules that it holds. */
export function violationsByResource(
  rules: readonly Rule[],
  group: JudgedGroup,
  message: string,
  fix?: (rules: readonly Rule[]) => FixPlan,
  exposure?: Exposure,
): Violation[] {
  return rulesByResource(rules).map(([urn, own]) => ({
    urn,
    path: own[0].path,
    message,
    rules: evidenceFor(own, rules),
    group: group.key,
    ...(exposure === undefined ? {} : { exposes: exposure.traffic, together: exposure.together }),
    ...(fix === undefined ? {} : { fix: () => fix(own) }),
  }));
}

/** The rules of a resource, and as many of the others that contribute as anybody would read: each of a thousand resources has a thousand. */
function evidenceFor(own: readonly Rule[], all: readonly Rule[]): readonly Rule[] {
  return all.length <= mostEvidence
    ? all
    : [...own, ...all.slice(0, mostEvidence).filter(({ declaration }) => declaration.urn !== own[0]?.declaration.urn)];
}

const mostEvidence = 50;

/** Closes the exposed traffic to its sources, in the rules that one resource holds; or, where `restricts`, to those that are not trusted. */
function closing(world: World, group: JudgedGroup, exposedTraffic: Traffic, rules: readonly Rule[], restricts: boolean): FixPlan {
  // Of what the group exposes, the part that these rules open.
  const traffic = intervals.intersect(exposedTraffic, intervals.unionAll(rules.map((rule) => trafficOf(world, rule))));
  const hidden = rules.find((rule) => rule.declaration.traffic.holes.length > 0);
  if (hidden !== undefined) return { kind: "declined", reason: `the ports of ${placeOf(hidden.declaration)} are not known` };
  const connection = deployConnectionTo(world, group.key);
  // Never an address that the rules do not admit today.
  const admitted = ip.unionAll(rules.map((rule) => addressesOf(world, rule.peer)));
  // Of a resource that is looked at alone, it is not known who connects there.
  const isWanted = connection !== undefined || restricts || world.isAlone;
  const instead = isWanted ? ip.formatCidrs(ip.intersect(trusted(world), admitted)) : [];
  if (connection !== undefined && instead.length === 0) {
    return {
      kind: "declined",
      reason: `${parseUrn(connection).name} connects there while the program is deployed: name the deployer's address in trustedCidrs, and the rule is restricted to it`,
    };
  }
  const kept = keptOfEverything(world, group.key);
  const parts = closedParts(world, rules, traffic, intervals.subtract(kept, traffic));
  const cutOff = balancerCutOff(world, group.key, rules, intervals.unionAll(parts.map(({ closed }) => closed)));
  if (cutOff !== undefined) return { kind: "declined", reason: cutOff };
  const siblings = rulesByDeclaration(world, group.key, "ingress");
  const steps = withoutSources(rules, (declaration) => siblings.get(declaration) ?? [], traffic, instead, kept);
  return {
    kind: "plan",
    summary:
      instead.length === 0
        ? `Closes ${parts.map(({ words, places }) => `${words} to the internet in ${places}`).join(", and ")}`
        : `Restricts ${parts.map(({ words, places }) => `${words} in ${places}`).join(", and ")} to ${instead.join(", ")}`,
    losesAccess: `Whoever reaches ${parts.map(({ words }) => words).join(", or ")} from the internet, unless another rule admits them.`,
    steps,
  };
}

/** What is closed, and where: in rules for every protocol all but what is kept, as they cannot say what else is harmless. */
function closedParts(world: World, rules: readonly Rule[], traffic: Traffic, kept: Traffic) {
  const places = (some: readonly Rule[]): string =>
    byDeclaration(some)
      .map(([declaration]) => placeOf(declaration))
      .join(", ");
  const everything = rules.filter(({ declaration }) => isForEverything(declaration));
  const others = rules.filter(({ declaration }) => !isForEverything(declaration));
  const closed = intervals.intersect(traffic, intervals.unionAll(others.map((rule) => trafficOf(world, rule))));
  const allElse = intervals.isEmpty(kept) ? "every port" : `every port but ${describe(kept)}`;
  return [
    { words: describe(closed), closed, places: places(others) },
    { words: allElse, closed: intervals.subtract(everyTraffic, kept), places: places(everything) },
  ].filter((part) => part.places !== "");
}
