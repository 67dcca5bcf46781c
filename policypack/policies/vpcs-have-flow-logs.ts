import type { Ref, Subnet, Vpc } from "../model/network";
import { isExcused, perWorld, ReferenceIndex, type World } from "../model/world";
import { definePolicy, noSettings } from "../contract/policy";

export const policy = definePolicy({
  id: "vpcs-have-flow-logs",
  section: "defence in depth",
  title: "Every VPC has flow logs",
  level: "advisory",
  severity: "medium",
  why: "Flow logs show what a group refused and what it let in. Without them nobody can tell whether a rule is used, or was misused.",
  document: [
    "Not reviewing security group changes – Implement AWS Config to track changes.",
    "Regularly audit security groups for unused or overly permissive rules.",
  ],
  controls: [
    { framework: "CIS AWS Foundations", version: "5.0", reference: "3.7" },
    { framework: "NIST SP 800-53", version: "5", reference: "AU-12" },
    { framework: "AWS Security Hub", version: "1", reference: "EC2.6" },
  ],
  references: ["https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html"],
  settings: noSettings,
  moment: "stack",
  subjects: (world) => world.all("vpc"),
  check(vpc, world) {
    if (isExcused(world, (excusing) => isLogged(world, excusing, vpc))) return [];
    return [
      {
        urn: vpc.urn,
        path: [],
        message: `${vpc.resource.name} has no flow log, neither on itself nor on all of its subnets. Log at least what is rejected.`,
        rules: [],
        listed: { names: [vpc.resource.name], all: "VPCs have no flow log, neither on themselves nor on all of their subnets" },
      },
    ];
  },
});

/** Whether there is a log on the VPC, or on each of the subnets that count as its own. */
function isLogged(world: World, excusing: World, { urn }: Vpc): boolean {
  if (logs(excusing).of(urn).length > 0) return true;
  const own = subnets(world).of(urn);
  return own.length > 0 && own.every((subnet) => logs(excusing).of(subnet.urn).length > 0);
}

const logs = perWorld(
  (world) =>
    new ReferenceIndex(
      world,
      world.all("flowLog").map((log) => [log.of, log] as const),
    ),
);

const subnets = perWorld(
  (world) =>
    new ReferenceIndex<Subnet>(
      world,
      world.all("subnet").flatMap((subnet): (readonly [Ref, Subnet])[] => (subnet.vpc === undefined ? [] : [[subnet.vpc, subnet]])),
    ),
);
