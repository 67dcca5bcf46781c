import { beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { java } from "@portcullis/remediator/reader/languages/java";
import { lowerJava } from "@portcullis/remediator/reader/languages/java/lower";
import { loadGrammar, type Parse } from "@portcullis/remediator/reader/syntax/parse";
import type { Module } from "@portcullis/remediator/reader/syntax/tree";
import { described, namesIn, spansOf } from "../../harness/lowered";
import { mangled } from "../../harness/mutations";
import { readProgram } from "../../harness/reading";

let parse: Parse;
beforeAll(async () => {
  parse = await loadGrammar("java");
});

function lower(text: string): Module {
  const file = { name: "App.java", text };
  return lowerJava(parse(file), file);
}

/** What stands in a method, as the common tree has it. */
function inMethod(body: string): string {
  const text = described(lower(`class A { void m() { ${body} } }`));
  return text.slice("class A { m() => ".length, -" }".length).replace(/^\{ (.*) \}$/s, "$1");
}

describe("statements", () => {
  test.each([
    ["int i = 0, j;", "let i: int = 0; let j: int"],
    ["final var x = a.b();", "let x = a.b()"],
    ['String[] z = {"a"};', 'let z: String[] = ["a"]'],
    ["if (a) b(); else if (c) { d(); }", "if (a) { b() } else { if (c) { d() } }"],
    ["for (int k = 0; k < 3; k++) f(k);", "for (let k: int = 0; (k < 3); k += 1) { f(k) }"],
    ["for (;;) break;", "for (; ; ) { break }"],
    ["for (var e : es) { }", "for e of elements es {}"],
    ["outer: while (true) { continue outer; }", "outer: while (true) { continue outer }"],
    ["do { f(); } while (x);", "do (x) { f() }"],
    [
      "try (var r = open()) { f(); } catch (A | B e) { g(e); } catch (C c) { h(c); } finally { k(); }",
      'try { let r = open(); try { f() } finally { #close(r) } } catch #error { let e = #error; if (#caught(#error, A, "A", B, "B")) { g(e) } else { let c = #error; if (#caught(#error, C, "C")) { h(c) } else { throw #error } } } finally { k() }',
    ],
    ["switch (a) { case 1: case 2: f(); break; default: g(); }", "#present(a); switch+ { (a === 1): {} (a === 2): { f(); break } default: { g() } }"],
    [
      "switch (a.b()) { case 1, 2 -> f(); default -> { g(); } }",
      "let #1; #1 = #present(a.b()); switch { (#1 === 1), (#1 === 2): { f() } default: { g() } }",
    ],
    ["switch (e) { case ONE -> f(); }", '#present(e); switch { (e === #case(e, "ONE")): { f() } }'],
    ["synchronized (this) { f(); } assert x : y; ;", "{ #present(this); f() }"],
    [
      "record P(int x) {} enum E { A }",
      'class P { field x; constructor (x) => { this.x = x }; x() => { return this.x } }; class E { static field A = new E(); static initializer () => { E.A.#name = "A"; E.A.#ordinal = 0 }; static values() => { return [E.A] }; static valueOf(#name) => { return ({A: E.A}[#name] ?? #noConstant()) }; name() => { return this.#name }; ordinal() => { return this.#ordinal }; toString() => { return this.#name } }',
    ],
  ])("%s", (source, expected) => {
    expect(inMethod(source)).toBe(expected);
  });
});

describe("expressions", () => {
  test.each([
    ["1_000L + 0x1f + 017 + 0b11 + 1.5f", "((((1000 + 31) + 15) + 3) + 1.5)"],
    ['"a\\n\\u0041\\"" + \'c\'', '("a\\nA\\"" + "c")'],
    ['"""\n    a\n      b\\tc\n    """', '"a\\n  b\\tc\\n"'],
    ["List.<String>of(a).x.y()[3]", "List.of<String>(a).x.y()[3]"],
    ["new a.b.C<String>(x) { int y() { return 1; } }", "new class : a.b.C { y() => { return 1 } }<String>(x)"],
    ["new int[]{1, 2}", "int [1, 2]"],
    ["new String[n]", '#array("String", n)'],
    ["(a, b) -> a + b", "(a, b) => (a + b)"],
    ["(String a) -> { return a; }", "(a) => { return a }"],
    ["App::stack", '#reference(App, "stack")'],
    ["this::m", "this.m"],
    ["X::new", "(...#arguments) => new X(...#arguments)"],
    ["a ? b : c", "#conditional((a ? b : c), b, c)"],
    ["(String) x", '#cast(x, "String")'],
    ["(char) ('a' + i)", '#char(("a" + i))'],
    ["i++ + --j", "([i, i += 1][0] + j -= 1)"],
    ["x >>>= 2", "x >>>= 2"],
    ["o instanceof String s && s.isEmpty()", '(((typeof o === "string") && [s = o, true][1]) && s.isEmpty())'],
    [
      "o instanceof Point(int x, var y)",
      "(((o instanceof Point) && (true && [x = #component(o, 0), true][1])) && (true && [y = #component(o, 1), true][1]))",
    ],
    ["switch (a) { case 1 -> x; default -> throw new E(); }", "[#present(a), ((a === 1) ? x : (() => { throw new E() })())][1]"],
    ["String.class", "String"],
    ["super.m(1)", "super.m(1)"],
    ["outer.new Inner(1)", "new Inner(1)"],
    ["App.this.x", "this.x"],
  ])("%s", (source, expected) => {
    const names = /(?:let [a-z]; )*/;
    expect(inMethod(`f(${source});`).replace(names, "")).toBe(`f(${expected})`);
  });
});

describe("files", () => {
  test.each([
    [
      "package a.b; import java.util.*; import c.D; import static e.F.g; import static h.I.*;",
      "import java.util.* {}\nimport c {D}\nimport e.F {g}\nimport h.I.* {}",
    ],
    [
      "class A extends B<C> implements D { static final int X = 1; int y; static { f(); } A(int y) { super(y); this.y = y; } A() { this(1); } abstract void z(); }",
      "class A: B, D { static field X = 1; field y = 0; static initializer () => { f() }; constructor (y) => { super(y); this.y = y }; constructor () => { this(1) } }",
    ],
    ["interface I { int C = 3; default int f() { return C; } void g(); } @interface N {}", "class I { static field C = 3; f() => { return C } }"],
    ["void main() { f(); }", "function main() => { f() }"],
  ])("%s", (source, expected) => {
    expect(described(lower(source))).toBe(expected);
  });

  test("what does not parse is noted, and the rest is there", () => {
    const module = lower("class A { void m() { var x = ) ; f(); } void n() { g(; } int z() { return 1; } }");
    expect(described(module)).toMatch(/f\(\).*g.*z\(\)/s);
    expect(module.unreadable.map(({ reason }) => reason)).toEqual(["does not parse", "does not parse"]);
  });
});

const sample = `package shop;
import com.pulumi.*;
import com.pulumi.aws.ec2.*;
import com.pulumi.aws.ec2.inputs.*;
public class App extends Base<String> implements X {
  private static final String ANY = "0.0.0.0/0", OTHER[] = {"1", "2"};
  enum Port { HTTP("a", 80) { @Override int n() { return 1; } }, HTTPS; final int n; Port(String s, int n) { this.n = n; } }
  record Rule(String name, int... ports) { Rule { if (name == null) throw new X(); } }
  public static void main(String[] args) { Pulumi.run(ctx -> new SecurityGroup("web", SecurityGroupArgs.builder().ingress(List.of(80, 443).stream().map(p -> SecurityGroupIngressArgs.builder().fromPort(p).toPort(p).protocol("tcp").cidrBlocks(ANY).build()).toList()).build())); }
  int m(Object o, String... xs) { for (int i = 0; i < 3; i++) { switch (o) { case String s when s.isEmpty() -> f(); case Rule(var n, int[] p) -> { g(); } default -> throw new X(); } } var t = """
    a "b" \\
    c
    """; return o instanceof String s && !s.isBlank() ? xs[0].length() : (int) ('a' + 1); }
  { var m = new HashMap<String, Integer>() {{ put("a", 1); }}; lbl: do { continue lbl; } while (x); try (var r = f()) { } catch (A | B e) { } finally { } }
}`;

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
        await readProgram(java, { files: { "src/main/java/shop/App.java": text }, steps: 20_000 });
      }),
      { numRuns: 40 },
    );
  });

  test("has names where their spans say", () => {
    // What an enum declares beside its constants is written nowhere.
    const text = sample.replace(/^ {2}enum .*$/m, "");
    for (const { name, span } of namesIn(lower(text))) expect([name, text.slice(span.start, span.end)]).toEqual([name, name]);
  });
});
