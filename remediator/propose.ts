import { realpathSync } from "node:fs";
import path from "node:path";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import { contentOf } from "./files";
import type { Fix } from "./fix";
import type { EditedFile, PullRequestRequest } from "./pull-request/request";

/** What a pull request for a repair says. Paths are relative to `repository`, the top folder of the checkout. */
export function proposal(fix: Fix, project: string, repository: string): PullRequestRequest {
  const prefix = path.relative(realpathSync(repository), realpathSync(fix.folder)).split(path.sep).join("/");
  const inRepository = (file: string): string => (prefix === "" ? file : `${prefix}/${file}`);
  return {
    project,
    title: titleOf(fix),
    findings: fix.repaired.map(({ policy, urn, message, location }) => ({
      key: `${policy} ${urn}`,
      policy,
      urn,
      message,
      ...(location === undefined ? {} : { file: inRepository(location.file), line: location.line }),
    })),
    declined: fix.declined.map(({ finding, reason }) => ({
      policy: finding.policy,
      message: finding.message,
      reason: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`,
    })),
    proof: fix.proof,
    losesAccess: [
      ...new Set(
        fix.repaired.flatMap((finding) => (finding.fix?.kind === "plan" ? [`${parseUrn(finding.urn).name}: ${finding.fix.losesAccess}`] : [])),
      ),
    ],
    files: [...fix.after]
      .filter(([file, text]) => fix.before.get(file) !== text)
      .map(([file, text]): EditedFile => ({ path: inRepository(file), before: contentOf(fix.before.get(file) ?? ""), after: contentOf(text) })),
  };
}

/** Names the one kind of repair that there is, or counts them. */
function titleOf({ repaired }: Fix): string {
  const policies = [...new Set(repaired.map(({ policy }) => policy))];
  const groups = [...new Set(repaired.map(({ urn }) => parseUrn(urn).name))];
  const what = policies.length === 1 ? (policies[0] ?? "") : `${policies.length} policies`;
  return `Repair ${repaired.length} security group ${repaired.length === 1 ? "finding" : "findings"} (${what}) in ${groups.slice(0, 3).join(", ")}${groups.length > 3 ? ` and ${groups.length - 3} more` : ""}`;
}
