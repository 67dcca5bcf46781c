import type { Path } from "@portcullis/policypack/plans/plan";
import type { Registration } from "./interpreter/registration";
import { Hole, Instance, List, RecordData, type Origin, type Value } from "./interpreter/value";
import type { Span } from "./syntax/tree";

/** The value at a path of a resource's inputs, or of what it leads to: the longest part of the path that is there. */
export function valueAt(registration: Registration, path: Path): Value {
  let value = registration.inputs;
  for (const step of path) {
    const { data } = value;
    const inner =
      data instanceof List && typeof step === "number"
        ? data.items[step]?.value
        : data instanceof RecordData || data instanceof Instance
          ? data.fields.get(String(step))?.value
          : // A single object stands for a list of one.
            step === 0
            ? value
            : undefined;
    if (inner === undefined) return value;
    value = inner;
  }
  return value;
}

/**
 * Where the source writes what is at a path of a resource's inputs: the literal of a rule or list; of a text or number the expression that stands there, and
 * where a function made the resource from what it was given, the argument in the caller.
 */
export function placeAt(registration: Registration, path: Path): Span {
  if (path.length === 0) return registration.span;
  const value = valueAt(registration, path);
  const { data } = value;
  if (data instanceof List || data instanceof RecordData || data instanceof Instance) return writtenAt(value.origin) ?? value.origin.span;
  return givenAt(value.origin);
}

/** Why what is at a path of a resource's inputs is not known, as far as reading knows. */
export function reasonAt(registration: Registration, path: Path): string | undefined {
  const { data } = valueAt(registration, path);
  if (data instanceof Hole) return data.reason;
  return data instanceof List || data instanceof RecordData ? data.rest?.reason : undefined;
}

/** A setting that gives a value: its key, as in `namespace:key`, and where the stack's file says it. */
export interface GivenBySetting {
  readonly key: string;
  readonly span: Span | undefined;
}

/** The setting that what is at a path of a resource's inputs comes from, itself or as a part of a list; undefined where it is written otherwise. */
export function settingAt(registration: Registration, path: Path): GivenBySetting | undefined {
  for (let length = path.length; length > 0; length--) {
    const setting = settingIn(valueAt(registration, path.slice(0, length)).origin);
    if (setting !== undefined) return setting;
  }
  return undefined;
}

function settingIn(origin: Origin): GivenBySetting | undefined {
  for (let step: Origin | undefined = origin; step !== undefined; step = step.from)
    if (step.how === "setting" && step.name !== undefined) return { key: step.name, span: writtenAt(step) };
  return undefined;
}

/** The literal that a value is. */
export function writtenAt(origin: Origin): Span | undefined {
  for (let step: Origin | undefined = origin; step !== undefined; step = step.from) if (step.how === "written") return step.span;
  return undefined;
}

function givenAt(origin: Origin): Span {
  let { span } = origin;
  for (let step: Origin | undefined = origin; step !== undefined; step = step.from) if (step.how === "argument") ({ span } = step);
  return span;
}
