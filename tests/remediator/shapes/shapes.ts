import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";

type Props = Readonly<Record<string, CaseValue>>;

const everywhere = ["0.0.0.0/0"];
const rule = (port: number, cidrBlocks: readonly string[], more: Props = {}): CaseValue => ({
  protocol: "tcp",
  fromPort: port,
  toPort: port,
  cidrBlocks,
  ...more,
});
const outward: CaseValue = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: everywhere };
const group = (name: string, ingress: readonly CaseValue[], more: Props = {}): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, { vpcId: ref("main"), description: name, ingress, egress: [outward], ...more });

/** A VPC with public subnets, as tutorials make it. */
const network: readonly Entry[] = [
  resource("aws:ec2/vpc:Vpc", "main", { cidrBlock: "10.0.0.0/16" }),
  resource("aws:ec2/internetGateway:InternetGateway", "gateway", { vpcId: ref("main") }),
  resource("aws:ec2/routeTable:RouteTable", "public", { vpcId: ref("main"), routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: ref("gateway") }] }),
  ...["a", "b"].flatMap((zone, index) => [
    resource("aws:ec2/subnet:Subnet", `public-${zone}`, { vpcId: ref("main"), cidrBlock: `10.0.${index}.0/24`, mapPublicIpOnLaunch: true }),
    resource("aws:ec2/routeTableAssociation:RouteTableAssociation", `route-${zone}`, {
      subnetId: ref(`public-${zone}`),
      routeTableId: ref("public"),
    }),
    resource("aws:ec2/subnet:Subnet", `private-${zone}`, { vpcId: ref("main"), cidrBlock: `10.0.1${index}.0/24` }),
  ]),
];

const publicSubnets = [ref("public-a"), ref("public-b")];
const privateSubnets = [ref("private-a"), ref("private-b")];

const flowLogs = "After an incident, nobody can say who was there unless it was logged before.";
const acls = "One list for the subnets is the second lock, for the day on which a group is wrong.";
const descriptions = "Whoever cleans up next year has to know whom a rule is for.";

/** A shape of program that is often published, and why somebody would act on each thing that is said of it: by policy and resource. */
export interface Shape {
  readonly name: string;
  readonly entries: readonly Entry[];
  readonly acted: Readonly<Record<string, string>>;
}

