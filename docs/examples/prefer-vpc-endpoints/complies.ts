import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const vpc = new aws.ec2.Vpc("shop", { cidrBlock: "10.20.0.0/16" });
const subnet = new aws.ec2.Subnet("functions", { vpcId: vpc.id, cidrBlock: "10.20.4.0/24" });
const routes = new aws.ec2.RouteTable("functions", { vpcId: vpc.id });
new aws.ec2.RouteTableAssociation("functions", { subnetId: subnet.id, routeTableId: routes.id });
const endpoint = new aws.ec2.VpcEndpoint("s3", {
  vpcId: vpc.id,
  serviceName: "com.amazonaws.eu-west-1.s3",
  routeTableIds: [routes.id],
});

const receipts = new aws.s3.Bucket("receipts");

const group = new aws.ec2.SecurityGroup("receipts", {
  vpcId: vpc.id,
  description: "Function for receipts",
  egress: [
    {
      description: "S3",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      prefixListIds: [endpoint.prefixListId],
    },
  ],
});

const role = new aws.iam.Role("receipts", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),
  managedPolicyArns: [aws.iam.ManagedPolicy.AWSLambdaVPCAccessExecutionRole],
});

new aws.lambda.Function("receipts", {
  role: role.arn,
  runtime: "nodejs22.x",
  handler: "index.handler",
  code: new pulumi.asset.FileArchive("./receipts"),
  environment: { variables: { BUCKET: receipts.bucket } },
  vpcConfig: { subnetIds: [subnet.id], securityGroupIds: [group.id] },
});
