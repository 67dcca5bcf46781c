import * as aws from "@pulumi/aws";
import { allow } from "./allow";
import { appGroup, backOffice } from "./app";
import { certificateArn, officeNetwork } from "./config";
import { appSubnets, vpc } from "./network";

// Scenario 4, the internal application: staff, over the VPN. What else may call it is said where it lives (payments.ts).
export const backOfficeGroup = new aws.ec2.SecurityGroup("internal-balancer", {
  vpcId: vpc.id,
  description: "Internal load balancer of the back office",
});

new aws.vpc.SecurityGroupIngressRule("office-to-back-office", {
  securityGroupId: backOfficeGroup.id,
  cidrIpv4: officeNetwork,
  ipProtocol: "tcp",
  fromPort: 443,
  toPort: 443,
  description: "Staff in the office, over the VPN",
});

allow("internal-balancer-to-app", { from: backOfficeGroup, to: appGroup, port: 8080, description: "Back office" });

const balancer = new aws.lb.LoadBalancer("internal", {
  loadBalancerType: "application",
  internal: true,
  subnets: appSubnets.map((subnet) => subnet.id),
  securityGroups: [backOfficeGroup.id],
  dropInvalidHeaderFields: true,
});

new aws.lb.Listener("internal-https", {
  loadBalancerArn: balancer.arn,
  port: 443,
  protocol: "HTTPS",
  sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
  certificateArn,
  defaultActions: [{ type: "forward", targetGroupArn: backOffice.arn }],
});
