import { somebodyOutside } from "@portcullis/policypack/plans/settings";
import type { ProgramReading } from "../reader/read";
import type { FixOptions } from "./fix";
import { proofOf } from "./proof";
import type { Settings } from "./readings";
import { givenTo } from "./settings";
import { reached } from "./verify";
import type { Wanted } from "./wanted";

type Read = (texts: ReadonlyMap<string, string>, settings: Settings) => Promise<ProgramReading>;

/**
 * A program in which somebody is in each list of its configuration that no stack has yet: a former repair may have left it to such a list who gets through, and a
 * rule that is made once for each of them is not there before.
 */
export class Answers {
  private before: ProgramReading | undefined;

  constructor(
    private readonly texts: ReadonlyMap<string, string>,
    private readonly read: Read,
  ) {}

  /** Who would be cut off by edits once these lists name somebody. */
  async whoIsCutOff(
    { project, stacks }: ProgramReading,
    edited: ReadonlyMap<string, string>,
    wanted: readonly Wanted[],
    options: FixOptions,
  ): Promise<string | undefined> {
    const own = `${project.name}:`;
    const open = new Set(stacks.flatMap(({ unnamed }) => unnamed).filter((key) => key.startsWith(own)));
    if (open.size === 0) return undefined;
    const given = new Map([...open].map((key) => [key.slice(own.length), [somebodyOutside]]));
    this.before ??= await this.read(this.texts, { given });
    const after = await this.read(edited, { given, unset: [...givenTo(wanted).keys()] });
    return proofOf(this.before, after, wanted, options).find(({ claim, holds }) => claim === reached && !holds)?.detail;
  }
}
