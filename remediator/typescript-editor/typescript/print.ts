import ts from "typescript";
import { isReference, isSetting, type PlannedValue, type Reference } from "@portcullis/policypack/plans/plan";
import { unknown, type Plain } from "@portcullis/policypack/resources/resource";
import { declined, isDeclined, type Outcome } from "../../editing/outcome";

/** The source text of a value, in the quotes of the code around `place`; references as the caller writes them. */
export function print(value: PlannedValue, place: ts.Node, refer: (reference: Reference) => Outcome<string>): Outcome<string> {
  return printWith(value, quoteAt(place), refer);
}

/** A property's name, quoted if it has to be or if those beside it are. */
export function printKey(key: string, object: ts.ObjectLiteralExpression | undefined): string {
  const names = (object?.properties ?? []).flatMap((property) => property.name ?? []);
  const isQuoted = names.length > 0 && names.every(ts.isStringLiteral);
  const quote = object === undefined ? '"' : quoteAt(object);
  return isQuoted || !/^[A-Za-z_$][\w$]*$/.test(key) ? quoted(key, quote) : key;
}

function printWith(value: PlannedValue, quote: string, refer: (reference: Reference) => Outcome<string>): Outcome<string> {
  if (isReference(value)) return refer(value);
  if (isSetting(value)) return declined(`the key ${value.setting} cannot be added to the program's configuration`);
  if (value === unknown) return declined("a value of the plan is not known before the program runs");
  if (value === null) return "undefined";
  if (typeof value === "string") return quoted(value, quote);
  if (typeof value !== "object") return String(value);
  const texts: string[] = [];
  if (Array.isArray(value)) {
    for (const element of value as readonly (Plain | Reference)[]) {
      const text = printWith(element, quote, refer);
      if (isDeclined(text)) return text;
      texts.push(text);
    }
    return `[${texts.join(", ")}]`;
  }
  for (const [key, property] of Object.entries(value as Readonly<Record<string, Plain>>)) {
    const text = printWith(property, quote, refer);
    if (isDeclined(text)) return text;
    texts.push(`${/^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key, quote)}: ${text}`);
  }
  return texts.length === 0 ? "{}" : `{ ${texts.join(", ")} }`;
}

function quoted(text: string, quote: string): string {
  const inner = JSON.stringify(text).slice(1, -1);
  return quote === "'" ? `'${inner.replaceAll('\\"', '"').replaceAll("'", "\\'")}'` : `"${inner}"`;
}

/** What most strings of the nearest code with strings are quoted with. */
function quoteAt(place: ts.Node): string {
  const source = place.getSourceFile();
  for (let node = place; ; node = node.parent) {
    const { single, double } = countQuotes(node, source);
    if (single !== double) return single > double ? "'" : '"';
    if (node === source) return '"';
  }
}

function countQuotes(node: ts.Node, source: ts.SourceFile): { readonly single: number; readonly double: number } {
  const counts = { single: 0, double: 0 };
  const visit = (inner: ts.Node): void => {
    if (ts.isStringLiteral(inner)) counts[source.text[inner.getStart(source)] === "'" ? "single" : "double"]++;
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return counts;
}
