import * as aws from "@pulumi/aws";
import { allow } from "./allow";
import { officeCidr, pinnedImage } from "./config";
import { appSubnets, first, publicSubnets, vpc } from "./network";

// Scenario 5: SSH from the office to the bastion, and from the bastion to the operations host. There is no key pair: EC2 Instance Connect hands
// out a key that is good for 60 seconds, to whom IAM allows it, with MFA.
const bastionGroup = new aws.ec2.SecurityGroup("bastion", {
  vpcId: vpc.id,
  description: "Bastion host",
  ingress: [{ description: "Engineers in the office", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [officeCidr] }],
});

const operationsGroup = new aws.ec2.SecurityGroup("operations", { vpcId: vpc.id, description: "Operations host" });

allow("bastion-to-operations", { from: bastionGroup, to: operationsGroup, port: 22, description: "Engineers, through the bastion" });

export const bastion = new aws.ec2.Instance("bastion", {
  ami: pinnedImage,
  instanceType: "t3.micro",
  subnetId: first(publicSubnets).id,
  associatePublicIpAddress: true,
  vpcSecurityGroupIds: [bastionGroup.id],
  metadataOptions: { httpEndpoint: "enabled", httpTokens: "required" },
  tags: { Name: "bastion" },
});

new aws.ec2.Instance("operations", {
  ami: pinnedImage,
  instanceType: "t3.micro",
  subnetId: first(appSubnets).id,
  associatePublicIpAddress: false,
  vpcSecurityGroupIds: [operationsGroup.id],
  metadataOptions: { httpEndpoint: "enabled", httpTokens: "required" },
  tags: { Name: "operations" },
});
