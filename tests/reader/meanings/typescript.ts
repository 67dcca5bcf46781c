import type { Meaning } from "./meaning";

export const typescript: readonly Meaning[] = [
  {
    sentence: "numeric keys come first",
    body: "const o: any = { b: 1, 2: 20, a: 3, 1: 10 }; for (const k in o) allow(o[k]);",
    ports: [10, 20, 1, 3],
  },
  {
    sentence: "numeric keys come first, whenever they are set",
    body: 'const o: any = {}; o["443"] = 1; o["x"] = 5; o["22"] = 2; o["01"] = 7; allow(...Object.values<number>(o)); allow(...Object.keys(o).map((k) => parseInt(k) || 0));',
    ports: [2, 1, 5, 7, 22, 443, 0, 1],
  },
  {
    sentence: "a default stands for undefined, not for null",
    body: "function f(a: any = 5) { return a; } allow(f(undefined), f(null) ?? 6, f(0));",
    ports: [5, 6, 0],
  },
  {
    sentence: "a default in a pattern stands for undefined, not for null",
    body: "const { a = 1, b = 2, c = 3 } = { a: null, b: undefined, c: 0 } as any; allow(a ?? 9, b, c);",
    ports: [9, 2, 0],
  },
  {
    sentence: "numbers in texts",
    body: 'allow(parseInt("22abc"), parseInt("0x10"), parseInt("010"), parseInt("1e3"), parseInt("101", 2), Number("010"), Number("0x10"), +"1e3", Number(""), Number(" 5 "));',
    ports: [22, 16, 10, 1, 5, 10, 16, 1000, 0, 5],
  },
  {
    sentence: "numbers that are none",
    body: 'allow(Number("22abc") || 1, isNaN(parseInt("x")) ? 2 : 3, [NaN].includes(NaN) ? 4 : 5, [NaN].indexOf(NaN) + 10);',
    ports: [1, 2, 4, 9],
  },
  {
    sentence: "texts that are split",
    body: 'allow(..."1,2,3,4".split(",", 2).map(Number), "".split(",").length, "".split("").length, "a1b2c".split(/\\d/).length);',
    ports: [1, 2, 1, 0, 3],
  },
  {
    sentence: "a generator without an end goes as far as somebody takes",
    body: "let n = 0; function* g() { while (true) { n++; yield n; } } for (const x of g()) { if (x > 3) break; allow(x); } allow(n);",
    ports: [1, 2, 3, 4],
  },
  {
    sentence: "a generator and its loop take turns",
    body: "const log: number[] = []; function* g() { log.push(1); yield 10; log.push(2); yield 20; log.push(3); } for (const x of g()) log.push(x); allow(...log);",
    ports: [1, 10, 2, 20, 3],
  },
  {
    sentence: "a class counts for itself",
    body: "class A { static n = 0; static inc() { return ++this.n; } } class B extends A {} B.inc(); B.inc(); A.inc(); allow(A.n, B.n);",
    ports: [1, 2],
  },
  {
    sentence: "counters that are stepped within an assignment",
    body: "let i = 0; const p = [0, 0, 0]; p[i++] = i++; p[i] = i--; allow(...p, i);",
    ports: [1, 0, 2, 1],
  },
  {
    sentence: "texts are ordered as people order them",
    body: "allow(...Object.entries({ b: 2, a: 1, C: 3 }).sort(([a], [b]) => a.localeCompare(b)).map(([, v]) => v), ...Object.entries({ b: 2, a: 1, C: 3 }).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, v]) => v));",
    ports: [1, 2, 3, 3, 1, 2],
  },
  {
    sentence: "lists are equal to themselves only",
    body: 'const a = [1]; allow([a].includes(a) ? 1 : 0, [[1]].includes(a) ? 1 : 0, [1, 2].indexOf("1" as any), ["a"].join() === "a" ? 1 : 0, String([1, [2, 3]]).length, [null, undefined, 1].join("-").length);',
    ports: [1, 0, -1, 1, 5, 3],
  },
  {
    sentence: "a loop meets what its body adds to the list",
    body: "const p = [1, 2, 3]; for (const x of p) { if (x === 1) p.push(9); allow(x); }",
    ports: [1, 2, 3, 9],
  },
  {
    sentence: "a loop skips what its body takes out",
    body: "const p = [1, 2, 3, 4]; for (const x of p) { p.splice(p.indexOf(x), 1); allow(x); }",
    ports: [1, 3],
  },
  {
    sentence: "what typeof says",
    body: 'const x: any = null; allow(typeof x === "object" ? 1 : 2, typeof [] === "object" ? 1 : 2, typeof undefined === "undefined" ? 1 : 2, Array.isArray([]) ? 1 : 2, typeof (() => 1) === "function" ? 1 : 2);',
    ports: [1, 1, 1, 1, 1],
  },
];
