import type { Intervals } from "./intervals";

/** A piece of a line on which the same sets lie from end to end. */
export interface Segment<T> {
  readonly first: bigint;
  readonly last: bigint;
  /** What lies there; read it before the next stretch is asked for. */
  readonly there: ReadonlySet<T>;
  /** What does not lie there any more, and what lies there since the stretch before. */
  readonly gone: readonly T[];
  readonly come: readonly T[];
}

/**
 * Walks along a line and cuts it where a set begins or ends. A value that several sets have lies wherever one of them does:
 *
 *     a       [-------------]
 *     b             [------------]      [---]
 *     result  [--a--][--a,b-][-b-]      [-b-]
 */
export function* segments<T>(sets: Iterable<readonly [Intervals, T]>): Generator<Segment<T>> {
  const edges: { readonly at: bigint; readonly value: T; readonly begins: boolean }[] = [];
  for (const [set, value] of sets) {
    for (const { first, last } of set) edges.push({ at: first, value, begins: true }, { at: last + 1n, value, begins: false });
  }
  // Where one piece of a set ends and another begins, the end comes first.
  edges.sort((a, b) => (a.at === b.at ? Number(a.begins) - Number(b.begins) : a.at < b.at ? -1 : 1));
  const there = new Set<T>();
  /** How many more sets with a value that lies there do. */
  const more = new Map<T, number>();
  let [gone, come]: [T[], T[]] = [[], []];
  for (const [index, { at, value, begins }] of edges.entries()) {
    const others = more.get(value) ?? 0;
    if (begins && there.has(value)) more.set(value, others + 1);
    else if (!begins && others > 0) more.set(value, others - 1);
    else if (begins) {
      there.add(value);
      come.push(value);
    } else {
      there.delete(value);
      gone.push(value);
    }
    const next = edges[index + 1];
    if (next === undefined || next.at === at || there.size === 0) continue;
    yield { first: at, last: next.at - 1n, there, gone, come };
    [gone, come] = [[], []];
  }
}
