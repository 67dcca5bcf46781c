import { isHole, type Fact } from "../model/approx";
import type { DatabaseAccess, OpenPolicy, Ref } from "../model/network";
import * as ip from "../net/ip";
import type { Decoder, Decoders, Emit } from "./decoder";
import { documentOf, hasUnknown, isObject, statementsOf } from "./documents";
import type { Property } from "./read";
import { isSubnet, named } from "./types";

/** What the absence of the property means. */
type WhenAbsent = "private" | "public" | "decided by the network" | "decided by the provider's version";

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs and https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/ */
const flags: Readonly<Record<string, readonly [noun: string, whenAbsent: WhenAbsent, property?: string]>> = {
  "aws:rds/instance:Instance": ["RDS instance", "private"],
  "aws:rds/clusterInstance:ClusterInstance": ["Aurora instance", "private"],
  "aws:neptune/clusterInstance:ClusterInstance": ["Neptune instance", "private"],
  "aws:redshift/cluster:Cluster": ["Redshift cluster", "decided by the provider's version"],
  "aws:redshiftserverless/workgroup:Workgroup": ["Redshift workgroup", "private"],
  "aws:dms/replicationInstance:ReplicationInstance": ["replication instance", "private"],
  "aws:mq/broker:Broker": ["broker", "private"],
  "aws:rds/shardGroup:ShardGroup": ["shard group", "decided by the network"],
  "aws:dms/instanceProfile:InstanceProfile": ["DMS instance profile", "public"],
  "aws:timestreaminfluxdb/dbInstance:DbInstance": ["InfluxDB instance", "private"],
  "aws:timestreaminfluxdb/dbCluster:DbCluster": ["InfluxDB cluster", "private"],
  "aws:neptunegraph/graph:Graph": ["Neptune graph", "private", "publicConnectivity"],
  "aws:lightsail/database:Database": ["Lightsail database", "private"],
  "aws-native:rds:DbInstance": ["RDS instance", "decided by the network"],
  "aws-native:rds:DbCluster": ["database cluster", "decided by the network"],
  "aws-native:neptune:DbInstance": ["Neptune instance", "private"],
  "aws-native:redshift:Cluster": ["Redshift cluster", "private"],
  "aws-native:redshiftserverless:Workgroup": ["Redshift workgroup", "private"],
  "aws-native:dms:ReplicationInstance": ["replication instance", "public"],
  "aws-native:amazonmq:Broker": ["broker", "private"],
  "aws-native:rds:DbShardGroup": ["shard group", "decided by the network"],
  "aws-native:dms:InstanceProfile": ["DMS instance profile", "public"],
  "aws-native:timestream:InfluxDbInstance": ["InfluxDB instance", "private"],
  "aws-native:timestream:InfluxDbCluster": ["InfluxDB cluster", "private"],
  "aws-native:neptunegraph:Graph": ["Neptune graph", "private", "publicConnectivity"],
  "aws-native:lightsail:Database": ["Lightsail database", "private"],
};

function flagged(noun: string, whenAbsent: WhenAbsent, name = "publiclyAccessible"): Decoder {
  return (inputs, emit) => {
    const property = inputs.get(name);
    const chosen = property.flag();
    const byVersion = chosen === undefined && whenAbsent === "decided by the provider's version";
    emitAccess(inputs, emit, {
      noun,
      property,
      isPublic: chosen ?? absent(property, whenAbsent),
      whenPrivate: false,
      publicBefore: byVersion ? 7 : undefined,
    });
  };
}

function absent(property: Property, whenAbsent: WhenAbsent): Fact<boolean> {
  if (whenAbsent === "private" || whenAbsent === "public") return whenAbsent === "public";
  return property.hole(`is missing and ${whenAbsent}`);
}

/** https://docs.aws.amazon.com/msk/latest/developerguide/public-access.html */
const kafka: Decoder = (inputs, emit) => {
  const property = inputs.get("brokerNodeGroupInfo").get("connectivityInfo").get("publicAccess").get("type");
  const type = property.text();
  const isPublic = isHole(type) ? type : type !== undefined && type !== "DISABLED";
  emitAccess(inputs, emit, { noun: "Kafka cluster", property, isPublic, whenPrivate: "DISABLED", publicBefore: undefined });
};

