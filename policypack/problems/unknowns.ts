import type { Finding } from "../evaluation/finding";
import { grouped } from "../grouped";

/** A value that is not known, and what cannot be decided without it. */
export interface Unknown<F extends Finding = Finding> {
  readonly urn: string;
  readonly property: string;
  readonly findings: readonly F[];
}

/** What is unknown, by the value that hides the answer. */
export function unknownsOf<F extends Finding>(findings: readonly F[]): readonly Unknown<F>[] {
  const unknown = findings.filter(({ verdict }) => verdict === "unknown");
  return grouped(unknown, ({ urn, property }) => `${urn} ${property}`).map(([, alike]) => ({
    urn: alike[0].urn,
    property: alike[0].property,
    findings: alike,
  }));
}
