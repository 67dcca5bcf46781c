import type { Path } from "@portcullis/policypack/plans/plan";
import { unknown, type Plain, type Properties, type Resource } from "@portcullis/policypack/resources/resource";
import { plainOf } from "@portcullis/policypack/resources/property-values";
import { isObject as isEntryObject, isRef, ref, stackOf, type CaseValue, type Entry } from "../stack";
import type { Corpus, Names } from "./corpus";
import { isList, isObject, jsonOf, pathsIn, valueAt, withInput, withValue } from "./plain";
import type { Random } from "./random";

/** Where descriptions, tags, user data, environments and secrets are, nothing may leave the pack. */
export const canary = "canary-7f3a";

/** Resources of every type that the pack reads, with the properties that it asks for and values of any kind. */
export function randomStack(random: Random, corpus: Corpus): Resource[] {
  const isDeployed = random.chance(0.5);
  const groups = corpus.types.filter((type) => type.includes("SecurityGroup"));
  const sketches = Array.from({ length: sizeOf(random) }, (_, index) => {
    const type = random.chance(0.3) ? random.pick(groups) : random.pick(corpus.types);
    const name = random.chance(0.03) ? `${random.pick(texts)}${index}` : `r${index}`;
    return {
      type,
      name,
      urn: urnOf(type, name),
      id: isDeployed || random.chance(0.1) ? `${type.slice(type.lastIndexOf(":") + 1)}-${index}` : undefined,
    };
  });
  return sketches.map(({ type, name, urn, id }): Resource => {
    const dependencies = new Map<string, Set<string>>();
    const names = corpus.namesOf.get(type) ?? { inside: new Map<string, Names>() };
    const inputs: Record<string, Plain> = {};
    for (const [property, nested] of names.inside) {
      if (random.chance(0.4)) continue;
      const urns = new Set<string>();
      const refer = (): Plain => {
        // Neighbours, so that references meet.
        const target = random.pick(sketches.slice(0, random.chance(0.5) ? 12 : undefined));
        urns.add(target.urn);
        return target.id ?? unknown;
      };
      set(inputs, property, valueFor(random, corpus, property, nested, refer));
      if (urns.size > 0 && !random.chance(0.1)) dependencies.set(property, urns);
    }
    const outputs = id === undefined ? {} : { ...inputs, id, arn: `arn:aws:x:us-east-1:000000000000:${id}`, name };
    return {
      ...{ urn, type, name, id, inputs, outputs, custom: type !== "pulumi:pulumi:Stack" && !random.chance(0.02) },
      ...{ parent: random.chance(0.05) ? random.pick(sketches).urn : undefined, provider: undefined, positions: [] },
      propertyDependencies: Object.fromEntries([...dependencies].map(([property, urns]) => [property, [...urns]])),
    };
  });
}

/** Sound stacks, or rows of the policies' tables beside each other, with a few things wrong. */
export function mutatedStack(random: Random, corpus: Corpus): Resource[] {
  let resources = random.chance(0.4) ? programStack(random, corpus) : caseStack(random, corpus);
  for (let count = random.between(0, 4); count > 0; count--) resources = resourcesMutated(random, resources);
  for (let count = random.between(1, 3 + Math.floor(resources.length / 5)); count > 0; count--) {
    const index = Math.floor(random.next() * resources.length);
    const resource = resources[index];
    if (resource !== undefined) resources = resources.with(index, propertyMutated(random, corpus, resource, resources));
  }
  return resources;
}

/** Puts the canary where texts are that nobody may read. */
export function withCanaries(resources: readonly Resource[]): Resource[] {
  return resources.map((resource) => ({
    ...resource,
    inputs: planted(resource.inputs, false) as Properties,
    outputs: planted(resource.outputs, false) as Properties,
  }));
}

const confidential =
  /^(description|groupDescription|userData|userDataBase64|tags|tagsAll|environment|secrets?|password|masterPassword|masterUserPassword|authToken|secretString)$/;

