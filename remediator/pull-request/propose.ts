import { listed } from "@portcullis/policypack/model/names/listed";
import { realpathSync } from "node:fs";
import path from "node:path";
import { grouped } from "@portcullis/policypack/grouped";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import { contentOf } from "../system/files";
import { settingFiles, settingUsers, type Fix } from "../repair/fix";
import { projectIn, type Checkout, type EditedFile, type PullRequestRequest } from "./request";
import { keyOf, titleOf } from "./title";

/** What a pull request for a repair says. Paths are relative to `repository`, the top folder of the checkout. */
export function proposal(fix: Fix, name: string, repository: string, checkout?: Checkout): PullRequestRequest {
  const prefix = folderIn(repository, fix.folder);
  const inRepository = (file: string): string => (prefix === "" ? file : `${prefix}/${file}`);
  const folder = checkout?.folder ?? prefix;
  return {
    project: projectIn(folder, name),
    ...(checkout === undefined ? {} : { checkout }),
    title: titleOf(fix.repaired, folder),
    findings: fix.repaired.map(({ policy, urn, says, location }) => ({
      key: keyOf({ policy, urn }),
      policy,
      urn,
      message: says,
      ...(location === undefined ? {} : { file: inRepository(location.file), line: location.line }),
    })),
    declined: fix.declined.map(({ finding: { policy, message, location }, reason }) => ({
      policy,
      message,
      reason: `${reason}.`,
      ...(location === undefined ? {} : { place: `${inRepository(location.file)}:${location.line}` }),
    })),
    proof: fix.proof,
    settings: (fix.settings ?? []).map((setting) => ({ key: setting.key, files: settingFiles(setting), who: settingUsers(setting) })),
    losesAccess: grouped(
      fix.repaired.flatMap(({ urn, fix: plan }) =>
        plan?.kind === "plan" && plan.losesAccess !== "Nobody." ? [{ name: parseUrn(urn).name, who: plan.losesAccess }] : [],
      ),
      ({ who }) => who,
    ).map(
      ([who, groups]) =>
        `${listed(
          groups.map(({ name: group }) => group),
          mostNames,
        )}: ${who}`,
    ),
    files: [...fix.after]
      .filter(([file, text]) => fix.before.get(file) !== text)
      .map(([file, text]): EditedFile => ({ path: inRepository(file), before: contentOf(fix.before.get(file) ?? ""), after: contentOf(text) })),
  };
}

/** So many names are read in a sentence. */
const mostNames = 8;

/** A folder of a repository, as git names it; empty for the top. */
export function folderIn(repository: string, folder: string): string {
  return path.relative(realpathSync(repository), realpathSync(folder)).split(path.sep).join("/");
}
