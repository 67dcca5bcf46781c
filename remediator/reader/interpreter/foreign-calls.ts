import type { Machine } from "./machine";
import type { Given } from "./native";
import type { Registration } from "./registration";
import { Hole } from "./hole";
import { List } from "./list";
import { RecordData, SymbolData, type Value } from "./value";

/** A call of code that is not in the repository and was told something of resources, other than what they go by. */
export interface ForeignCall {
  /** "ssh2.Client.connect": what is called, and what made the object whose method it is. */
  readonly of: string;
  readonly told: ReadonlySet<Registration>;
  /** The texts and numbers that it was given, as far as they are known. */
  readonly says: readonly string[];
}

/** Where calls are noted. */
type Notes = Pick<Machine, "foreignCalls">;

/** What foreign code made, and which. */
const makers = new WeakMap<Hole, readonly string[]>();

/** Notes a call of foreign code by its path. */
export function noteCall(machine: Notes, made: Hole, path: readonly string[], given: readonly Given[]): void {
  // What is made of a function calls it: `promisify(exec)`.
  const functions = given.flatMap(({ value: { data } }) => (data instanceof SymbolData ? data.path : []));
  const all = [...path, ...functions];
  makers.set(made, all);
  note(machine, all, given);
}

/** Notes a call of what foreign code made, or of a method of that. */
export function noteFurtherCall(machine: Notes, object: Hole, method: string | undefined, given: readonly Given[]): void {
  const maker = makers.get(object);
  if (maker !== undefined) note(machine, method === undefined ? maker : [...maker, method], given);
}

/** More than any program makes that sets up what it deploys. */
const mostCalls = 200;

function note({ foreignCalls }: Notes, path: readonly string[], given: readonly Given[]): void {
  if (foreignCalls.length >= mostCalls) return;
  const told = new Set<Registration>();
  const says: string[] = [];
  const within = { left: mostValues };
  for (const { name, value } of given) collect(value, name, { told, says, within }, 0);
  if (told.size > 0) foreignCalls.push({ of: path.join("."), told, says });
}

/** Deeper than options nest, and longer than a command is. */
const deepest = 4;
const longest = 200;

/** Lists of lists of lists have more elements than anybody is told of. */
const mostValues = 2_000;

interface Collected {
  readonly told: Set<Registration>;
  readonly says: string[];
  readonly within: { left: number };
}

function collect({ data, from, identifies }: Value, name: string | undefined, into: Collected, depth: number): void {
  const { told, says, within } = into;
  if (within.left-- <= 0) return;
  for (const registration of from ?? []) if (identifies?.has(registration) !== true) told.add(registration);
  const text = data instanceof Hole ? data.text : typeof data === "string" || typeof data === "number" ? String(data) : undefined;
  if (text !== undefined && says.length < longest) says.push(name !== undefined && /port$/i.test(name) ? `:${text}` : text);
  if (depth === deepest) return;
  if (data instanceof List) for (const { value } of data.items.slice(0, longest)) collect(value, undefined, into, depth + 1);
  else if (data instanceof RecordData) for (const [key, { value }] of [...data.fields].slice(0, longest)) collect(value, key, into, depth + 1);
}
