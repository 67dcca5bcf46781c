import type { YamlReading } from "./yaml-program";

/** What packages would have to say of themselves for a program, as JSON by their names: the types that it uses, with properties of any type. */
export function schemasFor({ registrations, project }: YamlReading, functions: readonly string[] = []): Readonly<Record<string, string>> {
  const any = { $ref: "pulumi.json#/Any" };
  const texts = new Set([project.document.file.text, ...registrations.map(({ span }) => span.file.text)]);
  const accessed = [...[...texts].join("\n").matchAll(/\.([A-Za-z]\w*)/g)].map(([, name = ""]) => name);
  const properties = Object.fromEntries([...new Set([...accessed, "arn", "id", "name", "names"])].map((name) => [name, any]));
  const schemas = new Map<string, { readonly resources: Record<string, unknown>; readonly functions: Record<string, unknown> }>();
  const of = (packageName: string): { readonly resources: Record<string, unknown>; readonly functions: Record<string, unknown> } => {
    const known = schemas.get(packageName) ?? { resources: {}, functions: {} };
    schemas.set(packageName, known);
    return known;
  };
  for (const { type, inputs } of registrations) {
    const [packageName = "", kind, name = ""] = type.split(":");
    if (packageName === "pulumi" && kind === "providers") of(name);
    if (packageName === "pulumi") continue;
    const own = inputs.data !== null && typeof inputs.data === "object" && inputs.data.kind === "record" ? [...inputs.data.fields.keys()] : [];
    const others = of(packageName).resources[type] as { readonly inputProperties: object } | undefined;
    const inputProperties = { ...others?.inputProperties, ...Object.fromEntries(own.map((property) => [property, any])) };
    of(packageName).resources[type] = { inputProperties, properties: { ...properties, ...inputProperties } };
  }
  for (const token of functions)
    of(token.split(":")[0] ?? "").functions[token] = { inputs: { properties: { ...properties, state: any, default: any } }, outputs: { properties } };
  return Object.fromEntries(
    [...schemas].map(([name, parts]) => [
      name,
      JSON.stringify({ name, version: "999.0.0", ...parts, provider: { inputProperties: { region: { type: "string" } } } }),
    ]),
  );
}
