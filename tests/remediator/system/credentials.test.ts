import { execFileSync } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { folderOf, removeFolders } from "../../harness/folder";
import { gitCredentialOf } from "@portcullis/remediator/cli/git-credentials";
import { credentialFileOf, credentialHelperOf } from "@portcullis/remediator/system/credential-files";
import { credentialsIn } from "@portcullis/remediator/system/credentials";

afterAll(removeFolders);

const secret = "c0ffee".repeat(6);

describe("a variable holds a credential", () => {
  test.each([
    ["GH_TOKEN", secret],
    ["GITHUB_PAT", secret],
    ["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/run/token"],
    ["AWS_SHARED_CREDENTIALS_FILE", "/run/credentials"],
    ["npm_config_//registry.npmjs.org/:_authToken", secret],
    ["CI_JOB_JWT", secret],
    ["AZURE_STORAGE_KEY", secret],
    ["DD_APP_KEY", secret],
    ["STRIPE_KEY", secret],
    ["SLACK_WEBHOOK_URL", "https://hooks.slack.com/services/T0/B0/x"],
    ["MYSQL_PWD", secret],
    ["SSHPASS", secret],
    ["SESSION_KEY", secret],
    ["BUNDLE_RUBYGEMS__PKG__GITHUB__COM", `ada:${secret}`],
    ["ENDPOINTS", `{"endpoint": "https://nuget.example.com", "password": "${secret}"}`],
    ["STORE", `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${secret}`],
    ["REGISTRY", `npm_${"a".repeat(36)}`],
    ["HEADER", `Bearer ${secret}`],
    ["KEY_FILE", '{"type": "service_account", "private_key": "x"}'],
    ["REMOTE", `https://${secret}@github.com/acme/shop.git`],
    ["CACHE", "redis://:x@cache:6379"],
  ])("%s", (name, value) => {
    expect(credentialsIn({ [name]: value })).toEqual([name]);
  });

  test("and these hold none: where something is, what it is called, how it is used", () => {
    const plain = {
      PATH: "/usr/bin:/bin",
      PWD: "/home/ada/shop",
      OLDPWD: "/home/ada",
      INIT_CWD: "/home/ada",
      AWS_REGION: "eu-central-1",
      AWS_PROFILE: "shop",
      GPG_KEY: "7169605F62C751356D054A26A821E680E5FA6305",
      SSH_AUTH_SOCK: "/tmp/agent",
      SSH_PUBLIC_KEY: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA ada",
      DB_SECRET_ARN: "arn:aws:secretsmanager:eu-central-1:1:secret:db",
      SECRET_NAME: "shop/db",
      AUTH_DOMAIN: "login.example.com",
      PASSWORD_LENGTH: "24",
      MAX_TOKENS: "100",
      KEYBOARD: "de",
      MONKEY_PATCH: "1",
      ORIGIN: "https://ada@github.com/acme/shop.git",
      SITE: "https://shop.example.com/a:b@c",
    };
    expect(credentialsIn(plain)).toEqual([]);
  });
});

