import { describe, expect, test } from "@jest/globals";
import { typescript } from "@portcullis/remediator/reader/languages/typescript";
import { readProgram } from "../../harness/reading";

interface Case {
  readonly source: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly config?: Readonly<Record<string, unknown>>;
  /** One line for each resource, without the namespaces of its type and what the provider adds. */
  readonly registers: readonly string[];
  readonly gaps?: readonly string[];
}

const imports = 'import * as pulumi from "@pulumi/pulumi";\nimport * as aws from "@pulumi/aws";\n';

async function check({ source, files = {}, config = {}, registers, gaps = [] }: Case): Promise<void> {
  const reading = await readProgram(typescript, { files: { "index.ts": imports + source, ...files }, config });
  const short = reading.lines.map((line) =>
    line
      .replace(/^\S+:(\w+) /, "$1 ")
      .replace(', description: "Managed by Pulumi"', "")
      .replace('{ description: "Managed by Pulumi" }', "{}"),
  );
  expect(short).toEqual(registers);
  expect(reading.gaps).toEqual(gaps);
}

const web = (port: string): string =>
  `new aws.ec2.SecurityGroup("web", { ingress: [{ protocol: "tcp", fromPort: ${port}, toPort: ${port}, cidrBlocks: ["0.0.0.0/0"] }] });`;
const reads = (...ports: readonly number[]): string =>
  `SecurityGroup web { ingress: [${ports.map((port) => `{ protocol: "tcp", fromPort: ${String(port)}, toPort: ${String(port)}, cidrBlocks: ["0.0.0.0/0"] }`).join(", ")}] }`;
const all = (ports: string): string =>
  `new aws.ec2.SecurityGroup("web", { ingress: (${ports}).map((port) => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: ["0.0.0.0/0"] })) });`;

