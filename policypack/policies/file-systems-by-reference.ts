import { admittedByAddress } from "../violations/by-address";
import { judgedGroups } from "../model/rules/groups";
import { fileSystemsOf } from "../model/attachments/data-stores";
import * as ip from "../net/ip";
import { tcp } from "../net/ports";
import { definePolicy, noSettings } from "../contract/policy";

/** NFS, SMB and Lustre. */
const filePorts = tcp(445, 988, 2049);

export const policy = definePolicy({
  id: "file-systems-by-reference",
  section: "references",
  title: "File systems admit groups, not addresses",
  level: "mandatory",
  severity: "high",
  why: "NFS, SMB and Lustre trust the network they are reached from: whatever gets an address in an admitted block can try to mount the files.",
  document: [
    "Use Security Group references instead of IP-based rules to allow traffic between instances dynamically.",
    "Follow the principle of least privilege – Allow only necessary traffic.",
  ],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
  ],
  references: [
    "https://docs.aws.amazon.com/efs/latest/ug/network-access.html",
    "https://docs.aws.amazon.com/fsx/latest/WindowsGuide/limit-access-security-groups.html",
    "https://docs.aws.amazon.com/fsx/latest/LustreGuide/limit-access-security-groups.html",
  ],
  fix: {
    does: "Swaps the block for references to the groups of the applications that live in it.",
    losesAccess: "Clients in the block that are not in this program, or have no group in it.",
  },
  settings: noSettings,
  moment: "stack",
  advisesDataStores: true,
  subjects: (world) => judgedGroups(world).filter(({ key }) => fileSystemsOf(world, key).length > 0),
  check: (group, world) =>
    admittedByAddress(world, group, {
      workloads: fileSystemsOf(world, group.key),
      ports: filePorts,
      fine: ip.noAddresses,
      advice: "Admit the group of the clients instead.",
    }),
});
