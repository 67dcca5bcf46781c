import { execFile } from "node:child_process";
import path from "node:path";
import { expect, jest, test } from "@jest/globals";
import { root } from "../harness/command";
import { Hosted } from "./hosted";

jest.setTimeout(120_000);

function live(environment: NodeJS.ProcessEnv): Promise<{ readonly code: number; readonly stdout: string }> {
  const script = path.join(root, "scripts", "live.mjs");
  return new Promise((resolve) => {
    execFile(process.execPath, [script], { env: { PATH: process.env.PATH, ...environment } }, (error, stdout) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout }),
    );
  });
}

test("test:live is off unless it is turned on, and says so", async () => {
  expect(await live({})).toMatchObject({ code: 0, stdout: expect.stringMatching(/^test:live is off, because it writes to a real repository\./) });
});

test("what it replays on a real repository holds on the double", async () => {
  const hosted = await Hosted.host({ isApp: false });
  try {
    await hosted.repository("shop", { "README.md": "# Shop\n" });
    const environment = { PORTCULLIS_LIVE_REPOSITORY: "acme/shop", GITHUB_TOKEN: hosted.bot.token, GITHUB_API_URL: hosted.double.url };
    expect(await live(environment)).toMatchObject({ code: 1, stdout: expect.stringContaining("does not agree to it") });
    expect(hosted.double.mutations()).toEqual([]);
    await hosted.repository("bank", { ".portcullis-live": "" });
    const { code, stdout } = await live({ ...environment, PORTCULLIS_LIVE_REPOSITORY: "acme/bank" });
    expect({ code, failed: stdout.split("\n").filter((line) => line.startsWith("✘")) }).toEqual({ code: 0, failed: [] });
    expect(stdout.match(/^✔/gm)).toHaveLength(9);
    expect(hosted.double.violations).toEqual([]);
  } finally {
    await hosted.double.stop();
  }
});