describe("expressions", () => {
  test.each<readonly [name: string, source: string, ...ports: readonly number[]]>([
    ["a property after an exclamation mark, beside an operator", `const o: { p?: number } = { p: 22 }; ${web("1 + o!.p!")}`, 23],
    [
      "a list's length after an exclamation mark, in a loop",
      `const list: number[] | undefined = [80, 443]; const out: number[] = []; for (let i = 0; i < list!.length; i++) out.push(list![i]); ${all("out")}`,
      80,
      443,
    ],
    ["type arguments after an operator", `function same<T>(x: T): T { return x; } ${web("1 + same<number>(79)!")}`, 80],
    ["not of a call with type arguments", `function no<T>(x: T) { return !x; } ${web('!no<string>("x") ? 443 : 80')}`, 443],
    [
      "optional chains that end, and that go on",
      `const a: any = { b: { c: () => 80 } }; const n: any = undefined; ${all("[a?.b?.c?.(), n?.b.c.d ?? 22, a.x?.y ?? 443]")}`,
      80,
      22,
      443,
    ],
    [
      "what is no number, asked for and replaced",
      `const n = Number("x"); ${all("[isNaN(n) ? 80 : 1, Number.isNaN(parseInt('y')) ? 81 : 1, n || 82, +'z' ? 1 : 83, isFinite(Number('84')) ? 84 : 1, typeof n === 'number' ? 85 : 1, isNaN('86' as any) ? 1 : 86]")}`,
      80,
      81,
      82,
      83,
      84,
      85,
      86,
    ],
    ["assignments that ask first", `let x: any; x ??= 80; let y = 0; y ||= 443; let z = 1; z &&= 22; ${all("[x, y, z]")}`, 80, 443, 22],
    [
      "Object.entries, keys, values and fromEntries",
      `const o = { http: 80, https: 443 }; const back = Object.fromEntries(Object.entries(o).map(([k, v]) => [k, v + 1])); ${all("[...Object.values(o), back.http, Object.keys(o).length]")}`,
      80,
      443,
      81,
      2,
    ],
    [
      "reduce to an object, and to a sum",
      `const o = ["a", "b"].reduce((all, k, i) => ({ ...all, [k]: 80 + i }), {} as Record<string, number>); ${all("[o.a, o.b, [1, 2, 3].reduce((a, b) => a + b)]")}`,
      80,
      81,
      6,
    ],
    [
      "structuredClone",
      `const o = { ports: [80] }; const c = structuredClone(o); c.ports.push(443); ${all("[...o.ports, ...c.ports]")}`,
      80,
      80,
      443,
    ],
    ["a tagged template", `const tag = (parts: TemplateStringsArray, ...values: number[]) => values[0] + parts.length; ${web("tag`a${80}b`")}`, 82],
    ["numbers in other notations", all("[0x50, 0b1010000, 0o120, 1_024, 8e1]"), 80, 80, 80, 1024, 80],
    ["a comma, void, and typeof", all('[(1, 80), void 0 ?? 443, typeof "x" === "string" ? 22 : 1]'), 80, 443, 22],
    ["increments before and after", `let i = 80; ${all("[i++, i, ++i, i--, i]")}`, 80, 81, 82, 82, 81],
    ["parsing and arithmetic", all('[parseInt("80/tcp"), Number("443"), +"22", Math.max(1, 2), 2 ** 3, 7 % 4, ~~8.9]'), 80, 443, 22, 2, 8, 3, 8],
    [
      "flat, flatMap, slice, splice, at, find, includes, indexOf, reverse and sort",
      `const l = [[80], [443, 22]].flat(); const s = l.slice(); s.splice(1, 1); ${all("[...s, l.at(-1)!, l.find((p) => p > 100)!, l.indexOf(22), ...[...l].sort((a, b) => a - b).reverse().slice(0, 1), ...(l.includes(80) ? [8] : [])]")}`,
      80,
      22,
      22,
      443,
      2,
      443,
      8,
    ],
    [
      "Array.from, fill, keys and entries",
      all("[...Array.from({ length: 2 }, (_, i) => 8000 + i), ...Array(2).fill(9), ...[5, 6].keys(), ...[...[7].entries()].map(([i, v]) => i + v)]"),
      8000,
      8001,
      9,
      9,
      0,
      1,
      7,
    ],
    [
      "sets and maps",
      `const m = new Map([["a", 80]]); m.set("b", 443); const s = new Set([22, 22, 23]); ${all('[...m.values(), ...s, m.get("a")!, s.size, m.has("c") ? 1 : 2]')}`,
      80,
      443,
      22,
      23,
      80,
      2,
      2,
    ],
    [
      "texts",
      all(
        '["80".padStart(3, "1"), "a:443".split(":")[1], " 22 ".trim(), "x8".replace("x", ""), "abc".length, "9".repeat(2), "80-81".match(/(\\d+)-/)![1]].map(Number)',
      ),
      180,
      443,
      22,
      8,
      3,
      99,
      80,
    ],
    ["JSON there and back", all("JSON.parse(JSON.stringify({ ports: [80, 443] })).ports"), 80, 443],
    [
      "immediately called functions, async ones too",
      `const f = async () => [80]; (async () => { ${all("[...(await f()), (() => 443)()]")} })();`,
      80,
      443,
    ],
    [
      "satisfies, as const and type assertions",
      `const o = { p: [80] as const } satisfies object; ${all("[...(o.p as readonly number[]), <number>443]")}`,
      80,
      443,
    ],
  ])("%s", async (_, source, ...ports) => check({ source, registers: [reads(...ports)] }));
});

