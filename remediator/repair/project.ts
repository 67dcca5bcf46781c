import { findingKey } from "@portcullis/policypack/evaluation/finding";
import type { Resource } from "@portcullis/policypack/resources/resource";
import { check, type CheckOptions, type LocatedFinding } from "../judging/check";
import { applyEdits, type TextEdit } from "../editing/edits";
import { alignedInGo } from "../editing/go-alignment";
import { surroundingsOf } from "../editing/unused/surroundings";
import { withoutUnused } from "../editing/unused/unused";
import type { FixOptions } from "./fix";
import { goneIn, type Change, type DeclinedFix } from "./plans";
import type { ProofStep } from "../pull-request/request";
import { overlaid } from "../reader/project/overlay";
import type { OpenRepository } from "../reader/project/repository";
import { parses, type ProgramReading } from "../reader/read";
import type { Source } from "../sources/source";
import { sourcesOf } from "../sources/static";
import { Answers } from "./answers";
import { differenceIn } from "./as-planned";
import { ensuedFrom, ownersToSay, type Ensued, withEnsued } from "./ensued";
import { whyNotForNeighbours } from "./neighbours";
import { Planning, type Batch, type Elsewhere } from "./planning";
import { bothWays, proofOf } from "./proof";
import { Readings, type Settings } from "./readings";
import { remainingOf } from "./remaining";
import type { Judgement, Repair } from "./repaired-project";
import { givenApart, givenTo, keysByBlock, newSettings, whyNotAdmitted } from "./settings";
import { findingsOf, keyIn, togetherBy, type Wanted } from "./wanted";
import { reached } from "./verify";
import type { RunWitness } from "./witness";

/** How often a program is repaired and read again: a repair may make room for the next one. */
const mostRounds = 40;

/** A port, and those behind it, that nothing is known by: https://www.iana.org/assignments/service-names-port-numbers */
const unusualPort = 28_010;

/** Claims that a person may judge. That nothing more is admitted, that the findings are gone and that nothing else changes has to be proven. */
const judgeable: ReadonlySet<string> = new Set([reached, "No new finding appeared"]);

/** A project of a repository, and how it is read. */
export interface Subject {
  readonly readings: Readings;
  readonly index: number;
  /** Where the program is run as well. */
  readonly witness: RunWitness | undefined;
  /** Where other projects of the repository are repaired before it: as it was before that. */
  readonly untouched?: ProgramReading;
}

export class ProjectRepair {
  private readonly repaired: Wanted[] = [];
  /** What each stack had before anything was repaired. */
  private originals: ReadonlyMap<string, readonly Resource[]> = new Map();
  /** All projects of the repository, before anything was repaired. */
  private before: readonly ProgramReading[] = [];
  /** The same of its top folder, where an edit leaves the folder that was asked for. */
  private everywhere: Readings | undefined;
  /** Why findings had no plan when they were last looked at. */
  private readonly reasons = new Map<string, string>();
  private proof: readonly ProofStep[] = [];
  /** Plans that did not hold, by the findings that they are for. */
  private readonly unproven = new Map<string, Map<string, Change>>();
  private readonly asked: CheckOptions;
  private readonly planning: Planning;
  private readonly answers: Answers;

  constructor(
    private readonly subject: Subject,
    private texts: ReadonlyMap<string, string>,
    private readonly options: FixOptions,
  ) {
    this.answers = new Answers(texts, (edited, settings) => this.read(edited, settings));
    this.asked = { ...options, ...(options.policies === undefined ? {} : { repaired: options.policies }) };
    this.planning = new Planning(this.asked, (stack, change) => this.noteUnproven(stack, change));
  }

