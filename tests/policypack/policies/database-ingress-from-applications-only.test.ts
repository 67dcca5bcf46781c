import { describe, expect, test } from "@jest/globals";
import { applySteps } from "@portcullis/policypack/plans/plan";
import { policies } from "@portcullis/policypack/contract/registry";
import { addressOfMachine } from "@portcullis/policypack/resources/machine-address";
import { unknown } from "@portcullis/policypack/resources/resource";
import { describePolicy, judge } from "../../harness/policy";
import { nativeSpellings, spellings } from "../../harness/spellings";
import { ref, resource, stackOf, urnOf, type CaseValue, type Entry } from "../../harness/stack";

const group = (name: string, ...ingress: readonly CaseValue[]): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, { vpcId: "vpc-1", ingress });
const pg = (sources: Record<string, CaseValue>): CaseValue => ({ protocol: "tcp", fromPort: 5432, toPort: 5432, ...sources });
const db = resource("aws:rds/instance:Instance", "orders", { engine: "postgres", vpcSecurityGroupIds: [ref("db")] });
const stack = (...more: readonly Entry[]): Entry[] => [group("db", pg({ securityGroups: [ref("caller")] })), db, group("caller"), ...more];
const on = (token: string, name: string, property = "securityGroups", props: Entry["props"] = {}): Entry =>
  resource(token, name, { [property]: [ref("caller")], ...props });
const instance = (name: string, props: Entry["props"] = {}): Entry => on("aws:ec2/instance:Instance", name, "vpcSecurityGroupIds", props);
const login = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] };
const tunnel = (props: Entry["props"] = {}): Entry => instance("jump-host", { associatePublicIpAddress: true, ...props });
const balancer = on("aws:lb/loadBalancer:LoadBalancer", "front");
const network = on("aws:lb/loadBalancer:LoadBalancer", "front", "securityGroups", { loadBalancerType: "network", internal: true });
const forwards = (port: CaseValue): Entry[] => [
  resource("aws:lb/targetGroup:TargetGroup", "targets", { port, protocol: "TCP", targetType: "ip" }),
  resource("aws:lb/listener:Listener", "listener", {
    loadBalancerArn: ref("front", "arn"),
    port: 5432,
    protocol: "TCP",
    defaultActions: [{ type: "forward", targetGroupArn: ref("targets", "arn") }],
  }),
];
const bastions = { settings: { bastions: ["jump*"] } };

/** A cluster of EKS, by the group that it makes for itself. */
const cluster = resource("aws:eks/cluster:Cluster", "platform", { name: "platform", vpcConfig: { subnetIds: ["subnet-1"] } });
const nodes = resource("aws:eks/nodeGroup:NodeGroup", "nodes", { clusterName: ref("platform"), subnetIds: ["subnet-1"] });

