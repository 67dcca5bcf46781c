import { listed } from "@portcullis/policypack/model/names/listed";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import type { RepairedFinding } from "./request";

/** Names the one kind of repair that there is, or counts them, and in which folder, where a list of pull requests would not tell. */
export function titleOf(findings: readonly Pick<RepairedFinding, "policy" | "urn">[], folder: string): string {
  const policies = [...new Set(findings.map(({ policy }) => policy))];
  const groups = listed(findings.map(({ urn }) => parseUrn(urn).name));
  const what = policies.length === 1 ? (policies[0] ?? "") : `${policies.length} policies`;
  return `Repair ${findings.length} security group ${findings.length === 1 ? "finding" : "findings"} (${what}) in ${folder === "" ? "" : `${folder}: `}${groups}`;
}

/** Stays the same for as long as the finding does. */
export function keyOf({ policy, urn }: Pick<RepairedFinding, "policy" | "urn">): string {
  return `${policy} ${urn}`;
}
