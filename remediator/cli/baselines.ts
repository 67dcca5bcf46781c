import { readFileSync } from "node:fs";
import { parseBaseline } from "../baseline/baseline";
import { knowledgeOf, type Knowledge } from "../baseline/compare";
import { textOf } from "../text";
import { Refusal } from "./exit";

/** What the baseline in a file knows. */
export function readKnowledge(file: string): Knowledge {
  let text: string;
  try {
    text = textOf(readFileSync(file));
  } catch (error) {
    throw new Refusal(`The baseline ${file} cannot be read: ${(error as Error).message}.`);
  }
  const baseline = parseBaseline(text);
  if (typeof baseline === "string") throw new Refusal(`The baseline ${file} ${baseline}.`);
  return knowledgeOf(baseline);
}
