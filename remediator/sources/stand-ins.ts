import { unknownText } from "@portcullis/policypack/resources/property-values";
import type { Json, JsonObject } from "../engine/data-sources";

/**
 * What stands for a number that is not known where a program needs one: loops over it run, and what is added to it keeps the digits that no other number
 * has. So a port, a count or a text that is made of it is known again as unknown.
 */
export const standInNumber = 1.000000004001;

/** The value with everything that was made of a stand-in unknown. */
export function withoutStandIns(value: Json): Json {
  if (typeof value === "number") return isStandIn(value) ? unknownText : value;
  if (typeof value === "string") return value.replace(standInText, unknownText);
  if (typeof value !== "object" || value === null) return value;
  return isList(value) ? value.map(withoutStandIns) : withoutStandInsIn(value);
}

export function withoutStandInsIn(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, withoutStandIns(value)]));
}

function isStandIn(value: number): boolean {
  const fraction = Math.abs(value) % 1;
  return fraction > 3.5e-9 && fraction < 4.5e-9;
}

/** How such a number prints. */
const standInText = /\b\d+\.00000000(?:4[0-4]|39|3[5-9])\d*/g;

function isList(value: JsonObject | readonly Json[]): value is readonly Json[] {
  return Array.isArray(value);
}
