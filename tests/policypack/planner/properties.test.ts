import { describe, expect, test } from "@jest/globals";
import type { FixPlan } from "@portcullis/policypack/plans/plan";
import fc from "fast-check";
import { checkRepair, repaired } from "../../harness/plans";
import { ref, resource, stackOf, type CaseValue, type Entry } from "../../harness/stack";
import { classicRuleFor, database, host, network, office, rule, ruleFor, stores } from "./stacks";

/** Ports that some policy or another has something to say about, and some that none has. */
const ports = [20, 22, 25, 80, 443, 3306, 3389, 5432, 8080, 8443, 9000, 31000] as const;

const traffic = fc.oneof(
  fc.constantFrom(...ports).map((port): Entry["props"] => ({ protocol: "tcp", fromPort: port, toPort: port })),
  fc
    .tuple(fc.constantFrom(...ports), fc.constantFrom(0, 3, 100, 5000))
    .map(([port, more]): Entry["props"] => ({ protocol: "tcp", fromPort: port, toPort: port + more })),
  fc.constantFrom<Entry["props"]>(rule("tcp", 0, 65535, {}), rule("-1", 0, 0, {}), rule("udp", 5000, 5000, {}), rule("icmp", -1, -1, {})),
);

const names = ["a", "b", "c"] as const;

const sources = fc.constantFrom<Entry["props"]>(
  { cidrBlocks: ["0.0.0.0/0"] },
  { cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] },
  { cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"] },
  { cidrBlocks: ["52.94.76.0/28", "0.0.0.0/0"] },
  { cidrBlocks: ["10.0.0.0/16"] },
  { cidrBlocks: ["10.0.2.0/24", "0.0.0.0/0"] },
  { self: true, cidrBlocks: ["0.0.0.0/0"] },
  { securityGroups: ["sg-1"], cidrBlocks: ["0.0.0.0/0"] },
);

const ruleOf = fc.tuple(traffic, sources).map(([ports_, peers]): CaseValue => ({ ...ports_, ...peers }));

/** What is on the groups, and how they are reached. */
const carriers = fc.record({
  host: fc.option(fc.constantFrom(...names)),
  database: fc.option(fc.constantFrom(...names)),
  usesDatabase: fc.boolean(),
  balancer: fc.constantFrom("none", "application", "network", "network with a group"),
  listens: fc.constantFrom(80, 443, 8080),
  target: fc.constantFrom(80, 8080, 31000),
  connects: fc.boolean(),
  bastion: fc.boolean(),
  internal: fc.boolean(),
});

const standalone = fc.record({ of: fc.constantFrom(...names), isNew: fc.boolean(), port: fc.constantFrom(...ports), more: fc.constantFrom(0, 10) });

const stacks = fc
  .record({
    groups: fc.tuple(...names.map(() => fc.array(ruleOf, { maxLength: 3 }))),
    standalone: fc.array(standalone, { maxLength: 2 }),
    carriers,
    trusts: fc.boolean(),
  })
  .map(({ groups, standalone: apart, carriers: on, trusts }) => {
    const loose = new Set(apart.map(({ of }) => of));
    const entries: Entry[] = [
      ...network,
      stores,
      // A group has rules of one style.
      ...names.map((name, index) =>
        resource("aws:ec2/securityGroup:SecurityGroup", name, {
          description: name,
          vpcId: ref("vpc"),
          ...(loose.has(name) ? {} : { ingress: groups[index] ?? [] }),
        }),
      ),
      ...apart.map(({ of, isNew, port, more }, index) =>
        isNew
          ? ruleFor(`rule-${index}`, of, port, port + more, { cidrIpv4: "0.0.0.0/0" })
          : classicRuleFor(`rule-${index}`, of, port, port + more, { cidrBlocks: ["0.0.0.0/0"] }),
      ),
    ];
    if (on.database !== null) entries.push(database("orders", [on.database]));
    if (on.host !== null)
      entries.push(
        host("server", [on.host], "outer", {
          associatePublicIpAddress: true,
          ...(on.database !== null && on.usesDatabase ? { userData: ref("orders", "address") } : {}),
        }),
      );
    if (on.host !== null && on.connects)
      entries.push(resource("command:remote:Command", "set-up", { connection: { host: ref("server", "publicIp") }, create: "uptime" }));
    if (on.bastion) entries.push(host("jump", ["c"], "outer", { associatePublicIpAddress: true }));
    if (on.balancer !== "none" && on.host !== null)
      entries.push(
        resource("aws:lb/loadBalancer:LoadBalancer", "front", {
          loadBalancerType: on.balancer === "application" ? "application" : "network",
          internal: on.internal,
          subnets: [ref("outer")],
          ...(on.balancer === "network" ? {} : { securityGroups: [ref("b")] }),
        }),
        resource("aws:lb/targetGroup:TargetGroup", "targets", { port: on.target, protocol: on.balancer === "application" ? "HTTP" : "TCP" }),
        resource("aws:lb/listener:Listener", "listener", {
          loadBalancerArn: ref("front", "arn"),
          port: on.listens,
          protocol: on.balancer === "application" ? "HTTP" : "TCP",
          defaultActions: [{ type: "forward", targetGroupArn: ref("targets", "arn") }],
        }),
        resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", "attached", {
          targetGroupArn: ref("targets", "arn"),
          targetId: ref("server"),
        }),
      );
    return {
      resources: stackOf(entries, "deployed"),
      config: { settings: { ...(trusts ? office.settings : {}), bastions: on.bastion ? ["jump"] : [] } },
    };
  });

function summaryOf(plan: FixPlan): string {
  return plan.kind === "plan" ? plan.summary : plan.reason;
}

describe("any stack", () => {
  test("is repaired without anybody more, anybody cut off, or more than one rule more; and once", () => {
    fc.assert(
      fc.property(stacks, ({ resources, config }) => {
        const result = repaired(resources, config);
        checkRepair(result, config);
        const again = repaired(result.after, config);
        expect({ again: again.plans.map(summaryOf), left: result.reasons }).toEqual({ again: [], left: result.reasons });
      }),
      { numRuns: 60 },
    );
  }, 300_000);

  test("has the same repair in any order of its resources", () => {
    fc.assert(
      fc.property(stacks, ({ resources, config }) => {
        const [one, other] = [repaired(resources, config), repaired([...resources].reverse(), config)];
        const inputs = ({ after }: typeof one): unknown => Object.fromEntries(after.map((each) => [each.urn, each.inputs]));
        expect(inputs(other)).toEqual(inputs(one));
      }),
      { numRuns: 20 },
    );
  }, 300_000);

  test("asked for one policy, is no more open than asked for none, and nobody is cut off", () => {
    fc.assert(
      fc.property(
        stacks,
        fc.constantFrom(
          "no-public-admin-ports",
          "no-public-database-ports",
          "public-ingress-only-on-web-ports",
          "backend-ingress-from-load-balancer",
        ),
        ({ resources, config }, policy) => {
          const result = repaired(resources, config, [policy]);
          checkRepair(result, config);
          expect(result.reasons.every((reason) => reason.startsWith(`${policy}: `))).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  }, 300_000);
});
