import type { Meaning } from "./meaning";

/** Rare spellings of TypeScript and JavaScript, as the compiler and Node.js understand them. */
export const typescriptSpellings: readonly Meaning[] = [
  {
    sentence: "several declarations of one name are one object",
    body: "namespace Ports { export const web = 80; } namespace Ports { export const alt = web + 8000; }\nfunction build() { return build.base + 1; } namespace build { export let base = 10; }\nenum Color { A = 1 } enum Color { B = A + 1 } namespace Color { export function sum() { return Color.A + Color.B; } }\nclass K { static x = 1; m() { return K.y; } } namespace K { export const y = 4; }\nallow(Ports.web, Ports.alt, build()); build.base = 20; allow(build(), Color.sum(), Color[2].length, K.x, K.y, new K().m());",
    ports: [80, 8080, 11, 21, 3, 1, 1, 4, 4],
  },
  {
    sentence: "a variable that a namespace gives to others is one variable",
    body: "namespace C { export let n = 0; export function inc() { n++; } } C.inc(); allow(C.n); C.n = 5; C.inc(); allow(C.n);",
    ports: [1, 6],
  },
  {
    sentence: "to call nothing is an error",
    body: "try { (undefined as any)(); allow(1); } catch (e) { allow(8); } const o: any = {}; try { o.nope(); allow(1); } catch { allow(9); } try { allow(o.hasOwnProperty('x') ? 1 : 0); } catch { allow(99); } let u: any; try { u(); allow(1); } catch { allow(10); }",
    ports: [8, 9, 0, 10],
  },
  {
    sentence: "lodash's common functions",
    body: 'import * as _ from "lodash"; import { range, uniq } from "lodash"; import pick from "lodash/pick";\nallow(..._.map([1, 2], (x: number) => x * 10), ..._.map([{ p: 5 }], "p"), ...range(3), ...range(2, 6, 2), ...uniq([1, 1, 2]), ..._.flatMap([1, 2], (x: number) => [x, x]), ..._.compact([0, 3, null]), pick({ a: 7, b: 8 }, ["a"]).a, Object.keys(_.omit({ a: 7, b: 8 }, "a")).length, _.groupBy([{ k: "a", v: 1 }, { k: "a", v: 2 }], "k").a.length, _.keyBy([{ k: "a", v: 9 }], "k").a.v, _.merge({ a: { x: 1 }, b: 2 }, { a: { y: 3 } }).a.x, _.chunk([1, 2, 3], 2).length, _.sumBy([{ v: 4 }, { v: 5 }], "v"), _.last([1, 6]), _.mapValues({ a: 1 }, (v: number, k: string) => v + k.length).a); _.forEach([11, 12], (p: number) => { allow(p); });',
    ports: [10, 20, 5, 0, 1, 2, 2, 4, 1, 2, 1, 1, 2, 2, 3, 7, 1, 2, 9, 1, 2, 9, 6, 2, 11, 12],
  },
  {
    sentence: "what lodash changes is not known, and what it makes of what is not known neither",
    body: 'import * as _ from "lodash"; const o: any = { a: 1 }; _.set(o, "a", 2); allow(o.a); allow(_.filter([1, 2], { k: 1 } as any).length, 3);',
    ports: ["?", "?", 3],
  },
  {
    sentence: "a pattern asks a generator for no more than it names, and ends it",
    body: "let seen = 0; function* steps() { try { seen++; yield 80; seen++; yield 81; seen++; } finally { seen += 10; } }\nconst [first] = steps(); allow(first, seen); seen = 0; const [a, b] = steps(); allow(a, b, seen); seen = 0; const [c, ...rest] = steps(); allow(c, rest.length, seen); const [, d = 7, e = 9] = steps(); allow(d, e);",
    ports: [80, 11, 80, 81, 12, 80, 1, 13, 81, 9],
  },
  {
    sentence: "constants that the package has from before there were enums",
    body: 'allow(aws.ec2.TCPProtocol === "tcp" ? 80 : 1, aws.ec2.AllProtocols === "all" ? 81 : 1, (aws.ec2.ICMPProtocol as string).length);',
    ports: [80, 81, 4],
  },
  {
    sentence: "what was perhaps left changes nothing for sure from there on, until its end",
    body: 'const open = process.env.OPEN === "1"; let a = 80; open && (a = 81); allow(a); const leave = (o: any) => { if (open) return; o.p = 5; o.q = 6; }; const o = { p: 1, q: 6 }; leave(o); allow(o.p, o.q);\nlet i = 0; while (i < 5) { i++; if (open) break; } allow(i); let b = 1; try { if (open) throw new Error("x"); b = 2; } catch { b = 3; } allow(b); const f = () => { try { if (open) throw new Error("x"); return 1; } catch { return 2; } }; allow(f());\nlet c = 1, k = 0; for (const x of [7, 8]) { k++; if (open) continue; c = x; } allow(c, k); let s = 1; switch (k) { case 2: if (open) break; s = 2; } allow(s); s = 3; allow(s);\nclass Rule { from = 1; constructor() { if (open) return; this.from = 2; } } allow(new Rule().from);',
    ports: ["?", "?", 6, "?", "?", "?", "?", 2, "?", 3, "?"],
  },
  {
    sentence: "a name for a part of a namespace or package",
    body: "namespace Ports { export const web = 80; export namespace Admin { export const ssh = 22; } export interface Kind {} } import Admin = Ports.Admin; import Kind = Ports.Kind; namespace Own { export import A = Ports.Admin; } import Group = aws.ec2.SecurityGroup; let kind: Kind; allow(Admin.ssh, Own.A.ssh + 1, Group === aws.ec2.SecurityGroup ? 3 : 3);",
    ports: [22, 23, 3],
  },
  {
    sentence: "what a loop's body perhaps leaves, it leaves wherever its elements are made",
    body: 'const open = process.env.OPEN === "1"; function* g() { for (const i of [1, 2]) yield i; yield 3; } const o = { p: 1, c: 0 }; function f() { for (const x of g()) { if (open) return; } o.p = 5; } f(); allow(o.p); for (const x of g()) { if (open) break; o.c = x; } allow(o.c);\nfunction* h() { yield 1; if (open) return; yield 2; } allow([...h()].length); function* k() { if (open) yield 1; yield 2; } const [a] = k(); allow(a); function* m() { yield* h(); } allow([...m()].length); const it = h(); it.next(); allow(it.next().value ?? 5);',
    ports: ["?", "?", "?", "?", "?", "?"],
  },
  {
    sentence: "where each way leaves something, what is left least is read on from",
    body: 'const open = process.env.OPEN === "1"; let c = 0; for (const x of [1, 2, 3]) { c = x; if (open) { break; } else { continue; } } allow(c); let z = 0; function f() { for (const x of [1]) { if (open) { return 1; } else { break; } } z = 7; return 2; } allow(f(), z);\nconst g = () => { try { if (open) { return 1; } else { throw new Error("x"); } } catch { return 2; } }; allow(g()); let n = 0; for (const x of [1, 2]) { switch (x) { case 1: if (open) { continue; } else { break; } case 2: n += 10; } n += 1; } allow(n);\nlet y = 1; try { try { if (open) throw new Error("x"); } finally { z = 1; } y = 2; } catch {} allow(y); let w = 0; const bad = () => { if (open) return 1; throw new Error("x"); }; try { bad(); w = 1; } catch { w = 2; } allow(w); const worse = () => { throw new Error("x"); }; try { if (open) worse(); w = 1; } catch { w = 2; } allow(w); try { if (open) JSON.parse("{"); w = 1; } catch { w = 2; } allow(w);',
    ports: ["?", "?", "?", "?", "?", "?", "?", "?", "?"],
  },
  {
    sentence: "what was perhaps taken out is perhaps not there",
    body: 'const open = process.env.OPEN === "1"; const o: any = { p: 1, q: 2 }; if (open) delete o.p; allow(o.p ?? 7, o.q, Object.keys(o).length); const m = new Map([["p", 1], ["q", 2]]); (() => { if (open) return; m.delete("p"); })(); allow(m.get("p") ?? 7, m.get("q")!, m.has("p") ? 1 : 2, m.size);',
    ports: ["?", 2, "?", "?", 2, "?", "?"],
  },
  {
    sentence: "what an asynchronous function perhaps changes before its first await",
    body: 'const open = process.env.OPEN === "1"; let n = 0, k = 0; const main = async () => { k = 3; if (open) return; n = 1; await Promise.resolve(); n = 2; }; main(); allow(n, k);',
    ports: ["?", 3],
  },
  {
    sentence: "a loop with an end goes on to it, also where it was perhaps left",
    body: 'const open = process.env.OPEN === "1"; const f = (x: number) => { if (open) return 9; return x; }; for (let i = 0; i < 30; i++) { f(i); if (i > 27) allow(i); } let last = 0; for (let i = 0; i < 30; i++) { if (i === 25) last = 1; if (open) break; } allow(last);',
    ports: [28, 29, "?"],
  },
];
