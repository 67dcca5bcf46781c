import { describePlans, type PlanCase } from "../../harness/plans";
import { unknown } from "@portcullis/policypack/resources/resource";
import { ref, resource, type Entry } from "../../harness/stack";
import { all, balanced, database, group, host, network, rule, sg, stores, tcp, world } from "./stacks";

const inside = { cidrBlocks: ["10.0.0.0/16"] } as const;
const orders = [...network, stores, group("data", tcp(3306, world)), database("orders", ["data"])];
const neighbour = [group("web", tcp(443, world)), host("site", ["web"])];

/** What a balancer, a distribution of names or a cluster brings in. */
const throughOthers: readonly PlanCase[] = [
  {
    name: "a backend that opens every port keeps nothing of the web beside its balancer's way",
    stack: [
      ...network,
      group("edge", tcp(443, world)),
      group("app", tcp(0, world, 65535)),
      host("server", ["app"], "inner"),
      ...balanced("application", { listens: 443, target: 80, to: "server", balancer: { securityGroups: [ref("edge")] } }),
    ],
    becomes: { app: { ingress: [tcp(80, { securityGroups: [sg("edge")] })] } },
  },
  {
    name: "so does one that opens them in a rule for each protocol",
    stack: [
      ...network,
      group("edge", tcp(443, world)),
      group("app", tcp(1, world, 1024), rule("udp", 0, 65535, world)),
      host("server", ["app"], "inner"),
      ...balanced("application", { listens: 443, target: 443, to: "server", balancer: { securityGroups: [ref("edge")] } }),
    ],
    becomes: { app: { ingress: [tcp(443, { securityGroups: [sg("edge")] })] } },
  },
  {
    name: "nodes of a cluster keep the ports of its services for their network",
    stack: [
      ...network,
      group("nodes", tcp(30000, world, 32767)),
      resource("aws:eks/cluster:Cluster", "control", { vpcConfig: { subnetIds: [ref("inner")] } }),
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { vpcSecurityGroupIds: [ref("nodes")] }),
      resource("aws:eks/nodeGroup:NodeGroup", "workers", {
        clusterName: ref("control"),
        subnetIds: [ref("inner")],
        launchTemplate: { id: ref("template"), version: "1" },
      }),
    ],
    becomes: { nodes: { ingress: [tcp(30000, inside, 32767)] } },
  },
  {
    name: "machines that nobody on the internet reaches keep a range for their network",
    stack: [...network, group("app", tcp(443, inside), tcp(7000, world, 7100)), host("server", ["app"], "inner")],
    becomes: { app: { ingress: [tcp(443, inside), tcp(7000, inside, 7100)] } },
  },
  {
    name: "what an accelerator sends to a machine stays, and is named",
    stack: [
      ...network,
      group("game", rule("udp", 7000, 8000, world)),
      host("server", ["game"], "inner"),
      resource("aws:globalaccelerator/listener:Listener", "listener", { protocol: "UDP", portRanges: [{ fromPort: 7777, toPort: 7777 }] }),
      resource("aws:globalaccelerator/endpointGroup:EndpointGroup", "endpoints", {
        listenerArn: ref("listener", "arn"),
        endpointConfigurations: [{ endpointId: ref("server") }],
      }),
    ],
    stays: ["game"],
    declines: /the instance server takes what an accelerator of the internet sends to udp\/7777: name udp\/7777 in publicPorts/,
  },
  {
    name: "beside what an accelerator sends to a machine, every other port is left to its network, in one rule",
    stack: [
      ...network,
      group("chat", tcp(1, world, 65535)),
      host("server", ["chat"], "inner"),
      resource("aws:globalaccelerator/listener:Listener", "listener", { protocol: "TCP", portRanges: [{ fromPort: 5222, toPort: 5222 }] }),
      resource("aws:globalaccelerator/endpointGroup:EndpointGroup", "endpoints", {
        listenerArn: ref("listener", "arn"),
        endpointConfigurations: [{ endpointId: ref("server") }],
      }),
    ],
    becomes: { chat: { ingress: [tcp(5222, world), tcp(1, inside, 65535)] } },
  },
  {
    name: "where the ports of an accelerator are not known, what it sends to stays",
    stack: [
      ...network,
      group("chat", tcp(1, world, 65535)),
      host("server", ["chat"], "inner"),
      resource("aws:globalaccelerator/listener:Listener", "listener", { protocol: "TCP", portRanges: unknown }),
      resource("aws:globalaccelerator/endpointGroup:EndpointGroup", "endpoints", {
        listenerArn: ref("listener", "arn"),
        endpointConfigurations: [{ endpointId: ref("server") }],
      }),
    ],
    stays: ["chat"],
    declines: /the instance server takes what an accelerator of the internet sends/,
  },
];

