import type { Finding } from "../evaluate";

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
  readonly title: string;
}

/**
 * The engine's host takes no answer beyond 4 MB and then shows no finding at all; each costs about 300 bytes besides its message.
 * A share for each policy keeps all of them together below that.
 */
const mostCharacters = 40_000;

/** Reports findings: as many as there is room for, then how many more there are. */
export function say(speaker: Speaker, findings: readonly Finding[], isMandatory: boolean, report: unknown): void {
  let room = mostCharacters;
  for (const [index, finding] of findings.entries()) {
    const message = inert(finding.message);
    room -= message.length + 300;
    const isLast = index === findings.length - 1;
    if (room < 0 && !isLast) {
      const rest = findings.slice(index);
      const stops = rest.find(({ level }) => level === "mandatory");
      one(speaker, { ...(stops ?? finding), message: `And ${rest.length} more findings of ${speaker.id}.` }, isMandatory, report as Report);
      return;
    }
    one(speaker, { ...finding, message }, isMandatory, report as Report);
  }
}

/** Says that something could not be judged. */
export function sayFailure(speaker: Speaker, failure: string, report: unknown): void {
  (report as Report)({
    message: inert(`${failure}. Nothing is stopped for it.`),
    enforcementLevel: "advisory",
    name: speaker.id,
    description: speaker.title,
  });
}

function one(speaker: Speaker, finding: Finding, isMandatory: boolean, report: Report): void {
  const urn = finding.urn === "" ? {} : { urn: finding.urn };
  // The level is never computed: "advisory" is the only one that a policy may ask for.
  if (isMandatory && finding.level === "advisory")
    report({ message: finding.message, ...urn, enforcementLevel: "advisory", name: speaker.id, description: speaker.title });
  else if (finding.urn === "") report(finding.message);
  else report(finding.message, finding.urn);
}

const longest = 2_000;

/** A text of one line that no terminal and no engine takes for anything but a text. Never empty. */
export function inert(text: string): string {
  const clean = text
    // Escape sequences go whole, then every other control character and what turns the direction of text round.

    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, "")
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ")
    // The engine reads <{%name%}> as a colour and does not survive one that it does not know.
    .replaceAll("<{%", "< {%")
    .trim();
  if (clean === "") return "(no message)";
  return clean.length > longest ? `${clean.slice(0, longest)}…` : clean;
}
