import { expect, test } from "@jest/globals";
import { describePolicy, judge } from "../../harness/policy";
import { ref, resource, stackOf, type CaseValue, type Entry } from "../../harness/stack";
import { policies } from "@portcullis/policypack/contract/registry";
import { unknown } from "@portcullis/policypack/resources/resource";

const database = (props: Entry["props"]): Entry => resource("aws:rds/instance:Instance", "db", { engine: "postgres", ...props });
const kafka = (connectivityInfo: CaseValue): Entry =>
  resource("aws:msk/cluster:Cluster", "events", { brokerNodeGroupInfo: { clientSubnets: ["subnet-1"], connectivityInfo } });
const domain = (props: Entry["props"]): Entry => resource("aws:opensearch/domain:Domain", "search", { domainName: "shop", ...props });
const document = (...statements: readonly object[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const everybody = { Effect: "Allow", Principal: "*", Action: "es:*", Resource: "*" };

const collections = (policy: CaseValue, type: CaseValue = "network"): Entry =>
  resource("aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy", "reach", { name: "reach", type, policy });
const reach = (...allowFromPublic: readonly boolean[]): string =>
  JSON.stringify(
    allowFromPublic.map((AllowFromPublic) => ({ Rules: [{ ResourceType: "collection", Resource: ["collection/shop"] }], AllowFromPublic })),
  );

describePolicy("database-not-publicly-accessible", [
  {
    name: "collections that the internet reaches",
    stack: [collections(reach(false, true))],
    at: "policy",
    verdict: "violates",
    says: /The network policy reach lets the internet reach collections/,
    advice: true,
  },
  { name: "collections that endpoints reach", stack: [collections(reach(false, false))], verdict: "complies" },
  { name: "collections of which it is not known", stack: [collections(unknown)], verdict: "unknown", says: /policy is not known yet/ },
  { name: "a policy that is no JSON", stack: [collections("[")], verdict: "unknown", says: /policy is not JSON/ },
  { name: "a policy of which it is not known what it is about", stack: [collections(reach(true), unknown)], verdict: "unknown" },
  { name: "a policy about encryption", stack: [collections("{}", "encryption")], verdict: "not applicable" },
  {
    name: "an InfluxDB instance",
    stack: [resource("aws:timestreaminfluxdb/dbInstance:DbInstance", "db", { publiclyAccessible: true })],
    at: "publiclyAccessible",
    verdict: "violates",
  },
  { name: "a private InfluxDB cluster", stack: [resource("aws:timestreaminfluxdb/dbCluster:DbCluster", "db", {})], verdict: "complies" },
  {
    name: "a Neptune graph",
    stack: [resource("aws:neptunegraph/graph:Graph", "graph", { publicConnectivity: true })],
    at: "publicConnectivity",
    verdict: "violates",
    says: "The Neptune graph graph has an address on the internet. Set publicConnectivity to false.",
  },
  { name: "a private Neptune graph", stack: [resource("aws:neptunegraph/graph:Graph", "graph", {})], verdict: "complies" },
  { name: "a DMS instance profile that says nothing", stack: [resource("aws:dms/instanceProfile:InstanceProfile", "dms", {})], verdict: "violates" },
  {
    name: "a DMS instance profile that says no",
    stack: [resource("aws:dms/instanceProfile:InstanceProfile", "dms", { publiclyAccessible: false })],
    verdict: "complies",
  },
  { name: "a Lightsail database", stack: [resource("aws:lightsail/database:Database", "db", { publiclyAccessible: true })], verdict: "violates" },
  { name: "a shard group that says nothing", stack: [resource("aws:rds/shardGroup:ShardGroup", "db", {})], verdict: "unknown" },
  {
    name: "an RDS instance that says so",
    stack: [database({ publiclyAccessible: true })],
    verdict: "violates",
    says: "The RDS instance db has an address on the internet. Set publiclyAccessible to false.",
    advice: false,
  },
  { name: "an RDS instance that says so in a text", stack: [database({ publiclyAccessible: "true" })], verdict: "violates" },
  { name: "an RDS instance that says no", stack: [database({ publiclyAccessible: false })], verdict: "complies" },
  { name: "an RDS instance that says nothing", stack: [database({})], verdict: "complies" },
  { name: "an RDS instance with null", stack: [database({ publiclyAccessible: null })], verdict: "complies" },
  {
    name: "an RDS instance of which it is not known",
    stack: [database({ publiclyAccessible: unknown })],
    verdict: "unknown",
    says: /publiclyAccessible is not known yet/,
  },
  { name: "a number instead of a flag", stack: [database({ publiclyAccessible: 1 })], verdict: "unknown", says: /is neither true nor false/ },
  {
    name: "an Aurora instance",
    stack: [resource("aws:rds/clusterInstance:ClusterInstance", "one", { clusterIdentifier: "c", publiclyAccessible: true })],
    verdict: "violates",
  },
  {
    name: "a Neptune instance",
    stack: [resource("aws:neptune/clusterInstance:ClusterInstance", "one", { clusterIdentifier: "c", publiclyAccessible: true })],
    verdict: "violates",
  },
  {
    name: "a Redshift cluster that says so",
    stack: [resource("aws:redshift/cluster:Cluster", "warehouse", { publiclyAccessible: true })],
    verdict: "violates",
  },
  {
    name: "a Redshift cluster that leaves it to a provider of no known version",
    stack: [resource("aws:redshift/cluster:Cluster", "warehouse", { nodeType: "ra3.large" })],
    verdict: "unknown",
    says: /decided by the provider's version/,
  },
  {
    name: "a replication instance",
    stack: [resource("aws:dms/replicationInstance:ReplicationInstance", "move", { publiclyAccessible: true })],
    verdict: "violates",
  },
  {
    name: "a replication instance of the other provider that says nothing",
    stack: [resource("aws-native:dms:ReplicationInstance", "move", { replicationInstanceClass: "dms.t3.micro" })],
    verdict: "violates",
  },
  {
    name: "an RDS instance of the other provider that says nothing",
    stack: [resource("aws-native:rds:DbInstance", "db", { engine: "postgres" })],
    verdict: "unknown",
    says: /decided by the network/,
  },
  { name: "a broker", stack: [resource("aws:mq/broker:Broker", "queue", { publiclyAccessible: true })], verdict: "violates" },
  {
    name: "a Kafka cluster with public brokers",
    stack: [kafka({ publicAccess: { type: "SERVICE_PROVIDED_EIPS" } })],
    at: "brokerNodeGroupInfo.connectivityInfo.publicAccess.type",
    verdict: "violates",
    says: "Set type to DISABLED.",
  },
  { name: "a Kafka cluster with private brokers", stack: [kafka({ publicAccess: { type: "DISABLED" } })], verdict: "complies" },
  { name: "a Kafka cluster that says nothing of it", stack: [kafka({})], verdict: "complies" },
  { name: "a Kafka cluster with a hole in the middle", stack: [kafka(unknown)], verdict: "unknown" },
  {
    name: "a search domain outside of a VPC that everybody may use",
    stack: [domain({ accessPolicies: document(everybody) })],
    at: "accessPolicies",
    verdict: "violates",
    says: /Put the domain into a VPC/,
  },
  {
    name: "a search domain whose policy is an object",
    stack: [domain({ accessPolicies: { Statement: { ...everybody, Principal: { AWS: ["*"] } } } })],
    verdict: "violates",
  },
  {
    name: "a search domain for everybody over TLS",
    stack: [domain({ accessPolicies: document({ ...everybody, Condition: { Bool: { "aws:SecureTransport": "true" } } }) })],
    verdict: "violates",
  },
  {
    name: "a search domain for both halves of the internet",
    stack: [domain({ accessPolicies: document({ ...everybody, Condition: { IpAddress: { "aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"] } } }) })],
    verdict: "violates",
  },
  {
    name: "a search domain for all but one address",
    stack: [domain({ accessPolicies: document({ ...everybody, Condition: { NotIpAddress: { "aws:SourceIp": "52.94.76.10" } } }) })],
    verdict: "violates",
  },
  {
    name: "a search domain open to what is no address",
    stack: [domain({ accessPolicies: document({ ...everybody, Condition: { IpAddress: { "aws:SourceIp": { toString: 1 } } } }) })],
    verdict: "violates",
  },
  {
    name: "a search domain for one office",
    stack: [domain({ accessPolicies: document({ ...everybody, Condition: { IpAddress: { "aws:SourceIp": "52.94.76.10/32" } } }) })],
    verdict: "complies",
  },
  {
    name: "a search domain for one organisation",
    stack: [domain({ accessPolicies: document({ ...everybody, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }) })],
    verdict: "complies",
  },
  {
    name: "a search domain for one role",
    stack: [domain({ accessPolicies: document({ ...everybody, Principal: { AWS: "arn:aws:iam::111122223333:role/app" } }) })],
    verdict: "complies",
  },
  { name: "a search domain without a policy, which nobody may use", stack: [domain({}), database({})], verdict: "complies" },
  {
    name: "a search domain in a VPC",
    stack: [domain({ accessPolicies: document(everybody), vpcOptions: { subnetIds: ["subnet-1"] } })],
    verdict: "complies",
  },
  {
    name: "a search domain that allows and denies",
    stack: [
      domain({
        accessPolicies: document(everybody, { ...everybody, Effect: "Deny", Condition: { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }),
      }),
    ],
    verdict: "unknown",
    says: /both allows and denies/,
  },
  { name: "a search domain whose policy is not JSON", stack: [domain({ accessPolicies: "everybody" })], verdict: "unknown" },
  {
    name: "a policy of its own for a domain outside of a VPC",
    stack: [
      domain({}),
      resource("aws:opensearch/domainPolicy:DomainPolicy", "policy", {
        domainName: ref("search", "domainName"),
        accessPolicies: document(everybody),
      }),
    ],
    verdict: "violates",
  },
  {
    name: "a policy of its own for a domain in a VPC",
    stack: [
      domain({ vpcOptions: { subnetIds: ["subnet-1"] } }),
      resource("aws:opensearch/domainPolicy:DomainPolicy", "policy", {
        domainName: ref("search", "domainName"),
        accessPolicies: document(everybody),
      }),
    ],
    verdict: "complies",
  },
  {
    name: "a policy for a domain from outside the stack",
    stack: [resource("aws:opensearch/domainPolicy:DomainPolicy", "policy", { domainName: "other", accessPolicies: document(everybody) })],
    verdict: "unknown",
  },
  { name: "no data store", stack: [resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" })], verdict: "not applicable" },
]);

const policy = policies.find(({ id }) => id === "database-not-publicly-accessible");

test.each([
  ["before the seventh version of the provider", "urn:pulumi:dev::shop::pulumi:providers:aws::default_6_83_0", [], "violates"],
  ["since then", "urn:pulumi:dev::shop::pulumi:providers:aws::default_7_48_0", [], "complies"],
  [
    "with a provider of its own",
    "urn:pulumi:dev::shop::pulumi:providers:aws::west",
    [resource("pulumi:providers:aws", "west", { version: "6.83.0" })],
    "violates",
  ],
  [
    "with a provider of its own that is newer",
    "urn:pulumi:dev::shop::pulumi:providers:aws::west",
    [resource("pulumi:providers:aws", "west", { version: "7.1.0" })],
    "complies",
  ],
] as const)("a Redshift cluster that says nothing, %s", (_, provider, others, verdict) => {
  if (policy === undefined) throw new Error("the policy is missing");
  const [cluster, ...rest] = stackOf([resource("aws:redshift/cluster:Cluster", "warehouse", { nodeType: "ra3.large" }), ...others], "preview");
  if (cluster === undefined) throw new Error("the case is empty");
  expect(judge([{ ...cluster, provider }, ...rest], policy).verdicts.get(policy.id)).toBe(verdict);
});
