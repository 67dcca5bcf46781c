import { grouped } from "../model/rules/by-resource";
import { internetThrough } from "../model/exposure/network-acls";
import type { NetworkAclRule } from "../model/network";
import { tcp } from "../net/ports";
import { definePolicy, noSettings, type Violation } from "../contract/policy";
import { countOf } from "../model/names/counts";

export const policy = definePolicy({
  id: "no-public-admin-ports-in-network-acls",
  section: "defence in depth",
  title: "Network ACLs keep SSH and RDP from the internet out of subnets",
  level: "advisory",
  severity: "medium",
  why: "A network ACL stands behind every group of a subnet: where it lets SSH and RDP through, one wrong rule of a group is enough.",
  document: ["Assuming security groups replace NACLs – Use NACLs for subnet-level filtering and security groups for instance-level protection."],
  controls: [
    { framework: "CIS AWS Foundations", version: "5.0", reference: "5.2" },
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
    { framework: "AWS Security Hub", version: "1", reference: "EC2.21" },
  ],
  references: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html",
    "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
  ],
  settings: noSettings,
  moment: "stack",
  subjects: (world) => world.all("networkAcl").filter(({ isDefault }) => !isDefault),
  check(acl, world) {
    const violations = new Map<string, Violation>();
    for (const [port, service] of [
      [22, "SSH"],
      [3389, "RDP"],
    ] as const) {
      const exposure = internetThrough(world, acl.urn, tcp(port));
      if (exposure === undefined) continue;
      for (const rule of holders(exposure.rules)) {
        if (violations.has(rule.urn)) continue;
        violations.set(rule.urn, {
          urn: rule.urn,
          path: rule.path,
          message: `${acl.resource.name} lets ${countOf(exposure.addresses)} from the internet through to tcp/${port} (${service}). Deny them in a rule with a lower number, or allow the ports that are needed only.`,
          rules: [],
        });
      }
    }
    return [...violations.values()];
  },
});

/** The first rule of each resource that holds one. */
function holders(rules: readonly NetworkAclRule[]): readonly NetworkAclRule[] {
  return grouped(rules, ({ urn }) => urn).map(([, [first]]) => first);
}
