import { expect, test } from "@jest/globals";
import { array, assert, constantFrom, nat, property, tuple } from "fast-check";
import * as intervals from "@portcullis/policypack/net/intervals";
import { segments } from "@portcullis/policypack/net/segments";

const set = array(tuple(nat(20), nat(6)), { maxLength: 3 }).map((pairs) =>
  intervals.canonical(pairs.map(([first, length]) => ({ first: BigInt(first), last: BigInt(first + length) }))),
);

test("what lies at each point is what has a set there, however many sets have one value", () => {
  assert(
    property(array(tuple(set, constantFrom("a", "b", "c")), { maxLength: 6 }), (sets) => {
      const found = new Map<bigint, string>();
      for (const { first, last, there } of segments(sets)) {
        expect(there.size).toBeGreaterThan(0);
        for (let point = first; point <= last; point++) {
          expect(found.has(point)).toBe(false);
          found.set(point, [...there].sort().join());
        }
      }
      for (let point = 0n; point < 30n; point++) {
        const values = new Set(sets.flatMap(([own, value]) => (intervals.contains(own, point) ? [value] : [])));
        expect([point, found.get(point)]).toEqual([point, values.size === 0 ? undefined : [...values].sort().join()]);
      }
    }),
    { numRuns: 500 },
  );
});

test("what comes and goes from one stretch to the next adds up to what lies there", () => {
  assert(
    property(array(tuple(set, constantFrom("a", "b", "c")), { maxLength: 6 }), (sets) => {
      const own = new Set<string>();
      for (const { there, gone, come } of segments(sets)) {
        for (const value of gone) own.delete(value);
        for (const value of come) own.add(value);
        expect([...own].sort()).toEqual([...there].sort());
      }
    }),
    { numRuns: 500 },
  );
});
