import type { Options, ValidateFunction } from "ajv";

/**
 * Checks values against a schema of ours. It is compiled once, where something is to be checked, and without asking whether it is a schema, which is
 * what takes longest: the tests ask. The library is loaded then as well, because loading it costs more than all policies.
 */
export function validatorOf<T>(schema: object, options: Pick<Options, "allErrors" | "strict"> = {}): ValidateFunction<T> {
  const known = validators.get(schema);
  if (known !== undefined) return known as ValidateFunction<T>;
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { Ajv } = require("ajv") as typeof import("ajv");
  const validate = new Ajv({ ...options, meta: false, validateSchema: false }).compile<T>(schema);
  validators.set(schema, validate);
  return validate;
}

const validators = new WeakMap<object, ValidateFunction>();
