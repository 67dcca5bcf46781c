import { web, type Files, type Idiom } from "./idiom";

const program = (body: string, more: Files = {}): Files => ({
  "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
  "index.ts": `import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
const allow = (port: number) => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: ["10.0.0.0/8"] });
const web = (ports: number[]) => new aws.ec2.SecurityGroup("web", { ingress: ports.map(allow) });
${body}
`,
  ...more,
});

const idiom = (sentence: string, body: string, makes: readonly string[], notRead: readonly string[] = []): Idiom => ({
  sentence,
  files: program(body),
  makes,
  notRead,
});

export const typescript: readonly Idiom[] = [
  idiom(
    "keys in snake case, which the provider takes",
    'new aws.ec2.SecurityGroup("web", { ingress: [{ protocol: "tcp", from_port: 22, to_port: 22, cidr_blocks: ["10.0.0.0/8"] } as any] });',
    web(22),
  ),
  idiom("a generator", "function* some() { yield 22; yield* [80, 443]; }\nweb([...some()]);", web(22, 80, 443)),
  idiom(
    "a getter, and a key that is computed",
    'const key = ["ht", "tps"].join(""); const o = { get ssh() { return 22; }, [key]: 443 }; web([o.ssh, o.https]);',
    web(22, 443),
  ),
  idiom(
    "a tagged template",
    "const sum = (texts: TemplateStringsArray, ...ports: number[]) => ports.reduce((a, b) => a + b, texts.length); web([sum`${20} and ${0}`]);",
    web(23),
  ),
  idiom("a namespace", "namespace Ports { export const ssh = 22; export function all() { return [ssh, 443]; } }\nweb(Ports.all());", web(22, 443)),
  idiom("an enum", 'enum P { Ssh = 22, Next, Https = 443 }\nweb([P.Ssh, P.Next, P.Https, P["Ssh"]]);', web(22, 23, 443, 22)),
  idiom("an enum that is computed", "const enum P { A = 1 << 4, B = 16 | 6 }\nweb([P.A, P.B]);", web(16, 22)),
  idiom(
    "a generic class with a private field",
    "class Box<T extends number> { constructor(private readonly value: T) {} map<U>(f: (t: T) => U): Box<any> { return new Box(f(this.value) as any); } get() { return this.value; } }\nweb([new Box(21).map((p) => p + 1).get()]);",
    web(22),
  ),
  idiom(
    "an abstract class, and super",
    "abstract class Base { abstract port(): number; all() { return [this.port(), this.port() + 1]; } }\nclass Ssh extends Base { port() { return 22; } override all() { return [...super.all(), 443]; } }\nweb(new Ssh().all());",
    web(22, 23, 443),
  ),
  idiom("an object that is iterated", "class Ports { *[Symbol.iterator]() { yield 22; yield 443; } }\nweb([...new Ports()]);", web(22, 443)),
  idiom(
    "an iterator by hand",
    "const it = { [Symbol.iterator]() { let n = 0; return { next: () => (n < 2 ? { value: 20 + n++, done: false } : { value: undefined, done: true }) }; } };\nweb([...(it as any)]);",
    web(20, 21),
  ),
  idiom(
    "satisfies, and as const",
    "const ports = { ssh: 22, https: 443 } as const satisfies Record<string, number>;\nweb(Object.values(ports));",
    web(22, 443),
  ),
  ...(
    [
      ["as, with a type in two modules", "({ ingress: ports.map(allow) }) as aws.ec2.SecurityGroupArgs"],
      ["as, with a type in five modules", "({ ingress: ports.map(allow) }) as unknown as aws.types.input.ec2.classic.SecurityGroupArgs"],
      ["satisfies, with a type in two modules", "{ ingress: ports.map(allow) } satisfies aws.ec2.SecurityGroupArgs"],
      ["as, with one of several types", "{ ingress: ports.map(allow) } as aws.ec2.SecurityGroupArgs | undefined"],
      ["as, with two types at once", "{ ingress: ports.map(allow) } as aws.ec2.SecurityGroupArgs & pulumi.core.Resource"],
      ["as, with a generic type", "{ ingress: ports.map(allow) } as pulumi.core.types.Input<aws.ec2.SecurityGroupArgs>"],
      ["as, with the type of a property", '{ ingress: ports.map(allow) } as aws.ec2.SecurityGroup["args"]'],
      ["as, in an alternative", "ports.length > 0 ? { ingress: ports.map(allow) } as aws.ec2.SecurityGroupArgs : {} as aws.ec2.SecurityGroupArgs"],
      ["as, before another value", "undefined as aws.ec2.SecurityGroupArgs || { ingress: ports.map(allow) } as aws.ec2.SecurityGroupArgs"],
      ["as, before a list's", "{ ingress: [...ports.map(allow) as aws.types.input.SecurityGroupIngress<number>[]] }"],
    ] as const
  ).map(([sentence, args]) => idiom(sentence, `const ports = [22, 443];\nnew aws.ec2.SecurityGroup("web", ${args});`, web(22, 443))),
  idiom(
    "as, of what a cast is made of",
    "const all = { p: 443 } as any; web([(22 as aws.ec2.Port), (all as aws.ec2.Port).p, all!.p as aws.ec2.Port]);",
    web(22, 443, 443),
  ),
  idiom("using", "{ using guard = { port: 22, [Symbol.dispose]() {} };\nweb([guard.port]); }", web(22)),
  idiom(
    "static members that are private, with a setter",
    "class C { static #p = 22; static get p() { return C.#p; } static set p(v: number) { C.#p = v; } }\nconst first = C.p; C.p = 443; web([first, C.p]);",
    web(22, 443),
  ),
  idiom(
    "a method's decorator",
    "function plus(value: any, context: ClassMethodDecoratorContext) { return function (this: any) { return value.call(this) + 1; }; }\nclass P { @plus port() { return 21; } }\nweb([new P().port()]);",
    web(22),
  ),
  idiom(
    "loops whose variable is one, and one each time",
    "const fs: (() => number)[] = [];\nfor (var i = 0; i < 2; i++) fs.push(() => i);\nfor (let j = 0; j < 2; j++) fs.push(() => j);\nweb(fs.map((f) => f()));",
    web(2, 2, 0, 1),
  ),
  idiom(
    "labels",
    "const ports: number[] = [];\nouter: for (const a of [1, 2, 3]) { for (const b of [1, 2, 3]) { if (b === 2) continue outer; if (a === 3) break outer; ports.push(a * 10 + b); } }\nweb(ports);",
    web(11, 21),
  ),
  idiom(
    "an error that is caught, and finally",
    'const ports: number[] = [];\nfunction g() { throw new Error("no"); }\nfunction f() { try { g(); return 1; } catch (e) { return 22; } finally { ports.push(443); } }\nports.push(f());\nweb(ports);',
    web(443, 22),
  ),
  idiom(
    "parts of parts, with defaults and the rest",
    "const { a: { b = 22, ...rest } = {} as any, ...others } = { a: { c: 443 }, d: 80 } as any;\nweb([b, rest.c, others.d]);",
    web(22, 443, 80),
  ),
  idiom(
    "a switch that falls through its default",
    "const f = (x: number) => { const out: number[] = []; switch (x) { case 1: out.push(1); default: out.push(2); case 3: out.push(3); break; case 4: out.push(4); } return out; };\nweb([...f(1), ...f(9), ...f(4)]);",
    web(1, 2, 3, 2, 3, 4),
  ),
  idiom(
    "maps and sets in their order",
    'const m = new Map([["b", 80], ["a", 22]]); m.set("b", 81); m.delete("a"); m.set("a", 23);\nweb([...m.values(), ...new Set([1, 1, 2])]);',
    web(81, 23, 1, 2),
  ),
  idiom(
    "assignments that ask first",
    "const o: any = { p: undefined }; o.p ??= 22; o.q ||= 443; o.p &&= 23;\nweb([o.p, o.q, o.none?.x?.[0] ?? 80]);",
    web(23, 443, 80),
  ),
  idiom(
    "promises that are awaited together",
    "(async () => { const [a, b] = await Promise.all([Promise.resolve(22), 443]); web([a, b]); })();",
    web(22, 443),
  ),
  idiom(
    "an asynchronous generator",
    "async function* g() { yield 22; yield 443; }\n(async () => { const all: number[] = []; for await (const p of g()) all.push(p); web(all); })();",
    web(22, 443),
  ),
  idiom(
    "call, apply and bind",
    "function add(this: { base: number }, a: number, b: number) { return this.base + a + b; }\nweb([add.call({ base: 20 }, 1, 1), add.apply({ base: 400 }, [40, 3]), add.bind({ base: 70 }, 5)(5)]);",
    web(22, 443, 80),
  ),
  idiom(
    "a static block, and fields in their order",
    "class A { static list: number[] = []; static { A.list.push(22); } x = A.list.push(443); constructor() { A.list.push(80); } }\nnew A();\nweb(A.list);",
    web(22, 443, 80),
  ),
  idiom("a property that is defined is not followed", 'web([(Object.defineProperty({}, "port", { get: () => 22 }) as any).port]);', web("?")),
  idiom(
    "numbers in every spelling",
    'web([parseInt("22ssh", 10), Number("0x1bb"), 8_080, 0o26, +"80", ~~443.9, 1e2, 0b11, Math.trunc(-3.7) + 25]);',
    web(22, 443, 8080, 22, 80, 443, 100, 3, 22),
  ),
  idiom("numbers are sorted as texts", "web([443, 22, 80, 8080].sort());\n", web(22, 443, 80, 8080)),
  idiom(
    "lists that are copied and cut",
    "const list = [80, 22, 443]; const cut = list.splice(1, 1);\nweb([...cut, ...list, ...list.toSorted((a, b) => b - a), list.at(-1)!, ...list.with(0, 1)]);",
    web(22, 80, 443, 443, 80, 443, 1, 443),
  ),
  idiom(
    'what every object has, and what "in" says',
    'const m: any = {};\nweb([m["constructor"] ? 22 : 443, "toString" in m ? 22 : 443]);',
    web("?", 22),
  ),
  idiom("a key that is the prototype's name", 'const o = JSON.parse(\'{"__proto__": 22}\');\nweb([o["__proto__"]]);', web(22)),
  idiom("chance is not known", "web([Math.floor(Math.random() * 10)]);", web("?")),
  idiom(
    "a variable of the function, which a block declares",
    "var more = true;\nif (more) { var ports = [22]; for (var i = 0; i < 1; i++) ports.push(443); }\nweb([...ports, i]);",
    web(22, 443, 1),
  ),
  idiom(
    "a decorator as compilers had them before",
    "function plus(target: any, name: string, descriptor: PropertyDescriptor) { const inner = descriptor.value; descriptor.value = function (more: number) { return inner.call(this, more) + 1; }; return descriptor; }\nclass P { base = 20; @plus port(more: number) { return this.base + more; } }\nweb([new P().port(1)]);",
    web(22),
  ),
  idiom(
    "a setter of objects",
    "class P { #port = 1; get port() { return this.#port; } set port(v: number) { this.#port = v + 1; } }\nconst p = new P(); p.port = 21;\nweb([p.port]);",
    web(22),
  ),
  idiom("a statement that is broken", "const broken = = 3;\nweb([22]);", web(22), ["does not parse"]),
  idiom("code in a text", 'eval("web([22])");\nweb([443]);', web(443), ["runs code"]),
];
