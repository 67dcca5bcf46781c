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

/** "ingress[0] of web and open", and of several in one group "ingress[0] and ingress[2] of web", "ingress[0] to ingress[45] of web". */
export function placesOf(declarations: readonly Declaration[]): string {
  return listed(
    grouped(declarations, ({ urn }) => urn).map(([urn, own]) => {
      const [first] = own;
      return own.length === 1 ? placeOf(first) : `${pathsOf(own.map(({ path }) => path))} of ${parseUrn(urn).name}`;
    }),
  );
}

/** Elements of lists as messages call them: "ingress[1]", "ingress[0] to ingress[45], ingress[47]". */
export function pathsOf(paths: readonly Path[]): string {
  const runs: { readonly first: Path; last: Path; count: number }[] = [];
  for (const path of paths) {
    const run = runs.at(-1);
    if (run !== undefined && isNext(run.last, path)) {
      run.last = path;
      run.count += 1;
    } else runs.push({ first: path, last: path, count: 1 });
  }
  return listed(
    runs.flatMap(({ first, last, count }) =>
      count > 2 ? [`${pathOf(first)} to ${pathOf(last)}`] : [first, ...(count === 2 ? [last] : [])].map(pathOf),
    ),
  );
}

/** Whether two paths are elements of one list, one after the other. */
function isNext(before: Path, after: Path): boolean {
  const [index, next] = [before.at(-1), after.at(-1)];
  return (
    typeof index === "number" && next === index + 1 && before.length === after.length && before.slice(0, -1).every((step, at) => step === after[at])
  );
}

function pathOf(path: Path): string {
  return path.map((step, index) => (typeof step === "number" ? `[${String(step)}]` : index === 0 ? step : `.${step}`)).join("");
}

/** Up to three sources by name, and how many more there are. */
export function inShort(rules: readonly Rule[]): string {
  return listed(rules.map(peerText));
}
