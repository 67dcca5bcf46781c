import { Native, type Given, type NativeCall } from "../interpreter/native";
import type { ConfigValue } from "../interpreter/machine";
import type { Run } from "../interpreter/run";
import { isPortName } from "../interpreter/ports";
import { mayReplace } from "../interpreter/unsure";
import { Hole } from "../interpreter/hole";
import { List } from "../interpreter/list";
import { ClassData, Instance, RecordData, SymbolData, chosenBy, written, type Value } from "../interpreter/value";
import type { Span } from "../syntax/tree";
import { settingValue } from "./setting";
import { typed, whole } from "./typed";

/** The configuration of a namespace (by default the project's) in whatever language's spelling: get, require_secret_int, RequireObject, getInteger. */
export function configuration(run: Run, namespace: Value | undefined, span: Span): Value {
  const known = namespace === undefined || namespace.data === null || namespace.data === "" ? run.settings.project : namespace.data;
  return written(
    new Native("Config", {
      member: (name, _, place) => {
        const method = methodOf(name);
        if (name === "name") return typeof known === "string" ? written(known, place) : undefined;
        if (method === undefined) return undefined;
        return written(new Native(name, { call: (call) => setting(run, known, method, call) }), place);
      },
    }),
    span,
  );
}

interface Method {
  readonly isRequired: boolean;
  /** Go's: it gives an error as well. */
  readonly isTried: boolean;
  readonly isSecret: boolean;
  readonly type: "text" | "number" | "boolean" | "object";
}

function methodOf(name: string): Method | undefined {
  const match = /^(get|require|try)_?(secret)?_?(\w*)$/i.exec(name);
  if (match === null) return undefined;
  const [, verb = "", secret, type = ""] = match;
  const kind = /^(?:int|integer|number|float|double|uint)/i.test(type)
    ? "number"
    : /^bool/i.test(type)
      ? "boolean"
      : /^object/i.test(type)
        ? "object"
        : "text";
  const isTried = verb.toLowerCase() === "try";
  return { isRequired: !isTried && verb.toLowerCase() !== "get", isTried, isSecret: secret !== undefined, type: kind };
}

function setting(run: Run, namespace: unknown, method: Method, { given, span, typeArguments }: NativeCall): Value {
  const positional = given.filter(({ value }) => !(value.data instanceof Native));
  const key = given.find(({ name }) => name === "key")?.value ?? positional[0]?.value;
  if (typeof key?.data !== "string" || typeof namespace !== "string") return run.hole("is a setting whose key is not known", span);
  const name = key.data.includes(":") ? key.data : `${namespace}:${key.data}`;
  if (isPortName(name)) run.portSettings.add(name);
  const type = [...typeArguments, ...positional.slice(1).map(({ value }) => value)].find(({ data }) => data instanceof ClassData)?.data;
  const plain = valueOf(run, name, method, span);
  const value = method.type === "object" && run.dialect.convertsToDeclaredTypes ? ofType(run, plain, type, given, span) : plain;
  if (method.isTried && run.dialect.returnsErrors) return tried(run, value, name, span);
  const target = positional[1]?.value;
  if (run.dialect.hasZeroSettings && method.type === "object" && target !== undefined) {
    fill(run, target, value);
    return written(null, span);
  }
  const fallback =
    given.find((one) => one.name === "default")?.value ?? (run.dialect.defaultsSettingsByPosition && !method.isRequired ? target : undefined);
  return value.data === null && fallback !== undefined ? chosenBy(value, fallback, span) : value;
}

/** An object of the class that is asked for; numbers of a type that is named are whole. */
function ofType(run: Run, plain: Value, type: Value["data"] | undefined, given: readonly Given[], span: Span): Value {
  if (type instanceof ClassData) return typed(run, plain, type, span);
  const isWhole = given.some(({ value: { data } }) => data instanceof SymbolData && /^(?:Integer|Long|Short)$/.test(data.path.at(-1) ?? ""));
  return isWhole ? whole(plain, span) : plain;
}

function valueOf(run: Run, name: string, { isRequired, isSecret, type }: Method, span: Span): Value {
  const config = run.settings.config.get(name);
  if (config === undefined) {
    const { rest, unset } = run.settings;
    if (type === "object" && !isRequired) run.unnamed.add(name);
    if (rest !== undefined && unset?.has(name) !== true) return { ...written(rest, span), origin: { span, how: "setting", name } };
    const hole = run.hole(
      `is the setting ${name}, which ${run.settings.stack === "" ? "no stack has" : `the stack ${run.settings.stack} does not have`}`,
      span,
    );
    return isRequired
      ? { ...hole, origin: { span, how: "setting", name } }
      : { ...written(absent(run, type), span), origin: { span, how: "setting", name } };
  }
  return { ...settingValue(name, config, convert(config, type), span), ...(isSecret ? { isSecret } : {}) };
}

/** What a setting is that the stack does not have: nothing, or the zero value of its type. */
function absent(run: Run, type: Method["type"]): string | number | boolean | null {
  if (!run.dialect.hasZeroSettings || type === "object") return null;
  return type === "text" ? "" : type === "number" ? 0 : false;
}

/** A setting and no error, or an error. */
function tried(run: Run, value: Value, name: string, span: Span): Value {
  const isMissing = !run.settings.config.has(name);
  const error = new RecordData();
  error.type = "error";
  const both = run.list([value, written(isMissing ? error : null, span)], span);
  if (both.data instanceof List) both.data.type = "results";
  return both;
}

function convert({ value }: ConfigValue, type: Method["type"]): unknown {
  if (type === "number") return typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (type === "boolean") return value === "true" ? true : value === "false" ? false : value;
  if (type === "object") return typeof value === "string" ? parsed(value) : value;
  return typeof value === "string" || value === null || value === undefined ? value : JSON.stringify(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Go's `cfg.RequireObject("data", &data)` fills what it is given. */
function fill(run: Run, { data: target }: Value, { data: source }: Value): void {
  if (target instanceof List && source instanceof List) {
    run.touch(target);
    target.items = [...source.items];
    return;
  }
  if (!(target instanceof RecordData || target instanceof Instance)) return;
  run.touch(target);
  if (source instanceof RecordData) {
    for (const [key, field] of source.fields) {
      const own =
        target instanceof Instance ? (target.type.expression.members.find(({ name }) => name.toLowerCase() === key.toLowerCase())?.name ?? key) : key;
      target.fields.set(own, field);
    }
  } else if (source instanceof Hole) {
    if (target instanceof RecordData) mayReplace(target, source, source.span);
    else
      for (const { name, span } of target.type.expression.members)
        target.fields.set(name, { value: written(source, span), entry: span, placement: "computed" });
  }
}
