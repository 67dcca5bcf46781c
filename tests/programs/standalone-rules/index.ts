import { Config } from "@pulumi/pulumi";
import { Group as ScalingGroup } from "@pulumi/aws/autoscaling";
import { LaunchTemplate, SecurityGroup, SecurityGroupRule } from "@pulumi/aws/ec2";
import { Listener, LoadBalancer, TargetGroup } from "@pulumi/aws/lb";
import { SecurityGroupEgressRule, SecurityGroupIngressRule } from "@pulumi/aws/vpc";

const config = new Config();
const vpcId = config.require("vpcId");
const subnets = config.requireObject<string[]>("privateSubnetIds");

const balancerGroup = new SecurityGroup("wiki-balancer", { vpcId, description: "Wiki, load balancer" });
const serverGroup = new SecurityGroup("wiki-servers", { vpcId, description: "Wiki, servers" });

// The balancer's rules are of the classic kind.
new SecurityGroupRule("balancer-from-office", {
  type: "ingress",
  description: "The office's network over the VPN",
  securityGroupId: balancerGroup.id,
  protocol: "6",
  fromPort: 443,
  toPort: 443,
  cidrBlocks: [config.require("officeNetwork")],
});
new SecurityGroupRule("balancer-to-servers", {
  type: "egress",
  description: "Servers",
  securityGroupId: balancerGroup.id,
  protocol: "6",
  fromPort: 8090,
  toPort: 8090,
  sourceSecurityGroupId: serverGroup.id,
});

// The servers' rules are of the newer kind.
new SecurityGroupIngressRule("servers-from-balancer", {
  description: "Load balancer",
  securityGroupId: serverGroup.id,
  referencedSecurityGroupId: balancerGroup.id,
  ipProtocol: "tcp",
  fromPort: 8090,
  toPort: 8090,
});
new SecurityGroupIngressRule("servers-gossip", {
  description: "The other servers of the cluster",
  securityGroupId: serverGroup.id,
  referencedSecurityGroupId: serverGroup.id,
  ipProtocol: "tcp",
  fromPort: 5701,
  toPort: 5703,
});
new SecurityGroupEgressRule("servers-out", {
  description: "Updates, mail, the cluster",
  securityGroupId: serverGroup.id,
  cidrIpv4: "0.0.0.0/0",
  ipProtocol: "-1",
});

const balancer = new LoadBalancer("wiki", {
  internal: true,
  loadBalancerType: "application",
  subnets,
  securityGroups: [balancerGroup.id],
});
const targets = new TargetGroup("wiki", { vpcId, port: 8090, protocol: "HTTP", stickiness: { type: "lb_cookie" } });
new Listener("wiki", {
  loadBalancerArn: balancer.arn,
  port: 443,
  protocol: "HTTPS",
  certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/6f2d1c3e-8a57-4b0e-9d0a-2f1f4f1f7b11",
  defaultActions: [{ type: "forward", forward: { targetGroups: [{ arn: targets.arn, weight: 1 }] } }],
});

const template = new LaunchTemplate("wiki", {
  imageId: "ami-0b72821e2f351e396",
  instanceType: "m7i.large",
  vpcSecurityGroupIds: [serverGroup.id],
  metadataOptions: { httpTokens: "required" },
});
new ScalingGroup("wiki", {
  minSize: 2,
  maxSize: 3,
  vpcZoneIdentifiers: subnets,
  launchTemplate: { id: template.id, version: "$Latest" },
  targetGroupArns: [targets.arn],
});
