import type { Mode } from "../../configuration/schema";
import { factsListed } from "../../forge/organisation";
import type { Report } from "../../report/report";
import { presetRepository } from "../../run/preset";
import { runRepository } from "../../run/repository";
import { ended, type RepositoryResult } from "../../run/result";
import { isWhole, joined, parseSummary, type Summary } from "../../run/summary";
import { summaryMarkdown } from "../../run/summary-markdown";
import { shardOf, sweep, type Shard } from "../../run/sweep";
import { resultText } from "../../run/text";
import { readGiven } from "../../system/given";
import { reasonOf } from "../../system/reason";
import { temporaryFolder } from "../../system/temporary";
import { textOf } from "../../system/text";
import { visible, visibleJson } from "../../system/visible";
import { orRefuse, Refusal, type Exit } from "../exit";
import { openHost, presetOf, type HostOptions } from "../hosts";
import { mustBeWritable, mustDiffer, writeTo } from "../outputs";
import { withProgress } from "../progress";
import { mustTakeReports, writeIndex, writeReports } from "../report-files";
import { print, tell } from "../streams";

interface Options extends HostOptions {
  readonly org?: string;
  readonly mode: Exclude<Mode, "off">;
  readonly shard: Shard;
  readonly summary?: string;
  readonly markdown?: string;
  readonly reports?: string;
  readonly resume?: string;
  readonly join?: readonly string[];
  readonly mostFailures: number;
  readonly mostPullRequests: number;
}

export async function runSweep({ join, ...options }: Options): Promise<Exit> {
  if (join === undefined) return runShard(options);
  if (options.org !== undefined || options.open === true)
    throw new Refusal("--join joins summaries and does nothing else: leave --org and --open out.");
  mustDiffer("summaries", [options.summary, options.markdown]);
  const summary = orRefuse(joined(join.map(readSummary)));
  return finish(summary, options);
}

async function runShard(options: Options): Promise<Exit> {
  const { org, mode, shard, open } = options;
  if (org === undefined) throw new Refusal("Name the organisation with --org, or the summaries with --join.");
  if (!/^[\w-]{1,100}$/.test(org)) throw new Refusal(`"${org}" is not an organisation's name.`);
  mustHaveRoom(options);
  const before = options.resume === undefined ? [] : earlier(options.resume, org, open === true);
  const host = openHost(options, { owner: org });
  const listed = await (await host.organisation(org)).repositories();
  if (!listed.ok) throw new Refusal(listed.refusal.reason);
  const preset = await presetOf(host, org, { keepsIssue: open === true && shardOf(presetRepository, shard.of) === shard.index });
  const today = new Date().toISOString().slice(0, 10);
  const summary = await withProgress((begin) =>
    sweep({
      organisation: org,
      repositories: listed.value,
      shard,
      isOpen: open === true,
      breaker: { failures: options.mostFailures, pullRequests: options.mostPullRequests },
      before,
      counts: host.counts,
      async run(repository, mayOpen): Promise<RepositoryResult> {
        const { owner, name } = repository;
        const opened = await host.repository(owner, name);
        if (!opened.ok) return ended(`${owner}/${name}`, "failed", opened.refusal.reason);
        const reports: Report[] = [];
        const result = await runRepository({
          repository: `${owner}/${name}`,
          ...opened.value,
          listed: factsListed(repository),
          preset,
          otherwise: mode,
          today,
          now: () => new Date(),
          mayOpen,
          temporary: (called) => temporaryFolder("sweep", called),
          begin: (stage) => begin(visible(`${name}: ${stage}`)),
          ...(options.reports === undefined ? {} : { read: ({ report }) => void reports.push(report) }),
        });
        if (options.reports !== undefined) writeReports(options.reports, `${owner}/${name}`, reports);
        return result;
      },
      done(result, sofar) {
        print(resultText(result, { isOpen: open === true }));
        if (options.summary !== undefined) writeTo(options.summary, summaryText(sofar));
      },
    }),
  );
  if (open !== true) tell("Nothing was written to the host. Run it again with --open to open what is shown.\n");
  return finish(summary, options);
}

/** Nothing is done of which it could not be told. */
function mustHaveRoom({ summary, markdown, reports }: Options): void {
  mustDiffer("summaries", [summary, markdown]);
  for (const file of [summary, markdown]) mustBeWritable(file);
  mustTakeReports(reports);
}

function finish(summary: Summary, options: Options): Exit {
  if (options.summary !== undefined) writeTo(options.summary, summaryText(summary));
  if (options.markdown !== undefined) writeTo(options.markdown, summaryMarkdown(summary));
  if (options.reports !== undefined) writeIndex(options.reports, summary);
  if (options.summary === undefined && options.join !== undefined) print(summaryText(summary));
  if (summary.ended !== undefined) tell(`${visible(summary.ended)}\n`);
  return isWhole(summary) ? 0 : 2;
}

function summaryText(summary: Summary): string {
  return visibleJson(`${JSON.stringify(summary, undefined, 2)}\n`);
}

/** What an earlier sweep did: one that wrote nothing leaves everything to do. */
function earlier(file: string, organisation: string, isOpen: boolean): readonly RepositoryResult[] {
  const summary = readSummary(file);
  if (summary.organisation.toLowerCase() !== organisation.toLowerCase())
    throw new Refusal(`${file} is of another organisation: ${summary.organisation}.`);
  if (summary.isOpen !== isOpen)
    throw new Refusal(`${file} is of a sweep ${summary.isOpen ? "with" : "without"} --open. Say the same, or leave --resume out.`);
  return summary.repositories;
}

function readSummary(file: string): Summary {
  let text: string;
  try {
    text = textOf(readGiven(file));
  } catch (error) {
    throw new Refusal(`The summary ${file} cannot be read: ${reasonOf(error)}.`);
  }
  return orRefuse(parseSummary(text, file));
}
