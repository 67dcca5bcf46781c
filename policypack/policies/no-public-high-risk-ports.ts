import { exposedItself } from "../violations/exposed";
import { remedyOr } from "../violations/remedies";
import { namedPorts } from "../model/exposure/intended-ports";
import { judgedGroups } from "../model/rules/groups";
import * as intervals from "../net/intervals";
import { highRiskPorts } from "../net/well-known";
import { definePolicy, noSettings } from "../contract/policy";

export const policy = definePolicy({
  id: "no-public-high-risk-ports",
  section: "exposure",
  title: "Ports of clear-text, amplifying and development services are closed to the internet",
  level: "mandatory",
  severity: "high",
  why: "FTP, SMTP, NFS, LDAP, SNMP, X11 and the consoles of development speak without encryption, answer anybody, or multiply what a forged packet asks for. None of them is meant for strangers.",
  document: [
    "Follow the principle of least privilege – Allow only necessary traffic.",
    "Overly broad security group rules (e.g., allowing 0.0.0.0/0) – Always restrict to necessary IPs.",
  ],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
    { framework: "PCI DSS", version: "4.0.1", reference: "1.3.1" },
    { framework: "AWS Security Hub", version: "1", reference: "EC2.19" },
  ],
  references: ["https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19"],
  fix: {
    does: "Removes the public sources and keeps the others; a range keeps its harmless ports, a rule for every protocol what is meant to be public.",
    losesAccess: "Whoever uses the service over the internet from an address that is not named.",
  },
  notFor: "Services that are for the public on such a port, such as mail servers and authoritative name servers: name their ports in publicPorts.",
  settings: noSettings,
  // What is attached decides whether clients come through a balancer.
  moment: "stack",
  subjects: judgedGroups,
  check: (group, world) =>
    exposedItself(world, group, {
      // What excuses a port is asked of the other world.
      of: intervals.subtract(highRiskPorts, namedPorts(world.opposite, group.key)),
      advice: remedyOr(world, group.key, "Name the callers in trustedCidrs, or serve them through a load balancer on a web port and drop the rule."),
    }),
});
