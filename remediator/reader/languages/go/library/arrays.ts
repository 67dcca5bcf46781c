import type { Machine } from "../../../interpreter/machine";
import { Hole } from "../../../interpreter/hole";
import { List, type Item } from "../../../interpreter/list";
import { computed, Instance, type Value } from "../../../interpreter/value";
import type { Span } from "../../../syntax/tree";
import { copied } from "./structs";

/**
 * Slices of one array see each other's changes: https://go.dev/blog/slices-intro. Each slice is a list of its own that knows where it begins in the array;
 * what is stored through one of them is stored in all that show the place.
 */
interface Window {
  readonly array: SharedArray;
  readonly start: number;
  /** Up to where it may grow in place, counted from the array's start. */
  readonly end: number;
}

interface SharedArray {
  slices: List[];
}

/** Loops that append make a slice each round; those before the last ones are hardly asked for again. */
const mostSlices = 64;

const windows = new WeakMap<List, Window>();
/** How many elements lists that grew have room for: at least so many, or exactly. */
interface Room {
  readonly least: number;
  readonly isExact: boolean;
}

const rooms = new WeakMap<List, Room>();
/** What was appended to a list that may have had room for it. */
const extended = new WeakMap<List, List>();

function windowOf(list: List): Window {
  const known = windows.get(list);
  if (known !== undefined) return known;
  const made: Window = { array: { slices: [list] }, start: 0, end: roomOf(list).least };
  windows.set(list, made);
  return made;
}

function join(list: List, window: Window): void {
  windows.set(list, window);
  const { array } = window;
  array.slices.push(list);
  if (array.slices.length > mostSlices) array.slices = array.slices.slice(-mostSlices / 2);
}

/** A list with room for more elements: `make([]T, length, capacity)`. */
export function withRoom(list: List, capacity: number): void {
  windows.set(list, { array: { slices: [list] }, start: 0, end: Math.max(capacity, list.items.length) });
}

/** How far a slice may grow in place; undefined where Go decides. */
export function capacityOf(list: List): number | undefined {
  const { least, isExact } = roomOf(list);
  return isExact ? least : undefined;
}

function roomOf(list: List): Room {
  const window = windows.get(list);
  if (window !== undefined) return { least: window.end - window.start, isExact: true };
  return rooms.get(list) ?? { least: list.items.length, isExact: true };
}

/** The structs of a list that pointers lead to. */
const pointedAt = new WeakMap<List, Set<Instance>>();

export function notePointedAt(list: List, struct: Instance): void {
  const known = pointedAt.get(list) ?? new Set();
  pointedAt.set(list, known.add(struct));
}

/** What moves into a larger array is copied: pointers go on leading to the elements of the smaller one. */
function moved(before: List, grown: List, isSure: boolean, span: Span): void {
  const structs = pointedAt.get(before);
  if (structs === undefined) return;
  const unknown = new Hole("is in an array that pointers into the list may lead to, or not any more", span);
  grown.items = grown.items.map((item) =>
    item.value.data instanceof Instance && structs.has(item.value.data)
      ? { ...item, value: isSure ? copied(item.value, 0) : computed(unknown, span, [item.value]) }
      : item,
  );
}

/** What Go takes from its allocator at once, in bytes: https://go.dev/src/internal/runtime/gc/sizeclasses.go */
const sizes = [8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384, 416, 448, 480, 512];

/** The room after a list has outgrown what it had: twice as much, and what the allocator gives beyond. */
function roomFor(length: number, { least, isExact }: Room, [first]: readonly Item[]): Room {
  const asked = length > 2 * least ? length : 2 * least;
  if (!isExact || least >= 256) return { least: length, isExact: false };
  const size = sizeOf(first?.value.data);
  const given = size === undefined ? undefined : sizes.find((one) => one >= asked * size);
  return size === undefined || given === undefined ? { least: asked, isExact: false } : { least: Math.floor(given / size), isExact: true };
}

