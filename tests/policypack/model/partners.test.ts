import { expect, test } from "@jest/globals";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure } from "@portcullis/policypack/contract/settings";
import { decode } from "@portcullis/policypack/decode/decode";
import type { Network, Nouns } from "@portcullis/policypack/model/network";
import { callersBehind } from "@portcullis/policypack/model/reachability/callers-behind";
import { carriesReferences } from "@portcullis/policypack/model/reachability/group-references";
import { groupsBehind } from "@portcullis/policypack/model/reachability/groups-behind-blocks";
import { partnersOf } from "@portcullis/policypack/model/reachability/partners";
import { World } from "@portcullis/policypack/model/world";
import { privateIpv4 } from "@portcullis/policypack/net/internet";
import { tcp } from "@portcullis/policypack/net/ports";
import { Random } from "../../harness/fuzz/random";
import { ref, resource, stackOf, urnOf, type Entry, type Stage } from "../../harness/stack";

const each = (count: number, make: (index: number) => readonly Entry[]): readonly Entry[] =>
  Array.from({ length: count }, (_, index) => make(index)).flat();
const vpc = (name: string, index: number): Entry => resource("aws:ec2/vpc:Vpc", name, { cidrBlock: `10.${index >> 8}.${index & 255}.0/24` });
const worldOf = (network: Network, side: "must" | "may"): World => new World(network, configure({}, policies).pack, side);

/** VPCs with peerings and transit gateways between them, in any arrangement. */
function joinedVpcs(random: Random): readonly Entry[] {
  const gateways = ["one", "two", "core"].slice(0, random.between(1, 3));
  const tables = ["blue", "green"];
  const table = (): string => (random.chance(0.3) ? random.pick(gateways.filter((name) => name !== "core")) : random.pick(tables));
  const some = (probability: number, ...entries: readonly Entry[]): readonly Entry[] => (random.chance(probability) ? entries : []);
  return [
    ...gateways.map((name) =>
      name === "core"
        ? resource("aws:networkmanager/coreNetwork:CoreNetwork", name, { basePolicyDocument: "{}" })
        : resource("aws:ec2transitgateway/transitGateway:TransitGateway", name, {
            securityGroupReferencingSupport: random.pick(["enable", "disable"]),
            defaultRouteTableAssociation: random.pick(["enable", "disable"]),
          }),
    ),
    ...tables.map((name) => resource("aws:ec2transitgateway/routeTable:RouteTable", name, { transitGatewayId: ref("one") })),
    ...each(6, (index) => [
      vpc(`vpc-${index}`, index),
      ...some(
        0.8,
        resource("aws:ec2transitgateway/vpcAttachment:VpcAttachment", `attached-${index}`, {
          vpcId: random.chance(0.05) ? "vpc-elsewhere" : ref(`vpc-${index}`),
          transitGatewayId: random.chance(0.05) ? "tgw-elsewhere" : ref(random.pick(gateways)),
          transitGatewayDefaultRouteTableAssociation: random.chance(0.7),
          transitGatewayDefaultRouteTablePropagation: random.chance(0.7),
          ...(random.chance(0.2) ? { securityGroupReferencingSupport: "disable" } : {}),
        }),
        ...some(
          0.4,
          resource("aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation", `associated-${index}`, {
            transitGatewayAttachmentId: ref(`attached-${index}`),
            transitGatewayRouteTableId: ref(table()),
          }),
        ),
        ...some(
          0.4,
          resource("aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation", `propagated-${index}`, {
            transitGatewayAttachmentId: ref(`attached-${index}`),
            transitGatewayRouteTableId: ref(table()),
          }),
        ),
        ...some(
          0.4,
          resource("aws:ec2transitgateway/route:Route", `routed-${index}`, {
            transitGatewayAttachmentId: ref(`attached-${index}`),
            transitGatewayRouteTableId: ref(table()),
            destinationCidrBlock: random.pick(["0.0.0.0/0", "10.0.0.0/22", "192.168.0.0/16"]),
          }),
        ),
      ),
      ...some(
        0.3,
        resource("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", `peering-${index}`, {
          vpcId: ref(`vpc-${index}`),
          peerVpcId: random.chance(0.1) ? "vpc-elsewhere" : ref(`vpc-${random.between(0, 5)}`),
          autoAccept: random.chance(0.8),
          ...(random.chance(0.1) ? { peerRegion: "eu-west-1" } : {}),
        }),
      ),
    ]),
  ];
}

