import type { Meaning } from "./meaning";

export const csharp: readonly Meaning[] = [
  {
    sentence: "whole numbers divide without a fraction, and characters count",
    body: "int a = -7 / 2; int b = -7 % 3; int c = 'a' + 1; char d = 'a'; d++; Allow(a, b, c, d, (int)3.99, (int)-3.99, 7 / 2, '7' - '0');",
    ports: [-3, -1, 98, 98, 3, -3, 3, 7],
  },
  {
    sentence: "a loop's variable is a copy of the struct",
    body: "var l = new P[] { new P() }; l[0].Inc(); Allow(l[0].N); foreach (var p in l) p.Inc(); Allow(l[0].N); object o = l[0]; l[0].Inc(); Allow(((P)o).N, l[0].N);",
    top: "struct P { public int N; public void Inc() { N++; } }",
    ports: [1, 1, 1, 2],
  },
  {
    sentence: "a loop with a counter has one variable, each element its own",
    body: "var fs = new List<Func<int>>(); for (var i = 0; i < 3; i++) fs.Add(() => i); foreach (var x in new[] { 7, 8 }) fs.Add(() => x); foreach (var f in fs) Allow(f());",
    ports: [3, 3, 3, 7, 8],
  },
  {
    sentence: "a query is made when it is gone through",
    body: "var l = new List<int> { 1, 2 }; var q = l.Select(x => x * 10); l.Add(3); Allow(q.ToArray()); var e = l.Where(x => x > 1).ToList(); l.Add(9); Allow(e.Count);",
    ports: [10, 20, 30, 2],
  },
  {
    sentence: "a query asks its condition when it is gone through",
    body: "int k = 1; var q = new[] { 1, 2, 3 }.Where(x => x > k); k = 2; Allow(q.ToArray());",
    ports: [3],
  },
  {
    sentence: "an iterator without an end goes as far as somebody takes",
    body: "foreach (var x in Gen.All()) { if (x > 2) break; Allow(x); } Allow(Gen.N);",
    top: "static class Gen { public static int N; public static IEnumerable<int> All() { while (true) { N++; yield return N; } } }",
    ports: [1, 2, 3],
  },
  {
    sentence: "static members have their turns",
    body: "Allow(C.A, C.B, C.D);",
    top: "class C { public static int A = B + 1; public static int B = 5; public static int D; static C() { D = A + B; } }",
    ports: [1, 5, 6],
  },
  {
    sentence: "braces set a property through its own code",
    body: "var c = new C { P = 5 }; c.P += 1; c.Q++; Allow(c.P, c.Q, c.R, c.Sets);",
    top: "class C { int p; public int Sets; public int P { get => p * 2; set { p = value; Sets++; } } public int Q { get; set; } = 7; public int R => Q + 1; }",
    ports: [22, 8, 9, 2],
  },
  {
    sentence: "a collection that does not change gives another one",
    body: "var a = ImmutableArray.Create(1, 2); var b = a.Add(3); a.Add(4); Allow(a.Length, b.Length); var l = ImmutableList<int>.Empty; l.Add(1); l = l.Add(2); Allow(l.Count);",
    ports: [2, 3, 1],
  },
  {
    sentence: "braces within braces add to what is there",
    body: 'var c = new Cfg { Ports = { 1, 2 }, Inner = { X = 5 }, Map = { ["a"] = 7 } }; Allow(c.Ports.ToArray()); Allow(c.Inner.X, c.Map["a"]);',
    top: "class Cfg { public List<int> Ports { get; } = new() { 0 }; public Cfg2 Inner { get; } = new(); public Dictionary<string, int> Map { get; } = new(); } class Cfg2 { public int X; }",
    ports: [0, 1, 2, 5, 7],
  },
  {
    sentence: "counters that are stepped within an assignment",
    body: "int i = 0; var a = new[] { 0, 0, 0 }; a[i++] = i++; a[i] = i--; Allow(a); Allow(i); int j = 5; j = j++ + ++j; Allow(j); int k = 3; k += k++ * 2; Allow(k);",
    ports: [1, 0, 2, 1, 12, 9],
  },
  {
    sentence: "an overload is chosen by the type of a number",
    body: "long a = 1; double b = 1; short c = 1; int? d = 5; Allow(O.F(1), O.F(1L), O.F(1.0), O.F(1f), O.F('a'), O.F(\"s\"), O.F(a), O.F(b), O.F(c), O.F(d), O.G(1), O.G(1m), O.F((object) 1));",
    top: "static class O { public static int F(int x) => 1; public static int F(long x) => 2; public static int F(double x) => 3; public static int F(object x) => 4; public static int F(string x) => 5; public static int F(int? x) => 6; public static int G(long x) => 7; public static int G(object x) => 8; }",
    ports: [1, 2, 3, 3, 1, 5, 2, 3, 1, 6, 7, 8, 4],
  },
  {
    sentence: "structs are copied into what braces set, and as gives nothing for what is something else",
    body: 'var a = new S { X = 2 }; var c = new C { Field = a }; c.Field.X = 9; Allow(a.X, c.Field.X); A b = new B(); Allow((b as D)?.N ?? 5, (b as B)?.N ?? 6); var s = "web"; Allow((s[0].ToString() + s[^1]).Length);',
    top: "struct S { public int X; } class C { public S Field; } class A { public int N = 1; } class B : A { } class D : B { }",
    ports: [2, 9, 5, 1, 2],
  },
  {
    sentence: "what is changed through a part of memory is not known",
    body: "var a = new[] { 1, 2, 3 }; var part = a.AsSpan(1, 2); part[0] = 77; Allow(a[1]); Allow(3);",
    ports: ["?", 3],
  },
  {
    sentence: "a function that is not read may change what it is given, where nobody takes what it gives",
    body: "var mine = new List<int> { 1, 2 }; Some.Lib.Harden(mine); Allow(mine[0]); var seen = new List<int> { 3 }; Some.Lib.Log(seen); var n = Some.Lib.Harden(seen); Allow(seen[0]);",
    ports: ["?", 3],
  },
];
