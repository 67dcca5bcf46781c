import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { credentialSettingIn, holdsCredential, setsCredential } from "./settings-files";

/**
 * The first file with a credential that a program of a user can read, as people write its place: where tools keep them in a home, where the environment
 * says they are, and in the folders from a program up to its repository.
 */
export function credentialFileOf(home: string, environment: NodeJS.ProcessEnv, folders: readonly string[]): string | undefined {
  for (const { base, name, written } of bases(home, environment)) {
    for (const { within = "home", file, says } of kept) {
      if (within === name && isCredentialFile(path.join(base, file), says)) return `${written}/${file}`;
    }
  }
  for (const [variable, says] of named) {
    // KUBECONFIG is a list.
    for (const file of (environment[variable] ?? "").split(path.delimiter))
      if (file !== "" && isCredentialFile(file, says)) return `${file} (${variable})`;
  }
  const sshKey = filesIn(path.join(home, ".ssh")).find((file) => isCredentialFile(file, privateKey));
  if (sshKey !== undefined) return `~/.ssh/${path.basename(sshKey)}`;
  // What somebody exported once is in the shell's history, and in what it starts with.
  const noted = filesIn(home).find((file) => path.basename(file).startsWith(".") && holdsCredential(file, path.basename(file)));
  if (noted !== undefined) return `~/${path.basename(noted)}`;
  for (const folder of folders) {
    for (const [file, says] of ofProjects) if (isCredentialFile(path.join(folder, file), says)) return path.join(folder, file);
    const dotenv = filesIn(folder).find((file) => isDotenv(path.basename(file)) && isCredentialFile(file, setsCredential));
    if (dotenv !== undefined) return dotenv;
  }
  const setting = credentialSettingIn(home);
  return setting === undefined ? undefined : `~/${setting}`;
}

/** What hands out credentials to whoever asks it: an agent that listens, and programs that git and ssh ask for a password. */
export function credentialHelperOf(environment: NodeJS.ProcessEnv): string | undefined {
  const { SSH_AUTH_SOCK: agent = "" } = environment;
  if (agent !== "" && existsSync(agent)) return "SSH_AUTH_SOCK";
  return ["GIT_ASKPASS", "SSH_ASKPASS"].find((name) => (environment[name] ?? "") !== "");
}

interface Kept {
  /** Which folder it is below; the home, unless said otherwise. */
  readonly within?: Base;
  readonly file: string;
  /** What a file says that has a credential; without it the file is one. */
  readonly says?: (text: string) => boolean;
}

type Base = "home" | "config" | "cache" | "pulumi" | "gh" | "docker" | "gcloud" | "azure" | "cargo" | "gnupg" | "gradle";

/** The folders that files are below, wherever the environment has moved them. */
function bases(home: string, environment: NodeJS.ProcessEnv): readonly { readonly name: Base; readonly base: string; readonly written: string }[] {
  const at = (name: Base, variable: string, usual: string): { name: Base; base: string; written: string } => {
    const moved = environment[variable] ?? "";
    return moved === "" ? { name, base: path.join(home, usual), written: `~/${usual}` } : { name, base: moved, written: moved };
  };
  const config = at("config", "XDG_CONFIG_HOME", ".config");
  const { GH_CONFIG_DIR: gh = "" } = environment;
  return [
    { name: "home", base: home, written: "~" },
    config,
    gh === "" ? { name: "gh", base: path.join(config.base, "gh"), written: `${config.written}/gh` } : { name: "gh", base: gh, written: gh },
    at("cache", "XDG_CACHE_HOME", ".cache"),
    at("pulumi", "PULUMI_HOME", ".pulumi"),
    at("docker", "DOCKER_CONFIG", ".docker"),
    at("gcloud", "CLOUDSDK_CONFIG", ".config/gcloud"),
    at("azure", "AZURE_CONFIG_DIR", ".azure"),
    at("cargo", "CARGO_HOME", ".cargo"),
    at("gnupg", "GNUPGHOME", ".gnupg"),
    at("gradle", "GRADLE_USER_HOME", ".gradle"),
  ];
}

