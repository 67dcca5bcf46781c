import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();

const reports = new aws.ec2.SecurityGroup("reports", {
  vpcId: config.require("vpcId"),
  description: "Reports",
  ingress: [
    {
      description: "Back office",
      protocol: "tcp",
      fromPort: 8443,
      toPort: 8443,
      cidrBlocks: ["10.20.4.0/24"],
    },
  ],
});

export const groupId = reports.id;
