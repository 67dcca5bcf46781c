import type { Parameter, Span } from "../syntax/tree";
import { defaultOf, inPlaceOf } from "./defaults";
import type { Frame } from "./frame";
import type { Given } from "./native";
import { bind, isMissing } from "./patterns";
import type { Run } from "./run";
import { Hole } from "./hole";
import { List, type Item } from "./list";
import { type Closure, ofAnyType, passedOn, RecordData, written, type Value } from "./value";

/** Java and C# take an array for all of the remaining arguments, unless each of them is a list. */
function isWholeList({ type = "" }: Parameter, given: readonly Given[]): boolean {
  const [only] = given;
  const element = type.replace(/\[\]$/, "");
  if (given.length !== 1 || !(only?.value.data instanceof List)) return false;
  // A tuple is a list as well.
  if (element.startsWith("(")) return only.value.data.items.every(({ value }) => value.data instanceof List);
  return !/\[\]$|^(?:I?(?:ReadOnly)?(?:List|Collection)|IEnumerable|Iterable|Set)\b/.test(element);
}

/** Go hands on the slice itself that stands for all of the remaining arguments. */
function wholeOf(given: readonly Given[]): Value | undefined {
  const whole = given[0]?.whole;
  return whole !== undefined && given.every((one) => one.whole === whole) ? whole : undefined;
}

/** JavaScript's `arguments`: https://tc39.es/ecma262/#sec-arguments-exotic-objects */
function bindArguments(given: readonly Given[], frame: Frame, span: Span): void {
  const items = given.flatMap(({ value, span: argument, isSpread }): Item[] =>
    isSpread === true ? [] : [{ value, placement: { kind: "added", call: span, argument } }],
  );
  const further = given.findIndex(({ isSpread }) => isSpread === true);
  const open = given[further]?.value.data;
  frame.scope.declare("arguments", written(new List(items, open instanceof Hole ? open : undefined, Math.max(0, further)), span));
}

/** Gives the parameters of a function what a call gives it. */
export function bindParameters(run: Run, closure: Closure, given: readonly Given[], frame: Frame, span: Span): void {
  const { parameters } = closure.expression;
  const positional = given.filter(({ name }) => name === undefined);
  const keywords = new Map(given.flatMap((one) => (one.name === undefined ? [] : [[one.name, one] as const])));
  const unknown = given.find(({ isSpread }) => isSpread === true);
  if (closure.expression.takesArguments === true) bindArguments(given, frame, span);
  let next = 0;
  for (const parameter of parameters) {
    const { pattern, rest } = parameter;
    const named = rest === "list" && run.dialect.takesArraysForRest && pattern.kind === "name" ? keywords.get(pattern.name) : undefined;
    const remaining = named === undefined ? positional.slice(next) : [named];
    if (rest === "list" && run.dialect.takesArraysForRest && isWholeList(parameter, remaining)) {
      bind(run, pattern, remaining[0]?.value ?? written(null, span), frame);
      next = positional.length;
      continue;
    }
    const whole = rest === "list" ? wholeOf(remaining) : undefined;
    if (whole !== undefined) {
      bind(run, pattern, whole, frame);
      next = positional.length;
      continue;
    }
    if (rest === "list") {
      const element = parameter.type?.replace(/\[\]$/, "");
      // What stands for arguments of unknown number is none of them.
      const left = remaining;
      const items = left.flatMap(({ value, span: argument, item, isSpread }): Item[] => {
        if (isSpread === true) return [];
        const own = inPlaceOf(run, value, element);
        return [item !== undefined && own === value ? item : { value: own, placement: { kind: "added", call: span, argument } }];
      });
      next = positional.length;
      const further = left.findIndex(({ isSpread }) => isSpread === true);
      const open = left[further]?.value.data;
      const list = new List(items, open instanceof Hole ? open : undefined, Math.max(0, further));
      if (items.length === 0 && run.dialect.hasNoRest) list.isNothing = true;
      if (run.dialect.hasTuples) list.type = "tuple";
      bind(run, pattern, written(list, span), frame);
      continue;
    }
    if (rest === "map") {
      const data = new RecordData();
      for (const [name, { value, span: entry, isSpread }] of keywords) {
        if (isSpread === true && value.data instanceof Hole) data.rest = value.data;
        else data.fields.set(name, { value, entry, placement: "argument" });
      }
      keywords.clear();
      bind(run, pattern, written(data, span), frame);
      continue;
    }
    const name = pattern.kind === "name" ? pattern.name : "";
    const keyword = parameter.positionalOnly === true ? undefined : keywords.get(name);
    if (keyword !== undefined) keywords.delete(name);
    const one = keyword ?? (parameter.keywordOnly === true ? undefined : positional[next]);
    if (keyword === undefined && one !== undefined && one.isSpread !== true) next++;
    const value = one?.value ?? unknown?.value;
    const isAbsent = value === undefined || (isMissing(value) && run.dialect.hasUndefined && parameter.default !== undefined);
    const passed = value === undefined || one === undefined ? value : passedOn(value, "argument", one.value.origin.span);
    const argument = passed === undefined || parameter.type !== undefined ? passed : ofAnyType(passed);
    bind(
      run,
      pattern,
      inPlaceOf(
        run,
        isAbsent ? (parameter.default === undefined ? written(null, span) : defaultOf(run, closure, parameter, frame)) : (argument ?? value),
        parameter.type,
      ),
      frame,
    );
  }
}
