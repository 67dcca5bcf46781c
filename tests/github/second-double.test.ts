import { spawn, type ChildProcess } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import published from "@octokit/webhooks-examples";
import { readInputs } from "@portcullis/remediator/action/inputs";
import { gitHub } from "@portcullis/remediator/forge/github";
import { installationOf, type Installation } from "@portcullis/remediator/forge/github-app";

jest.setTimeout(60_000);

/** A double that others wrote, in a process of its own: what ours and the bot have wrong together, it has not. */
let emulate: ChildProcess;
let baseUrl: string;
let installed: Installation;
const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});
const permissions = { metadata: "read", contents: "write", pull_requests: "write", issues: "write" };
const seed = {
  github: {
    users: [{ login: "ada" }],
    orgs: [{ login: "acme" }],
    repos: ["shop", "bank"].map((name) => ({ owner: "acme", name, auto_init: true, private: true })),
    apps: [
      {
        app_id: 12,
        slug: "portcullis",
        name: "Portcullis",
        private_key: privateKey,
        permissions,
        events: [],
        installations: [{ installation_id: 7, account: "acme" }],
      },
    ],
  },
};

const access = () => ({ baseUrl, pace: "none", second: 1 }) as const;

beforeAll(async () => {
  const port = await freePort();
  const start = `import("emulate").then(({ createEmulator }) => createEmulator(${JSON.stringify({ service: "github", port, seed })})).then(() => console.log("ready"));`;
  emulate = spawn(process.execPath, ["--eval", start], { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve, reject) => {
    emulate.stdout?.once("data", resolve);
    emulate.once("exit", () => reject(new Error("the second double ended")));
  });
  baseUrl = `http://localhost:${String(port)}`;
  const found = await installationOf({ appId: "12", privateKey }, access(), { owner: "acme" });
  if (!found.ok) throw new Error(found.refusal.reason);
  installed = found.value;
});
afterAll(() => void emulate.kill());

describe("an app, at a double that others wrote,", () => {
  test("finds its installation, and who it acts as", () => {
    expect(installed).toMatchObject({ id: 7, login: "portcullis[bot]" });
  });

  test("reads the repository that its token is for, and no other", async () => {
    const token = await installed.tokenFor("shop", "read");
    const heads = ["shop", "bank"].map(async (name) => {
      const forge = gitHub({ owner: "acme", name, ...access(), token: token.ok ? token.value : "", login: installed.login });
      const head = forge.ok ? await forge.value.defaultBranch() : forge;
      return head.ok ? head.value.name : head.refusal.kind;
    });
    expect(await Promise.all(heads)).toEqual(["main", expect.stringMatching(/^not-(?:found|permitted)$/)]);
  });

  test("is told that a repository is not its own", async () => {
    expect(await installed.tokenFor("elsewhere", "read")).toMatchObject({ ok: false, refusal: { kind: "rejected" } });
  });

  test("with another key is not accepted", async () => {
    const { privateKey: other } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      privateKeyEncoding: { type: "pkcs1", format: "pem" },
      publicKeyEncoding: { type: "spki", format: "pem" },
    });
    expect(await installationOf({ appId: "12", privateKey: other }, access(), { owner: "acme" })).toMatchObject({
      ok: false,
      refusal: { kind: "not-permitted" },
    });
  });
});

describe("the payload of an event", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "portcullis-event-"));
  const file = path.join(folder, "event.json");
  afterAll(() => rmSync(folder, { recursive: true }));
  const baseOf = (text: string): string | undefined => {
    writeFileSync(file, text);
    return readInputs({ GITHUB_REPOSITORY: "acme/shop", GITHUB_WORKSPACE: folder, GITHUB_EVENT_PATH: file }).compared?.base;
  };

  const examples = published as unknown as readonly { readonly name: string; readonly examples: readonly Readonly<Record<string, unknown>>[] }[];
  const ofPullRequests = examples.find(({ name }) => name === "pull_request")?.examples ?? [];

  test.each(ofPullRequests.map((payload, index) => [index, payload] as const))("of a pull request names its base (example %i)", (_, payload) => {
    const { base } = payload.pull_request as { base: { sha: string } };
    expect(baseOf(JSON.stringify(payload))).toBe(base.sha);
  });

  const ofMergeQueues = examples.find(({ name }) => name === "merge_group")?.examples ?? [];

  test.each(ofMergeQueues.map((payload, index) => [index, payload] as const))("of a merge queue names its base (example %i)", (_, payload) => {
    const { base_sha: base } = payload.merge_group as { base_sha: string };
    expect(baseOf(JSON.stringify(payload))).toBe(base);
  });

  test("of anything else names none, or is about one of these", () => {
    for (const { name, examples: payloads } of examples)
      for (const payload of payloads)
        expect([name, baseOf(JSON.stringify(payload))]).toEqual([
          name,
          "pull_request" in payload || "merge_group" in payload ? expect.anything() : undefined,
        ]);
  });

  test.each([
    "null",
    "[]",
    '"x"',
    '{"pull_request":null}',
    '{"pull_request":{"base":7}}',
    '{"pull_request":{"base":{"sha":"../x"}}}',
    '{"merge_group":{"base_sha":7}}',
  ])("%s names none", (text) => {
    expect(baseOf(text)).toBeUndefined();
  });

  test("that is no JSON is one sentence", () => {
    expect(() => baseOf("{")).toThrow("The event that GITHUB_EVENT_PATH names is not JSON.");
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
