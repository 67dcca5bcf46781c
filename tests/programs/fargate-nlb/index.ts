import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();
const vpcId = config.require("vpcId");

const nlbSg = new aws.ec2.SecurityGroup("nlb", { vpcId, description: "Brokers' load balancer" });
const taskSg = new aws.ec2.SecurityGroup("tasks", { vpcId, description: "Broker tasks" });

new aws.vpc.SecurityGroupIngressRule("nlb-tls", {
  securityGroupId: nlbSg.id,
  description: "MQTT over TLS on 443",
  ipProtocol: "tcp",
  fromPort: 443,
  toPort: 443,
  cidrIpv4: "0.0.0.0/0",
});
new aws.vpc.SecurityGroupEgressRule("nlb-to-tasks", {
  securityGroupId: nlbSg.id,
  description: "Brokers",
  ipProtocol: "tcp",
  fromPort: 1883,
  toPort: 1883,
  referencedSecurityGroupId: taskSg.id,
});
new aws.vpc.SecurityGroupIngressRule("tasks-from-nlb", {
  securityGroupId: taskSg.id,
  description: "Load balancer",
  ipProtocol: "tcp",
  fromPort: 1883,
  toPort: 1883,
  referencedSecurityGroupId: nlbSg.id,
});
new aws.vpc.SecurityGroupEgressRule("tasks-https", {
  securityGroupId: taskSg.id,
  description: "Images and AWS APIs",
  ipProtocol: "tcp",
  fromPort: 443,
  toPort: 443,
  cidrIpv4: "0.0.0.0/0",
});

const nlb = new aws.lb.LoadBalancer("brokers", {
  loadBalancerType: "network",
  subnets: config.requireObject<string[]>("publicSubnetIds"),
  securityGroups: [nlbSg.id],
  enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "on",
});

const targets = new aws.lb.TargetGroup("brokers", { vpcId, port: 1883, protocol: "TCP", targetType: "ip" });

const listener = new aws.lb.Listener("tls", {
  loadBalancerArn: nlb.arn,
  port: 443,
  protocol: "TLS",
  certificateArn: config.require("certificateArn"),
  defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
});

const role = new aws.iam.Role("execution", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ecs-tasks.amazonaws.com" }),
  managedPolicyArns: [aws.iam.ManagedPolicy.AmazonECSTaskExecutionRolePolicy],
});

const task = new aws.ecs.TaskDefinition("broker", {
  family: "broker",
  cpu: "512",
  memory: "1024",
  networkMode: "awsvpc",
  requiresCompatibilities: ["FARGATE"],
  executionRoleArn: role.arn,
  containerDefinitions: JSON.stringify([
    {
      name: "broker",
      image: "public.ecr.aws/docker/library/eclipse-mosquitto:2",
      portMappings: [{ containerPort: 1883 }],
    },
  ]),
});

new aws.ecs.Service(
  "brokers",
  {
    cluster: config.require("clusterArn"),
    taskDefinition: task.arn,
    desiredCount: 2,
    launchType: "FARGATE",
    networkConfiguration: { subnets: config.requireObject<string[]>("privateSubnetIds"), securityGroups: [taskSg.id] },
    loadBalancers: [{ targetGroupArn: targets.arn, containerName: "broker", containerPort: 1883 }],
  },
  { dependsOn: listener },
);

export const host = nlb.dnsName;
