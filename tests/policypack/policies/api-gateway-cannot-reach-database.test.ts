import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";
import { unknown } from "@portcullis/policypack/resource";

const tcp = (port: number, peers: Record<string, CaseValue>, to = port): CaseValue => ({ protocol: "tcp", fromPort: port, toPort: to, ...peers });
const group = (name: string, ingress: readonly CaseValue[], egress: readonly CaseValue[] = []): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, { vpcId: ref("vpc"), ingress, egress });
const everywhere = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
const network: readonly Entry[] = [
  resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" }),
  resource("aws:ec2/subnet:Subnet", "app", { vpcId: ref("vpc"), cidrBlock: "10.0.1.0/24" }),
  resource("aws:ec2/subnet:Subnet", "store", { vpcId: ref("vpc"), cidrBlock: "10.0.2.0/24" }),
];
const link = (...groups: readonly CaseValue[]): Entry =>
  resource("aws:apigatewayv2/vpcLink:VpcLink", "link", { subnetIds: [ref("app")], securityGroupIds: groups });
const database = (props: Entry["props"] = {}): readonly Entry[] => [
  resource("aws:rds/subnetGroup:SubnetGroup", "stores", { subnetIds: [ref("store")] }),
  resource("aws:rds/instance:Instance", "db", {
    engine: "postgres",
    dbSubnetGroupName: ref("stores"),
    vpcSecurityGroupIds: [ref("data")],
    ...props,
  }),
];
const balancer = (name: string, props: Entry["props"]): Entry =>
  resource("aws:lb/loadBalancer:LoadBalancer", name, { internal: true, subnets: [ref("app")], ...props });
const forwards = (from: string, to: CaseValue, port: number): readonly Entry[] => [
  resource("aws:lb/targetGroup:TargetGroup", `${from}-targets`, { port, protocol: "TCP", targetType: "ip", vpcId: ref("vpc") }),
  resource("aws:lb/listener:Listener", `${from}-listener`, {
    loadBalancerArn: ref(from, "arn"),
    port,
    protocol: "TCP",
    defaultActions: [{ type: "forward", targetGroupArn: ref(`${from}-targets`, "arn") }],
  }),
  resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", `${from}-target`, {
    targetGroupArn: ref(`${from}-targets`, "arn"),
    targetId: to,
    port,
  }),
];
const integration = (target: CaseValue): Entry =>
  resource("aws:apigatewayv2/integration:Integration", "orders", {
    apiId: "api-1",
    integrationType: "HTTP_PROXY",
    connectionType: "VPC_LINK",
    connectionId: ref("link"),
    integrationUri: target,
  });

