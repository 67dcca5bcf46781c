import type { Meaning } from "./meaning";

/** What C#'s structs, casts, enums, errors and jumps mean. */
export const csharpLibrary: readonly Meaning[] = [
  {
    sentence: "a struct's method that is called on a property or on what a call gives changes a copy, on a field the field",
    top: "struct P { public int N; public void Inc() { N++; } }\nclass H { public P Prop { get; set; } = new P(); public P Field = new P(); P back = new P(); public P Computed { get { return back; } } public P Arrow => back; public int Back => back.N; }",
    body: "var h = new H(); h.Prop.Inc(); h.Field.Inc(); h.Computed.Inc(); h.Arrow.Inc(); Allow(h.Prop.N, h.Field.N, h.Back); P Make() => h.Field; Make().Inc(); Allow(h.Field.N);",
    ports: [0, 1, 0, 1],
  },
  {
    sentence: "a handler runs where the error is of its class and its condition holds",
    top: 'class MyE : Exception { public int Port; public MyE(int p) : base("p" + p) { Port = p; } }\nclass Other : Exception { }',
    body: 'try { try { throw new MyE(5); } catch (MyE e) when (e.Port > 9) { Allow(1); } catch (Other) { Allow(2); } } catch (Exception) { Allow(3); }\ntry { throw new MyE(7); } catch (Other) { Allow(4); } catch (MyE e) when (e.Port < 9) { Allow(e.Port); }\ntry { try { throw new ArgumentNullException("x"); } catch (InvalidOperationException) { Allow(5); } } catch (ArgumentException) { Allow(6); }',
    ports: [3, 7, 6],
  },
  {
    sentence: "a cast to what something is not ends with an error",
    body: 'try { object o = "t"; var n = (int)o; Allow(1); } catch (InvalidCastException) { Allow(2); } try { object o = 5; var n = (string)o; Allow(3); } catch (InvalidCastException) { Allow(4); } object k = 7; Allow((int)k);',
    ports: [2, 4, 7],
  },
  {
    sentence: "a number becomes the member of an enum that has it",
    top: "enum T { Web = 80, Db = 5432 }\n[Flags] enum F { None = 0, A = 1, B = 2, AB = A | B, C = 4 }",
    body: 'Allow(((T)80).ToString() == "Web" ? 1 : 0, ((F)3).ToString() == "AB" ? 1 : 0, (F.A & F.B).ToString() == "None" ? 1 : 0, (int)(F.A | F.C)); Allow((F.A | F.C).ToString().Length);',
    ports: [1, 1, 1, 5, "?"],
  },
  {
    sentence: "a jump goes on at its label",
    body: "int k = 0; again: if (k < 2) { Allow(k); k++; goto again; } Allow(k + 10);",
    ports: [0, 1, 12],
  },
  {
    sentence: "arrays begin with the zero of their type",
    body: "var b = new bool[1]; var n = new int[2]; Allow(b[0] ? 1 : 2, n[1]);",
    ports: [2, 0],
  },
  {
    sentence: "elements of a type",
    body: 'foreach (var n in new object[] { 1, "a", 2 }.OfType<int>()) Allow(n); Allow(new object[] { 1, "a", 2 }.OfType<string>().Count());',
    ports: [1, 2, 1],
  },
  {
    sentence: "a value as another type is nothing",
    body: 'object o = 5; object s = "x"; Allow(o as string == null ? 1 : 0, s as string == null ? 1 : 0);',
    ports: [1, 0],
  },
  {
    sentence: "a number in another base",
    body: "Allow(int.Parse(Convert.ToString(5, 2)), Convert.ToString(255, 16).Length);",
    ports: [101, 2],
  },
  {
    sentence: "numbers with an exponent",
    body: 'Allow((0.00001).ToString().Length, $"{0.0001}".Length, $"{1e20}".Length);',
    ports: [5, 6, 5],
  },
  {
    sentence: "a decimal number keeps its zeros",
    body: 'Allow(decimal.Parse("1.50").ToString().Length, decimal.Parse("1.5").ToString().Length);',
    ports: ["?", 3],
  },
  {
    sentence: "what is sorted by what is not known has no first element",
    body: "var l = new[] { 3, 1 }.OrderBy(x => Guid.NewGuid()).ToList(); Allow(l[0]);",
    ports: ["?"],
  },
  {
    sentence: "numbers in objects are compared as objects, and equal none of another type",
    body: "object a = 5; object b = 5; object c = 6; float f = 0.1f; double d = 0.1; Allow(a == b ? 9 : 1, a == c ? 9 : 2, 5.Equals(5L) ? 9 : 3, 5L.Equals(5) ? 4 : 9, f == d ? 9 : 5, 5.Equals(5) ? 6 : 9);",
    ports: ["?", 2, 3, 4, 5, 6],
  },
  {
    sentence: "nothing has no text, unless it may be held by its type",
    body: 'string s = null; int? n = null; object o = null; Allow(s.ToString().Length, n.ToString().Length + 1, (s + "").Length + 2, n.Equals(null) ? 3 : 9); try { o.ToString(); Allow(9); } catch (NullReferenceException) { Allow(4); }',
    ports: ["?", 1, 2, 3, 4],
  },
  {
    sentence: "tuples and objects without a class are equal where their parts are: grouped, told apart, in sets",
    body: 'var xs = new[] { 1, 2, 3, 4 }; Allow(xs.GroupBy(x => (x % 2, "a")).Count(), xs.GroupBy(x => new { K = x % 1 }).Count(), xs.GroupBy(x => Tuple.Create(x % 2)).Count(), new[] { new { A = 1 }, new { A = 1 } }.Distinct().Count(), new HashSet<(int, int)> { (1, 2), (1, 2), (2, 1) }.Count);',
    ports: [2, 1, 2, 1, 2],
  },
  {
    sentence: "a dictionary that tells no case from another is not read",
    body: 'var d = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["SSH"] = 1 }; d["ssh"] = 22; Allow(d.Count);',
    ports: ["?"],
  },
  {
    sentence: "what takes out elements counts them",
    body: "var l = new List<int> { 5, 80, 90 }; Allow(l.RemoveAll(p => p > 70)); var s = new HashSet<int> { 1, 2 }; Allow(s.RemoveWhere(p => p > 1), s.Count, l.Count);",
    ports: [2, 1, 1, 1],
  },
  {
    sentence: "a place from the end that a variable holds is not known",
    body: "int[] a = { 1, 2, 3 }; Index i = ^1; Allow(a[i]); Allow(a[^1]);",
    ports: ["?", 3],
  },
  {
    sentence: "what stands behind an element that may be there has no known place",
    body: 'var l = new List<int> { 1 }; if (Environment.GetEnvironmentVariable("MORE") != null) l.Add(2); l.Add(3); Allow(l[0], l[1], l.First(), l.ElementAt(1), l.Last(), l.First(p => p > 2)); var e = new List<int>(); if (Environment.GetEnvironmentVariable("MORE") != null) e.Add(2); e.Add(3); Allow(e[0], e.First());',
    ports: [1, "?", 1, "?", "?", "?", "?", "?"],
  },
];
