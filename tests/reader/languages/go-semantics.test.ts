import { describe, expect, test } from "@jest/globals";
import { readGo, type GoCase } from "../../harness/go";

/** Each was run by Go itself, with stand-ins for the SDK: it makes these groups. */
const cases: readonly GoCase[] = [
  {
    name: "defer named",
    top: `func f() (n int) {
	defer func() { n *= 2 }()
	return 21
}`,
    run: `ec2.NewSecurityGroup(ctx, fmt.Sprint(f()), nil)`,
    reads: ["SG 42 {}"],
  },
  {
    name: "array copies",
    run: `a := [2]int{1, 2}
b := a
b[0] = 9
s := []int{1, 2}
t := s
t[0] = 9
for i, v := range a {
	a[1] = 7
	ec2.NewSecurityGroup(ctx, fmt.Sprint("r", i, v), nil)
}
ec2.NewSecurityGroup(ctx, fmt.Sprint(a, b, s, t), nil)`,
    reads: ["SG r0 1 {}", "SG r1 2 {}", "SG [1 7] [9 2] [9 2] [9 2] {}"],
  },
  {
    name: "struct in slice mutation",
    top: `type r struct{ P int }`,
    run: `l := []r{{1}, {2}}
for _, x := range l {
	x.P = 100
}
for i := range l {
	l[i].P += 10
}
q := &l[0]
q.P++
pl := []*r{{1}, {2}}
for _, x := range pl {
	x.P = 5
}
m := map[string]*r{"a": {3}}
m["a"].P = 4
ec2.NewSecurityGroup(ctx, fmt.Sprint(l, pl[0].P, m["a"].P), nil)`,
    reads: ["SG [{12} {12}] 5 4 {}"],
  },
  {
    name: "slice aliasing append",
    run: `base := make([]int, 0, 10)
base = append(base, 1, 2)
x := append(base[:1:1], 9)
ec2.NewSecurityGroup(ctx, fmt.Sprint(base, x, len(base), base[1:], base[:0]), nil)`,
    reads: ["SG [1 2] [1 9] 2 [2] [] {}"],
  },
  {
    name: "closures loop variables",
    run: `var fs []func() int
for i := 0; i < 3; i++ {
	fs = append(fs, func() int { return i * i })
}
out := ""
for _, f := range fs {
	out += fmt.Sprint(f(), ";")
}
ec2.NewSecurityGroup(ctx, out, nil)`,
    reads: ["SG 0;1;4; {}"],
  },
  {
    name: "maps",
    run: `m := map[string]map[string]int{}
for _, k := range []string{"a", "b", "a"} {
	if _, ok := m[k]; !ok {
		m[k] = map[string]int{}
	}
	m[k]["n"]++
}
counts := map[string]int{}
for _, w := range strings.Fields("x y x z") {
	counts[w]++
}
lists := map[string][]string{}
lists["p"] = append(lists["p"], "q")
ec2.NewSecurityGroup(ctx, fmt.Sprint(m, counts, lists, len(m), m["none"]["n"]), nil)`,
    reads: ["SG map[a:map[n:2] b:map[n:1]] map[x:2 y:1 z:1] map[p:[q]] 2 0 {}"],
  },
  {
    name: "nested funcs and recursion var",
    run: `var walk func(n int) string
walk = func(n int) string {
	if n == 0 {
		return "."
	}
	return strconv.Itoa(n) + walk(n-1)
}
ec2.NewSecurityGroup(ctx, walk(3), nil)`,
    reads: ["SG 321. {}"],
  },
  {
    name: "string functions",
    run: `ec2.NewSecurityGroup(ctx, strings.Join([]string{
	strings.Title("ab cd"), strings.ToUpper("x"), strings.TrimLeft("xxab", "x"), strings.TrimRight("abxx", "x"), strings.Trim(" a ", " "), strings.TrimPrefix("abc", "ab"), strings.TrimSuffix("abc", "bc"),
	fmt.Sprint(strings.Index("abc", "c"), strings.LastIndex("abab", "ab"), strings.Count("cheese", "e"), strings.Contains("abc", "b"), strings.HasPrefix("abc", "a"), strings.HasSuffix("abc", "c"), strings.EqualFold("A", "a")),
	strings.Replace("aaa", "a", "b", 2), strings.ReplaceAll("a.b.c", ".", "-"), strings.Repeat("ab", 2), fmt.Sprint(strings.Split("a,b,", ",")), fmt.Sprint(strings.SplitN("a,b,c", ",", 2)), fmt.Sprint(len(strings.Fields("  a b  "))), fmt.Sprint(strings.Split("", ",")), fmt.Sprint(len(strings.Split("", ","))),
	strings.NewReplacer("a", "1", "b", "2").Replace("abc"), strings.ToLower("ÄB"), strings.TrimSpace("\\t a \\n"), strings.Map(func(r rune) rune { return r + 1 }, "abc"),
}, "|"), nil)`,
    reads: ["SG Ab Cd|X|ab|ab|a|c|a|2 2 3 true true true true|bba|a-b-c|abab|[a b ]|[a b,c]|2|[]|1|12c|äb|a|bcd {}"],
  },
  {
    name: "strconv",
    run: `a, err := strconv.Atoi("12x")
b, _ := strconv.ParseBool("true")
c, _ := strconv.ParseInt("ff", 16, 64)
d, err2 := strconv.ParseFloat("1.5", 64)
ec2.NewSecurityGroup(ctx, fmt.Sprint(a, err != nil, b, c, d, err2 == nil, strconv.Quote("q"), strconv.FormatInt(255, 2)), nil)`,
    reads: ['SG 0 true true 255 1.5 true"q"11111111 {}'],
  },
  {
    name: "const typed",
    top: `type color int

const (
	red color = iota
	green
	blue
)

func (c color) String() string { return [...]string{"R", "G", "B"}[c] }`,
    run: `ec2.NewSecurityGroup(ctx, fmt.Sprintf("%v %s %d", green, blue, red), nil)`,
    reads: ["SG G B 0 {}"],
  },
  {
    name: "goto like loops",
    run: `i := 0
for {
	i++
	if i%2 == 0 {
		continue
	}
	if i > 5 {
		break
	}
	ec2.NewSecurityGroup(ctx, fmt.Sprint(i), nil)
}`,
    reads: ["SG 1 {}", "SG 3 {}", "SG 5 {}"],
  },
  {
    name: "shadow in if",
    run: `err := errors.New("outer")
if v, err := strconv.Atoi("3"); err == nil && v == 3 {
	ec2.NewSecurityGroup(ctx, fmt.Sprint("in", v, err), nil)
}
ec2.NewSecurityGroup(ctx, fmt.Sprint("out", err), nil)`,
    reads: ["SG in3 <nil> {}", "SG outouter {}"],
  },
  {
    name: "interface holding",
    top: `type shape interface{ area() int }
type sq struct{ s int }
type rect struct{ w, h int }

func (x sq) area() int    { return x.s * x.s }
func (x *rect) area() int { return x.w * x.h }`,
    run: `shapes := map[string]shape{"a": sq{2}, "b": &rect{2, 3}}
var s shape = sq{5}
if q, ok := s.(sq); ok {
	ec2.NewSecurityGroup(ctx, fmt.Sprint(q.s), nil)
}
if _, ok := s.(*rect); !ok {
	ec2.NewSecurityGroup(ctx, "no", nil)
}
total := 0
for _, k := range []string{"a", "b"} {
	total += shapes[k].area()
}
ec2.NewSecurityGroup(ctx, fmt.Sprint(total), nil)`,
    reads: ["SG 5 {}", "SG no {}", "SG 10 {}"],
  },
  {
    name: "value receiver does not change",
    top: `type c struct{ n int }

func (x c) bump()  { x.n++ }
func (x *c) real() { x.n++ }
func (x c) with(n int) c {
	x.n = n
	return x
}`,
    run: `v := c{1}
v.bump()
v.real()
w := v.with(9)
ec2.NewSecurityGroup(ctx, fmt.Sprint(v.n, w.n), nil)`,
    reads: ["SG 2 9 {}"],
  },
  {
    name: "copies through fields",
    top: `type in struct{ n int }
type out struct {
	i in
	p *in
}`,
    run: `a := out{in{1}, &in{1}}
b := a
b.i.n = 2
b.p.n = 2
x := a.i
x.n = 3
arr := []out{a}
arr[0].i.n = 4
m := map[string]in{"k": a.i}
y := m["k"]
y.n = 5
ec2.NewSecurityGroup(ctx, fmt.Sprint(a.i, a.p.n, b.i, x, arr[0].i, m, y), nil)`,
    reads: ["SG {1} 2 {2} {3} {4} map[k:{1}] {5} {}"],
  },
  {
    name: "rune loops",
    run: `s := "a-b_c"
out := ""
for _, r := range s {
	if r == '-' || r == '_' {
		out += "."
	} else {
		out += string(r)
	}
}
if s[0] == 'a' {
	out += "!"
}
b := []byte("xyz")
ec2.NewSecurityGroup(ctx, out+string(b[1])+s[2:3]+fmt.Sprint(b[0]), nil)`,
    reads: ["SG a.b.c!yb120 {}"],
  },
  {
    name: "multi dims",
    run: `grid := make([][]string, 2)
for i := range grid {
	grid[i] = make([]string, 2)
	for j := range grid[i] {
		grid[i][j] = fmt.Sprintf("%d%d", i, j)
	}
}
ec2.NewSecurityGroup(ctx, fmt.Sprint(grid), nil)`,
    reads: ["SG [[00 01] [10 11]] {}"],
  },
  {
    name: "sort things",
    top: `type kv struct {
	k string
	v int
}`,
    run: `l := []kv{{"b", 2}, {"a", 3}, {"c", 1}}
sort.Slice(l, func(i, j int) bool { return l[i].v < l[j].v })
k := []string{"b", "a"}
sort.Strings(k)
slices.SortFunc(l, func(a, b kv) int { return strings.Compare(a.k, b.k) })
ec2.NewSecurityGroup(ctx, fmt.Sprint(l, k, slices.Contains(k, "a"), slices.Index(k, "b"), slices.Max([]int{1, 3, 2})), nil)`,
    reads: ["SG [{a 3} {b 2} {c 1}] [a b] true 1 3 {}"],
  },
  {
    name: "variadic forms",
    top: `func v(pre string, xs ...string) string { return pre + fmt.Sprint(len(xs), xs) }`,
    run: `ec2.NewSecurityGroup(ctx, v("a")+v("b", "x")+v("c", []string{"y", "z"}...), nil)`,
    reads: ["SG a0 []b1 [x]c2 [y z] {}"],
  },
  {
    name: "bit ops",
    run: `x := 0b1010
ec2.NewSecurityGroup(ctx, fmt.Sprint(x&3, x|1, x^5, x<<2, x>>1, x&^2, ^x, -7%3, -7/2, uint8(255), 1<<10), nil)`,
    reads: ["SG 2 11 15 40 5 8 -11 -1 -3 255 1024 {}"],
  },
  {
    name: "switch init and types",
    top: `func kind(v any) string {
	switch t := v.(type) {
	case int, int64:
		return fmt.Sprintf("num %v", t)
	case string:
		return "str " + t
	case error:
		return "err " + t.Error()
	case func() int:
		return fmt.Sprint("fn ", t())
	case map[string]int:
		return fmt.Sprint("map ", len(t))
	case nil:
		return "nil"
	default:
		return "other"
	}
}`,
    run: `ec2.NewSecurityGroup(ctx, strings.Join([]string{kind(1), kind("a"), kind(errors.New("e")), kind(func() int { return 4 }), kind(map[string]int{"a": 1}), kind(nil), kind(1.5), kind([]int{1})}, ","), nil)`,
    reads: ["SG num 1,str a,err e,fn 4,map 1,nil,other,other {}"],
  },
  {
    name: "anonymous embedded interface",
    top: `type logger interface{ log(string) string }
type impl struct{}

func (impl) log(s string) string { return "[" + s + "]" }

type svc struct {
	logger
	name string
}`,
    run: `s := svc{impl{}, "n"}
ec2.NewSecurityGroup(ctx, s.log(s.name)+s.logger.log("x"), nil)`,
    reads: ["SG [n][x] {}"],
  },
];

describe("Go says what a program makes", () => {
  test.each(cases)("$name", async (one) => {
    expect(await readGo(one)).toEqual({ reads: one.reads, gaps: one.gaps ?? [], conditions: one.conditions ?? {} });
  });
});
