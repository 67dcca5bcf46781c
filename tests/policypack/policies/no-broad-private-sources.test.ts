import { unknown } from "@portcullis/policypack/resources/resource";
import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";
import { everyProtocol, everywhere, tcp } from "./exposures";

type Props = Readonly<Record<string, CaseValue>>;

const group = (name: string, vpc: CaseValue, ...ingress: readonly CaseValue[]): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, { ingress, vpcId: vpc });
/** `data` in the VPC `shop`. */
const data = (...ingress: readonly CaseValue[]): Entry => group("data", ref("shop"), ...ingress);
const from = (...cidrBlocks: readonly CaseValue[]): CaseValue => tcp(5432, { cidrBlocks });
const shop = (props: Props = { cidrBlock: "10.0.0.0/16" }): Entry => resource("aws:ec2/vpc:Vpc", "shop", props);
/** The subnet `apps`, with the instance `server` in it. */
const apps = (props: Props = {}, server: Props = { vpcSecurityGroupIds: [ref("app")] }): Entry[] => [
  resource("aws:ec2/subnet:Subnet", "apps", { vpcId: ref("shop"), cidrBlock: "10.0.1.0/24", ...props }),
  resource("aws:ec2/instance:Instance", "server", { subnetId: ref("apps"), ...server }),
  group("app", ref("shop")),
];
/** An endpoint of SQS with the group `data`, which admits the VPC. */
const endpoints = (port: number): Entry[] => [
  data(tcp(port, { cidrBlocks: ["10.0.0.0/16"] })),
  resource("aws:ec2/vpcEndpoint:VpcEndpoint", "queue", {
    vpcId: ref("shop"),
    vpcEndpointType: "Interface",
    serviceName: "com.amazonaws.eu-west-1.sqs",
    subnetIds: [ref("apps")],
    securityGroupIds: [ref("data")],
  }),
];

