import { describe, expect, test } from "@jest/globals";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure } from "@portcullis/policypack/contract/settings";
import { evaluateStack } from "@portcullis/policypack/evaluation/evaluate";
import { effectsOf, type SourceChange, type Step } from "@portcullis/policypack/plans/plan";
import { describePlans, repaired, type PlanCase } from "../../harness/plans";
import { today } from "../../harness/policy";
import { ref, resource, stackOf, type Entry } from "../../harness/stack";
import { all, balanced, database, group, host, network, sg, stores, tcp, withComponents, world } from "./stacks";

const nativeGroup = (name: string, ...ingress: readonly Entry["props"][]): Entry =>
  resource("aws-native:ec2:SecurityGroup", name, {
    groupDescription: name,
    vpcId: ref("vpc"),
    securityGroupIngress: ingress,
    securityGroupEgress: [{ ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIp: "10.0.0.0/16" }],
  });
const nativeRule = (from: number, to: number, peers: Entry["props"]): Entry["props"] => ({ ipProtocol: "tcp", fromPort: from, toPort: to, ...peers });

/** aws-native takes one source for each rule. */
const native: readonly PlanCase[] = [
  {
    name: "a backend admits its balancer",
    stack: [
      ...network,
      group("web", tcp(443, world)),
      nativeGroup("app", nativeRule(0, 65535, { cidrIp: "0.0.0.0/0" })),
      host("server", ["app"], "inner"),
      ...balanced("application", { listens: 443, target: 8080, to: "server", balancer: { securityGroups: [ref("web")] } }),
    ],
    becomes: { app: { securityGroupIngress: [nativeRule(8080, 8080, { sourceSecurityGroupId: sg("web") })] } },
  },
  {
    name: "both families become one rule",
    stack: [
      ...network,
      group("web", tcp(443, world)),
      nativeGroup("app", nativeRule(0, 65535, { cidrIp: "0.0.0.0/0" }), nativeRule(0, 65535, { cidrIpv6: "::/0" })),
      host("server", ["app"], "inner"),
      ...balanced("application", { listens: 443, target: 8080, to: "server", balancer: { securityGroups: [ref("web")] } }),
    ],
    becomes: { app: { securityGroupIngress: [nativeRule(8080, 8080, { sourceSecurityGroupId: sg("web") })] } },
  },
  {
    name: "a database admits its application",
    stack: [
      ...network,
      stores,
      group("app"),
      host("server", ["app"], "inner", { userData: ref("orders", "address") }),
      nativeGroup("data", nativeRule(3306, 3306, { cidrIp: "0.0.0.0/0" })),
      database("orders", ["data"]),
    ],
    becomes: { data: { securityGroupIngress: [nativeRule(3306, 3306, { sourceSecurityGroupId: sg("app") })] } },
  },
  {
    name: "in a rule of its own",
    stack: [
      ...network,
      stores,
      group("app"),
      host("server", ["app"], "inner", { userData: ref("orders", "address") }),
      nativeGroup("data"),
      resource("aws-native:ec2:SecurityGroupIngress", "open", { groupId: ref("data"), ...nativeRule(3306, 3306, { cidrIp: "0.0.0.0/0" }) }),
      database("orders", ["data"]),
    ],
    becomes: { open: { cidrIp: undefined, sourceSecurityGroupId: sg("app") } },
  },
  {
    name: "every protocol becomes the web",
    stack: [...network, nativeGroup("web", { ipProtocol: "-1", cidrIp: "0.0.0.0/0" }), host("server", ["web"])],
    becomes: { web: { securityGroupIngress: [nativeRule(80, 80, { cidrIp: "0.0.0.0/0" }), nativeRule(443, 443, { cidrIp: "0.0.0.0/0" })] } },
  },
];

const unseenComponent = "awsx:ecs:FargateService";

