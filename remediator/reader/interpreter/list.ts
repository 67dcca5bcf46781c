import type { Span } from "../syntax/tree";
import { birth } from "./births";
import { Hole, Further, isNotANumber } from "./hole";
import type { Field, RecordData, Value } from "./value";

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
    if (end.isLeft) return open;
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
