import { isHole, type Fact, type Hole } from "../model/approx";
import type { AwsCalls, Ref } from "../model/network";
import { computedFrom } from "../resources/resource";
import type { Decoder, Decoders, Emit } from "./decoder";
import { isObject, statementsOf } from "./documents";
import type { Property } from "./read";
import { named } from "./types";

/** What a type acts with, and the properties that tell what it calls, by the resources that they were computed from. */
interface Actor {
  readonly from?: readonly string[];
  readonly takes?: readonly string[];
}

const isRole = named("Role");
const isPolicy = named("Policy", "ManagedPolicy");
/** What names a role on somebody's behalf: an instance profile, a task definition. */
const isSource = named("Role", "InstanceProfile", "TaskDefinition");

const functions: Actor = { from: ["role"], takes: ["environment"] };
const tasks: Actor = { from: ["taskDefinition"] };
const machines: Actor = { from: ["iamInstanceProfile"], takes: ["userData", "userDataBase64"] };

/** The execution role is not in here: what ECS does with it, pulling images and writing logs, the program in the task does not. */
const actors: Readonly<Record<string, Actor>> = {
  "aws:lambda/function:Function": functions,
  "aws-native:lambda:Function": functions,
  "aws:ecs/service:Service": tasks,
  "aws:ecs/taskSet:TaskSet": tasks,
  "aws-native:ecs:Service": tasks,
  "aws-native:ecs:TaskSet": tasks,
  "aws:cloudwatch/eventTarget:EventTarget": { from: ["ecsTarget.taskDefinitionArn"] },
  "aws:scheduler/schedule:Schedule": { from: ["target.ecsParameters.taskDefinitionArn"] },
  "aws:ecs/taskDefinition:TaskDefinition": { from: ["taskRoleArn"], takes: ["containerDefinitions"] },
  "aws-native:ecs:TaskDefinition": { from: ["taskRoleArn"], takes: ["containerDefinitions"] },
  "aws:ecs/expressGatewayService:ExpressGatewayService": { from: ["taskRoleArn"], takes: ["primaryContainer"] },
  "aws:ec2/instance:Instance": machines,
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": machines,
  "aws:ec2/launchConfiguration:LaunchConfiguration": machines,
  "aws:ec2/launchTemplate:LaunchTemplate": { from: ["iamInstanceProfile.name", "iamInstanceProfile.arn"], takes: ["userData"] },
  "aws-native:ec2:Instance": machines,
  "aws-native:autoscaling:LaunchConfiguration": machines,
  "aws-native:ec2:LaunchTemplate": { from: ["launchTemplateData.iamInstanceProfile.name", "launchTemplateData.iamInstanceProfile.arn"] },
  "aws:iam/instanceProfile:InstanceProfile": { from: ["role"] },
  "aws-native:iam:InstanceProfile": { from: ["roles"] },
};

export const decoders: Decoders = {
  ...Object.fromEntries(Object.entries(actors).map(([token, actor]) => [token, acting(actor)])),
  "aws:iam/role:Role": role("inlinePolicies", "policy"),
  "aws-native:iam:Role": role("policies", "policyDocument"),
  "aws:iam/rolePolicy:RolePolicy": rolePolicy("role", "policy"),
  "aws-native:iam:RolePolicy": rolePolicy("roleName", "policyDocument"),
  "aws:iam/policy:Policy": policy("policy"),
  "aws-native:iam:ManagedPolicy": policy("policyDocument", "roles"),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": attachment("role", "policyArn"),
  "aws:iam/policyAttachment:PolicyAttachment": attachment("roles", "policyArn"),
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": attachment("roleName", "policyArns"),
};

function acting({ from = [], takes = [] }: Actor): Decoder {
  return (inputs, emit) => {
    const { resource } = inputs;
    const own: Ref = { kind: "resource", urn: resource.urn };
    for (const path of from)
      for (const source of refsOf(at(inputs, path), isSource)) emit("permissionSource", { urn: resource.urn, resource, of: own, from: source });
    for (const name of takes) {
      // The secrets of a container are fetched by ECS.
      const services = servicesBehind(inputs.get(name)).filter((service) => name !== "containerDefinitions" || !isSecret(service));
      if (services.length > 0) emit("awsCalls", { urn: resource.urn, resource, path: [name], by: own, services, hole: undefined });
    }
  };
}

function isSecret(service: string): boolean {
  return service === "secretsmanager" || service === "ssm";
}

function role(inline: string, document: string): Decoder {
  return (inputs, emit) => {
    const own: Ref = { kind: "resource", urn: inputs.resource.urn };
    const policies = inputs.get(inline).elements();
    for (const property of isHole(policies) ? [inputs.get(inline)] : policies.map((each) => each.get(document)))
      if (property.exists) emitCalls(property, own, emit);
    attach([own], inputs.get("managedPolicyArns"), emit);
  };
}

