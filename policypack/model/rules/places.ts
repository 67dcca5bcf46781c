import { grouped } from "../../grouped";
import type { Path } from "../../plans/plan";
import { parseUrn } from "../../resources/resource";
import { listed } from "../names/listed";
import type { Declaration, Rule } from "../network";
import { peerText } from "./groups";

/** The rules of each declaration, in the order in which they are written. */
export function byDeclaration(rules: readonly Rule[]): readonly (readonly [Declaration, readonly Rule[]])[] {
  const result = new Map<Declaration, Rule[]>();
  for (const rule of rules) {
    const list = result.get(rule.declaration);
    if (list === undefined) result.set(rule.declaration, [rule]);
    else if (!list.includes(rule)) list.push(rule);
  }
  return [...result];
}

/** Says in words where a declaration is: "ingress[0] of web". */
export function placeOf(declaration: Declaration): string {
  const { name } = parseUrn(declaration.urn);
  return declaration.path.length === 0 ? name : `${pathOf(declaration.path)} of ${name}`;
}

/** "ingress[0] of web, open", and of many in one group "ingress[0], ingress[1], ingress[2] and 43 more of web". */
export function placesOf(declarations: readonly Declaration[]): string {
  return listed(
    grouped(declarations, ({ urn }) => urn).flatMap(([urn, own]) => {
      if (own.length <= 3) return own.map(placeOf);
      return [`${listed(own.map(({ path }) => pathOf(path)))} of ${parseUrn(urn).name}`];
    }),
  );
}

function pathOf(path: Path): string {
  return path.map((step, index) => (typeof step === "number" ? `[${String(step)}]` : index === 0 ? step : `.${step}`)).join("");
}

/** Up to three sources by name, and how many more there are. */
export function inShort(rules: readonly Rule[]): string {
  return listed(rules.map(peerText));
}
