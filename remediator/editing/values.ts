import { isReference, isSetting, type Path, type PlannedValue, type Reference } from "@portcullis/policypack/plans/plan";
import { defaultVpcBlock, defaultVpcId } from "@portcullis/policypack/resources/default-vpc";
import type { Registration } from "../reader/interpreter/registration";
import { List } from "../reader/interpreter/list";
import { RecordData, type Origin } from "../reader/interpreter/value";
import { valueAt } from "../reader/places";
import { isStackFile } from "../reader/project/stack-files";
import { textAt } from "../reader/syntax/spans";
import type { Parameter, Span } from "../reader/syntax/tree";
import { switchAt, turned } from "./defaults";
import type { TextEdit } from "./edits";
import { declined, declinedForOthers, isDeclined, type Declined, type Outcome } from "./outcome";
import { areAlike, isIn, isMadeBy, isWithin, placeText, plannedAt, plannedValueAt, sharedUrn, type EditContext } from "./context";
import { givenInstead, parameterAt, takesOutputs, takesTexts } from "./given";
import { outputLookedUp } from "./looked-up";
import { outputAt } from "./names";
import { portText } from "./ports";
import type { SettingText, Surroundings } from "./printer";
import { recordTypeOf } from "./record-types";
import type { Use } from "./uses";
import { settingText } from "./settings";
import { isDocument } from "./yaml/nodes";

/** A planned value in the language's syntax, as it can stand at a place. */
export function printed(context: EditContext, value: PlannedValue, place: Span, around: Surroundings): Outcome<string> {
  const { printer, each } = context;
  if (isReference(value)) {
    const own = context.made.get(value.reference);
    if (own !== undefined) return printer.output(own, value.output, around);
    if (value.reference === defaultVpcId)
      return (
        outputLookedUp(context, { property: "vpcId", identifier: defaultVpcId, output: value.output }, place, around) ??
        printer.text(defaultVpcBlock, around)
      );
    const registration = context.registrations.get(value.reference);
    if (registration === undefined) return declined(`${value.reference} is not a resource of the program`);
    const text = outputAt(context, registration, value.output, place, around);
    return isDeclined(text) ? { ...text, unnamed: value.reference } : text;
  }
  if (isSetting(value)) {
    if (each?.setting === value.setting) return printer.each?.value?.(each.variable, around) ?? each.variable;
    const text = settingText(context, value.setting, place);
    if (isDeclined(text)) return text;
    return text.elements ?? declined(`${printer.name} has no way to put the addresses that ${value.setting} names among others`);
  }
  if (typeof value === "string") return printer.text(value, around);
  if (typeof value === "number") return portText(context, value, place, around) ?? printer.scalar(value, around);
  if (typeof value === "boolean" || value === null) return printer.scalar(value, around);
  if (Array.isArray(value)) {
    const [only] = value as readonly PlannedValue[];
    if (value.length === 1 && isSetting(only) && each === undefined) {
      const text = settingText(context, only.setting, place);
      return isDeclined(text) ? text : text.list;
    }
    const elements: string[] = [];
    const behind: SettingText[] = [];
    for (const element of value as readonly PlannedValue[]) {
      const setting =
        isSetting(element) && printer.listWith !== undefined && each === undefined ? settingText(context, element.setting, place) : undefined;
      if (setting !== undefined && isDeclined(setting)) return setting;
      if (setting !== undefined && setting.elements === undefined) {
        behind.push(setting);
        continue;
      }
      const text = printed(context, element, place, {
        ...around,
        replaced: undefined,
        sibling: firstIn(around.replaced),
        head: /^[^({]*(?=\{)/.exec(around.replaced ?? "")?.[0] ?? "",
        file: place.file,
      });
      if (typeof text !== "string") return text;
      elements.push(text);
    }
    const here: Surroundings = { ...around, file: place.file, ...(each === undefined ? {} : { arePlain: true }) };
    if (!value.some(isObject)) return behind.reduce((list, setting) => printer.listWith?.(list, setting) ?? list, printer.list(elements, here));
    return (printer.records === undefined ? printer.list(elements, here) : printer.records(elements, here)) ?? noType(around);
  }
  return isObject(value) ? printedRecord(context, value, place, around) : declined("the repair needs a value that cannot be written here yet");
}

/** An object of its own, each of whose entries may be one as well. */
export function printedRecord(
  context: EditContext,
  value: Readonly<Record<string, PlannedValue>>,
  place: Span,
  around: Surroundings,
): Outcome<string> {
  const { printer } = context;
  const entries: string[] = [];
  for (const [property, part] of Object.entries(value)) {
    const own: Surroundings = { sibling: undefined, form: printer.recordForm, property, type: recordTypeOf(around.type, property) };
    const text = printed(context, part, place, own);
    if (isDeclined(text)) return text;
    entries.push(printer.entry(property, text, own));
  }
  return printer.record(entries, { ...around, file: place.file }) ?? noType(around);
}

function noType({ property }: Surroundings): Declined {
  return declined(`an object for ${property} needs a type that is not known here`);
}

function isObject(value: unknown): value is Readonly<Record<string, PlannedValue>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isReference(value) && !isSetting(value);
}

/** The first element of a list, so that others are written like it. */
function firstIn(list: string | undefined): string | undefined {
  return /[[{(]\s*([^\s,\]})][^,\]})]*)/.exec(list ?? "")?.[1];
}

