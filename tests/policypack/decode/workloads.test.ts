import { describe, expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import path from "node:path";
import attachments from "@portcullis/policypack/decode/attachments.json";
import { decode } from "@portcullis/policypack/decode/decode";
import { isClassified } from "@portcullis/policypack/decode/workloads";
import { defaultGroupVpcs, groupsOf, workloadByUrn, workloadsOf } from "@portcullis/policypack/model/attachments/attachments";
import { keyOf, World } from "@portcullis/policypack/model/world";
import { describe as inWords } from "@portcullis/policypack/net/ports";
import { unknown } from "@portcullis/policypack/resources/resource";
import { configure } from "@portcullis/policypack/contract/settings";
import { ref, resource, stackOf, urnOf, type CaseValue, type Entry, type Stage } from "../../harness/stack";

const stages: readonly Stage[] = ["preview", "deployed"];
const group = resource("aws:ec2/securityGroup:SecurityGroup", "app");
const groupUrn = urnOf(group);

function worldOf(entries: readonly Entry[], stage: Stage = "preview"): World {
  return new World(decode(stackOf(entries, stage)), configure({}, []).pack, "must");
}

function nested(steps: string, value: CaseValue): Record<string, CaseValue> {
  const [head = "", ...rest] = steps.split(".");
  return { [head]: rest.length === 0 ? value : nested(rest.join("."), value) };
}

/** The same, where every object on the way is the second element of a list. */
function nestedInLists(steps: string, value: CaseValue): Record<string, CaseValue> {
  const [head = "", ...rest] = steps.split(".");
  return { [head]: rest.length === 0 ? value : [{}, nestedInLists(rest.join("."), value)] };
}

describe("the types that take groups", () => {
  test("attachments.json is what the package says", () => {
    const root = path.resolve(__dirname, "../../..");
    const { status, stderr } = spawnSync(process.execPath, ["scripts/attachments.mjs", "--check"], { cwd: root, encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
  }, 60_000);

  test("somebody said of every type what it is", () => {
    expect(Object.keys(attachments).filter((token) => !isClassified(token))).toEqual([]);
  });

  test("there are as many as the package has", () => {
    expect(Object.keys(attachments).length).toBeGreaterThan(120);
  });

  for (const [token, { groups }] of Object.entries(attachments)) {
    test(token, () => {
      for (const property of groups) {
        for (const [value, stage] of [
          [[ref("app")], "preview"],
          [[ref("app")], "deployed"],
          [ref("app"), "deployed"],
          ...(property.endsWith("s") ? [] : [[ref("app"), "preview"] as const]),
        ] as const) {
          for (const props of [nested(property, value), nestedInLists(property, value)]) {
            const user = resource(token, "user", props);
            expect(workloadsOf(worldOf([group, user], stage), groupUrn).map(({ urn }) => urn)).toEqual([urnOf(user)]);
          }
        }
      }
    });
  }
});

describe("groups in odd places", () => {
  const other = resource("aws:ec2/securityGroup:SecurityGroup", "other", {});
  const rows: readonly (readonly [name: string, token: string, props: Record<string, CaseValue>])[] = [
    [
      "several in one text",
      "aws:emr/cluster:Cluster",
      { ec2Attributes: { additionalMasterSecurityGroups: "securitygroup-other, securitygroup-app", instanceProfile: "emr" } },
    ],
    [
      "the group through which EMR reaches a private cluster",
      "aws:emr/cluster:Cluster",
      { ec2Attributes: { serviceAccessSecurityGroup: ref("app") } },
    ],
    ["an ARN", "aws:datasync/agent:Agent", { securityGroupArns: [ref("app", "arn")] }],
    ["one of several interfaces", "aws:ec2/launchTemplate:LaunchTemplate", { networkInterfaces: [{}, { securityGroups: [ref("app")] }] }],
    [
      "one of several launch specifications",
      "aws:ec2/spotFleetRequest:SpotFleetRequest",
      { launchSpecifications: [{}, { vpcSecurityGroupIds: [ref("app")] }] },
    ],
    ["settings within settings", "aws:sagemaker/domain:Domain", { defaultUserSettings: { securityGroups: [ref("app")] } }],
    [
      "a task that a pipe runs",
      "aws:pipes/pipe:Pipe",
      { targetParameters: { ecsTaskParameters: { networkConfiguration: { awsVpcConfiguration: { securityGroups: [ref("app")] } } } } },
    ],
    [
      "a task that a schedule runs",
      "aws:scheduler/schedule:Schedule",
      { target: { ecsParameters: { networkConfiguration: { securityGroups: [ref("app")] } } } },
    ],
  ];
  test.each(rows)("%s", (_name, token, props) => {
    const user = resource(token, "user", props);
    const stagesOf: readonly Stage[] = JSON.stringify(props).includes("securitygroup-") ? ["deployed"] : stages;
    for (const stage of stagesOf) expect(workloadsOf(worldOf([group, other, user], stage), groupUrn).map(({ urn }) => urn)).toEqual([urnOf(user)]);
  });
});

describe("the ports of data stores", () => {
  const rows: readonly (readonly [token: string, props: Record<string, CaseValue>, must: string, may?: string])[] = [
    ["aws:rds/instance:Instance", { engine: "postgres" }, "tcp/5432"],
    ["aws:rds/instance:Instance", { engine: "postgres", port: 6000 }, "tcp/6000"],
    ["aws:rds/instance:Instance", { engine: "postgres", port: "6000" }, "tcp/6000"],
    ["aws:rds/instance:Instance", { engine: "postgres", port: unknown }, "no traffic", "every tcp port"],
    ["aws:rds/instance:Instance", { engine: unknown }, "no traffic", "every tcp port"],
    ["aws:rds/instance:Instance", { replicateSourceDb: "main" }, "no traffic", "every tcp port"],
    ["aws:rds/instance:Instance", { engine: "oracle-ee-cdb" }, "tcp/1521"],
    ["aws:rds/instance:Instance", { engine: "MySQL", port: null }, "tcp/3306"],
    ["aws:rds/instance:Instance", { engine: "mysql", port: 0 }, "tcp/3306"],
    ["aws:rds/cluster:Cluster", { engine: "aurora-postgresql" }, "tcp/5432"],
    ["aws:docdb/cluster:Cluster", {}, "tcp/27017"],
    ["aws:docdb/cluster:Cluster", { port: 27018 }, "tcp/27018"],
    ["aws:neptune/cluster:Cluster", {}, "tcp/8182"],
    ["aws:redshift/cluster:Cluster", {}, "tcp/5439"],
    ["aws:redshiftserverless/workgroup:Workgroup", { port: 5440 }, "tcp/5440"],
    ["aws:elasticache/cluster:Cluster", { engine: "memcached" }, "tcp/11211"],
    ["aws:elasticache/replicationGroup:ReplicationGroup", {}, "tcp/6379"],
    ["aws:elasticache/serverlessCache:ServerlessCache", { engine: "valkey" }, "tcp/6379-6380"],
    ["aws:elasticache/serverlessCache:ServerlessCache", { engine: "memcached" }, "tcp/11211-11212"],
    ["aws:memorydb/cluster:Cluster", {}, "tcp/6379"],
    ["aws:opensearch/domain:Domain", {}, "tcp/80 and tcp/443"],
    ["aws:msk/serverlessCluster:ServerlessCluster", {}, "tcp/9098"],
    ["aws:dax/cluster:Cluster", {}, "tcp/8111 and tcp/9111"],
    ["aws:mq/broker:Broker", { engineType: "RabbitMQ" }, "tcp/443, tcp/5671 and tcp/15671"],
    ["aws:timestreaminfluxdb/dbInstance:DbInstance", {}, "tcp/8086"],
    ["aws:efs/mountTarget:MountTarget", {}, "tcp/2049"],
    ["aws:fsx/windowsFileSystem:WindowsFileSystem", {}, "tcp/53, tcp/88, tcp/135, tcp/389 and 12 more"],
    ["aws-native:rds:DbInstance", { engine: "mariadb", port: "3307" }, "tcp/3307"],
    ["aws-native:fsx:FileSystem", { fileSystemType: "OPENZFS" }, "tcp/111, tcp/2049, tcp/20001-20003, udp/111 and 2 more"],
    ["aws-native:fsx:FileSystem", { fileSystemType: unknown }, "no traffic", "every tcp port"],
    ["aws-native:neptune:DbCluster", { dbPort: 8183 }, "tcp/8183"],
  ];
  test.each(rows)("%s %j", (token, props, must, may = must) => {
    const entry = resource(token, "db", props);
    const workload = workloadByUrn(worldOf([entry])).get(urnOf(entry));
    expect([workload?.ports && inWords(workload.ports.must), workload?.ports && inWords(workload.ports.may)]).toEqual([must, may]);
  });

  const main = (props: Record<string, CaseValue> = {}): Entry => resource("aws:rds/instance:Instance", "main", { engine: "mariadb", ...props });
  const cluster = resource("aws:rds/cluster:Cluster", "main", { engine: "aurora-mysql", port: 6000 });
  const replica = (props: Record<string, CaseValue>): Entry => resource("aws:rds/instance:Instance", "db", props);
  const copies: readonly (readonly [name: string, entries: readonly Entry[], must: string, may?: string])[] = [
    ["a replica", [main(), replica({ replicateSourceDb: ref("main", "arn") })], "tcp/3306"],
    ["a replica of a store with a port of its own", [main({ port: 6000 }), replica({ replicateSourceDb: ref("main") })], "tcp/6000"],
    ["a replica with a port of its own", [main({ port: 6000 }), replica({ replicateSourceDb: ref("main"), port: 7000 })], "tcp/7000"],
    ["a replica by name", [main({ identifier: "shop" }), replica({ replicateSourceDb: "shop" })], "tcp/3306"],
    [
      "a replica of a replica",
      [
        main({ port: 6000 }),
        resource("aws:rds/instance:Instance", "middle", { replicateSourceDb: ref("main") }),
        replica({ replicateSourceDb: ref("middle") }),
      ],
      "tcp/6000",
    ],
    ["a replica of what is hidden", [main({ engine: unknown }), replica({ replicateSourceDb: ref("main") })], "no traffic", "every tcp port"],
    ["a replica of a store from elsewhere", [replica({ replicateSourceDb: "arn:aws:rds:eu-west-1:1:db:main" })], "no traffic", "every tcp port"],
    ["a store that is its own source", [replica({ replicateSourceDb: ref("db") })], "no traffic", "every tcp port"],
    [
      "what is made of a snapshot",
      [
        main({ port: 6000 }),
        resource("aws:rds/snapshot:Snapshot", "saved", { dbInstanceIdentifier: ref("main"), dbSnapshotIdentifier: "saved" }),
        replica({ snapshotIdentifier: ref("saved") }),
      ],
      "tcp/6000",
    ],
    ["what is made of a snapshot from elsewhere", [replica({ snapshotIdentifier: "rds:main" })], "no traffic", "every tcp port"],
    ["the same, of a known engine", [replica({ snapshotIdentifier: "rds:main", engine: "postgres" })], "tcp/5432"],
    ["the same, where the snapshot is hidden", [replica({ snapshotIdentifier: unknown, engine: "postgres" })], "tcp/5432"],
    [
      "what is restored to an earlier time",
      [main({ port: 6000 }), replica({ restoreToPointInTime: { sourceDbInstanceIdentifier: ref("main") } })],
      "tcp/6000",
    ],
    [
      "a cluster that is made of a snapshot",
      [
        cluster,
        resource("aws:rds/clusterSnapshot:ClusterSnapshot", "saved", { dbClusterIdentifier: ref("main") }),
        resource("aws:rds/cluster:Cluster", "db", { engine: "aurora-mysql", snapshotIdentifier: ref("saved") }),
      ],
      "tcp/6000",
    ],
    [
      "a node of a replication group",
      [
        resource("aws:elasticache/replicationGroup:ReplicationGroup", "main", { port: 7000, replicationGroupId: "main" }),
        resource("aws:elasticache/cluster:Cluster", "db", { replicationGroupId: ref("main") }),
      ],
      "tcp/7000",
    ],
    [
      "a replication group that follows another one",
      [
        resource("aws:elasticache/replicationGroup:ReplicationGroup", "main", { port: 7000 }),
        resource("aws:elasticache/globalReplicationGroup:GlobalReplicationGroup", "both", { primaryReplicationGroupId: ref("main") }),
        resource("aws:elasticache/replicationGroup:ReplicationGroup", "db", { globalReplicationGroupId: ref("both") }),
      ],
      "tcp/7000",
    ],
    [
      "an aws-native replica",
      [
        resource("aws-native:rds:DbInstance", "main", { engine: "mariadb" }),
        resource("aws-native:rds:DbInstance", "db", { sourceDbInstanceIdentifier: ref("main") }),
      ],
      "tcp/3306",
    ],
  ];
  test.each(copies)("of %s", (_name, entries, must, may = must) => {
    for (const stage of stages) {
      const workload = workloadByUrn(worldOf(entries, stage)).get(urnOf(entries.at(-1) ?? main()));
      expect([stage, workload?.ports && inWords(workload.ports.must), workload?.ports && inWords(workload.ports.may)]).toEqual([stage, must, may]);
    }
  });

  test("of a member, its cluster's", () => {
    const entries = [
      group,
      resource("aws:rds/cluster:Cluster", "db", { engine: "aurora-mysql", vpcSecurityGroupIds: [ref("app")] }),
      resource("aws:rds/clusterInstance:ClusterInstance", "db-0", { engine: "aurora-mysql", clusterIdentifier: ref("db") }),
    ];
    for (const stage of stages)
      expect(
        workloadsOf(worldOf(entries, stage), groupUrn)
          .map(({ noun }) => noun)
          .sort(),
      ).toEqual(["Aurora cluster", "Aurora instance"]);
  });
});

describe("the group of a Kubernetes cluster", () => {
  const cluster = resource("aws:eks/cluster:Cluster", "cluster", { name: "shop", vpcConfig: { subnetIds: [] } });
  const nodes = (props: Record<string, CaseValue>): Entry =>
    resource("aws:eks/nodeGroup:NodeGroup", "nodes", { clusterName: ref("cluster", "name"), ...props });
  const template = (props: Record<string, CaseValue>): Entry => resource("aws:ec2/launchTemplate:LaunchTemplate", "template", props);
  const templated = { launchTemplate: { id: ref("template"), version: "1" } };
  const rows: readonly (readonly [name: string, entries: readonly Entry[], must: readonly string[], may?: readonly string[]])[] = [
    ["nodes of the cluster", [nodes({})], ["cluster", "nodes"]],
    ["nodes whose template names no group", [template({}), nodes(templated)], ["cluster", "nodes"]],
    ["nodes whose template names a group", [template({ vpcSecurityGroupIds: [ref("app")] }), nodes(templated)], ["cluster"]],
    ["nodes whose template is hidden", [template({ vpcSecurityGroupIds: unknown }), nodes(templated)], ["cluster"], ["cluster", "nodes", "template"]],
    ["nodes of another cluster", [nodes({ clusterName: "other" })], ["cluster"]],
    ["a template that takes it", [template({ vpcSecurityGroupIds: [ref("cluster")] }), nodes(templated)], ["cluster", "nodes", "template"]],
  ];
  test.each(rows)("%s", (_name, entries, must, may = must) => {
    for (const stage of stages) {
      const world = worldOf([group, cluster, ...entries], stage);
      const names = (of: World): readonly string[] =>
        workloadsOf(of, urnOf(cluster))
          .map(({ resource: { name } }) => name)
          .sort();
      expect([stage, names(world), names(world.opposite)]).toEqual([stage, must, may]);
    }
  });

  test("is known by its identifier", () => {
    const [made, ...others] = stackOf([cluster, template({ vpcSecurityGroupIds: ["sg-eks"] })], "deployed");
    if (made === undefined) throw new Error("the case is empty");
    const outputs = { ...made.outputs, vpcConfig: { subnetIds: [], clusterSecurityGroupId: "sg-eks" } };
    const world = new World(decode([{ ...made, outputs }, ...others]), configure({}, []).pack, "must");
    expect(workloadsOf(world, urnOf(cluster)).map(({ resource: { name } }) => name)).toEqual(["template", "cluster"]);
  });
});

describe("groups through something else", () => {
  const template = (token: string, props: Record<string, CaseValue>): Entry => resource(token, "template", props);
  const instance = resource("aws:ec2/instance:Instance", "host", {});
  const launchTemplate = template("aws:ec2/launchTemplate:LaunchTemplate", { vpcSecurityGroupIds: [ref("app")] });
  const rows: readonly (readonly [name: string, entries: readonly Entry[]])[] = [
    ["a launch template by id", [launchTemplate, resource("aws:ec2/instance:Instance", "host", { launchTemplate: { id: ref("template") } })]],
    [
      "a launch template with interfaces",
      [
        template("aws:ec2/launchTemplate:LaunchTemplate", { networkInterfaces: [{ securityGroups: [ref("app")] }] }),
        resource("aws:autoscaling/group:Group", "host", { launchTemplate: { id: ref("template"), version: "$Latest" } }),
      ],
    ],
    [
      "a launch template among several",
      [
        launchTemplate,
        resource("aws:ec2/launchTemplate:LaunchTemplate", "second", {}),
        resource("aws:ec2/fleet:Fleet", "host", {
          launchTemplateConfigs: [
            { launchTemplateSpecification: { launchTemplateId: ref("second"), version: "1" } },
            { launchTemplateSpecification: { launchTemplateId: ref("template"), version: "1" } },
          ],
        }),
      ],
    ],
    [
      "a policy of mixed instances",
      [
        launchTemplate,
        resource("aws:autoscaling/group:Group", "host", {
          mixedInstancesPolicy: { launchTemplate: { launchTemplateSpecification: { launchTemplateId: ref("template") } } },
        }),
      ],
    ],
    [
      "a launch configuration",
      [
        template("aws:ec2/launchConfiguration:LaunchConfiguration", { securityGroups: [ref("app")] }),
        resource("aws:autoscaling/group:Group", "host", { launchConfiguration: ref("template") }),
      ],
    ],
    ["a node group", [launchTemplate, resource("aws:eks/nodeGroup:NodeGroup", "host", { launchTemplate: { id: ref("template"), version: "1" } })]],
    [
      "a group on an instance's own interface",
      [
        instance,
        resource("aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment", "on", {
          networkInterfaceId: ref("host"),
          securityGroupId: ref("app"),
        }),
      ],
    ],
    [
      "an interface that the instance takes",
      [
        resource("aws:ec2/networkInterface:NetworkInterface", "eni", { securityGroups: [ref("app")] }),
        resource("aws:ec2/instance:Instance", "host", { primaryNetworkInterface: { networkInterfaceId: ref("eni") } }),
      ],
    ],
    [
      "an interface that is attached",
      [
        instance,
        resource("aws:ec2/networkInterface:NetworkInterface", "eni", { securityGroups: [ref("app")] }),
        resource("aws:ec2/networkInterfaceAttachment:NetworkInterfaceAttachment", "on", { instanceId: ref("host"), networkInterfaceId: ref("eni") }),
      ],
    ],
    [
      "a group on an interface that is attached",
      [
        instance,
        resource("aws:ec2/networkInterface:NetworkInterface", "eni", { attachments: [{ instance: ref("host"), deviceIndex: 1 }] }),
        resource("aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment", "on", {
          networkInterfaceId: ref("eni"),
          securityGroupId: ref("app"),
        }),
      ],
    ],
    [
      "a group on an endpoint",
      [
        resource("aws:ec2/vpcEndpoint:VpcEndpoint", "host", { vpcEndpointType: "Interface" }),
        resource("aws:ec2/securityGroupAssociation:SecurityGroupAssociation", "on", { vpcEndpointId: ref("host"), securityGroupId: ref("app") }),
      ],
    ],
  ];
  test.each(rows)("%s", (_name, entries) => {
    for (const stage of stages) {
      const world = worldOf([group, ...entries], stage);
      expect(workloadsOf(world, groupUrn).map(({ resource: { name } }) => name)).toContain("host");
      const host = entries.find(({ name }) => name === "host");
      const workload = host === undefined ? undefined : workloadByUrn(world).get(urnOf(host));
      expect(workload && groupsOf(world, workload)).toEqual([groupUrn]);
    }
  });

  test("a template from outside may have any group", () => {
    const world = worldOf([group, resource("aws:autoscaling/group:Group", "host", { launchTemplate: { id: "lt-1" } })], "deployed");
    expect([workloadsOf(world, groupUrn).length, workloadsOf(world.opposite, groupUrn).length]).toEqual([0, 1]);
  });

  test("nothing, null and values of the wrong type attach nothing for certain", () => {
    for (const value of [null, [], [null], {}, 5, true, [[]], unknown]) {
      const world = worldOf([group, resource("aws:lambda/function:Function", "f", { vpcConfig: value as CaseValue })]);
      expect(workloadsOf(world, groupUrn)).toEqual([]);
    }
  });
});

describe("the default group of a VPC", () => {
  const vpc = resource("aws:ec2/vpc:Vpc", "net", { cidrBlock: "10.0.0.0/16" });
  const subnet = resource("aws:ec2/subnet:Subnet", "sub", { vpcId: ref("net"), cidrBlock: "10.0.1.0/24" });
  const taken = resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", { vpcId: ref("net") });
  const subnets = resource("aws:rds/subnetGroup:SubnetGroup", "subnets", { subnetIds: [ref("sub")] });
  const rows: readonly (readonly [name: string, workload: Entry, must: boolean, may: boolean])[] = [
    ["an instance without groups", resource("aws:ec2/instance:Instance", "w", { subnetId: ref("sub") }), true, true],
    [
      "an instance with a group",
      resource("aws:ec2/instance:Instance", "w", { subnetId: ref("sub"), vpcSecurityGroupIds: [ref("app")] }),
      false,
      false,
    ],
    [
      "an instance with hidden groups",
      resource("aws:ec2/instance:Instance", "w", { subnetId: ref("sub"), vpcSecurityGroupIds: unknown }),
      false,
      true,
    ],
    ["a database without groups", resource("aws:rds/instance:Instance", "w", { dbSubnetGroupName: ref("subnets", "name") }), true, true],
    [
      "a network load balancer",
      resource("aws:lb/loadBalancer:LoadBalancer", "w", { loadBalancerType: "network", subnets: [ref("sub")] }),
      false,
      false,
    ],
    ["a load balancer", resource("aws:lb/loadBalancer:LoadBalancer", "w", { subnets: [ref("sub")] }), true, true],
    [
      "a load balancer of an unknown type",
      resource("aws:lb/loadBalancer:LoadBalancer", "w", { loadBalancerType: unknown, subnets: [ref("sub")] }),
      false,
      true,
    ],
    ["a gateway endpoint", resource("aws:ec2/vpcEndpoint:VpcEndpoint", "w", { vpcId: ref("net") }), false, false],
    ["an instance outside of the stack's VPCs", resource("aws:ec2/instance:Instance", "w", { subnetId: "subnet-9" }), false, true],
  ];
  test.each(rows)("%s", (_name, workload, must, may) => {
    for (const stage of stages) {
      const world = worldOf([vpc, subnet, subnets, taken, group, workload], stage);
      expect([workloadsOf(world, urnOf(taken)).length > 0, workloadsOf(world.opposite, urnOf(taken)).length > 0]).toEqual([must, may]);
    }
  });

  test("is asked for by VPC where the stack does not take it over", () => {
    const entry = resource("aws:ec2/instance:Instance", "w", { subnetId: ref("sub") });
    const world = worldOf([vpc, subnet, entry]);
    const workload = workloadByUrn(world).get(urnOf(entry));
    expect(workload && defaultGroupVpcs(world, workload).map(keyOf)).toEqual([urnOf(vpc)]);
  });
});
