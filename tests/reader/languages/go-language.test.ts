import { describe, expect, test } from "@jest/globals";
import { go } from "@portcullis/remediator/reader/languages/go";
import { readGo, type GoCase } from "../../harness/go";
import { readProgram } from "../../harness/reading";

const cases: readonly GoCase[] = [
  {
    name: "constants with iota, a named type with a method, switch",
    top: `type env string

const (
	dev  env = "dev"
	prod env = "prod"
)

const (
	a = iota + 1
	b
	_
	d
)

func (e env) open() bool { return e == dev }

func portOf(e env) int {
	switch e {
	case dev, "test":
		return 8080
	case prod:
		return 443
	default:
		return 0
	}
}`,
    run: `e := env(ctx.Stack())
if e.open() {
	ec2.NewSecurityGroup(ctx, fmt.Sprintf("%s-%d-%d%d%d", e, portOf(e), a, b, d), nil)
}`,
    reads: ["SG dev-8080-124 {}"],
  },
  {
    name: "closures that remember, and variadic ones",
    run: `allow := func(ports ...int) ec2.SecurityGroupIngressArray {
	out := ec2.SecurityGroupIngressArray{}
	for _, p := range ports {
		out = append(out, ec2.SecurityGroupIngressArgs{FromPort: pulumi.Int(p)})
	}
	return out
}
count := 0
next := func() int { count++; return count }
list := []int{7, 8}
ec2.NewSecurityGroup(ctx, fmt.Sprintf("web%d%d", next(), next()), &ec2.SecurityGroupArgs{Ingress: allow(1, 2)})
ec2.NewSecurityGroup(ctx, "more", &ec2.SecurityGroupArgs{Ingress: allow(list...), Egress: nil})`,
    reads: ["SG web12 { ingress: [{ fromPort: 1 }, { fromPort: 2 }] }", "SG more { ingress: [{ fromPort: 7 }, { fromPort: 8 }] }"],
  },
  {
    name: "ranges over integers, and generic functions",
    top: `func mapped[T, U any](in []T, f func(T) U) []U {
	out := make([]U, 0, len(in))
	for _, v := range in {
		out = append(out, f(v))
	}
	return out
}`,
    run: `for i := range 3 {
	ec2.NewSecurityGroup(ctx, fmt.Sprintf("g%d", i), nil)
}
names := mapped([]int{1, 2}, func(i int) string { return strings.Repeat("x", i) })
other := mapped[int, string]([]int{3}, strconv.Itoa)
ec2.NewSecurityGroup(ctx, strings.Join(append(names, other...), "-"), nil)`,
    reads: ["SG g0 {}", "SG g1 {}", "SG g2 {}", "SG x-xx-3 {}"],
  },
  {
    name: "an error that is known ends the program",
    top: `func check(name string) error {
	if name == "bad" {
		return fmt.Errorf("bad name %s", name)
	}
	return nil
}`,
    run: `if err := check("good"); err != nil {
	return err
}
ec2.NewSecurityGroup(ctx, "one", nil)
if err := check("bad"); err != nil {
	return err
}
ec2.NewSecurityGroup(ctx, "two", nil)`,
    reads: ["SG one {}"],
    gaps: ["the program ends with an error here, as far as it can be read"],
  },
  {
    name: "named results and bare returns",
    top: `func make2(n int) (name string, port int, err error) {
	defer func() { recover() }()
	if n == 0 {
		err = errors.New("zero")
		return
	}
	name, port = fmt.Sprint("n", n), n*10
	return
}`,
    run: `name, port, err := make2(2)
if err != nil {
	return err
}
ec2.NewSecurityGroup(ctx, fmt.Sprintf("%s-%d", name, port), nil)
if _, _, err := make2(0); err == nil {
	ec2.NewSecurityGroup(ctx, "never", nil)
} else {
	ec2.NewSecurityGroup(ctx, "always-"+err.Error(), nil)
}`,
    reads: ["SG n2-20 {}", "SG always-zero {}"],
  },
  {
    name: "labels, continue and break",
    run: `outer:
for i := 0; i < 3; i++ {
	for j := 0; ; j++ {
		if j == 2 {
			continue outer
		}
		if i == 2 {
			break outer
		}
		ec2.NewSecurityGroup(ctx, fmt.Sprintf("g%d%d", i, j), nil)
	}
}
n := 0
for n < 2 {
	n += 1
	switch {
	case n == 1:
		continue
	}
	ec2.NewSecurityGroup(ctx, fmt.Sprintf("w%d", n), nil)
}`,
    reads: ["SG g00 {}", "SG g01 {}", "SG g10 {}", "SG g11 {}", "SG w2 {}"],
  },
  {
    name: "interfaces and type switches",
    top: `type maker interface{ ingress() ec2.SecurityGroupIngressArray }
type open struct{ port int }
type closed struct{ cidr string }

func (o open) ingress() ec2.SecurityGroupIngressArray {
	return ec2.SecurityGroupIngressArray{ec2.SecurityGroupIngressArgs{FromPort: pulumi.Int(o.port), CidrBlocks: pulumi.StringArray{pulumi.String("0.0.0.0/0")}}}
}
func (c *closed) ingress() ec2.SecurityGroupIngressArray {
	return ec2.SecurityGroupIngressArray{ec2.SecurityGroupIngressArgs{CidrBlocks: pulumi.StringArray{pulumi.String(c.cidr)}}}
}
func describe(v interface{}) string {
	switch x := v.(type) {
	case string:
		return "s" + x
	case int:
		return fmt.Sprintf("i%d", x+1)
	case open:
		return "open" + strconv.Itoa(x.port)
	case *closed:
		return x.cidr
	case []string:
		return strings.Join(x, ",")
	case nil:
		return "nil"
	}
	return "other"
}`,
    run: `for i, m := range []maker{open{80}, &closed{"10.0.0.0/8"}} {
	ec2.NewSecurityGroup(ctx, fmt.Sprintf("g%d-%s", i, describe(m)), &ec2.SecurityGroupArgs{Ingress: m.ingress()})
}
ec2.NewSecurityGroup(ctx, describe("a")+describe(1)+describe([]string{"x", "y"})+describe(nil)+describe(1.5), nil)`,
    reads: [
      'SG g0-open80 { ingress: [{ fromPort: 80, cidrBlocks: ["0.0.0.0/0"] }] }',
      'SG g1-10.0.0.0/8 { ingress: [{ cidrBlocks: ["10.0.0.0/8"] }] }',
      "SG sai2x,ynilother {}",
    ],
  },
  {
    name: "swaps, shadows and redeclarations",
    run: `a, b := "x", "y"
a, b = b, a
if a := "inner"; a != b {
	b := a + "!"
	ec2.NewSecurityGroup(ctx, a+b, nil)
}
x, err := strconv.Atoi("5")
y, err := strconv.Atoi("6")
_ = err
ec2.NewSecurityGroup(ctx, a+b+strconv.Itoa(x+y), nil)`,
    reads: ["SG innerinner! {}", "SG yx11 {}"],
  },
  {
    name: "functions in lists, maps and variables; method values",
    top: `type step func(*pulumi.Context) error
var table = map[string]func(int) int{"double": func(i int) int { return i * 2 }}

func first(ctx *pulumi.Context) error  { _, err := ec2.NewSecurityGroup(ctx, "first", nil); return err }
func second(ctx *pulumi.Context) error { _, err := ec2.NewSecurityGroup(ctx, "second", nil); return err }
func adder(n int) func(int) int         { return func(m int) int { return n + m } }

type group struct{ prefix string }

func (g group) name(s string) string { return g.prefix + s }`,
    run: `for _, s := range []step{first, second} {
	if err := s(ctx); err != nil {
		return err
	}
}
naming := group{"p-"}.name
ec2.NewSecurityGroup(ctx, naming(fmt.Sprint(table["double"](4), adder(1)(2))), nil)`,
    reads: ["SG first {}", "SG second {}", "SG p-8 3 {}"],
  },
  {
    name: "recursion",
    top: `func fact(n int) int {
	if n <= 1 {
		return 1
	}
	return n * fact(n-1)
}`,
    run: `ec2.NewSecurityGroup(ctx, fmt.Sprint(fact(5)), nil)`,
    reads: ["SG 120 {}"],
  },
  {
    name: "switch without a subject, fallthrough, breaks",
    run: `v := 5
switch x := v * 2; {
case x > 20:
	ec2.NewSecurityGroup(ctx, "big", nil)
case x > 5:
	ec2.NewSecurityGroup(ctx, "mid", nil)
	if v == 5 {
		break
	}
	ec2.NewSecurityGroup(ctx, "not", nil)
default:
	ec2.NewSecurityGroup(ctx, "small", nil)
}
switch v {
case 5:
	ec2.NewSecurityGroup(ctx, "five", nil)
	fallthrough
case 6:
	ec2.NewSecurityGroup(ctx, "six", nil)
default:
	ec2.NewSecurityGroup(ctx, "other", nil)
}
loop:
for i := 0; ; i++ {
	switch {
	case i == 2:
		break loop
	}
	ec2.NewSecurityGroup(ctx, fmt.Sprint("l", i), nil)
}`,
    reads: ["SG mid {}", "SG five {}", "SG six {}", "SG l0 {}", "SG l1 {}"],
  },
  {
    name: "generic helpers for choices and pointers",
    top: `func ternary[T any](c bool, a, b T) T {
	if c {
		return a
	}
	return b
}
func ptr[T any](v T) *T { return &v }
func orDefault(s *string, d string) string {
	if s != nil && *s != "" {
		return *s
	}
	return d
}`,
    run: `ec2.NewSecurityGroup(ctx, ternary(ctx.Stack() == "dev", "yes", "no")+orDefault(nil, "d")+orDefault(ptr("p"), "d"), nil)`,
    reads: ["SG yesdp {}"],
  },
  {
    name: "errors that are wrapped, and one under an unknown condition",
    top: `func make3(ctx *pulumi.Context) (*ec2.SecurityGroup, *ec2.Vpc, error) {
	vpc, err := ec2.NewVpc(ctx, "v", nil)
	if err != nil {
		return nil, nil, errors.Wrap(err, "x")
	}
	if os.Getenv("X") == "" {
		return nil, nil, fmt.Errorf("no X")
	}
	sg, err := ec2.NewSecurityGroup(ctx, "g", &ec2.SecurityGroupArgs{VpcId: vpc.ID()})
	return sg, vpc, err
}`,
    run: `sg, vpc, err := make3(ctx)
if err != nil {
	return fmt.Errorf("wrapped: %w", err)
}
ec2.NewInstance(ctx, "i", &ec2.InstanceArgs{VpcSecurityGroupIds: pulumi.StringArray{sg.ID()}, SubnetId: vpc.ID()})`,
    reads: [
      "aws:ec2/vpc:Vpc v {}",
      "SG g { vpcId: <id> } (vpcId on v)",
      "aws:ec2/instance:Instance i { vpcSecurityGroupIds: [<id>], subnetId: <id> } (vpcSecurityGroupIds on g; subnetId on v)",
    ],
  },
];

