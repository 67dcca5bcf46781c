import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();
const everybody = { action: "allow", protocol: "tcp", cidrBlock: "0.0.0.0/0" };

new aws.ec2.NetworkAcl("front", {
  vpcId: config.require("vpcId"),
  subnetIds: config.requireObject<string[]>("publicSubnetIds"),
  ingress: [{ ...everybody, ruleNo: 100, fromPort: 0, toPort: 65535 }],
  egress: [{ ...everybody, ruleNo: 100, fromPort: 0, toPort: 65535 }],
});
