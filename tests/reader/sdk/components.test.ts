import { afterAll, describe, expect, test } from "@jest/globals";
import { sourceOf } from "@portcullis/remediator/reader/sdk/components/components";
import { halves } from "@portcullis/remediator/reader/sdk/components/vpc-layout";
import { tableVersion } from "@portcullis/remediator/reader/sdk/table";
import { unknown, type Resource } from "@portcullis/policypack/resources/resource";
import { folderOf, removeFolders } from "../../harness/folder";
import { readYamlPrograms } from "../../harness/yaml-program";

afterAll(removeFolders);

interface Read {
  readonly resources: readonly Resource[];
  readonly gaps: readonly string[];
}

/** Reads a program of resources, each in flow style. */
function read(...lines: readonly string[]): Read {
  const program = `name: shop\nruntime: yaml\nconfig: {unset: {type: string}}\nresources:\n${lines.map((line) => `  ${line}\n`).join("")}`;
  const [reading] = readYamlPrograms(folderOf({ "Pulumi.yaml": program, "Pulumi.dev.yaml": "config: {aws:region: eu-west-1}" }));
  return { resources: reading?.resources ?? [], gaps: reading?.gaps.map(({ reason }) => reason) ?? [] };
}

const named = ({ resources }: Read, type: string, name: string): Resource | undefined =>
  resources.find((one) => one.type === type && one.name === name);
const group = "aws:ec2/securityGroup:SecurityGroup";
const open = {
  ingress: [{ fromPort: 0, toPort: 0, protocol: "-1", cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] }],
  egress: [{ fromPort: 0, toPort: 65535, protocol: "tcp", cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] }],
};

/** Types and names below the component, without what it nests them in. */
const made = ({ resources }: Read, component: string): readonly string[] => {
  const [, ...parts] = resources.slice(resources.findIndex(({ name, type }) => name === component && /^(awsx|eks)/.test(type)));
  return parts.map(({ type, name }) => `${type.split(":").at(-1) ?? ""} ${name}`);
};

describe("awsx.lb.ApplicationLoadBalancer", () => {
  test("without groups makes one that admits everybody, and a target group and a listener on port 80", () => {
    const reading = read("web: {type: 'awsx:lb:ApplicationLoadBalancer'}");
    expect(made(reading, "web")).toEqual(["SecurityGroup web", "LoadBalancer web", "TargetGroup web", "Listener web-0"]);
    const own = named(reading, group, "web");
    expect(own?.inputs).toMatchObject(open);
    expect(own?.parent).toBe("urn:pulumi:dev::shop::awsx:lb:ApplicationLoadBalancer::web");
    expect(own?.urn).toBe(`urn:pulumi:dev::shop::awsx:lb:ApplicationLoadBalancer$${group}::web`);
    expect(named(reading, "aws:lb/loadBalancer:LoadBalancer", "web")?.propertyDependencies.securityGroups).toEqual([own?.urn]);
    expect(named(reading, "aws:lb/listener:Listener", "web-0")?.inputs).toMatchObject({ port: 80, protocol: "HTTP" });
    expect(reading.gaps).toEqual([]);
  });

  test.each<readonly [name: string, properties: string, groups: readonly string[]]>([
    ["with groups of its own", "securityGroups: [sg-1]", []],
    ["told to have none", "defaultSecurityGroup: {skip: true}", []],
    ["with a default group by id", "defaultSecurityGroup: {securityGroupId: sg-1}", []],
    ["with rules for its default group", "defaultSecurityGroup: {args: {ingress: [{fromPort: 443, cidrBlocks: [10.0.0.0/8]}]}}", ["web"]],
  ])("%s makes no open group", (_, properties, groups) => {
    const reading = read(`web: {type: 'awsx:lb:ApplicationLoadBalancer', properties: {${properties}}}`);
    const own = reading.resources.filter(({ type }) => type === group);
    expect([own.map(({ name }) => name), reading.gaps]).toEqual([groups, []]);
    for (const { inputs } of own) expect(inputs).toMatchObject({ ingress: [{ fromPort: 443, cidrBlocks: ["10.0.0.0/8"] }] });
  });

  test.each(["securityGroups: '${unset}'", "defaultSecurityGroup: '${unset}'", "defaultSecurityGroup: {skip: '${unset}'}"])(
    "where it is not known whether it makes a group (%s) says so and makes none",
    (properties) => {
      const reading = read(`web: {type: 'awsx:lb:ApplicationLoadBalancer', properties: {${properties}}}`);
      expect(reading.resources.filter(({ type }) => type === group)).toEqual([]);
      expect(reading.gaps).toEqual(["web makes a group that admits everybody where it is given none: whether it is, is not known"]);
    },
  );

  test.each<readonly [name: string, properties: string, listeners: readonly object[]]>([
    ["a port", "listener: {port: 443}", [{ port: 443, protocol: "HTTPS" }]],
    ["a protocol", "listener: {protocol: HTTPS}", [{ port: 443, protocol: "HTTPS" }]],
    ["another default port", "defaultTargetGroupPort: 8080", [{ port: 8080, protocol: "HTTP" }]],
    [
      "several",
      "listeners: [{port: 80}, {port: 443, protocol: HTTPS}]",
      [
        { port: 80, protocol: "HTTP" },
        { port: 443, protocol: "HTTPS" },
      ],
    ],
  ])("has the listeners that it is given: %s", (_, properties, listeners) => {
    const reading = read(`web: {type: 'awsx:lb:ApplicationLoadBalancer', properties: {${properties}}}`);
    expect(reading.resources.filter(({ type }) => type === "aws:lb/listener:Listener").map(({ inputs }) => inputs)).toMatchObject(listeners);
  });

  test("is in the VPC of its subnets", () => {
    const reading = read(
      "net: {type: 'aws:ec2:Vpc', properties: {cidrBlock: 10.0.0.0/16}}",
      "one: {type: 'aws:ec2:Subnet', properties: {vpcId: '${net.id}'}}",
      "a: {type: 'awsx:lb:ApplicationLoadBalancer', properties: {subnetIds: ['${one.id}']}}",
      "b: {type: 'awsx:lb:ApplicationLoadBalancer', properties: {subnets: ['${one}']}}",
      "c: {type: 'awsx:lb:ApplicationLoadBalancer', properties: {subnetIds: [subnet-1]}}",
    );
    const own = named(reading, "aws:ec2/subnet:Subnet", "one")?.inputs.vpcId;
    expect(["a", "b", "c"].map((name) => named(reading, group, name)?.inputs.vpcId)).toEqual([own, own, unknown]);
  });
});

