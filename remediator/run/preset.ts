import { configurationName, largestConfiguration, readConfiguration, type ReadConfiguration } from "../configuration/read";
import { done, type ForgeReader, type Outcome } from "../forge/forge";

/** The repository of an organisation whose configuration is the preset of all others: https://docs.github.com/en/communities/setting-up-your-project-for-healthy-contributions/creating-a-default-community-health-file */
export const presetRepository = ".github";

/** Reads what an organisation says for all of its repositories; nothing where it has no such repository, or no file in it. */
export async function readPreset(forge: ForgeReader): Promise<Outcome<ReadConfiguration>> {
  const nothing = done<ReadConfiguration>({ kind: "configuration", file: {} });
  const head = await forge.defaultBranch();
  if (!head.ok) return head.refusal.kind === "not-found" || head.refusal.kind === "empty" ? nothing : head;
  const entry = await forge.entryAt(head.value.head, configurationName);
  if (!entry.ok) return entry;
  if (entry.value?.kind !== "file") return nothing;
  const text = await forge.content(entry.value.blob);
  return text.ok ? done(readConfiguration(text.value.subarray(0, 4 * largestConfiguration).toString("utf8"))) : text;
}
