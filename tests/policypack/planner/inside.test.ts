import { resource, ref, type Entry } from "../../harness/stack";
import { describePlans } from "../../harness/plans";
import { all, group, host, network, office, rule, sg, tcp, world } from "./stacks";

const inside = { cidrBlocks: ["10.0.0.0/16"] } as const;
const subnets = { subnetIds: [ref("inner")], securityGroupIds: [ref("web")] };
const everyPort = [rule("udp", 0, 65535, world), tcp(0, world, 65535)];
const kafka = (group: string): Entry =>
  resource("aws:msk/cluster:Cluster", "events", {
    clientAuthentication: { sasl: { iam: true } },
    brokerNodeGroupInfo: { clientSubnets: [ref("inner")], securityGroups: [ref(group)] },
  });
const poller = resource("aws:lambda/eventSourceMapping:EventSourceMapping", "reader", { eventSourceArn: ref("events", "arn"), functionName: "fn" });
const outgoing = (name: string, ...egress: Entry["props"][]): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, { description: name, vpcId: ref("vpc"), ingress: [tcp(9098, world)], egress });

const nat = (name: string): Entry =>
  resource("aws:ec2/instance:Instance", name, {
    ami: "ami-0abcdef1234567890",
    instanceType: "t4g.nano",
    sourceDestCheck: false,
    associatePublicIpAddress: true,
    subnetId: ref("inner"),
    vpcSecurityGroupIds: [ref("web")],
  });
const defaultRoute = (machine: string): Entry =>
  resource("aws:ec2/routeTable:RouteTable", "private", { vpcId: ref("vpc"), routes: [{ cidrBlock: "0.0.0.0/0", instanceId: ref(machine) }] });

