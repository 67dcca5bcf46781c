import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();

const dashboards = new aws.ec2.SecurityGroup("dashboards", {
  vpcId: config.require("vpcId"),
  description: "Dashboards",
  ingress: [
    {
      description: "Kibana",
      protocol: "tcp",
      fromPort: 5601,
      toPort: 5601,
      cidrBlocks: ["0.0.0.0/0"],
    },
  ],
});

export const groupId = dashboards.id;
