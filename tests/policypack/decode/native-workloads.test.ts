import { describe, expect, test } from "@jest/globals";
import { decode } from "@portcullis/policypack/decode/decode";
import { native } from "@portcullis/policypack/decode/native-workloads";
import { workloadsOf } from "@portcullis/policypack/model/attachments/attachments";
import { listenersOf } from "@portcullis/policypack/model/balancers/listeners";
import { subnetsOf } from "@portcullis/policypack/model/placement/placement";
import { keyOf, World } from "@portcullis/policypack/model/world";
import { configure } from "@portcullis/policypack/contract/settings";
import { ref, resource, stackOf, urnOf, type CaseValue, type Entry, type Stage } from "../../harness/stack";

const group = resource("aws-native:ec2:SecurityGroup", "app", { groupDescription: "app" });

function worldOf(entries: readonly Entry[], stage: Stage): World {
  return new World(decode(stackOf(entries, stage)), configure({}, []).pack, "must");
}

function nested(steps: string, value: CaseValue): Record<string, CaseValue> {
  const [head = "", ...rest] = steps.split(".");
  return { [head]: rest.length === 0 ? value : nested(rest.join("."), value) };
}

describe("the types of aws-native that take groups", () => {
  for (const [token, path] of Object.entries(native).flatMap(([type, { groups }]) => groups.map((each) => [type, each] as const))) {
    test(`${token} ${path}`, () => {
      const isOne = /(Id|Group)$/.test(path);
      for (const stage of ["preview", "deployed"] as const) {
        const user = resource(token, "user", nested(path, isOne ? ref("app") : [ref("app")]));
        expect(workloadsOf(worldOf([group, user], stage), urnOf(group)).map(({ urn }) => urn)).toEqual([urnOf(user)]);
      }
    });
  }
});

test("a database and its subnets, by the name that the program gives them", () => {
  const stores = resource("aws-native:rds:DbSubnetGroup", "stores", {
    dbSubnetGroupName: "stores",
    dbSubnetGroupDescription: "stores",
    subnetIds: [ref("private")],
  });
  const database = resource("aws-native:rds:DbInstance", "orders", { dbSubnetGroupName: ref("stores", "dbSubnetGroupName") });
  const world = worldOf([resource("aws-native:ec2:Subnet", "private", { vpcId: "vpc-1", cidrBlock: "10.0.1.0/24" }), stores, database], "preview");
  expect(world.all("workload").flatMap((workload) => subnetsOf(world, workload).map(keyOf))).toEqual([
    "urn:pulumi:dev::shop::aws-native:ec2:Subnet::private",
  ]);
});

test("a classic load balancer listens where its listeners say", () => {
  const balancer = resource("aws-native:elasticloadbalancing:LoadBalancer", "front", {
    scheme: "internal",
    securityGroups: [ref("app")],
    listeners: [{ instancePort: "8080", instanceProtocol: "HTTP", loadBalancerPort: "443", protocol: "HTTPS" }],
  });
  const world = worldOf([group, balancer], "preview");
  expect(listenersOf(world, urnOf(balancer)).map(({ port, protocol }) => [port, protocol])).toEqual([[443, "HTTPS"]]);
  expect(world.all("loadBalancer").map(({ internal, hasGroups }) => [internal, hasGroups])).toEqual([[true, true]]);
  expect(world.all("targetGroup").map(({ port }) => port)).toEqual([8080]);
});
