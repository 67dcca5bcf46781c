import { describe, expect, test } from "@jest/globals";
import pc from "picocolors";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure } from "@portcullis/policypack/contract/settings";
import { unknown } from "@portcullis/policypack/resources/resource";
import { answersFor } from "@portcullis/remediator/reach/answers";
import { parseFrom, parseTo } from "@portcullis/remediator/reach/spelling";
import { reachText } from "@portcullis/remediator/reach/text";
import { judgementOf } from "../../harness/reports";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";

const everything: CaseValue = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
const tcp = (port: number, ...cidrBlocks: readonly CaseValue[]): CaseValue => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks });
const group = (name: string, ingress: readonly CaseValue[], egress: readonly CaseValue[] = [everything]): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, { vpcId: ref("shop"), ingress, egress });
const instance = (name: string, subnet: string, ...groups: readonly string[]): Entry =>
  resource("aws:ec2/instance:Instance", name, { subnetId: ref(subnet), vpcSecurityGroupIds: groups.map((each) => ref(each)) });

/** A VPC with a public subnet, in which is the instance web, and a private one, in which is the instance data; and what questions about them stumble on. */
const { source } = judgementOf([
  resource("aws:ec2/vpc:Vpc", "shop", { cidrBlock: "10.0.0.0/16" }),
  resource("aws:ec2/internetGateway:InternetGateway", "gateway", { vpcId: ref("shop") }),
  resource("aws:ec2/routeTable:RouteTable", "routes", { vpcId: ref("shop"), routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: ref("gateway") }] }),
  resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "on", { subnetId: ref("front"), routeTableId: ref("routes") }),
  resource("aws:ec2/subnet:Subnet", "front", { vpcId: ref("shop"), cidrBlock: "10.0.1.0/24", mapPublicIpOnLaunch: true }),
  resource("aws:ec2/subnet:Subnet", "back", { vpcId: ref("shop"), cidrBlock: "10.0.2.0/24" }),
  resource("aws:ec2/subnet:Subnet", "empty", { vpcId: ref("shop"), cidrBlock: "10.0.3.0/24" }),
  resource("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "partner", { vpcId: ref("shop"), peerVpcId: "vpc-2" }),
  group("web-group", [tcp(80, "0.0.0.0/0"), tcp(22, unknown)]),
  group("closed", [], []),
  group("more", [], []),
  group("data-group", [tcp(5432, "10.0.1.128/25"), tcp(9000, "10.0.1.0/24")], [tcp(80, "10.0.1.0/25")]),
  group("calm-group", [tcp(80, "0.0.0.0/0")]),
  group("unused", []),
  instance("web", "front", "web-group"),
  instance("mute", "front", "closed", "more"),
  instance("data", "back", "data-group"),
  instance("calm", "front", "calm-group"),
]);

function asked(from: string, to: string, of = source): string {
  const [client, target] = [parseFrom(from), parseTo(to)];
  if ("wrong" in client || "wrong" in target) throw new Error("the question is right");
  const answers = answersFor([of], configure({}, policies), client, target);
  if ("wrong" in answers) return answers.wrong;
  return reachText(from, answers, { colours: pc.createColors(false), width: 200, hyperlinks: false });
}

test("whether a block is in a subnet that is not known is not known", () => {
  const { source: shop } = judgementOf([
    resource("aws:ec2/vpc:Vpc", "shop", { cidrBlock: "10.0.0.0/16" }),
    resource("aws:rds/subnetGroup:SubnetGroup", "places", { subnetIds: [unknown] }),
    group("orders", [tcp(3306, "0.0.0.0/0")]),
    resource("aws:rds/instance:Instance", "orders-db", {
      engine: "mysql",
      dbSubnetGroupName: ref("places"),
      vpcSecurityGroupIds: [ref("orders")],
      publiclyAccessible: false,
    }),
  ]);
  expect(asked("10.0.4.0/24", "orders-db:3306", shop)).toMatch(/^Unknown: 10\.0\.4\.0\/24 may reach orders-db on MySQL/);
  expect(asked("10.0.4.0/24", "orders-db:22", shop)).toMatch(/^No:[^]*does not admit/);
});

