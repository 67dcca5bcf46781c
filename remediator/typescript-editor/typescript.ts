import ts from "typescript";
import type { Path, PlannedValue, Step, Variant } from "@portcullis/policypack/plans/plan";
import type { Plain } from "@portcullis/policypack/resources/resource";
import { applyEdits, findOverlap, type TextEdit } from "../editing/edits";
import type { Edit, Files, Language, LocateReference, Target } from "./language";
import { allOf, declined, isDeclined, type Declined, type Outcome } from "../editing/outcome";
import { changeElements, changeObject, elementFor, elementOf, propertyOf, replace, type Editing } from "./typescript/change";
import { elementsOf } from "./typescript/elements";
import { argumentsOf, editList } from "./typescript/lists";
import { locate, spotOf, type Constructor } from "./typescript/locate";
import { print } from "./typescript/print";
import { extensions, fileOf, placeOf, programOf, syntaxErrors } from "./typescript/program";
import { referenceTo } from "./typescript/references";
import { follow, isNothing, lookup, sketch, type Spot } from "./typescript/values";
import { changeResource } from "./typescript/whole";

export const typescript: Language = {
  name: "TypeScript",
  extensions,
  editFor: (files, target, steps, locateReference) => {
    const edits = editsFor(files, target, steps, locateReference);
    return isDeclined(edits) ? edits : checked(files, edits);
  },
  positionOf: (files, target, path) => {
    const program = programOf(files);
    const constructor = locate(program, target);
    if (isDeclined(constructor)) return undefined;
    const place = path.length === 0 ? constructor : placeAt({ program, name: target.name, write: () => "" }, constructor, target.inputs, path);
    if (isDeclined(place)) return undefined;
    const { line, character } = place.getSourceFile().getLineAndCharacterOfPosition(place.getStart());
    return { file: fileOf(place), line: line + 1, column: character + 1 };
  },
};

function editsFor(files: Files, target: Target, steps: readonly Step[], locateReference: LocateReference): Outcome<TextEdit[]> {
  if (target.sharedBy > 1) return declined(`one constructor call makes ${target.sharedBy} resources, ${target.name} among them`);
  const program = programOf(files);
  const constructor = locate(program, target);
  if (isDeclined(constructor)) return constructor;
  const editing: Editing = {
    program,
    name: target.name,
    write: (value, place) =>
      print(value, place, ({ reference, output }) => {
        const referenced = locateReference(reference);
        const name = referenced === undefined ? declined(`${reference} is not a resource of the stack`) : referenceTo(program, referenced, place);
        return isDeclined(name) ? name : `${name}.${output}`;
      }),
  };
  const computed = computedSource(editing, constructor, target, steps);
  if (computed !== undefined) return computed;
  const whole = steps.find((step) => step.kind === "vary" && step.path.length === 0);
  if (whole?.kind === "vary") {
    if (steps.length > 1) return declined(`the plan changes ${target.name} both as a whole and in part`);
    return changeResource(editing, constructor, target.type, target.inputs, whole.variants);
  }
  const groups = groupsOf(steps);
  return isDeclined(groups) ? groups : allOf(groups.map((group) => changeGroup(editing, constructor, target, group)));
}

/** A source that is computed may be another one in another stack, where nothing is wrong with it. */
function computedSource(editing: Editing, constructor: Constructor, target: Target, steps: readonly Step[]): Declined | undefined {
  for (const { path, text } of steps.flatMap((step) => (step.kind === "vary" ? (step.sources ?? []) : []))) {
    const element = spotAt(editing, constructor, target.inputs, path);
    const place = isDeclined(element) ? spotAt(editing, constructor, target.inputs, path.slice(0, -1)) : element;
    if (isDeclined(place) || place.kind !== "written") continue;
    const { node } = follow(editing.program, place.spot);
    if (isComputed(node)) return declined(`${placeOf(node)} computes ${text}: ${sketch(node)}, which other stacks may have another value for`);
  }
  return undefined;
}

/** Whether a value depends on more than what is written: configuration, the environment, a choice. An output of a resource is no such value. */
function isComputed(node: ts.Expression): boolean {
  if (ts.isCallExpression(node) || ts.isConditionalExpression(node) || ts.isAwaitExpression(node)) return true;
  if (ts.isBinaryExpression(node)) return [node.left, node.right].some(isComputed) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken;
  if (ts.isTemplateExpression(node)) return node.templateSpans.some(({ expression }) => isComputed(expression));
  return ts.isElementAccessExpression(node) || (ts.isPropertyAccessExpression(node) && /^process\.env\b/.test(node.getText()));
}

/** Steps that change the same array or object, which have to be carried out together. */
interface Group {
  readonly parent: Path;
  readonly elements: Map<number, readonly Variant[]>;
  readonly properties: Map<string, PlannedValue>;
  readonly dropped: string[];
  readonly changed: Map<string, Variant>;
}

