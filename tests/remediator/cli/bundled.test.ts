import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { loadBundle, type Bundled } from "@portcullis/policypack/bundled";
import { leaveParsersAsTheyAre } from "@portcullis/remediator/cli/parsers";
import { cli, digestOf, openSsh, portcullis, root, scratch } from "../../harness/command";

const { folder: home } = scratch("bundled");
let folders = 0;

interface Exports {
  readonly answer: (question: number) => number;
}

/** A folder with a bundle that adds a number to what it is asked, called and kept once. */
function bundleOf(added = 1): string {
  const folder = path.join(home, `bundle-${++folders}`);
  mkdirSync(folder);
  writeSource(folder, added);
  const bundled = loaded(folder);
  expect(bundled.exports.answer(1)).toBe(1 + added);
  bundled.keepCompiled();
  return folder;
}

function writeSource(folder: string, added: number): void {
  writeFileSync(path.join(folder, "command.js"), `exports.answer = (question) => question + ${added};\n`);
}

function loaded(folder: string): Bundled<Exports> {
  const bundled = loadBundle<Exports>(path.join(folder, "command.js"), [], "check");
  if (bundled === undefined) throw new Error("the bundle is not loaded");
  return bundled;
}

function cacheOf(folder: string): string {
  const [name = "none", ...others] = readdirSync(folder).filter((each) => each !== "command.js");
  expect(others).toEqual([]);
  return path.join(folder, name);
}

describe("compiled code", () => {
  test("is used once it is kept, by what it was kept for", () => {
    const folder = bundleOf();
    expect(loaded(folder).isCompiled).toBe(true);
    expect(loadBundle(path.join(folder, "command.js"), [], "fix")?.isCompiled).toBe(false);
  });

  test("is written once", () => {
    const folder = bundleOf();
    const before = readFileSync(cacheOf(folder));
    utimesSync(cacheOf(folder), 1, 1);
    loaded(folder).keepCompiled();
    expect(readFileSync(cacheOf(folder))).toEqual(before);
  });

  test("of another source of the same length is not used", () => {
    const folder = bundleOf(1);
    writeSource(folder, 2);
    expect(loaded(folder).isCompiled).toBe(false);
    expect(loaded(folder).exports.answer(1)).toBe(3);
  });

  test("that is damaged anywhere is not used, and written again", () => {
    const folder = bundleOf();
    const cache = cacheOf(folder);
    const sound = readFileSync(cache);
    const damaged = fc.oneof(
      fc.tuple(fc.nat(sound.length - 1), fc.integer({ min: 1, max: 255 })).map(([at, flipped]) => {
        const copy = Buffer.from(sound);
        copy[at] = (copy[at] ?? 0) ^ flipped;
        return copy;
      }),
      fc.nat(sound.length - 1).map((length) => sound.subarray(0, length)),
      fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom("", "\n", "null\n", "{}\n", '{"commands":1}\n').map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(damaged, (content) => {
        writeFileSync(cache, content);
        const bundled = loaded(folder);
        expect(bundled.isCompiled).toBe(false);
        expect(bundled.exports.answer(41)).toBe(42);
        bundled.keepCompiled();
        expect(loaded(folder).isCompiled).toBe(true);
      }),
    );
  });

  test("is not missed where it cannot be written", () => {
    const folder = bundleOf();
    const cache = cacheOf(folder);
    rmSync(cache);
    mkdirSync(path.join(cache, "in-the-way"), { recursive: true });
    loaded(folder).keepCompiled();
    expect(loaded(folder).exports.answer(1)).toBe(2);
    expect(readdirSync(folder).toSorted()).toEqual([path.basename(cache), "command.js"]);

    const bundled = loaded(folder);
    rmSync(folder, { recursive: true });
    expect(() => bundled.keepCompiled()).not.toThrow();
  });
});

describe("a bundle", () => {
  test("that is older than a build is not loaded", () => {
    const folder = bundleOf();
    const build = path.join(folder, ".tsbuildinfo");
    writeFileSync(build, "");
    utimesSync(path.join(folder, "command.js"), 2_000, 2_000);
    for (const [time, isLoaded] of [
      [1_000, true],
      [2_000, true],
      [3_000, false],
    ] as const) {
      utimesSync(build, time, time);
      expect(loadBundle(path.join(folder, "command.js"), [path.join(folder, "none"), build], "check") !== undefined).toBe(isLoaded);
    }
  });

  test.each([
    ["is not there", undefined],
    ["is cut off", "exports.answer = (question) => {"],
    ["ends while it is loaded", 'throw new Error("damaged");'],
  ])("that %s is not loaded", (_, source) => {
    const folder = path.join(home, `bundle-${++folders}`);
    mkdirSync(folder);
    if (source !== undefined) writeFileSync(path.join(folder, "command.js"), source);
    expect(loadBundle(path.join(folder, "command.js"), [], "check")).toBeUndefined();
  });
});

describe("the command line", () => {
  const input = digestOf([openSsh]);

  test("says the same from its bundle, from a damaged one and from its modules", async () => {
    // Beside the others, so that packages are found.
    const place = path.join(home, "remediator");
    cpSync(path.join(root, "remediator", "dist"), path.join(place, "dist"), { recursive: true, preserveTimestamps: true });
    cpSync(path.join(root, "remediator", "package.json"), path.join(place, "package.json"));
    const from = (file: string): ReturnType<typeof portcullis> => portcullis(["check", "-", "--format", "json"], { input, program: file });
    const copied = path.join(place, "dist", "cli.js");
    const ways = [await from(cli), await from(copied)];
    writeFileSync(path.join(place, "dist", "bundle", "command.js"), "(");
    ways.push(await from(copied));
    rmSync(path.join(place, "dist", "bundle"), { recursive: true });
    ways.push(await from(copied));
    const [expected] = ways;
    expect(expected).toMatchObject({ code: 1, stderr: "" });
    for (const { code, stdout, stderr } of ways) expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: expected?.stdout, stderr: "" });
  });

  test("has a bundle that is current, with what the build compiled", () => {
    leaveParsersAsTheyAre();
    const builds = ["remediator", "policypack"].map((name) => path.join(root, name, "dist", ".tsbuildinfo"));
    for (const use of ["check", "rules", "fix", "check-export", "rules-export"])
      expect(loadBundle(path.join(path.dirname(cli), "bundle", "command.js"), builds, use)).toMatchObject({ isCompiled: true });
  });
});
