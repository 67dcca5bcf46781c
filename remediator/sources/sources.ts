import { statSync } from "node:fs";
import path from "node:path";
import { failed, type Failed } from "../system/failed";
import type { RunOptions } from "./embedded";
import { readResources } from "./read";
import type { Keeps } from "./resource-state";
import type { Source } from "./source";
import { readGiven } from "../system/given";
import { reasonOf } from "../system/reason";
import { textOf } from "../system/text";

/** How a program's folder is read. */
export type Method = "static" | "run" | "preview";

export interface SourcesOptions extends RunOptions {
  readonly method?: Method;
  /** The types of resources that matter, where not all do; components always do. Of what is in a file, others are left out. */
  readonly keeps?: Keeps;
}

/** The sources of a place: of a folder one for each stack of each project, of a file one. */
export async function readSources(place: string, { method = "static", keeps, ...options }: SourcesOptions = {}): Promise<readonly Source[] | Failed> {
  if (method === "static" && place !== "-" && kindOf(place) === "folder") {
    const { readStatically } = require("./static") as typeof import("./static");
    return readStatically(place, options.stack === undefined ? {} : { stack: options.stack });
  }
  if (method === "preview" && place !== "-" && kindOf(place) === "folder") {
    const { previewProgram } = require("./preview") as typeof import("./preview");
    const previewed = await previewProgram(place, options);
    if (previewed.kind === "failed") return previewed;
    const { withPlaces } = require("./static") as typeof import("./static");
    return [await withPlaces(previewed, place)];
  }
  const source = await readSource(place, options, keeps);
  if (source.kind === "failed") return source;
  if (source.how !== "run") return [source];
  const { withPlaces } = require("./static") as typeof import("./static");
  return [await withPlaces(source, place)];
}

export function nothingAt(place: string, give = "a program's folder, a preview digest or a state export"): string {
  return `There is nothing at ${place === "" ? '""' : place}. Give ${give}.`;
}

/** Reads the resources of a program's folder, which is run, of a preview digest, or of a state export; "-" is standard input. */
export async function readSource(place: string, options: RunOptions = {}, keeps: Keeps = () => true): Promise<Source | Failed> {
  if (place === "-") return fromBytes(await readStandardInput(), "standard input", keeps);
  const kind = kindOf(place);
  if (kind === "missing") return failed(nothingAt(place));
  if (kind === "file") return fromBytes(readBytes(place), path.basename(place), keeps);
  if (kind !== "folder") return kind;
  const { runProgram } = require("./embedded") as typeof import("./embedded");
  const program = await runProgram(place, options);
  if (program.kind === "failed") return program;
  const { resources, gaps, sourceFolder: folder, outside } = program;
  return { kind: "source", how: "run", resources, gaps, folder, outside };
}

function fromBytes(bytes: Buffer | Failed, name: string, keeps: Keeps): Source | Failed {
  if ("kind" in bytes) return bytes;
  const read = readResources(textOf(bytes), name, keeps);
  if (read.kind === "failed") return read;
  const { resources, leftOut } = read;
  const partly = leftOut === undefined ? {} : ({ isPartial: true } as const);
  return { kind: "source", how: "file", resources, gaps: leftOut === undefined ? [] : [{ urn: "", reason: leftOut }], ...partly, folder: undefined };
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
    return readGiven(file);
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
  return failed(`${what} cannot be read: ${reasonOf(error)}.`);
}
