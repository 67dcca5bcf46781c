import * as aws from "@pulumi/aws";
import { appGroup, balancerGroup, internalBalancerGroup } from "./groups";
import { appA, appB, publicA, publicB, vpc } from "./network";

const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/6f2d1c3e-8a57-4b0e-9d0a-2f1f4f1f7b11";

const pages = new aws.lb.TargetGroup("pages", { vpcId: vpc.id, port: 80, protocol: "HTTP" });

const template = new aws.ec2.LaunchTemplate("app", {
  imageId: "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
  instanceType: "t3.small",
  keyName: "engineers",
  networkInterfaces: [{ associatePublicIpAddress: "true", securityGroups: [appGroup.id] }],
});

new aws.autoscaling.Group("app", {
  minSize: 2,
  maxSize: 6,
  vpcZoneIdentifiers: [appA.id, appB.id],
  launchTemplate: { id: template.id, version: "$Latest" },
  targetGroupArns: [pages.arn],
});

export const balancer = new aws.lb.LoadBalancer("public", {
  loadBalancerType: "application",
  subnets: [publicA.id, publicB.id],
  securityGroups: [balancerGroup.id],
});

new aws.lb.Listener("public-http", {
  loadBalancerArn: balancer.arn,
  port: 80,
  protocol: "HTTP",
  defaultActions: [{ type: "forward", targetGroupArn: pages.arn }],
});

new aws.lb.Listener("public-https", {
  loadBalancerArn: balancer.arn,
  port: 443,
  protocol: "HTTPS",
  certificateArn,
  defaultActions: [{ type: "forward", targetGroupArn: pages.arn }],
});

const internalBalancer = new aws.lb.LoadBalancer("internal", {
  loadBalancerType: "application",
  internal: true,
  subnets: [appA.id, appB.id],
  securityGroups: [internalBalancerGroup.id],
});

export const internalListener = new aws.lb.Listener("internal-https", {
  loadBalancerArn: internalBalancer.arn,
  port: 443,
  protocol: "HTTPS",
  certificateArn,
  defaultActions: [{ type: "forward", targetGroupArn: pages.arn }],
});

export const distribution = new aws.cloudfront.Distribution("media", {
  enabled: true,
  origins: [
    {
      originId: "shop",
      domainName: balancer.dnsName,
      customOriginConfig: { httpPort: 80, httpsPort: 443, originProtocolPolicy: "https-only", originSslProtocols: ["TLSv1.2"] },
    },
  ],
  defaultCacheBehavior: {
    targetOriginId: "shop",
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: ["GET", "HEAD"],
    cachedMethods: ["GET", "HEAD"],
    cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  },
  restrictions: { geoRestriction: { restrictionType: "none" } },
  viewerCertificate: { cloudfrontDefaultCertificate: true },
});
