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
];