test("awsx.lb.NetworkLoadBalancer has no group of its own", () => {
  const reading = read("web: {type: 'awsx:lb:NetworkLoadBalancer', properties: {listener: {port: 443}}}");
  expect(made(reading, "web")).toEqual(["LoadBalancer web", "TargetGroup web", "Listener web-0"]);
  expect(named(reading, "aws:lb/listener:Listener", "web-0")?.inputs).toMatchObject({ port: 443, protocol: "TCP" });
});

describe("awsx.ecs", () => {
  test("FargateService without a network configuration makes a group that admits everybody", () => {
    const reading = read(
      "web: {type: 'awsx:lb:ApplicationLoadBalancer', properties: {securityGroups: [sg-1]}}",
      "app: {type: 'awsx:ecs:FargateService', properties: {taskDefinitionArgs: {container: {name: x, portMappings: [{targetGroup: '${web.defaultTargetGroup}'}]}}}}",
    );
    expect(made(reading, "app")).toEqual(["FargateTaskDefinition app", "TaskDefinition app", "SecurityGroup app-sg", "Service app"]);
    expect(named(reading, group, "app-sg")?.inputs).toMatchObject(open);
    const targetGroup = named(reading, "aws:lb/targetGroup:TargetGroup", "web")?.urn;
    const service = named(reading, "aws:ecs/service:Service", "app");
    expect(service?.propertyDependencies).toMatchObject({
      loadBalancers: [targetGroup],
      networkConfiguration: [named(reading, group, "app-sg")?.urn],
    });
    expect(service?.inputs).toMatchObject({ launchType: "FARGATE", loadBalancers: [{ containerName: "x", containerPort: 80 }] });
  });

  test("FargateService with one makes none", () => {
    const reading = read(
      "app: {type: 'awsx:ecs:FargateService', properties: {taskDefinition: t, networkConfiguration: {subnets: [a], securityGroups: [sg-1]}}}",
    );
    expect(made(reading, "app")).toEqual(["Service app"]);
    expect(named(reading, "aws:ecs/service:Service", "app")?.inputs).toMatchObject({
      networkConfiguration: { securityGroups: ["sg-1"] },
      taskDefinition: "t",
    });
  });

  test("EC2Service makes none in any case", () => {
    expect(made(read("app: {type: 'awsx:ecs:EC2Service', properties: {taskDefinition: t}}"), "app")).toEqual(["Service app"]);
  });
});

