import type { Span, Statement } from "../syntax/tree";
import { normal, type Completion } from "./completion";
import { evaluate } from "./expressions";
import type { Frame } from "./frame";
import { methodOf } from "./members";
import { Native } from "./native";
import { assign, bind } from "./patterns";
import type { Run } from "./run";
import { execute, tried } from "./statements";
import { List } from "./list";
import { RecordData, written, type Value } from "./value";

/** Runs a body between what its subject does when it is entered and when it is left: a generator goes on there. */
export function within(run: Run, statement: Statement & { readonly kind: "with" }, frame: Frame): Completion {
  const { span, pattern } = statement;
  const subject = evaluate(run, statement.subject, frame);
  const enter = (value: Value): Completion => {
    if (pattern !== undefined && statement.declares) bind(run, pattern, value, frame);
    else if (pattern !== undefined) assign(run, pattern, value, frame, span);
    return execute(run, statement.body, frame);
  };
  if (subject.data instanceof List && subject.data.type === "context" && subject.data.source !== undefined) {
    const { source } = subject.data;
    subject.data.items = [];
    let end: Completion | undefined;
    // It yields once.
    source(({ value }) => {
      if (end !== undefined) return false;
      end = enter(value);
      return true;
    });
    return end ?? normal;
  }
  const suppresses = subject.data instanceof Native && subject.data.name === "suppress";
  const entered = run.call(evaluate(run, statement.enter, frame), [{ value: subject, span }], span);
  const leave = methodOf(run, subject, "__exit__", span);
  const end = suppresses || leave !== undefined ? tried(run, () => enter(entered)) : enter(entered);
  if (leave === undefined) return suppresses && end.kind === "throw" ? normal : end;
  // https://docs.python.org/3/reference/datamodel.html#object.__exit__
  const error = end.kind === "throw" ? end.value : written(null, span);
  const type = end.kind === "throw" ? classOfError(run, error, span, frame) : error;
  const answer = run.apply(leave, [type, error, end.kind === "throw" ? run.hole("is where an error came from", span) : error], span);
  return end.kind === "throw" && run.truth(answer) === true ? normal : end;
}

/** An error that the language makes is of the class that its kind names. */
function classOfError(run: Run, error: Value, span: Span, frame: Frame): Value {
  const { data } = error;
  return data instanceof RecordData && data.type !== undefined
    ? evaluate(run, { kind: "name", name: data.type, span }, frame)
    : run.member(error, "__class__", span);
}
