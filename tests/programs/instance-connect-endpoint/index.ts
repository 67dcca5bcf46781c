import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();
const vpcId = config.require("vpcId");
const subnetId = config.require("subnetId");

const endpointGroup = new aws.ec2.SecurityGroup("connect-endpoint", {
  vpcId,
  description: "EC2 Instance Connect Endpoint",
});

const hostGroup = new aws.ec2.SecurityGroup("hosts", {
  vpcId,
  description: "Batch hosts",
  ingress: [
    {
      description: "SSH through the endpoint",
      protocol: "tcp",
      fromPort: 22,
      toPort: 22,
      securityGroups: [endpointGroup.id],
    },
  ],
  egress: [{ description: "AWS APIs", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }],
});

new aws.vpc.SecurityGroupEgressRule("endpoint-to-hosts", {
  securityGroupId: endpointGroup.id,
  description: "SSH to the batch hosts",
  ipProtocol: "tcp",
  fromPort: 22,
  toPort: 22,
  referencedSecurityGroupId: hostGroup.id,
});

new aws.ec2transitgateway.InstanceConnectEndpoint("ssh", {
  subnetId,
  securityGroupIds: [endpointGroup.id],
  preserveClientIp: false,
});

const role = new aws.iam.Role("host", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ec2.amazonaws.com" }),
});
const profile = new aws.iam.InstanceProfile("host", { role: role.name });

for (const name of ["batch-1", "batch-2"]) {
  new aws.ec2.Instance(name, {
    ami: "ami-0b72821e2f351e396",
    instanceType: "m7i.large",
    subnetId,
    associatePublicIpAddress: false,
    iamInstanceProfile: profile.name,
    vpcSecurityGroupIds: [hostGroup.id],
    metadataOptions: { httpEndpoint: "enabled", httpTokens: "required" },
    rootBlockDevice: { encrypted: true },
    tags: { Name: name },
  });
}
