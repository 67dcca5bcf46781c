import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();

const server = new aws.ec2.SecurityGroup("server", {
  vpcId: config.require("vpcId"),
  description: "Server",
  ingress: [
    {
      description: "SSH for administrators",
      protocol: "tcp",
      fromPort: 22,
      toPort: 22,
      cidrBlocks: ["192.31.196.0/29"],
    },
  ],
  egress: [
    {
      description: "Session Manager and updates",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrBlocks: ["0.0.0.0/0"],
    },
  ],
});

const role = new aws.iam.Role("server", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ec2.amazonaws.com" }),
  managedPolicyArns: [aws.iam.ManagedPolicy.AmazonSSMManagedInstanceCore],
});
const profile = new aws.iam.InstanceProfile("server", { role: role.name });

new aws.ec2.Instance("server", {
  ami: config.require("imageId"),
  instanceType: "t3.small",
  subnetId: config.requireObject<string[]>("privateSubnetIds")[0],
  associatePublicIpAddress: false,
  vpcSecurityGroupIds: [server.id],
  iamInstanceProfile: profile.name,
});
