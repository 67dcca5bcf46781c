import { unknown } from "@portcullis/policypack/resources/resource";
import { describeRepairs, type Repair } from "../../harness/repairs";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";

const tcp = (port: number, sources: Record<string, CaseValue>): CaseValue => ({ protocol: "tcp", fromPort: port, toPort: port, ...sources });
const group = (name: string, ...ingress: readonly CaseValue[]): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, { ingress, vpcId: "vpc-1" });
const everything = { protocol: "-1", fromPort: 0, toPort: 0 };
const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" });
const inner = resource("aws:ec2/subnet:Subnet", "inner", { vpcId: ref("vpc"), cidrBlock: "10.0.2.0/24" });
const behind: readonly Entry[] = [
  resource("aws:lb/loadBalancer:LoadBalancer", "front", { securityGroups: ["sg-1"] }),
  resource("aws:lb/targetGroup:TargetGroup", "targets", { port: 80, protocol: "HTTP" }),
  resource("aws:lb/listener:Listener", "listener", {
    loadBalancerArn: ref("front", "arn"),
    port: 443,
    defaultActions: [{ type: "forward", targetGroupArn: ref("targets", "arn") }],
  }),
];
const fleet = (subnet: string): Entry =>
  resource("aws:autoscaling/group:Group", "fleet", {
    launchTemplate: { id: ref("template") },
    targetGroupArns: [ref("targets", "arn")],
    vpcZoneIdentifiers: [ref(subnet)],
  });
const list = (cidr: string): Entry =>
  resource("aws:ec2/managedPrefixList:ManagedPrefixList", "list", { addressFamily: "IPv4", maxEntries: 1, entries: [{ cidr }] });
const openDomain = resource("aws:opensearch/domain:Domain", "search", {
  domainName: "search",
  accessPolicies: JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action: "es:*", Resource: "*" }] }),
});
const openNetwork = resource("aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy", "open", {
  type: "network",
  policy: JSON.stringify([{ Rules: [{ ResourceType: "collection", Resource: ["collection/*"] }], AllowFromPublic: true }]),
});
const edge = { settings: { knownPrefixLists: { "pl-1": "com.amazonaws.global.cloudfront.origin-facing" } } };
const origin = (...ingress: readonly CaseValue[]): Entry[] => [
  resource("aws:lb/loadBalancer:LoadBalancer", "front", { securityGroups: [ref("web")] }),
  resource("aws:cloudfront/distribution:Distribution", "edge", { origins: [{ originId: "front", domainName: ref("front", "dnsName") }] }),
  group("web", ...ingress),
];

const admits = (name: string, port: number, source: string): Entry =>
  resource("aws:ec2/securityGroupRule:SecurityGroupRule", `${name}-from-${source}`, {
    type: "ingress",
    protocol: "tcp",
    fromPort: port,
    toPort: port,
    securityGroupId: ref(name),
    sourceSecurityGroupId: ref(source),
  });

const bothStyles = (...egress: readonly CaseValue[]): Entry => resource("aws:ec2/securityGroup:SecurityGroup", "web", { vpcId: ref("vpc"), egress });
const data = resource("aws:ec2/securityGroup:SecurityGroup", "data", { vpcId: ref("vpc") });
const toStore = resource("aws:ec2/securityGroupRule:SecurityGroupRule", "to-store", {
  type: "egress",
  protocol: "tcp",
  fromPort: 3306,
  toPort: 3306,
  securityGroupId: ref("web"),
  sourceSecurityGroupId: ref("data"),
});

const fn = resource("aws:lambda/function:Function", "orders-worker", { vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: [ref("fn")] } });

