import { test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { java } from "../../remediator/reader/languages/java";
import { readProgram } from "../harness/reading";
test("x", async () => {
  for (const f of (process.env.F ?? "").split(",")) {
  const r = await readProgram(java, { files: { "src/main/java/App.java": readFileSync(f, "utf8") } });
  process.stdout.write(r.lines.join("\n") + "\nGAPS\n" + r.gaps.join("\n")+"\n");
  }
});
