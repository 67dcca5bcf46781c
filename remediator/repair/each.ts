import path from "node:path";
import type { Fix, FixOptions } from "./fix";
import { openRepository, type OpenRepository } from "../reader/project/repository";
import { isReadToItsEnd, notReadOf } from "./read-to-its-end";
import { sourcesOf } from "../sources/static";
import { ProjectRepair } from "./project";
import { Readings } from "./readings";
import { filesOf } from "./repair";
import type { Report } from "../report/report";
import { reportsOf } from "../report/reports";
import type { Source } from "../sources/source";
import { checkAll } from "../judging/stacks";

/** The repair of one program, and everything that was read of it. */
export interface ProgramRepair {
  readonly fix: Fix;
  readonly project: { readonly name: string; readonly folder: string };
  readonly sources: readonly Source[];
  /** The same with the repair. */
  readonly after: readonly Source[];
  /** What is wrong with it as it stands, as the reports tell it. */
  readonly report: Report;
}

/** Repairs every program of a folder by itself, as if the others stayed as they are. `wants` says of a project's folder whether it is to be repaired. */
export async function repairEach(folder: string, options: FixOptions, wants: (folder: string) => boolean): Promise<readonly ProgramRepair[]> {
  const repository = openRepository(folder);
  const readings = await Readings.of(repository);
  const projects = await readings.settle(new Map());
  const made: ProgramRepair[] = [];
  for (const [index, reading] of projects.entries()) {
    const { name, program } = reading.project;
    if (!wants(program.folder)) continue;
    options.begin?.(`Repairing and proving ${name}, project ${index + 1} of ${projects.length}`);
    const repair = await new ProjectRepair({ readings, index, witness: undefined }, new Map(), options).run();
    const project = { name, folder: program.folder };
    const { source, repaired, declined, proof, settings, judgements } = repair;
    const sources = sourcesOf(reading, repository.base).map((each) => ({ ...each, written: writtenIn(repository) }));
    const gaps = readings.gapsOf(reading);
    const [report] = reportsOf(checkAll(sources, options), { today: options.today, inRepository: () => "" });
    if (report === undefined) throw new Error("A project that was read has a report.");
    made.push({
      project,
      sources,
      after: repair.after,
      report,
      fix: {
        kind: "fix",
        source,
        isComplete: isReadToItsEnd(reading, gaps),
        notRead: [...new Set(notReadOf(reading, gaps))],
        programs: [project],
        repaired,
        declined,
        proof,
        settings,
        ...filesOf(repository, repair.texts),
        judgements: judgements.map(({ findings, proof: claims, texts, after: judged }) => {
          const { before, after } = filesOf(repository, texts);
          return { findings, proof: claims, before, after, sources: judged };
        }),
      },
    });
  }
  return made;
}

function writtenIn(repository: OpenRepository): NonNullable<Source["written"]> {
  return { folder: path.join(repository.top, repository.base), text: (file) => repository.read(path.posix.join(repository.base, file))?.text };
}
