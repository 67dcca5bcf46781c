import { visibleJson } from "../system/visible";
import type { Inventory } from "./inventory";

/** The inventory as a program reads it: see rules.schema.json. A rule is a line. */
export function jsonInventory({ rules, notRead }: Inventory): string {
  const rows = rules.map(({ of: _, unwritten: __, ...row }) => JSON.stringify(row));
  const lines = (entries: readonly string[]): string => (entries.length === 0 ? "[]" : `[\n    ${entries.join(",\n    ")}\n  ]`);
  const holes = notRead.map((entry) => JSON.stringify(entry));
  return visibleJson(`{\n  "schemaVersion": 1,\n  "rules": ${lines(rows)},\n  "notRead": ${lines(holes)}\n}\n`);
}
