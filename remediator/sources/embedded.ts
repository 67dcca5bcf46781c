import { existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { unknownText } from "@portcullis/policypack/resources/property-values";
import { type Resource } from "@portcullis/policypack/resources/resource";
import { dataSourcesFor } from "../engine/data-sources";
import { type Ended, environmentIn, run, variablesNamedIn } from "../engine/process";
import { failed, type Failed, findAbove, findPackage, type Project, readProject } from "../engine/project";
import { readFiles } from "../system/files";
import { reasonOf as reasonOfError } from "../system/reason";
import { temporaryFolder } from "../system/temporary";
import { firstLine } from "./first-line";
import { buildGo, sourcesOf, standInFor } from "./go";
import { compileJava } from "./java";
import type { Launch, Missing } from "./launch";
import { type Gap, startMonitor } from "./monitor";
import { interpreterOf, type PythonLaunch, writePythonLauncher } from "./python";
import { standInNumber } from "./stand-ins";

export interface RunOptions {
  /** Whose settings (Pulumi.STACK.yaml) the program gets; without it the only stack's, or the first by name. */
  readonly stack?: string;
  /** Configuration that comes before the stack's, by `namespace:name`. */
  readonly config?: Readonly<Record<string, string>>;
  /** How long the program may take. */
  readonly seconds?: number;
  /** Whether resources get identifiers, so that it is known exactly what refers to what; without it the run is like a first preview. */
  readonly withIdentifiers?: boolean;
}

export interface ProgramResources {
  readonly kind: "resources";
  readonly resources: readonly Resource[];
  /** What the program creates and this run could not see. */
  readonly gaps: readonly Gap[];
  /** The folder that positions are relative to. */
  readonly sourceFolder: string;
  /** The files outside of it that make resources, by URN. */
  readonly outside: ReadonlyMap<string, string>;
}

/** Runs a program in TypeScript, JavaScript, Python, Go or Java as a preview would, without the engine, credentials or a cloud, and returns what it registers. */
export async function runProgram(folder: string, options: RunOptions = {}): Promise<ProgramResources | Failed> {
  const project = readProject(folder, options.stack);
  if (project.kind === "failed") return project;
  if (project.runtime !== "go" && project.runtime !== "java") return runProject(project, folder, options);
  // These SDKs cannot be told to go on: where a setting is missing, the program is run again with a stand-in for it.
  const gaps: Gap[] = [];
  for (let config = options.config ?? {}; ;) {
    const result = await runProject(project, folder, { ...options, config });
    if (result.kind === "resources") return { ...result, gaps: [...result.gaps, ...gaps] };
    const key = /^The program needs the configuration value "([^"]+)"/.exec(result.reason)?.[1];
    const standIn = key === undefined || Object.hasOwn(config, key) ? undefined : standInFor(key, sourcesOf(project.programFolder));
    if (key === undefined || standIn === undefined) return result;
    config = { ...config, [key]: standIn.value };
    gaps.push(gapOf({ key, kind: standIn.kind }));
  }
}

