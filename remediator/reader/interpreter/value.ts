import { lengthOfOne } from "@portcullis/policypack/resources/machine-address";
import type { ClassExpression, FunctionExpression, Numeral, Parameter, Span } from "../syntax/tree";
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

/** What cannot be known, and why: a predicate with the value as its subject, e.g. "is the answer of aws.ec2.getVpc". */
export class Hole {
  readonly kind = "hole";
  constructor(
    readonly reason: string,
    readonly span: Span,
    /** Of a text that is not known as a whole: what is known of it, one after the other. */
    readonly text?: string,
    /** Of what a list may hold: the things among which it is, if it holds them. */
    readonly choices?: Choices,
  ) {}
}

/** What a list holds behind the elements that are followed. */
export class Further extends Hole {}

/** A hole that says what is known of the texts that it would be made of, one after the other. */
export function partOfText(hole: Hole, texts: readonly Data[], separator = ""): Hole {
  const known = texts.map((data) => (data instanceof Hole ? (data.text ?? "") : typeof data === "string" ? data : "")).join(separator);
  return known === "" || known.length > longestText ? hole : new Hole(hole.reason, hole.span, known);
}

/** The predicate of JavaScript's NaN, the one hole of which something is known: it is a number that is none. */
const notANumber = "is no number";

export function noNumber(span: Span): Hole {
  return new Hole(notANumber, span);
}

export function isNotANumber(data: Data): boolean {
  return data instanceof Hole && data.reason === notANumber;
}

/** How an element came into a list, for whoever wants to take it out again. */
export type Placement =
  /** It stands in the list literal at `list`, which may be one of a setting; `element` is the whole of it. */
  | { readonly kind: "literal"; readonly list: Span; readonly element: Span; readonly isOfSetting?: true }
  /** It is an argument of a call that adds to the list (push, append, add, a builder's repeated call). */
  | { readonly kind: "added"; readonly call: Span; readonly argument: Span }
  /** It was made by code: a map, a comprehension, a spread, a concatenation. */
  | { readonly kind: "computed"; readonly span: Span };

export interface Item {
  readonly value: Value;
  readonly placement: Placement;
  /** Of what was made in loops, comprehensions and maps: what these went through at the time, the innermost last. */
  readonly passes?: readonly Pass[];
  /** A place of JavaScript's lists that nothing was put into, which most methods pass over. */
  readonly isAbsent?: true;
}

/** One of what a loop goes through: an element of a list, or an entry of a record. */
export type Pass = Item | { readonly record: Value; readonly entry: Span };

/** Programs that double a list for ever must not fill the memory. */
const longestList = 500_000;

/** Gives the elements of what is made while it is gone through, until nobody wants more; what else it may hold. */
export type Source = (give: (item: Item) => boolean) => Hole | undefined;

/** Programs may give elements for ever; nobody takes more of them. */
const mostGiven = 10_000;

let born = 0;

/** How many lists, records, objects and variables there have been. */
export function births(): number {
  return born;
}

export function birth(): number {
  return ++born;
}

/** Lists, tuples, arrays, sets, and what is gone through like them. `rest`: it may hold more elements, or these in another order. */
export class List {
  readonly kind = "list";
  readonly birth = birth();
  private made: Item[];
  private open: Hole | undefined;
  /** Of a list that may hold more: how many of its first elements are known to come first. */
  private certain: number;
  /** How many of the first elements were taken out: they leave when the others are looked at. */
  private taken = 0;
  /** Makes the elements when they are first asked for: generators, queries. */
  source: Source | undefined;
  /** The same of what is made anew each time that it is gone through: C#'s queries and iterators. */
  private again: Source | undefined;
  /** What is made of it when it is first asked for stays: Java's streams. */
  isKept?: true;
  /** While it is made: what may stand before the next element that is given, and nobody knows whether it does. */
  doubt?: Hole | undefined;
  /** What the generator that makes it returns in the end. */
  returned?: Value;
  /** It has as many elements as this one, made or not. */
  asMany?: Value;
  /** It is what is known of one of these lists, and nobody knows which: what is done to it, may be done to them. */
  standsFor?: readonly List[];
  /** Going through it takes its elements out: Python's and JavaScript's generators and iterators. */
  isOnce?: true;
  constructor(items: Item[], rest?: Hole, placed = 0) {
    const last = items[longestList];
    this.made = last === undefined ? items : items.slice(0, longestList);
    this.open = last === undefined ? rest : (rest ?? new Further("is a list that is longer than what is read", last.value.origin.span));
    this.certain = rest === undefined || rest instanceof Further ? longestList : placed;
  }

  /** The element at an index, where it is known which one that is. */
  itemAt(index: number): Item | undefined {
    return index < this.inPlace ? this.items[index] : undefined;
  }

  /** How many of the first elements are known to come first: all of them, unless the list may hold more. */
  get inPlace(): number {
    return this.rest === undefined ? this.length : Math.min(this.certain, this.length);
  }

  get items(): Item[] {
    if (this.source !== undefined) this.make(this.source);
    if (this.taken > 0) {
      const { certain } = this;
      this.items = this.made.slice(this.taken);
      this.certain = certain;
    }
    return this.made;
  }
  set items(items: Item[]) {
    this.source = undefined;
    this.again = undefined;
    if (this.open !== undefined) this.certain = sameFirst(this.made, items, this.certain);
    this.made = items;
    this.taken = 0;
  }