/** What listens, by what its set-up says. */
const service = (mappings: readonly object[], groups: string): readonly Entry[] => [
  resource("aws:ecs/taskDefinition:TaskDefinition", "definition", {
    networkMode: "awsvpc",
    containerDefinitions: JSON.stringify([{ name: "game", portMappings: mappings }]),
  }),
  resource("aws:ecs/service:Service", "game", {
    taskDefinition: ref("definition", "arn"),
    networkConfiguration: { subnets: [ref("outer")], securityGroups: [ref(groups)], assignPublicIp: true },
  }),
];
const fleet = (userData: string): readonly Entry[] => [
  resource("aws:ec2/launchTemplate:LaunchTemplate", "template", {
    networkInterfaces: [{ associatePublicIpAddress: "true", securityGroups: [ref("web")] }],
    userData,
  }),
  resource("aws:autoscaling/group:Group", "fleet", { vpcZoneIdentifiers: [ref("outer")], launchTemplate: { id: ref("template") } }),
];
const encoded = (script: string): string => Buffer.from(`#!/bin/sh\n${script}\n`).toString("base64");

const served: readonly PlanCase[] = [
  {
    name: "what the containers of a public service listen on is not closed with every other port",
    stack: [...network, group("tasks", tcp(0, world, 65535)), ...service([{ containerPort: 3000 }], "tasks")],
    stays: ["tasks"],
    declines: /the internet reaches the ECS service game on (?:tcp\/81 and )?tcp\/3000/,
  },
  {
    name: "datagrams of a container stay, and nothing else of the range",
    stack: [
      ...network,
      group("tasks", tcp(443, world), rule("udp", 0, 65535, world)),
      ...service([{ containerPort: 9987, protocol: "udp" }], "tasks"),
    ],
    becomes: { tasks: { ingress: [tcp(443, world), rule("udp", 9987, 9987, world)] } },
  },
  {
    name: "the script of a template is one of the machines that are made from it",
    stack: [...network, group("web", tcp(443, world), tcp(9000, world)), ...fleet(encoded("docker run -d -p 9000:80 nginx"))],
    stays: ["web"],
    declines: /the internet reaches the scaling group fleet on tcp\/9000/,
  },
  {
    name: "a script that serves datagrams",
    stack: [...network, group("web", tcp(443, world), rule("udp", 50000, 52000, world)), ...fleet(encoded("docker run -p 51820:51820/udp wg"))],
    stays: ["web"],
    declines: /the internet reaches the scaling group fleet on udp\/51820: name udp\/51820 in publicPorts/,
  },
  {
    name: "a container that a provider starts on a machine",
    stack: [
      ...network,
      group("web", tcp(22, world), tcp(9000, world)),
      host("host", ["web"], "outer", { associatePublicIpAddress: true }),
      resource("pulumi:providers:docker", "remote", { host: ref("host", "publicIp") }),
      { ...resource("docker:index/container:Container", "app", { ports: [{ internal: 80, external: 9000 }] }), provider: "remote" },
    ],
    declines: /the internet reaches the instance host on tcp\/9000/,
  },
  {
    name: "a program serves where it does when nobody says otherwise",
    stack: [...network, group("web", all(world)), ...fleet(encoded("yum install -y tomcat"))],
    becomes: { web: { ingress: [tcp(8080, world)] } },
    declines: /nobody could reach the scaling group fleet any more: .*name tcp\/8080 in publicPorts/,
  },
  {
    name: "what a proxy of the machine passes on to is reached through that",
    stack: [...network, group("web", all(world)), ...fleet(encoded("docker run -p 80:8080 tomcat"))],
    becomes: { web: { ingress: [tcp(80, world), tcp(443, world)] } },
  },
  {
    name: "who would be cut off is named where a rule would become too many",
    stack: [...network, group("web", all(world)), ...fleet(encoded("docker run -p 51820:51820/udp wg; ./start.sh; sh start.sh"))],
    stays: ["web"],
    declines: /would become 3 rules, since the internet reaches the scaling group fleet on udp\/51820/,
  },
  {
    name: "where a script tells all that it starts, nothing of the web is kept that would be too much",
    stack: [...network, group("web", tcp(0, world, 65535)), ...fleet(encoded("docker run -p 3000:3000 -p 25565:25565 shop"))],
    becomes: { web: { ingress: [tcp(3000, world), tcp(25565, world)] } },
  },
  {
    name: "a machine beside it on the same group, of which nothing is told, may serve the web",
    stack: [...network, group("web", all(world)), ...fleet(encoded("docker run -p 3000:3000 shop")), host("other", ["web"])],
    stays: ["web"],
  },
  {
    name: "a program that says its port is told",
    stack: [...network, group("web", all(world)), ...fleet(encoded("dnf install -y java-17\nPORT=3000 node server.js"))],
    becomes: { web: { ingress: [tcp(3000, world)] } },
  },
  {
    name: "a container serves on the ports that it is given, whatever runs in it",
    stack: [...network, group("web", all(world)), ...fleet(encoded("docker run -d \\\n  -p 8080:80 nginx"))],
    becomes: { web: { ingress: [tcp(8080, world)] } },
  },
  {
    name: "what brings tools, and what is told of Docker, serves nothing by itself",
    stack: [
      ...network,
      group("web", tcp(0, world, 65535)),
      ...fleet(
        encoded(
          "set -euxo pipefail\nexport DEBIAN_FRONTEND=noninteractive\napt-get update -y && apt-get install -y docker.io jq curl\nsystemctl enable --now docker\nsudo usermod -aG docker ubuntu\ndocker pull shop\necho started > /var/log/setup.log\nsudo docker run -d --restart always -p 3000:3000 shop",
        ),
      ),
    ],
    becomes: { web: { ingress: [tcp(3000, world)] } },
  },
  {
    name: "a script of a template does not tell all where the machine's own is not known",
    stack: [
      ...network,
      group("web", all(world)),
      ...fleet(encoded("docker run -p 3000:3000 shop")).slice(0, 1),
      host("site", ["web"], "outer", { associatePublicIpAddress: true, launchTemplate: { id: ref("template") }, userData: unknown }),
    ],
    stays: ["web"],
  },
  ...(["aws:ssm/association:Association", "aws:codedeploy/deploymentGroup:DeploymentGroup", "aws-native:ssm:Association"] as const).map((type) => ({
    name: `a script does not tell all where ${type} puts something on machines later`,
    stack: [...network, group("web", tcp(0, world, 65535)), ...fleet(encoded("docker run -p 3000:3000 shop")), resource(type, "later", {})],
    stays: ["web"],
  })),
  ...[
    "apt install nginx",
    "docker run -p 81:81 a && ./run.sh nginx",
    "curl -fsSL example.com/install | sudo bash",
    "docker run --network host shop",
    "git clone shop",
    "apt-get install -y cockpit",
    "dnf install -y jq netdata",
    "apt-get install -y nodejs pihole",
    "snap install nextcloud",
    "dpkg -i portal.deb",
    "systemctl enable --now portal",
    "cat > /etc/systemd/system/portal.service <<EOF\n[Service]\nExecStart=/opt/portal\nEOF\nsystemctl start docker",
    "echo ECS_CLUSTER=main >> /etc/ecs/ecs.config",
    "docker compose up -d",
    "portal --admin-port 3001",
    "cp portal.timer /etc/systemd/system/",
    "docker run -d portal",
    "docker run -d -P portal",
    "docker run -v /var/run/docker.sock:/var/run/docker.sock -p 3001:9000 agent",
    "/opt/portal/bin/portal",
    "aws ssm get-parameter --name setup | tee setup",
    "echo $(./portal --port 3000)",
    "#cloud-config\npackages:\n  - nginx",
    "write_files:\n  - path: /opt/portal",
    "Install-WindowsFeature -Name Web-Server",
    "make serve PORT=3000",
    "wget -q example.com/portal && chmod +x portal && portal",
  ].map((more) => ({
    name: `it does not where it goes on with ${more}`,
    stack: [...network, group("web", tcp(0, world, 65535)), ...fleet(encoded(`docker run -p 3000:3000 shop\n${more}`))],
    stays: ["web"],
    declines: /would become [34] rules, since the internet reaches the scaling group fleet on (?:tcp\/\d+ and )?tcp\/3000/,
  })),
  {
    name: "containers that share the machine's network serve on the machine",
    stack: [
      ...network,
      group("web", tcp(443, world), rule("udp", 9000, 9999, world)),
      resource("aws:ecs/cluster:Cluster", "cluster", { name: "main" }),
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", {
        networkInterfaces: [{ associatePublicIpAddress: "true", securityGroups: [ref("web")] }],
        userData: ref("cluster", "name"),
      }),
      resource("aws:autoscaling/group:Group", "fleet", { vpcZoneIdentifiers: [ref("outer")], launchTemplate: { id: ref("template") } }),
      resource("aws:ecs/taskDefinition:TaskDefinition", "definition", {
        networkMode: "host",
        containerDefinitions: JSON.stringify([{ name: "voice", portMappings: [{ containerPort: 9987, protocol: "udp" }] }]),
      }),
      resource("aws:ecs/service:Service", "voice", { cluster: ref("cluster", "arn"), taskDefinition: ref("definition", "arn") }),
    ],
    stays: ["web"],
    declines: /the internet reaches the scaling group fleet on udp\/9987: name udp\/9987 in publicPorts/,
  },
];

