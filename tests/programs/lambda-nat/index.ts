import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const partnerCidr = new pulumi.Config().require("partnerCidr");

const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.20.0.0/16", tags: { Name: "main" } });
const publicSubnet = new aws.ec2.Subnet("public", { vpcId: vpc.id, cidrBlock: "10.20.0.0/24" });
const privateSubnet = new aws.ec2.Subnet("private", { vpcId: vpc.id, cidrBlock: "10.20.1.0/24" });

const igw = new aws.ec2.InternetGateway("main", { vpcId: vpc.id });
const publicRoutes = new aws.ec2.RouteTable("public", {
  vpcId: vpc.id,
  routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }],
});
new aws.ec2.RouteTableAssociation("public", { subnetId: publicSubnet.id, routeTableId: publicRoutes.id });

// The partner knows us by this address.
const address = new aws.ec2.Eip("nat", { domain: "vpc" });
const nat = new aws.ec2.NatGateway("main", { subnetId: publicSubnet.id, allocationId: address.allocationId });
const privateRoutes = new aws.ec2.RouteTable("private", {
  vpcId: vpc.id,
  routes: [{ cidrBlock: "0.0.0.0/0", natGatewayId: nat.id }],
});
new aws.ec2.RouteTableAssociation("private", { subnetId: privateSubnet.id, routeTableId: privateRoutes.id });

const acl = new aws.ec2.NetworkAcl("main", { vpcId: vpc.id, subnetIds: [publicSubnet.id, privateSubnet.id] });
const aclRule = (
  name: string,
  ruleNumber: number,
  egress: boolean,
  cidrBlock: string,
  fromPort: number,
  toPort: number,
) =>
  new aws.ec2.NetworkAclRule(name, {
    networkAclId: acl.id,
    ruleNumber,
    egress,
    cidrBlock,
    fromPort,
    toPort,
    protocol: "tcp",
    ruleAction: "allow",
  });
aclRule("in-vpc", 100, false, "10.20.0.0/16", 0, 65535);
aclRule("in-answers", 110, false, partnerCidr, 1024, 65535);
aclRule("out-vpc", 100, true, "10.20.0.0/16", 0, 65535);
aclRule("out-partner", 110, true, partnerCidr, 443, 443);

new aws.ec2.DefaultSecurityGroup("main", { vpcId: vpc.id });

const logs = new aws.s3.Bucket("flow-logs");
new aws.ec2.FlowLog("main", { vpcId: vpc.id, trafficType: "ALL", logDestinationType: "s3", logDestination: logs.arn });

const group = new aws.ec2.SecurityGroup("sync", {
  vpcId: vpc.id,
  description: "Partner sync function",
  egress: [{ description: "Partner API", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [partnerCidr] }],
});

const role = new aws.iam.Role("sync", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),
});
const access = new aws.iam.RolePolicyAttachment("sync", {
  role: role.name,
  policyArn: aws.iam.ManagedPolicy.AWSLambdaVPCAccessExecutionRole,
});

const sync = new aws.lambda.CallbackFunction(
  "sync",
  {
    role,
    runtime: "nodejs22.x",
    vpcConfig: { subnetIds: [privateSubnet.id], securityGroupIds: [group.id] },
    callback: async () => {
      const answer = await fetch("https://api.partner.example/orders");
      return answer.status;
    },
  },
  { dependsOn: [access] },
);

new aws.cloudwatch.EventRule("hourly", { scheduleExpression: "rate(1 hour)" }).onEvent("sync", sync);

export const egressAddress = address.publicIp;
