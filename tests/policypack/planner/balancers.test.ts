import { unknown } from "@portcullis/policypack/resources/resource";
import { describePlans, type PlanCase } from "../../harness/plans";
import { ref, resource, type Entry } from "../../harness/stack";
import { all, balanced, classicRuleFor, database, exporting, group, host, network, rule, ruleFor, sg, stores, tcp, world } from "./stacks";

/** A REST API that comes to an internal network load balancer. */
const privateLink = (balancer: Entry["props"]): readonly Entry[] => [
  ...balanced("network", { listens: 80, target: 80, to: "server", balancer: { internal: true, securityGroups: [ref("web")], ...balancer } }),
  resource("aws:apigateway/vpcLink:VpcLink", "api-link", { targetArn: ref("front", "arn") }),
];
const behindPrivateLink: readonly Entry[] = [group("app"), host("server", ["app"], "inner"), ...privateLink({})];

/** A service for other networks, which offers an internal network load balancer. */
const behindEndpointService = (balancer: Entry["props"]): readonly Entry[] => [
  group("app"),
  host("server", ["app"], "inner"),
  ...balanced("network", { listens: 80, target: 80, to: "server", balancer: { internal: true, securityGroups: [ref("web")], ...balancer } }),
  resource("aws:ec2/vpcEndpointService:VpcEndpointService", "offer", { acceptanceRequired: true, networkLoadBalancerArns: [ref("front", "arn")] }),
];

const passing = { listens: 443, target: 31000, to: "server" };

/** The internet calls what is behind balancers through these: another port is for whoever is beside it. */
const beside: readonly PlanCase[] = [
  {
    name: "another port of a target is left to its network",
    stack: [
      ...network,
      group("web"),
      group("app", tcp(8080, world), tcp(9000, world)),
      host("server", ["app"]),
      ...balanced("application", { listens: 443, target: 8080, to: "server", balancer: { securityGroups: [ref("web")] } }),
    ],
    becomes: { app: { ingress: [tcp(8080, { securityGroups: [sg("web")] }), tcp(9000, { cidrBlocks: ["10.0.0.0/16"] })] } },
  },
  {
    name: "a rule for what is on the same group names nobody who calls it",
    stack: [
      ...network,
      group("web"),
      group("app", tcp(8200, { self: true }, 8201), tcp(8200, world)),
      host("server", ["app"]),
      ...balanced("application", { listens: 443, target: 443, to: "server", balancer: { securityGroups: [ref("web")] } }),
    ],
    becomes: { app: { ingress: [tcp(8200, { self: true }, 8201), tcp(8200, { cidrBlocks: ["10.0.0.0/16"] })] } },
  },
  {
    name: "but where something else is on it, that may be who calls",
    stack: [
      ...network,
      stores,
      group("data", tcp(3306, { self: true }), tcp(3306, world)),
      database("orders", ["data"]),
      host("server", ["data"], "inner"),
    ],
    becomes: { data: { ingress: [tcp(3306, { self: true })] } },
  },
  {
    name: "a login to a target is for nobody",
    stack: [
      ...network,
      group("web"),
      group("app", tcp(8080, { securityGroups: [sg("web")] }), tcp(3389, world)),
      host("server", ["app"]),
      ...balanced("application", { listens: 443, target: 8080, to: "server", balancer: { securityGroups: [ref("web")] } }),
    ],
    becomes: { app: { ingress: [tcp(8080, { securityGroups: [sg("web")] })] } },
  },
];