/** Who learns where a store is by what keeps it for others. */
const told: readonly PlanCase[] = [
  ...(
    [
      ["a parameter", "aws:ssm/parameter:Parameter", { value: ref("orders", "address") }],
      ["a record", "aws:route53/record:Record", { records: [ref("orders", "address")] }],
      ["a secret", "aws:secretsmanager/secretVersion:SecretVersion", { secretString: ref("orders", "address") }],
      ["a variable of another service", "github:index/actionsVariable:ActionsVariable", { value: ref("orders", "address") }],
    ] as const
  ).map(([what, type, props]): PlanCase => ({
    name: `${what} tells others where the database is: its network stays, whoever else is in it`,
    stack: [...orders, ...neighbour, resource(type, "where", props)],
    becomes: { data: { ingress: [tcp(3306, inside)] } },
  })),
  {
    name: "who is told of a secret reads its versions",
    stack: [
      ...orders,
      ...neighbour,
      group("fn"),
      resource("aws:secretsmanager/secret:Secret", "secret"),
      resource("aws:secretsmanager/secretVersion:SecretVersion", "version", { secretId: ref("secret"), secretString: ref("orders", "address") }),
      resource("aws:lambda/function:Function", "api", {
        environment: { variables: { SECRET: ref("secret", "arn") } },
        vpcConfig: { subnetIds: [ref("inner")], securityGroupIds: [ref("fn")] },
      }),
    ],
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("fn")] })] } },
  },
  {
    name: "an App Runner service comes through its connector",
    stack: [
      ...orders,
      group("door"),
      resource("aws:apprunner/vpcConnector:VpcConnector", "connector", { subnets: [ref("inner")], securityGroups: [ref("door")] }),
      resource("aws:apprunner/service:Service", "web", {
        sourceConfiguration: { environment: ref("orders", "address") },
        networkConfiguration: { egressConfiguration: { egressType: "VPC", vpcConnectorArn: ref("connector", "arn") } },
      }),
    ],
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("door")] })] } },
  },
  {
    name: "a job of Glue comes through its connection",
    stack: [
      ...orders,
      ...neighbour,
      group("door", tcp(0, { self: true }, 65535)),
      resource("aws:glue/connection:Connection", "connection", {
        physicalConnectionRequirements: { subnetId: ref("inner"), securityGroupIdLists: [ref("door")] },
      }),
      resource("aws:glue/job:Job", "load", { connections: [ref("connection")], defaultArguments: { "--db": ref("orders", "address") } }),
    ],
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("door")] })] } },
  },
];

