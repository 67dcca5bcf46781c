import type { Path } from "@portcullis/policypack/plans/plan";
import type { Registration } from "./interpreter/registration";
import { Hole, Instance, List, RecordData, type Origin, type Value } from "./interpreter/value";
import type { Span } from "./syntax/tree";

/** The value at a path of a resource's inputs, or of what it leads to: the longest part of the path that is there. */
export function valueAt(registration: Registration, path: Path): Value {
  let value = registration.inputs;
  for (const step of path) {
    const { data } = value;
    const inner =
      data instanceof List && typeof step === "number"
        ? data.items[step]?.value
        : data instanceof RecordData || data instanceof Instance
          ? data.fields.get(String(step))?.value
          : // A single object stands for a list of one.
            step === 0
            ? value
            : undefined;
    if (inner === undefined) return value;
    value = inner;
  }
  return value;
}

/**
 * Where the source writes what is at a path of a resource's inputs: the literal of a rule or list; of a text or number the expression that stands there, and
 * where a function made the resource from what it was given, the argument in the caller.
 */
export function placeAt(registration: Registration, path: Path): Span {
  if (path.length === 0) return describedAt(registration.inputs, registration.span) ?? calledAt(registration) ?? registration.span;
  const value = valueAt(registration, path);
  const { data } = value;
  if (data instanceof List || data instanceof RecordData || data instanceof Instance) {
    const own = writtenAt(value.origin) ?? value.origin.span;
    return (isRepeated(registration, path, own) ? (describedAt(value, own) ?? elementAt(registration, path)) : undefined) ?? own;
  }
  return givenAt(value.origin);
}

/** Whether code makes several elements of the list at one place. */
function isRepeated(registration: Registration, path: Path, own: Span): boolean {
  const { data } = valueAt(registration, path.slice(0, -1));
  return data instanceof List && repeatedIn(data).has(keyOf(own));
}

/** What stands in the list, or is put there: calls of one function are elements of their own. */
function elementAt(registration: Registration, path: Path): Span | undefined {
  const { data } = valueAt(registration, path.slice(0, -1));
  const index = path.at(-1);
  const placement = data instanceof List && typeof index === "number" ? data.items[index]?.placement : undefined;
  return placement?.kind === "literal" ? placement.element : placement?.kind === "added" ? placement.argument : undefined;
}

/** The call that gives a function what the resource that it makes matches by. */
function calledAt({ inputs: { data }, calls }: Registration): Span | undefined {
  if (!(data instanceof RecordData) || calls.length === 0) return undefined;
  for (const property of matched) {
    const value = data.fields.get(property)?.value;
    const first = value?.data instanceof List ? value.data.items[0]?.value : undefined;
    for (const { origin } of [value, first].filter((one) => one !== undefined)) {
      const given = givenAt(origin);
      const call = given === origin.span ? undefined : calls.find((span) => isWithin(given, span));
      if (call !== undefined) return call;
    }
  }
  return undefined;
}

function isWithin(inner: Span, outer: Span): boolean {
  return inner.file.name === outer.file.name && outer.start <= inner.start && inner.end <= outer.end;
}

/** The places at which several elements of a list are made: each of its elements asks. */
function repeatedIn(list: List): ReadonlySet<string> {
  const known = repeated.get(list);
  if (known !== undefined) return known;
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { value } of list.items) {
    const key = keyOf(writtenAt(value.origin) ?? value.origin.span);
    if (seen.has(key)) twice.add(key);
    seen.add(key);
  }
  repeated.set(list, twice);
  return twice;
}

const repeated = new WeakMap<List, ReadonlySet<string>>();

function keyOf({ file, start, end }: Span): string {
  return `${file.name}:${start}:${end}`;
}

/**
 * Where code makes rules out of descriptions of them, in a loop or by a function over a list: the description that most properties of this rule are read
 * from, which is an element of a list or an entry of a map.
 */
function describedAt({ data }: Value, own: Span): Span | undefined {
  if (!(data instanceof RecordData) || !matched.some((property) => data.fields.has(property))) return undefined;
  const votes: { readonly span: Span; count: number }[] = [];
  for (const property of matched) {
    const value = data.fields.get(property)?.value;
    if (value === undefined) continue;
    const first = value.data instanceof List ? value.data.items[0]?.value : undefined;
    for (const span of new Set([...elementsBehind(value.origin), ...(first === undefined ? [] : elementsBehind(first.origin))])) {
      if (isSame(span, own)) continue;
      const known = votes.find((vote) => isSame(vote.span, span));
      if (known === undefined) votes.push({ span, count: 1 });
      else known.count++;
    }
  }
  const [best] = votes.sort((a, b) => b.count - a.count);
  return best === undefined || best.count < 2 ? undefined : best.span;
}

