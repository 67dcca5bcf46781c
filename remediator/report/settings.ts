import { grouped } from "@portcullis/policypack/grouped";
import type { RuleEvidence } from "@portcullis/policypack/evaluation/finding";
import { listed } from "@portcullis/policypack/model/names/listed";
import type { Source } from "../sources/source";
import { placeText, type Place } from "./report";

/** A source of a rule that a setting of a stack gives. */
export interface SettingSource {
  readonly key: string;
  readonly source: string;
  readonly stack: string;
  readonly place: Place | undefined;
}

/** The settings that the sources of some rules come from. */
export function settingsOf({ setting, stack = "" }: Source, rules: readonly RuleEvidence[]): readonly SettingSource[] {
  if (setting === undefined) return [];
  return rules.flatMap(({ urn, path, source }) => {
    const given = setting(urn, path);
    return given === undefined ? [] : [{ key: given.key, source, stack, place: given.place }];
  });
}

/** "The setting adminCidr is 0.0.0.0/0 in prod (Pulumi.prod.yaml:2:19)." A sentence for each setting; nothing where there is none. */
export function settingsInWords(settings: readonly SettingSource[], shown: Place | undefined): string {
  return grouped(settings, ({ key }) => key)
    .map(([key, own]) => {
      const values = grouped(own, ({ stack }) => stack).map(([stack, each]) => ({
        stack,
        values: listed([...new Set(each.map(({ source }) => source))]),
      }));
      const said = grouped(values, (each) => each.values).map(([value, alike]) => {
        const stacks = alike.map(({ stack }) => stack).filter((stack) => stack !== "");
        return `${value}${stacks.length === 0 ? "" : ` in ${listed(stacks)}`}`;
      });
      const places = [...new Set(own.flatMap(({ place }) => (place === undefined || place.file === shown?.file ? [] : placeText(place))))];
      return ` The setting ${key} is ${said.join(", ")}${places.length === 0 ? "" : ` (${listed(places)})`}.`;
    })
    .join("");
}
