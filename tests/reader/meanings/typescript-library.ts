import type { Meaning } from "./meaning";

/** What JavaScript's library and its less usual constructs mean. Node.js says the same. */
export const typescriptLibrary: readonly Meaning[] = [
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
];
