import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { cli, groupProgram, portcullis, root, scratch } from "../harness/command";
import { Scene } from "./scene";

jest.setTimeout(120_000);

const { folder } = scratch("looks");
let scene: Scene;

/** The token of the test: whatever else is on this machine is not looked for. */
const token = (): string => scene.bot.token;

/**
 * A program that looks for the token wherever a program can look: its environment, those of the processes above it up to this test, the git
 * configuration, and files of the home that it was not given. It leaves what it found in a file.
 */
function snooping(found: string, home: string): string {
  return `import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
const places: string[] = ["ran"];
const look = (where: string, text: () => string): void => {
  try {
    if (/ghp_secret\\d+x+/.test(text())) places.push(where);
  } catch {}
};
look("environment", () => JSON.stringify(process.env));
for (let pid = process.pid; pid !== ${process.pid} && pid > 1; pid = Number(/^PPid:\\s*(\\d+)/m.exec(readFileSync(\`/proc/\${pid}/status\`, "utf8"))?.[1] ?? 1)) {
  const at = pid;
  look("ancestor", () => readFileSync(\`/proc/\${at}/environ\`, "utf8"));
  look("arguments", () => readFileSync(\`/proc/\${at}/cmdline\`, "utf8"));
}
look("git", () => execFileSync("git", ["config", "--list"], { encoding: "utf8", env: { PATH: process.env.PATH, HOME: ${JSON.stringify(home)} } }));
look("git configuration", () => readFileSync("../.git/config", "utf8"));
const walk = (at: string): void => {
  for (const name of readdirSync(at)) {
    const file = at + "/" + name;
    if (statSync(file).isDirectory()) walk(file);
    else look("home", () => readFileSync(file, "utf8"));
  }
};
walk(${JSON.stringify(home)});
writeFileSync(${JSON.stringify(found)}, JSON.stringify(places));
${groupProgram()}`;
}

interface Trap {
  readonly checkout: string;
  readonly program: string;
  readonly home: string;
  /** Where the program looked and found the token; undefined where it was not run. */
  readonly found: () => readonly string[] | undefined;
}

/** A checkout of the program, committed as what the default branch has, and a home. */
async function trap(name: string): Promise<Trap> {
  const [found, home, checkout] = ["found.json", "home", "checkout"].map((part) => path.join(folder, name, part)) as [string, string, string];
  mkdirSync(home, { recursive: true });
  await scene.change("main", { "infra/index.ts": { bytes: Buffer.from(snooping(found, home)) } });
  execFileSync("git", ["clone", "--quiet", (await scene.clone()).path, checkout], { stdio: "ignore" });
  execFileSync("git", ["-C", checkout, "remote", "set-url", "origin", "https://github.com/acme/shop.git"]);
  return {
    checkout,
    program: path.join(checkout, "infra"),
    home,
    found: () => (existsSync(found) ? (JSON.parse(readFileSync(found, "utf8")) as string[]) : undefined),
  };
}

beforeAll(async () => {
  scene = await Scene.open({ "infra/Pulumi.yaml": { bytes: Buffer.from("name: infra\nruntime: nodejs\n") } });
});
afterAll(() => scene.double.stop());

const only = ["--policy", "no-public-admin-ports"];

describe("with a credential in the environment nothing is executed", () => {
  // Who executes nothing leaves nothing behind: one trap is enough for all of them.
  let set: Trap;
  beforeAll(async () => {
    set = await trap("set");
  });

  const commands: readonly (readonly [string, (program: string) => readonly string[]])[] = [
    ["check", (program) => ["check", program, "--source", "run"]],
    ["check, although the program is trusted", (program) => ["check", program, "--source", "run", "--trust-program"]],
    ["fix", (program) => ["fix", program, "--source", "run", ...only]],
    ["pr", (program) => ["pr", program, "--source", "run", ...only]],
    ["pr --open", (program) => ["pr", program, "--source", "run", "--open", ...only]],
    ["exemptions", (program) => ["exemptions", program, "--source", "run"]],
  ];
  test.each(commands)("%s", async (_, args) => {
    const { program, home, found } = set;
    const { code, stdout, stderr } = await portcullis(args(program), { environment: { HOME: home, GITHUB_TOKEN: token() } });
    expect({ code, stdout, found: found() }).toEqual({ code: 2, stdout: "", found: undefined });
    expect(stderr).toBe(
      'The program is not run while GITHUB_TOKEN is set, because a program that is run can read it. Work in two steps: "portcullis fix --output repair.json" without credentials, then "portcullis pr --from repair.json --open" with them.\n',
    );
  });

  test.each([
    ["GH_TOKEN", "x"],
    ["PULUMI_ACCESS_TOKEN", "x"],
    ["PULUMI_CONFIG_PASSPHRASE", "x"],
    ["AWS_ACCESS_KEY_ID", "x"],
    ["AWS_SECRET_ACCESS_KEY", "x"],
    ["AWS_SESSION_TOKEN", "x"],
    ["AWS_WEB_IDENTITY_TOKEN_FILE", "/x"],
    ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x"],
    ["ARM_CLIENT_SECRET", "x"],
    ["GOOGLE_APPLICATION_CREDENTIALS", "/x"],
    ["NPM_TOKEN", "x"],
    ["npm_config__authToken", "x"],
    ["DB_PASSWORD", "x"],
    ["DATABASE_URL", "postgres://shop:x@db.example.com/shop"],
    ["ANYTHING", `ghp_${"x".repeat(36)}`],
  ])("%s", async (name, value) => {
    const { program, home, found } = set;
    const { code, stderr } = await portcullis(["check", program, "--source", "run"], { environment: { HOME: home, [name]: value } });
    expect({ code, found: found() }).toEqual({ code: 2, found: undefined });
    expect(stderr).toContain(`is not run while ${name} is set`);
  });
});