  async run(): Promise<Repair> {
    const { readings, index } = this.subject;
    this.before = await readings.settle(this.texts);
    const original = this.before[index] ?? (await readings.one(index, this.texts));
    this.originals = new Map(original.stacks.map(({ stack, resources }) => [stack.name, resources]));
    let current = original;
    /** How much had been repaired when it was last tried again what had failed. */
    let settled = 0;
    for (let round = 0; round < mostRounds; round++) {
      const { hindered } = this.planning;
      const elsewhere = await this.elsewhere(current);
      const batch = this.planning.write(this.sourcesOf(current), this.wantedIn(current), elsewhere);
      if (batch.done.length === 0 && this.planning.hindered > hindered) continue;
      for (const { wanted, reason } of batch.refused) this.planning.refuse(wanted, reason);
      if (batch.done.length === 0) {
        // Without what cannot be written, others may have another plan.
        if (batch.refused.length > 0) continue;
        // What failed may not fail in the program as it is now: so that a second run would find nothing that this one did not.
        if (this.repaired.length === settled || !this.planning.forget()) break;
        settled = this.repaired.length;
        continue;
      }
      current = (await this.attempt(original, current, batch)) ?? (await this.oneByOne(original, current, batch, elsewhere)) ?? current;
    }
    const findings = this.findingsOf(current);
    const left = findings.filter(({ verdict }) => verdict === "violates");
    const leftOver = [...this.leftOver(left), ...this.unread(left)];
    const given = givenApart(givenTo(this.repaired));
    const answered = given.size === 0 ? undefined : await this.read(this.texts, { given });
    const { gone, hidden } = this.ensued(original, leftOver, findings, answered);
    const declined = [...leftOver, ...hidden];
    const [source] = this.sourcesOf(original);
    if (source === undefined) throw new Error("A project has at least one stack.");
    return {
      project: original.project.name,
      source,
      after: this.sourcesOf(current),
      answered: answered && { sources: this.sourcesOf(answered), keys: keysByBlock(given) },
      repaired: [...this.repaired.flatMap(findingsOf), ...gone],
      declined,
      remaining: remainingOf(findings, declined, this.options),
      proof: withEnsued(this.proof, gone.length),
      settings: newSettings(original.project.name, this.repaired),
      texts: this.texts,
      judgements: await this.judgements(original, left),
    };
  }

  /** What stopped a deployment before, and neither was repaired by itself nor is left. */
  private ensued(
    original: ProgramReading,
    declined: readonly DeclinedFix[],
    findings: readonly LocatedFinding[],
    answered: ProgramReading | undefined,
  ): Ensued {
    const asked = this.findingsOf(this.subject.untouched ?? original).filter(({ policy }) => this.options.policies?.includes(policy) !== false);
    const withSettings = answered === undefined ? findings : this.findingsOf(answered);
    return ensuedFrom(
      asked,
      [...this.repaired.flatMap(findingsOf), ...declined.map(({ finding }) => finding), ...findings],
      withSettings,
      this.reasons,
    );
  }

  private findingsOf(reading: ProgramReading): readonly LocatedFinding[] {
    return this.sourcesOf(reading).flatMap((each) => check(each, this.asked).findings);
  }

  /** The plans that did not hold, written and read by themselves: what only has to be judged is worth showing. */
  private async judgements(original: ProgramReading, left: readonly LocatedFinding[]): Promise<readonly Judgement[]> {
    const open = new Set(left.map(keyIn));
    const made: Judgement[] = [];
    for (const [key, changes] of this.unproven) {
      const wanted: Wanted = { key, changes, isSeveral: false };
      const findings = findingsOf(wanted);
      if (!findings.every((finding) => open.has(keyIn(finding)))) continue;
      const edits = this.planning.editsFor(this.sourcesOf(original), wanted, [wanted]);
      if (typeof edits === "string" || edits.length === 0) continue;
      const texts = await this.edited(edits, new Map());
      if ((await this.unparsed(original, texts)) !== undefined) continue;
      const edited = await this.read(texts, { unset: [...givenTo([wanted]).keys()] });
      const proof = proofOf(original, edited, [wanted], this.options);
      const broken = proof.filter(({ holds }) => !holds);
      if (broken.length > 0 && broken.every(({ claim }) => judgeable.has(claim))) {
        made.push({ findings, proof, texts, after: this.sourcesOf(edited) });
      }
    }
    return made;
  }

  private noteUnproven(stack: string, change: Change): void {
    const key = change.findings.map(keyIn).sort().join("\n");
    this.unproven.set(key, (this.unproven.get(key) ?? new Map<string, Change>()).set(stack, change));
  }

