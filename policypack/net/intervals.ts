export interface Interval {
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * A set of whole numbers in its one canonical form: closed intervals, sorted, disjoint and never adjacent.
 *
 *     1  2  3  4  5  6  7  8  9
 *     [-----]     [--------]        [{ first: 1n, last: 3n }, { first: 5n, last: 8n }]
 *
 * Equal sets are equal lists. Only the functions of this file make one.
 */
export type Intervals = readonly Interval[];

export const none: Intervals = Object.freeze([]);

/** Both ends belong to it; an interval that ends before it begins is empty. */
export function interval(first: bigint, last: bigint): Intervals {
  return first > last ? none : [{ first, last }];
}

/** Makes a set of intervals in any order that may overlap, touch or be empty. */
export function canonical(list: Iterable<Interval>): Intervals {
  const sorted = [...list].filter(({ first, last }) => first <= last).sort(byFirst);
  return sorted.length === 0 ? none : merged(sorted);
}

export function union(...sets: readonly Intervals[]): Intervals {
  return sets.length === 2 ? unionOfTwo(sets[0] ?? none, sets[1] ?? none) : unionAll(sets);
}

export function unionAll(sets: Iterable<Intervals>): Intervals {
  const filled = [...sets].filter((set) => !isEmpty(set));
  return filled.length < 2 ? (filled[0] ?? none) : canonical(filled.flat());
}

export function intersect(a: Intervals, b: Intervals): Intervals {
  const shared: Interval[] = [];
  let i = startIn(a, b);
  let j = startIn(b, a);
  while (i < a.length && j < b.length) {
    const left = at(a, i);
    const right = at(b, j);
    if (left.last >= right.first && right.last >= left.first)
      shared.push({ first: larger(left.first, right.first), last: smaller(left.last, right.last) });
    if (left.last < right.last) i++;
    else j++;
  }
  return shared.length === 0 ? none : shared;
}

export function subtract(a: Intervals, b: Intervals): Intervals {
  if (isEmpty(a) || isEmpty(b)) return a;
  const rest: Interval[] = [];
  let hole = startIn(b, a);
  for (const { first, last } of a) {
    let from = first;
    // A hole may reach into the next interval of a, so the last one looked at is looked at again.
    for (; hole < b.length; hole++) {
      const cut = at(b, hole);
      if (cut.last < from) continue;
      if (cut.first > last) break;
      if (cut.first > from) rest.push({ first: from, last: cut.first - 1n });
      from = cut.last + 1n;
      if (cut.last >= last) break;
    }
    if (from <= last) rest.push({ first: from, last });
  }
  return rest.length === 0 ? none : rest;
}

/** Whether all of b is in a. */
export function covers(a: Intervals, b: Intervals): boolean {
  let i = startIn(a, b);
  for (const { first, last } of b) {
    while (i < a.length && at(a, i).last < first) i++;
    const container = a[i];
    if (container === undefined || container.first > first || container.last < last) return false;
  }
  return true;
}

/** Whether a and b have a point in common. */
export function meets(a: Intervals, b: Intervals): boolean {
  let i = startIn(a, b);
  let j = startIn(b, a);
  while (i < a.length && j < b.length) {
    const left = at(a, i);
    const right = at(b, j);
    if (left.last < right.first) i++;
    else if (right.last < left.first) j++;
    else return true;
  }
  return false;
}

export function equals(a: Intervals, b: Intervals): boolean {
  return a === b || (a.length === b.length && a.every(({ first, last }, i) => first === at(b, i).first && last === at(b, i).last));
}

/** A text that only equal sets have. Hexadecimal digits of large numbers are quicker to write than decimal ones. */
export function keyOf(a: Intervals): string {
  return a.map(({ first, last }) => `${first.toString(16)}-${last.toString(16)}`).join();
}

export function isEmpty(a: Intervals): boolean {
  return a.length === 0;
}

/** How many points it has. */
export function size(a: Intervals): bigint {
  let points = 0n;
  for (const { first, last } of a) points += last - first + 1n;
  return points;
}

export function contains(a: Intervals, point: bigint): boolean {
  const candidate = a[indexFrom(a, point)];
  return candidate !== undefined && candidate.first <= point;
}

/** Where in a sorted list the first interval is that does not end before a point. */
export function indexFrom(a: readonly Interval[], point: bigint): number {
  let low = 0;
  let high = a.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(a, middle).last < point) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where in a something may begin that is in b as well: of a set of many intervals, a small one needs few. */
function startIn(a: Intervals, b: Intervals): number {
  const [first] = b;
  return first === undefined ? a.length : indexFrom(a, first.first);
}

function byFirst(a: Interval, b: Interval): number {
  return a.first < b.first ? -1 : a.first > b.first ? 1 : 0;
}

/** Joins what overlaps or touches in a list that is sorted by its first points. */
function merged(sorted: Iterable<Interval>): Intervals {
  const result: Interval[] = [];
  let open: Interval | undefined;
  for (const next of sorted) {
    if (open === undefined) open = next;
    else if (next.first > open.last + 1n) {
      result.push(open);
      open = next;
    } else if (next.last > open.last) open = { first: open.first, last: next.last };
  }
  if (open !== undefined) result.push(open);
  return result;
}

function unionOfTwo(a: Intervals, b: Intervals): Intervals {
  if (isEmpty(a)) return b;
  return isEmpty(b) ? a : merged(inOrder(a, b));
}

function* inOrder(a: Intervals, b: Intervals): Generator<Interval> {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (j === b.length || (i < a.length && at(a, i).first <= at(b, j).first)) yield at(a, i++);
    else yield at(b, j++);
  }
}

function at(list: Intervals, index: number): Interval {
  const found = list[index];
  if (found === undefined) throw new RangeError(`interval ${index} of ${list.length} does not exist`);
  return found;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
