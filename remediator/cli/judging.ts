import { readFileSync } from "node:fs";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure, type Configuration, type RawConfiguration } from "@portcullis/policypack/contract/settings";
import { check, type Check, type CheckOptions } from "../check";
import { fix, type Fix } from "../fix";
import { readSource } from "../source";
import { orRefuse, Refusal } from "./exit";
import type { RepairingOptions } from "./options";

/** Judges the resources of a place. */
export async function checkPlace(place: string, options: CheckOptions, seconds: number): Promise<Check> {
  return check(orRefuse(await readSource(place, { seconds })), options);
}

/** Repairs the program of a place in a copy of it. */
export async function fixPlace(place: string, { policy, config, timeout }: RepairingOptions): Promise<Fix> {
  const stranger = policy?.find((id) => !policies.some((known) => known.id === id));
  if (stranger !== undefined) throw new Refusal(`${stranger} is not a policy. docs/policies lists them.`);
  return orRefuse(await fix(place, { ...checkOptions(config), seconds: timeout, ...(policy === undefined ? {} : { policies: policy }) }));
}

/** The settings of a configuration's file, or the default ones, and today's date. */
export function checkOptions(file: string | undefined): CheckOptions {
  return { configuration: readConfiguration(file), today: new Date().toISOString().slice(0, 10) };
}

function readConfiguration(file: string | undefined): Configuration {
  if (file === undefined) return configure({}, policies);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new Refusal(`The configuration ${file} cannot be read: ${(error as Error).message}.`);
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw new Refusal(`The configuration ${file} is not an object of policies.`);
  return configure(json as RawConfiguration, policies);
}
