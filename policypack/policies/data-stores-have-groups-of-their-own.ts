import { inWords } from "../violations/by-address";
import { candidates } from "../model/attachments/attachments";
import { launchedWorkloadsOf } from "../model/attachments/launched-workloads";
import { judgedGroups, rulesOf, trafficOf } from "../model/rules/groups";
import { rulesByResource } from "../model/rules/by-resource";
import type { Peer, Ref, Workload } from "../model/network";
import { dataStorePorts, dataStoresOf } from "../model/attachments/data-stores";
import type { World } from "../model/world";
import * as intervals from "../net/intervals";
import { describe } from "../net/ports";
import { definePolicy, noSettings, type Violation } from "../contract/policy";
import { parseUrn } from "../resources/resource";
import { portsInWords } from "../model/names/ports";

export const policy = definePolicy({
  id: "data-stores-have-groups-of-their-own",
  section: "references",
  title: "Data stores do not share a group that admits itself with other workloads",
  level: "mandatory",
  severity: "medium",
  why: "A group that admits itself lets everything on it reach the data store, and whatever is put on it next. Two groups say who is the client and who is the server.",
  document: [
    "Allow inbound traffic only from application instances within the VPC.",
    "Follow the principle of least privilege – Allow only necessary traffic.",
  ],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "AC-6" },
  ],
  references: ["https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html"],
  fix: {
    does: "Says how to split the group: one for the data store, one for its clients, and a reference from the first to the second.",
    losesAccess: "Nobody who is put on the clients' group.",
  },
  settings: noSettings,
  moment: "stack",
  subjects: (world) => judgedGroups(world).filter(({ key }) => dataStoresOf(world, key).length > 0),
  check(group, world) {
    const others = othersOn(world, group.key);
    if (others.length === 0) return [];
    const ports = dataStorePorts(world, group.key);
    const open = rulesOf(world, group.key, "ingress").filter(
      (rule) => intervals.meets(trafficOf(world, rule), ports) && admits(world, rule.peer, group.key),
    );
    return rulesByResource(open).map(([urn, rules]): Violation => ({
      urn,
      path: rules[0].path,
      message: `${group.name} admits itself to ${portsInWords(ports)} and is on ${inWords(dataStoresOf(world, group.key))} and on ${inWords(others)}. Give the data store a group of its own that admits the clients' group.`,
      rules,
      group: group.key,
      fix: () => ({
        kind: "declined",
        reason: `${parseUrn(group.key).name} has to be split by hand: a new group on ${inWords(dataStoresOf(world, group.key))} that admits ${parseUrn(group.key).name} to ${describe(ports)}, instead of the rule for itself`,
      }),
    }));
  },
});

function othersOn(world: World, group: string): readonly Workload[] {
  return launchedWorkloadsOf(world, group).filter(({ kind }) => kind !== "data-store");
}

function admits(world: World, peer: Peer, group: string): boolean {
  if (peer.kind === "self") return true;
  if (peer.kind === "hidden") return world.doubt(peer.hole);
  return peer.kind === "group" && (candidates(world, peer.group).includes(group) || isAnything(world, peer.group));
}

function isAnything(world: World, group: Ref): boolean {
  return group.kind === "unclear" && group.candidates.length === 0 && world.doubt(group.hole);
}
