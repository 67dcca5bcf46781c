import { type Json, type JsonObject } from "./data-sources";

/** The state of a resource with what its provider says inside of objects that the program gives: unknown in a preview, but not missing. */
export function withNestedOutputs(type: string, state: JsonObject, valueOf: (name: string) => string): JsonObject {
  const result: Record<string, Json> = { ...state };
  for (const [property, names] of Object.entries(nestedOutputs[type] ?? {})) {
    const given = state[property];
    if (isObject(given)) result[property] = { ...Object.fromEntries(names.map((name) => [name, valueOf(name)])), ...given };
  }
  return result;
}

function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

/** Those that say which network a resource is in. */
export const nestedOutputs: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "aws:eks/cluster:Cluster": { vpcConfig: ["clusterSecurityGroupId", "vpcId"] },
  "aws:lambda/function:Function": { vpcConfig: ["vpcId"] },
  "aws:opensearch/domain:Domain": { vpcOptions: ["vpcId"] },
  "aws:elasticsearch/domain:Domain": { vpcOptions: ["vpcId"] },
};
