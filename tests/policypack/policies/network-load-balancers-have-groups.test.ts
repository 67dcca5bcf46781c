import { unknown } from "@portcullis/policypack/resources/resource";
import { describePolicy } from "../../harness/policy";
import { ref, resource, type Entry } from "../../harness/stack";

const setting = "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic";
const group = resource("aws:ec2/securityGroup:SecurityGroup", "web", { vpcId: "vpc-1" });
const balancer = (props: Entry["props"] = {}): Entry =>
  resource("aws:lb/loadBalancer:LoadBalancer", "front", { loadBalancerType: "network", ...props });
const grouped = (props: Entry["props"] = {}): Entry[] => [balancer({ securityGroups: [ref("web")], ...props }), group];

describePolicy("network-load-balancers-have-groups", [
  {
    name: "a network balancer without groups",
    stack: [balancer()],
    at: "securityGroups",
    verdict: "violates",
    says: "front has no group",
    advice: true,
  },
  { name: "a network balancer with an empty list of groups", stack: [balancer({ securityGroups: [] })], verdict: "violates" },
  { name: "a network balancer whose groups are null", stack: [balancer({ securityGroups: null })], verdict: "violates" },
  { name: "an internal one without groups", stack: [balancer({ internal: true })], verdict: "violates" },
  { name: "a network balancer under its other name", stack: [{ ...balancer(), type: "aws:alb/loadBalancer:LoadBalancer" }], verdict: "violates" },
  {
    name: "a network balancer of aws-native without groups",
    stack: [resource("aws-native:elasticloadbalancingv2:LoadBalancer", "front", { type: "network" })],
    verdict: "violates",
  },
  { name: "a network balancer with a group", stack: grouped(), verdict: "complies" },
  { name: "a group from outside the stack", stack: [balancer({ securityGroups: ["sg-1"] })], verdict: "complies" },
  { name: "a group that is unknown", stack: [balancer({ securityGroups: [unknown] })], verdict: "complies" },
  {
    name: "groups that are not enforced on PrivateLink traffic",
    stack: grouped({ [setting]: "off" }),
    at: "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
    verdict: "violates",
    says: /Set .* to "on"/,
  },
  { name: "groups that are enforced on PrivateLink traffic", stack: grouped({ [setting]: "on" }), verdict: "complies" },
  { name: "groups whose enforcement is null", stack: grouped({ [setting]: null }), verdict: "complies" },
  { name: "groups whose enforcement is unknown", stack: grouped({ [setting]: unknown }), verdict: "unknown" },
  { name: "a list of groups that is unknown", stack: [balancer({ securityGroups: unknown })], verdict: "unknown" },
  { name: "a list of groups of the wrong type", stack: [balancer({ securityGroups: true })], verdict: "unknown" },
  { name: "a type that is unknown", stack: [balancer({ loadBalancerType: unknown })], verdict: "unknown" },
  { name: "a type that is none", stack: [balancer({ loadBalancerType: "netwrok" })], verdict: "unknown" },
  { name: "an application balancer without groups", stack: [balancer({ loadBalancerType: "application" })], verdict: "not applicable" },
  { name: "a balancer without a type, which is an application balancer", stack: [balancer({ loadBalancerType: null })], verdict: "not applicable" },
  { name: "a gateway load balancer, which has none", stack: [balancer({ loadBalancerType: "gateway" })], verdict: "not applicable" },
  { name: "a classic balancer", stack: [resource("aws:elb/loadBalancer:LoadBalancer", "front", { listeners: [] })], verdict: "not applicable" },
]);
