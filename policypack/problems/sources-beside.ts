import { isDiscreet, type RuleEvidence } from "../evaluation/finding";
import { grouped } from "../grouped";
import { listed } from "../model/names/listed";

/** A source of rules that are told with another rule, and in which stack. */
export interface SourceBeside {
  readonly text: string;
  readonly stack: string;
}

/** The sources of rules, as they are written, that those which are told do not have; nothing that came out of a secret. */
export function sourcesBeside(told: readonly RuleEvidence[], rules: readonly RuleEvidence[], stack = ""): readonly SourceBeside[] {
  const known = new Set(told.map(({ named }) => named.text));
  return rules.filter((rule) => !known.has(rule.named.text) && !isDiscreet(rule)).map(({ named: { text } }) => ({ text, stack }));
}

/** " The same for 10.2.0.0/16 (prod) and 10.3.0.0/16 (dev and test).": nothing where there are none. */
export function theSameFor(sources: readonly SourceBeside[]): string {
  const phrases = grouped(sources, ({ text }) => text).map(([text, those]) => {
    const stacks = those.map(({ stack }) => stack).filter((stack) => stack !== "");
    return stacks.length === 0 ? text : `${text} (${listed(stacks)})`;
  });
  return phrases.length === 0 ? "" : ` The same for ${listed(phrases)}.`;
}
