import { withCommas } from "@portcullis/policypack/commas";
import type { Dialect } from "../languages/dialect";
import type { Semantics } from "../languages/semantics";
import type { Schema } from "../sdk/schema";
import type { Sdk } from "../sdk/sdk";
import type { ClassExpression, FunctionExpression, SourceFile, Span } from "../syntax/tree";
import { settle } from "./accessors";
import type { Attributes } from "./attributes";
import { alternatives, snapshot, type Cell, type Journal } from "./branches";
import { callValue } from "./calls";
import { areSame } from "./equality";
import type { ForeignCall } from "./foreign-calls";
import { elementsOf, walkThrough, type Elements } from "./iteration";
import { apart, awaits, type Detached, type Late } from "./later";
import type { Machine, Program, StackSettings } from "./machine";
import { memberOf, methodOf, missingMember } from "./members";
import { setField } from "./patterns";
import { loadModule, namespaceOf, type ParsedModule } from "./modules";
import type { Given } from "./native";
import { partsOf } from "./parts";
import type { Made, PortVariable, Registration, Transformation, Variable } from "./registration";
import { printed } from "./printed";
import type { Scope } from "./scope";
import { mayLeave, type Doubt } from "./doubts";
import { Hole, isNotANumber } from "./hole";
import { List, LiveList, type Item, type Pass } from "./list";
import { type ClassData, computed, Instance, isNothing, RecordData, resourceValue, written, type Value } from "./value";

/** A place whose effect on the stack is not known. */
export interface ReadingGap {
  readonly reason: string;
  readonly span: Span | undefined;
  /** Nothing is missing for it: it is said so that nobody is surprised by it. */
  readonly isRead?: true;
}

export interface Bounds {
  /** Expressions and statements evaluated. */
  readonly steps: number;
  /** Calls inside of calls. */
  readonly depth: number;
  /** Elements of one list. */
  readonly length: number;
}

/** Generous for every program that people write, and reached within two seconds. */
export const bounds: Bounds = { steps: 6_000_000, depth: 120, length: 500_000 };

/** Thrown where a bound is reached: what was registered until then stands. */
export class Exhausted extends Error {}

/** Thrown where nobody wants more of what a generator gives. */
export class Left extends Error {}

/** Thrown where a function of the program ends with an error that a try statement around its call catches. */
export class Raised extends Error {
  constructor(readonly value: Value) {
    super("an error of the program");
  }
}

export interface RunContext {
  readonly dialect: Dialect;
  readonly program: Program;
  readonly settings: StackSettings;
  readonly schema: Schema;
  readonly sdk: Sdk;
  /** Lowered files by name, shared between the runs of several stacks. */
  readonly parsed: (fileName: string) => ParsedModule | undefined;
  readonly bounds: Bounds;
}

/** One evaluation of a program with the settings of one stack. */
export class Run implements Machine {
  readonly registrations: Registration[] = [];
  readonly gaps: ReadingGap[] = [];
  readonly modules = new Map<string, Scope>();
  readonly variables: Variable[] = [];
  readonly ports: PortVariable[] = [];
  /** Keys of the configuration that are called after ports, and that were asked for. */
  readonly portSettings = new Set<string>();
  /** Optional keys of the configuration that were asked for as objects, and that the stack does not have. */
  readonly unnamed = new Set<string>();
  readonly foreignCalls: ForeignCall[] = [];
  readonly attributes: Attributes = new Map();
  /** What changes every resource that is registered from now on. */
  readonly transformations: Transformation[] = [];
  /** What was declared of C#'s partial classes so far. */
  readonly partial = new Map<string, ClassExpression>();
  /** How many try statements there are around the place that is evaluated. */
  tries = 0;
  /** Of the innermost try statement: how many conditions there were around it. */
  trying: { readonly conditions: number } = { conditions: -1 };
  readonly journals: Journal[] = [];
  /** Of those that were begun where something was perhaps left: what. */
  readonly perhapsLeft = new WeakMap<Journal, Doubt>();
  readonly conditions: string[] = [];
  readonly calls: Span[] = [];
  /** Of each function that runs: how many conditions that nobody can decide there were each time that it was called. */
  readonly entries = new Map<FunctionExpression, number[]>();
  readonly stackRegistration: Registration;
  readonly globals: ReadonlyMap<string, Value>;
  statement: Span | undefined;
  hasStack = false;
  /** What the innermost condition came out of that a setting decides, of those around the statement. */
  decider: Value | undefined;
  /** The class whose code runs. */
  home: ClassData | undefined;
  /** Of Java and C#: the scope that all files of the program share. */
  shared: Scope | undefined;
  here: Span;
  passes: readonly Pass[] = [];
  /** What runs on its own at the moment. */
  detached: Detached | undefined;
  readonly lates: Late[] = [];
  readonly panics: { readonly value: Value; isRecovered: boolean }[] = [];
  /** How often something ran that is not read, and that may have left a loop without a condition. */
  unread = 0;
  private steps = 0;
  private readonly urns = new Map<string, number>();

