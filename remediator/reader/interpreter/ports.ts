import type { Span } from "../syntax/tree";
import type { Run } from "./run";
import type { Data, Value } from "./value";

/** Remembers which ports the program has a name for. What is secret, or comes out of a resource, is no plain number. */
export function notePort(run: Run, name: string, { data, isSecret, from }: Value, visible: Span | undefined, declared: Span): void {
  if (run.ports.length >= mostPorts || !isPortName(name) || !isPort(data) || isSecret === true || (from !== undefined && from.size > 0)) return;
  const { passes } = run;
  run.ports.push({ name, port: data, declared, calls: [...run.calls], passes, ...(visible === undefined ? {} : { visible }) });
}

const mostPorts = 10_000;

/** Whether something is called after a port: `port`, `appPort`, `args.container_port`. */
export function isPortName(name: string): boolean {
  return /port(?:_?number)?$/i.test(name) && !/(?:im|ex|sup|re|trans|pass)port$/i.test(name);
}

function isPort(data: Data): data is number {
  return typeof data === "number" && Number.isInteger(data) && data > 0 && data <= 65_535;
}
