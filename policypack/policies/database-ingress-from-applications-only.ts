import { inWords } from "../violations/by-address";
import { candidates } from "../model/attachments/attachments";
import { launchedWorkloadsOf } from "../model/attachments/launched-workloads";
import { frontOn } from "../model/balancers/fronts";
import { judgedGroups, peerText, rulesOf, trafficOf } from "../model/rules/groups";
import { grouped } from "../grouped";
import { bastionInWords, bastions, isAddressOf, isBastion } from "../model/instances/bastions";
import type { Ref, Rule } from "../model/network";
import { isForeignGroup } from "../model/attachments/foreign-groups";
import { dataStorePorts, dataStoresOf } from "../model/attachments/data-stores";
import { hasUnrecognisedAttachment } from "../model/attachments/unrecognised";
import type { World } from "../model/world";
import * as intervals from "../net/intervals";
import { type Traffic } from "../net/ports";
import { definePolicy, type Violation } from "../contract/policy";
import { portsInWords } from "../model/names/ports";

export const policy = definePolicy({
  id: "database-ingress-from-applications-only",
  section: "references",
  title: "Data stores admit applications, not what stands in front of them",
  level: "mandatory",
  severity: "high",
  why: "A load balancer, an API or a jump host that reaches the database takes callers to it without the application that checks them.",
  document: [
    "Lock down RDS to allow access only from application servers.",
    "Allow inbound traffic only from application instances within the VPC.",
    "Ensure API Gateway cannot directly access the database.",
  ],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
    { framework: "PCI DSS", version: "4.0.1", reference: "1.3.1" },
  ],
  references: [
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html",
    "https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html",
  ],
  fix: {
    does: "Removes the reference, on the ports of the data store.",
    losesAccess: "Whoever reaches the data store through what was referred to.",
  },
  settings: {
    type: "object",
    additionalProperties: false,
    properties: {
      allowBastion: { type: "boolean", default: false, description: "Whether a group that is on nothing but bastions may reach data stores." },
    },
  },
  moment: "stack",
  subjects: (world) => judgedGroups(world).filter(({ key }) => dataStoresOf(world, key).length > 0),
  check(group, world, { allowBastion }) {
    const ports = dataStorePorts(world, group.key);
    const all = rulesOf(world, group.key, "ingress");
    const found = all.flatMap((rule) => {
      const reached = intervals.intersect(trafficOf(world, rule), ports);
      if (intervals.isEmpty(reached)) return [];
      const who = strangerBehind(world, rule, reached, allowBastion) ?? (allowBastion ? undefined : bastionAt(world, rule));
      return who === undefined ? [] : [{ rule, who }];
    });
    return grouped(found, ({ rule }) => rule.declaration.urn).map(([urn, held]): Violation => {
      const [{ rule: first, who }] = held;
      const rules = held.map(({ rule }) => rule);
      return {
        urn,
        path: first.path,
        message: `${group.name} admits ${peerText(first)} to ${portsInWords(ports)} of ${inWords(dataStoresOf(world, group.key))}, and that is ${who}. Admit the group of the application alone.`,
        rules,
        group: group.key,
        fix: () => ({ kind: "close", parts: rules.map((rule) => ({ rule, traffic: ports })) }),
      };
    });
  },
});

/** The bastion whose address is admitted, in words. */
function bastionAt(world: World, rule: Rule): string | undefined {
  const bastion = bastions(world).find((workload) => isAddressOf(world, rule, workload));
  return bastion === undefined ? undefined : `the address of ${bastionInWords(bastion)}`;
}

/** Who is admitted by reference and is no application, in words. */
function strangerBehind(world: World, rule: Rule, reached: Traffic, allowBastion: boolean): string | undefined {
  const who = ownersOf(world, rule, reached, allowBastion);
  return who === undefined ? undefined : `the group of ${who}`;
}

function ownersOf(world: World, rule: Rule, reached: Traffic, allowBastion: boolean): string | undefined {
  const { peer } = rule;
  if (peer.kind === "hidden") return world.doubt(peer.hole) ? "something that is not known" : undefined;
  if (peer.kind !== "group" && peer.kind !== "self") return undefined;
  const ref: Ref = peer.kind === "group" ? peer.group : rule.declaration.group;
  if (peer.kind === "group" && isForeignGroup(world, ref)) return "something outside of this stack";
  for (const key of candidates(world, ref)) {
    const front = frontOn(world, key, reached);
    if (front !== undefined) return inWords([front]);
    // What is not known may be an application.
    if (allowBastion || hasUnrecognisedAttachment(world, key)) continue;
    const bastion = launchedWorkloadsOf(world, key).find((workload) => isBastion(world, workload));
    // Anything else on the group excuses it.
    if (bastion !== undefined && !world.excuses((other) => launchedWorkloadsOf(other, key).some((workload) => !isBastion(other.opposite, workload))))
      return `nothing but ${bastionInWords(bastion)}`;
  }
  return undefined;
}
