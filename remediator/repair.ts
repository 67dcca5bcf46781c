import path from "node:path";
import { Discretion } from "@portcullis/policypack/evaluation/discretion";
import { findingKey } from "@portcullis/policypack/evaluation/evaluate";
import { differsFromPlan } from "./as-planned";
import { check, type CheckOptions, type LocatedFinding } from "./check";
import { editsFor } from "./editing/editor";
import { printerOf } from "./editing/printers";
import { surroundingsOf } from "./editing/unused/surroundings";
import { withoutUnused } from "./editing/unused/unused";
import type { Fix, FixOptions } from "./fix";
import { failed, type Failed } from "./failed";
import { applyEdits, findOverlap, type TextEdit } from "./languages/edits";
import { isDeclined } from "./languages/outcome";
import { plansFor, type Change, type DeclinedFix } from "./plans";
import type { ProofStep } from "./pull-request/request";
import { overlaid } from "./reader/project/overlay";
import { openRepository, type OpenRepository } from "./reader/project/repository";
import { readRepository, type ProjectReading, type StackReading } from "./reader/read";
import type { Registration } from "./reader/interpreter/registration";
import type { Source } from "./source";
import { sourceOf } from "./sources/static";
import { verify } from "./verify";

/** How often a program is repaired and read again: a repair may make room for the next one. */
const mostRounds = 40;

/** Repairs the programs of a folder from their source: nothing is executed, and nothing on disk is changed. */
export async function repairFolder(folder: string, options: FixOptions): Promise<Fix | Failed> {
  const repository = openRepository(folder);
  const { projects, gaps } = await readRepository(repository);
  if (projects.length === 0)
    return failed(`There is no Pulumi.yaml in ${folder} or below it. Name the folder of a Pulumi program, or of a repository that has some.`);
  let texts: ReadonlyMap<string, string> = new Map();
  const repairs: Repair[] = [];
  for (const [index, { project }] of projects.entries()) {
    options.begin?.(`Repairing and proving ${project.name}${projects.length === 1 ? "" : `, project ${index + 1} of ${projects.length}`}`);
    const repair = await new ProjectRepair(repository, index, texts, options).run();
    repairs.push(repair);
    ({ texts } = repair);
  }
  const [first] = repairs;
  if (first === undefined) return failed(`${folder} has no program.`);
  return {
    kind: "fix",
    source: first.source,
    notRead: [...new Set([...gaps, ...projects.flatMap(({ stacks }) => stacks.flatMap((stack) => stack.gaps))].map(({ reason }) => reason))],
    programs: projects.map(({ project }) => ({ name: project.name, folder: project.program.folder })),
    repaired: repairs.flatMap(({ repaired }) => repaired),
    declined: repairs.flatMap(({ declined }) => declined),
    proof: repairs.length === 1 ? first.proof : joined(repairs),
    ...filesOf(repository, texts),
  };
}

/** The repair of one project. */
interface Repair {
  readonly project: string;
  readonly source: Source;
  readonly repaired: readonly LocatedFinding[];
  readonly declined: readonly DeclinedFix[];
  readonly proof: readonly ProofStep[];
  /** The changed files' texts, by name relative to the repository's top folder. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Changed files, relative to the folder that was asked for where all of them are in it, and to the repository's top folder otherwise. */
function filesOf(repository: OpenRepository, texts: ReadonlyMap<string, string>): Pick<Fix, "folder" | "before" | "after"> {
  const { base, top } = repository;
  const prefix = base === "" || [...texts.keys()].some((name) => !name.startsWith(`${base}/`)) ? "" : `${base}/`;
  const before = new Map([...texts.keys()].map((name) => [name.slice(prefix.length), repository.read(name)?.text ?? ""]));
  const after = new Map([...texts].map(([name, text]) => [name.slice(prefix.length), text]));
  return { folder: path.join(top, prefix), before, after };
}

/** The claims for several projects: one holds where it holds for all of them. */
function joined(repairs: readonly Repair[]): readonly ProofStep[] {
  const proven = repairs.filter(({ proof }) => proof.length > 0);
  const [first] = proven;
  return (first?.proof ?? []).map((step, index) => ({
    claim: step.claim,
    holds: proven.every(({ proof }) => proof[index]?.holds === true),
    detail: proven.map(({ project, proof }) => `${project}: ${proof[index]?.detail ?? ""}`).join("; "),
  }));
}

/** The same repair in the stacks that want it, by the stack's name. */
type Wanted = ReadonlyMap<string, Change>;

interface Batch {
  readonly done: readonly Wanted[];
  readonly edits: readonly TextEdit[];
  readonly refused: readonly { readonly wanted: Wanted; readonly reason: string }[];
}

class ProjectRepair {
  private readonly repaired: Wanted[] = [];
  /** What could not be written, or did not hold when it was, by the finding's key. */
  private readonly failures = new Map<string, DeclinedFix>();
  private unplanned: readonly DeclinedFix[] = [];
  private proof: readonly ProofStep[] = [];
  private readonly asked: CheckOptions;

