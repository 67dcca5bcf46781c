import { describePlans, type PlanCase } from "../../harness/plans";
import { ref, resource, type Entry } from "../../harness/stack";
import { all, classicRuleFor, database, group, host, network, office, rule, ruleFor, sg, stores, tcp, world } from "./stacks";

const command = (connection: Entry["props"]): Entry => resource("command:remote:Command", "set-up", { connection, create: "uptime" });
const behindDoor: readonly Entry[] = [...network, group("app", tcp(22, { securityGroups: [ref("door")] })), host("server", ["app"], "inner")];
const jump: readonly Entry[] = [...behindDoor, host("jump", ["door"], "outer", { associatePublicIpAddress: true })];
const monitor: readonly Entry[] = [...behindDoor, host("monitor", ["door"], "outer", { associatePublicIpAddress: true })];

/** The program itself connects while it is deployed. */
const deployer: readonly PlanCase[] = [
  {
    name: "a command's way in is restricted to a setting",
    stack: [...network, group("app", tcp(22, world), tcp(80, world)), host("server", ["app"]), command({ host: ref("server", "publicIp") })],
    becomes: { app: { ingress: [tcp(22, { cidrBlocks: [] }), tcp(80, world)] } },
    settings: ["sshCidrs"],
    says: /Restricts tcp\/22 in ingress\[0\] of app to the networks that sshCidrs names(?!, and closes)/,
  },
  {
    name: "a range of which it needs one port says that the others are closed",
    stack: [
      ...network,
      group("nodes", tcp(50000, world, 50001)),
      host("node", ["nodes"], "outer", { associatePublicIpAddress: true }),
      resource("talos:machine/configurationApply:ConfigurationApply", "set-up", { node: ref("node", "publicIp") }),
    ],
    settings: ["tcp50000Cidrs"],
    says: /restricts tcp\/50000 in ingress\[0\] of nodes to the networks that tcp50000Cidrs names, and closes the other ports/,
  },
  {
    name: "a command's way in is restricted to what is trusted",
    config: office,
    stack: [...network, group("app", tcp(22, world), tcp(80, world)), host("server", ["app"]), command({ host: ref("server", "publicIp") })],
    becomes: { app: { ingress: [tcp(22, { cidrBlocks: ["52.94.76.0/24"] }), tcp(80, world)] } },
    settings: [],
  },
  {
    name: "what another package sets up on a machine that it is told of",
    stack: [
      ...network,
      group("nodes", tcp(50000, world)),
      host("node", ["nodes"], "outer", { associatePublicIpAddress: true }),
      resource("talos:machine/configurationApply:ConfigurationApply", "set-up", { node: ref("node", "publicIp") }),
    ],
    settings: ["tcp50000Cidrs"],
  },
  {
    name: "jobs of another service that are told of a machine",
    stack: [
      ...network,
      group("app", tcp(22, world), tcp(80, world)),
      host("server", ["app"], "outer", { associatePublicIpAddress: true }),
      resource("github:index/actionsSecret:ActionsSecret", "host", { secretName: "DEPLOY_HOST", plaintextValue: ref("server", "publicIp") }),
    ],
    becomes: { app: { ingress: [tcp(22, { cidrBlocks: [] }), tcp(80, world)] } },
    settings: ["sshCidrs"],
    says: /sshCidrs/,
  },
  {
    name: "repositories that people use over SSH",
    stack: [
      ...network,
      group("app", tcp(22, world), tcp(443, world)),
      host("server", ["app"], "outer", { associatePublicIpAddress: true, userData: "apt-get install -y gitlab-ee" }),
    ],
    becomes: { app: { ingress: [tcp(22, { cidrBlocks: [] }), tcp(443, world)] } },
    settings: ["sshCidrs"],
  },
  {
    name: "beside rules for something a rule for everything goes, and each of them keeps what is needed of it",
    stack: [
      ...network,
      group("app", all(world), tcp(80, world), tcp(443, world), tcp(3306, world), tcp(22, world)),
      host("server", ["app"], "outer", { associatePublicIpAddress: true }),
      resource("command:local:Command", "playbook", { create: ref("server", "publicIp") }),
    ],
    becomes: { app: { ingress: [tcp(80, world), tcp(443, world), tcp(3306, { cidrBlocks: ["10.0.0.0/16"] }), tcp(22, { cidrBlocks: [] })] } },
    settings: ["sshCidrs"],
  },
  {
    name: "a command by an Elastic IP address",
    stack: [
      ...network,
      group("app", tcp(22, world), tcp(80, world)),
      host("server", ["app"]),
      resource("aws:ec2/eip:Eip", "address"),
      resource("aws:ec2/eipAssociation:EipAssociation", "on", { instanceId: ref("server"), allocationId: ref("address") }),
      command({ host: ref("address", "publicIp") }),
    ],
    settings: ["sshCidrs"],
  },
  {
    name: "a command on a port of its own",
    stack: [
      ...network,
      group("app", tcp(2222, world), tcp(80, world)),
      host("server", ["app"]),
      command({ host: ref("server", "publicIp"), port: 2222 }),
    ],
    becomes: { app: { ingress: [tcp(2222, { cidrBlocks: [] }), tcp(80, world)] } },
    settings: ["tcp2222Cidrs"],
  },
  {
    name: "a command in a rule of its own, which is made for whomever the setting names",
    stack: [
      ...network,
      group("app"),
      ruleFor("ssh", "app", 22, 22, { cidrIpv4: "0.0.0.0/0" }),
      ruleFor("web", "app", 80, 80, { cidrIpv4: "0.0.0.0/0" }),
      host("server", ["app"]),
      command({ host: ref("server", "publicIp") }),
    ],
    becomes: { ssh: null },
    stays: ["web"],
    settings: ["sshCidrs"],
  },
  {
    name: "in an older rule of its own the list is the setting's",
    stack: [
      ...network,
      group("app"),
      classicRuleFor("ssh", "app", 22, 22, world),
      classicRuleFor("web", "app", 80, 80, world),
      host("server", ["app"]),
      command({ host: ref("server", "publicIp") }),
    ],
    becomes: { ssh: null },
    settings: ["sshCidrs"],
  },
  {
    name: "a playbook's way in",
    stack: [
      ...network,
      group("app", tcp(22, world), tcp(443, world)),
      host("server", ["app"]),
      resource("ansible:index/playbook:Playbook", "set-up", { name: ref("server", "publicIp") }),
    ],
    settings: ["sshCidrs"],
  },
  ...(
    [
      ["postgresql", "postgres", 5432, "postgresqlCidrs"],
      ["mysql", "mysql", 3306, "mysqlCidrs"],
    ] as const
  ).map(([provider, engine, port, setting]): PlanCase => ({
    name: `the provider ${provider} keeps its way to the database, and the database its address`,
    stack: [
      ...network,
      stores,
      group("data", tcp(port, world)),
      database("orders", ["data"], { engine, publiclyAccessible: true }),
      resource(`pulumi:providers:${provider}`, "admin", { host: ref("orders", "address") }),
      resource(`${provider}:index/database:Database`, "tables", { name: "shop" }),
    ],
    becomes: { data: { ingress: [tcp(port, { cidrBlocks: ["10.0.0.0/16"] })] } },
    stays: ["orders"],
    settings: [setting],
    declines: /admin, while the program is deployed, reaches the RDS instance orders, perhaps by its public address/,
  })),
  {
    name: "a provider keeps what is trusted of its way to the database",
    config: office,
    stack: [
      ...network,
      stores,
      group("data", tcp(5432, world)),
      database("orders", ["data"], { engine: "postgres", publiclyAccessible: true }),
      resource("pulumi:providers:postgresql", "admin", { host: ref("orders", "address") }),
    ],
    becomes: { data: { ingress: [tcp(5432, { cidrBlocks: ["10.0.0.0/16", "52.94.76.0/24"] })] } },
    stays: ["orders"],
  },
  {
    name: "a provider's way to a database of a network that is not known is restricted, and the database keeps its address",
    stack: [
      resource("aws:ec2/securityGroup:SecurityGroup", "data", { ingress: [tcp(5432, world)] }),
      database("orders", ["data"], { engine: "postgres", publiclyAccessible: true, dbSubnetGroupName: null }),
      resource("pulumi:providers:postgresql", "admin", { host: ref("orders", "address") }),
    ],
    settings: ["postgresqlCidrs"],
    stays: ["orders"],
  },
  {
    name: "a database of a network that is not known, which nobody is seen to use, stays as it is",
    stack: [
      resource("aws:ec2/securityGroup:SecurityGroup", "data", { vpcId: "vpc-0123456789abcdef0", ingress: [tcp(5432, world)] }),
      database("orders", ["data"], { engine: "postgres", publiclyAccessible: true, dbSubnetGroupName: null }),
    ],
    stays: ["data"],
  },
  {
    name: "a database whose group names no VPC is in the default one, which is let in",
    stack: [
      resource("aws:ec2/securityGroup:SecurityGroup", "data", { ingress: [tcp(5432, world)] }),
      database("orders", ["data"], { engine: "postgres", publiclyAccessible: true, dbSubnetGroupName: null }),
    ],
    becomes: { data: { ingress: [tcp(5432, { cidrBlocks: ["172.31.0.0/16"] })] } },
  },
  {
    name: "a provider for MongoDB on a machine",
    stack: [
      ...network,
      group("data", tcp(27017, world), tcp(443, world)),
      host("server", ["data"]),
      resource("pulumi:providers:mongodb", "admin", { host: ref("server", "publicIp") }),
    ],
    settings: ["mongodbCidrs"],
  },
  {
    name: "a provider for Vault on a machine",
    stack: [
      ...network,
      group("vault", tcp(8200, world), tcp(443, world)),
      host("server", ["vault"]),
      resource("pulumi:providers:vault", "admin", { address: ref("server", "publicIp") }),
    ],
    settings: ["tcp8200Cidrs"],
  },
  {
    name: "a command of the deployer's own machine that is told the database's address",
    stack: [
      ...network,
      stores,
      group("data", tcp(5432, world)),
      database("orders", ["data"], { engine: "postgres", publiclyAccessible: true }),
      resource("command:local:Command", "migrate", { environment: { PGHOST: ref("orders", "address") } }),
    ],
    settings: ["postgresqlCidrs"],
    stays: ["orders"],
  },
  {
    name: "the deployer and an application get through by different names",
    stack: [
      ...network,
      stores,
      group("app"),
      host("server", ["app"], "inner", { userData: ref("orders", "address") }),
      group("data", tcp(5432, world)),
      database("orders", ["data"], { engine: "postgres", publiclyAccessible: true }),
      resource("pulumi:providers:postgresql", "admin", { host: ref("orders", "address") }),
    ],
    becomes: { data: { ingress: [tcp(5432, { cidrBlocks: [], securityGroups: [sg("app")] })] } },
    settings: ["postgresqlCidrs"],
  },
];

