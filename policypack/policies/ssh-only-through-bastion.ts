import { violationsByResource } from "../violations/exposed";
import { inShort, placeOf } from "../model/rules/places";
import { groupRefsOf, groupsOf } from "../model/attachments/attachments";
import { launchedWorkloadsOf } from "../model/attachments/launched-workloads";
import { trusted } from "../model/exposure/exposure";
import { addressesOf, judgedGroups, peerGroupKey, peerText, rulesOf, trafficOf } from "../model/rules/groups";
import { bastionInWords, bastions, isBastion, ssh } from "../model/instances/bastions";
import { isInstanceKind } from "../model/instances/instances";
import type { Rule, Workload } from "../model/network";
import { isWhollyIn } from "../model/placement/applications";
import { keyOf, perWorld, type World } from "../model/world";
import * as intervals from "../net/intervals";
import * as ip from "../net/ip";
import type { Goal } from "../plans/goal";
import { definePolicy, noSettings } from "../contract/policy";
import { parseUrn } from "../resources/resource";

export const policy = definePolicy({
  id: "ssh-only-through-bastion",
  section: "topology",
  title: "Where there is a bastion, instances admit SSH from it only",
  level: "mandatory",
  severity: "high",
  why: "A bastion is where logins are guarded, recorded and revoked. Every other way in is one that nobody watches.",
  document: [
    "Allow private EC2 instances to accept SSH only from the bastion host.",
    "Private EC2 | SSH | 22 | Bastion Host SG | Allow only bastion access",
  ],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-17" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
    { framework: "PCI DSS", version: "4.0.1", reference: "1.3.1" },
  ],
  references: [
    "https://docs.aws.amazon.com/prescriptive-guidance/latest/patterns/access-a-bastion-host-by-using-session-manager-and-amazon-ec2-instance-connect.html",
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/eice-security-groups.html",
  ],
  fix: { does: "Swaps the addresses for the bastion's group.", losesAccess: "Whoever logs in without the bastion." },
  settings: noSettings,
  moment: "stack",
  subjects: (world) => (bastions(world).length === 0 ? [] : judgedGroups(world).filter(({ key }) => othersBehind(world, key).length > 0)),
  check(group, world) {
    const [other] = othersBehind(world, group.key);
    const [bastion] = bastions(world);
    const all = rulesOf(world, group.key, "ingress");
    const offending = all.filter((rule) => intervals.meets(trafficOf(world, rule), ssh) && isOtherWay(world, rule));
    if (other === undefined || bastion === undefined) return [];
    const message = `${group.name} opens SSH (tcp/22) of the ${other.noun} ${other.resource.name} to ${inShort(offending)}, past ${bastionInWords(bastion)}. Admit the bastion's group only.`;
    return violationsByResource(offending, group, message, (held) => swap(world, bastion, held));
  },
});

/** The machines on a group that are no bastions; that one is excuses it, so it is asked of the other world. */
function othersBehind(world: World, group: string): readonly Workload[] {
  return launchedWorkloadsOf(world, group).filter((workload) => isInstanceKind(workload) && !isBastion(world.opposite, workload));
}

/** Whether a rule admits anything but a bastion, an EC2 Instance Connect Endpoint, or trusted clients of one that keeps their addresses. */
function isOtherWay(world: World, rule: Rule): boolean {
  const allowed = waysIn(world.opposite);
  const { peer } = rule;
  if (peer.kind === "group" || peer.kind === "self") {
    if (allowed.any) return false;
    if (peer.kind === "group" && peer.group.kind === "unclear") {
      const { candidates, hole } = peer.group;
      const others = candidates.filter((key) => !allowed.groups.has(key));
      if (candidates.length > 0 && others.length === candidates.length) return true;
      return (candidates.length === 0 || others.length > 0) && world.doubt(hole);
    }
    const key = peerGroupKey(rule);
    return key === undefined ? world.polarity === "may" : !allowed.groups.has(key);
  }
  if (peer.kind === "prefix-list") return peer.list.kind !== "unclear" || world.doubt(peer.list.hole);
  const addresses = addressesOf(world, peer);
  return !ip.isEmpty(addresses) && !(allowed.trusted && ip.covers(trusted(world), addresses));
}

interface WaysIn {
  readonly groups: ReadonlySet<string>;
  /** Whether any group at all could be one of them. */
  readonly any: boolean;
  readonly trusted: boolean;
}

const waysIn = perWorld((world): WaysIn => {
  const endpoints = new Map(world.all("connectEndpoint").map((endpoint) => [endpoint.urn, endpoint]));
  const doors = [...bastions(world), ...world.all("workload").filter(({ urn }) => endpoints.has(urn))];
  const refs = doors.flatMap((door) => groupRefsOf(world, door));
  return {
    groups: new Set(refs.flatMap((ref) => keyOf(ref) ?? (ref.kind === "unclear" && world.doubt(ref.hole) ? ref.candidates : []))),
    any: refs.some((ref) => ref.kind === "unclear" && ref.candidates.length === 0 && world.doubt(ref.hole)),
    trusted: [...endpoints.values()].some(({ preservesClientAddress }) => world.holds(preservesClientAddress, Boolean)),
  };
});

function callerText(rule: Rule): string {
  return rule.peer.kind === "self" ? "the group's members still have to log in to each other" : `${peerText(rule)} still has to log in`;
}

function swap(world: World, bastion: Workload, rules: readonly Rule[]): Goal {
  const groups = groupsOf(world, bastion).filter((key) => world.network.resources.get(key)?.custom === true);
  if (groups.length === 0)
    return { kind: "declined", reason: `${bastion.resource.name} has no group that a rule could name: give it one of its own` };
  const named = rules.find(({ peer }) => peer.kind !== "addresses");
  if (named !== undefined) return { kind: "declined", reason: `whether ${callerText(named)} is for its owner to say` };
  const admitted = ip.unionAll(rules.map((rule) => addressesOf(world, rule.peer)));
  const stray = ip.covers(admitted, ip.everyIpv4) ? undefined : groups.find((key) => !isWhollyIn(world, key, admitted));
  if (stray !== undefined) return { kind: "declined", reason: `${parseUrn(stray).name} is not known to be inside what is admitted today` };
  const wide = rules.find(({ declaration }) => !intervals.covers(ssh, declaration.traffic.must));
  return {
    kind: "close",
    byReference: { except: ip.noAddresses },
    parts: rules.map((rule) => ({ rule, traffic: ssh, instead: { kind: "groups", groups, isOptional: true } })),
    ...(wide === undefined ? {} : { orElse: `${placeOf(wide.declaration)} also admits other ports than SSH` }),
  };
}