  /** The elements in whatever order, for who only looks for one or adds one. */
  get unordered(): Item[] {
    return this.items;
  }

  get length(): number {
    if (this.source !== undefined) this.make(this.source);
    return this.made.length - this.taken;
  }

  /** Takes out the first element, where there is one. */
  takeFirst(): Item | undefined {
    if (this.length === 0) return undefined;
    this.certain = Math.max(0, this.certain - 1);
    return this.made[this.taken++];
  }

  get rest(): Hole | undefined {
    if (this.source !== undefined) this.make(this.source);
    return this.open;
  }
  set rest(rest: Hole | undefined) {
    if (this.source !== undefined) this.make(this.source);
    // What is not known may stand anywhere.
    this.certain = rest instanceof Further ? this.length : 0;
    this.open = rest;
  }

  /** May hold more from here on: what it has keeps its place. */
  goesOn(rest: Hole | undefined): void {
    if (rest === undefined || this.rest !== undefined) return;
    this.rest = rest;
    this.certain = this.length;
  }

  /** Holds these elements, of which so many come first, and may hold more. */
  hold(items: Item[], rest: Hole | undefined, placed: number): void {
    this.items = items;
    this.rest = rest;
    this.certain = placed;
  }

  /** Has the elements made anew, where they are each time. */
  restart(): void {
    if (this.again === undefined || this.source !== undefined) return;
    this.source = this.again;
    this.made = [];
    this.open = undefined;
  }

  /** Has the elements made and given until nobody wants more. */
  walk(give: (item: Item) => boolean, span: Span): Hole | undefined {
    const { source } = this;
    if (source === undefined) return undefined;
    this.doubt = undefined;
    let count = 0;
    const end = { isLeft: false };
    const open = source((item) => {
      end.isLeft = !give(item);
      return !end.isLeft && ++count < mostGiven;
    });
    if (this.isOnce === true || this.isKept === true) {
      this.items = [];
      if (end.isLeft) this.open = new Hole("is what is left of a list that was gone through in part", span);
    }
    if (end.isLeft) return undefined;
    return open ?? (count < mostGiven ? undefined : new Further("is one of more elements than are followed", span));
  }

  /** Keeps the elements that were made. */
  settle(): void {
    this.again = undefined;
  }

  private make(source: Source): void {
    this.source = undefined;
    if (this.isOnce !== true && this.isKept !== true) this.again = source;
    const items = this.made;
    const open = source((item) => items.push(item) < mostGiven);
    const last = items[mostGiven - 1];
    this.certain = open === undefined || open instanceof Further ? items.length : 0;
    this.open ??= open ?? (last === undefined ? undefined : new Further("is one of more elements than are followed", last.value.origin.span));
  }

  /** The type that the program names for it, e.g. `pulumi.StringArray`; of Python's lists what else they are: "tuple", "set", "frozenset", "context" (of `with`). */
  type?: string;
  /** It is an array, whose elements are places of their own: C#'s structs change in them, and in no other list. */
  isArray?: true;
  /** It was made from a set, and nobody knows its order. */
  isUnordered?: true;
  /** It equals nothing: what a parameter of Go takes together where there is nothing to take. */
  isNothing?: true;
  /** Going through it with one variable gives its elements, not their places: Go's iterators. */
  isSequence?: true;
}

/** Whether nobody knows which element of a list comes first: Python's sets, and what is made from them. */
export function isUnordered(list: List): boolean {
  return (list.isUnordered === true || list.type === "set" || list.type === "frozenset") && list.length > 1;
}

/** Of a set: what is not known in it, which may equal something else in it, so that there are fewer of them. */
export function perhapsEqual(list: List): Hole | undefined {
  if (!/set$/i.test(list.type ?? "") || list.length < 2) return undefined;
  return list.unordered.map(({ value: { data } }) => data).find((data) => data instanceof Hole && !isNotANumber(data)) as Hole | undefined;
}

/** A list that shows what another collection holds at the time; what it is made to hold, the other one does. */
export class LiveList extends List {
  /** Of what shows the entries of a map: what it shows of one. */
  showEntry?: (key: string, field: Field) => Item;
  constructor(
    readonly of: List | RecordData,
    private readonly show: () => Item[],
    private readonly keep: (items: readonly Item[]) => void,
  ) {
    super([]);
  }

  override get items(): Item[] {
    return this.show();
  }
  override set items(items: Item[]) {
    this.keep(items);
  }
  override get length(): number {
    return this.show().length;
  }
  override get rest(): Hole | undefined {
    return this.of.rest;
  }
  override set rest(rest: Hole | undefined) {
    this.of.rest = rest;
  }
  override get inPlace(): number {
    return this.rest === undefined ? this.length : 0;
  }
}

/** How many of the first elements two lists have in common, at most so many. */
function sameFirst(one: readonly Item[], other: readonly Item[], most: number): number {
  let count = 0;
  while (count < most && one[count] !== undefined && one[count] === other[count]) count++;
  return count;
}

/** A list whose elements are made when they are first asked for. */
export function madeLater(source: Source, isOnce = false): List {
  const list = new List([]);
  list.source = source;
  if (isOnce) list.isOnce = true;
  return list;
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
  const value = how === "name" || how === "argument" || how === "member" ? given : ofAnyType(given);
  return { ...value, origin: name === undefined ? { span, how, from: value.origin } : { span, how, name, from: value.origin } };
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