async function runProject(project: Project, folder: string, options: RunOptions): Promise<ProgramResources | Failed> {
  const program = startable(project, folder);
  if (program.kind === "failed") return program;

  const config = { ...project.config, ...options.config };
  const home = temporaryFolder("run");
  if (home.kind === "failed") return home;
  const seconds = options.seconds ?? 120;
  try {
    const monitor = await startMonitor({
      project: project.name,
      stack: project.stack,
      folder: project.folder,
      withIdentifiers: options.withIdentifiers === true,
      dataSources: dataSourcesFor(project.programFolder, config["aws:region"] ?? config["aws-native:region"]),
    });
    try {
      const missing = join(home.path, "missing");
      const start = await program.start({ monitor: monitor.address, missing, home: home.path, seconds });
      if ("kind" in start) return start;
      const ended = await run({
        ...start,
        folder: project.programFolder,
        environment: {
          ...environmentIn(home.path),
          ...variablesNamedIn([...readFiles(project.folder).values()]),
          ...programEnvironment(project, config),
          ...program.environment(config, monitor.address),
        },
        seconds,
        longestOutput: 100_000,
      });
      const reason = reasonOf(ended, monitor.errors, seconds, program.what);
      if (reason !== undefined) return failed(reason);
      return {
        kind: "resources",
        resources: [...monitor.resources.values()],
        gaps: [...monitor.gaps, ...missingIn(missing).map(gapOf)],
        sourceFolder: project.folder,
        outside: monitor.outside,
      };
    } finally {
      monitor.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return failed(`The program cannot be run with temporary files in ${tmpdir()}: ${reasonOfError(error)}. ${otherFolder}`);
  } finally {
    home.remove();
  }
}

/** How a program of a language is started. */
interface Startable {
  readonly kind: "startable";
  /** What has to be there to start it. */
  readonly what: string;
  readonly start: (run: Starting) => CommandLine | Promise<CommandLine | Failed>;
  readonly environment: (config: Readonly<Record<string, string>>, monitor: string) => NodeJS.ProcessEnv;
}

interface CommandLine {
  readonly command: string;
  readonly arguments: readonly string[];
}

interface Starting {
  /** The address of the monitor. */
  readonly monitor: string;
  /** The file that gets a line for each value that is missing. */
  readonly missing: string;
  /** A folder of this run. */
  readonly home: string;
  readonly seconds: number;
}

function startable(project: Project, folder: string): Startable | Failed {
  switch (project.runtime) {
    case "nodejs":
      return startableNode(project, folder);
    case "python":
      return startablePython(project);
    case "go":
      return startableBuilt(project, "The program that go built", async ({ home, seconds }) => {
        const built = await buildGo(project, home, seconds);
        return built.kind === "failed" ? built : { command: built.file, arguments: [] };
      });
    case "java":
      return startableBuilt(project, "java", async ({ home, seconds }) => {
        const compiled = await compileJava(project, home, seconds);
        return compiled.kind === "failed" ? compiled : { command: "java", arguments: compiled.arguments };
      });
    default:
      return failed(
        `The program's runtime is ${project.runtime}, and only nodejs, python, go and java run without the engine. Read the source with --source static, or ask the engine with --source preview.`,
      );
  }
}

function startableNode(project: Project, folder: string): Startable | Failed {
  const launcher = findPackage("@pulumi/pulumi/cmd/run", project.programFolder);
  const plugAndPlay = launcher === undefined ? findAbove(".pnp.cjs", project.programFolder) : undefined;
  if (launcher === undefined && plugAndPlay === undefined)
    return failed(`@pulumi/pulumi is not installed in ${folder} or above it. Run npm install there, then try again.`);
  return {
    kind: "startable",
    what: "Node.js",
    start: ({ monitor, missing }) => {
      const launch: Launch = { ...(launcher === undefined ? {} : { launcher }), missing, text: unknownText, number: standInNumber };
      return {
        command: process.execPath,
        arguments: [
          ...(plugAndPlay === undefined ? [] : plugAndPlayArguments(plugAndPlay)),
          ...project.nodeArguments,
          launchFile(),
          JSON.stringify(launch),
          ...launcherArguments(project, monitor),
        ],
      };
    },
    environment: () => ({}),
  };
}

function startablePython(project: Project): Startable {
  const command = interpreterOf(project);
  return {
    kind: "startable",
    what: `${command} (Python)`,
    start: ({ monitor, missing, home }) => {
      const { name, stack, folder: root, entry } = project;
      const launch: PythonLaunch = { monitor, project: name, stack, root, program: entry, missing };
      return { command, arguments: ["-u", writePythonLauncher(home), JSON.stringify(launch)] };
    },
    // Not all SDKs have keys without "config" in them: Python's takes them as they are written.
    environment: (config) => ({ PULUMI_CONFIG: JSON.stringify(config), PYTHONDONTWRITEBYTECODE: "1" }),
  };
}

/** What is built first and finds everything in its environment. */
function startableBuilt(project: Project, what: string, start: Startable["start"]): Startable {
  return {
    kind: "startable",
    what,
    start,
    environment: (config, monitor) => ({
      PULUMI_CONFIG: JSON.stringify(config),
      PULUMI_MONITOR: monitor,
      PULUMI_ENGINE: monitor,
      PULUMI_PROJECT: project.name,
      PULUMI_STACK: project.stack,
      PULUMI_ORGANIZATION: "organization",
      PULUMI_ROOT_DIRECTORY: project.folder,
      PULUMI_DRY_RUN: "true",
      PULUMI_PARALLEL: "16",
    }),
  };
}

/** Where `launch.ts` is built: beside this file, or for the tests, which run the source. */
function launchFile(): string {
  const beside = join(__dirname, "launch.js");
  return existsSync(beside) ? beside : join(__dirname, "..", "dist", "sources", "launch.js");
}

/** Yarn installs packages without a folder for them, and says where they are in a file: https://yarnpkg.com/features/pnp */
function plugAndPlayArguments(file: string): readonly string[] {
  const loader = join(dirname(file), ".pnp.loader.mjs");
  // With "=", as the SDK takes other loaders for a reason not to use its own.
  return [`--require=${file}`, ...(existsSync(loader) ? [`--experimental-loader=${pathToFileURL(loader).href}`] : [])];
}

/** What the program asked for and nobody has configured, each once. */
function missingIn(file: string): readonly Missing[] {
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  return [...new Set(lines)].filter((line) => line !== "").map((line) => JSON.parse(line) as Missing);
}

function gapOf({ key, kind }: Missing): Gap {
  const means = kind === "Boolean" ? "false stands for it" : "what depends on it is unknown";
  return { urn: "", reason: `the configuration value "${key}" is not set: ${means}` };
}

const otherFolder = "Set TMPDIR to a folder that has room and can be written.";

const previewCommand = "pulumi preview --json --show-sames > preview.json";

/** What the language host of Node.js passes to the SDK's launcher. */
function launcherArguments(project: Project, address: string): readonly string[] {
  const named = { monitor: address, engine: address, organization: "organization", project: project.name, stack: project.stack };
  const places = { "root-directory": project.folder, pwd: project.programFolder, parallel: "16" };
  const options = Object.entries({ ...named, ...places }).flatMap(([name, value]) => [`--${name}`, value]);
  return [...options, "--dry-run", project.entry];
}

function programEnvironment(project: Project, config: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const keys = Object.entries(config).map(([key, value]) => [key.replace(":", ":config:"), value]);
  return {
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(keys)),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(project.secretKeys),
    PULUMI_NODEJS_TYPESCRIPT: String(project.typescript),
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    // For programs that bring a loader of their own.
    TS_NODE_TRANSPILE_ONLY: "true",
    NO_COLOR: "1",
  };
}

