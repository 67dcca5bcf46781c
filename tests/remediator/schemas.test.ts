import { expect, test } from "@jest/globals";
import { configurationSchema } from "@portcullis/remediator/configuration/schema";
import { repairFileSchema } from "@portcullis/remediator/repair-file/schema";
import { summarySchema } from "@portcullis/remediator/run/summary";
import { Ajv } from "ajv";

/** The program does not ask this of its own schemas. */
test.each([
  ["the configuration", configurationSchema, false],
  ["a repair file", repairFileSchema, true],
  ["the summary of a sweep", summarySchema, true],
] as const)("the schema of %s is one", (_, schema, strict) => {
  const ajv = new Ajv({ strict });
  expect([ajv.validateSchema(schema), ajv.errors ?? []]).toEqual([true, []]);
});
