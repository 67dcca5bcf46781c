import { test } from "@jest/globals";
import { readFileSync } from "node:fs";

import { loadGrammar } from "../../remediator/reader/syntax/parse";
import { lowerCSharp } from "../../remediator/reader/languages/csharp/lower";
import { statementText } from "../harness/lowered";
test("x", async () => {
  const parse = await loadGrammar("c-sharp");
  for (const n of (process.env.G ?? "").trim().split("\n")) {
    const file = { name: n, text: readFileSync(n, "utf8") };
    const m = lowerCSharp(parse(file), file);
    const odd = m.body.filter((s) => !["import", "class declaration"].includes(s.kind));
    if (odd.length || m.unreadable.length) process.stdout.write(n + "\n  " + odd.map((s) => s.kind + " " + statementText(s).slice(0, 200)).join("\n  ") + "\n  U " + m.unreadable.map((u) => u.reason + ": " + file.text.slice(u.span.start, u.span.start + 100).replaceAll("\n", " ")).join("\n  U ") + "\n");
  }
});
