import type { Mode } from "../../configuration/schema";
import type { Write } from "../../forge/dry-run";
import { parseRepository } from "../../forge/remote";
import { coloured, unifiedDiff } from "../../report/diff";
import type { Report } from "../../report/report";
import { runRepository } from "../../run/repository";
import { resultText } from "../../run/text";
import { temporaryFolder } from "../../system/temporary";
import { visible, visibleJson } from "../../system/visible";
import { Refusal, type Exit } from "../exit";
import { openHost, presetOf, type HostOptions } from "../hosts";
import { mustBeWritable, writeOutput } from "../outputs";
import { withProgress } from "../progress";
import { mustTakeReports, writeReports } from "../report-files";
import { coloursOfData, print, tell } from "../streams";

interface Options extends HostOptions {
  readonly repo: string;
  readonly mode: Exclude<Mode, "off">;
  readonly summary?: string;
  readonly reports?: string;
}

export async function runRun({ repo, mode, summary, reports: reportsFolder, ...options }: Options): Promise<Exit> {
  const parsed = parseRepository(repo);
  if (parsed === undefined) throw new Refusal(`"${repo}" is not OWNER/NAME.`);
  const { owner, name } = parsed;
  mustBeWritable(summary);
  mustTakeReports(reportsFolder);
  const host = openHost(options, parsed);
  const opened = await host.repository(owner, name);
  if (!opened.ok) throw new Refusal(opened.refusal.reason);
  const { forge, fetch, writes } = opened.value;
  const preset = await presetOf(host, owner, { keepsIssue: options.open === true });
  const diffs: string[] = [];
  const reports: Report[] = [];
  const result = await withProgress((begin) =>
    runRepository({
      repository: `${owner}/${name}`,
      forge,
      fetch,
      preset,
      otherwise: mode,
      today: new Date().toISOString().slice(0, 10),
      now: () => new Date(),
      temporary: (called) => temporaryFolder("run", called),
      mayOpen: Number.MAX_SAFE_INTEGER,
      begin: (stage) => begin(visible(stage)),
      read({ fix, report }) {
        diffs.push(unifiedDiff(fix.before, fix.after));
        reports.push(report);
      },
    }),
  );
  if (options.open !== true) {
    for (const diff of diffs) print(coloured(diff, coloursOfData(process.stdout)));
    for (const write of writes) print(writeText(write));
  }
  print(resultText(result, { isOpen: options.open === true }));
  if (summary !== undefined) writeOutput({ file: summary }, visibleJson(`${JSON.stringify({ ...result, ...host.counts() }, undefined, 2)}\n`));
  if (reportsFolder !== undefined) writeReports(reportsFolder, `${owner}/${name}`, reports);
  if (options.open !== true) tell("Nothing was written. Run it again with --open to open what is shown.\n");
  return result.outcome === "failed" || result.outcome === "stopped" ? 2 : 0;
}

/** What would be written, where a person reads it. */
function writeText(write: Write): string {
  if (write.kind === "open-pull-request") return `\n${write.title}${write.isDraft ? " (draft)" : ""}\nbranch ${write.branch}\n\n${write.body}\n\n`;
  if (write.kind === "open-issue") return `\nIssue: ${write.title}\n\n${write.body}\n\n`;
  return "";
}