describe("statements and declarations", () => {
  test.each<readonly [name: string, source: string, ...ports: readonly number[]]>([
    [
      "labels",
      `const out: number[] = []; outer: for (const a of [1, 2, 3]) { for (const b of [1, 2, 3]) { if (b === 2) continue outer; if (a === 3) break outer; out.push(a * 10 + b); } } ${all("out")}`,
      11,
      21,
    ],
    [
      "a switch that falls through",
      `const out: number[] = []; for (const k of ["a", "b", "c"]) switch (k) { case "a": out.push(1); case "b": out.push(2); break; default: out.push(3); } ${all("out")}`,
      1,
      2,
      2,
      3,
    ],
    [
      "while, do, break and continue",
      `const out: number[] = []; let i = 0; while (true) { i++; if (i === 2) continue; if (i > 4) break; out.push(i); } do { out.push(i); i--; } while (i > 4); ${all("out")}`,
      1,
      3,
      4,
      5,
    ],
    [
      "try, catch and finally",
      `const out: number[] = []; try { out.push(1); throw new Error("x"); } catch (e) { out.push(2); } finally { out.push(3); } ${all("out")}`,
      1,
      2,
      3,
    ],
    [
      "an enum with numbers and texts",
      `enum Port { Http = 80, Next, Https = 443 } enum Name { A = "a" } ${all('[Port.Http, Port.Next, Port["Https"], Name.A === "a" ? 1 : 2]')}`,
      80,
      81,
      443,
      1,
    ],
    [
      "an enum by its numbers, and gone through",
      `enum Port { B = 443, A = 80, Next, More = Next + 1, Bit = 1 << 3 }
       const names = [Port[80], Port[Port.Next], Port[82], Port[8], Object.keys(Port).filter((k) => isNaN(Number(k))).join("")];
       const numbers = Object.values(Port).filter((p) => typeof p === "number"); ${all('names.join(" ") === "A Next More Bit BANextMoreBit" ? numbers : []')}`,
      443,
      80,
      81,
      82,
      8,
    ],
    ["a constant enum that is counted", `const enum N { A, B, C = 10, D } ${all("[N.A, N.B, N.C, N.D]")}`, 0, 1, 10, 11],
    [
      "namespaces that name things alike, one inside another, and what they keep to themselves",
      `namespace A { const http = 80; export enum P { Admin = http } } namespace B.C { const http = 443; export const port = http; } namespace D { export namespace E { export class F { static port = 22; } } } ${all("[A.P.Admin, B.C.port, D.E.F.port, (A as any).http ?? 1]")}`,
      80,
      443,
      22,
      1,
    ],
    [
      "a namespace",
      `namespace Ports { export const http = 80; export function next(p: number) { return p + http; } } ${all("[Ports.http, Ports.next(1)]")}`,
      80,
      81,
    ],
    ["a generator", `function* ports(n: number) { for (let i = 0; i < n; i++) yield 80 + i; yield* [443]; } ${all("[...ports(2)]")}`, 80, 81, 443],
    [
      "destructuring with names, defaults and rest",
      `const { a: { b: [x, , y = 22] }, ...others } = { a: { b: [80, 81] }, c: 443 }; const [h, ...t] = [1, 2, 3]; ${all("[x, y, others.c, h, ...t]")}`,
      80,
      22,
      443,
      1,
      2,
      3,
    ],
    [
      "parameters with defaults and rest",
      `function f({ a = 1, b }: any, c = b + 1, ...d: number[]) { return [a, b, c, ...d]; } ${all("[...f({ b: 2 }), ...f({ a: 5, b: 6 }, 7, 8, 9)]")}`,
      1,
      2,
      3,
      5,
      6,
      7,
      8,
      9,
    ],
    [
      "functions before their declaration, and recursion",
      `const out = count(3); function count(n: number): number[] { return n === 0 ? [] : [...count(n - 1), n]; } ${all("out")}`,
      1,
      2,
      3,
    ],
    [
      "closures over loop variables",
      `const fs: (() => number)[] = []; for (let i = 0; i < 3; i++) fs.push(() => i); ${all("fs.map((f) => f())")}`,
      0,
      1,
      2,
    ],
    ["var and shadowed names", `var p = 80; { const p = 443; } function f(p: number) { return p; } ${all("[p, f(22)]")}`, 80, 22],
    [
      "deletions and assignments of properties",
      `const o: any = { a: 80, b: 1 }; delete o.b; o["c"] = 443; o.d = o.d ?? 22; ${all("Object.values(o) as number[]")}`,
      80,
      443,
      22,
    ],
    ["getters, setters and computed names", `const k = "p"; const o = { [k + 1]: 80, get q() { return 443; } }; ${all('[o["p1"], o.q]')}`, 80, 443],
  ])("%s", async (_, source, ...ports) => check({ source, registers: [reads(...ports)] }));
});

