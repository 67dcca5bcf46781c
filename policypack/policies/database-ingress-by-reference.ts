import { admittedByAddress } from "../violations/by-address";
import { trusted } from "../model/exposure/exposure";
import { judgedGroups } from "../model/rules/groups";
import { dataStorePorts, dataStoresOf } from "../model/attachments/data-stores";
import * as ip from "../net/ip";
import { definePolicy } from "../contract/policy";

export const policy = definePolicy({
  id: "database-ingress-by-reference",
  section: "references",
  title: "Data stores admit groups, not addresses",
  level: "mandatory",
  severity: "high",
  why: "An address block admits whatever lives there today and whatever is put there tomorrow. A reference to the application's group admits the application, wherever it scales to.",
  document: [
    "Use Security Group references instead of IP-based rules to allow traffic between instances dynamically.",
    "Allow inbound traffic only from application instances within the VPC.",
    "Lock down RDS to allow access only from application servers.",
  ],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
    { framework: "PCI DSS", version: "4.0.1", reference: "1.3.1" },
  ],
  references: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html#security-group-referencing",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html",
  ],
  fix: {
    does: "Swaps the block for references to the groups of the applications that live in it.",
    losesAccess: "Clients in the block that are not in this program, or have no group in it.",
  },
  settings: {
    type: "object",
    additionalProperties: false,
    properties: {
      allowTrustedCidrs: { type: "boolean", default: true, description: "Whether the blocks in trustedCidrs may reach data stores by address." },
    },
  },
  moment: "stack",
  advisesDataStores: true,
  subjects: (world) => judgedGroups(world).filter(({ key }) => dataStoresOf(world, key).length > 0),
  check(group, world, { allowTrustedCidrs }) {
    const fine = allowTrustedCidrs ? trusted(world) : ip.noAddresses;
    const advice = "Admit the group of the application instead.";
    return admittedByAddress(world, group, { workloads: dataStoresOf(world, group.key), ports: dataStorePorts(world, group.key), fine, advice });
  },
});
