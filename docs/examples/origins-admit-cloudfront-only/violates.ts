import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();
const webAclArn = config.require("webAclArn");

const shop = new aws.ec2.SecurityGroup("shop", {
  vpcId: config.require("vpcId"),
  description: "Shop",
  ingress: [
    {
      description: "CloudFront",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrBlocks: ["0.0.0.0/0"],
    },
  ],
});

const balancer = new aws.lb.LoadBalancer("shop", {
  subnets: config.requireObject<string[]>("publicSubnetIds"),
  securityGroups: [shop.id],
});
new aws.wafv2.WebAclAssociation("shop", { resourceArn: balancer.arn, webAclArn });

new aws.cloudfront.Distribution("shop", {
  enabled: true,
  webAclId: config.require("globalWebAclArn"),
  origins: [
    {
      originId: "shop",
      domainName: balancer.dnsName,
      customOriginConfig: {
        httpPort: 80,
        httpsPort: 443,
        originProtocolPolicy: "https-only",
        originSslProtocols: ["TLSv1.2"],
      },
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
