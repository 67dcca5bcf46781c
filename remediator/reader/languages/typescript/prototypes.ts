import type { Machine } from "../../interpreter/machine";
import { rawTexts } from "../../interpreter/literals";
import { Native } from "../../interpreter/native";
import { List } from "../../interpreter/list";
import { Closure, Instance, RecordData, written, type Value } from "../../interpreter/value";
import type { Span } from "../../syntax/tree";
import { isMatch } from "./regular-expressions";

/** The prototypes of JavaScript's own classes, and the object of all globals, whose members a program may replace. */

interface Given {
  readonly prototypes: ReadonlyMap<string, Value>;
  /** What the program gave them, by class and name. */
  readonly members: Map<string, Value>;
}

const given = new WeakMap<Machine, Given>();

function givenIn(machine: Machine): Given {
  const known = given.get(machine);
  if (known !== undefined) return known;
  const members = new Map<string, Value>();
  const made: Given = { members, prototypes: new Map(classes.map((name) => [name, written(prototypeOf(name, members), machine.here)])) };
  given.set(machine, made);
  return made;
}

const classes = ["Array", "String", "Number", "Boolean", "Object", "Map", "Set"];

function prototypeOf(name: string, members: Map<string, Value>): Native {
  return new Native(`${name}.prototype`, {
    member: (member) => members.get(`${name} ${member}`),
    set: (member, value, machine) => {
      members.set(`${name} ${member}`, unlessDoubtful(machine, member, value));
      if (name === "Object") machine.gap(`Sets ${member} of every object, which is followed where it is asked for only`, value.origin.span);
    },
  });
}

/** Whether it is set may depend on what nobody knows: then it is one or the other. */
function unlessDoubtful(machine: Machine, name: string, value: Value): Value {
  return machine.conditions.length === 0
    ? value
    : machine.hole(`is ${name}, which is set under a condition that is not known`, value.origin.span, [value]);
}

/** `String.prototype`; undefined for classes whose members nobody replaces. */
export function ownPrototype(machine: Machine, name: string): Value | undefined {
  return givenIn(machine).prototypes.get(name);
}

/** What the program gave the prototype of a value; functions among it are methods of the value. */
export function replacedMember(object: Value, name: string, machine: Machine, span: Span): Value | undefined {
  const { members } = givenIn(machine);
  if (members.size === 0) return undefined;
  const found = classesOf(object).flatMap((one) => members.get(`${one} ${name}`) ?? [])[0];
  const data = found?.data;
  if (data instanceof Native && data.name === accessor) return machine.call(found ?? object, [{ value: object, span }], span);
  return found === undefined || !(data instanceof Closure) || data.expression.bindsOuterThis
    ? found
    : { ...found, data: new Closure(data.name, data.expression, data.scope, object, data.home) };
}

const accessor = "own accessor";

/** What stands in a prototype for a property with code of its own. */
export function ownAccessor(get: Value, span: Span): Value {
  return written(
    new Native(accessor, {
      call: ({ machine, given: [object], span: place }) => {
        const { data } = get;
        const bound =
          data instanceof Closure && !data.expression.bindsOuterThis
            ? { ...get, data: new Closure(data.name, data.expression, data.scope, object?.value, data.home) }
            : get;
        return machine.call(bound, [], place);
      },
    }),
    span,
  );
}

/**
 * Whether a list, text, number or truth value has no property of a name: neither of its own nor of JavaScript's. What the program sets on one makes
 * it a list that is not known, or is found before.
 */
export function hasNo({ data }: Value, name: string): boolean {
  // What outputs and promises have, which values are read through.
  if (/^(?:get|apply|then|catch|finally|promise|isKnown|isSecret|resources|allResources|containsUnknowns)$/.test(name)) return false;
  if (typeof data === "string") return !(name in String.prototype);
  if (typeof data === "number") return !(name in Number.prototype);
  if (typeof data === "boolean") return !(name in Boolean.prototype);
  const isKnown = data instanceof List && data.rest === undefined && data.source === undefined && data.isOnce === undefined;
  return isKnown && data.type === undefined && !isMatch(data) && !rawTexts.has(data) && name !== "callee" && !(name in Array.prototype);
}

function classesOf({ data }: Value): readonly string[] {
  if (typeof data === "string") return ["String", "Object"];
  if (typeof data === "number") return ["Number", "Object"];
  if (typeof data === "boolean") return ["Boolean", "Object"];
  if (data instanceof List) return [data.type === "Set" ? "Set" : "Array", "Object"];
  if (data instanceof RecordData) return data.type === "Map" ? ["Map", "Object"] : ["Object"];
  return data instanceof Instance ? ["Object"] : [];
}

/** `globalThis`: its members are the names that are there everywhere. */
export function globalObject(names: Map<string, Value>, span: Span): Value {
  return written(
    new Native("globalThis", {
      member: (name) => names.get(name),
      set: (name, value, machine) => {
        names.set(name, unlessDoubtful(machine, name, value));
      },
    }),
    span,
  );
}
