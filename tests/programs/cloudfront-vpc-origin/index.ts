import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();
const vpcId = config.require("vpcId");
const subnets = config.requireObject<string[]>("privateSubnetIds");

const balancerGroup = new aws.ec2.SecurityGroup("internal-balancer", {
  vpcId,
  description: "Internal balancer, a VPC origin",
  ingress: [
    {
      description: "CloudFront's VPC origin",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      prefixListIds: [config.require("cloudfrontPrefixListId")],
    },
  ],
});
const serviceGroup = new aws.ec2.SecurityGroup("service", { vpcId, description: "Service" });

new aws.vpc.SecurityGroupEgressRule("balancer-to-service", {
  securityGroupId: balancerGroup.id,
  referencedSecurityGroupId: serviceGroup.id,
  ipProtocol: "tcp",
  fromPort: 3000,
  toPort: 3000,
  description: "Service",
});
new aws.vpc.SecurityGroupIngressRule("service-from-balancer", {
  securityGroupId: serviceGroup.id,
  referencedSecurityGroupId: balancerGroup.id,
  ipProtocol: "tcp",
  fromPort: 3000,
  toPort: 3000,
  description: "Balancer",
});

const balancer = new aws.lb.LoadBalancer("service", {
  internal: true,
  loadBalancerType: "application",
  subnets,
  securityGroups: [balancerGroup.id],
});
const targets = new aws.lb.TargetGroup("service", { vpcId, port: 3000, protocol: "HTTP", targetType: "instance" });
new aws.lb.Listener("service", {
  loadBalancerArn: balancer.arn,
  port: 443,
  protocol: "HTTPS",
  certificateArn: config.require("certificateArn"),
  defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
});

const [firstSubnet = ""] = subnets;
const host = new aws.ec2.Instance("service", {
  ami: "ami-0b72821e2f351e396",
  instanceType: "t3.small",
  subnetId: firstSubnet,
  associatePublicIpAddress: false,
  vpcSecurityGroupIds: [serviceGroup.id],
  metadataOptions: { httpTokens: "required" },
});
new aws.lb.TargetGroupAttachment("service", { targetGroupArn: targets.arn, targetId: host.id });

const vpcOrigin = new aws.cloudfront.VpcOrigin("service", {
  vpcOriginEndpointConfig: {
    name: "service",
    arn: balancer.arn,
    httpPort: 80,
    httpsPort: 443,
    originProtocolPolicy: "https-only",
    originSslProtocols: { items: ["TLSv1.2"], quantity: 1 },
  },
});

export const domain = new aws.cloudfront.Distribution("service", {
  enabled: true,
  webAclId: config.require("webAclArn"),
  origins: [{ originId: "service", domainName: balancer.dnsName, vpcOriginConfig: { vpcOriginId: vpcOrigin.id } }],
  defaultCacheBehavior: {
    targetOriginId: "service",
    viewerProtocolPolicy: "https-only",
    allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
    cachedMethods: ["GET", "HEAD"],
    cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  },
  restrictions: { geoRestriction: { restrictionType: "none" } },
  viewerCertificate: { cloudfrontDefaultCertificate: true },
}).domainName;