  constructor(
    private readonly repository: OpenRepository,
    private readonly index: number,
    private texts: ReadonlyMap<string, string>,
    private readonly options: FixOptions,
  ) {
    this.asked = { ...options, ...(options.policies === undefined ? {} : { repaired: options.policies }) };
  }

  async run(): Promise<Repair> {
    const original = await this.read(this.texts);
    let current = original;
    /** How much had been repaired when it was last tried again what had failed. */
    let settled = 0;
    for (let round = 0; round < mostRounds; round++) {
      const batch = this.editsOf(current, this.wantedIn(current));
      for (const { wanted, reason } of batch.refused) this.refuse(wanted, reason);
      if (batch.done.length === 0) {
        // Without what cannot be written, others may have another plan.
        if (batch.refused.length > 0) continue;
        // What failed may not fail in the program as it is now: so that a second run would find nothing that this one did not.
        if (this.repaired.length === settled || this.failures.size === 0) break;
        settled = this.repaired.length;
        this.failures.clear();
        continue;
      }
      current = (await this.attempt(original, current, batch)) ?? (await this.oneByOne(original, current, batch)) ?? current;
    }
    const sources = sourcesOf(current, this.repository.base);
    const left = sources.flatMap((source) => check(source, this.asked).findings.filter(({ verdict }) => verdict === "violates"));
    const [source] = sourcesOf(original, this.repository.base);
    if (source === undefined) throw new Error("A project has at least one stack.");
    return {
      project: original.project.name,
      source,
      repaired: this.repaired.flatMap(findingsOf),
      declined: this.leftOver(left),
      proof: this.proof,
      texts: this.texts,
    };
  }

  private async read(texts: ReadonlyMap<string, string>): Promise<ProjectReading> {
    const { projects } = await readRepository(overlaid(this.repository, texts));
    const project = projects[this.index];
    if (project === undefined) throw new Error("An edit of source takes no project away.");
    return project;
  }

  /** The plans of all stacks, each with those of other stacks for the same resources. */
  private wantedIn(reading: ProjectReading): readonly Wanted[] {
    const wanted = new Map<string, Map<string, Change>>();
    const unplanned: DeclinedFix[] = [];
    for (const source of sourcesOf(reading, this.repository.base)) {
      const plans = plansFor(source, { ...this.asked, without: new Set(this.failures.keys()) });
      unplanned.push(...plans.declined);
      for (const change of plans.changes) {
        const key = [...new Set(change.steps.map(({ urn }) => withoutStack(urn)))].sort().join("\n");
        const changes = wanted.get(key) ?? new Map<string, Change>();
        wanted.set(key, changes.set(source.stack ?? "", change));
      }
    }
    this.unplanned = unplanned;
    return [...wanted.values()];
  }

  /** The edits of as many plans as can be made at once; those that touch the same place wait for the next round. */
  private editsOf(reading: ProjectReading, all: readonly Wanted[]): Batch {
    const edits: TextEdit[] = [];
    const done: Wanted[] = [];
    const refused: Batch["refused"][number][] = [];
    for (const wanted of all) {
      const made = this.editsFor(reading, wanted, all);
      if (typeof made === "string") {
        refused.push({ wanted, reason: made });
        continue;
      }
      const fresh = made.filter((edit) => !edits.some((other) => JSON.stringify(other) === JSON.stringify(edit)));
      if (findOverlap([...edits, ...fresh]) !== undefined) continue;
      edits.push(...fresh);
      done.push(wanted);
    }
    return { done, edits, refused };
  }

