import { judgedGroups, rulesOf, type JudgedGroup } from "../model/rules/groups";
import type { Workload } from "../model/network";
import { countGroups, countRules, countRulesOn, mostRulesOfGroup } from "../model/rules/quotas";
import type { World } from "../model/world";
import { definePolicy, type Violation } from "../contract/policy";
import { withCommas } from "../commas";

export const policy = definePolicy({
  id: "groups-within-quotas",
  section: "hygiene",
  title: "Groups and interfaces are within the quotas of the account",
  level: "advisory",
  severity: "low",
  why: "A rule over the quota is refused in the middle of a deployment, when half of the others are in place.",
  document: ["Regularly audit security groups for unused or overly permissive rules."],
  controls: [{ framework: "NIST SP 800-53", version: "5", reference: "CM-6" }],
  references: ["https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups"],
  settings: {
    type: "object",
    additionalProperties: false,
    properties: {
      rulesPerGroup: {
        type: "integer",
        minimum: 1,
        default: mostRulesOfGroup,
        description: "Rules of one direction and address family that a group may have.",
      },
      groupsPerInterface: { type: "integer", minimum: 1, default: 5, description: "Groups that an interface may have." },
      rulesPerInterface: {
        type: "integer",
        minimum: 1,
        default: 1000,
        description: "Rules of one direction and address family that the groups of an interface may have together.",
      },
    },
  },
  moment: "stack",
  subjects: (world): (JudgedGroup | Workload)[] => [...judgedGroups(world), ...world.all("workload")],
  check: (subject, world, settings) =>
    "key" in subject ? tooManyRules(subject, world, settings.rulesPerGroup) : tooMuchForAnInterface(subject, world, settings),
});

const places = (["ingress", "egress"] as const).flatMap((direction) => (["IPv4", "IPv6"] as const).map((family) => ({ direction, family })));

function tooManyRules({ key, name, group }: JudgedGroup, world: World, most: number): readonly Violation[] {
  for (const { direction, family } of places) {
    const count = countRules(world, key, direction, family);
    if (count <= most) continue;
    return [
      {
        urn: group?.urn ?? rulesOf(world, key, direction)[0]?.declaration.urn ?? key,
        path: [],
        message: `${name} has ${inWords(count)} ${direction} rules for ${family}, where ${most} are allowed. Split it, use a prefix list, or raise the quota.`,
        rules: [],
        group: key,
      },
    ];
  }
  return [];
}

interface Quotas {
  readonly rulesPerGroup: number;
  readonly groupsPerInterface: number;
  readonly rulesPerInterface: number;
}

function tooMuchForAnInterface(
  workload: Workload,
  world: World,
  { rulesPerGroup, groupsPerInterface, rulesPerInterface }: Quotas,
): readonly Violation[] {
  const finding = (what: string): readonly Violation[] => [{ urn: workload.urn, path: [], message: what, rules: [] }];
  const groups = countGroups(world, workload);
  if (groups > groupsPerInterface)
    return finding(
      `The ${workload.noun} ${workload.resource.name} has ${inWords(groups)} groups, where ${groupsPerInterface} are allowed on an interface. Merge some, or raise the quota.`,
    );
  for (const { direction, family } of places) {
    const rules = countRulesOn(world, workload, direction, family, rulesPerGroup);
    if (rules > rulesPerInterface)
      return finding(
        `The groups of the ${workload.noun} ${workload.resource.name} have ${inWords(rules)} ${direction} rules for ${family} together, where ${rulesPerInterface} are allowed on an interface. Use fewer rules or groups.`,
      );
  }
  return [];
}

function inWords(count: number): string {
  return Number.isFinite(count) ? withCommas(count) : "any number of";
}
