import { unknown, type Plain, type Resource } from "./resource";

/** aws-native has the scripts of templates in an object of its own. */
const properties = ["userData", "userDataBase64", "launchTemplateData"];

/** The start-up scripts of a machine or a template, and what is known of those that are not known as a whole. */
export function startUpScripts({ inputs, partsOfTexts = {} }: Pick<Resource, "inputs" | "partsOfTexts">): readonly string[] {
  return properties.flatMap((property) => [...scriptsIn(inputs[property]), ...(partsOfTexts[property] ?? [])]);
}

/** Whether all that something is started with is known. */
export function areScriptsKnown({ inputs, partsOfTexts = {} }: Pick<Resource, "inputs" | "partsOfTexts">): boolean {
  return Object.keys(partsOfTexts).length === 0 && properties.every((property) => isKnown(inputs[property]));
}

function isKnown(value: Plain | undefined): boolean {
  return value !== unknown && !(typeof value === "object" && value !== null && "userData" in value && value.userData === unknown);
}

/** The scripts in one property: as it is written, and as it is encoded, which templates want. */
export function scriptsIn(value: Plain | undefined): readonly string[] {
  if (typeof value === "object" && value !== null && "userData" in value) return scriptsIn(value.userData);
  if (typeof value !== "string") return [];
  const isEncoded = /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(value);
  return isEncoded ? [value, Buffer.from(value, "base64").toString("utf8")] : [value];
}
