import { afterAll } from "@jest/globals";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = join(__dirname, "../../..");

/** Writes programs for the tests of one file, inside of the repository so that they find its node_modules, and removes them afterwards. */
export function programs(): (files: Readonly<Record<string, string>>) => string {
  const scratch = join(root, ".portcullis");
  mkdirSync(scratch, { recursive: true });
  const folder = mkdtempSync(join(scratch, "programs-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (files) => {
    const program = mkdtempSync(join(folder, "program-"));
    for (const [file, text] of Object.entries({ "Pulumi.yaml": "name: small\nruntime: nodejs\n", ...files })) {
      mkdirSync(dirname(join(program, file)), { recursive: true });
      writeFileSync(join(program, file), text);
    }
    return program;
  };
}