/** A balancer without a group passes its clients on: they have to get through where the target takes them. */
const clients: readonly PlanCase[] = [
  {
    name: "a range is narrowed to the port where a balancer's clients arrive",
    stack: [...network, group("app", tcp(30000, world, 32767)), host("server", ["app"]), ...balanced("network", passing)],
    becomes: { app: { ingress: [tcp(31000, world)] } },
  },
  {
    name: "a rule for every protocol is narrowed to that port, and not to the web",
    stack: [...network, group("app", all(world)), host("server", ["app"], "inner"), ...balanced("network", passing)],
    becomes: { app: { ingress: [tcp(31000, world)] } },
  },
  {
    name: "a rule for that port stays",
    stack: [...network, group("app", tcp(31000, world)), host("server", ["app"]), ...balanced("network", passing)],
    stays: ["app"],
  },
  {
    name: "of several rules, the one with that port stays",
    stack: [...network, group("app", tcp(22, world), tcp(31000, world)), host("server", ["app"]), ...balanced("network", passing)],
    becomes: { app: { ingress: [tcp(31000, world)] } },
  },
  {
    name: "the port of a target that is not its target group's",
    stack: [
      ...network,
      group("app", tcp(30000, world, 32767)),
      host("server", ["app"]),
      ...balanced("network", passing).map((entry) => (entry.name === "attached" ? { ...entry, props: { ...entry.props, port: 30080 } } : entry)),
    ],
    becomes: { app: { ingress: [tcp(30080, world)] } },
  },
  {
    name: "the port of the health check stays open to the balancer",
    stack: [
      ...network,
      group("app", tcp(30000, world, 32767)),
      host("server", ["app"]),
      ...balanced("network", { ...passing, targetGroup: { healthCheck: { port: "32000", protocol: "HTTP" } } }),
    ],
    becomes: { app: { ingress: [tcp(31000, world), tcp(32000, { cidrBlocks: ["10.0.1.0/24"] })] } },
  },
  {
    name: "clients over UDP, and health checks over TCP",
    stack: [
      ...network,
      group("app", all(world)),
      host("server", ["app"], "inner"),
      ...balanced("network", { ...passing, target: 5000, listens: 5000, protocol: "UDP" }),
    ],
    becomes: { app: { ingress: [rule("udp", 5000, 5000, world), rule("tcp", 5000, 5000, { cidrBlocks: ["10.0.1.0/24"] })] } },
  },
  {
    name: "clients over TCP and UDP",
    stack: [
      ...network,
      group("app", all(world)),
      host("server", ["app"], "inner"),
      ...balanced("network", { ...passing, target: 443, protocol: "TCP_UDP" }),
    ],
    becomes: { app: { ingress: [tcp(443, world), rule("udp", 443, 443, world)] } },
  },
  {
    name: "a rule of its own is narrowed to the port of a balancer's clients",
    stack: [
      ...network,
      group("app"),
      ruleFor("open", "app", 30000, 32767, { cidrIpv4: "0.0.0.0/0" }),
      host("server", ["app"]),
      ...balanced("network", passing),
    ],
    becomes: { open: { fromPort: 31000, toPort: 31000, cidrIpv4: "0.0.0.0/0" } },
  },
  {
    name: "an older rule of its own is, too",
    stack: [...network, group("app"), classicRuleFor("open", "app", 30000, 32767, world), host("server", ["app"]), ...balanced("network", passing)],
    becomes: { open: { fromPort: 31000, toPort: 31000, cidrBlocks: ["0.0.0.0/0"] } },
  },
  {
    name: "both families of addresses stay open to a balancer's clients",
    stack: [
      ...network,
      group("app", tcp(30000, { ...world, ipv6CidrBlocks: ["::/0"] }, 32767)),
      host("server", ["app"]),
      ...balanced("network", passing),
    ],
    becomes: { app: { ingress: [tcp(31000, { ...world, ipv6CidrBlocks: ["::/0"] })] } },
  },
  {
    name: "two rules that are open to different addresses are narrowed alike",
    stack: [
      ...network,
      group("app", tcp(30000, { cidrBlocks: ["0.0.0.0/1"] }, 32767), tcp(30000, { cidrBlocks: ["128.0.0.0/1"] }, 32767)),
      host("server", ["app"]),
      ...balanced("network", passing),
    ],
    becomes: { app: { ingress: [tcp(31000, { cidrBlocks: ["0.0.0.0/1"] }), tcp(31000, { cidrBlocks: ["128.0.0.0/1"] })] } },
  },
];

