import type { LocatedFinding } from "../judging/check";
import { reasonOf } from "../system/reason";
import { visibleJson } from "../system/visible";

/** What of one project was known when a baseline was written. */
export interface KnownProject {
  readonly project: string;
  /** The project's folder in its repository; tells projects of one name apart. */
  readonly folder: string;
  readonly stacks: readonly string[];
  readonly known: readonly Known[];
}

/** What one policy said of one resource: of a group, with what it opened. */
export interface Known {
  readonly policy: string;
  /** The resource without its stack: see `identityOf`. */
  readonly resource: string;
  readonly level: LocatedFinding["level"];
  readonly verdict: "violates" | "unknown";
  readonly stacks: readonly string[];
  readonly opens?: readonly KnownOpening[];
}

/** Traffic, and the address blocks and names that are let through to it. */
export interface KnownOpening {
  readonly direction: "ingress" | "egress";
  readonly ports: readonly string[];
  readonly blocks?: readonly string[];
  readonly names?: readonly string[];
}

export interface Baseline {
  readonly version: 1;
  readonly projects: readonly KnownProject[];
}

/** The same text for the same knowledge, a line for each entry, so that a review shows what was added. */
export function baselineText({ version, projects }: Baseline): string {
  const lines = projects.map(({ project, folder, stacks, known }) => {
    const entries = known.map((entry) => `        ${JSON.stringify(entry)}`).sort();
    const list = entries.length === 0 ? "[]" : `[\n${entries.join(",\n")}\n      ]`;
    return `    {\n      "project": ${JSON.stringify(project)},\n      "folder": ${JSON.stringify(folder)},\n      "stacks": ${JSON.stringify(stacks)},\n      "known": ${list}\n    }`;
  });
  return visibleJson(`{\n  "version": ${version},\n  "projects": [\n${lines.join(",\n")}\n  ]\n}\n`);
}

/** Reads a baseline; a text says why it is none. */
export function parseBaseline(text: string): Baseline | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return `is not JSON: ${reasonOf(error)}`;
  }
  if (!isObject(json) || json.version !== 1 || !Array.isArray(json.projects)) return "is not a baseline that portcullis baseline has written";
  const wrong = json.projects.findIndex((project) => !isProject(project));
  return wrong < 0 ? (json as unknown as Baseline) : `has a project (number ${wrong + 1}) that portcullis baseline has not written so`;
}

function isProject(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value.project === "string" &&
    typeof value.folder === "string" &&
    isTexts(value.stacks) &&
    Array.isArray(value.known) &&
    value.known.every(isKnown)
  );
}

function isKnown(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value.policy === "string" &&
    typeof value.resource === "string" &&
    (value.level === "mandatory" || value.level === "advisory") &&
    (value.verdict === "violates" || value.verdict === "unknown") &&
    isTexts(value.stacks) &&
    (value.opens === undefined || (Array.isArray(value.opens) && value.opens.every(isOpening)))
  );
}

function isOpening(value: unknown): boolean {
  return (
    isObject(value) &&
    (value.direction === "ingress" || value.direction === "egress") &&
    isTexts(value.ports) &&
    (value.blocks === undefined || isTexts(value.blocks)) &&
    (value.names === undefined || isTexts(value.names))
  );
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
