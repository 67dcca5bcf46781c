import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { Gap } from "@portcullis/policypack/model/network";
import type { Resource } from "@portcullis/policypack/resources/resource";
import { failed, type Failed } from "./engine/project";
import { runProgram, type RunOptions } from "./sources/embedded";
import { readResources } from "./sources/read";

/** The resources of a stack, and where they came from. */
export interface Source {
  readonly kind: "source";
  readonly resources: readonly Resource[];
  readonly gaps: readonly Gap[];
  /** The folder of Pulumi.yaml, where the resources come from a program on this disk. */
  readonly folder: string | undefined;
}

/** Reads the resources of a program's folder, of a preview digest, or of a state export; "-" is standard input. */
export async function readSource(place: string, options: RunOptions = {}): Promise<Source | Failed> {
  if (place === "-") return fromText(readStandardInput(), "standard input");
  const kind = kindOf(place);
  if (kind === "missing") return failed(`There is nothing at ${place}. Give a program's folder, a preview digest or a state export.`);
  if (kind === "file") {
    const text = readText(place);
    return typeof text === "string" ? fromText(text, path.basename(place)) : text;
  }
  const program = await runProgram(place, options);
  if (program.kind === "failed") return program;
  return { kind: "source", resources: program.resources, gaps: program.gaps, folder: program.sourceFolder };
}

function fromText(text: string | Failed, name: string): Source | Failed {
  if (typeof text !== "string") return text;
  const read = readResources(text, name);
  return read.kind === "failed" ? read : { kind: "source", resources: read.resources, gaps: [], folder: undefined };
}

function kindOf(place: string): "folder" | "file" | "missing" {
  const found = statSync(place, { throwIfNoEntry: false });
  if (found === undefined) return "missing";
  return found.isDirectory() ? "folder" : "file";
}

function readText(file: string): string | Failed {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    return failed(`${file} cannot be read: ${(error as Error).message}.`);
  }
}

function readStandardInput(): string | Failed {
  try {
    return readFileSync(0, "utf8");
  } catch (error) {
    return failed(`Standard input cannot be read: ${(error as Error).message}.`);
  }
}
