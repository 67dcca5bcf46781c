import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { withoutNumber, withSuffix } from "@portcullis/policypack/resources/identity";

const longer: readonly (readonly [name: string, longer: string])[] = [
  ["web", "web-2"],
  [
    "urn:pulumi:dev::shop::aws:ec2/securityGroupRule:SecurityGroupRule::web",
    "urn:pulumi:dev::shop::aws:ec2/securityGroupRule:SecurityGroupRule::web-2",
  ],
  ["<`${app}-web`>", "<`${app}-web-2`>"],
  ['<f"{app}-web">', '<f"{app}-web-2">'],
  ['<fmt.Sprintf("%s-web", app)>', '<fmt.Sprintf("%s-web", app) + "-2">'],
  ["<name>", '<name + "-2">'],
];

describe("a name with a number behind it", () => {
  test.each(longer)("%s becomes %s", (name, more) => {
    expect(withSuffix(name, "-2")).toBe(more);
    expect(withoutNumber(more)).toBe(name);
  });

  test.each(["web", "web-a", "<`${app}-web`>", "<name>", ""])("%s has none", (name) => {
    expect(withoutNumber(name)).toBeUndefined();
  });

  test("what is put behind a name can be taken away again", () => {
    const name = fc.oneof(
      fc.string({ unit: "grapheme-ascii" }).filter((text) => !text.endsWith(">")),
      fc.string({ unit: "grapheme-ascii" }).map((text) => `<${text}>`),
    );
    fc.assert(
      fc.property(name, fc.nat(), (text, number) => {
        expect(withoutNumber(withSuffix(text, `-${String(number)}`))).toBe(text);
      }),
    );
  });
});
