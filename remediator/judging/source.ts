import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { Gap } from "@portcullis/policypack/model/network";
import type { Path } from "@portcullis/policypack/plans/plan";
import type { Resource, SourcePosition } from "@portcullis/policypack/resources/resource";
import type { Editable } from "../editing/context";
import { failed, type Failed } from "../system/failed";
import type { RunOptions } from "../sources/embedded";
import { readResources } from "../sources/read";
import type { Keeps } from "../sources/resource-state";
import { textOf } from "../system/text";

/** A place in the source with its end; columns count from 1, and the end is the place after the last character. */
export interface SourceRange extends SourcePosition {
  readonly endLine: number;
  readonly endColumn: number;
}

/** What was not checked, and where that is written. */
export interface LocatedGap extends Gap {
  readonly location?: SourcePosition;
}

/** The source of programs on this disk. */
export interface Written {
  /** The folder that the files of places are relative to. */
  readonly folder: string;
  /** A file's text, as places name the file. */
  readonly text: (file: string) => string | undefined;
}

/** A setting of a stack. */
export interface GivenSetting {
  /** As programs of the project ask for it: without the project's name. */
  readonly key: string;
  readonly place: SourceRange | undefined;
}

/** The resources of a stack, and where they came from. */
export interface Source {
  readonly kind: "source";
  /** `static`: read from the source; `run`: registered by the program; `preview`: asked of the engine; `file`: from a preview or an export. */
  readonly how: "static" | "run" | "preview" | "file";
  readonly project?: string;
  /** The project's folder, relative to the repository's top folder. */
  readonly folderName?: string;
  readonly language?: string;
  /** Empty where no stack has a file. */
  readonly stack?: string;
  readonly resources: readonly Resource[];
  readonly gaps: readonly LocatedGap[];
  /** Whether resources of the stack are left out. */
  readonly isPartial?: true;
  /** The folder of Pulumi.yaml, where the resources come from a program that was run. */
  readonly folder: string | undefined;
  /** Where the source writes what is at a path of a resource's inputs. */
  readonly locate?: (urn: string, path: Path) => SourceRange | SourcePosition | undefined;
  /** Why what is at a path of a resource's inputs is not known: a predicate with the value as its subject. */
  readonly reason?: (urn: string, path: Path) => string | undefined;
  /** The setting of the stack that gives what is at a path of a resource's inputs, and where its file says it. */
  readonly setting?: (urn: string, path: Path) => GivenSetting | undefined;
  /** What `locate` finds places in. */
  readonly written?: Written;
  /** The program as edits see it, or why it is not edited; undefined where there is no source. */
  readonly editable?: () => Editable | string;
  /** The files outside of the folder that make resources, by URN. */
  readonly outside?: ReadonlyMap<string, string>;
}

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
    const { readStatically } = require("../sources/static") as typeof import("../sources/static");
    return readStatically(place, options.stack === undefined ? {} : { stack: options.stack });
  }
  if (method === "preview" && place !== "-" && kindOf(place) === "folder") {
    const { previewProgram } = require("../sources/preview") as typeof import("../sources/preview");
    const previewed = await previewProgram(place, options);
    if (previewed.kind === "failed") return previewed;
    const { withPlaces } = require("../sources/static") as typeof import("../sources/static");
    return [await withPlaces(previewed, place)];
  }
  const source = await readSource(place, options, keeps);
  if (source.kind === "failed") return source;
  if (source.how !== "run") return [source];
  const { withPlaces } = require("../sources/static") as typeof import("../sources/static");
  return [await withPlaces(source, place)];
}

/** Reads the resources of a program's folder, which is run, of a preview digest, or of a state export; "-" is standard input. */
export async function readSource(place: string, options: RunOptions = {}, keeps: Keeps = () => true): Promise<Source | Failed> {
  if (place === "-") return fromBytes(await readStandardInput(), "standard input", keeps);
  const kind = kindOf(place);
  if (kind === "missing") return failed(`There is nothing at ${place}. Give a program's folder, a preview digest or a state export.`);
  if (kind === "file") return fromBytes(readBytes(place), path.basename(place), keeps);
  if (kind !== "folder") return kind;
  const { runProgram } = require("../sources/embedded") as typeof import("../sources/embedded");
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
