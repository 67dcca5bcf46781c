import type { Failed } from "../system/failed";

/** How a command ends: there is nothing to complain about, there are findings, it could not be done. */
export type Exit = 0 | 1 | 2;

/** A refusal that the user can do something about: one sentence, and exit code 2. */
export class Refusal extends Error {}

/** The value of what worked, or the refusal that its reason is. */
export function orRefuse<T extends object>(result: T | Failed): Exclude<T, Failed> {
  if (isFailed(result)) throw new Refusal(result.reason);
  return result as Exclude<T, Failed>;
}

function isFailed(result: object): result is Failed {
  return (result as Partial<Failed>).kind === "failed";
}
