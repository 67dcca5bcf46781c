import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { failed, type Failed } from "../system/failed";

/** A program, or a configuration where that is what the policy is about. */
export interface Sample {
  readonly file: string;
  readonly language: "ts" | "json";
  readonly text: string;
}

/** What violates a policy and what complies with it, and the configuration of both where there is one. */
export interface Example {
  readonly kind: "example";
  readonly violates: Sample;
  readonly complies: Sample;
  readonly configuration: Sample | undefined;
}

/** What violates a policy and what complies, from a folder with the examples of all policies. Nothing is run. */
export function readExample(folder: string, id: string): Example | Failed {
  const violates = readSample(folder, id, "violates");
  const complies = readSample(folder, id, "complies");
  if (violates === undefined || complies === undefined)
    return failed(`${id} has no example. Write ${id}/violates.ts and ${id}/complies.ts in ${path.basename(folder)}.`);
  return { kind: "example", violates, complies, configuration: readSample(folder, id, "configuration") };
}

function readSample(folder: string, id: string, name: string): Sample | undefined {
  for (const language of ["ts", "json"] as const) {
    const file = path.join(folder, id, `${name}.${language}`);
    if (existsSync(file)) return { file, language, text: readFileSync(file, "utf8") };
  }
  return undefined;
}
