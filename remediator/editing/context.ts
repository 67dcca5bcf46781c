import { effectsOf, type Path, type PlannedValue, type ResourceStep, type Step, type Variant } from "@portcullis/policypack/plans/plan";
import type { PortVariable, Registration, Variable } from "../reader/interpreter/registration";
import type { Item } from "../reader/interpreter/list";
import type { Module, SourceFile, Span } from "../reader/syntax/tree";
import type { Printer } from "./printer";
import { indexOf, type SyntaxIndex } from "./syntax-index";
import { madeOfPasses } from "./passes";
import { Uses, type Use } from "./uses";
import { isDocument, keysOf } from "./yaml/nodes";

/** A program as an edit sees it: what one stack registers, who uses which piece of source, and the syntax trees. */
export interface EditContext {
  readonly registrations: ReadonlyMap<string, Registration>;
  readonly variables: readonly Variable[];
  readonly ports: readonly PortVariable[];
  /** Where ports are to be said by names. */
  readonly naming?: PortNaming;
  /** Of all stacks. */
  readonly everywhere: ReadonlyMap<string, Registration>;
  readonly uses: Uses;
  /** What was made, in any stack, of a piece of source that a loop goes through. */
  readonly madeOf: (span: Span) => readonly Use[];
  readonly printer: Printer;
  readonly syntax: (file: string) => SyntaxIndex | undefined;
  /** All files of the program that can be edited. */
  readonly modules: readonly Module[];
  readonly steps: readonly ResourceStep[];
  /** The names of what the steps make anew, by its URN. */
  readonly made: ReadonlyMap<string, string>;
  /** In the loop over what a setting names: that, and the variable that has one of them. */
  readonly each?: { readonly setting: string; readonly variable: string };
}

/** How ports are said by the variables that hold them: which one where several do, and of what made when, the nearest being the first. */
export interface PortNaming {
  readonly choice: number;
  /** Those by which ports were said. */
  readonly used: Set<string>;
  readonly maker?: Registration;
}

export interface Editable {
  readonly registrations: readonly Registration[];
  /** Of all stacks, to know who shares a piece of source. */
  readonly allRegistrations: readonly Registration[];
  readonly variables: readonly Variable[];
  readonly ports: readonly PortVariable[];
  readonly modules: readonly Module[];
  readonly printer: Printer;
  /** Whether a file is reached through a link. */
  readonly isLinked?: (file: string) => boolean;
}

/** The context of edits that are part of what is planned for a program: made once for all of them. */
export function contextOf(program: Editable, planned: readonly Step[]): EditContext {
  const known = contexts.get(program);
  if (known?.planned === planned) return known.context;
  const context = makeContext(program, effectsOf(planned));
  contexts.set(program, { planned, context });
  return context;
}

const contexts = new WeakMap<Editable, { readonly planned: readonly Step[]; readonly context: EditContext }>();

function makeContext({ registrations, allRegistrations, variables, ports, modules, printer }: Editable, steps: readonly ResourceStep[]): EditContext {
  const byName = new Map(modules.map((module) => [module.file.name, module]));
  return {
    registrations: new Map(registrations.map((registration) => [registration.urn, registration])),
    variables: [...variables, ...keysOf(registrations)],
    ports,
    everywhere: byUrn(allRegistrations),
    uses: usesOf(allRegistrations),
    madeOf: (span) => madeOf(allRegistrations)(span),
    printer,
    syntax: (file) => {
      const module = byName.get(file);
      return module === undefined ? undefined : indexOf(module);
    },
    modules,
    steps,
    made: new Map(),
  };
}

/** Something that is made once of all registrations of a program, or of all steps: the stacks' contexts share it. */
function once<Of extends object, T>(make: (of: Of) => T): (of: Of) => T {
  const known = new WeakMap<Of, { readonly made: T }>();
  return (of) => {
    const { made } = known.get(of) ?? { made: make(of) };
    known.set(of, { made });
    return made;
  };
}

const byUrn = once(
  (registrations: readonly Registration[]): ReadonlyMap<string, Registration> =>
    new Map(registrations.map((registration) => [registration.urn, registration])),
);

const madeOf = once(madeOfPasses);

const usesOf = once((registrations: readonly Registration[]) => new Uses(registrations));

/** Steps by what they are about. */
const byPlace = once(
  (steps: readonly ResourceStep[]): ReadonlyMap<string, ResourceStep> =>
    new Map([...steps].reverse().map((step) => [placeKey(step.kind, step.urn, step.path), step])),
);

