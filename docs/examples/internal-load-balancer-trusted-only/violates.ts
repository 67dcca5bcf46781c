import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();

const intranet = new aws.ec2.SecurityGroup("intranet", {
  vpcId: config.require("vpcId"),
  description: "Intranet",
  ingress: [
    {
      description: "Staff",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrBlocks: ["0.0.0.0/0"],
    },
  ],
});

new aws.lb.LoadBalancer("intranet", {
  internal: true,
  subnets: config.requireObject<string[]>("privateSubnetIds"),
  securityGroups: [intranet.id],
});
