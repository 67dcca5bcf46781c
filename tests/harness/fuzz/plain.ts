import type { Path } from "@portcullis/policypack/plans/plan";
import { unknown, type Plain, type Properties, type Resource } from "@portcullis/policypack/resources/resource";
import { unknownText } from "@portcullis/policypack/resources/property-values";

export function isList(value: Plain | undefined): value is readonly Plain[] {
  return Array.isArray(value);
}

export function isObject(value: Plain | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The values inside a value, with the last step to each. */
export function partsOf(value: Plain): (readonly [string | number, Plain])[] {
  if (isList(value)) return value.map((element, index) => [index, element]);
  return isObject(value) ? Object.entries(value) : [];
}

/** Every path to a value, the containers too. */
export function pathsIn(value: Plain, prefix: Path = []): Path[] {
  return partsOf(value).flatMap(([step, part]) => [[...prefix, step], ...pathsIn(part, [...prefix, step])]);
}

export function valueAt(value: Plain, path: Path): Plain | undefined {
  let current: Plain | undefined = value;
  for (const step of path) current = isList(current) || isObject(current) ? (current as Readonly<Record<string, Plain>>)[step] : undefined;
  return current;
}

/** The value with what is at the path replaced; `undefined` takes it out. */
export function withValue(value: Plain, [head, ...rest]: Path, replaced: Plain | undefined): Plain {
  if (head === undefined) return replaced ?? null;
  const entries = partsOf(value).flatMap(([step, part]): (readonly [string | number, Plain])[] => {
    if (step !== head) return [[step, part]];
    return rest.length > 0 ? [[step, withValue(part, rest, replaced)]] : replaced === undefined ? [] : [[step, replaced]];
  });
  if (isList(value)) return entries.map(([, part]) => part);
  if (rest.length === 0 && replaced !== undefined && !entries.some(([step]) => step === head)) entries.push([head, replaced]);
  return Object.fromEntries(entries);
}

export function withInput(resource: Resource, path: Path, replaced: Plain | undefined): Resource {
  return { ...resource, inputs: withValue(resource.inputs, path, replaced) as Properties };
}

/** The same value, with the keys of its objects in the opposite order. */
export function keysReversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(keysReversed) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, nested]) => [key, keysReversed(nested as unknown)]),
  ) as T;
}

/** A value as the engine writes it, in JSON. */
export function jsonOf(value: Plain): string {
  return JSON.stringify(value, (_, nested: unknown) => (nested === unknown ? unknownText : nested));
}

/** A value as a test would write it. */
export function textOf(value: unknown): string {
  if (value === unknown) return "unknown";
  if (value === undefined) return "undefined";
  if (Array.isArray(value)) return `[${value.map(textOf).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, nested]) => `${keyText(key)}: ${textOf(nested)}`)
      .join(", ")} }`;
  return Object.is(value, -0) ? "-0" : JSON.stringify(value);
}

function keyText(key: string): string {
  if (key === "__proto__") return '["__proto__"]';
  return /^[a-z]\w*$/i.test(key) ? key : JSON.stringify(key);
}
