import { existsSync, readFileSync } from "node:fs";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure, type Configuration, type RawConfiguration } from "@portcullis/policypack/contract/settings";
import { check, type Check, type CheckOptions } from "../check";
import { fix, type Fix } from "../fix";
import { readSource } from "../source";
import { textOf } from "../text";
import { orRefuse, Refusal } from "./exit";
import type { RepairingOptions } from "./options";

/** Judges the resources of a place. */
export async function checkPlace(place: string, options: CheckOptions, seconds: number): Promise<Check> {
  return check(orRefuse(await readSource(place, { seconds })), options);
}

/** What to repair. */
export interface Repair {
  readonly place: string;
  /** The policies whose findings are repaired; undefined for all. */
  readonly policies: readonly string[] | undefined;
}

/** Reads the place and the policies from the arguments. `--policy` takes all that follows, so that its last value may be the place. */
export function repairOf(place: string | undefined, given: readonly string[] | undefined): Repair {
  if (given === undefined) return { place: place ?? ".", policies: undefined };
  const last = given.at(-1) ?? "";
  const isPlace = place === undefined && given.length > 1 && !isPolicies(last) && (existsSync(last) || /[/\\.]/.test(last));
  const ids = (isPlace ? given.slice(0, -1) : given).flatMap((value) => value.split(","));
  const stranger = ids.find((id) => !isPolicies(id));
  if (stranger !== undefined) throw new Refusal(`${stranger === "" ? '""' : stranger} is not a policy. docs/policies lists them.`);
  return { place: isPlace ? last : (place ?? "."), policies: ids };
}

/** Repairs a program in a copy of it. */
export async function repairPlace({ place, policies: ids }: Repair, { config, timeout }: RepairingOptions): Promise<Fix> {
  return orRefuse(await fix(place, { ...checkOptions(config), seconds: timeout, ...(ids === undefined ? {} : { policies: ids }) }));
}

function isPolicies(text: string): boolean {
  return text.split(",").every((id) => policies.some((known) => known.id === id));
}

/** The settings of a configuration's file, or the default ones, and today's date. */
export function checkOptions(file: string | undefined): CheckOptions {
  return { configuration: readConfiguration(file), today: new Date().toISOString().slice(0, 10) };
}

function readConfiguration(file: string | undefined): Configuration {
  if (file === undefined) return configure({}, policies);
  let json: unknown;
  try {
    json = JSON.parse(textOf(readFileSync(file)));
  } catch (error) {
    throw new Refusal(`The configuration ${file} cannot be read: ${(error as Error).message}.`);
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw new Refusal(`The configuration ${file} is not an object of policies.`);
  return configure(json as RawConfiguration, policies);
}
