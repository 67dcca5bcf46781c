import path from "node:path";
import { findingKey } from "@portcullis/policypack/evaluation/evaluate";
import { applySteps, type Step } from "@portcullis/policypack/plans/plan";
import { check, type LocatedFinding } from "./check";
import { editsFor } from "./editing/editor";
import { printerOf } from "./editing/printers";
import type { DeclinedFix, Fix, FixOptions } from "./fix";
import { failed, type Failed } from "./failed";
import { applyEdits, findOverlap, type TextEdit } from "./languages/edits";
import { isDeclined } from "./languages/outcome";
import type { ProofStep } from "./pull-request/request";
import { overlaid } from "./reader/project/overlay";
import { openRepository, type OpenRepository } from "./reader/project/repository";
import { readRepository, type ProjectReading, type StackReading } from "./reader/read";
import type { Registration } from "./reader/interpreter/registration";
import type { Source } from "./source";
import { sourceOf } from "./sources/static";
import { verify } from "./verify";

/** How often a program is repaired and read again: a repair may make room for the next one. */
const mostRounds = 20;

/** Repairs the programs of a folder from their source: nothing is executed, and nothing on disk is changed. */
export async function repairFolder(folder: string, options: FixOptions): Promise<Fix | Failed> {
  const repository = openRepository(folder);
  const { projects } = await readRepository(repository);
  if (projects.length === 0)
    return failed(`There is no Pulumi.yaml in ${folder} or below it. Name the folder of a Pulumi program, or of a repository that has some.`);
  let texts: ReadonlyMap<string, string> = new Map();
  const repairs: Repair[] = [];
  for (const [index] of projects.entries()) {
    const repair = await new ProjectRepair(repository, index, texts, options).run();
    repairs.push(repair);
    ({ texts } = repair);
  }
  const [first] = repairs;
  if (first === undefined) return failed(`${folder} has no program.`);
  return {
    kind: "fix",
    source: first.source,
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

/** What one stack wants repaired: a finding and the steps of its plan. */
interface Change {
  readonly finding: LocatedFinding;
  readonly steps: readonly Step[];
}

/** The same finding in the stacks that have it, by the stack's name. */
type Wanted = ReadonlyMap<string, Change>;

interface Batch {
  readonly done: readonly { readonly key: string; readonly wanted: Wanted }[];
  readonly edits: readonly TextEdit[];
  readonly refused: ReadonlyMap<string, DeclinedFix>;
  readonly postponed: number;
}

class ProjectRepair {
  private readonly repaired: Wanted[] = [];
  private readonly declined = new Map<string, DeclinedFix>();
  private proof: readonly ProofStep[] = [];

  constructor(
    private readonly repository: OpenRepository,
    private readonly index: number,
    private texts: ReadonlyMap<string, string>,
    private readonly options: FixOptions,
  ) {}

  async run(): Promise<Repair> {
    const original = await this.read(this.texts);
    let current = original;
    for (let round = 0; round < mostRounds; round++) {
      const wanted = this.wantedIn(current);
      const batch = this.editsOf(current, wanted);
      for (const [key, refusal] of batch.refused) this.declined.set(key, refusal);
      if (batch.done.length === 0) {
        // What was refused took the place of what waits.
        if (batch.postponed === 0 || batch.refused.size === 0) break;
        continue;
      }
      const next = (await this.attempt(original, batch)) ?? (await this.oneByOne(original, current, batch));
      if (next === undefined) {
        if (batch.postponed === 0) break;
      } else current = next;
    }
    const left = new Set(sourcesOf(current, this.repository.base).flatMap((source) => check(source, this.options).findings.map(keyIn)));
    const gone = new Set(this.repaired.flatMap((wanted) => [...wanted.values()].map(({ finding }) => keyIn(finding))));
    const [source] = sourcesOf(original, this.repository.base);
    if (source === undefined) throw new Error("A project has at least one stack.");
    return {
      project: original.project.name,
      source,
      repaired: this.repaired.flatMap((wanted) => [...wanted.values()].slice(0, 1).map(({ finding }) => withStacks(finding, wanted))),
      declined: [...this.declined].filter(([key]) => left.has(key) && !gone.has(key)).map(([, refusal]) => refusal),
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

  /** The findings that have a plan, or a reason for having none, the worst first. */
  private wantedIn(reading: ProjectReading): ReadonlyMap<string, Wanted> {
    const wanted = new Map<string, Map<string, Change>>();
    for (const source of sourcesOf(reading, this.repository.base)) {
      for (const finding of check(source, this.options).findings) {
        const key = keyIn(finding);
        if (
          finding.verdict !== "violates" ||
          finding.fix === undefined ||
          this.declined.has(key) ||
          !(this.options.policies?.includes(finding.policy) ?? true)
        )
          continue;
        const changes = wanted.get(key) ?? new Map<string, Change>();
        wanted.set(key, changes.set(source.stack ?? "", { finding, steps: finding.fix.kind === "plan" ? finding.fix.steps : [] }));
      }
    }
    return wanted;
  }

  /** The edits of as many findings as can be made at once; those that touch the same place wait for the next round. */
  private editsOf(reading: ProjectReading, wanted: ReadonlyMap<string, Wanted>): Batch {
    const refused = new Map<string, DeclinedFix>();
    const taken = new Set<string>();
    const planned: { readonly key: string; readonly wanted: Wanted }[] = [];
    let postponed = 0;
    for (const [key, changes] of wanted) {
      const declinedChange = [...changes.values()].find(({ finding }) => finding.fix?.kind === "declined");
      if (declinedChange?.finding.fix?.kind === "declined")
        refused.set(key, { finding: withStacks(declinedChange.finding, changes), reason: declinedChange.finding.fix.reason });
      else {
        const urns = [...changes.values()].flatMap(({ steps }) => steps.map(({ urn }) => urn));
        if (urns.some((urn) => taken.has(urn))) postponed++;
        else {
          for (const urn of urns) taken.add(urn);
          planned.push({ key, wanted: changes });
        }
      }
    }
    const together =
      planned.length > 1 &&
      this.breaks(
        reading,
        planned.map((plan) => plan.wanted),
      ) === undefined;
    const edits: TextEdit[] = [];
    const done: Batch["done"][number][] = [];
    for (const plan of planned) {
      const made =
        (together ? undefined : this.breaks(reading, [plan.wanted])) ??
        this.editsFor(
          reading,
          plan.wanted,
          planned.map((other) => other.wanted),
        );
      const [finding] = [...plan.wanted.values()].map((change) => change.finding);
      if (typeof made === "string") {
        if (finding !== undefined) refused.set(plan.key, { finding: withStacks(finding, plan.wanted), reason: made });
        continue;
      }
      const fresh = made.filter((edit) => !edits.some((other) => JSON.stringify(other) === JSON.stringify(edit)));
      if (findOverlap([...edits, ...fresh]) === undefined) {
        edits.push(...fresh);
        done.push(plan);
      } else postponed++;
    }
    return { done, edits, refused, postponed };
  }

  /** Why plans would not hold if the resources became what they say. */
  private breaks(reading: ProjectReading, changes: readonly Wanted[]): string | undefined {
    for (const { stack, resources } of reading.stacks) {
      const own = changes.flatMap((wanted) => wanted.get(stack.name) ?? []);
      if (own.length === 0) continue;
      const steps = own.flatMap((change) => change.steps);
      const broken = verify(resources, applySteps(resources, steps), { findings: own.map(({ finding }) => finding), steps }, this.options).filter(
        ({ holds }) => !holds,
      );
      if (broken.length > 0) return broken.map(({ detail }) => detail).join("; ");
    }
    return undefined;
  }

  /** The edits of one finding, which have to be the same for every stack that has it. */
  private editsFor(reading: ProjectReading, wanted: Wanted, planned: readonly Wanted[]): readonly TextEdit[] | string {
    const printer = printerOf(reading.language);
    if (printer === undefined) return `source in ${reading.language} is read and not edited yet`;
    let edits: readonly TextEdit[] | undefined;
    for (const { stack, registrations, variables } of reading.stacks) {
      const change = wanted.get(stack.name);
      if (change === undefined) continue;
      const steps = planned.flatMap((other) => other.get(stack.name)?.steps ?? []);
      const made = editsFor(
        { registrations, allRegistrations: registrationsOf(reading), variables, modules: reading.modules(), printer },
        change.steps,
        steps,
      );
      if (isDeclined(made)) return made.reason;
      if (edits !== undefined && JSON.stringify(edits) !== JSON.stringify(made)) return "its stacks would need different changes of the same source";
      edits = made;
    }
    return edits ?? [];
  }

  /** Reads the edited program and compares it with the original, in every stack. What does not hold is not kept. */
  private async attempt(original: ProjectReading, { done, edits }: Pick<Batch, "done" | "edits">): Promise<ProjectReading | undefined> {
    const texts = this.edited(edits);
    const reading = await this.read(texts);
    const wanted = [...this.repaired, ...done.map((plan) => plan.wanted)];
    const proof = proofOf(original, reading, wanted, this.options);
    const broken = proof.filter(({ holds }) => !holds);
    if (broken.length === 0) {
      this.texts = texts;
      this.proof = proof;
      this.repaired.push(...done.map((plan) => plan.wanted));
      return reading;
    }
    if (done.length === 1) for (const { key, wanted: changes } of done) this.refuse(key, changes, broken.map(({ detail }) => detail).join("; "));
    return undefined;
  }

  /** Together they do not hold: one of them, so that one bad repair does not take the others with it. */
  private async oneByOne(original: ProjectReading, current: ProjectReading, { done }: Batch): Promise<ProjectReading | undefined> {
    if (done.length < 2) return undefined;
    for (const plan of done) {
      const alone = this.editsOf(current, new Map([[plan.key, plan.wanted]]));
      for (const [key, refusal] of alone.refused) this.declined.set(key, refusal);
      const next = alone.done.length === 0 ? undefined : await this.attempt(original, alone);
      if (next !== undefined) return next;
    }
    return undefined;
  }

  private refuse(key: string, wanted: Wanted, reason: string): void {
    const [change] = wanted.values();
    if (change !== undefined) this.declined.set(key, { finding: withStacks(change.finding, wanted), reason });
  }

  private edited(edits: readonly TextEdit[]): ReadonlyMap<string, string> {
    const texts = new Map(this.texts);
    for (const name of new Set(edits.map(({ file }) => file))) {
      const before = texts.get(name) ?? this.repository.read(name)?.text ?? "";
      texts.set(
        name,
        applyEdits(
          before,
          edits.filter(({ file }) => file === name),
        ),
      );
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

function withStacks(finding: LocatedFinding, wanted: Wanted): LocatedFinding {
  const stacks = [...wanted.keys()].filter((name) => name !== "");
  return stacks.length === 0 ? finding : { ...finding, stacks };
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

function verifyStack(before: StackReading, after: StackReading, own: readonly Change[], options: FixOptions): readonly ProofStep[] {
  return verify(
    before.resources,
    after.resources,
    { findings: own.map(({ finding }) => finding), steps: own.flatMap(({ steps }) => steps) },
    options,
  );
}
