import { type Resource } from "@portcullis/policypack/resources/resource";
import { failed, type Failed, isRecord } from "../system/failed";
import { type FileResources, isKept, type Keeps, resourceOf } from "./resource-state";

/** Reads the state of a stack, as `pulumi stack export` prints it. */
export function readState(json: Readonly<Record<string, unknown>>, keeps: Keeps = () => true): FileResources | Failed {
  const { version, deployment } = json;
  if (typeof version !== "number" || !versions.includes(version)) {
    const has = typeof version === "number" ? `version ${String(version)}` : version === undefined ? "no version" : "a version that is no number";
    return failed(`the state export has ${has}, and ${versions.join(" and ")} can be read. Export it anew: ${command}`);
  }
  if (!isRecord(deployment)) return failed(`"deployment" is not an object. Export the state anew: ${command}`);
  const { resources: states = [] } = deployment;
  if (!Array.isArray(states)) return failed(`"deployment.resources" is not a list. Export the state anew: ${command}`);
  if (states.length === 0) return failed("the state export has no resources: nothing is deployed. Give a preview instead, or the program's folder.");

  const resources: Resource[] = [];
  for (const [index, state] of (states as unknown[]).entries()) {
    // A replaced resource waits here for its deletion.
    if ((isRecord(state) && state.delete === true) || !isKept(state, keeps)) continue;
    const resource = resourceOf(state, `deployment.resources[${index}]`);
    if ("kind" in resource) return resource;
    resources.push({ ...resource, isState: true });
  }
  return { kind: "resources", format: "state", resources };
}

const command = "pulumi stack export > state.json";

/** 4 is 3 with features that a reader has to know, none of which changes resources. */
const versions = [3, 4];
