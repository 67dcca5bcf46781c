import { describe, expect, test } from "@jest/globals";
import { array, assert, constantFrom, oneof, property, string } from "fast-check";
import { code, plain, prose } from "@portcullis/remediator/pull-request/escape";
import { readMarker } from "@portcullis/remediator/pull-request/marker";

/** Pieces of what does something on GitHub, in any order. */
const pieces = constantFrom(
  ...["@ada", "@acme/ops", "#12", "acme/shop#12", "GH-12", "gh-7", "fixes ", "https://", "http://evil.example/x", "www.evil.example", "a@b.example"],
  ...[
    "[text](",
    ")",
    "![",
    "](",
    "`",
    "``",
    "```",
    "<!--",
    "-->",
    "<script>",
    "</details>",
    "&lt;",
    "&#64;",
    "*",
    "_",
    "~~",
    "|",
    "\\",
    "\n",
    "\r\n",
    "\u2028",
  ],
  ...[
    "- ",
    "1. ",
    "# ",
    "> ",
    "---",
    "===",
    "\u202e",
    "\u200b",
    "\u0000",
    "\ud800",
    "[x] ",
    "$x$",
    "mailto:x",
    "<!-- portcullis:AAAA -->",
    "\u{1f600}",
  ],
);
const hostile = array(oneof(pieces, string({ unit: "binary", maxLength: 5 })), { maxLength: 12 }).map((parts) => parts.join(""));

/** What a Markdown processor makes of an escaped text, as far as escapes go. */
const rendered = (markdown: string): string =>
  markdown
    .replace(/\\([!-/:-@[-`{-~])/g, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

/** What GitHub looks for in rendered text outside code. */
function expectNoReferences(text: string): void {
  expect(text).not.toMatch(/@[\w-]/);
  expect(text).not.toMatch(/#\d/);
  expect(text).not.toMatch(/GH-\d/i);
  expect(text).not.toMatch(/:\/\//);
  expect(text).not.toMatch(/www\./i);
  expect(text).not.toMatch(/(?:mailto|xmpp):/i);
}

function expectOneVisibleLine(text: string): void {
  expect(text).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u);
  expect(text.replaceAll("\u200b", "")).not.toMatch(/\p{Cf}/u);
  expect(text).not.toMatch(/<!--/);
  expect(readMarker(text).kind).toBe("none");
}

describe("prose", () => {
  test("has nothing active left in it", () => {
    assert(
      property(hostile, (text) => {
        const escaped = prose(text);
        expectOneVisibleLine(escaped);
        expectNoReferences(rendered(escaped));
        expect(escaped).not.toMatch(/[<>]/);
        expect(escaped.replace(/^\\[-+=]|\\[\\`*_~[\]|$]/g, "")).not.toMatch(/[\\`*_~[\]|$]/);
        expect(escaped).not.toMatch(/&(?!lt;|gt;|amp;)/);
        expect(escaped).not.toMatch(/^(?:[-+=>]|#+[ \t]|\d+[.)])/);
      }),
      { numRuns: 500 },
    );
  });

  test("reads as it was written, where it is harmless", () => {
    const sentence = 'web admits 4,256,038,912 IPv4 addresses from the internet to tcp/22 (and "udp/3389"). Use 10.0.0.0/8, or drop the rule!';
    expect(prose(sentence)).toBe(sentence);
  });

  test.each([
    ["@ada fixes #1", "@\u200bada fixes #\u200b1"],
    ["a_b*c", "a\\_b\\*c"],
    ["__www.evil.example", "\\_\\_www\u200b.evil.example"],
    ["<img src=x>", "&lt;img src=x&gt;"],
    ["- [x] done", "\\- \\[x\\] done"],
    ["1. one", "1\u200b. one"],
    ["line\n# two", "line #\u200b two"],
    ["a\u202eb", "a\\\\u{202e}b"],
  ])("%j becomes %j", (text, escaped) => {
    expect(prose(text)).toBe(escaped);
  });

  test("is bounded", () => {
    expect(prose("a".repeat(5000), 10)).toBe("aaaaaaaaaa…");
    expect(prose("\u{1f600}".repeat(11), 10)).toBe(`${"\u{1f600}".repeat(10)}…`);
    expect(prose("\u{1f600}".repeat(10), 10)).toBe("\u{1f600}".repeat(10));
  });
});

describe("code", () => {
  test("is one code span, whatever is in it", () => {
    assert(
      property(hostile, (text) => {
        const span = code(text);
        expectOneVisibleLine(span);
        if (span === "(empty)") return;
        const fence = /^`+/.exec(span)?.[0] ?? "";
        expect(fence).not.toBe("");
        const inner = span.slice(fence.length, -fence.length);
        expect(span).toBe(fence + inner + fence);
        expect(inner).not.toBe("");
        for (const run of inner.match(/`+/g) ?? []) expect(run.length).not.toBe(fence.length);
        expect(inner).not.toMatch(/^`|`$/);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ["web", "`web`"],
    ["a`b", "`` a`b ``"],
    ["`", "`` ` ``"],
    ["", "(empty)"],
    [" \n ", "(empty)"],
    ["@ada", "`@ada`"],
  ])("%j becomes %j", (text, span) => {
    expect(code(text)).toBe(span);
  });
});

test("a plain line mentions nobody and closes nothing", () => {
  assert(
    property(hostile, (text) => {
      const line = plain(text);
      expectOneVisibleLine(line);
      expectNoReferences(line);
    }),
    { numRuns: 500 },
  );
});
