import { visible } from "../system/visible";
import type { Inventory } from "./inventory";
import type { ListedRule } from "./row";

/** The rules as a table for spreadsheets, a line each: https://www.rfc-editor.org/rfc/rfc4180 */
export function csvInventory({ rules }: Inventory): string {
  return [columns.map(([name]) => name), ...rules.map((rule) => columns.map(([, value]) => value(rule)))]
    .map((cells) => `${cells.map(cell).join(",")}\r\n`)
    .join("");
}

type Cell = string | number | null | undefined;

const columns: readonly (readonly [name: string, value: (rule: ListedRule) => Cell])[] = [
  ["urn", ({ urn }) => urn],
  ["resource", ({ resource }) => resource],
  ["type", ({ type }) => type],
  ["group", ({ group }) => group],
  ["direction", ({ direction }) => direction],
  ["protocol", ({ protocol }) => protocol],
  ["fromPort", ({ fromPort }) => fromPort],
  ["toPort", ({ toPort }) => toPort],
  ["peerKind", ({ peer }) => peer.kind],
  ["peer", ({ peer }) => peer.value],
  ["description", ({ description }) => description],
  ["stacks", ({ stacks }) => stacks.join(" ")],
  ["file", ({ location }) => location?.file],
  ["line", ({ location }) => location?.line],
  ["column", ({ location }) => location?.column],
];

/**
 * A spreadsheet takes a cell that begins like a formula for one, whoever wrote it; an apostrophe makes it a text. Numbers, such as the protocol -1, are
 * none: https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(value: Cell): string {
  if (value === null || value === undefined) return "";
  const text = visible(String(value));
  const inert = /^\s*[=+\-@|%]/.test(text) && !/^-?\d+$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
