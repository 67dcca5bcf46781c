import { joined } from "@portcullis/policypack/joined";
import { counted } from "@portcullis/policypack/model/names/listed";
import { createHash } from "node:crypto";
import { grouped } from "@portcullis/policypack/grouped";
import { withCommas } from "@portcullis/policypack/commas";
import { code, inBlock, longestTicks, plain, prose } from "./escape";
import { changeLegend } from "../picture/mermaid";
import { exampleAddresses } from "../repair/fix";
import type { ChangedGroup, DeclinedFinding, ProofStep, PullRequestRequest, RepairedFinding, SettingToMake } from "./request";

/** A pull request as it reads, without its marker. */
export interface Text {
  readonly title: string;
  readonly body: string;
  /** Changes when, and only when, title or body do. */
  readonly hash: string;
}

/** GitHub takes 65,536 characters, and the marker needs the larger part. */
export const longestText = 22_000;

export function describe(request: PullRequestRequest): Text {
  const title = plain(request.title, 200);
  const repaired = problemsOf(request.findings);
  const paragraphs = [
    opening(request, repaired.length),
    toJudge(request.proof),
    inShort(request.groups ?? []),
    section(
      "What was open",
      [],
      repaired.map((problem) => repairedLine(problem, request)),
    ),
    changes(request.groups ?? []),
    picture(request),
    toSet(request.settings ?? []),
    section("The proof", [...proofIntroduction(request.proof), ...(request.isHandedOver === true ? [handedOver] : [])], request.proof.map(proofLine)),
    section("Who may lose access", losesAccessIntroduction(request), request.losesAccess.map(accessLine)),
    left(request),
    names,
    turningOff,
    redo,
    pages(request),
  ];
  const body = paragraphs.filter((paragraph) => paragraph !== "").join("\n\n");
  return { title, body, hash: createHash("sha256").update(`${title}\n${body}`).digest("hex") };
}

/** True where a person ticked the box that asks to make the pull request again. */
export function redoIsTicked(body: string): boolean {
  return /^- \[[xX]\] <!-- portcullis-redo -->/m.test(body);
}

/** A place in the source that opens something, with the findings that say so. */
interface Repaired {
  readonly says: string;
  readonly places: readonly string[];
  readonly policies: readonly string[];
}

