import { describePolicy, type Case } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";
import { unknown } from "@portcullis/policypack/resources/resource";

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
const restLink = (name: string): Entry => resource("aws:apigateway/vpcLink:VpcLink", "link", { targetArn: ref(name, "arn") });
/** A network load balancer that a link of the first kind leads to, and that sends what comes to an address. */
const toAddress = (address: CaseValue, port: number): readonly Entry[] => [
  restLink("nlb"),
  balancer("nlb", { loadBalancerType: "network" }),
  ...forwards("nlb", address, port),
];
const restCall = (props: Entry["props"]): Entry =>
  resource("aws:apigateway/integration:Integration", "orders", {
    restApi: "api-1",
    resourceId: "r",
    httpMethod: "GET",
    type: "HTTP_PROXY",
    ...props,
  });
const search = (props: Entry["props"] = {}): Entry => resource("aws:opensearch/domain:Domain", "search", { domainName: "search", ...props });
const front = (name: string): readonly Entry[] => [
  group("front", [tcp(443, { securityGroups: [ref("edge")] })], [everywhere]),
  balancer(name, { loadBalancerType: "application", securityGroups: [ref("front")] }),
  ...forwards(name, "10.0.1.7", 80),
];
/** A link in another VPC, and a transit gateway. */
const beyond: readonly Entry[] = [
  resource("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.1.0.0/16" }),
  resource("aws:ec2/subnet:Subnet", "far", { vpcId: ref("other"), cidrBlock: "10.1.1.0/24" }),
  resource("aws:ec2/securityGroup:SecurityGroup", "edge", { vpcId: ref("other"), egress: [everywhere] }),
  resource("aws:apigatewayv2/vpcLink:VpcLink", "link", { subnetIds: [ref("far")], securityGroupIds: [ref("edge")] }),
  resource("aws:ec2transitgateway/transitGateway:TransitGateway", "tgw"),
];
const attached = (name: string, props: Entry["props"] = {}): Entry =>
  resource("aws:ec2transitgateway/vpcAttachment:VpcAttachment", `${name}-attachment`, { transitGatewayId: ref("tgw"), vpcId: ref(name), ...props });

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
    at: "ingress[0].securityGroups[0]",
    verdict: "violates",
    spellings: "aws",
    says: /An API gateway reaches the RDS instance db on PostgreSQL \(tcp\/5432\) through the VPC link link, with no application in between/,
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
    at: "ingress[0].cidrBlocks[0]",
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
    says: /through the VPC link link for REST APIs and the load balancer nlb/,
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
    says: /through the VPC link link and the load balancer alb/,
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
    name: "a database without subnets, whose group is of the VPC of the link",
    stack: [
      ...network,
      group("edge", [], [everywhere]),
      link(ref("edge")),
      group("data", [tcp(5432, { cidrBlocks: ["10.0.0.0/16"] })]),
      ...database({ dbSubnetGroupName: null }),
    ],
    verdict: "violates",
    spellings: "aws",
  },
  {
    name: "a database in subnets from outside the stack, whose group is of the VPC of the link and admits another one",
    stack: [
      ...network,
      group("edge", [], [tcp(5432, { cidrBlocks: ["10.9.0.0/16"] })]),
      link(ref("edge")),
      group("data", [tcp(5432, { cidrBlocks: ["10.9.0.0/16"] })]),
      ...database({ dbSubnetGroupName: "stores-elsewhere" }),
    ],
    verdict: "complies",
    spellings: "aws",
  },
  {
    name: "a balancer that sends to an instance by its address, which the program chooses, beside a database that may have it",
    stack: [
      ...network,
      group("data", [tcp(5432, { cidrBlocks: ["10.0.1.0/24"] })]),
      ...database({ dbSubnetGroupName: null }),
      resource("aws:ec2/instance:Instance", "proxy", { subnetId: ref("store"), privateIp: "10.0.2.9", vpcSecurityGroupIds: [ref("data")] }),
      ...toAddress(ref("proxy", "privateIp"), 5432),
    ],
    verdict: "complies",
    spellings: "aws",
  },
  ...(
    [
      [
        "an interface whose addresses are an ordered list",
        "aws:ec2/networkInterface:NetworkInterface",
        { privateIpListEnabled: true, privateIpLists: ["10.0.2.8", "10.0.2.9"] },
      ],
      [
        "an interface with a list of objects",
        "aws-native:ec2:NetworkInterface",
        { privateIpAddresses: [{ privateIpAddress: "10.0.2.9", primary: true }] },
      ],
      [
        "an instance that describes its interface",
        "aws-native:ec2:Instance",
        { networkInterfaces: [{ deviceIndex: "0", privateIpAddress: "10.0.2.9" }] },
      ],
      [
        "an endpoint",
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        { vpcEndpointType: "Interface", subnetConfigurations: [{ subnetId: ref("store"), ipv4: "10.0.2.9" }] },
      ],
      [
        "another balancer",
        "aws:lb/loadBalancer:LoadBalancer",
        { loadBalancerType: "network", subnetMappings: [{ subnetId: ref("store"), privateIpv4Address: "10.0.2.9" }] },
      ],
    ] as const
  ).map(([name, type, props]): Case => ({
    name: `a balancer that sends to the address of ${name}, beside a database that may have it`,
    stack: [
      ...network,
      group("data", [tcp(5432, { cidrBlocks: ["10.0.1.0/24"] })]),
      ...database({ dbSubnetGroupName: null }),
      resource(type, "proxy", { subnetId: ref("store"), vpcId: ref("vpc"), ...props }),
      ...toAddress("10.0.2.9", 5432),
    ],
    verdict: "complies",
    spellings: "as written",
    stages: ["deployed"],
  })),
  {
    name: "a balancer that sends to an instance by its IPv6 address in another spelling, beside a database that may have it",
    stack: [
      resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16", ipv6CidrBlock: "2001:db8::/56" }),
      resource("aws:ec2/subnet:Subnet", "app", { vpcId: ref("vpc"), cidrBlock: "10.0.1.0/24", ipv6CidrBlock: "2001:db8:0:1::/64" }),
      resource("aws:ec2/subnet:Subnet", "store", { vpcId: ref("vpc"), cidrBlock: "10.0.2.0/24", ipv6CidrBlock: "2001:db8:0:2::/64" }),
      group("data", [tcp(5432, { ipv6CidrBlocks: ["2001:db8:0:1::/64"] })]),
      ...database({ dbSubnetGroupName: null }),
      resource("aws:ec2/instance:Instance", "proxy", { subnetId: ref("store"), ipv6Addresses: ["2001:DB8:0:2::9"] }),
      ...toAddress("2001:db8:0:2:0:0:0:9", 5432),
    ],
    verdict: "complies",
    spellings: "as written",
  },
  {
    name: "no API gateway",
    stack: [...network, group("data", [tcp(5432, { cidrBlocks: ["10.0.1.0/24"] })]), ...database()],
    verdict: "not applicable",
    spellings: "aws",
  },
  {
    name: "a balancer that sends to an address in the subnet of the database, on its port",
    stack: [...network, ...toAddress("10.0.2.7", 5432), group("data", [tcp(5432, { cidrBlocks: ["10.0.1.0/24"] })]), ...database()],
    verdict: "violates",
    spellings: "aws",
    says: /reaches the RDS instance db on PostgreSQL \(tcp\/5432\) through the VPC link link for REST APIs and the load balancer nlb/,
  },
  {
    name: "a balancer that sends to an address which another database may have",
    stack: [
      ...network,
      ...toAddress("10.0.2.7", 5432),
      group("data", [tcp(5432, { cidrBlocks: ["10.0.1.0/24"] })]),
      ...database(),
      resource("aws:rds/instance:Instance", "other", { engine: "postgres", dbSubnetGroupName: ref("stores"), vpcSecurityGroupIds: [ref("data")] }),
    ],
    verdict: "unknown",
    spellings: "aws",
    says: /targetId is from outside the stack/,
  },
  {
    name: "a balancer that sends to an address in the subnet of the database, which an application shares",
    stack: [
      ...network,
      ...toAddress("10.0.2.7", 5432),
      resource("aws:ec2/instance:Instance", "proxy", { subnetId: ref("store"), vpcSecurityGroupIds: [ref("proxies")] }),
      group("proxies", [tcp(5432, { cidrBlocks: ["10.0.1.0/24"] })], [everywhere]),
      group("data", [tcp(5432, { cidrBlocks: ["10.0.1.0/24"] })]),
      ...database(),
    ],
    verdict: "unknown",
    spellings: "aws",
  },
  {
    name: "a balancer that sends to an address in the subnet of the database, on another port",
    stack: [...network, ...toAddress("10.0.2.7", 8080), group("data", [tcp(5432, { cidrBlocks: ["10.0.1.0/24"] })]), ...database()],
    verdict: "complies",
    spellings: "aws",
  },
  {
    name: "a balancer that sends to an address in another subnet",
    stack: [...network, ...toAddress("10.0.1.7", 5432), group("data", [tcp(5432, { cidrBlocks: ["10.0.0.0/16"] })]), ...database()],
    verdict: "complies",
    spellings: "aws",
  },
  {
    name: "a balancer that sends to an address of the database, which does not let it in",
    stack: [...network, ...toAddress("10.0.2.7", 5432), group("data", [tcp(5432, { cidrBlocks: ["10.0.3.0/24"] })]), ...database()],
    verdict: "complies",
    spellings: "aws",
  },
  {
    name: "a balancer that forwards to the database on a port that it does not listen on",
    stack: [
      ...network,
      restLink("nlb"),
      balancer("nlb", { loadBalancerType: "network" }),
      ...forwards("nlb", ref("db"), 8080),
      group("data", [tcp(5432, { cidrBlocks: ["10.0.1.0/24"] })]),
      ...database(),
    ],
    verdict: "complies",
    spellings: "aws",
  },
  {
    name: "a service of Cloud Map behind the link, and a database that admits its tasks",
    stack: [
      ...network,
      group("edge", [], [tcp(8080, { securityGroups: [ref("tasks")] })]),
      link(ref("edge")),
      resource("aws:servicediscovery/service:Service", "names", { name: "orders" }),
      integration(ref("names", "arn")),
      resource("aws:ecs/service:Service", "orders-tasks", {
        serviceRegistries: { registryArn: ref("names", "arn") },
        networkConfiguration: { subnets: [ref("app")], securityGroups: [ref("tasks")] },
      }),
      group("tasks", [tcp(8080, { securityGroups: [ref("edge")] })], [tcp(5432, { securityGroups: [ref("data")] })]),
      group("data", [tcp(5432, { securityGroups: [ref("tasks")] }), tcp(5432, { cidrBlocks: ["10.0.9.0/24"] })]),
      ...database(),
    ],
    verdict: "complies",
    spellings: "aws",
  },
  {
    name: "a service of Cloud Map from outside the stack behind the link",
    stack: [
      ...network,
      group("edge", [], [tcp(8080, { cidrBlocks: ["10.0.1.0/24"] })]),
      link(ref("edge")),
      integration("arn:aws:servicediscovery:eu-west-1:111122223333:service/srv-1"),
      group("data", [tcp(5432, { cidrBlocks: ["10.0.9.0/24"] })]),
      ...database(),
    ],
    verdict: "complies",
    spellings: "aws",
  },
  {
    name: "a REST API over a link of the second kind to a balancer whose group the database admits",
    stack: [
      ...network,
      group("edge", [], [tcp(443, { securityGroups: [ref("front")] })]),
      link(ref("edge")),
      ...front("alb"),
      restCall({ connectionType: "VPC_LINK", connectionId: ref("link"), integrationTarget: ref("alb", "arn"), uri: "https://orders.example.com/" }),
      group("data", [tcp(5432, { securityGroups: [ref("front")] })]),
      ...database(),
    ],
    verdict: "violates",
    spellings: "aws",
    says: /through the VPC link link and the load balancer alb/,
  },
  {
    name: "a REST API of aws-native over a link of the second kind to a balancer whose group the database admits",
    stack: [
      ...network,
      group("edge", [], [tcp(443, { securityGroups: [ref("front")] })]),
      link(ref("edge")),
      ...front("alb"),
      resource("aws-native:apigateway:Method", "orders", {
        restApiId: "api-1",
        resourceId: "r",
        httpMethod: "GET",
        integration: { type: "HTTP_PROXY", connectionType: "VPC_LINK", connectionId: ref("link"), integrationTarget: ref("alb", "arn") },
      }),
      group("data", [tcp(5432, { securityGroups: [ref("front")] })]),
      ...database(),
    ],
    verdict: "violates",
    spellings: "aws",
    says: /through the VPC link link and the load balancer alb/,
  },
  {
    name: "a definition whose integration goes to a balancer whose group the database admits",
    stack: [
      ...network,
      group("edge", [], [tcp(443, { securityGroups: [ref("front")] })]),
      link(ref("edge")),
      ...front("alb"),
      resource("aws:apigatewayv2/api:Api", "shop", {
        protocolType: "HTTP",
        body: {
          paths: {
            "/orders": {
              get: {
                "x-amazon-apigateway-integration": {
                  type: "HTTP_PROXY",
                  connectionType: "VPC_LINK",
                  connectionId: ref("link"),
                  uri: ref("alb-listener", "arn"),
                },
              },
            },
          },
        },
      }),
      group("data", [tcp(5432, { securityGroups: [ref("front")] })]),
      ...database(),
    ],
    verdict: "violates",
    spellings: "aws",
    says: /through the VPC link link and the load balancer alb/,
  },
  {
    name: "a definition that is not known, beside a balancer whose group the database admits",
    stack: [
      ...network,
      group("edge", [], [tcp(443, { securityGroups: [ref("front")] })]),
      link(ref("edge")),
      ...front("alb"),
      resource("aws:apigatewayv2/api:Api", "shop", { protocolType: "HTTP", body: unknown }),
      group("data", [tcp(5432, { securityGroups: [ref("front")] })]),
      ...database(),
    ],
    verdict: "unknown",
    spellings: "aws",
  },
  {
    name: "a definition that is not known, and no link",
    stack: [
      ...network,
      resource("aws:apigatewayv2/api:Api", "shop", { protocolType: "HTTP", body: unknown }),
      group("data", [tcp(5432, { cidrBlocks: ["10.0.1.0/24"] })]),
      ...database(),
    ],
    verdict: "not applicable",
    spellings: "aws",
  },
  {
    name: "a function between a REST API and the database",
    stack: [
      ...network,
      group("fn", [], [tcp(5432, { securityGroups: [ref("data")] })]),
      resource("aws:lambda/function:Function", "fn-orders", { vpcConfig: { subnetIds: [ref("app")], securityGroupIds: [ref("fn")] } }),
      restCall({ type: "AWS_PROXY", uri: ref("fn-orders", "invokeArn") }),
      group("data", [tcp(5432, { securityGroups: [ref("fn")] })]),
      ...database(),
    ],
    verdict: "not applicable",
    spellings: "aws",
  },
  {
    name: "an API that calls a search domain outside of a VPC",
    stack: [search(), restCall({ uri: ref("search", "endpoint") })],
    at: "",
    verdict: "violates",
    spellings: "aws",
    stages: ["preview"],
    says: /reaches the OpenSearch domain search on HTTP \(tcp\/80\) and HTTPS \(tcp\/443\) through the integration orders, with no application in between. Have it call the application instead/,
  },
  {
    name: "an API that calls a search domain in a VPC, which it cannot reach",
    stack: [
      ...network,
      group("data", [tcp(443, { cidrBlocks: ["0.0.0.0/0"] })]),
      search({ vpcOptions: { subnetIds: [ref("store")], securityGroupIds: [ref("data")] } }),
      restCall({ uri: ref("search", "endpoint") }),
    ],
    verdict: "complies",
    spellings: "aws",
    stages: ["preview"],
  },
  {
    name: "an API that calls a database which is on the internet and lets everybody in",
    stack: [
      ...network,
      group("data", [tcp(5432, { cidrBlocks: ["0.0.0.0/0"] })]),
      ...database({ publiclyAccessible: true }),
      restCall({ uri: ref("db", "address") }),
    ],
    verdict: "violates",
    spellings: "aws",
    stages: ["preview"],
  },
  {
    name: "an API that calls a database which is on the internet and lets an office in",
    stack: [
      ...network,
      group("data", [tcp(5432, { cidrBlocks: ["198.51.100.0/24"] })]),
      ...database({ publiclyAccessible: true }),
      restCall({ uri: ref("db", "address") }),
    ],
    verdict: "complies",
    spellings: "aws",
    stages: ["preview"],
  },
  {
    name: "a database of another VPC on the same transit gateway, which admits the subnet of the link",
    stack: [...network, ...beyond, attached("vpc"), attached("other"), group("data", [tcp(5432, { cidrBlocks: ["10.1.1.0/24"] })]), ...database()],
    verdict: "violates",
    spellings: "aws",
  },
  {
    name: "a database of another VPC, which has no part in the default table of the transit gateway",
    stack: [
      ...network,
      ...beyond,
      attached("vpc"),
      attached("other", { transitGatewayDefaultRouteTablePropagation: false }),
      group("data", [tcp(5432, { cidrBlocks: ["10.1.1.0/24"] })]),
      ...database(),
    ],
    verdict: "complies",
    spellings: "aws",
  },
  {
    name: "an API that calls something else on the internet",
    stack: [...network, restCall({ uri: "https://orders.example.com/" }), group("data", [tcp(5432, { cidrBlocks: ["10.0.1.0/24"] })]), ...database()],
    verdict: "not applicable",
    spellings: "aws",
  },
]);
