import type { Path, Variant } from "@portcullis/policypack/plans/plan";
import type { Registration } from "../reader/interpreter/registration";
import { itemAt } from "../reader/places";
import type { Span } from "../reader/syntax/tree";
import { areAlike, isWithin, plannedAt, sharedUrn, type EditContext } from "./context";

/** What a call adds besides, that is not to go with it. */
export function addedAlso(context: EditContext, { urn }: Registration, path: Path, call: Span, own: readonly Variant[]): string | undefined {
  for (const use of context.uses.of(call)) {
    if (sharedUrn(use.registration.urn) === sharedUrn(urn) && isWithin(use.path, path)) continue;
    const item = itemAt(use.registration, use.path);
    // The list as a whole went through the call.
    if (item === undefined) continue;
    // Several arguments of one call go one by one.
    if (item.placement.kind === "added" && item.placement.argument.start !== argumentAt(context, urn, path)) continue;
    if (areAlike(context, plannedAt(context, use.registration, use.path), own)) continue;
    return `${use.path.slice(0, -1).join(".")}[${String(use.path.at(-1))}] of ${use.registration.name}`;
  }
  return undefined;
}

function argumentAt({ registrations }: EditContext, urn: string, path: Path): number | undefined {
  const registration = registrations.get(urn);
  const item = registration === undefined ? undefined : itemAt(registration, path);
  return item?.placement.kind === "added" ? item.placement.argument.start : undefined;
}
