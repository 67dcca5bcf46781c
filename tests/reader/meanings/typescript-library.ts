import type { Meaning } from "./meaning";

/** What JavaScript's library and its less usual constructs mean. Node.js says the same. */
export const typescriptLibrary: readonly Meaning[] = [
  {
    sentence: "a function makes objects, which have what its prototype has",
    body: "function Door(this: any, port: number) { this.port = port; this.next = function () { return this.port + 1; }; }\nDoor.prototype.open = function () { allow(this.port); return this; };\nnew (Door as any)(5).open();\nallow(new (Door as any)(6).next());\nfunction Made(this: any) { return { port: 9 }; }\nallow(new (Made as any)().port);",
    ports: [5, 7, 9],
  },
  {
    sentence: "what an object has of its function's prototype is none of its own, may come later, and yields to its own",
    body: "function Door(this: any) { this.port = 5; }\nconst door = new (Door as any)();\nDoor.prototype.open = function () { allow(this.port); };\nDoor.prototype.port = 9;\ndoor.open();\nallow(Object.keys(door).length, ...Object.values({ ...door }) as number[]);\nif (door.hasOwnProperty('open')) allow(99);",
    ports: [5, 1, 5],
  },
  {
    sentence: "a function that is called without new may make its object itself",
    body: "function Door(this: any, port: number): any { if (!(this instanceof Door)) return new (Door as any)(port); this.port = port; }\nallow(Door.call(undefined, 5).port, new (Door as any)(6).port);",
    ports: [5, 6],
  },
  {
    sentence: "a function knows all that it is given",
    body: "function f(this: any, a?: number) { allow(arguments.length, ...Array.from(arguments as any).slice(1) as number[]); const g = () => arguments[0]; allow(g()); }\n(f as any)(1, 2, 3);\n(f as any).apply(null, [4]);",
    ports: [3, 2, 3, 1, 1, 4],
  },
  {
    sentence: "generators are asked for the next, and give what they return in the end",
    body: "function* g(): any { const x = yield 1; yield x; return 99; }\nconst i = g(); allow(i.next().value); allow(i.next(50).value); allow(i.next().value); allow(i.next().done ? 1 : 0);\nfunction* h(): any { const r = yield* g(); yield r; }\nallow([...h()].length);",
    ports: [1, "?", 99, 1, 3],
  },
  {
    sentence: "iterators of lists",
    body: "const it = [1, 2][Symbol.iterator](); allow(it.next().value, it.next().value, it.next().done ? 3 : 4); const s = new Set([7]); allow(...[...s.entries()].flat());",
    ports: [1, 2, 3, 7, 7],
  },
  {
    sentence: "whole numbers without bounds",
    body: 'const a = 7n; allow(Number(a / 2n), Number(-7n % 3n), typeof a === "bigint" ? 1 : 0, BigInt(5) === 5n ? 1 : 0, (5n as any) === 5 ? 1 : 0, (5n as any) == 5 ? 1 : 0, Number(BigInt("12")), Number((1n << 32n) - 1n)); try { (1n as any) + 1; } catch { allow(9); } try { BigInt("x"); } catch { allow(8); }',
    ports: [3, -1, 1, 1, 0, 1, 12, 4294967295, 9, 8],
  },
  {
    sentence: "what is no number equals and exceeds nothing",
    body: 'const n = Number("x"); allow(n === n ? 1 : 0, n == n ? 1 : 0, n < 1 ? 1 : 0, n >= 1 ? 1 : 0, n !== n ? 1 : 0);',
    ports: [0, 0, 0, 0, 1],
  },
  {
    sentence: "what a plus makes a number of",
    body: 'allow(+"", +" 12 ", +true, +(null as any), Number(""), Number(null));',
    ports: [0, 12, 1, 0, 0, 0],
  },
  {
    sentence: "private fields are no properties",
    body: "class A { #x = 5; y = 1; get() { return this.#x; } } const a = new A(); allow(Object.keys(a).length, JSON.stringify(a).length, a.get(), Object.keys({ ...a }).length);",
    ports: [1, 7, 5, 1],
  },
  {
    sentence: "replacements with dollars, characters by their codes",
    body: 'allow("aXb".replace("X", "$&$&").length, "aXbX".replaceAll("X", "[$&]").length, "\\x41\\u{1F600}\\101".length);',
    ports: [4, 8, 4],
  },
  {
    sentence: "a prototype in an object is not followed",
    body: 'const q: any = { __proto__: { z: 5 }, a: 1 }; allow(q.a); allow(Object.keys({ ["__proto__"]: 1 }).length); allow(q.z);',
    ports: [1, 1, "?"],
  },
  {
    sentence: "what a match found has names",
    body: 'const m = /^(?<net>[\\d.]+)\\/(?<len>\\d+)$/.exec("10.0.0.0/16");\nallow(Number(m!.groups!.len), m!.groups!.net.length, m![0].length, m!.index);\nconst { len } = "10.1.0.0/24".match(/(?<net>[\\d.]+)\\/(?<len>\\d+)/)!.groups!;\nallow(Number(len));\nfor (const x of "a1b22".matchAll(/(?<l>[a-z])(\\d+)/g)) allow(x.groups!.l.length, Number(x[2]));\nallow(Number("1-2".replace(/\\d/g, (d) => String(Number(d) + 1)).replace("-", "")), "abc".match(/x(?<y>.)/) === null ? 1 : 2);',
    ports: [16, 8, 11, 0, 24, 1, 1, 1, 22, 23, 1],
  },
  {
    sentence: "a tag knows the texts as they are written",
    body: 'allow(String.raw`a\\n${1}`.length);\nfunction tag(s: TemplateStringsArray, ...v: number[]) { return s.raw[1].length + v.length; }\nallow(tag`x${1}\\ty${ 2 }z`);\nallow("e\\u0301".normalize("NFC").length, "\\u00e9".normalize("NFD").length);',
    ports: [4, 5, 1, 2],
  },
  {
    sentence: "a visitor that changes its list, and a loop that changes its set",
    body: "const b = [1, 2, 3]; b.forEach((x, i) => { if (i === 0) b.shift(); allow(x); });\nconst c = [1, 2]; c.forEach((x) => { c.push(x * 10); allow(x); }); allow(c.length);\nconst s = new Set([1, 2]); for (const x of s) { allow(x); if (x < 4) s.add(x + 2); s.delete(1); } allow(s.size);",
    ports: [1, 3, 1, 2, 4, 1, 2, 3, 4, 5, 4],
  },
  {
    sentence: "a generator returns once, and says afterwards that it is done",
    body: "function* g() { try { yield 1; return 2; } finally { } } const i = g(); i.next(); const b = i.next(); const c = i.next(); allow(b.value as number, c.value === undefined ? 1 : 0, c.done ? 1 : 0);",
    ports: [2, 1, 1],
  },
  {
    sentence: "a generator that is ended before it begins gives what it is ended with",
    body: "function* g() { yield 1; } const i = g(); const r = (i as any).return(7); allow(r.value, r.done ? 1 : 0, i.next().done ? 1 : 0);",
    ports: [7, 1, 1],
  },
  {
    sentence: "what a generator gives that is ended on its way is not known",
    body: "function* g() { try { yield 1; } finally { yield 9; } } const i = g() as any; i.next(); const r = i.return(5); allow(r.value, i.next().value);",
    ports: ["?", "?"],
  },
  {
    sentence: "what is asked of null with a question mark is undefined",
    body: "const z = { f: null } as any; const p = (x = 5) => x; allow(p(z.f?.a), p(z.f?.()), p(z.f?.[0]));",
    ports: [5, 5, 5],
  },
  {
    sentence: "a set is printed as an object",
    body: "allow(String(new Set([1, 2])).length);",
    ports: [12],
  },
  {
    sentence: "JSON with a number that is none beside what is not known",
    body: "allow(JSON.stringify({ a: NaN, b: process.env.B }).length, JSON.stringify({ a: NaN }).length);",
    ports: ["?", 10],
  },
  {
    sentence: "what is sorted by what is not known has no first element",
    body: "const l = [3, 1].sort(() => Math.random() - 0.5); allow(l[0]!, l.at(0)!);",
    ports: ["?", "?"],
  },
  {
    sentence: "what is set on a prototype its objects have from then on",
    body: "class A { x = 1; p() { return this.x; } } class B extends A {}\nconst old = A.prototype.p; A.prototype.p = function () { return old.call(this) + 10; };\nallow(new A().p(), new B().p()); (B.prototype as any).p = () => 7; allow(new B().p(), new A().p());\nObject.assign(A.prototype, { z() { return (this as any).x + 3; } }); allow((new B() as any).z());",
    ports: [11, 11, 7, 11, 4],
  },
  {
    sentence: "functions and the language's own objects have what is set on them",
    body: "const f: any = (x: number) => { f.calls++; return x; }; f.calls = 0; f(1); f(2); Math.max = () => 7; allow(f.calls, Math.max(1, 2));",
    ports: [2, 7],
  },
  {
    sentence: "an expression for all matches goes on where it was",
    body: "const r = /\\d+/g; let m; while ((m = r.exec('a1b22')) !== null) allow(Number(m[0]), r.lastIndex);\nconst y = /\\d/y; y.lastIndex = 1; allow(y.test('a1') ? 1 : 0, y.lastIndex, y.test('a1') ? 1 : 0, y.lastIndex);",
    ports: [1, 2, 22, 5, 1, 2, 0, 0],
  },
  {
    sentence: "a key that is computed is taken out of the rest",
    body: "const k = 'b'; const { [k]: z, ...rest } = { a: 1, b: 2, c: 3 } as Record<string, number>; allow(z!, ...Object.values(rest));",
    ports: [2, 1, 3],
  },
  {
    sentence: "what Reflect does to an object",
    body: "const o: any = { a: 1, b: 2 }; Reflect.deleteProperty(o, 'a'); Reflect.set(o, 'c', 3); allow(...(Object.values(o) as number[]), Reflect.get(o, 'c'), Reflect.ownKeys(o).length);",
    ports: [2, 3, 3, 2],
  },
  {
    sentence: "what stands behind an element that may be there has no known place",
    body: 'const l = [1];\nif (process.env.MORE === "x") l.push(2);\nl.push(3);\nconst [a, b] = l;\nallow(l[0], l[1], a, b, l.indexOf(3), l.indexOf(1), l.find((p) => p > 2) ?? 0, l.at(-1) ?? 0);\nconst e: number[] = [];\nif (process.env.MORE === "x") e.push(2);\ne.push(3);\nconst [c] = e;\nallow(e[0], c, e.at(0) ?? 0);\nconst m = [7, ...(process.env.PORTS ?? "").split(",").map(Number), 8];\nallow(m[0], m[1], m.indexOf(7), m.indexOf(8));',
    ports: [1, "?", 1, "?", "?", 0, "?", "?", "?", "?", "?", 7, "?", 0, "?"],
  },
];
