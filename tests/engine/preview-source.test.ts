import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { dataSourcesFor } from "@portcullis/remediator/engine/data-sources";
import { startProvider } from "@portcullis/remediator/engine/provider";
import { groupProgram, portcullis, scratch, type Ended } from "../harness/command";
import { describeWithPulumi } from "./engine";

jest.setTimeout(120_000);

const { folder, program } = scratch("preview-source");
const shop = program("shop", { "index.ts": groupProgram(), "Pulumi.dev.yaml": "{}\n" });
const broken = program("broken", { "index.ts": 'throw new Error("the program says no");\n', "Pulumi.dev.yaml": "{}\n" });

describeWithPulumi("--source preview asks the engine on PATH", () => {
  let environment: NodeJS.ProcessEnv = {};
  let close = (): void => undefined;
  beforeAll(async () => {
    const provider = await startProvider(dataSourcesFor(shop, undefined));
    ({ close } = provider);
    for (const name of ["backend", "home"]) mkdirSync(path.join(folder, name));
    environment = {
      PULUMI_BACKEND_URL: `file://${path.join(folder, "backend")}`,
      PULUMI_CONFIG_PASSPHRASE: "a passphrase",
      PULUMI_DEBUG_PROVIDERS: `aws:${provider.port}`,
      PULUMI_HOME: path.join(folder, "home"),
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    };
    for (const each of [shop, broken])
      execFileSync("pulumi", ["stack", "init", "dev", "--no-select", "--non-interactive"], {
        cwd: each,
        env: { ...process.env, ...environment },
        stdio: "pipe",
      });
  });
  afterAll(() => close());

  const ask = (...args: readonly string[]): Promise<Ended> => portcullis(args, { environment });

  test("check judges what it previews, at its place in the source", async () => {
    const { code, stdout, stderr } = await ask("check", shop, "--source", "preview", "--stack", "dev", "--format", "json");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    const { subjects, findings } = JSON.parse(stdout) as { subjects: unknown[]; findings: { policy: string; location?: object }[] };
    expect(subjects).toEqual([{ how: "preview", stacks: ["dev"], folder: expect.anything(), project: expect.anything() }]);
    expect(findings).toContainEqual(
      expect.objectContaining({ policy: "no-public-admin-ports", location: expect.objectContaining({ file: "index.ts", line: 6 }) }),
    );
  });

  test("rules lists what it previews", async () => {
    const { code, stdout, stderr } = await ask("rules", shop, "--source", "preview", "--stack", "dev", "--format", "json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { rules, notRead } = JSON.parse(stdout) as { rules: { peer: { value: string }; stacks: string[] }[]; notRead: unknown[] };
    expect(rules.map(({ peer, stacks }) => [peer.value, stacks])).toEqual([
      ["10.0.0.0/8", ["dev"]],
      ["0.0.0.0/0", ["dev"]],
    ]);
    expect(notRead).toEqual([]);
  });

  test.each([
    [
      "a program that fails, in full",
      [broken, "--stack", "dev"],
      /pulumi preview of the stack dev failed with exit code \d+:\n[^]*the program says no/,
    ],
    [
      "a stack that is not there",
      [shop, "--stack", "prod"],
      /pulumi preview of the stack prod failed with exit code \d+:\n[^]*no stack named 'prod'/,
    ],
    ["no stack that is selected", [shop], /^No stack of the program in .*shop is selected\. Name one with --stack/],
  ])("what is missing is said: %s", async (_, args, sentence) => {
    const { code, stdout, stderr } = await ask("check", ...args, "--source", "preview");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/an error of its own/);
  });
});

describe("--source preview without an engine", () => {
  const nowhere = path.join(folder, "empty");
  mkdirSync(nowhere);

  test.each(["check", "rules"])("%s says that there is no pulumi on PATH", async (command) => {
    const { code, stdout, stderr } = await portcullis([command, shop, "--source", "preview"], { environment: { PATH: nowhere } });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^pulumi could not be started .*have it on PATH, or read the source with --source static\.\n$/);
  });

  test("a folder that is no program", async () => {
    const { code, stderr } = await portcullis(["check", nowhere, "--source", "preview"]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^There is no Pulumi\.yaml in /) });
  });

  test("an engine that prints something else", async () => {
    const fake = path.join(nowhere, "bin");
    mkdirSync(fake);
    writeFileSync(path.join(fake, "pulumi"), "#!/bin/sh\necho what\nexit 0\n", { mode: 0o755 });
    const { code, stderr } = await portcullis(["check", shop, "--source", "preview"], { environment: { PATH: `${fake}:/usr/bin:/bin` } });
    expect({ code, stderr }).toEqual({ code: 2, stderr: "pulumi preview failed with exit code 0:\nit printed no preview\n" });
  });
});