/** Replaces the value at a path: where it stands, or in the call that hands it on, wherever nothing else hangs on it. */
export function replaceValue(
  context: EditContext,
  registration: Registration,
  path: Path,
  planned: PlannedValue,
  around: Surroundings,
): Outcome<TextEdit[]> {
  const value = valueAt(registration, path);
  const entry = entryAt(registration, path);
  const candidates = placesOf(value.origin, entry);
  if (candidates.length === 0) return declined(`what ${registration.name} has at ${path.join(".")} is not written in one place`);
  const own = typeof planned === "boolean" ? switchAt(context, registration, path) : undefined;
  if (own !== undefined && !isShared(context, registration, path, own, planned)) return [turned(own)];
  const output = [planned].flat().find(isReference);
  for (const found of candidates) {
    // A list that a function takes has a type there.
    if (Array.isArray(planned) && found !== candidates.at(-1) && context.printer.typesLists === true) continue;
    // What is known only when a resource is made is no text; where one belongs, no other place takes over.
    if (output !== undefined && isTypedAt(context, registration, path, found)) {
      if (isShared(context, registration, path, found, planned)) continue;
      return { ...declined(`what stands at ${placeText(found)} is a text`), unnamed: output.reference };
    }
    const span = wholeOf(context, found, entry);
    if (isShared(context, registration, path, found, planned)) continue;
    const isEntry = entry !== undefined && isAllOf(span, entry);
    const text = printed(context, planned, span, { ...around, replaced: span.file.text.slice(span.start, span.end), isEntry });
    if (isDeclined(text)) return text;
    // A property that has its name from what it is given.
    if (context.printer.hasShorthands === true && entry?.file === span.file && entry.start === span.start && entry.end === span.end)
      return [{ file: span.file.name, start: span.start, end: span.end, text: context.printer.entry(around.property, text, around) }];
    const gap = gapBefore(span, text);
    return [{ file: span.file.name, start: span.start - gap, end: span.end, text: gap === 0 ? text : ` ${text}` }];
  }
  const alone = isText(planned) ? madeAlone(context, registration, path, planned, candidates) : undefined;
  if (alone !== undefined && isText(planned)) {
    const isBare = isDocument(alone.file.name) && /^[\d./]+$/.test(textAt(alone));
    const text = isBare ? String(planned) : printed(context, planned, alone, { ...around, replaced: textAt(alone), isEntry: false });
    return isDeclined(text) ? text : [{ file: alone.file.name, start: alone.start, end: alone.end, text }];
  }
  const given = givenInstead(
    context,
    registration,
    path,
    (place, parameter) => notTaken(output, parameter, place) ?? notAnyText(planned, parameter) ?? printed(context, planned, place, around),
  );
  if (given !== undefined) return given;
  const reason = declinedForOthers(`the value at ${placeText(candidates.at(-1) ?? registration.span)} is used for others than ${registration.name}`);
  return output === undefined ? reason : { ...reason, unnamed: output.reference };
}

