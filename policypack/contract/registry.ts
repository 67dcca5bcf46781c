import { readdirSync } from "node:fs";
import path from "node:path";
import type { Policy } from "./policy";

const folder = path.join(__dirname, "..", "policies");

/** Every file in policies/ is a policy. In the order in which they run: `settings` first, then by name. */
export const policies: readonly Policy[] = readdirSync(folder)
  .filter((file) => /^[a-z0-9-]+\.(js|ts)$/.test(file))
  .sort()
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  .map((file) => (require(path.join(folder, file)) as { readonly policy: Policy }).policy)
  .sort((a, b) => Number(b.id === "settings") - Number(a.id === "settings"));
