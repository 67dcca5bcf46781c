import { describe, expect, test } from "@jest/globals";
import { readGo, type GoCase } from "../../harness/go";

const cases: readonly GoCase[] = [
  {
    name: "structs are copied where Go copies them",
    top: `type rule struct {
	Port int
	Open bool
}

func with(r rule, port int) rule {
	r.Port = port
	return r
}`,
    run: `base := rule{Port: 1}
one := base
one.Port = 22
var all []rule
for i := 0; i < 2; i++ {
	base.Port = 100 + i
	all = append(all, base)
}
two := with(base, 7)
p := &base
p.Open = true
for i, r := range append(all, one, two, base) {
	ec2.NewSecurityGroup(ctx, fmt.Sprintf("g%d-%d-%t", i, r.Port, r.Open), nil)
}`,
    reads: ["SG g0-100-false {}", "SG g1-101-false {}", "SG g2-22-false {}", "SG g3-7-false {}", "SG g4-101-true {}"],
  },
  {
    name: "maps: absent keys, assignment, deletion",
    run: `vals := map[string][]string{"dev": {"10.0.0.0/8"}, "prod": {"192.0.2.0/24", "198.51.100.0/24"}}
sizes := map[string]int{"dev": 1}
m := pulumi.StringMap{"Name": pulumi.Sprintf("%s-%s", ctx.Project(), ctx.Stack())}
m["Extra"] = pulumi.String("yes")
delete(sizes, "prod")
ec2.NewSecurityGroup(ctx, fmt.Sprintf("n%d%d%v", sizes["dev"], sizes["none"], len(vals["prod"])), &ec2.SecurityGroupArgs{Tags: m, Ingress: ec2.SecurityGroupIngressArray{ec2.SecurityGroupIngressArgs{CidrBlocks: pulumi.ToStringArray(vals[ctx.Stack()])}}})`,
    reads: ['SG n102 { tags: { Name: "project-dev", Extra: "yes" }, ingress: [{ cidrBlocks: ["10.0.0.0/8"] }] }'],
  },
  {
    name: "fields and methods of embedded structs",
    top: `type base struct {
	Name string
	Port int
}

func (b base) label() string       { return b.Name + "!" }
func (b *base) setPort(port int)    { b.Port = port }

type service struct {
	base
	Public bool
	rules  []int
}

func (s *service) add(p int) *service { s.rules = append(s.rules, p); return s }`,
    run: `s := &service{base: base{Name: "svc"}, Public: true}
s.setPort(443)
s.Name += "x"
s.add(1).add(2)
ec2.NewSecurityGroup(ctx, fmt.Sprintf("%s-%d-%d-%v", s.label(), s.Port, s.base.Port, s.rules), nil)`,
    reads: ["SG svcx!-443-443-[1 2] {}"],
  },
  {
    name: "pointers to texts, slices and arguments",
    top: `func set(p *string) { *p = "set" }
func fill(rules *[]int) { *rules = append(*rules, 9) }`,
    run: `name := "before"
q := &name
_ = q
var rules []int
fill(&rules)
n := new(int)
args := new(ec2.SecurityGroupArgs)
args.Description = pulumi.String(fmt.Sprint(*n, rules))
other := *args
other.Description = pulumi.String("other")
ec2.NewSecurityGroup(ctx, name, args)
ec2.NewSecurityGroup(ctx, "two", &other)`,
    reads: ['SG before { description: "0 [9]" }', 'SG two { description: "other" }'],
  },
  {
    name: "strings, builders, sorting and formats",
    run: `var sb strings.Builder
for i, s := range strings.Split("a,b,c", ",") {
	if i > 0 {
		sb.WriteString("-")
	}
	fmt.Fprintf(&sb, "%s%02d", s, i)
}
list := []string{"z", "b", "a"}
sort.Strings(list)
sort.Slice(list, func(i, j int) bool { return list[i] > list[j] })
host, port, found := strings.Cut("h:80", ":")
ec2.NewSecurityGroup(ctx, sb.String(), &ec2.SecurityGroupArgs{Description: pulumi.String(fmt.Sprintf("%v %q %5.1f|%-4s|%x %t %s %s %v %[1]v", list, "q", 2.25, "l", 255, true, host, port, found))})`,
    reads: ['SG a00-b01-c02 { description: "[z b a] \\"q\\"   2.3|l   |ff true h 80 true [z b a]" }'],
  },
  {
    name: "JSON there and back",
    run: `policy, err := json.Marshal(map[string]interface{}{"Version": "2012", "Statement": []map[string]interface{}{{"Effect": "Allow", "Action": []string{"s3:*"}}}})
if err != nil {
	return err
}
ec2.NewSecurityGroup(ctx, "g", &ec2.SecurityGroupArgs{Description: pulumi.String(policy)})
var decoded struct {
	Ports []int \`json:"ports"\`
}
if err := json.Unmarshal([]byte(\`{"ports":[22,80]}\`), &decoded); err != nil {
	return err
}
for _, p := range decoded.Ports {
	ec2.NewSecurityGroup(ctx, fmt.Sprintf("p%d", p), nil)
}`,
    reads: [
      'SG g { description: "{\\"Statement\\":[{\\"Action\\":[\\"s3:*\\"],\\"Effect\\":\\"Allow\\"}],\\"Version\\":\\"2012\\"}" }',
      "SG p22 {}",
      "SG p80 {}",
    ],
  },
  {
    name: "several results as arguments, method expressions, String, structs without a name",
    top: `func pair() (string, int)             { return "p", 3 }
func join(s string, n int) string     { return fmt.Sprint(s, n) }
type list []int

func (l list) total() int {
	sum := 0
	for _, v := range l {
		sum += v
	}
	return sum
}

type point struct{ X, Y int }

func (p point) String() string { return fmt.Sprintf("<%d,%d>", p.X, p.Y) }`,
    run: `l := list{1, 2, 3}
f := point.String
ec2.NewSecurityGroup(ctx, join(pair()), nil)
ec2.NewSecurityGroup(ctx, fmt.Sprintf("%d %s %v", l.total(), f(point{1, 2}), point{3, 4}), nil)
anon := struct {
	A string
	B []int
}{"a", []int{1}}
anon.A = "b"
cases := []struct {
	name string
	port int
	open bool
}{{"x", 1, true}, {name: "y"}}
for _, c := range cases {
	ec2.NewSecurityGroup(ctx, fmt.Sprintf("%s%s%d%v", anon.A, c.name, c.port, c.open), nil)
}`,
    reads: ["SG p3 {}", "SG 6 <1,2> <3,4> {}", "SG bx1true {}", "SG by0false {}"],
  },
  {
    name: "shadowed functions and packages, a nil map",
    run: `len := func(s string) int { return 7 }
string_ := "s"
nilable := map[string]int(nil)
ec2x := ec2.SecurityGroupArgs{Description: pulumi.String(fmt.Sprint(len("a"), string_, nilable["q"]))}
{
	fmt := "shadow"
	_ = fmt
	ctx := ctx
	ec2.NewSecurityGroup(ctx, "a", &ec2x)
}`,
    reads: ['SG a { description: "7s0" }'],
  },
  {
    name: "shifts, integer division, runes and bytes",
    top: `type size uint8

const (
	_  = iota
	kb = 1 << (10 * iota)
	mb
)
const (
	flagA size = 1 << iota
	flagB
	flagC
)
const big, small = 7 / 2, 7 % 4`,
    run: `ec2.NewSecurityGroup(ctx, fmt.Sprintf("%d-%d-%d-%d-%d-%x-%d", kb, mb, flagA|flagC, big, small, 0b1111&^0x3, -7/2), nil)
ec2.NewSecurityGroup(ctx, fmt.Sprintf("%s %c %q %v %d", string(rune(65)), 'b', 'c', "héllo"[0], len("héllo")), nil)
for i, r := range "hé" {
	ec2.NewSecurityGroup(ctx, fmt.Sprintf("%d%c", i, r), nil)
}`,
    reads: ["SG 1024-1048576-5-3-3-c--3 {}", "SG A b 'c' 104 6 {}", "SG 0h {}", "SG 1é {}"],
  },
  {
    name: "arrays with indexes, slices of slices",
    top: `const (
	dev = iota
	prod
)`,
    run: `names := [...]string{dev: "d", prod: "p"}
sparse := []int{3: 9}
matrix := [2][2]int{{1, 2}, {3, 4}}
ec2.NewSecurityGroup(ctx, names[prod]+fmt.Sprint(matrix[1][0], sparse[3]), nil)
sl := names[:1]
ec2.NewSecurityGroup(ctx, sl[0]+"abc"[1:], nil)`,
    reads: ["SG p3 9 {}", "SG dbc {}"],
  },
  {
    name: "generic structs",
    top: `type stack[T any] struct{ items []T }

func (s *stack[T]) push(v T) { s.items = append(s.items, v) }
func newStack[T any]() *stack[T] { return &stack[T]{} }`,
    run: `s := newStack[int]()
s.push(1)
s.push(2)
t := stack[string]{items: []string{"a"}}
ec2.NewSecurityGroup(ctx, fmt.Sprint(s.items, t.items[0]), nil)`,
    reads: ["SG [1 2]a {}"],
  },
  {
    name: "nested structs with zero values",
    top: `type opts struct {
	Network struct {
		Cidr string
		Azs  []string
	}
	Tags map[string]string
	Sub  inner
	Ptr  *inner
}
type inner struct{ N int }`,
    run: `var o opts
o.Network.Cidr = "10.0.0.0/16"
o.Network.Azs = append(o.Network.Azs, "a")
o.Sub.N++
if o.Ptr == nil {
	o.Ptr = &inner{N: 4}
}
if o.Tags == nil {
	o.Tags = map[string]string{}
}
o.Tags["k"] = "v"
ec2.NewSecurityGroup(ctx, fmt.Sprint(o.Network.Cidr, o.Network.Azs, o.Sub.N, o.Ptr.N, o.Tags["k"], len(o.Tags)), nil)`,
    reads: ["SG 10.0.0.0/16[a] 1 4v1 {}"],
  },
  {
    name: "objects that are tried, and secret ones",
    top: `type data struct {
	Ports []int \`json:"ports"\`
	Cidr  string
}`,
    run: `cfg := config.New(ctx, "")
var a, b, c data
if err := cfg.TryObject("a", &a); err != nil {
	return err
}
if err := cfg.TryObject("b", &b); err != nil {
	b = data{Ports: []int{80}}
}
cfg.GetObject("none", &c)
var list []data
out, err := cfg.RequireSecretObject("list", &list)
_ = out
if err != nil {
	return err
}
v, ok := ctx.GetConfig("project:plain")
if v2, ok2 := ctx.GetConfig("project:none"); ok2 {
	v = v2
}
x := 7
x &^= 2
ec2.NewSecurityGroup(ctx, fmt.Sprint(a.Ports, a.Cidr, b.Ports, len(c.Ports), list[1].Ports, v, ok, x), nil)`,
    config: { a: { ports: [1], cidr: "c" }, list: [{ ports: [2] }, { ports: [3] }], plain: "p" },
    reads: ["SG [1]c[80] 0 [3]ptrue 5 {}"],
  },
];

describe("Go: values and types", () => {
  test.each(cases)("$name", async (one) => {
    expect(await readGo(one)).toEqual({ reads: one.reads, gaps: one.gaps ?? [], conditions: one.conditions ?? {} });
  });
});