/** Who is not the one who calls, and who is. */
const mistaken: readonly PlanCase[] = [
  {
    name: "a proxy of databases mounts no files: their network stays",
    stack: [
      ...network,
      group("door"),
      resource("aws:rds/proxy:Proxy", "door", { engineFamily: "MYSQL", vpcSubnetIds: [ref("inner")], vpcSecurityGroupIds: [ref("door")] }),
      group("files", tcp(2049, world)),
      resource("aws:efs/mountTarget:MountTarget", "mount", { fileSystemId: "fs-1", subnetId: ref("inner"), securityGroups: [ref("files")] }),
    ],
    becomes: { files: { ingress: [tcp(2049, inside)] } },
  },
  {
    name: "applications on one group go on to call each other where a block becomes the groups in it",
    policies: ["prefer-group-references"],
    stack: [
      ...network,
      group("web", tcp(443, world)),
      host("site", ["web"]),
      group("app", tcp(8080, inside)),
      host("one", ["app"], "inner"),
      host("two", ["app"], "inner"),
    ],
    becomes: { app: { ingress: [tcp(8080, { securityGroups: [sg("web")], self: true })] } },
  },
];

/** Who deploys, on ports and by ways of their own. */
const provider = (name: string, props: Entry["props"]): readonly Entry[] => [
  resource(`pulumi:providers:${name}`, "admin", props),
  resource(`${name}:index/thing:Thing`, "thing"),
];
const deployers: readonly PlanCase[] = [
  ...(
    [
      ["rabbitmq", 15671],
      ["consul", 8501],
      ["vault", 8443],
      ["grafana", 8080],
      ["docker", 2376],
    ] as const
  ).map(([name, port]): PlanCase => ({
    name: `the provider ${name} keeps its way to a machine on port ${port}, which its address names`,
    stack: [
      ...network,
      group("box", tcp(port, world), tcp(443, world)),
      host("server", ["box"]),
      ...provider(name, { url: ref("server", "publicIp") }),
    ],
    becomes: {
      box: { ingress: [tcp(port, { cidrBlocks: name === "rabbitmq" ? ["10.0.0.0/16"] : [] }), tcp(443, world)] },
    },
    settings: [name === "rabbitmq" ? "amqpCidrs" : name === "docker" ? "dockerCidrs" : `tcp${port}Cidrs`],
  })),
  {
    name: "a command of which the connection is not known comes by the port that a rule is for",
    stack: [
      ...network,
      group("box", tcp(2222, world), tcp(443, world)),
      host("server", ["box"]),
      resource("command:remote:Command", "set-up", { connection: ref("server", "publicIp"), create: "uptime" }),
    ],
    becomes: { box: { ingress: [tcp(2222, { cidrBlocks: [] }), tcp(443, world)] } },
    settings: ["tcp2222Cidrs"],
  },
  {
    name: "where it may be one of two ports, neither is closed",
    stack: [
      ...network,
      group("box", tcp(2222, world), tcp(8443, world), tcp(443, world)),
      host("server", ["box"]),
      resource("command:remote:Command", "set-up", { connection: ref("server", "publicIp"), create: "uptime" }),
    ],
    stays: ["box"],
    declines: /the internet reaches the instance server on tcp\/2222/,
  },
  {
    name: "a command through another machine comes from there",
    stack: [
      ...network,
      group("door", tcp(22, world)),
      host("jump", ["door"]),
      group("app", tcp(22, world)),
      host("server", ["app"], "inner"),
      resource("command:remote:Command", "set-up", {
        connection: { host: ref("server", "privateIp"), proxy: { host: ref("jump", "publicIp") } },
        create: "uptime",
      }),
    ],
    becomes: { app: { ingress: [tcp(22, { securityGroups: [sg("door")] })] }, door: { ingress: [tcp(22, { cidrBlocks: [] })] } },
    settings: ["sshCidrs"],
  },
  {
    name: "a machine that others admit for SSH by its address is a bastion, and its interface calls nobody",
    stack: [
      ...network,
      group("door", tcp(22, world)),
      resource("aws:ec2/networkInterface:NetworkInterface", "interface", {
        subnetId: ref("outer"),
        privateIps: ["10.0.1.10"],
        securityGroups: [ref("door")],
      }),
      resource("aws:ec2/instance:Instance", "jump", { networkInterfaces: [{ deviceIndex: 0, networkInterfaceId: ref("interface") }] }),
      resource("aws:ec2/eip:Eip", "address", { networkInterface: ref("interface") }),
      group("app", tcp(22, { cidrBlocks: ["10.0.1.10/32"] })),
      host("server", ["app"], "inner"),
    ],
    becomes: { door: { ingress: [tcp(22, { cidrBlocks: [] })] } },
    settings: ["sshCidrs"],
  },
  {
    name: "so is one whose own address is known",
    stack: [
      ...network,
      group("door", tcp(22, world), tcp(443, world)),
      host("jump", ["door"], "outer", { privateIp: "10.0.1.10" }),
      group("app", tcp(22, { cidrBlocks: ["10.0.1.10/32"] })),
      host("server", ["app"], "inner"),
    ],
    becomes: { door: { ingress: [tcp(22, { cidrBlocks: [] }), tcp(443, world)] } },
    settings: ["sshCidrs"],
  },
];

