import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { Gap } from "@portcullis/policypack/model/network";
import type { Resource } from "@portcullis/policypack/resources/resource";
import { failed, type Failed } from "./failed";
import type { RunOptions } from "./sources/embedded";
import { readResources } from "./sources/read";
import { textOf } from "./text";

/** The resources of a stack, and where they came from. */
export interface Source {
  readonly kind: "source";
  readonly resources: readonly Resource[];
  readonly gaps: readonly Gap[];
  /** The folder of Pulumi.yaml, where the resources come from a program on this disk. */
  readonly folder: string | undefined;
  /** The files outside of the folder that make resources, by URN. */
  readonly outside?: ReadonlyMap<string, string>;
}

/** Reads the resources of a program's folder, of a preview digest, or of a state export; "-" is standard input. */
export async function readSource(place: string, options: RunOptions = {}): Promise<Source | Failed> {
  if (place === "-") return fromBytes(await readStandardInput(), "standard input");
  const kind = kindOf(place);
  if (kind === "missing") return failed(`There is nothing at ${place}. Give a program's folder, a preview digest or a state export.`);
  if (kind === "file") return fromBytes(readBytes(place), path.basename(place));
  if (kind !== "folder") return kind;
  const { runProgram } = require("./sources/embedded") as typeof import("./sources/embedded");
  const program = await runProgram(place, options);
  if (program.kind === "failed") return program;
  return { kind: "source", resources: program.resources, gaps: program.gaps, folder: program.sourceFolder, outside: program.outside };
}

function fromBytes(bytes: Buffer | Failed, name: string): Source | Failed {
  if ("kind" in bytes) return bytes;
  const read = readResources(textOf(bytes), name);
  return read.kind === "failed" ? read : { kind: "source", resources: read.resources, gaps: [], folder: undefined };
}

function kindOf(place: string): "folder" | "file" | "missing" | Failed {
  try {
    const found = statSync(place, { throwIfNoEntry: false });
    if (found === undefined) return "missing";
    return found.isDirectory() ? "folder" : "file";
  } catch (error) {
    return unreadable(place, error);
  }
}

function readBytes(file: string): Buffer | Failed {
  try {
    return readFileSync(file);
  } catch (error) {
    return unreadable(file, error);
  }
}

/** Piece by piece: a pipe that is not filled yet is no end. */
async function readStandardInput(): Promise<Buffer | Failed> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } catch (error) {
    return unreadable("Standard input", error);
  }
}

function unreadable(what: string, error: unknown): Failed {
  return failed(`${what} cannot be read: ${(error as Error).message}.`);
}
