import { cpSync } from "node:fs";
import path from "node:path";
import { expect, jest, test } from "@jest/globals";
import { unknown, type Plain, type Resource } from "@portcullis/policypack/resources/resource";
import { openStack } from "@portcullis/remediator/engine/preview";
import { readFolder } from "@portcullis/remediator/reader/read";
import { readDigest } from "@portcullis/remediator/sources/digest";
import { scratch } from "../harness/command";
import { readYamlPrograms } from "../harness/yaml-program";
import { schemasFor } from "../harness/yaml-schema";
import { describeWithPulumi } from "./engine";
import { hosts } from "./hosts";

jest.setTimeout(600_000);

const { folder } = scratch("engine-languages");
const examples = path.resolve(__dirname, "../../examples/languages");

describeWithPulumi("the shop in other languages, read and previewed by the real engine", () => {
  for (const { language, build, describe } of hosts) {
    describe(() => {
      test.each(["compliant", "exposed"])("%s: the same resources, inputs and dependencies", async (kind) => {
        const at = path.join(folder, `${language}-${kind}`);
        cpSync(path.join(examples, language, kind), at, { recursive: true });
        build?.(at);
        const { projects } = await readFolder(at);
        const read = projects[0]?.stacks[0]?.resources ?? [];
        const [program] = readYamlPrograms(at);
        const stack = await openStack(at, program === undefined ? {} : { schemas: schemasFor(program) });
        if (stack.kind === "failed") throw new Error(stack.reason);
        try {
          const { exitCode, stdout, digest } = await stack.previewJson();
          expect({ exitCode, said: exitCode === 0 ? "" : stdout }).toEqual({ exitCode: 0, said: "" });
          const previewed = readDigest(digest as Readonly<Record<string, unknown>>);
          if (previewed.kind === "failed") throw new Error(previewed.reason);
          expect(comparable(read, previewed.resources)).toEqual(comparable(previewed.resources, previewed.resources));
        } finally {
          await stack.close();
        }
      });
    });
  }
});

/** Resources without what only the engine adds; what the engine does not know yet is unknown. */
function comparable(resources: readonly Resource[], engine: readonly Resource[]): readonly object[] {
  const known = new Map(engine.map((resource) => [resource.urn, resource]));
  return resources
    .filter(({ type }) => !type.startsWith("pulumi:"))
    .map(({ urn, inputs, propertyDependencies }) => ({
      urn,
      inputs: asFarAsKnown(inputs, known.get(urn)?.inputs ?? {}),
      dependencies: Object.entries(propertyDependencies)
        .filter(([, urns]) => urns.length > 0)
        .map(([property, urns]) => `${property}: ${[...urns].sort().join(", ")}`)
        .sort(),
    }))
    .sort((a, b) => a.urn.localeCompare(b.urn));
}

function asFarAsKnown(own: Plain, engine: Plain): Plain {
  if (engine === unknown) return unknown;
  if (Array.isArray(own) && Array.isArray(engine))
    return (own as readonly Plain[]).map((element, index) => asFarAsKnown(element, (engine as readonly Plain[])[index] ?? null));
  if (!isObject(own) || !isObject(engine)) return own;
  return Object.fromEntries(
    Object.entries(own)
      .filter(([key]) => key !== "__defaults")
      .map(([key, value]) => [key, asFarAsKnown(value, engine[key] ?? null)]),
  );
}

function isObject(plain: Plain): plain is Readonly<Record<string, Plain>> {
  return typeof plain === "object" && plain !== null && !Array.isArray(plain);
}
