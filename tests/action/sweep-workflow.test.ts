import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { parse } from "yaml";
import type { Summary } from "@portcullis/remediator/run/summary";
import { openProgram, Organisation } from "../github/organisation";

jest.setTimeout(120_000);

const root = path.resolve(__dirname, "..", "..");

interface Step {
  readonly id?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const { jobs } = parse(readFileSync(path.join(root, ".github/workflows/sweep.yml"), "utf8")) as {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
};

const folder = mkdtempSync(path.join(tmpdir(), "portcullis-workflow-"));
let acme: Organisation;

beforeAll(async () => {
  symlinkSync(path.join(root, "remediator"), path.join(folder, "remediator"));
  acme = await Organisation.open({ isApp: false });
  await acme.repository(".github", { ".portcullis.yaml": "mode: pr\n" });
  for (const name of ["shop", "bank", "farm"]) await acme.repository(name, openProgram(name));
});
afterAll(async () => {
  const { violations } = acme.double;
  await acme.double.stop();
  rmSync(folder, { recursive: true, force: true });
  expect(violations).toEqual([]);
});

/** Runs a step's script as a runner does, with its expressions put in. */
async function step(
  job: string,
  id: string,
  expressions: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly log: string }> {
  const found = jobs[job]?.steps.find((each) => each.id === id);
  const filled = (text: string): string =>
    text.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => {
      const value = expressions[expression];
      if (value === undefined) throw new Error(`no value for ${expression}`);
      return value;
    });
  const env = Object.fromEntries(Object.entries(found?.env ?? {}).map(([name, text]) => [name, filled(text)]));
  const files = { GITHUB_OUTPUT: path.join(folder, "outputs"), GITHUB_STEP_SUMMARY: path.join(folder, "summary.md") };
  const child = spawn("bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", filled(found?.run ?? "false")], {
    cwd: folder,
    env: { PATH: process.env.PATH, GITHUB_ACTIONS: "true", GITHUB_API_URL: acme.double.url, ...files, ...env },
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number>((resolve) => child.once("close", (ended) => resolve(ended ?? -1)));
  return { code, log: Buffer.concat(chunks).toString("utf8") };
}

const inputs = {
  "inputs.organisation": "acme",
  "inputs.shards": "3",
  "inputs.mode": "report",
  "inputs.most-pull-requests": "50",
  "secrets.app-id": "",
  "secrets.app-private-key": "",
};

test.each(["0", "257", "1000", "-1", "1.5", "two", "", "1; echo"])("%j shards are no matrix, and nothing is begun", async (shards) => {
  const log = `::error title=Portcullis::The input shards is "${shards}". It may be a number from 1 to 256.\n`;
  expect(await step("plan", "plan", { ...inputs, "inputs.shards": shards })).toEqual({ code: 2, log });
});

test("the shards of the matrix, one after the other, do the whole sweep, and the summaries are joined", async () => {
  expect(await step("plan", "plan", inputs)).toEqual({ code: 0, log: "" });
  const [, shards = "[]"] = /^shards=(.*)$/m.exec(readFileSync(path.join(folder, "outputs"), "utf8")) ?? [];
  expect(shards).toBe("[1,2,3]");
  for (const open of ["", "--open"]) {
    for (const shard of JSON.parse(shards) as readonly number[]) {
      const given = { ...inputs, "matrix.shard": String(shard), "inputs.open && '--open' || ''": open, "secrets.token": acme.bot.token };
      const { code, log } = await step("shard", "sweep", given);
      expect({ code, log }).toEqual({ code: 0, log: expect.not.stringContaining(acme.bot.token) });
    }
    expect(await step("join", "join", inputs)).toEqual({ code: 0, log: "" });
    const joined = JSON.parse(readFileSync(path.join(folder, "sweep.json"), "utf8")) as Summary;
    expect(joined).toMatchObject({ shards: [1, 2, 3], of: 3, isOpen: open !== "", mutating: open === "" ? 0 : 15 });
    expect(joined.repositories.map(({ repository }) => repository)).toEqual(["acme/.github", "acme/bank", "acme/farm", "acme/shop"]);
  }
  expect(readFileSync(path.join(folder, "reports/index.html"), "utf8")).toMatch(/<a href="acme\/[\w-]+\.html">/);
  expect(readFileSync(path.join(folder, "summary.md"), "utf8")).toContain("4 repositories, 3 projects, 3 problems. 3 pull requests opened.");
});

test("a shard that failed before it had a summary is named, and the sweep is not whole", async () => {
  rmSync(path.join(folder, "summary-2.json"));
  expect(await step("join", "join", inputs)).toEqual({ code: 2, log: "There is no summary of shard 2 of 3.\n" });
});
