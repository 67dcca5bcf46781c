import { isHole, type Fact, type Hole } from "../model/approx";
import type { AwsCalls, Ref } from "../model/network";
import type { Decoder, Decoders } from "./decoder";
import type { Property } from "./read";
import { isVpc, named } from "./types";

const isRole = named("Role");
const isTable = named("RouteTable", "DefaultRouteTable");

const endpoint: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const type = inputs.get("vpcEndpointType").text();
  const tables = inputs.get("routeTableIds").refs(isTable);
  emit("vpcEndpoint", {
    urn: resource.urn,
    resource,
    vpc: required(inputs.get("vpcId"), isVpc),
    service: serviceOf(inputs.get("serviceName").text()),
    isGateway: isHole(type) ? type : type === undefined || type === "Gateway",
    tables: tables.hole === undefined || tables.refs.length > 0 ? tables.refs : [{ kind: "unclear", candidates: [], hole: tables.hole }],
  });
};

const tableAssociation: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  emit("endpointTable", {
    urn: resource.urn,
    resource,
    endpoint: required(inputs.get("vpcEndpointId"), named("VpcEndpoint", "VPCEndpoint")),
    table: required(inputs.get("routeTableId"), isTable),
  });
};

/** "com.amazonaws.eu-west-1.ecr.api" is "ecr.api"; the names of other people's services are left as they are. */
function serviceOf(name: Fact<string | undefined>): Fact<string> {
  return isHole(name) ? name : (name ?? "").replace(/^(?:cn\.)?com\.amazonaws\.(?:[a-z]{2}(?:-[a-z]+)+-\d+|global)\./, "");
}

/** What a workload takes from its surroundings names what it calls. */
const workload =
  (roleProperty: string, environment: string): Decoder =>
  (inputs, emit) => {
    const { resource } = inputs;
    const own: Ref = { kind: "resource", urn: resource.urn };
    const services = servicesBehind(inputs.get(environment));
    if (services.length > 0) emit("awsCalls", { urn: resource.urn, resource, path: [environment], by: own, services, hole: undefined });
    const role = inputs.get(roleProperty).ref(isRole);
    if (role !== undefined) emit("roleUse", { urn: resource.urn, resource, workload: own, role });
  };

const rolePolicy: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const property = inputs.get("policy");
  emit("awsCalls", { urn: resource.urn, resource, path: property.path, by: required(inputs.get("role"), isRole), ...callsIn(property) });
};

export const decoders: Decoders = {
  "aws:ec2/vpcEndpoint:VpcEndpoint": endpoint,
  "aws-native:ec2:VpcEndpoint": endpoint,
  "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": tableAssociation,
  "aws:lambda/function:Function": workload("role", "environment"),
  "aws-native:lambda:Function": workload("role", "environment"),
  "aws:iam/rolePolicy:RolePolicy": rolePolicy,
};

function required(property: Property, accepts: (type: string) => boolean): Ref {
  return property.ref(accepts) ?? { kind: "unclear", candidates: [], hole: property.hole("is missing") };
}

/** The services of a policy document's actions; of one that is not known, those of the resources that it was computed from. */
function callsIn(property: Property): Pick<AwsCalls, "services" | "hole"> {
  const behind = servicesBehind(property);
  const hidden = (hole: Hole): Pick<AwsCalls, "services" | "hole"> => ({ services: behind, hole: behind.length > 0 ? undefined : hole });
  if (property.isHidden) return hidden(property.hole());
  const text =
    typeof property.value === "string"
      ? property.value
      : JSON.stringify(property.value ?? null, (_, value: unknown) => (typeof value === "symbol" ? "" : value));
  const actions = [...text.matchAll(/"([a-z0-9-]+):[A-Za-z*][A-Za-z0-9*]*"/g)].map(([, prefix]) => prefix ?? "");
  return { services: [...new Set([...behind, ...actions.flatMap((prefix) => endpointOfAction.get(prefix) ?? [])])].sort(), hole: undefined };
}

/** The services of the resources that a property was computed from. */
function servicesBehind({ resource, path }: Property): readonly string[] {
  const urns = resource.propertyDependencies[String(path[0])] ?? [];
  const services = urns.flatMap((urn) => {
    const type = /\$?(aws:[^:$]+:[^:$]+)::/.exec(urn)?.[1];
    return type === undefined ? [] : (endpointOfType.get(type) ?? []);
  });
  return [...new Set(services)].sort();
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
