import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { dataSourcesFor } from "./data-sources";
import { environmentIn, run } from "./process";
import { type Failed, isRecord, type Project, readProject } from "./project";
import { startProvider } from "./provider";
import { temporaryFolder } from "../system/temporary";

/** What one command of the engine left. */
export interface EngineRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The parsed standard output of commands that were asked for JSON. */
  readonly digest: unknown;
  /** The parsed event log, where one was asked for. */
  readonly events: readonly unknown[];
}

export interface PolicyPack {
  /** As `--policy-pack` takes it; a relative path starts at the program. */
  readonly folder: string;
  /** As `--policy-pack-config` takes it. */
  readonly configFile?: string;
}

export interface CommandOptions {
  readonly policyPacks?: readonly PolicyPack[];
  /** As `--target` takes them: all other resources are left out. */
  readonly targets?: readonly string[];
  readonly seconds?: number;
}

export interface StackOptions {
  /** Whose settings the program gets; without it the only stack's, or the first by name. */
  readonly stack?: string;
  /** Configuration that comes before the stack's, by `namespace:name`. */
  readonly config?: Readonly<Record<string, string>>;
  /** What packages say of themselves, as JSON by their names, for programs in YAML. */
  readonly schemas?: Readonly<Record<string, string>>;
}

/** A new, empty stack of a program, in a temporary file backend with stand-in providers. Close it when done. */
export interface EngineStack {
  readonly kind: "stack";
  /** The preview as a person reads it. */
  readonly previewText: (options?: CommandOptions) => Promise<EngineRun>;
  /** The digest and the event log of one preview. */
  readonly previewJson: (options?: CommandOptions) => Promise<EngineRun>;
  readonly up: (options?: CommandOptions & { readonly skipPreview?: boolean }) => Promise<EngineRun>;
  /** The deployment, in `digest`. */
  readonly exportState: () => Promise<EngineRun>;
  /** Runs policy packs over a state export. */
  readonly analyze: (file: string, options: CommandOptions & { readonly json?: boolean }) => Promise<EngineRun>;
  readonly close: () => Promise<void>;
}

/** Opens a stack of the program in a folder, which is only read. Needs `pulumi` on PATH, and neither an account nor a cloud. */
export async function openStack(folder: string, options: StackOptions = {}): Promise<EngineStack | Failed> {
  const project = readProject(folder, options.stack);
  if (project.kind === "failed") return project;
  const config = { ...project.config, ...options.config };
  const temporary = temporaryFolder("engine");
  if (temporary.kind === "failed") return temporary;
  const home = temporary.path;
  const dataSources = dataSourcesFor(project.programFolder, config["aws:region"]);
  const provider = await startProvider(dataSources);
  const described = await Promise.all(
    Object.entries(options.schemas ?? {}).map(async ([name, schema]) => ({ name, listening: await startProvider(dataSources, schema) })),
  );
  const ports = new Map([
    ...packagesOf(project).map((name) => [name, provider.port] as const),
    ...described.map(({ name, listening }) => [name, listening.port] as const),
  ]);
  const close = () => {
    provider.close();
    for (const { listening } of described) listening.close();
    temporary.remove();
    return Promise.resolve();
  };

  const backend = join(home, "backend");
  const configFile = join(home, "Pulumi.stack.yaml");
  await mkdir(backend);
  await writeFile(configFile, stringify({ config }));
  const environment = {
    ...environmentIn(home),
    NO_COLOR: "1",
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE: "portcullis",
    PULUMI_DEBUG_COMMANDS: "true",
    PULUMI_DEBUG_PROVIDERS: [...ports].map(([name, port]) => `${name}:${port}`).join(","),
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_HOME: join(home, "pulumi"),
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };

  const pulumi = async (
    at: string,
    commandLine: readonly string[],
    how: { readonly json?: boolean; readonly events?: boolean; readonly seconds?: number },
  ) => {
    const log = join(home, "events.json");
    await rm(log, { force: true });
    const seconds = how.seconds ?? 300;
    const ended = await run({
      command: "pulumi",
      arguments: [...commandLine, "--non-interactive", ...(how.events ? ["--event-log", log] : [])],
      folder: at,
      environment,
      seconds,
      longestOutput: 500_000_000,
    });
    const events = how.events && existsSync(log) ? linesOf(await readFile(log, "utf8")) : [];
    if (ended.kind === "not started") return { exitCode: 127, stdout: "", stderr: ended.reason, digest: undefined, events };
    const { stdout, stderr } = ended;
    const digest = how.json ? jsonOf(stdout) : undefined;
    if (ended.kind === "timed out") return { exitCode: 124, stdout, stderr: `${stderr}\nnot ended after ${seconds} seconds`, digest, events };
    return { exitCode: ended.exitCode, stdout, stderr, digest, events };
  };

  // `stack init` writes a settings file beside Pulumi.yaml: it gets a Pulumi.yaml of its own.
  const elsewhere = join(home, "project");
  await mkdir(elsewhere);
  await cp(join(project.folder, project.file), join(elsewhere, project.file));
  const created = await pulumi(elsewhere, ["stack", "init", "--stack", project.stack], {});
  if (created.exitCode !== 0) {
    await close();
    return { kind: "failed", reason: `pulumi could not create a stack: ${created.stderr.trim().split("\n").at(-1) ?? ""}` };
  }

  const at = project.folder;
  const stack = ["--stack", project.stack];
  const onProgram = [...stack, "--config-file", configFile];
  return {
    kind: "stack",
    previewText: (command = {}) => pulumi(at, ["preview", ...onProgram, ...argumentsOf(command)], { ...command, events: true }),
    previewJson: (command = {}) =>
      pulumi(at, ["preview", "--json", "--show-sames", ...onProgram, ...argumentsOf(command)], { ...command, json: true, events: true }),
    up: ({ skipPreview, ...command } = {}) =>
      pulumi(at, ["up", "--yes", ...(skipPreview ? ["--skip-preview"] : []), ...onProgram, ...argumentsOf(command)], { ...command, events: true }),
    exportState: () => pulumi(elsewhere, ["stack", "export", ...stack], { json: true }),
    analyze: (file, { json = false, ...command }) =>
      pulumi(at, ["policy", "analyze", "--file", file, ...(json ? ["--json"] : []), ...argumentsOf(command)], { ...command, json }),
    close,
  };
}

function argumentsOf({ policyPacks = [], targets = [] }: CommandOptions): readonly string[] {
  return [
    ...policyPacks.flatMap(({ folder, configFile }) => [
      "--policy-pack",
      folder,
      ...(configFile === undefined ? [] : ["--policy-pack-config", configFile]),
    ]),
    ...targets.flatMap((target) => ["--target", target]),
  ];
}

/** The packages with a provider that the program can use: what is installed under @pulumi above it. */
function packagesOf(project: Project): readonly string[] {
  const names = new Set<string>();
  for (let folder = project.programFolder; ; folder = dirname(folder)) {
    const scope = join(folder, "node_modules", "@pulumi");
    for (const name of existsSync(scope) ? readdirSync(scope) : []) {
      const manifest = jsonOf(readFileSync(join(scope, name, "package.json"), "utf8"));
      const plugin = isRecord(manifest) && isRecord(manifest.pulumi) ? manifest.pulumi : {};
      if (plugin.resource === true) names.add(typeof plugin.name === "string" ? plugin.name : name);
    }
    if (folder === dirname(folder)) return [...names];
  }
}

function linesOf(text: string): readonly unknown[] {
  return text.split("\n").flatMap((line) => jsonOf(line) ?? []);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
