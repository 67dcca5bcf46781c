import { unknown, type Plain } from "@portcullis/policypack/resources/resource";
import { describeRepairs, type Repair } from "../../harness/repairs";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";
import { everyProtocol, everywhere, group, icmp, instance, tcp, throughBalancer, udp, web } from "../policies/exposures";

const offices = { settings: { trustedCidrs: ["52.94.76.0/24"] } };
const database = (name: string, ...groups: readonly string[]): Entry =>
  resource("aws:rds/instance:Instance", name, { engine: "postgres", vpcSecurityGroupIds: groups.map((each) => ref(each)) });
const listener = (port: number): Entry[] => [
  resource("aws:lb/loadBalancer:LoadBalancer", "front", { securityGroups: [ref("web")], subnets: ["subnet-1"] }),
  resource("aws:lb/listener:Listener", "way-in", { loadBalancerArn: ref("front", "arn"), port, protocol: "HTTPS", defaultActions: [] }),
];
const egress = (...rules: readonly CaseValue[]): Entry => resource("aws:ec2/securityGroup:SecurityGroup", "web", { egress: rules });

const repairs: readonly Repair[] = [
  {
    name: "a high-risk port is closed, and the range around it stays",
    policy: "no-public-high-risk-ports",
    stack: [web(tcp(2040, everywhere, 2060))],
    becomes: { web: { ingress: [tcp(2040, everywhere, 2048), tcp(2050, everywhere, 2060)] as Plain } },
  },
  {
    name: "a rule for everything is closed, and keeps what a balancer listens on",
    policy: "no-public-admin-ports",
    stack: [web(everyProtocol({ ...everywhere, self: true })), ...listener(443)],
    becomes: {
      web: {
        ingress: [
          { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [], self: true },
          { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] },
        ],
      },
    },
  },
  {
    name: "where a balancer of the internet listens for logins, who may call it is for its owner to say",
    policy: "no-public-admin-ports",
    stack: [web(everyProtocol(everywhere)), ...listener(22)],
    config: { settings: { publicPorts: ["tcp/22"] } },
    declines: /the load balancer front listens on tcp\/22 for the internet: say whose addresses may call it/,
  },
  {
    name: "an office beside the internet stays",
    policy: "no-public-high-risk-ports",
    stack: [web(tcp(21, { cidrBlocks: ["52.94.76.10/32", "0.0.0.0/0"] }))],
    becomes: { web: { ingress: [tcp(21, { cidrBlocks: ["52.94.76.10/32"] })] as Plain } },
  },
  {
    name: "behind a balancer that passes its clients on, nothing is closed",
    policy: "no-public-high-risk-ports",
    stack: [web(tcp(8080, everywhere)), ...throughBalancer({ listener: 8080, target: 8080 })],
    declines: /the clients of front come with their own addresses until it has a group/,
  },
  {
    name: "a block is cut down to the trusted part of it",
    policy: "admin-ports-from-trusted-only",
    stack: [web(tcp(22, { cidrBlocks: ["52.94.76.0/23", "8.8.8.8/32"] }))],
    config: offices,
    becomes: { web: { ingress: [tcp(22, { cidrBlocks: ["52.94.76.0/24"] })] as Plain } },
  },
  {
    name: "a rule that holds nothing trusted goes",
    policy: "admin-ports-from-trusted-only",
    stack: [web(tcp(22, { cidrBlocks: ["8.8.8.8/32"] }), tcp(443, everywhere))],
    config: offices,
    becomes: { web: { ingress: [tcp(443, everywhere)] as Plain } },
  },
  {
    name: "a range keeps the web ports in it",
    policy: "public-ingress-only-on-web-ports",
    stack: [web(tcp(0, everywhere, 65535))],
    becomes: { web: { ingress: [tcp(80, everywhere), tcp(443, everywhere)] as Plain } },
  },
  {
    name: "a range that is somebody else's as well does not become three rules",
    policy: "public-ingress-only-on-web-ports",
    stack: [web(tcp(0, { ...everywhere, securityGroups: ["sg-1"] }, 65535))],
    declines: /^ingress\[0\] of web would become 3 rules: say which ports it needs, and for whom$/,
  },
  {
    name: "a rule without a web port in it stays where nobody knows what it is for",
    policy: "public-ingress-only-on-web-ports",
    stack: [web(tcp(8443, everywhere))],
    declines:
      /^nothing of this program carries web, and whatever does is reached on tcp\/8443 through this rule alone, and the address block of its VPC is not known$/,
  },
  {
    name: "a rule through which the program itself connects stays",
    policy: "public-ingress-only-on-web-ports",
    stack: [
      web(tcp(0, everywhere, 65535)),
      instance("server", "web"),
      resource("command:remote:Command", "set-up", { connection: { host: ref("server", "publicIp") } }),
    ],
    declines: /3 rules, since set-up, while the program is deployed has to get through/,
  },
  {
    name: "a rule for everything keeps what a balancer listens on",
    policy: "no-public-ports-of-every-protocol",
    stack: [web(everyProtocol(everywhere)), ...listener(443)],
    becomes: { web: { ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }] } },
  },
  {
    name: "a rule for everything that is a database's only way in is not closed to callers that are not seen",
    policy: "no-public-ports-of-every-protocol",
    stack: [web(everyProtocol(everywhere)), database("orders", "web")],
    declines: /whoever uses the RDS instance orders from inside its network .* the address block of its VPC is not known/,
  },
  {
    name: "a rule for everything keeps the web where nobody knows what listens",
    policy: "no-public-ports-of-every-protocol",
    stack: [web(everyProtocol(everywhere)), instance("server", "web")],
    becomes: { web: { ingress: [tcp(80, everywhere), tcp(443, everywhere)] as Plain } },
  },
  {
    name: "every message of ICMP is narrowed to the most needed ones, in no more than two rules",
    policy: "no-public-icmp",
    stack: [web(icmp(-1, -1, everywhere))],
    becomes: { web: { ingress: [3, 8].map((type) => icmp(type, -1, everywhere)) as Plain } },
  },
  {
    name: "ICMP in a rule for everything is not cut out of it",
    policy: "no-public-icmp",
    stack: [web(everyProtocol(everywhere))],
    declines: /ingress\[0\] of web is for more than this/,
  },
  {
    name: "a port without a listener is closed",
    policy: "no-rules-without-listener",
    stack: [web(tcp(5432, { cidrBlocks: ["10.0.0.0/16"] }, 5433), udp(53, { cidrBlocks: ["10.0.0.0/16"] })), database("orders", "web")],
    becomes: { web: { ingress: [tcp(5432, { cidrBlocks: ["10.0.0.0/16"] })] as Plain } },
  },
  {
    name: "a database loses its way out",
    policy: "no-unrestricted-egress",
    stack: [egress(everyProtocol(everywhere), tcp(443, { cidrBlocks: ["10.0.0.0/16"] })), database("orders", "web")],
    becomes: { web: { egress: [tcp(443, { cidrBlocks: ["10.0.0.0/16"] })] as Plain } },
  },
  {
    name: "a database keeps a way to the group that admits it by a rule of its own",
    policy: "no-unrestricted-egress",
    stack: [
      egress(everyProtocol(everywhere)),
      database("orders", "web"),
      group("archive"),
      resource("aws:ec2/securityGroupRule:SecurityGroupRule", "copies", {
        type: "ingress",
        protocol: "tcp",
        fromPort: 5432,
        toPort: 5432,
        securityGroupId: ref("archive"),
        sourceSecurityGroupId: ref("web"),
      }),
    ],
    becomes: { web: { egress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, securityGroups: [unknown] }] } },
  },
  {
    name: "groups whose lists would refer to each other stay",
    policy: "no-unrestricted-egress",
    stack: [egress(everyProtocol(everywhere)), database("orders", "web"), group("archive", tcp(5432, { securityGroups: [ref("web")] }))],
    declines: /archive refers to it already/,
  },
  {
    name: "AWS's own rule stays until another one is written",
    policy: "no-unrestricted-egress",
    stack: [resource("aws-native:ec2:SecurityGroup", "web", { groupDescription: "data" }), database("orders", "web")],
    declines: /goes only when another one is written/,
  },
  {
    name: "the last outbound rule stays where AWS's own would take its place",
    policy: "no-unrestricted-egress",
    stack: [
      resource("aws-native:ec2:SecurityGroup", "web", { groupDescription: "data" }),
      resource("aws-native:ec2:SecurityGroupEgress", "all", { groupId: ref("web"), ipProtocol: "-1", cidrIp: "0.0.0.0/0" }),
      database("orders", "web"),
    ],
    declines: /AWS's own, for everything, comes into force/,
  },
  {
    name: "what an instance has to reach is for its owner to say",
    policy: "no-unrestricted-egress",
    stack: [egress(everyProtocol(everywhere)), instance("server", "web")],
    config: { "no-unrestricted-egress": { everyGroup: true } },
    declines: /what server has to reach cannot be told/,
  },
  {
    name: "a rule of its own is narrowed, and a second one made of it",
    policy: "public-ingress-only-on-web-ports",
    stack: [
      group("web"),
      resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "open", {
        securityGroupId: ref("web"),
        cidrIpv4: "0.0.0.0/0",
        ipProtocol: "tcp",
        fromPort: 1,
        toPort: 1000,
      }),
    ],
    becomes: { open: { fromPort: 80, toPort: 80, cidrIpv4: "0.0.0.0/0" }, "open-2": { fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" } },
  },
];

describeRepairs(repairs);
