/** The JSON Schema of an object that has these properties and no others; all of them unless said. */
export const object = (properties: Readonly<Record<string, object>>, optional: readonly string[] = []) =>
  ({
    type: "object",
    properties,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
    additionalProperties: false,
  }) as const;
