import type { FunctionExpression } from "../syntax/tree";
import type { Given } from "./native";
import { ClassData, Hole, Instance, List, SymbolData, type Value } from "./value";

/** The function of several that takes these arguments, by their number and by what is written of their types. */
export function overloadFor(functions: readonly FunctionExpression[], given: readonly Given[]): FunctionExpression | undefined {
  const fitting = functions.filter((expression) => takes(expression, given));
  const accepting = fitting.filter((expression) => accepts(expression, given));
  const [first, ...others] = accepting;
  if (first === undefined) return fitting[0];
  let best = { expression: first, fit: fitOf(first, given) };
  for (const expression of others) {
    const fit = fitOf(expression, given);
    if (fit > best.fit) best = { expression, fit };
  }
  return best.expression;
}

/** How closely written types say what is given: an int is taken for an int rather than for a long or an object, and one by one rather than as a list. */
function fitOf({ parameters }: FunctionExpression, given: readonly Given[]): number {
  return parameters.reduce((sum, { type, rest }, index) => {
    const value = given[index]?.value;
    if (rest !== undefined) return sum - 100;
    return value === undefined || type === undefined ? sum : sum + closeness(value, bareType(type));
  }, 0);
}

function closeness({ data, numeral: kind }: Value, type: string): number {
  if (/^(?:Object|object|dynamic|var|any|T)$/.test(type)) return -10;
  if (typeof data !== "number" && kind !== "character") return 0;
  const order = kind === "decimal" ? decimals : kind === "character" ? ["char", "Character", ...wholes, ...decimals] : [...wholes, ...decimals];
  const place = order.indexOf(type);
  return place === -1 ? -9 : -place;
}

/** What a number is taken for, the closest first. */
const wholes = ["int", "Integer", "uint", "long", "Long", "ulong"];
const decimals = ["float", "Float", "double", "Double", "decimal"];

/** Whether the written types of the parameters say nothing against the arguments. */
function accepts({ parameters }: FunctionExpression, given: readonly Given[]): boolean {
  const positional = given.filter(({ name }) => name === undefined);
  return parameters.every(({ type, rest }, index) => {
    const value = positional[index]?.value;
    const data = value?.data;
    if (value?.numeral === "decimal" && type !== undefined && wholes.includes(bareType(type))) return false;
    if (value?.numeral === "character" && type !== undefined && rest === undefined)
      return !/^(?:String|string|CharSequence|[Bb]ool(?:ean)?)$/.test(bareType(type));
    return type === undefined || rest !== undefined || data === undefined || data === null || data instanceof Hole || isOfType(data, bareType(type));
  });
}

/** Without what holds it: `Output<string>` is `string`, `int?` is `int`. */
function bareType(type: string): string {
  const inner = /^(?:this )?(?:final )?(?:Output|Input|Optional|Task|Nullable)<(.*)>\??$/.exec(type)?.[1];
  return inner === undefined ? type.replace(/^this /, "").replace(/\?$/, "") : bareType(inner);
}

function isOfType(data: Exclude<Value["data"], null | Hole>, type: string): boolean {
  if (/^(?:Object|object|dynamic|var|any|T)$/.test(type)) return true;
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
