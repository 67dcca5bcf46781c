import type { Path } from "@portcullis/policypack/plans/plan";
import type { Registration } from "./interpreter/registration";
import { Hole } from "./interpreter/hole";
import { List, type Item } from "./interpreter/list";
import { Instance, RecordData, type Origin, type Value } from "./interpreter/value";
import { isStackFile } from "./project/stack-files";
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

/** The element of a list that is at a path. */
export function itemAt(registration: Registration, path: Path): Item | undefined {
  const { data } = valueAt(registration, path.slice(0, -1));
  const last = path.at(-1);
  return data instanceof List && typeof last === "number" ? data.items[last] : undefined;
}

/**
 * Where the source writes what is at a path of a resource's inputs: the literal of a rule or list; of a text or number the expression that stands there, and
 * where a function made the resource from what it was given, the argument in the caller. What a rule takes from elsewhere, such as a constant or what a
 * parameter has where nothing is given, is others' as well: its place is where the rule takes it, or the rule.
 */
export function placeAt(registration: Registration, path: Path): Span {
  if (path.length === 0) return madeAt(registration) ?? registration.span;
  const value = valueAt(registration, path);
  return hasParts(value)
    ? (elementAt(registration, path) ?? placeOf(value))
    : (givenAt(value.origin) ?? takenAt(registration, path) ?? value.origin.span);
}

/** Where the rule, or the rule of its own, that has a text stands in for the text: the innermost expression in it, else the rule. */
function takenAt(registration: Registration, path: Path): Span | undefined {
  const length = path.findLastIndex((step, index) => typeof step === "number" && isObject(valueAt(registration, path.slice(0, index + 1)))) + 1;
  const rule = length === 0 ? madeAt(registration) : placeAt(registration, path.slice(0, length));
  for (let end = path.length; end > length; end--) {
    const { origin } = valueAt(registration, path.slice(0, end));
    const span = givenAt(origin) ?? origin.span;
    if (isWithin(span, rule ?? registration.span)) return span;
  }
  return rule;
}

/** Where a resource that code makes is said: its description, or the call of the function that makes it. */
function madeAt(registration: Registration): Span | undefined {
  return describedAt(registration.inputs, registration.span) ?? calledAt(registration);
}

function isObject({ data }: Value): boolean {
  return data instanceof RecordData || data instanceof Instance;
}

function hasParts(value: Value): boolean {
  return value.data instanceof List || isObject(value);
}

/**
 * Where an element of a list is said that code makes: what a loop or a function over a list went through for it alone, else the call of the function that gave
 * it. Undefined of what stands there itself.
 */
function elementAt(registration: Registration, path: Path): Span | undefined {
  const { data } = valueAt(registration, path.slice(0, -1));
  const item = itemAt(registration, path);
  if (item === undefined || !(data instanceof List)) return undefined;
  const siblings = placesIn(data).get(keyOf(placeOf(item.value)));
  const pass = passOf(item);
  if (pass !== undefined && (item.placement.kind === "computed" || (siblings?.passes.size ?? 0) > 1)) return pass;
  return returnedAt(item.value.origin) ?? ((siblings?.count ?? 0) > 1 ? standingAt(item) : undefined);
}

function placeOf({ origin }: Value): Span {
  return writtenAt(origin) ?? origin.span;
}

function passOf({ passes = [] }: Item): Span | undefined {
  const pass = passes.at(-1);
  if (pass === undefined) return undefined;
  const written = "entry" in pass || !(pass.value.data instanceof RecordData) ? undefined : writtenAt(pass.value.origin);
  const span = "entry" in pass ? pass.entry : (written ?? standingAt(pass) ?? partAt(pass.value));
  // The rule is the program's, in all of its stacks.
  return isStackFile(span.file.name) ? undefined : span;
}

/** Of what was made for a pair, as an entry of a map is: where its last part is written. */
function partAt(value: Value): Span {
  const { data } = value;
  const parts =
    value.origin.how === "written"
      ? []
      : data instanceof List
        ? data.items.map((item) => item.value)
        : data instanceof RecordData || data instanceof Instance
          ? [...data.fields.values()].map((field) => field.value)
          : [];
  const last = parts.filter(({ data: part }) => !(part instanceof List)).at(-1);
  return placeOf(last ?? value);
}

/** What stands in the list, or is put there. */
function standingAt({ placement }: Item): Span | undefined {
  return placement.kind === "literal" ? placement.element : placement.kind === "added" ? placement.argument : undefined;
}

/** The outermost call of the program's own code that gave a value. */
function returnedAt(origin: Origin): Span | undefined {
  for (let step: Origin | undefined = origin; step !== undefined; step = step.from) if (step.how === "returned") return step.span;
  return undefined;
}

interface Made {
  count: number;
  readonly passes: Set<string>;
}

/** How many elements of a list are made at each place, and what was gone through for them. Each of its elements asks. */
function placesIn(list: List): ReadonlyMap<string, Made> {
  const known = places.get(list);
  if (known !== undefined) return known;
  const made = new Map<string, Made>();
  for (const item of list.items) {
    const key = keyOf(placeOf(item.value));
    const here = made.get(key) ?? { count: 0, passes: new Set() };
    made.set(key, here);
    here.count++;
    const pass = passOf(item);
    if (pass !== undefined) here.passes.add(keyOf(pass));
  }
  places.set(list, made);
  return made;
}

const places = new WeakMap<List, ReadonlyMap<string, Made>>();

/** The call that gives a function what the resource that it makes matches by. */
function calledAt({ inputs: { data }, calls }: Registration): Span | undefined {
  if (!(data instanceof RecordData) || calls.length === 0) return undefined;
  for (const property of matched) {
    const value = data.fields.get(property)?.value;
    const first = value?.data instanceof List ? value.data.items[0]?.value : undefined;
    for (const { origin } of [value, first].filter((one) => one !== undefined)) {
      const given = givenAt(origin);
      const call = given === undefined ? undefined : calls.find((span) => isWithin(given, span));
      if (call !== undefined) return call;
    }
  }
  return undefined;
}

function isWithin(inner: Span, outer: Span): boolean {
  return inner.file.name === outer.file.name && outer.start <= inner.start && inner.end <= outer.end;
}

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
  /** Whether it is a secret. */
  readonly isSecret?: true;
}

/** The settings that what is at a path of a resource's inputs comes from: itself, as a part of a list, or made from them. None where it is written otherwise. */
export function settingsAt(registration: Registration, path: Path): readonly GivenBySetting[] {
  for (let length = path.length; length > 0; length--) {
    const value = valueAt(registration, path.slice(0, length));
    const asSecret = (given: GivenBySetting): GivenBySetting => (value.isSecret === true ? { ...given, isSecret: true } : given);
    const setting = settingIn(value.origin);
    if (setting !== undefined) return [asSecret(setting)];
    // Of a list that is made from others, an element need not come from all of them.
    const made = length === path.length && typeof value.data === "string" ? settingsBehind(value.origin) : [];
    if (made.length > 0) return [...new Map(made.map((each) => [each.key, asSecret(each)])).values()];
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

/**
 * The outermost argument that a value was given as. What was given to a resource that gives it on is of that resource, and what a stack's file says is taken
 * from it, wherever the program hands it on.
 */
function givenAt(origin: Origin): Span | undefined {
  let span: Span | undefined;
  for (let step: Origin | undefined = origin; step !== undefined; step = step.isOutput === true ? undefined : step.from)
    if (step.how === "argument" && !isStackFile(step.span.file.name)) ({ span } = step);
  return span;
}
