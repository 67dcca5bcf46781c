import path from "node:path";
import { failed, type Failed } from "../system/failed";
import type { Fix, FixOptions } from "./fix";
import { openRepository, type OpenRepository } from "../reader/project/repository";
import { joined } from "./proof";
import { sourcesOf } from "../sources/static";
import { ProjectRepair } from "./project";
import type { Repair } from "./repaired-project";
import { Readings } from "./readings";
import { isReadToItsEnd, notReadOf } from "./read-to-its-end";
import { joinedRemaining } from "./remaining";
import { RunWitness } from "./witness";

/** Repairs the programs of a folder from their source: nothing is executed, and nothing on disk is changed. */
export async function repairFolder(folder: string, options: FixOptions): Promise<Fix | Failed> {
  const repository = openRepository(folder);
  return repairAll(repository, folder, options, undefined);
}

/** The same for one program, which is run as well: as it is, and with its edits in a copy of it. */
export async function repairAndRun(folder: string, options: FixOptions): Promise<Fix | Failed> {
  const repository = openRepository(folder);
  // With identifiers a reference in a list of rules is exact, which a proof needs.
  const run = { withIdentifiers: true, ...(options.seconds === undefined ? {} : { seconds: options.seconds }) };
  const witness = await RunWitness.of(folder, repository.base, run);
  if (witness instanceof RunWitness)
    try {
      return await repairAll(repository, folder, options, witness);
    } finally {
      witness.close();
    }
  return witness;
}

async function repairAll(repository: OpenRepository, folder: string, options: FixOptions, witness: RunWitness | undefined): Promise<Fix | Failed> {
  const first = await Readings.of(repository);
  const projects = await first.settle(new Map());
  // Where no stack has a file, the program is read for the one that it is run for.
  const isNamed = projects.every(({ project }) => project.stacks[0].name !== "");
  const readings = witness === undefined || isNamed ? first : await Readings.of(repository, { stack: witness.stack });
  const own = projects.flatMap(({ project }, index) =>
    witness === undefined || project.program.folder === repository.base ? [{ project, index }] : [],
  );
  if (own.length === 0)
    return failed(
      `There is no Pulumi.yaml in ${folder} or below it, and no program that uses Pulumi. Name the folder of a Pulumi program, or of a repository that has some.`,
    );
  let texts: ReadonlyMap<string, string> = new Map();
  const repairs: Repair[] = [];
  for (const [count, { project, index }] of own.entries()) {
    options.begin?.(`Repairing and proving ${project.name}${own.length === 1 ? "" : `, project ${count + 1} of ${own.length}`}`);
    const untouched = projects[index];
    const subject = { readings, index, witness, ...(untouched === undefined ? {} : { untouched }) };
    const repair = await new ProjectRepair(subject, texts, options).run();
    repairs.push(repair);
    ({ texts } = repair);
  }
  const [chief] = repairs;
  if (chief === undefined) return failed(`${folder} has no program.`);
  const programs = own.flatMap(({ index }) => projects[index] ?? []);
  return {
    kind: "fix",
    source: chief.source,
    isComplete: programs.every((program) => isReadToItsEnd(program, first.gapsOf(program))),
    notRead: [...new Set([...programs.flatMap((program) => notReadOf(program, first.gapsOf(program))), ...notSeen(witness)])],
    programs: own.map(({ project }) => ({ name: project.name, folder: project.program.folder })),
    repaired: repairs.flatMap(({ repaired }) => repaired),
    declined: repairs.flatMap(({ declined }) => declined),
    remaining: joinedRemaining(repairs.map(({ remaining }) => remaining)),
    proof: joined(repairs),
    settings: repairs.flatMap(({ settings }) => settings),
    ...filesOf(repository, texts),
    change: {
      sources: programs.flatMap((program) => sourcesOf(program, repository.base)),
      after: repairs.flatMap(({ after }) => after),
      answered: repairs.flatMap(({ answered }) => answered ?? []),
    },
  };
}

function notSeen(witness: RunWitness | undefined): readonly string[] {
  return (witness?.original.gaps ?? []).map(({ urn, reason }) => (urn === "" ? reason : `${urn.split("::").at(-1) ?? urn} ${reason}`));
}

/** Changed files, relative to the folder that was asked for where all of them are in it, and to the repository's top folder otherwise. */
export function filesOf(repository: OpenRepository, texts: ReadonlyMap<string, string>): Pick<Fix, "folder" | "before" | "after"> {
  const { base, top } = repository;
  const prefix = base === "" || [...texts.keys()].some((name) => !name.startsWith(`${base}/`)) ? "" : `${base}/`;
  const before = new Map([...texts.keys()].map((name) => [name.slice(prefix.length), repository.read(name)?.text ?? ""]));
  const after = new Map([...texts].map(([name, text]) => [name.slice(prefix.length), text]));
  return { folder: path.join(top, prefix), before, after };
}
