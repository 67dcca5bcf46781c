import { readdirSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { hasCredential, isSecretName } from "../system/credentials";
import { git } from "../forge/git";

/** The setting of git with which a credential is within reach of a program in a folder, without what is secret of it: in the sentence "git's ... has a credential". */
export async function gitCredentialOf(folder: string): Promise<string | undefined> {
  const own = await settingsOf(folder, []);
  const found = credentialIn(own);
  if (found !== undefined) return found;
  for (const file of [...includedIn(own), ...(await submodulesOf(folder))]) {
    const included = credentialIn(await settingsOf(folder, ["--file", file]));
    if (included !== undefined) return included;
  }
  return undefined;
}

interface Setting {
  /** Section and key in small letters, what is between them as it is. */
  readonly name: string;
  readonly value: string;
  readonly scope: string;
}

async function settingsOf(folder: string, of: readonly string[]): Promise<readonly Setting[]> {
  const listed = await git(folder, ["config", ...of, "--includes", "--list", "--show-scope", "-z"]);
  if (!listed.ok) return [];
  const fields = listed.value.split("\0");
  return Array.from({ length: Math.floor(fields.length / 2) }, (_, index) => {
    const [scope = "", setting = ""] = fields.slice(2 * index);
    const end = setting.indexOf("\n");
    return end < 0 ? { scope, name: setting, value: "" } : { scope, name: setting.slice(0, end), value: setting.slice(end + 1) };
  });
}

function credentialIn(settings: readonly Setting[]): string | undefined {
  const helpers = new Map<string, string>();
  for (const setting of settings) {
    const { name, value, scope } = setting;
    // An empty one forgets those before it: https://git-scm.com/docs/gitcredentials#Documentation/gitcredentials.txt-helper
    if (/^credential\.(.*\.)?helper$/.test(name)) {
      if (value === "") helpers.clear();
      // What comes with an installation of git is set everywhere, whether it knows anything or not.
      else if (scope !== "system") helpers.set(name, shown(name));
    } else if (isCredential(setting)) return shown(name);
  }
  const [helper] = helpers.values();
  return helper;
}

/** A header, whatever it is called, a file with one, a program that is asked for a password, a key, a password in an address, and a name that says so. */
function isCredential({ name, value }: Setting): boolean {
  if (value === "") return false;
  if (/^http\.(.*\.)?(extraheader|cookiefile|sslkey)$|^core\.askpass$/.test(name)) return true;
  if (name === "core.sshcommand") return /(^|\s)-i|IdentityFile/.test(value);
  const key = name.slice(name.lastIndexOf(".") + 1);
  if (isSecretName(key) || /(token|pass)$/.test(key)) return true;
  return hasCredential(value) || hasCredential(name.slice(name.indexOf(".") + 1));
}

/** A setting's name; an address in it has no user. */
function shown(name: string): string {
  return name.replace(/\/\/[^/@]*@/, "//");
}

/** Files that are read in other folders: what is run can read them in this one. */
function includedIn(settings: readonly Setting[]): readonly string[] {
  return settings
    .filter(({ name }) => /^includeif\..*\.path$/.test(name))
    .map(({ value }) => value.replace(/^~(?=\/)/, homedir()))
    .filter((file) => path.isAbsolute(file));
}

/** The configurations of submodules, which have addresses and headers of their own. */
async function submodulesOf(folder: string): Promise<readonly string[]> {
  const common = await git(folder, ["rev-parse", "--path-format=absolute", "--git-common-dir"]);
  if (!common.ok) return [];
  const found: string[] = [];
  const walk = (at: string, depth: number): void => {
    let entries;
    try {
      entries = readdirSync(at, { withFileTypes: true });
    } catch {
      return;
    }
    // A submodule's folder has its configuration and, where it has some, its own modules.
    if (entries.some((entry) => entry.isFile() && entry.name === "config")) {
      found.push(path.join(at, "config"));
      walk(path.join(at, "modules"), depth + 1);
    } else if (depth < 8) for (const entry of entries) if (entry.isDirectory()) walk(path.join(at, entry.name), depth + 1);
  };
  walk(path.join(common.value.trim(), "modules"), 0);
  return found.slice(0, 1000);
}
