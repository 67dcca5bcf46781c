import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import * as intervals from "@portcullis/policypack/net/intervals";
import type { Intervals } from "@portcullis/policypack/net/intervals";

const universe = Array.from({ length: 40 }, (_, point) => point);

/** Intervals in any order; some overlap, some touch, some are empty. */
const written = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 39 }), fc.integer({ min: -2, max: 9 })), { maxLength: 12 })
  .map((list) => list.map(([first, length]) => ({ first: BigInt(first), last: BigInt(Math.min(39, first + length)) })));
const sets = written.map((list) => intervals.canonical(list));

describe("every operation agrees with plain sets of numbers", () => {
  test("canonical", () => {
    holds([written], (list) => {
      const naive = new Set(universe.filter((point) => list.some(({ first, last }) => first <= BigInt(point) && BigInt(point) <= last)));
      expect(pointsOf(intervals.canonical(list))).toEqual(naive);
    });
  });

  test("union of two", () => holds([sets, sets], (a, b) => expect(pointsOf(intervals.union(a, b))).toEqual(either(a, b))));

  test("union of many", () => {
    holds([fc.array(sets, { maxLength: 6 })], (list) => {
      const naive = new Set(list.flatMap((set) => [...pointsOf(set)]));
      expect(pointsOf(intervals.unionAll(list))).toEqual(new Set([...naive]));
      expect(intervals.union(...list)).toEqual(intervals.unionAll(list));
    });
  });

  test("intersect", () => holds([sets, sets], (a, b) => expect(pointsOf(intervals.intersect(a, b))).toEqual(both(a, b))));

  test("subtract", () => holds([sets, sets], (a, b) => expect(pointsOf(intervals.subtract(a, b))).toEqual(onlyFirst(a, b))));

  test("covers", () => holds([sets, sets], (a, b) => expect(intervals.covers(a, b)).toBe(onlyFirst(b, a).size === 0)));

  test("covers what is a part of it", () => holds([sets, sets], (a, b) => expect(intervals.covers(a, intervals.intersect(a, b))).toBe(true)));

  test("meets", () => holds([sets, sets], (a, b) => expect(intervals.meets(a, b)).toBe(both(a, b).size > 0)));

  test("equals", () => {
    holds([sets, sets], (a, b) => expect(intervals.equals(a, b)).toBe(either(a, b).size === both(a, b).size));
    holds([written], (list) => expect(intervals.equals(intervals.canonical(list), intervals.canonical([...list].reverse()))).toBe(true));
  });

  test("size, isEmpty and contains", () => {
    holds([sets, fc.integer({ min: -1, max: 40 })], (a, point) => {
      const naive = pointsOf(a);
      expect(intervals.size(a)).toBe(BigInt(naive.size));
      expect(intervals.isEmpty(a)).toBe(naive.size === 0);
      expect(intervals.contains(a, BigInt(point))).toBe(naive.has(point));
    });
  });
});

describe("the form is canonical", () => {
  test("whatever made the set, its intervals are sorted, filled and apart", () => {
    holds([sets, sets, sets], (a, b, c) => {
      const made = [a, intervals.union(a, b), intervals.unionAll([a, b, c]), intervals.intersect(a, b), intervals.subtract(a, b)];
      for (const set of made) expectCanonical(set);
    });
  });

  test("operations leave what they are given as it was", () => {
    holds([sets, sets], (a, b) => {
      const [frozenA, frozenB] = [frozen(a), frozen(b)];
      const before = structuredClone([frozenA, frozenB]);
      intervals.union(frozenA, frozenB);
      intervals.unionAll([frozenA, frozenB]);
      intervals.intersect(frozenA, frozenB);
      intervals.subtract(frozenA, frozenB);
      expect([frozenA, frozenB]).toEqual(before);
    });
  });
});

