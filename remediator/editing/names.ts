import type { Registration, Variable } from "../reader/interpreter/registration";
import type { Span } from "../reader/syntax/tree";
import { declined, type Outcome } from "./outcome";

/** The variable by which a resource can be named at a place, or why there is none. */
export function nameAt(variables: readonly Variable[], registration: Registration, place: Span): Outcome<string> {
  const own = variables.filter((variable) => variable.registration === registration);
  const visible = own.filter(
    ({ declared, visible: part }) => declared.file === place.file && (part === undefined || (part.start <= place.start && part.end >= place.end)),
  );
  const before = visible.filter(({ declared }) => declared.end <= place.start);
  for (const variable of before.reverse()) {
    // A variable of a loop or function that holds several resources does not say which one.
    const same = variables.filter(({ declared }) => declared.file === variable.declared.file && declared.start === variable.declared.start);
    if (same.every((other) => other.registration === registration)) return variable.name;
  }
  const what = registration.name;
  if (visible.length > 0)
    return declined(
      before.length > 0 ? `the variable of ${what} stands for several resources` : `${what} is declared after the place where it would be named`,
    );
  return declined(own.length === 0 ? `no variable holds ${what}` : `${what} has no name at the place where it would be named`);
}
