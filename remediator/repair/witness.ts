import path from "node:path/posix";
import { Discretion } from "@portcullis/policypack/evaluation/discretion";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import type { ProofStep } from "../pull-request/request";
import type { OpenRepository } from "../reader/project/repository";
import type { Source } from "../sources/source";
import { readSource } from "../sources/sources";
import type { RunOptions } from "../sources/embedded";
import { failed, type Failed } from "../system/failed";
import { copyProgram, type WorkingCopy } from "./working-copy";
import type { CheckOptions, LocatedFinding } from "../judging/check";
import { proofIn } from "./proof";
import type { Wanted } from "./wanted";

/** What the program registered when it was run: as it was, and as it is with the edits that are kept. */
export class RunWitness {
  private constructor(
    /** The stack that the program is run for. */
    readonly stack: string,
    readonly original: Source,
    private current: Source,
    private readonly folder: string,
    private readonly copy: WorkingCopy,
    private readonly options: RunOptions,
  ) {}

  /** Runs a program as it is; `folder` is its name relative to the repository's top folder. */
  static async of(place: string, folder: string, options: RunOptions): Promise<RunWitness | Failed> {
    const original = await readSource(place, options);
    if (original.kind === "failed") return original;
    if (original.folder === undefined) return failed(`${place} is no program's folder: only source can be repaired.`);
    const copy = await copyProgram(original.folder);
    if (copy.kind === "failed") return copy;
    return new RunWitness(stackIn(original), original, original, folder, copy, options);
  }

  /** What the program registers with the edits that were found to hold. */
  get now(): Source {
    return this.current;
  }

  /** Runs the program with other texts, and asks of what it registers what was asked of what is read; a reason where it does not hold. */
  async hear(
    before: (name: string) => string | undefined,
    texts: ReadonlyMap<string, string>,
    wanted: readonly Wanted[],
    options: CheckOptions,
  ): Promise<readonly ProofStep[] | string> {
    const prefix = this.folder === "" ? "" : `${this.folder}/`;
    const outside = [...texts.keys()].find((name) => !name.startsWith(prefix));
    if (outside !== undefined) return `${outside} is outside of the program's folder, and only the program is edited`;
    for (const [name, text] of texts) this.copy.write(path.relative(this.folder, name), text);
    const source = await readSource(this.copy.folder, this.options);
    const proof = source.kind === "failed" ? [] : proofIn(this.stack, this.original.resources, source.resources, wanted, options);
    const broken = proof.filter(({ holds }) => !holds);
    if (source.kind === "source" && broken.length === 0) {
      this.current = source;
      return proof;
    }
    for (const name of texts.keys()) this.copy.write(path.relative(this.folder, name), before(name) ?? "");
    return source.kind === "failed"
      ? `the edited program does not run: ${new Discretion(this.original.resources).say(source.reason)}`
      : `when the program runs, ${broken.map(({ detail }) => detail).join("; ")}`;
  }

  /** Why nothing is done about what is seen of a run only. */
  whyNotRead({ urn }: LocatedFinding, repository: OpenRepository): string {
    const { name } = parseUrn(urn);
    const elsewhere = this.original.outside?.get(urn);
    if (elsewhere !== undefined) return `${name} is made in ${elsewhere}, outside of the program's folder, and only the program is edited`;
    const file = this.original.resources.find((resource) => resource.urn === urn)?.positions[0]?.file;
    const stated = file === undefined ? undefined : path.join(this.folder, file);
    const gap = repository.notRead.find(({ span }) => span.file.name === stated);
    if (gap !== undefined) return `${file ?? ""}, which makes ${name}, ${gap.reason}, and so is not edited`;
    return "it is seen when the program runs, and not in what is read of its source";
  }

  close(): void {
    this.copy.close();
  }
}

function stackIn({ resources }: Source): string {
  return /^urn:pulumi:([^:]*)::/.exec(resources[0]?.urn ?? "")?.[1] ?? "";
}
