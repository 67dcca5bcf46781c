import * as aws from "@pulumi/aws";
import {
  bastionGroup,
  debugGroup,
  desktopGroup,
  importGroup,
  monitoringGroup,
  operationsGroup,
  remoteDesktopGroup,
  tillsGroup,
  warehouseGroup,
} from "./groups";
import { monitoring, staffPrivate, staffPublic, vpc, warehouseSubnet } from "./network";

const ami = "ami-0b72821e2f351e396";

export const bastion = new aws.ec2.Instance("bastion", {
  ami,
  instanceType: "t3.micro",
  keyName: "engineers",
  subnetId: staffPublic.id,
  associatePublicIpAddress: true,
  vpcSecurityGroupIds: [bastionGroup.id],
});

new aws.ec2.Instance("operations", { ami, instanceType: "t3.micro", subnetId: staffPrivate.id, vpcSecurityGroupIds: [operationsGroup.id] });
new aws.ec2.Instance("monitoring", { ami, instanceType: "t3.small", subnetId: monitoring.id, vpcSecurityGroupIds: [monitoringGroup.id] });
new aws.ec2.Instance("desktop", { ami, instanceType: "t3.large", subnetId: staffPublic.id, vpcSecurityGroupIds: [desktopGroup.id] });
new aws.ec2.Instance("remote-desktop", { ami, instanceType: "t3.large", subnetId: staffPublic.id, vpcSecurityGroupIds: [remoteDesktopGroup.id] });
new aws.ec2.Instance("import", { ami, instanceType: "t3.small", subnetId: staffPublic.id, vpcSecurityGroupIds: [importGroup.id, debugGroup.id] });
new aws.ec2.Instance("reports", { ami, instanceType: "t3.small", subnetId: staffPrivate.id });
new aws.ec2.Instance("warehouse", { ami, instanceType: "t3.small", subnetId: warehouseSubnet.id, vpcSecurityGroupIds: [warehouseGroup.id] });

const tills = new aws.ec2.Instance("tills", { ami, instanceType: "t3.small", subnetId: staffPrivate.id, vpcSecurityGroupIds: [tillsGroup.id] });

// The tills come in through this one.
const balancer = new aws.lb.LoadBalancer("tills", { loadBalancerType: "network", internal: true, subnets: [staffPrivate.id] });
const targets = new aws.lb.TargetGroup("tills", { vpcId: vpc.id, port: 443, protocol: "TCP" });
new aws.lb.TargetGroupAttachment("tills", { targetGroupArn: targets.arn, targetId: tills.id });
new aws.lb.Listener("tills", {
  loadBalancerArn: balancer.arn,
  port: 443,
  protocol: "TCP",
  defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
});
