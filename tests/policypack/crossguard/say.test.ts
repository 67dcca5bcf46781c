import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { inert, say } from "@portcullis/policypack/crossguard/say";
import type { Finding } from "@portcullis/policypack/evaluation/finding";

describe("a text", () => {
  test.each([
    ["", "(no message)"],
    ["\u001b[31mred\u001b[0m", "red"],
    ["one\r\ntwo\tthree", "one two three"],
    ["<{%fg 1%}>", "< {%fg 1%}>"],
    ["<\u001b[0m{%reset%}>", "< {%reset%}>"],
    ["<<{%{%", "<< {%{%"],
    ["\u202eabc\u2066", "abc"],
    ["\ud800", "\ufffd"],
    ["**bold** <b>%s</b>", "**bold** <b>%s</b>"],
  ])("%j is shown as %j", (text, expected) => {
    expect(inert(text)).toBe(expected);
  });

  test("is one line of whole characters, bounded and never empty", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 3_000 }), (text) => {
        const shown = inert(text);
        expect(shown).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]{1,2001}$/u);
        expect(shown).not.toContain("<{%");
        expect(inert(shown)).toBe(shown);
      }),
    );
    expect(inert("😀".repeat(2_000))).toMatch(/^😀+.?…$/u);
  });
});

describe("findings of one policy", () => {
  const finding = (index: number, level: Finding["level"]): Finding => ({
    policy: "p",
    level,
    verdict: "violates",
    urn: `urn:${String(index)}`,
    property: "",
    path: [],
    severity: "high",
    message: "x".repeat(1_000),
    says: "x".repeat(1_000),
    remedy: "",
    rules: [],
  });
  const reported = (findings: readonly Finding[], isMandatory = true): readonly unknown[] => {
    const calls: unknown[] = [];
    say({ id: "p", description: "P." }, findings, isMandatory, 1, (...call: unknown[]) => calls.push(call));
    return calls;
  };

  test("say how many more there are, at the level of the worst of them", () => {
    const calls = reported(Array.from({ length: 10_000 }, (_, index) => finding(index, index === 9_999 ? "mandatory" : "advisory")));
    expect(calls.length).toBeLessThan(2_500);
    expect(calls.at(-1)).toEqual([`And ${String(10_001 - calls.length)} more findings of p.`, "urn:9999"]);
  });

  test("have no other level of their own than advisory", () => {
    expect(reported([finding(0, "mandatory"), finding(1, "advisory")])).toEqual([
      [expect.any(String), "urn:0"],
      [expect.objectContaining({ enforcementLevel: "advisory", urn: "urn:1", name: "p", description: "P." })],
    ]);
    expect(reported([finding(1, "advisory")], false)).toEqual([[expect.any(String), "urn:1"]]);
  });
});