test("reading a program executes nothing, whatever is set", async () => {
  const { program, home, found } = await trap("static");
  const { code } = await portcullis(["check", program], { environment: { HOME: home, GITHUB_TOKEN: token() } });
  expect({ code, found: found() }).toEqual({ code: 1, found: undefined });
});

test("two steps do not meet: the one that runs the program has no token within its reach, the one that has it runs nothing", async () => {
  const { program, checkout, home, found } = await trap("steps");
  const file = path.join(checkout, "repair.json");
  const made = await portcullis(["fix", program, "--source", "run", "--output", file, ...only], { environment: { HOME: home } });
  expect(made).toMatchObject({ code: 0, stderr: expect.stringContaining("✔ no-public-admin-ports") });
  expect(found()).toEqual(["ran"]);
  execFileSync("rm", [path.join(folder, "steps", "found.json")]);
  const environment = { HOME: home, GITHUB_TOKEN: token(), GITHUB_API_URL: scene.double.url };
  const opened = await portcullis(["pr", checkout, "--from", file, "--open", "--login", scene.bot.account.login], { environment });
  expect(opened).toMatchObject({ code: 0, stdout: expect.stringMatching(/^published /) });
  expect(found()).toBeUndefined();
});

describe("a home with credentials is within reach of what is run", () => {
  test.each([".aws/credentials", ".config/gh/hosts.yml", ".git-credentials", ".netrc", ".pulumi/credentials.json"])("~/%s", async (file) => {
    const { program, home, found } = await trap(`home-${file.replaceAll(/\W/g, "-")}`);
    mkdirSync(path.dirname(path.join(home, file)), { recursive: true });
    writeFileSync(path.join(home, file), `token: ${token()}\n`);
    const refused = await portcullis(["check", program, "--source", "run"], { environment: { HOME: home } });
    expect({ code: refused.code, found: found() }).toEqual({ code: 2, found: undefined });
    expect(refused.stderr).toContain(`is not run while there is ~/${file}`);
    const trusted = await portcullis(["check", program, "--source", "run", "--trust-program"], { environment: { HOME: home } });
    expect({ code: trusted.code, found: found() }).toEqual({ code: 1, found: ["ran", "home"] });
  });

  test.each([
    ["as actions/checkout leaves it", ["http.https://github.com/.extraheader", "AUTHORIZATION: basic TOKEN"], "http.https://github.com/.extraheader"],
    ["in the address of the remote", ["remote.origin.url", "https://x-access-token:TOKEN@github.com/acme/shop.git"], "remote.origin.url"],
  ] as const)("and so is a checkout with one, %s", async (name, [key, value], setting) => {
    const { program, checkout, home, found } = await trap(`git-${name.replaceAll(/\W/g, "-")}`);
    execFileSync("git", ["-C", checkout, "config", key, value.replace("TOKEN", token())]);
    const refused = await portcullis(["check", program, "--source", "run"], { environment: { HOME: home } });
    expect({ code: refused.code, found: found() }).toEqual({ code: 2, found: undefined });
    expect(refused.stderr).toContain(`is not run while git's ${setting} has a credential`);
    expect(refused.stderr).not.toContain(token());
  });

  test("and hiding a variable from it hides nothing: that is why", async () => {
    if (process.platform !== "linux") return;
    const { program, home, found } = await trap("ancestor");
    // A parent that has the token and starts the command without it.
    const parent = `delete process.env.GITHUB_TOKEN; require("child_process").spawnSync(process.execPath, ${JSON.stringify([cli, "check", program, "--source", "run"])}, { stdio: "ignore" });`;
    execFileSync(process.execPath, ["-e", parent], { cwd: root, env: { PATH: process.env.PATH, HOME: home, GITHUB_TOKEN: token() } });
    expect(found()).toEqual(["ran", "ancestor"]);
  });
});
