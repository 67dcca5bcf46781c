import path from "node:path/posix";

/** The name of a file that has the configuration of one stack, with the stack: https://www.pulumi.com/docs/iac/concepts/config/. */
export const stackFile = /^Pulumi\.(.+)\.(?:ya?ml|json)$/;

/** Whether a file has the configuration of one stack. */
export function isStackFile(file: string): boolean {
  return stackFile.test(path.basename(file));
}
