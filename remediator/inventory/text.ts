import { counted } from "@portcullis/policypack/model/names/listed";
import { grouped } from "@portcullis/policypack/grouped";
import { columnsOf, clipped, wrapped } from "../report/text/columns";
import { placeText, shortType } from "../report/report";
import type { Terminal } from "../report/terminal";
import { visible } from "../system/visible";
import type { Inventory } from "./inventory";
import type { ListedRule, NotRead } from "./row";

/** The inventory as people read it: a table for each group, as wide as the terminal. */
export function textInventory({ rules, notRead }: Inventory, terminal: Terminal): string {
  const groups = grouped(rules, (rule) => rule.of);
  const hasStacks = new Set(rules.map(({ stacks }) => stacks.join())).size > 1;
  const tables = groups.map(([, own]) => tableOf(own, hasStacks, terminal));
  const count =
    rules.length === 0 ? "There are no rules." : `${counted(rules.length, "rule")} of ${counted(groups.length, "group")}, a line for each source.`;
  const parts = [...tables, count, ...(notRead.length === 0 ? [] : [notReadText(notRead, terminal)])];
  return `${parts.join("\n\n")}\n`;
}

function tableOf(rules: readonly ListedRule[], hasStacks: boolean, { width, colours }: Terminal): string {
  const [first] = rules;
  const heading = clipped(first?.group === null || first === undefined ? "A group that is not known" : visible(first.group), width);
  const rows = rules.map((rule) => cellsOf(rule, hasStacks));
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => columnsOf(row[column] ?? ""))));
  const [direction = 0, ports = 0] = widths;
  // The ports are short; what is left is shared by whom a rule admits and where it is written.
  const left = width - 2 - direction - 2 - ports - 2;
  const peer = Math.min(widths[2] ?? 0, Math.max(18, left - 24));
  const lines = rows.map(([way = "", what = "", whom = "", where = ""]) => {
    const start = `  ${padded(way, direction)}  ${padded(what, ports)}  `;
    const room = width - columnsOf(start) - peer - 2;
    return `${start}${padded(clipped(whom, peer), peer)}  ${colours.dim(shortened(where, room))}`.trimEnd();
  });
  return [colours.bold(heading), ...lines].join("\n");
}

function cellsOf(rule: ListedRule, hasStacks: boolean): readonly string[] {
  const place = rule.location === null ? shortType(rule.type) : placeText(rule.location);
  const stacks = hasStacks && rule.stacks.length > 0 ? ` in ${rule.stacks.join(", ")}` : "";
  const unwritten = rule.unwritten === undefined ? "" : " (not written)";
  return [rule.direction, portsText(rule), visible(peerText(rule)), visible(`${place}${unwritten}${stacks}`)];
}

function portsText({ protocol, fromPort, toPort }: ListedRule): string {
  if (protocol === null) return fromPort === null ? "?" : `?/${rangeText(fromPort, toPort)}`;
  if (protocol === "-1") return "everything";
  if (protocol === "icmp" || protocol === "icmpv6") return `${protocol}${icmpText(fromPort, toPort)}`;
  // Other protocols have no ports, whatever the rule says.
  if (protocol !== "tcp" && protocol !== "udp") return `protocol ${protocol}`;
  return `${protocol}/${rangeText(fromPort, toPort)}`;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html */
function icmpText(type: number | null, code: number | null): string {
  if (type === -1 || (type === null && code === null)) return "";
  return ` type ${type ?? "?"}${code === -1 ? "" : `, code ${code ?? "?"}`}`;
}

function rangeText(from: number | null, to: number | null): string {
  return from === to ? String(from ?? "?") : `${from ?? "?"}-${to ?? "?"}`;
}

function peerText({ peer: { kind, value } }: ListedRule): string {
  if (kind === "self") return "itself";
  if (kind === "unknown") return "?";
  if (kind === "address") return value ?? "an address that is not known";
  return kind === "group" ? `group ${value ?? "that is not known"}` : `list ${value ?? "that is not known"}`;
}

function notReadText(notRead: readonly NotRead[], { width, colours }: Terminal): string {
  const lines = notRead.flatMap(({ location, reason }) => {
    const [first = "", ...others] = wrapped(visible(`${reason}${location === undefined ? "" : ` (${placeText(location)})`}`), width - 4);
    return [`  - ${first}`, ...others.map((line) => `    ${line}`)];
  });
  return [colours.bold(`Not read: ${notRead.length}`), ...lines].join("\n");
}

/** The end of a place tells more than its beginning. */
function shortened(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let kept = "";
  let used = 1;
  for (const character of Array.from(text).reverse()) {
    used += columnsOf(character);
    if (used > columns) break;
    kept = `${character}${kept}`;
  }
  return `…${kept}`;
}

function padded(text: string, columns: number): string {
  return `${text}${" ".repeat(Math.max(0, columns - columnsOf(text)))}`;
}
