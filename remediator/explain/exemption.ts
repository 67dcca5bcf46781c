import { tagPrefix } from "@portcullis/policypack/evaluation/exemptions";
import type { Configuration } from "@portcullis/policypack/contract/settings";
import { code, paragraph, type Block } from "./page";

/** How to accept what a policy says of a resource, until a day. */
export interface ExemptionHelp {
  /** What `exemptions` of the policy `settings` takes. */
  readonly entry: {
    readonly policy: string;
    readonly resource: string;
    readonly reason: string;
    readonly owner: string;
    readonly expires: string;
  };
  /** The tag that does the same, where tags may. */
  readonly tag?: string;
}

/** How many days an exemption that is only an example lasts. */
const days = 90;

export function exemptionOf(policy: string, resource: string | undefined, { exemptHereOnly }: Configuration, today: string): ExemptionHelp {
  const expires = new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
  return {
    entry: { policy, resource: resource ?? "NAME", reason: "why it is accepted", owner: "who answers for it", expires },
    ...(exemptHereOnly.has(policy) ? {} : { tag: `${tagPrefix}${policy}` }),
  };
}

/** The same in words. */
export function exemptionBlocks({ entry, tag }: ExemptionHelp): readonly Block[] {
  return [
    paragraph(
      "In the file of --config or --policy-pack-config. It ends by itself, stays visible until then, and is in front of whoever reviews that file:",
    ),
    code("json", JSON.stringify({ settings: { exemptions: [entry] } }, undefined, 2)),
    paragraph(
      tag === undefined
        ? "A tag does not exempt from what is mandatory and critical, unless the setting tagExemptions lists the policy."
        : `Or as a tag of the resource: "${tag}": "${entry.expires} OWNER REASON".`,
    ),
  ];
}
