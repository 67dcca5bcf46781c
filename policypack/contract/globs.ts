import { parseUrn } from "../resources/resource";

/** A glob on a resource's URN or name. URNs are no paths: a star crosses their separators. */
export function globOnResource(glob: string): (urn: string) => boolean {
  const matches = globOn(glob);
  return (urn) => urn === glob || matches(urn) || matches(parseUrn(urn).name);
}

/**
 * A glob on a text: `*` is any text, `?` one character, `[a-z]` one of these and `[!a-z]` one of the others, `{a,b}` one of several globs,
 * and a backslash takes the next character as it is. All readings of a glob are followed at once, so that no glob takes longer than its
 * length times that of the text.
 */
export function globOn(glob: string): (text: string) => boolean {
  const states = statesOf(Array.from(glob));
  return (text) => {
    let reached = closure(states, [0]);
    for (const character of text) {
      const next: number[] = [];
      for (const at of reached) {
        const state = states[at];
        if (state?.takes?.(character) === true) next.push(...state.next);
      }
      if (next.length === 0) return false;
      reached = closure(states, next);
    }
    return reached.has(states.length - 1);
  };
}

/** A place in a glob: what it takes, and where that leads; without `takes` it leads there by itself. The last state is the end. */
interface State {
  readonly takes?: (character: string) => boolean;
  readonly next: number[];
}

function closure(states: readonly State[], from: readonly number[]): ReadonlySet<number> {
  const reached = new Set<number>();
  for (const waiting = [...from]; waiting.length > 0;) {
    const at = waiting.pop();
    const state = at === undefined ? undefined : states[at];
    if (at === undefined || state === undefined || reached.has(at)) continue;
    reached.add(at);
    if (state.takes === undefined) waiting.push(...state.next);
  }
  return reached;
}

/** Alternatives that are still open: where each of them branches off, and the states at which those before this one end. */
interface Alternatives {
  readonly branch: State;
  readonly ends: State[];
}

function statesOf(glob: readonly string[]): readonly State[] {
  const states: State[] = [];
  const open: Alternatives[] = [];
  const add = (state: State): State => {
    states.push(state);
    return state;
  };
  const one = (takes: (character: string) => boolean): void => void add({ takes, next: [states.length + 1] });
  const closing = closingBraces(glob);
  for (let at = 0; at < glob.length; at++) {
    const character = glob[at] ?? "";
    const alternatives = open.at(-1);
    if (character === "*") {
      // Leads on, or takes a character and stays.
      add({ next: [states.length + 1, states.length + 2] });
      add({ takes: () => true, next: [states.length - 1] });
    } else if (character === "?") one(() => true);
    else if (character === "[" && classEnd(glob, at) !== undefined) {
      const end = classEnd(glob, at) ?? at;
      one(classOf(glob.slice(at + 1, end)));
      at = end;
    } else if (character === "{" && closing.has(at)) open.push({ branch: add({ next: [states.length + 1] }), ends: [] });
    else if (character === "," && alternatives !== undefined) {
      alternatives.ends.push(add({ next: [] }));
      alternatives.branch.next.push(states.length);
    } else if (character === "}" && alternatives !== undefined) {
      for (const end of alternatives.ends) end.next.push(states.length);
      open.pop();
    } else {
      const literal = character === "\\" && at + 1 < glob.length ? (glob[++at] ?? "") : character;
      one((other) => other === literal);
    }
  }
  add({ next: [] });
  return states;
}

/** The braces that open alternatives: those that are closed again. */
function closingBraces(glob: readonly string[]): ReadonlySet<number> {
  const closed = new Set<number>();
  const open: number[] = [];
  for (let at = 0; at < glob.length; at++) {
    if (glob[at] === "\\") at++;
    else if (glob[at] === "[") at = classEnd(glob, at) ?? at;
    else if (glob[at] === "{") open.push(at);
    else if (glob[at] === "}") {
      const start = open.pop();
      if (start !== undefined) closed.add(start);
    }
  }
  return closed;
}

/** Where a class of characters ends: at the first bracket that is not the first of them. */
function classEnd(glob: readonly string[], start: number): number | undefined {
  const first = glob[start + 1] === "!" || glob[start + 1] === "^" ? start + 2 : start + 1;
  const end = glob.indexOf("]", first + 1);
  return end === -1 ? undefined : end;
}

function classOf(content: readonly string[]): (character: string) => boolean {
  const isNegated = content[0] === "!" || content[0] === "^";
  const members = isNegated ? content.slice(1) : content;
  const ranges: (readonly [first: string, last: string])[] = [];
  for (let at = 0; at < members.length; at++) {
    const first = members[at] ?? "";
    const last = members[at + 1] === "-" ? members[at + 2] : undefined;
    ranges.push([first, last ?? first]);
    if (last !== undefined) at += 2;
  }
  return (character) => ranges.some(([first, last]) => first <= character && character <= last) !== isNegated;
}
