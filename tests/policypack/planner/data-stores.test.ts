import { describePlans, type PlanCase } from "../../harness/plans";
import { ref, resource, type Entry } from "../../harness/stack";
import { all, classicRuleFor, database, group, host, network, office, ruleFor, sg, stores, tcp, withComponents, world } from "./stacks";

const app = host("server", ["app"], "inner", { userData: ref("orders", "address") });
const shop: readonly Entry[] = [...network, stores, group("app"), app];

/** Who was told where the store is, by name. */
const callers: readonly PlanCase[] = [
  {
    name: "an application that uses the database's address has its group in place of the internet",
    stack: [...shop, group("data", tcp(3306, world)), database("orders", ["data"])],
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("app")] })] } },
  },
  {
    name: "a jump host that is to go is not let in again in place of its network, where somebody else lives there; its own rule stays, as it is a bastion by that alone",
    stack: [
      ...network,
      stores,
      group("app"),
      host("server", ["app"], "inner"),
      group("jump", tcp(22, { cidrBlocks: ["52.94.76.8/32"] })),
      host("jump-host", ["jump"]),
      group("data", tcp(3306, { securityGroups: [ref("jump")] }), tcp(3306, { cidrBlocks: ["10.0.0.0/16"] })),
      database("orders", ["data"]),
    ],
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("jump")] }), tcp(3306, { securityGroups: [sg("app")] })] } },
    declines: /database-ingress-from-applications-only: it would break prefer-session-manager for jump/,
  },
  {
    name: "a jump host that is all that lives in a network stays, and is not said to be shut out",
    stack: [
      ...network,
      stores,
      group("jump", tcp(22, { cidrBlocks: ["52.94.76.8/32"] })),
      host("jump-host", ["jump"]),
      group("data", tcp(3306, { securityGroups: [ref("jump")] }), tcp(3306, { cidrBlocks: ["10.0.0.0/16"] })),
      database("orders", ["data"]),
    ],
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("jump")] })] } },
    declines: /database-ingress-from-applications-only: nobody could reach the RDS instance orders any more/,
  },
  {
    name: "what a job that nobody is seen to run was told, its network keeps",
    stack: [
      ...shop,
      group("data", tcp(3306, world)),
      database("orders", ["data"]),
      resource("aws:batch/jobDefinition:JobDefinition", "job", { type: "container", containerProperties: ref("orders", "address") }),
    ],
    becomes: { data: { ingress: [tcp(3306, { cidrBlocks: ["10.0.0.0/16"], securityGroups: [sg("app")] })] } },
  },
  {
    name: "a name in a zone of its own, too",
    stack: [
      ...shop,
      group("data", tcp(3306, world)),
      database("orders", ["data"]),
      resource("aws:route53/record:Record", "name", { name: "db", type: "CNAME", records: [ref("orders", "address")] }),
    ],
    becomes: { data: { ingress: [tcp(3306, { cidrBlocks: ["10.0.0.0/16"], securityGroups: [sg("app")] })] } },
  },
  {
    name: "what a service runs by its task definition is the service's",
    stack: [
      ...shop,
      group("data", tcp(3306, world)),
      group("tasks"),
      database("orders", ["data"]),
      resource("aws:ecs/taskDefinition:TaskDefinition", "task", { family: "task", containerDefinitions: ref("orders", "address") }),
      resource("aws:ecs/service:Service", "service", {
        taskDefinition: ref("task", "arn"),
        networkConfiguration: { subnets: [ref("inner")], securityGroups: [ref("tasks")] },
      }),
    ],
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("app"), sg("tasks")] })] } },
  },
  {
    name: "builds, notebooks and the like around a store are callers as applications are",
    stack: [
      ...network,
      stores,
      group("app"),
      host("server", ["app"], "inner"),
      group("builds"),
      resource("aws:codebuild/project:Project", "ci", {
        vpcConfig: { vpcId: ref("vpc"), subnets: [ref("inner")], securityGroupIds: [ref("builds")] },
      }),
      group("data", tcp(3306, world)),
      database("orders", ["data"]),
    ],
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("app"), sg("builds")] })] } },
  },
  {
    name: "asked for public ports alone, the same",
    policies: ["no-public-database-ports"],
    stack: [...shop, group("data", tcp(3306, world)), database("orders", ["data"])],
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("app")] })] } },
  },
  {
    name: "asked for references alone, the same",
    policies: ["database-ingress-by-reference"],
    stack: [...shop, group("data", tcp(3306, world)), database("orders", ["data"])],
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("app")] })] } },
  },
  {
    name: "a database that opens every port admits the application to its own",
    stack: [...shop, group("data", tcp(0, world, 65535)), database("orders", ["data"])],
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("app")] })] } },
  },
  {
    name: "a database that opens everything, too",
    stack: [...shop, group("data", all(world)), database("orders", ["data"])],
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("app")] })] } },
  },
  {
    name: "both families in one rule",
    stack: [...shop, group("data", tcp(3306, { ...world, ipv6CidrBlocks: ["::/0"] })), database("orders", ["data"])],
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("app")] })] } },
  },
  {
    name: "in rules of their own, one of them is left",
    stack: [
      ...shop,
      group("data"),
      ruleFor("v4", "data", 3306, 3306, { cidrIpv4: "0.0.0.0/0" }),
      ruleFor("v6", "data", 3306, 3306, { cidrIpv6: "::/0" }),
      database("orders", ["data"]),
    ],
    becomes: { v4: { cidrIpv4: undefined, referencedSecurityGroupId: sg("app") }, v6: null },
  },
  {
    name: "in an older rule of its own",
    stack: [...shop, group("data"), classicRuleFor("open", "data", 3306, 3306, world), database("orders", ["data"])],
    becomes: { open: { cidrBlocks: undefined, sourceSecurityGroupId: sg("app") } },
  },
  {
    name: "the application's group that is there already is not named twice",
    stack: [...shop, group("data", tcp(3306, world), tcp(3306, { securityGroups: [ref("app")] })), database("orders", ["data"])],
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("app")] })] } },
  },
  {
    name: "an office beside the internet stays",
    config: office,
    stack: [...shop, group("data", tcp(3306, { cidrBlocks: ["0.0.0.0/0", "52.94.76.0/28"] })), database("orders", ["data"])],
    becomes: { data: { ingress: [tcp(3306, { cidrBlocks: ["52.94.76.0/28"], securityGroups: [sg("app")] })] } },
  },
  {
    name: "a service that is told by its task definition",
    stack: [
      ...network,
      stores,
      group("tasks"),
      resource("aws:ecs/taskDefinition:TaskDefinition", "definition", { containerDefinitions: ref("orders", "address") }),
      resource("aws:ecs/service:Service", "api", {
        taskDefinition: ref("definition", "arn"),
        networkConfiguration: { subnets: [ref("inner")], securityGroups: [ref("tasks")] },
      }),
      group("data", tcp(3306, world)),
      database("orders", ["data"]),
    ],
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("tasks")] })] } },
  },
  {
    name: "a function that is told by a secret",
    stack: [
      ...network,
      stores,
      group("fn"),
      resource("aws:secretsmanager/secretVersion:SecretVersion", "version", { secretId: "secret-1", secretString: ref("orders", "endpoint") }),
      resource("aws:lambda/function:Function", "api", {
        environment: { variables: { SECRET: ref("version", "arn") } },
        vpcConfig: { subnetIds: [ref("inner")], securityGroupIds: [ref("fn")] },
      }),
      group("data", tcp(3306, world)),
      database("orders", ["data"]),
    ],
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("fn")] })] } },
  },
  {
    name: "a fleet that is told by its template",
    stack: [
      ...network,
      stores,
      group("app"),
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { userData: ref("orders", "address"), vpcSecurityGroupIds: [ref("app")] }),
      resource("aws:autoscaling/group:Group", "fleet", { vpcZoneIdentifiers: [ref("inner")], launchTemplate: { id: ref("template") } }),
      group("data", tcp(3306, world)),
      database("orders", ["data"]),
    ],
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("app")] })] } },
  },
  {
    name: "two applications, each by its group",
    stack: [
      ...shop,
      group("jobs"),
      host("worker", ["jobs"], "inner", { userData: ref("orders", "address") }),
      group("data", tcp(3306, world)),
      database("orders", ["data"]),
    ],
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("app"), sg("jobs")] })] } },
  },
  {
    name: "of an application's groups, the one that is on nothing else",
    stack: [
      ...network,
      stores,
      group("common"),
      group("app"),
      host("server", ["common", "app"], "inner", { userData: ref("orders", "address") }),
      host("other", ["common"], "inner"),
      group("data", tcp(3306, world)),
      database("orders", ["data"]),
    ],
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("app")] })] } },
  },
  {
    name: "an application on the database's own group is for its owner to part from it",
    policies: ["no-public-database-ports"],
    stack: [
      ...network,
      stores,
      host("server", ["data"], "inner", { userData: ref("orders", "address") }),
      group("data", tcp(3306, world)),
      database("orders", ["data"]),
    ],
    stays: ["data"],
    declines: /it would break data-stores-have-groups-of-their-own for data/,
  },
  {
    name: "a cache by its group",
    stack: [
      ...network,
      group("app"),
      host("server", ["app"], "inner", { userData: ref("sessions", "primaryEndpointAddress") }),
      group("data", tcp(6379, world)),
      resource("aws:elasticache/subnetGroup:SubnetGroup", "stores", { subnetIds: [ref("inner")] }),
      resource("aws:elasticache/replicationGroup:ReplicationGroup", "sessions", { subnetGroupName: ref("stores"), securityGroupIds: [ref("data")] }),
    ],
    becomes: { data: { ingress: [tcp(6379, { securityGroups: [sg("app")] })] } },
  },
  {
    name: "files by the group of who mounts them",
    stack: [
      ...network,
      group("app"),
      host("server", ["app"], "inner", { userData: ref("files", "dnsName") }),
      group("data", tcp(2049, world)),
      resource("aws:efs/fileSystem:FileSystem", "files"),
      resource("aws:efs/mountTarget:MountTarget", "mount", { fileSystemId: ref("files"), subnetId: ref("inner"), securityGroups: [ref("data")] }),
    ],
    becomes: { data: { ingress: [tcp(2049, { securityGroups: [sg("app")] })] } },
  },
  {
    name: "a proxy that stands for its database",
    stack: [
      ...network,
      stores,
      group("door"),
      resource("aws:rds/proxy:Proxy", "proxy", { vpcSubnetIds: [ref("inner")], vpcSecurityGroupIds: [ref("door")] }),
      resource("aws:rds/proxyTarget:ProxyTarget", "target", { dbProxyName: ref("proxy"), dbInstanceIdentifier: ref("orders") }),
      group("data", tcp(3306, world)),
      database("orders", ["data"]),
    ],
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("door")] })] } },
  },
  {
    name: "an application whose group is made of the database's is admitted by its addresses",
    policies: ["no-public-database-ports"],
    stack: [
      ...network,
      stores,
      resource("aws:ec2/securityGroup:SecurityGroup", "app", {
        description: "app",
        vpcId: ref("vpc"),
        egress: [tcp(3306, { securityGroups: [ref("data")] })],
      }),
      app,
      group("data", tcp(3306, world)),
      database("orders", ["data"]),
    ],
    becomes: { data: { ingress: [tcp(3306, { cidrBlocks: ["10.0.2.0/24"] })] } },
  },
  {
    name: "a function in no VPC reaches the database over the internet",
    stack: [
      ...network,
      stores,
      resource("aws:lambda/function:Function", "api", { environment: { variables: { HOST: ref("orders", "address") } } }),
      group("data", tcp(3306, world)),
      database("orders", ["data"], { publiclyAccessible: true }),
    ],
    stays: ["data", "orders"],
    declines: /the Lambda function api is in no VPC, and reaches the RDS instance orders on tcp\/3306 over the internet/,
  },
];

