import { describePolicy } from "../../harness/policy";
import { ref, resource, type Entry } from "../../harness/stack";
import { unknown } from "@portcullis/policypack/resources/resource";

const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" });
const subnet = (name: string): Entry => resource("aws:ec2/subnet:Subnet", name, { vpcId: ref("vpc"), cidrBlock: "10.0.1.0/24" });
const log = (name: string, props: Entry["props"]): Entry => resource("aws:ec2/flowLog:FlowLog", name, { trafficType: "ALL", ...props });

describePolicy("vpcs-have-flow-logs", [
  { name: "a VPC without a log", stack: [vpc], at: "", advice: true, verdict: "violates", says: /^vpc has no flow log/ },
  { name: "a log of one of two subnets", stack: [vpc, subnet("a"), subnet("b"), log("log", { subnetId: ref("a") })], verdict: "violates" },
  { name: "a log of another VPC", stack: [vpc, log("log", { vpcId: "vpc-1" })], verdict: "violates" },
  { name: "a log of an interface", stack: [vpc, log("log", { eniId: "eni-1" })], verdict: "violates" },
  { name: "a log of the VPC", stack: [vpc, subnet("a"), log("log", { vpcId: ref("vpc") })], verdict: "complies" },
  {
    name: "logs of all of its subnets",
    stack: [vpc, subnet("a"), subnet("b"), log("one", { subnetId: ref("a") }), log("two", { subnetId: ref("b") })],
    verdict: "complies",
  },
  {
    name: "the other provider",
    stack: [
      resource("aws-native:ec2:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" }),
      resource("aws-native:ec2:FlowLog", "log", { resourceId: ref("vpc"), resourceType: "VPC" }),
    ],
    verdict: "complies",
  },
  { name: "a log of what is not known", stack: [vpc, log("log", { vpcId: unknown })], verdict: "unknown", says: /vpcId is not known yet/ },
  { name: "a VPC from outside the stack", stack: [subnet("a")].map((entry) => ({ ...entry, props: { vpcId: "vpc-1" } })), verdict: "not applicable" },
  {
    name: "a default subnet with a log, which is of another VPC",
    stack: [
      vpc,
      resource("aws:ec2/defaultSubnet:DefaultSubnet", "default", { availabilityZone: "eu-west-1a" }),
      log("log", { subnetId: ref("default") }),
    ],
    verdict: "violates",
  },
]);
