import { isScalar } from "../interpreter/operators";
import { Hole } from "../interpreter/hole";
import { List, type Item } from "../interpreter/list";
import { RecordData, written, type Value } from "../interpreter/value";
import type { Span } from "../syntax/tree";

/** A value for plain data, all of it written at one place. */
export function fromJson(json: unknown, span: Span): Value {
  if (json === undefined) return written(null, span);
  if (json === null) return { ...written(null, span), isNull: true };
  if (typeof json === "string" || typeof json === "number" || typeof json === "boolean") return written(json, span);
  if (Array.isArray(json))
    return written(new List(json.map((element): Item => ({ value: fromJson(element, span), placement: { kind: "computed", span } }))), span);
  if (typeof json === "object") {
    const data = new RecordData();
    for (const [key, value] of Object.entries(json)) data.fields.set(key, { value: fromJson(value, span), entry: span, placement: "computed" });
    return written(data, span);
  }
  return written(new Hole("is no plain data", span), span);
}

/** Plain data for a value; undefined where any part of it is not known, or is no data. */
export function plainJson(value: Value, depth = 0): unknown {
  const { data } = value;
  if (isScalar(data)) return data;
  if (depth > 100) return undefined;
  if (data instanceof List) {
    if (data.rest !== undefined) return undefined;
    const elements = data.items.map((item) => plainJson(item.value, depth + 1));
    return elements.includes(undefined) ? undefined : elements;
  }
  if (data instanceof RecordData) {
    if (data.rest !== undefined) return undefined;
    const entries = [...data.fields].map(([key, field]) => [key, plainJson(field.value, depth + 1)] as const);
    return entries.some(([, element]) => element === undefined) ? undefined : Object.fromEntries(entries);
  }
  return undefined;
}

/** A value and everything in it, for what is computed from all of it. */
export function partsOf(value: Value): readonly Value[] {
  const parts: Value[] = [];
  const visit = (part: Value, depth: number): void => {
    parts.push(part);
    if (depth > 100) return;
    if (part.data instanceof List) for (const item of part.data.items) visit(item.value, depth + 1);
    else if (part.data instanceof RecordData) for (const field of part.data.fields.values()) visit(field.value, depth + 1);
  };
  visit(value, 0);
  return parts;
}
