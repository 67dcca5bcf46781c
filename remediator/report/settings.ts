import { joined } from "@portcullis/policypack/joined";
import { grouped } from "@portcullis/policypack/grouped";
import type { RuleEvidence } from "@portcullis/policypack/evaluation/finding";
import { secretValue } from "@portcullis/policypack/evaluation/discretion";
import { listed } from "@portcullis/policypack/model/names/listed";
import type { Source } from "../sources/source";
import { placeText, type Place } from "./report";

/** A source of a rule that a setting of a stack gives. */
export interface SettingSource {
  readonly key: string;
  readonly source: string;
  readonly stack: string;
  readonly place: Place | undefined;
  /** Whether the source is made from it, and not the setting itself. */
  readonly isPart: boolean;
}

/** The settings that the sources of some rules come from. */
export function settingsOf({ settings, stack = "" }: Source, rules: readonly RuleEvidence[]): readonly SettingSource[] {
  if (settings === undefined) return [];
  return rules.flatMap(({ urn, path, source }) =>
    settings(urn, path).map((given) => ({ ...given, source: given.isSecret ? secretValue : source, stack })),
  );
}

/**
 * "The setting adminCidr is 0.0.0.0/0 in prod (Pulumi.prod.yaml:2:19).", or "The setting adminIp makes 192.0.2.7/0 in prod." A sentence for each setting;
 * nothing where there is none.
 */
export function settingsInWords(settings: readonly SettingSource[], shown: Place | undefined): string {
  return grouped(settings, ({ key, isPart }) => `${key} ${isPart ? "makes" : "is"}`)
    .map(([keyAndVerb, own]) => {
      const values = grouped(own, ({ stack }) => stack).map(([stack, each]) => ({
        stack,
        values: listed([...new Set(each.map(({ source }) => source))]),
      }));
      const said = grouped(values, (each) => each.values).map(([value, alike]) => {
        const stacks = alike.map(({ stack }) => stack).filter((stack) => stack !== "");
        return `${value}${stacks.length === 0 ? "" : ` in ${listed(stacks)}`}`;
      });
      const places = [...new Set(own.flatMap(({ place }) => (place === undefined || place.file === shown?.file ? [] : placeText(place))))];
      return ` The setting ${keyAndVerb} ${joined(said)}${places.length === 0 ? "" : ` (${listed(places)})`}.`;
    })
    .join("");
}
