import { grouped } from "@portcullis/policypack/grouped";
import { isPortName } from "../reader/interpreter/ports";
import type { PortVariable, Registration } from "../reader/interpreter/registration";
import type { Span } from "../reader/syntax/tree";
import { isAt, type EditContext } from "./context";
import { isUsableAt, isVisibleAt } from "./scopes";
import type { Surroundings } from "./printer";

/** A port by a variable that holds it, where ports are said by names; undefined where none is known at the place. */
export function portText(context: EditContext, port: number, place: Span, around: Surroundings): string | undefined {
  const { naming, printer } = context;
  if (naming === undefined || !isPortName(around.property)) return undefined;
  const names = namesOf(context, port, place);
  const name = names[Math.min(naming.choice, names.length - 1)];
  if (name === undefined) return undefined;
  naming.used.add(name);
  return printer.variableValue?.(name, around) ?? printer.scalar(port, around).replace(String(port), name);
}

/** The variables that hold a port at a place, the nearest first. */
function namesOf(context: EditContext, port: number, place: Span): readonly string[] {
  const { ports, printer, naming } = context;
  const isOrdered = printer.ordersNames !== false;
  const known = ports.filter(
    (variable) =>
      isVisibleAt(variable, place) &&
      (!isOrdered || variable.declared.end <= place.start) &&
      isMadeWith(variable, naming?.maker) &&
      isUsableAt(context, variable.name, variable.declared, place),
  );
  // The last that a variable was given; what gave it several values in the same call and round does not say which.
  const latest = grouped(known, ({ name }) => name).map(([name, own]) => {
    const start = Math.max(...own.map(({ declared }) => declared.start));
    return { name, start, values: new Set(own.filter(({ declared }) => declared.start === start).map((each) => each.port)) };
  });
  return latest
    .filter(({ values }) => values.size === 1 && values.has(port))
    .sort((a, b) => b.start - a.start)
    .map(({ name }) => name)
    .filter((name) => isPlain(context, name));
}

/** Whether nothing in the program says of a name that it stands for something else than a number. */
function isPlain({ printer, modules }: EditContext, name: string): boolean {
  const other = printer.otherThanPlain?.(name.split(".").filter((part) => part !== "this" && part !== "self"));
  return other === undefined || !modules.some(({ file }) => other.test(file.text));
}

/** Whether a variable got its value in the very calls and rounds of loops in which something was made. */
function isMadeWith({ calls, passes }: PortVariable, maker: Registration | undefined): boolean {
  if (maker === undefined) return calls.length === 0 && passes.length === 0;
  const isSame = (call: Span, index: number): boolean => {
    const own = maker.calls.at(-1 - index);
    return own !== undefined && isAt(own, call);
  };
  return calls.every(isSame) && passes.every((pass, index) => maker.passes[index] === pass);
}
