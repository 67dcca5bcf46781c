import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { openProgram, Organisation } from "../../github/organisation";
import { portcullis, scratch, type Ended } from "../../harness/command";

jest.setTimeout(60_000);

const { folder } = scratch("run");
let acme: Organisation;

beforeAll(async () => {
  acme = await Organisation.open();
  await acme.repository("shop", openProgram("shop", { folder: "infra" }));
});
afterAll(async () => {
  const { violations } = acme.double;
  await acme.double.stop();
  expect(violations).toEqual([]);
});

function run(args: readonly string[], environment: NodeJS.ProcessEnv = { GITHUB_TOKEN: acme.bot.token }): Promise<Ended> {
  return portcullis(["run", "--api-url", acme.double.url, "--login", acme.bot.account.login, ...args], { environment });
}

test("the command prints the diff and the pull request, and writes nothing without --open", async () => {
  const { code, stdout, stderr } = await run(["--repo", "acme/shop", "--mode", "pr", "--reports", folder]);
  expect(readFileSync(path.join(folder, "acme/shop.html"), "utf8")).toContain("infra/index.ts");
  expect(JSON.parse(readFileSync(path.join(folder, "acme/shop.sarif"), "utf8"))).toMatchObject({ version: "2.1.0" });
  expect(stdout).toContain('+  ingress: [{ description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] }],');
  expect(stdout).toContain("This repairs 1 problem of the Pulumi project `infra/shop`");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "Nothing was written. Run it again with --open to open what is shown.\n" });
  expect(acme.double.mutations()).toEqual([]);
});

test("with --open it opens it, and the summary says so; the token is in neither", async () => {
  const summary = path.join(folder, "summary.json");
  const { code, stdout, stderr } = await run(["--repo", "ACME/Shop", "--mode", "pr", "--open", "--summary", summary]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const json = readFileSync(summary, "utf8");
  expect(JSON.parse(json)).toMatchObject({ repository: "acme/shop", outcome: "done", opened: 1, mutating: 5 });
  expect(`${stdout}${json}`).not.toContain(acme.bot.token);
});

test("on Enterprise Server the API is below a path, and git is not; a repository is found under its former name, too", async () => {
  const bank = await acme.repository("bank", openProgram("bank"));
  bank.formerNames.push("vault");
  for (const name of ["bank", "vault"]) {
    acme.double.forget();
    const { code, stdout } = await run(["--api-url", `${acme.double.url}/api/v3/`, "--repo", `acme/${name}`, "--mode", "pr", "--open"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("acme/bank: done") });
    expect(acme.double.requests.filter(({ path: asked }) => asked.includes(".git/")).map(({ path: asked }) => asked.split("?")[0])).toEqual([
      "/acme/bank.git/info/refs",
      "/acme/bank.git/git-upload-pack",
    ]);
  }
  expect(bank.pullRequests).toMatchObject([{ state: "open" }]);
});

describe("bad input is one sentence", () => {
  const cases: readonly (readonly [string, readonly string[], NodeJS.ProcessEnv | undefined, string])[] = [
    ["no repository's name", ["--repo", "acme"], undefined, '"acme" is not OWNER/NAME.\n'],
    [
      "no token",
      ["--repo", "acme/shop"],
      {},
      "A token is needed: set GITHUB_TOKEN, or PORTCULLIS_APP_ID and PORTCULLIS_APP_PRIVATE_KEY of an app.\n",
    ],
    ["half an app", ["--repo", "acme/shop"], { PORTCULLIS_APP_ID: "1" }, "An app needs both PORTCULLIS_APP_ID and PORTCULLIS_APP_PRIVATE_KEY.\n"],
  ];
  test.each(cases)("%s", async (_, args, environment, stderr) => {
    expect(await run(args, environment)).toMatchObject({ code: 2, stdout: "", stderr });
  });

  const missing = path.join(folder, "no", "such", "file.json");
  const opens = ["--repo", "acme/farm", "--mode", "pr", "--open"];
  const unwritable: readonly (readonly [string, readonly string[], string])[] = [
    ["a summary in no folder", ["--summary", missing], `${missing} cannot be written: its folder is not there.\n`],
    ["a summary that is a folder", ["--summary", folder], `${folder} cannot be written: it is a folder.\n`],
    ["reports in a file", ["--reports", __filename], `The folder ${__filename} cannot be made: it is a file.\n`],
    [
      "reports below a file",
      ["--reports", path.join(__filename, "x")],
      `The folder ${path.join(__filename, "x")} cannot be made: a part of its path is a file.\n`,
    ],
  ];
  test.each(unwritable)("%s, before anything is asked or opened", async (_, args, stderr) => {
    acme.double.forget();
    for (const command of [
      ["run", ...opens],
      ["sweep", "--org", "acme", "--mode", "pr", "--open"],
    ]) {
      const environment = { GITHUB_TOKEN: acme.bot.token };
      const ended = await portcullis([...command, "--api-url", acme.double.url, "--login", acme.bot.account.login, ...args], { environment });
      expect(ended).toMatchObject({ code: 2, stdout: "", stderr });
    }
    expect(acme.double.requests).toEqual([]);
  });

  test("a token with the end of its line is the token, and what no token has is said without it", async () => {
    expect(await run(["--repo", "acme/shop"], { GITHUB_TOKEN: `${acme.bot.token}\r\n` })).toMatchObject({ code: 0 });
    for (const token of ["ghp_s\u00e9cret\u2603", "ghp_secret\nX-Other: 1", "ghp secret"])
      expect(await run(["--repo", "acme/shop"], { GITHUB_TOKEN: token })).toMatchObject({
        code: 2,
        stdout: "",
        stderr: "What is given as the token is none: it has characters that no token has.\n",
      });
  });

  test("a repository that is not there", async () => {
    const { code, stdout } = await run(["--repo", "acme/nowhere"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: expect.stringContaining("acme/nowhere: failed. GitHub did not read the repository") });
  });

  test("a preset that is not valid: it may say that nothing is to be done. An issue beside it says where, once", async () => {
    const preset = await acme.repository(".github", { ".portcullis.yaml/mode": "off\n" });
    const refused = {
      code: 2,
      stdout: "",
      stderr: "The preset in acme/.github is not valid, line 1, column 1: is a folder, not a file.\n",
    };
    expect(await run(["--repo", "acme/shop"])).toMatchObject(refused);
    expect(preset.issues).toEqual([]);
    for (let times = 0; times < 2; times++) expect(await run(["--repo", "acme/shop", "--open"])).toMatchObject(refused);
    expect(preset.issues).toMatchObject([{ state: "open", body: expect.stringContaining("so that nothing of this organisation is read") }]);
    await acme.change(preset, "main", { ".portcullis.yaml/mode": null });
    expect(await run(["--repo", "acme/.github", "--open"])).toMatchObject({ code: 0 });
    expect(preset.issues).toMatchObject([{ state: "closed" }]);
  });
});
