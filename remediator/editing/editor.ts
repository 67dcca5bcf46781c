import { writtenOf, type Path, type PlannedValue, type ResourceStep, type Step, type Variant } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../reader/interpreter/registration";
import { distinctEdits, findOverlap, type TextEdit } from "./edits";
import { allOf, declined, isDeclined, type Outcome } from "./outcome";
import { callerEdits } from "./callers";
import { commentEdits } from "./comments";
import { contextOf, madeFor, type EditContext, type Editable, type PortNaming } from "./context";
import { creationsFor } from "./creations";
import { whyKept } from "./generated";
import { whyNotWritten } from "./inhibitions";
import { changeList } from "./lists";
import { movesFor } from "./moves";
import { changeRecord } from "./records";
import { supportFor } from "./settings";
import { standInEdits } from "./stand-ins";
import { changeResource } from "./statements";

/**
 * The edits that carry out steps in the source, found by where the values come from; or why there are none. `planned` are all steps that are meant to be
 * carried out: what several resources share is changed where all of them want it. Ports are numbers, or said by names.
 */
export function editsFor(program: Editable, steps: readonly Step[], planned: readonly Step[] = steps, naming?: PortNaming): Outcome<TextEdit[]> {
  const shared = contextOf(program, planned);
  const original = naming === undefined ? shared : { ...shared, naming };
  const written = writtenOf(steps);
  const moves = movesFor(original, written);
  const moved = moves.variables.length === 0 ? original : { ...original, variables: [...original.variables, ...moves.variables] };
  const creations = creationsFor(moved, steps);
  if (isDeclined(creations)) return creations;
  const context = creations.names.size === 0 ? moved : { ...moved, made: creations.names };
  const made: Outcome<TextEdit[]>[] = [];
  for (const urn of new Set(written.map((step) => step.urn))) {
    const registration = context.registrations.get(urn);
    if (registration === undefined) return declined(`${urn} is not in the program`);
    made.push(
      changeRegistration(
        madeFor(context, registration),
        registration,
        written.filter((step) => step.urn === urn),
      ),
    );
  }
  const edits = allOf(made);
  if (isDeclined(edits)) return edits;
  // Resources that the same source makes want the same edit of it.
  const code = [
    ...moves.edits,
    ...creations.edits,
    ...edits,
    ...supportFor(context, written, edits),
    ...importsFor(context, [...creations.edits, ...edits]),
  ];
  const all = [...code, ...commentEdits(context, written, code)];
  const distinct = distinctEdits(all);
  const kept = distinct.map(({ file }) => whyKept(program, file)).find((reason) => reason !== undefined);
  if (kept !== undefined) return declined(kept);
  const overlap = findOverlap(distinct);
  return overlap === undefined ? distinct : declined("two of its edits want different things of the same text");
}

/** What files have to import for what is new in them. */
function importsFor({ modules, printer }: EditContext, edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.flatMap(({ file, text }) => {
    const module = modules.find((each) => each.file.name === file);
    return module === undefined ? [] : (printer.imports?.(module.file, text) ?? []);
  });
}

/** Steps that change the same list or object, which have to be carried out together. */
interface Group {
  readonly parent: Path;
  readonly elements: Map<number, readonly Variant[]>;
  readonly properties: Record<string, PlannedValue>;
  readonly dropped: string[];
  readonly changed: Map<string, Variant>;
}

function changeRegistration(context: EditContext, registration: Registration, all: readonly ResourceStep[]): Outcome<TextEdit[]> {
  const elsewhere = new Map(all.map((step) => [step, standInEdits(context, registration, step) ?? callerEdits(context, registration, step)]));
  const steps = all.filter((step) => elsewhere.get(step) === undefined);
  const own = [...elsewhere.values()].flatMap((edits) => edits ?? []);
  return allOf([own, ...(steps.length === 0 ? [] : [changeAsPlanned(context, registration, steps)])]);
}

function changeAsPlanned(context: EditContext, registration: Registration, steps: readonly ResourceStep[]): Outcome<TextEdit[]> {
  const reason = whyNotWritten(context, registration, steps);
  if (reason !== undefined) return declined(reason);
  const whole = steps.find((step) => step.kind === "vary" && step.path.length === 0);
  if (whole?.kind === "vary")
    return steps.length > 1
      ? declined(`the plan changes ${registration.name} both as a whole and in part`)
      : changeResource(context, registration, whole.variants);
  const groups = new Map<string, Group>();
  for (const step of steps) {
    const parent = step.path.slice(0, -1);
    const key = JSON.stringify(parent);
    const group = groups.get(key) ?? {
      parent,
      elements: new Map<number, readonly Variant[]>(),
      properties: {},
      dropped: [],
      changed: new Map<string, Variant>(),
    };
    groups.set(key, group);
    const last = step.path.at(-1);
    if (step.kind === "set" && typeof last === "string") group.properties[last] = step.value;
    else if (step.kind === "vary" && typeof last === "number") group.elements.set(last, step.variants);
    else if (step.kind === "vary" && typeof last === "string" && step.variants.length === 0) group.dropped.push(last);
    else if (step.kind === "vary" && typeof last === "string" && step.variants.length === 1) group.changed.set(last, step.variants[0] ?? {});
    else return declined(`the plan has a step for ${step.path.join(".") || "the resource"} that has no form in source`);
  }
  return allOf(
    [...groups.values()].flatMap(({ parent, elements, properties, dropped, changed }) => [
      ...(elements.size === 0 ? [] : [changeList(context, registration, parent, { variants: elements, added: [] })]),
      ...(Object.keys(properties).length + dropped.length === 0
        ? []
        : [changeRecord(context, registration, parent, { set: properties, drop: dropped })]),
      ...[...changed].map(([name, variant]) => changeRecord(context, registration, [...parent, name], variant)),
    ]),
  );
}
