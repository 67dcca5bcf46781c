import { isPortName, notePort } from "../../interpreter/ports";
import type { Run } from "../../interpreter/run";
import type { Origin, Value } from "../../interpreter/value";
import { settingValue } from "../../sdk/setting";
import type { Span } from "../../syntax/tree";
import { fieldOf, textOf, type YamlEntry } from "../../syntax/yaml";
import type { Template } from "./template";

/** A setting that the document declares: what the stack says, or else its default. */
export function declaredSetting(template: Template, entry: YamlEntry): Value {
  const { run, surroundings } = template;
  const { key, value: declaration, keySpan } = entry;
  const isObject = declaration.kind === "map";
  const name = (isObject ? textOf(fieldOf(declaration, "name")?.value) : undefined) ?? key;
  const value = settingOrDefault(template, entry, name);
  if (surroundings.inputs === undefined) {
    if (isPortName(name)) run.portSettings.add(qualified(run, name));
    notePort(run, key, value, undefined, keySpan);
  }
  return value;
}

function settingOrDefault(template: Template, { value: declaration, keySpan }: YamlEntry, name: string): Value {
  const { run } = template;
  const isObject = declaration.kind === "map";
  const type = isObject ? textOf(fieldOf(declaration, "type")?.value) : undefined;
  const secret = isObject ? fieldOf(declaration, "secret")?.value : undefined;
  const isSecret = secret?.kind === "scalar" && secret.value === true;
  const found = template.surroundings.inputs === undefined ? setting(run, name, keySpan, type) : undefined;
  if (found !== undefined) return isSecret ? { ...found, isSecret } : found;
  const fallback = isObject ? (fieldOf(declaration, "value") ?? fieldOf(declaration, "default"))?.value : declaration;
  if (fallback === undefined) {
    const owner = run.settings.stack === "" ? "no stack has" : `the stack ${run.settings.stack} does not have`;
    const reason =
      template.surroundings.inputs === undefined ? `is the setting ${qualified(run, name)}, which ${owner}` : `is ${name}, which is not given`;
    return run.hole(run.settings.rest?.reason ?? reason, keySpan);
  }
  const value = template.value(fallback);
  const origin: Origin = { span: keySpan, how: "setting", name: qualified(run, name), from: value.origin };
  return { ...value, origin, ...(isSecret ? { isSecret } : {}) };
}

/** What the stack says; undefined where it says nothing. */
export function setting(run: Run, name: string, span: Span, type?: string): Value | undefined {
  const key = qualified(run, name);
  const config = run.settings.config.get(key);
  if (config === undefined) return undefined;
  return settingValue(key, config, typed(config.value, type), span);
}

function qualified(run: Run, name: string): string {
  return name.includes(":") ? name : `${run.settings.project}:${name}`;
}

/** A stack's file may have a number as a text. */
function typed(value: unknown, type: string | undefined): unknown {
  const kind = type?.toLowerCase();
  if (typeof value === "string" && (kind === "number" || kind === "integer" || kind === "int")) {
    // What is written in another way, such as 0443, stays the text that it is.
    const number = Number(value);
    return String(number) === value ? number : value;
  }
  if (kind === "boolean") return value === "true" ? true : value === "false" ? false : value;
  if (kind === "string" && (typeof value === "number" || typeof value === "boolean")) return String(value);
  return value;
}
