import type { Machine } from "../interpreter/machine";
import type { Given } from "../interpreter/native";
import type { Scope } from "../interpreter/scope";
import { List, type Item } from "../interpreter/list";
import { ClassData, Instance, passedOn, RecordData, type Value } from "../interpreter/value";
import type { ClassMember, Span } from "../syntax/tree";

/** Plain data as objects of a class of the program: C#'s `RequireObject<T>`, Java's `requireObject(key, T.class)`. A list is a list of them. */
export function typed(run: Machine, value: Value, type: ClassData, span: Span, depth = 0): Value {
  const { data } = value;
  if (depth > 20) return value;
  if (data instanceof List) {
    const items = data.items.map((item): Item => ({ ...item, value: typed(run, item.value, type, span, depth + 1) }));
    return { ...value, data: data.rest === undefined ? new List(items) : new List(items, data.rest) };
  }
  if (!(data instanceof RecordData) || data.rest !== undefined) return value;
  return isOne(data, type) ? objectOf(run, value, data, type, span, depth) : mapOf(run, value, data, type, span, depth);
}

/** Numbers whose type the program names are whole ones. */
export function whole(value: Value, span: Span, depth = 0): Value {
  const { data } = value;
  if (typeof data === "number") return passedOn(value, "setting", span);
  if (!(data instanceof List) || depth > 20) return value;
  const items = data.items.map((item): Item => ({ ...item, value: whole(item.value, span, depth + 1) }));
  return { ...value, data: data.rest === undefined ? new List(items) : new List(items, data.rest) };
}

function mapOf(run: Machine, value: Value, data: RecordData, type: ClassData, span: Span, depth: number): Value {
  const map = new RecordData();
  for (const [key, field] of data.fields) map.fields.set(key, { ...field, value: typed(run, field.value, type, span, depth + 1) });
  return { ...value, data: map };
}

/** Whether a record is an object of the class, rather than a map of such objects. */
function isOne(data: RecordData, type: ClassData): boolean {
  return data.fields.size === 0 || [...data.fields.keys()].some((key) => memberFor(type, key) !== undefined);
}

/** The field that a key stands for, of the class or of what it is made from. */
function memberFor({ expression, bases }: ClassData, key: string, depth = 0): ClassMember | undefined {
  const own = expression.members.find((member) => member.kind === "field" && !member.isStatic && isKeyOf(member, key));
  if (own !== undefined || depth > 20) return own;
  for (const { data } of bases) {
    const found = data instanceof ClassData ? memberFor(data, key, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function isKeyOf({ name, keyInJson }: Pick<ClassMember, "name" | "keyInJson">, key: string): boolean {
  return keyInJson === undefined ? isSameWord(name, key) : keyInJson === key;
}

function isSameWord(one: string, other: string | undefined): boolean {
  return one.toLowerCase() === other?.toLowerCase();
}

function objectOf(run: Machine, value: Value, data: RecordData, type: ClassData, span: Span, depth: number): Value {
  const held = (name: string): Value | undefined => {
    const member = type.expression.members.find(({ kind, name: own }) => kind === "field" && isSameWord(own, name)) ?? { name };
    return [...data.fields].find(([key]) => isKeyOf(member, key))?.[1].value;
  };
  const constructor = type.expression.members.find(({ kind }) => kind === "constructor")?.function;
  const given = (constructor?.parameters ?? []).flatMap(({ pattern, type: own }): readonly Given[] => {
    const one = pattern.kind === "name" ? held(pattern.name) : undefined;
    return one === undefined || pattern.kind !== "name" ? [] : [{ name: pattern.name, value: inner(run, one, own, type, span, depth), span }];
  });
  const object = run.call(passedOn({ ...value, data: type }, "name", span), given, span);
  if (!(object.data instanceof Instance)) return value;
  for (const [key, field] of data.fields) {
    const member = memberFor(type, key);
    if (member !== undefined && !given.some(({ name }) => isSameWord(member.name, name)))
      object.data.fields.set(member.name, { ...field, value: inner(run, field.value, member.type, type, span, depth) });
  }
  return { ...value, data: object.data };
}

/** What a member holds, by what is written of its type: `List<Rule>`, `Rule[]`, `Rule?`. */
function inner(run: Machine, value: Value, type: string | undefined, home: ClassData, span: Span, depth: number): Value {
  const name = /(\w+)(?:\?|\[\])*>*\??(?:\[\])?$/.exec(type ?? "")?.[1];
  const found = name === undefined ? undefined : classNamed(home.scope, name);
  if (found === undefined) return typeof value.data === "number" ? passedOn(value, "setting", span) : value;
  return typed(run, value, found, span, depth + 1);
}

/** The class of a name in a scope. */
export function classNamed(scope: Scope, name: string): ClassData | undefined {
  const binding = scope.find(name);
  if (binding?.value === undefined && binding?.lazy !== undefined) {
    const { lazy } = binding;
    delete binding.lazy;
    binding.value = lazy();
  }
  return binding?.value?.data instanceof ClassData ? binding.value.data : undefined;
}
