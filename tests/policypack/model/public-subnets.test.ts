import { describe, expect, test } from "@jest/globals";
import { decode } from "@portcullis/policypack/decode/decode";
import { givesPublicAddress, isPublicSubnet } from "@portcullis/policypack/model/placement/public-subnets";
import { World } from "@portcullis/policypack/model/world";
import { policies } from "@portcullis/policypack/contract/registry";
import { unknown, type Resource } from "@portcullis/policypack/resources/resource";
import { configure } from "@portcullis/policypack/contract/settings";
import { ref, resource, stackOf, urnOf, type CaseValue, type Entry, type Stage } from "../../harness/stack";

type Answer = "yes" | "no" | "unknown";

const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" });
const subnet = (props: Entry["props"] = {}): Entry =>
  resource("aws:ec2/subnet:Subnet", "subnet", { vpcId: ref("vpc"), cidrBlock: "10.0.1.0/24", ...props });
const igw = resource("aws:ec2/internetGateway:InternetGateway", "igw", { vpcId: ref("vpc") });
const nat = resource("aws:ec2/natGateway:NatGateway", "nat", { subnetId: ref("subnet") });
const table = (...routes: readonly CaseValue[]): Entry => resource("aws:ec2/routeTable:RouteTable", "table", { vpcId: ref("vpc"), routes });
const out: CaseValue = { cidrBlock: "0.0.0.0/0", gatewayId: ref("igw") };
const on = (name = "table"): Entry =>
  resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "on", { subnetId: ref("subnet"), routeTableId: ref(name) });
const route = (props: Entry["props"]): Entry => resource("aws:ec2/route:Route", "route", { destinationCidrBlock: "0.0.0.0/0", ...props });
const defaultTable = (...routes: readonly CaseValue[]): Entry =>
  resource("aws:ec2/defaultRouteTable:DefaultRouteTable", "default", { defaultRouteTableId: ref("vpc", "defaultRouteTableId"), routes });
const main = resource("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", "main", { vpcId: ref("vpc"), routeTableId: ref("table") });

const publicSubnets: readonly {
  readonly name: string;
  readonly stack: readonly Entry[];
  readonly answer: Answer;
  readonly stages?: readonly Stage[];
}[] = [
  { name: "a table with an inline route to the gateway", stack: [vpc, subnet(), igw, table(out), on()], answer: "yes" },
  {
    name: "a standalone route",
    stack: [vpc, subnet(), igw, table(), on(), route({ routeTableId: ref("table"), gatewayId: ref("igw") })],
    answer: "yes",
  },
  {
    name: "a route beside one to a NAT gateway",
    stack: [vpc, subnet(), igw, nat, table({ cidrBlock: "1.0.0.0/8", natGatewayId: ref("nat") }, out), on()],
    answer: "yes",
  },
  {
    name: "a gateway from outside the stack, by its id",
    stack: [vpc, subnet(), table({ cidrBlock: "0.0.0.0/0", gatewayId: "igw-0123" }), on()],
    answer: "yes",
  },
  {
    name: "a table with a NAT gateway only",
    stack: [vpc, subnet(), igw, nat, table({ cidrBlock: "0.0.0.0/0", natGatewayId: ref("nat") }), on()],
    answer: "no",
  },
  {
    name: "a VPN gateway from outside the stack",
    stack: [vpc, subnet(), table({ cidrBlock: "10.0.0.0/8", gatewayId: "vgw-0123" }), on()],
    answer: "no",
  },
  { name: "no table at all, in a VPC of the stack", stack: [vpc, subnet(), igw, table(out)], answer: "no" },
  {
    name: "routes that are hidden",
    stack: [vpc, subnet(), resource("aws:ec2/routeTable:RouteTable", "table", { vpcId: ref("vpc"), routes: unknown }), on()],
    answer: "unknown",
  },
  { name: "a gateway that is hidden", stack: [vpc, subnet(), igw, table({ cidrBlock: "0.0.0.0/0", gatewayId: unknown }), on()], answer: "unknown" },
  {
    name: "a table from outside the stack",
    stack: [vpc, subnet(), resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "on", { subnetId: ref("subnet"), routeTableId: "rtb-1" })],
    answer: "unknown",
  },
  {
    name: "a table from outside the stack that gets its route here",
    stack: [
      vpc,
      subnet(),
      igw,
      resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "on", { subnetId: ref("subnet"), routeTableId: "rtb-1" }),
      route({ routeTableId: "rtb-1", gatewayId: ref("igw") }),
    ],
    answer: "yes",
  },
  { name: "the default table, taken over", stack: [vpc, subnet(), igw, defaultTable(out)], answer: "yes" },
  { name: "the default table, taken over without routes", stack: [vpc, subnet(), igw, defaultTable()], answer: "no" },
  { name: "a chosen main table", stack: [vpc, subnet(), igw, table(out), main], answer: "yes" },
  {
    name: "a chosen main table without a way out, before a default one that has it",
    stack: [vpc, subnet(), igw, table(), main, defaultTable(out)],
    answer: "no",
  },
  { name: "a table of its own, before the main one", stack: [vpc, subnet(), igw, table(), on(), defaultTable(out)], answer: "no" },
  {
    name: "a route in the main table of the VPC",
    stack: [vpc, subnet(), igw, route({ routeTableId: ref("vpc", "mainRouteTableId"), gatewayId: ref("igw") })],
    answer: "yes",
  },
  { name: "a VPC from outside the stack", stack: [subnet({ vpcId: "vpc-1" })], answer: "unknown" },
  { name: "a default subnet", stack: [resource("aws:ec2/defaultSubnet:DefaultSubnet", "subnet", { availabilityZone: "eu-west-1a" })], answer: "yes" },
  {
    name: "aws-native types",
    stack: [
      vpc,
      resource("aws-native:ec2:Subnet", "subnet", { vpcId: ref("vpc") }),
      resource("aws-native:ec2:InternetGateway", "igw"),
      resource("aws-native:ec2:RouteTable", "table", { vpcId: ref("vpc") }),
      resource("aws-native:ec2:Route", "route", { routeTableId: ref("table"), gatewayId: ref("igw"), destinationCidrBlock: "0.0.0.0/0" }),
      resource("aws-native:ec2:SubnetRouteTableAssociation", "on", { subnetId: ref("subnet"), routeTableId: ref("table") }),
    ],
    answer: "yes",
  },
  {
    name: "routes of the wrong type",
    stack: [vpc, subnet(), resource("aws:ec2/routeTable:RouteTable", "table", { routes: "none" }), on()],
    answer: "unknown",
  },
  { name: "routes that are null", stack: [vpc, subnet(), resource("aws:ec2/routeTable:RouteTable", "table", { routes: null }), on()], answer: "no" },
  {
    name: "an association whose subnet is hidden",
    stack: [
      vpc,
      subnet(),
      igw,
      defaultTable(out),
      resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "on", { subnetId: unknown, routeTableId: "rtb-1" }),
    ],
    answer: "unknown",
  },
];

