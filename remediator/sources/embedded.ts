import { type Resource } from "@portcullis/policypack/resources/resource";
import { dataSourcesFor } from "../engine/data-sources";
import { type Ended, environmentIn, run } from "../engine/process";
import { failed, type Failed, findPackage, type Project, readProject } from "../engine/project";
import { temporaryFolder } from "../temporary";
import { firstLine } from "./first-line";
import { type Gap, startMonitor } from "./monitor";

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

/** Runs a TypeScript or JavaScript program as a preview would, without the engine, credentials or a cloud, and returns what it registers. */
export async function runProgram(folder: string, options: RunOptions = {}): Promise<ProgramResources | Failed> {
  const project = readProject(folder, options.stack);
  if (project.kind === "failed") return project;
  if (project.runtime !== "nodejs") {
    return failed(`The program's runtime is ${project.runtime}, and only nodejs runs without the engine. Give a preview instead: ${previewCommand}`);
  }
  const launcher = findPackage("@pulumi/pulumi/cmd/run", project.programFolder);
  if (launcher === undefined) return failed(`@pulumi/pulumi is not installed in ${folder} or above it. Run npm install there, then try again.`);

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
      const ended = await run({
        command: process.execPath,
        arguments: [withoutColours, launcher, ...launcherArguments(project, monitor.address)],
        folder: project.programFolder,
        environment: { ...environmentIn(home.path), ...programEnvironment(project, config) },
        seconds,
        longestOutput: 100_000,
      });
      const reason = reasonOf(ended, monitor.errors, seconds);
      if (reason !== undefined) return failed(reason);
      return {
        kind: "resources",
        resources: [...monitor.resources.values()],
        gaps: monitor.gaps,
        sourceFolder: project.folder,
        outside: monitor.outside,
      };
    } finally {
      monitor.close();
    }
  } finally {
    home.remove();
  }
}

/**
 * The SDK prints every error through util.inspect in colours, for which Node.js 20 takes half a minute where the stack passes through a scoped
 * package. Here nobody sees the colours.
 */
const withoutColours = `--import=data:text/javascript,${encodeURIComponent(
  `import util from "node:util";
  const { inspect } = util;
  const plain = (value, options, ...rest) => inspect(value, typeof options === "object" ? { ...options, colors: false } : options, ...rest);
  util.inspect = Object.assign(plain, inspect);`,
)}`;

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
    NO_COLOR: "1",
  };
}

/** Why there is no result, in a sentence; undefined if the program ended well. */
function reasonOf(ended: Ended, errors: readonly string[], seconds: number): string | undefined {
  if (ended.kind === "not started") return `Node.js could not be started (${ended.reason}). Check that it is installed.`;
  if (ended.kind === "timed out")
    return `The program did not end within ${seconds} seconds. Stop what keeps it running, or give a preview instead: ${previewCommand}`;
  if (ended.exitCode === 0) return undefined;
  const said = errors[0] ?? ended.stderr;
  if (said.trim() === "")
    return `The program ended with exit code ${ended.exitCode} and no message. Let it end by itself, or give a preview instead: ${previewCommand}`;
  const key = /Missing required configuration variable '([^']+)'/.exec(said)?.[1];
  if (key !== undefined)
    return `The program needs the configuration value "${key}". Set it with "pulumi config set ${key} VALUE", or in Pulumi.STACK.yaml.`;
  const missing = /Cannot find (?:module|package) '([^']+)'/.exec(said)?.[1];
  if (missing !== undefined) return `The program imports "${missing}", which is not there. Run npm install, or build the program first.`;
  return `The program stopped with an error: "${firstLine(said)}". Correct it, or give a preview instead: ${previewCommand}`;
}
