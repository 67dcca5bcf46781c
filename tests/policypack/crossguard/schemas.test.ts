import { describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import { packArgs } from "@portcullis/policypack/crossguard/pack";
import { policies } from "@portcullis/policypack/contract/registry";

const withSchema = (
  packArgs(policies).policies as readonly { readonly name: string; readonly configSchema?: { readonly properties: object } }[]
).flatMap(({ name, configSchema }) => (configSchema === undefined ? [] : [[name, configSchema] as const]));

/** A schema that the engine cannot use takes the whole pack down. */
describe.each(withSchema)("the settings of %s", (_, schema) => {
  test("survive JSON", () => {
    expect(JSON.parse(JSON.stringify(schema))).toStrictEqual(schema);
  });

  test("refer to nothing", () => {
    expect(keysIn(schema)).not.toContain("$ref");
  });

  test("have patterns that RE2 reads", () => {
    for (const pattern of patternsIn(schema)) {
      expect(pattern).not.toMatch(/\(\?(?!:)|\\[1-9]|\\k<|\\c|[*+?}]\+/);
      expect(() => new RegExp(pattern, "u")).not.toThrow();
    }
  });

  test("have defaults that satisfy them", () => {
    const ajv = new Ajv({ strict: false });
    for (const [key, property] of Object.entries(schema.properties) as readonly (readonly [string, { readonly default?: unknown }])[]) {
      expect([key, property.default]).not.toEqual([key, undefined]);
      expect([key, ajv.validate(property, property.default), ajv.errors]).toEqual([key, true, null]);
    }
  });

  test("name no key that the engine keeps for itself", () => {
    expect(Object.keys(schema.properties)).not.toContain("enforcementLevel");
  });
});

test("no policy is called all, and each has a name that the engine takes", () => {
  for (const { id } of policies) expect(id).toMatch(/^(?!all$)[a-z0-9-]{1,100}$/);
});

function keysIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return [...Object.keys(value), ...Object.values(value).flatMap(keysIn)];
}

function patternsIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, nested]) => (key === "pattern" && typeof nested === "string" ? [nested] : patternsIn(nested)));
}
