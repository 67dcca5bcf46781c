import { Secret, type ResourceValidationArgs } from "@pulumi/policy";
import { applyToInputs, type Handling } from "../plans/plan";
import { remediationOf } from "../plans/remediation";
import { resourceOf, unwrapped } from "./arguments";

type Raw = Record<string, unknown>;

/** Inputs that were repaired, and what was done to them. */
interface Remediated {
  readonly inputs: Raw;
  readonly summary: string;
}

/** Repairs the inputs of one resource in the SDK's own object, so that secrets in it stay secret; undefined where there is nothing to do. */
export function remediate(args: ResourceValidationArgs, options: Parameters<typeof remediationOf>[1]): Remediated | undefined {
  const remediation = remediationOf(resourceOf(args), options);
  if (remediation === undefined) return undefined;
  const inputs = unwrapped(args.props) as Raw;
  const [repaired] = applyToInputs(inputs, remediation.steps, keepingSecrets) as readonly [Raw];
  for (const key of Object.keys(inputs)) if (!(key in repaired)) Reflect.deleteProperty(inputs, key);
  for (const [key, value] of Object.entries(repaired)) if (inputs[key] !== value) inputs[key] = value;
  return { inputs: args.props, summary: remediation.summary };
}

/** What takes the place of a secret is secret. */
const keepingSecrets: Handling = {
  valueOf: () => () => {
    throw new Error("a remediation refers to nothing");
  },
  inside: (value) => unwrapped(value),
  like: (before, after) => (unwrapped(before, false) instanceof Secret && !(after instanceof Secret) ? new Secret(after) : after),
};
