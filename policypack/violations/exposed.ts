import { deployConnectionTo } from "../model/attachments/deployer";
import { anyStranger, exposureBy, publicBreadth, trusted, type Breadth, type Exposure } from "../model/exposure/exposure";
import { addressesOf, rulesByDeclaration, rulesOf, trafficOf, type JudgedGroup } from "../model/rules/groups";
import { clientPathsTo, type ClientPath } from "../model/balancers/client-ip-preservation";
import { rulesByResource } from "../model/rules/by-resource";
import type { Rule } from "../model/network";
import type { World } from "../model/world";
import { balancerCutOff } from "../fixes/cut-off";
import { keptOfEverything } from "../fixes/narrowing";
import { byDeclaration, isForEverything, placeOf, withoutSources } from "../fixes/sources";
import * as intervals from "../net/intervals";
import * as ip from "../net/ip";
import { describe, everyTraffic, type Traffic } from "../net/ports";
import { serviceName } from "../net/well-known";
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
  const todo = adviceFor(exposure.rules, advice);
  return violationsByResource(exposure.rules, group, `${admits(group, exposure)} to ${portsInWords(exposure.traffic)}. ${todo}`, (rules) =>
    fix === undefined ? closing(world, group, exposure.traffic, rules, breadth === anyStranger) : fix(rules),
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
  const message = `${admits(group, exposure)} to ${portsInWords(exposure.traffic)}, as ${name} passes on who calls its ${portsInWords(listener)}. Give the balancer a group, close the port there, and admit that group here.`;
  const reason = `the clients of ${name} come with their own addresses until it has a group, which it can get at its creation only`;
  return violationsByResource(exposure.rules, group, message, () => ({ kind: "declined", reason })).map((violation) => ({
    ...violation,
    advice: true,
  }));
}

/** What to do about rules that are written, and about those that are there all the same. */
function adviceFor(rules: readonly Rule[], advice: string): string {
  const unwritten = new Set(rules.flatMap(({ declaration }) => declaration.unwritten?.advice ?? []));
  return [...(rules.some(({ declaration }) => declaration.unwritten === undefined) ? [advice] : []), ...unwritten].join(" ");
}

function admits(group: JudgedGroup, { addresses }: Exposure): string {
  return `${group.name} admits ${countOf(addresses)} from the internet`;
}

/** One violation for each resource that holds a contributing rule, and the repair of the rules that it holds. */
export function violationsByResource(
  rules: readonly Rule[],
  group: JudgedGroup,
  message: string,
  fix?: (rules: readonly Rule[]) => FixPlan,
): Violation[] {
  return rulesByResource(rules).map(([urn, own]) => ({
    urn,
    path: own[0].path,
    message,
    rules: evidenceFor(own, rules),
    group: group.key,
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

/** "3,702,258,432 IPv4 addresses", and the other family if there is any of it. */
export function countOf(addresses: ip.AddressSet): string {
  const { v4, v6 } = ip.count(addresses);
  const parts = [
    ...(v4 > 0n ? [`${withCommas(v4)} IPv4 ${v4 === 1n ? "address" : "addresses"}`] : []),
    ...(v6 > 0n ? [`${hugeNumber(v6)} IPv6 ${v6 === 1n ? "address" : "addresses"}`] : []),
  ];
  return parts.length === 0 ? "no addresses" : parts.join(" and ");
}

/** "4,256,038,912". Without Intl, which takes longer to load than the whole pack takes to judge a small stack. */
export function withCommas(count: bigint | number): string {
  return count.toString().replace(/\B(?=(\d{3})+$)/g, ",");
}

function hugeNumber(count: bigint): string {
  return count < 1_000_000n ? withCommas(count) : `about 10^${count.toString().length - 1}`;
}

/** "tcp/22 (SSH), tcp/3389 (RDP)". */
export function portsInWords(traffic: Traffic): string {
  if (traffic.length > 4 || traffic.length === 0) return describe(traffic);
  return traffic
    .map((piece) => {
      const service = serviceName([piece]);
      return service === undefined ? describe([piece]) : `${describe([piece])} (${service})`;
    })
    .join(", ");
}

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
