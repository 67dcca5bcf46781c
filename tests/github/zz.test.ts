import { test } from "@jest/globals";
import { Scene, repair } from "./scene";
import { BareRepository } from "./repository";
import { publish } from "@portcullis/remediator/pull-request/publish";
test("time", async () => {
  let n = 0, ms = 0; const by: Record<string, number> = {};
  const orig = BareRepository.prototype.git;
  BareRepository.prototype.git = async function (args: readonly string[], o?: any) { n++; by[args[0]!] = (by[args[0]!] ?? 0) + 1; const t = performance.now(); try { return await orig.call(this, args, o); } finally { ms += performance.now() - t; } };
  let t = performance.now(); const lap = (s: string) => { console.log(s, Math.round(performance.now() - t), "ms; spawns", n, Math.round(ms), JSON.stringify(by)); t = performance.now(); n = 0; ms = 0; for (const k in by) delete by[k]; };
  const s = await Scene.open(); lap("open");
  await publish(s.forge(), repair(), { scan: "complete" }); lap("first"); console.log(s.double.requests.map(r=>r.operationId).join(" "));
  s.double.requests.length = 0;
  await publish(s.forge(), repair(), { scan: "complete" }); lap("second"); console.log(s.double.requests.map(r=>r.operationId).join(" "));
  await s.double.stop(); lap("stop");
}, 60000);
