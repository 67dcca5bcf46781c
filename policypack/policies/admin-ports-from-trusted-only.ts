import { exposedItself } from "../violations/exposed";
import { anyStranger } from "../model/exposure/exposure";
import { judgedGroups } from "../model/rules/groups";
import { adminPorts } from "../net/well-known";
import { definePolicy, noSettings } from "../contract/policy";

export const policy = definePolicy({
  id: "admin-ports-from-trusted-only",
  section: "exposure",
  title: "Ports for remote administration admit trusted networks only",
  level: "mandatory",
  severity: "high",
  why: "Once the trusted networks are named, any other address that may log in from the internet is an office that moved, a contractor who left, or a mistake.",
  document: [
    "Allow SSH (22) access only from a trusted IP (e.g., SecureCart's office network).",
    "Never expose SSH (22) to 0.0.0.0/0; use trusted IPs or AWS Systems Manager Session Manager.",
  ],
  controls: [
    { framework: "PCI DSS", version: "4.0.1", reference: "1.3.1" },
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "AC-17" },
    { framework: "AWS Security Hub", version: "1", reference: "EC2.13" },
    { framework: "AWS Security Hub", version: "1", reference: "EC2.14" },
  ],
  references: ["https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html"],
  fix: {
    does: "Restricts the rule to what it shares with trustedCidrs, and drops what is left without a source.",
    losesAccess: "Whoever administers the hosts from an address that trustedCidrs does not name.",
  },
  notFor: "Stacks whose administrators have no fixed addresses: leave trustedCidrs empty, and no-public-admin-ports alone applies.",
  settings: noSettings,
  // An address block of a network of this stack is its own; and what is attached decides whether clients come through a balancer.
  moment: "stack",
  subjects: (world) => (world.settings.trustedCidrs.length === 0 ? [] : judgedGroups(world)),
  check: (group, world) =>
    exposedItself(world, group, {
      of: adminPorts,
      breadth: anyStranger,
      advice: "Drop the addresses that trustedCidrs does not name, or name them there.",
    }),
});
