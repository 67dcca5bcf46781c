import { exposed } from "../violations/exposed";
import { narrowing } from "../fixes/narrowing";
import { judgedGroups } from "../model/rules/groups";
import * as intervals from "../net/intervals";
import { icmp, icmpv6 } from "../net/ports";
import { harmlessIcmp } from "../net/well-known";
import { definePolicy, noSettings } from "../contract/policy";

export const policy = definePolicy({
  id: "no-public-icmp",
  section: "exposure",
  title: "The internet may send the ICMP messages that the network needs, and no others",
  level: "advisory",
  severity: "low",
  why: "Echo requests, and the errors by which senders learn of sizes and dead ends, keep the network working. Redirects, timestamps and address masks help only whoever explores it.",
  document: ["Follow the principle of least privilege – Allow only necessary traffic."],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
  ],
  references: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/path_mtu_discovery.html",
    "https://www.iana.org/assignments/icmp-parameters/icmp-parameters.xhtml",
  ],
  fix: {
    does: "Narrows the rule to the messages in it that the network needs.",
    losesAccess: "Nobody but tools that explore networks.",
  },
  remediates: true,
  settings: noSettings,
  moment: "resource",
  subjects: judgedGroups,
  check: (group, world) =>
    exposed(world, group, {
      of: intervals.subtract(intervals.union(icmp(), icmpv6()), harmlessIcmp),
      advice: "Narrow the rule to echo request (8), destination unreachable (3) and time exceeded (11), or to their counterparts of ICMPv6.",
      fix: (rules) =>
        narrowing(world, group, rules, ({ traffic }) =>
          // What a rule for every protocol should be instead is not a matter of ICMP.
          intervals.covers(intervals.union(icmp(), icmpv6()), traffic.must) ? harmlessIcmp : undefined,
        ),
    }),
});
