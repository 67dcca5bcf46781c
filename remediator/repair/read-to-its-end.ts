import { positionOf } from "../reader/plain";
import type { ReadingGap } from "../reader/interpreter/run";
import type { ProgramReading, StackReading } from "../reader/read";
import { placedTexts } from "../system/placed";

/** Whether a program was read to its end in each of its stacks; the gaps are what is about no one stack. */
export function isReadToItsEnd({ stacks }: ProgramReading, gaps: readonly ReadingGap[]): boolean {
  return gaps.every(({ isRead }) => isRead === true) && stacks.every(isStackReadToItsEnd);
}

/** One of which nothing at all was understood was not. */
function isStackReadToItsEnd({ registrations, gaps }: StackReading): boolean {
  return (
    gaps.length === 0 ||
    (registrations.length > 0 &&
      !gaps.some(({ reason }) =>
        /^(the program nests too deeply|reading stopped after|reading met|a list has more than|a loop went on)/i.test(reason),
      ))
  );
}

/** What was not read of a program, where, and why. */
export function notReadOf({ stacks }: ProgramReading, gaps: readonly ReadingGap[]): readonly string[] {
  return placedTexts(
    [...gaps, ...stacks.flatMap((stack) => stack.gaps)].map(({ reason, span }) => {
      const place = span === undefined ? undefined : positionOf(span, "");
      return { text: reason, file: place?.file, line: place?.line };
    }),
  );
}
