import { grouped } from "../grouped";
import { anyStranger, exposureBy, publicBreadth, trusted, type Breadth, type Exposure } from "../model/exposure/exposure";
import { rulesOf, trafficOf, type JudgedGroup } from "../model/rules/groups";
import { clientPathsTo, type ClientPath } from "../model/balancers/client-ip-preservation";
import { namedSource, sourcesInWords } from "../model/names/sources";
import { partInWords, portsInWords } from "../model/names/ports";
import { rulesByResource } from "../model/rules/by-resource";
import type { Rule } from "../model/network";
import type { World } from "../model/world";
import * as intervals from "../net/intervals";
import { noTraffic, type Traffic } from "../net/ports";
import type { Closing, Goal } from "../plans/goal";
import type { Violation } from "../contract/policy";

/** What a group must not expose, and what to do where it does. */
export interface Question {
  readonly of: Traffic;
  readonly advice: string;
  /** How many addresses are too many; public exposure unless said otherwise. */
  readonly breadth?: Breadth;
  /** Whether the ports where a balancer of the internet listens are meant to be public. */
  readonly listenersAreIntended?: boolean;
  /** What is to become of the rules that one resource holds; else the exposed traffic is closed to their sources. */
  readonly fix?: (rules: readonly Rule[]) => Goal;
}

/** The violations of a group that exposes some traffic to the public: one for each resource that holds a contributing rule. */
export function exposed(world: World, group: JudgedGroup, question: Question): Violation[] {
  const { of, advice, breadth, fix } = question;
  const exposure = exposureBy(world, rulesOf(world, group.key, "ingress"), of, breadth);
  if (exposure === undefined) return [];
  return violationsByResource(
    exposure.rules,
    group,
    `${opens(world, group, exposure)}. ${adviceFor(exposure.rules, closingOnly(world, exposure, advice))}`,
    (rules) => (fix === undefined ? closing(world, exposure.traffic, rules, breadth === anyStranger) : fix(rules)),
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
  const asked = clientPathsTo(world, group.key).map((each) => ({ ...each, listener: intervals.intersect(each.listener, question.of) }));
  const byBalancer = grouped(
    asked.filter(({ listener }) => !intervals.isEmpty(listener)),
    ({ balancer }) => balancer,
  );
  const passedOn = byBalancer.flatMap(([balancer, paths]) => throughBalancer(world, group, question, together(balancer, paths)));
  return [...own, ...passedOn.filter(({ urn }) => !said.has(urn) && said.add(urn))];
}

function together(balancer: ClientPath["balancer"], paths: readonly ClientPath[]): ClientPath {
  const [listener, target] = (["listener", "target"] as const).map((side) => intervals.unionAll(paths.map((path) => path[side])));
  return { balancer, listener: listener ?? noTraffic, target: target ?? noTraffic };
}

function throughBalancer(
  world: World,
  group: JudgedGroup,
  { breadth, listenersAreIntended = false }: Question,
  { balancer, listener, target }: ClientPath,
): Violation[] {
  if (listenersAreIntended && (balancer === undefined || world.opposite.holds(balancer.internal, (isInternal) => !isInternal))) return [];
  const exposure = exposureBy(world, rulesOf(world, group.key, "ingress"), target, breadth ?? publicBreadth);
  if (exposure === undefined) return [];
  const name = balancer?.resource.name ?? "a balancer from outside the stack";
  const message = `${opens(world, group, exposure)}, as ${name} passes on who calls its ${portsInWords(listener)}. Give the balancer a group that admits whom it is for, and admit that group here.`;
  const reason = `the clients of ${name} come with their own addresses until it has a group, which it can get at its creation only`;
  // Who calls an internal one is in its network, which is let through by its addresses.
  const isInternal = balancer !== undefined && world.holds(balancer.internal, Boolean);
  const fix = (rules: readonly Rule[]): Goal =>
    isInternal ? closing(world, exposure.traffic, rules, breadth === anyStranger) : { kind: "declined", reason };
  return violationsByResource(exposure.rules, group, message, fix, exposure).map((violation) => ({ ...violation, advice: true }));
}

/** A rule that opens more than what is wrong is not dropped for it. */
function closingOnly(world: World, { rules, traffic }: Exposure, advice: string): string {
  const written = intervals.unionAll(rules.map((rule) => trafficOf(world, rule)));
  if (intervals.covers(traffic, written)) return advice;
  return advice.replace(/drop the rule\b/, "close these ports").replace(/drop the public source\b/, "close these ports to the public source");
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
  fix?: (rules: readonly Rule[]) => Goal,
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

/** Closes the exposed traffic to its sources; or, where `restricts`, to those that are not trusted. */
function closing(world: World, exposedTraffic: Traffic, rules: readonly Rule[], restricts: boolean): Closing {
  // Of a resource that is looked at alone, it is not known who connects there.
  const instead = restricts || world.isAlone ? { instead: { kind: "addresses", addresses: trusted(world) } as const } : {};
  return { kind: "close", parts: rules.map((rule) => ({ rule, traffic: intervals.intersect(exposedTraffic, trafficOf(world, rule)), ...instead })) };
}
