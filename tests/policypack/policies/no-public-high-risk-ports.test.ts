import { unknown } from "@portcullis/policypack/resources/resource";
import { describePolicy } from "../../harness/policy";
import { ref, resource } from "../../harness/stack";
import { everyProtocol, everywhere, group, instance, tcp, throughBalancer, udp, web } from "./exposures";

describePolicy("no-public-high-risk-ports", [
  {
    name: "FTP from everywhere",
    stack: [web(tcp(21, everywhere))],
    at: "ingress[0].cidrBlocks[0]",
    verdict: "violates",
    says: /web opens FTP \(tcp\/21\) to the whole internet: 0\.0\.0\.0\/0/,
    advice: false,
  },
  { name: "SNMP over IPv6", stack: [web(udp(161, { ipv6CidrBlocks: ["::/0"] }))], at: "ingress[0].ipv6CidrBlocks[0]", verdict: "violates" },
  { name: "all of IPv4 behind NAT64", stack: [web(tcp(8080, { ipv6CidrBlocks: ["64:ff9b::/96"] }))], verdict: "violates" },
  { name: "one network behind NAT64", stack: [web(tcp(8080, { ipv6CidrBlocks: ["64:ff9b::300:0/120"] }))], verdict: "complies" },
  {
    name: "an unused range around NFS",
    stack: [web(tcp(2000, everywhere, 2100))],
    verdict: "violates",
    says: /opens tcp\/2000-2100, with NFS \(tcp\/2049\), to the whole internet/,
  },
  {
    name: "both halves of the internet",
    stack: [web(udp(53, { cidrBlocks: ["0.0.0.0/1"] }), udp(53, { cidrBlocks: ["128.0.0.0/1"] }))],
    verdict: "violates",
  },
  { name: "every protocol", stack: [web(everyProtocol(everywhere))], verdict: "violates" },
  { name: "every port by number", stack: [web({ protocol: 6, fromPort: "0", toPort: "65535", ...everywhere })], verdict: "violates" },
  { name: "DNS over TCP, which is in no list", stack: [web(tcp(53, everywhere))], verdict: "complies" },
  { name: "web ports", stack: [web(tcp(80, everywhere), tcp(443, everywhere))], verdict: "complies" },
  { name: "a development port from a private network", stack: [web(tcp(3000, { cidrBlocks: ["10.0.0.0/8"] }))], verdict: "complies" },
  { name: "a development port from a group", stack: [web(tcp(3000, { securityGroups: [ref("other")] })), group("other")], verdict: "complies" },
  { name: "a development port from an unknown place", stack: [web(tcp(3000, { cidrBlocks: [unknown] }))], verdict: "unknown" },
  { name: "an unknown port for everybody", stack: [web({ protocol: "tcp", fromPort: unknown, toPort: unknown, ...everywhere })], verdict: "unknown" },
  {
    name: "a development port of what is behind a balancer with a group",
    stack: [
      web(tcp(8080, everywhere)),
      group("door"),
      ...throughBalancer({ listener: 443, target: 8080, balancer: { securityGroups: [ref("door")] } }),
    ],
    verdict: "violates",
    says: /0\.0\.0\.0\/0\. Admit the group of front instead, the load balancer in front of server\.$/,
  },
  {
    name: "a development port of two machines behind one balancer",
    stack: [
      web(tcp(8080, everywhere)),
      group("door"),
      ...throughBalancer({ listener: 443, target: 8080, balancer: { securityGroups: [ref("door")] } }),
      instance("second", "web"),
      resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", "second-in-servers", {
        targetGroupArn: ref("servers", "arn"),
        targetId: ref("second"),
      }),
    ],
    verdict: "violates",
    says: /0\.0\.0\.0\/0\. Admit the group of front instead, the load balancer in front of second and server\.$/,
  },
  {
    name: "a development port of what shares the group of the balancer in front of it",
    stack: [web(tcp(8080, everywhere)), ...throughBalancer({ listener: 443, target: 8080, balancer: { securityGroups: [ref("web")] } })],
    verdict: "violates",
    says: /Give front, the load balancer in front of server, a group of its own, and admit that instead\.$/,
  },
  {
    name: "a development port of a function",
    stack: [
      web(tcp(8080, everywhere)),
      resource("aws:lambda/function:Function", "worker", { vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: [ref("web")] } }),
    ],
    verdict: "violates",
    says: /Drop the rule: a Lambda function takes no connections\.$/,
  },
  {
    name: "a development port of a database",
    stack: [web(tcp(8080, everywhere)), resource("aws:rds/instance:Instance", "orders", { engine: "postgres", vpcSecurityGroupIds: [ref("web")] })],
    verdict: "violates",
    says: /Admit the group of the application that uses it instead\.$/,
  },
  {
    name: "a development port of a control plane",
    stack: [
      web(tcp(8080, everywhere)),
      resource("aws:eks/cluster:Cluster", "nodes", { vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: [ref("web")] } }),
    ],
    verdict: "violates",
    says: /Admit the groups of the nodes, which a control plane's own group is for/,
  },
  {
    name: "a development port of a machine that a balancer could stand in front of",
    stack: [web(tcp(8080, everywhere)), instance("server", "web")],
    verdict: "violates",
    says: /serve them through a load balancer on a web port and drop the rule\.$/,
  },
  { name: "no group", stack: [resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" })], verdict: "not applicable" },
  {
    name: "a target of a balancer that passes its clients on, on its port",
    stack: [web(tcp(8080, everywhere)), ...throughBalancer({ listener: 8080, target: 8080 })],
    verdict: "violates",
    says: /web opens tcp\/8080 to .*, as front passes on who calls its tcp\/8080\. Give the balancer a group/,
    advice: true,
  },
  {
    name: "a target that takes on such a port what comes in by the web port",
    stack: [web(tcp(8080, everywhere)), ...throughBalancer({ listener: 443, target: 8080 })],
    verdict: "complies",
  },
  {
    name: "a listener on such a port that leads to another one",
    stack: [web(tcp(443, everywhere)), ...throughBalancer({ listener: 8080, target: 443 })],
    verdict: "violates",
    says: /opens HTTPS \(tcp\/443\) to .*, as front passes on who calls its tcp\/8080\./,
    advice: true,
  },
  {
    name: "DNS behind a balancer",
    stack: [web(udp(53, everywhere)), ...throughBalancer({ listener: 53, target: 53, protocol: "UDP", targetGroup: { targetType: "ip" } })],
    verdict: "violates",
    says: /DNS \(udp\/53\) to .*, as front passes on/,
    advice: true,
  },
  {
    name: "another port of such a target",
    stack: [web(tcp(21, everywhere)), ...throughBalancer({ listener: 8080, target: 8080 })],
    verdict: "violates",
    advice: false,
  },
  {
    name: "a target that sees the balancer's address",
    stack: [web(tcp(8080, everywhere)), ...throughBalancer({ listener: 443, target: 8080, targetGroup: { preserveClientIp: false } })],
    verdict: "violates",
    advice: false,
  },
  {
    name: "a balancer with a group",
    stack: [
      web(tcp(8080, everywhere)),
      group("front-group", tcp(443, everywhere)),
      ...throughBalancer({ listener: 443, target: 8080, balancer: { securityGroups: [ref("front-group")] } }),
    ],
    verdict: "violates",
    advice: false,
  },
  {
    name: "an application load balancer",
    stack: [
      web(tcp(8080, everywhere)),
      ...throughBalancer({ listener: 443, target: 8080, protocol: "HTTP", balancer: { loadBalancerType: "application" } }),
    ],
    verdict: "violates",
    advice: false,
  },
  {
    name: "a group that is on something else as well",
    stack: [web(tcp(8080, everywhere)), ...throughBalancer({ listener: 443, target: 8080 }), instance("other", "web")],
    verdict: "violates",
    advice: false,
  },
  {
    name: "a group that may be on something else as well",
    stack: [
      web(tcp(8080, everywhere)),
      ...throughBalancer({ listener: 443, target: 8080 }),
      resource("aws:ec2/instance:Instance", "other", { vpcSecurityGroupIds: unknown }),
    ],
    verdict: "unknown",
  },
  {
    name: "a balancer that may have a group",
    stack: [web(tcp(8080, everywhere)), ...throughBalancer({ listener: 443, target: 8080, balancer: { securityGroups: unknown } })],
    verdict: "unknown",
  },
  {
    name: "a listener on an unknown port",
    stack: [
      web(tcp(8080, everywhere)),
      ...throughBalancer({ listener: 443, target: 8080 }),
      resource("aws:lb/listener:Listener", "second", {
        loadBalancerArn: ref("front", "arn"),
        port: unknown,
        protocol: "TCP",
        defaultActions: [{ type: "forward", targetGroupArn: ref("servers", "arn") }],
      }),
    ],
    verdict: "unknown",
  },
  {
    name: "instances of a scaling group, by its template",
    stack: [
      web(tcp(8080, everywhere)),
      ...throughBalancer({ listener: 443, target: 8080 }).filter(({ name }) => !name.startsWith("server-") && name !== "server"),
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { vpcSecurityGroupIds: [ref("web")] }),
      resource("aws:autoscaling/group:Group", "fleet", {
        launchTemplate: { id: ref("template"), version: "1" },
        targetGroupArns: [ref("servers", "arn")],
      }),
    ],
    verdict: "complies",
  },
]);
