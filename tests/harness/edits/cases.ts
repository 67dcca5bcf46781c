import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { frames, type Frame } from "./frames";

/**
 * A program before and after its repair, as a section of a `.diff` file in `tests/programs/edits/<language>/`:
 *
 *     # what the case is about
 *     ? only no-public-admin-ports
 *     @ index.ts
 *      a line that stays
 *     -a line that is there before
 *     +a line that is there afterwards
 *     ! no-public-admin-ports of web: why it is left alone
 *
 * Without an `@` the lines are the body of the language's ordinary program (`frames.ts`). Lines that begin with `?` say what is special:
 * `only` policies, `CRLF`, `byte order mark`, `no final newline`, `promised` where a check promises what only the proof of the edited program takes back.
 * What is repaired has no `!`, what is left alone has one for each finding.
 */
export interface EditCase {
  readonly language: string;
  readonly name: string;
  readonly only: readonly string[] | undefined;
  /** Whether a check promises what the proof of the edited program takes back. */
  readonly isPromised: boolean;
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
  /** "policy of resource: reason", in order. */
  readonly declined: readonly string[];
}

/** All cases of a folder of languages. */
export function casesIn(folder: string): readonly EditCase[] {
  return Object.keys(frames).flatMap((language) =>
    readdirSync(path.join(folder, language))
      .filter((name) => name.endsWith(".diff"))
      .sort()
      .flatMap((name) => casesOf(language, readFileSync(path.join(folder, language, name), "utf8"))),
  );
}

interface Draft {
  readonly name: string;
  readonly options: string[];
  readonly files: { readonly name: string | undefined; readonly lines: string[] }[];
  readonly declined: string[];
}

/** The cases of one text. */
export function casesOf(language: string, text: string): readonly EditCase[] {
  const frame = frames[language];
  if (frame === undefined) throw new Error(`There is no frame for ${language}.`);
  const drafts: Draft[] = [];
  for (const line of text.split("\n")) {
    const draft = drafts.at(-1);
    if (line.startsWith("# ")) drafts.push({ name: line.slice(2), options: [], files: [], declined: [] });
    else if (draft === undefined) continue;
    else if (line.startsWith("? ")) draft.options.push(line.slice(2));
    else if (line.startsWith("@ ")) draft.files.push({ name: line.slice(2), lines: [] });
    else if (line.startsWith("! ")) draft.declined.push(line.slice(2));
    else if (/^[ +-]/.test(line)) linesOf(draft).push(line);
    else if (line === "" && draft.declined.length === 0) draft.files.at(-1)?.lines.push(" ");
    else if (line !== "") throw new Error(`${language}: ${draft.name}: what is meant by ${line}`);
  }
  return drafts.map((draft) => caseOf(language, frame, draft));
}

function linesOf(draft: Draft): string[] {
  if (draft.files.length === 0) draft.files.push({ name: undefined, lines: [] });
  return draft.files.at(-1)?.lines ?? [];
}

function caseOf(language: string, frame: Frame, { name, options, files, declined }: Draft): EditCase {
  const only = options.find((option) => option.startsWith("only "))?.slice("only ".length);
  const textsOf = (sign: "-" | "+"): Record<string, string> => {
    const texts: Record<string, string> = { ...frame.files };
    for (const file of files) {
      const end = file.lines.findLastIndex((line) => line !== " ") + 1;
      const lines = file.lines.slice(0, end).filter((line) => line.startsWith(" ") || line.startsWith(sign));
      const body = lines.map((line) => `${line.slice(1)}\n`).join("");
      texts[file.name ?? frame.file] = spelled(file.name === undefined ? frame.around(body) : body, options);
    }
    return texts;
  };
  return {
    language,
    name,
    only: only === undefined ? undefined : only.split(", "),
    isPromised: options.includes("promised"),
    before: textsOf("-"),
    after: textsOf("+"),
    declined,
  };
}

function spelled(text: string, options: readonly string[]): string {
  let result = text;
  if (options.includes("no final newline")) result = result.replace(/\n$/, "");
  if (options.includes("CRLF")) result = result.replace(/\n/g, "\r\n");
  return options.includes("byte order mark") ? `\uFEFF${result}` : result;
}