describe("awsx.ec2.Vpc", () => {
  test("has a public and a private subnet in three zones, and what leads from them to the internet", () => {
    const reading = read("net: {type: 'awsx:ec2:Vpc'}");
    const subnets = reading.resources.filter(({ type }) => type === "aws:ec2/subnet:Subnet");
    expect(subnets.map(({ name, inputs }) => [name, inputs.cidrBlock, inputs.mapPublicIpOnLaunch, inputs.availabilityZone])).toEqual([
      ["net-public-1", "10.0.32.0/20", true, "eu-west-1a"],
      ["net-private-1", "10.0.0.0/19", false, "eu-west-1a"],
      ["net-public-2", "10.0.96.0/20", true, "eu-west-1b"],
      ["net-private-2", "10.0.64.0/19", false, "eu-west-1b"],
      ["net-public-3", "10.0.160.0/20", true, "eu-west-1c"],
      ["net-private-3", "10.0.128.0/19", false, "eu-west-1c"],
    ]);
    const count = (type: string): number => reading.resources.filter((one) => one.type === type).length;
    expect(["aws:ec2/natGateway:NatGateway", "aws:ec2/route:Route", "aws:ec2/internetGateway:InternetGateway"].map(count)).toEqual([3, 6, 1]);
    expect(reading.gaps).toEqual([]);
  });

  test("has what it is told to have", () => {
    const reading = read(
      "net: {type: 'awsx:ec2:Vpc', properties: {cidrBlock: 10.9.0.0/20, numberOfAvailabilityZones: 2, natGateways: {strategy: Single}, tags: {team: a}}}",
      "own: {type: 'awsx:ec2:Vpc', properties: {availabilityZoneNames: [x], natGateways: {strategy: None}, subnetSpecs: [{type: Isolated, name: data, cidrBlocks: [10.0.0.0/24]}, {type: Public}]}}",
    );
    expect(
      reading.resources
        .filter(({ type }) => type.endsWith(":Subnet"))
        .map(({ name, inputs }) => [name, typeof inputs.cidrBlock === "string" ? inputs.cidrBlock : "?"]),
    ).toEqual([
      ["net-public-1", "10.9.4.0/23"],
      ["net-private-1", "10.9.0.0/22"],
      ["net-public-2", "10.9.12.0/23"],
      ["net-private-2", "10.9.8.0/22"],
      ["own-public-1", "?"],
      ["own-data-1", "10.0.0.0/24"],
    ]);
    expect(reading.resources.filter(({ type }) => type.endsWith(":NatGateway")).map(({ name }) => name)).toEqual(["net-1"]);
    expect(named(reading, "aws:ec2/vpc:Vpc", "net")?.inputs.tags).toEqual({ Name: "net", team: "a" });
  });

  test("gives its VPC and subnets away", () => {
    const reading = read(
      "net: {type: 'awsx:ec2:Vpc'}",
      "web: {type: 'aws:ec2:SecurityGroup', properties: {vpcId: '${net.vpcId}'}}",
      "db: {type: 'aws:rds:SubnetGroup', properties: {subnetIds: '${net.privateSubnetIds}'}}",
    );
    expect(named(reading, group, "web")?.propertyDependencies.vpcId).toEqual([named(reading, "aws:ec2/vpc:Vpc", "net")?.urn]);
    expect(named(reading, "aws:rds/subnetGroup:SubnetGroup", "db")?.propertyDependencies.subnetIds).toHaveLength(3);
  });

  test.each<readonly [properties: string, reason: string]>([
    ["numberOfAvailabilityZones: '${unset}'", "net has a number of zones that is not known: its subnets are not read"],
    ["subnetSpecs: '${unset}'", "net has subnets that are not known"],
    ["natGateways: {strategy: '${unset}'}", "net has NAT gateways that are not known"],
    ["vpcEndpointSpecs: '${unset}'", "net has endpoints that are not known"],
  ])("with arguments that are not known says what is not read: %s", (properties, reason) => {
    expect(read(`net: {type: 'awsx:ec2:Vpc', properties: {${properties}}}`).gaps).toEqual([reason]);
  });

  test("an endpoint that names no group gets one that admits the VPC", () => {
    const reading = read(
      "net: {type: 'awsx:ec2:Vpc', properties: {vpcEndpointStrategy: Auto, vpcEndpointSpecs: [{serviceName: com.amazonaws.eu-west-1.ssm, vpcEndpointType: Interface}]}}",
    );
    expect(named(reading, "aws:ec2/securityGroupRule:SecurityGroupRule", "com.amazonaws.eu-west-1.ssm-ingress")?.inputs).toMatchObject({
      fromPort: 443,
      cidrBlocks: ["10.0.0.0/16"],
    });
  });

  test.each<readonly [block: string, zones: number, expected: unknown]>([
    ["10.0.0.0/16", 1, [{ private: "10.0.0.0/17", public: "10.0.128.0/18" }]],
    [
      "10.0.5.9/16",
      2,
      [
        { private: "10.0.0.0/18", public: "10.0.64.0/19" },
        { private: "10.0.128.0/18", public: "10.0.192.0/19" },
      ],
    ],
    ["10.0.0.0/31", 3, undefined],
    ["10.0.0.300/16", 3, undefined],
    ["fd00::/64", 3, undefined],
  ])("the layout of %s in %d zones", (block, zones, expected) => {
    expect(halves(block, zones)).toEqual(expected);
  });
});

