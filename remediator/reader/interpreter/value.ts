import { lengthOfOne } from "@portcullis/policypack/resources/machine-address";
import type { ClassExpression, FunctionExpression, Numeral, Parameter, Span } from "../syntax/tree";
import { birth } from "./births";
import { Hole } from "./hole";
import { List } from "./list";
import type { Native } from "./native";
import type { Registration } from "./registration";
import type { Scope } from "./scope";

/**
 * What an expression gives: its data, where it comes from, and the resources whose outputs went into it. Promises and outputs are not told from what they
 * hold. Values are passed on by wrapping the same data with a longer origin; lists, maps and instances are shared and may change.
 */
export interface Value {
  readonly data: Data;
  readonly origin: Origin;
  /** The resources that it was computed from. */
  readonly from?: ReadonlySet<Registration>;
  /** Those of them whose identifier may be in it: of the others, something else was asked. */
  readonly identifies?: ReadonlySet<Registration>;
  readonly isSecret?: boolean;
  /** Of Java's and C#'s texts and numbers: a character, or a number whose type has a fraction. */
  readonly numeral?: Numeral;
  /** Of Java's and C#'s numbers: the type of the expression that gave it, where that is known. */
  readonly numberType?: string;
  /** Of JavaScript's two nothings: `null`, not `undefined`. */
  readonly isNull?: boolean;
  /** The class of what holds it, or nothing: Java's `Optional`, which is read as what it holds. */
  readonly holder?: string;
  /** Of an object that was cast (Java, C#): the class that it is seen as, where it stands. */
  readonly seenAs?: ClassData;
  /** Of Python's texts and numbers that are members of an enum: which one, where that is how they are printed. */
  readonly member?: { readonly type: ClassData; readonly name: string };
  /** Of what is not known: the machine whose private address it is, or the beginning of the block of this address alone. */
  readonly addressOf?: Registration;
  /** Of what is not known: things that may change or be called, of which it may be one. */
  readonly choices?: Choices;
}

/** `isOneOfThem`: it is nothing else. */
export interface Choices {
  readonly values: readonly Value[];
  readonly isOneOfThem: boolean;
}

/** `null` is every language's nothing. */
export type Data = string | number | boolean | null | List | RecordData | Closure | ClassData | Instance | ResourceData | SymbolData | Native | Hole;

/** Where a value comes from: the last expression that passed it on, and from there back to what wrote it. */
export interface Origin {
  readonly span: Span;
  /**
   * - `written`: a literal, list or record stands at the span.
   * - `name`, `member`, `element`: read from a variable, parameter or constant; from a property; from a list or map.
   * - `argument`: given to a parameter by a call; the span is the argument.
   * - `returned`: a call of the program's own code gave it.
   * - `chosen`: one side of a condition, a default, or the value of `a ?? b`.
   * - `setting`: the configuration gave it; `name` is the key, `namespace:key`.
   * - `computed`: made from others (`parts`): concatenation, arithmetic, a library function.
   */
  readonly how: "written" | "name" | "member" | "element" | "argument" | "returned" | "chosen" | "setting" | "computed";
  readonly name?: string;
  /** The same value one step earlier. */
  readonly from?: Origin;
  /** Of a member or an element by its key: what it was read from. */
  readonly of?: Origin;
  /** Of what is chosen: what decided it. */
  readonly by?: Origin;
  readonly parts?: readonly Origin[];
  /** Of a member: a resource gives it, to which the value was given before. */
  readonly isOutput?: true;
}

export interface Field {
  readonly value: Value;
  /** The whole entry: key and value, keyword argument, builder's call, or assignment. */
  readonly entry: Span;
  readonly placement: "literal" | "argument" | "builder" | "assigned" | "computed";
}

/** Objects, dictionaries, maps, arguments. Keys are as the program writes them. `rest`: it may hold more. */
export class RecordData {
  readonly kind = "record";
  readonly birth = birth();
  readonly fields = new Map<string, Field>();
  rest: Hole | undefined;
  /** The type that the program names for it, e.g. `SecurityGroupIngressArgs`. */
  type?: string;
  /** Keys that are no texts (Python's numbers), by the texts that stand for them among the fields. */
  keys?: Map<string, Value>;
  /** What a key that is not there stands for (Python's `Counter`). */
  absent?: Value;
  /** What makes the value of a key that is asked for and is not there (Python's `defaultdict`). */
  missing?: Value;
  /** Nobody knows the order of its entries (Java's `Map.of`). */
  isUnordered?: true;
  /** The function that made it, whose prototype it has beside what is its own: JavaScript's `new F()`. */
  maker?: Closure;
}

export class Closure {
  readonly kind = "closure";
  /** Of Python's functions: the defaults of their parameters, made where the function is. */
  defaults?: Map<Parameter, Value>;
  /** Its object stays, whatever it is called on: JavaScript's `bind`. */
  isBound?: true;
  constructor(
    readonly name: string,
    readonly expression: FunctionExpression,
    readonly scope: Scope,
    /** The object of a method, or of the function around a closure. */
    readonly self: Value | undefined,
    /** The class that a method is written in, for `super`. */
    readonly home: ClassData | undefined,
  ) {}
}

