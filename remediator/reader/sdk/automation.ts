import type { Invocation } from "../interpreter/calls";
import type { Run } from "../interpreter/run";
import { Closure, RecordData, written, type Value } from "../interpreter/value";

type RunStack = (run: Run, call: Invocation) => Value;

/**
 * Programs of the Automation API are functions: `auto.UpsertStackInlineSource(ctx, stack, project, deploy)`,
 * `LocalWorkspace.CreateOrSelectStackAsync(new InlineProgramArgs(project, stack, program))`, `LocalWorkspace.createOrSelectStack({ program })`, `auto.create_or_select_stack(program=program)`.
 */
export function automation(run: Run, name: string, call: Invocation, runStack: RunStack): Value {
  const { given, initializer, span } = call;
  const program = given.map(({ value }) => value).find(isFunction) ?? given.map(({ value }) => programOf(value)).find((value) => value !== undefined);
  if (/^PulumiFn$|^InlineProgramArgs$|^[cC]reate$/.test(name))
    return program === undefined ? (initializer ?? given[0]?.value ?? written(new RecordData(), span)) : run.record({ program }, span);
  const opens = /(?:Stack|_stack)(?:InlineSource|Async)?$/.test(name) && /^(?:upsert|new|select|create)/i.test(name);
  if (opens && program !== undefined) start(run, program, call, runStack);
  return run.hole(
    `is made by ${name} of the Automation API, which is not known`,
    span,
    given.map(({ value }) => value),
  );
}

function programOf({ data }: Value): Value | undefined {
  if (!(data instanceof RecordData)) return undefined;
  const field = data.fields.get("program") ?? data.fields.get("Program");
  return field === undefined ? undefined : isFunction(field.value) ? field.value : programOf(field.value);
}

function isFunction({ data }: Value): boolean {
  return data instanceof Closure || (typeof data === "object" && data?.kind === "native");
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
  runStack(run, { ...call, given: [{ value: program, span: call.span }] });
}

const startedIn = new WeakMap<Run, Set<unknown>>();
