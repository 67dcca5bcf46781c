import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();

const broker = new aws.ec2.SecurityGroup("broker", {
  vpcId: config.require("vpcId"),
  description: "Broker",
  ingress: [
    {
      description: "Devices",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrBlocks: ["0.0.0.0/0"],
    },
  ],
});

new aws.lb.LoadBalancer("broker", {
  loadBalancerType: "network",
  subnets: config.requireObject<string[]>("publicSubnetIds"),
  securityGroups: [broker.id],
});
