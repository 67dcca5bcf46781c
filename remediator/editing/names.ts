import { grouped } from "@portcullis/policypack/grouped";
import { idAgain, idOf } from "@portcullis/policypack/resources/identity";
import type { Registration, Variable } from "../reader/interpreter/registration";
import { RecordData, ResourceData, type Origin } from "../reader/interpreter/value";
import type { SourceFile, Span } from "../reader/syntax/tree";
import { isAt, isIn, type EditContext } from "./context";
import { isUsableAt, isVisibleAt } from "./scopes";
import { declined, isDeclined, type Outcome } from "./outcome";
import type { Surroundings } from "./printer";

/** An output of a resource as it can be said at a place: by a variable that holds the resource, or the component that gives it away. */
export function outputAt(context: EditContext, registration: Registration, output: string, place: Span, around: Surroundings): Outcome<string> {
  const { variables, printer } = context;
  const isOrdered = printer.ordersNames !== false;
  const loops = loopsAround(context, place);
  const isUsable = (variable: Variable): boolean => isUsableAt(context, variable.name, variable.declared, place);
  const name = nameAt(variables, registration, place, isOrdered, { fits: isUsable, loops });
  const { parent } = registration.options;
  // What Cloud Control calls the id of a group without a VPC is its name: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
  const said = (output === "id" ? idAgain(registration.type) : undefined) ?? output;
  const named = (variable: string): string => {
    const text = printer.output(variable, said, around);
    const { type } = registration;
    return mayBeMissing(type, said) ? (printer.present?.(text, { type, file: place.file }) ?? text) : text;
  };
  if (!isDeclined(name)) return named(name);
  if (parent?.outputs?.data instanceof RecordData) {
    const component = nameAt(variables, parent, place, isOrdered, { loops });
    const given = isDeclined(component) ? undefined : givenBy(parent.outputs.data, registration, output);
    const through =
      isDeclined(component) || given === undefined ? undefined : givenAway(context, { component, given, type: registration.type }, place, around);
    if (through !== undefined) return through;
  }
  const { namesIdentifiers } = printer;
  const identifier =
    output === "id" && namesIdentifiers !== undefined
      ? nameAt(variables, registration, place, isOrdered, { output, fits: (variable) => namesIdentifiers(variable) && isUsable(variable), loops })
      : name;
  if (!isDeclined(identifier)) return identifier;
  const own = namedBeside(context, registration, place);
  return own === undefined ? name : named(own);
}

/** Outputs that the SDKs say may be missing, although the resource that is named has them. */
function mayBeMissing(type: string, output: string): boolean {
  return output === "cidrBlock" && (type === "aws:ec2/subnet:Subnet" || type.startsWith("aws-native:"));
}

/** What a component gives away, by its name: an output of its own, or one of a resource that is its output. */
function givenAway(
  { printer, syntax }: EditContext,
  { component, given, type }: { readonly component: string; readonly given: readonly string[]; readonly type: string },
  place: Span,
  around: Surroundings,
): string | undefined {
  const [first = "", second] = given;
  if (second === undefined) return printer.output(component, first, around);
  const through = printer.output(component, first, around);
  if (printer.liftsOutputs === true)
    return printer.output(`${component}.${printer.output("", first, around).replace(/^\W+|\W+$/g, "")}`, second, around);
  const index = syntax(place.file.name);
  const variable = ["made", "given", "inner"].find((free) => (index?.occurrences(free) ?? []).length === 0);
  if (variable === undefined) return undefined;
  return printer.through?.(through, second, { variable, type, isOptional: optional.has(first), file: place.file });
}

/** Outputs of components that are not there where the component is told to make no such resource. */
const optional: ReadonlySet<string> = new Set(["defaultSecurityGroup"]);

