import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";
import { unknown } from "@portcullis/policypack/resources/resource";

const shared = (...ingress: readonly CaseValue[]): Entry => resource("aws:ec2/securityGroup:SecurityGroup", "shared", { vpcId: "vpc-1", ingress });
const pg = (sources: Record<string, CaseValue>): CaseValue => ({ protocol: "tcp", fromPort: 5432, toPort: 5432, ...sources });
const db = resource("aws:rds/instance:Instance", "orders", { engine: "postgres", vpcSecurityGroupIds: [ref("shared")] });
const app = resource("aws:lambda/function:Function", "app", { vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: [ref("shared")] } });
const itself = resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "itself", {
  securityGroupId: ref("shared"),
  referencedSecurityGroupId: ref("shared"),
  ipProtocol: "tcp",
  fromPort: 5432,
  toPort: 5432,
});

describePolicy("data-stores-have-groups-of-their-own", [
  {
    name: "a function on the database's group, which admits itself",
    stack: [shared(pg({ self: true })), db, app],
    at: "ingress[0].self",
    verdict: "violates",
    says: "shared admits itself to PostgreSQL (tcp/5432) and is on the RDS instance orders and on the Lambda function app. Give the data store a group of its own",
    advice: false,
  },
  { name: "every protocol from itself", stack: [shared({ protocol: "-1", fromPort: 0, toPort: 0, self: true }), db, app], verdict: "violates" },
  {
    name: "a reference to itself",
    stack: [shared(), itself, db, app],
    at: "referencedSecurityGroupId",
    verdict: "violates",
    spellings: "as written",
  },
  {
    name: "a range of ports around the database's",
    stack: [shared({ protocol: "tcp", fromPort: 0, toPort: 65535, self: true }), db, app],
    verdict: "violates",
  },
  {
    name: "a proxy, which is no data store",
    stack: [shared(pg({ self: true })), db, resource("aws:rds/proxy:Proxy", "proxy", { vpcSecurityGroupIds: [ref("shared")] })],
    verdict: "violates",
  },
  {
    name: "a scaling group by its template",
    stack: [
      shared(pg({ self: true })),
      db,
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { vpcSecurityGroupIds: [ref("shared")] }),
      resource("aws:autoscaling/group:Group", "fleet", { launchTemplate: { id: ref("template") } }),
    ],
    verdict: "violates",
    says: "the scaling group fleet",
  },
  {
    name: "a cache on a chosen port",
    stack: [
      shared({ protocol: "tcp", fromPort: 7777, toPort: 7777, self: true }),
      resource("aws:elasticache/replicationGroup:ReplicationGroup", "cache", { port: 7777, securityGroupIds: [ref("shared")] }),
      app,
    ],
    verdict: "violates",
  },
  {
    name: "many workloads",
    stack: [
      shared(pg({ self: true })),
      db,
      ...["a", "b", "c", "d", "e"].map((name) => resource("aws:ec2/instance:Instance", name, { vpcSecurityGroupIds: [ref("shared")] })),
    ],
    verdict: "violates",
    says: "and 2 more",
  },
  { name: "a group that does not admit itself", stack: [shared(pg({ cidrBlocks: ["10.0.0.0/16"] })), db, app], verdict: "complies" },
  { name: "itself on another port", stack: [shared({ protocol: "tcp", fromPort: 22, toPort: 22, self: true }), db, app], verdict: "complies" },
  { name: "self written as no", stack: [shared(pg({ self: false, cidrBlocks: ["10.0.0.0/16"] })), db, app], verdict: "complies" },
  { name: "a database alone on its group", stack: [shared(pg({ self: true })), db], verdict: "complies" },
  {
    name: "two data stores",
    stack: [
      shared(pg({ self: true })),
      db,
      resource("aws:rds/instance:Instance", "second", { engine: "postgres", vpcSecurityGroupIds: [ref("shared")] }),
    ],
    verdict: "complies",
  },
  {
    name: "a cluster and its instances",
    stack: [
      shared(pg({ self: true })),
      resource("aws:rds/cluster:Cluster", "cluster", { engine: "aurora-postgresql", vpcSecurityGroupIds: [ref("shared")] }),
      resource("aws:rds/clusterInstance:ClusterInstance", "cluster-0", { engine: "aurora-postgresql", clusterIdentifier: ref("cluster") }),
    ],
    verdict: "complies",
  },
  {
    name: "a function whose groups are not known",
    stack: [shared(pg({ self: true })), db, resource("aws:lambda/function:Function", "app", { vpcConfig: unknown })],
    verdict: "unknown",
    says: /vpcConfig/,
  },
  {
    name: "a port that is not known",
    stack: [
      shared(pg({ self: true })),
      resource("aws:rds/instance:Instance", "orders", { engine: unknown, vpcSecurityGroupIds: [ref("shared")] }),
      app,
    ],
    verdict: "unknown",
  },
  {
    name: "rules that are not known",
    stack: [resource("aws:ec2/securityGroup:SecurityGroup", "shared", { ingress: unknown }), db, app],
    verdict: "unknown",
  },
  { name: "a peer that is not known", stack: [shared(pg({ securityGroups: [unknown] })), db, app], verdict: "unknown" },
  { name: "self that is not known", stack: [shared(pg({ self: unknown })), db, app], verdict: "unknown", spellings: "as written" },
  { name: "no data store", stack: [shared(pg({ self: true })), app], verdict: "not applicable" },
  {
    name: "another group, and one of two others",
    stack: [
      shared(pg({ securityGroups: [ref("clients"), ref("others")] })),
      db,
      app,
      ...["clients", "others"].map((name) => resource("aws:ec2/securityGroup:SecurityGroup", name, { vpcId: "vpc-1" })),
    ],
    verdict: "complies",
  },
]);
