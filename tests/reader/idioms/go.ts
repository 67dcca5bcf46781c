import { web, type Files, type Idiom } from "./idiom";

const program = (body: string, top = "", imports: readonly string[] = [], more: Files = {}): Files => ({
  "Pulumi.yaml": "name: shop\nruntime: go\n",
  "go.mod": "module shop\n\ngo 1.23\n",
  "main.go": `package main

import (
${["github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2", "github.com/pulumi/pulumi/sdk/v3/go/pulumi", ...imports].map((name) => `\t"${name}"\n`).join("")})

${top}

func rule(port int) ec2.SecurityGroupIngressArgs {
	return ec2.SecurityGroupIngressArgs{Protocol: pulumi.String("tcp"), FromPort: pulumi.Int(port), ToPort: pulumi.Int(port), CidrBlocks: pulumi.StringArray{pulumi.String("10.0.0.0/8")}}
}

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		var rules ec2.SecurityGroupIngressArray
		allow := func(ports ...int) {
			for _, port := range ports {
				rules = append(rules, rule(port))
			}
		}
${body}
		_, err := ec2.NewSecurityGroup(ctx, "web", &ec2.SecurityGroupArgs{Ingress: rules})
		return err
	})
}
`,
  ...more,
});

const idiom = (
  sentence: string,
  body: string,
  makes: readonly string[],
  { top = "", imports = [], more = {}, notRead = [] }: { top?: string; imports?: readonly string[]; more?: Files; notRead?: readonly string[] } = {},
): Idiom => ({ sentence, files: program(body, top, imports, more), makes, notRead });

