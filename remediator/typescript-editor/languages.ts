import type { Path, Step } from "@portcullis/policypack/plans/plan";
import type { SourcePosition } from "@portcullis/policypack/resources/resource";
import type { Edit, Files, Language, LocateReference, Target } from "./language";
import { declined } from "../editing/outcome";
import { typescript } from "./typescript";

/** A language is a file beside this one and an entry here. */
const languages: readonly Language[] = [typescript];

export function languageOf(file: string): Language | undefined {
  return languages.find((language) => language.extensions.some((extension) => file.endsWith(extension)));
}

/** The edits that carry out the steps in whatever language the target is written in. */
export function editFor(files: Files, target: Target, steps: readonly Step[], locateReference: LocateReference): Edit {
  const language = languageOfTarget(files, target);
  if (language === undefined) return declined(`no source of ${target.name} in a language that can be edited was found`);
  return language.editFor(files, target, steps, locateReference);
}

/** Whether the language of a target can add a key to the program's configuration. */
export function writesSettings(files: Files, target: Target): boolean {
  return languageOfTarget(files, target)?.writesSettings === true;
}

/** Where the source writes what is at the path of the target's inputs. */
export function positionOf(files: Files, target: Target, path: Path): SourcePosition | undefined {
  return languageOfTarget(files, target)?.positionOf(files, target, path);
}

function languageOfTarget(files: Files, target: Target): Language | undefined {
  const named = target.positions.filter((position) => files.has(position.file)).map((position) => position.file);
  for (const file of named.length > 0 ? named : files.keys()) {
    const language = languageOf(file);
    if (language !== undefined) return language;
  }
  return undefined;
}
