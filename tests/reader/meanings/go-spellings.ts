import type { Meaning } from "./meaning";

/** Rare spellings of Go, as its compiler understands them. */
export const goSpellings: readonly Meaning[] = [
  {
    sentence: "numbers in interfaces keep their types, and those of JSON are not told to be whole",
    imports: ["encoding/json"],
    top: "var x int32 = 1",
    body: 'f := func(x any) int { switch x.(type) { case int64: return 1; case int: return 2; case float64: return 3; case float32: return 4 }; return 5 }\nvar n int64 = 4\nvar m map[string]any\njson.Unmarshal([]byte(`{"a": 80}`), &m)\nallow(f(int64(4)), f(n), f(7), f(1.0), f(float64(3)), f(float32(1)), f(uint8(1)), f(m["a"]), f(x))',
    ports: [1, 1, 2, 3, 3, 4, 5, "?", 5],
  },
  {
    sentence: "the zero value of a type that is not known is not known",
    top: "func Zero[T any]() T { return *new(T) }",
    body: "allow(Zero[int]()); p := new(int); allow(*p)",
    ports: ["?", 0],
  },
  {
    sentence: "lists that are written as ones that can be sorted, and the order of cmp",
    imports: ["sort", "slices", "cmp", "strings"],
    top: "type T struct { n string; p int }",
    body: 'ss := sort.StringSlice{"b", "a"}; ss.Sort(); allow(int(ss[0][0])); xs := []T{{"a", 1}, {"c", 2}, {"b", 2}}\nslices.SortFunc(xs, func(a, b T) int { return cmp.Or(cmp.Compare(b.p, a.p), strings.Compare(a.n, b.n)) })\nfor _, x := range xs { allow(x.p*1000 + int(x.n[0])) }\nif cmp.Less(1, 2) { allow(1) }',
    ports: [97, 2098, 2099, 1097, 1],
  },
  {
    sentence: "a slice of an array shows the array, also where it is handed on",
    body: "a := [3]int{1, 2, 3}\ns := a[:]\nfirst(s)\nallow(a[0])\nb := [3]int{1, 2, 3}\nt := b[1:]\nu := t\nfirst(u)\nallow(b[1], t[0])",
    top: "func first(s []int) { s[0] = 99 }",
    ports: [99, 99, 99],
  },
  {
    sentence: "a pointer to a field of a struct whose type has no name",
    body: "x := struct{ A, B int }{1, 2}\np := &x.B\n*p = 12\nallow(x.B)\nq := &p\n**q = 13\nallow(x.B, *p)",
    ports: [12, 13, 13],
  },
  {
    sentence: "a value of a type with a name is none of the type behind it",
    body: 'allow(kind(80), kind("abc"), kind(web), kind(https), kind(Port(5)))',
    top: 'type Port int\ntype Scheme string\nconst web Port = 80\nconst https Scheme = "https"\nfunc kind(v any) int { switch t := v.(type) { case int: return 1; case string: return len(t); default: return 9 } }',
    ports: ["?", "?", "?", "?", "?"],
  },
  {
    sentence: "what was perhaps left changes nothing for sure from there on, until its end",
    body: 'open := os.Getenv("OPEN") == "1"\no := &pair{1, 6}\nleave(o, open)\nallow(o.p, o.q)\ni := 0\nfor i < 5 {\n\ti++\n\tif open {\n\t\tbreak\n\t}\n}\nallow(i)\nc, k := 1, 0\nfor _, x := range []int{7, 8} {\n\tk++\n\tif open {\n\t\tcontinue\n\t}\n\tc = x\n}\nallow(c, k)',
    imports: ["os"],
    top: "type pair struct{ p, q int }\nfunc leave(o *pair, open bool) {\n\tif open {\n\t\treturn\n\t}\n\to.p = 5\n\to.q = 6\n}",
    ports: ["?", 6, "?", "?", 2],
  },
  {
    sentence: "what is perhaps left, wherever it stands",
    body: 'open := os.Getenv("OPEN") == "1"\nn := 0\nf(&n, open)\nallow(n)\nc := 0\nfor _, x := range []int{1, 2, 3} {\n\tc = x\n\tif open {\n\t\tbreak\n\t} else {\n\t\tcontinue\n\t}\n}\nallow(c)\nm := map[string]int{"a": 1, "b": 2}\nif open {\n\tdelete(m, "a")\n}\nallow(m["a"], m["b"], len(m))',
    imports: ["os"],
    top: "func seq(yield func(int) bool) { for i := 1; i < 3; i++ { if !yield(i) { return } } }\nfunc f(n *int, open bool) { for x := range seq { if open { return }; _ = x }; *n = 4 }",
    ports: ["?", "?", "?", 2, "?"],
  },
];