describe("Go: whole files", () => {
  const sg = (name: string, ingress: string): string =>
    `aws:ec2/securityGroup:SecurityGroup ${name} { ${ingress === "" ? "" : `ingress: [${ingress}], `}description: "Managed by Pulumi" }`;
  test.each<readonly [sentence: string, files: Readonly<Record<string, string>>, lines: readonly string[]]>([
    [
      "packages that are imported with a dot",
      {
        "main.go": `package main

import (
	"log"

	. "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	. "github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	if err := RunErr(deploy); err != nil {
		log.Fatal(err)
	}
}

func deploy(ctx *Context) error {
	args := &SecurityGroupArgs{}
	args.Ingress = SecurityGroupIngressArray{SecurityGroupIngressArgs{Protocol: String("tcp"), FromPort: Int(22), ToPort: Int(22), CidrBlocks: StringArray{String("0.0.0.0/0")}}}
	_, err := NewSecurityGroup(ctx, "web", args)
	return err
}
`,
      },
      [sg("web", '{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }')],
    ],
    [
      "files that are built into the program",
      {
        "main.go": `package main

import (
	_ "embed"
	"encoding/json"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

//go:embed rules/ports.json
var raw []byte

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		var ports []int
		if err := json.Unmarshal(raw, &ports); err != nil {
			return err
		}
		rules := ec2.SecurityGroupIngressArray{}
		for _, port := range ports {
			rules = append(rules, &ec2.SecurityGroupIngressArgs{FromPort: pulumi.Int(port)})
		}
		_, err := ec2.NewSecurityGroup(ctx, "web", &ec2.SecurityGroupArgs{Ingress: rules})
		return err
	})
}
`,
        "rules/ports.json": "[80, 443]",
      },
      [sg("web", "{ fromPort: 80 }, { fromPort: 443 }")],
    ],
  ])("%s", async (_, files, expected) => {
    const { lines, gaps } = await readProgram(go, { files });
    expect({ lines, gaps }).toEqual({ lines: expected, gaps: [] });
  });
});

describe("Go: the language", () => {
  test.each(cases)("$name", async (one) => {
    expect(await readGo(one)).toEqual({ reads: one.reads, gaps: one.gaps ?? [], conditions: one.conditions ?? {} });
  });
});
