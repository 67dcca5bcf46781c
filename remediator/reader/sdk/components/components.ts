import type { Registration } from "../../interpreter/registration";
import type { Run } from "../../interpreter/run";
import { applicationLoadBalancer, networkLoadBalancer } from "./balancers";
import { cluster, managedNodeGroup, nodeGroup, nodeGroupSecurityGroup } from "./eks";
import { Parts } from "./parts";
import { ec2Service, fargateService, standaloneTask } from "./services";
import { defaultVpc, vpc } from "./vpc";

/** What a component of a package makes, as far as networks are concerned, and where that can be read. */
interface Recipe {
  /** The source, at the version that it was taken from. */
  readonly source: string;
  readonly make: (parts: Parts) => void;
}

const awsx = (file: string, make: Recipe["make"]): Recipe => ({ source: `https://github.com/pulumi/pulumi-awsx/blob/v3.9.0/awsx/${file}`, make });
const eks = (file: string, make: Recipe["make"]): Recipe => ({ source: `https://github.com/pulumi/pulumi-eks/blob/v4.3.0/nodejs/eks/${file}`, make });

/** It makes nothing that has to do with security groups. */
const nothing = (_: Parts): void => undefined;

const recipes: ReadonlyMap<string, Recipe> = new Map([
  ["awsx:ec2:Vpc", awsx("ec2/vpc.ts", vpc)],
  ["awsx:ec2:DefaultVpc", awsx("ec2/defaultVpc.ts", defaultVpc)],
  ["awsx:lb:ApplicationLoadBalancer", awsx("lb/applicationLoadBalancer.ts", applicationLoadBalancer)],
  ["awsx:lb:NetworkLoadBalancer", awsx("lb/networkLoadBalancer.ts", networkLoadBalancer)],
  ["awsx:lb:TargetGroupAttachment", awsx("lb/targetGroupAttachment.ts", nothing)],
  ["awsx:ecs:FargateService", awsx("ecs/fargateService.ts", fargateService)],
  ["awsx:ecs:EC2Service", awsx("ecs/ec2Service.ts", ec2Service)],
  ["awsx:ecs:FargateTaskDefinition", awsx("ecs/fargateTaskDefinition.ts", standaloneTask("FARGATE"))],
  ["awsx:ecs:EC2TaskDefinition", awsx("ecs/ec2TaskDefinition.ts", standaloneTask("EC2"))],
  ["awsx:ecr:Repository", awsx("ecr/repository.ts", nothing)],
  ["awsx:ecr:Image", awsx("ecr/image.ts", nothing)],
  ["awsx:ecr:RegistryImage", awsx("ecr/registryImage.ts", nothing)],
  ["awsx:cloudtrail:Trail", awsx("cloudtrail/trail.ts", nothing)],
  ["eks:index:Cluster", eks("cluster/cluster.ts", cluster)],
  ["eks:index:NodeGroup", eks("nodes/nodegroup.ts", nodeGroup("launch configuration"))],
  ["eks:index:NodeGroupV2", eks("nodes/nodegroup.ts", nodeGroup("launch template"))],
  ["eks:index:ManagedNodeGroup", eks("nodes/nodegroup.ts", managedNodeGroup)],
  ["eks:index:NodeGroupSecurityGroup", eks("nodes/securitygroup.ts", nodeGroupSecurityGroup)],
  ["eks:index:ClusterCreationRoleProvider", eks("cluster/cluster.ts", nothing)],
  ["eks:index:Addon", eks("addons/addon.ts", nothing)],
  ["eks:index:VpcCniAddon", eks("addons/cni-addon.ts", nothing)],
]);

/** Components that have nothing to do with networks: whole packages, and modules of awsx that its first versions had or that are left of them. */
const harmless =
  /^(?:aws-apigateway|synced-folder|awsx:(?:classic\/\w+|acmpca|apigateway|cloudfront|cloudwatch|codebuild|cognito|dynamodb|ecr|lambda|s3|sns|sqs)):/;

/** Registers what a component of a package consists of. What is not known of it is a gap with its name. */
export function expandComponent(run: Run, component: Registration): void {
  const recipe = recipes.get(component.type);
  if (recipe !== undefined) recipe.make(new Parts(run, component));
  else if (!harmless.test(component.type)) run.gap(`${component.type} is a component of a package, whose resources are not read`, component.span);
}

/** Where it can be read what a component makes. */
export function sourceOf(type: string): string | undefined {
  return recipes.get(type)?.source;
}