test.each([1, 2, 3, 4, 5, 6])("the partners of a VPC are those to which references carry, of stacks with seed %s", (seed) => {
  const random = new Random(seed);
  let known = 0;
  for (let turn = 0; turn < 60; turn++) {
    const entries = joinedVpcs(random);
    const vpcs = [...entries.filter(({ type }) => type.endsWith(":Vpc")).map(urnOf), "external:vpc-elsewhere"];
    for (const stage of ["deployed", "preview"] satisfies readonly Stage[])
      for (const side of ["must", "may"] as const) {
        const network = decode(stackOf(entries, stage));
        const world = worldOf(network, side);
        for (const here of vpcs) {
          const partners = partnersOf(world, here);
          if (partners === undefined) continue;
          known++;
          // By a world that remembers nothing.
          const afresh = worldOf(network, side);
          expect([here, ...[...partners].sort()]).toEqual([
            here,
            ...vpcs.filter((there) => carriesReferences(afresh, here, there, "ingress")).sort(),
          ]);
        }
      }
  }
  expect(known).toBeGreaterThan(100);
});

/** A group and an instance in a VPC of its own, and what joins it to the others. */
const member = (index: number, ...joins: readonly Entry[]): readonly Entry[] => [
  vpc(`vpc-${index}`, index),
  resource("aws:ec2/subnet:Subnet", `subnet-${index}`, { vpcId: ref(`vpc-${index}`), cidrBlock: `10.${index >> 8}.${index & 255}.0/24` }),
  resource("aws:ec2/securityGroup:SecurityGroup", `group-${index}`, { vpcId: ref(`vpc-${index}`), description: "x", ingress: [], egress: [] }),
  resource("aws:ec2/instance:Instance", `instance-${index}`, { vpcSecurityGroupIds: [ref(`group-${index}`)], subnetId: ref(`subnet-${index}`) }),
  ...joins,
];

const shapes: Readonly<Record<string, (count: number) => readonly Entry[]>> = {
  "VPCs on one transit gateway": (count) => [
    resource("aws:ec2transitgateway/transitGateway:TransitGateway", "hub", { securityGroupReferencingSupport: "enable" }),
    ...each(count, (index) =>
      member(
        index,
        resource("aws:ec2transitgateway/vpcAttachment:VpcAttachment", `attached-${index}`, {
          vpcId: ref(`vpc-${index}`),
          transitGatewayId: ref("hub"),
          subnetIds: [ref(`subnet-${index}`)],
        }),
      ),
    ),
  ],
  "VPCs that are all peered with one": (count) =>
    each(count, (index) =>
      member(
        index,
        ...(index === 0
          ? []
          : [
              resource("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", `peering-${index}`, {
                vpcId: ref("vpc-0"),
                peerVpcId: ref(`vpc-${index}`),
                autoAccept: true,
              }),
            ]),
      ),
    ),
};

/** How often anything is read of the nouns of a network. */
function readsOf(entries: readonly Entry[]): number {
  let reads = 0;
  const counted = new Map<string, unknown>();
  const decoded = decode(stackOf(entries, "deployed"));
  const network: Network = {
    ...decoded,
    all<K extends keyof Nouns>(kind: K): readonly Nouns[K][] {
      const nouns =
        counted.get(kind) ??
        decoded.all(kind).map((noun) => new Proxy<object>(noun, { get: (target, property) => (reads++, Reflect.get(target, property) as unknown) }));
      counted.set(kind, nouns);
      return nouns as readonly Nouns[K][];
    },
  };
  const world = worldOf(network, "must");
  let found = 0;
  for (const { urn, vpc: own } of world.all("group")) {
    const callers = callersBehind(
      world,
      { group: urn, vpc: own?.kind === "resource" ? own.urn : undefined, traffic: tcp(443) },
      privateIpv4,
      "the private networks",
    );
    if ("groups" in callers || callers.reason.startsWith("more than")) found++;
    if (groupsBehind(world, urn, privateIpv4) !== undefined) found++;
  }
  expect(found).toBeGreaterThan(entries.length / 10);
  return reads;
}

test.each(Object.entries(shapes))("who is behind a block is found in as many steps as there are: %s", (_, shape) => {
  const [some, many] = [readsOf(shape(100)), readsOf(shape(400))];
  // Of what is twice as large, 2.3 times as much.
  expect(many / some).toBeLessThan(2.3 ** 2);
});