/** A balancer with a group comes with that. */
const backends: readonly PlanCase[] = [
  {
    name: "a backend that opens every port becomes one rule, for the balancer",
    stack: [
      ...network,
      group("web", tcp(443, world)),
      group("app", tcp(0, world, 65535)),
      host("server", ["app"], "inner"),
      ...balanced("application", { listens: 443, target: 8080, to: "server", balancer: { securityGroups: [ref("web")] } }),
    ],
    becomes: { app: { ingress: [tcp(8080, { securityGroups: [sg("web")] })] } },
    stays: ["web"],
  },
  {
    name: "a backend that opens everything becomes one rule, for the balancer",
    stack: [
      ...network,
      group("web", tcp(443, world)),
      group("app", all({ ...world, ipv6CidrBlocks: ["::/0"] })),
      host("server", ["app"], "inner"),
      ...balanced("application", { listens: 443, target: 8080, to: "server", balancer: { securityGroups: [ref("web")] } }),
    ],
    becomes: { app: { ingress: [tcp(8080, { securityGroups: [sg("web")] })] } },
  },
  {
    name: "a backend's health check has a port of its own",
    stack: [
      ...network,
      group("web", tcp(443, world)),
      group("app", tcp(0, world, 65535)),
      host("server", ["app"], "inner"),
      ...balanced("application", {
        listens: 443,
        target: 8080,
        to: "server",
        balancer: { securityGroups: [ref("web")] },
        targetGroup: { healthCheck: { port: "9000" } },
      }),
    ],
    becomes: { app: { ingress: [tcp(8080, { securityGroups: [sg("web")] }), tcp(9000, { securityGroups: [sg("web")] })] } },
  },
  {
    name: "a backend in a rule of its own",
    stack: [
      ...network,
      group("web", tcp(443, world)),
      group("app"),
      ruleFor("open", "app", 0, 65535, { cidrIpv4: "0.0.0.0/0" }),
      host("server", ["app"], "inner"),
      ...balanced("application", { listens: 443, target: 8080, to: "server", balancer: { securityGroups: [ref("web")] } }),
    ],
    becomes: { open: { fromPort: 8080, toPort: 8080, cidrIpv4: undefined, referencedSecurityGroupId: sg("web") } },
  },
  {
    name: "two open rules of a backend become one",
    stack: [
      ...network,
      group("web", tcp(443, world)),
      group("app", tcp(8080, world), tcp(8080, { ipv6CidrBlocks: ["::/0"] })),
      host("server", ["app"], "inner"),
      ...balanced("application", { listens: 443, target: 8080, to: "server", balancer: { securityGroups: [ref("web")] } }),
    ],
    becomes: { app: { ingress: [tcp(8080, { securityGroups: [sg("web")] })] } },
  },
  {
    name: "what a backend admits besides stays",
    stack: [
      ...network,
      group("web", tcp(443, world)),
      group("app", tcp(8080, world), tcp(9100, { cidrBlocks: ["10.0.2.0/28"] })),
      host("server", ["app"], "inner"),
      ...balanced("application", { listens: 443, target: 8080, to: "server", balancer: { securityGroups: [ref("web")] } }),
    ],
    becomes: { app: { ingress: [tcp(8080, { securityGroups: [sg("web")] }), tcp(9100, { cidrBlocks: ["10.0.2.0/28"] })] } },
  },
  {
    name: "asked for one policy, the balancer's way is kept all the same",
    policies: ["no-public-high-risk-ports"],
    stack: [
      ...network,
      group("web", tcp(443, world)),
      group("app", tcp(8080, world)),
      host("server", ["app"], "inner"),
      ...balanced("application", { listens: 443, target: 8080, to: "server", balancer: { securityGroups: [ref("web")] } }),
    ],
    becomes: { app: { ingress: [tcp(8080, { securityGroups: [sg("web")] })] } },
  },
  {
    name: "a balancer whose group is made of the backend's is admitted by address",
    policies: ["no-public-high-risk-ports"],
    stack: [
      ...network,
      resource("aws:ec2/securityGroup:SecurityGroup", "web", {
        description: "web",
        vpcId: ref("vpc"),
        ingress: [tcp(443, world)],
        egress: [tcp(8080, { securityGroups: [ref("app")] })],
      }),
      group("app", tcp(8080, world)),
      host("server", ["app"], "inner"),
      ...balanced("application", { listens: 443, target: 8080, to: "server", balancer: { securityGroups: [ref("web")] } }),
    ],
    becomes: { app: { ingress: [tcp(8080, { cidrBlocks: ["10.0.1.0/24"] })] } },
  },
  {
    name: "a balancer of which nothing is known keeps its way",
    policies: ["no-public-high-risk-ports"],
    stack: [
      group("app", tcp(8080, world)),
      resource("aws:ec2/vpc:Vpc", "vpc", {}),
      resource("aws:ec2/instance:Instance", "server", { vpcSecurityGroupIds: [ref("app")] }),
      ...balanced("application", { listens: 443, target: 8080, to: "server", balancer: { securityGroups: ["sg-1"], subnets: ["subnet-1"] } }),
    ],
    stays: ["app"],
    declines:
      /the load balancer front reaches the instance server on tcp\/8080 through this rule alone, and has no group that a rule could name: give it one/,
  },
  {
    name: "a service of containers admits its balancer",
    stack: [
      ...network,
      group("web", tcp(443, world)),
      group("tasks", tcp(0, world, 65535)),
      resource("aws:ecs/service:Service", "api", {
        networkConfiguration: { subnets: [ref("inner")], securityGroups: [ref("tasks")] },
        loadBalancers: [{ targetGroupArn: ref("targets", "arn"), containerName: "api", containerPort: 3000 }],
      }),
      ...balanced("application", {
        listens: 443,
        target: 3000,
        to: "api",
        balancer: { securityGroups: [ref("web")] },
        targetGroup: { targetType: "ip" },
      }).slice(0, 3),
    ],
    becomes: { tasks: { ingress: [tcp(3000, { securityGroups: [sg("web")] })] } },
  },
];