type Access = Pick<DatabaseAccess, "noun" | "isPublic" | "whenPrivate" | "publicBefore"> & { readonly property: Property };

function emitAccess({ resource }: Property, emit: Emit, { property, ...access }: Access): void {
  emit("databaseAccess", { urn: resource.urn, resource, path: property.path, ...access });
}

const searchDomain: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const network = inputs.get("vpcOptions");
  const subnets = network.get("subnetIds");
  emit("searchDomain", {
    urn: resource.urn,
    resource,
    isInVpc: network.isHidden ? network.hole() : subnets.isHidden ? subnets.hole() : subnets.exists,
  });
  const policy = inputs.get("accessPolicies");
  if (policy.exists) emitPolicy(policy, { kind: "resource", urn: resource.urn }, emit);
};

const searchDomainPolicy: Decoder = (inputs, emit) => {
  const domain = inputs.get("domainName");
  const policy = inputs.get("accessPolicies");
  const of = domain.ref(named("Domain")) ?? { kind: "unclear", candidates: [], hole: domain.hole("is missing") };
  emitPolicy(policy, of, emit);
};

/** https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-network.html: a list of rules, each for everybody or not. */
const searchNetwork: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const type = inputs.get("type").text();
  if (!isHole(type) && type !== "network") return;
  const policy = inputs.get("policy");
  const document = documentOf(policy);
  const rules: readonly unknown[] = isHole(document) ? [] : Array.isArray(document) ? document : [document];
  const open = rules.map((rule) => allowsPublic(policy, rule));
  const isOpen = isHole(document) ? document : (open.find((each) => each === true) ?? open.find(isHole) ?? false);
  // What is not known to be about the network may be about encryption.
  emit("searchNetwork", { urn: resource.urn, resource, path: policy.path, isOpen: isHole(type) && isOpen !== false ? type : isOpen });
};

function allowsPublic(policy: Property, rule: unknown): Fact<boolean> {
  if (typeof rule === "symbol") return policy.hole();
  const allows = isObject(rule) ? rule.AllowFromPublic : undefined;
  return typeof allows === "symbol" ? policy.hole() : allows === true || allows === "true";
}

function emitPolicy(policy: Property, domain: Ref, emit: Emit): void {
  const { resource } = policy;
  emit("searchPolicy", {
    urn: resource.urn,
    resource,
    path: policy.path,
    domain,
    open: statementsIn(policy)
      .map(openTo)
      .filter((open) => open !== undefined),
  });
}

/** Statements of a policy document. What cannot be read is one statement of which nothing is known. */
function statementsIn(policy: Property): readonly Fact<Readonly<Record<string, unknown>>>[] {
  const statements = statementsOf(policy);
  if (isHole(statements)) return [statements];
  // What a statement that denies leaves of the others is not worked out.
  const denies = statements.some((statement) => isObject(statement) && statement.Effect === "Deny");
  return statements.map((statement) => {
    if (denies) return policy.hole("both allows and denies");
    return isObject(statement) && !hasUnknown(statement) ? statement : policy.hole(isObject(statement) ? undefined : "is not a policy document");
  });
}

