import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";
import { unknown } from "@portcullis/policypack/resources/resource";

const tcp = (port: number, sources: Record<string, CaseValue>, to = port): CaseValue => ({ protocol: "tcp", fromPort: port, toPort: to, ...sources });
const web = (...ingress: readonly CaseValue[]): Entry => resource("aws:ec2/securityGroup:SecurityGroup", "web", { ingress, vpcId: "vpc-1" });

describePolicy("no-public-admin-ports", [
  {
    name: "ssh from everywhere",
    stack: [web(tcp(22, { cidrBlocks: ["0.0.0.0/0"] }))],
    at: "ingress[0].cidrBlocks[0]",
    verdict: "violates",
    says: /web opens SSH \(tcp\/22\) to the whole internet: 0\.0\.0\.0\/0/,
    advice: false,
  },
  {
    name: "ssh from everywhere over IPv6",
    stack: [web(tcp(22, { ipv6CidrBlocks: ["::/0"] }))],
    at: "ingress[0].ipv6CidrBlocks[0]",
    verdict: "violates",
  },
  { name: "ssh from everywhere in another spelling of IPv6", stack: [web(tcp(22, { ipv6CidrBlocks: ["0:0:0:0:0:0:0:0/0"] }))], verdict: "violates" },
  {
    name: "ssh from both halves of the internet, in two rules",
    stack: [web(tcp(22, { cidrBlocks: ["0.0.0.0/1"] }), tcp(22, { cidrBlocks: ["128.0.0.0/1"] }))],
    verdict: "violates",
  },
  {
    name: "ssh from many small blocks that together are wide",
    stack: [web(tcp(22, { cidrBlocks: ["3.0.0.0/25", "3.0.1.0/25", "3.0.2.0/25"] }))],
    verdict: "violates",
  },
  {
    name: "ssh from a third of a wide block in each of three ranges of ports",
    stack: [
      web(tcp(20, { cidrBlocks: ["3.0.0.0/25"] }, 22), tcp(22, { cidrBlocks: ["3.0.1.0/25"] }, 30), tcp(1, { cidrBlocks: ["3.0.2.0/25"] }, 100)),
    ],
    verdict: "violates",
  },
  {
    name: "blocks that are narrow on each port",
    stack: [web(tcp(22, { cidrBlocks: ["3.0.0.0/25"] }), tcp(3389, { cidrBlocks: ["3.0.1.0/25"] }), tcp(23, { cidrBlocks: ["3.0.2.0/25"] }))],
    verdict: "complies",
  },
  { name: "ssh from a cloud's block", stack: [web(tcp(22, { cidrBlocks: ["3.0.0.0/8"] }))], verdict: "violates" },
  { name: "ssh with host bits set", stack: [web(tcp(22, { cidrBlocks: ["1.2.3.4/0"] }))], verdict: "violates" },
  {
    name: "every protocol from everywhere",
    stack: [web({ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] })],
    verdict: "violates",
  },
  { name: "the number of TCP", stack: [web({ protocol: "6", fromPort: 0, toPort: 65535, cidrBlocks: ["0.0.0.0/0"] })], verdict: "violates" },
  { name: "RDP over UDP", stack: [web({ protocol: "UDP", fromPort: 3389, toPort: 3389, cidrBlocks: ["0.0.0.0/0"] })], verdict: "violates" },
  { name: "ports written as texts", stack: [web({ protocol: "tcp", fromPort: "22", toPort: "22", cidrBlocks: ["0.0.0.0/0"] })], verdict: "violates" },
  {
    name: "a public source beside a private one, a group and itself",
    stack: [web(tcp(22, { cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"], securityGroups: ["sg-1"], self: true }))],
    at: "ingress[0].cidrBlocks[1]",
    verdict: "violates",
  },
  {
    name: "a prefix list that holds everything",
    stack: [
      web(tcp(22, { prefixListIds: [ref("all")] })),
      resource("aws:ec2/managedPrefixList:ManagedPrefixList", "all", { addressFamily: "IPv4", maxEntries: 1, entries: [{ cidr: "0.0.0.0/0" }] }),
    ],
    at: "ingress[0].prefixListIds[0]",
    verdict: "violates",
  },
  {
    name: "a prefix list with an entry of its own",
    stack: [
      web(tcp(22, { prefixListIds: [ref("all")] })),
      resource("aws:ec2/managedPrefixList:ManagedPrefixList", "all", { addressFamily: "IPv4", maxEntries: 2 }),
      resource("aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry", "entry", { prefixListId: ref("all"), cidr: "0.0.0.0/0" }),
    ],
    verdict: "violates",
  },
  {
    name: "a prefix list from outside the stack",
    stack: [web(tcp(22, { prefixListIds: ["pl-123"] }))],
    verdict: "unknown",
    says: /prefixListIds?.* is from outside the stack|prefixListId|sourcePrefixListId/,
  },
  { name: "one office", stack: [web(tcp(22, { cidrBlocks: ["52.94.76.10/32"] }))], verdict: "complies" },
  { name: "a private network", stack: [web(tcp(22, { cidrBlocks: ["10.0.0.0/8", "192.168.0.0/16"] }))], verdict: "complies" },
  {
    name: "documentation addresses, which are nobody",
    stack: [web(tcp(22, { cidrBlocks: ["203.0.113.0/24", "198.51.100.0/24", "192.0.2.0/24"] }))],
    verdict: "complies",
  },
  {
    name: "the internet on web ports",
    stack: [web(tcp(443, { cidrBlocks: ["0.0.0.0/0"] }), tcp(80, { ipv6CidrBlocks: ["::/0"] }))],
    verdict: "complies",
  },
  { name: "port 0 alone", stack: [web(tcp(0, { cidrBlocks: ["0.0.0.0/0"] }))], verdict: "complies" },
  { name: "a rule without a source", stack: [web(tcp(22, {}))], verdict: "complies" },
  {
    name: "an address block that is unknown",
    stack: [web(tcp(22, { cidrBlocks: [unknown] }))],
    verdict: "unknown",
    says: /is not known yet, so no-public-admin-ports cannot be decided for web/,
  },
  {
    name: "an address block that is none",
    stack: [web(tcp(22, { cidrBlocks: ["10.0.0.0/33"] }))],
    verdict: "unknown",
    says: /is not an address block/,
  },
  { name: "no group", stack: [resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" })], verdict: "not applicable" },
  {
    name: "a trusted cloud block",
    stack: [web(tcp(22, { cidrBlocks: ["3.0.0.0/20"] }))],
    config: { settings: { trustedCidrs: ["3.0.0.0/16"] } },
    verdict: "complies",
  },
  {
    name: "the stack's own public addresses",
    stack: [web(tcp(22, { cidrBlocks: ["20.0.0.0/16"] })), resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "20.0.0.0/16" })],
    verdict: "complies",
  },
  {
    name: "a VPC that takes the internet for its own addresses",
    stack: [web(tcp(22, { cidrBlocks: ["0.0.0.0/0"] })), resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "0.0.0.0/0" })],
    verdict: "violates",
  },
  {
    name: "an exemption by tag",
    stack: [
      resource("aws:ec2/securityGroup:SecurityGroup", "web", {
        ingress: [tcp(22, { cidrBlocks: ["0.0.0.0/0"] })],
        tags: { "portcullis:exempt/no-public-admin-ports": "2027-01-31 payments-team the partner has no fixed address" },
      }),
    ],
    config: { settings: { tagExemptions: ["no-public-*"] } },
    verdict: "exempt",
    says: /^Exempt until 2027-01-31, payments-team, the partner has no fixed address: web opens/,
  },
  {
    name: "an exemption by tag, where nobody said that tags may exempt from what is critical",
    stack: [
      resource("aws:ec2/securityGroup:SecurityGroup", "web", {
        ingress: [tcp(22, { cidrBlocks: ["0.0.0.0/0"] })],
        tags: { "portcullis:exempt/no-public-admin-ports": "2027-01-31 payments-team the partner has no fixed address" },
      }),
    ],
    verdict: "violates",
  },
  {
    name: "an exemption that has expired",
    stack: [
      resource("aws:ec2/securityGroup:SecurityGroup", "web", {
        ingress: [tcp(22, { cidrBlocks: ["0.0.0.0/0"] })],
        tags: { "portcullis:exempt/no-public-admin-ports": "2026-01-31 payments-team the partner has no fixed address" },
      }),
    ],
    config: { settings: { tagExemptions: ["no-public-*"] } },
    verdict: "violates",
    says: /^The exemption of payments-team expired on 2026-01-31: web opens/,
    advice: false,
  },
]);
