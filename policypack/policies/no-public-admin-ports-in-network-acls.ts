import { joined } from "../joined";
import { internetThrough, judgedAcls } from "../model/exposure/network-acls";
import type { NetworkAclRule } from "../model/network";
import { grouped } from "../grouped";
import { unionAll, type AddressSet } from "../net/ip";
import { tcp } from "../net/ports";
import { definePolicy, noSettings } from "../contract/policy";
import { whoInWords } from "../model/names/sources";

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
  subjects: judgedAcls,
  check(acl, world) {
    const open = services.flatMap(({ port, text }) => {
      const exposure = internetThrough(world, acl.key, tcp(port));
      return exposure === undefined ? [] : holders(exposure.rules).map((rule): Opening => ({ rule, text, addresses: exposure.addresses }));
    });
    return grouped(open, ({ rule }) => rule.urn).map(([urn, held]) => ({
      urn,
      path: held[0].rule.path,
      message: `${sentenceStart(acl.name)} lets ${whoInWords(world, unionAll(held.map(({ addresses }) => addresses)))} through to ${joined(held.map(({ text }) => text))}. Deny them in a rule with a lower number, or allow the ports that are needed only.`,
      rules: [],
    }));
  },
});

/** A service that people log in to, through a rule. */
interface Opening {
  readonly rule: NetworkAclRule;
  readonly text: string;
  readonly addresses: AddressSet;
}

const services = [
  { port: 22, text: "tcp/22 (SSH)" },
  { port: 3389, text: "tcp/3389 (RDP)" },
] as const;

/** The first rule of each resource that holds one. */
function holders(rules: readonly NetworkAclRule[]): readonly NetworkAclRule[] {
  return grouped(rules, ({ urn }) => urn).map(([, [first]]) => first);
}

function sentenceStart(name: string): string {
  return name.startsWith("the ") ? `T${name.slice(1)}` : name;
}