/** Why a parameter cannot be given a text that it has no word of. */
function notAnyText(planned: PlannedValue, parameter: Parameter): Declined | undefined {
  const place = parameter.default?.span;
  if (place === undefined || ![planned].flat().every(isText)) return undefined;
  if (takesTexts(parameter, place.file) && (parameter.type !== undefined || !isOneOfFew(place))) return undefined;
  return declinedForOthers(`${parameter.type ?? "the type"} at ${placeText(place)} may not take another text: change it by hand`);
}

/** What can be written in data as well. */
function isText(planned: PlannedValue): planned is string | number {
  return typeof planned === "string" || typeof planned === "number";
}

/** The data that gives a value, where a loop or a helper hands it on, and nothing else has it: the nearest to where it is used. */
function madeAlone(
  context: EditContext,
  registration: Registration,
  path: Path,
  planned: PlannedValue,
  candidates: readonly Span[],
): Span | undefined {
  for (let step: Origin | undefined = valueAt(registration, path).origin; step !== undefined; step = step.from) {
    const { span } = step;
    if (isStackFile(span.file.name) || step.how === "setting" || step.how === "chosen") return undefined;
    if (candidates.some((candidate) => isIn(span, candidate))) continue;
    if (isPlainly(context, step) && !isOneOfFew(span) && !isShared(context, registration, path, span, planned)) return span;
  }
  return undefined;
}

/** Whether TypeScript may know by a type the few texts of which one is written somewhere: as an enum, in a union, or by `satisfies`. */
function isOneOfFew(own: Span): boolean {
  const { name, text: file } = own.file;
  if (!/\.[cm]?tsx?$/.test(name)) return false;
  const text = textAt(own);
  if (/^[\w$]+(?:\.[\w$]+)+$/.test(text) || /\bsatisfies\b/.test(file)) return true;
  const around = file.split(text);
  return around.some((part, index) => index > 0 && (/(?<!\|)\|\s*$/.test(around[index - 1] ?? "") || /^\s*\|(?!\|)/.test(part)));
}

/** Whether a text or number can stand where an expression does: it has the value as it is, and no type that it makes of it. */
function isPlainly(context: EditContext, { how, from }: Origin): boolean {
  if (how === "written") return true;
  if (context.printer.typesLists === true || (how !== "name" && how !== "member" && how !== "element")) return false;
  return from !== undefined && isPlainly(context, from);
}

/** Whether nothing but a name stands before a value in its entry. */
function isAllOf(span: Span, entry: Span): boolean {
  return isIn(span, entry) && span.end === entry.end && /^\w*\s*[:=]?\s*$/.test(entry.file.text.slice(entry.start, span.start));
}

/** A list that a function makes of its arguments is the call; one that a builder takes is what stands between the parentheses. */
function wholeOf({ syntax }: EditContext, found: Span, entry: Span | undefined): Span {
  const call = syntax(found.file.name)?.call(found);
  if (call?.argumentsSpan?.start !== found.start) return found;
  const isOfBuilder = entry !== undefined && isIn(found, entry) && !isIn(call.span, entry);
  return isOfBuilder ? { ...found, start: found.start + 1, end: found.end - 1 } : call.span;
}

