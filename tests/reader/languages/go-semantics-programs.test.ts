import { describe, expect, test } from "@jest/globals";
import { readGo, type GoCase } from "../../harness/go";

/** Each was run by Go itself, with stand-ins for the SDK: it makes these groups. */
const cases: readonly GoCase[] = [
  {
    name: "init order and package vars",
    top: `var a = b + 1
var b = f()
var table = map[string]int{"x": a}

func f() int { return 41 }
func init()  { table["y"] = a * 2 }
func init()  { table["z"] = table["y"] + 1 }`,
    run: `ec2.NewSecurityGroup(ctx, fmt.Sprint(a, b, table), nil)`,
    reads: ["SG 42 41 map[x:42 y:84 z:85] {}"],
  },
  {
    name: "struct tags json",
    top: `type inner struct {
	X int \`json:"x,omitempty"\`
}
type doc struct {
	Name  string            \`json:"name"\`
	List  []inner           \`json:"list"\`
	Map   map[string]string \`json:"map,omitempty"\`
	Skip  string            \`json:"-"\`
	Ptr   *inner            \`json:"ptr,omitempty"\`
	lower string
}`,
    run: `b, _ := json.Marshal(doc{Name: "n", List: []inner{{1}, {}}, Skip: "s", lower: "l"})
var d doc
json.Unmarshal([]byte(\`{"NAME":"up","list":[{"x":5}],"map":{"a":"b"},"ptr":{"x":2}}\`), &d)
ec2.NewSecurityGroup(ctx, string(b), nil)
ec2.NewSecurityGroup(ctx, fmt.Sprint(d.Name, d.List[0].X, d.Map["a"], d.Ptr.X), nil)`,
    reads: ['SG {"name":"n","list":[{"x":1},{}]} {}', "SG up5b2 {}"],
  },
  {
    name: "rules from structs by env",
    top: `type rule struct {
	name  string
	ports []int
	cidrs []string
	open  bool
}
type env struct {
	rules []rule
	extra *rule
}

var envs = map[string]env{
	"dev": {
		rules: []rule{{"ssh", []int{22}, []string{"10.0.0.0/8"}, false}, {name: "web", ports: []int{80, 443}, open: true}},
	},
	"prod": {extra: &rule{name: "x"}},
}

func toArgs(r rule) (out ec2.SecurityGroupIngressArray) {
	if r.open {
		r.cidrs = append(r.cidrs, "0.0.0.0/0")
	}
	for _, p := range r.ports {
		out = append(out, ec2.SecurityGroupIngressArgs{FromPort: pulumi.Int(p), ToPort: pulumi.Int(p), CidrBlocks: pulumi.ToStringArray(r.cidrs), Description: pulumi.String(r.name)})
	}
	return out
}`,
    run: `e := envs[ctx.Stack()]
var in ec2.SecurityGroupIngressArray
for _, r := range e.rules {
	in = append(in, toArgs(r)...)
}
if e.extra != nil {
	in = append(in, toArgs(*e.extra)...)
}
ec2.NewSecurityGroup(ctx, "a", &ec2.SecurityGroupArgs{Ingress: in})
for i := range e.rules {
	e.rules[i].name += "!"
	ec2.NewSecurityGroup(ctx, e.rules[i].name, &ec2.SecurityGroupArgs{Ingress: toArgs(e.rules[i])})
}`,
    reads: [
      'SG a { ingress: [{ fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"], description: "ssh" }, { fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"], description: "web" }, { fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"], description: "web" }] }',
      'SG ssh! { ingress: [{ fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"], description: "ssh!" }] }',
      'SG web! { ingress: [{ fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"], description: "web!" }, { fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"], description: "web!" }] }',
    ],
  },
  {
    name: "defaults and merge",
    top: `type args struct {
	Name  string
	Ports []int
	Tags  map[string]string
	Desc  *string
}

func (a *args) defaults() {
	if a.Name == "" {
		a.Name = "default"
	}
	if len(a.Ports) == 0 {
		a.Ports = []int{80}
	}
	if a.Tags == nil {
		a.Tags = make(map[string]string)
	}
	a.Tags["managed"] = "yes"
	if a.Desc == nil {
		d := "d-" + a.Name
		a.Desc = &d
	}
}
func merge(ms ...map[string]string) map[string]string {
	out := map[string]string{}
	for _, m := range ms {
		for k, v := range m {
			out[k] = v
		}
	}
	return out
}
func toMap(m map[string]string) pulumi.StringMap {
	r := pulumi.StringMap{}
	for k, v := range m {
		r[k] = pulumi.String(v)
	}
	return r
}`,
    run: `for _, a := range []*args{{}, {Name: "x", Ports: []int{1, 2}, Tags: map[string]string{"a": "b"}}} {
	a.defaults()
	ec2.NewSecurityGroup(ctx, a.Name+fmt.Sprint(a.Ports), &ec2.SecurityGroupArgs{Description: pulumi.String(*a.Desc), Tags: toMap(merge(a.Tags, map[string]string{"z": "1"}))})
}`,
    reads: [
      'SG default[80] { description: "d-default", tags: { managed: "yes", z: "1" } }',
      'SG x[1 2] { description: "d-x", tags: { a: "b", managed: "yes", z: "1" } }',
    ],
  },
  {
    name: "early returns",
    top: `func pick(n int) (res string, err error) {
	for i := 0; i < 10; i++ {
		switch {
		case i == n:
			return fmt.Sprintf("hit%d", i), nil
		case i > 4:
			return "", errors.New("too far")
		}
	}
	return "end", nil
}
func all(ns ...int) []string {
	var out []string
	for _, n := range ns {
		r, err := pick(n)
		if err != nil {
			out = append(out, "err")
			continue
		}
		out = append(out, r)
	}
	return out
}`,
    run: `ec2.NewSecurityGroup(ctx, strings.Join(all(1, 9, 4), "-"), nil)`,
    reads: ["SG hit1-err-hit4 {}"],
  },
  {
    name: "pointer receivers in maps",
    top: `type reg struct{ items map[string]*item }
type item struct {
	n    int
	deps []*item
}

func newReg() *reg { return &reg{items: make(map[string]*item)} }
func (r *reg) get(k string) *item {
	if v, ok := r.items[k]; ok {
		return v
	}
	v := &item{n: len(r.items)}
	r.items[k] = v
	return v
}
func (i *item) link(o *item) *item { i.deps = append(i.deps, o); return i }
func (i *item) depth() int {
	best := 0
	for _, d := range i.deps {
		if x := d.depth() + 1; x > best {
			best = x
		}
	}
	return best
}`,
    run: `r := newReg()
r.get("a").link(r.get("b")).link(r.get("c"))
r.get("b").link(r.get("c"))
ec2.NewSecurityGroup(ctx, fmt.Sprint(r.get("a").depth(), len(r.items), r.get("c").n), nil)`,
    reads: ["SG 2 3 2 {}"],
  },
  {
    name: "iota strings and masks",
    top: `type perm uint

const (
	read perm = 1 << iota
	write
	exec
)
const (
	_        = iota
	KB int64 = 1 << (10 * iota)
	MB
)
const pre, suf = "a", "z"
const joined = pre + "-" + suf

func (p perm) has(q perm) bool { return p&q != 0 }`,
    run: `p := read | exec
ec2.NewSecurityGroup(ctx, fmt.Sprint(p.has(write), p.has(exec), KB, MB, joined, len(joined)), nil)`,
    reads: ["SG false true 1024 1048576a-z3 {}"],
  },
  {
    name: "closures capture and counters",
    run: `counter := map[string]int{}
name := func(base string) string {
	counter[base]++
	return fmt.Sprintf("%s-%d", base, counter[base])
}
mk := func(base string, fs ...func(*ec2.SecurityGroupArgs)) {
	a := &ec2.SecurityGroupArgs{Description: pulumi.String(base)}
	for _, f := range fs {
		f(a)
	}
	ec2.NewSecurityGroup(ctx, name(base), a)
}
allow := func(p int) func(*ec2.SecurityGroupArgs) {
	return func(a *ec2.SecurityGroupArgs) {
		in, _ := a.Ingress.(ec2.SecurityGroupIngressArray)
		a.Ingress = append(in, ec2.SecurityGroupIngressArgs{FromPort: pulumi.Int(p)})
	}
}
mk("a")
mk("a", allow(1), allow(2))
mk("b", allow(3))`,
    reads: [
      'SG a-1 { description: "a" }',
      'SG a-2 { description: "a", ingress: [{ fromPort: 1 }, { fromPort: 2 }] }',
      'SG b-1 { description: "b", ingress: [{ fromPort: 3 }] }',
    ],
  },
  {
    name: "maps of structs values",
    top: `type s struct{ n int }`,
    run: `m := map[string]s{"a": {1}}
v := m["a"]
v.n = 2
m["b"] = v
v.n = 3
for k, x := range m {
	x.n += 10
	m[k] = x
}
ec2.NewSecurityGroup(ctx, fmt.Sprint(m, v), nil)`,
    reads: ["SG map[a:{11} b:{12}] {3} {}"],
  },
  {
    name: "while parse",
    run: `text := "22/tcp:10.0.0.0/8;80-90/udp:0.0.0.0/0"
var in ec2.SecurityGroupIngressArray
for _, part := range strings.Split(text, ";") {
	left, cidr, ok := strings.Cut(part, ":")
	if !ok {
		continue
	}
	ports, proto, _ := strings.Cut(left, "/")
	lo, hi, isRange := strings.Cut(ports, "-")
	if !isRange {
		hi = lo
	}
	f, err := strconv.Atoi(lo)
	if err != nil {
		return err
	}
	t, _ := strconv.Atoi(hi)
	in = append(in, ec2.SecurityGroupIngressArgs{Protocol: pulumi.String(proto), FromPort: pulumi.Int(f), ToPort: pulumi.Int(t), CidrBlocks: pulumi.StringArray{pulumi.String(cidr)}})
}
ec2.NewSecurityGroup(ctx, "p", &ec2.SecurityGroupArgs{Ingress: in})`,
    reads: [
      'SG p { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] }, { protocol: "udp", fromPort: 80, toPort: 90, cidrBlocks: ["0.0.0.0/0"] }] }',
    ],
  },
  {
    name: "struct with func fields and embedding pointer",
    top: `type base struct{ id string }

func (b *base) key() string { return "k" + b.id }

type node struct {
	*base
	make func(string) string
	kids []node
}`,
    run: `n := node{base: &base{"1"}, make: func(s string) string { return s + "?" }}
n.kids = append(n.kids, node{base: &base{"2"}})
n.id = "9"
ec2.NewSecurityGroup(ctx, n.key()+n.make("x")+n.kids[0].key()+fmt.Sprint(n.kids[0].make == nil), nil)`,
    reads: ["SG k9x?k2true {}"],
  },
  {
    name: "ternary via map and closures",
    run: `choose := map[bool]string{true: "0.0.0.0/0", false: "10.0.0.0/8"}
isProd := ctx.Stack() == "prod"
ec2.NewSecurityGroup(ctx, choose[isProd], nil)`,
    reads: ["SG 10.0.0.0/8 {}"],
  },
  {
    name: "min max clear builtin",
    run: `m := map[string]int{"a": 1}
clear(m)
ec2.NewSecurityGroup(ctx, fmt.Sprint(min(3, 1, 2), max(4, 9), len(m)), nil)`,
    reads: ["SG 1 9 0 {}"],
  },
  {
    name: "multiple assignment from map and index",
    run: `pair := []string{"a", "b"}
x, y := pair[0], pair[1]
x, pair[1] = y, x
ec2.NewSecurityGroup(ctx, x+y+fmt.Sprint(pair), nil)`,
    reads: ["SG bb[a a] {}"],
  },
  {
    name: "nil handling",
    run: `var m map[string]int
var s []int
var p *struct{ n int }
var f func()
var e error
var i interface{}
ec2.NewSecurityGroup(ctx, fmt.Sprint(m == nil, s == nil, p == nil, f == nil, e == nil, i == nil, len(m), len(s), m["x"]), nil)
for range s {
	ec2.NewSecurityGroup(ctx, "never", nil)
}`,
    reads: ["SG true true true true true true 0 0 0 {}"],
  },
  {
    name: "nested closures returning errors",
    run: `wrap := func(f func() (string, error)) string {
	v, err := f()
	if err != nil {
		return "E" + err.Error()
	}
	return v
}
ec2.NewSecurityGroup(ctx, wrap(func() (string, error) { return "ok", nil })+wrap(func() (string, error) { return "", fmt.Errorf("bad %d", 1) }), nil)`,
    reads: ["SG okEbad 1 {}"],
  },
];

describe("Go says what a program makes, in larger ones", () => {
  test.each(cases)("$name", async (one) => {
    expect(await readGo(one)).toEqual({ reads: one.reads, gaps: one.gaps ?? [], conditions: one.conditions ?? {} });
  });
});
