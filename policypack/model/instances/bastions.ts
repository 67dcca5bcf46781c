import { globOnResource } from "../../contract/globs";
import { addTo } from "../../grouped";
import * as intervals from "../../net/intervals";
import { documentationIpv4 } from "../../net/internet";
import * as ip from "../../net/ip";
import { icmp, icmpv6, tcp, type Traffic } from "../../net/ports";
import { isHole } from "../approx";
import { candidates, groupRefsOf, groupsOf, isTemplate } from "../attachments/attachments";
import { dataStorePorts } from "../attachments/data-stores";
import { backendsOf } from "../balancers/balancers";
import { anyStranger, exposureBy, trusted } from "../exposure/exposure";
import type { Rule, Workload } from "../network";
import { rulesNaming } from "../reachability/reachability";
import { addressesOf, declarationsOf, rulesOf, trafficOf } from "../rules/groups";
import { keyOf, perWorld, type World } from "../world";
import { isInstanceKind, settingOf } from "./instances";
import { publicAddressOf } from "./public-addresses";

export const ssh = tcp(22);

/** SSH and RDP. */
export const logins = intervals.union(ssh, tcp(3389));

/**
 * Whether a machine is a bastion: named as one; or an instance with an address on the internet, whose group admits SSH from outside, and which
 * others admit for SSH, or data stores and nobody else for their own ports: a tunnel. As an excuse, ask the opposite world.
 */
export function isBastion(world: World, workload: Workload): boolean {
  if (!isInstanceKind(workload) || isTemplate(workload)) return false;
  if (isNamedBastion(world, workload)) return true;
  return workload.kind === "instance" && bastionsBySight(world).has(workload);
}

/**
 * Whether a machine serves as a bastion, whoever may log in to it: named as one, or an instance with an address on the internet that others
 * admit for SSH. As an excuse, ask the opposite world.
 */
export function servesAsBastion(world: World, workload: Workload): boolean {
  if (!isInstanceKind(workload) || isTemplate(workload)) return false;
  return (
    isNamedBastion(world, workload) ||
    (workload.kind === "instance" && publicAddressOf(world, workload) !== undefined && isAdmittedForSsh(world, workload)) ||
    (workload.kind === "instance" && bastionsBySight(world).has(workload))
  );
}

/** Whether a machine is a bastion by the settings, or by its name. */
export function isKnownAsBastion(world: World, workload: Workload): boolean {
  return isInstanceKind(workload) && !isTemplate(workload) && (isNamedBastion(world, workload) || isCalledBastion(world, workload));
}

/**
 * Whether a machine is called a bastion or a jump host, and admits logins, if only of those whom configuration has yet to name. That excuses its address,
 * and makes nothing of it that others have to go through.
 */
export function isCalledBastion(world: World, workload: Workload): boolean {
  if (!isInstanceKind(workload) || isTemplate(workload) || !isNameOfBastion(workload.resource.name)) return false;
  const declared = groupsOf(world, workload).map((key) => declarationsOf(world, key, "ingress"));
  if (declared.flat().some(({ traffic }) => intervals.meets(world.pick(traffic), logins))) return true;
  // Where a rule is made once for each whom configuration names, there is none until it names somebody.
  const hasKey = world.holds(settingOf(world, workload, "keyName").value, (name) => name !== undefined);
  return hasKey && declared.length > 0 && declared.every((rules) => rules.length === 0);
}

/** "bastion-sg", "shopJumpHost". */
export function isNameOfBastion(name: string): boolean {
  return bastionName.test(wordsIn(name));
}

const bastionName = /(^|[^a-z])(bastion|jump(box|host|server)?)s?([^a-z]|$)/;

/** Whether a group is called after logins: only then is a way to administer something what it is for. */
export function isNameForLogins(name: string): boolean {
  return isNameOfBastion(name) || /(^|[^a-z])(ssh|rdp|winrm|logins?|vpn)([^a-z]|$)/.test(wordsIn(name));
}

/** "shopJumpHost" is "shop-jump-host". */
export function wordsIn(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, "$1-$2").toLowerCase();
}

/**
 * What others admit a machine for of logins, where it has an address on the internet: whoever gets on it gets on to them, whatever else it is for.
 */
