import type { Value } from "./value";

/** How a statement ends. */
export type Completion =
  | { readonly kind: "normal" }
  | { readonly kind: "return"; readonly value: Value }
  | { readonly kind: "break" | "continue"; readonly label: string | undefined }
  | { readonly kind: "goto"; readonly label: string }
  | { readonly kind: "throw"; readonly value: Value; readonly isAgain?: true };

export const normal: Completion = { kind: "normal" };
