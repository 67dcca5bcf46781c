import { describe, test } from "@jest/globals";
import { check, type Repaired } from "./harness";

/** A VPC with two subnets. */
const network = `
const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.20.0.0/16" });
const one = new aws.ec2.Subnet("one", { vpcId: vpc.id, cidrBlock: "10.20.1.0/24", mapPublicIpOnLaunch: true });
const two = new aws.ec2.Subnet("two", { vpcId: vpc.id, cidrBlock: "10.20.2.0/24" });
const subnets = [one.id, two.id];
const out = [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }];
`;

/** A group whose rules are these; and what else the program has. */
function groups(rules: Readonly<Record<string, string>>, rest = ""): string {
  const made = Object.entries(rules).map(
    ([name, ingress]) => `const ${name} = new aws.ec2.SecurityGroup("${name}", { vpcId: vpc.id, ingress: ${ingress}, egress: out });\n`,
  );
  return `${network}${made.join("")}${rest}`;
}

const open = (ports: string, protocol = "tcp", sources = '["0.0.0.0/0"]'): string => {
  const [first = "0", last = first] = ports.split("-");
  return `{ protocol: "${protocol}", fromPort: ${first}, toPort: ${last}, cidrBlocks: ${sources} }`;
};
const everything = open("0", "-1");

const instance = (name: string, group: string, more = ""): string =>
  `const ${name} = new aws.ec2.Instance("${name}", { ami: "ami-1", instanceType: "t3.micro", subnetId: one.id, vpcSecurityGroupIds: [${group}.id], ${more} });\n`;
const privateInstance = (name: string, group: string): string => instance(name, group, "").replace("one.id", "two.id");

const database = (name: string, group: string, more = ""): string => `
const ${name}Subnets = new aws.rds.SubnetGroup("${name}-subnets", { subnetIds: subnets });
const ${name} = new aws.rds.Instance("${name}", { engine: "postgres", instanceClass: "db.t3.micro", port: 5432, dbSubnetGroupName: ${name}Subnets.name, vpcSecurityGroupIds: [${group}.id], ${more} });
`;

const forwarder = (kind: string, listener: number, target: number, group?: string, protocol = "TCP"): string => `
const balancer = new aws.lb.LoadBalancer("balancer", { loadBalancerType: "${kind}", subnets: [one.id, two.id]${group === undefined ? "" : `, securityGroups: [${group}.id]`} });
const targets = new aws.lb.TargetGroup("targets", { port: ${target}, protocol: "${kind === "network" ? protocol : "HTTP"}", vpcId: vpc.id, targetType: "instance" });
new aws.lb.Listener("listener", { loadBalancerArn: balancer.arn, port: ${listener}, protocol: "${kind === "network" ? protocol : "HTTP"}", defaultActions: [{ type: "forward", targetGroupArn: targets.arn }] });
`;
const attach = (machine: string): string =>
  `new aws.lb.TargetGroupAttachment("attachment", { targetGroupArn: targets.arn, targetId: ${machine}.id });\n`;

