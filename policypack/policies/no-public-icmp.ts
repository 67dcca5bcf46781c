import { exposed } from "../violations/exposed";
import { judgedGroups } from "../model/rules/groups";
import { placeOf } from "../model/rules/places";
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
      fix: (rules) => {
        // What a rule for every protocol should be instead is not a matter of ICMP.
        const wide = rules.find(({ declaration }) => !intervals.covers(everyMessage, declaration.traffic.must));
        return {
          kind: "close",
          parts: rules.map((rule) => ({ rule, traffic: intervals.subtract(everyMessage, harmlessIcmp) })),
          leaves: mostUseful,
          ...(wide === undefined ? {} : { orElse: `${placeOf(wide.declaration)} is for more than this: say which ports it needs` }),
        };
      },
    }),
});

const everyMessage = intervals.union(icmp(), icmpv6());

/** That a packet is too big for the way, without which connections stall, and echo. */
const mostUseful = intervals.unionAll([icmp(3), icmp(8), icmpv6(2), icmpv6(128)]);
