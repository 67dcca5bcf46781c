import { type Plain, type Properties, type Resource, unknown } from "./resource";

type Path = readonly (string | number)[];

/** The text that stands for an unknown string between the engine, its providers and programs. */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Turns property values, as the engine and its files write them as JSON, into plain data. What is plain already is not copied: most of a state is. */
export function plainOf(json: unknown, depth = 0): Plain {
  if (depth > deepest) return unknown;
  switch (typeof json) {
    case "boolean":
      return json;
    case "number":
      return Number.isFinite(json) ? json : unknown;
    case "string":
      return json.length >= unknownText.length && sentinel.test(json) ? unknown : json;
    case "object":
      if (json === null) return null;
      if (Array.isArray(json)) return elementsOf(json, depth + 1);
      return signature in json ? unwrap(json, depth + 1) : entriesOf(json, depth + 1);
    default:
      return null;
  }
}

/** The same for a whole object; what is not an object has no properties. */
export function propertiesOf(json: unknown): Properties {
  const plain = plainOf(json);
  return isObject(plain) ? plain : {};
}

/** The URNs that output values inside a property name as what they were computed from. */
export function dependenciesOf(json: unknown, depth = 0): readonly string[] {
  if (typeof json !== "object" || json === null || depth > deepest) return [];
  const own = (json as Marked)[signature] === signatures.output ? (json as Marked).dependencies : undefined;
  const urns = Array.isArray(own) ? own.filter((urn) => typeof urn === "string") : [];
  return [...urns, ...Object.values(json).flatMap((value) => dependenciesOf(value, depth + 1))];
}

/** What of a resource is secret, to be kept with its plain values. */
export function secretsOf(inputs: unknown, outputs: unknown = {}): Pick<Resource, "secrets" | "sealed"> {
  const texts = new Set<string>();
  const sealed: Path[] = [];
  collectSecrets(inputs, [], false, { texts, sealed });
  collectSecrets(outputs, [], false, { texts, sealed: [] });
  return { ...(texts.size === 0 ? {} : { secrets: [...texts].sort() }), ...(sealed.length === 0 ? {} : { sealed }) };
}

/** Whether some text of the engine's could have a secret in it. */
export function mayHoldSecrets(mentions: (text: string) => boolean): boolean {
  return mentions(signatures.secret) || mentions(signatures.output);
}

/** The engine prints this in place of a secret. */
export const maskedText = "[secret]";

interface Found {
  readonly texts: Set<string>;
  readonly sealed: Path[];
}

/** `path` leads to the value; it is used again for the next one. */
function collectSecrets(json: unknown, path: (string | number)[], isSecret: boolean, found: Found): void {
  if (path.length > deepest) return;
  if (json === maskedText) found.sealed.push([...path]);
  else if (isSecret && (typeof json === "string" || typeof json === "number") && plainOf(json) !== unknown) found.texts.add(String(json));
  if (typeof json !== "object" || json === null) return;
  const inside = (step: string | number, value: unknown): void => {
    path.push(step);
    collectSecrets(value, path, isSecret, found);
    path.pop();
  };
  if (Array.isArray(json)) json.forEach((element, index) => inside(index, element));
  else if (signature in json) {
    const { [signature]: mark, value, plaintext, secret } = json as Marked;
    const isMarked = isSecret || mark === signatures.secret || secret === true;
    if (mark === signatures.secret && value === undefined && typeof plaintext !== "string") found.sealed.push([...path]);
    else collectSecrets(typeof plaintext === "string" ? jsonOf(plaintext) : value, path, isMarked, found);
  } else for (const key of Object.keys(json)) inside(key, (json as Readonly<Record<string, unknown>>)[key]);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/**
 * One text for each type of value. What a program or a provider made with an unknown inside, such as an ARN, is not known either:
 * containing one of them is enough.
 */
const sentinel = new RegExp(
  [
    unknownText,
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
  ].join("|"),
);

/** Deeper than any program nests, and far from the end of the stack. */
const deepest = 500;

/** The key that marks an object as something else than an object. */
const signature = "4dabf18193072939515e22adb298388d";

const signatures = {
  secret: "1b47061264138c4ac30d75fd1eb44270",
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
  resource: "5cf8f73096256a8f31e491e813e4eb8e",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
};

interface Marked {
  readonly [signature]?: unknown;
  readonly value?: unknown;
  readonly plaintext?: unknown;
  readonly secret?: unknown;
  readonly id?: unknown;
  readonly urn?: unknown;
  readonly dependencies?: unknown;
}

function unwrap(marked: Marked, depth: number): Plain {
  switch (marked[signature]) {
    case signatures.secret:
      if (typeof marked.plaintext === "string") return parsed(marked.plaintext, depth);
      return marked.value === undefined ? unknown : plainOf(marked.value, depth);
    case signatures.output:
      return marked.value === undefined ? unknown : plainOf(marked.value, depth);
    case signatures.resource:
      // A component has no id; a custom resource that does not exist yet has an empty one.
      return marked.id === undefined ? plainOf(marked.urn, depth) : marked.id === "" ? unknown : plainOf(marked.id, depth);
    case signatures.asset:
    case signatures.archive:
      return entriesOf(marked, depth);
    default:
      return unknown;
  }
}

function parsed(text: string, depth: number): Plain {
  try {
    return plainOf(JSON.parse(text), depth);
  } catch {
    return unknown;
  }
}

function entriesOf(object: object, depth: number): Plain {
  const values = object as Readonly<Record<string, unknown>>;
  const keys = Object.keys(values);
  let changed: [string, Plain][] | undefined;
  for (const [index, key] of keys.entries()) {
    const plain = plainOf(values[key], depth);
    if (plain !== values[key] || key === signature) changed ??= keys.slice(0, index).map((same) => [same, values[same] as Plain]);
    if (key !== signature) changed?.push([key, plain]);
  }
  return changed === undefined ? (values as Properties) : Object.fromEntries(changed);
}

function elementsOf(list: readonly unknown[], depth: number): Plain {
  let changed: Plain[] | undefined;
  for (const [index, element] of list.entries()) {
    const plain = plainOf(element, depth);
    if (plain !== element) changed ??= list.slice(0, index) as Plain[];
    changed?.push(plain);
  }
  return changed ?? (list as readonly Plain[]);
}

function isObject(plain: Plain): plain is Properties {
  return typeof plain === "object" && plain !== null && !Array.isArray(plain);
}
