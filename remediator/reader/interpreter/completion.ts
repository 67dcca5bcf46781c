import type { Value } from "./value";

/** How a statement ends. */
export type Completion =
  | { readonly kind: "normal" }
  | { readonly kind: "return"; readonly value: Value }
  | { readonly kind: "break" | "continue"; readonly label: string | undefined }
  | { readonly kind: "throw"; readonly value: Value };

export const normal: Completion = { kind: "normal" };