function planted(value: Plain, isConfidential: boolean): Plain {
  if (typeof value === "string") return isConfidential && value !== "" ? `${canary} ${value}` : value;
  if (isList(value)) return value.map((element) => planted(element, isConfidential));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, nested]) => [
      key,
      key.startsWith("portcullis:") || (isConfidential && (key === "key" || key === "name" || key === "Name"))
        ? nested
        : planted(nested, isConfidential || confidential.test(key)),
    ]),
  );
}

function sizeOf(random: Random): number {
  return random.chance(0.03) ? random.between(100, 200) : random.between(20, 50);
}

function urnOf(type: string, name: string): string {
  return `urn:pulumi:dev::shop::${type}::${name}`;
}

function programStack(random: Random, corpus: Corpus): Resource[] {
  const stack = random.pick(corpus.stacks);
  const kept = random.chance(0.5) ? 1 : random.next();
  const from = Math.floor(random.next() * Math.max(1, stack.length * (1 - kept)));
  return stack.slice(from, from + Math.max(20, Math.min(200, Math.ceil(stack.length * kept))));
}

function caseStack(random: Random, corpus: Corpus): Resource[] {
  const entries: Entry[] = [];
  for (let size = sizeOf(random), index = 0; entries.length < size; index++) {
    const { stack } = random.pick(corpus.cases);
    entries.push(...stack.map((entry) => renamed(entry, `${index}-`)));
  }
  return stackOf(entries, random.chance(0.5) ? "preview" : "deployed");
}

/** The rows of tables use the same names. */
function renamed({ name, props, ...entry }: Entry, prefix: string): Entry {
  const within = (value: CaseValue): CaseValue => {
    if (isRef(value)) return ref(`${prefix}${value.$ref}`, value.output);
    if (Array.isArray(value)) return (value as readonly CaseValue[]).map(within);
    return isEntryObject(value) ? Object.fromEntries(Object.entries(value).map(([key, nested]) => [key, within(nested)])) : value;
  };
  return { ...entry, name: `${prefix}${name}`, props: within(props) as Entry["props"] };
}

function valueFor(random: Random, corpus: Corpus, name: string, { inside }: Names, refer: () => Plain): Plain {
  const roll = random.next();
  if (roll < 0.06) return unknown;
  if (roll < 0.09) return null;
  if (roll < 0.14) return anything(random, corpus);
  if (inside.size > 0) {
    const one = (): Plain => {
      const object: Record<string, Plain> = {};
      for (const [key, names] of inside) if (random.chance(0.6)) set(object, key, valueFor(random, corpus, key, names, refer));
      return object;
    };
    return random.chance(0.5) ? one() : Array.from({ length: random.between(0, 3) }, one);
  }
  if (roll < 0.6) {
    const seen = random.any(corpus.valuesOf.get(name) ?? []);
    if (seen !== undefined && !(random.chance(0.5) && /Ids?$|Arns?$|Groups?$/.test(name))) return seen;
  }
  const one = (): Plain => (roll < 0.85 ? refer() : random.chance(0.3) ? anything(random, corpus) : random.pick(corpus.words));
  return name.endsWith("s") && random.chance(0.8) ? Array.from({ length: random.between(0, 3) }, one) : one();
}

function anything(random: Random, corpus: Corpus): Plain {
  const roll = random.between(0, 9);
  if (roll === 0) return random.pick(texts);
  if (roll <= 2) return random.pick(blocks);
  if (roll === 3) return random.pick(numbers);
  if (roll === 4) return random.pick([true, false, "true", "false", unknown, null]);
  if (roll === 5) return random.pick([[], {}, [[]], [null], [unknown], [{}], { [random.pick(prototypeNames)]: random.pick(prototypeNames) }]);
  if (roll === 6) return random.pick(prototypeNames);
  if (roll === 7) return random.pick(random.pick([...corpus.valuesOf.values()]));
  return random.chance(0.02) ? "long ".repeat(20_000) : random.pick(corpus.words);
}

export const prototypeNames = ["__proto__", "constructor", "hasOwnProperty", "toString", "valueOf", "prototype", "length", "then", "toJSON"];