export class ClassData {
  readonly kind = "class";
  readonly birth = birth();
  readonly statics = new Map<string, Value>();
  /** Static members that are evaluated when they are first asked for. */
  readonly pending = new Map<string, () => Value>();
  /** Of Python's methods: the defaults of their parameters, made once. */
  readonly defaults = new Map<Parameter, Value>();
  /** Static members whose value is known before anything runs: to ask for one does not initialize the class (Java, C#). */
  readonly constants = new Set<string>();
  /** Of an enum of Python's: the names that mean the member of another one. */
  readonly aliases = new Set<string>();
  /** Python: what decorators made of methods. */
  readonly decorated = new Map<string, Value>();
  /** What was set on it after it was declared, and comes before what it declares. */
  given: Set<string> | undefined;
  /** What its objects have, where the program asks for that itself (JavaScript). */
  prototype?: RecordData;
  /** While that happens: what the static fields are whose turn is still to come. */
  waiting: Map<string, Value> | undefined;
  /** What happens when the class is first used: its static fields and blocks. */
  initialize: (() => void) | undefined;
  constructor(
    readonly name: string,
    readonly expression: ClassExpression,
    readonly scope: Scope,
    readonly bases: readonly Value[],
    /** The class that it is declared in. */
    readonly outer: ClassData | undefined,
  ) {}
}

export class Instance {
  readonly kind = "instance";
  readonly birth = birth();
  readonly fields = new Map<string, Field>();
  /** Of a component: what it registered as. */
  registration?: Registration;
  /** Of a class inside of another one: the object that it was made in. */
  around?: Value;
  constructor(readonly type: ClassData) {}
}

/** A resource of a package. */
export class ResourceData {
  readonly kind = "resource";
  constructor(readonly registration: Registration) {}
}

/** Something of a package that is not part of the repository, by the path that leads to it in the program's own language. */
export class SymbolData {
  readonly kind = "symbol";
  constructor(readonly path: readonly string[]) {}
}

export function isHole(value: Value): value is Value & { readonly data: Hole } {
  return value.data instanceof Hole;
}

/** Whether it is nothing, and no object that holds nothing. */
export function isNothing({ data, holder }: Value): boolean {
  return data === null && holder === undefined;
}

/** Passes a value on: the same data, with the expression that names it. */
export function passedOn(given: Value, how: Origin["how"], span: Span, name?: string): Value {
  const value = how === "name" || how === "argument" || how === "member" ? asItself(given) : ofAnyType(asItself(given));
  return { ...value, origin: name === undefined ? { span, how, from: value.origin } : { span, how, name, from: value.origin } };
}

/** An object that was cast, without what it was cast to: a variable has a type of its own. */
export function asItself(value: Value): Value {
  if (value.seenAs === undefined) return value;
  const { seenAs: _, ...plain } = value;
  return plain;
}

/** One of several values, and what decided that it is this one. */
export function chosenBy(decider: Value, value: Value, span: Span): Value {
  return { ...ofAnyType(value), origin: { span, how: "chosen", from: value.origin, by: decider.origin } };
}

/** A number, without the type of what gave it: what a list holds, a function gives or a variable is given has a type of its own. */
export function ofAnyType(value: Value): Value {
  if (value.numberType === undefined) return value;
  const { numberType: _, ...plain } = value;
  return plain;
}

/** What is a member of an enum, as the plain text or number that it is as well. */
export function plainOf(value: Value): Value {
  if (value.member === undefined) return value;
  const { member: _, ...plain } = value;
  return plain;
}

/** A number of a type. */
export function ofType(value: Value, numberType: string | undefined): Value {
  return numberType === undefined ? value : { ...value, numberType };
}

/** A part of an object, by its name. */
export function partOf(object: Value, value: Value, how: "member" | "element", span: Span, name: string): Value {
  return { ...value, origin: { span, how, name, from: value.origin, of: object.origin } };
}

/** The same as a character or decimal number. */
export function numeral(value: Value, kind: Numeral | undefined): Value {
  return kind === undefined ? value : { ...value, numeral: kind };
}

/** A value that stands in the source. */
export function written(data: Data, span: Span): Value {
  return { data, origin: { span, how: "written" } };
}

/** Programs that double a text for ever must not fill the memory: encodings lengthen texts as well. */
export const longestText = 1_000_000;

/** A value made from others; what they were computed from, it was too. */
export function computed(made: Data, span: Span, parts: readonly Value[]): Value {
  const data = typeof made === "string" && made.length > longestText ? new Hole("is longer than what is read", span) : made;
  const from = union(parts.map((part) => part.from));
  const identifies = union(parts.map((part) => part.identifies));
  const value: Value = { data, origin: { span, how: "computed", parts: parts.map(({ origin }) => origin) } };
  const addressOf = data instanceof Hole ? machineIn(data, parts) : undefined;
  return {
    ...value,
    ...(data instanceof Hole && data.choices !== undefined ? { choices: data.choices } : {}),
    ...(addressOf === undefined ? {} : { addressOf }),
    ...(from === undefined ? {} : { from }),
    ...(identifies === undefined ? {} : { identifies }),
    ...(parts.some(({ isSecret }) => isSecret) ? { isSecret: true } : {}),
  };
}

/** The machine whose address a text is made of that says nothing else than how long a block of one address is. */
function machineIn(made: Hole, parts: readonly Value[]): Registration | undefined {
  if (made.text === undefined || !lengthOfOne.startsWith(made.text)) return undefined;
  const [only, ...others] = parts.filter(({ data }) => data instanceof Hole);
  // What is made of a text in another way than by adding to it keeps the hole as it is.
  return others.length > 0 || only?.data === made ? undefined : only?.addressOf;
}

/** A resource itself: whoever has it has its identifier. */
export function resourceValue(registration: Registration, span: Span, how: Origin["how"]): Value {
  const itself = new Set([registration]);
  return { data: new ResourceData(registration), origin: { span, how }, from: itself, identifies: itself };
}

function union(given: readonly (ReadonlySet<Registration> | undefined)[]): ReadonlySet<Registration> | undefined {
  const sets = given.filter((set) => set !== undefined);
  if (sets.length <= 1) return sets[0];
  return new Set(sets.flatMap((set) => [...set]));
}
