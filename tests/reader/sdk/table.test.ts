import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { packageSchema as schema } from "@portcullis/remediator/reader/sdk/table";

const root = path.resolve(__dirname, "../../..");

const symbol = (text: string): { readonly package: string; readonly path: readonly string[] } => {
  const [packageName = "", ...rest] = text.split(".");
  return { package: packageName, path: rest };
};

test("the table is what the installed @pulumi/aws declares", () => {
  const { status, stderr } = spawnSync(process.execPath, ["scripts/sdk-table.mjs", "--check"], { cwd: root, encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
});

test("the tables are small enough to be loaded at every start", () => {
  const folder = path.join(root, "remediator/reader/sdk/tables");
  const size = readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
  expect(size).toBeLessThan(170_000);
});

describe("type tokens of classes", () => {
  test.each([
    ["aws.ec2.SecurityGroup", "aws:ec2/securityGroup:SecurityGroup"],
    ["aws.EC2.SecurityGroup", "aws:ec2/securityGroup:SecurityGroup"],
    ["aws.vpc.SecurityGroupIngressRule", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"],
    ["aws.lambda.CallbackFunction", "aws:lambda/function:Function"],
    ["aws.Provider", "pulumi:providers:aws"],
    ["aws.ec2.NotYetInvented", "aws:ec2/notYetInvented:NotYetInvented"],
    ["aws.s3.BucketV2", "aws:s3/bucketV2:BucketV2"],
    ["aws-native.ec2.SecurityGroup", "aws-native:ec2:SecurityGroup"],
    ["aws-native.Provider", "pulumi:providers:aws-native"],
    ["awsx.ec2.Vpc", "awsx:ec2:Vpc"],
    ["awsx.lb.ApplicationLoadBalancer", "awsx:lb:ApplicationLoadBalancer"],
    ["eks.Cluster", "eks:index:Cluster"],
    ["eks.index.Cluster", "eks:index:Cluster"],
    ["awsx.ec2.NotYetInvented", undefined],
    ["aws.ec2.InstanceType", undefined],
    ["aws.ec2.getVpc", undefined],
    ["aws.ec2.SecurityGroupArgs", undefined],
    ["aws.ec2.LookupVpc", undefined],
    ["aws.__proto__.constructor", undefined],
    ["random.RandomId", undefined],
    ["aws", undefined],
  ])("%s is %s", (text, token) => {
    expect(schema.resourceToken(symbol(text))).toBe(token);
  });
});

describe("data sources", () => {
  test.each([
    ["aws.ec2.getVpc", "aws:ec2/getVpc:getVpc", { id: "text", cidrBlockAssociations: "list", default: "boolean", tags: "record" }],
    ["aws.ec2.getVpcOutput", "aws:ec2/getVpc:getVpc", { id: "text" }],
    ["aws.getRegion", "aws:index/getRegion:getRegion", { name: "text" }],
    ["aws.index.getRegion", "aws:index/getRegion:getRegion", { name: "text" }],
    ["aws.getAvailabilityZones", "aws:index/getAvailabilityZones:getAvailabilityZones", { names: "list" }],
    ["aws.ec2.getNotYetInvented", "aws:ec2/getNotYetInvented:getNotYetInvented", {}],
    ["aws-native.ec2.getVpc", "aws-native:ec2:getVpc", { tags: "list" }],
    ["awsx.ec2.getDefaultVpc", "awsx:ec2:getDefaultVpc", { publicSubnetIds: "list" }],
  ])("%s", (text, token, some) => {
    const found = schema.dataSource(symbol(text));
    expect(found?.token).toBe(token);
    expect(Object.fromEntries(found?.result ?? [])).toMatchObject(some);
  });

  test.each(["aws.ec2.Vpc", "aws.ec2.arnless", "random.getThing", "aws.ec2", "eks.getThing", "aws.__proto__.toString"])("%s is none", (text) => {
    expect(schema.dataSource(symbol(text))).toBeUndefined();
  });
});

describe("constants in the spelling of each language", () => {
  test.each([
    ["aws.ec2.InstanceType.T2_Micro", "t2.micro"],
    ["aws.ec2.InstanceType.T2_MICRO", "t2.micro"],
    ["aws.ec2.InstanceType.T2Micro", "t2.micro"],
    ["aws.ec2.InstanceType_T2_Micro", "t2.micro"],
    ["aws.ec2.InstanceType.C5ad_12XLarge", "c5ad.12xlarge"],
    ["aws.ec2.ProtocolType.TCP", "tcp"],
    ["aws.ec2.ProtocolTypeTCP", "tcp"],
    ["aws.ec2.ProtocolType.All", "all"],
    ["aws.Region.USEast1", "us-east-1"],
    ["aws.Region.US_EAST1", "us-east-1"],
    ["aws.RegionUSEast1", "us-east-1"],
    ["aws.iam.ManagedPolicy.AmazonS3FullAccess", "arn:aws:iam::aws:policy/AmazonS3FullAccess"],
    ["aws.alb.LoadBalancerType.Network", "network"],
    ["eks.AuthenticationMode.CONFIG_MAP", "CONFIG_MAP"],
    ["awsx.ec2.NatGatewayStrategy.OnePerAz", "OnePerAz"],
    ["awsx.ec2.NatGatewayStrategy.ONE_PER_AZ", "OnePerAz"],
    ["aws.ec2.InstanceType.Z9_Huge", undefined],
    ["aws.ec2.InstanceType", undefined],
    ["aws.ec2.SecurityGroup", undefined],
    ["aws.ec2.InstanceType.__proto__", undefined],
    ["aws.ec2.InstanceType.constructor", undefined],
  ])("%s is %s", (text, value) => {
    expect(schema.constant(symbol(text))).toBe(value);
  });
});

test.each([
  ["aws", "ec2", "SecurityGroup", true],
  ["aws", "Ec2", "SecurityGroup", true],
  ["aws", "ec2", "getVpc", true],
  ["aws", "ec2", "getVpcOutput", true],
  ["aws", "ec2", "InstanceType", true],
  ["aws", "ec2", "SecurityGroupIngressArgs", true],
  ["aws", "index", "getRegion", true],
  ["aws", "", "Provider", true],
  ["awsx", "lb", "NetworkLoadBalancer", true],
  ["aws", "ec2", "Cluster", false],
  ["aws", "nowhere", "SecurityGroupIngressArgs", false],
  ["aws", "ec2", "constructor", false],
  ["random", "", "RandomId", false],
])("%s: %s has %s: %s", (packageName, module, name, expected) => {
  expect(schema.has(packageName, module, name)).toBe(expected);
});

test.each([
  ["aws:ec2/securityGroup:SecurityGroup", "tags", true],
  ["aws:ec2/securityGroup:SecurityGroup", "ingress", false],
  ["aws:ec2/securityGroup:SecurityGroup", "ingress.cidrBlocks", false],
  ["aws:autoscaling/group:Group", "tags", false],
  ["aws:ec2/instance:Instance", "rootBlockDevice.tags", true],
  ["aws:lambda/function:Function", "environment.variables", true],
  ["aws:lambda/function:Function", "environment", false],
  ["aws:codebuild/project:Project", "environment.environmentVariables", false],
  ["aws:amplify/app:App", "environmentVariables", true],
  ["aws:cloudwatch/metricAlarm:MetricAlarm", "dimensions", true],
  ["aws-native:ec2:SecurityGroup", "tags", false],
  ["aws-native:iam:Role", "assumeRolePolicyDocument", true],
  ["aws-native:lambda:Function", "environment.variables", true],
  ["aws:notyet/invented:Invented", "tags", true],
  ["kubernetes:core/v1:Pod", "tags", true],
  ["aws:ec2/securityGroup:SecurityGroup", "constructor", false],
])("the keys below %s's %s are the program's own: %s", (token, property, expected) => {
  expect(schema.isFreeForm(token, property.split("."))).toBe(expected);
});

test.each([
  ["from_", "from"],
  ["default_", "default"],
  ["cidr_blocks", undefined],
  ["__proto__", undefined],
])("the property %s is %s", (written, expected) => {
  expect(schema.propertyName(written)).toBe(expected);
});
