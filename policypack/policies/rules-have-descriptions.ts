import { pathText, type Fact } from "../model/approx";
import { isDescribedByPackage } from "../model/names/packages";
import { pathsOf } from "../model/rules/places";
import { keyOf, perWorld } from "../model/world";
import type { Path } from "../plans/plan";
import { definePolicy, noSettings } from "../contract/policy";
import { parseUrn } from "../resources/resource";

export const policy = definePolicy({
  id: "rules-have-descriptions",
  section: "hygiene",
  title: "Every rule and every new group says what it is for",
  level: "advisory",
  severity: "low",
  why: "Nobody dares to remove a rule of which nobody knows the reason.",
  document: ["Regularly audit security groups for unused or overly permissive rules."],
  controls: [{ framework: "NIST SP 800-53", version: "5", reference: "CM-6" }],
  references: ["https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"],
  notFor:
    "Groups that are deployed already: a new description replaces the group, so it is asked for before the first deployment only. What a component of a package writes is not asked about.",
  settings: noSettings,
  moment: "resource",
  subjects: (world) => described(world),
  check(places, world) {
    const missing = places.filter(({ description }) => world.holds(description, isMissing));
    const [first] = missing;
    if (first === undefined) return [];
    const rules = missing.flatMap(({ path }) => (path.length === 0 ? [] : [path]));
    const itself = rules.length < missing.length ? first.name : "";
    const subject =
      rules.length === 0
        ? itself
        : itself === ""
          ? `${pathsOf(rules)} of ${first.name}`
          : `${itself} and its ${rules.length === 1 ? "rule" : "rules"} ${pathsOf(rules)}`;
    const message = `${subject} ${missing.length === 1 ? "has" : "have"} no description. Say who uses it and why.`;
    const inList = [...(itself === "" ? [] : [itself]), ...rules.map((path) => `${pathText(path)} of ${first.name}`)];
    return [
      {
        urn: first.urn,
        path: [...first.path, "description"],
        message,
        rules: [],
        group: first.group,
        listed: { names: inList, all: "rules and groups have no description" },
      },
    ];
  },
});

/** A rule or a group, and what it says about itself. */
interface Described {
  readonly urn: string;
  readonly name: string;
  readonly path: Path;
  readonly description: Fact<string | undefined>;
  readonly group: string | undefined;
}

/** The rules that each resource holds; and each group that is not deployed yet, since a new description replaces it. */
const described = perWorld((world): readonly (readonly Described[])[] => {
  const byUrn = new Map<string, Described[]>();
  const add = (place: Described): void => {
    if (isDescribedByPackage(place.urn)) return;
    const places = byUrn.get(place.urn);
    if (places === undefined) byUrn.set(place.urn, [place]);
    else places.push(place);
  };
  for (const { urn, path, description, group } of world.all("declaration"))
    add({ urn, name: parseUrn(urn).name, path, description, group: keyOf(group) });
  for (const { urn, resource, description, isDefault } of world.all("group")) {
    if (!isDefault && resource.id === undefined && !world.isAlone) add({ urn, name: resource.name, path: [], description, group: urn });
  }
  return [...byUrn.values()];
});

/** The provider writes "Managed by Pulumi" where the program gives no description; Terraform's wording is left in converted programs. */
function isMissing(description: Exclude<Fact<string | undefined>, object>): boolean {
  return description === undefined || /^\s*(managed by (pulumi|terraform))?\s*$/i.test(description);
}
