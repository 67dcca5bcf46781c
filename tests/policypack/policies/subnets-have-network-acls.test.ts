import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";
import { unknown } from "@portcullis/policypack/resources/resource";

const subnet = (name: string): Entry => resource("aws:ec2/subnet:Subnet", name, { vpcId: "vpc-1", cidrBlock: "10.0.1.0/24" });
const acl = (props: Record<string, CaseValue> = {}): Entry => resource("aws:ec2/networkAcl:NetworkAcl", "acl", { vpcId: "vpc-1", ...props });

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
    name: "the default ACL by name",
    stack: [subnet("a"), resource("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "acl", { defaultNetworkAclId: "acl-1", subnetIds: [ref("a")] })],
    verdict: "violates",
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