/** Whether what stands at a place has a type of its own to keep, and not that of the property that it comes to. */
export function isTypedAt(context: EditContext, registration: Registration, path: Path, span: Span): boolean {
  const { typesVariables } = context.printer;
  const entry = entryAt(registration, path);
  if (typesVariables === undefined || (entry !== undefined && isIn(span, entry))) return false;
  let isArgument = false;
  for (let step: Origin | undefined = valueAt(registration, path).origin; step !== undefined; step = step.from) {
    const named = parameterAt(context, step);
    if (named !== undefined && !takesOutputs(named.parameter, step.span.file)) return true;
    isArgument ||= step.how === "argument" && isIn(span, step.span);
  }
  const { file, start } = span;
  return !isArgument && typesVariables(file, file.text.slice(Math.max(0, start - mostBefore), start));
}

/** So many characters before a value are looked at for what declares it. */
const mostBefore = 2_000;

/** What stood in lines of its own below a key may stand behind it: the length of what is between them. */
function gapBefore({ file, start }: Span, text: string): number {
  if (/^[{[]/.test(text) && !isDocument(file.name)) return 0;
  const between = isDocument(file.name) ? /(?<=:)[ \t]*\r?\n\s*$/ : /(?<=\w[ \t]*[:=])[ \t]*\r?\n\s*$/;
  return between.exec(file.text.slice(Math.max(0, start - 400), start))?.[0].length ?? 0;
}

/** Why a parameter does not take a value: it is of a type for what is known beforehand. */
function notTaken(output: Reference | undefined, parameter: Parameter, place: Span): Declined | undefined {
  if (output === undefined || takesOutputs(parameter, place.file)) return undefined;
  return {
    ...declined(`the parameter that ${placeText(place)} gives a value takes a text, and what is to be named is known only when it is made`),
    unnamed: output.reference,
  };
}

/** The expressions that give a value: the arguments by which callers give it, the outermost first, and where it stands, which only hands these on. */
function placesOf(origin: Origin, entry: Span | undefined): readonly Span[] {
  const spans: Span[] = [];
  for (let step: Origin | undefined = origin; step !== undefined; step = step.from) {
    // What a stack says is its owner's, also where the program spreads it into arguments.
    if (isStackFile(step.span.file.name)) continue;
    // What stands in the entry itself; a value that came there by code is not written there.
    if ((spans.length === 0 && (entry === undefined || isIn(step.span, entry))) || step.how === "argument") spans.push(step.span);
  }
  return spans.reverse();
}

function entryAt(registration: Registration, path: Path): Span | undefined {
  const last = path.at(-1);
  if (typeof last !== "string") return undefined;
  const { data } = valueAt(registration, path.slice(0, -1));
  return data instanceof RecordData ? data.fields.get(last)?.entry : undefined;
}

/** Whether the same becomes of what two properties of one name are in. */
function isPlannedAlike(context: EditContext, one: Use, other: Use): boolean {
  const [a, b] = [one, other].map(({ registration, path }) => plannedAt(context, registration, path.slice(0, -1)));
  return a !== undefined && one.path.at(-1) === other.path.at(-1) && areAlike(context, a, b);
}

/** Whether a piece of source gives anything else its value that is not to have the same one, in whichever stack. */
function isShared(context: EditContext, registration: Registration, path: Path, span: Span, planned: PlannedValue): boolean {
  const { urn } = registration;
  return context.uses.of(span).some(
    (use) =>
      !(sharedUrn(use.registration.urn) === sharedUrn(urn) && (isWithin(use.path, path) || isListOfOne(use, path))) &&
      // What a component makes of what it is given is as planned, or the proof says so.
      !isMadeBy(use.registration, registration) &&
      !areAlike(context, plannedValueAt(context, use.registration, use.path), planned) &&
      !isPlannedAlike(context, use, { registration, path }),
  );
}

/** Whether a use is the list that one text stands for. */
function isListOfOne({ registration, path: list }: Use, path: Path): boolean {
  const { data } = valueAt(registration, list);
  return path.length === list.length + 1 && path.at(-1) === 0 && isWithin(path, list) && data instanceof List && data.items.length === 1;
}
