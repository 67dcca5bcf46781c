import { describe, expect, test } from "@jest/globals";
import { readGo, type GoCase } from "../../harness/go";

const cases: readonly GoCase[] = [
  {
    name: "rules appended in a loop over ports",
    run: `ports := []int{22, 80}
var rules ec2.SecurityGroupIngressArray
for _, port := range ports {
	rules = append(rules, &ec2.SecurityGroupIngressArgs{Protocol: pulumi.String("tcp"), FromPort: pulumi.Int(port), ToPort: pulumi.Int(port), CidrBlocks: pulumi.StringArray{pulumi.String("0.0.0.0/0")}})
}
_, err := ec2.NewSecurityGroup(ctx, "web", &ec2.SecurityGroupArgs{Ingress: rules})
if err != nil {
	return err
}`,
    reads: [
      'SG web { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }, { protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"] }] }',
    ],
  },
  {
    name: "a list appended to another one, and a rule under a condition that no stack settles",
    run: `base := ec2.SecurityGroupIngressArray{ec2.SecurityGroupIngressArgs{FromPort: pulumi.Int(80)}}
more := ec2.SecurityGroupIngressArray{ec2.SecurityGroupIngressArgs{FromPort: pulumi.Int(443)}}
base = append(base, more...)
cfg := config.New(ctx, "")
if cfg.RequireBool("ssh") {
	base = append(base, ec2.SecurityGroupIngressArgs{FromPort: pulumi.Int(22)})
}
ec2.NewSecurityGroup(ctx, "web", &ec2.SecurityGroupArgs{Ingress: base})`,
    reads: ["SG web { ingress: [{ fromPort: 80 }, { fromPort: 443 }, ?] }"],
  },
  {
    name: "arguments that are built up, conversions between lists",
    run: `args := &ec2.SecurityGroupArgs{Description: pulumi.String("d")}
args.Ingress = ec2.SecurityGroupIngressArray{ec2.SecurityGroupIngressArgs{FromPort: pulumi.Int(1)}}
args.Ingress = append(args.Ingress.(ec2.SecurityGroupIngressArray), ec2.SecurityGroupIngressArgs{FromPort: pulumi.Int(2)})
list := []ec2.SecurityGroupIngressInput{ec2.SecurityGroupIngressArgs{FromPort: pulumi.Int(3)}}
ec2.NewSecurityGroup(ctx, "a", args)
ec2.NewSecurityGroup(ctx, "b", &ec2.SecurityGroupArgs{Ingress: ec2.SecurityGroupIngressArray(list), Egress: func() ec2.SecurityGroupEgressArray { return ec2.SecurityGroupEgressArray{} }()})
cidrs := strings.Split(config.New(ctx, "").Require("cidrs"), ",")
arr := make(pulumi.StringArray, len(cidrs))
for i, c := range cidrs {
	arr[i] = pulumi.String(strings.TrimSpace(c))
}
arr2 := make([]pulumi.StringInput, 0)
arr2 = append(arr2, pulumi.String("x"))
ec2.NewSecurityGroup(ctx, "c", &ec2.SecurityGroupArgs{Ingress: ec2.SecurityGroupIngressArray{&ec2.SecurityGroupIngressArgs{CidrBlocks: arr, PrefixListIds: pulumi.StringArray(arr2), Self: pulumi.BoolPtr(true), FromPort: pulumi.IntPtr(5), Description: pulumi.StringPtr("p")}}})`,
    config: { cidrs: "10.0.0.0/8, 192.0.2.0/24" },
    reads: [
      'SG a { description: "d", ingress: [{ fromPort: 1 }, { fromPort: 2 }] }',
      "SG b { ingress: [{ fromPort: 3 }], egress: [] }",
      'SG c { ingress: [{ cidrBlocks: ["10.0.0.0/8", "192.0.2.0/24"], prefixListIds: ["x"], self: true, fromPort: 5, description: "p" }] }',
    ],
  },
  {
    name: "rules in maps, sorted keys",
    top: `type r struct{ from, to int }`,
    run: `rules := map[string]ec2.SecurityGroupIngressArgs{"ssh": {FromPort: pulumi.Int(22)}, "http": {FromPort: pulumi.Int(80)}}
named := map[string]*r{"x": {1, 2}}
keys := make([]string, 0, len(rules))
for k := range rules {
	keys = append(keys, k)
}
sort.Strings(keys)
in := ec2.SecurityGroupIngressArray{}
for _, k := range keys {
	rule := rules[k]
	rule.Description = pulumi.String(k)
	in = append(in, rule)
}
if x, ok := named["x"]; ok {
	in = append(in, &ec2.SecurityGroupIngressArgs{FromPort: pulumi.Int(x.from), ToPort: pulumi.Int(x.to)})
}
ec2.NewSecurityGroup(ctx, "a", &ec2.SecurityGroupArgs{Ingress: in})
for _, k := range slices.Sorted(maps.Keys(rules)) {
	ec2.NewSecurityGroup(ctx, k, &ec2.SecurityGroupArgs{Description: rules[k].Description})
}`,
    reads: [
      'SG a { ingress: [{ fromPort: 80, description: "http" }, { fromPort: 22, description: "ssh" }, { fromPort: 1, toPort: 2 }] }',
      "SG http {}",
      "SG ssh {}",
    ],
  },
  {
    name: "a map with numbers as keys",
    run: `ports := map[int]string{22: "ssh", 80: "http"}
for port, name := range ports {
	ec2.NewSecurityGroupRule(ctx, name, &ec2.SecurityGroupRuleArgs{FromPort: pulumi.Int(port), ToPort: pulumi.Int(port + 1)})
}
if _, ok := ports[443]; !ok {
	ec2.NewSecurityGroup(ctx, "no-443-"+ports[443], nil)
}
for port := range ports {
	ec2.NewSecurityGroup(ctx, "k"+strconv.Itoa(port), nil)
}`,
    reads: ["Rule ssh { fromPort: 22, toPort: 23 }", "Rule http { fromPort: 80, toPort: 81 }", "SG no-443- {}", "SG k22 {}", "SG k80 {}"],
  },
  {
    name: "structs by position with a method that gives a rule",
    top: `type port struct {
	from, to int
	name     string
}

func (p port) args() *ec2.SecurityGroupIngressArgs {
	return &ec2.SecurityGroupIngressArgs{FromPort: pulumi.Int(p.from), ToPort: pulumi.Int(p.to), Description: pulumi.String(p.name)}
}`,
    run: `var ingress ec2.SecurityGroupIngressArray
for _, p := range []port{{22, 22, "ssh"}, {8000, 8100, "range"}} {
	ingress = append(ingress, p.args())
}
ec2.NewSecurityGroup(ctx, "web", &ec2.SecurityGroupArgs{Ingress: ingress})`,
    reads: ['SG web { ingress: [{ fromPort: 22, toPort: 22, description: "ssh" }, { fromPort: 8000, toPort: 8100, description: "range" }] }'],
  },
  {
    name: "functional options",
    top: `type cfg struct {
	port  int
	cidrs []string
}
type option func(*cfg)

func withPort(p int) option         { return func(c *cfg) { c.port = p } }
func withCidr(c ...string) option   { return func(o *cfg) { o.cidrs = append(o.cidrs, c...) } }
func group(ctx *pulumi.Context, name string, opts ...option) error {
	c := &cfg{port: 80}
	for _, o := range opts {
		o(c)
	}
	_, err := ec2.NewSecurityGroup(ctx, name, &ec2.SecurityGroupArgs{Ingress: ec2.SecurityGroupIngressArray{&ec2.SecurityGroupIngressArgs{FromPort: pulumi.Int(c.port), CidrBlocks: pulumi.ToStringArray(c.cidrs)}}})
	return err
}`,
    run: `group(ctx, "a")
group(ctx, "b", withPort(22), withCidr("10.0.0.0/8", "192.0.2.0/24"))`,
    reads: [
      "SG a { ingress: [{ fromPort: 80, cidrBlocks: [] }] }",
      'SG b { ingress: [{ fromPort: 22, cidrBlocks: ["10.0.0.0/8", "192.0.2.0/24"] }] }',
    ],
  },
  {
    name: "a chain of methods",
    top: `type b struct{ in ec2.SecurityGroupIngressArray }

func (x *b) allow(port int, cidrs ...string) *b {
	x.in = append(x.in, &ec2.SecurityGroupIngressArgs{FromPort: pulumi.Int(port), CidrBlocks: pulumi.ToStringArray(cidrs)})
	return x
}`,
    run: `r := (&b{}).
	allow(22, "10.0.0.0/8").
	allow(443)
ec2.NewSecurityGroup(ctx, "g", &ec2.SecurityGroupArgs{Ingress: r.in})`,
    reads: ['SG g { ingress: [{ fromPort: 22, cidrBlocks: ["10.0.0.0/8"] }, { fromPort: 443, cidrBlocks: [] }] }'],
  },
  {
    name: "a component with its group below it",
    top: `type Web struct {
	pulumi.ResourceState
	Group *ec2.SecurityGroup
}

func NewWeb(ctx *pulumi.Context, name string, cidrs []string, opts ...pulumi.ResourceOption) (*Web, error) {
	web := &Web{}
	err := ctx.RegisterComponentResource("my:index:Web", name, web, opts...)
	if err != nil {
		return nil, err
	}
	group, err := ec2.NewSecurityGroup(ctx, name+"-sg", &ec2.SecurityGroupArgs{
		Ingress: ec2.SecurityGroupIngressArray{ec2.SecurityGroupIngressArgs{CidrBlocks: pulumi.ToStringArray(cidrs)}},
	}, pulumi.Parent(web))
	if err != nil {
		return nil, err
	}
	web.Group = group
	if err := ctx.RegisterResourceOutputs(web, pulumi.Map{"id": group.ID()}); err != nil {
		return nil, err
	}
	return web, nil
}`,
    run: `web, err := NewWeb(ctx, "web", []string{"0.0.0.0/0"})
if err != nil {
	return err
}
_, err = ec2.NewInstance(ctx, "server", &ec2.InstanceArgs{VpcSecurityGroupIds: pulumi.StringArray{web.Group.ID().ToStringOutput()}})
if err != nil {
	return err
}`,
    reads: [
      "my:index:Web web {}",
      'SG web-sg below web { ingress: [{ cidrBlocks: ["0.0.0.0/0"] }] }',
      "aws:ec2/instance:Instance server { vpcSecurityGroupIds: [<id>] } (vpcSecurityGroupIds on web-sg)",
    ],
  },
  {
    name: "settings with defaults, required ones, and ones that are tried",
    run: `cfg := config.New(ctx, "")
cidr := cfg.Get("cidr")
if cidr == "" {
	cidr = "10.0.0.0/8"
}
port, err := cfg.TryInt("port")
if err != nil {
	port = 8080
}
home := cfg.Require("home")
ec2.NewSecurityGroup(ctx, "web", &ec2.SecurityGroupArgs{Ingress: ec2.SecurityGroupIngressArray{ec2.SecurityGroupIngressArgs{FromPort: pulumi.Int(port), CidrBlocks: pulumi.StringArray{pulumi.String(cidr), pulumi.String(home)}}}})`,
    config: { home: "192.0.2.0/24" },
    reads: ['SG web { ingress: [{ fromPort: 8080, cidrBlocks: ["10.0.0.0/8", "192.0.2.0/24"] }] }'],
  },
  {
    name: "an object of the configuration in a struct with tags",
    top: `type rule struct {
	Port  int      \`json:"port"\`
	Cidrs []string \`json:"cidr_blocks"\`
	Note  string
}
type settings struct {
	Rules []rule \`json:"rules"\`
	Extra map[string]int
}`,
    run: `var s settings
config.New(ctx, "").RequireObject("data", &s)
for i, r := range s.Rules {
	ec2.NewSecurityGroupRule(ctx, fmt.Sprintf("rule-%d", i), &ec2.SecurityGroupRuleArgs{FromPort: pulumi.Int(r.Port), CidrBlocks: pulumi.ToStringArray(r.Cidrs), Description: pulumi.String(r.Note)})
}
for name, port := range s.Extra {
	ec2.NewSecurityGroupRule(ctx, name, &ec2.SecurityGroupRuleArgs{FromPort: pulumi.Int(port)})
}`,
    config: {
      data: {
        rules: [
          { port: 22, cidr_blocks: ["0.0.0.0/0"], note: "n" },
          { port: 23, cidr_blocks: ["::/0"] },
        ],
        Extra: { a: 1 },
      },
    },
    reads: [
      'Rule rule-0 { fromPort: 22, cidrBlocks: ["0.0.0.0/0"], description: "n" }',
      'Rule rule-1 { fromPort: 23, cidrBlocks: ["::/0"], description: "" }',
      "Rule a { fromPort: 1 }",
    ],
  },
  {
    name: "rules in a file of the repository",
    run: `data, err := os.ReadFile("rules.yaml")
if err != nil {
	return err
}
var rules []rule
if err := yaml.Unmarshal(data, &rules); err != nil {
	return err
}
for _, r := range rules {
	ec2.NewSecurityGroupRule(ctx, r.Name, &ec2.SecurityGroupRuleArgs{FromPort: pulumi.Int(r.Port), CidrBlocks: pulumi.ToStringArray(r.From)})
}`,
    files: {
      "rules.yaml": `- name: ssh
  port: 22
  from: [10.0.0.0/8]
- name: web
  port: 80
`,
      "types.go": `package main
type rule struct {
	Name string
	Port int
	From []string \`yaml:"from"\`
}
`,
    },
    reads: ['Rule ssh { fromPort: 22, cidrBlocks: ["10.0.0.0/8"] }', "Rule web { fromPort: 80, cidrBlocks: [] }"],
  },
  {
    name: "blocks computed with net, netip and go-cidr",
    run: `_, network, err := net.ParseCIDR("10.1.0.0/16")
if err != nil {
	return err
}
sub, err := cidr.Subnet(network, 8, 3)
if err != nil {
	return err
}
prefix := netip.MustParsePrefix("10.2.3.4/24")
ec2.NewSecurityGroup(ctx, "web", &ec2.SecurityGroupArgs{Ingress: ec2.SecurityGroupIngressArray{ec2.SecurityGroupIngressArgs{CidrBlocks: pulumi.StringArray{pulumi.String(sub.String()), pulumi.String(prefix.Masked().String()), pulumi.String(fmt.Sprintf("%s/32", prefix.Addr().Next()))}}}})`,
    reads: ['SG web { ingress: [{ cidrBlocks: ["10.1.3.0/24", "10.2.3.0/24", "10.2.3.5/32"] }] }'],
  },
  {
    name: "what the environment says is not known",
    run: `cidr := os.Getenv("CIDR")
if cidr == "" {
	cidr = "0.0.0.0/0"
}
region, ok := os.LookupEnv("REGION")
if !ok {
	region = "us"
}
ec2.NewSecurityGroup(ctx, "web", &ec2.SecurityGroupArgs{Description: pulumi.String(region), Ingress: ec2.SecurityGroupIngressArray{ec2.SecurityGroupIngressArgs{CidrBlocks: pulumi.StringArray{pulumi.String(cidr)}}}})`,
    reads: ["SG web { description: ?, ingress: [{ cidrBlocks: [?] }] }"],
  },
  {
    name: "a condition that nobody can decide",
    run: `rules := ec2.SecurityGroupIngressArray{ec2.SecurityGroupIngressArgs{FromPort: pulumi.Int(443)}}
if os.Getenv("SSH") == "yes" {
	rules = append(rules, ec2.SecurityGroupIngressArgs{FromPort: pulumi.Int(22)})
	ec2.NewSecurityGroup(ctx, "jump", nil)
}
ec2.NewSecurityGroup(ctx, "web", &ec2.SecurityGroupArgs{Ingress: rules})`,
    reads: ["SG jump {}", "SG web { ingress: [{ fromPort: 443 }, ?] }"],
    conditions: { jump: ['os.Getenv("SSH") == "yes"'] },
  },
  {
    name: "a list of unknown length",
    run: `cfg := config.New(ctx, "")
for _, c := range strings.Split(cfg.Require("cidrs"), ",") {
	ec2.NewSecurityGroupRule(ctx, "r-"+c, &ec2.SecurityGroupRuleArgs{CidrBlocks: pulumi.StringArray{pulumi.String(c)}, FromPort: pulumi.Int(22)})
}
var in ec2.SecurityGroupIngressArray
for _, c := range strings.Split(cfg.Require("cidrs"), ",") {
	in = append(in, ec2.SecurityGroupIngressArgs{CidrBlocks: pulumi.StringArray{pulumi.String(c)}})
}
in = append(in, ec2.SecurityGroupIngressArgs{FromPort: pulumi.Int(1)})
ec2.NewSecurityGroup(ctx, "g", &ec2.SecurityGroupArgs{Ingress: in})`,
    reads: ['Rule <"r-"+c> { cidrBlocks: [?], fromPort: 22 }', "SG g { ingress: [{ fromPort: 1 }, ?] }"],
    conditions: { '<"r-"+c>': ['each of strings.Split(cfg.Require("cidrs"), ",")'] },
  },
  {
    name: "a switch that nobody can decide",
    run: `switch os.Getenv("ENV") {
case "prod":
	ec2.NewSecurityGroup(ctx, "prod", nil)
case "dev":
	ec2.NewSecurityGroup(ctx, "dev", nil)
}
cidr := "0.0.0.0/0"
if ctx.DryRun() {
	cidr = "10.0.0.0/8"
}
ec2.NewSecurityGroup(ctx, "g", &ec2.SecurityGroupArgs{Description: pulumi.String(cidr)})`,
    reads: ["SG prod {}", "SG dev {}", "SG g { description: ? }"],
    conditions: { prod: ['a case of os.Getenv("ENV")'], dev: ['a case of os.Getenv("ENV")'] },
  },
  {
    name: "lists that grow in loops are not shared",
    top: `func more(rules []int, n int) []int {
	for i := 0; i < n; i++ {
		rules = append(rules, i)
	}
	return rules
}`,
    run: `base := []int{9}
a := more(base, 2)
b := more(a, 1)
c := more(a, 2)
var seen [][]int
var x []int
for i := 0; i < 3; i++ {
	x = append(x, i)
	seen = append(seen, x)
}
var y []int
for i := range 3 {
	if len(y) > 1 && y[0] == 0 {
		continue
	}
	y = append(y, i)
}
var z []int
for i := range 2 {
	for j := range 2 {
		z = append(z, i*10+j)
	}
	z = append(z, []int{7, 8}...)
}
var w []int
for _, v := range z {
	if os.Getenv("X") == "" {
		w = append(w, v)
	}
}
w = append(w, 5)
ec2.NewSecurityGroup(ctx, fmt.Sprint(base, a, b, c, seen, y, z), nil)`,
    reads: ["SG [9] [9 0 1] [9 0 1 0] [9 0 1 0 1] [[0] [0 1] [0 1 2]] [0 1] [0 1 7 8 10 11 7 8] {}"],
  },
];

describe("Go: rules in the shapes that programs have", () => {
  test.each(cases)("$name", async (one) => {
    expect(await readGo(one)).toEqual({ reads: one.reads, gaps: one.gaps ?? [], conditions: one.conditions ?? {} });
  });
});
