import { visible } from "../system/visible";

/** Workflow commands: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands. They are lines, so that no text may have one of its own. */
export function annotation(
  level: "error" | "warning" | "notice",
  place: { readonly file?: string | undefined; readonly line?: number | undefined; readonly endLine?: number | undefined },
  title: string,
  message: string,
): string {
  const properties = [
    ...(place.file === undefined ? [] : [`file=${property(place.file)}`]),
    ...(place.line === undefined ? [] : [`line=${place.line}`]),
    ...(place.endLine === undefined ? [] : [`endLine=${place.endLine}`]),
    `title=${property(title)}`,
  ];
  return `::${level} ${properties.join(",")}::${data(message)}\n`;
}

/** A line for the log that is no command, whatever it says. */
export function logLine(text: string): string {
  const [indentation = ""] = /^ */.exec(text) ?? [];
  return `${indentation}${visible(text).replace(/^(\s*)(::|##\[)/, "$1\u200b$2")}\n`;
}

/** A line of the file of outputs. */
export function output(name: string, value: string | number): string {
  return `${name}=${String(value).replace(/[\r\n]/g, " ")}\n`;
}

/** What the toolkit escapes: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
function data(text: string): string {
  return visible(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
