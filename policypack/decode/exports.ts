import { isHole, type Fact } from "../model/approx";
import type { Decoder, Decoders } from "./decoder";
import type { Property } from "./read";

/** What the stack gives away: other stacks may use it. By name, because the engine sends the outputs in any order. */
const stack: Decoder = (_inputs, emit, { resource, outputs }) => {
  const texts = new Set<string>();
  const hidden: Fact<undefined>[] = [];
  for (const name of Object.keys(resource.outputs).sort()) collect(outputs.get(name), texts, hidden);
  emit("stackExports", { urn: resource.urn, resource, texts, hidden: hidden.find(isHole) });
};

export const decoders: Decoders = { "pulumi:pulumi:Stack": stack };

function collect(property: Property, texts: Set<string>, hidden: Fact<undefined>[]): void {
  const { value } = property;
  if (property.isHidden) hidden.push(property.hole());
  else if (typeof value === "string") texts.add(value);
  else if (Array.isArray(value)) for (const element of property.list()) collect(element, texts, hidden);
  else if (typeof value === "object" && value !== null) for (const name of Object.keys(value).sort()) collect(property.get(name), texts, hidden);
}
