import { expect, test } from "@jest/globals";
import { Coverage } from "@portcullis/policypack/net/coverage";
import * as intervals from "@portcullis/policypack/net/intervals";
import fc from "fast-check";

const sets = fc
  .array(fc.tuple(fc.bigInt(0n, 40n), fc.bigInt(0n, 9n)), { maxLength: 4 })
  .map((pieces) => intervals.canonical(pieces.map(([first, length]) => ({ first, last: first + length }))));

test("sets that come and go cover as many points as their union has", () => {
  fc.assert(
    fc.property(fc.array(sets, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 30 }), (all, turns) => {
      const coverage = new Coverage(all);
      const there = new Set<number>();
      for (const turn of turns) {
        const index = all.length === 0 ? 0 : turn % all.length;
        const set = all[index] ?? intervals.none;
        if (there.delete(index)) coverage.remove(set);
        else {
          there.add(index);
          coverage.add(set);
        }
        expect(coverage.size).toBe(intervals.size(intervals.unionAll([...there].map((each) => all[each] ?? intervals.none))));
      }
    }),
  );
});

test("the same set twice goes twice", () => {
  const set = intervals.interval(3n, 5n);
  const coverage = new Coverage([set]);
  coverage.add(set);
  coverage.add(set);
  coverage.remove(set);
  expect(coverage.size).toBe(3n);
  coverage.remove(set);
  expect(coverage.size).toBe(0n);
});

test("a set that was not announced is a mistake", () => {
  expect(() => new Coverage([]).add(intervals.interval(1n, 2n))).toThrow("no set was said to begin or end at 1");
});
