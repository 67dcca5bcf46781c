import type { Plain, Properties } from "./resource";

/** The start-up scripts of a machine or a template. aws-native has those of templates in an object of its own. */
export function startUpScripts({ userData, userDataBase64, launchTemplateData }: Properties): readonly string[] {
  return [userData, userDataBase64, launchTemplateData].flatMap(scriptsIn);
}

/** The same in one property: as it is written, and as it is encoded, which templates want. */
export function scriptsIn(value: Plain | undefined): readonly string[] {
  if (typeof value === "object" && value !== null && "userData" in value) return scriptsIn(value.userData);
  if (typeof value !== "string") return [];
  const isEncoded = /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(value);
  return isEncoded ? [value, Buffer.from(value, "base64").toString("utf8")] : [value];
}
