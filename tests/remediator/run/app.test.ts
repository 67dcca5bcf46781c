import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { openProgram, Organisation } from "../../github/organisation";
import { portcullis, type Ended } from "../../harness/command";

jest.setTimeout(60_000);

let acme: Organisation;
let key: { readonly appId: string; readonly privateKey: string };

beforeAll(async () => {
  acme = await Organisation.open();
  key = acme.double.appKey(acme.bot.account);
  await acme.repository("shop", openProgram("shop"));
  await acme.repository("bank", openProgram("bank"));
});
afterAll(async () => {
  const { violations } = acme.double;
  await acme.double.stop();
  expect(violations).toEqual([]);
});

function run(args: readonly string[], { appId, privateKey } = key): Promise<Ended> {
  const environment = { PORTCULLIS_APP_ID: appId, PORTCULLIS_APP_PRIVATE_KEY: privateKey };
  return portcullis([...args, "--api-url", acme.double.url, "--mode", "pr"], { environment });
}

const write = { metadata: "read", contents: "write", pull_requests: "write", issues: "write" };
const read = { metadata: "read", contents: "read", pull_requests: "read", issues: "read" };

test("an app works on a repository with a token for it alone, which may only read without --open, and knows its own pull requests", async () => {
  expect(await run(["run", "--repo", "acme/shop"])).toMatchObject({ code: 0 });
  expect(acme.double.granted).toMatchObject([{ repositories: ["shop"], permissions: read }]);
  for (const outcome of ["published", "unchanged"])
    expect(await run(["run", "--repo", "acme/shop", "--open"])).toMatchObject({ code: 0, stdout: expect.stringContaining(outcome) });
  expect(acme.double.granted.at(-1)).toMatchObject({ repositories: ["shop"], permissions: write });
});

test("a sweep lists with a token that reads metadata, and has one for each repository", async () => {
  const before = acme.double.granted.length;
  expect(await run(["sweep", "--org", "acme", "--open"])).toMatchObject({ code: 0, stderr: "" });
  expect(acme.double.granted.slice(before)).toMatchObject([
    { repositories: undefined, permissions: { metadata: "read" } },
    { repositories: ["bank"], permissions: write },
    { repositories: ["shop"], permissions: write },
  ]);
});

describe("what an app cannot do is one sentence", () => {
  test.each([
    [
      "a key of another app",
      () => ({ appId: key.appId, privateKey: acme.double.appKey({ ...acme.bot.account, id: 9 }).privateKey }),
      "the token is not accepted",
    ],
    ["an id that is none", () => ({ appId: "x y", privateKey: key.privateKey }), "neither a number nor a client id"],
    ["a key that is none", () => ({ appId: key.appId, privateKey: "secret" }), "not a private key in PEM"],
    [
      "a key that is broken",
      () => ({ appId: key.appId, privateKey: "-----BEGIN RSA PRIVATE KEY-----\nx\n-----END RSA PRIVATE KEY-----" }),
      "not a private key in PEM",
    ],
  ])("%s", async (_, given, reason) => {
    const { code, stdout, stderr } = await run(["run", "--repo", "acme/shop"], given());
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringContaining(reason) });
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  test("an owner where it is not installed", async () => {
    expect(await run(["run", "--repo", "other/shop"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("did not find where the app is installed"),
    });
  });
});
