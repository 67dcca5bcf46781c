import * as aws from "@pulumi/aws";
import { bastionGroup, desktopGroup, monitoringGroup, operationsGroup, remoteDesktopGroup } from "./groups";

// Added later.
new aws.ec2.SecurityGroupRule("monitoring-ssh", {
  securityGroupId: monitoringGroup.id,
  type: "ingress",
  protocol: "tcp",
  fromPort: 22,
  toPort: 22,
  sourceSecurityGroupId: bastionGroup.id,
});

new aws.vpc.SecurityGroupIngressRule("operations-ssh", {
  securityGroupId: operationsGroup.id,
  ipProtocol: "tcp",
  fromPort: 22,
  toPort: 22,
  cidrIpv4: "10.8.0.0/16",
});

new aws.vpc.SecurityGroupIngressRule("operations-ssh-anywhere", {
  securityGroupId: operationsGroup.id,
  ipProtocol: "tcp",
  fromPort: 22,
  toPort: 22,
  cidrIpv4: "0.0.0.0/0",
});

new aws.vpc.SecurityGroupIngressRule("operations-ssh-ipv6", {
  securityGroupId: operationsGroup.id,
  ipProtocol: "tcp",
  fromPort: 22,
  toPort: 22,
  cidrIpv6: "::/0",
});

new aws.ec2.SecurityGroupRule("remote-desktop-rdp", {
  securityGroupId: remoteDesktopGroup.id,
  type: "ingress",
  protocol: "tcp",
  fromPort: 3389,
  toPort: 3389,
  cidrBlocks: ["0.0.0.0/0"],
});

new aws.ec2.SecurityGroupRule("remote-desktop-from-desktop", {
  securityGroupId: remoteDesktopGroup.id,
  type: "ingress",
  protocol: "tcp",
  fromPort: 3389,
  toPort: 3389,
  sourceSecurityGroupId: desktopGroup.id,
});