  /** The edits of one plan, which have to be the same for every stack that wants it. */
  private editsFor(reading: ProjectReading, wanted: Wanted, all: readonly Wanted[]): readonly TextEdit[] | string {
    const printer = printerOf(reading.language);
    if (printer === undefined) return `source in ${reading.language} is read and not edited yet`;
    let edits: readonly TextEdit[] | undefined;
    for (const { stack, registrations, variables } of reading.stacks) {
      const change = wanted.get(stack.name);
      if (change === undefined) continue;
      const steps = all.flatMap((other) => other.get(stack.name)?.steps ?? []);
      const program = {
        registrations,
        allRegistrations: registrationsOf(reading),
        variables,
        modules: reading.modules(),
        printer,
        texts: (name: string) => this.textOf(name),
      };
      const made = editsFor(program, change.steps, steps);
      if (isDeclined(made)) return this.discretionOf(reading).say(made.reason);
      if (edits !== undefined && JSON.stringify(edits) !== JSON.stringify(made)) return "its stacks would need different changes of the same source";
      edits = made;
    }
    return edits ?? [];
  }

  /** Reads the edited program and compares it with the original, in every stack. What does not hold is not kept. */
  private async attempt(
    original: ProjectReading,
    current: ProjectReading,
    { done, edits }: Pick<Batch, "done" | "edits">,
  ): Promise<ProjectReading | undefined> {
    const texts = await this.edited(edits);
    const reading = await this.read(texts);
    const proof = proofOf(original, reading, [...this.repaired, ...done], this.options);
    const broken = proof.filter(({ holds }) => !holds).map(({ detail }) => detail);
    const different = differenceIn(current, reading, done);
    if (different !== undefined) broken.push(different);
    if (broken.length === 0) {
      this.texts = texts;
      this.proof = proof;
      this.repaired.push(...done);
      return reading;
    }
    const [only] = done;
    if (done.length === 1 && only !== undefined) this.refuse(only, broken.join("; "));
    return undefined;
  }

  /** Together they do not hold: one of them, so that one bad repair does not take the others with it. */
  private async oneByOne(original: ProjectReading, current: ProjectReading, { done }: Batch): Promise<ProjectReading | undefined> {
    if (done.length < 2) return undefined;
    for (const wanted of done) {
      const alone = this.editsOf(current, [wanted]);
      for (const refusal of alone.refused) this.refuse(refusal.wanted, refusal.reason);
      const next = alone.done.length === 0 ? undefined : await this.attempt(original, current, alone);
      if (next !== undefined) return next;
    }
    return undefined;
  }

  /** Reasons quote the source, which may hold what is secret. */
  private discretionOf(reading: ProjectReading): Discretion {
    return new Discretion(sourcesOf(reading, this.repository.base).flatMap(({ resources }) => resources));
  }

  private refuse(wanted: Wanted, reason: string): void {
    const said = new Map(findingsOf(wanted).map((finding) => [keyIn(finding), finding]));
    for (const { findings } of wanted.values())
      for (const finding of findings) this.failures.set(findingKey(finding), { finding: said.get(keyIn(finding)) ?? finding, reason });
  }

  /** What is left, said once for all stacks, and why: of what nobody plans a repair for, what stops a deployment. */
  private leftOver(left: readonly LocatedFinding[]): readonly DeclinedFix[] {
    const known = new Map([...this.unplanned.map((refusal) => [findingKey(refusal.finding), refusal] as const), ...this.failures]);
    const said = new Map<string, DeclinedFix>();
    for (const finding of left) {
      if (this.options.policies?.includes(finding.policy) === false || said.has(keyIn(finding))) continue;
      const refusal = known.get(findingKey(finding));
      if (refusal !== undefined) said.set(keyIn(finding), refusal);
      else if (finding.level === "mandatory") said.set(keyIn(finding), { finding, reason: "what to do about it is for its owner to say" });
    }
    return [...said.values()];
  }

