import { describe, expect, test } from "@jest/globals";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure } from "@portcullis/policypack/contract/settings";
import { unknown } from "@portcullis/policypack/resources/resource";
import { answersFor } from "@portcullis/remediator/reach/answers";
import { parseFrom, parseTo } from "@portcullis/remediator/reach/spelling";
import { judgementOf } from "../../harness/reports";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";

const https = { protocol: "tcp", fromPort: 443, toPort: 443 };
const everywhere = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] };
const group = (name: string, rule: Record<string, CaseValue>): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, { vpcId: ref("shop"), ingress: [{ ...https, ...rule }], egress: [everywhere] });
const subnet = (name: string, table: string, inputs: Record<string, CaseValue>): readonly Entry[] => [
  resource("aws:ec2/subnet:Subnet", name, { vpcId: ref("shop"), ...inputs }),
  resource("aws:ec2/routeTableAssociation:RouteTableAssociation", `${name}-on`, { subnetId: ref(name), routeTableId: ref(table) }),
];
const instance = (name: string, at: CaseValue, groupName: string, inputs: Record<string, CaseValue> = {}): Entry =>
  resource("aws:ec2/instance:Instance", name, { subnetId: at, vpcSecurityGroupIds: [ref(groupName)], ...inputs });
const table = (name: string, ...routes: readonly CaseValue[]): Entry =>
  resource("aws:ec2/routeTable:RouteTable", name, { vpcId: ref("shop"), routes });
const outOver4: CaseValue = { cidrBlock: "0.0.0.0/0", gatewayId: ref("gateway") };
const outOver6: CaseValue = { ipv6CidrBlock: "::/0", gatewayId: ref("gateway") };

/** A VPC with IPv6 addresses that Amazon assigns, so that no block of them is known before it is made. */
const { source } = judgementOf([
  resource("aws:ec2/vpc:Vpc", "shop", { cidrBlock: "10.0.0.0/16", assignGeneratedIpv6CidrBlock: true }),
  resource("aws:ec2/internetGateway:InternetGateway", "gateway", { vpcId: ref("shop") }),
  resource("aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", "outward", { vpcId: ref("shop") }),
  table("both", outOver4, outOver6),
  table("four", outOver4),
  table("outward-only", { ipv6CidrBlock: "::/0", egressOnlyGatewayId: ref("outward") }),
  ...subnet("dual", "both", { cidrBlock: "10.0.1.0/24", ipv6CidrBlock: unknown, assignIpv6AddressOnCreation: true }),
  ...subnet("asked", "both", { cidrBlock: "10.0.2.0/24", ipv6CidrBlock: "2001:db8:0:2::/64" }),
  ...subnet("plain", "both", { cidrBlock: "10.0.3.0/24" }),
  ...subnet("half", "four", { cidrBlock: "10.0.4.0/24", ipv6CidrBlock: unknown, assignIpv6AddressOnCreation: true }),
  ...subnet("inner", "outward-only", { cidrBlock: "10.0.5.0/24", ipv6CidrBlock: unknown, assignIpv6AddressOnCreation: true }),
  ...subnet("native", "both", { ipv6Native: true, ipv6CidrBlock: unknown, assignIpv6AddressOnCreation: true }),
  ...subnet("chosen", "both", { cidrBlock: "10.0.6.0/24", ipv6CidrBlock: unknown, assignIpv6AddressOnCreation: unknown }),
  group("any6", { ipv6CidrBlocks: ["::/0"] }),
  group("any4", { cidrBlocks: ["0.0.0.0/0"] }),
  group("office6", { ipv6CidrBlocks: ["2a01:4f8::/32"] }),
  instance("dual-6", ref("dual"), "any6"),
  instance("dual-4", ref("dual"), "any4"),
  instance("dual-refused", ref("dual"), "any6", { ipv6AddressCount: 0 }),
  instance("dual-office", ref("dual"), "office6"),
  instance("asked-none", ref("asked"), "any6"),
  instance("asked-one", ref("asked"), "any6", { ipv6AddressCount: 1 }),
  instance("asked-named", ref("asked"), "any6", { ipv6Addresses: ["2001:db8:0:2::7"] }),
  instance("asked-unknown", ref("asked"), "any6", { ipv6AddressCount: unknown }),
  instance("plain-6", ref("plain"), "any6"),
  instance("half-6", ref("half"), "any6"),
  instance("inner-6", ref("inner"), "any6"),
  instance("native-6", ref("native"), "any6"),
  instance("native-4", ref("native"), "any4", { associatePublicIpAddress: true }),
  instance("chosen-6", ref("chosen"), "any6"),
  instance("lost-6", unknown, "any6"),
  resource("aws:ec2/launchTemplate:LaunchTemplate", "template", {
    networkInterfaces: [{ subnetId: ref("asked"), securityGroups: [ref("any6")], ipv6AddressCount: 2 }],
  }),
  resource("aws:autoscaling/group:Group", "fleet", { vpcZoneIdentifiers: [ref("asked")], launchTemplate: { id: ref("template") } }),
  resource("aws:ec2/networkInterface:NetworkInterface", "interface", { subnetId: ref("dual"), securityGroups: [ref("any4")] }),
  resource("aws:ec2/eip:Eip", "address", { domain: "vpc", networkInterface: ref("interface") }),
]);

function answer(from: string, to: string): string {
  const [client, target] = [parseFrom(from), parseTo(to)];
  if ("wrong" in client || "wrong" in target) throw new Error("the question is right");
  const answers = answersFor([source], configure({}, policies), client, target);
  if ("wrong" in answers) return answers.wrong;
  return [...new Set(answers.map(({ answer: given }) => given.answer))].join();
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html */
describe("addresses of IPv6 are on the internet where a route leads there", () => {
  test.each([
    ["internet", "dual-6:443", "yes"],
    ["internet", "dual-4:443", "no"],
    ["internet", "dual-refused:443", "no"],
    ["2a01:4f8::/32", "dual-office:443", "yes"],
    ["2a02::/32", "dual-office:443", "no"],
    ["8.8.8.8/32", "dual-6:443", "no"],
    ["internet", "asked-none:443", "no"],
    ["internet", "asked-one:443", "yes"],
    ["internet", "asked-named:443", "yes"],
    ["internet", "asked-unknown:443", "unknown"],
    ["internet", "plain-6:443", "no"],
    ["internet", "half-6:443", "no"],
    ["internet", "inner-6:443", "no"],
    ["internet", "native-6:443", "yes"],
    ["internet", "native-4:443", "no"],
    ["internet", "chosen-6:443", "unknown"],
    ["internet", "lost-6:443", "unknown"],
    ["internet", "fleet:443", "yes"],
    ["internet", "interface:443", "yes"],
    ["inner-6", "native-6:443", "unknown"],
    ["inner-6", "native-4:443", "no"],
    ["native-6", "dual-4:443", "no"],
    ["asked-none", "native-6:443", "no"],
    ["asked-none", "dual-4:443", "yes"],
  ])("%s to %s: %s", (from, to, expected) => {
    expect(answer(from, to)).toBe(expected);
  });
});
