import { Secret, type ResourceValidationArgs } from "@pulumi/policy";
import { evaluateAlone } from "../evaluate";
import { isReference, type Step, type Variant } from "../plan";
import { resourceOf, unwrapped } from "./arguments";

type Raw = Record<string, unknown>;

/**
 * Repairs the inputs of one resource where its own inputs are enough to know how. Returns the SDK's own object, changed, so that secrets in it
 * stay secret; undefined where there is nothing to do.
 */
export function remediate(args: ResourceValidationArgs, options: Parameters<typeof evaluateAlone>[1]): Raw | undefined {
  const root = unwrapped(args.props) as Raw;
  const findings = evaluateAlone(resourceOf(args), { ...options, withFixes: true });
  const steps = findings.flatMap(({ fix }) => (fix?.kind === "plan" ? fix.steps : [])).filter((step) => isWithin(step, args.urn));
  if (steps.length === 0) return undefined;
  // Later elements first, so that the indexes of earlier ones stay true.
  const repaired = steps.toSorted((a, b) => Number(b.path[1] ?? 0) - Number(a.path[1] ?? 0)).reduce(apply, root);
  for (const key of Object.keys({ ...root, ...repaired })) if (root[key] !== repaired[key]) root[key] = repaired[key];
  return args.props;
}

/** A remediation changes inputs. It cannot remove the resource, make another one, or refer to one. */
function isWithin(step: Step, urn: string): boolean {
  if (step.urn !== urn) return false;
  if (step.kind === "set") return step.path.length === 1 && !isReference(step.value);
  return (
    (step.path.length === 2 || (step.path.length === 0 && step.variants.length === 1)) &&
    step.variants.every(({ append, set }) => ![...Object.values(append ?? {}).flat(), ...Object.values(set ?? {})].some(isReference))
  );
}

function apply(root: Raw, step: Step): Raw {
  const [property, index] = step.path;
  if (step.kind === "set") return { ...root, [String(property)]: like(root[String(property)], step.value) };
  if (property !== undefined) return { ...root, [property]: replaceElement(root[property], Number(index), step.variants) };
  return step.variants[0] === undefined ? root : vary(root, step.variants[0]);
}

function replaceElement(holder: unknown, index: number, variants: readonly Variant[]): unknown {
  const before = listOf(holder);
  const element = before[index];
  const changed = variants.map((variant) => like(element, vary(unwrapped(element) as Raw, variant)));
  return like(holder, [...before.slice(0, index), ...changed, ...before.slice(index + 1)]);
}

function vary(element: Raw, { drop = [], without = {}, append = {}, set = {} }: Variant): Raw {
  const result: Raw = Object.fromEntries(Object.entries(element).filter(([key]) => !drop.includes(key)));
  for (const [key, indexes] of Object.entries(without)) {
    if (key in result)
      result[key] = like(
        element[key],
        listOf(result[key]).filter((_, index) => !indexes.includes(index)),
      );
  }
  for (const [key, values] of Object.entries(append)) result[key] = like(element[key], [...listOf(result[key]), ...values]);
  for (const [key, value] of Object.entries(set)) result[key] = like(element[key], value);
  return result;
}

/** What takes the place of a secret is secret. */
function like(before: unknown, after: unknown): unknown {
  return unwrapped(before, false) instanceof Secret ? new Secret(after) : after;
}

function listOf(holder: unknown): readonly unknown[] {
  const list = unwrapped(holder);
  return Array.isArray(list) ? (list as readonly unknown[]) : [];
}