  private textOf(name: string): string {
    return this.texts.get(name) ?? this.repository.read(name)?.text ?? "";
  }

  /** The files after the edits, without what these leave unused. */
  private async edited(edits: readonly TextEdit[]): Promise<ReadonlyMap<string, string>> {
    const texts = new Map(this.texts);
    const textOf = (name: string): string => texts.get(name) ?? this.textOf(name);
    const around = surroundingsOf(this.repository.names, textOf);
    for (const name of new Set(edits.map(({ file }) => file))) {
      const before = textOf(name);
      const own = edits.filter(({ file }) => file === name);
      texts.set(name, await withoutUnused(name, before, applyEdits(before, own), around(name)));
    }
    return texts;
  }
}

function sourcesOf(reading: ProjectReading, base: string): readonly Source[] {
  return reading.stacks.map((stack) => sourceOf(reading, stack, base));
}

const allOfReading = new WeakMap<ProjectReading, readonly Registration[]>();

function registrationsOf(reading: ProjectReading): readonly Registration[] {
  const all = allOfReading.get(reading) ?? reading.stacks.flatMap(({ registrations }) => registrations);
  allOfReading.set(reading, all);
  return all;
}

/** The finding's key without its stack, so that it is the same one in all of them. */
function keyIn(finding: LocatedFinding): string {
  return findingKey(finding).replace(/urn:pulumi:[^:]*::/g, "");
}

function withoutStack(urn: string): string {
  return urn.replace(/^urn:pulumi:[^:]*::/, "");
}

/** The findings of a repair, each once with the stacks that it holds for. */
function findingsOf(wanted: Wanted): readonly LocatedFinding[] {
  const findings = new Map<string, { readonly finding: LocatedFinding; readonly stacks: string[] }>();
  for (const [stack, change] of wanted)
    for (const finding of change.findings) {
      const known = findings.get(keyIn(finding)) ?? { finding, stacks: [] };
      findings.set(keyIn(finding), known);
      if (stack !== "") known.stacks.push(stack);
    }
  return [...findings.values()].map(({ finding, stacks }) => (stacks.length === 0 ? finding : { ...finding, stacks }));
}

/** Every claim in every stack; where the stacks say the same, it is said once. */
function proofOf(original: ProjectReading, now: ProjectReading, wanted: readonly Wanted[], options: FixOptions): readonly ProofStep[] {
  const proofs = original.stacks.flatMap((before) => {
    const { name } = before.stack;
    const after = now.stacks.find(({ stack }) => stack.name === name);
    const own = wanted.flatMap((changes) => changes.get(name) ?? []);
    return after === undefined ? [] : [{ name, steps: verifyStack(before, after, own, options) }];
  });
  const [first] = proofs;
  return (first?.steps ?? []).map(({ claim }, index) => {
    const details = proofs.map(({ name, steps }) => ({ name, detail: steps[index]?.detail ?? "" }));
    const isSame = new Set(details.map(({ detail }) => detail)).size === 1;
    return {
      claim,
      holds: proofs.every(({ steps }) => steps[index]?.holds === true),
      detail: isSame ? (details[0]?.detail ?? "") : details.map(({ name, detail }) => `${name}: ${detail}`).join("; "),
    };
  });
}

/** Where the edited program is not what the plans made of the one before, in whichever stack. */
function differenceIn(before: ProjectReading, after: ProjectReading, done: readonly Wanted[]): string | undefined {
  for (const { stack, resources } of before.stacks) {
    const now = after.stacks.find((other) => other.stack.name === stack.name);
    const steps = done.flatMap((wanted) => wanted.get(stack.name)?.steps ?? []);
    const difference = now === undefined ? undefined : differsFromPlan(resources, now.resources, steps);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function verifyStack(before: StackReading, after: StackReading, own: readonly Change[], options: FixOptions): readonly ProofStep[] {
  return verify(
    before.resources,
    after.resources,
    { findings: own.flatMap(({ findings }) => findings), steps: own.flatMap(({ steps }) => steps) },
    options,
  );
}
