import { parseUrn } from "@portcullis/policypack/resources/resource";
import { settingLine, type Fix } from "../repair/fix";
import { visible } from "../system/visible";
import type { Colours } from "./terminal";

/** What a repair does, what shows that it does nothing else, and what is left. */
export function fixReport({ repaired, declined, proof, notRead = [], settings = [] }: Fix, colours: Colours): string {
  const lines: string[] = [];
  if (repaired.length === 0 && declined.length === 0)
    lines.push(notRead.length === 0 ? "There is nothing to repair." : "There is nothing to repair in what was read.");
  for (const [summary, policies] of bySummary(repaired)) lines.push(`${colours.green("✔")} ${policies.join(", ")}  ${visible(summary)}`);
  for (const setting of settings) lines.push(`${colours.yellow("▲")} ${visible(settingLine(setting))}`);
  for (const { finding, reason } of declined)
    lines.push(`${colours.yellow("▲")} ${finding.policy} of ${visible(parseUrn(finding.urn).name)} is left to you: ${visible(reason)}`);
  for (const reason of notRead.slice(0, mostNotRead)) lines.push(`${colours.dim("Not checked:")} ${visible(reason)}`);
  if (notRead.length > mostNotRead)
    lines.push(`${colours.dim("Not checked:")} ${notRead.length - mostNotRead} more, which portcullis check --all shows`);
  if (proof.length > 0)
    lines.push(
      "",
      colours.bold("Proof"),
      ...proof.map(({ claim, holds, detail }) => `${holds ? colours.green("✔") : colours.red("✖")} ${claim}: ${visible(detail)}`),
    );
  return `${lines.join("\n")}\n`;
}

const mostNotRead = 5;

/** The policies of findings that one plan repairs, by what it does. */
function bySummary(repaired: Fix["repaired"]): ReadonlyMap<string, readonly string[]> {
  const result = new Map<string, string[]>();
  for (const { policy, urn, fix } of repaired) {
    const summary = fix?.kind === "plan" ? fix.summary : parseUrn(urn).name;
    const policies = result.get(summary) ?? [];
    if (!policies.includes(policy)) policies.push(policy);
    result.set(summary, policies);
  }
  return result;
}
