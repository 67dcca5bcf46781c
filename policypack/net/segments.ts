import type { Intervals } from "./intervals";

/** A piece of a line on which the same sets lie from end to end. */
export interface Segment<T> {
  readonly first: bigint;
  readonly last: bigint;
  /** What lies there; read it before the next stretch is asked for. */
  readonly there: ReadonlySet<T>;
  /** What does not lie there any more, and what lies there since the stretch before. */
  readonly gone: ReadonlySet<T>;
  readonly come: ReadonlySet<T>;
}

/**
 * Walks along a line and cuts it where a set begins or ends. A value that several sets have lies wherever one of them does:
 *
 *     a       [-------------]
 *     b             [------------]      [---]
 *     result  [--a--][--a,b-][-b-]      [-b-]
 */
export function* segments<T>(sets: Iterable<readonly [Intervals, T]>): Generator<Segment<T>> {
  const edges = new Map<bigint, Edge<T>>();
  for (const [set, value] of sets) {
    for (const { first, last } of set) {
      edgeAt(edges, first).begins.push(value);
      edgeAt(edges, last + 1n).ends.push(value);
    }
  }
  const inOrder = [...edges.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
  const there = new Set<T>();
  /** How many more sets with a value that lies there do. */
  const more = new Map<T, number>();
  let [gone, come] = [new Set<T>(), new Set<T>()];
  for (const [index, { at, ends, begins }] of inOrder.entries()) {
    // Where one piece of a set ends and another begins, the end comes first.
    for (const value of ends) {
      const others = more.get(value) ?? 0;
      if (others > 0) more.set(value, others - 1);
      else {
        there.delete(value);
        if (!come.delete(value)) gone.add(value);
      }
    }
    for (const value of begins) {
      if (there.has(value)) more.set(value, (more.get(value) ?? 0) + 1);
      else {
        there.add(value);
        if (!gone.delete(value)) come.add(value);
      }
    }
    const next = inOrder[index + 1];
    if (next === undefined || there.size === 0) continue;
    yield { first: at, last: next.at - 1n, there, gone, come };
    [gone, come] = [new Set(), new Set()];
  }
}

/** A place where sets begin or end: many do at the same one, such as where a rule's ports are cut by those that are asked about. */
interface Edge<T> {
  readonly at: bigint;
  readonly ends: T[];
  readonly begins: T[];
}

function edgeAt<T>(edges: Map<bigint, Edge<T>>, at: bigint): Edge<T> {
  const known = edges.get(at);
  if (known !== undefined) return known;
  const made: Edge<T> = { at, ends: [], begins: [] };
  edges.set(at, made);
  return made;
}
