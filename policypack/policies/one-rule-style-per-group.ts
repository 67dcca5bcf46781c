import { coverOf } from "../model/rules/covering";
import { declarationsOf, judgedGroups, rulesOf, type JudgedGroup } from "../model/rules/groups";
import type { Declaration, Direction, ExclusiveRules } from "../model/network";
import { listed } from "../model/names/listed";
import { byReference, perWorld, type World } from "../model/world";
import { everyTraffic } from "../net/ports";
import { definePolicy, noSettings, type Violation } from "../contract/policy";
import type { Closing } from "../plans/goal";
import { parseUrn } from "../resources/resource";

export const policy = definePolicy({
  id: "one-rule-style-per-group",
  section: "hygiene",
  title: "A group's rules of one direction are all inline or all standalone",
  level: "mandatory",
  severity: "high",
  why: "The provider makes the group's live rules equal to the inline ones: each update revokes the standalone rules, and the next one brings them back. Access comes and goes with deployments.",
  document: ["Regularly audit security groups for unused or overly permissive rules."],
  controls: [{ framework: "NIST SP 800-53", version: "5", reference: "CM-6" }],
  references: ["https://www.pulumi.com/registry/packages/aws/api-docs/ec2/securitygroup/"],
  fix: { does: "Removes standalone rules that let through what inline ones let through anyway; the inline ones stay.", losesAccess: "Nobody." },
  settings: noSettings,
  moment: "stack",
  subjects: (world) =>
    judgedGroups(world).filter(({ key, group }) => group?.resource.type.startsWith("aws:") === true || exclusives(world).of(key).length > 0),
  check(group, world) {
    const violations: Violation[] = [...revoked(world, group)];
    for (const direction of ["ingress", "egress"] as const) {
      const inlineOne = inline(world).get(placeKey(group.key, direction));
      if (inlineOne === undefined || (inlineOne.hiddenBy !== undefined && !world.doubt(inlineOne.hiddenBy))) continue;
      const standalone = declarationsOf(world, group.key, direction).filter(
        ({ style, hiddenBy }) => style === "standalone" && (hiddenBy === undefined || world.doubt(hiddenBy)),
      );
      if (standalone.length === 0) continue;
      const names = [...new Set(standalone.map(({ urn }) => parseUrn(urn).name))];
      const goal = covered(world, group, direction);
      violations.push({
        urn: group.key,
        path: [direction],
        message: `${group.name} has ${inlineOne.empty ? `an empty list of inline ${direction} rules` : `inline ${direction} rules`}, and ${names.length === 1 ? "a standalone one" : `${names.length} standalone ones`} (${listed(names)}), which they revoke. Write all of them one way.`,
        rules: rulesOf(world, group.key, direction).filter(({ declaration }) => declaration.style === "standalone"),
        group: group.key,
        ...(goal === undefined ? {} : { fix: () => goal }),
      });
    }
    return violations;
  },
});

/** That standalone rules go, where inline ones let through all that they let through. */
function covered(world: World, { key }: JudgedGroup, direction: Direction): Closing | undefined {
  const rules = rulesOf(world, key, direction);
  const inlineOnes = rules.filter(({ declaration }) => declaration.style === "inline");
  const parts = rules.flatMap((rule) => {
    const coveredBy = rule.declaration.style === "standalone" ? coverOf(world, key, rule, inlineOnes) : undefined;
    return coveredBy === undefined ? [] : [{ rule, traffic: everyTraffic, coveredBy }];
  });
  return parts.length === rules.length - inlineOnes.length && parts.length > 0 ? { kind: "close", parts } : undefined;
}

/** What a resource that has the rules of the group to itself does not list. */
function revoked(world: World, { key, name }: JudgedGroup): readonly Violation[] {
  return exclusives(world)
    .of(key)
    .flatMap((exclusive): Violation[] => {
      const declarations = declarationsOf(world, key, exclusive.direction).filter(
        (declaration) =>
          declaration.unwritten === undefined &&
          (declaration.hiddenBy === undefined || world.doubt(declaration.hiddenBy)) &&
          !world.excuses((other) => isListed(other, exclusive, declaration)),
      );
      const [first] = declarations;
      if (first === undefined) return [];
      const standalone = declarations.filter(({ style }) => style === "standalone");
      const kept = standalone.length === 0 ? "inline rules" : `rules (${listed(standalone.map(({ urn }) => parseUrn(urn).name))})`;
      return [
        {
          urn: exclusive.urn,
          path: exclusive.path,
          message: `${exclusive.resource.name} revokes every ${exclusive.direction} rule of ${name} that it does not list, and ${name} has ${kept} beyond its list. ${standalone.length === 0 ? "Write them as resources of their own, and list those." : "List them, or remove them."}`,
          rules: rulesOf(world, key, exclusive.direction).filter(({ declaration }) => declarations.includes(declaration)),
          group: key,
        },
      ];
    });
}

function isListed(world: World, { listed: refs, hole }: ExclusiveRules, { urn, style }: Declaration): boolean {
  if (style === "inline") return false;
  return refs.some((ref) => world.names(ref, urn)) || (hole !== undefined && world.doubt(hole));
}

const exclusives = perWorld((world) => byReference(world, world.all("exclusiveRules"), ({ group }) => group));

const inline = perWorld(
  (world) => new Map(world.all("inlineDirection").map((inlineOne) => [placeKey(inlineOne.urn, inlineOne.direction), inlineOne])),
);

function placeKey(urn: string, direction: Direction): string {
  return `${urn} ${direction}`;
}
