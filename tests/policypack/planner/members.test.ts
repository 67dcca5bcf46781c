import { ref, resource, type Entry } from "../../harness/stack";
import { describePlans } from "../../harness/plans";
import { all, balanced, group, host, network, tcp, world } from "./stacks";

const service = (name: string, of: string): Entry =>
  resource("aws:ecs/service:Service", name, { networkConfiguration: { subnets: [ref("inner")], securityGroups: [ref(of)] } });
const self = { self: true } as const;
const publicWeb = [tcp(80, world), tcp(443, world)];

describePlans("what has a group in common", [
  {
    name: "machines that a rule for everything lets reach each other are not left with the web alone",
    stack: [...network, group("shared", all(world)), host("server", ["shared"]), host("agent", ["shared"])],
    stays: ["shared"],
    declines: /would become 3 rules, since the instance .* has to get through: say which ports it needs, and for whom/,
  },
  {
    name: "machines beside rules for the web keep each other",
    stack: [...network, group("shared", ...publicWeb, all(world)), host("server", ["shared"]), host("agent", ["shared"])],
    becomes: { shared: { ingress: [...publicWeb, all(self)] } },
  },
  {
    name: "one machine alone keeps the web",
    stack: [...network, group("shared", all(world)), host("server", ["shared"])],
    becomes: { shared: { ingress: publicWeb } },
  },
  {
    name: "services that find each other by name keep it for their network",
    stack: [...network, group("shared", tcp(9300, world)), service("orders", "shared"), service("payments", "shared")],
    becomes: { shared: { ingress: [tcp(9300, { cidrBlocks: ["10.0.0.0/16"] })] } },
  },
  {
    name: "logins are for people, whoever else has the group",
    stack: [...network, group("shared", ...publicWeb, tcp(22, world)), host("server", ["shared"]), host("agent", ["shared"])],
    becomes: { shared: { ingress: publicWeb } },
  },
  {
    name: "what a balancer stands in front of is called by that",
    stack: [
      ...network,
      group("edge", tcp(80, world)),
      group("shared", tcp(8080, world)),
      host("one", ["shared"], "inner"),
      host("two", ["shared"], "inner"),
      ...balanced("application", { listens: 80, target: 8080, to: "one", balancer: { securityGroups: [ref("edge")] } }),
      resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", "second", {
        targetGroupArn: ref("targets", "arn"),
        targetId: ref("two"),
        port: 8080,
      }),
    ],
    becomes: { shared: { ingress: [tcp(8080, { securityGroups: ["securitygroup-edge"] })] } },
  },
]);
