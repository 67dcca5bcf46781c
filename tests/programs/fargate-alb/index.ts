import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();
const vpcId = config.require("vpcId");
const containerPort = 8080;

const albGroup = new aws.ec2.SecurityGroup("alb", {
  vpcId,
  description: "Public load balancer",
  ingress: [
    { description: "HTTP, redirected", protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"] },
    { description: "HTTPS", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] },
  ],
  egress: [{ description: "Tasks", protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
});

const taskGroup = new aws.ec2.SecurityGroup("tasks", {
  vpcId,
  description: "Tasks of the web service",
  ingress: [
    {
      description: "Load balancer",
      protocol: "tcp",
      fromPort: containerPort,
      toPort: containerPort,
      securityGroups: [albGroup.id],
    },
  ],
  egress: [{ description: "Images and APIs", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }],
});

const alb = new aws.lb.LoadBalancer("web", {
  subnets: config.requireObject<string[]>("publicSubnetIds"),
  securityGroups: [albGroup.id],
});
new aws.wafv2.WebAclAssociation("web", { resourceArn: alb.arn, webAclArn: config.require("webAclArn") });

const targetGroup = new aws.lb.TargetGroup("web", {
  vpcId,
  port: containerPort,
  protocol: "HTTP",
  targetType: "ip",
  healthCheck: { path: "/healthz" },
});

new aws.lb.Listener("http", {
  loadBalancerArn: alb.arn,
  port: 80,
  defaultActions: [{ type: "redirect", redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" } }],
});
const https = new aws.lb.Listener("https", {
  loadBalancerArn: alb.arn,
  port: 443,
  protocol: "HTTPS",
  certificateArn: config.require("certificateArn"),
  defaultActions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
});

const cluster = new aws.ecs.Cluster("web");
const executionRole = new aws.iam.Role("execution", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ecs-tasks.amazonaws.com" }),
});
new aws.iam.RolePolicyAttachment("execution", {
  role: executionRole.name,
  policyArn: aws.iam.ManagedPolicy.AmazonECSTaskExecutionRolePolicy,
});

const task = new aws.ecs.TaskDefinition("web", {
  family: "web",
  cpu: "256",
  memory: "512",
  networkMode: "awsvpc",
  requiresCompatibilities: ["FARGATE"],
  executionRoleArn: executionRole.arn,
  containerDefinitions: JSON.stringify([
    { name: "web", image: "public.ecr.aws/nginx/nginx:1.27", portMappings: [{ containerPort }] },
  ]),
});

new aws.ecs.Service(
  "web",
  {
    cluster: cluster.arn,
    taskDefinition: task.arn,
    desiredCount: 2,
    launchType: "FARGATE",
    networkConfiguration: {
      subnets: config.requireObject<string[]>("privateSubnetIds"),
      securityGroups: [taskGroup.id],
      assignPublicIp: false,
    },
    loadBalancers: [{ targetGroupArn: targetGroup.arn, containerName: "web", containerPort }],
  },
  { dependsOn: [https] },
);

export const url = pulumi.interpolate`https://${alb.dnsName}`;
