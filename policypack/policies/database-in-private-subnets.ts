import { Hole } from "../model/approx";
import { defaultVpcOf } from "../model/placement/vpcs";
import type { Noun, Ref } from "../model/network";
import { isPublicSubnet } from "../model/placement/public-subnets";
import { listed } from "../model/names/listed";
import type { World } from "../model/world";
import type { Path } from "../plans/plan";
import { definePolicy, noSettings } from "../contract/policy";
import { parseUrn } from "../resources/resource";

/** What decides in which subnets a data store is: its subnet group, or the store itself. */
interface Placement extends Noun {
  readonly path: Path;
  readonly subnets: readonly Ref[];
}

export const policy = definePolicy({
  id: "database-in-private-subnets",
  section: "topology",
  title: "Data stores are in subnets that no internet gateway reaches",
  level: "mandatory",
  severity: "high",
  why: "In a subnet with a route to an internet gateway, a public address and one rule are all that is missing. In a private subnet neither of them opens the data store to the internet.",
  document: ["SecureCart uses an RDS database in a private subnet that only backend applications should access."],
  controls: [
    { framework: "PCI DSS", version: "4.0.1", reference: "1.4.4" },
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
  ],
  references: [
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    "https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html#subnet-types",
  ],
  settings: noSettings,
  moment: "stack",
  subjects: placements,
  check({ urn, path, resource, subnets }, world) {
    const open = subnets.filter((subnet) => isPublicSubnet(world, subnet));
    if (open.length === 0) return [];
    return [
      {
        urn,
        path,
        message: `${resource.name} puts a data store into ${open.length} ${open.length === 1 ? "subnet" : "subnets"} with a route to an internet gateway (${listed(open.map(nameOf))}). Use subnets whose route table has none.`,
        rules: [],
      },
    ];
  },
});

function placements(world: World): Placement[] {
  return [
    ...world.all("subnetGroup"),
    ...world
      .all("workload")
      .filter(({ kind, subnets }) => kind === "data-store" && subnets.length > 0)
      .map(({ urn, resource, subnets }) => ({ urn, resource, path: [], subnets })),
    ...world.all("workload").flatMap((workload): Placement[] => {
      const vpc = workload.kind === "data-store" ? defaultVpcOf(world, workload) : undefined;
      const { urn, resource } = workload;
      return vpc === undefined || workload.subnetGroup !== undefined ? [] : [{ urn, resource, path: [], subnets: defaultSubnets(world, vpc) }];
    }),
  ];
}

/** Where AWS puts what names no subnet: the stack shows some of these subnets at most. */
function defaultSubnets(world: World, vpc: Ref): readonly Ref[] {
  if (vpc.kind !== "resource") return [vpc];
  const own = world
    .all("subnet")
    .filter((subnet) => (subnet.vpc !== undefined ? world.names(subnet.vpc, vpc.urn) : subnet.resource.type.endsWith(":DefaultSubnet")));
  const hole = new Hole(vpc.urn, [], "has subnets that are not in this program");
  return own.length > 0 ? own.map(({ urn }): Ref => ({ kind: "resource", urn })) : [{ kind: "unclear", candidates: [], hole }];
}

function nameOf(subnet: Ref): string {
  return subnet.kind === "resource" ? parseUrn(subnet.urn).name : "one that is not known";
}
