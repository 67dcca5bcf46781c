import { defaultGroupNamedBy, defaultGroupVpcs } from "../model/attachments/attachments";
import { counted } from "../model/names/listed";
import { usersOfDefaultGroup } from "../model/needs/default-groups";
import { declarationsOf, rulesOf } from "../model/rules/groups";
import { grouped } from "../grouped";
import type { Declaration, Group, Ref, Workload } from "../model/network";
import { perWorld, type World } from "../model/world";
import type { Goal } from "../plans/goal";
import { everyTraffic } from "../net/ports";
import { definePolicy, noSettings, type Violation } from "../contract/policy";
import { parseUrn } from "../resources/resource";

export const policy = definePolicy({
  id: "default-group-admits-nothing",
  section: "hygiene",
  title: "The default group of a VPC has no rules, and nothing is left to it",
  level: "advisory",
  severity: "medium",
  why: "Whatever names no group gets the default one, and with it all that the default group admits: everything that forgot to name a group reaches everything else that did.",
  document: ["Follow the principle of least privilege – Allow only necessary traffic."],
  controls: [
    { framework: "CIS AWS Foundations", version: "5.0", reference: "5.5" },
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
    { framework: "AWS Security Hub", version: "1", reference: "EC2.2" },
  ],
  references: ["https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html"],
  fix: { does: "Empties the default group.", losesAccess: "Whatever has the default group, because it names none." },
  remediates: true,
  settings: noSettings,
  moment: "resource",
  subjects: (world): (Group | Workload)[] => [...world.all("group").filter(({ isDefault }) => isDefault), ...world.all("workload")],
  check: (subject, world) => ("isDefault" in subject ? rulesIn(subject, world) : leftToIt(subject, world)),
});

function rulesIn(group: Group, world: World): readonly Violation[] {
  const rules = directions.flatMap((direction) =>
    declarationsOf(world, group.urn, direction).filter(({ hiddenBy }) => hiddenBy === undefined || world.doubt(hiddenBy)),
  );
  // The provider empties a default group when it takes it over: what it is seen to have, somebody added since.
  const live = directions
    .flatMap((direction) => rulesOf(world, group.urn, direction))
    .filter(({ declaration }) => declaration.unwritten !== undefined);
  if (rules.length === 0 && live.length > 0)
    return [
      {
        urn: group.urn,
        path: [],
        message: `The default group ${group.resource.name} has ${counted(new Set(live.map(({ declaration }) => declaration)).size, "rule")} that the program does not write. An update with --refresh empties it: give what uses it a group of its own first.`,
        rules: live,
        group: group.urn,
        fix: () => emptied(world, group, []),
      },
    ];
  return grouped(rules, ({ urn }) => urn).map(([urn, held]) => ({
    urn,
    path: held[0].path,
    message: `The default group ${group.resource.name} has ${counted(rules.length, "rule")}. Empty it, and give what uses it a group of its own.`,
    rules: [],
    group: group.urn,
    fix: () => emptied(world, group, held),
  }));
}

function emptied(world: World, group: Group, held: readonly Declaration[]): Goal {
  // Of a group that is looked at alone, whoever asked for the remediation knows what uses it.
  const users = world.isAlone ? undefined : usersOfDefaultGroup(world, group);
  if (users !== undefined) return { kind: "declined", reason: `${users}: give what uses it a group of its own first` };
  const rules = directions.flatMap((direction) => rulesOf(world, group.urn, direction)).filter(({ declaration }) => held.includes(declaration));
  // A rule without a peer lets nobody through, and is a rule all the same.
  if (held.some((declaration) => !rules.some((rule) => rule.declaration === declaration)))
    return {
      kind: "plan",
      summary: `Empties the default group ${group.resource.name}`,
      losesAccess: "Whatever has the default group, because it names none.",
      steps: held.map(({ urn, path }) => ({ kind: "vary", urn, path, variants: [] })),
    };
  return { kind: "close", parts: rules.map((rule) => ({ rule, traffic: everyTraffic })) };
}

const directions = ["ingress", "egress"] as const;

function leftToIt(workload: Workload, world: World): readonly Violation[] {
  // What else puts groups on something that is looked at alone is not known.
  if (world.isAlone) return [];
  const named = defaultGroupNamedBy(world, workload);
  const vpc = named ?? defaultGroupVpcs(world, workload).find((ref) => isOfThisStack(world, ref));
  if (vpc === undefined) return [];
  const so = named === undefined ? "names no group, so it gets the default one" : "has the default group";
  return [
    {
      urn: workload.urn,
      path: [],
      message: `The ${workload.noun} ${workload.resource.name} ${so}${ofVpc(vpc)}. Give it a group of its own.`,
      rules: [],
    },
  ];
}

function ofVpc(vpc: Ref): string {
  if (vpc.kind === "resource") return ` of ${parseUrn(vpc.urn).name}`;
  return isDefaultVpc(vpc) ? " of the default VPC" : "";
}

/** Something that names no place is in the default VPC because of what this stack says. */
function isOfThisStack(world: World, vpc: Ref): boolean {
  if (vpc.kind === "resource") return vpcs(world).has(vpc.urn);
  return isDefaultVpc(vpc) || (vpc.kind === "unclear" && world.doubt(vpc.hole));
}

function isDefaultVpc(vpc: Ref): boolean {
  return vpc.kind === "external" && vpc.id === "default";
}

const vpcs = perWorld((world) => new Set(world.all("vpc").map(({ urn }) => urn)));
