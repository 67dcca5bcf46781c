// Cuts the operations that the double of GitHub speaks out of GitHub's published OpenAPI description.
//
//   npm install --prefix SOME_FOLDER @octokit/openapi@23.0.2     (385 MB, which is why it is no dependency)
//   node tests/github/cut-openapi.mjs SOME_FOLDER/node_modules/@octokit/openapi/generated/api.github.com.json
//
// Keeps what a validator reads and drops prose and examples. OpenAPI 3.0's `nullable` becomes JSON Schema's "null".

import { readFileSync, writeFileSync } from "node:fs";
import { format } from "prettier";

const operations = [
  ["get", "/user"],
  ["get", "/app"],
  ["get", "/orgs/{org}/installation"],
  ["get", "/repos/{owner}/{repo}/installation"],
  ["post", "/app/installations/{installation_id}/access_tokens"],
  ["get", "/orgs/{org}/repos"],
  ["get", "/repos/{owner}/{repo}"],
  ["get", "/repos/{owner}/{repo}/assignees/{assignee}"],
  ["get", "/repos/{owner}/{repo}/collaborators/{username}"],
  ["get", "/repos/{owner}/{repo}/branches/{branch}"],
  ["get", "/repos/{owner}/{repo}/compare/{basehead}"],
  ["get", "/repos/{owner}/{repo}/git/blobs/{file_sha}"],
  ["post", "/repos/{owner}/{repo}/git/blobs"],
  ["get", "/repos/{owner}/{repo}/git/commits/{commit_sha}"],
  ["post", "/repos/{owner}/{repo}/git/commits"],
  ["get", "/repos/{owner}/{repo}/git/matching-refs/{ref}"],
  ["get", "/repos/{owner}/{repo}/git/ref/{ref}"],
  ["post", "/repos/{owner}/{repo}/git/refs"],
  ["patch", "/repos/{owner}/{repo}/git/refs/{ref}"],
  ["delete", "/repos/{owner}/{repo}/git/refs/{ref}"],
  ["get", "/repos/{owner}/{repo}/git/trees/{tree_sha}"],
  ["post", "/repos/{owner}/{repo}/git/trees"],
  ["get", "/repos/{owner}/{repo}/issues"],
  ["post", "/repos/{owner}/{repo}/issues"],
  ["patch", "/repos/{owner}/{repo}/issues/{issue_number}"],
  ["get", "/repos/{owner}/{repo}/issues/{issue_number}/events"],
  ["post", "/repos/{owner}/{repo}/issues/{issue_number}/labels"],
  ["post", "/repos/{owner}/{repo}/issues/{issue_number}/assignees"],
  ["post", "/repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers"],
  ["post", "/repos/{owner}/{repo}/code-scanning/sarifs"],
  ["get", "/repos/{owner}/{repo}/issues/{issue_number}/comments"],
  ["post", "/repos/{owner}/{repo}/issues/{issue_number}/comments"],
  ["delete", "/repos/{owner}/{repo}/issues/comments/{comment_id}"],
  ["get", "/repos/{owner}/{repo}/pulls"],
  ["post", "/repos/{owner}/{repo}/pulls"],
  ["get", "/repos/{owner}/{repo}/pulls/{pull_number}"],
  ["patch", "/repos/{owner}/{repo}/pulls/{pull_number}"],
  ["get", "/repos/{owner}/{repo}/pulls/{pull_number}/commits"],
  ["put", "/repos/{owner}/{repo}/pulls/{pull_number}/merge"],
];

const prose = new Set(["description", "example", "examples", "title", "externalDocs", "deprecated", "summary", "readOnly", "discriminator", "links"]);

const source = JSON.parse(readFileSync(process.argv[2], "utf8"));
const schemas = {};

const cut = operations.map(([method, path]) => {
  const operation = source.paths[path]?.[method];
  if (operation === undefined) throw new Error(`the description has no ${method} ${path}`);
  const parameters = (operation.parameters ?? []).map(resolve).map(({ name, in: place, required, schema }) => ({
    name,
    in: place,
    required: required === true,
    schema: prune(schema),
  }));
  const responses = {};
  for (const [status, response] of Object.entries(operation.responses)) {
    const schema = resolve(response).content?.["application/json"]?.schema;
    responses[status] = schema === undefined ? null : prune(schema);
  }
  const body = operation.requestBody?.content["application/json"]?.schema;
  return {
    method: method.toUpperCase(),
    path,
    operationId: operation.operationId,
    documentation: operation.externalDocs.url,
    parameters,
    body: body === undefined ? null : prune(body),
    bodyRequired: operation.requestBody?.required === true,
    responses,
  };
});

const result = { source: `@octokit/openapi, api.github.com, version ${source.info.version}`, operations: cut, schemas: sorted(schemas) };
const target = new URL("openapi.json", import.meta.url);
writeFileSync(target, await format(JSON.stringify(result), { parser: "json", printWidth: 150 }));

function resolve(node) {
  if (node.$ref === undefined) return node;
  return node.$ref
    .slice(2)
    .split("/")
    .reduce((at, key) => at[key], source);
}

function prune(node) {
  if (Array.isArray(node)) return node.map(prune);
  if (typeof node !== "object" || node === null) return node;
  if (typeof node.$ref === "string") {
    const name = node.$ref.split("/").at(-1);
    if (schemas[name] === undefined) {
      schemas[name] = {}; // Schemas refer to each other in circles.
      schemas[name] = prune(resolve(node));
    }
    return { $ref: `#/schemas/${name}` };
  }
  const kept = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === "nullable" || prose.has(key) || key.startsWith("x-")) continue;
    // Names of properties are not keywords: a property may be called "description".
    if (key === "properties") kept.properties = Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, prune(schema)]));
    else kept[key] = prune(value);
  }
  return node.nullable === true ? orNull(kept) : kept;
}

function orNull(schema) {
  if (typeof schema.type !== "string") return { anyOf: [schema, { type: "null" }] };
  return { ...schema, type: [schema.type, "null"], ...(schema.enum && !schema.enum.includes(null) ? { enum: [...schema.enum, null] } : {}) };
}

function sorted(object) {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
