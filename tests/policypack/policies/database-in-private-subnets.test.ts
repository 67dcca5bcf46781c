import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";
import { unknown } from "@portcullis/policypack/resources/resource";

const subnet = (name: string): Entry => resource("aws:ec2/subnet:Subnet", name, { vpcId: ref("vpc"), cidrBlock: "10.0.1.0/24" });
const onTable = (name: string, table: string): Entry =>
  resource("aws:ec2/routeTableAssociation:RouteTableAssociation", `${name}-on-${table}`, { subnetId: ref(name), routeTableId: ref(table) });
const table = (name: string, ...routes: readonly CaseValue[]): Entry =>
  resource("aws:ec2/routeTable:RouteTable", name, { vpcId: ref("vpc"), routes });
const group = (...subnetIds: readonly CaseValue[]): Entry => resource("aws:rds/subnetGroup:SubnetGroup", "data", { subnetIds });
const network: readonly Entry[] = [
  resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" }),
  resource("aws:ec2/internetGateway:InternetGateway", "gateway", { vpcId: ref("vpc") }),
  table("public", { cidrBlock: "0.0.0.0/0", gatewayId: ref("gateway") }),
  table("private", { cidrBlock: "0.0.0.0/0", natGatewayId: ref("nat") }),
  resource("aws:ec2/natGateway:NatGateway", "nat", { subnetId: ref("edge") }),
  subnet("edge"),
  onTable("edge", "public"),
];

describePolicy("database-in-private-subnets", [
  {
    name: "a subnet on the public table",
    stack: [...network, subnet("a"), onTable("a", "public"), group(ref("a"))],
    at: "subnetIds",
    verdict: "violates",
    says: /data puts a data store into 1 subnet with a route to an internet gateway \(a\)/,
    advice: false,
  },
  {
    name: "one public subnet beside a private one",
    stack: [...network, subnet("a"), onTable("a", "public"), subnet("b"), onTable("b", "private"), group(ref("b"), ref("a"))],
    verdict: "violates",
  },
  {
    name: "private subnets",
    stack: [...network, subnet("a"), onTable("a", "private"), subnet("b"), onTable("b", "private"), group(ref("a"), ref("b"))],
    verdict: "complies",
  },
  {
    name: "a route of its own to the gateway",
    stack: [
      ...network,
      table("mine"),
      resource("aws:ec2/route:Route", "out", { routeTableId: ref("mine"), destinationCidrBlock: "0.0.0.0/0", gatewayId: ref("gateway") }),
      subnet("a"),
      onTable("a", "mine"),
      group(ref("a")),
    ],
    verdict: "violates",
  },
  {
    name: "the gateway by its id",
    stack: [...network, table("mine", { cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" }), subnet("a"), onTable("a", "mine"), group(ref("a"))],
    verdict: "violates",
  },
  {
    name: "a route whose gateway is not known",
    stack: [...network, table("mine", { cidrBlock: "0.0.0.0/0", gatewayId: unknown }), subnet("a"), onTable("a", "mine"), group(ref("a"))],
    verdict: "unknown",
  },
  {
    name: "a table from outside the stack",
    stack: [
      ...network,
      subnet("a"),
      resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "on", { subnetId: ref("a"), routeTableId: "rtb-1" }),
      group(ref("a")),
    ],
    verdict: "unknown",
  },
  {
    name: "a subnet on the VPC's main table, which leads nowhere",
    stack: [...network, subnet("a"), group(ref("a"))],
    verdict: "complies",
  },
  {
    name: "a main table that leads out",
    stack: [
      ...network,
      resource("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", "main", { vpcId: ref("vpc"), routeTableId: ref("public") }),
      subnet("a"),
      group(ref("a")),
    ],
    verdict: "violates",
  },
  { name: "a subnet from outside the stack", stack: [group("subnet-1")], verdict: "unknown", says: /is from outside the stack/ },
  { name: "subnets that are not known", stack: [group(unknown)], verdict: "unknown" },
  { name: "a list that is not known", stack: [resource("aws:rds/subnetGroup:SubnetGroup", "data", { subnetIds: unknown })], verdict: "unknown" },
  { name: "an empty list", stack: [group()], verdict: "complies" },
  {
    name: "the subnet group of a cache",
    stack: [...network, subnet("a"), onTable("a", "public"), resource("aws:elasticache/subnetGroup:SubnetGroup", "data", { subnetIds: [ref("a")] })],
    verdict: "violates",
  },
  {
    name: "the subnet group of the other provider",
    stack: [...network, subnet("a"), onTable("a", "public"), resource("aws-native:rds:DbSubnetGroup", "data", { subnetIds: [ref("a")] })],
    verdict: "violates",
  },
  {
    name: "a Kafka cluster, which names its subnets itself",
    stack: [
      ...network,
      subnet("a"),
      onTable("a", "public"),
      resource("aws:msk/cluster:Cluster", "events", { brokerNodeGroupInfo: { clientSubnets: [ref("a")], securityGroups: ["sg-1"] } }),
    ],
    at: "",
    verdict: "violates",
    says: /^events puts a data store into 1 subnet/,
  },
  { name: "no data store", stack: network, verdict: "not applicable" },
  {
    name: "an application in a public subnet",
    stack: [...network, subnet("a"), onTable("a", "public"), resource("aws:ec2/instance:Instance", "web", { subnetId: ref("a") })],
    verdict: "not applicable",
  },
  {
    name: "a copy of a data store, which is where the original is",
    stack: [resource("aws:rds/instance:Instance", "orders", { replicateSourceDb: "main" })],
    verdict: "not applicable",
  },
  {
    name: "two public subnets beside one from outside the stack",
    stack: [...network, subnet("a"), onTable("a", "public"), subnet("b"), onTable("b", "public"), group(ref("a"), "subnet-1", ref("b"))],
    verdict: "violates",
    says: /into 2 subnets with a route to an internet gateway \(a and b\)/,
    stages: ["deployed"],
  },
  {
    name: "a database that names no subnets",
    stack: [resource("aws:rds/instance:Instance", "db", { engine: "postgres" })],
    verdict: "unknown",
    says: "db is in the default VPC, whose subnets are not in this program",
  },
  {
    name: "a database that names no subnets, and groups that are not known",
    stack: [resource("aws:rds/instance:Instance", "db", { engine: "postgres", vpcSecurityGroupIds: unknown })],
    verdict: "unknown",
    says: "db names no subnets, and where its groups are is not known",
  },
  {
    name: "a database that names no subnets, and a group from outside the stack",
    stack: [resource("aws:rds/instance:Instance", "db", { engine: "postgres", vpcSecurityGroupIds: ["sg-0123"] })],
    verdict: "unknown",
    says: "db names no subnets, and where its groups are is not known",
  },
  {
    name: "a database that names no subnets, beside a default subnet of the stack",
    stack: [
      resource("aws:ec2/defaultVpc:DefaultVpc", "vpc"),
      resource("aws:ec2/defaultSubnet:DefaultSubnet", "a", { availabilityZone: "eu-west-1a" }),
      resource("aws:rds/cluster:Cluster", "db", { engine: "aurora-postgresql" }),
    ],
    verdict: "violates",
  },
]);
