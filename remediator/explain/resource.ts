import { Discretion } from "@portcullis/policypack/evaluation/discretion";
import { groupsOf, workloadByUrn } from "@portcullis/policypack/model/attachments/attachments";
import { carriersOf } from "@portcullis/policypack/problems/carriers";
import { identityOf } from "@portcullis/policypack/problems/keys";
import { ask } from "@portcullis/policypack/model/paths/question";
import { workloadsAt, type End } from "@portcullis/policypack/model/paths/endpoints";
import { placesOf } from "@portcullis/policypack/model/paths/places";
import { portsInWords } from "@portcullis/policypack/model/names/ports";
import { judgedGroups, type JudgedGroup } from "@portcullis/policypack/model/rules/groups";
import { keyOf, type World } from "@portcullis/policypack/model/world";
import { parseCidr } from "@portcullis/policypack/net/ip";
import { everyTraffic } from "@portcullis/policypack/net/ports";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import type { Judgement } from "../judging/check";
import { rowsOfGroup } from "../report/inventory";
import { componentType, placeText, shortType, type LocatedProblem, type Place } from "../report/report";
import { neighboursOf, type Neighbour } from "./neighbours";
import { through } from "./through";

/** A group with its rules, each with the place that writes it. */
export interface GroupExplanation {
  readonly name: string;
  readonly place?: string;
  readonly rules: readonly {
    readonly direction: "ingress" | "egress";
    readonly ports: string;
    readonly peers: readonly string[];
    readonly place?: string;
  }[];
  /** What carries it; undefined where that is not known. */
  readonly carriers?: readonly string[];
}

/** Whether somebody gets through: what is not certain depends on something that is not known yet. */
export interface Way {
  readonly who: string;
  readonly answer: "yes" | "no" | "unknown";
  /** The ports, or what stops it. */
  readonly says: string;
}

/** A resource as one or several stacks have it: its groups, their rules, who may reach it and whom it may reach. */
export interface ResourceExplanation {
  readonly kind: "resource";
  readonly urn: string;
  readonly name: string;
  readonly type: string;
  /** What it is called in messages: "RDS instance". */
  readonly noun?: string;
  readonly component?: string;
  readonly place?: Place;
  readonly stacks: readonly string[];
  /** Where it is: its VPCs and subnets. */
  readonly vpcs: readonly string[];
  readonly subnets: readonly string[];
  readonly groups: readonly GroupExplanation[];
  readonly reachedBy: readonly Way[];
  readonly reaches: readonly Way[];
  /** How many workloads were not asked. */
  readonly left: number;
  readonly problems: readonly { readonly key: string; readonly says: string; readonly level: LocatedProblem["level"]; readonly place?: string }[];
}

export function explainResource({ world, locate, source }: Judgement, urn: string, problems: readonly LocatedProblem[]): ResourceExplanation {
  const discretion = new Discretion(source.resources);
  const say = (text: string): string => discretion.say(text, [urn]);
  const { type, name } = parseUrn(urn);
  const workload = workloadByUrn(world).get(urn);
  const component = componentType(urn);
  const place = locate(urn, []);
  const groups = groupsAbout(world, urn);
  const about = [urn, ...groups.map(({ key }) => key)];
  const targets = isPlace(world, urn) ? [] : workloadsAt(world, urn);
  const places = (workload === undefined ? targets : [workload]).flatMap((each) => placesOf(world, each));
  const { callers, callees, left } = neighboursOf(world, targets);
  return {
    kind: "resource",
    urn,
    name: say(name),
    type: shortType(type),
    ...(workload === undefined ? {} : { noun: workload.noun }),
    ...(component === undefined ? {} : { component }),
    ...(place === undefined ? {} : { place }),
    stacks: source.stack === undefined || source.stack === "" ? [] : [source.stack],
    vpcs: namesOf(places.map(({ vpc }) => vpc)).map(say),
    subnets: namesOf(places.map(({ subnet }) => subnet)).map(say),
    groups: groups.map((group) => groupOf(group, world, locate, discretion)),
    reachedBy: targets.length === 0 ? [] : [...fromOutside(world, urn, say), ...callers.map((each) => wayOf(each, say))],
    reaches: callees.map((each) => wayOf(each, say)),
    left,
    problems: problems
      .filter(({ stacks }) => stacks.length === 0 || stacks.includes(source.stack ?? ""))
      .filter((problem) => concerns(problem, about))
      .map((problem) => {
        const { key, level, spot } = problem;
        return { key, says: saysAbout(problem, about), level, ...(spot.place === undefined ? {} : { place: placeText(spot.place) }) };
      }),
  };
}

