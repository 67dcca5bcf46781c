import { describe, expect, test } from "@jest/globals";
import { evaluate } from "@portcullis/policypack/evaluation/evaluate";
import type { Finding } from "@portcullis/policypack/evaluation/finding";
import { policies } from "@portcullis/policypack/contract/registry";
import { parseUrn, type Resource } from "@portcullis/policypack/resources/resource";
import { configure } from "@portcullis/policypack/contract/settings";
import { today } from "../harness/policy";
import { ref, resource, stackOf, urnOf, type CaseValue, type Entry, type Stage } from "../harness/stack";

/** A component as its package registers it: of its children, the pack sees no more than of other resources. */
interface Component {
  readonly type: string;
  readonly name: string;
  readonly children: readonly (Entry | Component)[];
}

function component(type: string, name: string, ...children: readonly (Entry | Component)[]): Component {
  return { type, name, children };
}

/** What depends on a property of a component that its package runs, names the child behind it or only the component. */
type Dependencies = "on children" | "on components";

/** What the engine would send: the type of a child is qualified by those of its parents. */
function stackWith(parts: readonly (Entry | Component)[], stage: Stage, dependencies: Dependencies): readonly Resource[] {
  const entries: Entry[] = [];
  const qualified = new Map<string, string>();
  const parents = new Map<string, string>();
  const components: Resource[] = [];
  const walk = (part: Entry | Component, types: readonly string[], parent: string | undefined): void => {
    const urn = `urn:pulumi:dev::shop::${[...types, part.type].join("$")}::${part.name}`;
    qualified.set(urnOf(part), urn);
    if (parent !== undefined) parents.set(urn, parent);
    if (!("children" in part)) {
      entries.push(part);
      return;
    }
    components.push({
      urn,
      type: part.type,
      name: part.name,
      custom: false,
      inputs: {},
      outputs: {},
      id: undefined,
      parent,
      provider: undefined,
      propertyDependencies: {},
      positions: [],
    });
    for (const child of part.children) walk(child, [...types, part.type], urn);
  };
  for (const part of parts) walk(part, [], undefined);
  const replaced = (urn: string): string => qualified.get(urn) ?? urn;
  const seen = (by: string, urn: string): string => {
    const owner = parents.get(urn);
    return dependencies === "on components" && owner !== undefined && owner !== parents.get(by) ? owner : urn;
  };
  return [
    ...components,
    ...stackOf(entries, stage).map((child) => {
      const urn = replaced(child.urn);
      const propertyDependencies = Object.fromEntries(
        Object.entries(child.propertyDependencies).map(([property, urns]) => [property, urns.map((each) => seen(urn, replaced(each)))]),
      );
      return { ...child, urn, parent: parents.get(urn), propertyDependencies };
    }),
  ];
}

const everything = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
const tcp = (port: number, peers: Record<string, CaseValue>): CaseValue => ({
  description: "as needed",
  protocol: "tcp",
  fromPort: port,
  toPort: port,
  ...peers,
});

/** https://www.pulumi.com/registry/packages/awsx/api-docs/ec2/vpc/ with one zone of each kind of subnet. */
const zones = ["1", "2"];
const kinds = ["public", "private", "isolated"];
const place = kinds.flatMap((kind, index) =>
  zones.flatMap((zone): Entry[] => {
    const name = `shop-${kind}-${zone}`;
    return [
      resource("aws:ec2/subnet:Subnet", name, {
        vpcId: ref("shop-vpc"),
        cidrBlock: `10.0.${String(index * 10 + Number(zone))}.0/24`,
        mapPublicIpOnLaunch: kind === "public",
      }),
      resource("aws:ec2/routeTable:RouteTable", `${name}-table`, { vpcId: ref("shop-vpc") }),
      resource("aws:ec2/routeTableAssociation:RouteTableAssociation", `${name}-on`, { routeTableId: ref(`${name}-table`), subnetId: ref(name) }),
      ...(kind === "isolated"
        ? []
        : [
            resource("aws:ec2/route:Route", `${name}-route`, {
              routeTableId: ref(`${name}-table`),
              destinationCidrBlock: "0.0.0.0/0",
              ...(kind === "public" ? { gatewayId: ref("shop-igw") } : { natGatewayId: "nat-1" }),
            }),
          ]),
    ];
  }),
);
const vpc = component(
  "awsx:ec2:Vpc",
  "shop",
  resource("aws:ec2/vpc:Vpc", "shop-vpc", { cidrBlock: "10.0.0.0/16" }),
  resource("aws:ec2/internetGateway:InternetGateway", "shop-igw", { vpcId: ref("shop-vpc") }),
  ...place,
  resource("aws:ec2/flowLog:FlowLog", "shop-log", { vpcId: ref("shop-vpc"), trafficType: "ALL" }),
);
const subnets = (kind: string): CaseValue => zones.map((zone) => ref(`shop-${kind}-${zone}`));