/** How many bytes an element takes, where its type says so. */
function sizeOf(data: Value["data"] | undefined): number | undefined {
  if (typeof data === "number") return 8;
  if (typeof data === "string") return 16;
  if (!(data instanceof Instance)) return undefined;
  let total = 0;
  for (const { kind, isStatic, type = "" } of data.type.expression.members) {
    if (kind !== "field" || isStatic) continue;
    const size = sizeOfType(type);
    if (size === undefined) return undefined;
    total += size;
  }
  return total;
}

/** Of types that leave no gaps between the fields of a struct. */
function sizeOfType(type: string): number | undefined {
  if (/^(?:u?int(?:64)?|uintptr|float64|\*.*|map\[.*|func\(.*)$/.test(type)) return 8;
  if (/^(?:string|error|any|interface\{\})$/.test(type)) return 16;
  return type.startsWith("[]") ? 24 : undefined;
}

/** `list[from:to:capacity]`. */
export function sliced(value: Value, from = 0, to: number | undefined, capacity: number | undefined, machine: Machine, span: Span): Value {
  const { data } = value;
  if (!(data instanceof List)) return value;
  if (data.rest !== undefined) return computed(new List(data.items.slice(from, to), data.rest), span, [value]);
  const { array, start, end } = windowOf(data);
  const last = to ?? data.items.length;
  const items: Item[] = [];
  for (let place = from; place < last; place++) {
    const item = data.items[place] ?? itemAt(array, start + place);
    if (item === undefined) return machine.hole("reaches behind what is known of an array", span, [value]);
    items.push(item);
  }
  const list = new List(items);
  join(list, { array, start: start + from, end: capacity === undefined ? end : start + capacity });
  return computed(list, span, [value]);
}

function itemAt({ slices }: SharedArray, place: number): Item | undefined {
  for (const list of slices) {
    const item = list.items[place - (windows.get(list)?.start ?? 0)];
    if (item !== undefined) return item;
  }
  return undefined;
}

/** Shows in all slices of the array what one of them holds from a place on. */
export function stored(list: List, place: number, items: readonly Item[], machine: Machine): void {
  const window = windows.get(list);
  if (window === undefined) return;
  for (const other of window.array.slices) {
    if (other === list) continue;
    const first = window.start + place - (windows.get(other)?.start ?? 0);
    if (first >= other.items.length || first + items.length <= 0) continue;
    machine.touch(other);
    for (const [offset, item] of items.entries()) if (first + offset >= 0 && first + offset < other.items.length) other.items[first + offset] = item;
  }
}

/** The same for a list that nobody else holds, and that was made longer itself. */
export function grewInPlace(list: List, length: number, machine: Machine): void {
  const window = windows.get(list);
  const room = window === undefined ? (rooms.get(list) ?? { least: length, isExact: true }) : { least: window.end - window.start, isExact: true };
  if (list.items.length <= room.least) {
    stored(list, length, list.items.slice(length), machine);
    return;
  }
  if (window !== undefined) window.array.slices = window.array.slices.filter((one) => one !== list);
  windows.delete(list);
  rooms.set(list, roomFor(list.items.length, room, list.items));
}

/** Puts a list with more elements where Go would: into the array of the one that it is made from, if there is room. */
export function grownFrom(before: List, grown: List, machine: Machine, span: Span): void {
  const length = before.items.length;
  const room = roomOf(before);
  if (grown.items.length === length) return;
  if (grown.items.length <= room.least && (room.isExact || windows.has(before))) {
    const { array, start, end } = windowOf(before);
    join(grown, { array, start, end });
    for (const struct of pointedAt.get(before) ?? []) notePointedAt(grown, struct);
    stored(grown, length, grown.items.slice(length), machine);
    return;
  }
  rooms.set(grown, roomFor(grown.items.length, room, grown.items));
  moved(before, grown, room.isExact, span);
  if (room.isExact) return;
  const earlier = extended.get(before);
  extended.set(before, grown);
  if (earlier === undefined) return;
  // Whether there was room for both, and the second one took the place of the first, is for Go to say.
  machine.touch(earlier);
  const hole = new Hole("may have been replaced by what is appended to the same list", span);
  for (let place = length; place < Math.min(earlier.items.length, grown.items.length); place++) {
    const item = earlier.items[place];
    if (item !== undefined) earlier.items[place] = { ...item, value: computed(hole, span, [item.value]) };
  }
}