describePolicy("no-broad-private-sources", [
  {
    name: "all of 10.0.0.0/8",
    stack: [group("data", "vpc-1", from("10.0.0.0/8"))],
    at: "ingress[0].cidrBlocks[0]",
    verdict: "violates",
    says: /^data admits 10\.0\.0\.0\/8, a private network wider than a \/16\. Admit the groups of the callers/,
    advice: true,
  },
  { name: "a /15", stack: [group("data", "vpc-1", from("10.0.0.0/15"))], verdict: "violates" },
  { name: "its halves, in two rules", stack: [group("data", "vpc-1", from("10.0.0.0/16"), from("10.1.0.0/16"))], verdict: "violates" },
  { name: "shared address space", stack: [group("data", "vpc-1", from("100.64.0.0/10"))], verdict: "violates" },
  {
    name: "unique local addresses",
    stack: [group("data", "vpc-1", tcp(443, { ipv6CidrBlocks: ["fd00::/8"] }))],
    at: "ingress[0].ipv6CidrBlocks[0]",
    verdict: "violates",
  },
  {
    name: "every protocol from all private networks",
    stack: [group("data", "vpc-1", everyProtocol({ cidrBlocks: ["192.168.0.0/16", "172.16.0.0/12"] }))],
    at: "ingress[0].cidrBlocks[1]",
    verdict: "violates",
  },
  {
    name: "a /20 where the setting allows a /24",
    stack: [group("data", "vpc-1", from("10.0.0.0/20"))],
    config: { "no-broad-private-sources": { widestPrivateBlock: { ipv4: 24, ipv6: 64 } } },
    verdict: "violates",
  },
  {
    name: "a whole subnet, where the workload has a group",
    stack: [data(from("10.0.1.0/24")), shop(), ...apps()],
    verdict: "violates",
    says: /^data admits 10\.0\.1\.0\/24, which covers the whole subnet apps, where every workload has a group\. Admit the groups of the callers instead\.$/,
    advice: true,
  },
  { name: "a whole VPC", stack: [data(from("10.0.0.0/16")), shop(), ...apps()], verdict: "violates", says: /the whole VPC shop/ },
  {
    name: "a whole VPC, admitted to HTTPS of an endpoint of AWS",
    stack: [...endpoints(443), shop(), ...apps()],
    verdict: "complies",
  },
  {
    name: "a whole VPC, admitted to another port of an endpoint",
    stack: [...endpoints(5432), shop(), ...apps()],
    verdict: "violates",
  },
  {
    name: "a whole VPC, admitted to HTTPS of an endpoint and of an instance",
    stack: [
      ...endpoints(443),
      shop(),
      ...apps(),
      resource("aws:ec2/instance:Instance", "web", { subnetId: ref("apps"), vpcSecurityGroupIds: [ref("data")] }),
    ],
    verdict: "violates",
  },
  {
    name: "a whole subnet in halves",
    stack: [data(from("10.0.1.0/25"), from("10.0.1.128/25")), shop(), ...apps()],
    verdict: "violates",
    says: /the whole subnet apps/,
  },
  {
    name: "a whole subnet of a VPC with public addresses of its own",
    stack: [data(from("20.0.1.0/24")), shop({ cidrBlock: "20.0.0.0/16" }), ...apps({ cidrBlock: "20.0.1.0/24" })],
    verdict: "violates",
  },
  { name: "a /16 without anything in it", stack: [group("data", "vpc-1", from("10.0.0.0/16"))], verdict: "complies" },
  {
    name: "two blocks on ports of their own",
    stack: [group("data", "vpc-1", from("10.0.0.0/16"), tcp(443, { cidrBlocks: ["10.1.0.0/16"] }))],
    verdict: "complies",
  },
  {
    name: "a wide block that is trusted",
    stack: [group("data", "vpc-1", from("10.0.0.0/8"))],
    config: { settings: { trustedCidrs: ["10.0.0.0/8"] } },
    verdict: "complies",
  },
  { name: "everybody, which is another policy's", stack: [data(tcp(443, everywhere)), shop(), ...apps()], verdict: "complies" },
  { name: "a part of a subnet", stack: [data(from("10.0.1.0/25")), shop(), ...apps()], verdict: "complies" },
  {
    name: "a subnet whose halves are for different ports",
    stack: [data(from("10.0.1.0/25"), tcp(443, { cidrBlocks: ["10.0.1.128/25"] })), shop(), ...apps()],
    verdict: "complies",
  },
  { name: "a subnet with nothing in it", stack: [data(from("10.0.1.0/24")), shop(), ...apps().slice(0, 1)], verdict: "complies" },
  { name: "a subnet of which a workload has no group", stack: [data(from("10.0.1.0/24")), shop(), ...apps({}, {})], verdict: "complies" },
  {
    name: "a subnet with a balancer in it that has no group",
    stack: [
      data(from("10.0.1.0/24")),
      shop(),
      ...apps(),
      resource("aws:lb/loadBalancer:LoadBalancer", "front", { loadBalancerType: "network", subnets: [ref("apps")] }),
    ],
    verdict: "complies",
  },
  {
    name: "the same block of another VPC",
    stack: [group("data", ref("other"), from("10.0.1.0/24")), resource("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.9.0.0/16" }), shop(), ...apps()],
    verdict: "complies",
  },
  { name: "a group", stack: [data(tcp(5432, { securityGroups: [ref("app")] })), shop(), ...apps()], verdict: "complies" },
  { name: "a block that is unknown", stack: [group("data", "vpc-1", from(unknown))], verdict: "unknown" },
  { name: "a VPC whose block is unknown", stack: [data(from("10.0.2.0/23")), shop({ cidrBlock: unknown }), ...apps()], verdict: "unknown" },
  {
    name: "a workload whose groups are unknown",
    stack: [data(from("10.0.1.0/24")), shop(), ...apps({}, { vpcSecurityGroupIds: unknown })],
    verdict: "unknown",
  },
  { name: "no group at all", stack: [shop()], verdict: "not applicable" },
  {
    name: "all of 10.0.0.0/8, with the whole VPC in it, of which it is said once",
    stack: [data(from("10.0.0.0/8", "10.0.0.0/16")), shop(), ...apps()],
    verdict: "violates",
    says: /^[^\n]*$/,
    spellings: "as written",
  },
  { name: "an IPv6 block of the widest size", stack: [group("data", "vpc-1", tcp(443, { ipv6CidrBlocks: ["fd00:1::/48"] }))], verdict: "complies" },
  { name: "an IPv6 block of twice that size", stack: [group("data", "vpc-1", tcp(443, { ipv6CidrBlocks: ["fd00:1::/47"] }))], verdict: "violates" },
]);
