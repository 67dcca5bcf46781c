import type { Exemptions } from "./exemptions";
import type { Finding } from "./finding";
import { worded } from "./wording";
import type { World } from "../model/world";
import { parseUrn } from "../resources/resource";
import type { Configuration } from "../contract/settings";

/** What is wrong with the settings and the exemptions themselves, reported on the stack. */
export function settingsFindings(world: World, exemptions: Exemptions, configuration: Configuration): readonly Finding[] {
  const stack = [...world.network.resources.values()].find(({ type }) => type === "pulumi:pulumi:Stack")?.urn ?? "";
  const finding = (level: Finding["level"], urn: string, property: string, message: string): Finding => ({
    policy: "settings",
    level,
    verdict: "violates",
    urn,
    property,
    path: property === "" ? [] : [property],
    severity: "medium",
    ...worded(message),
    rules: [],
  });
  return [
    ...configuration.problems.map(({ policy, key, message, hasDefault }) =>
      finding("mandatory", stack, key, `${key === "" ? "" : `${policy}.${key} `}${message}.${hasDefault ? " Its default is used until then." : ""}`),
    ),
    ...exemptions.refused.map(({ urn, tag, reason }) => finding("advisory", urn, "tags", `The tag ${tag} exempts nothing: ${reason}.`)),
    ...exemptions
      .report()
      .filter(({ isStale }) => isStale)
      .map(({ policy, resource, owner, from }) =>
        finding(
          "advisory",
          from === "tag" ? resource : stack,
          from === "tag" ? "tags" : "exemptions",
          `The exemption of ${from === "tag" ? parseUrn(resource).name : resource} from ${policy} (${owner}) matches no finding. Remove it.`,
        ),
      ),
  ];
}
