import type { Interval } from "./intervals";

/** A rectangle: what lies in one interval on one line and in another interval on a second line. */
export interface Box {
  readonly across: Interval;
  readonly along: Interval;
}

/**
 * Finds boxes that contain a given one, without looking at all of them: a tree whose nodes know how far the boxes below them reach, and which
 * is split by another side at each level.
 */
export class Boxes<T> {
  private readonly root: Node<T> | undefined;

  constructor(entries: readonly (readonly [box: Box, value: T])[]) {
    this.root = nodeOf(entries, 0);
  }

  /** One of the acceptable boxes that contain the given one; always the same one. */
  containing(box: Box, accepts: (value: T) => boolean): T | undefined {
    const waiting: Node<T>[] = this.root === undefined ? [] : [this.root];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (!contains(node.reach, box)) continue;
      if (node.entries === undefined) {
        waiting.push(node.right, node.left);
        continue;
      }
      for (const [own, value] of node.entries) if (contains(own, box) && accepts(value)) return value;
    }
    return undefined;
  }
}

/** Whether all of a box lies in another one. */
function contains(outer: Box, inner: Box): boolean {
  return (
    outer.across.first <= inner.across.first &&
    outer.across.last >= inner.across.last &&
    outer.along.first <= inner.along.first &&
    outer.along.last >= inner.along.last
  );
}

type Node<T> = { readonly reach: Box } & (
  { readonly entries: readonly (readonly [Box, T])[] } | { readonly entries: undefined; readonly left: Node<T>; readonly right: Node<T> }
);

const most = 8;

const sides: readonly ((box: Box) => bigint)[] = [
  ({ across }) => across.first,
  ({ along }) => along.first,
  ({ across }) => -across.last,
  ({ along }) => -along.last,
];

function nodeOf<T>(entries: readonly (readonly [Box, T])[], depth: number): Node<T> | undefined {
  const [first] = entries;
  if (first === undefined) return undefined;
  const reach = entries.reduce((whole, [box]) => hull(whole, box), first[0]);
  const side = sides[depth % sides.length];
  if (entries.length <= most || side === undefined) return { reach, entries };
  const sorted = [...entries].sort(([a], [b]) => (side(a) < side(b) ? -1 : side(a) > side(b) ? 1 : 0));
  const middle = sorted.length >>> 1;
  const [left, right] = [nodeOf(sorted.slice(0, middle), depth + 1), nodeOf(sorted.slice(middle), depth + 1)];
  return left === undefined || right === undefined ? { reach, entries } : { reach, entries: undefined, left, right };
}

/** The smallest box that contains two. */
function hull(a: Box, b: Box): Box {
  return { across: joined(a.across, b.across), along: joined(a.along, b.along) };
}

function joined(a: Interval, b: Interval): Interval {
  return { first: a.first < b.first ? a.first : b.first, last: a.last > b.last ? a.last : b.last };
}
