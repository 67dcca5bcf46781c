/** Decisions that come from a list of numbers, so that a smaller list makes a simpler thing: what is not decided is the first possibility. */
export class Choices {
  private at = 0;
  constructor(private readonly numbers: readonly number[]) {}

  /** From 0 to below `count`. */
  below(count: number): number {
    const number = this.numbers[this.at++] ?? 0;
    return number % Math.max(1, count);
  }

  pick<T>(first: T, ...others: readonly T[]): T {
    return this.from([first, ...others]);
  }

  /** One of a list, which is not empty. */
  from<T>(possibilities: readonly T[]): T {
    const chosen = possibilities[this.below(possibilities.length)];
    if (chosen === undefined) throw new Error("there is nothing to choose from");
    return chosen;
  }

  /** True once in so many times, and never where nothing is decided. */
  once(inSoMany: number): boolean {
    return this.below(inSoMany) === inSoMany - 1;
  }

  /** Different ones of a list, in its order; at least one. */
  some<T>(possibilities: readonly T[]): readonly T[] {
    const kept = possibilities.filter(() => this.below(2) === 1);
    return kept.length === 0 ? possibilities.slice(0, 1) : kept;
  }
}
