import { idOf } from "@portcullis/policypack/resources/identity";
import type { Index, Member, Pattern, Span } from "../syntax/tree";
import { hasCode, isFrozen, kept, setByAccessor } from "./accessors";
import { setAttribute } from "./attributes";
import { withEachChoice } from "./branches";
import { setStatic } from "./classes";
import { elementAt, indexerOf, indexers, keyText, nameIn, noteOwnKey } from "./elements";
import { hidesVariable, objectsAround } from "./enclosing";
import { evaluate } from "./expressions";
import type { Frame } from "./frame";
import { fieldIn } from "./hiding";
import { elementIn, walkThrough, type Elements } from "./iteration";
import { Native } from "./native";
import { partsOf } from "./parts";
import { notePort } from "./ports";
import type { Registration } from "./registration";
import type { Run } from "./run";
import { setBySetter, setInBase } from "./setters";
import { takenOut } from "./this";
import { Binding, type Scope } from "./scope";
import { Hole } from "./hole";
import { isUnordered, List, type Item } from "./list";
import { ClassData, computed, Instance, ofAnyType, ofType, RecordData, ResourceData, SymbolData, written, type Field, type Value } from "./value";
import { mayReplace } from "./unsure";

/** Declares the names of a pattern in the frame's scope. */
export function bind(run: Run, pattern: Pattern, value: Value, frame: Frame): void {
  match(run, pattern, value, frame, (name, part) => {
    frame.scope.declare(name, part);
    noteVariable(run, name, part, frame.scope, pattern.span);
  });
}

/** Gives what a pattern names, which exists, another value. */
export function assign(run: Run, pattern: Pattern, value: Value, frame: Frame, span: Span): void {
  match(run, pattern, value, frame, (name, part) => {
    assignName(run, name, part, frame, span);
  });
}

function assignName(run: Run, name: string, value: Value, frame: Frame, span: Span): void {
  const binding = frame.scope.find(name);
  if (binding !== undefined && !hidesVariable(run, name, frame)) {
    run.touch(binding);
    delete binding.lazy;
    binding.value = ofType(ofAnyType(value), binding.value?.numberType);
    noteVariable(run, name, value, frame.scope.holder(name) ?? frame.scope, span);
    return;
  }
  if (run.dialect.hasImplicitThis && assignImplicitly(run, name, value, frame, span)) {
    noteVariable(run, name, value, frame.scope, span);
    return;
  }
  const made = new Binding(undefined);
  const around = frame.scope.nearest("function", "module", "program");
  around.bindings.set(name, made);
  noteVariable(run, name, value, around, span);
  run.touch(made);
  made.value = value;
}

/** Remembers under which name a resource is known, for those who want to refer to it. */
export function noteVariable(run: Run, name: string, value: Value, scope: Scope, declared: Span): void {
  const { data } = value;
  if (typeof data === "number") {
    notePort(run, name, value, visibleIn(scope), declared);
    return;
  }
  if (run.variables.length >= mostVariables) return;
  const registration = data instanceof ResourceData || data instanceof Instance ? data.registration : undefined;
  const identified = registration === undefined ? identifiedBy(value) : undefined;
  const held = registration ?? identified;
  if (held === undefined) {
    noteFields(run, name, value, scope, declared);
    return;
  }
  const visible = visibleIn(scope);
  run.variables.push({
    name,
    registration: held,
    declared,
    ...(identified === undefined ? {} : { output: "id" as const }),
    ...(visible === undefined ? {} : { visible }),
  });
}

/** The resource that a text is the identifier of. */
function identifiedBy({ data, identifies }: Value): Registration | undefined {
  const [only, ...others] = typeof data === "string" && data.startsWith("id-") ? (identifies ?? []) : [];
  return only !== undefined && others.length === 0 && data === idOf(only.urn) ? only : undefined;
}

/** What a function is given in an object is known there by its way: `args.vpc`, `args.groupId`. */
function noteFields(run: Run, name: string, { data }: Value, scope: Scope, declared: Span): void {
  const fields = data instanceof Instance || (data instanceof RecordData && !run.dialect.separatesEntries) ? data.fields : undefined;
  if (fields === undefined || fields.size > mostFields || name.includes(".")) return;
  const isResource = (value: Value): boolean =>
    scope.kind === "function" && (value.data instanceof ResourceData || identifiedBy(value) !== undefined);
  for (const [key, field] of fields) {
    if (hasCode(field) || !/^[A-Za-z_]\w*$/.test(key)) continue;
    const { value } = field;
    if (typeof value.data === "number" || isResource(value)) noteVariable(run, `${name}.${key}`, value, scope, declared);
  }
}

