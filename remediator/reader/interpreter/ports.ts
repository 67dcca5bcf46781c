import { textAt } from "../syntax/spans";
import type { Span } from "../syntax/tree";
import type { Run } from "./run";
import type { Data, Origin, Value } from "./value";

/** Remembers which ports the program has a name for. */
export function notePort(run: Run, name: string, value: Value, visible: Span | undefined, declared: Span): void {
  const { data } = value;
  if (run.ports.length >= mostPorts || !isPortName(name) || !isPort(data) || !isPlain(value)) return;
  const { passes } = run;
  run.ports.push({ name, port: data, declared, calls: [...run.calls], passes, ...(visible === undefined ? {} : { visible }) });
}

const mostPorts = 10_000;

/** Whether a number is nothing else: no secret, nothing that comes out of a resource, and not the answer to a question that may have none. */
function isPlain({ isSecret, from, holder, origin }: Value): boolean {
  return isSecret !== true && (from === undefined || from.size === 0) && holder === undefined && !isAskedFor(origin);
}

/** Whether a setting is passed on as it was asked for, where it did not have to be there. */
function isAskedFor({ how, span, from }: Origin): boolean {
  if (how === "setting") return /\bget(?:Number|Int32|Integer)?\b/i.test(textAt(span));
  return (how === "name" || how === "argument" || how === "returned") && from !== undefined && isAskedFor(from);
}

/** Whether something is called after a port: `port`, `appPort`, `args.container_port`. */
export function isPortName(name: string): boolean {
  return /port(?:_?number)?$/i.test(name) && !/(?:im|ex|sup|re|trans|pass)port$/i.test(name);
}

function isPort(data: Data): data is number {
  return typeof data === "number" && Number.isInteger(data) && data > 0 && data <= 65_535;
}
