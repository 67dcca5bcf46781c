import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const cidrBlock = "10.30.0.0/16";
const vpc = new aws.ec2.Vpc("data", { cidrBlock, enableDnsHostnames: true });
const routes = new aws.ec2.RouteTable("data", { vpcId: vpc.id });
const subnets = ["us-east-1a", "us-east-1b"].map((availabilityZone, i) => {
  const subnet = new aws.ec2.Subnet(`data-${i}`, { vpcId: vpc.id, availabilityZone, cidrBlock: `10.30.${i}.0/24` });
  new aws.ec2.RouteTableAssociation(`data-${i}`, { subnetId: subnet.id, routeTableId: routes.id });
  return subnet;
});
const subnetIds = subnets.map((s) => s.id);

const inside = { ruleNo: 100, action: "allow", protocol: "-1", cidrBlock, fromPort: 0, toPort: 0 };
new aws.ec2.NetworkAcl("data", { vpcId: vpc.id, subnetIds, ingress: [inside], egress: [inside] });
new aws.ec2.DefaultSecurityGroup("data", { vpcId: vpc.id });
const logs = new aws.s3.Bucket("flow-logs");
new aws.ec2.FlowLog("data", {
  vpcId: vpc.id,
  trafficType: "REJECT",
  logDestinationType: "s3",
  logDestination: logs.arn,
});

// function -> proxy -> cluster
const functionSg = new aws.ec2.SecurityGroup("function", { vpcId: vpc.id, description: "Orders function" });
const proxySg = new aws.ec2.SecurityGroup("proxy", { vpcId: vpc.id, description: "RDS Proxy" });
const clusterSg = new aws.ec2.SecurityGroup("cluster", { vpcId: vpc.id, description: "Aurora cluster" });

function connect(from: aws.ec2.SecurityGroup, to: aws.ec2.SecurityGroup, name: string) {
  const ports = { protocol: "tcp", fromPort: 3306, toPort: 3306, description: `MySQL, ${name}` };
  new aws.ec2.SecurityGroupRule(`${name}-out`, {
    ...ports,
    type: "egress",
    securityGroupId: from.id,
    sourceSecurityGroupId: to.id,
  });
  new aws.ec2.SecurityGroupRule(`${name}-in`, {
    ...ports,
    type: "ingress",
    securityGroupId: to.id,
    sourceSecurityGroupId: from.id,
  });
}
connect(functionSg, proxySg, "function-to-proxy");
connect(proxySg, clusterSg, "proxy-to-cluster");

const cluster = new aws.rds.Cluster("orders", {
  engine: "aurora-mysql",
  masterUsername: "admin",
  manageMasterUserPassword: true,
  databaseName: "orders",
  storageEncrypted: true,
  dbSubnetGroupName: new aws.rds.SubnetGroup("orders", { subnetIds }).name,
  vpcSecurityGroupIds: [clusterSg.id],
  serverlessv2ScalingConfiguration: { minCapacity: 0.5, maxCapacity: 4 },
  skipFinalSnapshot: true,
});
new aws.rds.ClusterInstance("orders", {
  clusterIdentifier: cluster.id,
  engine: "aurora-mysql",
  instanceClass: "db.serverless",
});

const secret = new aws.secretsmanager.Secret("orders-proxy");
const proxyRole = new aws.iam.Role("proxy", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "rds.amazonaws.com" }),
});
new aws.iam.RolePolicy("proxy", {
  role: proxyRole.id,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secret.arn }],
  }),
});
const proxy = new aws.rds.Proxy("orders", {
  engineFamily: "MYSQL",
  roleArn: proxyRole.arn,
  requireTls: true,
  auths: [{ authScheme: "SECRETS", secretArn: secret.arn, iamAuth: "REQUIRED" }],
  vpcSubnetIds: subnetIds,
  vpcSecurityGroupIds: [proxySg.id],
});
const pool = new aws.rds.ProxyDefaultTargetGroup("orders", { dbProxyName: proxy.name });
new aws.rds.ProxyTarget("orders", {
  dbProxyName: proxy.name,
  targetGroupName: pool.name,
  dbClusterIdentifier: cluster.id,
});

const role = new aws.iam.Role("function", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),
  managedPolicyArns: [aws.iam.ManagedPolicy.AWSLambdaVPCAccessExecutionRole],
});
new aws.lambda.Function("orders", {
  runtime: "nodejs22.x",
  handler: "index.handler",
  role: role.arn,
  code: new pulumi.asset.AssetArchive({
    "index.js": new pulumi.asset.StringAsset("exports.handler = async () => 'ok';"),
  }),
  environment: { variables: { DB_HOST: proxy.endpoint } },
  vpcConfig: { subnetIds, securityGroupIds: [functionSg.id] },
});
