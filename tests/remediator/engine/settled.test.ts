import { expect, test } from "@jest/globals";
import { settledAnswer } from "@portcullis/remediator/engine/settled";

const cloudFront = "com.amazonaws.global.cloudfront.origin-facing";

test.each<readonly [what: string, token: string, args: Readonly<Record<string, unknown>>, region: string | undefined, answer: unknown]>([
  ["the provider's region", "aws:index/getRegion:getRegion", {}, "eu-west-1", { id: "eu-west-1", name: "eu-west-1", region: "eu-west-1" }],
  [
    "a region that is asked for",
    "aws:index/getRegion:getRegion",
    { region: "us-east-2" },
    "eu-west-1",
    { id: "us-east-2", name: "us-east-2", region: "us-east-2" },
  ],
  [
    "a region that is asked for by its old argument",
    "aws:index/getRegion:getRegion",
    { name: "us-east-2" },
    undefined,
    { id: "us-east-2", name: "us-east-2", region: "us-east-2" },
  ],
  ["no region", "aws:index/getRegion:getRegion", {}, undefined, {}],
  ["a region that is not known", "aws:index/getRegion:getRegion", { region: undefined }, "eu-west-1", {}],
  ["an endpoint", "aws:index/getRegion:getRegion", { endpoint: "ec2.us-east-2.amazonaws.com" }, "eu-west-1", {}],
  [
    "zones",
    "aws:index/getAvailabilityZones:getAvailabilityZones",
    { state: "available" },
    "eu-west-1",
    { id: "eu-west-1", names: ["eu-west-1a", "eu-west-1b", "eu-west-1c"] },
  ],
  [
    "zones without one",
    "aws:index/getAvailabilityZones:getAvailabilityZones",
    { excludeNames: ["eu-west-1b"] },
    "eu-west-1",
    { id: "eu-west-1", names: ["eu-west-1a", "eu-west-1c"] },
  ],
  ["zones of no region", "aws:index/getAvailabilityZones:getAvailabilityZones", {}, undefined, {}],
  [
    "a zone",
    "aws:index/getAvailabilityZone:getAvailabilityZone",
    { name: "ap-southeast-2b" },
    undefined,
    { id: "ap-southeast-2b", region: "ap-southeast-2", nameSuffix: "b", groupName: "ap-southeast-2" },
  ],
  ["a local zone", "aws:index/getAvailabilityZone:getAvailabilityZone", { name: "us-west-2-lax-1a" }, undefined, {}],
  [
    "the partition",
    "aws:index/getPartition:getPartition",
    {},
    "us-east-1",
    { id: "aws", partition: "aws", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" },
  ],
  [
    "China's partition",
    "aws:index/getPartition:getPartition",
    {},
    "cn-north-1",
    { id: "aws-cn", partition: "aws-cn", dnsSuffix: "amazonaws.com.cn", reverseDnsPrefix: "cn.com.amazonaws" },
  ],
  ["the partition of a region that is new", "aws:index/getPartition:getPartition", {}, "xx-north-1", {}],
  [
    "CloudFront's list where its id is known",
    "aws:ec2/getManagedPrefixList:getManagedPrefixList",
    { name: cloudFront },
    "us-east-1",
    { id: "pl-3b927c52", name: cloudFront, ownerId: "AWS" },
  ],
  [
    "CloudFront's list by a filter",
    "aws:ec2/getManagedPrefixList:getManagedPrefixList",
    { filters: [{ name: "prefix-list-name", values: [cloudFront] }] },
    "us-east-1",
    { id: "pl-3b927c52", name: cloudFront, ownerId: "AWS" },
  ],
  [
    "CloudFront's list in a region that is not known",
    "aws:ec2/getManagedPrefixList:getManagedPrefixList",
    { name: cloudFront, region: undefined },
    "us-east-1",
    { id: cloudFront, name: cloudFront, ownerId: "AWS" },
  ],
  [
    "another list of AWS",
    "aws:ec2/getPrefixList:getPrefixList",
    { name: "com.amazonaws.us-east-1.s3" },
    "us-east-1",
    { id: "com.amazonaws.us-east-1.s3", name: "com.amazonaws.us-east-1.s3", ownerId: "AWS" },
  ],
  ["somebody's own list", "aws:ec2/getManagedPrefixList:getManagedPrefixList", { name: "office" }, "us-east-1", {}],
  ["a list whose name is not known", "aws:ec2/getManagedPrefixList:getManagedPrefixList", { name: undefined }, "us-east-1", {}],
  [
    "an endpoint's service",
    "aws:ec2/getVpcEndpointService:getVpcEndpointService",
    { service: "s3" },
    "us-east-1",
    { serviceName: "com.amazonaws.us-east-1.s3" },
  ],
  [
    "a default group by its name",
    "aws:ec2/getSecurityGroup:getSecurityGroup",
    { name: "default", vpcId: "vpc-1" },
    "us-east-1",
    { id: "default", name: "default" },
  ],
  [
    "a default group by filters",
    "aws:ec2/getSecurityGroup:getSecurityGroup",
    {
      filters: [
        { name: "vpc-id", values: ["vpc-1"] },
        { name: "group-name", values: ["default"] },
      ],
    },
    "us-east-1",
    { id: "default", name: "default" },
  ],
  [
    "the default group of a VPC of the program",
    "aws:ec2/getSecurityGroup:getSecurityGroup",
    { name: "default", vpcId: "id-0123456789abcdef0" },
    "us-east-1",
    { id: "id-0123456789abcdef0-default", name: "default" },
  ],
  [
    "the same by filters",
    "aws:ec2/getSecurityGroup:getSecurityGroup",
    {
      filters: [
        { name: "vpc-id", values: ["id-0123456789abcdef0"] },
        { name: "group-name", values: ["default"] },
      ],
    },
    "us-east-1",
    { id: "id-0123456789abcdef0-default", name: "default" },
  ],
  ["another group by its name", "aws:ec2/getSecurityGroup:getSecurityGroup", { name: "web" }, "us-east-1", {}],
  ["the default VPC", "aws:ec2/getVpc:getVpc", { default: true }, undefined, { id: "default", cidrBlock: "172.31.0.0/16" }],
  [
    "the same by a filter",
    "aws:ec2/getVpc:getVpc",
    { filters: [{ name: "is-default", values: ["true"] }] },
    "us-east-1",
    { id: "default", cidrBlock: "172.31.0.0/16" },
  ],
  ["the default VPC of a region that is not known", "aws:ec2/getVpc:getVpc", { default: true, region: undefined }, "us-east-1", {}],
  ["what only the account knows", "aws:ec2/getVpc:getVpc", { default: false }, "us-east-1", {}],
  ["another package's region", "random:index/getRegion:getRegion", {}, "us-east-1", {}],
  ["a name of every object's", "aws:index/constructor:constructor", {}, "us-east-1", {}],
])("%s", (_, token, args, region, answer) => {
  expect(settledAnswer(token, args, region)).toEqual(answer);
});
