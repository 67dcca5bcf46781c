import { createHash } from "node:crypto";
import type { RuleEvidence } from "../evaluation/finding";
import { pathText } from "../model/approx";
import { notation } from "../net/ports";
import type { Path } from "../plans/plan";

/** A resource as it is called in every stack of its project: `urn:pulumi:STACK::PROJECT::TYPES::NAME` without the stack. */
export function identityOf(urn: string): string {
  return urn.split("::").slice(1).join("::");
}

/** What a rule says, however its sources are ordered. */
export function ruleContent(rules: readonly RuleEvidence[]): string {
  return rules.length === 0 ? "" : `${trafficContent(rules)} ${[...new Set(rules.map(({ source }) => withoutIndexes(source)))].sort().join(" ")}`;
}

/** What a rule lets through, whoever its sources are. */
export function trafficContent([first]: readonly RuleEvidence[]): string {
  return first === undefined ? "" : `${first.direction} ${notation(first.traffic)}`;
}

/** A property without the positions in its lists, which change when something is put before it. */
export function propertyContent(path: Path): string {
  return pathText(path.filter((step) => typeof step !== "number"));
}

/** A short text that is the same where, and only where, the parts are. */
export function keyOf(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}

/** A source that is not known yet is called by its property. */
function withoutIndexes(source: string): string {
  return source.replace(/\[\d+\]/g, "");
}
