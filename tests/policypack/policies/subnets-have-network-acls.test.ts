import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";
import { unknown } from "@portcullis/policypack/resources/resource";

const subnet = (name: string): Entry => resource("aws:ec2/subnet:Subnet", name, { vpcId: "vpc-1", cidrBlock: "10.0.1.0/24" });
const acl = (props: Record<string, CaseValue> = {}): Entry => resource("aws:ec2/networkAcl:NetworkAcl", "acl", { vpcId: "vpc-1", ...props });

const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" });
const inVpc = (name: string): Entry => resource("aws:ec2/subnet:Subnet", name, { vpcId: ref("vpc"), cidrBlock: "10.0.1.0/24" });
const everything: CaseValue = { ruleNo: 100, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" };

describePolicy("subnets-have-network-acls", [
  {
    name: "a subnet that nothing is said of",
    stack: [subnet("a")],
    at: "",
    advice: true,
    verdict: "violates",
    says: /^a has the default network ACL/,
  },
  { name: "an ACL on another subnet", stack: [subnet("a"), subnet("b"), acl({ subnetIds: [ref("b")] })], verdict: "violates", says: /^a has/ },
  { name: "an ACL on nothing", stack: [subnet("a"), acl()], verdict: "violates" },
  {
    name: "the default ACL by name, which lets everything through",
    stack: [
      subnet("a"),
      resource("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "acl", { defaultNetworkAclId: "acl-1", subnetIds: [ref("a")], ingress: [everything] }),
    ],
    verdict: "violates",
  },
  {
    name: "the default ACL by name, which keeps everything out",
    stack: [subnet("a"), resource("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "acl", { defaultNetworkAclId: "acl-1", subnetIds: [ref("a")] })],
    verdict: "complies",
  },
  {
    name: "the default ACL of the VPC with rules",
    stack: [
      vpc,
      inVpc("a"),
      resource("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "acl", {
        defaultNetworkAclId: ref("vpc", "defaultNetworkAclId"),
        ingress: [{ ...everything, protocol: "tcp", fromPort: 443, toPort: 443 }],
      }),
    ],
    verdict: "complies",
  },
  {
    name: "the default ACL of the VPC with AWS's own rule",
    stack: [
      vpc,
      inVpc("a"),
      resource("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "acl", {
        defaultNetworkAclId: ref("vpc", "defaultNetworkAclId"),
        ingress: [everything],
      }),
    ],
    verdict: "violates",
  },
  {
    name: "a denial on the default ACL of the VPC",
    stack: [
      vpc,
      inVpc("a"),
      resource("aws:ec2/networkAclRule:NetworkAclRule", "no", {
        networkAclId: ref("vpc", "defaultNetworkAclId"),
        ruleNumber: 50,
        ruleAction: "deny",
        protocol: "-1",
        cidrBlock: "198.51.100.0/24",
      }),
    ],
    verdict: "complies",
    stages: ["preview"],
  },
  {
    name: "a default ACL with rules of a VPC that is not known",
    stack: [subnet("a"), resource("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "acl", { defaultNetworkAclId: "acl-1" })],
    verdict: "unknown",
    says: /defaultNetworkAclId is from outside the stack/,
  },
  { name: "an ACL with the subnet in its list", stack: [subnet("a"), acl({ subnetIds: [ref("a")] })], verdict: "complies" },
  {
    name: "an association of its own",
    stack: [
      subnet("a"),
      acl(),
      resource("aws:ec2/networkAclAssociation:NetworkAclAssociation", "on", { networkAclId: ref("acl"), subnetId: ref("a") }),
    ],
    verdict: "complies",
  },
  {
    name: "an association with an ACL from outside the stack",
    stack: [subnet("a"), resource("aws:ec2/networkAclAssociation:NetworkAclAssociation", "on", { networkAclId: "acl-1", subnetId: ref("a") })],
    verdict: "complies",
  },
  {
    name: "the other provider",
    stack: [
      resource("aws-native:ec2:Subnet", "a", { vpcId: "vpc-1", cidrBlock: "10.0.1.0/24" }),
      resource("aws-native:ec2:SubnetNetworkAclAssociation", "on", { networkAclId: "acl-1", subnetId: ref("a") }),
    ],
    verdict: "complies",
  },
  {
    name: "an ACL whose subnets are not known",
    stack: [subnet("a"), acl({ subnetIds: unknown })],
    verdict: "unknown",
    says: /subnetIds is not known yet/,
  },
  { name: "groups only", stack: [resource("aws:ec2/securityGroup:SecurityGroup", "web", {})], verdict: "not applicable" },
]);
