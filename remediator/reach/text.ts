import { parseUrn } from "@portcullis/policypack/resources/resource";
import * as ip from "@portcullis/policypack/net/ip";
import * as intervals from "@portcullis/policypack/net/intervals";
import { everyTraffic, type Traffic } from "@portcullis/policypack/net/ports";
import { pathText } from "@portcullis/policypack/model/approx";
import { portsInWords } from "@portcullis/policypack/model/names/ports";
import type { Cause } from "@portcullis/policypack/model/paths/permits";
import type { Hop } from "@portcullis/policypack/model/paths/reach";
import { columnsOf, wrapped } from "../report/text/columns";
import type { Terminal } from "../report/terminal";
import { visible } from "../system/visible";
import type { StackAnswer } from "./answers";

/** The answers as a terminal shows them: yes, no or unknown; then each hop with what lets it through, and where that is written. */
export function reachText(from: string, answers: readonly StackAnswer[], terminal: Terminal): string {
  return answers.map((answer) => oneText(from, answer, terminal)).join("\n");
}

function oneText(from: string, answer: StackAnswer, terminal: Terminal): string {
  const { colours } = terminal;
  const said = answer.answer;
  const word = words[said.answer];
  const [first = "", ...rest] = wrapped(`${word} ${sentenceOf(from, answer)}`, terminal.width - word.length - 1);
  const lines = [`${colours.bold(word)}${first.slice(word.length)}`, ...rest.map((line) => `${" ".repeat(word.length + 1)}${line}`)];
  if (said.answer === "no") {
    lines.push("", ...stepLines("Stopped first:", said.by, answer, terminal));
    for (const other of said.others.slice(0, most)) lines.push(...stepLines("Through a balancer:", other, answer, terminal));
  } else {
    for (const [index, hop] of said.hops.entries()) lines.push("", ...hopLines(index, hop, answer, terminal));
    if (said.answer === "unknown") {
      lines.push("", ...stepLines("Stopped, for all that is known:", said.by, answer, terminal));
      for (const { urn, path, reason } of said.holes.slice(0, most))
        lines.push(
          ...wrapped(visible(`Not known: ${holeText(urn, pathText(path), reason)}`), terminal.width - 5).map(
            (line, index) => `${" ".repeat(index === 0 ? 3 : 5)}${line}`,
          ),
        );
    }
  }
  if (answer.isPartial) lines.push("", colours.dim("   What could not be read of the program is not taken into account."));
  return `${lines.join("\n")}\n`;
}

const most = 3;

/** "ingress[0].cidrBlocks[0] of web is not known yet". */
function holeText(urn: string, property: string, reason: string): string {
  const name = urn === "" ? "" : parseUrn(urn).name;
  return `${[property, name].filter((part) => part !== "").join(" of ")} ${reason}`.trim();
}

const words = { yes: "Yes:", no: "No:", unknown: "Unknown:" } as const;

/** "the internet reaches the load balancer public on HTTPS (tcp/443)". */
export function sentenceOf(from: string, { to, traffic, answer, stack, project, say }: StackAnswer): string {
  const subject = from === "internet" ? "the internet" : visible(from);
  const verb = answer.answer === "yes" ? "reaches" : answer.answer === "no" ? "does not reach" : "may reach";
  const on = answer.answer === "no" ? asked(traffic) : ` on ${portsInWords(answer.traffic)}`;
  const only = answer.answer === "yes" ? say(partOf(from, answer.clients)) : "";
  const where = [project, stack].filter((part) => part !== undefined && part !== "").map((part) => visible(part ?? ""));
  return `${subject} ${verb} ${visible(say(parseUrn(to).name))}${say(on, [to])}${only}${where.length === 0 ? "" : `, in ${where.join(", ")}`}.`;
}

function asked(traffic: Traffic): string {
  return intervals.equals(traffic, everyTraffic) ? "" : ` on ${portsInWords(traffic)}`;
}

/** Which of the clients get through, where not all of them do. */
function partOf(from: string, clients: ip.AddressSet): string {
  const block = ip.parseCidr(from);
  const isSmall = ip.formatCidrs(clients).length <= most;
  if (block !== undefined) return ip.covers(clients, block) ? "" : `, from ${ip.describe(clients)} alone`;
  return from === "internet" && isSmall && !ip.isEmpty(clients) ? `, from ${ip.describe(clients)} alone` : "";
}

function hopLines(index: number, hop: Hop, answer: StackAnswer, terminal: Terminal): readonly string[] {
  const title = answer.say(`${index + 1}. ${visible(hop.from)} to ${visible(hop.to)}, ${portsInWords(hop.traffic)}`, [hop.target.urn]);
  return [`   ${terminal.colours.bold(title)}`, ...hop.steps.flatMap((step) => stepLines("", step, answer, terminal, 6))];
}

function stepLines(lead: string, cause: Cause, { place, say }: StackAnswer, { colours, width }: Terminal, indent = 3): readonly string[] {
  const written = place(cause);
  const text = `${lead === "" ? "" : `${lead} `}${visible(say(cause.says, [cause.urn]))}`;
  const at = written === undefined ? "" : `${visible(written.file)}:${written.line}`;
  const margin = " ".repeat(indent);
  const lines = wrapped(text, width - indent).map((line, index) => `${margin}${index === 0 ? "" : "  "}${line}`);
  if (at === "") return lines;
  const last = lines.at(-1) ?? "";
  const gap = width - columnsOf(last) - columnsOf(at);
  return gap >= 2 ? [...lines.slice(0, -1), `${last}${" ".repeat(gap)}${colours.dim(at)}`] : [...lines, `${margin}  ${colours.dim(at)}`];
}
