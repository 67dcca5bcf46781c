import type { Invocation } from "../interpreter/calls";
import type { Run } from "../interpreter/run";
import { ClassData, Closure, RecordData, written, type Value } from "../interpreter/value";

type RunStack = (run: Run, call: Invocation) => Value;

/**
 * Programs of the Automation API are functions, or in .NET classes of stacks: `auto.UpsertStackInlineSource(ctx, stack, project, deploy)`,
 * `LocalWorkspace.CreateOrSelectStackAsync(new InlineProgramArgs(project, stack, PulumiFn.Create<MyStack>()))`,
 * `LocalWorkspace.createOrSelectStack({ program })`, `auto.create_or_select_stack(program=program)`.
 */
export function automation(run: Run, name: string, call: Invocation, runStack: RunStack): Value {
  const { given, initializer, span, typeArguments } = call;
  const values = [...typeArguments, ...given.map(({ value }) => value)];
  const program = values.find(isProgram) ?? values.map(programOf).find((value) => value !== undefined);
  if (/^PulumiFn$|^[cC]reate$/.test(name) && program === undefined) return initializer ?? run.hole("is a program that is not known", span, values);
  if (/^PulumiFn$|^InlineProgramArgs$|^[cC]reate$/.test(name)) {
    const inline = program ?? given[2]?.value;
    return inline === undefined ? (initializer ?? written(new RecordData(), span)) : run.record({ program: inline }, span);
  }
  const opens = /(?:Stack|_stack)(?:InlineSource|Async)?$/.test(name) && /^(?:upsert|new|select|create)/i.test(name);
  if (opens && program !== undefined) start(run, program, call, runStack);
  else if (
    opens &&
    (name.endsWith("InlineSource") || given.some(({ name: argument, value }) => argument === "program" || fieldOf(value) !== undefined))
  )
    run.gap("starts a stack whose program is not known", span);
  return run.hole(`is made by ${name} of the Automation API, which is not known`, span, values);
}

function programOf(value: Value): Value | undefined {
  const field = fieldOf(value);
  return field === undefined || isProgram(field) ? field : programOf(field);
}

function fieldOf({ data }: Value): Value | undefined {
  if (!(data instanceof RecordData)) return undefined;
  return (data.fields.get("program") ?? data.fields.get("Program"))?.value;
}

function isProgram({ data }: Value): boolean {
  return data instanceof Closure || data instanceof ClassData || (typeof data === "object" && data?.kind === "native");
}

/** The same program is read once, whether it is brought up, previewed or destroyed. */
function start(run: Run, program: Value, call: Invocation, runStack: RunStack): void {
  const started = startedIn.get(run) ?? new Set<unknown>();
  startedIn.set(run, started);
  const { data } = program;
  const own = data instanceof Closure ? data.expression : data;
  if (started.has(own)) return;
  started.add(own);
  run.stackRegistration.isExportedToProgram = true;
  if (data instanceof ClassData) runStack(run, { ...call, typeArguments: [program], given: [] });
  else runStack(run, { ...call, given: [{ value: program, span: call.span }] });
}

const startedIn = new WeakMap<Run, Set<unknown>>();