  private get repository(): OpenRepository {
    return this.subject.readings.repository;
  }

  private read(texts: ReadonlyMap<string, string>, settings: Settings): Promise<ProgramReading> {
    return this.subject.readings.one(this.subject.index, texts, settings);
  }

  private wantedIn(reading: ProgramReading): readonly Wanted[] {
    const wanted = this.planning.wantedIn(this.sourcesOf(reading), (source) => {
      const own = this.repaired.flatMap(({ changes }) => changes.get(source.stack ?? "") ?? []);
      return {
        resources: this.originals.get(source.stack ?? "") ?? source.resources,
        findings: goneIn(own),
        steps: own.flatMap(({ steps }) => steps),
      };
    });
    for (const { finding, reason } of this.planning.unplanned) this.reasons.set(keyIn(finding), reason);
    return wanted;
  }

  /** The program with other ports in its settings, where there are any: another stack may have them. */
  private async elsewhere({ stacks, project }: ProgramReading): Promise<Elsewhere | undefined> {
    const own = `${project.name}:`;
    const keys = [...new Set(stacks.flatMap(({ portSettings }) => portSettings))].filter((key) => key.startsWith(own));
    if (keys.length === 0) return undefined;
    const ports = keys.map((key, index) => [key, unusualPort + index] as const);
    const given = new Map(ports.map(([key, port]) => [key.slice(own.length), port]));
    const unset = ports.filter(([key]) => !stacks.every(({ stack }) => stack.settings.config.has(key)));
    return this.planning.elsewhere(
      this.sourcesOf(await this.read(this.texts, { given })),
      new Map(unset.map(([key, port]) => [port, key.slice(own.length)])),
    );
  }

  private sourcesOf(reading: ProgramReading): readonly Source[] {
    return sourcesOf(reading, this.repository.base);
  }

  /** Reads the edited program and compares it with the original, in every stack; and runs it, where it is run. What does not hold as a whole is refused. */
  private async attempt(
    original: ProgramReading,
    current: ProgramReading,
    { done, edits }: Pick<Batch, "done" | "edits">,
    isWhole = done.length === 1,
  ): Promise<ProgramReading | undefined> {
    const texts = await this.edited(edits);
    const settings = { unset: [...givenTo([...this.repaired, ...done]).keys()] };
    const reading = await this.read(texts, settings);
    const proven =
      differenceIn(current, reading, done) ??
      (await this.whyNotNearby(texts, settings, new Set(edits.map(({ file }) => file)))) ??
      (await this.prove(original, reading, texts, [...this.repaired, ...done]));
    if (typeof proven !== "string") {
      this.texts = texts;
      this.proof = proven;
      this.repaired.push(...done);
      return reading;
    }
    for (const wanted of isWhole ? done : []) {
      this.planning.refuse(wanted, proven);
      for (const [stack, change] of wanted.changes) this.noteUnproven(stack, change);
    }
    return undefined;
  }

  /** Why the other projects are in the way: also those that were not asked for, where an edit leaves the folder that was. */
  private async whyNotNearby(texts: ReadonlyMap<string, string>, settings: Settings, changed: ReadonlySet<string>): Promise<string | undefined> {
    const { readings, index } = this.subject;
    const { base } = this.repository;
    if (base === "" || [...changed].every((name) => name.startsWith(`${base}/`))) {
      const after = await readings.edited(texts, settings, index);
      return whyNotForNeighbours(this.before.toSpliced(index, 1), after.toSpliced(index, 1), changed, this.options);
    }
    this.everywhere ??= await Readings.of({ ...overlaid(this.repository, new Map()), base: "" });
    return whyNotForNeighbours(await this.everywhere.edited(this.texts), await this.everywhere.edited(texts), changed, this.options);
  }

