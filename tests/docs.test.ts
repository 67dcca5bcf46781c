import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { policies } from "@portcullis/policypack/contract/registry";
import { documentLines } from "@portcullis/remediator/docs/document";
import { readExamples } from "@portcullis/remediator/docs/judged-examples";
import { pages, policyTable } from "@portcullis/remediator/docs/pages";

const root = path.resolve(__dirname, "..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

describe("documentation that is made from the policies is current (npm run docs makes it)", () => {
  let made: ReadonlyMap<string, string>;
  beforeAll(async () => {
    const examples = await readExamples(path.join(root, "docs/examples"), policies, require);
    if ("reason" in examples) throw new Error(examples.reason);
    made = pages(policies, examples);
  }, 120_000);

  test.each([...pages(policies, new Map()).keys()])("%s", (file) => expect(read(file)).toBe(made.get(file)));

  test("no page is left of a policy that is gone", () => {
    expect(readdirSync(path.join(root, "docs/policies")).sort()).toEqual(policies.map(({ id }) => `${id}.md`).sort());
  });

  test.each(documentLines.map((line) => [line.text, line] as const))(
    "the document's line has a policy, or a reason why it has none: %s",
    (_, { text, note }) => {
      expect(policies.some(({ document }) => document.includes(text)) || note !== undefined).toBe(true);
    },
  );

  test("policies quote lines of the document", () => {
    const lines = documentLines.map(({ text }) => text);
    for (const { document } of policies) for (const quote of document) expect(lines).toContain(quote);
  });

  test.each([
    [
      "levels and settings",
      { $schema: "x", all: "advisory", "no-public-admin-ports": "mandatory", settings: { trustedCidrs: ["9.0.0.0/29"] } },
      true,
    ],
    ["a policy that is none", { "no-public-admin-port": "mandatory" }, false],
    ["a level that is none", { "no-public-admin-ports": "strict" }, false],
    ["a setting that is none", { settings: { trustedCidr: [] } }, false],
  ])("the configuration's schema: %s", (_, configuration, isValid) => {
    const validate = new Ajv({ strict: false }).compile(JSON.parse(read("policypack/configuration.schema.json")) as object);
    expect(validate(configuration)).toBe(isValid);
  });

  test("the README's table", () => expect(read("README.md")).toContain(policyTable(policies)));
});
