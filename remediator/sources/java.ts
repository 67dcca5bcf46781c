import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { environmentIn, ownEnvironment, run, type Ended } from "../engine/process";
import { failed, type Failed } from "../system/failed";
import type { Project } from "../engine/project";

/** A program of Java that is compiled. */
export interface JavaProgram {
  readonly kind: "compiled";
  readonly arguments: readonly string[];
}

/**
 * Compiles a program of Java into a folder of this run, with the packages that Maven has on this machine: none is fetched. Short runs are done before
 * the better of Java's compilers is.
 */
export async function compileJava(project: Project, home: string, seconds: number): Promise<JavaProgram | Failed> {
  const { programFolder } = project;
  const sources = sourcesIn(path.join(programFolder, "src", "main", "java"));
  const main = sources.find((file) => /\bstatic\s+void\s+main\s*\(/.test(readFileSync(file, "utf8")));
  if (main === undefined) return failed("The program has no class with a main method below src/main/java. Ask the engine with --source preview.");
  const list = path.join(home, "classpath");
  const maven = await run({
    command: "mvn",
    arguments: ["--offline", "--quiet", "--batch-mode", "dependency:build-classpath", `-Dmdep.outputFile=${list}`],
    folder: programFolder,
    environment: ownEnvironment(),
    seconds,
    longestOutput: 100_000,
  });
  const missing = endedBadly(maven, "mvn", seconds);
  if (missing !== undefined)
    return failed(
      maven.kind === "exited"
        ? "Maven does not have all of the program's packages on this machine. Run mvn dependency:build-classpath in its folder, then try again."
        : missing,
    );
  const classes = path.join(home, "classes");
  mkdirSync(classes);
  const packages = readFileSync(list, "utf8").trim();
  const compiled = await run({
    command: "javac",
    arguments: ["-nowarn", "-d", classes, "-cp", packages, ...sources],
    folder: programFolder,
    environment: environmentIn(home),
    seconds,
    longestOutput: 100_000,
  });
  const wrong = endedBadly(compiled, "javac", seconds);
  if (wrong !== undefined) return failed(wrong);
  const name = path
    .relative(path.join(programFolder, "src", "main", "java"), main)
    .replace(/\.java$/, "")
    .split(path.sep)
    .join(".");
  return { kind: "compiled", arguments: ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", [classes, packages].join(path.delimiter), name] };
}

/** Why a command gave nothing; undefined where it did. */
function endedBadly(ended: Ended, command: string, seconds: number): string | undefined {
  if (ended.kind === "not started")
    return `${command} could not be started (${ended.reason}). Install it and have it on PATH, or read the source with --source static.`;
  if (ended.kind === "timed out") return `${command} did not end within ${seconds} seconds. Give it more with --timeout.`;
  if (ended.exitCode === 0) return undefined;
  const [first = "no message"] = `${ended.stderr}\n${ended.stdout}`.split("\n").filter((line) => line.trim() !== "");
  return `${command} failed: ${first}`;
}

function sourcesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".java"))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort();
  } catch {
    return [];
  }
}
