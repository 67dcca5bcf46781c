import type {
  PolicyPackArgs,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
  PolicyResource,
} from "@pulumi/policy";
import type { Policy } from "../policy";
import type { Properties, Resource } from "../resource";
import { propertiesOfProxy, remediate } from "./remediate";
import { say, sayFailure } from "./say";
import { Session } from "./session";
import { listen } from "./wire";

type PackPolicy = ResourceValidationPolicy & StackValidationPolicy;

/** The policies as @pulumi/policy wants them: front ends of one evaluation, which runs once for each request however many there are. */
export function packArgs(policies: readonly Policy[], now: () => Date = () => new Date()): PolicyPackArgs {
  const session = new Session(policies, now);
  const listens = listen(session);
  return {
    enforcementLevel: "mandatory",
    description: "Stops insecure AWS security groups before they are deployed.",
    policies: policies.map((policy) => packPolicy(policy, session, listens)),
  };
}

function packPolicy(policy: Policy, session: Session, listens: boolean): PackPolicy {
  const speaker = { id: policy.id, title: policy.title };
  const isMandatory = (): boolean => session.levelOf(policy.id) !== "advisory";
  const validateResource = (args: ResourceValidationArgs, report: unknown): void => {
    if (!listens) collect(session, args);
    say(speaker, session.takeFindings(policy.id, args.urn), isMandatory(), report);
  };
  const validateStack = (args: StackValidationArgs, report: unknown): void => {
    if (!listens) collectStack(session, args);
    say(speaker, session.stackFindingsOf(policy.id), isMandatory(), report);
    const failure = session.takeFailure();
    if (failure !== undefined) sayFailure(speaker, failure, report);
  };
  return {
    name: policy.id,
    displayName: policy.title,
    description: `${policy.title}.`,
    enforcementLevel: policy.level,
    severity: policy.severity,
    tags: [policy.section],
    ...(policy.fix === undefined ? {} : { remediationSteps: policy.fix.does }),
    ...(Object.keys(policy.settings.properties).length === 0
      ? {}
      : { configSchema: { properties: structuredClone(policy.settings.properties) as never } }),
    // Asked for at each request: a policy that has nothing to say about a resource costs nothing.
    get validateResource() {
      return listens && session.isAnalyzing && !session.hasFindings(policy.id) ? (undefined as never) : validateResource;
    },
    validateStack,
    ...(policy.remediates === true ? { remediateResource: (args: ResourceValidationArgs) => repaired(policy, session, args) } : {}),
  };
}

/** Without its settings a remediation could take away what they allow; so it waits for them. */
function repaired(policy: Policy, session: Session, args: ResourceValidationArgs): Record<string, unknown> | undefined {
  try {
    return session.isConfigured ? remediate(policy, args, session.options()) : undefined;
  } catch {
    // What cannot be repaired is still a violation, which the policy reports.
    return undefined;
  }
}

/** The slower way, where the requests cannot be read as they arrive. */
function collect(session: Session, args: ResourceValidationArgs): void {
  if (session.isCurrent(args.urn)) return;
  if (!session.isConfigured) session.configured({ settings: args.getConfig<Record<string, unknown>>() });
  session.resource(resourceOf(args, propertiesOfProxy(args.props), {}));
}

function collectStack(session: Session, args: StackValidationArgs): void {
  if (session.isStackDone) return;
  session.stack(args.resources.map((resource) => resourceOf({ ...resource, opts: resource.opts }, {}, propertiesOfProxy(resource.props), resource)));
}

function resourceOf(
  { urn, type, name }: Pick<Resource, "urn" | "type" | "name"> & { readonly opts: unknown },
  inputs: Properties,
  outputs: Properties,
  resource?: PolicyResource,
): Resource {
  const id = outputs.id;
  return {
    urn,
    type,
    name,
    custom: type !== "pulumi:pulumi:Stack",
    inputs,
    outputs,
    id: typeof id === "string" ? id : undefined,
    parent: resource?.parent?.urn,
    provider: resource?.provider?.urn,
    propertyDependencies: Object.fromEntries(
      Object.entries(resource?.propertyDependencies ?? {}).map(([property, targets]) => [property, targets.map((target) => target.urn)]),
    ),
    positions: [],
  };
}
