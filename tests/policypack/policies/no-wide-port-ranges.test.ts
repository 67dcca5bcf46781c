import { unknown } from "@portcullis/policypack/resources/resource";
import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";
import { everyProtocol, everywhere, group, icmp, instance, tcp, udp, web } from "./exposures";

const office = { cidrBlocks: ["10.1.0.0/16"] };
const other = { securityGroups: [ref("other")] };
const cluster = resource("aws:eks/cluster:Cluster", "cluster", { roleArn: "arn:aws:iam::1:role/eks" });
const tagged = (tags: CaseValue, ...ingress: readonly CaseValue[]): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", "web", { ingress, tags });

describePolicy("no-wide-port-ranges", [
  {
    name: "every port of TCP from a network",
    stack: [web(tcp(0, office, 65535))],
    at: "ingress[0].cidrBlocks[0]",
    verdict: "violates",
    says: /web admits 10\.1\.0\.0\/16 to [^\n]+: as many as 65,536 ports\. Open the ports that are needed/,
    advice: true,
  },
  { name: "every protocol from a network", stack: [web(everyProtocol(office))], verdict: "violates" },
  { name: "every protocol from everywhere", stack: [web(everyProtocol(everywhere))], verdict: "violates" },
  { name: "101 ports of UDP", stack: [web(udp(5000, office, 5100))], verdict: "violates", says: /as many as 101 ports/ },
  {
    name: "two neighbouring ranges of the same source",
    stack: [web(tcp(1000, office, 1059), tcp(1060, office, 1119))],
    verdict: "violates",
    says: /120 ports/,
  },
  {
    name: "two ranges of which the sources overlap",
    stack: [web(tcp(1000, office, 1059), tcp(2000, { cidrBlocks: ["10.0.0.0/8"] }, 2059))],
    at: "ingress[1].cidrBlocks[0]",
    verdict: "violates",
  },
  {
    name: "every port from another group",
    stack: [web(tcp(0, other, 65535)), group("other")],
    at: "ingress[0].securityGroups[0]",
    verdict: "violates",
    says: /admits other to/,
  },
  { name: "two ranges of the same group", stack: [web(tcp(1000, other, 1059), tcp(2000, other, 2059)), group("other")], verdict: "violates" },
  { name: "every port from a group of which only the id is known", stack: [web(tcp(0, { securityGroups: ["sg-9"] }, 65535))], verdict: "violates" },
  {
    name: "every port from CloudFront",
    stack: [web(tcp(0, { prefixListIds: ["pl-1"] }, 65535))],
    config: { settings: { knownPrefixLists: { "pl-1": "com.amazonaws.global.cloudfront.origin-facing" } } },
    at: "ingress[0].prefixListIds[0]",
    verdict: "violates",
  },
  {
    name: "more than the setting allows",
    stack: [web(tcp(80, office, 89))],
    config: { "no-wide-port-ranges": { widestPortRange: 5 } },
    verdict: "violates",
    says: /from 5\.$/,
  },
  { name: "100 ports", stack: [web(tcp(5000, office, 5099))], verdict: "complies" },
  { name: "the same ports twice", stack: [web(tcp(5000, office, 5099), tcp(5000, { cidrBlocks: ["10.0.0.0/8"] }, 5099))], verdict: "complies" },
  { name: "100 ports of each protocol", stack: [web(tcp(5000, office, 5099), udp(5000, office, 5099))], verdict: "complies" },
  {
    name: "60 ports for each of two sources",
    stack: [web(tcp(1000, office, 1059), tcp(2000, { cidrBlocks: ["10.2.0.0/16"] }, 2059))],
    verdict: "complies",
  },
  {
    name: "60 ports for each of two groups",
    stack: [web(tcp(1000, other, 1059), tcp(2000, { securityGroups: [ref("third")] }, 2059)), group("other"), group("third")],
    verdict: "complies",
    // Before they have ids, the rules of one property may refer to either.
    stages: ["deployed"],
  },
  { name: "every port from itself", stack: [web(tcp(0, { self: true }, 65535))], verdict: "complies" },
  { name: "every message of ICMP", stack: [web(icmp(-1, -1, office))], verdict: "complies" },
  { name: "a range without a source", stack: [web(tcp(0, {}, 65535))], verdict: "complies" },
  {
    name: "NodePorts of a cluster from the balancer's group",
    stack: [web(tcp(30000, other, 32767)), group("other"), instance("node", "web"), cluster],
    verdict: "complies",
  },
  {
    name: "the control plane, by the tag of a cluster",
    stack: [tagged({ "kubernetes.io/cluster/shop": "owned" }, tcp(1025, other, 65535)), group("other")],
    verdict: "complies",
  },
  {
    name: "more than the control plane needs",
    stack: [web(tcp(0, other, 65535)), group("other"), instance("node", "web"), cluster],
    verdict: "violates",
    says: /every tcp port: as many as 65,536 ports/,
  },
  { name: "NodePorts from a network", stack: [web(tcp(30000, office, 32767)), instance("node", "web"), cluster], verdict: "violates" },
  {
    name: "NodePorts of a database",
    stack: [
      web(tcp(30000, other, 32767)),
      group("other"),
      cluster,
      resource("aws:rds/instance:Instance", "orders", { engine: "mysql", vpcSecurityGroupIds: [ref("web")] }),
    ],
    verdict: "violates",
  },
  {
    name: "ephemeral ports of a host of containers",
    stack: [
      web(tcp(32768, other, 65535)),
      group("other"),
      instance("host", "web"),
      resource("aws:ecs/service:Service", "service", { launchType: "EC2" }),
    ],
    verdict: "complies",
  },
  { name: "ephemeral ports of an instance", stack: [web(tcp(32768, other, 65535)), group("other"), instance("host", "web")], verdict: "violates" },
  { name: "tags that are not known", stack: [tagged(unknown, tcp(1025, other, 65535)), group("other")], verdict: "unknown", spellings: "aws" },
  { name: "ports that are not known", stack: [web({ protocol: "tcp", fromPort: 0, toPort: unknown, ...office })], verdict: "unknown" },
  { name: "a source that is not known", stack: [web(tcp(0, { cidrBlocks: [unknown] }, 65535))], verdict: "unknown" },
  { name: "a prefix list from outside the stack", stack: [web(tcp(0, { prefixListIds: ["pl-1"] }, 65535))], verdict: "unknown" },
  { name: "no group", stack: [resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" })], verdict: "not applicable" },
  {
    name: "the widest of two ranges is said",
    stack: [web(tcp(1000, office, 1100), tcp(2000, { cidrBlocks: ["10.2.0.0/16"] }, 6999))],
    verdict: "violates",
    says: "web admits 10.2.0.0/16 to tcp/2000-6999: as many as 5,000 ports, and 10.1.0.0/16 to more than 100. Open the ports that are needed",
    spellings: "as written",
  },
  {
    name: "two sources of the widest range, and one of another",
    stack: [web(tcp(2000, office, 6999), tcp(2000, { cidrBlocks: ["10.2.0.0/16"] }, 6999), tcp(1000, { cidrBlocks: ["10.3.0.0/16"] }, 1100))],
    verdict: "violates",
    says: "web admits 10.1.0.0/16 and 10.2.0.0/16 to tcp/2000-6999: as many as 5,000 ports, and 10.3.0.0/16 to more than 100. Open",
    spellings: "as written",
  },
  {
    name: "networks that meet in part, two of them only where the third is not",
    stack: [
      web(
        tcp(1000, { cidrBlocks: ["10.0.0.0/15"] }, 1059),
        tcp(2000, { cidrBlocks: ["10.1.0.0/16"] }, 2059),
        tcp(3000, { cidrBlocks: ["10.0.0.0/16"] }, 3069),
        tcp(4000, { cidrBlocks: ["10.9.0.0/16"] }, 4059),
      ),
    ],
    verdict: "violates",
    says: "web admits 10.0.0.0/15 and 10.0.0.0/16 to tcp/1000-1059 and tcp/3000-3069: as many as 130 ports, and 10.1.0.0/16 to more than 100. Open",
    spellings: "as written",
  },
]);
