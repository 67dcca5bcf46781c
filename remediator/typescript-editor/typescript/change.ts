import ts from "typescript";
import type { PlannedElement, PlannedValue, Variant } from "@portcullis/policypack/plans/plan";
import { unknown, type Plain } from "@portcullis/policypack/resources/resource";
import { applyEdits, type TextEdit } from "../../editing/edits";
import { allOf, declined, isDeclined, type Declined, type Outcome } from "../../editing/outcome";
import { elementAt, elementsOf, type Element, type Holder } from "./elements";
import { editList, listOf } from "./lists";
import { printKey } from "./print";
import { fileOf, placeOf, type Program } from "./program";
import { removeStatement } from "./statements";
import { agrees, follow, keyOf, lookup, sketch, type Spot } from "./values";

/** What an edit of one resource needs to know. */
export interface Editing {
  readonly program: Program;
  /** The resource's name, for reasons. */
  readonly name: string;
  /** The source text of a planned value at a place. */
  readonly write: (value: PlannedValue, place: ts.Node) => Outcome<string>;
}

/** Changes an object: properties dropped, set, and arrays in it shortened and extended. `value` is what the object is at run time. */
export function changeObject(editing: Editing, spot: Spot, value: Plain | undefined, variant: Variant): Outcome<TextEdit[]> {
  const object = follow(editing.program, spot);
  if (!ts.isObjectLiteralExpression(object.node)) return declined(`${placeOf(spot.node)} computes the object: ${sketch(spot.node)}`);
  const edits = changeLiteral(editing, object, object.node, value, variant);
  return isDeclined(edits) && object.node !== spot.node && spot.shared === undefined ? (overridden(editing, spot, value, variant) ?? edits) : edits;
}

/** Changes elements of an array: no variants takes the element out, several put copies in its place. */
export function changeElements(
  editing: Editing,
  spot: Spot,
  value: Plain | undefined,
  changes: ReadonlyMap<number, readonly Variant[]>,
): Outcome<TextEdit[]> {
  const removed = [...changes].flatMap(([index, variants]) => (variants.length === 0 ? [index] : []));
  if (removed.length === changes.size) return changeList(editing, spot, value, removed, []);
  const elements = elementsOf(editing.program, spot);
  const edits: TextEdit[] = [];
  const copies = new Map<Element, string[]>();
  for (const [index, variants] of changes) {
    const element = elementFor(editing, elements, value, index);
    if (isDeclined(element)) return element;
    const [only, ...others] = variants;
    const inputs = elementOf(value, index);
    if (only === undefined) copies.set(element, []);
    else if (others.length === 0) {
      const changed = changeObject(editing, element.spot, inputs, only);
      if (isDeclined(changed)) return changed;
      edits.push(...changed);
    } else {
      const texts = copiesOf(editing, element, inputs, variants);
      if (isDeclined(texts)) return texts;
      copies.set(element, texts);
    }
  }
  const held = editHolders(copies);
  return isDeclined(held) ? held : [...edits, ...held];
}

/** Takes elements out of an array and appends others; where the array is not this place's alone, it is written anew at the place of use. */
export function changeList(
  editing: Editing,
  spot: Spot,
  value: Plain | undefined,
  removed: readonly number[],
  appended: readonly PlannedElement[],
): Outcome<TextEdit[]> {
  const added: string[] = [];
  for (const one of appended) {
    const text = editing.write(one, spot.node);
    if (isDeclined(text)) return text;
    added.push(text);
  }
  const inPlace = changeWrittenList(editing, spot, value, removed, added);
  if (!isDeclined(inPlace) || spot.shared !== undefined) return inPlace;
  const anew = writeAnew(editing, spot, value, removed, added);
  return isDeclined(anew) ? inPlace : anew;
}

function changeWrittenList(
  editing: Editing,
  spot: Spot,
  value: Plain | undefined,
  removed: readonly number[],
  added: readonly string[],
): Outcome<TextEdit[]> {
  const elements = removed.length === 0 ? [] : elementsOf(editing.program, spot);
  const gone = new Map<Element, string[]>();
  for (const index of removed) {
    const element = elementFor(editing, elements, value, index);
    if (isDeclined(element)) return element;
    gone.set(element, []);
  }
  if (added.length === 0) return editHolders(gone);
  const literal = follow(editing.program, spot);
  if (!ts.isArrayLiteralExpression(literal.node)) return declined(`${placeOf(spot.node)} computes the list: ${sketch(spot.node)}`);
  if (literal.shared !== undefined) return declined(literal.shared);
  const own = literal.node;
  const indexes: number[] = [];
  for (const { holder, sharedHolder } of gone.keys()) {
    if (sharedHolder !== undefined) return declined(sharedHolder);
    if (holder.kind !== "list" || holder.key !== own) return declined(`${placeOf(own)} is only a part of the list`);
    indexes.push(holder.index);
  }
  return editList(listOf(own), { removed: indexes, added });
}

