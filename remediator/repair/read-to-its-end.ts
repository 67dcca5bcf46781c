import type { StackReading } from "../reader/read";

/** Whether a program was read to its end. One of which nothing at all was understood was not. */
export function isReadToItsEnd({ registrations, gaps }: StackReading): boolean {
  return (
    gaps.length === 0 ||
    (registrations.length > 0 &&
      !gaps.some(({ reason }) =>
        /^(the program nests too deeply|reading stopped after|reading met|a list has more than|a loop went on)/i.test(reason),
      ))
  );
}
