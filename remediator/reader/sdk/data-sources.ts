import type { Invocation } from "../interpreter/calls";
import type { Run } from "../interpreter/run";
import { Hole } from "../interpreter/hole";
import { List } from "../interpreter/list";
import { computed, RecordData, type Value } from "../interpreter/value";
import type { SdkSymbol } from "../languages/dialect";
import { fromJson, plainJson } from "./json";
import type { DataSource } from "./schema";
import { settledAnswer } from "../../engine/settled";

/** What a data source answers: what its arguments settle, the arguments themselves, and holes for the rest. */
export function callDataSource(run: Run, symbol: SdkSymbol, source: DataSource, call: Invocation): Value {
  const args = run.dialect.query(call.given, run, call.span);
  const hole = new Hole(`is the answer of ${[symbol.package, ...symbol.path].join(".")}, which is known only when it is asked`, call.span);
  const answer = new RecordData();
  answer.type = `${symbol.path.at(-1) ?? ""}Result`;
  answer.rest = hole;
  const put = (key: string, value: Value): void => {
    answer.fields.set(key, { value, entry: call.span, placement: "computed" });
  };
  for (const [property, kind] of source.result) if (kind === "list") put(property, computed(new List([], hole), call.span, []));
  const json: Record<string, unknown> = {};
  if (args?.data instanceof RecordData) {
    for (const [key, field] of args.data.fields) {
      const name = run.context.schema.propertyName(key) ?? run.dialect.propertyName(key);
      if (field.value.data !== null) put(name, field.value);
      json[name] = plainJson(field.value);
    }
  }
  // What another provider asks, it asks in a region of its own.
  if (call.given.some(({ value }) => value !== args && namesProvider(value))) json.region = undefined;
  const region = regionOf(run);
  for (const [key, value] of Object.entries(settledAnswer(source.token, json, region))) put(key, fromJson(value, call.span));
  const value = computed(answer, call.span, args === undefined ? [] : [args]);
  return (symbol.path.at(-1) ?? "").endsWith("Output") ? value : run.dialect.created(value, run, call.span);
}

/** Whether options may say whose answer it is. */
function namesProvider({ data }: Value): boolean {
  return data instanceof RecordData && (data.rest !== undefined || [...data.fields.keys()].some((key) => /^providers?$/i.test(key)));
}

function regionOf(run: Run): string | undefined {
  const region = run.settings.config.get("aws:region")?.value ?? run.settings.config.get("aws-native:region")?.value;
  return typeof region === "string" ? region : undefined;
}
