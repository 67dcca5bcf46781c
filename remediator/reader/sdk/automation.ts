import type { Invocation } from "../interpreter/calls";
import type { Given } from "../interpreter/native";
import type { Run } from "../interpreter/run";
import { Hole } from "../interpreter/hole";
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

/** The same program is read once, whether it is brought up, previewed or destroyed; that of another stack may differ. */
function start(run: Run, program: Value, call: Invocation, runStack: RunStack): void {
  const started = startedIn.get(run) ?? new Map<unknown, Started>();
  startedIn.set(run, started);
  const { data } = program;
  const own = data instanceof Closure ? data.expression : data;
  const names = namesIn(call);
  const before = started.get(own);
  if (before !== undefined) {
    // One and the same function knows the same, whatever its stack is called.
    const isSame = before.program === data || (names !== undefined && names === before.names);
    if (!isSame) run.gap("starts a program for another stack, which is read as the first one: what differs there is not known", call.span);
    return;
  }
  started.set(own, { program: data, names });
  run.stackRegistration.isExportedToProgram = true;
  if (data instanceof ClassData) runStack(run, { ...call, typeArguments: [program], given: [] });
  else runStack(run, { ...call, given: [{ value: program, span: call.span }] });
}

interface Started {
  readonly program: Value["data"];
  readonly names: string | undefined;
}

/** What a call says of the stack in texts, its name among them; undefined where it is not known. */
function namesIn({ given }: Invocation): string | undefined {
  const texts: string[] = [];
  for (const { name, value } of given.flatMap((argument) => fieldsOf(argument))) {
    if (name !== undefined && !nameOfStack.test(name)) continue;
    if (value.data instanceof Hole) return undefined;
    if (typeof value.data === "string") texts.push(`${name ?? ""}=${value.data}`);
  }
  return texts.length === 0 ? undefined : texts.join("\n");
}

function fieldsOf(argument: Given): readonly Given[] {
  const { data } = argument.value;
  return data instanceof RecordData ? [...data.fields].map(([name, field]) => ({ name, value: field.value, span: argument.span })) : [argument];
}

const nameOfStack = /^(?:stack_?name|project_?name)$/i;

const startedIn = new WeakMap<Run, Map<unknown, Started>>();
