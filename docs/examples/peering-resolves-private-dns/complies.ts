import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const vpc = new aws.ec2.Vpc("shop", { cidrBlock: "10.20.0.0/16", enableDnsHostnames: true });

new aws.ec2.VpcPeeringConnection("shop-payments", {
  vpcId: vpc.id,
  peerVpcId: new pulumi.Config().require("vpcId"),
  autoAccept: true,
  requester: { allowRemoteVpcDnsResolution: true },
});
