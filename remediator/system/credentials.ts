import { existsSync } from "node:fs";
import path from "node:path";

/** The variables of an environment that hold a credential, by their name or by what their value looks like. */
export function credentialsIn(environment: NodeJS.ProcessEnv): readonly string[] {
  return Object.entries(environment)
    .filter(([name, value = ""]) => value !== "" && (isSecretName(name) || secretValues.some((pattern) => pattern.test(value))))
    .map(([name]) => name)
    .sort();
}

/** The environment without its credentials. */
export function withoutCredentials(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const hidden = new Set(credentialsIn(environment));
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !hidden.has(name)));
}

/** The files of a home in which tools keep credentials, as far as they are there. */
export function credentialFilesIn(home: string): readonly string[] {
  return kept.filter((file) => existsSync(path.join(home, file))).map((file) => `~/${file}`);
}

/** Whether a setting of git (its name, a line's end, its value) holds a credential: a header that authorises, or an address with a password. */
export function isGitCredential(setting: string): boolean {
  const end = setting.indexOf("\n");
  const [name, value] = [setting.slice(0, end), setting.slice(end + 1)];
  return (/\.extraheader$/i.test(name) && /^\s*(authorization|cookie|private-token)\s*:/i.test(value)) || /:\/\/[^/\s@]*:[^/\s@]+@/.test(setting);
}

/** What AWS, GitHub, Pulumi and others call a credential. A region, or the name of a profile, is none. */
function isSecretName(name: string): boolean {
  return secretNames.test(name) && !harmless.test(name);
}

const secretNames =
  /TOKENS?\d*(_|$)|SECRETS?\d*(_|$)|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?(_|$)|(^|_)(PAT|PASS|AUTH|AUTHORIZATION|COOKIE)(_|$)|(API|ACCESS|PRIVATE|SIGNING|ENCRYPTION|MASTER)_?KEY|CONNECTION_?STRING/i;

/** Names that say how something is used, not what it is. */
const harmless = /^(MAX_TOKENS|SSH_AUTH_SOCK)$|_(PROMPT|LENGTH|TTL|POLICY|TYPE|METHOD|MODE|ENABLED|HELPER)$/i;

const secretValues: readonly RegExp[] = [
  /\b(ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{20,}/,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/,
  /\bglpat-[A-Za-z0-9_-]{15,}/,
  /\bpul-[0-9a-f]{30,}/,
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,}/,
  /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i,
];

const kept = [
  ".aws/credentials",
  ".aws/sso/cache",
  ".pulumi/credentials.json",
  ".config/gh/hosts.yml",
  ".git-credentials",
  ".config/git/credentials",
  ".netrc",
  ".kube/config",
  ".azure/msal_token_cache.json",
  ".config/gcloud/application_default_credentials.json",
];
