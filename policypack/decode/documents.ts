import { isHole, type Fact } from "../model/approx";
import type { Property } from "./read";

/** A document inside a property: a text of JSON, or the object itself. */
export function documentOf(property: Property): Fact<unknown> {
  const { value } = property;
  if (property.isHidden) return property.hole();
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return property.hole("is not JSON");
  }
}

/** The statements of a policy. */
export function statementsOf(policy: Property): Fact<readonly unknown[]> {
  const document = documentOf(policy);
  if (isHole(document)) return document;
  if (!isObject(document)) return document === undefined || document === null ? [] : policy.hole("is not a policy document");
  const list: unknown = document.Statement;
  if (Array.isArray(list)) return list as readonly unknown[];
  return list === undefined ? [] : [list];
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function hasUnknown(value: unknown): boolean {
  if (typeof value === "symbol") return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(hasUnknown);
}
