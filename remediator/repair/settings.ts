import { joined } from "@portcullis/policypack/joined";
import type { PackSettings } from "@portcullis/policypack/contract/settings";
import * as intervals from "@portcullis/policypack/net/intervals";
import { effectsOf, settingsIn } from "@portcullis/policypack/plans/plan";
import { example, openedBySettings, openedToExample, settingKeysIn } from "@portcullis/policypack/plans/settings";
import { parseUrn } from "@portcullis/policypack/resources/resource";
import type { NewSetting } from "./fix";
import type { ProgramReading } from "../reader/read";
import type { Wanted } from "./wanted";

/** The keys that repairs add to a program's configuration, each with a block that stands for whatever it will name. */
export function givenTo(wanted: readonly Wanted[]): ReadonlyMap<string, readonly string[]> {
  const steps = wanted.flatMap(({ changes }) => [...changes.values()].flatMap((change) => change.steps));
  return new Map(settingKeysIn(steps).map((key) => [key, [example]]));
}

/** The same with a block for each, by which it can be told whom a rule takes from which key: https://www.rfc-editor.org/rfc/rfc5737 */
export function givenApart(given: ReturnType<typeof givenTo>): ReadonlyMap<string, readonly string[]> {
  return new Map([...given.keys()].map((key, index) => [key, [`203.0.113.${(index % 254) + 1}/32`]]));
}

export function keysByBlock(given: ReturnType<typeof givenTo>): ReadonlyMap<string, string> {
  return new Map([...given].flatMap(([key, blocks]) => blocks.map((block) => [block, key])));
}

/** Why keys do not admit whom they name: asked of the edited program, read with these keys set. */
export function whyNotAdmitted(
  original: ProgramReading,
  given: ProgramReading,
  wanted: readonly Wanted[],
  settings: PackSettings,
): string | undefined {
  for (const { stack, resources } of original.stacks) {
    const steps = wanted.flatMap(({ changes }) => changes.get(stack.name)?.steps ?? []);
    const after = given.stacks.find((each) => each.stack.name === stack.name)?.resources ?? [];
    const opened = openedToExample(after, settings);
    for (const { group, direction, traffic } of openedBySettings(resources, steps, settings)) {
      const admitted = opened.filter((each) => each.group === group && each.direction === direction).map((each) => each.traffic);
      if (!intervals.covers(intervals.unionAll(admitted), traffic)) return wouldNotAdmit(parseUrn(group).name, settingKeysIn(steps));
    }
  }
  return undefined;
}

/** What has to be said in the configuration of each stack before its next deployment. */
export function newSettings(project: string, wanted: readonly Wanted[]): readonly NewSetting[] {
  const found = new Map<string, { readonly who: Set<string>; readonly stacks: Set<string> }>();
  for (const { changes } of wanted)
    for (const [stack, { steps }] of changes)
      for (const step of effectsOf(steps))
        for (const key of settingsIn(step)) {
          const known = found.get(key) ?? { who: new Set<string>(), stacks: new Set<string>() };
          found.set(key, known);
          if (stack !== "") known.stacks.add(stack);
          for (const { keeps = [] } of step.kind === "vary" ? (step.sources ?? []) : []) for (const who of keeps) known.who.add(who);
        }
  return [...found].map(([key, { who, stacks }]) => ({ key: `${project}:${key}`, who: [...who].sort(), stacks: [...stacks].sort() }));
}

function wouldNotAdmit(group: string, keys: readonly string[]): string {
  return `${group} would not admit whom ${joined(keys)} ${keys.length === 1 ? "names" : "name"}`;
}
