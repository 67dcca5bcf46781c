import * as aws from "@pulumi/aws";
import { allow } from "./allow";
import { latestImage } from "./config";
import { appSubnets, endpointGroup, s3Endpoint, vpc } from "./network";

/** The servers behind every balancer of the shop. */
export const appGroup = new aws.ec2.SecurityGroup("app", { vpcId: vpc.id, description: "Application servers" });

export const shopPages = targetGroup("shop-pages", 80);
export const backOffice = targetGroup("back-office", 8080);
export const media = targetGroup("media", 8081);

const role = new aws.iam.Role("app", { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ec2.amazonaws.com" }) });
new aws.iam.RolePolicyAttachment("app-session-manager", { role: role.name, policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" });
const profile = new aws.iam.InstanceProfile("app", { role: role.name });

const template = new aws.ec2.LaunchTemplate("app", {
  imageId: latestImage,
  instanceType: "t3.small",
  iamInstanceProfile: { arn: profile.arn },
  metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
  networkInterfaces: [{ associatePublicIpAddress: "false", securityGroups: [appGroup.id] }],
});

new aws.autoscaling.Group("app", {
  minSize: 2,
  maxSize: 6,
  vpcZoneIdentifiers: appSubnets.map((subnet) => subnet.id),
  launchTemplate: { id: template.id, version: "$Latest" },
  targetGroupArns: [shopPages.arn, backOffice.arn, media.arn],
  healthCheckType: "ELB",
});

allow("app-to-endpoints", { from: appGroup, to: endpointGroup, port: 443, description: "AWS services, through their endpoints" });

// Amazon Linux keeps its packages in S3.
new aws.vpc.SecurityGroupEgressRule("app-to-s3", {
  securityGroupId: appGroup.id,
  prefixListId: s3Endpoint.prefixListId,
  ipProtocol: "tcp",
  fromPort: 443,
  toPort: 443,
  description: "Packages and images in S3",
});

function targetGroup(name: string, port: number): aws.lb.TargetGroup {
  return new aws.lb.TargetGroup(name, { vpcId: vpc.id, port, protocol: "HTTP", targetType: "instance", healthCheck: { path: "/health" } });
}