  constructor(readonly context: RunContext) {
    const file: SourceFile = { name: `${context.program.folder === "" ? "" : `${context.program.folder}/`}Pulumi.yaml`, text: "" };
    this.here = { file, start: 0, end: 0 };
    const { project } = context.settings;
    const stack = stackIn(context.settings);
    this.stackRegistration = {
      urn: `urn:pulumi:${stack}::${project}::${stackType}::${project}-${stack}`,
      type: stackType,
      name: `${project}-${stack}`,
      kind: "component",
      inputs: written(new RecordData(), this.here),
      options: {},
      span: this.here,
      inputsSpan: undefined,
      statement: undefined,
      calls: [],
      conditions: [],
      passes: [],
      foreignCalls: this.foreignCalls,
    };
    this.registrations.push(this.stackRegistration);
    this.globals = context.dialect.globals(this);
  }

  get dialect(): Dialect {
    return this.context.dialect;
  }
  get settings(): StackSettings {
    return this.context.settings;
  }
  get program(): Program {
    return this.context.program;
  }
  get isExhausted(): boolean {
    return this.steps > this.context.bounds.steps;
  }

  step(span: Span): void {
    this.here = span;
    if (++this.steps > this.context.bounds.steps) throw new Exhausted(`reading stopped after ${withCommas(this.context.bounds.steps)} steps`);
  }

  hole(reason: string, span: Span, parts: readonly Value[] = []): Value {
    return computed(new Hole(reason, span), span, parts);
  }

  call(callee: Value, given: readonly Given[], span: Span): Value {
    return callValue(this, { callee, given, span, isNew: false, typeArguments: [] });
  }

  passing<T>(pass: Pass, body: () => T): T {
    const outer = this.passes;
    this.passes = [...outer, pass];
    try {
      return body();
    } finally {
      this.passes = outer;
    }
  }

  apply(callee: Value, values: readonly Value[], span: Span): Value {
    return this.call(
      callee,
      values.map((value) => ({ value, span: value.origin.span })),
      span,
    );
  }

  member(object: Value, name: string, span: Span): Value {
    if (object.data === null && this.dialect.failsByMember !== undefined) return this.fail(`is ${name} of nothing`, span, this.dialect.failsByMember);
    return memberOf(this, object, name, span) ?? missingMember(this, object, name, span);
  }

  setMember(object: Value, name: string, value: Value, span: Span): void {
    setField(this, object, name, value, span);
  }

  walk(value: Value, span: Span, give: (item: Item) => boolean): Hole | undefined {
    return walkThrough(this, value, span, give);
  }

  elements(value: Value, span: Span): Elements {
    return elementsOf(this, value, span);
  }

  parts(value: Value, count: number, span: Span): Elements | undefined {
    return partsOf(this, value, count, span);
  }

  text(value: Value, span: Span): Value {
    return printed(this, value, span);
  }

  truth(value: Value): boolean | undefined {
    const { data } = value;
    if (data instanceof Hole) return isNotANumber(data) ? false : undefined;
    const truth = this.dialect.isTrue(value) ?? (data instanceof Instance ? this.ownTruth(value) : undefined);
    if (truth === undefined && isNothing(value) && this.dialect.failsByNothing !== undefined)
      this.fail("is nothing where something has to be true or false", value.origin.span, this.dialect.failsByNothing);
    return truth;
  }

  /** What the method of an object's class says that decides whether it counts as true. */
  private ownTruth(value: Value): boolean | undefined {
    for (const name of this.dialect.truthMethods ?? []) {
      const method = methodOf(this, value, name, value.origin.span);
      if (method === undefined) continue;
      const { data } = this.apply(method, [], value.origin.span);
      return typeof data === "boolean" ? data : typeof data === "number" ? data !== 0 : undefined;
    }
    return undefined;
  }

  same(a: Value, b: Value): boolean | undefined {
    return areSame(this, a, b);
  }

  get semantics(): Semantics {
    return this.dialect;
  }

  list(items: readonly Value[], span: Span, rest?: Hole): Value {
    const placed = items.map((value): Item => ({ value, placement: { kind: "computed", span } }));
    return computed(rest === undefined ? new List(placed) : new List(placed, rest), span, []);
  }

  record(fields: Readonly<Record<string, Value>>, span: Span): Value {
    const data = new RecordData();
    for (const [name, value] of Object.entries(fields)) data.fields.set(name, { value, entry: span, placement: "computed" });
    return computed(data, span, []);
  }

  touch(cell: Cell): void {
    if (cell instanceof LiveList) {
      this.touch(cell.of);
      return;
    }
    const journal = this.journals.at(-1);
    if (journal !== undefined && !journal.has(cell)) journal.set(cell, snapshot(cell));
    if (cell instanceof List && cell.standsFor !== undefined) this.openAll(cell.standsFor, cell.rest);
    if (cell instanceof List && cell.length > this.context.bounds.length)
      throw new Exhausted(`a list has more than ${withCommas(this.context.bounds.length)} elements`);
  }