/** What has to get out, and default groups that others get. */
const everything = { egress: [all(world)] };
const member = (type: string, props: Entry["props"]): readonly Entry[] => [
  ...network,
  stores,
  resource("aws:ec2/securityGroup:SecurityGroup", "data", { description: "data", vpcId: ref("vpc"), ingress: [], ...everything }),
  resource(type, "member", { dbSubnetGroupName: ref("stores"), subnetIds: [ref("inner")], ...props }),
];
const outside: readonly PlanCase[] = [
  {
    name: "a database of a Windows domain keeps its ways to the directory",
    policies: ["no-unrestricted-egress"],
    stack: member("aws:rds/instance:Instance", { engine: "sqlserver-se", domain: "d-1", vpcSecurityGroupIds: [ref("data")] }),
    stays: ["data"],
    declines: /the RDS instance member has to reach the directory that its users are in: say where that is/,
  },
  {
    name: "a broker that asks a directory does, too",
    policies: ["no-unrestricted-egress"],
    stack: member("aws:mq/broker:Broker", { engineType: "ActiveMQ", authenticationStrategy: "ldap", securityGroups: [ref("data")] }),
    stays: ["data"],
    declines: /the broker member has to reach the directory/,
  },
  ...(
    [
      ["a parameter", "aws:ssm/parameter:Parameter", { value: ref("vpc") }],
      ["a share", "aws:ram/resourceAssociation:ResourceAssociation", { resourceArn: ref("inner", "arn") }],
      ["a template of CloudFormation", "aws:cloudformation/stack:Stack", { parameters: { Vpc: ref("vpc") } }],
      ["a cluster's chart", "kubernetes:helm.sh/v3:Release", { values: { vpcId: ref("vpc") } }],
    ] as const
  ).map(([what, type, props]): PlanCase => ({
    name: `a default group whose network ${what} gives to others stays`,
    policies: ["default-group-admits-nothing"],
    stack: [
      ...network,
      resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", {
        vpcId: ref("vpc"),
        ingress: [rule("-1", 0, 0, { self: true })],
        ...everything,
      }),
      resource(type, "given", props),
    ],
    stays: ["default"],
    declines: /the stack gives it, or its VPC, to others/,
  })),
  ...(
    [
      ["a VPN for clients", "aws:ec2clientvpn/endpoint:Endpoint", { vpcId: ref("vpc") }],
      ["a server for files", "aws:transfer/server:Server", { endpointDetails: { vpcId: ref("vpc"), subnetIds: [ref("inner")] } }],
      ["a scheduled task", "aws:scheduler/schedule:Schedule", { target: { ecsParameters: { networkConfiguration: { subnets: [ref("inner")] } } } }],
    ] as const
  ).map(([what, type, props]): PlanCase => ({
    name: `a default group that ${what} has because it names none stays`,
    policies: ["default-group-admits-nothing"],
    stack: [
      ...network,
      resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", {
        vpcId: ref("vpc"),
        ingress: [rule("-1", 0, 0, { self: true })],
        ...everything,
      }),
      resource(type, "user", props),
    ],
    stays: ["default"],
    declines: /user has it/,
  })),
];

