import type { FunctionExpression } from "../syntax/tree";
import type { Given } from "./native";
import { distanceTo, farthest, isAnything, numberTypesOf } from "./number-types";
import { Hole } from "./hole";
import { List } from "./list";
import { ClassData, Instance, SymbolData, type Value } from "./value";

/** The function of several that takes these arguments, by their number and by what is known of their types; undefined also where that does not decide. */
export function overloadFor(functions: readonly FunctionExpression[], given: readonly Given[]): FunctionExpression | undefined {
  const fitting = functions.filter((expression) => takes(expression, given));
  const accepting = fitting.filter((expression) => accepts(expression, given));
  if (accepting.length < 2) return accepting[0] ?? fitting[0];
  const types = given.map(({ value }) => numberTypesOf(value));
  const chosen = closest(
    accepting,
    given,
    types.map(([first]) => first),
  );
  for (const [index, all] of types.entries()) {
    for (const other of all.slice(1)) {
      if (
        closest(
          accepting,
          given,
          types.map(([first], place) => (place === index ? other : first)),
        ) !== chosen
      )
        return undefined;
    }
  }
  return chosen;
}

/** The one whose parameters are nearest to the arguments, where numbers among them are of these types. */
function closest(
  functions: readonly FunctionExpression[],
  given: readonly Given[],
  types: readonly (string | undefined)[],
): FunctionExpression | undefined {
  let best: { readonly expression: FunctionExpression; readonly distance: number } | undefined;
  for (const expression of functions) {
    const distance = distanceOf(expression, given, types);
    if (best === undefined || distance < best.distance) best = { expression, distance };
  }
  return best?.expression;
}

/** How far written types are from what is given: an int is taken for an int rather than for a long or an object, and one by one rather than as a list. */
function distanceOf({ parameters }: FunctionExpression, given: readonly Given[], types: readonly (string | undefined)[]): number {
  let distance = 0;
  for (const [index, { type, rest }] of parameters.entries()) {
    if (rest !== undefined) distance += 2 * farthest;
    else if (given[index] !== undefined && type !== undefined) {
      const number = types[index];
      const bare = bareType(type);
      distance += number !== undefined ? distanceTo(number, withoutHolder(type)) : isAnything(bare) ? 10 : 0;
    }
  }
  return distance;
}

/** Whether the written types of the parameters say nothing against the arguments. */
function accepts({ parameters }: FunctionExpression, given: readonly Given[]): boolean {
  const positional = given.filter(({ name }) => name === undefined);
  return parameters.every(({ type, rest }, index) => {
    const value = positional[index]?.value;
    const data = value?.data;
    if (value?.numeral === "decimal" && type !== undefined && /^(?:u?int|Integer|u?long|Long)$/.test(bareType(type))) return false;
    if (value?.numeral === "character" && type !== undefined && rest === undefined)
      return !/^(?:String|string|CharSequence|[Bb]ool(?:ean)?)$/.test(bareType(type));
    if (typeof data === "string" && type !== undefined && /^(?:char|Character)$/.test(bareType(type))) return false;
    return type === undefined || rest !== undefined || data === undefined || data === null || data instanceof Hole || isOfType(data, bareType(type));
  });
}

/** Without what holds it: `Output<string>` is `string`, `int?` is `int`. */
function bareType(type: string): string {
  return withoutHolder(type).replace(/\?$/, "");
}

function withoutHolder(type: string): string {
  const inner = /^(?:this )?(?:final )?(?:Output|Input|Optional|Task|Nullable)<(.*)>\??$/.exec(type)?.[1];
  return inner === undefined ? type.replace(/^(?:this )?(?:final )?/, "") : withoutHolder(inner);
}

function isOfType(data: Exclude<Value["data"], null | Hole>, type: string): boolean {
  if (isAnything(type)) return type !== "Number" || typeof data === "number";
  if (/^(?:String|string|CharSequence|char|Character)$/.test(type)) return typeof data === "string";
  if (/^(?:[Ii]nt|Integer|[Ll]ong|[Ss]hort|[Dd]ouble|[Ff]loat|byte|uint|ushort|decimal|Number)$/.test(type)) return typeof data === "number";
  if (/^[Bb]ool(?:ean)?$/.test(type)) return typeof data === "boolean";
  const isList = /\[\]$|^(?:Input)?(?:I?(?:ReadOnly)?(?:List|Collection)|IEnumerable|Iterable|ImmutableArray|Set|ISet)\b/.test(type);
  if (isList) return data instanceof List;
  if (data instanceof List) return false;
  if (data instanceof Instance) return isNamed(data.type, /^[\w.]+/.exec(type)?.[0] ?? type, 0);
  return typeof data === "object";
}

export function isNamed(type: ClassData, name: string, depth: number): boolean {
  const bare = name.slice(name.lastIndexOf(".") + 1);
  if (type.name === bare) return true;
  // What is not of the program may be the name of anything that it is made from.
  return type.bases.some(({ data }) =>
    data instanceof ClassData ? depth < 20 && isNamed(data, bare, depth + 1) : !(data instanceof SymbolData) || data.path.at(-1) === bare,
  );
}

/** Whether a function can be called with these arguments. */
export function takes({ parameters }: FunctionExpression, given: readonly Given[]): boolean {
  const required = parameters.filter((parameter) => parameter.default === undefined && parameter.rest === undefined).length;
  const isOpen = parameters.some(({ rest }) => rest !== undefined);
  return given.length >= required && (isOpen || given.length <= parameters.length);
}
