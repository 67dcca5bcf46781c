import { globOn, globOnResource } from "../contract/globs";
import { isHole } from "../model/approx";
import type { World } from "../model/world";
import type { Plain, Resource } from "../resources/resource";
import { isDate } from "../contract/settings";

/** A finding that somebody accepted until a date. */
export interface Exemption {
  readonly policy: string;
  readonly resource: string;
  readonly reason: string;
  readonly owner: string;
  /** The last day on which it counts, as in 2027-01-31. */
  readonly expires: string;
  readonly from: "settings" | "tag";
}

/** An exemption, and what became of it. */
export interface ExemptionInForce extends Exemption {
  readonly state: "active" | "expired";
}

/** `portcullis:exempt/<policy>` is the key of a tag that exempts a resource. */
export const tagPrefix = "portcullis:exempt/";

/** The exemptions of a stack: asked for each finding, it remembers which ones had anything to exempt. */
export class Exemptions {
  private readonly entries: readonly {
    readonly exemption: Exemption;
    readonly matches: (policy: string, urns: readonly string[]) => boolean;
    used: boolean;
  }[];
  /** Tags that look like an exemption and say too little to be one. */
  readonly malformed: readonly { readonly urn: string; readonly tag: string }[];

  constructor(
    world: World,
    private readonly today: string,
  ) {
    const tags = world.settings.tagExemptions ? tagExemptions(world) : { exemptions: [], malformed: [] };
    this.malformed = tags.malformed;
    this.entries = [
      ...world.settings.exemptions.map((exemption) => ({
        exemption: { ...exemption, from: "settings" as const },
        matches: globs(exemption.policy, exemption.resource),
        used: false,
      })),
      ...tags.exemptions.map((exemption) => ({
        exemption,
        matches: (policy: string, urns: readonly string[]) => exemption.policy === policy && urns.includes(exemption.resource),
        used: false,
      })),
    ];
  }

  /** The exemption of a finding about any of these resources; an active one rather than an expired one. */
  find(policy: string, urns: readonly string[]): ExemptionInForce | undefined {
    let expired: ExemptionInForce | undefined;
    for (const entry of this.entries) {
      if (!entry.matches(policy, urns)) continue;
      entry.used = true;
      const isActive = entry.exemption.expires >= this.today;
      if (isActive) return { ...entry.exemption, state: "active" };
      expired ??= { ...entry.exemption, state: "expired" };
    }
    return expired;
  }

  /** Every exemption, and whether anything was found for it to exempt. */
  report(): readonly (ExemptionInForce & { readonly isStale: boolean })[] {
    return this.entries.map(({ exemption, used }) => ({
      ...exemption,
      state: exemption.expires >= this.today ? "active" : "expired",
      isStale: !used,
    }));
  }
}

/** Which resources carry a tag that exempts, of those that were looked at. */
export class ExemptionTags {
  private readonly tagged = new Map<string, Set<string>>();

  add(resource: Resource): void {
    for (const key of tagKeys(resource.inputs.tags)) {
      if (!key.startsWith(tagPrefix)) continue;
      const policy = key.slice(tagPrefix.length);
      this.tagged.set(policy, (this.tagged.get(policy) ?? new Set()).add(resource.urn));
    }
  }

  /**
   * Whether a tag of another resource may exempt this one: that of the group to which a rule of its own belongs. A group has its tags with it.
   */
  mayExempt({ urn, type }: Pick<Resource, "urn" | "type">, policy: string): boolean {
    const tagged = /:(Default)?SecurityGroup$/.test(type) ? undefined : this.tagged.get(policy);
    return tagged !== undefined && (tagged.size > 1 || !tagged.has(urn));
  }

  clear(): void {
    this.tagged.clear();
  }
}

/** The keys of tags, in either of the two shapes that providers use. */
function tagKeys(tags: Plain | undefined): readonly string[] {
  if (typeof tags !== "object" || tags === null) return [];
  if (!Array.isArray(tags)) return Object.keys(tags);
  return (tags as readonly Plain[]).flatMap((tag) => {
    const key = typeof tag === "object" && tag !== null && "key" in tag ? tag.key : undefined;
    return typeof key === "string" ? [key] : [];
  });
}

function globs(policy: string, resource: string): (policy: string, urns: readonly string[]) => boolean {
  const matchesPolicy = globOn(policy);
  const matchesResource = globOnResource(resource);
  return (id, urns) => matchesPolicy(id) && urns.some(matchesResource);
}

/** Reads the tag `portcullis:exempt/<policy>` = `2027-01-31 payments-team the partner has no fixed address`. */
function tagExemptions(world: World): { readonly exemptions: readonly Exemption[]; readonly malformed: Exemptions["malformed"] } {
  const exemptions: Exemption[] = [];
  const malformed: { urn: string; tag: string }[] = [];
  for (const { urn, tags } of world.all("group")) {
    if (isHole(tags)) continue;
    for (const [key, value] of Object.entries(tags)) {
      if (!key.startsWith(tagPrefix) || isHole(value)) continue;
      const [expires = "", owner = "", ...reason] = value.trim().split(/\s+/);
      if (isDate(expires) && owner !== "" && reason.length > 0) {
        exemptions.push({ policy: key.slice(tagPrefix.length), resource: urn, reason: reason.join(" "), owner, expires, from: "tag" });
      } else malformed.push({ urn, tag: key });
    }
  }
  return { exemptions, malformed };
}
