import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { hasCredential, isSecretName } from "./credentials";

/** Whether a text sets a credential: as dotenv and shells do, in INI, TOML, YAML or JSON. What is only named, such as `$TOKEN`, is none. */
export function setsCredential(text: string): boolean {
  return hasCredential(text) || text.split("\n").some((line) => settings.some((pattern) => isCredential(pattern.exec(line))));
}

const settings = [
  // NAME=value, name: value, "name": "value"
  /^\s*(?:export\s+)?["']?([A-Za-z_][\w.-]*)["']?\s*[=:]\s*["']?(\$\{\w+\}|[^"'\s,{[|>]+)/,
  // Of csh and fish.
  /^\s*(?:setenv|set\s+-\w*x\w*)\s+([A-Za-z_]\w*)\s+["']?([^"'\s]+)/,
];

function isCredential(setting: RegExpExecArray | null): boolean {
  const [, name = "", value = ""] = setting ?? [];
  if (value === "" || /^(\$\{?\w+\}?|true|false|null|none|yes|no|on|off|~|\d{1,6})[;,]?$/i.test(value)) return false;
  return isSecretName(name.replaceAll(/[.-]/g, "_")) || hasCredential(value);
}

/**
 * The first file of a home's folders for settings that has a credential: every tool has its own, and their names have no end. Two folders deep, and
 * three below `.config`; as many files as can be read without anybody waiting for it.
 */
export function credentialSettingIn(home: string): string | undefined {
  const waiting = foldersIn(home)
    .filter((name) => name.startsWith(".") && !others.has(name))
    .map((name) => ({ folder: name, depth: name === ".config" ? 2 : 1 }));
  let left = mostFiles;
  for (let next = waiting.shift(); next !== undefined && left > 0; next = waiting.shift()) {
    const { folder, depth } = next;
    for (const entry of entriesIn(path.join(home, folder))) {
      const name = path.join(folder, entry.name);
      if (entry.isDirectory() && depth > 0) waiting.push({ folder: name, depth: depth - 1 });
      if (entry.isFile() && isForSettings(entry.name) && left-- > 0 && holdsCredential(path.join(home, name), entry.name)) return name;
    }
  }
  return undefined;
}

/** Whether a file is named after what it keeps, as `.vault_pass` is, or sets a credential. */
export function holdsCredential(file: string, name: string): boolean {
  try {
    const { size } = statSync(file);
    if (size === 0 || size > largest) return false;
    return isNamedAfterCredential(name) || setsCredential(readFileSync(file, "utf8"));
  } catch {
    // What cannot be read here cannot be read by what runs here.
    return false;
  }
}

function isNamedAfterCredential(name: string): boolean {
  return /^[._-]*((vault|api|auth|access)[_-]?)?(pass|passwd|password|token|secret|credentials?)(\.(txt|json|toml|ya?ml|ini))?$/i.test(name);
}

function isForSettings(name: string): boolean {
  return /\.(conf|config|cfg|cnf|ini|toml|ya?ml|json|env|properties|fish)$|rc$|^env$|^config$|auth|cred|pass|secret|token/i.test(name);
}

/** Folders with packages, versions of tools and what is fetched again; and those of which it is known where they keep what is secret. */
const others = new Set([".cache", ".npm", ".nvm", ".pyenv", ".rustup", ".rbenv", ".git", ".ssh", ".gnupg", ".aws", ".docker", ".Trash"]);

const mostFiles = 1000;
const largest = 256_000;

function foldersIn(folder: string): readonly string[] {
  return entriesIn(folder).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

function entriesIn(folder: string): ReturnType<typeof readEntries> {
  try {
    return readEntries(folder);
  } catch {
    return [];
  }
}

const readEntries = (folder: string) => readdirSync(folder, { withFileTypes: true });
