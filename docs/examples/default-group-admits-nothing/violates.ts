import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

new aws.ec2.DefaultSecurityGroup("default", {
  vpcId: new pulumi.Config().require("vpcId"),
  ingress: [{ description: "Each other", protocol: "-1", fromPort: 0, toPort: 0, self: true }],
});