describe("classes", () => {
  test.each<readonly [name: string, source: string, ...ports: readonly number[]]>([
    [
      "static members and blocks",
      `class Ports { static readonly http = 80; static all = [Ports.http]; static { Ports.all.push(443); } static add(p: number) { return [...this.all, p]; } } ${all("Ports.add(22)")}`,
      80,
      443,
      22,
    ],
    [
      "private fields, parameter properties, accessors",
      `class P { #n = 1; constructor(private readonly base: number, public step = 2) {} get next() { return this.base + this.step + this.#n; } } ${all("[new P(77).next, new P(80, 0).step]")}`,
      80,
      0,
    ],
    [
      "inheritance, super and abstract methods",
      `abstract class A { abstract port(): number; all() { return [this.port(), 1]; } } class B extends A { port() { return 80; } all() { return [...super.all(), 2]; } } ${all("new B().all()")}`,
      80,
      1,
      2,
    ],
    [
      "a method that gives itself",
      `class B { ports: number[] = []; add(p: number): this { this.ports.push(p); return this; } } ${all("new B().add(80).add(443).ports")}`,
      80,
      443,
    ],
    [
      "a class expression, and a mixin",
      `const M = (Base: any) => class extends Base { p = 443; }; class A { q = 80; } const c: any = new (M(A))(); ${all("[c.q, c.p]")}`,
      80,
      443,
    ],
    ["methods as values", `class B { p = 80; get = () => this.p; } const { get } = new B(); ${all("[get()]")}`, 80],
  ])("%s", async (_, source, ...ports) => check({ source, registers: [reads(...ports)] }));
});

describe("modules", () => {
  test.each<readonly [name: string, program: Case]>([
    [
      "import x = require()",
      { source: `import ports = require("./ports"); ${web("ports.http")}`, files: { "ports.ts": "export const http = 80;" }, registers: [reads(80)] },
    ],
    [
      "a module that exports one thing",
      {
        source: `import make = require("./make"); ${web("make(1)")}`,
        files: { "make.ts": "export = (n: number) => 79 + n;" },
        registers: [reads(80)],
      },
    ],
    [
      "JSON as a module, and as a file",
      {
        source: `import data from "./data.json"; import * as fs from "fs"; const read = JSON.parse(fs.readFileSync("data.json", "utf8")); ${all("[data.port, read.port + 1]")}`,
        files: { "data.json": '{ "port": 80 }' },
        registers: [reads(80, 81)],
      },
    ],
    [
      "everything again from an index",
      {
        source: `import { http, https as tls } from "./lib"; import lib, * as whole from "./lib"; ${all("[http, tls, lib, whole.http]")}`,
        files: {
          "lib/index.ts": 'export * from "./a"; export { default } from "./b";',
          "lib/a.ts": "export const http = 80, https = 443;",
          "lib/b.ts": "export default 22;",
        },
        registers: [reads(80, 443, 22, 80)],
      },
    ],
    [
      "a module that is imported when it is needed",
      {
        source: `(async () => { const { http } = await import("./ports"); ${web("http")} })();`,
        files: { "ports.ts": "export const http = 80;" },
        registers: [reads(80)],
      },
    ],
    [
      "exports of CommonJS",
      {
        source: `const { http } = require("./ports"); const more = require("./more.js"); ${all("[http, more.https]")}`,
        files: { "ports.js": "module.exports = { http: 80 };", "more.js": "exports.https = 443;" },
        registers: [reads(80, 443)],
      },
    ],
    [
      "modules that import each other",
      {
        source: `import { a } from "./a"; ${web("a()")}`,
        files: {
          "a.ts": 'import { b } from "./b"; export const base = 79; export function a() { return b(); }',
          "b.ts": 'import { base } from "./a"; export const b = () => base + 1;',
        },
        registers: [reads(80)],
      },
    ],
  ])("%s", async (_, program) => check(program));
});