const repairs: readonly Repaired[] = [
  {
    name: "an address that only logins used goes with them, in one run",
    program: groups(
      { login: `[${open("22")}]`, inner: `[${open("22")}]` },
      `${instance("bastion", "login", "associatePublicIpAddress: true, keyName: 'people'")}${instance("second", "inner", "associatePublicIpAddress: true, keyName: 'people'")}`,
    ),
    admits: { inner: ["tcp/22 from login"] },
  },
  {
    name: "what nodes and agents are told on stays on a port that a database has, too",
    program: groups({ host: `[${open("443")}, ${open("50000")}, ${open("7001")}, ${open("8123")}]` }, instance("builds", "host")),
    admits: { host: ["tcp/443 from 0.0.0.0/0", "tcp/50000 from 0.0.0.0/0", "tcp/7001 from 0.0.0.0/0", "tcp/8123 from 0.0.0.0/0"] },
  },
  ...(
    [
      ["a name", "db2", "50000", ""],
      ["a description", "clicks", "8123", 'description: "ClickHouse over HTTP", '],
      ["a script", "rings", "7001", "", 'userData: "docker run -p 7001:7001 cassandra:5"'],
    ] as const
  ).map(([what, name, port, description, script = ""]): Repaired => ({
    name: `such a port is closed where ${what} says that it is a database`,
    program: groups({ host: `[${open("443")}, ${open(port).replace("{ ", `{ ${description}`)}]` }, instance(name, "host", script)),
    admits: { host: ["tcp/443 from 0.0.0.0/0", `tcp/${port} from 10.20.0.0/16`] },
  })),
  {
    name: "nobody connects to a connector of App Runner: a group that it shares with a database is for that alone",
    program: groups(
      { shared: `[${everything}]` },
      database("orders", "shared") + 'new aws.apprunner.VpcConnector("out", { vpcConnectorName: "out", subnets, securityGroups: [shared.id] });\n',
    ),
    admits: { shared: ["tcp/5432 from 10.20.0.0/16"] },
  },
  {
    name: "nor does anybody on the internet, whatever the subnets of the connector are",
    program: groups(
      { shared: `[${everything}]` },
      `${database("orders", "shared")}const outer = new aws.ec2.Subnet("outer", { vpcId: vpc.id, cidrBlock: "10.20.3.0/24" });
new aws.apprunner.VpcConnector("out", { vpcConnectorName: "out", subnets: [outer.id], securityGroups: [shared.id] });
const gateway = new aws.ec2.InternetGateway("gateway", { vpcId: vpc.id });
const table = new aws.ec2.RouteTable("table", { vpcId: vpc.id, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }] });
new aws.ec2.RouteTableAssociation("outer", { subnetId: outer.id, routeTableId: table.id });
`,
    ),
    admits: { shared: ["tcp/5432 from 10.20.0.0/16"] },
  },
  {
    name: "the clients of a network load balancer keep their way through a range of node ports",
    program: groups({ host: `[${open("32000-32100")}]` }, privateInstance("worker", "host") + forwarder("network", 443, 32080) + attach("worker")),
    admits: { host: ["tcp/32080 from 0.0.0.0/0"] },
  },
  {
    name: "the clients of a network load balancer keep their way through a rule for every protocol",
    program: groups({ host: `[${everything}]` }, privateInstance("worker", "host") + forwarder("network", 9443, 9000) + attach("worker")),
    admits: { host: ["tcp/9000 from 0.0.0.0/0"] },
  },
  {
    name: "clients of a network load balancer by UDP keep their way through a range",
    program: groups(
      { host: `[${open("1800-1900", "udp")}]` },
      privateInstance("worker", "host") + forwarder("network", 1812, 1812, undefined, "UDP") + attach("worker"),
    ),
    admits: { host: ["udp/1812 from 0.0.0.0/0"] },
  },
  {
    name: "a rule of its own is told apart from its group: a description that is not true any more is changed, which replaces nothing",
    program: groups(
      { front: `[${open("443")}]`, host: "[]" },
      privateInstance("worker", "host") +
        forwarder("application", 443, 9000, "front") +
        attach("worker") +
        `new aws.vpc.SecurityGroupIngressRule("all", { securityGroupId: host.id, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0", description: "everything" });\n`,
    ).replace("ingress: [], ", ""),
    admits: { host: ["tcp/9000 from front"] },
  },
  {
    name: "what other programs put behind a balancer that they are told of, with a group that they are given, keeps its way to them",
    program: groups(
      { web: `[${open("443")}, ${open("3000")}]` },
      `
const front = new aws.lb.LoadBalancer("front", { loadBalancerType: "application", subnets, securityGroups: [web.id] });
const listener = new aws.lb.Listener("listener", { loadBalancerArn: front.arn, port: 443, protocol: "HTTPS", certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/one", defaultActions: [{ type: "fixed-response", fixedResponse: { contentType: "text/plain" } }] });
export const listenerArn = listener.arn;
export const groupId = web.id;
`,
    ),
    admits: { web: ["tcp/443 from 0.0.0.0/0", "tcp/3000 from itself"] },
  },
  {
    name: "a default group that an instance carries keeps its rules",
    program: `${network}const def = new aws.ec2.DefaultSecurityGroup("def", { vpcId: vpc.id, ingress: [${open("5432", "tcp", '["10.0.0.0/8"]')}], egress: out });\n${instance("app", "def")}`,
    declines: /default group def|app/,
    admits: { def: ["tcp/5432 from 10.0.0.0/8"] },
    letsOut: { def: ["every protocol to 0.0.0.0/0"] },
  },
  {
    name: "a default group by the VPC's output keeps its rules where a database is on it",
    program: `${network}new aws.ec2.DefaultSecurityGroup("def", { vpcId: vpc.id, ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, self: true }], egress: out });\n
const dbSubnets = new aws.rds.SubnetGroup("db-subnets", { subnetIds: subnets });
new aws.rds.Instance("db", { engine: "mysql", instanceClass: "db.t3.micro", dbSubnetGroupName: dbSubnets.name, vpcSecurityGroupIds: [vpc.defaultSecurityGroupId] });\n`,
    declines: /default group def is in use|db/,
    admits: { def: ["every protocol from itself"] },
  },
  {
    name: "the application's group takes the place of everybody at its database",
    program: groups(
      { app: `[${open("443")}]`, data: `[${open("5432")}]` },
      database("db", "data") + instance("api", "app", "userData: pulumi.interpolate`DB=${db.address}`,"),
    ),
    admits: { data: ["tcp/5432 from app"] },
  },
  {
    name: "the application's group takes the place of everybody at its cache, in a rule of its own",
    program: groups(
      { app: `[${open("443")}]`, data: "undefined" },
      `new aws.ec2.SecurityGroupRule("cache-in", { type: "ingress", securityGroupId: data.id, protocol: "tcp", fromPort: 6379, toPort: 6379, cidrBlocks: ["0.0.0.0/0"] });
const cacheSubnets = new aws.elasticache.SubnetGroup("cache-subnets", { subnetIds: subnets });
const cache = new aws.elasticache.Cluster("cache", { engine: "redis", nodeType: "cache.t3.micro", numCacheNodes: 1, subnetGroupName: cacheSubnets.name, securityGroupIds: [data.id] });
${instance("api", "app", "userData: pulumi.interpolate`CACHE=${cache.cacheNodes[0].address}`,")}`,
    ),
    admits: { data: ["tcp/6379 from app"] },
  },
  {
    name: "a database whose clients are in another stack keeps its network",
    program: `${groups({ data: `[${open("5432")}]` }, database("db", "data"))}export const host = db.address;\n`,
    admits: { data: ["tcp/5432 from 10.20.0.0/16"] },
  },
  {
    name: "a database that another stack is told of keeps its network, whoever else is in it",
    program: `${groups({ app: `[${open("443")}]`, data: `[${open("5432")}]` }, database("db", "data") + instance("api", "app"))}export const outputs = { host: db.address };\n`,
    admits: { data: ["tcp/5432 from 10.20.0.0/16"] },
  },
  {
    name: "the name of a database tells another stack nothing of where it is",
    program: `${groups({ app: `[${open("443")}]`, data: `[${open("5432")}]` }, database("db", "data") + instance("api", "app"))}export const databaseArn = db.arn;\n`,
    admits: { data: ["tcp/5432 from app"] },
  },
  {
    name: "a port that a gateway for a VPN names stays beside a rule for everything",
    program: groups({ vpn: `[${open("51820", "udp")}, ${open("0-65535")}]` }, instance("gateway", "vpn")),
    declines: /the internet reaches the instance gateway on udp\/51820/,
    admits: { vpn: ["udp/51820 from 0.0.0.0/0", "tcp/80 from 0.0.0.0/0", "tcp/443 from 0.0.0.0/0"] },
  },
  {
    name: "a port that a build server names stays beside the web, where logins go",
    program: groups({ builds: `[${open("22")}, ${open("80")}, ${open("8080")}]` }, instance("server", "builds")),
    declines: /the internet reaches the instance server on tcp\/8080/,
    admits: { builds: ["tcp/80 from 0.0.0.0/0", "tcp/8080 from 0.0.0.0/0"] },
  },
  {
    name: "a port that a rule names alone stays beside the one that a script serves, since a script need not say everything",
    program: groups({ web: `[${open("3000")}, ${open("8443")}]` }, instance("server", "web", 'userData: "#!/bin/sh\\nPORT=3000 node server.js\\n",')),
    declines: /nobody could reach the instance server any more: serve it with TLS on tcp\/443, or name tcp\/3000 in publicPorts/,
    admits: { web: ["tcp/3000 from 0.0.0.0/0", "tcp/8443 from 0.0.0.0/0"] },
  },
  {
    name: "a search domain whose clients are nowhere to be seen keeps its network",
    program: groups(
      { data: `[${open("443")}]` },
      `new aws.opensearch.Domain("search", { vpcOptions: { subnetIds: [two.id], securityGroupIds: [data.id] } });\n`,
    ),
    declines: /./,
  },
  {
    name: "a database whose client is a component of a package keeps its network",
    program: groups(
      { data: `[${open("5432")}]` },
      `${database("db", "data")}new awsx.ecs.FargateService("service", { cluster: "arn:aws:ecs:eu-west-1:123456789012:cluster/main", networkConfiguration: { subnets }, taskDefinitionArgs: { container: { name: "app", image: "app", environment: [{ name: "DB", value: db.address }] } } });\n`,
    ),
    admits: { data: ["tcp/5432 from 10.20.0.0/16"] },
  },
  {
    name: "a machine that is set up over SSH takes its callers from a key of the configuration",
    program: groups(
      { web: `[${open("22")}, ${open("443")}]` },
      `${instance("server", "web")}new command.remote.Command("install", { connection: { host: server.publicIp, user: "ec2-user" }, create: "true" });\n`,
    ),
    admits: { web: ["tcp/443 from 0.0.0.0/0"] },
  },
  {
    name: "the same with trusted networks keeps these",
    program: groups(
      { web: `[${open("22")}, ${open("443")}]` },
      `${instance("server", "web")}new command.remote.CopyToRemote("files", { connection: { host: server.publicIp, user: "ec2-user" }, source: new pulumi.asset.FileAsset("a"), remotePath: "/a" });\n`,
    ),
    config: { settings: { trustedCidrs: ["198.51.100.0/24"] } },
    admits: { web: ["tcp/22 from 198.51.100.0/24", "tcp/443 from 0.0.0.0/0"] },
  },
  {
    name: "a web server whose rule is for every protocol keeps the web",
    program: groups({ web: `[${everything}]` }, instance("site", "web")),
    admits: { web: ["tcp/443 from 0.0.0.0/0", "tcp/80 from 0.0.0.0/0"] },
  },
  {
    name: "a web server with an address of its own, behind IPv6 as well, keeps the web",
    program: groups(
      { web: `[{ protocol: "tcp", fromPort: 1, toPort: 65535, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] }]` },
      `${instance("site", "web")}new aws.ec2.Eip("address", { instance: site.id });\n`,
    ),
    admits: { web: ["tcp/443 from 0.0.0.0/0", "tcp/443 from ::/0", "tcp/80 from 0.0.0.0/0", "tcp/80 from ::/0"] },
  },
  {
    name: "what the start-up script of a public machine serves stays open",
    program: groups(
      { web: `[${open("22")}, ${open("8000")}]` },
      instance("site", "web", 'userData: "#!/bin/bash\\nnohup python3 -m http.server 8000 &",'),
    ),
    declines: /tcp\/8000/,
    admits: { web: ["tcp/8000 from 0.0.0.0/0"] },
  },
  {
    name: "what a container of a public machine serves stays, and every other port is closed",
    program: groups({ web: `[${everything}]` }, instance("site", "web", 'userData: "#!/bin/bash\\ndocker run -d -p 3000:80 nginx",')),
    declines: /nobody could reach the instance site any more: .*name tcp\/3000 in publicPorts/,
    admits: { web: ["tcp/3000 from 0.0.0.0/0"] },
  },
  {
    name: "what an internet-facing load balancer listens on stays open",
    program: groups({ front: `[${open("8081")}]` }, forwarder("application", 8081, 80, "front")),
    declines: /balancer listens on tcp\/8081/,
    admits: { front: ["tcp/8081 from 0.0.0.0/0"] },
  },
  {
    name: "what a broker for devices listens on stays open",
    program: groups({ front: `[${open("8883")}]` }, forwarder("network", 8883, 8883, "front", "TLS")),
    admits: { front: ["tcp/8883 from 0.0.0.0/0"] },
  },
  {
    name: "a bastion takes its callers from a key of the configuration",
    program: groups(
      { jump: `[${open("22")}]`, inner: `[{ protocol: "tcp", fromPort: 22, toPort: 22, securityGroups: [jump.id] }]` },
      instance("bastion", "jump") + privateInstance("app", "inner"),
    ),
    admits: { jump: [], inner: ["tcp/22 from jump"] },
  },
  {
    name: "a bastion for Windows takes its callers from a key of the configuration",
    program: groups(
      { jump: `[${open("3389", "tcp", '["0.0.0.0/0"]')}]` },
      instance("jump-host", "jump").replaceAll("const jump-host", "const jumpHost"),
    ),
    admits: { jump: [] },
  },
  {
    name: "a warehouse that copies through its network keeps its way out",
    program: `${network}const data = new aws.ec2.SecurityGroup("data", { vpcId: vpc.id, ingress: [], egress: out });
const places = new aws.redshift.SubnetGroup("places", { subnetIds: subnets });
new aws.redshift.Cluster("warehouse", { clusterIdentifier: "w", nodeType: "ra3.large", clusterSubnetGroupName: places.name, vpcSecurityGroupIds: [data.id], enhancedVpcRouting: true });\n`,
    letsOut: { data: ["tcp/443 to 0.0.0.0/0"] },
  },
  {
    name: "one hole of a backend becomes one rule from its balancer's group",
    program: groups(
      { front: `[${open("443")}]`, back: `[${open("1-65535")}]` },
      privateInstance("api", "back") + forwarder("application", 443, 9090, "front") + attach("api"),
    ),
    admits: { back: ["tcp/9090 from front"] },
  },
  {
    name: "one hole of a backend for every protocol becomes one rule from its balancer's group",
    program: groups(
      { front: `[${open("443")}]`, back: `[${everything}]` },
      privateInstance("api", "back") + forwarder("application", 443, 3000, "front") + attach("api"),
    ),
    admits: { back: ["tcp/3000 from front"] },
  },
];

const configured: readonly Repaired[] = [
  {
    name: "a source that one stack's configuration opens is not closed for all",
    program: `${network}const config = new pulumi.Config();
new aws.ec2.SecurityGroup("web", { vpcId: vpc.id, ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [config.require("sshCidr")] }], egress: out });\n`,
    files: {
      "Pulumi.dev.yaml": "config:\n  shop:sshCidr: 192.0.2.0/24\n",
      "Pulumi.prod.yaml": "config:\n  shop:sshCidr: 0.0.0.0/0\n",
    },
    declines: /sshCidr/,
    admits: { web: ["tcp/22 from 192.0.2.0/24"] },
  },
  {
    name: "a default that opens a source is not closed for the stack that says better",
    program: `${network}const config = new pulumi.Config();
new aws.ec2.SecurityGroup("web", { vpcId: vpc.id, ingress: [{ protocol: "tcp", fromPort: 3389, toPort: 3389, cidrBlocks: [config.get("office") ?? "0.0.0.0/0"] }], egress: out });\n`,
    files: { "Pulumi.dev.yaml": "config:\n  shop:office: 192.0.2.0/24\n", "Pulumi.prod.yaml": "config: {}\n" },
    declines: /office/,
    admits: { web: ["tcp/3389 from 192.0.2.0/24"] },
  },
  {
    name: "a list of sources from the configuration is not closed for all",
    program: `${network}const config = new pulumi.Config();
new aws.ec2.SecurityGroup("web", { vpcId: vpc.id, ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: config.requireObject<string[]>("admins") }], egress: out });\n`,
    files: { "Pulumi.dev.yaml": 'config:\n  shop:admins: ["192.0.2.0/24"]\n', "Pulumi.prod.yaml": 'config:\n  shop:admins: ["0.0.0.0/0"]\n' },
    declines: /admins/,
    admits: { web: ["tcp/22 from 192.0.2.0/24"] },
  },
  {
    name: "another rule of a group is repaired in all stacks, though one of them opens a source by its configuration",
    program: `${network}const config = new pulumi.Config();
const ssh = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [config.get("office") ?? "0.0.0.0/0"] };
new aws.ec2.SecurityGroup("data", { vpcId: vpc.id, ingress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: ["0.0.0.0/0"] }, ssh], egress: out });\n`,
    files: { "Pulumi.dev.yaml": "config:\n  shop:office: 192.0.2.0/24\n", "Pulumi.prod.yaml": "config:\n  shop:office: 0.0.0.0/0\n" },
    declines: /office/,
    admits: { data: ["tcp/5432 from 10.20.0.0/16", "tcp/22 from 192.0.2.0/24"] },
  },
];

const inPython: readonly Repaired[] = [
  {
    name: "a database for a provider that connects while it is deployed",
    language: "python",
    program: `import pulumi_postgresql as postgresql
vpc = aws.ec2.Vpc("main", cidr_block="10.20.0.0/16")
one = aws.ec2.Subnet("one", vpc_id=vpc.id, cidr_block="10.20.1.0/24")
data = aws.ec2.SecurityGroup("data", vpc_id=vpc.id, ingress=[aws.ec2.SecurityGroupIngressArgs(protocol="tcp", from_port=5432, to_port=5432, cidr_blocks=["0.0.0.0/0"])], egress=[])
places = aws.rds.SubnetGroup("places", subnet_ids=[one.id])
db = aws.rds.Instance("db", engine="postgres", instance_class="db.t3.micro", db_subnet_group_name=places.name, vpc_security_group_ids=[data.id], publicly_accessible=True)
provider = postgresql.Provider("provider", host=db.address, username="a", password="b")
postgresql.Database("shop", opts=pulumi.ResourceOptions(provider=provider))
`,
    admits: { data: ["tcp/5432 from 10.20.0.0/16"] },
  },
  {
    name: "a fleet behind a network load balancer with addresses of clients",
    language: "python",
    program: `vpc = aws.ec2.Vpc("main", cidr_block="10.20.0.0/16")
one = aws.ec2.Subnet("one", vpc_id=vpc.id, cidr_block="10.20.1.0/24")
fleet = aws.ec2.SecurityGroup("fleet", vpc_id=vpc.id, ingress=[{"protocol": "tcp", "from_port": 20000, "to_port": 40000, "cidr_blocks": ["0.0.0.0/0"]}], egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}])
server = aws.ec2.Instance("server", ami="ami-1", instance_type="t3.micro", subnet_id=one.id, vpc_security_group_ids=[fleet.id])
balancer = aws.lb.LoadBalancer("balancer", load_balancer_type="network", subnets=[one.id])
targets = aws.lb.TargetGroup("targets", port=25565, protocol="TCP", vpc_id=vpc.id)
aws.lb.Listener("listener", load_balancer_arn=balancer.arn, port=25565, protocol="TCP", default_actions=[{"type": "forward", "target_group_arn": targets.arn}])
aws.lb.TargetGroupAttachment("attachment", target_group_arn=targets.arn, target_id=server.id)
`,
    admits: { fleet: ["tcp/25565 from 0.0.0.0/0"] },
  },
];

describe("a repair leaves what has to be reached", () => {
  test.each(repairs)("$name", (given) => check(given));
});

describe("a repair of one stack is none of another", () => {
  test.each(configured)("$name", (given) => check(given));
});

describe("a repair in Python leaves what has to be reached", () => {
  test.each(inPython)("$name", (given) => check(given));
});
