import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";
import { unknown } from "@portcullis/policypack/resources/resource";

const rule = (ruleNo: CaseValue, action: CaseValue, port: number, cidrBlock: CaseValue, to = port): CaseValue => ({
  ruleNo,
  action,
  protocol: "tcp",
  fromPort: port,
  toPort: to,
  cidrBlock,
});
const acl = (...ingress: readonly CaseValue[]): Entry => resource("aws:ec2/networkAcl:NetworkAcl", "edge", { vpcId: "vpc-1", ingress });
const standalone = (name: string, ruleNumber: number, ruleAction: string, props: Entry["props"] = {}): Entry =>
  resource("aws:ec2/networkAclRule:NetworkAclRule", name, {
    networkAclId: ref("edge"),
    ruleNumber,
    ruleAction,
    protocol: "tcp",
    fromPort: 22,
    toPort: 22,
    cidrBlock: "0.0.0.0/0",
    ...props,
  });

const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" });

describePolicy("no-public-admin-ports-in-network-acls", [
  {
    name: "SSH from everywhere",
    stack: [acl(rule(100, "allow", 22, "0.0.0.0/0"))],
    at: "ingress[0]",
    advice: true,
    verdict: "violates",
    says: /edge lets the whole internet through to tcp\/22 \(SSH\)\./,
  },
  { name: "RDP in a range", stack: [acl(rule(100, "allow", 1024, "0.0.0.0/0", 65535))], verdict: "violates", says: /tcp\/3389 \(RDP\)/ },
  {
    name: "every protocol over IPv6",
    stack: [acl({ ruleNo: 100, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, ipv6CidrBlock: "::/0" })],
    verdict: "violates",
  },
  {
    name: "the number of TCP and the action in capitals",
    stack: [acl({ ruleNo: "100", action: "ALLOW", protocol: "6", fromPort: "22", toPort: "22", cidrBlock: "0.0.0.0/0" })],
    verdict: "violates",
  },
  {
    name: "a denial that comes too late",
    stack: [acl(rule(200, "deny", 22, "0.0.0.0/0"), rule(100, "allow", 22, "0.0.0.0/0"))],
    at: "ingress[1]",
    verdict: "violates",
  },
  {
    name: "a denial of one half",
    stack: [acl(rule(50, "deny", 22, "0.0.0.0/1"), rule(100, "allow", 22, "0.0.0.0/0"))],
    verdict: "violates",
    says: /lets [\d,]+ IPv4 addresses from the internet through/,
  },
  {
    name: "a denial of one network",
    stack: [acl(rule(50, "deny", 22, "198.18.0.0/15"), rule(60, "deny", 22, "203.0.112.0/22"), rule(100, "allow", 22, "0.0.0.0/0"))],
    verdict: "violates",
    says: /lets nearly the whole internet through/,
  },
  {
    name: "both halves in two rules",
    stack: [acl(rule(100, "allow", 22, "0.0.0.0/1"), rule(110, "allow", 22, "128.0.0.0/1"))],
    at: "ingress[0]",
    verdict: "violates",
  },
  {
    name: "a denial for IPv4 only",
    stack: [
      acl(rule(50, "deny", 22, "0.0.0.0/0"), { ruleNo: 100, action: "allow", protocol: "tcp", fromPort: 22, toPort: 22, ipv6CidrBlock: "::/0" }),
      resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" }),
    ],
    verdict: "violates",
  },
  {
    name: "a rule of its own",
    stack: [resource("aws:ec2/networkAcl:NetworkAcl", "edge", { vpcId: "vpc-1" }), standalone("ssh", 100, "allow")],
    at: "",
    verdict: "violates",
  },
  {
    name: "the other provider",
    stack: [
      resource("aws-native:ec2:NetworkAcl", "edge", { vpcId: "vpc-1" }),
      resource("aws-native:ec2:NetworkAclEntry", "ssh", {
        networkAclId: ref("edge"),
        ruleNumber: 100,
        ruleAction: "allow",
        protocol: 6,
        portRange: { from: 22, to: 22 },
        cidrBlock: "0.0.0.0/0",
      }),
    ],
    verdict: "violates",
  },
  { name: "an earlier denial", stack: [acl(rule(50, "deny", 22, "0.0.0.0/0"), rule(100, "allow", 0, "0.0.0.0/0", 1000))], verdict: "complies" },
  {
    name: "an earlier denial in a rule of its own",
    stack: [
      resource("aws:ec2/networkAcl:NetworkAcl", "edge", { vpcId: "vpc-1" }),
      standalone("no", 50, "deny"),
      standalone("yes", 100, "allow", { fromPort: 0, toPort: 1000 }),
    ],
    verdict: "complies",
  },
  { name: "SSH from an office", stack: [acl(rule(100, "allow", 22, "52.94.76.10/32"))], verdict: "complies" },
  { name: "SSH from private networks", stack: [acl(rule(100, "allow", 22, "10.0.0.0/8"))], verdict: "complies" },
  { name: "web ports", stack: [acl(rule(100, "allow", 443, "0.0.0.0/0"))], verdict: "complies" },
  {
    name: "UDP",
    stack: [acl({ ruleNo: 100, action: "allow", protocol: "udp", fromPort: 22, toPort: 22, cidrBlock: "0.0.0.0/0" })],
    verdict: "complies",
  },
  {
    name: "outbound",
    stack: [resource("aws:ec2/networkAcl:NetworkAcl", "edge", { vpcId: "vpc-1", egress: [rule(100, "allow", 22, "0.0.0.0/0")] })],
    verdict: "complies",
  },
  { name: "no rules at all, which denies everything", stack: [acl()], verdict: "complies" },
  { name: "a rule without a number", stack: [acl(rule(unknown, "allow", 22, "0.0.0.0/0"))], verdict: "unknown", says: /ruleNo is not known yet/ },
  {
    name: "a rule that neither allows nor denies",
    stack: [acl(rule(100, "permit", 22, "0.0.0.0/0"))],
    verdict: "unknown",
    says: /is neither allow nor deny/,
  },
  {
    name: "a denial whose number is not known",
    stack: [acl(rule(unknown, "deny", 22, "0.0.0.0/0"), rule(100, "allow", 22, "0.0.0.0/0"))],
    verdict: "unknown",
  },
  { name: "rules that are not known", stack: [resource("aws:ec2/networkAcl:NetworkAcl", "edge", { ingress: unknown })], verdict: "unknown" },
  {
    name: "the default one, taken over",
    stack: [
      resource("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "edge", {
        defaultNetworkAclId: "acl-1",
        ingress: [rule(100, "allow", 22, "0.0.0.0/0")],
      }),
    ],
    at: "ingress[0]",
    verdict: "violates",
  },
  {
    name: "the default one, taken over without rules",
    stack: [vpc, resource("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "edge", { defaultNetworkAclId: ref("vpc", "defaultNetworkAclId") })],
    verdict: "complies",
  },
  { name: "the default one, which nobody touches", stack: [vpc], verdict: "not applicable" },
  {
    name: "a rule on the default one by its VPC",
    stack: [vpc, standalone("rdp", 50, "allow", { networkAclId: ref("vpc", "defaultNetworkAclId"), fromPort: 3389, toPort: 3389 })],
    verdict: "violates",
    says: /^The default network ACL of vpc lets [^\n]*tcp\/3389 \(RDP\)\./,
  },
  {
    name: "a denial of SSH on the default one by its VPC, where AWS's own rule lets RDP through",
    stack: [vpc, standalone("no", 50, "deny", { networkAclId: ref("vpc", "defaultNetworkAclId") })],
    verdict: "violates",
    says: /^The default network ACL of vpc lets [^\n]*through to tcp\/3389 \(RDP\)\./,
  },
  {
    name: "a denial of both on the default one by its VPC",
    stack: [vpc, standalone("no", 50, "deny", { networkAclId: ref("vpc", "defaultNetworkAclId"), toPort: 3389 })],
    verdict: "complies",
    stages: ["preview"],
  },
  {
    name: "a rule of its own on the default one that is taken over, by its VPC",
    stack: [
      vpc,
      resource("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "edge", {
        defaultNetworkAclId: ref("vpc", "defaultNetworkAclId"),
        ingress: [rule(100, "allow", 443, "0.0.0.0/0")],
      }),
      standalone("ssh", 110, "allow", { networkAclId: ref("vpc", "defaultNetworkAclId") }),
    ],
    verdict: "violates",
    says: /^edge lets /,
  },
  {
    name: "a rule on an ACL from outside the stack",
    stack: [standalone("ssh", 100, "allow", { networkAclId: "acl-1" })],
    at: "",
    verdict: "violates",
    says: /^acl-1 lets /,
  },
  {
    name: "IPv6 on an ACL from outside the stack",
    stack: [standalone("ssh", 100, "allow", { networkAclId: "acl-1", cidrBlock: null, ipv6CidrBlock: "::/0", protocol: "-1" })],
    verdict: "violates",
    says: /tcp\/22 \(SSH\) and tcp\/3389 \(RDP\)/,
  },
  {
    name: "an earlier denial on an ACL from outside the stack",
    stack: [
      standalone("no", 50, "deny", { networkAclId: "acl-1" }),
      standalone("yes", 100, "allow", { networkAclId: "acl-1", fromPort: 0, toPort: 1000 }),
    ],
    verdict: "complies",
  },
  {
    name: "a rule on an ACL that is not known",
    stack: [standalone("ssh", 100, "allow", { networkAclId: unknown })],
    verdict: "unknown",
    says: /^networkAclId is not known yet/,
  },
  {
    name: "a rule of the other provider on an ACL from outside the stack",
    stack: [
      resource("aws-native:ec2:NetworkAclEntry", "rdp", {
        networkAclId: "acl-1",
        ruleNumber: 100,
        ruleAction: "allow",
        protocol: -1,
        cidrBlock: "0.0.0.0/0",
      }),
    ],
    verdict: "violates",
    says: /tcp\/22 \(SSH\) and tcp\/3389 \(RDP\)/,
  },
  {
    name: "SSH and RDP by one rule, of which it is said once",
    stack: [acl(rule(100, "allow", 0, "0.0.0.0/0", 65535))],
    verdict: "violates",
    says: /^edge lets [^\n]*tcp\/22 \(SSH\) and tcp\/3389 \(RDP\)\.[^\n]*$/,
  },
]);