/** `trusted` becomes `["10.0.0.0/8"]`, or `[...trusted, app.id]`, where it is used. */
function writeAnew(
  editing: Editing,
  spot: Spot,
  value: Plain | undefined,
  removed: readonly number[],
  added: readonly string[],
): Outcome<TextEdit[]> {
  const { node } = spot;
  const edit = (texts: readonly string[]): TextEdit[] => [replace(node, `[${texts.join(", ")}]`)];
  const followed = follow(editing.program, spot);
  if (removed.length === 0 && ts.isArrayLiteralExpression(followed.node) && followed.node !== node) return edit([`...${node.getText()}`, ...added]);
  if (!agrees(editing.program, spot, value)) return mismatch(editing, node);
  if (!Array.isArray(value) || !(value as readonly Plain[]).every(isScalar)) return declined(`${placeOf(node)} computes the list: ${sketch(node)}`);
  const kept = (value as readonly Plain[]).filter((_, index) => !removed.includes(index));
  const texts: string[] = [];
  for (const one of kept) {
    const text = editing.write(one, node);
    if (isDeclined(text)) return text;
    texts.push(text);
  }
  return edit([...texts, ...added]);
}

/** The element at an index, if what the source says about it literally is what the resource has. */
export function elementFor(editing: Editing, elements: ReturnType<typeof elementsOf>, value: Plain | undefined, index: number): Outcome<Element> {
  const length = Array.isArray(value) ? value.length : undefined;
  const element = elementAt(elements, index, length);
  if (isDeclined(element)) return element;
  if (!agrees(editing.program, element.spot, elementOf(value, index))) return mismatch(editing, element.spot.node);
  return element;
}

export function mismatch(editing: Editing, node: ts.Node): Declined {
  return declined(`the source at ${placeOf(node)} does not look like ${editing.name}`);
}

export function elementOf(value: Plain | undefined, index: number): Plain | undefined {
  if (value === unknown || value === undefined) return value;
  return Array.isArray(value) ? (value as readonly Plain[])[index] : undefined;
}

export function propertyOf(value: Plain | undefined, key: string): Plain | undefined {
  if (value === unknown || value === undefined) return value;
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, Plain>>)[key] : undefined;
}

function changeLiteral(
  editing: Editing,
  object: Spot,
  literal: ts.ObjectLiteralExpression,
  value: Plain | undefined,
  variant: Variant,
): Outcome<TextEdit[]> {
  const { program } = editing;
  const edits: TextEdit[] = [];
  const removed: number[] = [];
  const added: string[] = [];
  const changesLiteral = (): Declined | undefined => (object.shared === undefined ? undefined : declined(object.shared));

  for (const name of variant.drop ?? []) {
    const found = lookup(program, object, name);
    if (found.kind === "absent") continue;
    if (found.kind === "hidden") return declined(found.reason);
    if (found.object !== literal) return declined(`${name} of ${placeOf(literal)} comes from ${placeOf(found.property)}`);
    const shared = changesLiteral();
    if (shared !== undefined) return shared;
    for (const [index, property] of literal.properties.entries()) if (keyOf(program, property, object.environment) === name) removed.push(index);
  }
  for (const [name, planned] of Object.entries(variant.set ?? {})) {
    const found = lookup(program, object, name);
    const shared = changesLiteral();
    if (shared !== undefined) return shared;
    const text = editing.write(planned, literal);
    if (isDeclined(text)) return text;
    if (found.kind === "found" && found.object === literal) edits.push(setProperty(found.property, text));
    else if (found.kind === "hidden" && writes(literal, name)) return declined(found.reason);
    else added.push(`${printKey(name, literal)}: ${text}`);
  }
  for (const name of new Set([...Object.keys(variant.without ?? {}), ...Object.keys(variant.append ?? {})])) {
    const found = lookup(program, object, name);
    const inputs = propertyOf(value, name);
    const without = variant.without?.[name] ?? [];
    const append = variant.append?.[name] ?? [];
    if (without.length === 0 && append.length === 0) continue;
    if (found.kind === "hidden") return declined(found.reason);
    if (found.kind === "absent") {
      if (without.length > 0) return mismatch(editing, literal);
      const shared = changesLiteral();
      if (shared !== undefined) return shared;
      const text = editing.write(append, literal);
      if (isDeclined(text)) return text;
      added.push(`${printKey(name, literal)}: ${text}`);
      continue;
    }
    const changed = changeList(editing, found.value, inputs, without, append);
    if (isDeclined(changed)) return changed;
    edits.push(...changed.map((edit) => inShorthand(found.property, edit)));
  }
  return [...edits, ...editList(listOf(literal), { removed, added })];
}

/** `rules: ssh` with `ssh` used elsewhere too: `{ ...ssh, cidrBlocks: ["10.0.0.0/8"] }` in its place. */
function overridden(editing: Editing, spot: Spot, value: Plain | undefined, variant: Variant): Outcome<TextEdit[]> | undefined {
  if ((variant.drop ?? []).length > 0) return undefined;
  const text = overrideOf(editing, spot, value, variant);
  return isDeclined(text) ? text : [replace(spot.node, text)];
}

