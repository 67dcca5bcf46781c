import { describePlans, type PlanCase } from "../../harness/plans";
import { ref, resource, type Entry } from "../../harness/stack";
import { all, database, group, host, network, rule, ruleFor, stores, tcp, world } from "./stacks";

/** A route table of the inner subnet. */
function routes(...list: readonly Readonly<Record<string, unknown>>[]): readonly Entry[] {
  return [
    resource("aws:ec2/routeTable:RouteTable", "table", { vpcId: ref("vpc"), routes: list as never }),
    resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "on-inner", { subnetId: ref("inner"), routeTableId: ref("table") }),
  ];
}

const orders: readonly Entry[] = [...network, stores, group("data", tcp(3306, world)), database("orders", ["data"])];

/** Whoever uses a data store may be in a network that its subnets have a route to. */
const routed: readonly PlanCase[] = [
  {
    name: "a peered VPC keeps its way, by its own block",
    stack: [
      ...orders,
      resource("aws:ec2/vpc:Vpc", "apps", { cidrBlock: "10.9.0.0/16" }),
      resource("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peering", { vpcId: ref("vpc"), peerVpcId: ref("apps"), autoAccept: true }),
      ...routes({ cidrBlock: "10.9.0.0/16", vpcPeeringConnectionId: ref("peering") }),
    ],
    becomes: { data: { ingress: [tcp(3306, { cidrBlocks: ["10.0.0.0/16", "10.9.0.0/16"] })] } },
  },
  {
    name: "what is behind a transit gateway keeps its way, in as few blocks as can be",
    stack: [...orders, ...routes({ cidrBlock: "10.0.0.0/8", transitGatewayId: "tgw-1" })],
    becomes: { data: { ingress: [tcp(3306, { cidrBlocks: ["10.0.0.0/8"] })] } },
  },
  {
    name: "what is behind a VPN keeps its way",
    stack: [...orders, ...routes({ cidrBlock: "192.168.0.0/16", gatewayId: "vgw-1" })],
    becomes: { data: { ingress: [tcp(3306, { cidrBlocks: ["10.0.0.0/16", "192.168.0.0/16"] })] } },
  },
  {
    name: "a route for everything names no network: who comes from there is not known",
    stack: [...orders, ...routes({ cidrBlock: "0.0.0.0/0", transitGatewayId: "tgw-1" })],
    stays: ["data"],
    declines: /whoever uses .*orders.*, and which networks reach it from beyond its VPC is not known/,
  },
  {
    name: "nor is it where a VPN gateway learns its routes",
    stack: [
      ...orders,
      resource("aws:ec2/vpnGateway:VpnGateway", "vpn", { vpcId: ref("vpc") }),
      resource("aws:ec2/routeTable:RouteTable", "table", { vpcId: ref("vpc"), propagatingVgws: [ref("vpn")] }),
      resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "on-inner", { subnetId: ref("inner"), routeTableId: ref("table") }),
    ],
    stays: ["data"],
    declines: /which networks reach it from beyond its VPC is not known/,
  },
  {
    name: "a route for everything to a NAT gateway leads into nobody's network",
    stack: [...orders, ...routes({ cidrBlock: "0.0.0.0/0", natGatewayId: "nat-1" })],
    becomes: { data: { ingress: [tcp(3306, { cidrBlocks: ["10.0.0.0/16"] })] } },
  },
  {
    name: "an internal balancer keeps whom a hub may bring",
    stack: [
      ...network,
      group("inside", tcp(443, world)),
      resource("aws:lb/loadBalancer:LoadBalancer", "portal", { internal: true, securityGroups: [ref("inside")], subnets: [ref("inner")] }),
      resource("aws:lb/listener:Listener", "listener", {
        loadBalancerArn: ref("portal", "arn"),
        port: 443,
        protocol: "HTTPS",
        defaultActions: [{ type: "fixed-response", fixedResponse: { contentType: "text/plain" } }],
      }),
      ...routes({ cidrBlock: "0.0.0.0/0", transitGatewayId: "tgw-1" }),
    ],
    stays: ["inside"],
    declines: /the clients of the load balancer portal reach the load balancer portal on tcp\/443 through this rule alone/,
  },
];

/** A resolver of names is there for networks beyond its VPC. */
const resolver = (direction: string): readonly Entry[] => [
  ...network,
  group("names", tcp(53, world), rule("udp", 53, 53, world)),
  resource("aws:route53/resolverEndpoint:ResolverEndpoint", "names-in", {
    direction,
    securityGroupIds: [ref("names")],
    ipAddresses: [{ subnetId: ref("inner") }],
  }),
];

