import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { formatNames } from "@portcullis/remediator/report/formats";
import { digestOf, portcullis as run, root, scratch, type Ended } from "../../harness/command";

const { file, folder } = scratch("reports");

const portcullis = async (args: readonly string[]): Promise<Omit<Ended, "seconds">> => {
  const { code, stdout, stderr } = await run(args, { folder, environment: { NO_COLOR: "1" } });
  return { code, stdout, stderr };
};

const at = (name: string): string => path.join(folder, name);
const exposed = path.join(root, "examples", "securecart-exposed");

/** A digest of a preview in which these ports are open to everybody, by its name. */
function digest(name: string, ...ports: readonly number[]): string {
  file(name, digestOf(ports.map((port) => ({ description: "A rule", protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: ["0.0.0.0/0"] }))));
  return name;
}

describe("formats and where they are written", () => {
  test("several at once, each to its file, and one to standard output", async () => {
    const args = ["--format", "sarif", "--output", "x.sarif", "--format", "html", "--output", "x.html", "--format", "gitlab"];
    const { code, stdout, stderr } = await portcullis(["check", digest("open.json", 22), ...args]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(JSON.parse(readFileSync(at("x.sarif"), "utf8"))).toMatchObject({ version: "2.1.0" });
    expect(readFileSync(at("x.html"), "utf8")).toMatch(/^<!doctype html>/);
    expect(JSON.parse(stdout)).toEqual([expect.objectContaining({ check_name: "no-public-admin-ports" }), expect.anything()]);
  });

  test.each(formatNames)("%s alone, to a file: nothing is written elsewhere", async (format) => {
    const { code, stdout, stderr } = await portcullis(["check", digest("open.json", 22), "--format", format, "--output", `alone.${format}`]);
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: "", stderr: "" });
    expect(readFileSync(at(`alone.${format}`), "utf8")).toMatch(/\S/);
  });

  test("a file without a format is text", async () => {
    await portcullis(["check", digest("open.json", 22), "--output", "plain.txt"]);
    expect(readFileSync(at("plain.txt"), "utf8")).toMatch(/^✖ critical/);
  });

  test.each([
    ["a format that is none", ["--format", "xml"], /"xml" is not a format\. There are text, json/],
    ["two to standard output", ["--format", "json", "--format", "sarif"], /Only one format can be written to standard output, not json and sarif/],
    [
      "two to one file",
      ["--format", "json", "--output", "same", "--format", "sarif", "--output", "same"],
      /Two formats cannot be written to one file: same/,
    ],
    ["a file that cannot be written", ["--output", "no/such/folder/x"], /no\/such\/folder\/x cannot be written: its folder is not there/],
    ["a file without a name", ["--output", ""], /--output needs the name of a file/],
    ["a baseline that is not there", ["--baseline", "none.json"], /The baseline none\.json cannot be read/],
    ["a baseline that is none", ["--baseline", "open.json"], /The baseline open\.json is not a baseline that portcullis baseline has written/],
  ])("%s ends with 2 and one sentence", async (_, args, sentence) => {
    const { code, stdout, stderr } = await portcullis(["check", digest("open.json", 22), ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});

describe("a baseline", () => {
  test("is written, keeps what is known silent, lets what is new speak, and tells what is gone", async () => {
    const written = await portcullis(["baseline", digest("then.json", 22), "--write", "baseline.json"]);
    expect(written).toEqual({ code: 0, stdout: "", stderr: expect.stringMatching(/^Wrote baseline\.json: \d+ problems/) });
    const same = await portcullis(["check", digest("same.json", 22), "--baseline", "baseline.json"]);
    expect(same).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^No new problems\.\n\n\d known problems of the baseline are not shown\.\n$/),
    });
    const more = await portcullis(["check", digest("more.json", 22, 3389), "--baseline", "baseline.json"]);
    expect(more.code).toBe(1);
    expect(more.stdout).toMatch(/web opens RDP/);
    expect(more.stdout).not.toMatch(/web opens SSH/);
    const less = await portcullis(["check", digest("less.json"), "--baseline", "baseline.json"]);
    expect(less.stdout).toMatch(/Gone since the baseline: no-public-admin-ports of web/);
  });

  test("is printed where no file is named", async () => {
    const { stdout } = await portcullis(["baseline", digest("then.json", 22)]);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1 });
    expect(existsSync(at("undefined"))).toBe(false);
  });
});

describe("the exposed shop", () => {
  test("is read at once: the default output has at most 120 lines, none wider than 80 columns but for what is copied", async () => {
    const { code, stdout } = await portcullis(["check", exposed]);
    // How long the folder's own name is says nothing of the report.
    const lines = stdout.replaceAll(exposed, "examples/securecart-exposed").trimEnd().split("\n");
    expect(code).toBe(1);
    expect(lines.length).toBeLessThanOrEqual(120);
    expect(lines.filter((line) => line.length > 80 && line.trim().includes(" "))).toEqual([]);
    expect(stdout).toMatch(/^\d+ problems: \d+ critical, \d+ high/m);
  });

  test("every problem and every advice is behind --all", async () => {
    const { stdout } = await portcullis(["check", exposed, "--all"]);
    const [, count] = /^(\d+) problems:/m.exec(stdout) ?? [];
    expect(stdout.match(/^✖ \w+ {2}/gm)).toHaveLength(Number(count));
    expect(stdout.match(/^▲ \w+ {2}/gm)?.length).toBeGreaterThan(10);
  });
});
