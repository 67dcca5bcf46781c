import type { Finding } from "../evaluation/finding";

/** How the SDK takes a report: the object form is what lowers the level of one finding (pulumi/pulumi-policy#424). */
type Report = (
  message:
    | string
    | { readonly message: string; readonly urn?: string; readonly enforcementLevel: "advisory"; readonly name: string; readonly description: string },
  urn?: string,
) => void;

/** The policy under whose name something is said. */
export interface Speaker {
  readonly id: string;
  readonly description: string;
}

/** The engine's host takes no answer beyond 4 MB, and then shows no finding at all. */
const mostBytes = 2_000_000;

/** Reports findings: as many as there is room for beside the other speakers, then how many more there are. */
export function say(speaker: Speaker, findings: readonly Finding[], isMandatory: boolean, speakers: number, report: unknown): void {
  let room = mostBytes / Math.max(1, speakers);
  for (const [index, finding] of findings.entries()) {
    const message = inert(finding.message);
    room -= bytesOf(message, finding.urn, speaker.description, speaker.description) + around;
    const isLast = index === findings.length - 1;
    if (room < 0 && !isLast) {
      const rest = findings.slice(index);
      const stops = rest.find(({ level }) => level === "mandatory") ?? finding;
      one(speaker, { ...stops, message: `And ${rest.length} more findings of ${speaker.id}.` }, isMandatory, report as Report);
      return;
    }
    one(speaker, { ...finding, message }, isMandatory, report as Report);
  }
}

/** Tells something that stops nothing. */
export function notify(speaker: Speaker, notice: string, report: unknown): void {
  (report as Report)(lowered(speaker, inert(notice)));
}

function one(speaker: Speaker, finding: Finding, isMandatory: boolean, report: Report): void {
  const urn = finding.urn === "" ? {} : { urn: finding.urn };
  if (isMandatory && finding.level === "advisory") report({ ...lowered(speaker, finding.message), ...urn });
  else if (finding.urn === "") report(finding.message);
  else report(finding.message, finding.urn);
}

/** The level is never computed: "advisory" is the only one that a policy may ask for. The description stands before the message as elsewhere. */
function lowered({ id, description }: Speaker, message: string) {
  return { message: `${description}\n${message}`, enforcementLevel: "advisory", name: id, description } as const;
}

/** What an answer holds for each finding besides its texts: the names of policy and pack, a version, and lengths. */
const around = 200;

function bytesOf(...texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

const longest = 2_000;

/** A text of one line that no terminal and no engine takes for anything but a text. Never empty. */
export function inert(text: string): string {
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text;
  const clean = short
    // Escape sequences go whole, then every other control character and what turns the direction of text round.
    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, "")
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ")
    // Half a character is no text to the engine, which then refuses the whole answer.
    .replace(/\p{Cs}/gu, "\ufffd")
    // The engine reads <{%name%}> as a colour and does not survive one that it does not know.
    .replaceAll("<{%", "< {%")
    .trim();
  return clean === "" ? "(no message)" : clean;
}