function rolePolicy(of: string, document: string): Decoder {
  return (inputs, emit) => emitCalls(inputs.get(document), required(inputs.get(of)), emit);
}

function policy(document: string, roles?: string): Decoder {
  return (inputs, emit) => {
    const { resource } = inputs;
    const own: Ref = { kind: "resource", urn: resource.urn };
    emitCalls(inputs.get(document), own, emit);
    if (roles !== undefined)
      for (const of of refsOf(inputs.get(roles), isRole)) emit("permissionSource", { urn: resource.urn, resource, of, from: own });
  };
}

function attachment(roles: string, policies: string): Decoder {
  return (inputs, emit) => attach(refsOf(inputs.get(roles), isRole), inputs.get(policies), emit);
}

/** Gives roles the policies that a property names. */
function attach(roles: readonly Ref[], policies: Property, emit: Emit): void {
  const { resource } = policies;
  for (const property of policies.isHidden ? [policies] : policies.list()) {
    const calls = callsOfManaged(property);
    for (const of of roles) {
      if (calls !== undefined) emit("awsCalls", { urn: resource.urn, resource, path: property.path, by: of, ...calls });
      else for (const from of refsOf(property, isPolicy)) emit("permissionSource", { urn: resource.urn, resource, of, from });
    }
  }
}

function emitCalls(document: Property, by: Ref, emit: Emit): void {
  const { resource } = document;
  emit("awsCalls", { urn: resource.urn, resource, path: document.path, by, ...callsIn(document) });
}

type Calls = Pick<AwsCalls, "services" | "hole">;

/** The services of the actions that a policy allows; of one that is not known, those of the resources that it was computed from. */
function callsIn(property: Property): Calls {
  const behind = servicesBehind(property);
  const statements = statementsOf(property);
  if (isHole(statements)) return { services: behind, hole: behind.length > 0 ? undefined : statements };
  const allowed = statements.map((statement) => actionsOf(property, statement));
  const services = allowed.flatMap((actions) => (isHole(actions) ? [] : actions.flatMap((action) => endpointOfAction.get(prefixOf(action)) ?? [])));
  return { services: sortedOnce([...behind, ...services]), hole: allowed.find(isHole) };
}

function actionsOf(property: Property, statement: unknown): Fact<readonly string[]> {
  if (!isObject(statement)) return property.hole(typeof statement === "symbol" ? undefined : "is not a policy document");
  if (typeof statement.Effect === "symbol") return property.hole();
  if (statement.Effect !== "Allow") return [];
  if (statement.NotAction !== undefined) return property.hole("allows whatever it does not name");
  const actions: readonly unknown[] = Array.isArray(statement.Action) ? statement.Action : [statement.Action];
  if (actions.some((action) => typeof action === "symbol")) return property.hole();
  const texts = actions.filter((action) => typeof action === "string");
  return texts.includes("*") ? property.hole("allows every action") : texts;
}

function prefixOf(action: string): string {
  return action.slice(0, Math.max(action.indexOf(":"), 0)).toLowerCase();
}

/** What a policy of AWS's own allows; undefined for one of somebody else's. */
function callsOfManaged(property: Property): Calls | undefined {
  const arn = property.text();
  const [, name] = isHole(arn) ? [] : (/^arn:aws[a-z-]*:iam::aws:policy\/(?:[^/]+\/)*([^/]+)$/.exec(arn ?? "") ?? []);
  if (name === undefined) return undefined;
  const [, family = "", verb] = /^(\w+?)_?(FullAccess(?:_v\d+)?|ReadOnlyAccess)$/.exec(name) ?? [];
  const service = managed.get(name) ?? (verb === undefined ? undefined : families.get(family));
  if (service !== undefined) return { services: [service], hole: undefined };
  return { services: [], hole: ofAgents.some((pattern) => pattern.test(name)) ? undefined : unknownPolicy(property) };
}

function unknownPolicy(property: Property): Hole {
  return property.hole("is a policy of AWS of which this pack does not know what it allows");
}

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html: with FullAccess or ReadOnlyAccess at the end. */
const families = new Map([
  ["AmazonS3", "s3"],
  ["AmazonDynamoDB", "dynamodb"],
  ["AmazonSQS", "sqs"],
  ["AmazonSNS", "sns"],
  ["AmazonSSM", "ssm"],
  ["AmazonKinesis", "kinesis-streams"],
  ["AmazonEventBridge", "events"],
  ["CloudWatchEvents", "events"],
  ["AWSStepFunctions", "states"],
  ["AWSLambda", "lambda"],
]);

