import { exposedItself } from "../violations/exposed";
import { remedyOr } from "../violations/remedies";
import { judgedGroups } from "../model/rules/groups";
import { intendedPorts } from "../model/exposure/intended-ports";
import { dataStorePorts } from "../model/attachments/data-stores";
import * as intervals from "../net/intervals";
import { everyTraffic, icmp, icmpv6 } from "../net/ports";
import { adminPorts, databasePorts, highRiskPorts } from "../net/well-known";
import { definePolicy, noSettings } from "../contract/policy";

export const policy = definePolicy({
  id: "public-ingress-only-on-web-ports",
  section: "exposure",
  title: "The internet reaches web ports only",
  level: "mandatory",
  severity: "high",
  why: "Strangers have business with the website. Whatever listens on another port was not built for them, and is watched by nobody.",
  document: [
    "Allow HTTP (80) and HTTPS (443) from anywhere (0.0.0.0/0).",
    "Follow the principle of least privilege – Allow only necessary traffic.",
    "Overly broad security group rules (e.g., allowing 0.0.0.0/0) – Always restrict to necessary IPs.",
  ],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
    { framework: "PCI DSS", version: "4.0.1", reference: "1.3.1" },
    { framework: "AWS Security Hub", version: "1", reference: "EC2.18" },
  ],
  references: ["https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18"],
  fix: {
    does: "Narrows the rule to the public ports in its range, or drops the public sources where there are none. Other sources keep all that they have.",
    losesAccess: "Whoever reaches another port than the public ones over the internet.",
  },
  notFor: "Services with a protocol of their own for the public, such as games and mail: name their ports in publicPorts.",
  settings: noSettings,
  moment: "stack",
  subjects: judgedGroups,
  check(group, world) {
    // What excuses a port, and what makes it another policy's, is asked of the other world.
    const intended = intendedPorts(world.opposite, group.key);
    const elsewhere = [alwaysElsewhere, dataStorePorts(world.opposite, group.key)];
    return exposedItself(world, group, {
      of: intervals.subtract(everyTraffic, intervals.unionAll([...elsewhere, intended])),
      advice: remedyOr(world, group.key, "Close it, serve it on a web port, or name the port in publicPorts."),
      listenersAreIntended: true,
    });
  },
});

/** What other policies say of any group. */
const alwaysElsewhere = intervals.unionAll([adminPorts, databasePorts, highRiskPorts, icmp(), icmpv6()]);
