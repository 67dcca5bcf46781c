import { describe, expect, test } from "@jest/globals";
import { array, assert, property, shuffledSubarray, string, tuple } from "fast-check";
import { branchName, branchPrefix, isBranchOf } from "@portcullis/remediator/pull-request/branch";

const project = string({ unit: "binary", minLength: 1, maxLength: 120 });
const keys = array(string(), { minLength: 1, maxLength: 10 });

describe("a branch's name", () => {
  test("is a ref that git and a URL take as it is", () => {
    assert(
      property(project, keys, (name, found) => expect(branchName(name, found)).toMatch(/^portcullis\/[a-z0-9](?:[a-z0-9-]*[a-z0-9])?-[0-9a-f]{12}$/)),
    );
  });

  test("is the same for the same set, in any order and however often", () => {
    const shuffled = keys.chain((found) => tuple(shuffledSubarray(found, { minLength: found.length }), shuffledSubarray(found)));
    assert(
      property(project, shuffled, (name, [all, some]) => {
        expect(branchName(name, [...all, ...some])).toBe(branchName(name, [...all].sort()));
      }),
    );
  });

  test("is another for another set", () => {
    assert(
      property(project, keys, string(), (name, found, more) => {
        if (!found.includes(more)) expect(branchName(name, [...found, more])).not.toBe(branchName(name, found));
      }),
    );
    expect(branchName("shop", ["a", "b"])).not.toBe(branchName("shop", ["a,b"]));
  });

  test("is known as the project's, and not as another's", () => {
    assert(
      property(project, project, keys, (one, other, found) => {
        expect(isBranchOf(one, branchName(one, found))).toBe(true);
        if (one !== other) expect(isBranchOf(other, branchName(one, found))).toBe(false);
      }),
    );
  });

  test.each([
    ["shop", "portcullis/shop-"],
    ["secure-cart", "portcullis/secure-cart-"],
    ["Shop", /^portcullis\/shop-[0-9a-f]{6}-$/],
    ["shop.eu", /^portcullis\/shop-eu-[0-9a-f]{6}-$/],
    ["..", /^portcullis\/project-[0-9a-f]{6}-$/],
    ["größe", /^portcullis\/gr-e-[0-9a-f]{6}-$/],
    ["x".repeat(60), /^portcullis\/x{40}-[0-9a-f]{6}-$/],
  ])("of %s starts with %s", (name, prefix) => {
    if (typeof prefix === "string") expect(branchPrefix(name)).toBe(prefix);
    else expect(branchPrefix(name)).toMatch(prefix);
  });

  test.each([
    "portcullis/shop-api-0123456789ab",
    "portcullis/shop-0123456789",
    "portcullis/shop-0123456789ABC",
    "portcullis/shop-0123456789ab/x",
    "x/portcullis/shop-0123456789ab",
  ])("%s is none of shop's", (branch) => {
    expect(isBranchOf("shop", branch)).toBe(false);
  });
});
