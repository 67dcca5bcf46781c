import type { ConfigValue } from "../interpreter/machine";
import { Hole } from "../interpreter/hole";
import { List, type Item } from "../interpreter/list";
import { RecordData, written, type Origin, type Value } from "../interpreter/value";
import type { Span } from "../syntax/tree";
import { isBroken, type YamlNode } from "../syntax/yaml";
import { fromJson } from "./json";

/**
 * What a setting is to the program that asks for it at `span`: `value` is the setting as the type that is asked for. Its parts stand where the stack's file
 * writes them, and only those that are encrypted are secrets.
 */
export function settingValue(name: string, config: ConfigValue, value: unknown, span: Span): Value {
  const place = config.span ?? span;
  const found =
    config.value === undefined
      ? written(new Hole(config.isSecret ? `is the secret setting ${name}` : `is the setting ${name}, which an environment computes`, span), span)
      : config.isSecret && typeof value === "string" && typeof config.value !== "string"
        ? written(new Hole(`is a text with a secret in it, the setting ${name}`, span), span)
        : withPlaces(value, config.node, place, name);
  const origin: Origin = {
    span,
    how: "setting",
    name,
    ...(config.span === undefined ? {} : { from: { span: config.span, how: "written" as const } }),
  };
  return { ...found, origin, ...(config.isSecret && isWhole(found) ? { isSecret: true } : {}) };
}

/** A text or number is secret as it is; of an object the parts that are encrypted are. */
function isWhole({ data }: Value): boolean {
  return !(data instanceof List || data instanceof RecordData);
}

/** Plain data with the places of the node that writes it. */
function withPlaces(json: unknown, node: YamlNode | undefined, span: Span, name: string): Value {
  const place = node?.alias?.span ?? node?.span ?? span;
  if (node !== undefined && isBroken(node)) return written(new Hole("is not YAML", place), place);
  if (json === undefined) return { ...written(new Hole(`is a secret in the setting ${name}`, place), place), isSecret: true };
  if (Array.isArray(json)) {
    const nodes = node?.kind === "list" ? node.items : [];
    const isWritten = node?.kind === "list" && node.alias === undefined;
    const items = json.map((element, index): Item => {
      const own = nodes[index];
      return {
        value: withPlaces(element, own?.value, place, name),
        placement:
          own !== undefined && isWritten ? { kind: "literal", list: place, element: own.span, isOfSetting: true } : { kind: "computed", span: place },
      };
    });
    return written(new List(items), place);
  }
  if (typeof json !== "object" || json === null) return fromJson(json, place);
  const data = new RecordData();
  const nodes = new Map(node?.kind === "map" ? node.entries.map(({ key, value }) => [key, value]) : []);
  for (const [key, value] of Object.entries(json))
    data.fields.set(key, { value: withPlaces(value, nodes.get(key), place, name), entry: place, placement: "computed" });
  return written(data, place);
}
