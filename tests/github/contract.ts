import Ajv, { type ValidateFunction } from "ajv";
import description from "./openapi.json";

type Schema = Readonly<Record<string, unknown>>;

export interface Operation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly documentation: string;
}

interface Described extends Operation {
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean; readonly schema: Schema }[];
  readonly body: Schema | null;
  readonly bodyRequired: boolean;
  readonly responses: Readonly<Record<string, Schema | null>>;
}

export interface Matched {
  readonly operation: Operation;
  readonly parameters: Readonly<Record<string, string>>;
}

const operations = description.operations as unknown as readonly Described[];
const schemas = description.schemas as unknown as Readonly<Record<string, Schema>>;

const ajv = new Ajv({
  strict: false,
  allErrors: true,
  // What GitHub publishes is a schema: to ask, and to shorten the code, takes as long as all that the tests of a file do with it.
  meta: false,
  validateSchema: false,
  code: { optimize: false },
  formats: {
    uri: (text: string) => URL.canParse(text.replace(/\{[^}]*\}/g, "")),
    "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/,
    email: /^[^@\s]+@[^@\s]+$/,
    "repo.nwo": /^[\w.-]+\/[\w.-]+$/,
    int64: true,
  },
});
ajv.addSchema({ $id: "github", schemas });

/** Finds the operation that a request is for. Branch names, revisions and paths may have slashes in them. */
export function matchOperation(method: string, path: string): Matched | undefined {
  for (const operation of operations) {
    if (operation.method !== method) continue;
    const pattern = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => (multiSegment.has(name) ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`));
    const groups = new RegExp(`^${pattern}$`).exec(path)?.groups;
    if (groups === undefined && !new RegExp(`^${pattern}$`).test(path)) continue;
    const parameters = Object.fromEntries(Object.entries(groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]));
    return { operation, parameters };
  }
  return undefined;
}

/** What is wrong with a request, by the published description: stricter than GitHub, which ignores what it does not know. */
export function checkRequest(matched: Matched, query: URLSearchParams, body: unknown): string[] {
  const operation = described(matched.operation);
  const wrong: string[] = [];
  for (const name of query.keys()) {
    if (!operation.parameters.some((parameter) => parameter.in === "query" && parameter.name === name)) wrong.push(`unknown query parameter ${name}`);
  }
  for (const parameter of operation.parameters) {
    const text = parameter.in === "query" ? query.get(parameter.name) : (matched.parameters[parameter.name] ?? null);
    if (text === null) {
      if (parameter.required) wrong.push(`missing parameter ${parameter.name}`);
      continue;
    }
    const value = parameter.schema.type === "integer" ? Number(text) : text;
    wrong.push(...errors(`${operation.operationId} parameter ${parameter.name}`, parameter.schema, value));
  }
  if (operation.body === null) {
    if (body !== undefined) wrong.push("a body where none is described");
  } else if (body === undefined) {
    if (operation.bodyRequired) wrong.push("no body");
  } else {
    wrong.push(...errors(`${operation.operationId} request`, closed(operation.body), body));
  }
  return wrong;
}

/** The schema without properties that are not described; of a choice, each that is an object. */
function closed(schema: Schema): Schema {
  const choices = schema.oneOf as readonly Schema[] | undefined;
  if (choices === undefined || schema.properties !== undefined) return { ...schema, additionalProperties: false };
  return { ...schema, oneOf: choices.map((choice) => (choice.type === "object" ? closed(choice) : choice)) };
}

/** What is wrong with a response. Statuses that hold for every operation need not be described for each. */
export function checkResponse(matched: Matched, status: number, body: unknown): string[] {
  const operation = described(matched.operation);
  const schema = operation.responses[String(status)] ?? (status in general ? schemas["basic-error"] : undefined);
  if (operation.responses[String(status)] === null) return body === undefined || status >= 400 ? [] : [`a body with ${String(status)}`];
  if (schema === undefined) return [`status ${String(status)} is not described`];
  return errors(`${operation.operationId} response ${String(status)}`, schema, body);
}

/** The value with every property that the description requires: what is not given is filled in with a neutral value of the type. */
export function complete(name: string, value: unknown, url: string): unknown {
  return fill({ $ref: `#/schemas/${name}` }, value, url);
}

/** https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api */
const general = { 401: true, 403: true, 404: true };

const multiSegment = new Set(["ref", "basehead", "branch", "path", "tree_sha"]);

const validators = new Map<string, ValidateFunction>();

function errors(name: string, schema: Schema, value: unknown): string[] {
  let validate = validators.get(name);
  if (validate === undefined) {
    validate = ajv.compile(absolute(schema) as Schema);
    validators.set(name, validate);
  }
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error) => `${name}${error.instancePath} ${error.message ?? ""} ${JSON.stringify(error.params)}`);
}

/** References as ajv finds them in the schema called "github". */
function absolute(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(absolute);
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, key === "$ref" && typeof value === "string" ? `github${value}` : absolute(value)]),
  );
}

function described(operation: Operation): Described {
  const found = operations.find(({ operationId }) => operationId === operation.operationId);
  if (found === undefined) throw new Error(`no operation ${operation.operationId}`);
  return found;
}

function fill(schema: Schema, value: unknown, url: string): unknown {
  const resolved = follow(schema);
  if (value === undefined) return neutral(resolved, url);
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) {
    const items = resolved.items as Schema | undefined;
    return items === undefined ? value : value.map((element: unknown) => fill(items, element, url));
  }
  const properties = (resolved.properties ?? {}) as Readonly<Record<string, Schema>>;
  const required = (resolved.required ?? []) as readonly string[];
  const given = value as Readonly<Record<string, unknown>>;
  const names = new Set([...required, ...Object.keys(given)]);
  return Object.fromEntries(
    [...names].map((name) => [name, properties[name] === undefined ? given[name] : fill(properties[name], given[name], url)]),
  );
}

function neutral(schema: Schema, url: string): unknown {
  const types = [schema.type].flat();
  if (types.includes("null")) return null;
  const [first] = (schema.enum ?? []) as readonly unknown[];
  if (first !== undefined) return first;
  if (types.includes("object") || schema.properties !== undefined) return fill(schema, {}, url);
  if (types.includes("array")) return [];
  if (types.includes("boolean")) return false;
  if (types.includes("integer") || types.includes("number")) return 0;
  if (schema.format === "uri") return url;
  return schema.format === "date-time" ? "2024-01-01T00:00:00Z" : "";
}

/** The schema behind references and choices; a choice that allows null stays one for a value that is missing. */
function follow(schema: Schema): Schema {
  if (typeof schema.$ref === "string") return follow(schemas[schema.$ref.replace("#/schemas/", "")] ?? {});
  const choices = (schema.anyOf ?? schema.oneOf ?? schema.allOf) as readonly Schema[] | undefined;
  if (choices === undefined) return schema;
  const first = follow(choices[0] ?? {});
  return choices.some(({ type }) => type === "null") ? { ...first, type: [first.type, "null"] } : first;
}