/** https://www.pulumi.com/registry/packages/awsx/api-docs/lb/applicationloadbalancer/ */
const balancer = (group: readonly Entry[], securityGroup: string): Component =>
  component(
    "awsx:lb:ApplicationLoadBalancer",
    "front",
    ...group,
    resource("aws:lb/loadBalancer:LoadBalancer", "front-lb", { subnets: subnets("public"), securityGroups: [ref(securityGroup)] }),
    resource("aws:lb/targetGroup:TargetGroup", "front-tg", { vpcId: ref("shop-vpc"), targetType: "ip", port: 8080, protocol: "HTTP" }),
    resource("aws:lb/listener:Listener", "front-0", {
      loadBalancerArn: ref("front-lb", "arn"),
      port: 443,
      protocol: "HTTPS",
      defaultActions: [{ type: "forward", targetGroupArn: ref("front-tg", "arn") }],
    }),
    resource("aws:wafv2/webAclAssociation:WebAclAssociation", "front-waf", { resourceArn: ref("front-lb", "arn"), webAclArn: "arn:aws:wafv2:acl" }),
  );

/** https://www.pulumi.com/registry/packages/awsx/api-docs/ecs/fargateservice/ */
const service = (group: readonly Entry[], securityGroup: string): Component =>
  component(
    "awsx:ecs:FargateService",
    "orders",
    ...group,
    resource("aws:ecs/service:Service", "orders-service", {
      launchType: "FARGATE",
      loadBalancers: [{ targetGroupArn: ref("front-tg", "arn"), containerName: "orders", containerPort: 8080 }],
      networkConfiguration: { subnets: subnets("private"), securityGroups: [ref(securityGroup)], assignPublicIp: false },
    }),
  );
const group = (name: string, props: Entry["props"]): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, { vpcId: ref("shop-vpc"), description: name, ...props });
const web = group("web", { ingress: [tcp(443, { cidrBlocks: ["0.0.0.0/0"] })], egress: [tcp(8080, { securityGroups: [ref("tasks")] })] });
const tasks = group("tasks", {
  ingress: [tcp(8080, { securityGroups: [ref("web")] })],
  egress: [tcp(5432, { securityGroups: [ref("data")] }), tcp(443, { cidrBlocks: ["0.0.0.0/0"] })],
});
const data = [
  group("data", { ingress: [tcp(5432, { securityGroups: [ref("tasks")] })] }),
  resource("aws:rds/subnetGroup:SubnetGroup", "stores", { subnetIds: subnets("isolated") }),
  resource("aws:rds/instance:Instance", "db", { engine: "postgres", dbSubnetGroupName: ref("stores"), vpcSecurityGroupIds: [ref("data")] }),
];

