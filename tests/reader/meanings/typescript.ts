import type { Meaning } from "./meaning";

export const typescript: readonly Meaning[] = [
  {
    sentence: "what a list, a text, a number or a truth value has no property for is undefined",
    body: 'const has = (x: any) => (x && x.rules ? 1 : 2); allow(has([]), has([1].map((n) => n)), has("rules"), has("a,b".split(",")), has(5), has(true), has(JSON.parse("[]"))); const { rules = 3 } = [] as any; allow(rules, ([] as any).port ?? 4, ("a" as any)?.a?.b ?? 5, typeof ([] as any).map === "function" ? 6 : 7);',
    ports: [2, 2, 2, 2, 2, 2, 2, 3, 4, 5, 6],
  },
  {
    sentence: "a property of a list that is set somehow is not known to be undefined",
    body: 'const has = (x: any) => (x.port ? 1 : 2); const a: any = [1]; a.port = 5; const b = Object.assign([1], { port: 5 }); const c: any = [1]; Object.defineProperty(c, "port", { value: 5 }); const d: any = [1]; if (process.env.OPEN) d.port = 5; const e: any = [1]; e[process.env.KEY!] = 5; const f: any = [1]; Object.setPrototypeOf(f, { port: 5 }); allow(has(a), has(b), has(c), has(d), has(e), has(f));',
    ports: ["?", "?", "?", "?", "?", "?"],
  },
  {
    sentence: "a property that the program gives all lists is theirs",
    body: '(Array.prototype as any).port = 5; (String.prototype as any).port = 6; allow(([] as any).port, ("a" as any).port);',
    ports: [5, 6],
  },
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
    sentence: "a loop meets what its body adds to the map",
    body: "const m = new Map([[1, 1]]); for (const [k] of m) { if (k < 4) m.set(k + 1, 1); allow(k); }",
    ports: [1, 2, 3, 4],
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
  {
    sentence: "a getter runs each time that it is asked for",
    body: "let n = 1; const o = { get p() { return n; } }; n = 5; allow(o.p); n = 6; allow(o.p);",
    ports: [5, 6],
  },
  {
    sentence: "a copy keeps what a getter gave",
    body: "let n = 1; const o = { get p() { return n; } }; const c = { ...o }; n = 5; allow(c.p, o.p);",
    ports: [1, 5],
  },
  {
    sentence: "a getter that counts",
    body: "let n = 0; const o = { get p() { return ++n; } }; allow(o.p, o.p, o.p);",
    ports: [1, 2, 3],
  },
  {
    sentence: "a getter is asked for where it is taken apart",
    body: "let n = 3; const o = { get p() { return n * 2; } }; n = 4; const { p } = o; n = 5; allow(p);",
    ports: [8],
  },
  {
    sentence: "a setter of an object",
    body: "const o: any = { _v: 0, get v() { return this._v; }, set v(x) { this._v = x + 1; } }; o.v = 5; allow(o.v);",
    ports: [6],
  },
  {
    sentence: "a getter that remembers",
    body: "class A { private c?: number; n = 0; get p() { if (this.c === undefined) { this.n++; this.c = 5; } return this.c; } } const a = new A(); allow(a.p, a.p, a.n);",
    ports: [5, 5, 1],
  },
  {
    sentence: "places that nothing was put into are passed over",
    body: "let n = 0; Array(3).forEach(() => n++); allow(n); for (const x of Array(2)) n++; allow(n);",
    ports: [0, 2],
  },
  {
    sentence: "what joins and sums passes over",
    body: 'const a = [1, , 3]; allow(a.reduce((s, x) => s! + x!, 0)!, a.join("-").length, Object.keys(a).length);',
    ports: [4, 4, 2],
  },
  {
    sentence: "an element beyond the end",
    body: "const a: number[] = []; a[3] = 5; allow(a.length, a.filter(() => true).length, a[3]);",
    ports: [4, 1, 5],
  },
  {
    sentence: "an element that is taken away leaves its place",
    body: "const a = [1, 2, 3]; delete a[1]; allow(a.length, a.filter(() => true).length);",
    ports: [3, 2],
  },
  {
    sentence: "what follows an await comes later",
    body: "async function f() { allow(1); await null; allow(2); } f(); allow(3);",
    ports: [1, 3],
  },
  {
    sentence: "what waits for a promise comes later",
    body: "Promise.resolve(5).then((v) => allow(v)); allow(1);",
    ports: [1],
  },
  {
    sentence: "then on plain let",
    body: "let x = 1; Promise.resolve().then(() => { x = 2; }); allow(x);",
    ports: [1],
  },
  {
    sentence: "a loop that waits comes later",
    body: "const r: number[] = []; (async () => { r.push(1); for await (const x of [2, 3]) r.push(x); })(); allow(...r);",
    ports: [1],
  },
  {
    sentence: "a Map tells its keys by identity",
    body: "const k = {}; const m = new Map<any, number>([[k, 1], [{}, 2]]); allow(m.get(k)!, m.size, m.get({}) ?? 9);",
    ports: [1, 2, 9],
  },
  {
    sentence: 'a Map tells 1 from "1"',
    body: 'const m = new Map<any, number>(); m.set(1, 10); m.set("1", 20); allow(m.get(1)!, m.get("1")!, m.size);',
    ports: [10, 20, 2],
  },
  {
    sentence: "a Map knows NaN",
    body: "const m = new Map<any, number>(); m.set(NaN, 10); allow(m.get(NaN)!, m.has(NaN) ? 1 : 0, m.size);",
    ports: [10, 1, 1],
  },
  {
    sentence: "a Map tells true, null and undefined from their texts",
    body: 'const m = new Map<any, number>([[true, 1], ["true", 2], [null, 3], [undefined, 4]]); allow(m.get(true)!, m.get("true")!, m.get(null)!, m.get(undefined)!, m.size);',
    ports: [1, 2, 3, 4, 4],
  },
  {
    sentence: "a Map keeps its order",
    body: 'const m = new Map([["b", 1], ["a", 2]]); m.set("b", 9); allow(...m.values()); m.delete("b"); m.set("b", 3); allow(...m.values());',
    ports: [9, 2, 2, 3],
  },
  {
    sentence: "Map has numeric text",
    body: 'const m = new Map<any, number>([["22", 1]]); allow(m.has(22) ? 1 : 0, m.has("22") ? 1 : 0);',
    ports: [0, 1],
  },
  {
    sentence: "a Set tells its elements by identity",
    body: 'const s = new Set<any>([NaN, NaN, {}, {}, 1, "1"]); allow(s.size);',
    ports: [5],
  },
  {
    sentence: "from the end",
    body: "allow([1, 2, 3].reduceRight((s, x, i) => s * 10 + x + i, 0), [1, 2, 1].lastIndexOf(1), [1, 2, 3].findLastIndex((x) => x < 3), [5, 6].findLast((x) => x > 0)!);",
    ports: [531, 2, 1, 6],
  },
  {
    sentence: "from a place on",
    body: 'allow([1, 2, 3].includes(1, 1) ? 1 : 0, [1, 2, 1].indexOf(1, 1), "abcabc".indexOf("a", 1), "abc".includes("b", 2) ? 1 : 0, "abc".startsWith("b", 1) ? 1 : 0, "abc".endsWith("b", 2) ? 1 : 0);',
    ports: [0, 2, 3, 0, 1, 1],
  },
  {
    sentence: "who has the answer asks no further",
    body: "let n = 0; [1, 2, 3].some((x) => { n++; return x === 2; }); allow(n); [1, 2, 3].every((x) => { n++; return x < 1; }); allow(n); [1, 2, 3].find((x) => { n++; return true; }); allow(n);",
    ports: [2, 3, 4],
  },
  {
    sentence: "an iterator by hand",
    body: "const it = { from: 1, to: 3, [Symbol.iterator]() { let c = this.from; const to = this.to; return { next: () => (c <= to ? { value: c++, done: false } : { value: undefined, done: true }) }; } }; allow(...(it as any));",
    ports: [1, 2, 3],
  },
  {
    sentence: "what is frozen stays",
    body: "const o: any = Object.freeze({ a: 1 }); try { o.a = 2; } catch { } allow(o.a);",
    ports: [1],
  },
  {
    sentence: "a method knows the object that it is called on",
    body: "const a = { n: 1, get() { return this.n; } }; const b = { ...a, n: 5 }; allow(a.get(), b.get(), (0, b.get).call({ n: 9 } as any));",
    ports: [1, 5, 9],
  },
  {
    sentence: "a base's setter",
    body: "class A { _x = 1; get x() { return this._x; } set x(v) { this._x = v; } } class B extends A { get x() { return super.x + 10; } set x(v) { super.x = v * 2; } } const b = new B(); b.x = 3; allow(b.x, b._x);",
    ports: [16, 6],
  },
  {
    sentence: "what stands before an await is done at once",
    body: "let x = 0; async function f() { x = 5; } f(); allow(x);",
    ports: [5],
  },
  {
    sentence: "what is awaited is there",
    body: "async function f(i: number) { await null; return i * 2; } (async () => { const r = await Promise.all([1, 2].map(f)); allow(...r); })(); allow(0);",
    ports: [0],
  },
  {
    sentence: "a class that can be gone through",
    body: "class L { constructor(private xs: number[]) {} *[Symbol.iterator]() { for (const x of this.xs) yield x * 2; } } allow(...new L([1, 2]), Math.max(...new L([3])), ...Array.from(new L([4])), ...[...new L([5])].map((x) => x + 1)); for (const x of new L([6])) allow(x);",
    ports: [2, 4, 6, 8, 11, 12],
  },
  {
    sentence: "fields are assigned to an object",
    body: "class O { a = 1; b = 2; constructor(o: Partial<O> = {}) { Object.assign(this, o); } } const o = new O({ b: 5 }); allow(o.a, o.b);",
    ports: [1, 5],
  },
  {
    sentence: "bits without a sign",
    body: "allow(-1 >>> 28, (167772160 + 256) >>> 8, 2 ** 32 >>> 0, (3232235776 >>> 24) & 255);",
    ports: [15, 655361, 0, 192],
  },
  {
    sentence: "absent elements are nothing where they are asked for",
    body: "const a = [1, , 3]; const [x, y = 5, z] = a; allow(x!, y, z!, ...[...a].map((v) => v ?? 0), a.concat([4]).length, a.indexOf(undefined as any), a.includes(undefined as any) ? 1 : 0, a.findIndex((v) => v === undefined));",
    ports: [1, 5, 3, 1, 0, 3, 4, -1, 1, 1],
  },
  {
    sentence: "a block is left by its name",
    body: "for (const i of [1, 2]) { blk: { if (i === 1) break blk; allow(i); } allow(i * 10); }",
    ports: [10, 2, 20],
  },
  {
    sentence: "a place that is taken away is no key",
    body: "const a: any = [1, 2, 3]; delete a[1]; allow(a.length, a[1] === undefined ? 5 : 6); let s = 0; a.forEach(() => s++); allow(s); for (const i in a) allow(Number(i)); for (const v of a) allow(v ?? 8);",
    ports: [3, 5, 2, 0, 2, 1, 8, 3],
  },
  {
    sentence: "what is no number is printed as NaN",
    body: 'allow("b" + +("a" as any) === "bNaN" ? 1 : 2, `${Number("x")}`.length)',
    ports: [1, 3],
  },
  {
    sentence: "a method that is taken out of its object does not know it any more",
    body: "const o: any = { p: 5, m() { return this.p; } }; class A { p = 5; m(x: number) { return this.p + x; } static s = 1; static n() { return this.s; } } const a = new A(); const f = o.m; allow(f(), o.m(), o['m']()); const { m } = o; allow(m()); const g = A.n; allow(g(), A.n()); allow(...[1].map(a.m), ...[1].map((x) => a.m(x)), ...Object.values<any>({ m: o.m }).map((each) => each()));",
    ports: ["?", 5, 5, "?", "?", 1, "?", 6, "?"],
  },
  {
    sentence: "a method keeps the object that it is bound to, and gets one that it is called on",
    body: "class A { p = 5; constructor() { this.b = this.b.bind(this); } m(x: number) { return this.p + x; } b(x: number) { return this.p - x; } arrow = (x: number) => this.p * x; } const a = new A(); const { b, arrow } = a; allow(b(1), arrow(2), a.m.bind(a)(1), a.m.call(a, 2), ...[3].map(a.m, a)); const q: any = { p: 7, m: a.m, b: a.b }; allow(q.m(1), q['m'](2), q.b(1)); const free = { n() { return 3; } }.n; allow(free());",
    ports: [4, 10, 6, 7, 8, 8, 9, 4, 3],
  },
  {
    sentence: "what typeof says of symbols",
    body: 'allow(typeof Symbol.iterator === "symbol" ? 1 : 2, typeof Symbol("x") === "string" ? 3 : 4);',
    ports: [1, "?"],
  },
  {
    sentence: "parameters are properties before fields have values",
    body: "class A { b = this.a + 1; constructor(public a: number) {} }\nallow(new A(5).b, new A(5).a);",
    ports: [6, 5],
  },
  {
    sentence: "fields and defaults of parameters follow one after the other",
    body: "class A { a2 = 3; c: number; constructor(public a: number, readonly d = a + 1) { this.c = this.a + this.d; } e = this.d * 2; }\nconst x = new A(5); allow(x.a, x.d, x.c, x.e, x.a2);",
    ports: [5, 6, 11, 12, 3],
  },
  {
    sentence: "parameters are properties behind the base's constructor, and before the fields",
    body: "class B { constructor(protected n: number) {} }\nclass A extends B { k = this.n + 1; j = this.q; constructor(n: number, public q: number) { super(n * 2); allow(this.k, this.j); } }\nconst x = new A(5, 7); allow(x.k, x.q);",
    ports: [11, 7, 11, 7],
  },
  {
    sentence: "a method of all lists is replaced",
    body: "(Array.prototype as any).filter = function () { return [7]; };\nallow(...[1, 2].filter((x) => x));",
    ports: [7],
  },
  {
    sentence: "a method is added to all texts",
    body: 'declare global { interface String { port(): number } }\n(String.prototype as any).port = function () { return parseInt(String(this), 10); };\nallow(("22" as any).port());',
    ports: [22],
  },
  {
    sentence: "a property with code of its own is added to all lists",
    body: 'Object.defineProperty(Array.prototype, "first", { get() { return this[0]; } });\nallow(([4, 2] as any).first);',
    ports: [4],
  },
  {
    sentence: "a function that is there everywhere is replaced",
    body: '(globalThis as any).parseInt = () => 3;\nallow(parseInt("5"));',
    ports: [3],
  },
  {
    sentence: "methods are assigned to a prototype",
    body: "Object.assign(Array.prototype, { filter() { return [8]; } });\nallow(...[1].filter((x) => x));",
    ports: [8],
  },
  {
    sentence: "a proxy is asked first",
    body: "const p = new Proxy({ a: 1 } as any, { get(t, k) { return k in t ? t[k as string] : 9; } });\nallow(p.a, p.b);",
    ports: [1, 9],
  },
  {
    sentence: "a proxy sets what it is asked to in its own way",
    body: "const t: any = {}; const p = new Proxy(t, { set(o, k, v) { o[k] = v + 1; return true; } });\np.a = 1; allow(t.a, p.a);",
    ports: [2, 2],
  },
  {
    sentence: "a property that is described has code of its own",
    body: 'const o: any = { b: 3 }; Object.defineProperty(o, "a", { get() { return o.b + 1; }, enumerable: true });\no.b = 7; allow(o.a);',
    ports: [8],
  },
  {
    sentence: "a property that is described is perhaps not set",
    body: 'const o: any = {}; Object.defineProperty(o, "a", { value: 5 });\ntry { o.a = 7; } catch { } allow(o.a);',
    ports: ["?"],
  },
  {
    sentence: "elements are grouped",
    body: 'const g = (Object as any).groupBy ? (Object as any).groupBy([1, 2, 3], (x: number) => (x % 2 ? "odd" : "even")) : { odd: [1, 3], even: [2] };\nallow(...g.odd, ...g.even);',
    ports: [1, 3, 2],
  },
  {
    sentence: "a key that is not known may be any of those that are there",
    body: "const o: any = { a: 1 }; o[process.env.X!] = 5;\nallow(o.a);",
    ports: ["?"],
  },
  {
    sentence: "a key that is not known may be any of a Map's",
    body: 'const o = new Map([["a", 1]]); o.set(process.env.X!, 5);\nallow(o.get("a"));',
    ports: ["?"],
  },
  {
    sentence: "what is taken away under a key that is not known may be any",
    body: "const o: any = { a: 1 }; delete o[process.env.X!];\nallow(o.a ?? 3);",
    ports: ["?"],
  },
  {
    sentence: "what is not known may take the place of properties",
    body: "const o: any = Object.assign({ a: 1 }, JSON.parse(process.env.X!));\nallow(o.a);",
    ports: ["?"],
  },
  {
    sentence: "a key of a literal that is not known may be one before it",
    body: "const o: any = { a: 1, [process.env.X!]: 5 };\nallow(o.a);",
    ports: ["?"],
  },
  {
    sentence: "what is put under a key that is not known may stand under any",
    body: 'const k = process.env.K!; const a: any = { p: 1 }; a[k] = 2; const b: any = { p: 1 }; Object.assign(b, JSON.parse(k)); const c = new Map([["p", 1]]); c.set(k, 2); const d = { p: 1, [k]: 2 }; const e = Object.fromEntries([["p", 1], [k, 2]]); const f = { [k]: 2, p: 1 }; const g: any = { p: 1 }; g[k] = 1; const h: any = { p: 1 }; delete h[k]; allow(a.p, b.p, c.get("p")!, d.p, e.p, f.p, g.p, h.p);',
    ports: ["?", "?", "?", "?", "?", 1, 1, "?"],
  },
  {
    sentence: "what is done to one of several things, may be done to each of them",
    body: 'const k = process.env.K!; const m: any = { a: [], b: [] }; m[k].push(22); const n: any = { a: { p: 1 }, b: { p: 1 } }; n[k].p = 2; const l = [{ p: 1 }, { p: 1 }]; l.find((x) => k === "x")!.p = 2; const o = new Map([["a", [1]]]); o.get(k)!.push(2); const [x, y]: number[][] = [[], []]; (k === "x" ? x : y).push(1); const z = k === "x" ? { p: 443, q: 1 } : { p: 443, q: 2 }; allow(m.a.length, n.a.p, l[0].p, o.get("a")!.length, x.length, z.p, z.q);',
    ports: ["?", "?", "?", "?", "?", 443, "?"],
  },
  {
    sentence: "what is done to elements that a condition lets through which is not known, may be done to each",
    body: 'const k = process.env.K!; const l = [{ p: 1 }, { p: 1 }]; l.filter((x) => k === "x").forEach((x) => { x.p = 2; }); const m = [{ p: 1 }]; for (const x of m.filter((y) => k === "x")) x.p = 2; allow(l[0].p, m[0].p);',
    ports: ["?", "?"],
  },
  {
    sentence: "how many there are of what may be equal is not known",
    body: "allow(new Set([process.env.A, process.env.B]).size);",
    ports: ["?"],
  },
  {
    sentence: "nobody who may be meant is asked for what it would compute",
    body: "let n = 0; const o: any = { get a() { n++; return [1]; }, b: [2] }; const x = Object.values(o)[Number(process.env.K)]; o.hasOwnProperty(process.env.K); allow(n);",
    ports: [1],
  },
  {
    sentence: "of what one of several functions makes, only one exists",
    body: 'const makes: any = { a: () => { ports.push(1); return new aws.ec2.Vpc("a", {}); }, b: () => { ports.push(2); return new aws.ec2.Vpc("a", {}); } }; allow(ports.length); makes[process.env.K!](); allow(ports.length);',
    ports: [0, 1],
    notRead: ["resources are made in one of several ways, and it is not known in which: they are not read"],
  },
  {
    sentence: "a visitor of one of several lists is called once, with what is not known",
    body: "const lists: any = { a: [1, 2], b: [3] }; let n = 0; for (const x of lists[process.env.K!]) n++; lists[process.env.K!].forEach((x: number) => { n++; }); allow(n);",
    ports: ["?"],
  },
  {
    sentence: "a function that is not read may change what it is given, where nobody takes what it gives",
    body: 'import { harden, logger } from "some-lib"; const mine = [1, 2]; harden(mine); allow(mine[0]); const o: any = { p: 5 }; harden(o); allow(o.p); const seen = [3]; logger.info(seen); const n = harden(seen); allow(seen[0]);',
    ports: ["?", "?", 3],
  },
];