/** What a rule matches by. */
const matched = ["protocol", "ipProtocol", "fromPort", "toPort", "cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6", "cidrIp", "securityGroups"];

/** The literals of the elements that a value was read from. Inside of an element there may be objects. */
function elementsBehind(origin: Origin, left = deepest): readonly Span[] {
  const found: Span[] = [];
  for (let step: Origin | undefined = origin; step !== undefined; step = step.from) {
    if (step.of === undefined || left === 0) continue;
    const literal = isElement(step.of) && !isPartOfSetting(step.of) ? writtenAt(step.of) : undefined;
    if (literal !== undefined) found.push(literal);
    found.push(...elementsBehind(step.of, left - 1));
  }
  return found;
}

/** Objects in objects. */
const deepest = 5;

function isElement(origin: Origin): boolean {
  for (let step: Origin | undefined = origin; step !== undefined; step = step.from) if (step.how === "element") return true;
  return false;
}

/** What a setting has under a name is no description of a rule; an element of the list that a setting is may be one. */
function isPartOfSetting(origin: Origin): boolean {
  for (let step: Origin | undefined = origin; step !== undefined; step = step.from)
    if (step.how === "element" && step.name !== undefined && !/^\d+$/.test(step.name) && isFromSetting(step, deepest)) return true;
  return false;
}

function isFromSetting(origin: Origin, left: number): boolean {
  for (let step: Origin | undefined = origin; step !== undefined; step = step.from)
    if (step.how === "setting" || (left > 0 && step.of !== undefined && isFromSetting(step.of, left - 1))) return true;
  return false;
}

function isSame(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end && a.file.name === b.file.name;
}

/** Why what is at a path of a resource's inputs is not known, as far as reading knows. */
export function reasonAt(registration: Registration, path: Path): string | undefined {
  const { data } = valueAt(registration, path);
  if (data instanceof Hole) return data.reason;
  return data instanceof List || data instanceof RecordData ? data.rest?.reason : undefined;
}

/** A setting that gives a value: its key, as in `namespace:key`, and where the stack's file says it. */
export interface GivenBySetting {
  readonly key: string;
  readonly span: Span | undefined;
  /** Whether the value is made from it, and not the setting itself. */
  readonly isPart?: true;
}

/** The settings that what is at a path of a resource's inputs comes from: itself, as a part of a list, or made from them. None where it is written otherwise. */
export function settingsAt(registration: Registration, path: Path): readonly GivenBySetting[] {
  for (let length = path.length; length > 0; length--) {
    const value = valueAt(registration, path.slice(0, length));
    const setting = settingIn(value.origin);
    if (setting !== undefined) return [setting];
    // Of a list that is made from others, an element need not come from all of them.
    const made = length === path.length && typeof value.data === "string" ? settingsBehind(value.origin) : [];
    if (made.length > 0) return [...new Map(made.map((each) => [each.key, each])).values()];
  }
  return [];
}

function settingsBehind(origin: Origin, left = deepest): readonly GivenBySetting[] {
  const found: GivenBySetting[] = [];
  for (let step: Origin | undefined = origin; step !== undefined; step = step.from)
    for (const part of step.parts ?? []) {
      const setting = settingIn(part);
      if (setting !== undefined) found.push({ ...setting, isPart: true });
      else if (left > 0) found.push(...settingsBehind(part, left - 1));
    }
  return found;
}

function settingIn(origin: Origin): GivenBySetting | undefined {
  for (let step: Origin | undefined = origin; step !== undefined; step = step.from)
    if (step.how === "setting" && step.name !== undefined) return { key: step.name, span: writtenAt(step) };
  return undefined;
}

/** The literal that a value is. */
export function writtenAt(origin: Origin): Span | undefined {
  for (let step: Origin | undefined = origin; step !== undefined; step = step.from) if (step.how === "written") return step.span;
  return undefined;
}

function givenAt(origin: Origin): Span {
  let { span } = origin;
  for (let step: Origin | undefined = origin; step !== undefined; step = step.from) if (step.how === "argument") ({ span } = step);
  return span;
}