describePolicy("api-gateway-cannot-reach-database", [
  {
    name: "a database that admits the group of the link",
    stack: [
      ...network,
      group("edge", [], [tcp(5432, { securityGroups: [ref("data")] })]),
      link(ref("edge")),
      group("data", [tcp(5432, { securityGroups: [ref("edge")] })]),
      ...database(),
    ],
    verdict: "violates",
    spellings: "aws",
    says: /An API gateway reaches the RDS instance db on tcp\/5432 through link, with no application in between/,
    advice: false,
  },
  {
    name: "a database that admits the subnet of the link",
    stack: [
      ...network,
      group("edge", [], [everywhere]),
      link(ref("edge")),
      group("data", [tcp(5432, { cidrBlocks: ["10.0.1.0/24"] })]),
      ...database(),
    ],
    verdict: "violates",
    spellings: "aws",
  },
  {
    name: "a link whose group keeps AWS's own outbound rule",
    stack: [
      ...network,
      resource("aws-native:ec2:SecurityGroup", "edge", { groupDescription: "edge", vpcId: ref("vpc") }),
      link(ref("edge")),
      group("data", [tcp(5432, { securityGroups: [ref("edge")] })]),
      ...database(),
    ],
    verdict: "violates",
    spellings: "aws",
  },
  {
    name: "an odd port in a wide range",
    stack: [
      ...network,
      group("edge", [], [everywhere]),
      link(ref("edge")),
      group("data", [tcp(1000, { securityGroups: [ref("edge")] }, 20000)]),
      ...database({ port: 15432 }),
    ],
    verdict: "violates",
    spellings: "aws",
    says: /tcp\/15432/,
  },
  {
    name: "a link to a balancer that forwards to the database",
    stack: [
      ...network,
      resource("aws:apigateway/vpcLink:VpcLink", "link", { targetArn: ref("nlb", "arn") }),
      balancer("nlb", { loadBalancerType: "network" }),
      ...forwards("nlb", ref("db"), 5432),
      group("data", [tcp(5432, { cidrBlocks: ["10.0.1.0/24"] })]),
      ...database(),
    ],
    verdict: "violates",
    spellings: "aws",
    says: /through link, nlb/,
  },
  {
    name: "a balancer behind the link whose group the database admits",
    stack: [
      ...network,
      group("edge", [], [tcp(443, { securityGroups: [ref("front")] })]),
      link(ref("edge")),
      group("front", [tcp(443, { securityGroups: [ref("edge")] })], [everywhere]),
      balancer("alb", { loadBalancerType: "application", securityGroups: [ref("front")] }),
      ...forwards("alb", "10.0.1.7", 80),
      integration(ref("alb-listener", "arn")),
      group("data", [tcp(5432, { securityGroups: [ref("front")] })]),
      ...database(),
    ],
    verdict: "violates",
    spellings: "aws",
    says: /through link, alb/,
  },
  {
    name: "a function between the link and the database",
    stack: [
      ...network,
      group("edge", [], [tcp(443, { securityGroups: [ref("fn")] })]),
      link(ref("edge")),
      group("fn", [tcp(443, { securityGroups: [ref("edge")] })], [tcp(5432, { securityGroups: [ref("data")] })]),
      resource("aws:lambda/function:Function", "orders", { vpcConfig: { subnetIds: [ref("app")], securityGroupIds: [ref("fn")] } }),
      group("data", [tcp(5432, { securityGroups: [ref("fn")] })]),
      ...database(),
    ],
    verdict: "complies",
    spellings: "aws",
  },
  {
    name: "a database that admits the link, which may not send there",
    stack: [
      ...network,
      group("edge", [], [tcp(443, { securityGroups: [ref("data")] })]),
      link(ref("edge")),
      group("data", [tcp(5432, { securityGroups: [ref("edge")] })]),
      ...database(),
    ],
    verdict: "complies",
    spellings: "aws",
  },
  {
    name: "a database that admits another port",
    stack: [
      ...network,
      group("edge", [], [everywhere]),
      link(ref("edge")),
      group("data", [tcp(22, { securityGroups: [ref("edge")] })]),
      ...database(),
    ],
    verdict: "complies",
    spellings: "aws",
  },
  {
    name: "a database that admits other subnets only",
    stack: [
      ...network,
      group("edge", [], [everywhere]),
      link(ref("edge")),
      group("data", [tcp(5432, { cidrBlocks: ["10.0.3.0/24"] })]),
      ...database(),
    ],
    verdict: "complies",
    spellings: "aws",
  },
  {
    name: "the same addresses in another VPC",
    stack: [
      ...network,
      resource("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.0.0.0/16" }),
      resource("aws:ec2/subnet:Subnet", "elsewhere", { vpcId: ref("other"), cidrBlock: "10.0.1.0/24" }),
      resource("aws:ec2/securityGroup:SecurityGroup", "edge", { vpcId: ref("other"), egress: [everywhere] }),
      resource("aws:apigatewayv2/vpcLink:VpcLink", "link", { subnetIds: [ref("elsewhere")], securityGroupIds: [ref("edge")] }),
      group("data", [tcp(5432, { cidrBlocks: ["10.0.1.0/24"] })]),
      ...database(),
    ],
    verdict: "complies",
    spellings: "aws",
  },
  {
    name: "a link to a balancer in front of an application",
    stack: [
      ...network,
      resource("aws:apigateway/vpcLink:VpcLink", "link", { targetArn: ref("nlb", "arn") }),
      balancer("nlb", { loadBalancerType: "network" }),
      resource("aws:ec2/instance:Instance", "server", { subnetId: ref("app"), vpcSecurityGroupIds: [ref("server-group")] }),
      group("server-group", [tcp(80, { cidrBlocks: ["10.0.1.0/24"] })], [everywhere]),
      ...forwards("nlb", ref("server"), 80),
      group("data", [tcp(5432, { securityGroups: [ref("server-group")] })]),
      ...database(),
    ],
    verdict: "complies",
    spellings: "aws",
  },
  {
    name: "a link with a group from outside the stack",
    stack: [...network, link("sg-1"), group("data", [tcp(5432, { cidrBlocks: ["10.0.1.0/24"] })]), ...database()],
    verdict: "unknown",
    spellings: "aws",
  },
  {
    name: "a link to a balancer from outside the stack",
    stack: [
      ...network,
      resource("aws:apigateway/vpcLink:VpcLink", "link", { targetArn: "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/nlb/1" }),
      group("data", [tcp(5432, { cidrBlocks: ["10.0.0.0/16"] })]),
      ...database(),
    ],
    verdict: "unknown",
    spellings: "aws",
  },
  {
    name: "a link whose groups are not known",
    stack: [
      ...network,
      resource("aws:apigatewayv2/vpcLink:VpcLink", "link", { subnetIds: [ref("app")], securityGroupIds: unknown }),
      group("data", [tcp(5432, { cidrBlocks: ["10.0.1.0/24"] })]),
      ...database(),
    ],
    verdict: "unknown",
    spellings: "aws",
  },
  {
    name: "a database in subnets from outside the stack",
    stack: [
      ...network,
      group("edge", [], [tcp(5432, { cidrBlocks: ["10.0.2.0/24"] })]),
      link(ref("edge")),
      group("data", [tcp(5432, { securityGroups: [ref("edge")] })]),
      resource("aws:rds/instance:Instance", "db", { engine: "postgres", dbSubnetGroupName: "shared", vpcSecurityGroupIds: [ref("data")] }),
    ],
    verdict: "unknown",
    spellings: "aws",
  },
  {
    name: "no API gateway",
    stack: [...network, group("data", [tcp(5432, { cidrBlocks: ["10.0.1.0/24"] })]), ...database()],
    verdict: "not applicable",
    spellings: "aws",
  },
]);
