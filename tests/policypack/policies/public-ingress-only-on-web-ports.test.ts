import { unknown } from "@portcullis/policypack/resources/resource";
import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";
import { everyProtocol, everywhere, group, icmp, instance, tcp, throughBalancer, udp, web } from "./exposures";

const balancer = (props: Readonly<Record<string, CaseValue>>): Entry[] => [
  resource("aws:lb/loadBalancer:LoadBalancer", "front", {
    loadBalancerType: "network",
    securityGroups: [ref("web")],
    subnets: ["subnet-1"],
    ...props,
  }),
  resource("aws:lb/listener:Listener", "way-in", {
    loadBalancerArn: ref("front", "arn"),
    port: 8443,
    protocol: "TCP",
    defaultActions: [{ type: "forward", targetGroupArn: "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/t/1" }],
  }),
];
const perWorkload = { settings: { publicPorts: ["tcp/443", { workload: "game-*", ports: ["udp/7777-7780"] }] } };

describePolicy("public-ingress-only-on-web-ports", [
  {
    name: "a port of its own for everybody",
    stack: [web(tcp(8443, everywhere))],
    at: "ingress[0].cidrBlocks[0]",
    verdict: "violates",
    says: /web opens tcp\/8443 to the whole internet: 0\.0\.0\.0\/0\. Close it, serve it on a web port/,
    advice: false,
  },
  { name: "a UDP port over IPv6", stack: [web(udp(51820, { ipv6CidrBlocks: ["::/0"] }))], at: "ingress[0].ipv6CidrBlocks[0]", verdict: "violates" },
  {
    name: "a range around the web ports",
    stack: [web(tcp(80, everywhere, 443))],
    verdict: "violates",
    says: /opens tcp\/80-443 to the whole internet/,
  },
  { name: "another protocol", stack: [web({ protocol: "50", fromPort: 0, toPort: 0, ...everywhere })], verdict: "violates", says: /protocol 50/ },
  { name: "every protocol", stack: [web(everyProtocol(everywhere))], verdict: "violates" },
  { name: "port 0", stack: [web(tcp(0, everywhere))], verdict: "violates" },
  { name: "both halves of the internet", stack: [web(tcp(8443, { cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"] }))], verdict: "violates" },
  {
    name: "web ports",
    stack: [web(tcp(80, everywhere), tcp(443, { ...everywhere, ipv6CidrBlocks: ["::/0"] }), udp(443, everywhere))],
    verdict: "complies",
  },
  {
    name: "ports of the other policies",
    stack: [web(tcp(22, everywhere), tcp(3306, everywhere), tcp(8080, everywhere), udp(53, everywhere))],
    verdict: "complies",
  },
  { name: "ICMP", stack: [web(icmp(-1, -1, everywhere))], verdict: "complies" },
  { name: "ICMPv6", stack: [web({ protocol: "icmpv6", fromPort: -1, toPort: -1, ipv6CidrBlocks: ["::/0"] })], verdict: "complies" },
  { name: "a narrow public block", stack: [web(tcp(8443, { cidrBlocks: ["52.94.76.0/24"] }))], verdict: "complies" },
  {
    name: "a wider block than the setting allows",
    stack: [web(tcp(8443, { cidrBlocks: ["52.94.76.0/24"] }))],
    config: { settings: { widestPublicBlock: { ipv4: 28, ipv6: 64 } } },
    verdict: "violates",
  },
  {
    name: "a port that the setting names",
    stack: [web(tcp(8443, everywhere))],
    config: { settings: { publicPorts: ["tcp/8000-9000"] } },
    verdict: "complies",
  },
  {
    name: "a web port that the setting leaves out",
    stack: [web(tcp(80, everywhere))],
    config: { settings: { publicPorts: ["tcp/443"] } },
    verdict: "violates",
  },
  {
    name: "TCP, where the setting names UDP",
    stack: [web(tcp(7777, everywhere))],
    config: { settings: { publicPorts: ["udp/7777"] } },
    verdict: "violates",
  },
  {
    name: "a port that is named for this workload",
    stack: [web(udp(7777, everywhere)), instance("game-1", "web")],
    config: perWorkload,
    verdict: "complies",
  },
  {
    name: "a port that is named for another workload",
    stack: [web(udp(7777, everywhere)), instance("shop-1", "web")],
    config: perWorkload,
    verdict: "violates",
  },
  {
    name: "a port that is named for one of two workloads",
    stack: [web(udp(7777, everywhere)), instance("game-1", "web"), instance("shop-1", "web")],
    config: perWorkload,
    verdict: "violates",
  },
  { name: "a port that is named for a workload, on nothing", stack: [web(udp(7777, everywhere))], config: perWorkload, verdict: "violates" },
  {
    name: "a workload that may carry the group",
    stack: [web(udp(7777, everywhere)), resource("aws:ec2/instance:Instance", "game-1", { vpcSecurityGroupIds: unknown })],
    config: perWorkload,
    verdict: "unknown",
  },
  {
    name: "a scaling group by its name, and its template",
    stack: [
      web(udp(7777, everywhere)),
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { vpcSecurityGroupIds: [ref("web")] }),
      resource("aws:autoscaling/group:Group", "game-fleet", { launchTemplate: { id: ref("template"), version: "1" } }),
    ],
    config: perWorkload,
    verdict: "complies",
  },
  { name: "the listener of a network load balancer of the internet", stack: [web(tcp(8443, everywhere)), ...balancer({})], verdict: "complies" },
  {
    name: "the listener of an internal one",
    stack: [web(tcp(8443, everywhere)), ...balancer({ internal: true })],
    verdict: "violates",
    advice: false,
  },
  {
    name: "the listener of an application load balancer",
    stack: [web(tcp(8443, everywhere)), ...balancer({ loadBalancerType: "application" })],
    verdict: "violates",
  },
  { name: "another port of a network load balancer", stack: [web(tcp(8444, everywhere)), ...balancer({})], verdict: "violates" },
  { name: "a balancer that may be internal", stack: [web(tcp(8443, everywhere)), ...balancer({ internal: unknown })], verdict: "unknown" },
  {
    name: "the listener's port, where the group is on an instance as well",
    stack: [web(tcp(8443, everywhere)), ...balancer({}), instance("server", "web")],
    verdict: "violates",
  },
  {
    name: "a target that takes on a port of its own what comes in by the web port",
    stack: [web(tcp(8443, everywhere)), ...throughBalancer({ listener: 443, target: 8443 })],
    verdict: "complies",
  },
  {
    name: "a target of an internet-facing balancer on a port of its own",
    stack: [web(tcp(8443, everywhere)), ...throughBalancer({ listener: 8443, target: 8443 })],
    verdict: "complies",
  },
  {
    name: "a target of an internal balancer on a port of its own",
    stack: [web(tcp(8443, everywhere)), ...throughBalancer({ listener: 8443, target: 8443, balancer: { internal: true } })],
    verdict: "violates",
    says: /Give the balancer a group/,
    advice: true,
  },
  {
    name: "another port of such a target",
    stack: [web(tcp(9443, everywhere)), ...throughBalancer({ listener: 443, target: 8443 })],
    verdict: "violates",
    advice: false,
  },
  {
    name: "the odd port of a database, which is another policy's",
    stack: [
      web(tcp(4406, everywhere)),
      resource("aws:rds/instance:Instance", "orders", { port: 4406, engine: "mysql", vpcSecurityGroupIds: [ref("web")] }),
    ],
    verdict: "complies",
  },
  { name: "an unknown source", stack: [web(tcp(8443, { cidrBlocks: [unknown] }))], verdict: "unknown" },
  {
    name: "unknown rules",
    stack: [resource("aws:ec2/securityGroup:SecurityGroup", "web", { ingress: unknown })],
    verdict: "unknown",
    spellings: "as written",
  },
  { name: "no group", stack: [resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" })], verdict: "not applicable" },
  { name: "a port from a group", stack: [web(tcp(8443, { securityGroups: [ref("other")] })), group("other")], verdict: "complies" },
]);