/** Who uses the store is not to be seen, or in part: the internet covered the network. */
const unseen: readonly PlanCase[] = [
  {
    name: "where nobody is seen to use a database, its network stays",
    stack: [...network, stores, group("data", tcp(3306, world)), database("orders", ["data"])],
    becomes: { data: { ingress: [tcp(3306, { cidrBlocks: ["10.0.0.0/16"] })] } },
    declines: /database-ingress-by-reference: /,
  },
  {
    name: "in a rule of its own, too",
    stack: [...network, stores, group("data"), ruleFor("open", "data", 3306, 3306, { cidrIpv4: "0.0.0.0/0" }), database("orders", ["data"])],
    becomes: { open: { cidrIpv4: "10.0.0.0/16", fromPort: 3306 } },
  },
  {
    name: "a rule that names somebody already is enough",
    stack: [
      ...network,
      stores,
      group("app"),
      group("data", tcp(3306, world), tcp(3306, { securityGroups: [ref("app")] })),
      database("orders", ["data"]),
    ],
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("app")] })] } },
  },
  {
    name: "the applications around it are those who use it",
    stack: [...network, stores, group("app"), host("server", ["app"], "inner"), group("data", tcp(3306, world)), database("orders", ["data"])],
    becomes: { data: { ingress: [tcp(3306, { securityGroups: [sg("app")] })] } },
  },
  {
    name: "a component of which the parts are not to be seen",
    stack: withComponents(
      [...network, stores, group("data", tcp(3306, world)), database("orders", ["data"])],
      [["awsx:ecs:FargateService", "api", [], { taskDefinitionArgs: ref("orders", "address") }]],
    ),
    becomes: { data: { ingress: [tcp(3306, { cidrBlocks: ["10.0.0.0/16"] })] } },
  },
  {
    name: "what a cluster schedules",
    stack: [
      ...network,
      stores,
      resource("kubernetes:core/v1:Secret", "settings", { stringData: { HOST: ref("orders", "address") } }),
      group("data", tcp(3306, world)),
      database("orders", ["data"]),
    ],
    becomes: { data: { ingress: [tcp(3306, { cidrBlocks: ["10.0.0.0/16"] })] } },
  },
  {
    name: "where the block of the network is not known, nothing is closed",
    stack: [
      resource("aws:ec2/securityGroup:SecurityGroup", "data", { description: "data", vpcId: "vpc-1", ingress: [tcp(3306, world)] }),
      resource("aws:rds/instance:Instance", "orders", { engine: "mysql", vpcSecurityGroupIds: [ref("data")] }),
    ],
    stays: ["data"],
    declines: /whoever uses the RDS instance orders from inside its network .*, and the address block of its VPC is not known/,
  },
  {
    name: "a network with two blocks keeps both",
    stack: [
      ...network,
      resource("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", "more", { vpcId: ref("vpc"), cidrBlock: "10.9.0.0/16" }),
      stores,
      group("data", tcp(3306, world)),
      database("orders", ["data"]),
    ],
    becomes: { data: { ingress: [tcp(3306, { cidrBlocks: ["10.0.0.0/16", "10.9.0.0/16"] })] } },
  },
  {
    name: "a database that somebody runs on a machine keeps its network",
    stack: [...network, group("data", tcp(5432, world), tcp(443, world)), host("server", ["data"])],
    becomes: { data: { ingress: [tcp(5432, { cidrBlocks: ["10.0.0.0/16"] }), tcp(443, world)] } },
  },
  {
    name: "a warehouse, a search domain and a broker keep theirs",
    stack: [
      ...network,
      resource("aws:redshift/subnetGroup:SubnetGroup", "stores", { subnetIds: [ref("inner")] }),
      group("data", tcp(5439, world)),
      resource("aws:redshift/cluster:Cluster", "reports", { clusterSubnetGroupName: ref("stores"), vpcSecurityGroupIds: [ref("data")] }),
      group("queue", tcp(5671, world)),
      resource("aws:mq/broker:Broker", "jobs", {
        engineType: "RabbitMQ",
        publiclyAccessible: false,
        subnetIds: [ref("inner")],
        securityGroups: [ref("queue")],
      }),
    ],
    becomes: {
      data: { ingress: [tcp(5439, { cidrBlocks: ["10.0.0.0/16"] })] },
      queue: { ingress: [tcp(5671, { cidrBlocks: ["10.0.0.0/16"] })] },
    },
  },
];

describePlans("who uses a data store", callers);
describePlans("who uses a data store without being seen", unseen);