/** From which addresses a statement lets everybody in: undefined where it names who. */
function openTo(statement: Fact<Readonly<Record<string, unknown>>>): OpenPolicy | undefined {
  if (isHole(statement)) return { from: statement };
  if (statement.Effect !== "Allow" || !(isEverybody(statement.Principal) || "NotPrincipal" in statement)) return undefined;
  // Conditions are joined by "and".
  let from = ip.everyAddress;
  for (const [operator, tests] of Object.entries(isObject(statement.Condition) ? statement.Condition : {})) {
    for (const [key, value] of Object.entries(isObject(tests) ? tests : {})) {
      if (sayNothingOfTheCaller.has(key.toLowerCase())) continue;
      const isOutside = /(^|:)NotIpAddress(IfExists)?$/.test(operator);
      if (key.toLowerCase() !== "aws:sourceip" || !(isOutside || /(^|:)IpAddress(IfExists)?$/.test(operator))) return undefined;
      const unreadable = isOutside ? ip.noAddresses : ip.everyAddress;
      const blocks = ip.unionAll(
        (Array.isArray(value) ? value : [value]).map((block) => (typeof block === "string" ? ip.parseCidr(block) : undefined) ?? unreadable),
      );
      from = isOutside ? ip.subtract(from, blocks) : ip.intersect(from, blocks);
    }
  }
  return { from };
}

/** Conditions that anybody can meet. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
const sayNothingOfTheCaller = new Set([
  "aws:securetransport",
  "aws:useragent",
  "aws:referer",
  "aws:currenttime",
  "aws:epochtime",
  "aws:requestedregion",
]);

function isEverybody(principal: unknown): boolean {
  if (principal === "*") return true;
  if (Array.isArray(principal)) return principal.some(isEverybody);
  return isObject(principal) && Object.values(principal).some((value) => value === "*" || (Array.isArray(value) && value.includes("*")));
}

/** Which default the provider has for what the program leaves out depends on its version. */
const provider: Decoder = (inputs, emit) => {
  emit("provider", { urn: inputs.resource.urn, resource: inputs.resource, version: inputs.get("version").text() });
};

/** The subnets in which the interfaces of data stores are, by the name that the store gives. */
function subnetGroup(list: string): Decoder {
  return (inputs, emit) => {
    const { resource } = inputs;
    const { refs, hole } = inputs.get(list).refs(isSubnet);
    emit("subnetGroup", {
      urn: resource.urn,
      resource,
      path: [list],
      subnets: hole === undefined || refs.length > 0 ? refs : [{ kind: "unclear", candidates: [], hole }],
    });
  };
}

export const decoders: Decoders = {
  ...Object.fromEntries(Object.entries(flags).map(([token, flag]) => [token, flagged(...flag)])),
  "aws:msk/cluster:Cluster": kafka,
  "aws-native:msk:Cluster": kafka,
  "aws:opensearch/domain:Domain": searchDomain,
  "aws:elasticsearch/domain:Domain": searchDomain,
  "aws-native:opensearchservice:Domain": searchDomain,
  "aws:opensearch/domainPolicy:DomainPolicy": searchDomainPolicy,
  "aws:elasticsearch/domainPolicy:DomainPolicy": searchDomainPolicy,
  "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy": searchNetwork,
  "aws-native:opensearchserverless:SecurityPolicy": searchNetwork,
  "pulumi:providers:aws": provider,
  "aws:rds/subnetGroup:SubnetGroup": subnetGroup("subnetIds"),
  "aws:docdb/subnetGroup:SubnetGroup": subnetGroup("subnetIds"),
  "aws:neptune/subnetGroup:SubnetGroup": subnetGroup("subnetIds"),
  "aws:redshift/subnetGroup:SubnetGroup": subnetGroup("subnetIds"),
  "aws:elasticache/subnetGroup:SubnetGroup": subnetGroup("subnetIds"),
  "aws:memorydb/subnetGroup:SubnetGroup": subnetGroup("subnetIds"),
  "aws:dax/subnetGroup:SubnetGroup": subnetGroup("subnetIds"),
  "aws-native:rds:DbSubnetGroup": subnetGroup("subnetIds"),
  "aws-native:docdb:DbSubnetGroup": subnetGroup("subnetIds"),
  "aws-native:neptune:DbSubnetGroup": subnetGroup("subnetIds"),
  "aws-native:redshift:ClusterSubnetGroup": subnetGroup("subnetIds"),
  "aws-native:elasticache:SubnetGroup": subnetGroup("subnetIds"),
  "aws-native:memorydb:SubnetGroup": subnetGroup("subnetIds"),
  "aws-native:dax:SubnetGroup": subnetGroup("subnetIds"),
};