const repairs: readonly Repair[] = [
  {
    name: "a standalone rule goes that an inline one lets through anyway, whoever is in the group that it names",
    policy: "one-rule-style-per-group",
    stack: [vpc, bothStyles({ ...everything, cidrBlocks: ["0.0.0.0/0"] }), toStore, data],
    becomes: { "to-store": null, web: { egress: [{ ...everything, cidrBlocks: ["0.0.0.0/0"] }] } },
    says: /Closes tcp\/3306 to data in to-store/,
  },
  {
    name: "a database gives up its public address",
    policy: "database-not-publicly-accessible",
    stack: [resource("aws:rds/instance:Instance", "orders", { engine: "postgres", publiclyAccessible: true })],
    becomes: { orders: { publiclyAccessible: false } },
  },
  {
    name: "a Kafka cluster gives up the addresses of its brokers",
    policy: "database-not-publicly-accessible",
    stack: [
      resource("aws:msk/cluster:Cluster", "events", {
        brokerNodeGroupInfo: { connectivityInfo: { publicAccess: { type: "SERVICE_PROVIDED_EIPS" } } },
      }),
    ],
    becomes: { events: { brokerNodeGroupInfo: { connectivityInfo: { publicAccess: { type: "DISABLED" } } } } },
  },
  {
    name: "who uses an open search domain is for its owner to say",
    policy: "database-not-publicly-accessible",
    stack: [openDomain],
    declines: /who uses the domain is not known/,
  },
  {
    name: "how to reach collections is for their owner to say",
    policy: "database-not-publicly-accessible",
    stack: [openNetwork],
    declines: /which VPC endpoints lead to the collections is not known/,
  },
  {
    name: "a default group is emptied in both directions",
    policy: "default-group-admits-nothing",
    stack: [
      vpc,
      resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", {
        vpcId: ref("vpc"),
        ingress: [{ ...everything, self: true }],
        egress: [{ ...everything, cidrBlocks: ["0.0.0.0/0"] }],
      }),
    ],
    becomes: { default: { ingress: [], egress: [] } },
  },
  {
    name: "a template gives no public address",
    policy: "private-workloads-have-no-public-address",
    stack: [
      vpc,
      inner,
      ...behind,
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { networkInterfaces: [{ associatePublicIpAddress: "true" }] }),
      fleet("inner"),
    ],
    becomes: { template: { networkInterfaces: [{ associatePublicIpAddress: "false" }] } },
  },
  {
    name: "a service gets no public address",
    policy: "private-workloads-have-no-public-address",
    stack: [
      vpc,
      inner,
      ...behind,
      resource("aws:ecs/service:Service", "api", {
        networkConfiguration: { assignPublicIp: true, subnets: [ref("inner")] },
        loadBalancers: [{ targetGroupArn: ref("targets", "arn"), containerName: "api", containerPort: 80 }],
      }),
    ],
    becomes: { api: { networkConfiguration: { assignPublicIp: false, subnets: [unknown] } } },
  },
  {
    name: "a service of aws-native gets no public address",
    policy: "private-workloads-have-no-public-address",
    stack: [
      vpc,
      inner,
      ...behind,
      resource("aws-native:ecs:Service", "api", {
        networkConfiguration: { awsvpcConfiguration: { assignPublicIp: "ENABLED", subnets: [ref("inner")] } },
        loadBalancers: [{ targetGroupArn: ref("targets", "arn"), containerName: "api", containerPort: 80 }],
      }),
    ],
    becomes: { api: { networkConfiguration: { awsvpcConfiguration: { assignPublicIp: "DISABLED", subnets: [unknown] } } } },
  },
  {
    name: "a fleet without interfaces of its own keeps what its subnet gives",
    policy: "private-workloads-have-no-public-address",
    stack: [
      vpc,
      resource("aws:ec2/subnet:Subnet", "outer", { vpcId: ref("vpc"), mapPublicIpOnLaunch: true }),
      ...behind,
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", {}),
      fleet("outer"),
    ],
    declines: /fleet gets its address from its subnet, and has no interface of its own/,
  },
  {
    name: "what a prefix list admits to an internal balancer is for its owner to say",
    policy: "internal-load-balancer-trusted-only",
    stack: [
      resource("aws:lb/loadBalancer:LoadBalancer", "front", { internal: true, securityGroups: [ref("web")] }),
      group("web", tcp(443, { prefixListIds: [ref("list")] })),
      list("52.94.76.0/24"),
    ],
    declines: /what a prefix list in ingress\[0\] of web holds is for its owner to say/,
  },
  {
    name: "an origin admits CloudFront instead of everybody over IPv6",
    policy: "origins-admit-cloudfront-only",
    stack: origin(tcp(443, { ipv6CidrBlocks: ["::/0"] })),
    config: edge,
    becomes: { web: { ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, ipv6CidrBlocks: [], prefixListIds: ["pl-1"] }] } },
  },
  {
    name: "what a prefix list admits to an origin is for its owner to say",
    policy: "origins-admit-cloudfront-only",
    stack: [...origin(tcp(443, { prefixListIds: [ref("list")] })), list("52.94.76.0/24")],
    config: edge,
    declines: /what a prefix list holds is for its owner to say/,
  },
  {
    name: "a bastion whose group is from elsewhere is not admitted by name",
    policy: "ssh-only-through-bastion",
    stack: [
      resource("aws:ec2/instance:Instance", "jump", { vpcSecurityGroupIds: ["sg-9"] }),
      resource("aws:ec2/instance:Instance", "host", { vpcSecurityGroupIds: [ref("app")] }),
      group("app", tcp(22, { cidrBlocks: ["10.0.0.0/16"] })),
    ],
    config: { settings: { bastions: ["jump"] } },
    declines: /jump has no group that a rule could name/,
  },
  {
    name: "a shared group of a data store is split by hand",
    policy: "data-stores-have-groups-of-their-own",
    stack: [
      group("shared", tcp(5432, { self: true })),
      resource("aws:rds/instance:Instance", "orders", { engine: "postgres", vpcSecurityGroupIds: [ref("shared")] }),
      resource("aws:ec2/instance:Instance", "app", { vpcSecurityGroupIds: [ref("shared")] }),
    ],
    declines: /^shared has to be split by hand: a new group on the RDS instance orders that admits shared to tcp\/5432/,
  },
  {
    name: "a function is let out to the groups of its data stores only",
    policy: "function-egress-to-known-peers",
    stack: [
      resource("aws:ec2/securityGroup:SecurityGroup", "fn", { egress: [{ ...everything, cidrBlocks: ["0.0.0.0/0"] }] }),
      fn,
      group("data"),
      admits("data", 5432, "fn"),
      resource("aws:rds/instance:Instance", "orders", { engine: "postgres", vpcSecurityGroupIds: [ref("data")] }),
      group("cache"),
      admits("cache", 6379, "fn"),
      resource("aws:elasticache/replicationGroup:ReplicationGroup", "fast", { securityGroupIds: [ref("cache")] }),
    ],
    becomes: {
      fn: {
        egress: [
          { protocol: "tcp", fromPort: 6379, toPort: 6379, securityGroups: [unknown] },
          { protocol: "tcp", fromPort: 5432, toPort: 5432, securityGroups: [unknown] },
        ],
      },
    },
    says: /^Lets egress\[0\] of fn out to cache and data only$/,
  },
  {
    name: "a function and a data store whose lists would name each other stay",
    policy: "function-egress-to-known-peers",
    stack: [
      resource("aws:ec2/securityGroup:SecurityGroup", "fn", { egress: [{ ...everything, cidrBlocks: ["0.0.0.0/0"] }] }),
      fn,
      group("data", tcp(5432, { securityGroups: [ref("fn")] })),
      resource("aws:rds/instance:Instance", "orders", { engine: "postgres", vpcSecurityGroupIds: [ref("data")] }),
    ],
    declines: /data refers to it already: two groups can refer to each other in rules of their own only/,
  },
  {
    name: "a rule of its own lets a function out to the group of its data store only",
    policy: "function-egress-to-known-peers",
    stack: [
      resource("aws:ec2/securityGroup:SecurityGroup", "fn", {}),
      resource("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "out", {
        securityGroupId: ref("fn"),
        ipProtocol: "-1",
        cidrIpv4: "0.0.0.0/0",
      }),
      fn,
      group("data", tcp(5432, { securityGroups: [ref("fn")] })),
      resource("aws:rds/instance:Instance", "orders", { engine: "postgres", vpcSecurityGroupIds: [ref("data")] }),
    ],
    becomes: { out: { ipProtocol: "tcp", fromPort: 5432, toPort: 5432, referencedSecurityGroupId: unknown } },
  },
  {
    name: "an application on the port of data stores is none",
    policy: "function-egress-to-known-peers",
    stack: [
      resource("aws:ec2/securityGroup:SecurityGroup", "fn", { egress: [{ ...everything, cidrBlocks: ["0.0.0.0/0"] }] }),
      fn,
      group("pool", tcp(5432, { securityGroups: [ref("fn")] })),
      resource("aws:ec2/instance:Instance", "pooler", { vpcSecurityGroupIds: [ref("pool")] }),
    ],
    declines: /no data store of this program admits the function by its group/,
  },
  {
    name: "a whole subnet is swapped for the group of what lives in it",
    policy: "no-broad-private-sources",
    stack: [
      vpc,
      inner,
      group("app"),
      resource("aws:ec2/instance:Instance", "server", { subnetId: ref("inner"), vpcSecurityGroupIds: [ref("app")] }),
      resource("aws:ec2/securityGroup:SecurityGroup", "data", { vpcId: ref("vpc"), ingress: [tcp(5432, { cidrBlocks: ["10.0.2.0/24"] })] }),
    ].map((entry) => (entry.name === "app" ? { ...entry, props: { ...entry.props, vpcId: ref("vpc") } } : entry)),
    becomes: { data: { ingress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, securityGroups: [unknown] }] } },
  },
  {
    name: "CloudFront's list is known among others",
    policy: "origins-admit-cloudfront-only",
    stack: origin(tcp(443, { cidrBlocks: ["0.0.0.0/0"] }), tcp(80, { cidrBlocks: ["0.0.0.0/0"] })),
    config: { settings: { knownPrefixLists: { "pl-0": "com.amazonaws.us-east-1.s3", "pl-1": "com.amazonaws.global.cloudfront.origin-facing" } } },
    becomes: {
      web: {
        ingress: [
          { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [], prefixListIds: ["pl-1"] },
          { protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: [], prefixListIds: ["pl-1"] },
        ],
      },
    },
    says: /^Admits CloudFront's prefix list pl-1 instead of 0\.0\.0\.0\/0 in ingress\[0\] and ingress\[1\] of web$/,
  },
];

describeRepairs(repairs);