describe("the algebra has its laws, on numbers as large as IPv6 addresses", () => {
  const point = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });
  const large = fc
    .array(fc.tuple(point, point), { maxLength: 8 })
    .map((list) => intervals.canonical(list.map(([a, b]) => (a < b ? { first: a, last: b } : { first: b, last: a }))));
  const { union, intersect, subtract, none } = intervals;

  test("union and intersection commute, associate, absorb and distribute", () => {
    holds([large, large, large], (a, b, c) => {
      expect(union(a, b)).toEqual(union(b, a));
      expect(intersect(a, b)).toEqual(intersect(b, a));
      expect(union(union(a, b), c)).toEqual(union(a, union(b, c)));
      expect(intersect(intersect(a, b), c)).toEqual(intersect(a, intersect(b, c)));
      expect(union(a, intersect(a, b))).toEqual(a);
      expect(intersect(a, union(a, b))).toEqual(a);
      expect(intersect(a, union(b, c))).toEqual(union(intersect(a, b), intersect(a, c)));
      expect(union(a, intersect(b, c))).toEqual(intersect(union(a, b), union(a, c)));
    });
  });

  test("subtraction splits a set in two", () => {
    holds([large, large, large], (a, b, c) => {
      expect(union(subtract(a, b), intersect(a, b))).toEqual(a);
      expect(intersect(subtract(a, b), b)).toEqual(none);
      expect(subtract(a, union(b, c))).toEqual(subtract(subtract(a, b), c));
      expect(subtract(a, intersect(b, c))).toEqual(union(subtract(a, b), subtract(a, c)));
      expect(intervals.size(subtract(a, b)) + intervals.size(intersect(a, b))).toBe(intervals.size(a));
    });
  });

  test("the questions follow from the operations", () => {
    holds([large, large], (a, b) => {
      expect(intervals.covers(a, b)).toBe(intervals.isEmpty(subtract(b, a)));
      expect(intervals.meets(a, b)).toBe(!intervals.isEmpty(intersect(a, b)));
      expect(intervals.covers(a, b) && intervals.covers(b, a)).toBe(intervals.equals(a, b));
    });
  });

  test("the empty set is neutral", () => {
    holds([large], (a) => {
      expect([union(a, none), union(a), union(none, a), subtract(a, none)]).toEqual([a, a, a, a]);
      expect([intersect(a, none), subtract(none, a), subtract(a, a), union()]).toEqual([none, none, none, none]);
      expect([intervals.covers(a, none), intervals.meets(a, none)]).toEqual([true, false]);
    });
  });
});

test("intervals that touch become one", () => {
  expect(intervals.union(intervals.interval(1n, 3n), intervals.interval(4n, 6n))).toEqual([{ first: 1n, last: 6n }]);
  expect(intervals.union(intervals.interval(1n, 3n), intervals.interval(5n, 6n))).toHaveLength(2);
});

test("an interval that ends before it begins is empty", () => {
  expect(intervals.interval(2n, 1n)).toBe(intervals.none);
});

function holds<T extends unknown[]>(inputs: { [K in keyof T]: fc.Arbitrary<T[K]> }, claim: (...values: T) => void): void {
  fc.assert(fc.property(fc.tuple<T>(...inputs), (values) => claim(...values)));
}

function pointsOf(set: Intervals): Set<number> {
  return new Set(set.flatMap(({ first, last }) => Array.from({ length: Number(last - first) + 1 }, (_, i) => Number(first) + i)));
}

function either(a: Intervals, b: Intervals): Set<number> {
  return new Set([...pointsOf(a), ...pointsOf(b)]);
}

function both(a: Intervals, b: Intervals): Set<number> {
  const other = pointsOf(b);
  return new Set([...pointsOf(a)].filter((point) => other.has(point)));
}

function onlyFirst(a: Intervals, b: Intervals): Set<number> {
  const other = pointsOf(b);
  return new Set([...pointsOf(a)].filter((point) => !other.has(point)));
}

function expectCanonical(set: Intervals): void {
  set.forEach(({ first, last }, i) => {
    expect(first <= last).toBe(true);
    const next = set[i + 1];
    if (next !== undefined) expect(next.first > last + 1n).toBe(true);
  });
}

function frozen(set: Intervals): Intervals {
  return Object.freeze(set.map((each) => Object.freeze({ ...each })));
}
