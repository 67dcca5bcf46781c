import type { ReadingGap } from "../reader/interpreter/run";
import type { ProjectReading, StackReading } from "../reader/read";

/** Whether a project was read to its end in each of its stacks, and with it what belongs to no project of its repository. */
export function isReadToItsEnd({ gaps, stacks }: Pick<ProjectReading, "gaps" | "stacks">, general: readonly ReadingGap[]): boolean {
  return [...general, ...gaps].every(({ isRead }) => isRead === true) && stacks.every(isStackReadToItsEnd);
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

/** What was not read of a project, and why. */
export function notReadOf({ gaps, stacks }: Pick<ProjectReading, "gaps" | "stacks">): readonly string[] {
  return [...gaps, ...stacks.flatMap((stack) => stack.gaps)].map(({ reason }) => reason);
}