/** Why there is no result, in a sentence; undefined if the program ended well. */
function reasonOf(ended: Ended, errors: readonly string[], seconds: number, what: string): string | undefined {
  if (ended.kind === "not started") return `${what} could not be started (${ended.reason}). Check that it is installed.`;
  if (ended.kind === "timed out")
    return `The program did not end within ${seconds} seconds. Stop what keeps it running, or give a preview instead: ${previewCommand}`;
  if (ended.exitCode === 0) return undefined;
  const said = errors[0] ?? ended.stderr;
  if (said.includes("ENOSPC")) return `The program found no space left for what it writes, such as temporary files in ${tmpdir()}. ${otherFolder}`;
  if (said.trim() === "")
    return `The program ended with exit code ${ended.exitCode} and no message. Let it end by itself, or give a preview instead: ${previewCommand}`;
  const key = /[Mm]issing required configuration variable '([^']+)'/.exec(said)?.[1];
  if (key !== undefined)
    return `The program needs the configuration value "${key}". Set it with "pulumi config set ${key} VALUE", or in Pulumi.STACK.yaml.`;
  const module = /ModuleNotFoundError: No module named '([^']+)'/.exec(said)?.[1];
  if (module !== undefined)
    return `The program imports "${module}", which is not installed for ${what}. Install its packages there (pip install -r requirements.txt), or name its virtual environment in Pulumi.yaml.`;
  const missing = /Cannot find (?:module|package) '([^']+)'/.exec(said)?.[1];
  if (missing !== undefined && /^[./]/.test(missing))
    return `The program imports "${missing}", which is not there. Correct the path, or build the program first.`;
  if (missing !== undefined) return `The program imports "${missing}", which is not there. Run npm install, or build the program first.`;
  return `The program stopped with an error: "${firstLine(said)}". Correct it, or give a preview instead: ${previewCommand}`;
}
