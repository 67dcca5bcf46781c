import { type Plain, type Properties, type Resource, parseUrn, unknown } from "@portcullis/policypack/resources/resource";
import { maskedText, propertiesOf, secretsOf } from "@portcullis/policypack/resources/property-values";
import { failed, type Failed, isRecord } from "../system/failed";
import { distinct, positionOf } from "./positions";

/** Resources read from a file. */
export interface FileResources {
  readonly kind: "resources";
  readonly format: "preview" | "state";
  readonly resources: readonly Resource[];
  /** Why there are resources in the stack that the file does not have. */
  readonly leftOut?: string;
}

/** Whether resources of a type matter. */
export type Keeps = (type: string) => boolean;

/** Whether a resource as files write it matters; what is malformed does. */
export function isKept(json: unknown, keeps: Keeps): boolean {
  return !isRecord(json) || json.custom !== true || typeof json.type !== "string" || keeps(json.type);
}

/** Reads a resource as previews and state exports both write it; `place` is where in the file it stands. */
export function resourceOf(json: unknown, place: string): Resource | Failed {
  if (!isRecord(json)) return failed(`${place} is not an object. Make the file anew.`);
  const { urn, type } = json;
  if (typeof urn !== "string" || !urn.startsWith("urn:pulumi:")) return failed(`${place} has no URN. Make the file anew.`);
  const parsed = parseUrn(urn);
  const inputs = visible(propertiesOf(json.inputs));
  const dependencies = isRecord(json.propertyDependencies) ? json.propertyDependencies : {};
  const custom = json.custom === true;
  const isSkipped = custom && Object.keys(inputs).length === 0 && Object.keys(dependencies).length > 0;
  return {
    urn,
    type: typeof type === "string" ? type : parsed.type,
    name: parsed.name,
    custom,
    inputs,
    outputs: visible(propertiesOf(json.outputs)),
    id: typeof json.id === "string" && json.id !== "" && visible(propertiesOf({ id: json.id })).id !== unknown ? json.id : undefined,
    parent: typeof json.parent === "string" && json.parent !== "" ? json.parent : undefined,
    provider: typeof json.provider === "string" ? json.provider.split("::").slice(0, -1).join("::") || undefined : undefined,
    propertyDependencies: Object.fromEntries(
      Object.entries(dependencies).flatMap(([property, urns]) =>
        Array.isArray(urns) && urns.length > 0 ? [[property, urns.filter(isString).sort()]] : [],
      ),
    ),
    positions: positionsOf(json),
    ...secretsOf(json.inputs, json.outputs),
    ...(json.external === true ? { isRead: true } : isSkipped ? { gap: "was skipped by the engine: its inputs are not there" } : {}),
  };
}

function positionsOf(json: Readonly<Record<string, unknown>>): Resource["positions"] {
  const frames = Array.isArray(json.stackTrace) ? json.stackTrace.filter(isRecord) : [];
  const places = [json.sourcePosition, ...frames.map((frame) => frame.sourcePosition)];
  return distinct(places.map((place) => (typeof place === "string" ? positionOf(place) : undefined)));
}

/** With what the engine masks unknown; the same object where nothing is masked. */
function visible(properties: Properties): Properties {
  const entries = Object.entries(properties).map(([key, value]) => [key, unmask(value)] as const);
  return entries.every(([key, value]) => value === properties[key]) ? properties : Object.fromEntries(entries);
}

function unmask(plain: Plain): Plain {
  if (plain === maskedText) return unknown;
  if (typeof plain !== "object" || plain === null) return plain;
  if (!Array.isArray(plain)) return visible(plain as Properties);
  const list = plain as readonly Plain[];
  const unmasked = list.map(unmask);
  return unmasked.every((element, index) => element === list[index]) ? list : unmasked;
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}
