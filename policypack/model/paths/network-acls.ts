import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import { everyTraffic, ofProtocol, tcp, udp, type Traffic } from "../../net/ports";
import { segments } from "../../net/segments";
import { parseUrn } from "../../resources/resource";
import { Hole, isHole } from "../approx";
import type { Direction, NetworkAclRule, Ref } from "../network";
import { subnetByUrn } from "../placement/placement";
import { keyOf, perKey, perWorld, ReferenceIndex, type World } from "../world";
import { intersected, type Cause, type Permit, type Permits, type Piece } from "./permits";

const everything: Permits = [{ traffic: everyTraffic, addresses: ip.everyAddress }];

/**
 * What the network ACL of a subnet lets through in one direction: its own, else the default one of its VPC, which lets everything through unless
 * the stack says otherwise. In the must world what is certain, in the may world what is possible.
 */
export function permitsOfSubnet(world: World, subnet: string, direction: Direction): Permits {
  return permits[direction](world, subnet);
}

const permits = {
  ingress: perKey((world, subnet: string) => findPermits(world, subnet, "ingress")),
  egress: perKey((world, subnet: string) => findPermits(world, subnet, "egress")),
};

function findPermits(world: World, subnet: string, direction: Direction): Permits {
  const options = aclsOf(world, subnet).map((acl) => (acl === undefined ? everything : permitsOfAcl(world, acl, direction)));
  const [first = [], ...more] = options;
  return world.polarity === "must" ? more.reduce(intersected, first) : options.flat();
}

/**
 * The same for answers, by who asked and who answers: out of the subnet of the one and, where the client is in another subnet of the stack, into its.
 * Those of TCP and UDP go to a port above 1023 that the client chose, others are of the protocol that they answer.
 */
export function answersBetween(world: World, target: string, client: string | undefined): readonly Piece[] {
  const outgoing = permitsOfSubnet(world, target, "egress");
  const incoming = client === undefined ? everything : permitsOfSubnet(world, client, "ingress");
  return outgoing.flatMap((out) =>
    incoming.flatMap((into) => {
      const traffic = answered(intervals.intersect(out.traffic, into.traffic));
      return intervals.isEmpty(traffic) ? [] : [{ traffic, from: out.addresses, to: into.addresses }];
    }),
  );
}

/** The answers from elsewhere that a subnet lets in, by what was asked. */
export function answersInto(world: World, subnet: string): Permits {
  return permitsOfSubnet(world, subnet, "ingress").flatMap(({ traffic, addresses }) => {
    const asked = answered(traffic);
    return intervals.isEmpty(asked) ? [] : [{ traffic: asked, addresses }];
  });
}

/** What can be asked where some answers get through. */
function answered(answers: Traffic): Traffic {
  const [six, seventeen] = [ofProtocol(6), ofProtocol(17)];
  return intervals.unionAll([
    intervals.meets(answers, tcp([1024, 65535])) ? six : intervals.none,
    intervals.meets(answers, udp([1024, 65535])) ? seventeen : intervals.none,
    intervals.subtract(intervals.subtract(answers, six), seventeen),
  ]);
}

/** The ACLs of which one is on a subnet; undefined stands for the one that AWS makes, as it is. */
export function aclsOf(world: World, subnet: string): readonly (string | undefined)[] {
  const own = associations(world).of(subnet);
  const possible = [...new Set([...own, ...associations(world.opposite).of(subnet)])];
  const [only] = possible;
  const isCertain = possible.length > 0 && (world.polarity === "must" ? own : associations(world.opposite).of(subnet)).length > 0;
  if (isCertain && possible.length === 1 && only !== undefined) return [only];
  const vpc = subnetByUrn(world).get(subnet)?.vpc;
  const defaults = vpc === undefined ? [] : defaultAcls(world, vpc);
  return isCertain ? possible : [...possible, ...(defaults.length === 0 ? [undefined] : defaults)];
}