/** Findings by the problem that goes with them; those whose problem is not known, by their place. */
function problemsOf(findings: readonly RepairedFinding[]): readonly Repaired[] {
  const placeOf = ({ file, line, urn }: RepairedFinding): string => (file === undefined ? urn : line === undefined ? file : `${file}:${line}`);
  return grouped(findings, (finding) => finding.problem ?? `${placeOf(finding)}\n${finding.urn}`).map(([, own]) => ({
    says: own[0].problem ?? distinct(own.map(({ message }) => message)).join(" "),
    places: distinct(own.map(placeOf)),
    policies: distinct(own.map(({ policy }) => policy)),
  }));
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

/** With links to their pages, where these are known: see `pages`. */
function policiesText(policies: readonly string[], request: Pick<PullRequestRequest, "policyPages">): string {
  return policies.map((policy) => (pageOf(policy, request) === undefined ? code(policy, 100) : `[${code(policy, 100)}][${policy}]`)).join(", ");
}

/** Where the links of policies lead: said once, since they are long and come often. */
function pages(request: PullRequestRequest): string {
  const policies = [...distinct([...request.findings, ...request.declined].map(({ policy }) => policy))].sort();
  return within(
    policies.flatMap((policy) => {
      const page = pageOf(policy, request);
      return page === undefined ? [] : [`[${policy}]: ${page}`];
    }),
    longestText / 4,
    "",
  ).join("\n");
}

function pageOf(policy: string, { policyPages }: Pick<PullRequestRequest, "policyPages">): string | undefined {
  return policyPages === undefined || !/^[a-z0-9-]{1,80}$/.test(policy) ? undefined : `${policyPages}${policy}.md`;
}

/** Groups that are more than one reads rule by rule: a line each, of what they let through on the ports that change. */
function inShort(groups: readonly ChangedGroup[]): string {
  if (!areMany(groups)) return "";
  const lines = groups.map(({ name, gone, added, stays }) => `| ${cell([name])} | ${cell([...gone, ...stays])} | ${cell([...added, ...stays])} |`);
  const shown = within(lines.slice(0, mostRows), longestText / 8, "").filter((line) => line.startsWith("|"));
  const hidden = groups.length - shown.length;
  const table = ["| group | before | after |", "| --- | --- | --- |", ...shown].join("\n");
  return [
    "### In short",
    "What each group lets through on the ports that change; its other rules stay as they are.",
    table,
    ...(hidden === 0 ? [] : [`And ${counted(hidden, "more group")}, below.`]),
  ].join("\n\n");
}

function areMany(groups: readonly ChangedGroup[]): boolean {
  return groups.length > mostInFull;
}

/** So many groups are read rule by rule, and so many in a line each. */
const mostInFull = 5;
const mostRows = 15;

/** A line of a table ends its cells at each bar, also in code. */
function cell(rules: readonly string[]): string {
  const shown = rules.slice(0, 3).map((rule) => code(rule.replaceAll("|", "¦"), 60));
  const more = rules.length > shown.length ? [`${withCommas(rules.length - shown.length)} more`] : [];
  return rules.length === 0 ? "nothing" : [...shown, ...more].join("<br>");
}

/** The rules before and after, as a diff: GitHub shows what goes in red, and what comes in green. */
function changes(groups: readonly ChangedGroup[]): string {
  if (groups.length === 0) return "";
  const lines = groups.map(({ name, gone, added, stays }) => [
    `@@ ${inBlock(name, 100)} @@`,
    ...gone.map((rule) => `- ${inBlock(rule, 600)}`),
    ...added.map((rule) => `+ ${inBlock(rule, 600)}`),
    ...stays.map((rule) => `  ${inBlock(rule, 600)}`),
  ]);
  if (areMany(groups)) {
    const whole = diff(lines.flat(), longestText / 8);
    return `### What changes\n\nRules on other ports stay as they are.\n\n<details><summary>${counted(groups.length, "group")}, rule by rule</summary>\n\n${whole}\n\n</details>`;
  }
  let used = 0;
  const end = lines.findIndex((own, index) => (used += own.length) > mostChanged && index > 0);
  const [shown, rest] = end === -1 ? [lines, []] : [lines.slice(0, end), lines.slice(end)];
  const room = longestText / 4 - 500;
  const folded = `<details><summary>${counted(rest.length, "more group")}</summary>\n\n${diff(rest.flat(), room / 2)}\n\n</details>`;
  return [
    "### What changes",
    "Rules on other ports stay as they are.",
    diff(shown.flat(), rest.length === 0 ? room : room / 2),
    ...(rest.length === 0 ? [] : [folded]),
  ].join("\n\n");
}

/** So many lines of rules are read at once. */
const mostChanged = 60;

function diff(lines: readonly string[], room: number): string {
  const block = within(lines, room, "  ");
  const fence = "`".repeat(Math.max(3, longestTicks(block.join("\n")) + 1));
  return [`${fence}diff`, ...block, fence].join("\n");
}

/** A picture that is too large, or that would end its own block, is left out. */
function picture({ picture: drawn }: PullRequestRequest): string {
  if (drawn === undefined || drawn.length > mostPicture || /^\s*`{3}/m.test(drawn)) return "";
  return ["### Who reaches whom", changeLegend(drawn, "named"), ["```mermaid", drawn.trimEnd(), "```"].join("\n")].join("\n\n");
}

const mostPicture = 6_000;

function opening(request: PullRequestRequest, problems: number): string {
  const findings = problems === request.findings.length ? "" : ` (${counted(request.findings.length, "finding")})`;
  const files = counted(request.files.length, "file");
  return `This repairs ${counted(problems, "problem")}${findings} of the Pulumi project ${code(request.shownAs ?? request.project, 100)} in ${files}. Run a preview of the branch before you merge it.`;
}

/** What has to be said in the configuration, as it is written there. */
function toSet(settings: readonly SettingToMake[]): string {
  if (settings.length === 0) return "";
  const blocks = grouped(settings, ({ files }) => files.join("\n")).map(([, own]) => {
    const files = own[0].files.slice(0, mostAtOnce).map((file) => code(file));
    const lines = own.map(({ key, who }) => `  ${inBlock(key)}: ${exampleAddresses} # ${inBlock(who)}`);
    const block = ["config:", ...within(lines, longestText / 16, "  # ")];
    const fence = "`".repeat(Math.max(3, longestTicks(block.join("\n")) + 1));
    return [`In ${joined(files)}:`, [`${fence}yaml`, ...block, fence].join("\n")].join("\n\n");
  });
  return [
    "### Before the next deployment",
    "Set who gets through, with your own addresses in the place of the examples. Until then nobody does by these rules.",
    ...within(blocks, longestText / 8, ""),
  ].join("\n\n");
}

/** What a person has to decide, where not everything is proven. */
function toJudge(proof: readonly ProofStep[]): string {
  const open = proof.filter(({ holds }) => !holds).map(({ claim }) => `"${prose(claim)}"`);
  return open.length === 0 ? "" : `**This one is for you to judge.** Not proven: ${open.join("; ")}. Below is what the proof says of it.`;
}

