import type { LocatedProblem, Place, Report } from "./report";

/** A file of a program from the top of its repository, as code hosts name it. */
export function inRepository({ folder }: Pick<Report, "folder">, file: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${file}`.split("/")) {
    if (part === ".." && parts.length > 0) parts.pop();
    else if (part !== "" && part !== "." && part !== "..") parts.push(part);
  }
  return parts.join("/");
}

/** The place of a problem; where the source does not show it, the project's file stands for the program. */
export function placeInRepository(report: Report, { spot }: LocatedProblem): Place {
  const place = spot.place ?? { file: "Pulumi.yaml", line: 1, column: 1 };
  return { ...place, file: inRepository(report, place.file) };
}