/** Who administers, and through what. */
const administrators: readonly PlanCase[] = [
  {
    name: "a machine that is called a jump host, where others admit the network that it is in",
    stack: [
      ...network,
      group("door", tcp(22, world), tcp(80, world)),
      host("jump", ["door"], "outer", { associatePublicIpAddress: true }),
      host("site", ["door"], "outer", { associatePublicIpAddress: true }),
      group("app", tcp(22, { cidrBlocks: ["10.0.0.0/16"] })),
      host("server", ["app"], "inner"),
    ],
    settings: ["sshCidrs"],
  },
  {
    name: "the only machine with an address on the internet, where others admit the network that it is in",
    stack: [
      ...network,
      group("door", tcp(22, world), tcp(80, world)),
      host("front", ["door"], "outer", { associatePublicIpAddress: true }),
      group("app", tcp(22, { cidrBlocks: ["10.0.0.0/16"] })),
      host("server", ["app"], "inner"),
    ],
    settings: ["sshCidrs"],
  },
  {
    name: "one of several machines on the internet is no way to others",
    stack: [
      ...network,
      group("door", tcp(22, world), tcp(80, world)),
      host("front", ["door"], "outer", { associatePublicIpAddress: true }),
      host("site", ["door"], "outer", { associatePublicIpAddress: true }),
      group("app", tcp(22, { cidrBlocks: ["10.0.0.0/16"] })),
      host("server", ["app"], "inner"),
    ],
    becomes: { door: { ingress: [tcp(80, world)] } },
  },
  {
    name: "a bastion is restricted to a setting",
    stack: [...jump, group("door", tcp(22, world))],
    becomes: { door: { ingress: [tcp(22, { cidrBlocks: [] })] } },
    settings: ["sshCidrs"],
  },
  {
    name: "a bastion is restricted to what is trusted",
    config: office,
    stack: [...jump, group("door", tcp(22, world))],
    becomes: { door: { ingress: [tcp(22, { cidrBlocks: ["52.94.76.0/24"] })] } },
    settings: [],
  },
  {
    name: "a bastion is restricted to what is trusted, in a rule of one family, where that is all that is trusted",
    config: office,
    stack: [
      ...jump,
      group("door"),
      resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "v4", {
        securityGroupId: ref("door"),
        ipProtocol: "tcp",
        fromPort: 22,
        toPort: 22,
        cidrIpv4: "0.0.0.0/0",
      }),
      resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "v6", {
        securityGroupId: ref("door"),
        ipProtocol: "tcp",
        fromPort: 22,
        toPort: 22,
        cidrIpv6: "::/0",
      }),
    ],
    becomes: { v4: { cidrIpv4: "52.94.76.0/24" }, v6: null },
    settings: [],
  },
  {
    name: "a bastion that opens everything keeps SSH for whom the setting names",
    config: { settings: { bastions: ["jump"] } },
    stack: [...jump, group("door", tcp(0, world, 1024))],
    policies: ["no-public-admin-ports", "public-ingress-only-on-web-ports", "no-public-high-risk-ports", "no-public-database-ports"],
    becomes: { door: { ingress: [tcp(22, { cidrBlocks: [] })] } },
    settings: ["sshCidrs"],
  },
  {
    name: "a bastion by name that nobody admits, and that opens every protocol, keeps SSH for whom the setting names",
    stack: [...network, group("door", all(world)), host("bastion", ["door"], "outer", { associatePublicIpAddress: true })],
    becomes: { door: { ingress: [tcp(22, { cidrBlocks: [] })] } },
    settings: ["sshCidrs"],
  },
  {
    name: "a bastion by name that nobody admits is restricted",
    config: { settings: { bastions: ["jump"] } },
    stack: [...network, group("door", tcp(22, world)), host("jump", ["door"])],
    settings: ["sshCidrs"],
  },
  {
    name: "a bastion of Windows",
    config: { settings: { bastions: ["jump"] } },
    stack: [...network, group("door", tcp(3389, world)), host("jump", ["door"])],
    becomes: { door: { ingress: [tcp(3389, { cidrBlocks: [] })] } },
    settings: ["rdpCidrs"],
  },
  {
    name: "a machine that is reached by SSH alone is restricted",
    stack: [...network, group("door", tcp(22, world)), host("server", ["door"], "outer", { associatePublicIpAddress: true })],
    becomes: { door: { ingress: [tcp(22, { cidrBlocks: [] })] } },
    settings: ["sshCidrs"],
  },
  {
    name: "machines that reach each other, and that nobody reaches but by SSH, are restricted",
    stack: [...network, group("app", tcp(22, world), all({ self: true })), host("lead", ["app"]), host("node", ["app"])],
    becomes: { app: { ingress: [tcp(22, { cidrBlocks: [] }), all({ self: true })] } },
    settings: ["sshCidrs"],
  },
  {
    name: "machines that reach each other, and that others reach through one of them, lose SSH",
    stack: [
      ...network,
      group("app", tcp(22, world), all({ self: true })),
      group("front", tcp(80, world)),
      host("lead", ["app", "front"]),
      host("node", ["app"], "inner"),
    ],
    becomes: { app: { ingress: [all({ self: true })] } },
  },
  {
    name: "machines behind the only one with an address, which all admit everybody in one rule, are reached through that one",
    stack: [
      ...network,
      group("app", tcp(22, world), tcp(6443, world)),
      host("lead", ["app"], "outer", { associatePublicIpAddress: true }),
      host("node", ["app"], "inner"),
    ],
    becomes: { app: { ingress: [tcp(22, { cidrBlocks: [], self: true }), tcp(6443, world)] } },
    settings: ["sshCidrs"],
  },
  {
    name: "of a machine that serves the web, SSH goes",
    stack: [...network, group("web", tcp(22, world), tcp(443, world)), host("server", ["web"], "outer", { associatePublicIpAddress: true })],
    becomes: { web: { ingress: [tcp(443, world)] } },
    settings: [],
  },
  {
    name: "a machine through which others are reached serves what its rules name, too",
    stack: [...monitor, group("door", tcp(22, { cidrBlocks: ["52.94.76.0/28"] }), tcp(80, world), tcp(9090, world))],
    becomes: {},
    stays: ["door"],
    declines: /the internet reaches the instance monitor on tcp\/9090/,
  },
  {
    name: "it is restricted to a setting beside what it serves",
    stack: [...monitor, group("door", tcp(22, world), tcp(9090, world))],
    becomes: { door: { ingress: [tcp(22, { cidrBlocks: [] }), tcp(9090, world)] } },
    settings: ["sshCidrs"],
    declines: /name tcp\/9090 in publicPorts/,
  },
  {
    name: "what came through a bastion by address comes by its group",
    stack: [
      ...jump.filter(({ name }) => name !== "app"),
      group("door", tcp(22, { cidrBlocks: ["52.94.76.0/28"] })),
      group("other", tcp(22, { securityGroups: [ref("door")] })),
      host("third", ["other"], "inner"),
      group("app", tcp(22, world), tcp(443, { cidrBlocks: ["10.0.0.0/24"] })),
    ],
    becomes: { app: { ingress: [tcp(22, { securityGroups: [sg("door")] }), tcp(443, { cidrBlocks: ["10.0.0.0/24"] })] } },
  },
  {
    name: "a Connect Endpoint with addresses of its own comes by its group",
    stack: [
      ...network,
      group("door"),
      resource("aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint", "connect", {
        subnetId: ref("inner"),
        securityGroupIds: [ref("door")],
        preserveClientIp: false,
      }),
      group("app", tcp(22, world), tcp(443, world)),
      host("server", ["app"], "inner"),
    ],
    becomes: { app: { ingress: [tcp(22, { securityGroups: [sg("door")] }), tcp(443, world)] } },
  },
  {
    name: "whoever comes through a Client VPN has its group",
    stack: [...network, group("door"), ...clientVpn("vpc"), group("app", tcp(22, world), tcp(443, world)), host("server", ["app"], "inner")],
    becomes: { app: { ingress: [tcp(22, { securityGroups: [sg("door")] }), tcp(443, world)] } },
  },
  {
    name: "one of another network is no way in",
    stack: [
      ...network,
      resource("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.9.0.0/16" }),
      resource("aws:ec2/securityGroup:SecurityGroup", "door", { description: "door", vpcId: ref("other") }),
      ...clientVpn("other"),
      group("app", tcp(22, world), tcp(443, world)),
      host("server", ["app"], "inner"),
    ],
    becomes: { app: { ingress: [tcp(443, world)] } },
  },
];

