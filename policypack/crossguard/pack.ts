import type { PolicyPackArgs, ResourceValidationArgs, ResourceValidationPolicy, StackValidationArgs, StackValidationPolicy } from "@pulumi/policy";
import type { Policy } from "../contract/policy";
import { resourceOf, stackOf } from "./arguments";
import { remediate } from "./remediate";
import { notify, say } from "./say";
import { Session } from "./session";
import { listen } from "./requests";

type PackPolicy = ResourceValidationPolicy & StackValidationPolicy;

/** The policies as @pulumi/policy wants them: front ends of one evaluation, which runs once for each request however many there are. */
export function packArgs(policies: readonly Policy[], { whenJudged }: { readonly whenJudged?: () => void } = {}): PolicyPackArgs {
  const session = new Session(policies, () => new Date(), whenJudged);
  listen(session);
  return {
    enforcementLevel: "mandatory",
    description: "Stops insecure AWS security groups before they are deployed.",
    policies: asked(
      policies.map((policy) => packPolicy(policy, session)),
      session,
    ),
  };
}

/** The SDK goes through all policies at each request: it meets those that have something to say to this one, so that the others cost nothing. */
function asked(policies: PackPolicy[], session: Session): PackPolicy[] {
  const all = [...policies];
  const speaking = (): PackPolicy[] => (session.isSilent ? [] : all.filter(({ name }) => session.speaks(name)));
  return Object.defineProperty(policies, Symbol.iterator, { value: () => speaking().values() });
}

function packPolicy(policy: Policy, session: Session): PackPolicy {
  const speaker = { id: policy.id, description: `${policy.title}.` };
  const isMandatory = (): boolean => session.levelOf(policy.id) !== "advisory";
  const validateResource = (args: ResourceValidationArgs, report: unknown): void => {
    if (!session.isListening) {
      session.told(policy.id, args.getConfig());
      session.look(resourceOf(args), [policy]);
    }
    say(speaker, session.takeFindings(policy.id, args.urn), isMandatory(), session.speakers, report);
    const repair = session.takeRepair(policy.id, args.urn);
    if (repair !== undefined) notify(speaker, repair, report);
  };
  const validateStack = (args: StackValidationArgs, report: unknown): void => {
    if (!session.isListening) {
      session.told(policy.id, args.getConfig());
      if (!session.isStackDone) session.join(stackOf(args));
    }
    say(speaker, session.stackFindingsOf(policy.id), isMandatory(), session.speakers, report);
    for (const notice of session.takeNotices()) notify(speaker, notice, report);
  };
  const remediateResource = (args: ResourceValidationArgs): Record<string, unknown> | undefined => {
    try {
      // Without its settings a remediation could take away what they allow; so it waits for them.
      const remediated = session.isConfigured ? remediate(args, session.optionsAlone(args, [policy])) : undefined;
      if (remediated === undefined) return undefined;
      session.repaired(policy.id, args.urn, remediated.summary);
      return remediated.inputs;
    } catch {
      // What cannot be repaired is still a violation, which the policy reports.
      return undefined;
    }
  };
  return {
    name: policy.id,
    displayName: policy.title,
    description: speaker.description,
    enforcementLevel: policy.level,
    severity: policy.severity,
    tags: [policy.section],
    ...(policy.fix === undefined ? {} : { remediationSteps: policy.fix.does }),
    ...(Object.keys(policy.settings.properties).length === 0
      ? {}
      : { configSchema: { properties: structuredClone(policy.settings.properties) as never } }),
    validateResource,
    validateStack,
    ...(policy.remediates === true ? { remediateResource } : {}),
  };
}
