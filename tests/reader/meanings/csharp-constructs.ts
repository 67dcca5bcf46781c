import type { Meaning } from "./meaning";

/** What the constructs and collections of the language mean: what is disposed of, structs, queries, numbers with few bits. A compiler or the language's specification says the same. */
export const csharpConstructs: readonly Meaning[] = [
  {
    sentence: "what is used is disposed of at the end of its block, the last first",
    body: "using (var a = new R(1, x => Allow(x))) using (var b = new R(2, x => Allow(x))) { Allow(9); } Allow(10);",
    top: "class R : IDisposable { readonly int n; readonly Action<int> f; public R(int n, Action<int> f) { this.n = n; this.f = f; f(n); } public void Dispose() { f(-n); } }",
    ports: [1, 2, 9, -2, -1, 10],
  },
  {
    sentence: "a using declaration lasts to the end of its block",
    body: "{ using var a = new R(1, x => Allow(x)); using var b = new R(2, x => Allow(x)); Allow(9); } Allow(10);",
    top: "class R : IDisposable { readonly int n; readonly Action<int> f; public R(int n, Action<int> f) { this.n = n; this.f = f; f(n); } public void Dispose() { f(-n); } }",
    ports: [1, 2, 9, -2, -1, 10],
  },
  {
    sentence: "groups are in the order of their first elements",
    body: 'foreach (var g in new[] { "bb", "a", "cc", "ddd" }.GroupBy(s => s.Length)) Allow(g.Key, g.Count()); var lk = new[] { 443, 80, 22 }.ToLookup(p => p > 100); Allow(lk[true].Count(), lk[false].First(), lk[false].Last(), lk.Count); foreach (var g in lk) foreach (var x in g) Allow(x); Allow(new[] { 1, 2, 3, 4 }.GroupBy(x => x % 2, x => x * 10).Select(g => g.Sum()).ToArray()); Allow(new[] { 1, 2, 3 }.GroupBy(x => x % 2, (k, xs) => k * 100 + xs.Count()).ToArray()); Allow(new[] { 1, 2, 3 }.ToLookup(x => x % 2, x => x + 5)[1].ToArray());',
    ports: [2, 2, 1, 1, 3, 1, 1, 80, 22, 2, 443, 80, 22, 40, 60, 102, 1, 6, 8],
  },
  {
    sentence: "list patterns and ranges",
    body: "int[] a = { 1, 2, 3, 4 }; if (a is [1, .., 4]) Allow(1); if (a is [var x, _, ..]) Allow(x + 4); if (a is [.., var y]) Allow(y + 2); Allow(a is [] ? 1 : 0); Allow(a[^2], a[1..^1].Length); Allow(a[1..]); Allow(a[..2]);",
    ports: [1, 5, 6, 0, 3, 2, 2, 3, 4, 1, 2],
  },
  {
    sentence: "switch statements with patterns and goto case",
    body: "foreach (S s in new S[] { new Sq { N = 3 }, new Sq { N = 1 }, new Ci { R = 2 }, null, new S() }) { switch (s) { case Sq q when q.N > 2: Allow(q.N); break; case Sq _: Allow(11); break; case Ci c: Allow(c.R * 100); break; case null: Allow(-1); break; default: Allow(50); break; } } int n = 1; switch (n) { case 1: Allow(1); goto case 3; case 2: Allow(2); break; case 3: Allow(3); goto default; default: Allow(4); break; }",
    top: "class S { } class Sq : S { public int N; } class Ci : S { public int R; }",
    ports: [3, 11, 200, -1, 50, 1, 3, 4],
  },
  {
    sentence: "local functions, recursion, and statics in them",
    body: "int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2); Allow(Fib(10)); int total = 0; void Add(int x, int y = 5, params int[] more) { total += x + y + more.Length; } Add(1); Add(1, 2); Add(1, 2, 3, 4); Add(y: 1, x: 2); Allow(total); Func<int, Func<int, int>> add = x => y => x + y; Allow(add(3)(4)); IEnumerable<int> It(int m) { for (int i = 0; i < m; i++) yield return i * i; } Allow(It(3).ToArray());",
    ports: [55, 17, 7, 0, 1, 4],
  },
  {
    sentence: "null coalescing assignment",
    body: "int? a = null; a ??= 5; a ??= 6; Allow(a.Value, a ?? 0); List<int>? l = null; (l ??= new()).Add(1); Allow(l.Count); string? s = null; Allow(s?.Length ?? 9);",
    ports: [5, 5, 1, 9],
  },
  {
    sentence: "static constructors, constants and lazy values",
    body: "Allow(A.K, A.X); Allow(A.L.ToArray()); Allow(Z.Count, Z.V.Value, Z.V.Value, Z.Count);",
    top: "class A { public static int X = Init(1); public const int K = 3; public static readonly List<int> L; static A() { L = new List<int> { X, K }; X = 50; } static int Init(int n) { return n * 2; } } static class Z { public static readonly Lazy<int> V = new Lazy<int>(() => { Count++; return 8; }); public static int Count; }",
    ports: [3, 50, 2, 3, 0, 8, 8, 1],
  },
  {
    sentence: "constructors and initializers have their turns",
    body: "new B { Set = 99 }; Allow(Log.L.ToArray());",
    top: "static class Log { public static List<int> L = new List<int>(); public static int F(int n) { L.Add(n); return n; } } class A { int a = Log.F(1); public A() { Log.F(2); V(); } protected virtual void V() { Log.F(3); } } class B : A { int b = Log.F(4); int z = 5; public B() : this(0) { Log.F(6); } B(int x) : base() { Log.F(7); } protected override void V() { Log.F(z * 10 + b); } public int Set { set { Log.F(value); } } }",
    ports: [4, 1, 2, 54, 7, 6, 99],
  },
  {
    sentence: "extension methods and generics",
    body: 'Allow(new Cfg().With(c => c.P.Add(5)).With(c => c.P.Add(6)).P.ToArray()); Allow(new[] { 1, 2, 3, 4, 5 }.Every(2).ToArray()); Allow(3.Plus(4), ((string)null).IsEmpty() ? 1 : 0, new Dictionary<string, int> { ["a"] = 1 }.GetOr("b", 9), Ext.Plus(1, 2));',
    top: "static class Ext { public static T With<T>(this T o, Action<T> f) { f(o); return o; } public static IEnumerable<T> Every<T>(this IEnumerable<T> s, int n) { var i = 0; foreach (var x in s) if (i++ % n == 0) yield return x; } public static int Plus(this int a, int b) => a + b; public static bool IsEmpty(this string s) => string.IsNullOrEmpty(s); public static TV GetOr<TK, TV>(this Dictionary<TK, TV> d, TK k, TV v) => d.TryGetValue(k, out var x) ? x : v; } class Cfg { public List<int> P = new List<int>(); }",
    ports: [5, 6, 1, 3, 5, 7, 1, 9, 3],
  },
  {
    sentence: "delegates, events and method groups",
    body: 'Op f = M.Add; Allow(f(1, 2)); f = (a, b) => a * b; Allow(f(3, 4)); var bus = new Bus(); bus.Fire(0); bus.On += x => Allow(x); bus.On += x => Allow(x * 10); bus.Fire(5); Func<int, int> g = Math.Abs; Allow(new[] { -1, 2 }.Select(Math.Abs).ToArray()); Allow(new[] { "1", "2" }.Select(int.Parse).ToArray()); Action a1 = () => Allow(1); a1 += () => Allow(2); a1(); Predicate<int> p = x => x > 1; Allow(p(2) ? 1 : 0); Func<int> h = delegate { return 3; }; Allow(h());',
    top: "delegate int Op(int a, int b); class Bus { public event Action<int> On; public void Fire(int n) { On?.Invoke(n); } } static class M { public static int Add(int a, int b) => a + b; }",
    ports: [3, 12, 5, 50, 1, 2, 1, 2, 1, 2, 1, 3],
  },
  {
    sentence: "closures in loops",
    body: "var fs = new List<Action>(); for (int i = 0; i < 2; i++) { int j = i; fs.Add(() => Allow(j)); } foreach (var x in new[] { 5, 6 }) fs.Add(() => Allow(x)); int k = 0; while (k < 2) { int c = k * 10; fs.Add(() => Allow(c)); k++; } fs.Add(() => Allow(k)); k = 77; foreach (var f in fs) f();",
    ports: [0, 1, 5, 6, 0, 10, 77],
  },
  {
    sentence: "partial classes and interfaces with defaults",
    body: "Allow(new P().Go()); I i = new C(); Allow(i.Twice(), I.K, ((IE)new X()).F());",
    top: "partial class P { public int A = 1; public partial int Go(); } partial class P { public int B = 2; public partial int Go() => A + B; } interface I { int N { get; } int Twice() => N * 2; static int K => 7; } class C : I { public int N => 6; } interface IE { int F(); } class X : IE { int IE.F() => 1; }",
    ports: [3, 12, 7, 1],
  },
  {
    sentence: "primary constructors, required members and target-typed new",
    body: "var s = new Svc(5); Allow(s.Port, s.Next()); Svc t = new(22); Allow(t.Port, t.Len); Req r = new() { N = 9, L = [1, 2] }; Allow(r.L.ToArray()); Allow(r.N); int[] a = [.. r.L, 3, .. new[] { 4 }]; Allow(a.Length);",
    top: 'class Svc(int port, string name = "abc") { public int Port => port; public int Next() => ++port; public int Len { get; } = name.Length; } class Req { public required int N { get; init; } public List<int> L { get; init; } = []; }',
    ports: [5, 6, 22, 3, 1, 2, 9, 4],
  },
  {
    sentence: "async code that is done",
    body: "Allow(await A.F(5)); var all = await System.Threading.Tasks.Task.WhenAll(A.F(1), A.F(2)); Allow(all); Allow(A.F(3).Result); await foreach (var x in A.G()) Allow(x);",
    top: "static class A { public static async System.Threading.Tasks.Task<int> F(int n) { await System.Threading.Tasks.Task.Yield(); return n; } public static async IAsyncEnumerable<int> G() { yield return 9; await System.Threading.Tasks.Task.Delay(1); yield return 7; } }",
    ports: [5, 1, 2, 3, 9, 7],
  },
  {
    sentence: "the order of a dictionary from which something was removed",
    body: 'var d = new Dictionary<string, int> { ["a"] = 1, ["b"] = 2, ["c"] = 3 }; d["a"] = 9; foreach (var v in d.Values) Allow(v); Allow(d.First().Key == "a" ? 1 : 0); var l = d.OrderByDescending(e => e.Value).Select(e => e.Value).ToList(); Allow(l.ToArray()); var k = d.Keys; d["z"] = 4; Allow(k.Count, d.Values.Count);',
    ports: [9, 2, 3, 1, 9, 3, 2, 4, 4],
  },
  {
    sentence: "setter only in braces",
    body: "new B { Set = 99 }; var b = new B { Two = 5 }; Allow(B.L.ToArray());",
    top: "class B { public static List<int> L = new List<int>(); public int Set { set { L.Add(value); } } public int Two { get { return 1; } set { L.Add(value); } } }",
    ports: [99, 5],
  },
  {
    sentence: "static changed in a lambda",
    body: "var r = Z.F(); Allow(Z.Count); Z.G(); Allow(Z.Count, r);",
    top: "static class Z { public static Func<int> F = () => { Count++; return 5; }; public static int Count; public static void G() { Count++; } }",
    ports: [1, 2, 5],
  },
  {
    sentence: "stack of a list",
    body: "var st = new Stack<int>(new[] { 1, 2 }); Allow(st.Pop(), st.Peek());",
    ports: [2, 1],
  },
  {
    sentence: "pushes",
    body: "var st = new Stack<int>(); st.Push(1); st.Push(2); st.Push(3); Allow(st.Pop(), st.Peek());",
    ports: [3, 2],
  },
  {
    sentence: "limits",
    body: "Allow(short.MaxValue, byte.MaxValue, sbyte.MaxValue, ushort.MaxValue);",
    ports: [32767, 255, 127, 65535],
  },
  {
    sentence: "disposal in loops with early exit",
    body: "foreach (var i in new[] { 1, 2, 3 }) { using (var r = new R(i, x => Allow(x))) { if (i == 2) break; } } Allow(9);",
    top: "class R : IDisposable { int n; Action<int> f; public R(int n, Action<int> f) { this.n = n; this.f = f; f(n); } public void Dispose() { f(-n); } }",
    ports: [1, -1, 2, -2, 9],
  },
  {
    sentence: "query over a list that changes",
    body: "var l = new List<int> { 1, 2, 3 }; int k = 1; var q = l.Where(x => x > k).Select(x => x * 10); Allow(q.Count()); l.Add(9); Allow(q.Count()); k = 3; Allow(q.ToArray()); l.RemoveAll(x => x == 9); Allow(q.Any() ? 1 : 0);",
    ports: [2, 3, 90, 0],
  },
  {
    sentence: "small numbers in loops",
    body: "byte b = 253; for (int i = 0; i < 5; i++) b++; Allow(b); ushort u = 10; u -= 20; Allow(u); sbyte s = -100; s -= 100; Allow(s); short h = 20000; h *= 2; Allow(h); byte x = 7; x <<= 6; Allow(x); x |= 3; Allow(x); uint w = 1; w -= 2; Allow((int)(w % 1000));",
    ports: [2, 65526, 56, -25536, 192, 195, 295],
  },
  {
    sentence: "events and delegates",
    body: "var p = new P(); p.V = 1; p.Changed += (o, x) => Allow(x); p.Changed += (o, x) => Allow(((P)o).V * 10); p.V = 2; Func<int, int> f = x => x + 1; f += x => x * 100; Allow(f(3));",
    top: "class P { public event EventHandler<int> Changed; int v; public int V { get { return v; } set { v = value; Changed?.Invoke(this, value); } } }",
    ports: [2, 20, 300],
  },
  {
    sentence: "lookups and groupings",
    body: 'var lk = new[] { ("a", 1), ("b", 2), ("a", 3) }.ToLookup(t => t.Item1, t => t.Item2); Allow(lk["a"].Sum(), lk["zz"].Count(), lk.Contains("b") ? 1 : 0, lk.Count); foreach (var g in lk) Allow(g.Key.Length, g.Count()); foreach (var g in new[] { 5, 6, 7, 8 }.GroupBy(x => x % 2 == 0 ? "e" : "o", x => x + 1)) { Allow(g.First()); Allow(g.ToArray()); }',
    ports: [4, 0, 1, 2, 1, 2, 1, 1, 6, 6, 8, 7, 7, 9],
  },
  {
    sentence: "fields and bases in their turns",
    body: "new C(); Allow(L.S.ToArray());",
    top: "static class L { public static List<int> S = new List<int>(); public static int F(int n) { S.Add(n); return n; } } class A { protected int a = L.F(1); public A() { L.F(2); } } class B : A { int b = L.F(3); public int P { get; } = L.F(4); public B() { L.F(5 + a); } } class C : B { static int s = L.F(9); public C() { L.F(6); } }",
    ports: [9, 3, 4, 1, 2, 6, 6],
  },
  {
    sentence: "decimals and integers",
    body: "double d = 7; int i = 7; Allow((int)(d / 2 * 10), i / 2 * 10, (int)(i / 2.0 * 10), (int)(1.5 + 1.5), 7 % 4, (int)(7.5 % 2 * 10), (int)Math.Ceiling(7 / 2.0), (int)Math.Floor(-7 / 2.0), (int)(i * 1.5)); float f = 9; Allow((int)(f / 2 * 10)); decimal m = 10m / 4; Allow((int)(m * 100));",
    ports: [35, 30, 35, 3, 3, 15, 4, -4, 10, 45, 250],
  },
  {
    sentence: "a generic class has static members for each type",
    body: "Box<int>.N = 5; Box<string>.N = 7; Allow(Box<int>.N, Box<string>.N, Box<int>.N);",
    top: "class Box<T> { public static int N = 1; }",
    ports: ["?", "?", "?"],
  },
  {
    sentence: "a list gives a copy of a struct, an array the struct",
    body: "var l = new List<S> { new S { X = 1 } }; l[0].Inc(); Allow(l[0].X); var a = new S[] { new S { X = 1 } }; a[0].Inc(); Allow(a[0].X);",
    top: "struct S { public int X; public void Inc() { X++; } }",
    ports: [1, 2],
  },
  {
    sentence: "so does a dictionary",
    body: 'var d = new Dictionary<string, S>(); d["a"] = new S { X = 1 }; d["a"].Inc(); Allow(d["a"].X); var c = d["a"]; c.X = 4; Allow(d["a"].X); d["a"] = c; Allow(d["a"].X);',
    top: "struct S { public int X; public void Inc() { X++; } }",
    ports: [1, 1, 4],
  },
  {
    sentence: "a class says how it comes apart",
    body: "var (a, b) = new R(3, 4); Allow(a, b);",
    top: "class R { int x, y; public R(int x, int y) { this.x = x; this.y = y; } public void Deconstruct(out int a, out int b) { a = y; b = x; } }",
    ports: [4, 3],
  },
  {
    sentence: "also in a loop",
    body: "foreach (var (k, v) in new[] { new R(1, 2), new R(3, 4) }) Allow(k + v * 10);",
    top: "class R { int x, y; public R(int x, int y) { this.x = x; this.y = y; } public void Deconstruct(out int a, out int b) { a = x; b = y; } }",
    ports: [21, 43],
  },
  {
    sentence: "an extension says how a list comes apart",
    body: "var (h, t) = new List<int> { 7, 8 }; Allow(h, t);",
    top: "static class X { public static void Deconstruct(this List<int> l, out int head, out int n) { head = l[0]; n = l.Count; } }",
    ports: [7, 2],
  },
  {
    sentence: "a record comes apart in two ways",
    body: "var r = new R(1, 2); var (a, b) = r; var (x, y, z) = r; Allow(a, b, x, y, z);",
    top: "record R(int A, int B) { public void Deconstruct(out int x, out int y, out int z) { x = A * 10; y = B * 10; z = 30; } }",
    ports: [1, 2, 10, 20, 30],
  },
  {
    sentence: "decimals are not computed with",
    body: "decimal d = 0.1m + 0.2m; Allow(d == 0.3m ? 1 : 2); double e = 0.1 + 0.2; Allow(e == 0.3 ? 1 : 2); Allow((int)(1.1m * 100), (int)(1.1 * 100));",
    ports: ["?", 2, "?", 110],
  },
  {
    sentence: "a query goes no further than somebody wants",
    body: "int n = 0; IEnumerable<int> It() { for (int i = 0; i < 5; i++) { n++; yield return i; } } Allow(It().First(), n); Allow(It().First(x => x == 2), n);",
    ports: [0, 1, 2, 4],
  },
  {
    sentence: "nor where only one is asked for",
    body: "int n = 0; IEnumerable<int> It() { for (int i = 0; i < 5; i++) { n++; yield return i; } } var q = It(); if (q.Any()) Allow(n); Allow(q.Count(), n);",
    ports: [1, 5, 6],
  },
  {
    sentence: "nor beyond a limit",
    body: "var seen = new List<int>(); var q = new[] { 1, 2, 3, 4 }.Select(x => { seen.Add(x); return x; }).Take(2).ToList(); Allow(seen.Count); var c = new[] { 1, 2, 3 }.Where(x => { seen.Add(x); return x > 1; }).Contains(2); Allow(seen.Count);",
    ports: [2, 4],
  },
  {
    sentence: "nor after a contradiction",
    body: "int n = 0; var b = new[] { 1, 2, 3, 4 }.All(x => { n++; return x < 2; }); Allow(n, b ? 1 : 0);",
    ports: [2, 0],
  },
  {
    sentence: "a list that changes in its loop is an error",
    body: "var l = new List<int> { 1, 2, 3 }; try { foreach (var x in l) { Allow(x); l.Add(9); } } catch (InvalidOperationException) { Allow(77); }",
    ports: [1, 77],
  },
  {
    sentence: "a key that is there cannot be added",
    body: 'var d = new Dictionary<string, int> { ["b"] = 1, ["a"] = 2 }; d["b"] = 5; d.Remove("zz"); foreach (var (k, v) in d) Allow(v); Allow(d.TryGetValue("q", out var q) ? 1 : q, d.ContainsKey("a") ? 1 : 0, d.GetValueOrDefault("zz", 9)); var s = new SortedDictionary<string, int>(d); Allow(s.First().Value); try { d.Add("a", 7); } catch (ArgumentException) { Allow(66); } try { var x = d["none"]; } catch (KeyNotFoundException) { Allow(67); }',
    ports: [5, 2, 0, 1, 9, 2, 66, 67],
  },
  {
    sentence: "methods of several interfaces are told by the type",
    body: "I i = new X(); Allow(i.P(), i.Q(), ((J)new X()).P());",
    top: "interface I { int P(); int Q() => P() + 10; } interface J { int P(); } class X : I, J { int I.P() => 1; int J.P() => 3; }",
    ports: ["?", "?", "?"],
  },
  {
    sentence: "an error in an expression is caught",
    body: 'string s = null;\ntry { var t = s ?? throw new Exception("x"); Allow(1); } catch (Exception) { Allow(2); }',
    ports: [2],
  },
  {
    sentence: "the first of an iterator is not known where one may stand before it",
    body: 'var e = Environment.GetEnvironmentVariable("X");\nIEnumerable<int> Gen() { if (e != null) yield return 9; yield return 1; }\nAllow(Gen().First());',
    ports: ["?"],
  },
  {
    sentence: "a key that is not known may be any of those that are there",
    body: 'var m = new Dictionary<string,int> { ["a"] = 1 };\nm[Environment.GetEnvironmentVariable("X")] = 5;\nAllow(m["a"]);',
    ports: ["?"],
  },
  {
    sentence: "what is taken out under a key that is not known may be any",
    body: 'var m = new Dictionary<string,int> { ["a"] = 1 };\nm.Remove(Environment.GetEnvironmentVariable("X"));\nAllow(m.TryGetValue("a", out var q) ? q : 3);',
    ports: ["?"],
  },
];
