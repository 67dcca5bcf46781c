/** How a command ends: there is nothing to complain about, there are findings, it could not be done. */
export type Exit = 0 | 1 | 2;

/** A refusal that the user can do something about: one sentence, and exit code 2. */
export class Refusal extends Error {}

/** The value of what worked, or the refusal that its reason is. */
export function orRefuse<T extends { readonly kind: string }>(
  result: T | { readonly kind: "failed"; readonly reason: string },
): Exclude<T, { readonly kind: "failed" }> {
  if (result.kind === "failed") throw new Refusal((result as { readonly reason: string }).reason);
  return result as Exclude<T, { readonly kind: "failed" }>;
}
