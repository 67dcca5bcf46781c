import type { LocatedGap, Source } from "../sources/source";
import type { ListedRule, NotRead } from "./row";
import { RuleReader } from "./rules";

export interface Inventory {
  readonly rules: readonly ListedRule[];
  readonly notRead: readonly NotRead[];
}

/** Every rule of every group of these sources; what several stacks have alike is one row. */
export function inventoryOf(sources: readonly Source[]): Inventory {
  const rules = new Map<string, { readonly rule: ListedRule; readonly stacks: string[] }>();
  const notRead = new Map<string, NotRead>();
  for (const [index, source] of sources.entries()) {
    const reader = new RuleReader(source);
    const found = reader.rules();
    for (const [position, rule] of found.entries()) {
      // Two rules of one stack may be written alike: they are two rows.
      const key = sources.length === 1 ? String(position) : keyOf(source, rule, rules, index);
      const known = rules.get(key) ?? { rule, stacks: [] };
      rules.set(key, known);
      known.stacks.push(...reader.stacks);
    }
    for (const gap of [...source.gaps, ...reader.notRead]) {
      const entry = entryOf(gap);
      const key = JSON.stringify([source.folderName, withoutStack(gap.urn), gap.reason, entry.location]);
      if (!notRead.has(key)) notRead.set(key, entry);
    }
  }
  return { rules: [...rules.values()].map(({ rule, stacks }) => ({ ...rule, stacks })), notRead: [...notRead.values()] };
}

/** What is the same of a rule in every stack that has it. Of several that are alike in one stack, each is matched with one of the other stack. */
function keyOf(source: Source, rule: ListedRule, rules: ReadonlyMap<string, { readonly stacks: readonly string[] }>, index: number): string {
  const { urn, of, ...rest } = rule;
  const name = source.stack ?? String(index);
  const key = JSON.stringify([source.folderName, withoutStack(urn), withoutStack(of), rest]);
  for (let copy = 0; ; copy++) {
    const numbered = `${copy}${key}`;
    if (rules.get(numbered)?.stacks.includes(name) !== true) return numbered;
  }
}

function withoutStack(urn: string): string {
  return urn.replace(/^urn:pulumi:[^:]*::/, "");
}

function entryOf({ urn, reason, location }: LocatedGap): NotRead {
  return {
    ...(location === undefined ? {} : { location: { file: location.file, line: location.line, column: location.column } }),
    ...(urn === "" ? {} : { urn }),
    reason,
  };
}
