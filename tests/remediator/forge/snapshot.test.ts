import { existsSync, mkdtempSync, lstatSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import type { Outcome } from "@portcullis/remediator/forge/forge";
import { gitUrlOf } from "@portcullis/remediator/forge/remote";
import { snapshot, snapshotLimits, type LeftOut, type SnapshotLimits } from "@portcullis/remediator/forge/snapshot";
import { Hosted } from "../../github/hosted";
import type { File } from "../../github/scene";
import type { HostedRepository } from "../../github/state";
import { StrangeHost } from "../../github/strange-host";

jest.setTimeout(60_000);

const scratch = mkdtempSync(path.join(tmpdir(), "portcullis-snapshot-"));
let acme: Hosted;
let shop: HostedRepository;
let commit: string;

const link = (target: string): File => ({ bytes: Buffer.from(target), mode: "120000" });
const odd = Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0x0d, 0x0a, 0x00, 0xff, 0xfe]);
const files: Readonly<Record<string, string | File>> = {
  "infra/Pulumi.yaml": "name: shop\n",
  "infra/odd.bin": { bytes: odd },
  "infra/run.sh": { bytes: Buffer.from("#!/bin/sh\n"), mode: "100755" },
  "infra/empty": "",
  "infra/same.yaml": link("Pulumi.yaml"),
  shared: link("infra"),
  "größe/ä b.ts": "1\n",
  "node_modules/x/index.js": "1\n",
  "infra/node_modules/x/index.js": "1\n",
  out: link("../.."),
  module: { bytes: Buffer.from("1".repeat(40)), mode: "160000" },
  ".gitattributes": "* filter=evil\n",
};

beforeAll(async () => {
  acme = await Hosted.host();
  shop = await acme.repository("shop", files);
  commit = (await shop.git.head("main")) ?? "";
});
afterAll(async () => {
  await acme.double.stop();
  rmSync(scratch, { recursive: true });
});

let places = 0;

/** Is there where something of the address was executed. */
const ran = path.join(scratch, "ran");

interface Taken {
  readonly outcome: Outcome<readonly LeftOut[]>;
  readonly folder: string;
}

async function take(
  at: string,
  {
    limits = snapshotLimits,
    url = gitUrlOf(acme.double.url, "acme", "shop"),
    token = acme.bot.token,
    stallsAfter = 60,
  }: { limits?: SnapshotLimits; url?: string; token?: string; stallsAfter?: number } = {},
): Promise<Taken> {
  const [git, folder] = ["git", "files"].map((name) => mkdtempSync(path.join(scratch, `${String(places++)}-${name}-`))) as [string, string];
  const outcome = await snapshot({ url, token, environment: { PATH: process.env.PATH }, stallsAfter }, at, { git, files: folder }, limits);
  return { outcome, folder };
}

function everythingIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

const leftOutOf = ({ outcome }: Taken): readonly string[] =>
  outcome.ok ? outcome.value.map(({ path: file, reason }) => `${file} ${reason}`).sort() : [outcome.refusal.reason];

describe("the files of a commit", () => {
  test("are what it has, byte by byte; what is not written is said, but for installed packages", async () => {
    const taken = await take(commit);
    expect(everythingIn(taken.folder)).toEqual(
      [".gitattributes", "größe/ä b.ts", "infra/Pulumi.yaml", "infra/empty", "infra/odd.bin", "infra/run.sh", "infra/same.yaml", "shared"].sort(),
    );
    expect(leftOutOf(taken)).toEqual(["module is a submodule, which is not read", "out is a link that leaves the repository"]);
    expect(readFileSync(path.join(taken.folder, "infra/odd.bin"))).toEqual(odd);
    expect(readlinkSync(path.join(taken.folder, "infra/same.yaml"))).toBe("Pulumi.yaml");
  });

  test("are no checkout, and nothing of them can be executed", async () => {
    const { folder } = await take(commit);
    expect(readdirSync(folder)).not.toContain(".git");
    expect(lstatSync(path.join(folder, "infra/run.sh")).mode & 0o111).toBe(0);
  });

  test("are fewer where the limits say so, and each that is left out is said", async () => {
    const few = await take(commit, { limits: { ...snapshotLimits, files: 3 } });
    expect(everythingIn(few.folder).length).toBeLessThanOrEqual(3);
    expect(leftOutOf(few).filter((line) => line.includes("because 3 files are"))).toHaveLength(6);
    const small = await take(commit, { limits: { ...snapshotLimits, fileBytes: 8 } });
    expect(leftOutOf(small)).toContain("infra/Pulumi.yaml is larger than 0.000008 MB");
    const short = await take(commit, { limits: { ...snapshotLimits, bytes: 30 } });
    expect(leftOutOf(short).some((line) => line.includes("all files together have more than"))).toBe(true);
  });
});

describe("what cannot be fetched is a refusal in a sentence:", () => {
  const cases: readonly (readonly [string, () => Promise<Taken>, string, RegExp])[] = [
    ["a commit that is not there", () => take("1".repeat(40)), "unreachable", /did not get the repository's files/],
    ["a token that is not accepted", () => take(commit, { token: "ghp_wrong" }), "not-permitted", /does not let the token read/],
    [
      "a repository that the token may not see",
      () => take(commit, { url: gitUrlOf(acme.double.url, "acme", "hidden") }),
      "not-permitted",
      /does not let the token read/,
    ],
    [
      "a host that is not there",
      () => take(commit, { url: "http://127.0.0.1:9/acme/shop.git" }),
      "unreachable",
      /did not get the repository's files/,
    ],
    ["a protocol that may run something", () => take(commit, { url: `ext::sh -c touch% ${ran}` }), "rejected", /over http alone/],
  ];
  test.each(cases)("%s", async (_, attempt, kind, reason) => {
    const { outcome, folder } = await attempt();
    expect(outcome).toMatchObject({ ok: false, refusal: { kind, reason: expect.stringMatching(reason) } });
    expect(outcome.ok ? "" : outcome.refusal.reason).not.toMatch(/\n|ghp_/);
    expect(everythingIn(folder)).toEqual([]);
    expect(existsSync(ran)).toBe(false);
  });

  test.each<readonly [string, Parameters<typeof StrangeHost.start>[0]]>([
    ["a host that is no git", (_, response) => void response.end("<!DOCTYPE html>")],
    ["a host that never answers", () => undefined],
    ["a host that leads elsewhere", (_, response) => void response.writeHead(302, { location: "http://127.0.0.1:9/" }).end()],
  ])("%s", async (_, answer) => {
    const host = await StrangeHost.start(answer);
    try {
      const { outcome } = await take(commit, { url: `${host.url}/acme/shop.git`, stallsAfter: 1 });
      expect(outcome).toMatchObject({ ok: false, refusal: { kind: "unreachable" } });
    } finally {
      await host.stop();
    }
  });
});
