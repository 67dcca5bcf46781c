import type { Configuration } from "@portcullis/policypack/contract/settings";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import { check } from "@portcullis/remediator/judging/check";
import type { Fix } from "@portcullis/remediator/repair/fix";
import { keyIn } from "@portcullis/remediator/repair/wanted";

/** What stops a deployment and is neither repaired nor told as left: of every program, nothing. */
export function silencedIn(
  { change, repaired, declined }: Fix,
  options: { readonly configuration: Configuration; readonly today: string; readonly policies?: readonly string[] },
): readonly string[] {
  const told = new Set([...repaired, ...declined.map(({ finding }) => finding)].map(keyIn));
  const before = (change?.sources ?? []).flatMap((source) => check(source, options).findings);
  return before
    .filter(({ verdict, level, policy }) => verdict === "violates" && level === "mandatory" && options.policies?.includes(policy) !== false)
    .filter((finding) => !told.has(keyIn(finding)))
    .map(({ policy, urn }) => `${policy} of ${parseUrn(urn).name}`);
}
