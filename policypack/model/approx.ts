import type { Path } from "../plans/plan";

/** A place where an answer is missing: the property of the resource that hides it, and why. */
export class Hole {
  constructor(
    readonly urn: string,
    readonly path: Path,
    readonly reason: string,
  ) {}
}

/** A value, or the hole where it should be. */
export type Fact<T> = T | Hole;

export function isHole(value: unknown): value is Hole {
  return value instanceof Hole;
}

/** A set between two bounds: what is certainly in it, and what could be. Equal where nothing is hidden. */
export interface Approx<T> {
  readonly must: T;
  readonly may: T;
  readonly holes: readonly Hole[];
}

export function exactly<T>(value: T): Approx<T> {
  return { must: value, may: value, holes: [] };
}

/** Writes a path as users read it: `ingress[0].cidrBlocks[1]`. */
export function pathText(path: Path): string {
  return path.map((step, index) => (typeof step === "number" ? `[${String(step)}]` : index === 0 ? step : `.${step}`)).join("");
}
