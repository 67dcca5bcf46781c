import { expect, test } from "@jest/globals";
import { Boxes, type Box } from "@portcullis/policypack/net/boxes";
import fc from "fast-check";

const interval = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 6 })).map(([first, length]) => ({
  first: BigInt(first),
  last: BigInt(first + length),
}));
const box = fc.record({ across: interval, along: interval });

function isInside(inner: Box, outer: Box): boolean {
  return (["across", "along"] as const).every((side) => outer[side].first <= inner[side].first && inner[side].last <= outer[side].last);
}

test("a box that contains another one is found exactly where there is one that is acceptable", () => {
  fc.assert(
    fc.property(fc.array(box, { maxLength: 60 }), box, fc.integer({ min: 1, max: 3 }), (boxes, wanted, step) => {
      const accepts = (index: number): boolean => index % step === 0;
      const found = new Boxes(boxes.map((each, index) => [each, index] as const)).containing(wanted, accepts);
      const all = boxes.flatMap((each, index) => (isInside(wanted, each) && accepts(index) ? [index] : []));
      if (found === undefined) expect(all).toEqual([]);
      else expect(all).toContain(found);
    }),
  );
});