const managed = new Map([
  ["SecretsManagerReadWrite", "secretsmanager"],
  ["AWSSecretsManagerClientReadOnlyAccess", "secretsmanager"],
  ["AWSKeyManagementServicePowerUser", "kms"],
  ["AWSLambdaRole", "lambda"],
  ["AWSLambdaExecute", "s3"],
]);

/**
 * Policies for what AWS itself does around a workload: it writes logs, polls queues, pulls images, runs agents.
 * https://docs.aws.amazon.com/lambda/latest/dg/permissions-managed-policies.html
 */
const ofAgents: readonly RegExp[] = [
  /^AWSLambda(Basic|VPCAccess|DynamoDB|Kinesis|SQSQueue|MSK)ExecutionRole$/,
  /^AWSLambdaENIManagementAccess$/,
  /^CloudWatch(Agent(Server|Admin)|LambdaInsightsExecutionRole)Policy$/,
  /^AWSXRayDaemonWriteAccess$/,
  /^Amazon(SSMManaged(InstanceCore|EC2InstanceDefaultPolicy)|SSMPatchAssociation|SSMDirectoryServiceAccess|EC2RoleforSSM)$/,
  /^Amazon(ECSTaskExecutionRolePolicy|EC2ContainerServiceforEC2Role|EC2ContainerRegistry(ReadOnly|PullOnly|PowerUser))$/,
  /^AmazonEKS(WorkerNodePolicy|WorkerNodeMinimalPolicy|_CNI_Policy|ClusterPolicy|ServicePolicy|VPCResourceController|FargatePodExecutionRolePolicy)$/,
  /^AmazonEKS(Compute|BlockStorage|LoadBalancing|Networking)Policy$/,
  /^Amazon(EBSCSIDriverPolicy|EFSCSIDriverPolicy|ECSServiceRolePolicy|ECSInfrastructureRolePolicy\w*|EC2ContainerServiceRole)$/,
  /^AWSElasticBeanstalk(WebTier|WorkerTier|MulticontainerDocker|EnhancedHealth)$/,
  /^AmazonElasticFileSystem(ClientFullAccess|ClientReadWriteAccess|ClientReadOnlyAccess|sUtils)$/,
];

function at(inputs: Property, path: string): Property {
  return path.split(".").reduce((property, name) => property.get(name), inputs);
}

function required(property: Property): Ref {
  return property.ref(isRole) ?? { kind: "unclear", candidates: [], hole: property.hole("is missing") };
}

/** What a property names, be it one or a list; of a hidden one at least something. */
function refsOf(property: Property, accepts: (type: string) => boolean): readonly Ref[] {
  if (!property.isHidden) return property.list().flatMap((each) => each.ref(accepts) ?? []);
  const ref = property.ref(accepts);
  return ref === undefined ? [] : [ref];
}

/** The services of the resources that a property was computed from. */
function servicesBehind({ resource, path }: Property): readonly string[] {
  const urns = computedFrom(resource, String(path[0]));
  const services = urns.flatMap((urn) => {
    const type = /\$?(aws:[^:$]+:[^:$]+)::/.exec(urn)?.[1];
    return type === undefined ? [] : (endpointOfType.get(type) ?? []);
  });
  return sortedOnce(services);
}

function sortedOnce(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

/** The endpoint behind the prefix of an action. What a function writes as its log does not go through the VPC. */
const endpointOfAction = new Map([
  ["s3", "s3"],
  ["dynamodb", "dynamodb"],
  ["sqs", "sqs"],
  ["sns", "sns"],
  ["secretsmanager", "secretsmanager"],
  ["ssm", "ssm"],
  ["kms", "kms"],
  ["kinesis", "kinesis-streams"],
  ["states", "states"],
  ["events", "events"],
  ["lambda", "lambda"],
  ["sts", "sts"],
]);

const endpointOfType = new Map([
  ["aws:s3/bucket:Bucket", "s3"],
  ["aws:s3/bucketV2:BucketV2", "s3"],
  ["aws:dynamodb/table:Table", "dynamodb"],
  ["aws:sqs/queue:Queue", "sqs"],
  ["aws:sns/topic:Topic", "sns"],
  ["aws:secretsmanager/secret:Secret", "secretsmanager"],
  ["aws:ssm/parameter:Parameter", "ssm"],
  ["aws:kms/key:Key", "kms"],
  ["aws:kinesis/stream:Stream", "kinesis-streams"],
  ["aws:sfn/stateMachine:StateMachine", "states"],
  ["aws:cloudwatch/eventBus:EventBus", "events"],
]);
