import type { Resource } from "../../resources/resource";
import type { Hole } from "../approx";

/** What a property that should name another resource names. */
export type Ref =
  | { readonly kind: "resource"; readonly urn: string }
  /** An identifier that no resource of the stack has, and what people call that; what it stands for is a hole. */
  | { readonly kind: "external"; readonly id: string; readonly name?: string; readonly hole: Hole }
  /** Not known yet: one of the candidates where there are any, else anything. Where an id is written, it may also be of something outside of the stack. */
  | { readonly kind: "unclear"; readonly candidates: readonly string[]; readonly hole: Hole; readonly id?: string };

/** A noun that comes from one resource of the stack. */
export interface Noun {
  readonly urn: string;
  readonly resource: Resource;
}
