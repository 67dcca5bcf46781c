import { ref, resource, type Entry } from "../../harness/stack";
import { describePlans } from "../../harness/plans";
import { all, balanced, database, group, host, network, rule, sg, stores, tcp, world } from "./stacks";

const service = (name: string, of: string): Entry =>
  resource("aws:ecs/service:Service", name, { networkConfiguration: { subnets: [ref("inner")], securityGroups: [ref(of)] } });
const self = { self: true } as const;
const inside = { cidrBlocks: ["10.0.0.0/16"] } as const;
const publicWeb = [tcp(80, world), tcp(443, world)];

const files = { subnetIds: ref("inner"), securityGroupIds: [ref("files")] };
const mounted = (type: string): readonly Entry[] => [
  ...network,
  group("app"),
  group("files", tcp(988, world), tcp(1018, world, 1023)),
  resource(type, "scratch", files),
  host("node", ["app"], "inner", { userData: ref("scratch", "dnsName") }),
];
const lustre = { securityGroups: [sg("app")], ...self } as const;

describePlans("what AWS makes of several servers", [
  ...["aws:fsx/lustreFileSystem:LustreFileSystem", "aws:fsx/fileCache:FileCache"].map((type) => ({
    name: `${type}: its servers reach each other as its clients reach them`,
    stack: mounted(type),
    becomes: { files: { ingress: [tcp(988, lustre), tcp(1018, lustre, 1023)] } },
  })),
  {
    name: "a file system of Windows is one",
    stack: [
      ...network,
      group("app"),
      group("files", tcp(445, world)),
      resource("aws:fsx/windowsFileSystem:WindowsFileSystem", "share", files),
      host("node", ["app"], "inner", { userData: ref("share", "dnsName") }),
    ],
    becomes: { files: { ingress: [tcp(445, { securityGroups: [sg("app")] })] } },
  },
  {
    name: "the first node of a cluster of EMR, and the others, keep each their network",
    stack: [
      ...network,
      group("first", tcp(22, world), tcp(8088, world), tcp(18080, world)),
      group("others", all(world)),
      resource("aws:emr/cluster:Cluster", "spark", {
        releaseLabel: "emr-7.1.0",
        ec2Attributes: { subnetId: ref("inner"), emrManagedMasterSecurityGroup: ref("first"), emrManagedSlaveSecurityGroup: ref("others") },
      }),
    ],
    becomes: {
      first: { ingress: [tcp(22, inside), tcp(8088, inside), tcp(18080, inside)] },
      others: { ingress: [tcp(0, inside, 65535)] },
    },
  },
  {
    name: "a connection of QuickSight keeps what data stores answer, as it keeps no state",
    stack: [
      ...network,
      stores,
      group("analysis", tcp(0, world, 65535)),
      resource("aws:quicksight/vpcConnection:VpcConnection", "analysis-connection", {
        vpcConnectionId: "analysis",
        subnetIds: [ref("inner")],
        securityGroupIds: [ref("analysis")],
      }),
      group("data", tcp(3306, world)),
      database("orders", ["data"]),
    ],
    becomes: { analysis: { ingress: [tcp(0, inside, 65535)] } },
  },
  {
    name: "answers of a data store by its group stay",
    stack: [
      ...network,
      stores,
      group("analysis", tcp(0, { securityGroups: [ref("data")] }, 65535)),
      resource("aws:quicksight/vpcConnection:VpcConnection", "analysis-connection", {
        vpcConnectionId: "analysis",
        subnetIds: [ref("inner")],
        securityGroupIds: [ref("analysis")],
      }),
      group("data", tcp(3306, inside)),
      database("orders", ["data"]),
      resource("aws:quicksight/dataSource:DataSource", "orders-source", {
        dataSourceId: "orders",
        type: "MYSQL",
        parameters: { rds: { instanceId: ref("orders", "identifier") } },
        vpcConnectionProperties: { vpcConnectionArn: ref("analysis-connection", "arn") },
      }),
    ],
    stays: ["analysis"],
  },
]);

const joined = (...workers: readonly Entry["props"][]): readonly Entry[] => [
  ...network,
  group("control", tcp(6443, world), tcp(10250, world, 10259)),
  host("first", ["control"]),
  group("workers", ...workers),
  ...["one", "two"].map((name) => host(name, ["workers"], "outer", { userData: ref("first", "privateIp") })),
];

describePlans("machines of a cluster", [
  {
    name: "what its members say to each other is for its network, and what its services are open on stays for whoever calls them",
    stack: joined(tcp(10250, world), tcp(30000, world, 32767), rule("udp", 8472, 8472, world)),
    becomes: {
      control: { ingress: [tcp(6443, world), tcp(10250, { securityGroups: [sg("workers")] }, 10259)] },
      workers: {
        ingress: [tcp(10250, inside), tcp(30000, world, 32767), rule("udp", 8472, 8472, inside)],
      },
    },
    declines: /the internet reaches the instance one on tcp\/30000-32767: serve it with TLS on tcp\/443, or name tcp\/30000-32767 in publicPorts/,
  },
  ...[
    { name: "gossip of a scaling group", port: 7946 },
    { name: "elections of a scaling group", port: 2888 },
  ].map(({ name, port }) => ({
    name: `${name} goes on among its machines`,
    stack: [
      ...network,
      group("app"),
      group("cluster", tcp(port, world)),
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { vpcSecurityGroupIds: [ref("cluster")] }),
      resource("aws:autoscaling/group:Group", "members", { vpcZoneIdentifiers: [ref("inner")], launchTemplate: { id: ref("template") } }),
    ],
    becomes: { cluster: { ingress: [tcp(port, inside)] } },
  })),
]);

describePlans("what has a group in common", [
  {
    name: "machines that a rule for everything lets reach each other are not left with the web alone",
    stack: [...network, group("shared", all(world)), host("server", ["shared"]), host("agent", ["shared"])],
    stays: ["shared"],
    declines: /would become 3 rules, since the instance .* has to get through: say which ports it needs, and for whom/,
  },
  {
    name: "machines beside rules for the web keep each other",
    stack: [...network, group("shared", ...publicWeb, all(world)), host("server", ["shared"]), host("agent", ["shared"])],
    becomes: { shared: { ingress: [...publicWeb, all(self)] } },
  },
  {
    name: "one machine alone keeps the web",
    stack: [...network, group("shared", all(world)), host("server", ["shared"])],
    becomes: { shared: { ingress: publicWeb } },
  },
  {
    name: "services that find each other by name keep it for their network",
    stack: [...network, group("shared", tcp(9300, world)), service("orders", "shared"), service("payments", "shared")],
    becomes: { shared: { ingress: [tcp(9300, { cidrBlocks: ["10.0.0.0/16"] })] } },
  },
  {
    name: "logins are for people, whoever else has the group",
    stack: [...network, group("shared", ...publicWeb, tcp(22, world)), host("server", ["shared"]), host("agent", ["shared"])],
    becomes: { shared: { ingress: publicWeb } },
  },
  {
    name: "what a balancer stands in front of is called by that",
    stack: [
      ...network,
      group("edge", tcp(80, world)),
      group("shared", tcp(8080, world)),
      host("one", ["shared"], "inner"),
      host("two", ["shared"], "inner"),
      ...balanced("application", { listens: 80, target: 8080, to: "one", balancer: { securityGroups: [ref("edge")] } }),
      resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", "second", {
        targetGroupArn: ref("targets", "arn"),
        targetId: ref("two"),
        port: 8080,
      }),
    ],
    becomes: { shared: { ingress: [tcp(8080, { securityGroups: ["securitygroup-edge"] })] } },
  },
]);
