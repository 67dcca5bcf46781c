import path from "node:path/posix";

/** The name of a file that has the configuration of one stack, with the stack: https://www.pulumi.com/docs/iac/concepts/config/. */
const stackFile = /^Pulumi\.(.+)\.(?:ya?ml|json)$/;
/** What Windows and macOS find under such a name as well. */
const stackFileAlike = /^pulumi\.(.+)\.ya?ml$/;

/** The stack whose configuration a file has. */
export function stackOf(file: string): { readonly name: string; readonly isAlike: boolean } | undefined {
  const base = path.basename(file);
  const name = stackFile.exec(base)?.[1] ?? stackFileAlike.exec(base)?.[1];
  return name === undefined ? undefined : { name, isAlike: base.startsWith("p") };
}

/** Whether a file has the configuration of one stack. */
export function isStackFile(file: string): boolean {
  return stackOf(file) !== undefined;
}