function placeKey(kind: ResourceStep["kind"], urn: string, path: Path): string {
  return JSON.stringify([kind, urn, path]);
}

/** What two plans say, with places in the source for what they refer to. */
const texts = once((_: EditContext["everywhere"]) => new WeakMap<object, string>());

/** A URN without its stack: a program's stacks share their source. */
export function sharedUrn(urn: string): string {
  return urn.replace(/^urn:pulumi:[^:]*::/, "");
}

/** Whether a package's component makes a resource, or makes one that does. */
export function isMadeBy({ options: { parent } }: Registration, component: Registration): boolean {
  return component.kind === "remote" && parent !== undefined && (parent === component || isMadeBy(parent, component));
}

/** Whether a piece of source is in another one. */
export function isIn(inner: Span, outer: Span): boolean {
  return inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end;
}

/** Whether two pieces of source begin at one place. */
export function isAt(a: Span, b: Span): boolean {
  return a.file === b.file && a.start === b.start;
}

/** Whether an element stands in a list that a setting gives. */
export function isOfSetting({ placement }: Item): boolean {
  return placement.kind === "literal" && placement.isOfSetting === true;
}

/** Who else has something that the source writes once: "web", or "other parts of web". */
export function alsoOf(other: Registration, { urn }: Registration): string {
  return sharedUrn(other.urn) === sharedUrn(urn) ? `other parts of ${other.name}` : other.name;
}

/** What is planned for the element or record at a path of a resource, in the stack that it is of. */
export function plannedAt({ steps }: EditContext, { urn }: Registration, path: Path): readonly Variant[] | undefined {
  const step = byPlace(steps).get(placeKey("vary", urn, path));
  return step?.kind === "vary" ? step.variants : undefined;
}

/** What is planned for a property of a resource, by itself or with the record that it is of. */
export function plannedValueAt(context: EditContext, registration: Registration, path: Path): PlannedValue | undefined {
  const step = byPlace(context.steps).get(placeKey("set", registration.urn, path));
  if (step?.kind === "set") return step.value;
  const [only, ...others] = plannedAt(context, registration, path.slice(0, -1)) ?? [];
  return others.length > 0 ? undefined : only?.set?.[String(path.at(-1))];
}

/** The same for what is written for one resource. */
export function madeFor(context: EditContext, maker: Registration): EditContext {
  return context.naming === undefined ? context : { ...context, naming: { ...context.naming, maker } };
}

/** Whether two plans are the same in source: what one statement makes, in whichever stack, has one name there, and so may its ports. */
export function areAlike({ everywhere, naming }: EditContext, a: unknown, b: unknown): boolean {
  if (a === b) return true;
  const [one, other] = [a, b].map((value) => textIn(everywhere, value));
  return naming === undefined ? one === other : withoutNumbers(one) === withoutNumbers(other);
}

function withoutNumbers(json: string | undefined): string | undefined {
  return json?.replace(/(?<=^|[:[,])\d+(?=$|[,\]}])/g, "0");
}

function textIn(everywhere: EditContext["everywhere"], value: unknown): string | undefined {
  const known = typeof value === "object" && value !== null ? texts(everywhere).get(value) : undefined;
  if (known !== undefined) return known;
  const text = JSON.stringify(value, (_, part: unknown) => {
    if (typeof part !== "object" || part === null || !("reference" in part) || typeof part.reference !== "string") return part;
    const span = everywhere.get(part.reference)?.span;
    return { ...part, reference: span === undefined ? part.reference : `${span.file.name}:${span.start}` };
  });
  if (typeof value === "object" && value !== null) texts(everywhere).set(value, text);
  return text;
}

/** Whether a path leads to a place or into what is there. */
export function isWithin(path: Path, place: Path): boolean {
  return place.every((step, index) => path[index] === step);
}

/** Where a place is, for a reason. */
export function placeText({ file, start }: Span): string {
  return `${file.name}:${file.text.slice(0, start).split("\n").length}`;
}

/** A file of the program: code, or a document. */
export function sourceOf({ modules, registrations }: EditContext, name: string): SourceFile | undefined {
  const documents = isDocument(name) ? [...registrations.values()].map(({ span }) => span.file) : [];
  return [...modules.map(({ file }) => file), ...documents].find((file) => file.name === name && file.text !== "");
}