export const shapes: readonly Shape[] = [
  {
    name: "a web server",
    entries: [
      ...network,
      group("web-group", [rule(22, everywhere), rule(80, everywhere)]),
      resource("aws:ec2/instance:Instance", "web", {
        ami: "ami-1",
        instanceType: "t3.micro",
        subnetId: ref("public-a"),
        vpcSecurityGroupIds: [ref("web-group")],
      }),
    ],
    acted: {
      "no-public-admin-ports of web-group": "Anybody can try passwords and keys at the server until one fits.",
      "only-load-balancers-face-internet": "A balancer ends TLS, filters, and lets the server be replaced without an outage.",
      "vpcs-have-flow-logs": flowLogs,
      "subnets-have-network-acls": acls,
      "rules-have-descriptions": descriptions,
    },
  },
  {
    name: "Fargate behind an application load balancer",
    entries: [
      ...network,
      group("balancer-group", [rule(80, everywhere)]),
      group("tasks-group", [rule(8080, everywhere)]),
      resource("aws:lb/loadBalancer:LoadBalancer", "front", {
        loadBalancerType: "application",
        internal: false,
        securityGroups: [ref("balancer-group")],
        subnets: publicSubnets,
      }),
      resource("aws:lb/targetGroup:TargetGroup", "targets", { port: 8080, protocol: "HTTP", targetType: "ip", vpcId: ref("main") }),
      resource("aws:lb/listener:Listener", "http", {
        loadBalancerArn: ref("front", "arn"),
        port: 80,
        protocol: "HTTP",
        defaultActions: [{ type: "forward", targetGroupArn: ref("targets", "arn") }],
      }),
      resource("aws:ecs/cluster:Cluster", "cluster"),
      resource("aws:ecs/service:Service", "shop", {
        cluster: ref("cluster", "arn"),
        launchType: "FARGATE",
        desiredCount: 2,
        networkConfiguration: { assignPublicIp: true, subnets: publicSubnets, securityGroups: [ref("tasks-group")] },
        loadBalancers: [{ targetGroupArn: ref("targets", "arn"), containerName: "shop", containerPort: 8080 }],
      }),
    ],
    acted: {
      "no-public-high-risk-ports of tasks-group": "The tasks are called past the balancer: its logs, its TLS and its firewall see nothing of that.",
      "private-workloads-have-no-public-address":
        "The tasks need the address only to fetch their image, which an endpoint or a NAT gateway gives them.",
      "public-entry-has-firewall": "Scanners find the shop within minutes; a web ACL with AWS's own rules stops what they try.",
      "vpcs-have-flow-logs": flowLogs,
      "subnets-have-network-acls": acls,
      "rules-have-descriptions": descriptions,
    },
  },
  {
    name: "a Lambda function with a database",
    entries: [
      ...network,
      group("function-group", []),
      group("database-group", [rule(5432, ["10.0.0.0/16"])]),
      resource("aws:rds/subnetGroup:SubnetGroup", "data-subnets", { subnetIds: privateSubnets }),
      resource("aws:rds/instance:Instance", "orders", {
        engine: "postgres",
        instanceClass: "db.t4g.micro",
        dbSubnetGroupName: ref("data-subnets", "name"),
        vpcSecurityGroupIds: [ref("database-group")],
        publiclyAccessible: false,
      }),
      resource("aws:lambda/function:Function", "api", {
        role: "arn:aws:iam::123456789012:role/api",
        vpcConfig: { subnetIds: privateSubnets, securityGroupIds: [ref("function-group")] },
      }),
    ],
    acted: {
      "database-ingress-by-reference of database-group":
        "Whatever else gets into the VPC reaches the orders; the function's group lets in the function alone.",
      "function-egress-to-known-peers of function-group": "Code that gets into the function by a dependency can send the orders anywhere.",
      "no-unrestricted-egress": "A database opens no connections: whoever gets into it should not be able to either.",
      "vpcs-have-flow-logs": flowLogs,
      "subnets-have-network-acls": acls,
      "rules-have-descriptions": descriptions,
    },
  },
  {
    name: "an EKS cluster with nodes",
    entries: [
      ...network,
      group("cluster-group", [rule(443, ["10.0.0.0/16"])]),
      resource("aws:eks/cluster:Cluster", "shop", {
        roleArn: "arn:aws:iam::123456789012:role/eks",
        vpcConfig: { subnetIds: privateSubnets, securityGroupIds: [ref("cluster-group")], endpointPublicAccess: true },
      }),
      resource("aws:eks/nodeGroup:NodeGroup", "nodes", {
        clusterName: ref("shop", "name"),
        nodeRoleArn: "arn:aws:iam::123456789012:role/nodes",
        subnetIds: privateSubnets,
        scalingConfig: { desiredSize: 2, maxSize: 3, minSize: 1 },
        remoteAccess: { ec2SshKey: "key" },
      }),
    ],
    acted: {
      "no-public-admin-ports of nodes": "The program says nothing of it, and AWS opens SSH of every node to the world.",
      "no-broad-private-sources": "Every pod of the VPC reaches the API of the cluster, where the nodes and the pipeline are meant.",
      "vpcs-have-flow-logs": flowLogs,
      "subnets-have-network-acls": acls,
      "rules-have-descriptions": descriptions,
    },
  },
  {
    name: "a bastion",
    entries: [
      ...network,
      group("bastion-group", [rule(22, everywhere)]),
      group("hosts-group", [{ protocol: "tcp", fromPort: 22, toPort: 22, securityGroups: [ref("bastion-group")] }]),
      resource("aws:ec2/instance:Instance", "bastion", {
        ami: "ami-1",
        instanceType: "t3.nano",
        keyName: "key",
        subnetId: ref("public-a"),
        vpcSecurityGroupIds: [ref("bastion-group")],
      }),
      resource("aws:ec2/instance:Instance", "host", {
        ami: "ami-1",
        instanceType: "t3.micro",
        subnetId: ref("private-a"),
        vpcSecurityGroupIds: [ref("hosts-group")],
      }),
    ],
    acted: {
      "no-public-admin-ports of bastion-group": "The way into all hosts is open to everybody who tries; the office's block is known.",
      "bastion-without-static-keys":
        "A key that was copied once opens the bastion for years, and a token ends theft of its role by a forged request.",
      "vpcs-have-flow-logs": flowLogs,
      "subnets-have-network-acls": acls,
      "rules-have-descriptions": descriptions,
    },
  },
  {
    name: "a data warehouse",
    entries: [
      ...network,
      group("warehouse-group", [rule(5439, everywhere)]),
      resource("aws:redshift/subnetGroup:SubnetGroup", "data-subnets", { subnetIds: publicSubnets }),
      resource("aws:redshift/cluster:Cluster", "warehouse", {
        clusterIdentifier: "warehouse",
        nodeType: "ra3.large",
        publiclyAccessible: true,
        clusterSubnetGroupName: ref("data-subnets", "name"),
        vpcSecurityGroupIds: [ref("warehouse-group")],
      }),
    ],
    acted: {
      "no-public-database-ports of warehouse-group": "Anybody can try passwords at the warehouse.",
      "database-not-publicly-accessible of warehouse": "The address makes the mistake in the rule a leak.",
      "database-in-private-subnets of data-subnets": "As long as the subnets lead out, the next mistake in a rule is a leak again.",
      "no-unrestricted-egress": "Whoever gets into the warehouse can copy it to anywhere.",
      "vpcs-have-flow-logs": flowLogs,
      "subnets-have-network-acls": acls,
      "rules-have-descriptions": descriptions,
    },
  },
  {
    name: "a static site",
    entries: [
      resource("aws:s3/bucketV2:BucketV2", "bucket"),
      resource("aws:cloudfront/distribution:Distribution", "site", {
        enabled: true,
        origins: [{ domainName: ref("bucket", "bucketRegionalDomainName"), originId: "site" }],
        defaultCacheBehavior: { targetOriginId: "site", viewerProtocolPolicy: "redirect-to-https", allowedMethods: ["GET"], cachedMethods: ["GET"] },
        restrictions: { geoRestriction: { restrictionType: "none" } },
        viewerCertificate: { cloudfrontDefaultCertificate: true },
      }),
    ],
    acted: {
      "public-entry-has-firewall": "The owner pays for every request of a flood; a rate limit is one rule.",
    },
  },
  {
    name: "devices over a network load balancer",
    entries: [
      ...network,
      group("broker-group", [rule(8883, everywhere)]),
      resource("aws:lb/loadBalancer:LoadBalancer", "devices", { loadBalancerType: "network", internal: false, subnets: publicSubnets }),
      resource("aws:lb/targetGroup:TargetGroup", "targets", { port: 8883, protocol: "TCP", targetType: "instance", vpcId: ref("main") }),
      resource("aws:lb/listener:Listener", "mqtt", {
        loadBalancerArn: ref("devices", "arn"),
        port: 8883,
        protocol: "TCP",
        defaultActions: [{ type: "forward", targetGroupArn: ref("targets", "arn") }],
      }),
      resource("aws:ec2/instance:Instance", "broker", {
        ami: "ami-1",
        instanceType: "t3.small",
        subnetId: ref("private-a"),
        vpcSecurityGroupIds: [ref("broker-group")],
      }),
      resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", "attachment", {
        targetGroupArn: ref("targets", "arn"),
        targetId: ref("broker"),
        port: 8883,
      }),
    ],
    acted: {
      "no-public-database-ports": "Devices have to come in, but through a group on the balancer the broker itself can be closed.",
      "network-load-balancers-have-groups":
        "A balancer gets its groups when it is made: found later, it has to be replaced with all devices connected.",
      "vpcs-have-flow-logs": flowLogs,
      "subnets-have-network-acls": acls,
      "rules-have-descriptions": descriptions,
    },
  },
];
