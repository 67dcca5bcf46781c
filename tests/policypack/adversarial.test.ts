import { describe, expect, test } from "@jest/globals";
import type { Verdict } from "@portcullis/policypack/contract/policy";
import { policies } from "@portcullis/policypack/contract/registry";
import { unknown, type Resource } from "@portcullis/policypack/resources/resource";
import { judge } from "../harness/policy";
import { ref, resource, stackOf, urnOf, type CaseValue, type Entry, type Stage } from "../harness/stack";

interface Row {
  readonly name: string;
  readonly policy: string;
  readonly stack: readonly Entry[];
  readonly verdict: Verdict;
  /** What the table of cases cannot say: what is only looked up, what outputs echo. */
  readonly but?: (resource: Resource) => Resource;
  readonly stages?: readonly Stage[];
}

const ssh = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] };
const group = (name: string, props: Entry["props"] = {}): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, { vpcId: "vpc-1", ...props });
const rule = (name: string, props: Entry["props"]): Entry =>
  resource("aws:ec2/securityGroupRule:SecurityGroupRule", name, { type: "ingress", securityGroupId: ref("web"), ...props });
const database = (...groups: readonly CaseValue[]): Entry =>
  resource("aws:rds/instance:Instance", "orders", { engine: "postgres", vpcSecurityGroupIds: groups });
const postgres = (peers: Record<string, CaseValue>): CaseValue => ({ protocol: "tcp", fromPort: 5432, toPort: 5432, ...peers });

/** `X.get(...)`: an identity, and nothing of its content. */
const lookedUp =
  (name: string) =>
  (each: Resource): Resource =>
    each.name === name ? { ...each, isRead: true, id: "sg-1", inputs: {}, outputs: { id: "sg-1" } } : each;

/** The provider reports the rules of others as the group's own. */
const echoing =
  (name: string, ingress: readonly Record<string, string | number | readonly string[]>[]) =>
  (each: Resource): Resource =>
    each.name === name ? { ...each, outputs: { ...each.outputs, ingress: ingress } } : each;

const fromElsewhere = resource("pulumi:pulumi:StackReference", "base", { name: "acme/base/prod" });