  private async prove(
    original: ProgramReading,
    reading: ProgramReading,
    texts: ReadonlyMap<string, string>,
    wanted: readonly Wanted[],
  ): Promise<readonly ProofStep[] | string> {
    const { witness } = this.subject;
    const unparsed = await this.unparsed(original, texts);
    if (unparsed !== undefined) return `${unparsed} would not parse with the edit`;
    const read = proofOf(original, reading, wanted, this.options);
    const broken = read.filter(({ holds }) => !holds);
    if (broken.length > 0) return broken.map(({ detail }) => detail).join("; ");
    const cutOff = await this.answers.whoIsCutOff(original, texts, wanted, this.options);
    if (cutOff !== undefined) return cutOff;
    const given = givenTo(wanted);
    const unmet = given.size === 0 ? undefined : whyNotAdmitted(original, await this.read(texts, { given }), wanted, this.options.configuration.pack);
    if (unmet !== undefined) return unmet;
    if (witness === undefined) return read;
    const seen = await witness.hear((name) => this.texts.get(name) ?? this.repository.read(name)?.text, texts, wanted, this.options);
    return typeof seen === "string" ? seen : bothWays(read, seen);
  }

  /** A changed file that does not parse any more. */
  private async unparsed({ project }: ProgramReading, texts: ReadonlyMap<string, string>): Promise<string | undefined> {
    for (const [name, text] of texts) {
      const before = this.texts.get(name) ?? this.repository.read(name)?.text ?? "";
      if (text !== before && !(await parses(project, { name, text })) && (await parses(project, { name, text: before }))) return name;
    }
    return undefined;
  }

  /** Together they do not hold: one of them, so that one bad repair does not take the others with it. */
  private async oneByOne(
    original: ProgramReading,
    current: ProgramReading,
    { done }: Batch,
    elsewhere: Elsewhere | undefined,
  ): Promise<ProgramReading | undefined> {
    if (done.length < 2) return undefined;
    const sources = this.sourcesOf(current);
    for (const wanted of togetherBy(done, (each) => this.planning.editsFor(sources, each, done, elsewhere))) {
      const alone = this.planning.write(sources, wanted, elsewhere);
      for (const refusal of alone.refused) this.planning.refuse(refusal.wanted, refusal.reason);
      const next = alone.done.length === 0 ? undefined : await this.attempt(original, current, alone, true);
      if (next !== undefined) return next;
    }
    return undefined;
  }

  /** What is left, said once for all stacks, and why: of what nobody plans a repair for, what stops a deployment. */
  private leftOver(left: readonly LocatedFinding[]): readonly DeclinedFix[] {
    const known = this.planning.declined;
    const said = new Map<string, DeclinedFix>();
    for (const finding of left) {
      if (this.options.policies?.includes(finding.policy) === false || said.has(keyIn(finding))) continue;
      const refusal = known.get(findingKey(finding));
      if (refusal !== undefined) said.set(keyIn(finding), refusal);
      else if (finding.level === "mandatory") said.set(keyIn(finding), { finding, reason: ownersToSay });
    }
    return [...said.values()];
  }

  /** What stops a deployment, and is seen when the program runs only. */
  private unread(left: readonly LocatedFinding[]): readonly DeclinedFix[] {
    const { witness } = this.subject;
    if (witness === undefined) return [];
    const known = new Set(left.map(keyIn));
    return check(witness.now, this.asked).findings.flatMap((finding): readonly DeclinedFix[] => {
      if (finding.verdict !== "violates" || finding.level !== "mandatory" || known.has(keyIn(finding))) return [];
      if (this.options.policies?.includes(finding.policy) === false) return [];
      return [{ finding, reason: witness.whyNotRead(finding, this.repository) }];
    });
  }

  /** The files after the edits, without what these leave unused. */
  private async edited(edits: readonly TextEdit[], since = this.texts): Promise<ReadonlyMap<string, string>> {
    const texts = new Map(since);
    const textOf = (name: string): string => texts.get(name) ?? this.repository.read(name)?.text ?? "";
    const around = surroundingsOf(this.repository.names, textOf);
    for (const name of new Set(edits.map(({ file }) => file))) {
      const before = textOf(name);
      const own = edits.filter(({ file }) => file === name);
      const after = await withoutUnused(name, before, applyEdits(before, own), around(name));
      texts.set(name, name.endsWith(".go") ? alignedInGo(before, after) : after);
    }
    return texts;
  }
}