const ofNames = (peers: Parameters<typeof tcp>[1]): NonNullable<PlanCase["becomes"]> => ({
  names: { ingress: [tcp(53, peers), rule("udp", 53, 53, peers)] },
});

const resolvers: readonly PlanCase[] = [
  {
    name: "who asks a resolver from other networks is not to be seen",
    stack: resolver("INBOUND"),
    stays: ["names"],
    declines: /which networks reach it from beyond its VPC is not known/,
  },
  {
    name: "a resolver is left to the networks that routes name",
    stack: [...resolver("INBOUND"), ...routes({ cidrBlock: "192.168.0.0/16", gatewayId: "vgw-1" })],
    becomes: ofNames({ cidrBlocks: ["10.0.0.0/16", "192.168.0.0/16"] }),
  },
  {
    name: "nobody asks the resolver that asks others, but what is beside it",
    stack: resolver("OUTBOUND"),
    becomes: ofNames({ cidrBlocks: ["10.0.0.0/16"] }),
  },
];

const node = (name: string, subnet = "inner"): readonly Entry[] => [
  resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { vpcSecurityGroupIds: [ref("nodes")] }),
  resource("aws:eks/nodeGroup:NodeGroup", name, {
    clusterName: "main",
    subnetIds: [ref(subnet)],
    launchTemplate: { id: ref("template"), version: "1" },
  }),
];

const others: readonly PlanCase[] = [
  {
    name: "nodes are the target of a balancer by the name of their scaling group",
    stack: [
      ...network,
      group("nodes"),
      ruleFor("ports", "nodes", 31443, 31443, { cidrIpv4: "0.0.0.0/0" }),
      ...node("workers"),
      resource("aws:lb/loadBalancer:LoadBalancer", "front", { loadBalancerType: "network", subnets: [ref("outer")] }),
      resource("aws:lb/targetGroup:TargetGroup", "targets", { port: 31443, protocol: "TCP", vpcId: ref("vpc") }),
      resource("aws:lb/listener:Listener", "listener", {
        loadBalancerArn: ref("front", "arn"),
        port: 443,
        protocol: "TCP",
        defaultActions: [{ type: "forward", targetGroupArn: ref("targets", "arn") }],
      }),
      resource("aws:autoscaling/attachment:Attachment", "attached", {
        autoscalingGroupName: ref("workers", "resources"),
        lbTargetGroupArn: ref("targets", "arn"),
      }),
    ],
    stays: ["ports"],
  },
  {
    name: "a rule for the ports of a cluster's services is for whoever calls these",
    stack: [...network, group("nodes", tcp(22, world), tcp(30000, world, 32767)), ...node("workers", "outer")],
    becomes: { nodes: { ingress: [tcp(30000, world, 32767)] } },
    declines: /services of its cluster may be open on tcp\/30000-32767 of the node group workers/,
  },
  {
    name: "nodes that nobody on the internet reaches keep their network, and nothing for the web",
    stack: [...network, group("nodes", tcp(0, world, 65535)), ...node("workers")],
    becomes: { nodes: { ingress: [tcp(0, { cidrBlocks: ["10.0.0.0/16"] }, 65535)] } },
  },
  {
    name: "what VPC Lattice sends to a machine stays, and its list is named",
    stack: [
      ...network,
      group("api", tcp(8080, world)),
      host("server", ["api"], "inner"),
      resource("aws:vpclattice/targetGroupAttachment:TargetGroupAttachment", "attached", {
        targetGroupIdentifier: "tg-1",
        target: { id: ref("server"), port: 8080 },
      }),
    ],
    stays: ["api"],
    declines:
      /VPC Lattice reaches the instance server on tcp\/8080 through this rule alone: admit its prefix list, com\.amazonaws\.<region>\.vpc-lattice/,
  },
  {
    name: "a rule for its addresses is enough",
    stack: [
      ...network,
      group("api", tcp(8080, world), tcp(8080, { cidrBlocks: ["169.254.171.0/24", "10.0.0.0/16"] })),
      host("server", ["api"], "inner"),
      resource("aws:vpclattice/targetGroupAttachment:TargetGroupAttachment", "attached", {
        targetGroupIdentifier: "tg-1",
        target: { id: ref("server"), port: 8080 },
      }),
    ],
    becomes: { api: { ingress: [tcp(8080, { cidrBlocks: ["169.254.171.0/24", "10.0.0.0/16"] })] } },
  },
  {
    name: "a bastion that opens every port is not left without logins",
    stack: [
      ...network,
      stores,
      group("ops", tcp(0, world, 65535)),
      host("bastion", ["ops"]),
      group("data", tcp(3306, { securityGroups: [ref("ops")] })),
      database("orders", ["data"]),
    ],
    becomes: { ops: { ingress: [tcp(22, { cidrBlocks: [] })] } },
    settings: ["sshCidrs"],
  },
  {
    name: "devices that speak to a machine by MQTT keep it",
    stack: [...network, group("mqtt", tcp(8883, world)), host("broker", ["mqtt"])],
    stays: ["mqtt"],
    declines: /the internet reaches the instance broker on tcp\/8883: serve it with TLS on tcp\/443, or exempt it/,
  },
  {
    name: "containers on machines that join a cluster by its name are served by these",
    stack: [
      ...network,
      group("hosts", all(world)),
      resource("aws:ecs/cluster:Cluster", "cluster", { name: "main" }),
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", {
        vpcSecurityGroupIds: [ref("hosts")],
        userData: Buffer.from("#!/bin/bash\necho ECS_CLUSTER=main >> /etc/ecs/ecs.config\n").toString("base64"),
      }),
      resource("aws:autoscaling/group:Group", "fleet", { vpcZoneIdentifiers: [ref("outer")], launchTemplate: { id: ref("template") } }),
      resource("aws:ecs/taskDefinition:TaskDefinition", "task", {
        networkMode: "host",
        containerDefinitions: JSON.stringify([{ name: "api", portMappings: [{ containerPort: 8080 }] }]),
      }),
      resource("aws:ecs/service:Service", "api", { cluster: ref("cluster", "arn"), taskDefinition: ref("task", "arn"), launchType: "EC2" }),
    ],
    stays: ["hosts"],
    declines: /the internet reaches the scaling group fleet on tcp\/8080/,
  },
];

