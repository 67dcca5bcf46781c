import { describe, expect, test } from "@jest/globals";
import { madeBy, web } from "./idioms/idiom";
import { csharp } from "./meanings/csharp";
import { csharpConstructs } from "./meanings/csharp-constructs";
import { csharpLibrary } from "./meanings/csharp-library";
import { csharpSpellings } from "./meanings/csharp-spellings";
import { go } from "./meanings/go";
import { goConstructs } from "./meanings/go-constructs";
import { goLibrary } from "./meanings/go-library";
import { goSpellings } from "./meanings/go-spellings";
import { java } from "./meanings/java";
import { javaConstructs } from "./meanings/java-constructs";
import { javaLibrary } from "./meanings/java-library";
import { javaSpellings } from "./meanings/java-spellings";
import { frames, type Meaning } from "./meanings/meaning";
import { python } from "./meanings/python";
import { pythonConstructs } from "./meanings/python-constructs";
import { pythonLibrary } from "./meanings/python-library";
import { pythonSpellings } from "./meanings/python-spellings";
import { typescript } from "./meanings/typescript";
import { typescriptLibrary } from "./meanings/typescript-library";
import { typescriptSpellings } from "./meanings/typescript-spellings";

const meanings: readonly (readonly [language: string, all: readonly Meaning[]])[] = [
  ["TypeScript", [...typescript, ...typescriptLibrary, ...typescriptSpellings]],
  ["Python", [...python, ...pythonConstructs, ...pythonLibrary, ...pythonSpellings]],
  ["Go", [...go, ...goConstructs, ...goLibrary, ...goSpellings]],
  ["C#", [...csharp, ...csharpConstructs, ...csharpLibrary, ...csharpSpellings]],
  ["Java", [...java, ...javaConstructs, ...javaLibrary, ...javaSpellings]],
];

describe.each(meanings)("what %s means", (language, all) => {
  test.each(all.map((meaning) => [meaning.sentence, meaning] as const))("%s", async (sentence, meaning) => {
    const files = frames[language]?.(meaning) ?? {};
    const { makes, notRead } = await madeBy({ sentence, files, makes: [] });
    expect(makes).toEqual(web(...meaning.ports));
    expect(notRead).toEqual(meaning.notRead ?? []);
  });
});
