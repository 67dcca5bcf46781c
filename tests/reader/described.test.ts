import fc from "fast-check";
import { describe, expect, test } from "@jest/globals";
import { csharp } from "@portcullis/remediator/reader/languages/csharp";
import type { Dialect } from "@portcullis/remediator/reader/languages/dialect";
import { go } from "@portcullis/remediator/reader/languages/go";
import { java } from "@portcullis/remediator/reader/languages/java";
import { python } from "@portcullis/remediator/reader/languages/python";
import { typescript } from "@portcullis/remediator/reader/languages/typescript";
import { yaml } from "@portcullis/remediator/reader/languages/yaml";
import { Choices } from "../harness/described/choices";
import { whatIsRead, whatIsSaid } from "../harness/described/compare";
import { printCSharp } from "../harness/described/csharp";
import { printGo } from "../harness/described/go";
import { printJava } from "../harness/described/java";
import { makeProgram } from "../harness/described/make";
import type { Print } from "../harness/described/printer";
import type { DescribedProgram } from "../harness/described/program";
import { printPython } from "../harness/described/python";
import { registers, type Registered } from "../harness/described/registers";
import { printTypeScript } from "../harness/described/typescript";
import { printYaml, registersInYaml } from "../harness/described/yaml";

type Says = (program: DescribedProgram) => readonly Registered[];

const languages: readonly (readonly [language: string, dialect: Dialect, print: Print, says: Says])[] = [
  ["TypeScript", typescript, printTypeScript, registers],
  ["Python", python, printPython, registers],
  ["Go", go, printGo, registers],
  ["C#", csharp, printCSharp, registers],
  ["Java", java, printJava, registers],
  ["YAML", yaml, printYaml, registersInYaml],
];

/** For each language; more in `npm run soak`. */
const programs = Number(process.env.SOAK_PROGRAMS ?? 200);
const decisions = fc.noBias(fc.array(fc.nat(5_000), { minLength: 5, maxLength: 250, size: "max" }));

describe("what is described is what is read, in whatever idioms it is written", () => {
  test.each(languages)("%s", async (_, dialect, print, says) => {
    await fc.assert(
      fc.asyncProperty(decisions, decisions, async (description, idioms) => {
        const program = makeProgram(new Choices(description));
        const printed = print(program, new Choices(idioms));
        expect(await whatIsRead(dialect, printed)).toEqual(whatIsSaid(says(program), printed));
      }),
      { numRuns: programs },
    );
  });

  test("a program that says something else is told from it", async () => {
    const rule = (fromPort: number): DescribedProgram => ({
      settings: {},
      constants: [],
      functions: [],
      makers: [],
      components: [],
      body: [
        {
          kind: "resource",
          variable: "group",
          type: "SecurityGroup",
          name: { kind: "text", value: "web" },
          inputs: [
            [
              "ingress",
              {
                kind: "list",
                type: "ingress list",
                elements: [{ kind: "rule", direction: "ingress", fields: [["fromPort", { kind: "whole", value: fromPort }]] }],
              },
            ],
          ],
        },
      ],
    });
    for (const [, dialect, print, says] of languages) {
      const printed = print(rule(80), new Choices([]));
      expect(await whatIsRead(dialect, printed)).toEqual(whatIsSaid(says(rule(80)), printed));
      expect(await whatIsRead(dialect, printed)).not.toEqual(whatIsSaid(says(rule(81)), printed));
    }
  });
});
