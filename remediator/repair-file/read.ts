import { policies } from "@portcullis/policypack/contract/registry";
import { validatorOf } from "@portcullis/policypack/contract/validator";
import { withCommas } from "@portcullis/policypack/commas";
import { failed, type Failed } from "../system/failed";
import { isProgramFile } from "../judging/program-files";
import { projectIn, type PullRequestRequest } from "../pull-request/request";
import { unsafePath } from "../pull-request/safe-path";
import { keyOf, titleOf } from "../pull-request/title";
import { longestRepairFile, type RepairFile } from "./repair-file";
import { repairFileSchema } from "./schema";

/** What a repair file asks for. */
export interface Handover {
  readonly kind: "handover";
  readonly request: PullRequestRequest;
  readonly scan: RepairFile["scan"];
}

/**
 * Reads a repair file as the work of whoever wrote the program, which may have run where the file was made. Nothing in it is done but an edit of source
 * or settings, whose content before is compared with the default branch when the pull request is made. Titles and keys are made here.
 */
export function readRepairFile(text: string): Handover | Failed {
  if (text.length > longestRepairFile) return refuse(`it has more than ${withCommas(longestRepairFile)} characters`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refuse("it is not JSON");
  }
  const validate = validatorOf<RepairFile>(repairFileSchema);
  if (!validate(json)) {
    const [error] = validate.errors ?? [];
    return refuse(`${error?.instancePath ?? ""} ${error?.message ?? "is not valid"}`.trim());
  }
  const flaw = flawOf(json);
  if (flaw !== undefined) return refuse(flaw);
  return { kind: "handover", request: requestOf(json), scan: json.scan };
}

function refuse(why: string): Failed {
  return failed(`The repair file is refused: ${why}. Make it with "portcullis fix --output FILE".`);
}

/** What the schema cannot say. */
function flawOf({ project, checkout, findings, declined, files }: RepairFile): string | undefined {
  const { folder } = checkout;
  if (!/^[A-Za-z0-9._-]+$/.test(project)) return `${JSON.stringify(project)} is no project's name`;
  if (folder !== "" && unsafePath(folder) !== undefined) return `its folder ${JSON.stringify(folder)} is none of a repository`;
  const stranger = [...findings, ...declined].find(({ policy }) => !policies.some(({ id }) => id === policy));
  if (stranger !== undefined) return `${JSON.stringify(stranger.policy)} is not a policy`;
  const unnamed = findings.find(({ urn }) => !/^urn:pulumi:[^:]+::[^:]+::.+::/s.test(urn));
  if (unnamed !== undefined) return `${JSON.stringify(unnamed.urn)} is no resource`;
  for (const { path: file } of files) {
    const unsafe = unsafePath(file);
    if (unsafe !== undefined) return `${JSON.stringify(file)} is never edited: ${unsafe}`;
    if (!isProgramFile(file)) return `${JSON.stringify(file)} is neither source nor settings of a program`;
  }
  return undefined;
}

function requestOf({ project, checkout, findings, declined, proof, settings, losesAccess, files }: RepairFile): PullRequestRequest {
  return {
    project: projectIn(checkout.folder, project),
    checkout,
    isHandedOver: true,
    title: titleOf(findings, checkout.folder),
    findings: findings.map((finding) => ({ key: keyOf(finding), ...finding })),
    declined,
    proof,
    ...(settings === undefined ? {} : { settings }),
    losesAccess,
    files: files.map(({ path: file, before, after }) => ({ path: file, before: Buffer.from(before, "utf8"), after: Buffer.from(after, "utf8") })),
  };
}
