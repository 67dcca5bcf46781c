import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

export interface ServiceArgs {
  vpcId: pulumi.Input<string>;
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  clusterArn: pulumi.Input<string>;
  image: string;
  port: number;
  callers?: aws.ec2.SecurityGroup[];
}

/** A service on Fargate that admits its callers and nobody else. */
export class Service extends pulumi.ComponentResource {
  readonly securityGroup: aws.ec2.SecurityGroup;

  constructor(name: string, args: ServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("acme:index:Service", name, {}, opts);
    const { vpcId, port, callers = [] } = args;

    this.securityGroup = new aws.ec2.SecurityGroup(
      `${name}-tasks`,
      {
        vpcId,
        description: `Tasks of ${name}`,
        ingress: callers.map((caller) => ({
          description: "A caller",
          protocol: "tcp",
          fromPort: port,
          toPort: port,
          securityGroups: [caller.id],
        })),
        egress: [
          { description: "Anything it calls", protocol: "tcp", fromPort: 0, toPort: 65535, cidrBlocks: ["0.0.0.0/0"] },
        ],
      },
      { parent: this },
    );

    const role = new aws.iam.Role(
      `${name}-execution`,
      {
        assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ecs-tasks.amazonaws.com" }),
        managedPolicyArns: [aws.iam.ManagedPolicy.AmazonECSTaskExecutionRolePolicy],
      },
      { parent: this },
    );

    const task = new aws.ecs.TaskDefinition(
      name,
      {
        family: name,
        cpu: "256",
        memory: "512",
        networkMode: "awsvpc",
        requiresCompatibilities: ["FARGATE"],
        executionRoleArn: role.arn,
        containerDefinitions: JSON.stringify([{ name, image: args.image, portMappings: [{ containerPort: port }] }]),
      },
      { parent: this },
    );

    new aws.ecs.Service(
      name,
      {
        cluster: args.clusterArn,
        taskDefinition: task.arn,
        desiredCount: 2,
        launchType: "FARGATE",
        networkConfiguration: { subnets: args.subnetIds, securityGroups: [this.securityGroup.id] },
      },
      { parent: this },
    );

    this.registerOutputs({ securityGroup: this.securityGroup });
  }
}
