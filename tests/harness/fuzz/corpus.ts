import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { decode, decodedTypes } from "@portcullis/policypack/decode/decode";
import { Property } from "@portcullis/policypack/decode/read";
import { unknown, type Plain, type Properties, type Resource } from "@portcullis/policypack/resources/resource";
import type { RawConfiguration } from "@portcullis/policypack/contract/settings";
import { readSource } from "@portcullis/remediator/sources/sources";
import ts from "typescript";
import type { Case } from "../policy";
import * as policyHarness from "../policy";
import { jsonOf, partsOf } from "./plain";

/** The names of properties that a resource type has been asked for, or was seen with. */
export interface Names {
  readonly inside: Map<string, Names>;
}

/** What fuzzing starts from: sound stacks, and what the pack asks for. */
export interface Corpus {
  /** Whole stacks, as programs make them. */
  readonly stacks: readonly (readonly Resource[])[];
  /** The stacks of the policies' tables, a few resources each. */
  readonly cases: readonly Pick<Case, "stack" | "config">[];
  readonly configurations: readonly RawConfiguration[];
  readonly types: readonly string[];
  readonly namesOf: ReadonlyMap<string, Names>;
  /** The values that properties of a name were seen with. */
  readonly valuesOf: ReadonlyMap<string, readonly Plain[]>;
  /** The texts that the pack compares with. */
  readonly words: readonly string[];
}

const root = path.join(__dirname, "../../..");

/** The stacks of programs, with and without identifiers in turn; running one takes seconds. */
export async function stacksOf(programs: readonly string[]): Promise<readonly (readonly Resource[])[]> {
  const stacks: (readonly Resource[])[] = [];
  for (const [index, program] of programs.entries()) {
    const source = await readSource(path.join(root, program), { withIdentifiers: index % 2 === 0 });
    if (source.kind === "failed") throw new Error(`${program}: ${source.reason}`);
    stacks.push(source.resources.map((resource) => ({ ...resource, positions: [] })).sort((a, b) => (a.urn < b.urn ? -1 : 1)));
  }
  return stacks;
}

export function corpusOf(programs: readonly (readonly Resource[])[]): Corpus {
  const stacks = [...benchStacks(), ...programs];
  const cases = casesOfTables();
  const namesOf = new Map<string, Names>();
  const valuesOf = new Map<string, Map<string, Plain>>();
  const seen = (resources: readonly { readonly type: string; readonly inputs: Plain }[]): void => {
    for (const { type, inputs } of resources) see(inputs, namesIn(namesOf, type), valuesOf);
  };
  for (const stack of stacks) seen(stack);
  for (const { stack } of cases) seen(stack.map(({ type, props }) => ({ type, inputs: withoutRefs(props) })));
  for (const type of decodedTypes) ask(type, namesIn(namesOf, type));
  return {
    stacks,
    cases,
    configurations: cases.flatMap(({ config }) => (config === undefined ? [] : [config])),
    types: decodedTypes,
    namesOf,
    valuesOf: new Map([...valuesOf].map(([name, values]) => [name, [...values.values()]])),
    words: wordsOfPack(),
  };
}

/** The programs of the repository that are read at every run of the tests, and all of them. */
export const shops = ["examples/securecart", "examples/securecart-exposed"];
export const everyProgram = [
  ...shops,
  ...readdirSync(path.join(root, "tests/programs"))
    .sort()
    .map((name) => `tests/programs/${name}`)
    .filter((folder) => existsSync(path.join(root, folder, "Pulumi.yaml"))),
];

/** What the bench measures, which is an ES module. */
function benchStacks(): readonly (readonly Resource[])[] {
  const script = `import("./bench/stack.mjs").then(({ ordinaryStack, chain, groupsAlone }) =>
    console.log(JSON.stringify([ordinaryStack(150), chain(40), groupsAlone(60)])))`;
  type Benched = Omit<Resource, "propertyDependencies"> & { readonly dependencies: Resource["propertyDependencies"] };
  const stacks = JSON.parse(execFileSync(process.execPath, ["-e", script], { cwd: root, encoding: "utf8" })) as readonly (readonly Benched[])[];
  return stacks.map((stack) =>
    stack.map(({ urn, type, name, id, inputs, outputs, dependencies }) => ({
      ...{ urn, type, name, id, inputs, outputs, propertyDependencies: dependencies },
      ...{ custom: type !== "pulumi:pulumi:Stack", parent: undefined, provider: undefined, positions: [] },
    })),
  );
}