/** What a balancer of the internet listens on is what it is for. */
const listeners: readonly PlanCase[] = [
  {
    name: "a balancer of the internet that listens on 8080",
    stack: [
      ...network,
      group("web", tcp(8080, world)),
      group("app"),
      host("server", ["app"], "inner"),
      ...balanced("application", { listens: 8080, target: 80, to: "server", balancer: { securityGroups: [ref("web")] } }),
    ],
    stays: ["web"],
    declines: /the load balancer front listens on tcp\/8080 for the internet: serve it with TLS on tcp\/443, or name tcp\/8080 in publicPorts/,
  },
  {
    name: "what it does not listen on is closed, and what it does stays",
    stack: [
      ...network,
      group("web", tcp(8000, world, 8999)),
      group("app"),
      host("server", ["app"], "inner"),
      ...balanced("application", { listens: 8080, target: 80, to: "server", balancer: { securityGroups: [ref("web")] } }),
    ],
    becomes: { web: { ingress: [tcp(8080, world)] } },
    declines: /listens on tcp\/8080 for the internet/,
  },
  {
    name: "MQTT on a network load balancer",
    stack: [
      ...network,
      group("web", tcp(8883, world)),
      group("app"),
      host("server", ["app"], "inner"),
      ...balanced("network", { listens: 8883, target: 8883, to: "server", balancer: { securityGroups: [ref("web")] } }),
    ],
    stays: ["web"],
    declines: /the load balancer front listens on tcp\/8883 for the internet/,
  },
  {
    name: "everything on a balancer becomes what it listens on",
    stack: [
      ...network,
      group("web", all(world)),
      group("app"),
      host("server", ["app"], "inner"),
      ...balanced("application", { listens: 443, target: 80, to: "server", balancer: { securityGroups: [ref("web")] } }),
    ],
    becomes: { web: { ingress: [tcp(443, world)] } },
  },
  {
    name: "a classic load balancer that listens on 8443",
    stack: [
      ...network,
      group("web", tcp(8443, world)),
      resource("aws:elb/loadBalancer:LoadBalancer", "front", {
        subnets: [ref("outer")],
        securityGroups: [ref("web")],
        listeners: [{ lbPort: 8443, lbProtocol: "https", instancePort: 80, instanceProtocol: "http" }],
      }),
    ],
    stays: ["web"],
    declines: /the classic load balancer front listens on tcp\/8443 for the internet/,
  },
  {
    name: "an internal balancer is closed to the internet and stays open to its network",
    policies: ["public-ingress-only-on-web-ports", "no-public-high-risk-ports"],
    stack: [
      ...network,
      group("web", tcp(8080, world)),
      group("app"),
      host("server", ["app"], "inner"),
      ...balanced("application", { listens: 8080, target: 80, to: "server", balancer: { internal: true, securityGroups: [ref("web")] } }),
    ],
    becomes: { web: { ingress: [tcp(8080, { cidrBlocks: ["10.0.0.0/16"] })] } },
  },
  {
    name: "the link of an API reaches an internal balancer by its group",
    config: { settings: { trustedCidrs: ["10.9.0.0/16"] } },
    stack: [
      ...network,
      group("web", tcp(80, world)),
      group("link"),
      group("app"),
      host("server", ["app"], "inner"),
      ...balanced("application", { listens: 80, target: 80, to: "server", balancer: { internal: true, securityGroups: [ref("web")] } }),
      resource("aws:apigatewayv2/vpcLink:VpcLink", "api-link", { subnetIds: [ref("inner")], securityGroupIds: [ref("link")] }),
      resource("aws:apigatewayv2/integration:Integration", "route", {
        apiId: "api-1",
        integrationType: "HTTP_PROXY",
        connectionType: "VPC_LINK",
        connectionId: ref("api-link"),
        integrationUri: ref("listener", "arn"),
      }),
    ],
    becomes: { web: { ingress: [tcp(80, { cidrBlocks: ["10.9.0.0/16"], securityGroups: [sg("link")] })] } },
  },
  {
    name: "the link of a REST API comes over PrivateLink, from addresses that nobody knows",
    config: { settings: { trustedCidrs: ["10.9.0.0/16"] } },
    stack: [...network, group("web", tcp(80, world)), ...behindPrivateLink],
    stays: ["web"],
    declines: /API Gateway, whose link api-link leads to the load balancer front over PrivateLink/,
  },
  {
    name: "the same, where the balancer shares its group with its target",
    stack: [...network, group("web", tcp(80, world), { ...all({}), self: true }), group("app"), host("server", ["web"], "inner"), ...privateLink({})],
    stays: ["web"],
    declines: /API Gateway, whose link api-link leads to the load balancer front over PrivateLink/,
  },
  {
    name: "whom an endpoint service is for comes over PrivateLink from networks of their own",
    stack: [...network, group("web", tcp(80, world)), ...behindEndpointService({})],
    stays: ["web"],
    declines: /whoever the endpoint service offer is for, which leads to the load balancer front over PrivateLink/,
  },
  {
    name: "the same in a balancer that opens a range: what nobody asks for goes",
    stack: [...network, group("web", tcp(1, world, 1000)), ...behindEndpointService({})],
    becomes: { web: { ingress: [tcp(80, world)] } },
  },
  {
    name: "groups that have no say over PrivateLink are closed to the internet where they offer a service",
    stack: [...network, group("web", tcp(80, world)), ...behindEndpointService({ enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "off" })],
    becomes: { web: { ingress: [tcp(80, { cidrBlocks: ["10.0.0.0/16"] })] } },
  },
  {
    name: "where groups have no say over PrivateLink, an internal balancer is closed to the internet",
    config: { settings: { trustedCidrs: ["10.9.0.0/16"] } },
    stack: [
      ...network,
      group("web", tcp(80, world)),
      group("app"),
      host("server", ["app"], "inner"),
      ...privateLink({ enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "off" }),
    ],
    becomes: { web: { ingress: [tcp(80, { cidrBlocks: ["10.9.0.0/16"] })] } },
  },
];

