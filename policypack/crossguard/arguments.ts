import { Secret, type PolicyResource, type ResourceValidationArgs, type StackValidationArgs } from "@pulumi/policy";
import { unknown, type Plain, type Properties, type Resource } from "../resources/resource";
import { plainOf as wirePlainOf } from "../resources/property-values";
import { isCustom } from "./requests";

/** A resource of the resource moment, as the SDK hands it to a policy. */
export function resourceOf({ urn, type, name, props, opts, provider }: ResourceValidationArgs): Resource {
  return {
    urn,
    type,
    name,
    custom: isCustom(type),
    inputs: propertiesOf(props),
    ...secretsOf(props),
    outputs: {},
    id: undefined,
    parent: opts.parent,
    provider: provider?.urn,
    propertyDependencies: {},
    positions: [],
  };
}

/** The resources of the stack moment, as the SDK hands them to a policy. */
export function stackOf({ resources }: StackValidationArgs): readonly Resource[] {
  return resources.map(stackResourceOf);
}

function stackResourceOf({ urn, type, name, props, parent, provider, propertyDependencies }: PolicyResource): Resource {
  const outputs = propertiesOf(props);
  return {
    urn,
    type,
    name,
    custom: isCustom(type),
    inputs: {},
    ...secretsOf(props),
    outputs,
    id: typeof outputs.id === "string" ? outputs.id : undefined,
    parent: parent?.urn,
    provider: provider?.urn,
    propertyDependencies: Object.fromEntries(
      Object.entries(propertyDependencies).map(([property, targets]) => [property, targets.map((target) => target.urn)]),
    ),
    positions: [],
  };
}

/** The SDK's objects as plain data, with holes where the sentinels of unknown values are. */
export function propertiesOf(props: unknown): Properties {
  const plain = plainOf(props);
  return typeof plain === "object" && plain !== null && !Array.isArray(plain) ? (plain as Properties) : {};
}

function plainOf(value: unknown): Plain {
  const raw = unwrapped(value);
  if (typeof raw !== "object") return wirePlainOf(raw);
  if (raw === null) return null;
  if (Array.isArray(raw)) return raw.map((_, index): Plain => plainAt(raw, index));
  return Object.fromEntries(Object.keys(raw).map((key): [string, Plain] => [key, plainAt(raw, key)]));
}

/** Reading an unknown value is an error where the SDK's proxy could not be taken off. */
function plainAt(holder: object, key: string | number): Plain {
  try {
    return plainOf((holder as Readonly<Record<string, unknown>>)[key]);
  } catch {
    return unknown;
  }
}

/** The texts that are in secrets. */
function secretsOf(props: unknown): Pick<Resource, "secrets"> {
  const texts = new Set<string>();
  const collect = (holder: unknown, isSecret: boolean): void => {
    const raw = unwrapped(holder, false);
    if (raw instanceof Secret) collect(raw.value, true);
    else if (typeof raw === "object" && raw !== null) for (const key of Object.keys(raw)) collect(partOf(raw, key), isSecret);
    else if (isSecret && (typeof raw === "string" || typeof raw === "number")) texts.add(String(raw));
  };
  collect(props, false);
  return texts.size === 0 ? {} : { secrets: [...texts].sort() };
}

/** A part of an object of the SDK; undefined for one that is not known, which is an error to read. */
function partOf(holder: object, key: string): unknown {
  try {
    return (holder as Readonly<Record<string, unknown>>)[key];
  } catch {
    return undefined;
  }
}

/** What is behind the SDK's proxies, of which there may be several; and inside a secret, unless told otherwise. */
export function unwrapped(value: unknown, throughSecrets = true): unknown {
  let current = value;
  for (;;) {
    if (typeof current !== "object" || current === null) return current;
    const target = isProxy(current) ? (current as Proxied).__getSpecialProxyTarget : undefined;
    if (target !== undefined) current = target;
    else if (throughSecrets && current instanceof Secret) current = current.value as unknown;
    else return current;
  }
}

interface Proxied {
  readonly __isSpecialProxy?: unknown;
  readonly __getSpecialProxyTarget?: unknown;
}

function isProxy(value: object): boolean {
  return (value as Proxied).__isSpecialProxy === true;
}
