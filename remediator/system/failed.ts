/** What could not be done, and why: a sentence that says what is so and what to do. */
export interface Failed {
  readonly kind: "failed";
  readonly reason: string;
}

export function failed(reason: string): Failed {
  return { kind: "failed", reason };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