/** An internal balancer without a group passes on who calls it from its own network, or from beyond. */
const collected = { listens: 6514, target: 6514, to: "server", balancer: { internal: true } } as const;
const collector: readonly Entry[] = [...network, group("app", tcp(6514, world)), host("server", ["app"], "inner"), ...balanced("network", collected)];
const insideOnly: readonly PlanCase[] = [
  {
    name: "the target of an internal balancer is left to its network",
    stack: collector,
    becomes: { app: { ingress: [tcp(6514, { cidrBlocks: ["10.0.0.0/16"] })] } },
  },
  {
    name: "so are two of its ports, of one machine",
    stack: [
      ...network,
      group("app", tcp(6514, world), rule("udp", 514, 514, world)),
      host("server", ["app"], "inner"),
      ...balanced("network", collected),
      resource("aws:lb/targetGroup:TargetGroup", "datagrams", { port: 514, protocol: "UDP", vpcId: ref("vpc") }),
      resource("aws:lb/listener:Listener", "datagrams-in", {
        loadBalancerArn: ref("front", "arn"),
        port: 514,
        protocol: "UDP",
        defaultActions: [{ type: "forward", targetGroupArn: ref("datagrams", "arn") }],
      }),
      resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", "datagrams-to", {
        targetGroupArn: ref("datagrams", "arn"),
        targetId: ref("server"),
      }),
    ],
    becomes: { app: { ingress: [tcp(6514, { cidrBlocks: ["10.0.0.0/16"] }), rule("udp", 514, 514, { cidrBlocks: ["10.0.0.0/16"] })] } },
  },
  {
    name: "a hub may bring clients of whom nobody knows the networks",
    stack: [
      ...collector,
      resource("aws:ec2/routeTable:RouteTable", "table", {
        vpcId: ref("vpc"),
        routes: [{ cidrBlock: "0.0.0.0/0", transitGatewayId: "tgw-1" }],
      }),
      resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "on-inner", { subnetId: ref("inner"), routeTableId: ref("table") }),
    ],
    stays: ["app"],
    declines: /which networks reach it from beyond its VPC is not known/,
  },
  {
    name: "an accelerator brings the internet, with its addresses",
    stack: [
      ...collector,
      resource("aws:globalaccelerator/endpointGroup:EndpointGroup", "near", {
        listenerArn: "arn:aws:globalaccelerator::123456789012:accelerator/1/listener/2",
        endpointConfigurations: [{ endpointId: ref("front", "arn"), clientIpPreservationEnabled: true }],
      }),
    ],
    stays: ["app"],
  },
  {
    name: "whether a balancer is internal may not be known",
    stack: [
      ...network,
      group("app", tcp(6514, world)),
      host("server", ["app"], "inner"),
      ...balanced("network", { ...collected, balancer: { internal: unknown } }),
    ],
    stays: ["app"],
  },
];

