import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

// The networks of all stores.
const stores = ["10.30.0.0/18", "10.30.64.0/20"];

const tills = new aws.ec2.SecurityGroup("tills", {
  vpcId: new pulumi.Config().require("vpcId"),
  description: "Service for tills",
  ingress: [
    {
      description: "Stores",
      protocol: "tcp",
      fromPort: 8443,
      toPort: 8443,
      cidrBlocks: stores,
    },
  ],
});

export const groupId = tills.id;