function groupsOf(steps: readonly Step[]): Outcome<Group[]> {
  const groups = new Map<string, Group>();
  const groupAt = (parent: Path): Group => {
    const key = JSON.stringify(parent);
    const group = groups.get(key) ?? {
      parent,
      elements: new Map<number, readonly Variant[]>(),
      properties: new Map<string, PlannedValue>(),
      dropped: [],
      changed: new Map<string, Variant>(),
    };
    groups.set(key, group);
    return group;
  };
  for (const step of steps) {
    const group = groupAt(step.path.slice(0, -1));
    const last = step.path.at(-1);
    if (step.kind === "set" && typeof last === "string") group.properties.set(last, step.value);
    else if (step.kind === "vary" && typeof last === "number") group.elements.set(last, step.variants);
    else if (step.kind === "vary" && typeof last === "string" && step.variants.length === 0) group.dropped.push(last);
    else if (step.kind === "vary" && typeof last === "string" && step.variants.length === 1) group.changed.set(last, step.variants[0] ?? {});
    else return declined(`the plan has a step for ${step.path.join(".") || "the resource"} that has no form in source`);
  }
  return [...groups.values()];
}

function changeGroup(editing: Editing, constructor: Constructor, target: Target, group: Group): Outcome<TextEdit[]> {
  const set = Object.fromEntries(group.properties);
  const place = spotAt(editing, constructor, target.inputs, group.parent);
  if (isDeclined(place)) return place;
  if (place.kind === "absent") {
    if (group.elements.size > 0 || group.changed.size > 0) return declined(`${placeOf(constructor)} does not write ${group.parent.join(".")}`);
    return createdAt(editing, constructor, place, set);
  }
  const { spot, value } = place;
  return allOf([
    group.elements.size === 0 ? [] : changeElements(editing, spot, value, group.elements),
    group.properties.size + group.dropped.length === 0 ? [] : changeObject(editing, spot, value, { set, drop: group.dropped }),
    ...[...group.changed].map(([name, variant]) => changeProperty(editing, constructor, target, [...group.parent, name], variant)),
  ]);
}

function changeProperty(editing: Editing, constructor: Constructor, target: Target, path: Path, variant: Variant): Outcome<TextEdit[]> {
  const place = spotAt(editing, constructor, target.inputs, path);
  if (isDeclined(place)) return place;
  if (place.kind === "absent") return declined(`${placeOf(constructor)} does not write ${path.join(".")}`);
  return changeObject(editing, place.spot, place.value, variant);
}

type Place =
  | { readonly kind: "written"; readonly spot: Spot; readonly value: Plain | undefined }
  | { readonly kind: "absent"; readonly owner: Spot | undefined; readonly value: Plain | undefined; readonly missing: readonly string[] };

/** The expression that gives what is at a path of the inputs; where a property on the way is not written, the object that lacks it. */
function spotAt(editing: Editing, constructor: Constructor, inputs: Plain, path: Path): Outcome<Place> {
  const args = constructor.arguments?.[1];
  if (args === undefined || isNothing(args)) return { kind: "absent", owner: undefined, value: inputs, missing: path.map(String) };
  let spot = spotOf(args);
  let value: Plain | undefined = inputs;
  for (const [index, key] of path.entries()) {
    if (typeof key === "number") {
      const element = elementFor(editing, elementsOf(editing.program, spot), value, key);
      if (isDeclined(element)) return element;
      spot = element.spot;
      value = elementOf(value, key);
      continue;
    }
    const object = follow(editing.program, spot);
    if (!ts.isObjectLiteralExpression(object.node)) {
      return declined(`the arguments of ${editing.name} are computed at ${placeOf(spot.node)}: ${sketch(spot.node)}`);
    }
    const found = lookup(editing.program, object, key);
    if (found.kind === "hidden") return declined(found.reason);
    if (found.kind === "absent") return { kind: "absent", owner: spot, value, missing: path.slice(index).map(String) };
    spot = found.value;
    value = propertyOf(value, key);
  }
  return { kind: "written", spot, value };
}

/** Writes an object that is not there yet. */
function createdAt(
  editing: Editing,
  constructor: Constructor,
  place: Place & { readonly kind: "absent" },
  set: Readonly<Record<string, PlannedValue>>,
): Outcome<TextEdit[]> {
  let value = set as PlannedValue;
  for (const key of [...place.missing].reverse().slice(0, -1)) value = { [key]: value } as PlannedValue;
  const [top] = place.missing;
  if (place.owner !== undefined) return top === undefined ? [] : changeObject(editing, place.owner, place.value, { set: { [top]: value } });
  const text = editing.write(top === undefined ? value : ({ [top]: value } as PlannedValue), constructor);
  if (isDeclined(text)) return text;
  const args = constructor.arguments?.[1];
  if (args !== undefined) return [replace(args, text)];
  return constructor.arguments?.length === 1
    ? editList(argumentsOf(constructor), { added: [text] })
    : declined(`${placeOf(constructor)} gives no name`);
}

function placeAt(editing: Editing, constructor: Constructor, inputs: Plain, path: Path): Outcome<ts.Node> {
  const place = spotAt(editing, constructor, inputs, path);
  if (isDeclined(place)) return place;
  return place.kind === "written" ? place.spot.node : (place.owner?.node ?? constructor);
}

/** An edit that breaks a file's syntax is not an edit. */
function checked(files: Files, edits: readonly TextEdit[]): Edit {
  const overlap = findOverlap(edits);
  if (overlap !== undefined) return declined(`two steps of the plan change the same text of ${overlap[0].file}`);
  for (const file of new Set(edits.map((edit) => edit.file))) {
    const text = files.get(file) ?? "";
    const edited = applyEdits(
      text,
      edits.filter((edit) => edit.file === file),
    );
    if (syntaxErrors(file, text) > 0) return declined(`${file} has syntax errors`);
    if (syntaxErrors(file, edited) > 0) return declined(`the edit would leave ${file} with syntax errors`);
  }
  return { kind: "edits", edits };
}
