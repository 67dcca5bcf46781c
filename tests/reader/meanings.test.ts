import { describe, expect, test } from "@jest/globals";
import { madeBy, web } from "./idioms/idiom";
import { csharp } from "./meanings/csharp";
import { csharpConstructs } from "./meanings/csharp-constructs";
import { go } from "./meanings/go";
import { goConstructs } from "./meanings/go-constructs";
import { java } from "./meanings/java";
import { javaConstructs } from "./meanings/java-constructs";
import { frames, type Meaning } from "./meanings/meaning";
import { python } from "./meanings/python";
import { pythonConstructs } from "./meanings/python-constructs";
import { typescript } from "./meanings/typescript";

const meanings: readonly (readonly [language: string, all: readonly Meaning[]])[] = [
  ["TypeScript", typescript],
  ["Python", [...python, ...pythonConstructs]],
  ["Go", [...go, ...goConstructs]],
  ["C#", [...csharp, ...csharpConstructs]],
  ["Java", [...java, ...javaConstructs]],
];

describe.each(meanings)("what %s means", (language, all) => {
  test.each(all.map((meaning) => [meaning.sentence, meaning] as const))("%s", async (sentence, meaning) => {
    const files = frames[language]?.(meaning) ?? {};
    const { makes, notRead } = await madeBy({ sentence, files, makes: [] });
    expect(makes).toEqual(web(...meaning.ports));
    expect(notRead).toEqual(meaning.notRead ?? []);
  });
});