/** Half characters, control characters, markup, and what looks like a number. */
const texts = [
  ...["", " ", "\ud800", "x\udfff y", "\u0000", "\u001b[31mred\u001b[0m", "<{%bold%}>", "<script>alert(1)</script>", "[a](javascript:b) **c** `d`"],
  ...["a\nb", "a\r\nb", "\u202egroup", "\u2028", "\u0085", "％ｓ %s %n", "${x} {{y}}", "'\"`;--", "🔥".repeat(50), "e\u0301".repeat(30)],
  ...[
    "-0",
    "0x10",
    "1e3",
    "1_000",
    "٣",
    "２２",
    " 22 ",
    "22.0",
    "9".repeat(400),
    "-1",
    "::",
    "urn:pulumi:dev::shop::x::y",
    "sg-",
    "sg-00000000",
    "arn:aws:",
  ],
  ...[
    "../..",
    "*",
    "**",
    "[",
    "(",
    "\\",
    "$^",
    "a".repeat(3_000),
    '{"Statement":{"Effect":"Allow","Principal":"*","Condition":{"IpAddress":{"aws:SourceIp":{"toString":1}}}}}',
  ],
];

const numbers = [-1, 0, -0, 1, 22, 65_535, 65_536, -65_536, 1.5, 2 ** 31, 2 ** 32, 2 ** 53, 1e21, 1e300, -1e300, Number.MIN_VALUE, Number.MAX_VALUE];

/** Blocks, and what is nearly one. */
const blocks = [
  ...["0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1", "10.0.0.0/8", "10.0.0.0/16", "10.0.0.0/24", "2000::/3", "64:ff9b::/96", "203.0.113.7/32"],
  ...[
    "10.0.0.0/33",
    "::/129",
    "010.0.0.0/8",
    " 0.0.0.0/0",
    "0.0.0.0/0 ",
    "0/0",
    "０.０.０.０/０",
    "0.0.0.0/０",
    "0.0.0.0/00",
    "0.0.0.0/-0",
    "0.0.0.0/+0",
  ],
  ...[
    "::ffff:0:0/96",
    "::ffff:0.0.0.0/96",
    "::ffff:0:0/95",
    "0x0.0.0.0/0",
    "1.2.3.4",
    "0.0.0.0/0,10.0.0.0/8",
    "0.0.0.0/0\n",
    "fe80::1%eth0/64",
    "0.0.0.0/0.0.0.0",
  ],
  ...["0.0.0.0//0", "0.0.0.0/", "/0", "10.0.0.0/8/8", "::/0/0", "0.0.0.0/1e1", "256.0.0.0/8", "1.1.1/8", ":::/0", "::1/128", "0.0.0.0\u200b/0"],
];

/** Sets a property by definition, so that `__proto__` is one like any other. */
function set(object: Record<string, Plain>, key: string, value: Plain): void {
  Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
}

function propertyMutated(random: Random, corpus: Corpus, resource: Resource, all: readonly Resource[]): Resource {
  const path = random.any(pathsIn(resource.inputs));
  if (path === undefined) return withInput(resource, [random.pick(prototypeNames)], anything(random, corpus));
  const value = valueAt(resource.inputs, path) ?? null;
  const mutation = typeof value === "string" && value.startsWith("{") && random.chance(0.5) ? insideDocument : random.pick(mutations);
  return mutation({ random, corpus, resource, path, value, all });
}

interface Place {
  readonly random: Random;
  readonly corpus: Corpus;
  readonly resource: Resource;
  readonly path: Path;
  readonly value: Plain;
  readonly all: readonly Resource[];
}

type Mutation = (place: Place) => Resource;

function replacing(replacement: (place: Place) => Plain | undefined): Mutation {
  return (place) => {
    const changed = withInput(place.resource, place.path, replacement(place));
    const top = String(place.path[0]);
    // What the provider reports follows, or it does not.
    if (!(top in place.resource.outputs) || place.random.chance(0.3)) return changed;
    return { ...changed, outputs: withValue(changed.outputs, [top], changed.inputs[top]) as Properties };
  };
}

