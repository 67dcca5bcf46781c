import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { evaluateStack, type Evaluation, type Finding } from "@portcullis/policypack/evaluation/evaluate";
import type { Gap } from "@portcullis/policypack/model/network";
import { policies } from "@portcullis/policypack/contract/registry";
import type { Resource, SourcePosition } from "@portcullis/policypack/resources/resource";
import type { Configuration } from "@portcullis/policypack/contract/settings";
import type { Files, Target } from "./languages/language";
import { languageOf, positionOf } from "./languages/languages";
import type { Source } from "./source";

/** A finding, and where the program writes what it is about. */
export interface LocatedFinding extends Finding {
  readonly location: SourcePosition | undefined;
}

export interface Check {
  readonly findings: readonly LocatedFinding[];
  readonly notChecked: readonly Gap[];
  readonly exemptions: Evaluation["exemptions"];
}

export interface CheckOptions {
  readonly configuration: Configuration;
  readonly today: string;
}

/** Judges the resources of a source, and finds the place in the program for each finding. */
export function check(source: Source, options: CheckOptions): Check {
  const evaluation = evaluateStack(source.resources, { ...options, policies, withFixes: true });
  const files = source.folder === undefined ? new Map<string, string>() : readFiles(source.folder);
  const targets = targetsOf(source.resources);
  return {
    findings: evaluation.findings.map((finding) => ({ ...finding, location: locate(files, targets.get(finding.urn), finding) })),
    notChecked: [...source.gaps, ...evaluation.notChecked],
    exemptions: evaluation.exemptions,
  };
}

function locate(files: Files, target: Target | undefined, finding: Finding): SourcePosition | undefined {
  if (target === undefined) return undefined;
  return positionOf(files, target, finding.path) ?? positionOf(files, target, []) ?? target.positions[0];
}

/** Every resource as an editor looks for it. */
export function targetsOf(resources: readonly Resource[]): ReadonlyMap<string, Target> {
  const sharing = new Map<string, number>();
  for (const { positions } of resources) sharing.set(placeOf(positions[0]), (sharing.get(placeOf(positions[0])) ?? 0) + 1);
  return new Map(
    resources.map(({ urn, type, name, positions, inputs }) => {
      const shared = positions[0] === undefined ? 1 : (sharing.get(placeOf(positions[0])) ?? 1);
      return [urn, { urn, type, name, positions, inputs, sharedBy: shared }];
    }),
  );
}

export function placeOf(position: SourcePosition | undefined): string {
  return position === undefined ? "" : `${position.file}:${position.line}:${position.column}`;
}

/** Folders that hold no source of the program. */
const skipped = new Set(["node_modules", "dist", "bin", "coverage"]);
const mostFiles = 5_000;
const largestFile = 1_000_000;

/** The files of a program that a language can edit, by name relative to the folder, in a fixed order. */
export function readFiles(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  const visit = (relative: string): void => {
    for (const entry of readdirSync(path.join(folder, relative), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (files.size >= mostFiles) return;
      const name = relative === "" ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory() && !skipped.has(entry.name) && !entry.name.startsWith(".")) visit(name);
      else if (entry.isFile() && languageOf(name) !== undefined && !name.endsWith(".d.ts")) {
        const content = readFileSync(path.join(folder, name));
        const text = content.toString("utf8");
        // What is not UTF-8 would not come out as it went in.
        if (content.length <= largestFile && contentOf(text).equals(content)) files.set(name, text);
      }
    }
  };
  visit("");
  return files;
}

/** The bytes of a file's text. */
export function contentOf(text: string): Buffer {
  return Buffer.from(text, "utf8");
}
