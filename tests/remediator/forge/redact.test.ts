import { describe, expect, test } from "@jest/globals";
import { assert, property, string, stringMatching } from "fast-check";
import { redactor } from "@portcullis/remediator/forge/redact";

const secret = stringMatching(/^[A-Za-z0-9_]{16,60}$/);
const text = string({ unit: "grapheme", maxLength: 20 });

test("a secret is gone from any text, plain or as part of anything in base64", () => {
  assert(
    property(secret, text, text, (token, head, tail) => {
      const redact = redactor(token);
      expect(redact(`${head}${token}${tail}`)).not.toContain(token);
      for (const encoding of ["base64", "base64url"] as const) {
        const encoded = Buffer.from(`${head}${token}${tail}`).toString(encoding);
        const left = redact(`Basic ${encoded} was sent`);
        expect(left).toBe("Basic [redacted] was sent");
      }
    }),
  );
});

test("characters that mean something in a pattern or a URL are no hindrance", () => {
  const token = "a+b/c?d[e]f{g}h|i^j$k.l*m(n)o\\p";
  expect(redactor(token)(`x${token}y${encodeURIComponent(token)}z`)).toBe("x[redacted]y[redacted]z");
});

test("a text without the secret stays as it is", () => {
  assert(
    property(text, (plain) => {
      expect(redactor("ghp_0123456789abcdef")(plain)).toBe(plain);
      expect(redactor("")(plain)).toBe(plain);
    }),
  );
});

describe("a long text", () => {
  const token = "ghp_0123456789abcdef0123";
  const long = "x".repeat(2_000_000);
  const encoded = Buffer.from(`before ${token} after`).toString("base64");
  test.each([
    ["without the secret", long, long],
    ["that ends with it", `${long} ${token}`, `${long} [redacted]`],
    ["that was encoded with it", `a ${long}${encoded}${long} b`, "a [redacted] b"],
    ["that has it again and again", `${encoded},${token};`.repeat(10_000), "[redacted],[redacted];".repeat(10_000)],
  ])("%s takes no longer than to read it", (_, text, expected) => {
    const began = performance.now();
    expect(redactor(token)(text) === expected).toBe(true);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
