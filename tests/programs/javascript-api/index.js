"use strict";
const pulumi = require("@pulumi/pulumi");
const aws = require("@pulumi/aws");

const config = new pulumi.Config();

const vpc = aws.ec2.getVpcOutput({ tags: { Name: "main" } });
const subnetsOf = (tier) =>
  aws.ec2.getSubnetsOutput({
    filters: [
      { name: "vpc-id", values: [vpc.id] },
      { name: "tag:Tier", values: [tier] },
    ],
  }).ids;

const anywhere = ["0.0.0.0/0"];
const rule = (description, port, source) => ({ description, protocol: "tcp", fromPort: port, toPort: port, ...source });

const lbGroup = new aws.ec2.SecurityGroup("lb", {
  vpcId: vpc.id,
  description: "Load balancer of the API",
  ingress: [rule("HTTPS", 443, { cidrBlocks: anywhere })],
  egress: [rule("API servers", 8080, { cidrBlocks: [vpc.cidrBlock] })],
});

const apiGroup = new aws.ec2.SecurityGroup("api", {
  vpcId: vpc.id,
  description: "API servers",
  ingress: [rule("Load balancer", 8080, { securityGroups: [lbGroup.id] })],
  egress: [{ description: "Database, updates", protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: anywhere }],
});

const dbGroup = new aws.ec2.SecurityGroup("db", {
  vpcId: vpc.id,
  description: "Database of the API",
  ingress: [rule("API servers", 3306, { securityGroups: [apiGroup.id] })],
});

const db = new aws.rds.Instance("db", {
  engine: "mysql",
  engineVersion: "8.4",
  instanceClass: "db.t4g.small",
  allocatedStorage: 20,
  dbName: "api",
  username: "api",
  manageMasterUserPassword: true,
  publiclyAccessible: false,
  dbSubnetGroupName: new aws.rds.SubnetGroup("db", { subnetIds: subnetsOf("data") }).name,
  vpcSecurityGroupIds: [dbGroup.id],
  skipFinalSnapshot: true,
});

const lb = new aws.lb.LoadBalancer("api", { subnets: subnetsOf("public"), securityGroups: [lbGroup.id] });
new aws.wafv2.WebAclAssociation("api", { resourceArn: lb.arn, webAclArn: config.require("webAclArn") });

const targets = new aws.lb.TargetGroup("api", { vpcId: vpc.id, port: 8080, protocol: "HTTP" });
new aws.lb.Listener("api", {
  loadBalancerArn: lb.arn,
  port: 443,
  protocol: "HTTPS",
  certificateArn: config.require("certificateArn"),
  defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
});

const template = new aws.ec2.LaunchTemplate("api", {
  imageId: "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
  instanceType: "t3.small",
  vpcSecurityGroupIds: [apiGroup.id],
  metadataOptions: { httpTokens: "required" },
  userData: db.address.apply((host) =>
    Buffer.from(`#!/bin/sh\necho DB_HOST=${host} >> /etc/environment\n`).toString("base64"),
  ),
});
new aws.autoscaling.Group("api", {
  minSize: 2,
  maxSize: 4,
  vpcZoneIdentifiers: subnetsOf("private"),
  launchTemplate: { id: template.id, version: "$Latest" },
  targetGroupArns: [targets.arn],
});

exports.url = pulumi.interpolate`https://${lb.dnsName}`;
