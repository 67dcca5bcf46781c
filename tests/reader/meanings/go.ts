import type { Meaning } from "./meaning";

export const go: readonly Meaning[] = [
  {
    sentence: "what is appended to a part of an array is in the array",
    body: "a := []int{1, 2, 3, 4}\nb := a[:2]\nc := append(b, 99)\nallow(a...)\nallow(c...)",
    ports: [1, 2, 99, 4, 1, 2, 99],
  },
  {
    sentence: "two lists that grew from one with room share its array",
    body: "base := make([]int, 1, 10)\nx := append(base, 1)\ny := append(base, 2)\nallow(x...)\nallow(y...)",
    ports: [0, 2, 0, 2],
  },
  {
    sentence: "a list that grew has the room that Go gives it",
    body: "s := []int{}\nfor i := 0; i < 3; i++ {\n\ts = append(s, i)\n}\nx := append(s, 100)\ny := append(s, 200)\nallow(x[3], y[3], cap(s))",
    ports: [200, 200, 4],
  },
  {
    sentence: "a part of a slice is the slice",
    body: "a := []int{1, 2, 3}\nb := a[1:]\nb[0] = 9\nallow(a...)\nallow(len(b), cap(b), cap(a[:1]))",
    ports: [1, 9, 3, 2, 2, 3],
  },
  { sentence: "a slice may be cut up to its capacity", body: "a := []int{1, 2, 3, 4}\nb := a[:1]\nb = b[:3]\nallow(b...)", ports: [1, 2, 3] },
  { sentence: "a copy within one array", body: "a := []int{1, 2, 3, 4}\nn := copy(a[1:], a)\nallow(a...)\nallow(n)", ports: [1, 1, 2, 3, 3] },
  {
    sentence: "an element is cut out in its array",
    body: "a := []int{1, 2, 3, 4}\nb := append(a[:1], a[2:]...)\nallow(a...)\nallow(b...)",
    ports: [1, 3, 4, 4, 1, 3, 4],
  },
  {
    sentence: "a filter that takes the place of its source",
    body: "a := []int{1, 2, 3, 4}\nf := a[:0]\nfor _, x := range a {\n\tif x%2 == 0 {\n\t\tf = append(f, x)\n\t}\n}\nallow(a...)\nallow(f...)",
    ports: [2, 4, 3, 4, 2, 4],
  },
  {
    sentence: "a function appends into its caller's array",
    body: "a := []int{1}\nadd(a)\nallow(a...)\nb := make([]int, 1, 5)\nadd(b)\nallow(b...)\nallow(b[:2]...)",
    top: "func add(s []int) { s = append(s, 9); s[0] = 7 }",
    ports: [1, 7, 7, 9],
  },
  {
    sentence: "a range copies an array, not a slice",
    body: "a := [3]int{1, 2, 3}\nfor i, x := range a {\n\ta[2] = 10\n\tif i == 2 {\n\t\tallow(x)\n\t}\n}\ns := []int{1, 2, 3}\nfor i, x := range s {\n\ts[2] = 10\n\tif i == 2 {\n\t\tallow(x)\n\t}\n}",
    ports: [3, 10],
  },
  {
    sentence: "a slice of an array is the array",
    body: "a := [3]int{1, 2, 3}\ns := a[:]\ns[0] = 9\nb := a\ns[1] = 8\nallow(a[:]...)\nallow(b[:]...)",
    ports: [9, 8, 3, 9, 2, 3],
  },
  {
    sentence: "structs are copied, what they point to is not",
    body: 'type P struct {\n\tn    int\n\tlist []int\n}\na := P{1, []int{1}}\nb := a\nb.n = 2\nb.list[0] = 9\nallow(a.n, b.n, a.list[0])\nm := map[string]P{"x": a}\nc := m["x"]\nc.n = 5\nallow(m["x"].n)\nps := []P{a}\nfor _, p := range ps {\n\tp.n = 7\n}\nallow(ps[0].n)\nfor i := range ps {\n\tps[i].n = 8\n}\nallow(ps[0].n, a.n)\nq := &ps[0]\nq.n = 11\nallow(ps[0].n)',
    ports: [1, 2, 9, 1, 1, 8, 1, 11],
  },
  {
    sentence: "arrays of structs of arrays are copied",
    body: "type P struct{ a [2]int }\nx := P{}\ny := x\ny.a[0] = 5\nz := [2]P{x, y}\nw := z\nw[1].a[1] = 6\nallow(x.a[0], y.a[0], z[1].a[1], w[1].a[1])",
    ports: [0, 5, 0, 6],
  },
  {
    sentence: "an interface holds a copy",
    body: "p := P{1}\nvar i interface{} = p\np.n = 2\nallow(i.(P).n)\nq := i.(P)\nq.n = 9\nallow(i.(P).n)",
    top: "type P struct{ n int }",
    ports: [1, 1],
  },
  {
    sentence: "loops have one variable in a module before Go 1.22",
    body: "var fs []func() int\nfor i := 0; i < 3; i++ {\n\tfs = append(fs, func() int { return i })\n}\nfor _, x := range []int{7, 8} {\n\tfs = append(fs, func() int { return x })\n}\nfor _, f := range fs {\n\tallow(f())\n}",
    version: "1.20",
    ports: [3, 3, 3, 8, 8],
  },
  {
    sentence: "conversions keep the bits that a type has",
    body: "f := 3.99\nx := 300\nallow(int(f), int(-f), int(uint8(x)), int(int8(x-100)), int(uint16(70000-x*0)))",
    ports: [3, -3, 44, -56, 4464],
  },
  {
    sentence: "texts are made into numbers",
    body: 'n, _ := strconv.Atoi("080")\n_, err := strconv.Atoi("x")\ne := 0\nif err != nil {\n\te = 1\n}\nh, _ := strconv.ParseInt("ff", 16, 64)\nz, _ := strconv.ParseInt("0x1f", 0, 64)\nb, _ := strconv.ParseBool("T")\nbb := 0\nif b {\n\tbb = 1\n}\nallow(n, e, int(h), int(z), bb, len(strconv.Quote("a")), len(strconv.Itoa(-5)))',
    imports: ["strconv"],
    ports: [80, 1, 255, 31, 1, 3, 2],
  },
  {
    sentence: "an embedded pointer is shared by copies",
    body: "w := Web{&Base{22}}\nc := w\nc.port = 7\nallow(w.port)",
    top: "type Base struct{ port int }\ntype Web struct{ *Base }",
    ports: [7],
  },
  {
    sentence: "variables begin with zeros",
    body: "type P struct {\n\ta int\n\ts string\n\tl []int\n\tm map[string]int\n\tp *int\n\tb bool\n}\nvar p P\nvar arr [3]int\nallow(p.a, len(p.s), len(p.l), len(arr), arr[1])\nif p.p == nil && !p.b && p.l == nil && p.m == nil {\n\tallow(1)\n}",
    ports: [0, 0, 0, 3, 0, 1],
  },
  {
    sentence: "places are found before any is assigned to",
    body: "a := []int{0, 0}\ni := 0\ni, a[i] = 1, 5\nallow(i, a[0], a[1])\nx, y := 1, 2\nx, y = y, x+y\nallow(x, y)",
    ports: [1, 5, 0, 2, 3],
  },
  {
    sentence: "a slice that stands for all arguments is shared",
    body: "s := []int{1, 2}\nf(s...)\nallow(s...)",
    top: "func f(xs ...int) { xs[0] = 9 }",
    ports: [9, 2],
  },
  {
    sentence: "what is cleared is empty, or zeros",
    body: 'm := map[string]int{"a": 1}\nclear(m)\ns := []int{1, 2}\nclear(s)\nallow(len(m))\nallow(s...)',
    ports: [0, 0, 0],
  },
  {
    sentence: "a function gives a copy of a struct",
    body: "c := get()\nc.n = 9\nallow(global.n)\ngetp().n = 8\nallow(global.n)",
    top: "type C struct{ rules []int; n int }\n\nvar global = C{n: 1}\n\nfunc get() C  { return global }\nfunc getp() *C { return &global }",
    ports: [1, 8],
  },
  {
    sentence: "a pointer stays with the array that a slice had when it was taken",
    top: "type R struct{ Port int }",
    body: "s := make([]int, 1, 1); s[0] = 80; p := &s[0]; s = append(s, 443); *p = 22; allow(s[0], *p)\nt := make([]int, 1, 4); t[0] = 80; q := &t[0]; t = append(t, 443); *q = 22; allow(t[0], *q)\nrs := []R{{80}}; r := &rs[0]; rs = append(rs, R{443}); r.Port = 22; allow(rs[0].Port, r.Port)",
    ports: [80, 22, 22, 22, 80, 22],
  },
  {
    sentence: "a loop that appends and keeps pointers",
    top: "type R struct{ Port int }",
    body: "var rs []R; var ps []*R\nfor i := 1; i <= 3; i++ { rs = append(rs, R{i}); ps = append(ps, &rs[len(rs)-1]) }\nfor _, p := range ps { p.Port += 100 }\nfor _, r := range rs { allow(r.Port) }",
    ports: [1, 2, 103],
  },
  {
    sentence: "a pointer to a field",
    top: "type R struct{ Port, Other int }",
    body: "c := R{80, 5}; p := &c.Port; *p = 22; allow(c.Port, *p); c.Port = 9; allow(*p)",
    ports: [22, 22, 9],
  },
  {
    sentence: "predeclared names may be declared",
    top: "const iota = 7\nconst ( a = iota; b )",
    body: "true := false\nif true { allow(1) } else { allow(2) }\nnil := 5\nallow(nil, a, b)",
    ports: [2, 5, 7, 7],
  },
  {
    sentence: "a function that is not read may change what it is given, where nobody takes what it gives",
    imports: ["example.com/somelib"],
    body: "mine := []int{1, 2}\nsomelib.Harden(mine)\nallow(mine[0])\nseen := []int{3}\nsomelib.Log(seen)\nn := somelib.Harden(seen)\n_ = n\nallow(seen[0])",
    ports: ["?", 3],
  },
];
