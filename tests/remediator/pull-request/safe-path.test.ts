import { posix } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { array, assert, constantFrom, oneof, property, string } from "fast-check";
import { unsafePath } from "@portcullis/remediator/pull-request/safe-path";

describe("a path", () => {
  test.each(["index.ts", "infra/index.ts", "a b/größe.ts", "git/github.ts", "infra/.prettierrc", "..a/b..", "gitlab~1", "infra/a:b"])(
    "%j may be edited",
    (path) => {
      expect(unsafePath(path)).toBeUndefined();
    },
  );

  test.each([
    ...["", "/etc/passwd", "C:/x", "c:x", "..", "../x", "a/../b", "a/./b", "./a", "a//b", "a/", "a\\b", "a\nb", "a\0b", "x".repeat(1025)],
    ...[".git/config", ".git", ".GIT/hooks/pre-commit", "a/.git/config", ".gitmodules", ".gitattributes", ".github/workflows/ci.yml", ".GitHub/x"],
    ...[".git ", ".git./x", ".git::$INDEX_ALLOCATION/x", "GIT~1/config", ".g\u200cit/config"],
  ])("%j may not", (path) => {
    expect(unsafePath(path)).toEqual(expect.any(String));
  });

  test("that may be edited stays in the repository, as it is written", () => {
    const segment = oneof(string({ unit: "grapheme", maxLength: 4 }), constantFrom("..", ".", "", ".git", "a"));
    assert(
      property(array(segment, { maxLength: 6 }), (segments) => {
        const path = segments.join("/");
        if (unsafePath(path) !== undefined) return;
        expect(posix.normalize(path)).toBe(path);
        expect(posix.resolve("/repository", path).startsWith("/repository/")).toBe(true);
      }),
    );
  });
});
