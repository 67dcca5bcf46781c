import { isDeepStrictEqual } from "node:util";
import { globOn } from "@portcullis/policypack/contract/globs";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure, type Configuration, type RawConfiguration } from "@portcullis/policypack/contract/settings";
import { listed } from "@portcullis/policypack/model/names/listed";
import { configurationName } from "./read";
import type { ConfigurationFile, Limits, Mode } from "./schema";

/** What holds for one repository. */
export interface Settings {
  readonly mode: Mode;
  readonly policies: Configuration;
  /** Whether a project's folder, from the top of the repository, is left alone. */
  readonly ignores: (folder: string) => boolean;
  readonly limits: Limits;
  readonly policyPages: string | undefined;
  readonly draft: boolean;
  readonly labels: readonly string[];
  readonly reviewers: readonly string[];
  readonly assignees: readonly string[];
  /** What the preset says and the repository's file takes the place of, as far as it decides by what is judged. */
  readonly replaced: readonly string[];
}

/**
 * Puts a repository's file over its organisation's preset, and both over the defaults. A repository's lists take the place of the preset's; of a policy,
 * its level and its settings one by one. A preset that says `off` is the organisation's switch for everything, and no repository turns it on.
 */
export function settingsOf(preset: ConfigurationFile, own: ConfigurationFile, otherwise: Mode): Settings {
  const merged = { ...preset, ...own };
  const raw = overPreset(preset.policies, own.policies);
  if (merged.trustedNetworks !== undefined) {
    const pack = entryOf(raw.settings);
    const named = Array.isArray(pack.trustedCidrs) ? (pack.trustedCidrs as readonly string[]) : [];
    raw.settings = { ...pack, trustedCidrs: [...new Set([...named, ...merged.trustedNetworks])] };
  }
  const globs = (merged.ignoredPaths ?? []).map((glob) => globOn(glob.replace(/^\.?\/|^\.$/, "").replace(/\/(\*\*?)?$/, "")));
  return {
    mode: preset.mode === "off" ? "off" : (merged.mode ?? otherwise),
    policies: configure(raw as RawConfiguration, policies),
    ignores: (folder) => aboveOf(folder).some((each) => globs.some((matches) => matches(each))),
    limits: limitsOf({ ...preset.limits, ...own.limits }),
    policyPages: merged.policyPages,
    draft: merged.draft ?? false,
    labels: merged.labels ?? [],
    reviewers: merged.reviewers ?? [],
    assignees: merged.assignees ?? [],
    replaced: replacedIn(preset, own),
  };
}

/** A level alone leaves the preset's settings of the policy as they are, and a setting its level and its other settings. */
function overPreset(preset: ConfigurationFile["policies"] = {}, own: ConfigurationFile["policies"] = {}): Record<string, unknown> {
  const entries = Object.entries(own).map(([policy, entry]) => [policy, { ...entryOf(preset[policy]), ...entryOf(entry) }]);
  return { ...preset, ...(Object.fromEntries(entries) as Record<string, unknown>) };
}

/** What is said of it: nothing of an organisation's preset is lost in silence. */
export function replacedText(replaced: Settings["replaced"]): string {
  return `${configurationName} takes the place of what the preset says of ${listed(replaced)}.`;
}

function replacedIn(preset: ConfigurationFile, own: ConfigurationFile): readonly string[] {
  const isOther = (before: unknown, now: unknown): boolean => before !== undefined && now !== undefined && !isDeepStrictEqual(before, now);
  const policiesOf = Object.entries(own.policies ?? {}).flatMap(([policy, entry]) => {
    const before = entryOf(preset.policies?.[policy]);
    const keys = Object.entries(entryOf(entry)).flatMap(([key, now]) => (isOther(before[key], now) ? [key] : []));
    return keys.map((key) => (key === "enforcementLevel" ? `policies.${policy}` : `policies.${policy}.${key}`));
  });
  const lists = (["trustedNetworks", "ignoredPaths"] as const).filter((key) => isOther(preset[key], own[key]));
  return [...policiesOf, ...lists];
}

/**
 * What nobody set. An hour brings as many as one run does: bots that run all day let two through in an hour, but one that runs once a week would take
 * months over a repository with forty projects. Whoever lets a run open more has said so for the hour, too.
 */
function limitsOf({ openPullRequests = 10, newPullRequests = 5, newPullRequestsPerHour = Math.max(1, newPullRequests) }: Partial<Limits>): Limits {
  return { openPullRequests, newPullRequests, newPullRequestsPerHour };
}

/** The entry of a policy with its level by name, as which a level alone may be written. */
function entryOf(entry: unknown): Readonly<Record<string, unknown>> {
  if (typeof entry === "string") return { enforcementLevel: entry };
  return typeof entry === "object" && entry !== null ? (entry as Readonly<Record<string, unknown>>) : {};
}

/** A folder and all that are above it. */
function aboveOf(folder: string): readonly string[] {
  const parts = folder.split("/");
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
