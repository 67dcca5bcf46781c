import { test } from "@jest/globals";
import { readFolder } from "../../remediator/reader/read";
import { plainText } from "../harness/reading";
test("x", async () => {
  let programs = 0, groups = 0, resources = 0; const gaps = new Map<string, number>();
  for (const d of (process.env.D ?? "").split(",")) {
    const r = await readFolder(d);
    for (const p of r.projects) {
      if (p.language !== "C#" && p.language !== "Java") continue;
      const s = p.stacks[0];
      if (s === undefined) continue;
      programs++; resources += s.resources.length - 1;
      if (!process.env.QUIET || s.gaps.length > 0) process.stdout.write("=== " + d.replace("/tmp/js/com/","") + " " + p.project.program.folder + " " + p.language + " " + String(s.resources.length - 1) + " resources, stack " + s.stack.name + "\n");
      for (const x of s.resources.slice(1)) { const g = /SecurityGroup|securityGroup/.test(x.type); if (g) groups++; if (!process.env.QUIET && (process.env.ALL || g)) process.stdout.write("  " + x.type + " " + x.name + " " + plainText(x.inputs).slice(0, 3000) + (x.gap ? " GAP " + x.gap : "") + "\n"); }
      for (const g of s.gaps) { const k = g.reason.replace(/[A-Z]\w+/g, "X"); gaps.set(k, (gaps.get(k) ?? 0) + 1); process.stdout.write("  GAP " + g.reason + " @ " + (g.span === undefined ? "" : g.span.file.name + ": " + g.span.file.text.slice(g.span.start, g.span.start + 90).replaceAll("\n", " ")) + "\n"); }
    }
  }
  process.stdout.write(`programs ${programs} resources ${resources} groups ${groups}\n` + [...gaps].map(([a, b]) => `${b} ${a}`).join("\n") + "\n");
}, 900_000);
