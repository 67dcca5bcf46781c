import { portsInWords } from "@portcullis/policypack/model/names/ports";
import { label } from "../picture/mermaid-text";
import type { StackAnswer } from "./answers";
import { sentenceOf } from "./text";

/** A title is a sentence. */
const longestTitle = 200;

/** The answers as a flowchart for each stack: the hops of a way, or where it ends. */
export function reachMermaid(from: string, answers: readonly StackAnswer[]): string {
  const lines = ["flowchart LR"];
  for (const [index, one] of answers.entries()) {
    const id = (hop: number): string => `s${index}n${hop}`;
    lines.push(`  subgraph s${index}[${label(sentenceOf(from, one), longestTitle)}]`);
    const { answer } = one;
    if (answer.answer === "no") {
      lines.push(`    ${id(0)}(${label(from)}) -.- ${id(1)}{{${label(one.say(answer.by.says, [answer.by.urn]))}}}`);
    } else {
      const [first] = answer.hops;
      lines.push(`    ${id(0)}(${label(one.say(first?.from ?? from))})`);
      const arrow = answer.answer === "yes" ? "-->" : "-.->";
      for (const [at, hop] of answer.hops.entries())
        lines.push(`    ${id(at)} ${arrow}|${label(one.say(portsInWords(hop.traffic), [hop.target.urn]))}| ${id(at + 1)}[${label(one.say(hop.to))}]`);
    }
    lines.push("  end");
  }
  return `${lines.join("\n")}\n`;
}
