import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { portcullis, scratch, type Ended } from "../harness/command";
import { Scene, type File } from "./scene";

jest.setTimeout(120_000);

const source = `import * as aws from "@pulumi/aws";
import { office } from "../shared/office";

export const web = new aws.ec2.SecurityGroup("web", {
  description: "Web servers",
  ingress: [{ description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0", office] }],
});
`;

const files: Readonly<Record<string, File>> = {
  "infra/Pulumi.yaml": { bytes: Buffer.from("name: infra\nruntime: nodejs\n") },
  "infra/index.ts": { bytes: Buffer.from(source), mode: "100755" },
  "shared/office.ts": { bytes: Buffer.from('export const office = "10.0.0.0/8";\n') },
};

/** Inside the project, so that the program finds its packages. */
const { folder } = scratch("command");
let scene: Scene;
let checkout = "";
let clones = 0;

function git(...args: string[]): void {
  execFileSync("git", args, { stdio: "ignore" });
}

async function clone(): Promise<string> {
  const cloned = await scene.clone();
  const place = path.join(folder, `clone-${++clones}`);
  git("clone", "--quiet", cloned.path, place);
  git("-C", place, "remote", "set-url", "origin", "https://github.com/acme/shop.git");
  return place;
}

beforeAll(async () => {
  scene = await Scene.open(files);
  checkout = await clone();
});
afterAll(() => scene.double.stop());

const only = ["--policy", "no-public-admin-ports"];

/** The first step: without credentials, the program may be run. */
function makeFile(place = checkout): Promise<Ended> {
  return portcullis(["fix", path.join(place, "infra"), "--source", "run", "--output", path.join(place, "repair.json"), ...only]);
}

/** The second step: with credentials, nothing is run. */
function openIt(place = checkout, environment: NodeJS.ProcessEnv = {}, args: readonly string[] = []): Promise<Ended> {
  const token = { GITHUB_TOKEN: scene.bot.token, GITHUB_API_URL: scene.double.url, GITHUB_ACTIONS: "true" };
  return portcullis(["pr", place, "--from", path.join(place, "repair.json"), "--open", "--login", scene.bot.account.login, ...args], {
    environment: { ...token, ...environment },
  });
}

interface Pull {
  readonly title: string;
  readonly body: string;
  readonly head: { readonly ref: string };
}

async function openPulls(): Promise<readonly Pull[]> {
  return (await scene.as(scene.person, "GET", "/pulls?state=open")).data as unknown as readonly Pull[];
}

test("two steps make one pull request with the repair and its proof; a second run knows its own and changes nothing", async () => {
  const made = await makeFile();
  expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('-  ingress: [{ description: "SSH"') });
  const first = await openIt();
  expect({ ...first, stdout: first.stdout.split(" ")[0] }).toMatchObject({ code: 0, stdout: "published", stderr: "" });
  const [pull] = await openPulls();
  expect(pull?.title).toBe("Repair 1 security group finding (no-public-admin-ports) in infra: web");
  expect(pull?.body).toContain("No group admits anything more");
  expect(pull?.body).toContain("was not checked again when this pull request was opened");
  const repaired = await scene.hosted.git.git(["show", `${pull?.head.ref ?? ""}:infra/index.ts`]);
  expect(repaired.trim()).toBe(source.replace('"0.0.0.0/0", ', "").trim());
  expect(await scene.hosted.git.git(["ls-tree", pull?.head.ref ?? "", "infra/index.ts"])).toMatch(/^100755 blob/);

  const before = scene.double.mutations().length;
  expect(await openIt()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^unchanged /), stderr: "" });
  expect(scene.double.mutations().length).toBe(before);
  expect(scene.double.violations).toEqual([]);
});

test("one step makes the same pull request where the program is read, which executes nothing", async () => {
  const place = await clone();
  const environment = { GITHUB_TOKEN: scene.bot.token, GITHUB_API_URL: scene.double.url, GITHUB_ACTIONS: "true" };
  const openDirectly = (at: string): Promise<Ended> => portcullis(["pr", at, "--open", "--login", scene.bot.account.login, ...only], { environment });
  for (const at of [path.join(place, "infra"), place]) {
    expect(await openDirectly(at)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^(published|unchanged) /), stderr: "" });
    expect(await openDirectly(at)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^unchanged /), stderr: "" });
  }
  const pulls = await openPulls();
  expect(pulls).toHaveLength(1);
  expect(pulls[0]?.body).not.toContain("was not checked again");
  writeFileSync(path.join(place, "infra/index.ts"), source.replace('"0.0.0.0/0", ', ""));
  expect(await openDirectly(place)).toMatchObject({ code: 2, stdout: "refused\n", stderr: expect.stringContaining("is not as committed") });
  expect(await openPulls()).toHaveLength(1);
  expect(scene.double.violations).toEqual([]);
});

