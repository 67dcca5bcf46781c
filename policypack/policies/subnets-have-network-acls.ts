import { hasOpenDefaultAcl } from "../model/exposure/network-acls";
import { definePolicy, noSettings } from "../contract/policy";

export const policy = definePolicy({
  id: "subnets-have-network-acls",
  section: "defence in depth",
  title: "Every subnet has a network ACL of its own",
  level: "advisory",
  severity: "low",
  why: "The default network ACL lets everything through. With one of its own, a subnet keeps out what no group of it should ever admit.",
  document: ["Assuming security groups replace NACLs – Use NACLs for subnet-level filtering and security groups for instance-level protection."],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
  ],
  references: ["https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html"],
  settings: noSettings,
  moment: "stack",
  subjects: (world) => world.all("subnet"),
  check(subnet, world) {
    // Asked of this world as well, so that it remembers what had a say.
    hasOpenDefaultAcl(world, world, subnet);
    if (!hasOpenDefaultAcl(world, world.opposite, subnet)) return [];
    return [
      {
        urn: subnet.urn,
        path: [],
        message: `${subnet.resource.name} has the default network ACL, which lets everything through. Put one on it that keeps out what the subnet never needs.`,
        rules: [],
      },
    ];
  },
});
