import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { allow } from "./allow";
import { database, functionGroup } from "./data";
import { regional } from "./firewall";
import { appSubnets, endpointGroup } from "./network";

// Scenario 3: the API calls a function, and only the function reaches the database.
allow("function-to-endpoints", { from: functionGroup, to: endpointGroup, port: 443, description: "Secrets Manager, through its endpoint" });

const secret = new aws.secretsmanager.Secret("orders-api", { description: "The database user of the orders API" });

const role = new aws.iam.Role("orders-api", { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }) });
new aws.iam.RolePolicyAttachment("orders-api-vpc", {
  role: role.name,
  policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole",
});
new aws.iam.RolePolicy("orders-api-secret", {
  role: role.name,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: [secret.arn] }],
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
  vpcConfig: { subnetIds: appSubnets.map((subnet) => subnet.id), securityGroupIds: [functionGroup.id] },
});

const api = new aws.apigateway.RestApi("orders", { description: "Orders API", endpointConfiguration: { types: "REGIONAL" } });
const resource = new aws.apigateway.Resource("orders", { restApi: api.id, parentId: api.rootResourceId, pathPart: "orders" });
const method = new aws.apigateway.Method("orders", { restApi: api.id, resourceId: resource.id, httpMethod: "GET", authorization: "AWS_IAM" });
const integration = new aws.apigateway.Integration("orders", {
  restApi: api.id,
  resourceId: resource.id,
  httpMethod: method.httpMethod,
  integrationHttpMethod: "POST",
  type: "AWS_PROXY",
  uri: orders.invokeArn,
});

new aws.lambda.Permission("orders-api", {
  action: "lambda:InvokeFunction",
  function: orders.name,
  principal: "apigateway.amazonaws.com",
  sourceArn: pulumi.interpolate`${api.executionArn}/*`,
});

const deployment = new aws.apigateway.Deployment("orders", { restApi: api.id }, { dependsOn: [integration] });
const stage = new aws.apigateway.Stage("orders", { restApi: api.id, deployment: deployment.id, stageName: "live" });

new aws.wafv2.WebAclAssociation("orders-api", { resourceArn: stage.arn, webAclArn: regional.arn });

export const url = stage.invokeUrl;
