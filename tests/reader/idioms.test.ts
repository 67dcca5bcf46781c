import { describe, expect, test } from "@jest/globals";
import { csharp } from "./idioms/csharp";
import { go } from "./idioms/go";
import { madeBy, type Idiom } from "./idioms/idiom";
import { java } from "./idioms/java";
import { python } from "./idioms/python";
import { typescript } from "./idioms/typescript";
import { yaml } from "./idioms/yaml";

/** How many idioms of each language are read. The numbers only rise; docs/languages.md says them. */
const idioms: readonly (readonly [language: string, count: number, idioms: readonly Idiom[]])[] = [
  ["TypeScript", 37, typescript],
  ["Python", 37, python],
  ["Go", 30, go],
  ["C#", 29, csharp],
  ["Java", 26, java],
  ["YAML", 40, yaml],
];

describe.each(idioms)("%s", (_language, count, all) => {
  test.each(all.map((idiom) => [idiom.sentence, idiom] as const))("%s", async (_sentence, idiom) => {
    const { makes, notRead } = await madeBy(idiom);
    expect(makes).toEqual(idiom.makes);
    const expected = idiom.notRead ?? [];
    expect(notRead.filter((reason) => !expected.some((part) => reason.includes(part)))).toEqual([]);
    expect(expected.filter((part) => !notRead.some((reason) => reason.includes(part)))).toEqual([]);
  });

  test("there are no fewer than before, and no two of one name", () => {
    expect(all.length).toBeGreaterThanOrEqual(count);
    expect(new Set(all.map(({ sentence }) => sentence)).size).toBe(all.length);
  });
});