const rows: readonly Row[] = [
  {
    name: "a rule of a group that is only looked up",
    policy: "no-public-admin-ports",
    stack: [group("web"), rule("ssh", ssh)],
    but: lookedUp("web"),
    verdict: "violates",
  },
  {
    name: "a looked up group as the source of a data store's rule",
    policy: "database-ingress-from-applications-only",
    stack: [group("web"), group("db", { ingress: [postgres({ securityGroups: [ref("web")] })] }), database(ref("db"))],
    but: lookedUp("web"),
    verdict: "unknown",
  },
  {
    name: "a group from another stack as the source of a data store's rule",
    policy: "database-ingress-from-applications-only",
    stack: [fromElsewhere, group("db", { ingress: [postgres({ securityGroups: [ref("base", "outputs")] })] }), database(ref("db"))],
    verdict: "unknown",
  },
  {
    name: "a group of a data source, known in a preview",
    policy: "database-ingress-from-applications-only",
    stack: [group("db", { ingress: [postgres({ securityGroups: ["sg-0a1b2c3d"] })] }), database(ref("db"))],
    verdict: "unknown",
  },
  {
    name: "a list of blocks from another stack",
    policy: "no-public-admin-ports",
    stack: [fromElsewhere, group("web", { ingress: [{ ...ssh, cidrBlocks: ref("base", "outputs") }] })],
    verdict: "unknown",
  },
  {
    name: "one rule as an object, as in attributes-as-blocks",
    policy: "no-public-admin-ports",
    stack: [group("web", { ingress: ssh })],
    verdict: "violates",
  },
  {
    name: "a hole in a list of rules",
    policy: "no-public-admin-ports",
    stack: [group("web", { ingress: [null, ssh] })],
    verdict: "violates",
  },
  {
    name: "a standalone rule that the group's outputs repeat",
    policy: "no-redundant-rules",
    stack: [group("web"), rule("ssh", ssh)],
    but: echoing("web", [{ ...ssh }]),
    stages: ["deployed"],
    verdict: "complies",
  },
  {
    name: "a standalone rule that the group's outputs repeat, and the style of its rules",
    policy: "one-rule-style-per-group",
    stack: [group("web"), rule("ssh", ssh)],
    but: echoing("web", [{ ...ssh }]),
    stages: ["deployed"],
    verdict: "complies",
  },
  {
    name: "a rule that somebody made by hand, in the outputs alone",
    policy: "no-public-admin-ports",
    stack: [group("web", { ingress: [] })],
    but: echoing("web", [{ ...ssh }]),
    stages: ["deployed"],
    verdict: "complies",
  },
  {
    name: "the group of an interface that becomes a machine's",
    policy: "prefer-session-manager",
    stack: [
      group("web", { ingress: [{ ...ssh, cidrBlocks: ["10.0.0.0/8"] }] }),
      resource("aws:ec2/networkInterface:NetworkInterface", "second", { subnetId: "subnet-1", securityGroups: [ref("web")] }),
      resource("aws:ec2/instance:Instance", "host", { subnetId: "subnet-1", vpcSecurityGroupIds: ["sg-2"] }),
      resource("aws:ec2/networkInterfaceAttachment:NetworkInterfaceAttachment", "on", {
        deviceIndex: 1,
        instanceId: ref("host"),
        networkInterfaceId: ref("second"),
      }),
    ],
    verdict: "violates",
  },
  {
    name: "a group that a resource of its own puts on a machine",
    policy: "prefer-session-manager",
    stack: [
      group("web", { ingress: [{ ...ssh, cidrBlocks: ["10.0.0.0/8"] }] }),
      resource("aws:ec2/instance:Instance", "host", { subnetId: "subnet-1", vpcSecurityGroupIds: ["sg-2"] }),
      resource("aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment", "on", {
        securityGroupId: ref("web"),
        networkInterfaceId: ref("host", "primaryNetworkInterfaceId"),
      }),
    ],
    stages: ["preview"],
    verdict: "violates",
  },
  {
    name: "an inline list that is empty beside a standalone rule",
    policy: "one-rule-style-per-group",
    stack: [group("web", { ingress: [] }), rule("ssh", ssh)],
    verdict: "violates",
  },
  {
    name: "an API that calls a search domain by its host, which the provider reported",
    policy: "api-gateway-cannot-reach-database",
    stack: [
      resource("aws:opensearch/domain:Domain", "search", { domainName: "search" }),
      resource("aws:apigateway/integration:Integration", "call", {
        restApi: "api-1",
        resourceId: "r",
        httpMethod: "GET",
        type: "HTTP_PROXY",
        uri: "https://search-1.eu-west-1.es.amazonaws.com/orders/_search",
      }),
    ],
    but: (each) => (each.name === "search" ? { ...each, outputs: { ...each.outputs, endpoint: "search-1.eu-west-1.es.amazonaws.com" } } : each),
    stages: ["deployed"],
    verdict: "violates",
  },
  {
    name: "an API that calls another host",
    policy: "api-gateway-cannot-reach-database",
    stack: [
      resource("aws:opensearch/domain:Domain", "search", { domainName: "search" }),
      resource("aws:apigateway/integration:Integration", "call", {
        restApi: "api-1",
        resourceId: "r",
        httpMethod: "GET",
        type: "HTTP_PROXY",
        uri: "https://orders.example.com/",
      }),
    ],
    stages: ["deployed"],
    verdict: "not applicable",
  },
  {
    name: "a group for every rule at once, not known yet",
    policy: "no-public-admin-ports",
    stack: [group("web", { ingress: unknown })],
    verdict: "unknown",
  },
];

describe("what programs do besides", () => {
  for (const { name, policy: id, stack, verdict, but, stages } of rows) {
    test(`${id}: ${name}`, () => {
      const policy = policies.find((candidate) => candidate.id === id);
      if (policy === undefined) throw new Error(`there is no policy ${id}`);
      for (const stage of stages ?? (["preview", "deployed"] as const)) {
        const resources = stackOf(stack, stage).map((each) => but?.(each) ?? each);
        const { verdicts, notChecked } = judge(resources, policy);
        expect([stage, verdicts.get(id), notChecked]).toEqual([stage, verdict, []]);
      }
    });
  }

  test("a standalone rule of a group that is only looked up is reported on the rule", () => {
    const policy = policies.find(({ id }) => id === "no-public-admin-ports");
    if (policy === undefined) throw new Error("there is no such policy");
    const resources = stackOf([group("web"), rule("ssh", ssh)], "preview").map(lookedUp("web"));
    expect(judge(resources, policy).findings.map(({ urn }) => urn)).toEqual([urnOf(rule("ssh", ssh))]);
  });
});
