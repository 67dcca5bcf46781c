/** The variables of an environment that hold a credential, by their name or by what their value looks like. */
export function credentialsIn(environment: NodeJS.ProcessEnv): readonly string[] {
  return Object.entries(environment)
    .filter(([name, value = ""]) => value !== "" && (isSecretName(name) || hasCredential(value)))
    .map(([name]) => name)
    .sort();
}

/** The environment without its credentials. */
export function withoutCredentials(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const hidden = new Set(credentialsIn(environment));
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !hidden.has(name)));
}

/** Whether a text has what only a credential looks like: the forms that hosts give their tokens so that they are found, keys, and passwords in addresses. */
export function hasCredential(text: string): boolean {
  return secretValues.some((pattern) => pattern.test(text));
}

/** What AWS, GitHub, Pulumi and others call a credential. A region, or the name of a profile, is none. */
export function isSecretName(name: string): boolean {
  return secretNames.test(name) && !harmless.test(name);
}

const secretNames = new RegExp(
  [
    String.raw`TOKENS?\d*(_|$)|SECRETS?\d*(_|$)|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?(_|$)|CONNECTION_?STRING|WEBHOOK(_URL)?$`,
    String.raw`(^|_)(PAT|PASS|AUTH|AUTHORIZATION|COOKIE|JWT)(_|$)|_PWD$|^SSHPASS$|^BW_SESSION|^KUBE_?CONFIG_`,
    String.raw`(^|_)(API|ACCESS|ACCOUNT|AGE|APP|APPLICATION|AUTH|CLIENT|DEPLOY|ENCRYPTION|HMAC|INGEST|INTEGRATION|LICEN[CS]E|MAILGUN|MASTER|PRIVATE|ROLLBAR)_?KEY`,
    String.raw`(^|_)(ROOT|SAS|SERVICE|SESSION|SHARED|SIGNING|SSH|STORAGE|STRIPE|WRITE)_?KEY|(API|ACCESS|PRIVATE|SIGNING|ENCRYPTION|MASTER)_?KEY`,
    // Bundler's: https://bundler.io/man/bundle-config.1.html#CREDENTIALS-FOR-GEM-SOURCES
    String.raw`^BUNDLE_\w+__\w+$`,
  ].join("|"),
  "i",
);

/** Names that say how something is used or where it is, not what it is. */
const harmless =
  /^(MAX_TOKENS|SSH_AUTH_SOCK|OLD_PWD|INIT_PWD)$|PUBLIC_KEY|_(PROMPT|LENGTH|TTL|POLICY|TYPE|METHOD|MODE|ENABLED|HELPER|NAME|ARN|DOMAIN|ISSUER|AUDIENCE|PROVIDER|EXPIRY|DAYS)$/i;

const secretValues: readonly RegExp[] = [
  /\b(ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{20,}/,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/,
  /\bgl(pat|dt|rt|cbt|ptt)-[A-Za-z0-9_-]{15,}/,
  /\bpul-[0-9a-f]{30,}/,
  /\bnpm_[A-Za-z0-9]{36}/,
  /\bpypi-[A-Za-z0-9_-]{50,}/,
  /\bdckr_(pat|oat)_[A-Za-z0-9_-]{20,}/,
  /\bxox[abeprs]-[A-Za-z0-9-]{20,}/,
  /\b[sr]k_(live|test)_[A-Za-z0-9]{20,}/,
  /\bAIza[A-Za-z0-9_-]{35}/,
  /\bdo[opr]_v1_[0-9a-f]{60,}/,
  /\bhv[sbr]\.[A-Za-z0-9_-]{20,}/,
  /\bSG\.[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}/,
  /\bAGE-SECRET-KEY-1[A-Z0-9]{20,}/,
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,}/,
  /^(basic|bearer|token)\s+[A-Za-z0-9+/=._~-]{8,}$/i,
  // In JSON, and in what ADO.NET and others call a connection string.
  /"(auth|private_key|[a-z]*(password|secret|token))"\s*:\s*"[^"]/i,
  /(^|;)\s*(Password|Pwd|AccountKey|SharedAccessKey)\s*=\s*[^;\s]/i,
  /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i,
  // A name of this length is a token that stands where the user is named.
  /^https?:\/\/[^/\s:@]{20,}@/i,
];
