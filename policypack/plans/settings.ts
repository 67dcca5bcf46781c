import type { PackSettings } from "../contract/settings";
import { decode } from "../decode/decode";
import type { FromSetting } from "../model/needs/cut-off";
import { addressesOf, trafficOf } from "../model/rules/groups";
import { keyOf, World } from "../model/world";
import * as ip from "../net/ip";
import type { Resource } from "../resources/resource";
import { applySteps, effectsOf, settingsIn, type Step } from "./plan";

/** What rules take from keys of the configuration that a plan adds: for whomever these name, since until then they name nobody. */
export function openedBySettings(resources: readonly Resource[], steps: readonly Step[], settings: PackSettings): readonly FromSetting[] {
  return settingKeysIn(steps).length === 0 ? [] : openedToExample(applySteps(resources, steps, [example]), settings);
}

/** The keys of the configuration that steps read. */
export function settingKeysIn(steps: readonly Step[]): readonly string[] {
  return [...new Set(effectsOf(steps).flatMap(settingsIn))];
}

/** What rules open to the block that stands for whatever a key names. */
export function openedToExample(resources: readonly Resource[], settings: PackSettings): readonly FromSetting[] {
  const world = new World(decode(resources), settings, "must");
  return world.all("rule").flatMap((rule): readonly FromSetting[] => {
    const group = keyOf(rule.declaration.group);
    if (group === undefined || !ip.equals(addressesOf(world, rule.peer), exampleAddresses)) return [];
    return [{ group, direction: rule.declaration.direction, traffic: trafficOf(world, rule) }];
  });
}

/** A block that nobody has: https://www.rfc-editor.org/rfc/rfc5737 */
export const example = "203.0.113.251/32";

/** An address of the internet, which stands for whomever a key may name, where somebody from outside has to be seen. */
export const somebodyOutside = "52.94.76.1/32";
const exampleAddresses = ip.parseCidr(example) ?? ip.noAddresses;