function repairedLine({ says, places, policies }: Repaired, request: PullRequestRequest): string {
  const shown = places.slice(0, 2).map((place) => code(place));
  const more = places.length > 2 ? [counted(places.length - 2, "more place")] : [];
  return `- ${joined([...shown, ...more])}: ${prose(says)} (${policiesText(policies, request)})`;
}

function proofIntroduction(proof: readonly ProofStep[]): string[] {
  if (proof.length === 0) return ["Nothing was proven about the edited program. Read the change with care."];
  const holds = proof.filter((step) => step.holds).length;
  return [`The edited program was read again and compared with the one before. Claims that hold: ${String(holds)} of ${String(proof.length)}.`];
}

/** The step that had no credentials may have run the program, which then may say what it likes. */
const handedOver =
  "All that is said here was found where the repair was made, in a step of its own, and was not checked again when this pull request was opened. The change itself is what counts.";

function proofLine(step: ProofStep): string {
  const detail = step.detail === "" ? "" : `: ${prose(step.detail)}`;
  return `- ${step.holds ? "✅" : "❌"} ${prose(step.claim)}${detail}`;
}

function losesAccessIntroduction({ losesAccess, groups = [] }: PullRequestRequest): string[] {
  const where =
    groups.length === 0
      ? "Unless another rule lets them through, these do."
      : "On the ports that change above, and unless another rule lets them through, these do.";
  return losesAccess.length === 0
    ? ["Nobody, as far as the program tells."]
    : [
        `${where} To check before you merge: VPC flow logs with the action ACCEPT name who came in on these ports, and a filter on the sources that stay leaves those who would not get through any more.`,
      ];
}

function accessLine(sentence: string): string {
  return `- ${prose(sentence)}`;
}

/** What is not repaired, a line for each place. */
function left({ declined, ...request }: PullRequestRequest): string {
  if (declined.length === 0) return "";
  const places = grouped([...declined.entries()], ([index, { place }]) => place ?? String(index));
  const lines = places.map(([, own]) =>
    leftLine(
      own.map(([, finding]) => finding),
      request,
    ),
  );
  return section("What is left for you", [`${counted(declined.length, "finding")} could not be repaired safely.`], lines);
}

/** The worst of what is wrong at a place stands for the rest of it. */
function leftLine(declined: readonly DeclinedFinding[], request: Pick<PullRequestRequest, "policyPages">): string {
  const [worst] = declined;
  const reasons = distinct(declined.map(({ reason }) => reason)).slice(0, 2);
  const place = worst?.place === undefined ? "" : `${code(worst.place)}: `;
  return `- ${place}${prose(worst?.message ?? "")} Not repaired: ${reasons.map((reason) => prose(reason.replace(/\.$/, ""))).join("; ")}. (${policiesText(distinct(declined.map(({ policy }) => policy)), request)})`;
}

const names = [
  "### What may mislead",
  "Names, descriptions and tags are as the program has them, and nothing checks that they say what a resource does. The proof speaks of addresses, ports and references only.",
].join("\n\n");

const turningOff = [
  "### How to turn this off",
  "Close this pull request: it is not opened again until the code it edits changes. To silence a finding for good, name it among the exemptions in the policy pack's settings, or set the policy to `disabled` in `.portcullis.yaml`, which also ignores paths (`ignoredPaths`) and turns everything off (`mode: off`). Push to the branch, and it is left to you.",
].join("\n\n");

const redo = "- [ ] <!-- portcullis-redo -->Make this pull request again at the next run.";

/**
 * Empty where there is nothing to say. Each list has a share of the room, so that no long one pushes the others out, and what is more than one reads
 * at once is folded.
 */
function section(heading: string, introduction: readonly string[], lines: readonly string[]): string {
  if (introduction.length === 0 && lines.length === 0) return "";
  const list = within(lines, longestText / 4 - 500);
  const shown = list.length <= mostAtOnce + 2 ? list : list.slice(0, mostAtOnce);
  const folded = list.slice(shown.length);
  const rest = lines.length - shown.length;
  return [
    `### ${heading}`,
    ...introduction,
    ...(shown.length > 0 ? [shown.join("\n")] : []),
    ...(folded.length > 0 ? [`<details><summary>${withCommas(rest)} more</summary>\n\n${folded.join("\n")}\n\n</details>`] : []),
  ].join("\n\n");
}

const mostAtOnce = 6;

/** As many lines as there is room for, and how many there are more. */
function within(lines: readonly string[], room: number, mark = "- "): readonly string[] {
  let used = 0;
  const end = lines.findIndex((line) => (used += line.length + 1) > room);
  return end === -1 ? lines : [...lines.slice(0, end), `${mark}and ${withCommas(lines.length - end)} more`];
}
