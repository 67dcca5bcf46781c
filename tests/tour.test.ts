import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { tourPicture } from "@portcullis/remediator/docs/tour-picture";

const root = path.resolve(__dirname, "..");

function tour(environment: NodeJS.ProcessEnv): string {
  const env = { PATH: process.env.PATH, ...environment };
  return execFileSync(process.execPath, [path.join(root, "remediator/dist/tour.js")], { encoding: "utf8", env });
}

describe("the tour", () => {
  let plain = "";
  beforeAll(() => void (plain = tour({ NO_COLOR: "1" })), 120_000);

  test("fits on two screens of 80 columns", () => {
    const lines = plain.trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(80);
    // The repair's own lines are as long as the program's.
    for (const line of lines.filter((text) => !/^[ +-] {2,}/.test(text))) expect(line.length).toBeLessThanOrEqual(80);
  });

  test("shows a problem, a repair, its pull request with a proof that holds, and what to run next", () => {
    expect(plain).toMatch(/✖ critical {2}groups\.ts:\d+:\d+ {2}database/);
    expect(plain).toMatch(/^- .*0\.0\.0\.0\/0/m);
    expect(plain).toMatch(/^What changes\n.*\n@@ database @@\n- tcp\/5432 from 0\.0\.0\.0\/0$/m);
    expect(plain).toMatch(/✅ No group admits anything more/);
    expect(plain).not.toContain("❌");
    expect(plain).toMatch(/npx portcullis check PATH/);
  });

  test("docs/tour.svg is its picture (npm run docs makes it)", () => {
    expect(readFileSync(path.join(root, "docs/tour.svg"), "utf8")).toBe(tourPicture(tour({ FORCE_COLOR: "1" })));
  }, 120_000);
});
