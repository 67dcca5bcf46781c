import { joined } from "../joined";
import { violationsByResource } from "../violations/exposed";
import { candidates, groupRefsOf } from "../model/attachments/attachments";
import { launchedWorkloadsOf } from "../model/attachments/launched-workloads";
import { addressesOf, judgedGroups, rulesOf, trafficOf } from "../model/rules/groups";
import { loginGroups, servesAsBastion } from "../model/instances/bastions";
import { isInstanceKind, settingOf } from "../model/instances/instances";
import type { Ref, Rule, Workload } from "../model/network";
import { keyOf, type World } from "../model/world";
import * as intervals from "../net/intervals";
import * as ip from "../net/ip";
import { tcp, udp } from "../net/ports";
import { definePolicy } from "../contract/policy";
import { listed } from "../model/names/listed";
import { portsInWords } from "../model/names/ports";
import { named } from "../model/needs/parties";

export const policy = definePolicy({
  id: "prefer-session-manager",
  section: "topology",
  title: "Instances are administered through Session Manager",
  level: "advisory",
  severity: "low",
  why: "Session Manager needs no open port and no key: who may log in is an IAM policy, and every session is recorded.",
  document: [
    "Use AWS Session Manager instead of a bastion host for increased security.",
    "Never expose SSH (22) to 0.0.0.0/0; use trusted IPs or AWS Systems Manager Session Manager.",
    "Exposing SSH (22) or RDP (3389) to the internet – Use VPN or AWS Systems Manager Session Manager.",
  ],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-17" },
    { framework: "NIST SP 800-53", version: "5", reference: "AU-12" },
  ],
  references: [
    "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-prerequisites.html",
    "https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-default-host-management-configuration.html",
  ],
  notFor: "Bastions, and machines that admit SSH from a bastion or an EC2 Instance Connect Endpoint only: the policy is silent about them.",
  settings: {
    type: "object",
    additionalProperties: false,
    properties: {
      defaultHostManagement: {
        type: "boolean",
        default: false,
        description: "Whether the account has Default Host Management, so that instances need no profile for Session Manager.",
      },
    },
  },
  yields: true,
  moment: "stack",
  subjects: (world) => judgedGroups(world).filter(({ key }) => hostsBehind(world, key).length > 0),
  check(group, world, { defaultHostManagement }) {
    const hosts = hostsBehind(world, group.key);
    const open = rulesOf(world, group.key, "ingress").filter((rule) => admitsLogins(world, rule));
    const written = intervals.unionAll(open.map((rule) => trafficOf(world, rule)));
    const traffic = intervals.intersect(written, logins);
    const close = intervals.covers(logins, written) ? `drop the ${open.length === 1 ? "rule" : "rules"}` : "close these ports";
    // Only what is missing for certain is asked for.
    const needs = [...new Set(hosts.flatMap((host) => needsOf(world.opposite, host, defaultHostManagement)))];
    const whom = hosts.length === 1 ? "the instance" : "the instances";
    const missing = needs.length === 0 ? " and has all that it needs here" : `: give ${whom} ${joined(needs)}`;
    const message = `${group.name} opens ${portsInWords(traffic)} of ${listed(hosts.map(named))}. Session Manager needs no open port${missing}; then ${close}.`;
    return violationsByResource(open, group, message);
  },
});

const logins = intervals.union(tcp(22, 3389), udp(3389));

function hostsBehind(world: World, group: string): readonly Workload[] {
  // Of a bastion, logging in is the purpose.
  return launchedWorkloadsOf(world, group).filter((workload) => isInstanceKind(workload) && !servesAsBastion(world.opposite, workload));
}

function admitsLogins(world: World, rule: Rule): boolean {
  const traffic = trafficOf(world, rule);
  if (!intervals.meets(traffic, logins)) return false;
  // A rule by which machines speak to each other about more than this is no way to log in.
  const isForLogins = rule.declaration.traffic.holes.length > 0 || intervals.covers(logins, traffic);
  if (rule.peer.kind === "self") return isForLogins;
  if (rule.peer.kind === "group" && !isForLogins) return false;
  if (rule.peer.kind === "group") return !isDoor(world, rule.peer.group) && (rule.peer.group.kind !== "unclear" || world.doubt(rule.peer.group.hole));
  if (rule.peer.kind === "prefix-list") return rule.peer.list.kind !== "unclear" || world.doubt(rule.peer.list.hole);
  return !ip.isEmpty(addressesOf(world, rule.peer));
}

/** Whether a group can be a bastion's or a Connect Endpoint's: that way to log in is judged by other policies. */
function isDoor(world: World, group: Ref): boolean {
  const { groups, any } = loginGroups(world.opposite);
  return any || candidates(world.opposite, group).some((key) => groups.has(key));
}

/** What Session Manager still needs, as far as the program shows it. */
function needsOf(world: World, host: Workload, defaultHostManagement: boolean): readonly string[] {
  const https = groupRefsOf(world, host).some((ref) => {
    const key = keyOf(ref);
    // A group from elsewhere has rules that are not shown.
    if (ref.kind !== "resource" || key === undefined) return true;
    return rulesOf(world, key, "egress").some((rule) => intervals.meets(trafficOf(world, rule), tcp(443)));
  });
  const profile = defaultHostManagement || world.holds(settingOf(world, host, "hasProfile").value, (has) => has === true);
  return [
    ...(https ? [] : ["a way out to tcp/443 (to the internet, or to endpoints for ssm and ssmmessages)"]),
    ...(profile ? [] : ["an instance profile with AmazonSSMManagedInstanceCore"]),
  ];
}
