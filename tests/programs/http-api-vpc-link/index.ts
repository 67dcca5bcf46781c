import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();
const vpcId = config.require("vpcId");
const subnets = config.requireObject<string[]>("privateSubnetIds");

// API -> link -> balancer -> tasks -> database, each admitting the one before it.
const linkGroup = new aws.ec2.SecurityGroup("link", { vpcId, description: "VPC link of the API" });
const balancerGroup = new aws.ec2.SecurityGroup("balancer", { vpcId, description: "Internal balancer" });
const taskGroup = new aws.ec2.SecurityGroup("tasks", { vpcId, description: "Tasks" });
const databaseGroup = new aws.ec2.SecurityGroup("database", { vpcId, description: "Database" });

const hops: [string, aws.ec2.SecurityGroup, aws.ec2.SecurityGroup, number][] = [
  ["link-to-balancer", linkGroup, balancerGroup, 80],
  ["balancer-to-tasks", balancerGroup, taskGroup, 8080],
  ["tasks-to-database", taskGroup, databaseGroup, 5432],
];
for (const [name, from, to, port] of hops) {
  const ports = { ipProtocol: "tcp", fromPort: port, toPort: port, description: name };
  new aws.vpc.SecurityGroupEgressRule(name, { ...ports, securityGroupId: from.id, referencedSecurityGroupId: to.id });
  new aws.vpc.SecurityGroupIngressRule(name, { ...ports, securityGroupId: to.id, referencedSecurityGroupId: from.id });
}
new aws.vpc.SecurityGroupEgressRule("tasks-https", {
  securityGroupId: taskGroup.id,
  ipProtocol: "tcp",
  fromPort: 443,
  toPort: 443,
  cidrIpv4: "0.0.0.0/0",
  description: "Images and AWS APIs",
});

const database = new aws.rds.Instance("notes", {
  engine: "postgres",
  instanceClass: "db.t4g.small",
  allocatedStorage: 20,
  username: "notes",
  manageMasterUserPassword: true,
  dbSubnetGroupName: new aws.rds.SubnetGroup("notes", { subnetIds: subnets }).name,
  vpcSecurityGroupIds: [databaseGroup.id],
  skipFinalSnapshot: true,
});

const balancer = new aws.lb.LoadBalancer("notes", { internal: true, subnets, securityGroups: [balancerGroup.id] });
const targets = new aws.lb.TargetGroup("notes", { vpcId, port: 8080, protocol: "HTTP", targetType: "ip" });
const listener = new aws.lb.Listener("notes", {
  loadBalancerArn: balancer.arn,
  port: 80,
  defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
});

const role = new aws.iam.Role("execution", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ecs-tasks.amazonaws.com" }),
  managedPolicyArns: [aws.iam.ManagedPolicy.AmazonECSTaskExecutionRolePolicy],
});
const task = new aws.ecs.TaskDefinition("notes", {
  family: "notes",
  cpu: "256",
  memory: "512",
  networkMode: "awsvpc",
  requiresCompatibilities: ["FARGATE"],
  executionRoleArn: role.arn,
  containerDefinitions: pulumi.jsonStringify([
    {
      name: "notes",
      image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/notes:7",
      portMappings: [{ containerPort: 8080 }],
      environment: [{ name: "DB_HOST", value: database.address }],
    },
  ]),
});
new aws.ecs.Service(
  "notes",
  {
    cluster: config.require("clusterArn"),
    taskDefinition: task.arn,
    desiredCount: 2,
    launchType: "FARGATE",
    networkConfiguration: { subnets, securityGroups: [taskGroup.id] },
    loadBalancers: [{ targetGroupArn: targets.arn, containerName: "notes", containerPort: 8080 }],
  },
  { dependsOn: listener },
);

const api = new aws.apigatewayv2.Api("notes", { protocolType: "HTTP" });
const link = new aws.apigatewayv2.VpcLink("notes", { subnetIds: subnets, securityGroupIds: [linkGroup.id] });
const integration = new aws.apigatewayv2.Integration("notes", {
  apiId: api.id,
  integrationType: "HTTP_PROXY",
  integrationMethod: "ANY",
  integrationUri: listener.arn,
  connectionType: "VPC_LINK",
  connectionId: link.id,
});
new aws.apigatewayv2.Route("notes", {
  apiId: api.id,
  routeKey: "ANY /{proxy+}",
  authorizationType: "AWS_IAM",
  target: pulumi.interpolate`integrations/${integration.id}`,
});
export const url = new aws.apigatewayv2.Stage("notes", { apiId: api.id, name: "$default", autoDeploy: true }).invokeUrl;
