import { isOpenToPublic, isPubliclyAccessible } from "../model/exposure/databases";
import type { DatabaseAccess, SearchNetwork, SearchPolicy } from "../model/network";
import { clientByPublicAddress } from "../model/needs/public-addresses";
import type { World } from "../model/world";
import { definePolicy, noSettings } from "../contract/policy";

export const policy = definePolicy({
  id: "database-not-publicly-accessible",
  section: "topology",
  title: "Data stores have no address on the internet",
  level: "mandatory",
  severity: "critical",
  why: "A data store with a public address is one rule away from everybody. Without one, no rule can expose it.",
  document: [
    "SecureCart uses an RDS database in a private subnet that only backend applications should access.",
    "Minimize direct access to databases from the internet.",
  ],
  controls: [
    { framework: "CIS AWS Foundations", version: "5.0", reference: "2.2.3" },
    { framework: "PCI DSS", version: "4.0.1", reference: "1.4.4" },
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
    { framework: "AWS Security Hub", version: "1", reference: "RDS.2" },
    { framework: "AWS Security Hub", version: "1", reference: "Redshift.1" },
    { framework: "AWS Security Hub", version: "1", reference: "DMS.1" },
  ],
  references: [
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    "https://docs.aws.amazon.com/msk/latest/developerguide/public-access.html",
    "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html",
    "https://docs.aws.amazon.com/redshift/latest/mgmt/managing-clusters-vpc.html",
  ],
  fix: {
    does: "Sets the property that makes the store private. A search domain is not changed: moving it into a VPC replaces it.",
    losesAccess: "Every client that reaches the store by its public address.",
  },
  remediates: true,
  settings: noSettings,
  moment: "resource",
  subjects: (world: World): (DatabaseAccess | SearchPolicy | SearchNetwork)[] => [
    ...world.all("databaseAccess"),
    ...world.all("searchPolicy"),
    ...world.all("searchNetwork"),
  ],
  check(subject, world) {
    if ("isOpen" in subject) {
      if (!world.holds(subject.isOpen, Boolean)) return [];
      return [
        {
          urn: subject.urn,
          path: subject.path,
          message: `The network policy ${subject.resource.name} lets the internet reach collections that only signatures guard. Name the VPC endpoints that use them in SourceVPCEs, and set AllowFromPublic to false.`,
          rules: [],
          advice: true,
          fix: () => ({ kind: "declined", reason: "which VPC endpoints lead to the collections is not known" }),
        },
      ];
    }
    if ("open" in subject) {
      if (!isOpenToPublic(world, subject)) return [];
      return [
        {
          urn: subject.urn,
          path: subject.path,
          message: `The access policy of ${subject.resource.name} lets in everybody on the internet. Put the domain into a VPC, or name the principals or addresses that use it.`,
          rules: [],
          fix: () => ({ kind: "declined", reason: "who uses the domain is not known, and moving it into a VPC replaces it" }),
        },
      ];
    }
    if (!isPubliclyAccessible(world, subject)) return [];
    const { urn, path, noun, resource, whenPrivate } = subject;
    return [
      {
        urn,
        path,
        message: `The ${noun} ${resource.name} has an address on the internet. Set ${String(path.at(-1))} to ${String(whenPrivate)}.`,
        rules: [],
        fix: () => {
          const need = clientByPublicAddress(world, urn);
          if (need !== undefined) return { kind: "declined", reason: need };
          return {
            kind: "plan",
            summary: `Makes the ${noun} ${resource.name} private`,
            losesAccess: `Clients that reach ${resource.name} by its public address.`,
            steps: [{ kind: "set", urn, path, value: whenPrivate }],
          };
        },
      },
    ];
  },
});