describePolicy("database-ingress-from-applications-only", [
  {
    name: "the group of a bastion and of something of a type that is not known",
    stack: stack(instance("jump"), on("acme:index/runner:Runner", "runner", "securityGroupIds")),
    config: bastions,
    verdict: "complies",
  },
  {
    name: "the group of a Kubernetes cluster",
    stack: [group("db", pg({ securityGroups: [ref("platform")] })), db, cluster, nodes],
    verdict: "complies",
  },
  {
    name: "the group of a load balancer",
    stack: stack(balancer),
    at: "ingress[0].securityGroups[0]",
    verdict: "violates",
    says: "db admits caller to PostgreSQL (tcp/5432) of the RDS instance orders, and that is the group of the load balancer front. Admit the group of the application alone.",
    advice: false,
  },
  { name: "the group of a load balancer and of an application", stack: stack(balancer, instance("app")), verdict: "violates" },
  { name: "the group of a classic load balancer", stack: stack(on("aws:elb/loadBalancer:LoadBalancer", "front")), verdict: "violates" },
  { name: "a load balancer that forwards to another port", stack: stack(network, ...forwards(8080)), verdict: "violates" },
  { name: "the provider of a private link", stack: stack(network, ...forwards(5432)), verdict: "complies" },
  {
    name: "a load balancer that forwards to a port that is not known",
    stack: stack(network, ...forwards(unknown)),
    verdict: "unknown",
    says: /port/,
  },
  {
    name: "the VPC link of an API",
    stack: stack(on("aws:apigatewayv2/vpcLink:VpcLink", "link", "securityGroupIds")),
    verdict: "violates",
    says: "the VPC link link",
  },
  { name: "a bastion", stack: stack(instance("jump-host")), config: bastions, verdict: "violates", says: "nothing but the bastion jump-host" },
  { name: "two bastions", stack: stack(instance("jump-a"), instance("jump-b")), config: bastions, verdict: "violates" },
  {
    name: "a bastion that may",
    stack: stack(instance("jump-host")),
    config: { ...bastions, "database-ingress-from-applications-only": { allowBastion: true } },
    verdict: "complies",
  },
  {
    name: "a load balancer where a bastion may",
    stack: stack(balancer),
    config: { ...bastions, "database-ingress-from-applications-only": { allowBastion: true } },
    verdict: "violates",
  },
  { name: "a bastion and an application on one group", stack: stack(instance("jump-host"), instance("app")), config: bastions, verdict: "complies" },
  {
    name: "a bastion, and something whose groups are not known",
    stack: stack(instance("jump-host"), resource("aws:ec2/instance:Instance", "app", { vpcSecurityGroupIds: unknown })),
    config: bastions,
    verdict: "unknown",
  },
  {
    name: "a load balancer on the database's own group, which admits itself",
    stack: [group("db", pg({ self: true })), db, resource("aws:lb/loadBalancer:LoadBalancer", "front", { securityGroups: [ref("db")] })],
    at: "ingress[0].self",
    verdict: "violates",
  },
  {
    name: "a machine that people log in to from outside, and that nothing but the database admits",
    stack: [group("db", pg({ securityGroups: [ref("caller")] })), db, group("caller", login), tunnel()],
    verdict: "violates",
    says: "and that is the group of nothing but the bastion jump-host.",
  },
  {
    name: "a machine that people log in to from outside, whose address the database admits",
    stack: [group("db", pg({ cidrBlocks: ["10.0.1.9/32"] })), db, group("caller", login), tunnel({ privateIp: "10.0.1.9" })],
    verdict: "violates",
    says: "db admits 10.0.1.9/32 to PostgreSQL (tcp/5432) of the RDS instance orders, and that is the address of the bastion jump-host.",
  },
  {
    name: "a machine that people log in to from outside, whose address the database admits before anybody knows it",
    stack: [group("db", pg({ cidrBlocks: [addressOfMachine(urnOf(tunnel()))] })), db, group("caller", login), tunnel()],
    verdict: "violates",
    says: "db admits the address of jump-host to PostgreSQL (tcp/5432) of the RDS instance orders, and that is the address of the bastion jump-host.",
  },
  {
    name: "the address of another machine",
    stack: [group("db", pg({ cidrBlocks: [addressOfMachine(urnOf(instance("app")))] })), db, group("caller", login), tunnel()],
    verdict: "complies",
  },
  {
    name: "a machine that people log in to from an office of an example, whose address is one of documentation",
    stack: [
      group("db", pg({ securityGroups: [ref("caller")] })),
      db,
      group("caller", { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["203.0.113.0/24"] }),
      tunnel(),
    ],
    verdict: "violates",
    says: "and that is the group of nothing but the bastion jump-host.",
  },
  {
    name: "such a machine with a web server",
    stack: [
      group("db", pg({ securityGroups: [ref("caller")] })),
      db,
      group("caller", login, { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }),
      tunnel(),
    ],
    verdict: "complies",
  },
  {
    name: "such a machine that an application admits as well",
    stack: [
      group("db", pg({ securityGroups: [ref("caller")] })),
      db,
      group("caller", login),
      tunnel(),
      group("app", { protocol: "tcp", fromPort: 8080, toPort: 8080, securityGroups: [ref("caller")] }),
    ],
    verdict: "complies",
  },
  {
    name: "such a machine without an address on the internet",
    stack: [group("db", pg({ securityGroups: [ref("caller")] })), db, group("caller", login), tunnel({ associatePublicIpAddress: false })],
    verdict: "complies",
  },
  {
    name: "such a machine behind a balancer",
    stack: [
      group("db", pg({ securityGroups: [ref("caller")] })),
      db,
      group("caller", login),
      tunnel(),
      resource("aws:lb/loadBalancer:LoadBalancer", "front", { loadBalancerType: "network" }),
      ...forwards(8080),
      resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", "attached", {
        targetGroupArn: ref("targets", "arn"),
        targetId: ref("jump-host"),
      }),
    ],
    verdict: "complies",
  },
  { name: "an instance", stack: stack(instance("app")), verdict: "complies" },
  {
    name: "a function",
    stack: stack(resource("aws:lambda/function:Function", "app", { vpcConfig: { securityGroupIds: [ref("caller")], subnetIds: ["subnet-1"] } })),
    verdict: "complies",
  },
  { name: "an RDS proxy", stack: stack(on("aws:rds/proxy:Proxy", "proxy", "vpcSecurityGroupIds")), verdict: "complies" },
  { name: "a group that is on nothing yet", stack: stack(), verdict: "complies" },
  { name: "addresses, which are for another policy", stack: [group("db", pg({ cidrBlocks: ["10.0.0.0/16"] })), db], verdict: "complies" },
  {
    name: "a load balancer on another port",
    stack: [group("db", { protocol: "tcp", fromPort: 22, toPort: 22, securityGroups: [ref("caller")] }), db, group("caller"), balancer],
    verdict: "complies",
  },
  { name: "a group from outside", stack: [group("db", pg({ securityGroups: ["sg-1"] })), db], verdict: "unknown", says: /is from outside the stack/ },
  { name: "a peer that is not known", stack: [group("db", pg({ securityGroups: [unknown] })), db, group("caller"), balancer], verdict: "unknown" },
  { name: "rules that are not known", stack: [resource("aws:ec2/securityGroup:SecurityGroup", "db", { ingress: unknown }), db], verdict: "unknown" },
  {
    name: "a balancer whose groups are not known",
    stack: stack(resource("aws:lb/loadBalancer:LoadBalancer", "front", { securityGroups: unknown })),
    verdict: "unknown",
  },
  { name: "no data store", stack: [group("db", pg({ securityGroups: [ref("caller")] })), group("caller"), balancer], verdict: "not applicable" },
]);

describe("the fix", () => {
  test("takes the reference out, and keeps other sources and other ports", () => {
    const policy = policies.find(({ id }) => id === "database-ingress-from-applications-only");
    if (policy === undefined) throw new Error("the policy is not there");
    for (const { name, of } of [...spellings, ...nativeSpellings]) {
      const entries = [
        group("db", { protocol: "tcp", fromPort: 5000, toPort: 6000, securityGroups: [ref("caller"), ref("app-group")] }),
        db,
        group("caller"),
        group("app-group"),
        balancer,
      ];
      const resources = stackOf(of(entries), "deployed");
      const { findings } = judge(resources, policy);
      const steps = findings.flatMap(({ fix }) => (fix?.kind === "plan" ? fix.steps : []));
      expect([name, steps.length > 0]).toEqual([name, true]);
      expect([name, judge(applySteps(resources, steps), policy).verdicts.get(policy.id)]).toEqual([name, "complies"]);
    }
  });
});