describe("what Pulumi gives", () => {
  test.each<readonly [name: string, program: Case]>([
    [
      "outputs that are applied, together and in texts",
      {
        source: `const g = new aws.ec2.SecurityGroup("g"); const port = pulumi.output(80).apply((p) => p + 1); new aws.ec2.SecurityGroup("web", { description: pulumi.interpolate\`p \${port}\`, name: pulumi.all([port, "x"]).apply(([p, x]) => x + p), ingress: pulumi.all({ port }).apply(({ port }) => [{ fromPort: port }]) });`,
        registers: ["SecurityGroup g {}", 'SecurityGroup web { description: "p 81", name: "x81", ingress: [{ fromPort: 81 }] }'],
      },
    ],
    [
      "a component with a child",
      {
        source: `class Web extends pulumi.ComponentResource { readonly group: aws.ec2.SecurityGroup; constructor(name: string, args: { port: pulumi.Input<number> }, opts?: pulumi.ComponentResourceOptions) { super("shop:index:Web", name, args, opts); this.group = new aws.ec2.SecurityGroup(\`\${name}-sg\`, { ingress: [{ fromPort: args.port }] }, { parent: this }); } } const w = new Web("w", { port: 80 }); new aws.ec2.SecurityGroupRule("r", { securityGroupId: w.group.id, fromPort: 1 });`,
        registers: [
          "Web w {}",
          "SecurityGroup w-sg below w { ingress: [{ fromPort: 80 }] }",
          "SecurityGroupRule r { securityGroupId: <id>, fromPort: 1 } (securityGroupId on w-sg)",
        ],
      },
    ],
    [
      "configuration with types and defaults",
      {
        source: `interface Net { cidrs: string[] } const config = new pulumi.Config(); const net = config.requireObject<Net>("net"); new aws.ec2.SecurityGroup("web", { ingress: [{ fromPort: config.getNumber("port") ?? 80, cidrBlocks: net!.cidrs, self: config.getBoolean("self") || false }] });`,
        config: { net: { cidrs: ["10.0.0.0/8"] } },
        registers: ['SecurityGroup web { ingress: [{ fromPort: 80, cidrBlocks: ["10.0.0.0/8"], self: false }] }'],
      },
    ],
    [
      "configuration that is not there",
      {
        source: `const config = new pulumi.Config(); new aws.ec2.SecurityGroup("web", { ingress: [{ fromPort: 22, cidrBlocks: [config.require("office")] }] });`,
        registers: ["SecurityGroup web { ingress: [{ fromPort: 22, cidrBlocks: [?] }] }"],
      },
    ],
    [
      "a callback that waits for a promise, and finds what stands below it",
      {
        source: `const rule = Promise.resolve("r").then((name) => new aws.ec2.SecurityGroupRule(name, args)); const args = { fromPort: port(), securityGroupId: shared.id }; const shared = new aws.ec2.SecurityGroup("g"); function port() { return http; } const http = 80;`,
        registers: ["SecurityGroup g {}", "SecurityGroupRule r { fromPort: 80, securityGroupId: <id> } (securityGroupId on g)"],
      },
    ],
    ["a condition that nobody can decide", { source: `if (new pulumi.Config().requireBoolean("open")) ${web("22")}`, registers: [reads(22)] }],
  ])("%s", async (_, program) => check(program));
});