/** The rows of the policies' tables. Their files are run with a harness that remembers instead of testing. */
function casesOfTables(): readonly Case[] {
  const cases: Case[] = [];
  const folder = path.join(root, "tests/policypack/policies");
  const nothing = (): void => undefined;
  const test = Object.assign(nothing, { each: () => nothing });
  const globals = { describe: test, test, expect: nothing };
  const load = (name: string): unknown => {
    if (name === "@jest/globals") return globals;
    if (name.endsWith("/harness/policy")) return { ...policyHarness, describePolicy: (_: string, rows: readonly Case[]) => cases.push(...rows) };
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return require(name.startsWith(".") ? path.join(folder, name) : name) as unknown;
  };
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".test.ts")) continue;
    const { outputText } = ts.transpileModule(readFileSync(path.join(folder, file), "utf8"), {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- a file of ours
    (new Function("require", "exports", outputText) as (...globals: readonly unknown[]) => void)(load, {});
  }
  return cases;
}

function withoutRefs(value: unknown): Plain {
  if (typeof value !== "object" || value === null) return value as Plain;
  if (Array.isArray(value)) return value.map(withoutRefs);
  if ("$ref" in value) return unknown;
  return Object.fromEntries(Object.entries(value).map(([key, nested]) => [key, withoutRefs(nested)]));
}

function namesIn(names: Map<string, Names>, name: string): Names {
  const found = names.get(name) ?? { inside: new Map<string, Names>() };
  names.set(name, found);
  return found;
}

function see(value: Plain, names: Names, valuesOf: Map<string, Map<string, Plain>>): void {
  for (const [step, part] of partsOf(value)) {
    const isName = typeof step === "string";
    if (isName && part !== unknown) {
      const values = valuesOf.get(step) ?? new Map<string, Plain>();
      valuesOf.set(step, values.size < mostValues ? values.set(jsonOf(part), part) : values);
    }
    see(part, isName ? namesIn(names.inside, step) : names, valuesOf);
  }
}

const mostValues = 60;

/** Remembers the names that decoders ask a resource for, until they ask for nothing new. */
function ask(type: string, names: Names): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- put back below
  const { get } = Property.prototype;
  let count = 0;
  Property.prototype.get = function (name) {
    let place = names;
    for (const step of this.path) if (typeof step === "string") place = namesIn(place.inside, step);
    if (!this.isHidden && this.path.length < 8 && !place.inside.has(name)) {
      count++;
      namesIn(place.inside, name);
    }
    return get.call(this, name);
  };
  try {
    for (const leaf of [{}, "x", 1, true])
      for (let before = -1; before < count;) {
        before = count;
        decode([resourceWith(type, probe(names, leaf) as Properties)]);
      }
  } finally {
    Property.prototype.get = get;
  }
}

function resourceWith(type: string, inputs: Properties): Resource {
  const identity = { urn: `urn:pulumi:dev::shop::${type}::probe`, type, name: "probe", custom: true, id: undefined };
  return { ...identity, inputs, outputs: inputs, parent: undefined, provider: undefined, propertyDependencies: {}, positions: [] };
}

function probe({ inside }: Names, leaf: Plain): Plain {
  return inside.size === 0
    ? leaf
    : Object.fromEntries([...inside].map(([name, names]) => [name, names.inside.size === 0 ? leaf : probe(names, leaf)]));
}

/** Short texts in the source of the pack: engines, protocols, types, keys. */
function wordsOfPack(): readonly string[] {
  const words = new Set<string>();
  for (const folder of ["decode", "model", "net"])
    for (const file of readdirSync(path.join(root, "policypack", folder), { encoding: "utf8", recursive: true }).sort())
      if (file.endsWith(".ts"))
        for (const [, word = ""] of readFileSync(path.join(root, "policypack", folder, file), "utf8").matchAll(/"([^"\\\n]{1,40})"/g))
          if (!/^\.|undefined|NaN|\[object/.test(word)) words.add(word);
  return [...words].sort();
}
