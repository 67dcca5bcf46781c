import { exposed } from "../violations/exposed";
import { judgedGroups } from "../model/rules/groups";
import { adminPorts } from "../net/well-known";
import { definePolicy, noSettings } from "../contract/policy";

export const policy = definePolicy({
  id: "no-public-admin-ports",
  section: "exposure",
  title: "Ports for remote administration are closed to the internet",
  level: "mandatory",
  severity: "critical",
  why: "Whoever finds SSH, RDP, WinRM, VNC, SMB, the Docker API or the kubelet on the internet can try passwords and exploits against it, and is found doing so within minutes.",
  document: [
    "Never expose SSH (22) to 0.0.0.0/0; use trusted IPs or AWS Systems Manager Session Manager.",
    "Exposing SSH (22) or RDP (3389) to the internet – Use VPN or AWS Systems Manager Session Manager.",
  ],
  controls: [
    { framework: "CIS AWS Foundations", version: "5.0", reference: "5.3" },
    { framework: "CIS AWS Foundations", version: "5.0", reference: "5.4" },
    { framework: "PCI DSS", version: "4.0.1", reference: "1.3.1" },
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
    { framework: "AWS Security Hub", version: "1", reference: "EC2.13" },
    { framework: "AWS Security Hub", version: "1", reference: "EC2.14" },
    { framework: "AWS Security Hub", version: "1", reference: "EC2.53" },
    { framework: "AWS Security Hub", version: "1", reference: "EC2.54" },
  ],
  references: [
    "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
    "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html",
  ],
  fix: {
    does: "Removes the public sources and keeps the others; a range keeps its harmless ports, a rule for every protocol what is meant to be public. Where the program itself connects there, or a remediation cannot tell, the rule is restricted to trustedCidrs.",
    losesAccess: "Everybody who administers the hosts over the internet from an address that is not named.",
  },
  remediates: true,
  settings: noSettings,
  // A rule's own inputs prove it. So it holds behind a balancer that passes its clients' addresses on as well, where other ports are advice.
  moment: "resource",
  subjects: judgedGroups,
  check: (group, world) =>
    exposed(world, group, { of: adminPorts, advice: "Name the callers in trustedCidrs, or use Session Manager and drop the rule." }),
});