describePlans("what only its network calls", [
  {
    name: "an endpoint of somebody's service keeps the port that a rule names",
    stack: [
      ...network,
      group("web", tcp(8443, world)),
      resource("aws:ec2/vpcEndpoint:VpcEndpoint", "door", { vpcEndpointType: "Interface", vpcId: ref("vpc"), ...subnets }),
    ],
    becomes: { web: { ingress: [tcp(8443, inside)] } },
  },
  {
    name: "an endpoint of AWS is for its network, whatever a rule for everything lets through",
    stack: [
      ...network,
      group("web", all({ cidrBlocks: ["0.0.0.0/0"] })),
      resource("aws:ec2/vpcEndpoint:VpcEndpoint", "door", {
        vpcEndpointType: "Interface",
        serviceName: "com.amazonaws.eu-west-1.ecr.dkr",
        vpcId: ref("vpc"),
        ...subnets,
      }),
    ],
    becomes: { web: { ingress: [tcp(443, inside)] } },
  },
  {
    name: "a file system of Windows keeps files, and what its administrators and its directory use",
    stack: [
      ...network,
      group("web", tcp(445, world), tcp(135, world), tcp(5985, world), tcp(8080, world)),
      resource("aws:fsx/windowsFileSystem:WindowsFileSystem", "files", { throughputCapacity: 8, ...subnets }),
    ],
    becomes: { web: { ingress: [tcp(445, inside), tcp(135, inside), tcp(5985, inside)] } },
  },
  {
    name: "a file system of ONTAP keeps the locks of NFS, and its logins for its network",
    stack: [
      ...network,
      group("web", tcp(2049, world), tcp(4045, world), rule("udp", 635, 635, world), tcp(22, world)),
      resource("aws:fsx/ontapFileSystem:OntapFileSystem", "files", { throughputCapacity: 128, ...subnets }),
    ],
    becomes: { web: { ingress: [tcp(2049, inside), tcp(4045, inside), rule("udp", 635, 635, inside), tcp(22, inside)] } },
  },
  {
    name: "a cluster of Kafka keeps what monitors it, and what other VPCs use",
    stack: [...network, group("web", tcp(11001, world), tcp(14001, world, 14003)), kafka("web")],
    becomes: { web: { ingress: [tcp(11001, inside), tcp(14001, inside, 14003)] } },
  },
  {
    name: "a NAT instance that has a default route keeps everything for its network",
    stack: [...network, group("web", all({ cidrBlocks: ["0.0.0.0/0"] })), nat("nat"), defaultRoute("nat")],
    becomes: { web: { ingress: [all(inside)] } },
  },
  {
    name: "a server of a VPN passes on as well, and is left to its owner",
    stack: [...network, group("web", all({ cidrBlocks: ["0.0.0.0/0"] })), nat("openvpn"), defaultRoute("openvpn")],
    stays: ["web"],
  },
  {
    name: "a resolver of names keeps its port",
    stack: [
      ...network,
      group("web", ...everyPort),
      resource("aws:route53/resolverEndpoint:ResolverEndpoint", "names", {
        direction: "INBOUND",
        securityGroupIds: [ref("web")],
        ipAddresses: [{ subnetId: ref("inner") }],
      }),
    ],
    becomes: { web: { ingress: [rule("udp", 53, 53, world), tcp(53, world)] } },
    declines: /whoever uses the resolver endpoint names .*, and which networks reach it from beyond its VPC is not known/,
  },
  {
    name: "what is watched through an endpoint of AWS takes nothing by its group",
    stack: [
      ...network,
      group("web", all(world)),
      resource("aws:appstream/fleet:Fleet", "desks", { vpcConfig: { subnetIds: [ref("inner")], securityGroupIds: [ref("web")] } }),
    ],
    becomes: { web: { ingress: [] } },
  },
  {
    name: "jobs that talk to each other keep every port for their network",
    stack: [
      ...network,
      group("web", tcp(0, world, 65535)),
      resource("aws:glue/connection:Connection", "jobs", {
        connectionType: "NETWORK",
        physicalConnectionRequirements: { subnetId: ref("inner"), securityGroupIdLists: [ref("web")] },
      }),
    ],
    becomes: { web: { ingress: [tcp(0, inside, 65535)] } },
  },
  {
    name: "a mainframe keeps the port that a rule names for its network",
    stack: [
      ...network,
      group("web", tcp(7001, world)),
      resource("aws:m2/environment:Environment", "mainframe", { engineType: "bluage", ...subnets }),
    ],
    becomes: { web: { ingress: [tcp(7001, inside)] } },
  },
  {
    name: "a cluster that a function's poller reads keeps its network, and its ways out",
    stack: [...network, outgoing("events-group", all(world)), kafka("events-group"), poller],
    becomes: { "events-group": { ingress: [tcp(9098, inside)], egress: [all(world)] } },
    declines: /what reader \(aws:lambda\/eventSourceMapping:EventSourceMapping\) runs has to get through/,
  },
  {
    name: "a cluster that a poller and an application read keeps both",
    stack: [
      ...network,
      group("app"),
      host("api", ["app"], "inner", { userData: ref("events", "bootstrapBrokersSaslIam") }),
      group("web", tcp(9098, world)),
      kafka("web"),
      poller,
    ],
    becomes: { web: { ingress: [tcp(9098, { ...inside, securityGroups: [sg("app")] })] } },
  },
  {
    name: "machines that talk to each other, as far as a rule for everything tells",
    stack: [
      ...network,
      group("web", all(world)),
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { vpcSecurityGroupIds: [ref("web")] }),
      resource("aws:autoscaling/group:Group", "servers", { vpcZoneIdentifiers: [ref("inner")], launchTemplate: { id: ref("template") } }),
    ],
    becomes: { web: { ingress: [all({ cidrBlocks: ["10.0.0.0/16"] })] } },
  },
  {
    name: "what a machine passes on for its network",
    stack: [...network, group("web", all(world)), host("nat", ["web"], "outer", { sourceDestCheck: false })],
    stays: ["web"],
    declines: /whoever uses the instance nat from inside its network has to get through/,
  },
  ...[
    { name: "a machine", target: { instanceId: ref("nat") }, made: host("nat", ["web"]) },
    {
      name: "an interface",
      target: { networkInterfaceId: ref("nat") },
      made: resource("aws:ec2/networkInterface:NetworkInterface", "nat", { subnetId: ref("outer"), securityGroups: [ref("web")] }),
    },
  ].map(({ name, target, made }) => ({
    name: `what ${name} passes on that a route leads through`,
    stack: [
      ...network,
      group("web", all(world)),
      made,
      resource("aws:ec2/route:Route", "out", { routeTableId: "rtb-1", destinationCidrBlock: "0.0.0.0/0", ...target }),
    ],
    stays: ["web"],
    declines: /whoever uses the .* nat from inside its network has to get through/,
  })),
  {
    name: "a bastion's sessions over datagrams are restricted like its logins",
    stack: [
      ...network,
      group("web", tcp(22, world), rule("udp", 60000, 61000, world)),
      host("bastion", ["web"]),
      group("app", tcp(22, { securityGroups: [ref("web")] })),
      host("api", ["app"], "inner"),
    ],
    config: office,
    becomes: { web: { ingress: [tcp(22, { cidrBlocks: ["52.94.76.0/24"] }), rule("udp", 60000, 61000, { cidrBlocks: ["52.94.76.0/24"] })] } },
  },
  ...[all(world), tcp(0, world, 65535)].map((open) => ({
    name: `a control plane keeps its network where a rule opens everything, ${JSON.stringify(open)}: its public endpoint has no group`,
    stack: [
      ...network,
      group("web", open),
      resource("aws:eks/cluster:Cluster", "apps", {
        vpcConfig: { subnetIds: [ref("inner")], securityGroupIds: [ref("web")], endpointPublicAccess: true },
      }),
    ],
    becomes: { web: { ingress: [tcp(443, inside)] } },
  })),
  {
    name: "a control plane keeps the nodes that are to call it",
    stack: [
      ...network,
      group("web", tcp(0, world, 65535)),
      resource("aws:eks/cluster:Cluster", "apps", { vpcConfig: { subnetIds: [ref("inner")], securityGroupIds: [ref("web")] } }),
      resource("aws:eks/nodeGroup:NodeGroup", "workers", { clusterName: ref("apps", "name"), subnetIds: [ref("inner")] }),
    ],
    becomes: { web: { ingress: [tcp(443, { cidrBlocks: ["10.0.2.0/24"] })] } },
  },
  {
    name: "what only sends keeps nothing of a rule for everything",
    stack: [
      ...network,
      group("web", tcp(0, world, 65535)),
      resource("aws:codebuild/project:Project", "builds", {
        vpcConfig: { vpcId: ref("vpc"), subnets: [ref("inner")], securityGroupIds: [ref("web")] },
      }),
    ],
    becomes: { web: { ingress: [] } },
  },
  ...[
    { protocols: undefined, said: "tcp/22" },
    { protocols: ["SFTP"], said: "tcp/22" },
    { protocols: ["AS2"], said: "tcp/5080" },
    { protocols: ["FTPS"], said: "tcp/21" },
  ].map(({ protocols, said }) => ({
    name: `a server for files takes what it speaks: ${protocols?.join() ?? "nothing said"}`,
    stack: [
      ...network,
      group("web", tcp(21, world, 22), tcp(990, world), tcp(5080, world), tcp(8192, world, 8200)),
      resource("aws:transfer/server:Server", "files", {
        endpointType: "VPC",
        ...(protocols === undefined ? {} : { protocols }),
        endpointDetails: { vpcId: ref("vpc"), addressAllocationIds: ["eipalloc-1"], ...subnets },
      }),
    ],
    declines: new RegExp(`the Transfer server files takes files from the internet on ${said}[:,]`),
  })),
  {
    name: "a server for files keeps of a rule for everything what it speaks",
    stack: [
      ...network,
      group("web", all(world)),
      resource("aws:transfer/server:Server", "files", {
        endpointType: "VPC",
        endpointDetails: { vpcId: ref("vpc"), addressAllocationIds: ["eipalloc-1"], ...subnets },
      }),
    ],
    becomes: { web: { ingress: [tcp(22, world)] } },
    declines: /no-public-admin-ports: the Transfer server files takes files from the internet on tcp\/22: say whose addresses may call it/,
  },
  {
    name: "a server for files without an address on the internet keeps its network",
    stack: [
      ...network,
      group("web", tcp(0, world, 65535)),
      resource("aws:transfer/server:Server", "files", {
        endpointType: "VPC",
        protocols: ["SFTP", "AS2"],
        endpointDetails: { vpcId: ref("vpc"), ...subnets },
      }),
    ],
    becomes: { web: { ingress: [tcp(22, inside), tcp(5080, inside)] } },
  },
]);