describe("isPublicSubnet", () => {
  for (const { name, stack, answer, stages = ["preview", "deployed"] as const } of publicSubnets)
    test(name, () => {
      for (const stage of stages)
        expect([stage, answerOf(stackOf(stack, stage), (world, urn) => isPublicSubnet(world, { kind: "resource", urn }))]).toEqual([stage, answer]);
    });

  test("a table that is only looked up", () => {
    const resources = stackOf([vpc, subnet(), table(), on()], "deployed").map((each) => (each.name === "table" ? { ...each, isRead: true } : each));
    expect(answerOf(resources, (world, urn) => isPublicSubnet(world, { kind: "resource", urn }))).toBe("unknown");
  });
});

describe("givesPublicAddress", () => {
  const cases: readonly (readonly [string, Entry, Answer])[] = [
    ["where it says so", subnet({ mapPublicIpOnLaunch: true }), "yes"],
    ["where it says so as a text", subnet({ mapPublicIpOnLaunch: "true" }), "yes"],
    ["not by default", subnet(), "no"],
    ["not where it is null", subnet({ mapPublicIpOnLaunch: null }), "no"],
    ["perhaps, where it is hidden", subnet({ mapPublicIpOnLaunch: unknown }), "unknown"],
    ["perhaps, where it is of the wrong type", subnet({ mapPublicIpOnLaunch: 3 }), "unknown"],
    ["by default in a default subnet", resource("aws:ec2/defaultSubnet:DefaultSubnet", "subnet"), "yes"],
  ];
  for (const [name, entry, answer] of cases)
    test(name, () =>
      expect(answerOf(stackOf([vpc, entry], "deployed"), (world, urn) => givesPublicAddress(world, { kind: "resource", urn }))).toBe(answer),
    );
});

function answerOf(resources: readonly Resource[], ask: (world: World, urn: string) => boolean): Answer {
  const urn = resources.find(({ name }) => name === "subnet")?.urn ?? urnOf(subnet());
  const network = decode(resources);
  const must = new World(network, configure({}, policies).pack, "must");
  if (ask(must, urn)) return "yes";
  return network.hasHoles && ask(must.opposite, urn) ? "unknown" : "no";
}
