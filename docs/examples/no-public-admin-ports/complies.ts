import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();

const servers = new aws.ec2.SecurityGroup("servers", {
  vpcId: config.require("vpcId"),
  description: "Servers",
  ingress: [
    {
      description: "SSH for administrators",
      protocol: "tcp",
      fromPort: 22,
      toPort: 22,
      cidrBlocks: ["192.31.196.4/32"],
    },
  ],
});

export const groupId = servers.id;