const lines = (pattern: RegExp) => (text: string) => pattern.test(text);
const npm = lines(/(:|^|_)_?(auth(token)?|password)\s*=\s*\S/im);
const yarn = lines(/npmAuth(Token|Ident)\s*:\s*\S/);
const bun = lines(/^\s*(token|password)\s*=\s*\S|(token|password)\s*=\s*"/m);
const aws = lines(/^\s*(aws_secret_access_key|aws_session_token)\s*=\s*\S/im);
const docker = lines(/"(auth|identitytoken|password|credsStore)"\s*:\s*"[^"]|"credHelpers"\s*:\s*\{\s*"/);
const password = lines(/(?:^|[\s{])[\w.-]*(password|passwd|secret|secret_key|token)[\w.-]*\s*[=:]\s*\S/im);
const privateKey = lines(/-----BEGIN [A-Z ]*PRIVATE KEY/);

const kept: readonly Kept[] = [
  { file: ".aws/credentials" },
  { file: ".aws/config", says: aws },
  { file: ".aws/sso/cache" },
  { file: ".aws/cli/cache" },
  { file: ".aws/login/cache" },
  { within: "pulumi", file: "credentials.json" },
  { within: "gh", file: "hosts.yml" },
  { file: ".git-credentials" },
  { within: "config", file: "git/credentials" },
  { within: "cache", file: "git/credential/socket" },
  { file: ".git-credential-cache/socket" },
  { file: ".netrc" },
  { file: "_netrc" },
  { file: ".kube/config" },
  { within: "azure", file: "msal_token_cache.json" },
  { within: "azure", file: "accessTokens.json" },
  { within: "gcloud", file: "application_default_credentials.json" },
  { within: "gcloud", file: "credentials.db" },
  { within: "gcloud", file: "access_tokens.db" },
  { file: ".npmrc", says: npm },
  { file: ".yarnrc.yml", says: yarn },
  { file: ".bunfig.toml", says: bun },
  { within: "docker", file: "config.json", says: docker },
  { file: ".dockercfg", says: docker },
  { within: "config", file: "containers/auth.json" },
  { file: ".pypirc", says: password },
  { within: "cargo", file: "credentials.toml" },
  { within: "cargo", file: "credentials" },
  { file: ".terraform.d/credentials.tfrc.json" },
  { file: ".terraformrc", says: password },
  { file: ".vault-token" },
  { within: "config", file: "hub" },
  { within: "config", file: "glab-cli/config.yml", says: password },
  { within: "config", file: "doctl/config.yaml", says: password },
  { within: "config", file: "heroku" },
  { within: "config", file: "github-copilot" },
  { within: "config", file: "rclone/rclone.conf" },
  { within: "config", file: "sops/age/keys.txt" },
  { within: "config", file: "op/config" },
  { within: "config", file: "composer/auth.json" },
  { file: ".composer/auth.json" },
  { file: ".m2/settings.xml", says: lines(/<(password|passphrase|privateKey)>/) },
  { file: ".m2/settings-security.xml", says: lines(/<master>/) },
  { within: "gradle", file: "gradle.properties", says: password },
  { file: ".nuget/NuGet/NuGet.Config", says: lines(/ClearTextPassword|"Password"|<apikeys>/i) },
  { file: ".gem/credentials" },
  { file: ".bundle/config", says: lines(/^BUNDLE_\w+__\w+:\s*\S/m) },
  { file: ".pgpass" },
  { file: ".my.cnf", says: password },
  { file: ".s3cfg" },
  { file: ".boto" },
  { file: ".fly/config.yml" },
  { within: "gnupg", file: "private-keys-v1.d" },
  { file: ".local/share/keyrings" },
  { file: ".password-store" },
  { file: ".env", says: setsCredential },
  { file: ".yarnrc", says: lines(/_(authToken|password|auth)"?\s+\S/) },
  { file: ".local/share/uv/credentials" },
];

/** Files that the environment names. */
const named: readonly (readonly [string, Kept["says"]])[] = [
  ["AWS_CONFIG_FILE", aws],
  ["KUBECONFIG", undefined],
  ["NETRC", undefined],
  ["PGPASSFILE", undefined],
  ["SOPS_AGE_KEY_FILE", undefined],
  ["NPM_CONFIG_USERCONFIG", npm],
  ["npm_config_userconfig", npm],
  ["PIP_CONFIG_FILE", password],
  ["REGISTRY_AUTH_FILE", undefined],
  ["TF_CLI_CONFIG_FILE", password],
];

/** Files that people leave in a checkout. */
const ofProjects: readonly (readonly [string, NonNullable<Kept["says"]>])[] = [
  [".npmrc", (text) => npm(text.replaceAll(/\$\{\w+\}/g, ""))],
  [".yarnrc.yml", (text) => yarn(text.replaceAll(/\$\{\w+[^}]*\}/g, ""))],
  [".netrc", () => true],
  [".git-credentials", () => true],
];

/** `.env`, `.env.production`, `.envrc`; what is committed to be copied has no values. */
function isDotenv(name: string): boolean {
  return /^\.env(rc|\.|$)/.test(name) && !/\.(example|sample|template|dist|defaults?)$/.test(name);
}

/** As much of a file as is looked at. */
const longest = 4_000_000;

/** Whether there is such a file, or a folder that has something. What cannot be read here cannot be read by what runs here. */
function isCredentialFile(file: string, says: Kept["says"]): boolean {
  try {
    const status = statSync(file);
    if (status.isDirectory()) return says === undefined && readdirSync(file).length > 0;
    if (says === undefined) return true;
    return status.isFile() && status.size <= longest && says(readFileSync(file, "utf8"));
  } catch {
    return false;
  }
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [path.join(folder, entry.name)] : []));
  } catch {
    return [];
  }
}
