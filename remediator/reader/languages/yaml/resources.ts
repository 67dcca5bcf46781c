import { callValueOf } from "./functions";
import { componentOf } from "./components";
import { Hole } from "../../interpreter/hole";
import { computed, RecordData, ResourceData, written, type Value } from "../../interpreter/value";
import { createResource, optionsOf } from "../../sdk/creation";
import { fieldOf, isNothing, textOf, type YamlEntry, type YamlNode } from "../../syntax/yaml";
import type { Template } from "./template";
import { resourceType, type TypeName } from "./tokens";

/** Registers one of a document's resources and gives it. */
export function registerResource(template: Template, entry: YamlEntry): Value {
  const { run } = template;
  const { value: node, span, key } = entry;
  const typeNode = fieldOf(node, "type")?.value;
  const written_ = textOf(typeNode);
  const type = written_ === undefined ? undefined : resourceType(run, written_);
  if (type === undefined) {
    run.gap(
      written_ === undefined ? `The resource ${key} has no type` : `The resource ${key} has the type ${written_}, which is none`,
      typeNode?.span ?? span,
    );
    return run.hole(`is the resource ${key}, whose type is not known`, span);
  }
  const options = optionsValue(template, entry, type);
  const inputs = inputsOf(template, node);
  const own = textOf(fieldOf(node, "name")?.value);
  const name = `${template.surroundings.prefix}${own === undefined || own === "" ? key : own}`;
  const outer = run.statement;
  run.statement = span;
  try {
    return register(template, entry, type, name, inputs, options);
  } finally {
    run.statement = outer;
  }
}

function register(template: Template, entry: YamlEntry, type: TypeName, name: string, inputs: Value | undefined, options: Value): Value {
  const { run } = template;
  const { span } = entry;
  const get = fieldOf(entry.value, "get")?.value;
  const id = fieldOf(get, "id")?.value;
  if (id !== undefined || type.token === "pulumi:pulumi:StackReference") {
    const given = id === undefined ? [] : [["id", template.value(id)] as const];
    return run.register({
      type: type.token,
      name,
      kind: "read",
      inputs: type.token === "pulumi:pulumi:StackReference" ? (inputs ?? written(new RecordData(), span)) : written(new RecordData(), span),
      options: { ...optionsOf(options), ...Object.fromEntries(given) },
      span,
      inputsSpan: inputs?.origin.span,
    });
  }
  const component = componentOf(template, type, entry);
  if (component !== undefined) return component(name, inputs, options);
  return createResource(run, type.symbol, type.token, {
    ...callValueOf(span),
    isNew: true,
    given: [written(name, entry.keySpan), inputs ?? written(null, span), options].map((value) => ({ value, span: value.origin.span })),
  });
}

function inputsOf(template: Template, node: YamlNode): Value | undefined {
  const properties = fieldOf(node, "properties")?.value;
  if (properties === undefined || isNothing(properties)) return undefined;
  const value = template.value(properties);
  if (value.data instanceof RecordData || value.data instanceof Hole) return value;
  template.run.gap("properties is not an object", properties.span);
  return computed(new Hole("is not an object", properties.span), properties.span, [value]);
}

/** A record of the options that say something about the resource's place; the others are evaluated for what they refer to. */
function optionsValue(template: Template, { value: node, span }: YamlEntry, { symbol, token }: TypeName): Value {
  const { run, surroundings } = template;
  const options = fieldOf(node, "options")?.value;
  const data = new RecordData();
  const put = (name: string, value: Value): void => void data.fields.set(name, { value, entry: span, placement: "literal" });
  for (const name of ["dependsOn", "parent", "protect", "provider", "providers", "deletedWith", "replaceWith"]) {
    const option = fieldOf(options, name);
    if (option === undefined) continue;
    const value = template.value(option.value);
    data.fields.set(name, { value, entry: option.span, placement: "literal" });
    if ((name === "parent" || name === "provider") && !(value.data instanceof ResourceData || value.data instanceof Hole))
      run.gap(`${name} is not a resource`, option.value.span);
  }
  if (!data.fields.has("parent") && surroundings.parent !== undefined) put("parent", written(new ResourceData(surroundings.parent), span));
  if (!data.fields.has("provider") && !token.startsWith("pulumi:")) {
    const provider = template.defaultProvider(symbol.package, span);
    if (provider !== undefined) put("provider", provider);
  }
  return written(data, options?.span ?? span);
}
