import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { unknownText } from "@portcullis/policypack/resources/property-values";
import { environmentIn, ownEnvironment, run } from "../engine/process";
import { failed, type Failed, isRecord } from "../system/failed";
import type { Project } from "../engine/project";
import type { Missing } from "./launch";

/** A program of Go that is built. */
export interface GoProgram {
  readonly kind: "built";
  readonly file: string;
}

/**
 * Builds a program of Go into a folder of this run, with the modules that are on this machine: none is fetched. Unoptimised, which for the AWS package
 * takes half of the time.
 */
export async function buildGo(project: Project, home: string, seconds: number): Promise<GoProgram | Failed> {
  const own = await run({
    command: "go",
    arguments: ["env", "-json", "GOCACHE", "GOMODCACHE", "GOPATH"],
    folder: project.programFolder,
    environment: ownEnvironment(),
    seconds: 60,
    longestOutput: 100_000,
  });
  if (own.kind !== "exited" || own.exitCode !== 0)
    return failed("go could not be started. Install it and have it on PATH, or read the source with --source static.");
  const settings: unknown = JSON.parse(own.stdout);
  const caches = Object.entries(isRecord(settings) ? settings : {}).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as const] : [],
  );
  const file = path.join(home, process.platform === "win32" ? "program.exe" : "program");
  const built = await run({
    command: "go",
    arguments: ["build", "-gcflags=all=-N -l", "-o", file, project.entry === "." ? "." : `./${project.entry}`],
    folder: project.programFolder,
    environment: { ...environmentIn(home), ...Object.fromEntries(caches), GOPROXY: "off", GOTOOLCHAIN: "local" },
    seconds,
    longestOutput: 100_000,
  });
  if (built.kind === "timed out")
    return failed(`go build did not end within ${seconds} seconds. A first build of the AWS package takes minutes: give it more with --timeout.`);
  if (built.kind === "exited" && built.exitCode === 0) return { kind: "built", file };
  const said = built.kind === "exited" ? built.stderr : built.reason;
  if (/GOPROXY=off|updates to go\.mod needed|missing go\.sum entry|no required module provides/.test(said))
    return failed("The program's modules are not on this machine. Run go mod download in its folder, then try again.");
  const [error = "no message"] = said.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return failed(`go build failed: ${error}`);
}

/** The texts of the files of a program in Go or Java. */
export function sourcesOf(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(go|java)$/.test(entry.name))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "utf8"));
}

/** What stands for a setting that a program asks for and nobody has made; undefined where nothing of its type can. */
export function standInFor(key: string, sources: Iterable<string>): { readonly value: string; readonly kind: Missing["kind"] } | undefined {
  const name = key.slice(key.indexOf(":") + 1).replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const asks = new RegExp(
    `\\b[Rr]equire(?:Secret)?(Bool|Boolean|Int|Integer|Int64|Float64|Double|Object|)\\(\\s*(?:\\w+\\s*,\\s*)?"(?:[\\w-]+:)?${name}"`,
    "g",
  );
  const kinds = new Set([...sources].flatMap((text) => [...text.matchAll(asks)].map(([, kind]) => kind ?? "")));
  if (kinds.size !== 1) return undefined;
  if (kinds.has("")) return { value: unknownText, kind: "" };
  return kinds.has("Bool") || kinds.has("Boolean") ? { value: "false", kind: "Boolean" } : undefined;
}
