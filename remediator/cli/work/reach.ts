import { answersFor } from "../../reach/answers";
import { parseFrom, parseTo } from "../../reach/spelling";
import type { Exit } from "../exit";
import { Refusal } from "../exit";
import { checkOptions, readPlace } from "../judging";
import type { JudgingOptions } from "../options";
import { print, terminalOf } from "../streams";

interface Options extends JudgingOptions {
  readonly from: string;
  readonly to: string;
  readonly expect?: "yes" | "no" | "unknown";
  readonly format: "text" | "json" | "mermaid";
}

export async function runReach(place: string, { from, to, expect, format, ...judging }: Options): Promise<Exit> {
  const [client, target] = [right(parseFrom(from)), right(parseTo(to))];
  const { configuration } = checkOptions(judging.config);
  const sources = await readPlace(place, judging);
  const answers = right(answersFor(sources, configuration, client, target));
  if (format === "json") print((require("../../reach/json") as typeof import("../../reach/json")).reachJson(from, to, answers));
  else if (format === "mermaid") print((require("../../reach/mermaid") as typeof import("../../reach/mermaid")).reachMermaid(from, answers));
  else print((require("../../reach/text") as typeof import("../../reach/text")).reachText(from, answers, terminalOf(process.stdout)));
  return expect === undefined || answers.every(({ answer }) => answer.answer === expect) ? 0 : 1;
}

function right<T extends object>(result: T | { readonly wrong: string }): T {
  if ("wrong" in result) throw new Refusal(result.wrong);
  return result;
}
