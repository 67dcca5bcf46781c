import { configurationName, noFile, readConfigurationFile, type ReadConfiguration } from "../configuration/read";
import { done, type Entry, type ForgeReader, type Outcome } from "../forge/forge";

/** The repository of an organisation whose configuration is the preset of all others: https://docs.github.com/en/communities/setting-up-your-project-for-healthy-contributions/creating-a-default-community-health-file */
export const presetRepository = ".github";

/** Reads what an organisation says for all of its repositories; nothing where it has no such repository, or nothing of that name in it. */
export async function readPreset(forge: ForgeReader): Promise<Outcome<ReadConfiguration>> {
  const nothing = done<ReadConfiguration>({ kind: "configuration", file: {} });
  const head = await forge.defaultBranch();
  if (!head.ok) return head.refusal.kind === "not-found" || head.refusal.kind === "empty" ? nothing : head;
  const entry = await forge.entryAt(head.value.head, configurationName);
  if (!entry.ok) return entry;
  return entry.value === undefined ? nothing : readEntry(forge, entry.value);
}

/** Reads what is called like a configuration in a commit, whatever it is. */
export async function readEntry(forge: ForgeReader, entry: Entry): Promise<Outcome<ReadConfiguration>> {
  if (entry.kind !== "file") return done(noFile(entry.kind));
  const text = await forge.content(entry.blob);
  return text.ok ? done(readConfigurationFile(text.value)) : text;
}