/** What machines of one cluster are told through, by others of them. */
const orchestrated: readonly PlanCase[] = (
  [
    ["the kubelet", 10250],
    ["the Docker daemon", 2376],
  ] as const
).flatMap(([what, port]): readonly PlanCase[] => [
  {
    name: `${what} of several machines is for their network`,
    stack: [...network, group("nodes", tcp(port, world)), ...["first", "second"].map((name) => host(name, ["nodes"]))],
    becomes: { nodes: { ingress: [tcp(port, inside)] } },
  },
  {
    name: `${what} of a scaling group is for its network`,
    stack: [...network, group("web", tcp(port, world)), ...fleet("")],
    becomes: { web: { ingress: [tcp(port, inside)] } },
  },
  {
    name: `${what} of the only machine is for nobody`,
    stack: [...network, group("nodes", tcp(443, world), tcp(port, world)), host("only", ["nodes"])],
    becomes: { nodes: { ingress: [tcp(443, world)] } },
  },
]);

describePlans("ways through others", throughOthers);
describePlans("what is served", served);
describePlans("what clusters are told through", orchestrated);
describePlans("who is told", told);
describePlans("who is taken for whom", mistaken);
describePlans("ways of whoever deploys", deployers);
describePlans("ways out, and default groups of others", outside);