/** An object with more fields is no list of arguments. */
const mostFields = 30;

const mostVariables = 100_000;

/** A member of the object that a function is of is known by its name there: `this.app`, `self.app`. */
function noteMember(run: Run, value: Value, scope: Scope, declared: Span): void {
  const text = declared.file.text.slice(declared.start, declared.end);
  if (/^(?:this|self)\.#?\w+$/.test(text)) noteVariable(run, text, value, scope, declared);
}

function visibleIn(scope: Scope): Span | undefined {
  return scope.kind === "module" || scope.kind === "program"
    ? undefined
    : (scope.span ?? (scope.parent === undefined ? undefined : visibleIn(scope.parent)));
}

/** In Java and C# a name may be a field of the object, or of the class. */
function assignImplicitly(run: Run, name: string, value: Value, frame: Frame, span: Span): boolean {
  for (let home = frame.home; home !== undefined; home = home.outer) {
    const holder = staticHolder(home, name);
    if (holder !== undefined) {
      setStatic(run, holder, name, value);
      return true;
    }
  }
  if (!(frame.self?.data instanceof Instance)) return false;
  const holder = objectsAround(frame).find(({ data }) => data instanceof Instance && data.fields.has(name));
  setField(run, holder ?? frame.self, name, value, span);
  return true;
}

/** The class that has a static field: the class itself or one of its bases. */
function staticHolder(type: ClassData, name: string, depth = 0): ClassData | undefined {
  if (type.statics.has(name) || type.pending.has(name) || depth > 20) return type.statics.has(name) || type.pending.has(name) ? type : undefined;
  for (const { data } of type.bases) {
    const holder = data instanceof ClassData ? staticHolder(data, name, depth + 1) : undefined;
    if (holder !== undefined) return holder;
  }
  return undefined;
}

/** A default stands for what is undefined, not for null. */
export function isMissing({ data, isNull }: Value): boolean {
  return data === null && isNull !== true;
}

/** A member or an element that is assigned to, with what its parts are at the time. */
export interface Place {
  readonly target: Member | Index;
  readonly object: Value;
  /** Of an element. */
  readonly index: Value | undefined;
}

export function placeOf(run: Run, target: Member | Index, frame: Frame): Place {
  return { target, object: evaluate(run, target.object, frame), index: target.kind === "index" ? evaluate(run, target.index, frame) : undefined };
}

export function put(run: Run, { target, object, index }: Place, value: Value, frame: Frame, span: Span): void {
  if (target.kind === "member") {
    if (target.object.kind === "super" && frame.home !== undefined) setInBase(run, object, target.name, value, frame.home, span);
    else setField(run, object, target.name, value, span);
    noteMember(run, value, frame.scope, span);
  } else if (index !== undefined) setElement(run, object, index, value, span);
}

function match(run: Run, pattern: Pattern, value: Value, frame: Frame, give: (name: string, value: Value) => void): void {
  switch (pattern.kind) {
    case "nothing":
      return;
    case "name":
      give(pattern.name, value);
      return;
    case "target": {
      put(run, placeOf(run, pattern.target, frame), value, frame, pattern.span);
      return;
    }
    case "list": {
      const isShuffled = value.data instanceof List && isUnordered(value.data);
      const elements = isShuffled
        ? { items: [], rest: new Hole("is one of a set, whose order is not known", pattern.span) }
        : (partsOf(run, value, pattern.elements.length, pattern.span) ??
          (run.dialect.takesNamedOnly && pattern.rest === undefined
            ? firstOf(run, value, pattern.elements.length, pattern.span)
            : run.elements(value, pattern.span)));
      const { items, rest } = elements;
      // Go finds all places before it assigns to the first: https://go.dev/ref/spec#Assignment_statements
      const places = run.dialect.findsPlacesFirst ? placesOf(run, pattern, frame) : undefined;
      for (const [index, element] of pattern.elements.entries()) {
        if (element === undefined) continue;
        const place = places?.[index];
        const known = elementIn(elements, value, index)?.value;
        if (place !== undefined && known !== undefined) {
          put(run, place, known, frame, pattern.span);
          continue;
        }
        const item = known ?? (rest === undefined ? written(null, pattern.span) : missing(run, element.pattern, rest, value, pattern.span));
        const part = isMissing(item) && element.default !== undefined ? evaluate(run, element.default, frame) : item;
        match(run, element.pattern, part, frame, give);
      }
      if (pattern.rest !== undefined) {
        const left = items.slice(pattern.elements.length);
        match(run, pattern.rest, computed(rest === undefined ? new List([...left]) : new List([...left], rest), pattern.span, [value]), frame, give);
      }
      return;
    }
    case "record": {
      const keys: (string | undefined)[] = [];
      for (const { key: name, computed: given, pattern: inner, default: fallback } of pattern.properties) {
        const key = given === undefined ? name : keyText(run, evaluate(run, given, frame));
        keys.push(key);
        const part =
          key === undefined
            ? run.hole("is under a key that is not known", pattern.span, [value])
            : takenOut(run.dialect, run.member(value, key, pattern.span));
        const member = part.origin.of === undefined ? { ...part, origin: { ...part.origin, of: value.origin } } : part;
        match(run, inner, isMissing(member) && fallback !== undefined ? evaluate(run, fallback, frame) : member, frame, give);
      }
      if (pattern.rest !== undefined) {
        const left = new RecordData();
        const taken = new Set(keys);
        if (taken.has(undefined)) left.rest = new Hole("may be under a key that is taken out", pattern.span);
        if (value.data instanceof RecordData) {
          for (const [key, field] of value.data.fields)
            if (!taken.has(key))
              left.fields.set(key, left.rest === undefined ? field : { ...field, value: computed(left.rest, pattern.span, [field.value]) });
          if (value.data.rest !== undefined) left.rest = value.data.rest;
        } else left.rest = value.data instanceof Hole ? value.data : new Hole("is the rest of what is not known", pattern.span);
        match(run, pattern.rest, computed(left, pattern.span, [value]), frame, give);
      }
    }
  }
}

/** So many of the first elements; a generator is asked for no more, and ended. */
function firstOf(run: Run, value: Value, count: number, span: Span): Elements {
  if (!(value.data instanceof List) || value.data.isOnce !== true || value.data.source === undefined) return run.elements(value, span);
  const items: Item[] = [];
  const rest = walkThrough(run, value, span, (item) => items.length < count && items.push(item) < count);
  return rest === undefined ? { items } : { items, rest };
}

function placesOf(run: Run, { elements }: Pattern & { readonly kind: "list" }, frame: Frame): readonly (Place | undefined)[] {
  return elements.map((element) => (element?.pattern.kind === "target" ? placeOf(run, element.pattern.target, frame) : undefined));
}

/** A part of what is not known. An error of a call that is not read is none. */
function missing(run: Run, pattern: Pattern, rest: Hole, value: Value, span: Span): Value {
  if (pattern.kind === "name" && run.dialect.errorName?.test(pattern.name) === true) return written(null, span);
  return computed(rest, span, [value]);
}

/** Puts a value into whichever of several things it is put into, and says whether it is one of several. */
function putIntoEach(run: Run, object: Value, value: Value, span: Span, into: (choice: Value) => void): boolean {
  const put = (choice: Value): Value => {
    into(choice);
    return value;
  };
  return withEachChoice(run, object, span, put) !== undefined;
}

export function setField(run: Run, object: Value, name: string, value: Value, entry: Span): void {
  const { data } = object;
  if (putIntoEach(run, object, value, entry, (choice) => setField(run, choice, name, value, entry))) return;
  if (setBySetter(run, object, name, value, entry)) return;
  if (failsOnNothing(run, data, entry)) return;
  if (typeof data === "object" && data !== null && isFrozen(run, data, entry)) return;
  if (data instanceof Instance || data instanceof RecordData) {
    const owner = data instanceof Instance && run.dialect.hasStructLiterals ? promotedFrom(data, name) : data;
    if (owner instanceof RecordData && setByAccessor(run, owner, name, value, entry)) return;
    run.touch(owner);
    const own = owner instanceof Instance ? fieldIn(run, owner, name, object.seenAs) : name;
    const field: Field = { value: kept(owner, value), entry, placement: "assigned" };
    if (own !== undefined) owner.fields.set(own, field);
    else mayBeSet(run, owner, name, field);
  } else if (data instanceof List) {
    run.touch(data);
    // JavaScript's lists are cut by setting their length; C#'s tuples have parts with names.
    if (name === "length" && typeof value.data === "number" && value.data <= data.items.length) data.items = data.items.slice(0, value.data);
    else if (run.dialect.hasAbsentElements && name === "length" && typeof value.data === "number") lengthen(data, value.data, entry);
    else {
      data.items = [];
      data.rest = new Hole(`had its ${name} set, which is not followed`, entry);
    }
  } else if (data !== null && typeof data === "object" && data.kind === "class") {
    setMember(run, data, name, value);
  } else if (data instanceof Native && data.behaviour.set !== undefined) data.behaviour.set(name, value, run);
  else if (setAttribute(run, data, name, value) && data instanceof SymbolData && run.dialect.symbolOf(data.path).package !== "")
    run.gap(`Sets ${name} of a package, which is not followed`, entry);
}

/** A field that several classes of an object have, of which nobody knows which one is set. */
function mayBeSet(run: Run, { fields }: Instance | RecordData, name: string, { entry, placement }: Field): void {
  const value = run.hole(`may have been set, as ${name} of another class of the object`, entry);
  for (const key of [...fields.keys()]) if (key === name || key.startsWith(`${name} of `)) fields.set(key, { value, entry, placement });
}

/** Sets a member of a class: where it sets a method, its objects have that from now on. */
function setMember(run: Run, data: ClassData, name: string, value: Value): void {
  setStatic(run, run.dialect.hasImplicitThis ? (staticHolder(data, name) ?? data) : data, name, value);
}

/** The struct that a field belongs to: in Go an embedded one has the fields that the struct around it does not declare. */
function promotedFrom(instance: Instance, name: string, depth = 0): Instance {
  if (instance.fields.has(name) || depth > 20) return instance;
  for (const base of instance.type.bases) {
    const embedded = base.data instanceof ClassData ? instance.fields.get(base.data.name)?.value.data : undefined;
    if (!(embedded instanceof Instance)) continue;
    const owner = promotedFrom(embedded, name, depth + 1);
    if (owner.fields.has(name)) return owner;
  }
  return instance;
}

function setElement(run: Run, object: Value, index: Value, value: Value, span: Span): void {
  const { data } = object;
  const key = index.data;
  if (putIntoEach(run, object, value, span, (choice) => setElement(run, choice, index, value, span))) return;
  const own = indexerOf(run, object, indexers.set, span);
  if (own !== undefined) {
    run.call(
      own,
      [
        { value: index, span },
        { value, span },
      ],
      span,
    );
    return;
  }
  if (failsOnNothing(run, data, span)) return;
  if (run.dialect.failsByFixed !== undefined && (typeof data === "string" || (data instanceof List && data.type === "tuple"))) {
    run.fail("is put into what does not change", span, run.dialect.failsByFixed);
    return;
  }
  if (typeof data === "object" && data !== null && isFrozen(run, data, span)) return;
  if (data instanceof RecordData || data instanceof Instance) {
    run.touch(data);
    const name = data instanceof RecordData ? nameIn(run, data, index) : keyText(run, index);
    if (name !== undefined && data instanceof RecordData && setByAccessor(run, data, name, value, span)) return;
    if (name !== undefined) {
      data.fields.set(name, { value: kept(data, value), entry: span, placement: "assigned" });
      if (data instanceof RecordData) noteOwnKey(run, data, name, index);
    } else if (key instanceof Hole) mayReplace(data, key, span, value);
    else if (data instanceof RecordData) data.rest ??= new Hole("has a key that is not known", span);
  } else if (data instanceof List) {
    if (run.dialect.failsByIndex !== undefined && typeof key === "number" && data.rest === undefined) {
      const place = key < 0 && run.dialect.countsFromEnd ? key + data.length : key;
      if (place < 0 || place >= data.length) run.fail("is beyond the end of a list", span, run.dialect.failsByIndex);
      else if (place !== key) setElement(run, object, { ...index, data: place }, value, span);
      if (place !== key || place < 0 || place >= data.length) return;
    }
    run.touch(data);
    if (typeof key === "number" && Number.isInteger(key) && key >= 0 && key <= data.items.length) {
      const item: Item = { value, placement: { kind: "computed", span } };
      data.items[key] = item;
      run.dialect.stored?.(data, key, [item], run);
    } else if (run.dialect.hasAbsentElements && data.rest === undefined && typeof key === "number" && Number.isInteger(key) && key > 0) {
      lengthen(data, key, span);
      if (data.items.length === key) data.items.push({ value, placement: { kind: "computed", span } });
    } else mayReplace(data, key instanceof Hole ? key : new Hole("has an index that is not known", span), span);
  } else if (data instanceof Native && (typeof key === "string" || typeof key === "number")) data.behaviour.set?.(String(key), value, run);
}

/** Nothing has no places for anything. */
function failsOnNothing(run: Run, data: Value["data"], span: Span): boolean {
  const error = run.dialect.failsByNilMap ?? run.dialect.failsByNothing;
  if (data !== null || error === undefined) return false;
  run.fail("is put into what is nothing", span, error);
  return true;
}

/** JavaScript's lists have places that nothing was put into. */
function lengthen(list: List, length: number, span: Span): void {
  if (length > mostAbsent) list.rest ??= new Hole("is a list with an index that is larger than what is read", span);
  else while (list.items.length < length) list.items.push({ value: written(null, span), placement: { kind: "computed", span }, isAbsent: true });
}

const mostAbsent = 10_000;

export { elementAt };