export const go: readonly Idiom[] = [
  idiom(
    "a range over a function that gives ports, left early",
    "for port := range all(22, 80, 443, 8080) {\n\tif port == 443 {\n\t\tbreak\n\t}\n\tif port == 80 {\n\t\tcontinue\n\t}\n\tallow(port)\n}",
    web(22),
    {
      top: "func all(ports ...int) iter.Seq[int] {\n\treturn func(yield func(int) bool) {\n\t\tfor _, port := range ports {\n\t\t\tif !yield(port) {\n\t\t\t\treturn\n\t\t\t}\n\t\t}\n\t}\n}",
      imports: ["iter"],
    },
  ),
  idiom("a range over a function that gives pairs", 'for name, port := range named {\n\tif name != "b" {\n\t\tallow(port)\n\t}\n}', web(1, 3), {
    top: 'func named(yield func(string, int) bool) {\n\t_ = yield("a", 1) && yield("b", 2) && yield("c", 3)\n}',
  }),
  {
    sentence: "two modules of one path, each in its folder",
    files: {
      "a/Pulumi.yaml": "name: shop\nruntime: go\n",
      "a/go.mod": "module shop\n",
      "a/main.go": program("for port := range ports.Count() {\n\tallow(port)\n}", "", ["shop/ports"])["main.go"] ?? "",
      "a/ports/ports.go": "package ports\n\nfunc Count() int { return 2 }\n",
      "A/go.mod": "module shop\n",
      "A/ports/ports.go": "package ports\n\nfunc Count() int { return 5 }\n",
    },
    makes: web(0, 1),
  },
  idiom("options as functions", "rules = append(rules, build(port(22), port(23)))", web(23), {
    top: "type option func(*ec2.SecurityGroupIngressArgs)\n\nfunc port(value int) option {\n\treturn func(args *ec2.SecurityGroupIngressArgs) {\n\t\targs.FromPort = pulumi.Int(value)\n\t\targs.ToPort = pulumi.Int(value)\n\t}\n}\n\nfunc build(options ...option) ec2.SecurityGroupIngressArgs {\n\targs := rule(1)\n\tfor _, apply := range options {\n\t\tapply(&args)\n\t}\n\treturn args\n}",
  }),
  idiom(
    "an interface with two kinds of opening",
    "for _, one := range []opening{single{22}, pair{80, 443}} {\n\tallow(one.ports()...)\n}",
    web(22, 80, 443),
    {
      top: "type opening interface{ ports() []int }\n\ntype single struct{ port int }\n\nfunc (s single) ports() []int { return []int{s.port} }\n\ntype pair struct{ first, second int }\n\nfunc (p pair) ports() []int { return []int{p.first, p.second} }",
    },
  ),
  idiom(
    "constants that count, and a function of any type",
    "allow(each([]int{first, second, third}, func(x int) int { return x * 100 })...)",
    web(100, 200, 300),
    {
      top: "const (\n\tfirst = iota + 1\n\tsecond\n\tthird\n)\n\nfunc each[A, B any](all []A, change func(A) B) []B {\n\tvar made []B\n\tfor _, one := range all {\n\t\tmade = append(made, change(one))\n\t}\n\treturn made\n}",
    },
  ),
  idiom("a deferred change of a named result", "allow(late())", web(443), {
    top: "func late() (port int) {\n\tdefer func() { port = 443 }()\n\tport = 80\n\treturn\n}",
  }),
  idiom("constants that shift, skip and repeat", "allow(int(b), int(d), e, f)", web(4, 16, 5, 5), {
    top: "type flag int\n\nconst (\n\ta flag = 1 << (iota + 1)\n\tb\n\t_\n\td\n)\n\nconst (\n\te = 5\n\tf\n)",
  }),
  idiom(
    "labels of loops",
    "outer:\n\tfor a := 1; a < 4; a++ {\n\t\tfor b := 1; b < 4; b++ {\n\t\t\tif b == 2 {\n\t\t\t\tcontinue outer\n\t\t\t}\n\t\t\tif a == 3 {\n\t\t\t\tbreak outer\n\t\t\t}\n\t\t\tallow(a*10 + b)\n\t\t}\n\t}",
    web(11, 21),
  ),
  idiom("deferred calls, the last one first", "allow(order()...)", web(0, 2, 1), {
    top: "func order() (ports []int) {\n\tports = append(ports, 0)\n\tdefer func() { ports = append(ports, 1) }()\n\tdefer func() { ports = append(ports, 2) }()\n\treturn ports\n}",
  }),
  idiom("a panic that is recovered", "allow(safe())", web(443), {
    top: 'func safe() (port int) {\n\tdefer func() {\n\t\tif recover() != nil {\n\t\t\tport = 443\n\t\t}\n\t}()\n\tpanic("no")\n}',
  }),
  idiom("methods as values and as expressions", "s := server{22}\nf := s.plus\ng := server.plus\nallow(f(1), g(server{80}, 2))", web(23, 82), {
    top: "type server struct{ port int }\n\nfunc (s server) plus(more int) int { return s.port + more }",
  }),
  idiom(
    "structs inside structs, whose members come up",
    "o := outer{inner: inner{port: 22}, last: 443}\no.port++\nallow(o.port, o.next(), o.inner.next(), o.twice())",
    web(23, 100, 24, 46),
    {
      top: "type inner struct{ port int }\n\nfunc (i inner) next() int { return i.port + 1 }\nfunc (i *inner) twice() int { return i.port * 2 }\n\ntype outer struct {\n\tinner\n\tlast int\n}\n\nfunc (o outer) next() int { return 100 }",
    },
  ),
  idiom("generic types with methods", "b := newBox(22)\nb.add(443)\nallow(b.all...)\nallow(biggest(1, 5, 3))", web(22, 443, 5), {
    top: "type box[T any] struct{ all []T }\n\nfunc newBox[T any](one T) *box[T] { return &box[T]{all: []T{one}} }\nfunc (b *box[T]) add(one T) { b.all = append(b.all, one) }\n\nfunc biggest[T int | float64](first T, more ...T) T {\n\tfor _, one := range more {\n\t\tif one > first {\n\t\t\tfirst = one\n\t\t}\n\t}\n\treturn first\n}",
  }),
  idiom(
    "maps whose keys are sorted, asked and deleted",
    'm := map[string][]int{"b": {80}, "a": {22, 23}}\nm["c"] = append(m["c"], 443)\ndelete(m, "b")\nkeys := make([]string, 0, len(m))\nfor key := range m {\n\tkeys = append(keys, key)\n}\nsort.Strings(keys)\nfor _, key := range keys {\n\tallow(m[key]...)\n}\nif _, ok := m["b"]; !ok {\n\tallow(len(m["b"]))\n}',
    web(22, 23, 443, 0),
    { imports: ["sort"] },
  ),
  idiom(
    "slices that are cut and put together again",
    "a := []int{1, 2, 3, 4}\na = append(a[:1], a[2:]...)\nc := append([]int(nil), a...)\nc[1] = 8\nallow(a...)\nallow(c[1:2:2]...)",
    web(1, 3, 4, 8),
  ),
  idiom(
    "arrays and structs that are copied",
    "a := [2]int{22, 80}\nb := a\nb[0] = 1\ntype opening struct{ port int }\nlist := []opening{{443}}\nfor _, one := range list {\n\tone.port = 2\n}\none := list[0]\none.port = 3\nfor i := range list {\n\tlist[i].port++\n}\nallow(a[0], b[0], list[0].port, one.port)",
    web(22, 1, 444, 3),
  ),
  idiom(
    "switches: without a subject, falling through, by type",
    'kind := func(one any) int {\n\tswitch v := one.(type) {\n\tcase int:\n\t\treturn v\n\tcase string, []byte:\n\t\treturn 443\n\tcase nil:\n\t\treturn 1\n\tdefault:\n\t\treturn 2\n\t}\n}\nswitch port := 22; {\ncase port > 20:\n\tallow(port)\n\tfallthrough\ncase port > 100:\n\tallow(80)\ncase true:\n\tallow(3)\n}\nallow(kind(5), kind("x"), kind(nil), kind(1.5))',
    web(22, 80, 5, 443, 1, 2),
  ),
  idiom(
    "a name that is hidden",
    "port := 22\nif port := 443; port > 0 {\n\tport := port + 1\n\tallow(port)\n}\n{\n\tport := 5\n\t_ = port\n}\nallow(port)",
    web(444, 22),
  ),
  idiom(
    "loops whose closures keep each variable",
    "var all []func() int\nfor i := 0; i < 2; i++ {\n\tall = append(all, func() int { return i })\n}\nfor _, f := range all {\n\tallow(f())\n}",
    web(0, 1),
  ),
  idiom(
    "texts that are made and taken apart",
    'var b strings.Builder\nb.WriteString("22")\nfmt.Fprintf(&b, ",%d", 443)\nfor _, part := range strings.Split(b.String(), ",") {\n\tport, err := strconv.Atoi(strings.TrimSpace(part))\n\tif err != nil {\n\t\treturn err\n\t}\n\tallow(port)\n}\nif _, err := strconv.Atoi("x"); err != nil {\n\tallow(80)\n}\nallow(len(fmt.Sprintf("%03d|%v|%+v|%q|%x", 7, []int{1, 2}, true, "a", 255)))',
    web(22, 443, 80, 21),
    { imports: ["fmt", "strings", "strconv"] },
  ),
  idiom(
    "whole numbers",
    "a, b := 7, 2\nallow(a/b, -7/b+10, -7%3+10, 1<<4|6, 0x16, 0b11, 0o17, 1_000, 'A', a&^b)",
    web(3, 7, 9, 22, 22, 3, 15, 1000, 65, 5),
  ),
  idiom(
    "pointers that change what they point at",
    "port := 22\nset := func(q *int) { *q *= 2 }\nset(&port)\ngrow(&port, 1)\nvar none *int\nif none == nil {\n\tnone = new(int)\n}\nallow(port, *none)",
    web(45, 0),
    { top: "func grow(p *int, more int) {\n\t*p += more\n}" },
  ),
  idiom("variables of a package in the order that they need, and init", "allow(first, second, third)", web(22, 21, 80), {
    top: "var first = second + 1\nvar second = third2() + 1\nvar third int\n\nfunc third2() int { return 20 }\n\nfunc init() { third = 79 }\nfunc init() { third++ }",
  }),
  idiom(
    "ranges over numbers and texts, and what is built in",
    'for i := range 2 {\n\tallow(i)\n}\nfor i, r := range "aé" {\n\tallow(i, int(r))\n}\nallow(min(3, 2), max(3, 4))\nlist := []int{3, 1, 2}\nslices.Sort(list)\nallow(list...)\nif slices.Contains(list, 2) {\n\tallow(slices.Max(list))\n}',
    web(0, 1, 0, 97, 1, 233, 2, 4, 1, 2, 3, 3),
    { imports: ["slices"] },
  ),
  idiom(
    "a file that is embedded",
    'var open struct {\n\tPorts []int `json:"ports"`\n}\nif err := json.Unmarshal(data, &open); err != nil {\n\treturn err\n}\nallow(open.Ports...)',
    web(22, 443),
    {
      top: "//go:embed ports.json\nvar data []byte",
      imports: ["encoding/json"],
      more: { "ports.json": '{"ports": [22, 443]}' },
    },
  ),
  idiom(
    "a channel, which is not followed",
    "ch := make(chan int, 2)\nch <- 22\nch <- 443\nclose(ch)\nfor port := range ch {\n\tallow(port)\n}",
    ["SecurityGroup web in ?"],
    { notRead: ["channels"] },
  ),
  idiom("what is built in is hidden by a name", "len := 22\nappend := func(port int) int { return port + 1 }\nallow(len, append(len))", web(22, 23)),
  idiom(
    "an error that is made and asked for",
    'missing := errors.New("missing")\nfind := func(name string) (int, error) {\n\tif name == "ssh" {\n\t\treturn 22, nil\n\t}\n\treturn 0, fmt.Errorf("%s: %w", name, missing)\n}\nif port, err := find("ssh"); err == nil {\n\tallow(port)\n}\nif _, err := find("x"); err != nil {\n\tallow(443)\n}',
    web(22, 443),
    { imports: ["errors", "fmt"] },
  ),
  idiom("a statement that is broken", "broken := := 3\nallow(22)", web(22), { notRead: ["the source does not parse"] }),
];
