import { beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { csharp } from "@portcullis/remediator/reader/languages/csharp";
import { lowerCSharp } from "@portcullis/remediator/reader/languages/csharp/lower";
import { loadGrammar, type Parse } from "@portcullis/remediator/reader/syntax/parse";
import type { Module } from "@portcullis/remediator/reader/syntax/tree";
import { described, namesIn, spansOf } from "../../harness/lowered";
import { mangled } from "../../harness/mutations";
import { readProgram } from "../../harness/reading";

let parse: Parse;
beforeAll(async () => {
  parse = await loadGrammar("c-sharp");
});

function lower(text: string): Module {
  const file = { name: "Program.cs", text };
  return lowerCSharp(parse(file), file);
}

describe("statements", () => {
  test.each([
    ["int i = 0, j;", "let i: int = 0\nlet j: int"],
    ["var (x, (y, _)) = t;", "let [x, [y, _]] = t"],
    ["(a, b.C) = (b.C, a);", "[a, b.C] = [b.C, a]"],
    ["(var q, string r) = t;", "let q\nlet r\n[q, r] = t"],
    ["foreach (var (k, v) in d) F(k);", "for [k, v] of elements d { F(k) }"],
    ["foreach ((string k, int v) in d) { }", "for [k, v] of elements d {}"],
    ["for (int i = 0, j = 1; i < 3; i++, j--) { }", "for (let i: int = 0, let j: int = 1; (i < 3); i += 1, j -= 1) {}"],
    ["do { } while (a); while (b) continue;", "do (a) {}\nwhile (b) { continue }"],
    ["using var f = new Foo(); using (var g = b) { }", "let f = new new Foo()\n{ let g = b; try {} finally { #close(g) } }"],
    [
      "try { } catch (E e) when (e.X) { f(); } catch { g(); } finally { h(); }",
      'try {} catch #error { let e = #error; if ((#caught(#error, E, "E") && e.X)) { f() } else { g() } } finally { h() }',
    ],
    [
      'switch (a) { case 1: case 2: F(); break; case string s when s == "": return; default: G(); break; }',
      'let s\nswitch+ { (a === 1): {} (a === 2): { F(); break } ((#type(a, "string") && [s = a, true][1]) && (s === "")): { return } default: { G(); break } }',
    ],
    ["int F(int x = 1, params string[] r) => x;", "function F(x = 1, ...r) => x"],
    ["IEnumerable<int> G() { yield return 1; yield break; }", "function G*() => { yield 1; return }"],
    ["#if DEBUG\nA();\n#else\nB();\n#endif", "A()"],
    ["#if !DEBUG && X\nA();\n#elif NET8_0_OR_GREATER\nB();\n#endif", "B()"],
    [
      "x ??= new(); List<int> y = new(); Foo z = new(1) { A = 2 };",
      "x ??= {}\nlet y: List<int> = new new List<int>()\nlet z: Foo = new new Foo(1) {A: 2}",
    ],
    ["lock (x) { f(); } ; lbl: g();", "{ f() }\ng()"],
  ])("%s", (source, expected) => {
    expect(described(lower(source))).toBe(expected);
  });
});

describe("expressions", () => {
  test.each([
    ["5m + 2.5m", "(5 + <is a decimal number, which is not computed with>)"],
    ["1_000 + 0x1F + 0b11 + 1.5e3 + 10L + 2.5", "(((((1000 + 31) + 3) + 1500) + 10) + 2.5)"],
    ['"a\\tb\\x41" + @"a""b" + """c"d""" + \'e\'', '((("a\\tbA" + "a\\"b") + "c\\"d") + "e")'],
    ['$"a{b:N2}c{{d}}\\n{e,10}"', '`a${#format(b, "N2", 0)}c{d}\n${#format(e, "", 10)}`'],
    ['$@"x""{y}" + @$"{z}\\n"', '(`x"${y}` + `${z}\\n`)'],
    ['$$"""a{{b}} {c}"""', "`a${b} {c}`"],
    ['new() { A = 1, ["k"] = 2, B = { 3, 4 }, C = { { "x", y } }, D = { E = 5 } }', '{A: 1, ["k"]: 2, B: [3, 4], C: {["x"]: y}, D: {E: 5}}'],
    ["new Foo<Bar>(a, b: c) { D }", "new new Foo<Bar>(a, b: c) [D]"],
    ["new A.B.C { D = e }", "new A.B.C() {D: e}"],
    ["new[] { 1, 2 }", "[1, 2]"],
    ["new int[] { 1 }", "int [1]"],
    ["new string[3]", '#array("string", 3)'],
    ["new { x, y.Z, W = 3 }", "{x: x, Z: y.Z, W: 3}"],
    ["[1, ..a, [2]]", "[1, ...a, [2]]"],
    ["[]", "[]"],
    ["(1, name: b)", "[1, b]"],
    ["a?.B.C[0]?.D(1)", "a?.B?.C?.[0]?.D?.(1)"],
    ["x!.y![0]", "x.y[0]"],
    ["xs[^1] + xs[1..^2].Count", "(xs[(xs.Length - 1)] + xs[1:-2].Count)"],
    ["a ?? throw new E()", "(a ?? (() => { throw new new E() })())"],
    ["await f(x)", "f(x)"],
    ["x => x + 1", "(x) => (x + 1)"],
    ["async (int a, b) => { return a; }", "(a, b) => { return a }"],
    ["delegate (int x) { f(); }", "(x) => { f() }"],
    ["(int)x + (string)y + (z as T)", '((#int(#unboxed(x, "int"), "int") + #unboxed(y, "string")) + #orNothing(z, T, "T"))'],
    ["nameof(A.B) + typeof(T) + default(int)", '(("B" + T) + 0)'],
    ["r with { A = 3 }", "#with(r, {A: 3})"],
    ["global::A.B.C<int>.D()", "A.B.C.D()"],
    ["x is null || y is not null && z", "((x === null) || (!(y === null) && z))"],
    ["x is > 1 and < 5 or 7", "(((x > 1) && (x < 5)) || (x === 7))"],
    ['o is Foo { A: 1, B.C: "x" } f', '((((o instanceof Foo) && (o.A === 1)) && (o.B.C === "x")) && [f = o, true][1])'],
    ["x is [1, .., var z]", "(((x.Length >= 2) && (x[0] === 1)) && (true && [z = x[(x.Length - 1)], true][1]))"],
    [
      "e switch { 1 or 2 => a, > 5 when b => c, string s => s, A.B => d, (1, _) => f, { } => g, _ => h }",
      '(((e === 1) || (e === 2)) ? a : (((e > 5) && b) ? c : ((#type(e, "string") && [s = e, true][1]) ? s : (#is(e, A.B) ? d : (((#positional(e) && (#component(e, 0, 2) === 1)) && true) ? f : ((e !== null) ? g : h))))))',
    ],
    ["d.TryGetValue(k, out var v)", "[v = d.GetValueOrDefault(k), d.ContainsKey(k)][1]"],
    ["int.TryParse(s, out _)", "[int.#CanParse(s)][0]"],
    [
      "from p in ps where p.A let k = p.B orderby p.C descending select k",
      "[k for [p, k] of [[p, k] for p of ps if p.A for k of [p.B]].OrderByDescending(([p, k]) => p.C)]",
    ],
    ["from a in xs from b in a join c in ys on b equals c.D select (a, c)", "[[a, c] for a of xs for b of a for c of ys if (b === c.D)]"],
    ["from p in ps group p by p.K into g select g.Key", "[g.Key for g of [[p.K, p] for p of ps].GroupBy((#pair) => #pair[0], (#pair) => #pair[1])]"],
  ])("%s", (source, expected) => {
    expect(described(lower(`F(${source});`)).replace(/^(?:let \w+\n)*/, "")).toBe(`F(${expected})`);
  });
});

describe("files", () => {
  test.each([
    [
      "using A.B; using C = D.E; using static F.G; global using H; namespace X.Y; class Z { }",
      "import A.B.* {}\nimport D.E {* as C}\nimport F.G.* {}\nimport H.* {}\nclass Z {}",
    ],
    ["namespace A { namespace B { class C { } } class D : C, I<int> { } }", "class C {}\nclass D: C, I {}"],
    [
      'class A { public int P { get; set; } = 1; int Q => P; int R { get { return P; } set { P = value; } } const int K = 3; readonly List<int> L = new(); string? s, t = "x"; }',
      'class A { field P = 1; getter Q() => P; getter R() => { return P }; setter R(value) => { P = value }; static field K = 3; field L = new new List<int>(); field s = null; field t = "x" }',
    ],
    [
      'class A : B { A(int x) : base("t", x) => Y = x; public A() : this(1) { } static A() { f(); } ~A() { } public static A operator +(A a, A b) => a; }',
      'class A: B { constructor (x) => { super("t", x); Y = x }; constructor () => { this(1) }; static initializer () => { f() }; static operator +(a, b) => a }',
    ],
    [
      "class A(string x, int y = 1) : B(x) { string X { get; } = x; }",
      "class A: B { field x; field y; constructor (x, y = 1) => { this.x = x; this.y = y; super(x) }; field X = x }",
    ],
    [
      "record R(string Name) { public int Z { get; init; } } record struct S(int A);",
      "class R { field Name; constructor (Name) => { this.Name = Name; super() }; field Z = 0 }\nclass S { field A; constructor (A) => { this.A = A; super() } }",
    ],
    [
      "enum E { A = 5, B }",
      'class E { static field A = new E(); static field B = new E(); static initializer () => { E.A.#name = "A"; E.A.#ordinal = #int(5); E.B.#name = "B"; E.B.#ordinal = (E.A.#ordinal + 1) }; ToString() => { return this.#name } }',
    ],
    ["delegate int D(int x); interface I { int F() => 1; int G(); }", "class I { F() => 1 }"],
  ])("%s", (source, expected) => {
    expect(described(lower(source))).toBe(expected);
  });

  test("what does not parse is noted, and the rest is there", () => {
    const module = lower("class A { void M() { var x = ) ; F(); } void N() { G(; } int Z() => 1; }");
    expect(described(module)).toMatch(/F\(\).*G\(\).*Z\(\)/s);
    expect(module.unreadable.length).toBeGreaterThan(0);
  });
});

const sample = `using Pulumi; using Aws = Pulumi.Aws; using Pulumi.Aws.Ec2; using Pulumi.Aws.Ec2.Inputs; using static System.Math;
return await Deployment.RunAsync(async () => {
#if DEBUG
    var port = 80;
#endif
    var rules = new List<SecurityGroupIngressArgs> { new() { Protocol = "tcp", FromPort = port, ToPort = port, CidrBlocks = { "0.0.0.0/0" } } };
    if (x is Rule { Port: > 3 and not 7, Names: [var first, ..] } found || y is not null) { rules.Add(new SecurityGroupIngressArgs { ["k"] = { 1, 2 }, Tags = { { "a", $"b{c:D2}" } } }); }
    var name = e switch { 1 or 2 => "a", string s when s.Length > 0 => s, _ => throw new Exception() };
    foreach (var (k, v) in d.Where(p => p.Key != "").Select((p, i) => (p.Key, i))) new SecurityGroup($"{k}-{v}", new() { Ingress = [.. rules, new[] { a }[^1]] }, new() { Parent = this });
    var q = from p in ps where p.A orderby p.B select new { p.A, Q = 2 };
    var raw = """
        a "b"
          c
        """; int Local(int p = 1, params string[] r) => p; x ??= y?.Z?.W[1..^2] ?? default; (a, b) = (b, a);
    return new Dictionary<string, object?> { ["id"] = await Task.Run(() => 1) };
});
namespace Shop { [Flags] public enum E { A = 1, B } public record Rule(string Name, int Port = 443) { public string Title => @$"{Name}""x"; }
  public partial class Web<T>(string name) : ComponentResource("a:b:C", name), IX where T : new() { [Output] public Output<string> Url { get; private set; } = null!; static readonly int[] P = { 1, 2 }; public Web() : this("x") { try { d.TryGetValue("k", out var v); } catch (E e) when (e.X) { } } } }`;

describe("any text", () => {
  test("is lowered without an exception, and every span lies in it", () => {
    fc.assert(
      fc.property(mangled(sample), (text) => {
        for (const { start, end } of spansOf(lower(text))) if (start < 0 || end > text.length || start > end) return false;
        return true;
      }),
      { numRuns: 100 },
    );
  });

  test("is read without an exception", async () => {
    await fc.assert(
      fc.asyncProperty(mangled(sample), async (text) => {
        await readProgram(csharp, { files: { "Program.cs": text }, steps: 20_000 });
      }),
      { numRuns: 40 },
    );
  });

  test("has names where their spans say", () => {
    // What an enum declares beside its members, and what is computed for the ends of lists for attempts and for rows of queries, is written nowhere.
    const text = sample.replace(/\[Flags\].*?\}/, "").replaceAll(/\[\^1\]|, Names: \[var first, \.\.\]|d\.TryGetValue\(.*?\);| orderby p\.B/g, "");
    for (const { name, span } of namesIn(lower(text))) expect([name, text.slice(span.start, span.end)]).toEqual([name, name]);
  });
});
