import { existsSync, realpathSync } from "node:fs";
import { ownEnvironment, run } from "../engine/process";
import { failed, isRecord, type Failed } from "../system/failed";
import type { Source } from "./source";
import { readDigest } from "./digest";
import path from "node:path";

export interface PreviewOptions {
  /** The engine's own choice where there is none. */
  readonly stack?: string;
  readonly seconds?: number;
}

/**
 * What `pulumi preview` says of the program in a folder: the engine on PATH is asked, which runs the program with this process's environment, reads the
 * stack's state and asks the cloud, as it does for whoever calls it. Nothing is deployed.
 */
export async function previewProgram(folder: string, { stack, seconds = 600 }: PreviewOptions): Promise<Source | Failed> {
  if (!["Pulumi.yaml", "Pulumi.yml"].some((name) => existsSync(path.join(folder, name))))
    return failed(`There is no Pulumi.yaml in ${folder}. Name the folder of a Pulumi program.`);
  const ended = await run({
    command: "pulumi",
    arguments: ["preview", "--json", "--show-sames", "--non-interactive", ...(stack === undefined ? [] : ["--stack", stack])],
    folder,
    environment: { ...ownEnvironment(), PULUMI_SKIP_UPDATE_CHECK: "true", NO_COLOR: "1" },
    seconds,
    longestOutput: 1_000_000_000,
  });
  if (ended.kind === "not started")
    return failed(`pulumi could not be started (${ended.reason}). Install it and have it on PATH, or read the source with --source static.`);
  if (ended.kind === "timed out")
    return failed(`pulumi preview did not end within ${seconds} seconds. Give it more with --timeout, or read the source with --source static.`);
  const digest = digestIn(ended.stdout);
  const read = digest === undefined ? undefined : readDigest(digest);
  if (read?.kind === "resources") {
    const { resources, leftOut } = read;
    const gaps = leftOut === undefined ? [] : [{ urn: "", reason: leftOut }];
    return { kind: "source", how: "preview", resources, gaps, ...(leftOut === undefined ? {} : { isPartial: true }), folder: realpathSync(folder) };
  }
  const said = [ended.stderr, ...errorsIn(digest)].map((text) => text.trim()).filter((text) => text !== "");
  if (said.some((text) => text.includes("no stack selected")))
    return failed(`No stack of the program in ${folder} is selected. Name one with --stack, or select one with pulumi stack select.`);
  const why = said.length > 0 ? said.join("\n") : (read?.reason ?? "it printed no preview");
  return failed(`pulumi preview${stack === undefined ? "" : ` of the stack ${stack}`} failed with exit code ${ended.exitCode}:\n${why}`);
}

/** Programs print to the same stream: the digest is the object that ends it. */
function digestIn(stdout: string): Readonly<Record<string, unknown>> | undefined {
  const starts = [0, ...[...stdout.matchAll(/^\{/gm)].map(({ index }) => index)];
  for (const start of starts) {
    try {
      const value: unknown = JSON.parse(stdout.slice(start));
      if (isRecord(value) && ("steps" in value || "changeSummary" in value || "diagnostics" in value)) return value;
    } catch {
      continue;
    }
  }
  return undefined;
}

function errorsIn(digest: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  const diagnostics = Array.isArray(digest?.diagnostics) ? digest.diagnostics.filter(isRecord) : [];
  return diagnostics.flatMap(({ severity, message }) => (severity === "error" && typeof message === "string" ? [message] : []));
}
