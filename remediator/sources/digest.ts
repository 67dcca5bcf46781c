import { type Resource } from "@portcullis/policypack/resources/resource";
import { failed, type Failed, isRecord } from "../system/failed";
import { firstLine } from "./first-line";
import { type FileResources, isKept, type Keeps, resourceOf } from "./resource-state";

/** Reads the digest of a preview, as `pulumi preview --json --show-sames` prints it: the resources as they will be. */
export function readDigest(json: Readonly<Record<string, unknown>>, keeps: Keeps = () => true): FileResources | Failed {
  const { steps = [], diagnostics = [] } = json;
  if (!Array.isArray(steps)) return failed(`"steps" is not a list. Make the preview anew: ${command}`);
  const error = Array.isArray(diagnostics) ? diagnostics.filter(isRecord).find(endsEarly) : undefined;
  if (error !== undefined) return failed(`the preview ended early with "${messageOf(error)}". Correct that, then make it anew: ${command}`);
  if (steps.length === 0) return failed(`the preview has no steps. Unchanged resources are left out without --show-sames: ${command}`);

  const resources = new Map<string, Resource>();
  for (const [index, step] of (steps as unknown[]).entries()) {
    if (!isRecord(step) || typeof step.op !== "string") return failed(`steps[${index}] has no operation. Make the preview anew: ${command}`);
    if (removing.has(step.op) || !isKept(step.newState, keeps)) continue;
    // What stays as it is has its id and outputs in the old state only.
    const old = isRecord(step.oldState) && !step.op.includes("replace") ? { id: step.oldState.id, outputs: step.oldState.outputs } : {};
    const state = isRecord(step.newState) ? { ...old, ...step.newState } : step.newState;
    const resource = resourceOf(state, `steps[${index}].newState`);
    if ("kind" in resource) return resource;
    resources.set(resource.urn, resource);
  }
  const leftOut = sames(json) - (steps as readonly { readonly op: unknown }[]).filter(({ op }) => op === "same").length;
  return { kind: "resources", format: "preview", resources: [...resources.values()], ...(leftOut > 0 ? { leftOut: partial(leftOut) } : {}) };
}

/** How many resources stay as they are. */
function sames({ changeSummary }: Readonly<Record<string, unknown>>): number {
  const same = isRecord(changeSummary) ? changeSummary.same : undefined;
  return typeof same === "number" && Number.isFinite(same) ? same : 0;
}

function partial(count: number): string {
  const those = count === 1 ? "one resource that stays as it is" : `${count} resources that stay as they are`;
  return `${those}, and whatever depends on more than one resource: the preview leaves them out. Make it with --show-sames: ${command}`;
}

const command = "pulumi preview --json --show-sames > preview.json";

/** https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/events.go: operations after which the resource is not there, or not there twice. */
const removing = new Set(["delete", "delete-replaced", "discard", "discard-replaced", "read-discard", "remove-pending-replace"]);

/** A violated policy fails the preview as well, but only at its end. */
function endsEarly(diagnostic: Readonly<Record<string, unknown>>): boolean {
  return diagnostic.severity === "error" && messageOf(diagnostic) !== "preview failed";
}

function messageOf({ message }: Readonly<Record<string, unknown>>): string {
  return firstLine(typeof message === "string" ? message : "");
}
