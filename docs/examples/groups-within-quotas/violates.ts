import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const stores = Array.from({ length: 80 }, (_, store) => `10.30.${store}.0/24`);

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