const publicBroker = (type: string, props: Readonly<Record<string, unknown>>, ...rules: Parameters<typeof group>[1][]): readonly Entry[] => [
  ...network,
  group("devices", ...rules),
  resource(type, "broker", props as never),
];

const brokers: readonly PlanCase[] = [
  {
    name: "a public broker is for devices that are on the internet",
    stack: publicBroker(
      "aws:mq/broker:Broker",
      { engineType: "ActiveMQ", publiclyAccessible: true, subnetIds: [ref("outer")], securityGroups: [ref("devices")] },
      tcp(8883, world),
    ),
    stays: ["devices", "broker"],
    declines:
      /the broker broker is public, and devices and programs may connect to it over the internet on tcp\/8883: name the networks that may, make it private/,
  },
  {
    name: "so is a public Kafka cluster",
    stack: publicBroker(
      "aws:msk/cluster:Cluster",
      {
        brokerNodeGroupInfo: {
          clientSubnets: [ref("outer")],
          securityGroups: [ref("devices")],
          connectivityInfo: { publicAccess: { type: "SERVICE_PROVIDED_EIPS" } },
        },
      },
      tcp(9196, world),
    ),
    stays: ["devices", "broker"],
    declines: /the Kafka cluster broker is public/,
  },
  {
    name: "one that only its network gets to has no use for its address",
    stack: publicBroker(
      "aws:mq/broker:Broker",
      { engineType: "ActiveMQ", publiclyAccessible: true, subnetIds: [ref("outer")], securityGroups: [ref("devices")] },
      tcp(8883, { cidrBlocks: ["10.0.0.0/16"] }),
    ),
    becomes: { broker: { publiclyAccessible: false } },
  },
  {
    name: "a database that an office is admitted to keeps its address",
    stack: [
      ...network,
      stores,
      group("data", tcp(3306, { cidrBlocks: ["52.94.76.0/24"] })),
      database("orders", ["data"], { publiclyAccessible: true }),
    ],
    stays: ["orders"],
    declines: /52\.94\.76\.0\/24 reaches the RDS instance orders by its public address/,
  },
];

describePlans("networks beyond a route", routed);
describePlans("resolvers of names", resolvers);
describePlans("ways that are easily overlooked", others);
describePlans("public brokers", brokers);

const clients = Array.from({ length: 60 }, (_, index) => `client-${index}`);

describePlans("a network of many", [
  {
    name: "more groups than a group may name beside the rules that it keeps do not take the place of their network",
    stack: [
      ...network,
      stores,
      group("data", tcp(3306, { cidrBlocks: ["10.0.0.0/16"] }), tcp(9200, { cidrBlocks: ["192.175.48.0/29"] })),
      database("orders", ["data"]),
      ...clients.flatMap((name) => [group(`of-${name}`), host(name, [`of-${name}`], "inner")]),
    ],
    policies: ["database-ingress-by-reference"],
    stays: ["data"],
    declines: /60 groups would take its place, and a group has no more than 60 rules of one direction/,
  },
]);