export function loginsBehind(world: World, workload: Workload): Traffic {
  const mayServe = (workload.kind === "instance" || workload.kind === "scaling-group") && !isTemplate(workload);
  if (!mayServe || publicAddressOf(world, workload) === undefined) return intervals.none;
  const own = new Set(groupRefsOf(world, workload).flatMap((ref) => candidates(world, ref)));
  const rules = [...own].flatMap((key) => rulesNaming(world, key, "ingress"));
  const others = rules.filter((rule) => rule.peer.kind !== "self" && !own.has(keyOf(rule.declaration.group) ?? ""));
  return intervals.intersect(logins, intervals.unionAll(others.map((rule) => trafficOf(world, rule))));
}

/** The groups through which people log in to other machines: of bastions and of EC2 Instance Connect Endpoints. `any` where one of them is hidden. */
export const loginGroups = perWorld((world): { readonly groups: ReadonlySet<string>; readonly any: boolean } => {
  const endpoints = new Set(world.all("connectEndpoint").map(({ urn }) => urn));
  const doors = world.all("workload").filter((workload) => endpoints.has(workload.urn) || servesAsBastion(world, workload));
  const refs = doors.flatMap((workload) => groupRefsOf(world, workload));
  return {
    groups: new Set(refs.flatMap((ref) => candidates(world, ref))),
    any: refs.some((ref) => ref.kind === "unclear" && ref.candidates.length === 0 && world.doubt(ref.hole)),
  };
});

function isNamedBastion(world: World, { urn }: Workload): boolean {
  return bastionGlobs(world).some((matches) => matches(urn));
}

export const bastions = perWorld((world): readonly Workload[] => world.all("workload").filter((workload) => isBastion(world, workload)));

const bastionGlobs = perWorld((world) => world.settings.bastions.map(globOnResource));

const bastionsBySight = perWorld(
  (world) =>
    new Set(
      world
        .all("workload")
        .filter(
          (workload) =>
            workload.kind === "instance" &&
            !isTemplate(workload) &&
            publicAddressOf(world, workload) !== undefined &&
            admitsSshFromOutside(world, workload) &&
            (isAdmittedForSsh(world, workload) || isTunnel(world, workload)),
        ),
    ),
);

/** From the internet, also where an example stands for it, or from what is trusted. */
function admitsSshFromOutside(world: World, workload: Workload): boolean {
  return groupRefsOf(world, workload).some((ref) => {
    const isElsewhere = ref.kind === "external" || (ref.kind === "unclear" && ref.candidates.length === 0);
    if (isElsewhere && world.doubt(ref.hole)) return true;
    return candidates(world, ref).some((key) => {
      const rules = rulesOf(world, key, "ingress");
      if (exposureBy(world, rules, ssh, anyStranger) !== undefined) return true;
      const outside = ip.union(trusted(world), documentationIpv4);
      return rules.some((rule) => intervals.meets(trafficOf(world, rule), ssh) && ip.meets(outside, addressesOf(world, rule.peer)));
    });
  });
}

function isAdmittedForSsh(world: World, workload: Workload): boolean {
  const refs = groupRefsOf(world, workload);
  const own = new Set(refs.flatMap((ref) => candidates(world, ref)));
  if (refs.some((ref) => ref.kind === "unclear" && ref.candidates.length === 0 && world.doubt(ref.hole))) return true;
  if (loginRulesFor(world, workload).some((rule) => !own.has(keyOf(rule.declaration.group) ?? "") && isAddressOf(world, rule, workload))) return true;
  return [...own].some((key) =>
    rulesNaming(world, key, "ingress").some(
      (rule) => rule.peer.kind !== "self" && !own.has(keyOf(rule.declaration.group) ?? "") && intervals.meets(trafficOf(world, rule), ssh),
    ),
  );
}

/** The rules for SSH that may name a machine by its private address alone. */
function loginRulesFor(world: World, { urn }: Workload): readonly Rule[] {
  const { all, byOrigin, byAddress } = loginRulesByAddress(world);
  const own = privateAddresses(world).get(urn) ?? ip.noAddresses;
  if (isHole(own)) return world.doubt(own) ? all : (byOrigin.get(urn) ?? []);
  return [...(byOrigin.get(urn) ?? []), ...own.v4.flatMap(({ first, last }) => (first === last ? (byAddress.get(first) ?? []) : []))];
}

