import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { database } from "./data";
import { functionGroup, linkGroup } from "./groups";
import { appA, appB, functions } from "./network";
import { internalListener } from "./web";

const secret = new aws.secretsmanager.Secret("orders-api");

const role = new aws.iam.Role("orders-api", { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }) });
new aws.iam.RolePolicy("orders-api", {
  role: role.name,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secret.arn }],
  }),
});

const orders = new aws.lambda.Function("orders-api", {
  runtime: "nodejs22.x",
  handler: "index.handler",
  role: role.arn,
  code: new pulumi.asset.AssetArchive({
    "index.mjs": new pulumi.asset.StringAsset(`export const handler = async () => ({ statusCode: 200, body: "[]" });`),
  }),
  environment: { variables: { DATABASE_HOST: database.address, DATABASE_SECRET: secret.arn } },
  vpcConfig: { subnetIds: [functions.id], securityGroupIds: [functionGroup.id] },
});

const api = new aws.apigatewayv2.Api("orders", { protocolType: "HTTP" });
const ordersIntegration = new aws.apigatewayv2.Integration("orders", {
  apiId: api.id,
  integrationType: "AWS_PROXY",
  integrationUri: orders.arn,
  payloadFormatVersion: "2.0",
});
new aws.apigatewayv2.Route("orders", { apiId: api.id, routeKey: "GET /orders", target: pulumi.interpolate`integrations/${ordersIntegration.id}` });
new aws.lambda.Permission("orders-api", { action: "lambda:InvokeFunction", function: orders.name, principal: "apigateway.amazonaws.com" });

const link = new aws.apigatewayv2.VpcLink("shop", { subnetIds: [appA.id, appB.id], securityGroupIds: [linkGroup.id] });
const officeIntegration = new aws.apigatewayv2.Integration("back-office", {
  apiId: api.id,
  integrationType: "HTTP_PROXY",
  integrationMethod: "ANY",
  integrationUri: internalListener.arn,
  connectionType: "VPC_LINK",
  connectionId: link.id,
});
new aws.apigatewayv2.Route("back-office", {
  apiId: api.id,
  routeKey: "ANY /office",
  target: pulumi.interpolate`integrations/${officeIntegration.id}`,
});

const stage = new aws.apigatewayv2.Stage("live", { apiId: api.id, name: "$default", autoDeploy: true });

export const url = stage.invokeUrl;
