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
];
