import { createHash } from "node:crypto";
import { code, plain, prose } from "./escape";
import type { ChangedGroup, DeclinedFinding, ProofStep, PullRequestRequest, RepairedFinding } from "./request";

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
  const paragraphs = [
    opening(request),
    toJudge(request.proof),
    section("What is open", [], (request.opens ?? []).map(accessLine)),
    section("What changes", changesIntroduction(request), (request.groups ?? []).map(groupLine)),
    picture(request),
    section(
      "What is repaired",
      [],
      request.findings.map((finding) => repairedLine(finding, request)),
    ),
    section("The proof", [...proofIntroduction(request.proof), ...(request.isHandedOver === true ? [handedOver] : [])], request.proof.map(proofLine)),
    section("Who may lose access", losesAccessIntroduction(request.losesAccess), request.losesAccess.map(accessLine)),
    section(
      "What is left for you",
      declinedIntroduction(request.declined),
      request.declined.map((finding) => declinedLine(finding, request)),
    ),
    names,
    turningOff,
    redo,
  ];
  const body = paragraphs.filter((paragraph) => paragraph !== "").join("\n\n");
  return { title, body, hash: createHash("sha256").update(`${title}\n${body}`).digest("hex") };
}

/** True where a person ticked the box that asks to make the pull request again. */
export function redoIsTicked(body: string): boolean {
  return /^- \[[xX]\] <!-- portcullis-redo -->/m.test(body);
}

/** With a link to its page, where that is known. */
function policyText(policy: string, { policyPages }: PullRequestRequest): string {
  const name = code(policy, 100);
  return policyPages === undefined || !/^[a-z0-9-]+$/.test(policy) ? name : `[${name}](${policyPages}${policy}.md)`;
}

function changesIntroduction({ groups }: PullRequestRequest): string[] {
  return groups === undefined || groups.length === 0 ? [] : ["Rules that are not named here stay as they are."];
}

function groupLine({ name, before, after }: ChangedGroup): string {
  const rules = (texts: readonly string[]): string =>
    texts.length === 0
      ? "nothing"
      : within(
          texts.map((text) => code(text)),
          600,
        ).join(", ");
  return `- ${code(name, 100)}\n  - before: ${rules(before)}\n  - after: ${rules(after)}`;
}

/** A picture that is too large, or that would end its own block, is left out. */
function picture({ picture: drawn }: PullRequestRequest): string {
  if (drawn === undefined || drawn.length > mostPicture || /^\s*`{3}/m.test(drawn)) return "";
  return ["### Who reaches whom", "```mermaid", drawn.trimEnd(), "```"].join("\n");
}

const mostPicture = 6_000;

function opening(request: PullRequestRequest): string {
  const findings = counted(request.findings.length, "finding");
  const files = counted(request.files.length, "file");
  return `This repairs ${findings} of the Pulumi project ${code(request.shownAs ?? request.project, 100)} in ${files}. Run a preview of the branch before you merge it.`;
}

/** What a person has to decide, where not everything is proven. */
function toJudge(proof: readonly ProofStep[]): string {
  const open = proof.filter(({ holds }) => !holds).map(({ claim }) => prose(claim));
  return open.length === 0 ? "" : `**This one is for you to judge.** Not proven: ${open.join("; ")}. Below is what the proof says of it.`;
}

function repairedLine(finding: RepairedFinding, request: PullRequestRequest): string {
  const place =
    finding.file === undefined ? code(finding.urn) : code(finding.line === undefined ? finding.file : `${finding.file}:${String(finding.line)}`);
  return `- ${policyText(finding.policy, request)} at ${place}: ${prose(finding.message)}`;
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

function losesAccessIntroduction(losesAccess: readonly string[]): string[] {
  return losesAccess.length === 0
    ? ["Nobody, as far as the program tells."]
    : [
        "To check before you merge: VPC flow logs with the action ACCEPT name who came in on these ports, and a filter on the sources that stay leaves those who would not get through any more.",
      ];
}

function accessLine(sentence: string): string {
  return `- ${prose(sentence)}`;
}

function declinedIntroduction(declined: readonly DeclinedFinding[]): string[] {
  return declined.length === 0 ? [] : [`${counted(declined.length, "finding")} could not be repaired safely.`];
}

function declinedLine(finding: DeclinedFinding, request: PullRequestRequest): string {
  return `- ${policyText(finding.policy, request)}: ${prose(finding.message)} Not repaired: ${prose(finding.reason)}`;
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

/** Empty where there is nothing to say. Each list has a share of the room, so that no long one pushes the others out. */
function section(heading: string, introduction: readonly string[], lines: readonly string[]): string {
  if (introduction.length === 0 && lines.length === 0) return "";
  const list = within(lines, longestText / 4 - 400);
  return [`### ${heading}`, ...introduction, ...(list.length > 0 ? [list.join("\n")] : [])].join("\n\n");
}

function within(lines: readonly string[], room: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const line of lines) {
    used += line.length + 1;
    if (used > room) return [...taken, `- and ${(lines.length - taken.length).toLocaleString("en-US")} more`];
    taken.push(line);
  }
  return taken;
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}
