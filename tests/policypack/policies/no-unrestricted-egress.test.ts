import { unknown } from "@portcullis/policypack/resources/resource";
import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";
import { everyProtocol, everywhere, instance, tcp, udp } from "./exposures";

const web = (...egress: readonly CaseValue[]): Entry => resource("aws:ec2/securityGroup:SecurityGroup", "web", { egress, vpcId: "vpc-1" });
const database = resource("aws:rds/instance:Instance", "orders", { engine: "postgres", vpcSecurityGroupIds: [ref("web")] });
const native = (props: Readonly<Record<string, CaseValue>>): Entry =>
  resource("aws-native:ec2:SecurityGroup", "web", { groupDescription: "data", vpcId: "vpc-1", ...props });
const everyGroup = { "no-unrestricted-egress": { everyGroup: true } };

describePolicy("no-unrestricted-egress", [
  {
    name: "a database that may send everything everywhere",
    stack: [web(everyProtocol(everywhere)), database],
    at: "egress[0].cidrBlocks[0]",
    verdict: "violates",
    says: /^web may send on every port of every protocol to the whole internet: 0\.0\.0\.0\/0\. Allow only what it has to reach/,
    advice: true,
    spellings: "aws",
  },
  { name: "every port of TCP", stack: [web(tcp(0, everywhere, 65535)), database], verdict: "violates", says: /every tcp port/, spellings: "aws" },
  {
    name: "every port of UDP but 0, over IPv6",
    stack: [web(udp(1, { ipv6CidrBlocks: ["::/0"] }, 65535)), database],
    at: "egress[0].ipv6CidrBlocks[0]",
    verdict: "violates",
    spellings: "aws",
  },
  {
    name: "every port in two rules",
    stack: [web(tcp(0, everywhere, 1023), tcp(1024, everywhere, 65535)), database],
    verdict: "violates",
    spellings: "aws",
  },
  {
    name: "every port to both halves of the internet",
    stack: [web(tcp(0, { cidrBlocks: ["0.0.0.0/1"] }, 65535), everyProtocol({ cidrBlocks: ["128.0.0.0/1"] })), database],
    verdict: "violates",
    spellings: "aws",
  },
  {
    name: "every protocol with ports that do not count",
    stack: [web({ protocol: "-1", fromPort: 20, toPort: 200, ...everywhere }), database],
    verdict: "violates",
    spellings: "aws",
  },
  {
    name: "AWS's own rule, which aws-native leaves in place",
    stack: [native({}), database],
    at: "securityGroupEgress",
    verdict: "violates",
    spellings: "as written",
  },
  { name: "the same with an empty list", stack: [native({ securityGroupEgress: [] }), database], verdict: "violates", spellings: "as written" },
  {
    name: "an instance, when every group is asked",
    stack: [web(everyProtocol(everywhere)), instance("server", "web")],
    config: everyGroup,
    verdict: "violates",
    spellings: "aws",
  },
  {
    name: "aws-native with a standalone rule, which may leave AWS's own beside it",
    stack: [
      native({}),
      resource("aws-native:ec2:SecurityGroupEgress", "https", {
        groupId: ref("web"),
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrIp: "10.0.0.0/16",
      }),
      database,
    ],
    at: "securityGroupEgress",
    verdict: "unknown",
    says: /^securityGroupEgress is empty, and whether standalone rules take AWS's own rule for all traffic away is not known, so/,
    spellings: "as written",
  },
  {
    name: "aws-native with a standalone rule beside one of its own",
    stack: [
      native({ securityGroupEgress: [{ ipProtocol: "icmp", fromPort: 8, toPort: 0, cidrIp: "10.0.0.0/16" }] }),
      resource("aws-native:ec2:SecurityGroupEgress", "https", {
        groupId: ref("web"),
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrIp: "10.0.0.0/16",
      }),
      database,
    ],
    verdict: "complies",
    spellings: "as written",
  },
  {
    name: "aws-native with a standalone rule that sends everything everywhere",
    stack: [
      native({}),
      resource("aws-native:ec2:SecurityGroupEgress", "all", { groupId: ref("web"), ipProtocol: "-1", cidrIp: "0.0.0.0/0" }),
      database,
    ],
    verdict: "violates",
    spellings: "as written",
  },
  {
    name: "aws-native with a rule of its own",
    stack: [native({ securityGroupEgress: [{ ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIp: "10.0.0.0/16" }] }), database],
    verdict: "complies",
    spellings: "as written",
  },
  {
    name: "a database without outbound rules",
    stack: [resource("aws:ec2/securityGroup:SecurityGroup", "web", {}), database],
    verdict: "complies",
    spellings: "aws",
  },
  { name: "HTTPS to everywhere", stack: [web(tcp(443, everywhere)), database], verdict: "complies", spellings: "aws" },
  { name: "most ports", stack: [web(tcp(1024, everywhere, 65535)), database], verdict: "complies", spellings: "aws" },
  {
    name: "everything to the own network",
    stack: [web(everyProtocol({ cidrBlocks: ["10.0.0.0/8"] })), database],
    verdict: "complies",
    spellings: "aws",
  },
  { name: "everything to a group", stack: [web(everyProtocol({ securityGroups: ["sg-1"] })), database], verdict: "complies", spellings: "aws" },
  {
    name: "everything to a prefix list of AWS",
    stack: [web(everyProtocol({ prefixListIds: ["pl-1"] })), database],
    config: { settings: { knownPrefixLists: { "pl-1": "com.amazonaws.eu-west-1.s3" } } },
    verdict: "complies",
    spellings: "aws",
  },
  { name: "an instance", stack: [web(everyProtocol(everywhere)), instance("server", "web")], verdict: "complies", spellings: "aws" },
  { name: "a group that is on nothing", stack: [web(everyProtocol(everywhere))], verdict: "complies", spellings: "aws" },
  { name: "an unknown destination", stack: [web(everyProtocol({ cidrBlocks: [unknown] })), database], verdict: "unknown", spellings: "aws" },
  {
    name: "an unknown protocol",
    stack: [web({ protocol: unknown, fromPort: 0, toPort: 0, ...everywhere }), database],
    verdict: "unknown",
    spellings: "aws",
  },
  {
    name: "unknown rules",
    stack: [resource("aws:ec2/securityGroup:SecurityGroup", "web", { egress: unknown }), database],
    verdict: "unknown",
    spellings: "as written",
  },
  {
    name: "a database that may carry the group",
    stack: [web(everyProtocol(everywhere)), resource("aws:rds/instance:Instance", "orders", { engine: "postgres", vpcSecurityGroupIds: unknown })],
    verdict: "unknown",
    spellings: "aws",
  },
  { name: "no group", stack: [database].map((entry) => ({ ...entry, props: { engine: "postgres" } })), verdict: "not applicable" },
  {
    name: "the rule that is wide by itself, of two",
    stack: [web(tcp(443, everywhere), everyProtocol(everywhere)), database],
    at: "egress[1].cidrBlocks[0]",
    verdict: "violates",
    spellings: "as written",
  },
]);