function overrideOf(editing: Editing, spot: Spot, value: Plain | undefined, variant: Variant): Outcome<string> {
  if ((variant.drop ?? []).length > 0) return declined(`${placeOf(spot.node)} uses ${sketch(spot.node)}, from which no property can be left out`);
  const properties: string[] = [];
  const planned: Record<string, PlannedValue> = { ...variant.set };
  for (const name of new Set([...Object.keys(variant.without ?? {}), ...Object.keys(variant.append ?? {})])) {
    const current = propertyOf(value, name) ?? [];
    if (!Array.isArray(current)) return declined(`${name} of ${placeOf(spot.node)} is not known`);
    const kept = (current as readonly Plain[]).filter((_, index) => !(variant.without?.[name] ?? []).includes(index));
    planned[name] = [...kept, ...(variant.append?.[name] ?? [])];
  }
  for (const [name, one] of Object.entries(planned)) {
    const text = editing.write(one, spot.node);
    if (isDeclined(text)) return text;
    properties.push(`${printKey(name, undefined)}: ${text}`);
  }
  return properties.length === 0 ? spot.node.getText() : `{ ...${spot.node.getText()}, ${properties.join(", ")} }`;
}

/** The texts of an element's variants, each a copy of the element with its changes. */
function copiesOf(editing: Editing, element: Element, value: Plain | undefined, variants: readonly Variant[]): Outcome<string[]> {
  if (element.mapped) return declined(element.spot.shared ?? `${placeOf(element.spot.node)} is the result of a callback`);
  const { node } = element.spot;
  const isLiteral = ts.isObjectLiteralExpression(node);
  const texts: string[] = [];
  for (const variant of variants) {
    const text = isLiteral
      ? copyWith(node, changeLiteral(editing, { ...element.spot, shared: undefined }, node, value, variant))
      : overrideOf(editing, element.spot, value, variant);
    if (isDeclined(text)) return text;
    texts.push(text);
  }
  return texts;
}

/** The text of a node with edits in it. */
export function copyWith(node: ts.Node, edits: Outcome<readonly TextEdit[]>): Outcome<string> {
  if (isDeclined(edits)) return edits;
  const start = node.getStart();
  const outside = edits.find((edit) => edit.file !== fileOf(node) || edit.start < start || edit.end > node.end);
  if (outside !== undefined) return declined(`a part of ${placeOf(node)} that has to change is written somewhere else`);
  return applyEdits(
    node.getText(),
    edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start })),
  );
}

/** Takes out elements, or puts copies in their place, list by list. */
function editHolders(changes: ReadonlyMap<Element, readonly string[]>): Outcome<TextEdit[]> {
  const holders = new Map<ts.Node, { readonly holder: Holder; readonly removed: number[]; readonly replaced: Map<number, readonly string[]> }>();
  for (const [{ holder, sharedHolder }, copies] of changes) {
    if (sharedHolder !== undefined) return declined(sharedHolder);
    const group = holders.get(holder.key) ?? { holder, removed: [], replaced: new Map<number, readonly string[]>() };
    holders.set(holder.key, group);
    if (holder.kind === "statement") {
      const [argument] = (holder.statement.expression as ts.CallExpression).arguments;
      if (copies.length > 0 && argument !== undefined) group.replaced.set(0, copies);
      continue;
    }
    if (copies.length === 0) group.removed.push(holder.index);
    else group.replaced.set(holder.index, copies);
  }
  return allOf(
    [...holders.values()].map(({ holder, removed, replaced }) => {
      if (holder.kind === "list") return editList(holder.list, { removed, replaced });
      const copies = replaced.get(0);
      const [argument] = (holder.statement.expression as ts.CallExpression).arguments;
      if (copies !== undefined && argument !== undefined) return [replace(argument, copies.join(", "))];
      return [removeStatement(holder.statement)];
    }),
  );
}

export function replace(node: ts.Node, text: string): TextEdit {
  return { file: fileOf(node), start: node.getStart(), end: node.end, text };
}

function setProperty(property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment, text: string): TextEdit {
  if (ts.isPropertyAssignment(property)) return replace(property.initializer, text);
  return replace(property, `${property.name.text}: ${text}`);
}

/** An edit that writes anew what a shorthand property names has to keep the property's name. */
function inShorthand(property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment, edit: TextEdit): TextEdit {
  const isName =
    ts.isShorthandPropertyAssignment(property) && edit.file === fileOf(property) && edit.start === property.getStart() && edit.end === property.end;
  return isName ? { ...edit, text: `${property.name.text}: ${edit.text}` } : edit;
}

function writes(literal: ts.ObjectLiteralExpression, name: string): boolean {
  return literal.properties.some(
    (property) => property.name !== undefined && !ts.isComputedPropertyName(property.name) && property.name.text === name,
  );
}

function isScalar(value: Plain): boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