/** https://www.pulumi.com/registry/packages/eks/api-docs/cluster/ */
const standalone = (name: string, props: Entry["props"]): Entry => resource("aws:ec2/securityGroupRule:SecurityGroupRule", name, props);
const nodeRules: readonly Entry[] = [
  standalone("eksNodeIngressRule", { type: "ingress", fromPort: 0, toPort: 0, protocol: "-1", securityGroupId: ref("nodes"), self: true }),
  standalone("eksNodeClusterIngressRule", {
    type: "ingress",
    fromPort: 1025,
    toPort: 65535,
    protocol: "tcp",
    securityGroupId: ref("nodes"),
    sourceSecurityGroupId: ref("control"),
  }),
  standalone("eksExtApiServerClusterIngressRule", {
    type: "ingress",
    fromPort: 443,
    toPort: 443,
    protocol: "tcp",
    securityGroupId: ref("nodes"),
    sourceSecurityGroupId: ref("control"),
  }),
  standalone("eksNodeInternetEgressRule", { type: "egress", ...everything, securityGroupId: ref("nodes") }),
  standalone("eksClusterIngressRule", {
    type: "ingress",
    fromPort: 443,
    toPort: 443,
    protocol: "tcp",
    securityGroupId: ref("control"),
    sourceSecurityGroupId: ref("nodes"),
  }),
].map((rule) => ({ ...rule, props: { description: "as the package says", ...rule.props } }));
const cluster = (...nodes: readonly Entry[]): Component =>
  component(
    "eks:index:Cluster",
    "platform",
    resource("aws:ec2/securityGroup:SecurityGroup", "control", {
      vpcId: ref("shop-vpc"),
      revokeRulesOnDelete: true,
      tags: { Name: "platform-eksClusterSecurityGroup" },
    }),
    standalone("eksClusterInternetEgressRule", {
      type: "egress",
      description: "Allow internet access.",
      ...everything,
      securityGroupId: ref("control"),
    }),
    resource("aws:eks/cluster:Cluster", "platform-eksCluster", {
      vpcConfig: { securityGroupIds: [ref("control")], subnetIds: subnets("private") },
    }),
    component(
      "eks:index:NodeGroupSecurityGroup",
      "platform",
      resource("aws:ec2/securityGroup:SecurityGroup", "nodes", {
        vpcId: ref("shop-vpc"),
        revokeRulesOnDelete: true,
        tags: { Name: "platform-nodeSecurityGroup", "kubernetes.io/cluster/platform": "owned" },
      }),
      ...nodeRules,
    ),
    ...nodes,
  );
const selfManaged: readonly Entry[] = [
  resource("aws:ec2/launchTemplate:LaunchTemplate", "platform-template", {
    networkInterfaces: [{ associatePublicIpAddress: "false", securityGroups: [ref("nodes"), ref("control")] }],
    metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 2 },
  }),
  resource("aws:autoscaling/group:Group", "platform-fleet", {
    launchTemplate: { id: ref("platform-template") },
    vpcZoneIdentifiers: subnets("private"),
  }),
];
const managed = component(
  "eks:index:ManagedNodeGroup",
  "general",
  resource("aws:eks/nodeGroup:NodeGroup", "general", { clusterName: ref("platform-eksCluster"), subnetIds: subnets("private") }),
);

const sound: Readonly<Record<string, readonly (Entry | Component)[]>> = {
  "awsx: a VPC, a balancer, a Fargate service and a database": [vpc, web, tasks, balancer([], "web"), service([], "tasks"), ...data],
  "eks: a cluster with nodes of its own": [vpc, cluster(...selfManaged)],
  "eks: a cluster with a managed node group": [vpc, cluster(), managed],
};

