import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();

const orders = new aws.ec2.SecurityGroup("orders", {
  vpcId: config.require("vpcId"),
  description: "Function for orders",
  egress: [
    {
      description: "Everything",
      protocol: "-1",
      fromPort: 0,
      toPort: 0,
      cidrBlocks: ["0.0.0.0/0"],
    },
  ],
});

const role = new aws.iam.Role("orders", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),
  managedPolicyArns: [aws.iam.ManagedPolicy.AWSLambdaVPCAccessExecutionRole],
});

new aws.lambda.Function("orders", {
  role: role.arn,
  runtime: "nodejs22.x",
  handler: "index.handler",
  code: new pulumi.asset.FileArchive("./orders"),
  vpcConfig: {
    subnetIds: config.requireObject<string[]>("privateSubnetIds"),
    securityGroupIds: [orders.id],
  },
});
