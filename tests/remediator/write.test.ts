import fs, { chmodSync, linkSync, lstatSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { writeFiles } from "@portcullis/remediator/repair/write";
import { scratch } from "../harness/command";

const { folder } = scratch("write");

/** A folder with these files, and the edit that puts another text into each. */
function edit(name: string, files: readonly string[]) {
  const place = path.join(folder, name);
  for (const file of files) {
    mkdirSync(path.dirname(path.join(place, file)), { recursive: true });
    writeFileSync(path.join(place, file), `old ${file}\n`);
  }
  const before = new Map(files.map((file) => [file, `old ${file}\n`]));
  const after = new Map(files.map((file) => [file, `new ${file}\n`]));
  const texts = (): Record<string, string> =>
    Object.fromEntries(
      (readdirSync(place, { recursive: true }) as string[])
        .filter((file) => lstatSync(path.join(place, file)).isFile())
        .sort()
        .map((file) => [file, readFileSync(path.join(place, file), "utf8")]),
    );
  return { place, before, after, texts, old: Object.fromEntries(before), new: Object.fromEntries(after) };
}

describe("writing an edit", () => {
  test("writes all files, and leaves nothing else", () => {
    const { place, before, after, texts, new: written } = edit("all", ["a.ts", "lib/b.ts", "lib/c.ts"]);
    expect(writeFiles(place, before, after)).toEqual({ kind: "written", files: ["a.ts", "lib/b.ts", "lib/c.ts"], left: [] });
    expect(texts()).toEqual(written);
  });

  test("keeps every mode, whatever the umask", () => {
    for (const mask of [0o077, 0o022, 0o777]) {
      const { place, before, after } = edit(`modes-${mask}`, ["a.ts", "b.ts", "c.ts"]);
      const modes = { "a.ts": 0o664, "b.ts": 0o755, "c.ts": 0o600 };
      for (const [file, mode] of Object.entries(modes)) chmodSync(path.join(place, file), mode);
      const last = process.umask(mask);
      try {
        expect(writeFiles(place, before, after).kind).toBe("written");
      } finally {
        process.umask(last);
      }
      for (const [file, mode] of Object.entries(modes)) expect(statSync(path.join(place, file)).mode & 0o7777).toBe(mode);
    }
  });

  test("works for the longest name that there is", () => {
    const name = `${"n".repeat(252)}.ts`;
    const { place, before, after, texts, new: written } = edit("long", ["a.ts", name]);
    expect(writeFiles(place, before, after).kind).toBe("written");
    expect(texts()).toEqual(written);
  });

  test.each([
    [
      "changed meanwhile",
      (file: string) => writeFileSync(file, "other\n"),
      "z.ts changed while it was being repaired. Nothing was written. Try again.",
    ],
    ["went away", (file: string) => rmSync(file), "z.ts is not an ordinary file any more. Nothing was written."],
    [
      "became a link",
      (file: string) => {
        rmSync(file);
        symlinkSync("a.ts", file);
      },
      "z.ts is not an ordinary file any more. Nothing was written.",
    ],
    [
      "became a folder",
      (file: string) => {
        rmSync(file);
        mkdirSync(file);
      },
      "z.ts is not an ordinary file any more. Nothing was written.",
    ],
  ])("writes nothing where the last file %s", (name, happen, reason) => {
    const { place, before, after, texts, old } = edit(name.replaceAll(" ", "-"), ["a.ts", "b.ts", "z.ts"]);
    happen(path.join(place, "z.ts"));
    expect(writeFiles(place, before, after)).toEqual({ kind: "failed", reason });
    expect(texts()).toMatchObject({ "a.ts": old["a.ts"], "b.ts": old["b.ts"] });
    expect(readdirSync(place).filter((file) => !/^[abz]\.ts$/.test(file))).toEqual([]);
  });

  (process.getuid?.() === 0 ? test.skip : test)("writes nothing where the last file, or its folder, may not be written", () => {
    for (const closed of ["lib", "lib/z.ts"]) {
      const { place, before, after, texts, old } = edit(`closed-${closed.replace("/", "-")}`, ["a.ts", "lib/z.ts"]);
      chmodSync(path.join(place, closed), 0o555);
      expect(writeFiles(place, before, after)).toEqual({
        kind: "failed",
        reason: "lib/z.ts cannot be written: it cannot be written. Nothing was written.",
      });
      chmodSync(path.join(place, closed), 0o755);
      expect(texts()).toEqual(old);
    }
  });

  test("leaves other names of a file alone", () => {
    const { place, before, after } = edit("linked", ["a.ts"]);
    linkSync(path.join(place, "a.ts"), path.join(place, "other-name"));
    expect(writeFiles(place, before, after).kind).toBe("written");
    expect(readFileSync(path.join(place, "other-name"), "utf8")).toBe("old a.ts\n");
  });

  describe("where the device gives up", () => {
    afterEach(() => {
      jest.restoreAllMocks();
    });
    const gives = (call: "renameSync" | "rmSync", from: number): void => {
      const works = fs[call] as (...args: readonly unknown[]) => void;
      let calls = 0;
      jest.spyOn(fs, call).mockImplementation((...args: readonly unknown[]) => {
        if (++calls >= from) throw Object.assign(new Error("EIO: i/o error"), { code: "EIO" });
        works(...args);
      });
    };

    test("before the second file is in its place, and before the first is back, what was there is told and kept", () => {
      const { place, before, after } = edit("stuck", ["a.ts", "b.ts"]);
      gives("renameSync", 2);
      expect(writeFiles(place, before, after)).toEqual({
        kind: "failed",
        reason:
          "b.ts cannot be written: the device does not answer. a.ts could not be put back. What was there is beside it, in a file whose name begins with .portcullis- and ends with -old.",
      });
      const [kept = ""] = readdirSync(place).filter((name) => name.endsWith("-old"));
      expect(readFileSync(path.join(place, kept), "utf8")).toBe("old a.ts\n");
    });

    test("when all is written and only what is beside has to go, that is told", () => {
      const { place, before, after } = edit("beside", ["a.ts", "b.ts"]);
      gives("rmSync", 1);
      const written = writeFiles(place, before, after);
      expect(written).toMatchObject({ kind: "written", files: ["a.ts", "b.ts"] });
      expect(written.kind === "written" ? written.left : []).toEqual(readdirSync(place).filter((name) => name.startsWith(".portcullis-")));
      expect(readFileSync(path.join(place, "b.ts"), "utf8")).toBe("new b.ts\n");
    });
  });
});