const insideDocument = replacing(({ random, corpus, value }) => documentMutated(random, corpus, value));

const mutations: readonly Mutation[] = [
  replacing(() => undefined),
  replacing(() => undefined),
  replacing(() => null),
  replacing(() => unknown),
  replacing(() => unknown),
  replacing(({ random, corpus }) => anything(random, corpus)),
  replacing(({ random, corpus }) => anything(random, corpus)),
  replacing(({ random }) => random.pick(blocks)),
  replacing(({ random }) => random.pick(numbers)),
  replacing(({ random }) => random.pick(texts)),
  replacing(({ value }) => (isList(value) ? (value[0] ?? null) : [value])),
  replacing(({ value }) =>
    isList(value) ? Object.fromEntries(value.map((element, index) => [String(index), element])) : isObject(value) ? Object.values(value) : [[value]],
  ),
  replacing(({ value }) =>
    typeof value === "number" || typeof value === "boolean" ? String(value) : typeof value === "string" && value !== "" ? Number(value) || 0 : value,
  ),
  replacing(
    ({ random, corpus, path, value }) => random.any(corpus.valuesOf.get(String(path.findLast((step) => typeof step === "string"))) ?? []) ?? value,
  ),
  replacing(({ random, resource, value }) => valueAt(resource.inputs, random.pick(pathsIn(resource.inputs))) ?? value),
  replacing(({ random, all, value }) => random.pick(all).id ?? value),
  replacing(({ random, all, value }) => (random.chance(0.5) ? random.pick(all).urn : value)),
  replacing(({ random, value }) => (isList(value) ? [...value, ...value, ...value.slice(0, random.between(0, 9))] : value)),
  replacing(({ random, value }) => (isList(value) ? random.shuffled(value) : value)),
  replacing(({ random, corpus, value }) => (isObject(value) ? withValue(value, [random.pick(prototypeNames)], anything(random, corpus)) : value)),
  insideDocument,
  replacing(({ random, value }) => plainOf(marked(random, value))),
  replacing(({ value }) => Array.from({ length: 40 }).reduce<Plain>((nested, _, depth) => (depth % 2 === 0 ? [nested] : { nested }), value)),
  // The ends of a range the other way round.
  ({ resource, path }) => {
    const holder = path.slice(0, -1);
    const from = valueAt(resource.inputs, [...holder, "fromPort"]);
    const to = valueAt(resource.inputs, [...holder, "toPort"]);
    if (from === undefined || to === undefined) return resource;
    return withInput(withInput(resource, [...holder, "fromPort"], to), [...holder, "toPort"], typeof from === "number" ? from - 1 : from);
  },
  // Two values of one resource in each other's place.
  ({ random, resource, path, value }) => {
    const other = random.pick(pathsIn(resource.inputs));
    return withInput(withInput(resource, path, valueAt(resource.inputs, other) ?? null), other, value);
  },
];

/** A text that holds a document, with something in it changed. */
function documentMutated(random: Random, corpus: Corpus, value: Plain): Plain {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    const document = JSON.parse(value) as Plain;
    const path = random.any(pathsIn(document));
    if (path === undefined) return value.slice(0, -1);
    const changed = withValue(document, path, random.chance(0.3) ? undefined : anything(random, corpus));
    return jsonOf(changed);
  } catch {
    return value;
  }
}

