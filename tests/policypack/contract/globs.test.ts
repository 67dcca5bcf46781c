import { describe, expect, test } from "@jest/globals";
import { globOn, globOnResource } from "@portcullis/policypack/contract/globs";
import fc from "fast-check";

describe("a glob matches", () => {
  test.each<[glob: string, matches: readonly string[], others: readonly string[]]>([
    ["web", ["web"], ["web1", "aweb", "", "WEB"]],
    ["*", ["", "web", "urn:pulumi:dev::shop::aws:ec2/instance:Instance::web"], []],
    ["web-*", ["web-", "web-1", "web-a/b:c"], ["web", "my-web-1"]],
    ["*-web-*", ["a-web-b", "-web-"], ["web", "a-web"]],
    ["**/x", ["/x", "a/b/x"], ["x"]],
    ["we?", ["web", "we1"], ["we", "webb"]],
    ["{web,app}-1", ["web-1", "app-1"], ["db-1", "web,app-1", "web"]],
    ["{web,app-{1,2}}*", ["web", "app-1", "app-2x"], ["app-3", "app"]],
    ["{web,}x", ["webx", "x"], ["web"]],
    ["web[0-9]", ["web0", "web9"], ["weba", "web"]],
    ["web[!0-9]", ["weba"], ["web0", "web"]],
    ["[]x]", ["]", "x"], ["y"]],
    ["\\*", ["*"], ["a"]],
    ["{web", ["{web"], ["web"]],
    ["web}", ["web}"], ["web"]],
    ["we,b", ["we,b"], ["we", "b"]],
    ["[web", ["[web"], ["w"]],
    ["(a+)+$", ["(a+)+$"], ["a"]],
    ["", [""], ["a"]],
  ])("%s", (glob, matches, others) => {
    expect(matches.filter((text) => !globOn(glob)(text))).toEqual([]);
    expect(others.filter(globOn(glob))).toEqual([]);
  });

  test("a resource by its URN, or by its name", () => {
    const urn = "urn:pulumi:dev::shop::aws:ec2/securityGroup:SecurityGroup::partner-1";
    expect(["partner-*", "*::partner-1", urn, "*dev*SecurityGroup*"].filter((glob) => !globOnResource(glob)(urn))).toEqual([]);
    expect(globOnResource("partner")(urn)).toBe(false);
  });
});

test("a text without anything special matches itself alone", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z:$/. -]*$/), fc.stringMatching(/^[a-z:$/. -]*$/), (text, other) => {
      expect(globOn(text)(other)).toBe(text === other);
    }),
  );
});

test("texts joined by stars match what has them in that order", () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[ab]{0,3}$/), { minLength: 1, maxLength: 6 }), fc.stringMatching(/^[ab]{0,12}$/), (parts, text) => {
      const pattern = new RegExp(`^${parts.join("[ab]*")}$`);
      expect(globOn(parts.join("*"))(text)).toBe(pattern.test(text));
    }),
  );
});

test("no glob takes long", () => {
  const text = "a".repeat(300);
  const started = performance.now();
  for (const glob of [`${"*a".repeat(60)}*b`, `${"{a,a*}".repeat(40)}b`, `${"?*".repeat(80)}b`, "{".repeat(400), "*".repeat(500) + "b"])
    globOn(glob)(text);
  expect(performance.now() - started).toBeLessThan(2_000);
});
