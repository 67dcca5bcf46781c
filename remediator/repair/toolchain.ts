import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { environmentIn, run, type Ended } from "../engine/process";
import type { Failed } from "../system/failed";
import type { Fix } from "./fix";
import { temporaryFolder } from "../system/temporary";
import { copyProgram } from "./working-copy";

/** What a language's own tool says about an edited program. */
export interface ToolVerdict {
  readonly tool: string;
  /** `worse`: it finds fault with what it did not find fault with before. */
  readonly kind: "fine" | "as before" | "worse" | "not there";
  readonly says: string;
}

interface Tool {
  readonly name: string;
  readonly files: RegExp;
  /** The file of a program's folder that the tool works from; without one it takes each file alone. */
  readonly marker?: RegExp;
  readonly command: (folder: string, files: readonly string[], home: string) => readonly string[];
  readonly environment?: (home: string) => NodeJS.ProcessEnv;
}

const tools: readonly Tool[] = [
  {
    name: "tsc",
    files: /\.[cm]?tsx?$/,
    marker: /^tsconfig\.json$/,
    command: (folder) => [installedIn(folder) ?? "tsc", "--noEmit", "--pretty", "false", "-p", "."],
  },
  {
    name: "python -m py_compile",
    files: /\.py$/,
    command: (_, files) => ["python3", "-m", "py_compile", ...files],
    environment: (home) => ({ PYTHONPYCACHEPREFIX: path.join(home, "compiled") }),
  },
  { name: "go vet", files: /\.go$/, marker: /^go\.mod$/, command: () => ["go", "vet", "./..."] },
  {
    name: "javac",
    files: /\.java$/,
    command: (_, files, home) => ["javac", "-proc:none", "-d", path.join(home, "compiled"), ...files],
  },
  {
    name: "dotnet build",
    files: /\.(?:cs|fs|vb)$/,
    marker: /\.(?:cs|fs|vb)proj$/,
    command: (_, __, home) => [
      "dotnet",
      "build",
      "--nologo",
      "-o",
      path.join(home, "built"),
      `-p:BaseIntermediateOutputPath=${path.join(home, "between")}/`,
    ],
  },
];

/** Runs the tools of the edited files' languages, before and after the edits, in a copy of the program. It executes what the program's build executes. */
export async function checkWithTools({ folder, before, after }: Fix, seconds: number): Promise<readonly ToolVerdict[] | Failed> {
  const changed = [...after].filter(([name, text]) => before.get(name) !== text);
  const copy = await copyProgram(folder);
  if (copy.kind === "failed") return copy;
  const home = temporaryFolder("tools");
  if (home.kind === "failed") {
    copy.close();
    return home;
  }
  try {
    const verdicts: ToolVerdict[] = [];
    const jobs = tools.flatMap((tool) =>
      jobsOf(
        tool,
        copy.folder,
        changed.map(([name]) => name),
      ),
    );
    const old = new Map<Job, Ended>();
    for (const job of jobs) old.set(job, await done(job, home.path, seconds));
    for (const [name, text] of changed) copy.write(name, text);
    for (const job of jobs) verdicts.push(verdictOf(job.tool.name, old.get(job), await done(job, home.path, seconds), copy.folder));
    return verdicts;
  } finally {
    home.remove();
    copy.close();
  }
}

interface Job {
  readonly tool: Tool;
  readonly folder: string;
  readonly files: readonly string[];
}

/** One for each folder that the tool works from. */
function jobsOf(tool: Tool, root: string, names: readonly string[]): readonly Job[] {
  const byFolder = new Map<string, string[]>();
  for (const name of names.filter((each) => tool.files.test(each))) {
    const folder = tool.marker === undefined ? root : folderWith(tool.marker, root, path.dirname(path.join(root, name)));
    if (folder === undefined) continue;
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), path.relative(folder, path.join(root, name))]);
  }
  return [...byFolder].map(([folder, files]) => ({ tool, folder, files }));
}

function folderWith(marker: RegExp, root: string, from: string): string | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (existsSync(folder) && readdirSync(folder).some((name) => marker.test(name))) return folder;
    if (folder === root || folder === path.dirname(folder)) return undefined;
  }
}

function installedIn(folder: string): string | undefined {
  for (let place = folder; ; place = path.dirname(place)) {
    const file = path.join(place, "node_modules", ".bin", "tsc");
    if (existsSync(file)) return file;
    if (place === path.dirname(place)) return undefined;
  }
}

function done({ tool, folder, files }: Job, home: string, seconds: number): Promise<Ended> {
  const [command = "", ...args] = tool.command(folder, files, home);
  const environment = { ...environmentIn(home), ...tool.environment?.(home) };
  return run({ command, arguments: args, folder, environment, seconds, longestOutput: 100_000 });
}

function verdictOf(tool: string, before: Ended | undefined, after: Ended, folder: string): ToolVerdict {
  if (after.kind === "not started")
    return { tool, kind: "not there", says: `${tool} is not there, so that the edited program was not checked with it` };
  if (after.kind === "timed out") return { tool, kind: "worse", says: `${tool} did not end in time` };
  if (after.exitCode === 0) return { tool, kind: "fine", says: `${tool} finds no fault with the edited program` };
  const known = new Set(linesOf(before, folder));
  const news = linesOf(after, folder).filter((line) => !known.has(line));
  const [first] = news;
  return first === undefined
    ? { tool, kind: "as before", says: `${tool} says of the edited program what it says of the program as it is` }
    : { tool, kind: "worse", says: `${tool} finds fault with the edited program: ${first}` };
}

/** What a tool said, without the places in lines, which edits move. */
function linesOf(ended: Ended | undefined, folder: string): readonly string[] {
  if (ended === undefined || ended.kind === "not started") return [];
  return `${ended.stdout}\n${ended.stderr}`
    .replaceAll(folder, ".")
    .split("\n")
    .map((line) => line.replace(/[(:]\d+(?:[,:]\d+)*\)?/g, "").trim())
    .filter((line) => line !== "");
}