/** A value as the engine marks secrets and outputs, rightly or not. */
function marked(random: Random, value: Plain): unknown {
  const signature = "4dabf18193072939515e22adb298388d";
  const json = JSON.parse(jsonOf(value)) as unknown;
  const secret = { [signature]: "1b47061264138c4ac30d75fd1eb44270" };
  const output = { [signature]: "d0e6a833031e9bbcd3f4e8bde6ca49a4" };
  return random.pick<unknown>([
    { ...secret, value: json },
    { ...secret, plaintext: JSON.stringify(json) },
    { ...secret, plaintext: "no JSON" },
    { ...secret, ciphertext: "x" },
    { ...output, value: json, secret: true },
    { ...output, dependencies: [1, null, {}] },
    { [signature]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn:x", id: json },
    { [signature]: "0def7320c3a5731c473e5ecbe6d01bc7", assets: { a: json } },
    { [signature]: random.pick(prototypeNames), value: json },
    { [signature]: 1 },
  ]);
}

function resourcesMutated(random: Random, all: readonly Resource[]): Resource[] {
  const index = Math.floor(random.next() * all.length);
  const resource = all[index];
  if (resource === undefined) return [...all];
  const other = random.any(all) ?? resource;
  const replaced = (by: Partial<Resource>): Resource[] => all.with(index, { ...resource, ...by });
  switch (random.between(0, 15)) {
    case 0:
      return all.filter((each) => each !== resource);
    case 1:
      return [...all, { ...resource, inputs: other.inputs }];
    case 2:
      return [...all, resource];
    case 3: {
      const name = `${random.pick(texts)}${random.chance(0.5) ? resource.name : ""}`;
      const urn = urnOf(resource.type, name);
      const urns = (list: readonly string[]): string[] => list.map((each) => (each === resource.urn ? urn : each));
      const changed = replaced({ name, urn });
      if (random.chance(0.5)) return changed;
      return changed.map((each) => ({
        ...each,
        propertyDependencies: Object.fromEntries(Object.entries(each.propertyDependencies).map(([key, list]) => [key, urns(list)])),
      }));
    }
    case 4:
      return replaced({ name: random.pick(prototypeNames), urn: urnOf(resource.type, random.pick(prototypeNames)) });
    case 5:
      return replaced({ type: other.type, urn: urnOf(other.type, resource.name) });
    case 6:
      return replaced({ type: random.pick(["", "aws:", "aws:ec2/x:", ":::", "__proto__", "constructor", "awsx:ec2:Vpc", "aws-native:ec2:New"]) });
    case 7:
      return replaced({ id: undefined, outputs: {} });
    case 8:
      return replaced({ id: other.id, outputs: { ...resource.outputs, id: other.id ?? null, arn: other.outputs.arn ?? null } });
    case 9:
      return replaced({ isRead: true });
    case 10:
      return replaced(random.chance(0.5) ? { gap: "has properties that cannot be read" } : { inputs: {} });
    case 11:
      return replaced({
        parent: random.pick([resource.urn, other.urn, "urn:nowhere"]),
        provider: random.pick([undefined, other.urn, "urn:nowhere"]),
      });
    case 12:
      return replaced({
        propertyDependencies: Object.fromEntries(
          Object.keys(resource.inputs).map((key) => [key, random.pick([[], [other.urn], [resource.urn, other.urn], ["urn:nowhere"], ["__proto__"]])]),
        ),
      });
    case 13:
      return replaced({ custom: !resource.custom });
    case 14:
      return circular(all, resource, other);
    default:
      return replaced({ outputs: other.outputs });
  }
}

/** Two resources that refer to each other in everything in which they refer to anything. */
function circular(all: readonly Resource[], first: Resource, second: Resource): Resource[] {
  const to = (resource: Resource, target: Resource): Resource => {
    const properties = [
      ...Object.keys(resource.propertyDependencies).filter((key) => (resource.propertyDependencies[key] ?? []).length > 0),
      "parent",
    ];
    const rule = { protocol: "tcp", fromPort: 5432, toPort: 5432, securityGroups: [target.id ?? unknown] };
    const inputs: Properties = {
      ...resource.inputs,
      ...Object.fromEntries(properties.map((key) => [key, isList(resource.inputs[key]) ? [target.id ?? unknown] : (target.id ?? unknown)])),
      ...(resource.type.endsWith(":SecurityGroup") ? { ingress: [rule], egress: [rule] } : {}),
    };
    const dependencies = [...properties, "ingress", "egress"]
      .filter((key) => key in inputs)
      .map((key): [string, readonly string[]] => [key, [target.urn]]);
    return { ...resource, inputs, propertyDependencies: { ...resource.propertyDependencies, ...Object.fromEntries(dependencies) } };
  };
  return all.map((each) => (each === first ? to(first, second) : each === second ? to(second, first) : each));
}
