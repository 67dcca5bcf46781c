import { test } from "@jest/globals";
import { readFileSync, readdirSync } from "node:fs";
import { csharp } from "../../remediator/reader/languages/csharp";
import { readProgram } from "../harness/reading";
test("x", async () => {
  for (const d of (process.env.D ?? "").split(",")) {
  const files: Record<string,string> = {};
  for (const f of readdirSync(d)) if (/\.cs(proj)?$/.test(f)) files[f] = readFileSync(d+"/"+f, "utf8");
  const r = await readProgram(csharp, { files });
  process.stdout.write("=== "+d+"\n"+r.lines.join("\n") + "\nGAPS\n" + r.gaps.join("\n")+"\n");
  }
});