describe("a home has a credential", () => {
  const key = "-----BEGIN OPENSSH PRIVATE KEY-----\nx\n";
  test.each([
    [".aws/config", `[default]\naws_secret_access_key = ${secret}\n`],
    [".aws/cli/cache/a.json", "{}"],
    [".ssh/id_ed25519", key],
    [".ssh/work", key],
    [".npmrc", `//registry.npmjs.org/:_authToken=${secret}\n`],
    [".yarnrc.yml", `npmAuthToken: ${secret}\n`],
    [".docker/config.json", `{"auths": {"ghcr.io": {"auth": "${secret}"}}}`],
    [".pypirc", `[pypi]\npassword = ${secret}\n`],
    [".cargo/credentials.toml", "[registry]\n"],
    [".terraformrc", `credentials "app.terraform.io" { token = "${secret}" }\n`],
    [".vault-token", secret],
    [".config/glab-cli/config.yml", `hosts:\n  gitlab.com:\n    token: ${secret}\n`],
    [".m2/settings.xml", `<settings><password>${secret}</password></settings>`],
    [".gnupg/private-keys-v1.d/a.key", "x"],
    [".bash_history", `export GITHUB_TOKEN=ghp_${"a".repeat(36)}\n`],
    [".profile", `export AWS_SECRET_ACCESS_KEY=${secret}\n`],
    [".zshenv", `NPM_TOKEN='${secret}'\n`],
    [".cshrc", `setenv NPM_TOKEN ${secret}\n`],
    [".config/fish/config.fish", `set -gx NPM_TOKEN ${secret}\n`],
    [".yarnrc", `"//registry.npmjs.org/:_authToken" ${secret}\n`],
    [".databrickscfg", `[DEFAULT]\ntoken = ${secret}\n`],
    [".vault_pass", secret],
    [".sbt/.credentials", `password=${secret}\n`],
    [".pip/pip.conf", `[global]\nindex-url = https://ada:${secret}@pypi.example.com/simple\n`],
    [".circleci/cli.yml", `host: x\ntoken: ${secret}\n`],
    [".config/pypoetry/auth.toml", `[http-basic.shop]\npassword = "${secret}"\n`],
    [".config/netlify/config.json", `{"users": {"a": {"auth": {"token": "${secret}"}}}}`],
    [".config/go/env", `GOPROXY=https://ada:${secret}@proxy.example.com\n`],
    [".wrangler/config/default.toml", `oauth_token = "${secret}"\n`],
    [".local/share/uv/credentials/credentials.toml", "x"],
  ])("in ~/%s", (file, content) => {
    expect(credentialFileOf(folderOf({ [file]: content }), {}, [])).toMatch(new RegExp(`^~/${path.dirname(file).replace(/^\.$/, "")}`));
  });

  test.each([
    [".npmrc", "fund=false\nregistry=https://registry.example.com/\nauth-type=web\n"],
    [".aws/config", "[profile shop]\nregion = eu-central-1\nsso_start_url = https://acme.awsapps.com/start\n"],
    [".docker/config.json", '{"auths": {}, "currentContext": "default"}'],
    [".ssh/known_hosts", "github.com ssh-ed25519 AAAA\n"],
    [".ssh/id_ed25519.pub", "ssh-ed25519 AAAA ada\n"],
    [".m2/settings.xml", "<settings><offline>false</offline></settings>"],
    [".bashrc", "export EDITOR=vi\nexport GH_TOKEN=$GITHUB_TOKEN\n"],
    [".config/editor/settings.json", '{\n  "max_tokens": 4000,\n  "password_prompt": "no",\n  "token": ""\n}\n'],
    [".config/tool/config.yml", "secret: false\ntoken:\n  type: none\npassword: ${DB_PASSWORD}\n"],
    [".cache/tool/config.yml", `token: ${secret}\n`],
  ])("but not with this ~/%s", (file, content) => {
    expect(credentialFileOf(folderOf({ [file]: content }), {}, [])).toBeUndefined();
  });

  test.each([
    ["DOCKER_CONFIG", "", "config.json", `{"auths": {"ghcr.io": {"auth": "${secret}"}}}`],
    ["XDG_CONFIG_HOME", "", "gh/hosts.yml", "x"],
    ["GH_CONFIG_DIR", "", "hosts.yml", "x"],
    ["PULUMI_HOME", "", "credentials.json", "{}"],
    ["CLOUDSDK_CONFIG", "", "credentials.db", "x"],
    ["KUBECONFIG", "/nowhere:FOLDER/admin", "admin", "users: []"],
    ["NETRC", "FOLDER/netrc", "netrc", "machine github.com"],
    ["AWS_CONFIG_FILE", "FOLDER/aws", "aws", `aws_secret_access_key=${secret}`],
    ["NPM_CONFIG_USERCONFIG", "FOLDER/rc", "rc", `//registry.npmjs.org/:_authToken=${secret}`],
  ])("where %s has moved it", (variable, value, file, content) => {
    const folder = folderOf({ [file]: content });
    const environment = { [variable]: value === "" ? folder : value.replace("FOLDER", folder) };
    expect(credentialFileOf(folderOf({}), environment, [])).toContain(path.join(folder, file));
    expect(credentialFileOf(folderOf({}), {}, [])).toBeUndefined();
  });

  test("and so has a checkout: what people leave there, but no variable that is only named", () => {
    const token = folderOf({ ".npmrc": `//registry.npmjs.org/:_authToken=${secret}\n` });
    const named = folderOf({ ".npmrc": "//registry.npmjs.org/:_authToken=${NPM_TOKEN}\n", ".env": "AWS_REGION=eu-central-1\n" });
    const dotenv = folderOf({ ".env": `export DB_PASSWORD="${secret}"\n` });
    const others = [".env.production", ".envrc", ".env.example"].map((file) => folderOf({ [file]: `export DB_PASSWORD="${secret}"\n` }));
    const found = [token, named, dotenv].map((folder) => credentialFileOf(folderOf({}), {}, [folder]));
    expect(found).toEqual([path.join(token, ".npmrc"), undefined, path.join(dotenv, ".env")]);
    expect(others.map((folder) => path.basename(credentialFileOf(folderOf({}), {}, [folder]) ?? ""))).toEqual([".env.production", ".envrc", ""]);
  });

  test("a link that leads to one is one, and one that leads nowhere is none", () => {
    const home = folderOf({ kept: "x" });
    symlinkSync(path.join(home, "kept"), path.join(home, ".netrc"));
    symlinkSync(path.join(home, "gone"), path.join(home, ".pgpass"));
    expect(credentialFileOf(home, {}, [])).toBe("~/.netrc");
  });
});