/** What components open without a word in the program, or let the program open. */
const exposed: Readonly<Record<string, { readonly parts: readonly (Entry | Component)[]; readonly finds: readonly string[] }>> = {
  "awsx: the group that a Fargate service makes by itself": {
    parts: [
      vpc,
      balancer([group("front", { ingress: [tcp(443, { cidrBlocks: ["0.0.0.0/0"] })] })], "front"),
      service([group("orders-sg", { ingress: [{ ...everything, ipv6CidrBlocks: ["::/0"] }], egress: [everything] })], "orders-sg"),
    ],
    finds: [
      "backend-ingress-from-load-balancer",
      "no-public-admin-ports",
      "no-public-database-ports",
      "no-public-high-risk-ports",
      "no-public-ports-of-every-protocol",
      "public-ingress-only-on-web-ports",
    ].map((policy) => `${policy} on orders-sg`),
  },
  "awsx: a database that admits the group of a balancer": {
    parts: [
      vpc,
      balancer([group("front", { ingress: [tcp(443, { cidrBlocks: ["0.0.0.0/0"] })] })], "front"),
      group("data", { ingress: [tcp(5432, { securityGroups: [ref("front")] })] }),
      ...data.slice(1),
    ],
    finds: ["database-ingress-from-applications-only on data"],
  },
  "awsx: a database in public subnets": {
    parts: [vpc, group("data", {}), resource("aws:rds/subnetGroup:SubnetGroup", "stores", { subnetIds: subnets("public") }), ...data.slice(2)],
    finds: ["database-in-private-subnets on stores"],
  },
  "eks: nodes that admit ssh from everywhere": {
    parts: [
      vpc,
      cluster(...selfManaged),
      standalone("ssh", { type: "ingress", fromPort: 22, toPort: 22, protocol: "tcp", cidrBlocks: ["0.0.0.0/0"], securityGroupId: ref("nodes") }),
    ],
    finds: ["no-public-admin-ports on ssh"],
  },
};

function judged(parts: readonly (Entry | Component)[], stage: Stage, dependencies: Dependencies): readonly Finding[] {
  return evaluate(stackWith(parts, stage, dependencies), { policies, configuration: configure({}, policies), today }).findings;
}

describe.each([
  ["preview", "on children"],
  ["preview", "on components"],
  ["deployed", "on children"],
] as const)("components in %s, with dependencies %s", (stage, dependencies) => {
  test.each(Object.entries(sound))("sound: %s", (_, parts) => {
    expect(judged(parts, stage, dependencies).filter(({ level }) => level === "mandatory")).toEqual([]);
  });

  test.each(Object.entries(exposed))("exposed: %s", (_, { parts, finds }) => {
    const found = judged(parts, stage, dependencies).filter(({ level }) => level === "mandatory");
    const named = found.map(({ policy, urn }) => `${policy} on ${parseUrn(urn).name}`);
    if (dependencies === "on children") expect(named.sort()).toEqual([...finds].sort());
    // Which child is meant may stay open: then the finding is advice.
    else for (const name of named) expect(finds).toContain(name);
  });
});

describe("what a package writes is not asked for what nobody can write", () => {
  const https = (description?: string): CaseValue => ({
    ...(description === undefined ? {} : { description }),
    protocol: "tcp",
    fromPort: 443,
    toPort: 443,
    cidrBlocks: ["0.0.0.0/0"],
  });
  const undescribed = resource("aws:ec2/securityGroup:SecurityGroup", "nodes", { vpcId: "vpc-1", ingress: [https(), https("again")] });
  const asked = (...parts: readonly (Entry | Component)[]): readonly string[] =>
    judged(parts, "preview", "on children").flatMap(({ policy }) => (/^(rules-have-descriptions|no-redundant-rules)$/.test(policy) ? [policy] : []));

  test("of a component of eks", () => expect(asked(component("eks:index:Cluster", "cluster", undescribed))).toEqual([]));
  test("of a group that another component of awsx makes", () =>
    expect(asked(component("awsx:x:ecs:Cluster", "cluster", component("awsx:x:ec2:SecurityGroup", "nodes-group", undescribed)))).toEqual([]));
  test("of a component of the program's own, everything is", () =>
    expect(asked(component("shop:index:Service", "service", undescribed)).length).toBeGreaterThan(1));
  test("of a group of awsx that the program describes itself, the description is", () =>
    expect(asked(component("awsx:x:ec2:SecurityGroup", "nodes-group", undescribed))).toEqual(["rules-have-descriptions"]));
});
