import { unknown } from "@portcullis/policypack/resources/resource";
import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";

const tcp = (port: number, sources: Record<string, CaseValue>): CaseValue => ({ protocol: "tcp", fromPort: port, toPort: port, ...sources });
const group = (...ingress: readonly CaseValue[]): Entry => resource("aws:ec2/securityGroup:SecurityGroup", "tools", { ingress, vpcId: "vpc-1" });
const balancer = (props: Entry["props"] = {}): Entry =>
  resource("aws:lb/loadBalancer:LoadBalancer", "front", { internal: true, securityGroups: [ref("tools")], ...props });
const admitting = (sources: Record<string, CaseValue>, front: Entry = balancer()): Entry[] => [front, group(tcp(443, sources))];
const everywhere: CaseValue = { cidrBlocks: ["0.0.0.0/0"] };
const trusting = (...trustedCidrs: readonly string[]): { settings: { trustedCidrs: readonly string[] } } => ({ settings: { trustedCidrs } });
const origin = resource("aws:cloudfront/vpcOrigin:VpcOrigin", "origin", {
  vpcOriginEndpointConfig: { arn: ref("front", "arn"), httpPort: 80, httpsPort: 443, name: "origin", originProtocolPolicy: "https-only" },
});

describePolicy("internal-load-balancer-trusted-only", [
  {
    name: "an internal balancer that admits everybody",
    stack: admitting(everywhere),
    at: "ingress[0].cidrBlocks[0]",
    verdict: "violates",
    says: /tools opens the internal load balancer front to the whole internet: 0\.0\.0\.0\/0/,
    advice: false,
  },
  {
    name: "an internal balancer that admits everybody over IPv6",
    stack: admitting({ ipv6CidrBlocks: ["::/0"] }),
    at: "ingress[0].ipv6CidrBlocks[0]",
    verdict: "violates",
  },
  { name: "an internal balancer that admits one address of the internet", stack: admitting({ cidrBlocks: ["52.94.76.10/32"] }), verdict: "violates" },
  {
    name: "an address that is trusted",
    stack: admitting({ cidrBlocks: ["52.94.76.10/32"] }),
    config: trusting("52.94.76.0/24"),
    verdict: "complies",
  },
  { name: "private networks, where none is named", stack: admitting({ cidrBlocks: ["10.0.0.0/8"] }), verdict: "complies" },
  {
    name: "private networks, where only offices of the internet are named",
    stack: admitting({ cidrBlocks: ["10.0.0.0/8"] }),
    config: trusting("52.94.76.0/24"),
    verdict: "complies",
  },
  {
    name: "more private networks than are named",
    stack: admitting({ cidrBlocks: ["10.0.0.0/8"] }),
    config: trusting("10.8.0.0/16"),
    verdict: "violates",
    says: /10\.0\.0\.0\/8, outside of trustedCidrs/,
  },
  {
    name: "the private networks that are named",
    stack: admitting({ cidrBlocks: ["10.8.4.0/22"] }),
    config: trusting("10.8.0.0/16"),
    verdict: "complies",
  },
  {
    name: "a private network beside those that are named, over IPv6",
    stack: admitting({ ipv6CidrBlocks: ["fd12::/16"] }),
    config: trusting("fd00:1::/32"),
    verdict: "violates",
  },
  {
    name: "a group",
    stack: [...admitting({ securityGroups: [ref("app")] }), { ...group(), name: "app" }],
    config: trusting("10.8.0.0/16"),
    verdict: "complies",
  },
  { name: "an internet-facing balancer", stack: admitting(everywhere, balancer({ internal: false })), verdict: "not applicable" },
  {
    name: "a balancer that does not say, and faces the internet",
    stack: admitting(everywhere, balancer({ internal: null })),
    verdict: "not applicable",
  },
  { name: "a balancer that may be internal", stack: admitting(everywhere, balancer({ internal: unknown })), verdict: "unknown" },
  { name: "a balancer whose groups are unknown", stack: admitting(everywhere, balancer({ securityGroups: unknown })), verdict: "unknown" },
  { name: "an internal network balancer", stack: admitting(everywhere, balancer({ loadBalancerType: "network" })), verdict: "violates" },
  {
    name: "an internal classic balancer",
    stack: admitting(
      everywhere,
      resource("aws:elb/loadBalancer:LoadBalancer", "front", { internal: true, securityGroups: [ref("tools")], listeners: [] }),
    ),
    verdict: "violates",
  },
  {
    name: "an internal balancer of aws-native",
    stack: admitting(
      everywhere,
      resource("aws-native:elasticloadbalancingv2:LoadBalancer", "front", { scheme: "internal", securityGroups: [ref("tools")] }),
    ),
    verdict: "violates",
  },
  {
    name: "an endpoint of an accelerator, whose clients come with their own addresses",
    stack: [
      ...admitting(everywhere),
      resource("aws:globalaccelerator/endpointGroup:EndpointGroup", "edge", {
        listenerArn: "arn:listener",
        endpointConfigurations: [{ endpointId: ref("front", "arn"), clientIpPreservationEnabled: true }],
      }),
    ],
    verdict: "complies",
  },
  { name: "a VPC origin that admits everybody", stack: [...admitting(everywhere), origin], verdict: "violates" },
  {
    name: "a VPC origin that admits CloudFront",
    stack: [...admitting({ prefixListIds: ["pl-1"] }), origin],
    config: { settings: { knownPrefixLists: { "pl-1": "com.amazonaws.global.cloudfront.origin-facing" } } },
    verdict: "complies",
  },
  { name: "a prefix list from outside the stack", stack: admitting({ prefixListIds: ["pl-1"] }), verdict: "unknown" },
  {
    name: "the stack's own network with public addresses",
    stack: [...admitting({ cidrBlocks: ["20.0.0.0/16"] }), resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "20.0.0.0/16" })],
    verdict: "complies",
  },
  {
    name: "a block of the internet that could be the stack's own, since its network's block is unknown",
    stack: [...admitting({ cidrBlocks: ["20.0.0.0/16"] }), resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: unknown })],
    verdict: "unknown",
  },
  { name: "a rule without a source", stack: admitting({}), verdict: "complies" },
  { name: "an address block that is unknown", stack: admitting({ cidrBlocks: [unknown] }), verdict: "unknown" },
  {
    name: "everybody, where private networks are named",
    stack: admitting(everywhere),
    config: trusting("10.8.0.0/16"),
    verdict: "violates",
    says: /opens the internal load balancer front to the whole internet/,
  },
  {
    name: "a private network that is not named",
    stack: admitting({ cidrBlocks: ["10.9.0.0/16"] }),
    config: trusting("10.8.0.0/16"),
    verdict: "violates",
    says: /opens the internal load balancer front to 10\.9\.0\.0\/16, outside of trustedCidrs/,
  },
]);