  /** Of what is done to a list that stands for several, nobody knows to which of them it is done. */
  private openAll(lists: readonly List[], rest: Hole | undefined): void {
    for (const list of lists) {
      if (list.rest !== undefined) continue;
      this.touch(list);
      list.rest = rest;
    }
  }

  /** Runs alternatives of which nobody can say which one happens. */
  either<T>(reason: string, span: Span, conditions: readonly string[], branches: readonly (() => T)[]): T[] {
    return alternatives(this, reason, span, conditions, branches);
  }

  later(span: Span, body: () => void): void {
    apart(this, span, true, body);
  }

  awaits(): void {
    awaits(this);
  }

  uncertain(condition: string, span: Span, body: () => void): void {
    this.either(`depends on ${condition}`, span, [condition, ""], [body, () => undefined]);
  }

  fail(reason: string, span: Span, kind?: string, holding: Readonly<Record<string, Value>> = {}): Value {
    const hole = this.hole(reason, span);
    return this.raise(this.isCaught && kind !== undefined ? this.errorOf(kind, hole, holding, span) : hole, reason, span);
  }

  raise(error: Value, reason: string, span: Span): Value {
    if (this.isCaught) throw new Raised(error);
    if (this.tries > 0) mayLeave(this, { what: "try" }, reason, span);
    return this.hole(reason, span);
  }

  /** Whether an error is surely handled by the program. */
  private get isCaught(): boolean {
    return this.tries > 0 && this.trying.conditions === this.conditions.length;
  }

  ends(reason: string, span: Span, kind: string): Value {
    const hole = this.fail(reason, span, kind);
    this.gap("the program ends with an error here, as far as it can be read", span);
    return hole;
  }

  /** An error of a kind that the language has, with a message that is not known. */
  errorOf(kind: string, message: Value, holding: Readonly<Record<string, Value>>, span: Span): Value {
    const error = this.record({ args: this.list([message], span), message, ...holding }, span);
    if (error.data instanceof RecordData) error.data.type = kind;
    return error;
  }

  gap(reason: string, span: Span): void {
    if (
      this.gaps.length < mostGaps &&
      !this.gaps.some((gap) => gap.reason === reason && gap.span?.start === span.start && gap.span.file === span.file)
    )
      this.gaps.push({ reason, span });
  }

  load(fileName: string): Scope | undefined {
    return loadModule(this, fileName);
  }

  namespace(scope: Scope, span: Span): Value {
    return namespaceOf(this, scope, span);
  }

  give(name: string, value: Value): void {
    const { span } = value.origin;
    const outputs = (this.stackRegistration.outputs ??= written(new RecordData(), span));
    if (outputs.data instanceof RecordData) outputs.data.fields.set(name, { value, entry: span, placement: "computed" });
  }

  register(registration: Omit<Registration, Made>): Value {
    const registered = this.enroll(registration);
    return resourceValue(registered, registration.span, "written");
  }

  /** Registers without making a value, for components, whose value is the program's own object. */
  enroll(registration: Omit<Registration, Made>): Registration {
    const parent = registration.options.parent ?? this.stackRegistration;
    const parentType = parent.urn.split("::")[2] ?? stackType;
    const type = parentType === stackType ? registration.type : `${parentType}$${registration.type}`;
    const urn = `urn:pulumi:${stackIn(this.settings)}::${this.settings.project}::${type}::${registration.name}`;
    const count = (this.urns.get(urn) ?? 0) + 1;
    this.urns.set(urn, count);
    made(registration.inputs);
    const registered: Registration = {
      ...registration,
      options: { ...registration.options, parent },
      urn: count === 1 ? urn : `${urn}#${String(count)}`,
      statement: this.statement,
      calls: [...this.calls].reverse(),
      conditions: [...this.conditions],
      passes: this.passes,
    };
    if (count > 1 && !registration.name.startsWith("<") && this.conditions.length === 0)
      this.gap(`${registration.type} ${registration.name} is registered more than once under this name`, registration.span);
    this.registrations.push(registered);
    return registered;
  }

  /** Takes back what was registered after so many. */
  unregister(after: number): void {
    for (const { urn } of this.registrations.splice(after)) {
      const own = urn.replace(/#\d+$/, "");
      this.urns.set(own, (this.urns.get(own) ?? 1) - 1);
    }
  }
}

/** A stack without a file has the name that most people begin with. */
function stackIn({ stack }: StackSettings): string {
  return stack === "" ? "dev" : stack;
}

const mostGaps = 1_000;

export const stackType = "pulumi:pulumi:Stack";

/** What is made when it is asked for is asked for when a resource takes it. */
function made({ data }: Value, depth = 0): void {
  if (depth > 4) return;
  if (data instanceof List) for (const { value } of data.items) made(value, depth + 1);
  else if (data instanceof RecordData) {
    settle(data);
    for (const { value } of data.fields.values()) made(value, depth + 1);
  }
}

export function isComponent(value: Value): value is Value & { readonly data: Instance } {
  return value.data instanceof Instance && value.data.registration !== undefined;
}