/** What a balancer sends to its targets is taken by another program, which gets a group from this one. */
const elsewhere: readonly PlanCase[] = [
  {
    name: "a group that other programs get keeps the way of a balancer whose targets are there",
    stack: exporting("app", [...network, group("edge", tcp(80, world)), group("app", tcp(8080, world)), ...withoutTargets("edge")]),
    becomes: { app: { ingress: [tcp(8080, { securityGroups: [sg("edge")] })] } },
  },
  {
    name: "so does one that the balancer has as well",
    stack: exporting("app", [...network, group("app", tcp(80, world), tcp(8080, world)), ...withoutTargets("app")]),
    becomes: { app: { ingress: [tcp(80, world), tcp(8080, { self: true })] } },
  },
  {
    name: "a group that this program keeps to itself keeps its network",
    stack: [...network, group("edge", tcp(80, world)), group("app", tcp(8080, world)), ...withoutTargets("edge")],
    becomes: { app: { ingress: [tcp(8080, { cidrBlocks: ["10.0.0.0/16"] })] } },
  },
  {
    name: "a target group that other programs get keeps the way of the clients of a balancer there",
    stack: exporting("targets", [...network, group("app", tcp(1024, world, 65535)), host("server", ["app"], "inner"), ...targets("TCP", 1935)]),
    becomes: { app: { ingress: [tcp(1935, world), tcp(1024, { cidrBlocks: ["10.0.0.0/16"] }, 65535)] } },
  },
  {
    name: "where that balancer is an application's, its network is enough",
    stack: exporting("targets", [...network, group("app", tcp(1024, world, 65535)), host("server", ["app"], "inner"), ...targets("HTTP", 8080)]),
    becomes: { app: { ingress: [tcp(1024, { cidrBlocks: ["10.0.0.0/16"] }, 65535)] } },
  },
  {
    name: "a target group that this program keeps to itself is nobody's way",
    stack: [...network, group("app", tcp(1024, world, 65535)), host("server", ["app"], "inner"), ...targets("TCP", 1935)],
    becomes: { app: { ingress: [tcp(1024, { cidrBlocks: ["10.0.0.0/16"] }, 65535)] } },
  },
];

/** A target group without a balancer, and what is in it. */
function targets(protocol: string, target: number): readonly Entry[] {
  return balanced("network", { listens: 443, target, protocol, to: "server" }).filter(({ name }) => name === "targets" || name === "attached");
}

function withoutTargets(group: string): readonly Entry[] {
  return balanced("application", { listens: 80, target: 8080, to: "server", balancer: { securityGroups: [ref(group)] } }).filter(
    ({ name }) => name !== "attached",
  );
}

describePlans("internal balancers", insideOnly);
describePlans("a balancer's clients", clients);
describePlans("backends", backends);
describePlans("what is beside a balancer", beside);
describePlans("what balancers listen on", listeners);
describePlans("targets in other programs", elsewhere);
