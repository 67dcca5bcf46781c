import type { Path, Variant } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../reader/interpreter/registration";
import { itemAt } from "../reader/places";
import type { Span } from "../reader/syntax/tree";
import { areAlike, isWithin, plannedAt, sharedUrn, type EditContext } from "./context";
import type { Use } from "./uses";

/** What a call adds besides, that is not to go with it. */
export function addedAlso(context: EditContext, { urn }: Registration, path: Path, call: Span, own: readonly Variant[]): string | undefined {
  const uses = context.uses.of(call);
  const argument = argumentAt(context, urn, path);
  const around = new Set(uses.filter((use) => argumentAt(context, use.registration.urn, use.path) === argument).flatMap(placesAround));
  for (const use of uses) {
    if (sharedUrn(use.registration.urn) === sharedUrn(urn) && isWithin(use.path, path)) continue;
    const item = itemAt(use.registration, use.path);
    // The list as a whole went through the call.
    if (item === undefined) continue;
    // What a function makes of several arguments has the list of these in it, and is asked about by that.
    if (around.has(placeOf(use))) continue;
    // Several arguments of one call go one by one.
    if (item.placement.kind === "added" && item.placement.argument.start !== argument) continue;
    if (areAlike(context, plannedAt(context, use.registration, use.path), own)) continue;
    return `${use.path.slice(0, -1).join(".")}[${String(use.path.at(-1))}] of ${use.registration.name}`;
  }
  return undefined;
}

/** The places that a place is in. */
function placesAround({ registration, path }: Use): readonly string[] {
  return path.map((_, length) => placeOf({ registration, path: path.slice(0, length) }));
}

function placeOf({ registration, path }: Use): string {
  return `${registration.urn} ${JSON.stringify(path)}`;
}

function argumentAt({ registrations }: EditContext, urn: string, path: Path): number | undefined {
  const registration = registrations.get(urn);
  const item = registration === undefined ? undefined : itemAt(registration, path);
  return item?.placement.kind === "added" ? item.placement.argument.start : undefined;
}
