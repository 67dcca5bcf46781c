/**
 * Begins a program in a process of its own, in the place of the engine's language host: it loads the SDK's launcher, and lets the program go on where it
 * asks for what is not known here: a value that is not configured, a secret, an output of another stack. Its first argument says what it needs, as JSON.
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import Module from "node:module";
import path from "node:path";
import util from "node:util";

/** What this process is told. */
export interface Launch {
  /** The SDK's launcher; without it the one that the program's packages have. */
  readonly launcher?: string;
  /** The file that gets a line for each value that is missing. */
  readonly missing: string;
  /** The text that is read as unknown, and the number. */
  readonly text: string;
  readonly number: number;
}

/** A value that is missing, as a line of the file: its key and what stands for it. */
export interface Missing {
  readonly key: string;
  readonly kind: Kind;
}

type Kind = "" | "Boolean" | "Number" | "Object";

function main(): void {
  const [node = "", , told = "{}", ...rest] = process.argv;
  const launch = JSON.parse(told) as Launch;
  const launcher = require.resolve(launch.launcher ?? "@pulumi/pulumi/cmd/run", { paths: [process.cwd()] });
  process.argv = [node, launcher, ...rest];
  printErrorsWithoutColours();
  const sdk = path.dirname(path.dirname(path.dirname(launcher)));
  loadWhenCalled(path.join(sdk, "runtime", "closure", "codePaths.js"));
  load(launcher);
  // The program begins in a later turn of the event loop.
  standInForConfiguration(load(path.join(sdk, "config")) as ConfigModule, load(path.join(sdk, "output")) as OutputModule, launch);
  standInForOtherStacks(load(path.join(sdk, "stackReference")) as StackReferenceModule, launch);
  const debuggable = path.join(sdk, "runtime", "debuggable.js");
  if (existsSync(debuggable)) leaveOutTraces(load(debuggable) as DebuggableModule);
}

/**
 * The SDK prints every error through util.inspect in colours, for which Node.js 20 takes half a minute where the stack passes through a scoped
 * package. Here nobody sees the colours.
 */
function printErrorsWithoutColours(): void {
  const { inspect } = util;
  const plain = (value: unknown, options: unknown, ...more: unknown[]): string =>
    (inspect as (...args: unknown[]) => string)(value, typeof options === "object" ? { ...options, colors: false } : options, ...more);
  util.inspect = Object.assign(plain, inspect) as typeof inspect;
}

/**
 * To find the files that a function of the program needs in the cloud, the SDK has a part that loads npm's own library for trees of packages: two hundred
 * modules, a fifth of what loading the SDK takes. Few programs have such functions. A module that offers more than functions is loaded as ever.
 */
function loadWhenCalled(file: string): void {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const offered = [...text.matchAll(/^exports\.(\w+) =/gm)].map(([, name = ""]) => name);
  if (offered.length === 0 || !offered.every((name) => text.includes(`\nexports.${name} = ${name};`) && text.includes(`function ${name}(`))) return;
  const place = require.resolve(file);
  const later = new Module(place);
  const call =
    (name: string) =>
    (...args: readonly unknown[]): unknown => {
      if (require.cache[place] === later) Reflect.deleteProperty(require.cache, place);
      return (load(place) as Readonly<Record<string, (...args: readonly unknown[]) => unknown>>)[name]?.(...args);
    };
  later.filename = place;
  later.loaded = true;
  later.exports = Object.fromEntries(offered.map((name) => [name, call(name)]));
  require.cache[place] = later;
}

interface DebuggableModule {
  debuggablePromise?: (...args: readonly unknown[]) => unknown;
}

/**
 * The SDK keeps where each promise was made, for whoever looks for one that is never kept. To find the place in the source takes a quarter of the
 * time of a program with a hundred resources, and here nobody looks.
 */
function leaveOutTraces(module: DebuggableModule): void {
  const { debuggablePromise } = module;
  if (debuggablePromise === undefined) return;
  module.debuggablePromise = (...args) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(...args);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
}

function load(file: string): unknown {
  // A file of the program's SDK, of which only the program knows where it is.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require(file);
}

type Get = (this: Config, key: string, options?: unknown) => unknown;

interface Config {
  readonly name: string;
  readonly get: Get;
}

interface ConfigModule {
  readonly Config: { readonly prototype: Record<string, Get> };
}

interface OutputModule {
  readonly secret: (value: unknown) => unknown;
}

interface StackReferenceModule {
  readonly StackReference: { readonly prototype: Record<string, (this: unknown, name: string) => unknown> };
}

/** A value that is not configured, or that is encrypted, has a stand-in of the type that the program asks for. */
function standInForConfiguration({ Config: { prototype } }: ConfigModule, { secret }: OutputModule, launch: Launch): void {
  const read = prototype.get;
  for (const kind of ["", "Boolean", "Number", "Object"] as const)
    for (const isSecret of [false, true])
      for (const verb of ["get", "require"] as const) {
        const method = `${verb}${isSecret ? "Secret" : ""}${kind}`;
        const original = prototype[method];
        if (read === undefined || original === undefined) continue;
        prototype[method] = function (key, options) {
          const raw = read.call(this, key) as string | undefined;
          const hides = raw?.includes(launch.text) === true && !(kind === "Object" && isJson(raw));
          if (raw === undefined ? verb === "get" : !hides) return original.call(this, key, options);
          if (raw === undefined) report(launch.missing, { key: `${this.name}:${key}`, kind });
          const value = kind === "" && raw !== undefined ? raw : standIn(kind, launch);
          return isSecret ? secret(value) : value;
        };
      }
}

/** Another stack's outputs are not read: whoever waits for one goes on with a stand-in. */
function standInForOtherStacks({ StackReference: { prototype } }: StackReferenceModule, launch: Launch): void {
  const value = (): Promise<unknown> => Promise.resolve(standIn("Object", launch));
  prototype.getOutputValue = value;
  prototype.requireOutputValue = value;
  prototype.getOutputDetails = async () => ({ value: await value() });
}

function standIn(kind: Kind, launch: Launch): unknown {
  switch (kind) {
    case "":
      return launch.text;
    case "Boolean":
      return false;
    case "Number":
      return launch.number;
    case "Object":
      return anything(launch);
  }
}

/**
 * A value of which nothing is known: every property is one as well, it is a list of one such value where it is gone through, and a text or a number where
 * one is needed. As an input of a resource it is unknown.
 */
function anything(launch: Launch): unknown {
  const element = (): unknown => anything(launch);
  return new Proxy(
    {},
    {
      get: (_, property) => {
        if (property === "__pulumiUnknown") return true;
        if (property === Symbol.toPrimitive) return (hint: string) => (hint === "number" ? launch.number : launch.text);
        if (property === Symbol.iterator) return () => [element()][Symbol.iterator]();
        if (property === "toJSON" || property === "toString" || property === "valueOf") return () => launch.text;
        // Nobody waits for it, and no other mark of the SDK is on it.
        if (property === "then" || typeof property === "symbol" || property.startsWith("__")) return undefined;
        if (property === "length") return 1;
        if (property in Array.prototype) return bound([element()], property);
        if (property in String.prototype) return bound(launch.text, property);
        return element();
      },
      has: () => true,
    },
  );
}

function bound(value: unknown, property: string): unknown {
  const method = (value as Readonly<Record<string, unknown>>)[property];
  return typeof method === "function" ? (method as (...args: unknown[]) => unknown).bind(value) : method;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function report(file: string, missing: Missing): void {
  appendFileSync(file, `${JSON.stringify(missing)}\n`);
}

if (require.main === module) main();