describe("a checkout that is not what the default branch has is refused, and what is open stays", () => {
  const cases: readonly (readonly [string, (place: string) => void, string])[] = [
    [
      "the program hides the finding",
      (place) => writeFileSync(path.join(place, "infra/index.ts"), source.replace('"0.0.0.0/0", ', "")),
      '"infra/index.ts" is not as committed',
    ],
    [
      "what it imports is changed",
      (place) => writeFileSync(path.join(place, "shared/office.ts"), 'export const office = "10.0.0.0/9";\n'),
      '"shared/office.ts" is not as committed',
    ],
    [
      "another branch is checked out",
      (place) => {
        writeFileSync(path.join(place, "infra/index.ts"), source.replace('"0.0.0.0/0", ', ""));
        git("-C", place, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--all", "--message", "x");
      },
      "The folder infra is not as on main",
    ],
    [
      "another branch is checked out, where the folder is the same and what it imports is not",
      (place) => {
        writeFileSync(path.join(place, "shared/office.ts"), 'export const office = "10.0.0.0/9";\n');
        git("-C", place, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--all", "--message", "x");
      },
      "What the program may read outside of infra is not as on main",
    ],
  ];
  test.each(cases)("%s", async (_, change, reason) => {
    const place = await clone();
    change(place);
    expect((await makeFile(place)).code).toBe(0);
    const [open, before] = [(await openPulls()).length, scene.double.mutations().length];
    expect(await openIt(place)).toMatchObject({ code: 2, stdout: "refused\n", stderr: expect.stringContaining(reason) });
    expect(await openPulls()).toHaveLength(open);
    expect(scene.double.mutations().length).toBe(before);
  });

  test("the file says that nothing changed, and something did: what is edited is compared all the same", async () => {
    const place = await clone();
    await makeFile(place);
    const repair = path.join(place, "repair.json");
    writeFileSync(repair, readFileSync(repair, "utf8").replaceAll("Web servers", "Web hosts"));
    expect(await openIt(place)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("The default branch differs from the checkout in infra/index.ts"),
    });
  });
});

describe("the token goes where it was agreed", () => {
  test("not to whatever host the remote names", async () => {
    const place = await clone();
    await makeFile(place);
    git("-C", place, "remote", "set-url", "origin", `https://github.example.com/acme/shop.git`);
    const before = scene.double.requests.length;
    expect(await openIt(place, { GITHUB_API_URL: "" })).toMatchObject({
      code: 2,
      stdout: "",
      stderr:
        "The remote is on github.example.com, and the token is sent to no host that was not agreed on. If it is for that one, say --api-url https://github.example.com/api/v3.\n",
    });
    expect(await openIt(place, { GITHUB_API_URL: "https://api.github.com" })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("where that repository is another one"),
    });
    expect(scene.double.requests.length).toBe(before);
    expect(await openIt(place, { GITHUB_API_URL: "" }, ["--api-url", scene.double.url])).toMatchObject({ code: 0 });
  });
});

describe("a repair file", () => {
  test.each([
    ["is not there", undefined, "cannot be read"],
    ["is no repair", "{}", "The repair file is refused"],
    ["is a folder", "folder", "cannot be read"],
  ])("that %s is refused before anything is asked", async (name, content, reason) => {
    const place = path.join(folder, name.replaceAll(" ", "-"));
    mkdirSync(place);
    git("-C", place, "init", "--quiet");
    if (content === "folder") mkdirSync(path.join(place, "repair.json"));
    else if (content !== undefined) writeFileSync(path.join(place, "repair.json"), content);
    const before = scene.double.requests.length;
    expect(await openIt(place)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(reason) });
    expect(scene.double.requests.length).toBe(before);
  });

  test("is printed as the pull request it makes", async () => {
    await makeFile();
    const { code, stdout, stderr } = await portcullis(["pr", checkout, "--from", path.join(checkout, "repair.json")]);
    expect(stdout).toMatch(/^Repair 1 security group finding \(no-public-admin-ports\) in infra: web\nbranch portcullis\//);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "Nothing was opened. Run it again with --open, GITHUB_TOKEN and a GitHub remote.\n" });
  });

  test("is of no use to a program outside of git", async () => {
    const place = path.join("/tmp", `portcullis-no-git-${String(process.pid)}`);
    mkdirSync(place);
    writeFileSync(path.join(place, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    writeFileSync(path.join(place, "index.js"), "");
    execFileSync("ln", ["-s", path.resolve(__dirname, "../../node_modules"), place]);
    try {
      expect(await portcullis(["fix", place, "--output", path.join(place, "repair.json")])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("is in no git repository"),
      });
    } finally {
      execFileSync("rm", ["-r", place]);
    }
  });
});