function defaultAcls(world: World, vpc: Ref): readonly (string | undefined)[] {
  const key = keyOf(vpc);
  const all = world.all("networkAcl").filter(({ isDefault }) => isDefault);
  if (key === undefined) return all.length === 0 ? [] : [undefined, ...all.map(({ urn }) => urn)];
  return all.flatMap(({ urn, vpc: of }): readonly (string | undefined)[] => {
    const own = of === undefined ? undefined : keyOf(of);
    if (own !== undefined) return own === key ? [urn] : [];
    return [undefined, urn];
  });
}

/** What an ACL lets through: rules count in the order of their numbers, and the first that takes a packet decides. */
function permitsOfAcl(world: World, acl: string, direction: Direction): Permits {
  if (!ownAcls(world).has(acl)) return world.doubt(new Hole(acl, [], "is from outside the stack")) ? everything : [];
  const { opposite } = world;
  const here = new Set(rules(world).of(acl));
  const there = new Set(rules(opposite).of(acl));
  const all = [...new Set([...here, ...there])].filter((rule) => rule.direction === direction).sort(byOrder);
  const walls = all.map((rule) => [intervals.union(rule.traffic.must, rule.traffic.may), rule] as const);
  const permits: Permit[] = [];
  for (const { first, last, there: lying } of segments([...walls, ...all.map((rule) => [rule.traffic.must, rule] as const)])) {
    const traffic = intervals.interval(first, last);
    let denied = ip.noAddresses;
    for (const rule of all) {
      if (!lying.has(rule) && !intervals.meets(rule.traffic.may, traffic)) continue;
      if (here.has(rule) && decides(world, rule, traffic, true)) {
        const addresses = ip.subtract(world.pick(rule.addresses), denied);
        if (!ip.isEmpty(addresses)) permits.push({ traffic, addresses, by: causeOf(rule, direction) });
      }
      if (there.has(rule) && decides(opposite, rule, traffic, false)) denied = ip.union(denied, opposite.pick(rule.addresses));
    }
  }
  return permits;
}

function decides(world: World, { order, allows, traffic }: NetworkAclRule, of: Traffic, through: boolean): boolean {
  return world.holds(order, () => true) && world.holds(allows, (value) => value === through) && intervals.covers(world.pick(traffic), of);
}

/** What has no known number comes first: where it counts, it counts for the worst. */
function byOrder(a: NetworkAclRule, b: NetworkAclRule): number {
  return (isHole(a.order) ? -1 : a.order) - (isHole(b.order) ? -1 : b.order);
}

function causeOf({ acl, urn, path, order }: NetworkAclRule, direction: Direction): Cause {
  const name = acl.kind === "resource" ? parseUrn(acl.urn).name : parseUrn(urn).name;
  const number = isHole(order) ? "a rule" : `rule ${order}`;
  return { kind: "network ACL", says: `${number} of the network ACL ${name} lets it ${direction === "ingress" ? "in" : "out"}`, urn, path };
}

/** The name of the ACL that keeps something out: the one on a subnet. */
export function aclInWords(world: World, subnet: string): string {
  const [acl, ...more] = aclsOf(world, subnet);
  return acl === undefined || more.length > 0 ? `the network ACL of the subnet ${parseUrn(subnet).name}` : `the network ACL ${parseUrn(acl).name}`;
}

/** The resource that keeps something out: the ACL where the stack has it, else the subnet. */
export function aclAt(world: World, subnet: string): string {
  const [acl, ...more] = aclsOf(world, subnet);
  return acl === undefined || more.length > 0 ? subnet : acl;
}

const ownAcls = perWorld((world) => new Set(world.all("networkAcl").map(({ urn }) => urn)));

const associations = perWorld(
  (world) =>
    new ReferenceIndex<string>(
      world,
      world.all("networkAclAssociation").flatMap(({ acl, subnet }) => keys(acl).map((key) => [subnet, key] as const)),
    ),
);

/** One that is not known counts as one from outside. */
function keys(acl: Ref): readonly string[] {
  if (acl.kind === "unclear") return acl.candidates.length > 0 ? acl.candidates : [`unclear:${acl.hole.urn}`];
  return [keyOf(acl) ?? ""];
}

const rules = perWorld(
  (world) =>
    new ReferenceIndex(
      world,
      world.all("networkAclRule").map((rule) => [rule.acl, rule] as const),
    ),
);
