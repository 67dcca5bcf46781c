import * as aws from "@pulumi/aws";
import { allow } from "./allow";
import { appGroup, media } from "./app";
import { certificateArn, cloudfrontPrefixList, domain } from "./config";
import { edge } from "./firewall";
import { publicSubnets, vpc } from "./network";

// Pictures go through CloudFront, and only CloudFront reaches the balancer behind it: nobody goes around the firewall at the edge.
const originGroup = new aws.ec2.SecurityGroup("media-balancer", {
  vpcId: vpc.id,
  description: "Load balancer behind CloudFront",
  ingress: [{ description: "CloudFront", protocol: "tcp", fromPort: 443, toPort: 443, prefixListIds: [cloudfrontPrefixList] }],
});

allow("media-balancer-to-app", { from: originGroup, to: appGroup, port: 8081, description: "Pictures" });

const origin = new aws.lb.LoadBalancer("media", {
  loadBalancerType: "application",
  internal: false,
  subnets: publicSubnets.map((subnet) => subnet.id),
  securityGroups: [originGroup.id],
  dropInvalidHeaderFields: true,
});

new aws.lb.Listener("media-https", {
  loadBalancerArn: origin.arn,
  port: 443,
  protocol: "HTTPS",
  sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
  certificateArn,
  defaultActions: [{ type: "forward", targetGroupArn: media.arn }],
});

export const distribution = new aws.cloudfront.Distribution("media", {
  enabled: true,
  aliases: [`media.${domain}`],
  webAclId: edge.arn,
  origins: [
    {
      originId: "media",
      domainName: origin.dnsName,
      customOriginConfig: { httpPort: 80, httpsPort: 443, originProtocolPolicy: "https-only", originSslProtocols: ["TLSv1.2"] },
    },
  ],
  defaultCacheBehavior: {
    targetOriginId: "media",
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: ["GET", "HEAD"],
    cachedMethods: ["GET", "HEAD"],
    // CachingOptimized, a policy of AWS's own.
    cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  },
  restrictions: { geoRestriction: { restrictionType: "none" } },
  viewerCertificate: { acmCertificateArn: certificateArn, sslSupportMethod: "sni-only", minimumProtocolVersion: "TLSv1.2_2021" },
});
