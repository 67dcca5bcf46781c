import { createHash } from "node:crypto";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { type IResourceProviderServer, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import { unknownText } from "@portcullis/policypack/resources/property-values";
import { type DataSources, type JsonObject } from "./data-sources";
import { type Listening, serve, unary } from "./grpc";
import { withNestedOutputs } from "./nested-outputs";

/**
 * Serves a provider for any package, to which the engine is attached with `PULUMI_DEBUG_PROVIDERS=aws:PORT`. It needs no cloud: it accepts every
 * resource, gives it an id, and echoes the inputs as outputs. Remote components stay unimplemented. `schema` is what it says of its package, as JSON:
 * programs in YAML are not started without one.
 */
export function startProvider(dataSources: DataSources, schema?: string): Promise<Listening> {
  const provider: Partial<IResourceProviderServer> = {
    attach: unary(() => new Empty()),
    cancel: unary(() => new Empty()),
    getPluginInfo: unary(() => new PluginInfo().setVersion("999.0.0")),
    checkConfig: unary(echo),
    check: unary(echo),
    diffConfig: unary(() => new messages.DiffResponse().setChanges(messages.DiffResponse.DiffChanges.DIFF_NONE)),
    configure: unary(() => new messages.ConfigureResponse().setSupportspreview(true).setAcceptsecrets(true).setAcceptresources(true)),
    diff: unary(compare),
    create: unary(create),
    read: unary((request: messages.ReadRequest) =>
      new messages.ReadResponse().setId(request.getId()).setProperties(request.getProperties()).setInputs(request.getInputs()),
    ),
    update: unary((request: messages.UpdateRequest) => {
      const urn = request.getUrn();
      const computed = request.getPreview() ? {} : computedOf(urn, request.getId());
      const state = withNestedOutputs(parseUrn(urn).type, jsonOf(request.getNews()), (name) => nestedId(urn, name));
      return new messages.UpdateResponse().setProperties(Struct.fromJavaScript({ ...computed, ...state }));
    }),
    delete: unary(() => new Empty()),
    ...(schema === undefined ? {} : { getSchema: unary(() => new messages.GetSchemaResponse().setSchema(schema)) }),
    invoke: unary((request: messages.InvokeRequest) =>
      new messages.InvokeResponse().setReturn(Struct.fromJavaScript(dataSources(request.getTok(), jsonOf(request.getArgs())))),
    ),
  };
  return serve([ResourceProviderService, provider as IResourceProviderServer]);
}

function echo(request: messages.CheckRequest): messages.CheckResponse {
  return new messages.CheckResponse().setInputs(request.getNews());
}

function create(request: messages.CreateRequest): messages.CreateResponse {
  const inputs = jsonOf(request.getProperties());
  const urn = request.getUrn();
  const id = request.getPreview() ? unknownText : idOf(urn);
  const computed = request.getPreview() ? { arn: unknownText } : computedOf(urn, id);
  const state = withNestedOutputs(parseUrn(urn).type, inputs, (name) => (request.getPreview() ? unknownText : nestedId(urn, name)));
  return new messages.CreateResponse().setId(id).setProperties(Struct.fromJavaScript({ ...computed, ...state }));
}

/** What differs between the last inputs and the new ones; what AWS cannot change in place replaces. */
function compare(request: messages.DiffRequest): messages.DiffResponse {
  const olds = jsonOf(request.getOldInputs() ?? request.getOlds());
  const news = jsonOf(request.getNews());
  const changed = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter((key) => JSON.stringify(olds[key]) !== JSON.stringify(news[key]));
  const { type } = parseUrn(request.getUrn());
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  return new messages.DiffResponse()
    .setChanges(changed.length === 0 ? DIFF_NONE : DIFF_SOME)
    .setDiffsList(changed)
    .setReplacesList(changed.filter((key) => type === securityGroupRule || replacing[type]?.includes(key)));
}

/** Nothing of a classic rule but its description changes in place; here not even that. */
const securityGroupRule = "aws:ec2/securityGroupRule:SecurityGroupRule";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html, "Update requires: Replacement". */
const replacing: Readonly<Record<string, readonly string[]>> = {
  "aws:ec2/securityGroup:SecurityGroup": ["name", "namePrefix", "description", "vpcId"],
  "aws:ec2/vpc:Vpc": ["cidrBlock"],
  "aws:ec2/subnet:Subnet": ["cidrBlock", "vpcId", "availabilityZone"],
};

/** An id as AWS gives it, always the same for one URN. */
function idOf(urn: string): string {
  const { type, name } = parseUrn(urn);
  const digest = createHash("sha256").update(urn).digest("hex").slice(0, 17);
  const prefix = prefixes[type.split(":").at(-1) ?? ""];
  return prefix === undefined ? `${name}-${digest.slice(0, 7)}` : `${prefix}-${digest}`;
}

/** The id of what a service makes along with a resource, such as the group of a cluster. */
function nestedId(urn: string, name: string): string {
  const digest = createHash("sha256").update(`${urn} ${name}`).digest("hex").slice(0, 17);
  return `${name.endsWith("SecurityGroupId") ? "sg" : "vpc"}-${digest}`;
}

const prefixes: Readonly<Record<string, string>> = {
  SecurityGroup: "sg",
  DefaultSecurityGroup: "sg",
  SecurityGroupRule: "sgrule",
  SecurityGroupIngressRule: "sgr",
  SecurityGroupEgressRule: "sgr",
  ManagedPrefixList: "pl",
  Vpc: "vpc",
  DefaultVpc: "vpc",
  Subnet: "subnet",
  DefaultSubnet: "subnet",
  Instance: "i",
  LaunchTemplate: "lt",
  InternetGateway: "igw",
  NatGateway: "nat",
  RouteTable: "rtb",
  NetworkAcl: "acl",
  NetworkInterface: "eni",
  VpcEndpoint: "vpce",
  VpcPeeringConnection: "pcx",
  Eip: "eipalloc",
  ElasticIp: "eipalloc",
};

/** Outputs that programs use as soon as a resource exists. */
function computedOf(urn: string, id: string): JsonObject {
  const { type, name } = parseUrn(urn);
  const service = type.split(/[:/]/)[1] ?? "";
  const host = `${name}-${id.slice(-7)}.${service}.example.com`;
  return {
    arn: `arn:aws:${service}:us-east-1:000000000000:${name}/${id}`,
    name: id,
    dnsName: host,
    endpoint: host,
    address: host,
    result: `${name}-${id}`,
  };
}

function jsonOf(struct: Struct | undefined): JsonObject {
  return struct?.toJavaScript() ?? {};
}