describe("eks", () => {
  test("Cluster makes groups that admit each other, and nodes in them", () => {
    const reading = read("k: {type: 'eks:Cluster', properties: {vpcId: vpc-1, subnetIds: [a]}}");
    expect(made(reading, "k")).toEqual([
      "SecurityGroup k-eksClusterSecurityGroup",
      "SecurityGroupRule k-eksClusterInternetEgressRule",
      "Cluster k-eksCluster",
      "SecurityGroup k-nodeSecurityGroup",
      "SecurityGroupRule k-eksNodeIngressRule",
      "SecurityGroupRule k-eksNodeClusterIngressRule",
      "SecurityGroupRule k-eksExtApiServerClusterIngressRule",
      "SecurityGroupRule k-eksNodeInternetEgressRule",
      "SecurityGroupRule k-eksClusterIngressRule",
      "LaunchTemplate k-launchTemplate",
      "Group k",
    ]);
    const ingress = reading.resources.filter(({ inputs }) => inputs.type === "ingress");
    expect(ingress.every(({ inputs }) => inputs.cidrBlocks === undefined)).toBe(true);
    expect(reading.gaps).toEqual([]);
  });

  test.each<readonly [name: string, properties: string, parts: readonly string[], gaps: readonly string[]]>([
    ["without groups and nodes", "skipDefaultSecurityGroups: true, skipDefaultNodeGroup: true", ["Cluster k-eksCluster"], []],
    ["in auto mode", "autoMode: {enabled: true}", ["Cluster k-eksCluster"], []],
    [
      "where that is not known",
      "skipDefaultSecurityGroups: '${unset}', skipDefaultNodeGroup: true",
      ["Cluster k-eksCluster"],
      ["k makes groups or not: which, is not known"],
    ],
  ])("Cluster %s", (_, properties, parts, gaps) => {
    const reading = read(`k: {type: 'eks:Cluster', properties: {${properties}}}`);
    expect([made(reading, "k"), reading.gaps]).toEqual([parts, gaps]);
  });

  test("NodeGroup has a group of its own, which the cluster's group admits", () => {
    const reading = read(
      "k: {type: 'eks:Cluster', properties: {vpcId: vpc-1, skipDefaultNodeGroup: true}}",
      "n: {type: 'eks:NodeGroupV2', properties: {cluster: '${k}'}}",
      "m: {type: 'eks:ManagedNodeGroup', properties: {cluster: '${k}'}}",
    );
    const clusterGroup = named(reading, group, "k-eksClusterSecurityGroup")?.urn;
    const rule = named(reading, "aws:ec2/securityGroupRule:SecurityGroupRule", "n-eksNodeClusterIngressRule");
    expect(rule?.propertyDependencies).toEqual({
      securityGroupId: [named(reading, group, "n-nodeSecurityGroup")?.urn],
      sourceSecurityGroupId: [clusterGroup],
    });
    expect(named(reading, group, "n-nodeSecurityGroup")?.inputs.vpcId).toBe("vpc-1");
    expect(named(reading, "aws:eks/nodeGroup:NodeGroup", "m")?.propertyDependencies.clusterName).toEqual([
      named(reading, "aws:eks/cluster:Cluster", "k-eksCluster")?.urn,
    ]);
  });
});

test("components that are not known are gaps with their names", () => {
  expect(read("a: {type: 'awsx:ec2:NotYetInvented'}", "b: {type: 'awsx:ecr:Repository'}").gaps).toEqual([
    "awsx:ec2:NotYetInvented is a component of a package, whose resources are not read",
  ]);
});

test("where the recipes come from is said, at the version of the packages' tables", () => {
  expect(sourceOf("awsx:lb:ApplicationLoadBalancer")).toContain(`/v${tableVersion("awsx") ?? ""}/`);
  expect(sourceOf("eks:index:Cluster")).toContain(`/v${tableVersion("eks") ?? ""}/`);
});