/** What a resource is called beside a place: where what is made around it names it by its identifier, `vpc.shop.id`. */
function namedBeside({ registrations }: EditContext, registration: Registration, place: Span): string | undefined {
  const identifier = idOf(registration.urn);
  for (const { span, inputs } of registrations.values()) {
    if (!isIn(place, span) || !(inputs.data instanceof RecordData)) continue;
    for (const { value } of inputs.data.fields.values()) {
      const said = value.data === identifier ? writtenIn(value.origin, span) : undefined;
      const found = said === undefined ? null : /^([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)\.(?:id|Id|id\(\)|ID\(\))$/.exec(said);
      if (found !== null) return found[1];
    }
  }
  return undefined;
}

/** The expression that gave a value, where it stands in a piece of source. */
function writtenIn(origin: Origin, place: Span): string | undefined {
  for (let step: Origin | undefined = origin; step !== undefined; step = step.from)
    if (isIn(step.span, place)) return place.file.text.slice(step.span.start, step.span.end);
  return undefined;
}

/** By which outputs a component gives away an output of something that it made: its identifier by itself, or the resource. */
function givenBy({ fields }: RecordData, registration: Registration, output: string): readonly string[] | undefined {
  const identifier = idOf(registration.urn);
  for (const [name, { value }] of fields) if (output === "id" && value.data === identifier) return [name];
  for (const [name, { value }] of fields) if (value.data instanceof ResourceData && value.data.registration === registration) return [name, output];
  return undefined;
}

/** The variable by which a resource, or its identifier, can be named at a place, or why there is none. */
export function nameAt(
  variables: readonly Variable[],
  registration: Registration,
  place: Span,
  isOrdered = true,
  { output, fits = () => true, loops = 0 }: Naming = {},
): Outcome<string> {
  const { byRegistration, byPlace } = indexOf(variables);
  const own = (byRegistration.get(registration) ?? []).filter((variable) => variable.output === output && fits(variable));
  const visible = own.filter((variable) => isVisibleAt(variable, place));
  const before = visible.filter(({ declared }) => !isOrdered || declared.end <= place.start);
  for (const variable of before.reverse()) {
    // A variable of a loop or function that holds several resources does not say which one, unless one statement makes one of them each time.
    const same = byPlace.get(variable.declared.file)?.get(variable.declared.start);
    if (same?.every((other) => other.name !== variable.name || isMadeAlike(other.registration, registration, loops))) return variable.name;
  }
  const what = registration.name;
  if (visible.length > 0)
    return declined(
      before.length > 0 ? `the variable of ${what} stands for several resources` : `${what} is declared after the place where it would be named`,
    );
  return declined(own.length === 0 ? `no variable holds ${what}` : `${what} has no name at the place where it would be named`);
}

interface Naming {
  readonly output?: Variable["output"];
  readonly fits?: (variable: Variable) => boolean;
  /** How many loops are around the place. */
  readonly loops?: number;
}

/** How many loops are around what is made at a place. */
function loopsAround({ registrations }: EditContext, place: Span): number {
  const around = [...registrations.values()].filter(({ span }) => isIn(place, span)).map(({ passes }) => passes.length);
  return around.length === 0 ? 0 : Math.min(...around);
}

/**
 * Whether two resources are one, or what one statement made at different times: reading the edited program again shows whether each is named by its own. What
 * a loop made has one name for the last of them outside of the loop.
 */
function isMadeAlike(a: Registration, b: Registration, loops: number): boolean {
  if (a === b) return true;
  return isAt(a.span, b.span) && a.type === b.type && b.passes.length <= loops;
}

/** Variables by what they hold, and by where they are declared. */
interface VariableIndex {
  readonly byRegistration: ReadonlyMap<Registration | undefined, readonly Variable[]>;
  readonly byPlace: ReadonlyMap<SourceFile, ReadonlyMap<number, readonly Variable[]>>;
}

const indexes = new WeakMap<readonly Variable[], VariableIndex>();

function indexOf(variables: readonly Variable[]): VariableIndex {
  const known = indexes.get(variables);
  if (known !== undefined) return known;
  const index = {
    byRegistration: new Map(grouped(variables, ({ registration }) => registration)),
    byPlace: new Map(
      grouped(variables, ({ declared }) => declared.file).map(([file, own]) => [file, new Map(grouped(own, ({ declared }) => declared.start))]),
    ),
  };
  indexes.set(variables, index);
  return index;
}