describe("an answer says what is so", () => {
  test.each([
    [
      "a block in which no subnet is",
      "10.0.192.0/18",
      "data:5432",
      /^No:.*\n\n {3}Stopped first: no subnet of this program has an address of 10\.0\.192\.0\/18$/m,
    ],
    ["a group that is on nothing, as who connects", "unused", "data:5432", /^No:.*\n\n {3}Stopped first: nothing that could connect is at unused$/m],
    ["a subnet in which nothing is", "empty", "data:5432", /^No:.*\n\n {3}Stopped first: nothing that could connect is at empty$/m],
    ["a group that is on nothing, as who is reached", "web", "unused:80", /Stopped first: the group unused does not admit the instance web there$/m],
    ["IPv6 to what has none", "2600::/16", "web:80", /Stopped first: the instance web has no IPv6 address on the internet$/m],
    ["what has no address at all", "2600::/16", "data:9000", /Stopped first: the instance data has no address on the internet$/m],
    [
      "a network that is neither on the internet nor in the program",
      "192.168.7.0/24",
      "web:80",
      /Stopped first: 192\.168\.7\.0\/24 is not on the internet, and no route of the subnet front leads there over a VPN or a hub$/m,
    ],
    [
      "several groups",
      "mute",
      "web:80",
      /Stopped first: the groups closed and more of the instance mute let nothing out to the instance web there$/m,
    ],
    [
      "several groups that admit nobody",
      "web",
      "mute:80",
      /Stopped first: the groups closed and more of the instance mute do not admit the instance web there$/m,
    ],
    [
      "a rule that is for a part of the subnet of who connects",
      "web",
      "data:5432",
      /^Unknown:[^]*Stopped, for all that is known: the group data-group of the instance data does not admit[^]*Not known: web may have any address of its subnet$/m,
    ],
    [
      "a rule that is for a part of the subnet of who is reached",
      "data",
      "calm:80",
      /^Unknown:[^]*Stopped, for all that is known: the group data-group of the instance data lets nothing out[^]*Not known: calm may have any address of its subnet$/m,
    ],
    ["a source that is not known", "internet", "web:22", /Not known: ingress\[1\]\.cidrBlocks\[0\] of web-group is not known yet$/m],
    [
      "the internet as who is reached",
      "web",
      "internet",
      /^internet is no part of the program: the internet and blocks of addresses are for --from, and --to names/,
    ],
    ["a block as what is reached", "web", "10.0.1.0/24:443", /^10\.0\.1\.0\/24 is no part of the program/],
    [
      "what takes no connections",
      "partner",
      "web:80",
      /^partner is of the type aws:ec2\/vpcPeeringConnection:VpcPeeringConnection, which neither makes nor takes/,
    ],
  ])("%s", (_, from, to, says) => expect(asked(from, to)).toMatch(says));
});

describe("what is said of the way of answers, and of addresses on the internet", () => {
  const acl = (name: string, subnet: string, ingress: readonly CaseValue[], egress: readonly CaseValue[]): Entry =>
    resource("aws:ec2/networkAcl:NetworkAcl", name, { vpcId: ref("shop"), subnetIds: [ref(subnet)], ingress, egress });
  const pass = { ruleNo: 100, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" };
  const upTo = (last: number): CaseValue => ({ ...pass, protocol: "tcp", toPort: last });
  const { source: filtered } = judgementOf([
    resource("aws:ec2/vpc:Vpc", "shop", { cidrBlock: "10.0.0.0/16" }),
    resource("aws:ec2/internetGateway:InternetGateway", "gateway", { vpcId: ref("shop") }),
    resource("aws:ec2/routeTable:RouteTable", "routes", { vpcId: ref("shop"), routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: ref("gateway") }] }),
    ...["front", "back", "mute", "deaf"].map((name, index) =>
      resource("aws:ec2/subnet:Subnet", name, { vpcId: ref("shop"), cidrBlock: `10.0.${index}.0/24`, mapPublicIpOnLaunch: name === "front" }),
    ),
    resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "on", { subnetId: ref("front"), routeTableId: ref("routes") }),
    acl("silent", "mute", [pass], [upTo(443)]),
    acl("closed", "deaf", [upTo(443)], [pass]),
    group("open", [tcp(80, "10.0.0.0/16"), tcp(443, "52.0.0.0/8")]),
    instance("web", "front", "open"),
    instance("app", "back", "open"),
    instance("mute-app", "mute", "open"),
    instance("deaf-app", "deaf", "open"),
    instance("other", "front", "open"),
  ]);

  test.each([
    ["app", "mute-app:80", "the network ACL silent does not let the answers out"],
    ["deaf-app", "app:80", "the network ACL closed does not let the answers in"],
    ["web", "other:443", "Not known: web has an address on the internet that is not known"],
  ])("%s to %s: %s", (from, to, said) => {
    expect(asked(from, to, filtered).replace(/\s+/g, " ")).toContain(said);
  });
});
