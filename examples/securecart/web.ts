import * as aws from "@pulumi/aws";
import { allow } from "./allow";
import { appGroup, shopPages } from "./app";
import { certificateArn } from "./config";
import { regional } from "./firewall";
import { publicSubnets, vpc } from "./network";

// Scenarios 1 and 4: the balancer faces the internet, the servers face the balancer.
const balancerGroup = new aws.ec2.SecurityGroup("public-balancer", {
  vpcId: vpc.id,
  description: "Public load balancer of the shop",
  ingress: [
    { description: "Web, redirected to HTTPS", protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"] },
    { description: "Web", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] },
  ],
});

allow("public-balancer-to-app", { from: balancerGroup, to: appGroup, port: 80, description: "Pages of the shop" });

export const balancer = new aws.lb.LoadBalancer("public", {
  loadBalancerType: "application",
  internal: false,
  subnets: publicSubnets.map((subnet) => subnet.id),
  securityGroups: [balancerGroup.id],
  dropInvalidHeaderFields: true,
});

new aws.lb.Listener("public-http", {
  loadBalancerArn: balancer.arn,
  port: 80,
  protocol: "HTTP",
  defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } }],
});

new aws.lb.Listener("public-https", {
  loadBalancerArn: balancer.arn,
  port: 443,
  protocol: "HTTPS",
  sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
  certificateArn,
  defaultActions: [{ type: "forward", targetGroupArn: shopPages.arn }],
});

new aws.wafv2.WebAclAssociation("public", { resourceArn: balancer.arn, webAclArn: regional.arn });
