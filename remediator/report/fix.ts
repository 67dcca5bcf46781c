import { joined } from "@portcullis/policypack/joined";
import { grouped } from "@portcullis/policypack/grouped";
import { listed } from "@portcullis/policypack/model/names/listed";
import { unknownsOf, type Unknown } from "@portcullis/policypack/problems/unknowns";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import type { LocatedFinding } from "../judging/check";
import { settingLine, type Fix, type Remaining } from "../repair/fix";
import { visible } from "../system/visible";
import type { Colours } from "./terminal";

/** What a repair does, what shows that it does nothing else, and what is left. */
export function fixReport({ repaired, declined, proof, remaining = nothing, notRead = [], settings = [] }: Fix, colours: Colours): string {
  const undecided = unknownsOf(remaining.undecided);
  const lines: string[] = [];
  if (repaired.length === 0 && declined.length === 0)
    lines.push(`There is nothing to repair${notRead.length > 0 ? " in what was read" : undecided.length > 0 ? " in what is known" : ""}.`);
  for (const [summary, policies] of bySummary(repaired)) lines.push(`${colours.green("✔")} ${policies.join(", ")}  ${visible(summary)}`);
  for (const setting of settings) lines.push(`${colours.magenta("▲")} ${visible(settingLine(setting))}`);
  for (const line of declinedLines(declined)) lines.push(`${colours.magenta("▲")} ${visible(line)}`);
  for (const unknown of undecided.slice(0, mostNotRead)) lines.push(`${colours.magenta("▲")} ${visible(undecidedLine(unknown))}`);
  if (undecided.length > mostNotRead)
    lines.push(`${colours.magenta("▲")} ${undecided.length - mostNotRead} more such values, which portcullis check --all shows`);
  if (undecided.length > 0) lines.push(whatToDoAboutUnknown);
  lines.push(...otherwise(remaining).map((line) => visible(line)));
  for (const reason of notRead.slice(0, mostNotRead)) lines.push(`Not checked: ${visible(reason)}`);
  if (notRead.length > mostNotRead) lines.push(`Not checked: ${notRead.length - mostNotRead} more, which portcullis check --all shows`);
  if (proof.length > 0)
    lines.push(
      "",
      colours.bold("Proof"),
      ...proof.map(({ claim, holds, detail }) => `${holds ? colours.green("✔") : colours.red("✖")} ${claim}: ${visible(detail)}`),
    );
  return `${lines.join("\n")}\n`;
}

const mostNotRead = 5;

const nothing: Remaining = { undecided: [], advice: [], exempt: [] };

const whatToDoAboutUnknown =
  "  What is not known can be written into the source or the stack's Pulumi.<stack>.yaml; a preview may know it as well: portcullis check --source preview";

/** "index.ts:4: ingress[0].cidrBlocks[0] of web is not known yet, so that no-public-admin-ports cannot be decided." */
function undecidedLine({ urn, property, findings }: Unknown<LocatedFinding>): string {
  const [first] = findings;
  const place = first?.location === undefined ? "" : `${first.location.file}:${first.location.line}: `;
  const [what = ""] = (first?.says ?? "").split(", so ");
  const whose = property === "" || parseUrn(urn).type === "pulumi:pulumi:Stack" ? "" : ` of ${parseUrn(urn).name}`;
  const policies = listed(findings.map(({ policy }) => policy));
  if (property === "" && what.startsWith("Whether ")) return `${place}${policies} of ${parseUrn(urn).name} cannot be decided yet`;
  return `${place}${property === "" ? what : what.replace(property, `${property}${whose}`)}, so ${policies} cannot be decided`;
}

/** "main.go:96: no-public-icmp and no-public-admin-ports of web are left to you: ...": what is left of a resource for one reason is said once. */
function declinedLines(declined: Fix["declined"]): readonly string[] {
  return grouped(declined, ({ finding: { urn }, reason }) => `${urn}\n${reason}`).map(([, own]) => {
    const [{ finding, reason }] = own;
    const place = own.map(({ finding: { location } }) => location).find((location) => location !== undefined);
    const names = [...new Set(own.map(({ finding: { policy } }) => policy))];
    return `${place === undefined ? "" : `${place.file}:${place.line}: `}${joined(names)} of ${parseUrn(finding.urn).name} ${names.length === 1 ? "is" : "are"} left to you: ${reason}`;
  });
}

/** What is left that nobody has to repair. */
function otherwise({ advice, exempt }: Remaining): readonly string[] {
  return [
    ...(advice.length === 0 ? [] : [`Advice without a repair, which portcullis check --all shows: ${listed(advice.map(({ policy }) => policy))}`]),
    ...(exempt.length === 0 ? [] : [`Exempt, which portcullis exemptions shows: ${listed(exempt.map(({ policy }) => policy))}`]),
  ];
}

/** The policies of findings that one plan repairs, by what it does. */
function bySummary(repaired: Fix["repaired"]): ReadonlyMap<string, readonly string[]> {
  const result = new Map<string, string[]>();
  for (const { policy, urn, fix } of repaired) {
    const summary = fix?.kind === "plan" ? fix.summary : `Is gone with what else is repaired, for ${parseUrn(urn).name}`;
    const policies = result.get(summary) ?? [];
    if (!policies.includes(policy)) policies.push(policy);
    result.set(summary, policies);
  }
  return result;
}
