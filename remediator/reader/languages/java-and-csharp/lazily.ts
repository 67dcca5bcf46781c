import { maybeThese } from "../../interpreter/choices";
import type { NativeCall } from "../../interpreter/native";
import { Hole } from "../../interpreter/hole";
import { List, madeLater, type Item, type Source } from "../../interpreter/list";
import { computed, type Value } from "../../interpreter/value";
import { at } from "../library";
import type { Method } from "./methods";
import { callWith } from "./sequences";

/**
 * The stages of queries and streams: each element goes through all of them before the next one is made, when somebody asks for it, and no further than
 * somebody wants. A language says how what was made is kept: C# makes it anew each time, Java goes through it once.
 */
export interface Stages {
  /** The place of an element is -1 where nobody knows how many there are before it. */
  readonly changed: (self: Value, call: NativeCall, change?: (element: Value, index: number) => Value) => Value;
  readonly kept: (self: Value, call: NativeCall, test?: (element: Value, index: number) => Value) => Value;
  readonly each: (self: Value, call: NativeCall, change?: (element: Value, index: number) => Value) => Value;
  readonly limited: Method;
  readonly skipped: Method;
  readonly whileTrue: Method;
  /** A method that needs all elements at once. */
  readonly deferred: (method: Method) => Method;
}

type Give = (item: Item) => boolean;
/** What a stage does with an element; false where it wants no more. What it cannot tell is one more thing that the list may hold. */
type Stage = (item: Item, index: number, give: Give, unsure: (hole: Hole) => void) => boolean;

export function stagesOf(keeps: boolean): Stages {
  const made = (source: Source, self: Value, call: NativeCall): Value => {
    const list = madeLater(source);
    if (keeps) list.isKept = true;
    return computed(list, call.span, [self, ...call.given.flatMap(({ value }) => (value.data instanceof List ? [value] : []))]);
  };

  const through = (self: Value, call: NativeCall, begin: () => Stage): Value => {
    const { machine, span } = call;
    const list = made(
      (give) => {
        const stage = begin();
        let open: Hole | undefined;
        let index = 0;
        const unsure = (hole: Hole): void => {
          open = open === undefined ? hole : maybeThese(open, hole.choices?.values ?? []);
          if (list.data instanceof List) list.data.doubt ??= open;
        };
        const end = { isLeft: false };
        const { data } = self;
        // What a list that may hold more has before an element is not known.
        const placed = data instanceof List && data.source === undefined && data.rest !== undefined ? data.inPlace : Infinity;
        const rest = machine.walk(self, span, (item) => {
          if (item.isAbsent === true) return true;
          const doubt = data instanceof List ? (index >= placed ? data.rest : data.doubt) : undefined;
          if (doubt !== undefined) unsure(doubt);
          const goesOn = machine.passing(item, () => stage(item, index++, give, unsure));
          end.isLeft = !goesOn;
          return goesOn;
        });
        shuffledLike(self, list);
        if (rest !== undefined && !end.isLeft)
          machine.uncertain(`each of what ${rest.reason}`, span, () => {
            stage({ value: computed(rest, span, [self]), placement: { kind: "computed", span } }, index, () => true, unsure);
          });
        return end.isLeft ? open : (rest ?? open);
      },
      self,
      call,
    );
    shuffledLike(self, list);
    return list;
  };

  const isList = (self: Value): boolean => self.data instanceof List;
  const itemOf = (call: NativeCall, value: Value): Item => ({ value, placement: { kind: "computed", span: call.span }, passes: call.machine.passes });
  const plain = (call: NativeCall) => (element: Value) => callWith(call)(element);
  const count = (call: NativeCall): number | undefined => {
    const number = at(call.given, 0)?.data;
    return typeof number === "number" ? number : undefined;
  };
  const notCounted = (call: NativeCall): Hole => new Hole("is a part of a list, as long as nobody knows", call.span);

  return {
    changed: (self, call, change = plain(call)) => {
      const list = through(self, call, () => (item, index, give) => give(itemOf(call, change(item.value, hasDoubt(self, index) ? -1 : index))));
      if (list.data instanceof List) list.data.asMany = self;
      return list;
    },
    kept: (self, call, test = plain(call)) =>
      through(self, call, () => (item, index, give, unsure) => {
        const answer = test(item.value, hasDoubt(self, index) ? -1 : index);
        const truth = call.machine.truth(answer);
        if (truth === undefined)
          unsure(maybeThese(answer.data instanceof Hole ? answer.data : new Hole("is a condition that is not known", call.span), [item.value]));
        return truth === true ? give(item) : true;
      }),
    each: (self, call, change = plain(call)) =>
      through(self, call, () => (item, index, give, unsure) => {
        const inner = change(item.value, index);
        if (inner.data instanceof Hole) unsure(inner.data);
        if (inner.data instanceof Hole) return true;
        if (!(inner.data instanceof List) && typeof inner.data !== "string") return inner.data === null || give(itemOf(call, inner));
        let goesOn = true;
        const rest = call.machine.walk(inner, call.span, (one) => (goesOn = give(one)));
        if (rest !== undefined) unsure(rest);
        return goesOn;
      }),
    limited: (self, call) => {
      const most = count(call);
      if (!isList(self) || most === undefined) return made(() => notCounted(call), self, call);
      if (most <= 0) return made(() => undefined, self, call);
      return through(self, call, () => (item, index, give) => !hasDoubt(self, index) && give(item) && index + 1 < most);
    },
    skipped: (self, call) => {
      const least = count(call);
      return least === undefined
        ? made(() => notCounted(call), self, call)
        : through(self, call, () => (item, index, give) => index < least || give(item));
    },
    whileTrue: (self, call) =>
      through(self, call, () => (item, _, give, unsure) => {
        const truth = call.machine.truth(callWith(call)(item.value));
        if (truth === undefined) unsure(new Hole("ends with a condition that is not known", call.span));
        return truth === true && give(item);
      }),
    deferred: (method) => (self, call) => {
      if (!isList(self)) return method(self, call);
      const list = made(
        (give) => {
          const whole = method(self, call);
          const { data } = whole;
          shuffledLike(whole, list);
          if (!(data instanceof List)) return data instanceof Hole ? data : undefined;
          for (const item of data.items) if (!give(item)) return undefined;
          return data.rest;
        },
        self,
        call,
      );
      return list;
    },
  };
}

/** Whether nobody knows how many elements there are before one. */
function hasDoubt({ data }: Value, index: number): boolean {
  return data instanceof List && (data.source === undefined && data.rest !== undefined ? index >= data.inPlace : data.doubt !== undefined);
}

/** What is made of something whose order is not known has none either; it may turn out while it is made. */
function shuffledLike(self: Value, list: Value): void {
  if (list.data instanceof List && self.data instanceof List && self.data.isUnordered === true) list.data.isUnordered = true;
}