function clientVpn(vpc: string): readonly Entry[] {
  return [
    resource("aws:ec2clientvpn/endpoint:Endpoint", "vpn", {
      clientCidrBlock: "10.200.0.0/22",
      serverCertificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/1",
      vpcId: ref(vpc),
      securityGroupIds: [ref("door")],
    }),
  ];
}

/** What has to be reached, whoever does. */
const servers: readonly PlanCase[] = [
  {
    name: "every protocol on a machine that serves becomes the web",
    stack: [...network, group("web", all(world)), host("server", ["web"])],
    becomes: { web: { ingress: [tcp(80, world), tcp(443, world)] } },
  },
  {
    name: "so does every port of TCP",
    stack: [...network, group("web", tcp(0, world, 65535)), host("server", ["web"])],
    becomes: { web: { ingress: [tcp(80, world), tcp(443, world)] } },
  },
  {
    name: "in both families",
    stack: [...network, group("web", all({ ...world, ipv6CidrBlocks: ["::/0"] })), host("server", ["web"])],
    becomes: {
      web: { ingress: [tcp(80, { ...world, ipv6CidrBlocks: ["::/0"] }), tcp(443, { ...world, ipv6CidrBlocks: ["::/0"] })] },
    },
  },
  {
    name: "in rules of their own, one for each family",
    stack: [
      ...network,
      group("web"),
      resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "v4", {
        securityGroupId: ref("web"),
        ipProtocol: "-1",
        cidrIpv4: "0.0.0.0/0",
      }),
      resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "v6", {
        securityGroupId: ref("web"),
        ipProtocol: "-1",
        cidrIpv6: "::/0",
      }),
      host("server", ["web"]),
    ],
    becomes: {
      v4: { ipProtocol: "tcp", fromPort: 80, toPort: 80 },
      "v4-2": { ipProtocol: "tcp", fromPort: 443, toPort: 443 },
      v6: { ipProtocol: "tcp", fromPort: 80, toPort: 80 },
      "v6-2": { ipProtocol: "tcp", fromPort: 443, toPort: 443 },
    },
  },
  {
    name: "what an organisation names as public stays as well",
    config: { settings: { publicPorts: ["tcp/443", "tcp/8443"] } },
    stack: [...network, group("web", all(world)), host("server", ["web"])],
    becomes: { web: { ingress: [tcp(443, world), tcp(8443, world)] } },
  },
  {
    name: "more public ports than two rules can say are not guessed",
    config: { settings: { publicPorts: ["tcp/443", "tcp/8443", "udp/5000"] } },
    stack: [...network, group("web", all(world)), host("server", ["web"])],
    stays: ["web"],
    declines: /ingress\[0\] of web would become 3 rules/,
  },
  {
    name: "a device's only port stays",
    stack: [...network, group("device", tcp(8443, world)), host("gateway", ["device"])],
    stays: ["device"],
    declines: /nobody could reach the instance gateway any more: serve it with TLS on tcp\/443, or name tcp\/8443 in publicPorts/,
  },
  {
    name: "files and calls that begin on one port go on on others",
    stack: [
      ...network,
      group("ftp", tcp(21, world), tcp(40000, world, 41000), tcp(22, world)),
      host("files", ["ftp"], "outer", { associatePublicIpAddress: true }),
      group("sip", rule("udp", 5060, 5060, world), rule("udp", 20000, 30000, world), tcp(22, world)),
      host("exchange", ["sip"], "outer", { associatePublicIpAddress: true }),
    ],
    becomes: {
      ftp: { ingress: [tcp(21, world), tcp(40000, world, 41000)] },
      sip: { ingress: [rule("udp", 5060, 5060, world), rule("udp", 20000, 30000, world)] },
    },
    declines: /the internet reaches the instance files on tcp\/40000-41000/,
  },
  {
    name: "a range on which calls go on stays whole, whatever else is served on one of its ports",
    stack: [
      ...network,
      group("sip", tcp(5061, world), rule("udp", 10000, 20000, world), tcp(22, world)),
      host("exchange", ["sip"], "outer", { associatePublicIpAddress: true }),
    ],
    becomes: { sip: { ingress: [tcp(5061, world), rule("udp", 10000, 20000, world)] } },
    declines: /the internet reaches the instance exchange on udp\/11211/,
  },
  {
    name: "a service of containers that has one port",
    stack: [
      ...network,
      group("tasks", tcp(3000, world)),
      resource("aws:ecs/service:Service", "api", {
        networkConfiguration: { subnets: [ref("outer")], securityGroups: [ref("tasks")], assignPublicIp: true },
      }),
    ],
    stays: ["tasks"],
    declines: /nobody could reach the ECS service api any more/,
  },
  {
    name: "a port that somebody named beside the web stays, a range is closed",
    stack: [...network, group("web", tcp(443, world), tcp(8080, world), tcp(9000, world, 9100)), host("server", ["web"])],
    declines: /the internet reaches the instance server on tcp\/8080/,
    becomes: { web: { ingress: [tcp(443, world), tcp(8080, world)] } },
  },
  {
    name: "which ports of a range serve nobody can tell, so that what is left between data stores' ports is no answer",
    stack: [...network, group("web", tcp(22, world), tcp(9200, world, 9300)), host("server", ["web"])],
    becomes: { web: { ingress: [tcp(9200, world, 9300)] } },
    declines: /nobody could reach the instance server any more: say which of its ports serve, and whom/,
  },
  {
    name: "a small range goes as a whole, not in parts",
    stack: [...network, group("web", tcp(443, world), tcp(20, world, 25)), host("server", ["web"])],
    becomes: { web: { ingress: [tcp(443, world)] } },
  },
  {
    name: "asked for SSH alone, the other ports of the range stay",
    policies: ["no-public-admin-ports"],
    stack: [...network, group("web", tcp(443, world), tcp(20, world, 22)), host("server", ["web"])],
    becomes: { web: { ingress: [tcp(443, world), tcp(20, world, 21)] } },
  },
  {
    name: "asked for SSH alone, a rule for everything is not made into a dozen",
    policies: ["no-public-admin-ports"],
    stack: [...network, group("web", tcp(0, world, 65535)), host("server", ["web"])],
    becomes: { web: { ingress: [tcp(80, world), tcp(443, world)] } },
  },
  {
    name: "one machine calls another that it was told of",
    stack: [
      ...network,
      group("web", tcp(443, world)),
      host("front", ["web"], "outer", { userData: ref("back", "privateIp") }),
      group("app", tcp(8080, world), tcp(443, world)),
      host("back", ["app"]),
    ],
    becomes: { app: { ingress: [tcp(8080, { securityGroups: [sg("web")] }), tcp(443, world)] } },
  },
  {
    name: "what an exemption keeps open stays open",
    config: {
      settings: {
        exemptions: [{ policy: "no-public-admin-ports", resource: "web", reason: "moves in July", owner: "platform", expires: "2026-12-31" }],
      },
    },
    policies: ["no-public-high-risk-ports"],
    stack: [...network, group("web", tcp(443, world), tcp(21, world, 22)), host("server", ["web"])],
    becomes: { web: { ingress: [tcp(443, world), tcp(22, world)] } },
  },
];

describePlans("the deployer", deployer);
describePlans("administrators", administrators);
describePlans("servers", servers);
