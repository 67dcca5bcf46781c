import type { PullRequestRequest } from "../pull-request/request";
import { visibleJson } from "../system/visible";
import { format, version, type RepairFile } from "./repair-file";

/** The repair file of a request. Text that others chose is cut to what `readRepairFile` takes. */
export function repairFileOf(request: PullRequestRequest, project: string, scan: RepairFile["scan"]): string {
  const { checkout = { folder: "", changes: [] } } = request;
  const settings = (request.settings ?? []).slice(0, 100).map(({ key, files, who }) => ({ key, files: files.slice(0, 100), who: bounded(who) }));
  const file: RepairFile = {
    format,
    version,
    project,
    scan,
    checkout: { ...checkout, changes: checkout.changes.slice(0, 1000) },
    findings: request.findings.slice(0, 5000).map(({ policy, urn, message, file: place, line }) => ({
      policy,
      urn,
      message: bounded(message),
      ...(place === undefined ? {} : { file: place }),
      ...(line === undefined ? {} : { line }),
    })),
    declined: request.declined.slice(0, 5000).map(({ policy, message, reason }) => ({ policy, message: bounded(message), reason: bounded(reason) })),
    proof: request.proof.map(({ claim, holds, detail }) => ({ claim, holds, detail: bounded(detail) })),
    ...(settings.length === 0 ? {} : { settings }),
    losesAccess: request.losesAccess.slice(0, 5000).map(bounded),
    files: request.files.map(({ path, before, after }) => ({ path, before: before.toString("utf8"), after: after.toString("utf8") })),
  };
  return visibleJson(`${JSON.stringify(file, undefined, 2)}\n`);
}

function bounded(text: string): string {
  return text.length <= 5000 ? text : `${text.slice(0, 4999)}…`;
}