/** The groups on a workload, a group itself, or the group of a rule. */
function groupsAbout(world: World, urn: string): readonly JudgedGroup[] {
  const workload = workloadByUrn(world).get(urn);
  const keys = new Set(workload === undefined ? [urn] : groupsOf(world, workload));
  for (const declaration of world.all("declaration"))
    if (declaration.urn === urn && declaration.group.kind !== "unclear") keys.add(keyOf(declaration.group) ?? urn);
  return judgedGroups(world).filter(({ key }) => keys.has(key));
}

function groupOf(group: JudgedGroup, world: World, locate: Judgement["locate"], discretion: Discretion): GroupExplanation {
  const place = group.group === undefined ? undefined : locate(group.group.urn, []);
  const carriers = carriersOf(world, group.key)?.map(({ name }) => discretion.say(name));
  return {
    name: discretion.say(group.name),
    ...(place === undefined ? {} : { place: placeText(place) }),
    rules: rowsOfGroup(group, world, locate, discretion).map(({ direction, ports, peers, place: at }) => ({
      direction,
      ports,
      peers,
      ...(at === undefined ? {} : { place: at }),
    })),
    ...(carriers === undefined ? {} : { carriers }),
  };
}

/** A subnet or a VPC is where things are: to list whom all of them reach would be to draw the picture. */
function isPlace(world: World, urn: string): boolean {
  return [...world.all("subnet"), ...world.all("vpc")].some((each) => each.urn === urn);
}

/** The internet and the trusted networks, through balancers too. What everybody may do is not said of those whom one trusts. */
function fromOutside(world: World, urn: string, say: (text: string) => string): readonly Way[] {
  const ways = [wayFrom(world, { kind: "internet" }, "the internet", urn, say)];
  for (const text of world.settings.trustedCidrs) {
    const block = parseCidr(text);
    const way = block === undefined ? undefined : wayFrom(world, { kind: "block", block, text }, `the trusted network ${text}`, urn, say);
    if (way !== undefined && way.answer !== "no" && way.says !== ways[0]?.says) ways.push(way);
  }
  return ways;
}

function wayFrom(world: World, from: End, who: string, urn: string, say: (text: string) => string): Way {
  const answer = ask(world.network, world.settings, { from, to: { kind: "named", urn }, traffic: everyTraffic });
  if (answer.answer === "no") return { who, answer: "no", says: say(answer.by.says) };
  return { who, answer: answer.answer, says: say(`${portsInWords(answer.traffic)}${through(answer.hops)}`) };
}

function wayOf({ name, traffic, isPossible }: Neighbour, say: (text: string) => string): Way {
  return { who: say(name), answer: isPossible ? "unknown" : "yes", says: say(portsInWords(traffic)) };
}

/** Whether a problem is about one of some resources, or carried by the first. */
function concerns({ spot, others, twins, carriers }: LocatedProblem, urns: readonly string[]): boolean {
  const [own = "", ...groups] = urns.map(anywhere);
  const about = [spot.urn, ...others.map(({ urn }) => urn), ...twins].map(anywhere);
  return about.some((each) => each === own || groups.includes(each)) || carriers?.some(({ urn }) => anywhere(urn) === own) === true;
}

/** The words of a problem; where they are about a twin of what is asked for, those of its own finding. */
function saysAbout({ says, spot, twins, findings }: LocatedProblem, urns: readonly string[]): string {
  const asked = urns.map(anywhere);
  if (asked.includes(anywhere(spot.urn)) || !twins.some((twin) => asked.includes(anywhere(twin)))) return says;
  return findings.find(({ urn }) => asked.includes(anywhere(urn)))?.says ?? says;
}

/** A resource whichever stack it is in. */
function anywhere(urn: string): string {
  return urn.startsWith("urn:") ? identityOf(urn) : urn;
}

function namesOf(keys: readonly (string | undefined)[]): readonly string[] {
  return [
    ...new Set(keys.flatMap((key) => (key === undefined ? [] : [key.startsWith("urn:") ? parseUrn(key).name : key.replace(/^external:/, "")]))),
  ].sort();
}
