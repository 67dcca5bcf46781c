import { globOn, globOnResource } from "../contract/globs";
import { isHole } from "../model/approx";
import type { World } from "../model/world";
import type { Plain, Resource } from "../resources/resource";
import { secretValue } from "./discretion";
import { isDate, type Configuration } from "../contract/settings";

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

/** A tag that looks like an exemption and is none, and why. */
interface NoExemption {
  readonly urn: string;
  readonly tag: string;
  readonly reason: string;
}

/** The exemptions of a stack: asked for each finding, it remembers which ones had anything to exempt. */
export class Exemptions {
  private readonly entries: readonly {
    readonly exemption: Exemption;
    readonly matches: (policy: string, urns: readonly string[]) => boolean;
    used: boolean;
  }[];
  /** Tags that look like an exemption and are none. */
  readonly refused: readonly NoExemption[];

  constructor(
    world: World,
    configuration: Configuration,
    private readonly today: string,
  ) {
    const tags = tagExemptions(world, configuration, today);
    this.refused = tags.refused;
    this.entries = [
      ...configuration.pack.exemptions.map((exemption) => ({
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
  mayExempt({ urn, type }: Pick<Resource, "urn" | "type">, policy: string, { pack, exemptHereOnly }: Configuration): boolean {
    if (pack.tagExemptions === false || exemptHereOnly.has(policy)) return false;
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
function tagExemptions(
  world: World,
  { pack, exemptHereOnly, settings }: Configuration,
  today: string,
): { readonly exemptions: readonly Exemption[]; readonly refused: readonly NoExemption[] } {
  const exemptions: Exemption[] = [];
  const refused: NoExemption[] = [];
  // Where no tag may exempt, they may be somebody else's.
  if (pack.tagExemptions === false) return { exemptions, refused };
  let last: string | undefined;
  for (const { urn, tags, resource } of world.all("group")) {
    if (isHole(tags)) continue;
    for (const [tag, value] of Object.entries(tags)) {
      if (!tag.startsWith(tagPrefix) || isHole(value)) continue;
      const policy = tag.slice(tagPrefix.length);
      const [expires = "", owner = "", ...reason] = value.trim().split(/\s+/);
      if (!settings.has(policy)) refused.push({ urn, tag, reason: policy === "" ? "it names no policy" : `there is no policy ${policy}` });
      else if (!isDate(expires) || owner === "" || reason.length === 0)
        refused.push({
          urn,
          tag,
          reason: `it takes a date, an owner and a reason, as in "${daysAfter(today, 90)} payments-team the partner has no fixed address"`,
        });
      else if (exemptHereOnly.has(policy)) refused.push({ urn, tag, reason: `only the configuration may exempt from ${policy}` });
      else if (expires > (last ??= daysAfter(today, pack.longestExemption)))
        refused.push({ urn, tag, reason: `it ends on ${expires}, and longestExemption allows ${last} at the latest` });
      else if (resource.secrets?.includes(value) === true)
        exemptions.push({ policy, resource: urn, reason: secretValue, owner: secretValue, expires, from: "tag" });
      else exemptions.push({ policy, resource: urn, reason: reason.join(" "), owner, expires, from: "tag" });
    }
  }
  return { exemptions, refused };
}

function daysAfter(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