test("an agent that is there, and whoever is asked for passwords, hands out credentials", () => {
  const agent = path.join(folderOf({ agent: "" }), "agent");
  expect(credentialHelperOf({ SSH_AUTH_SOCK: agent })).toBe("SSH_AUTH_SOCK");
  expect(credentialHelperOf({ SSH_AUTH_SOCK: `${agent}-gone` })).toBeUndefined();
  expect(credentialHelperOf({ GIT_ASKPASS: "/usr/bin/ask" })).toBe("GIT_ASKPASS");
  expect(credentialHelperOf({ GIT_ASKPASS: "" })).toBeUndefined();
});

describe("git's configuration has a credential", () => {
  const own = { ...process.env };
  beforeAll(() => {
    Object.assign(process.env, { GIT_CONFIG_GLOBAL: path.join(folderOf({ none: "" }), "none"), GIT_CONFIG_NOSYSTEM: "1" });
  });
  afterAll(() => {
    for (const name of ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM"])
      if (own[name] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = own[name];
  });
  const checkout = (): string => {
    const folder = folderOf({});
    execFileSync("git", ["init", "--quiet", folder]);
    return folder;
  };
  const set = (folder: string, ...setting: readonly string[]): unknown => execFileSync("git", ["-C", folder, "config", "--add", ...setting]);

  test.each([
    ["http.extraheader", "JOB-TOKEN: x"],
    ["http.https://github.com/.extraheader", `AUTHORIZATION: basic ${secret}`],
    ["http.cookiefile", "/run/cookies"],
    ["http.sslkey", "/run/key.pem"],
    ["remote.origin.url", `https://${secret}@github.com/acme/shop.git`],
    ["remote.origin.url", `https://ghp_${"a".repeat(36)}@github.com/acme/shop.git`],
    ["remote.origin.pushurl", `https://ada:${secret}@github.com/acme/shop.git`],
    ["http.proxy", `http://ada:${secret}@proxy.example.com:3128`],
    ["credential.helper", "store --file=/run/x"],
    ["credential.https://github.com.helper", "!gh auth git-credential"],
    ["core.askpass", "/run/ask"],
    ["core.sshcommand", "ssh -i /run/key"],
    ["github.token", secret],
    ["sendemail.smtppass", secret],
  ])("in %s", async (name, value) => {
    const folder = checkout();
    set(folder, name, value);
    expect(await gitCredentialOf(folder)).toBe(name);
  });

  test("in the name of a setting, which is said without it", async () => {
    const folder = checkout();
    set(folder, `url.https://ada:${secret}@github.com/.insteadOf`, "https://github.com/");
    expect(await gitCredentialOf(folder)).toBe("url.https://github.com/.insteadof");
  });

  test("in a file that other folders include, as actions/checkout leaves it for a container", async () => {
    const folder = checkout();
    const included = path.join(folderOf({ included: "" }), "included");
    execFileSync("git", ["config", "--file", included, "http.https://github.com/.extraheader", `AUTHORIZATION: basic ${secret}`]);
    set(folder, "includeIf.gitdir:/github/workspace/.git.path", included);
    expect(await gitCredentialOf(folder)).toBe("http.https://github.com/.extraheader");
  });

  test("in that of a submodule, and of a submodule's submodule", async () => {
    const folder = checkout();
    execFileSync("git", ["init", "--quiet", path.join(folder, ".git", "modules", "libs", "net")]);
    execFileSync("git", ["init", "--quiet", "--bare", path.join(folder, ".git", "modules", "other")]);
    expect(await gitCredentialOf(folder)).toBeUndefined();
    const nested = path.join(folder, ".git", "modules", "other", "modules", "deep");
    execFileSync("git", ["init", "--quiet", "--bare", nested]);
    writeFileSync(path.join(nested, "config"), `[http "https://github.com/"]\n\textraheader = AUTHORIZATION: basic ${secret}\n`);
    expect(await gitCredentialOf(folder)).toBe("http.https://github.com/.extraheader");
  });

  test.each([
    ["remote.origin.url", "https://ada@github.com/acme/shop.git"],
    ["remote.origin.url", "git@github.com:acme/shop.git"],
    ["user.email", "ada@example.com"],
    ["core.sshcommand", "ssh -o StrictHostKeyChecking=yes"],
    ["credential.helper", ""],
    ["credential.usehttppath", "true"],
    ["gpg.program", "gpg2"],
  ])("but not with %s %s", async (name, value) => {
    const folder = checkout();
    set(folder, name, value);
    expect(await gitCredentialOf(folder)).toBeUndefined();
  });

  test("a helper that a later setting forgets is none", async () => {
    const folder = checkout();
    set(folder, "credential.helper", "store");
    set(folder, "credential.helper", "");
    expect(await gitCredentialOf(folder)).toBeUndefined();
  });
});
