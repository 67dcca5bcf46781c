import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();
const vpcId = config.require("vpcId");

const cloudfront = aws.ec2.getManagedPrefixListOutput({ name: "com.amazonaws.global.cloudfront.origin-facing" });

const albGroup = new aws.ec2.SecurityGroup("origin", {
  vpcId,
  description: "Origin of the distribution",
  ingress: [{ description: "CloudFront", protocol: "tcp", fromPort: 443, toPort: 443, prefixListIds: [cloudfront.id] }],
});

const serverGroup = new aws.ec2.SecurityGroup("servers", {
  vpcId,
  description: "Servers behind the origin",
  ingress: [
    { description: "Load balancer", protocol: "tcp", fromPort: 8443, toPort: 8443, securityGroups: [albGroup.id] },
  ],
  egress: [{ description: "Updates", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }],
});

new aws.ec2.SecurityGroupRule("origin-to-servers", {
  type: "egress",
  securityGroupId: albGroup.id,
  description: "Servers",
  protocol: "tcp",
  fromPort: 8443,
  toPort: 8443,
  sourceSecurityGroupId: serverGroup.id,
});

const alb = new aws.lb.LoadBalancer("origin", {
  subnets: config.requireObject<string[]>("publicSubnetIds"),
  securityGroups: [albGroup.id],
});
const targets = new aws.lb.TargetGroup("servers", { vpcId, port: 8443, protocol: "HTTPS" });
const listener = new aws.lb.Listener("origin", {
  loadBalancerArn: alb.arn,
  port: 443,
  protocol: "HTTPS",
  certificateArn: config.require("certificateArn"),
  defaultActions: [{ type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "403" } }],
});
// Others may have a distribution, too: ours sends a header.
new aws.lb.ListenerRule("ours", {
  listenerArn: listener.arn,
  conditions: [{ httpHeader: { httpHeaderName: "x-origin-key", values: [config.requireSecret("originKey")] } }],
  actions: [{ type: "forward", targetGroupArn: targets.arn }],
});

const template = new aws.ec2.LaunchTemplate("servers", {
  imageId: "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
  instanceType: "t4g.small",
  vpcSecurityGroupIds: [serverGroup.id],
  metadataOptions: { httpTokens: "required" },
});
new aws.autoscaling.Group("servers", {
  minSize: 2,
  maxSize: 4,
  vpcZoneIdentifiers: config.requireObject<string[]>("privateSubnetIds"),
  launchTemplate: { id: template.id, version: "$Latest" },
  targetGroupArns: [targets.arn],
});

const distribution = new aws.cloudfront.Distribution("shop", {
  enabled: true,
  webAclId: config.require("webAclArn"),
  origins: [
    {
      originId: "alb",
      domainName: alb.dnsName,
      customHeaders: [{ name: "x-origin-key", value: config.requireSecret("originKey") }],
      customOriginConfig: {
        httpPort: 80,
        httpsPort: 443,
        originProtocolPolicy: "https-only",
        originSslProtocols: ["TLSv1.2"],
      },
    },
  ],
  defaultCacheBehavior: {
    targetOriginId: "alb",
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: ["GET", "HEAD", "OPTIONS"],
    cachedMethods: ["GET", "HEAD"],
    cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  },
  restrictions: { geoRestriction: { restrictionType: "none" } },
  viewerCertificate: { cloudfrontDefaultCertificate: true },
});

export const domain = distribution.domainName;