/** What a package makes is said in the call of its component. */
const components: readonly PlanCase[] = [
  {
    name: "the group that a service makes by itself",
    stack: withComponents(
      [
        ...network,
        group("orders-sg", all(world)),
        resource("aws:ecs/service:Service", "orders", {
          networkConfiguration: { subnets: [ref("inner")], securityGroups: [ref("orders-sg")] },
        }),
      ],
      [[unseenComponent, "orders-service", ["orders-sg", "orders"]]],
    ),
    stays: ["orders-sg"],
    declines: /orders-sg is made by the component orders-service \(awsx:ecs:FargateService\): set networkConfiguration\.securityGroups in its call/,
  },
  {
    name: "the rules of a cluster's nodes",
    stack: withComponents(
      [
        ...network,
        group("nodes"),
        resource("aws:ec2/securityGroupRule:SecurityGroupRule", "ssh", {
          type: "ingress",
          securityGroupId: ref("nodes"),
          protocol: "tcp",
          fromPort: 22,
          toPort: 22,
          cidrBlocks: ["0.0.0.0/0"],
        }),
      ],
      [["eks:index:Cluster", "platform", ["nodes", "ssh"]]],
    ),
    stays: ["ssh"],
    declines: /ssh is made by the component platform \(eks:index:Cluster\): set clusterSecurityGroup or nodeSecurityGroup in its call/,
  },
  {
    name: "a component of the program's own is edited like everything",
    stack: withComponents(
      [...network, group("web", tcp(22, world), tcp(443, world)), host("server", ["web"])],
      [["shop:index:Service", "shop-service", ["web", "server"]]],
    ),
    becomes: { web: { ingress: [tcp(443, world)] } },
  },
  {
    name: "the group that a balancer makes by itself takes its rules from the call",
    stack: withComponents(
      [
        ...network,
        group("front-sg", all(world)),
        group("app"),
        host("server", ["app"], "inner"),
        ...balanced("application", { listens: 443, target: 80, to: "server", balancer: { securityGroups: [ref("front-sg")] } }),
      ],
      [["awsx:lb:ApplicationLoadBalancer", "entry", ["front-sg", "front", "targets", "listener"]]],
    ),
    becomes: { "front-sg": { ingress: [tcp(443, world)] } },
  },
];

describePlans("aws-native", native);
describePlans("components", components);

describe("what a step says", () => {
  test("the argument of a component's call", () => {
    const stack = components[3]?.stack ?? [];
    const { steps } = repaired(stack as Parameters<typeof repaired>[0]);
    const step = steps.find(({ kind }) => kind === "argument");
    expect(step).toEqual({
      kind: "argument",
      urn: "urn:pulumi:dev::shop::awsx:lb:ApplicationLoadBalancer::entry",
      said: [
        {
          kind: "set",
          urn: "urn:pulumi:dev::shop::awsx:lb:ApplicationLoadBalancer::entry",
          path: ["defaultSecurityGroup"],
          value: { args: { ingress: [tcp(443, world)] } },
        },
      ],
      effect: expect.any(Array),
    });
  });

  test.each([
    ["removed", [group("web", tcp(22, world), tcp(443, world)), host("server", ["web"])], "0.0.0.0/0"],
    ["narrowed", [group("web", tcp(0, world, 65535)), host("server", ["web"])], "0.0.0.0/0"],
    ["restricted", [group("web", tcp(22, world)), host("server", ["web"], "outer", { associatePublicIpAddress: true })], "0.0.0.0/0"],
    [
      "replaced",
      [
        stores,
        group("app"),
        host("server", ["app"], "inner", { userData: ref("orders", "address") }),
        group("web", tcp(3306, world)),
        database("orders", ["web"]),
      ],
      "0.0.0.0/0",
    ],
  ] as const)("a source that is %s, with its element and its value", (becomes, entries, text) => {
    const { steps } = repaired(stackOf([...network, ...entries], "deployed"));
    const changes = effectsOf(steps).flatMap((step): readonly SourceChange[] => (step.kind === "vary" ? (step.sources ?? []) : []));
    expect(changes).toContainEqual(expect.objectContaining({ path: ["ingress", 0, "cidrBlocks", 0], text, becomes }));
  });

  test("findings of one rule have one plan between them", () => {
    const resources = stackOf([...network, group("web", all(world)), host("server", ["web"])], "deployed");
    const { findings } = evaluateStack(resources, { policies, configuration: configure({}, policies), today, withFixes: true });
    const plans = new Set(findings.flatMap(({ fix }): readonly (readonly Step[])[] => (fix?.kind === "plan" ? [fix.steps] : [])));
    expect(plans.size).toBe(1);
  });
});