const loginRulesByAddress = perWorld((world) => {
  const all: Rule[] = [];
  const byOrigin = new Map<string, [Rule, ...Rule[]]>();
  const byAddress = new Map<bigint, [Rule, ...Rule[]]>();
  for (const rule of world.all("rule")) {
    const { peer, declaration, path } = rule;
    if (peer.kind !== "addresses" || declaration.direction !== "ingress" || !intervals.meets(trafficOf(world, rule), ssh)) continue;
    const { must, holes } = peer.addresses;
    const [only] = must.v4;
    if (peer.machine !== undefined) {
      addTo(byOrigin, peer.machine, rule);
      all.push(rule);
    } else if (holes.length > 0) {
      for (const urn of world.network.resources.get(declaration.urn)?.propertyDependencies[String(path[0])] ?? []) addTo(byOrigin, urn, rule);
      all.push(rule);
    } else if (only !== undefined && intervals.size(must.v4) === 1n && intervals.isEmpty(must.v6)) {
      addTo(byAddress, only.first, rule);
      all.push(rule);
    }
  }
  return { all, byOrigin, byAddress };
});

/** Whether an instance is there to log in to, and data stores admit it: whoever is on it reaches them, and nobody else has to. */
function isTunnel(world: World, workload: Workload): boolean {
  const doors = dataStoreRules(world).filter((rule) => isAdmittedBy(world, rule, workload));
  if (doors.length === 0) return false;
  const { opposite } = world;
  const keys = new Set(groupRefsOf(opposite, workload).flatMap((ref) => candidates(opposite, ref)));
  // That it serves somebody, or calls something else, excuses it: asked of the other world.
  const isForLogins = [...keys].every((key) =>
    rulesOf(opposite, key, "ingress").every((rule) => intervals.covers(loginTraffic, trafficOf(opposite, rule))),
  );
  const onStores = new Set([...dataStoreRules(world), ...dataStoreRules(opposite)]);
  const callsOthers = [...keys].some((key) =>
    rulesNaming(opposite, key, "ingress").some((rule) => !onStores.has(rule) && !keys.has(keyOf(rule.declaration.group) ?? "")),
  );
  return isForLogins && !callsOthers && backendsOf(opposite, workload).length === 0;
}

/** What a machine that people log in to has to admit. */
const loginTraffic = intervals.unionAll([ssh, icmp(), icmpv6()]);

/** The inbound rules of data stores, for what these listen on. */
const dataStoreRules = perWorld((world): readonly Rule[] => {
  const groups = new Set(
    world
      .all("workload")
      .filter(({ kind }) => kind === "data-store")
      .flatMap((store) => groupsOf(world, store)),
  );
  return [...groups].flatMap((key) => {
    const ports = dataStorePorts(world, key);
    return rulesOf(world, key, "ingress").filter((rule) => intervals.meets(trafficOf(world, rule), ports));
  });
});

function isAdmittedBy(world: World, rule: Rule, workload: Workload): boolean {
  const { peer } = rule;
  if (peer.kind === "group") return groupRefsOf(world, workload).some((ref) => candidates(world, ref).some((key) => world.names(peer.group, key)));
  return isAddressOf(world, rule, workload);
}

/** Whether a rule admits the private address of a machine and nothing else; one that is not known yet, and comes from the machine, may. */
export function isAddressOf(world: World, { peer, path, declaration }: Rule, { urn }: Workload): boolean {
  if (peer.kind !== "addresses") return false;
  if (peer.machine !== undefined) return peer.machine === urn;
  const [hole] = peer.addresses.holes;
  if (hole !== undefined) {
    const from = world.network.resources.get(declaration.urn)?.propertyDependencies[String(path[0])];
    return (from === undefined || from.length === 0 || from.includes(urn)) && world.doubt(hole);
  }
  const admitted = peer.addresses.must;
  return (
    !ip.isEmpty(admitted) &&
    !ip.covers(admitted, ip.everyIpv4) &&
    world.holds(privateAddresses(world).get(urn) ?? ip.noAddresses, (own) => ip.covers(own, admitted))
  );
}

const privateAddresses = perWorld((world) => new Map(world.all("instanceSetup").map((setup) => [setup.urn, setup.privateAddresses])));

/** "the bastion jump"; "the bastion" and "shop-bastion", whose names say it. */
export function bastionInWords({ resource: { name } }: Workload): string {
  if (!/bastion/i.test(name)) return `the bastion ${name}`;
  return /^bastion$/i.test(name) ? `the ${name}` : name;
}
