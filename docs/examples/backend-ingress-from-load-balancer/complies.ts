import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();
const vpcId = config.require("vpcId");
const subnets = config.requireObject<string[]>("privateSubnetIds");

const front = new aws.ec2.SecurityGroup("front", { vpcId, description: "Load balancer" });

const backend = new aws.ec2.SecurityGroup("backend", {
  vpcId,
  description: "Backend",
  ingress: [
    {
      description: "Load balancer",
      protocol: "tcp",
      fromPort: 8080,
      toPort: 8080,
      securityGroups: [front.id],
    },
  ],
});

const balancer = new aws.lb.LoadBalancer("front", {
  internal: true,
  subnets,
  securityGroups: [front.id],
});
const targets = new aws.lb.TargetGroup("backend", { vpcId, port: 8080, protocol: "HTTP" });
new aws.lb.Listener("https", {
  loadBalancerArn: balancer.arn,
  port: 443,
  protocol: "HTTPS",
  certificateArn: config.require("certificateArn"),
  defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
});

const server = new aws.ec2.Instance("backend", {
  ami: config.require("imageId"),
  instanceType: "t3.small",
  subnetId: subnets[0],
  associatePublicIpAddress: false,
  vpcSecurityGroupIds: [backend.id],
});
new aws.lb.TargetGroupAttachment("backend", { targetGroupArn: targets.arn, targetId: server.id });
