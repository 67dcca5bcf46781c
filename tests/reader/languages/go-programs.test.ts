import { describe, expect, test } from "@jest/globals";
import { readGo, type GoCase } from "../../harness/go";

const cases: readonly GoCase[] = [
  {
    name: "ApplyT with and without an error, All and Sprintf of outputs",
    run: `vpc, err := ec2.NewVpc(ctx, "vpc", &ec2.VpcArgs{CidrBlock: pulumi.String("10.0.0.0/16")})
if err != nil {
	return err
}
wide := vpc.CidrBlock.ApplyT(func(cidr string) (string, error) {
	return strings.Replace(cidr, "/16", "/8", 1), nil
}).(pulumi.StringOutput)
both := pulumi.All(vpc.CidrBlock, pulumi.String("x")).ApplyT(func(args []interface{}) string {
	return args[0].(string) + args[1].(string)
}).(pulumi.StringOutput)
ec2.NewSecurityGroup(ctx, "web", &ec2.SecurityGroupArgs{VpcId: vpc.ID(), Description: pulumi.Sprintf("%s %v", both, vpc.CidrBlock), Ingress: ec2.SecurityGroupIngressArray{ec2.SecurityGroupIngressArgs{CidrBlocks: pulumi.StringArray{wide}}}})`,
    reads: [
      'aws:ec2/vpc:Vpc vpc { cidrBlock: "10.0.0.0/16" }',
      'SG web { vpcId: <id>, description: "10.0.0.0/16x 10.0.0.0/16", ingress: [{ cidrBlocks: ["10.0.0.0/8"] }] } (vpcId on vpc; description on vpc; ingress on vpc)',
    ],
  },
  {
    name: "data sources, their Output forms, and resources that exist",
    run: `def := true
vpc, err := ec2.LookupVpc(ctx, &ec2.LookupVpcArgs{Default: &def})
if err != nil {
	return err
}
zones, err := aws.GetAvailabilityZones(ctx, &aws.GetAvailabilityZonesArgs{})
if err != nil {
	return err
}
subnets := ec2.GetSubnetsOutput(ctx, ec2.GetSubnetsOutputArgs{})
existing, err := ec2.GetSecurityGroup(ctx, "old", pulumi.ID("sg-1"), nil)
if err != nil {
	return err
}
for i, zone := range zones.Names {
	ec2.NewSecurityGroup(ctx, fmt.Sprintf("z%d-%s", i, zone), &ec2.SecurityGroupArgs{VpcId: pulumi.String(vpc.Id)})
}
ec2.NewInstance(ctx, "i", &ec2.InstanceArgs{SubnetId: subnets.Ids().Index(pulumi.Int(0)), VpcSecurityGroupIds: pulumi.StringArray{existing.ID()}})`,
    config: { "aws:region": "eu-west-1" },
    reads: [
      "SG old {}",
      'SG z0-eu-west-1a { vpcId: "default" }',
      'SG z1-eu-west-1b { vpcId: "default" }',
      'SG z2-eu-west-1c { vpcId: "default" }',
      'aws:ec2/instance:Instance i { subnetId: ?, vpcSecurityGroupIds: ["sg-1"] } (vpcSecurityGroupIds on old)',
    ],
  },
  {
    name: "options in a list that grows",
    run: `provider, _ := aws.NewProvider(ctx, "p", &aws.ProviderArgs{Region: pulumi.String("eu-west-1")})
vpc, _ := ec2.NewVpc(ctx, "v", nil)
opts := []pulumi.ResourceOption{pulumi.Provider(provider)}
opts = append(opts, pulumi.DependsOn([]pulumi.Resource{vpc}))
ec2.NewSecurityGroup(ctx, "a", nil, append(opts, pulumi.Parent(vpc))...)
ec2.NewSecurityGroup(ctx, "b", &ec2.SecurityGroupArgs{}, opts...)`,
    reads: ['pulumi:providers:aws p { region: "eu-west-1" }', "aws:ec2/vpc:Vpc v {}", "SG a below v {}", "SG b {}"],
  },
  {
    name: "resources made inside of ApplyT",
    run: `vpc, err := ec2.NewVpc(ctx, "v", &ec2.VpcArgs{CidrBlock: pulumi.String("10.0.0.0/16")})
if err != nil {
	return err
}
vpc.ID().ApplyT(func(id pulumi.ID) error {
	_, err := ec2.NewSecurityGroup(ctx, "inside", &ec2.SecurityGroupArgs{VpcId: pulumi.String(string(id))})
	return err
})
pulumi.All(vpc.ID(), vpc.Arn).ApplyT(func(all []interface{}) (interface{}, error) {
	id, ok := all[0].(string)
	if !ok {
		return nil, errors.New("no")
	}
	return ec2.NewSecurityGroup(ctx, "all", &ec2.SecurityGroupArgs{Description: pulumi.String(id)})
})`,
    reads: [
      'aws:ec2/vpc:Vpc v { cidrBlock: "10.0.0.0/16" }',
      "SG inside { vpcId: <id> } (vpcId on v)",
      "SG all { description: <id> } (description on v)",
    ],
  },
  {
    name: "stack references, secrets, other namespaces",
    run: `ref, err := pulumi.NewStackReference(ctx, "org/net/prod", nil)
if err != nil {
	return err
}
vpcId := ref.GetStringOutput(pulumi.String("vpcId"))
cidr := ref.GetOutput(pulumi.String("cidr")).ApplyT(func(v interface{}) string { return v.(string) }).(pulumi.StringOutput)
other, err := pulumi.NewStackReference(ctx, fmt.Sprintf("org/x/%s", ctx.Stack()), &pulumi.StackReferenceArgs{Name: pulumi.String("n")})
details, err := other.GetOutputDetails("k")
if err != nil {
	return err
}
_ = details
cfg := config.New(ctx, "aws")
region := cfg.Require("region")
secret := config.New(ctx, "").RequireSecret("password")
n := config.New(ctx, "").GetInt("count")
opt := config.GetBool(ctx, "project:flag")
ec2.NewSecurityGroup(ctx, "web-"+region, &ec2.SecurityGroupArgs{VpcId: vpcId, Description: secret, Name: pulumi.String(fmt.Sprint(n, opt)), Ingress: ec2.SecurityGroupIngressArray{ec2.SecurityGroupIngressArgs{CidrBlocks: pulumi.StringArray{cidr}}}})`,
    config: { "aws:region": "us-east-1", count: 3, flag: true },
    reads: [
      "pulumi:pulumi:StackReference org/net/prod {}",
      "pulumi:pulumi:StackReference org/x/dev {}",
      'SG web-us-east-1 { vpcId: ?, description: ?, name: "3 true", ingress: [{ cidrBlocks: [?] }] }',
    ],
  },
  {
    name: "a helper that panics on errors, and the log",
    top: `func run(ctx *pulumi.Context) error {
	sg := must(ec2.NewSecurityGroup(ctx, "web", nil))
	ctx.Log.Info("made", nil)
	ctx.Export("id", sg.ID())
	return nil
}
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}`,
    run: `if err := run(ctx); err != nil {
	log.Fatal(err)
}`,
    reads: ["SG web {}"],
  },
  {
    name: "RunErr, and a method that assigns to fields",
    files: {
      "main.go": `package main
import (
	"os"
	"fmt"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)
type app struct { ctx *pulumi.Context; group *ec2.SecurityGroup }
func main() {
	if len(os.Args) > 5 { fmt.Println("x"); os.Exit(1) }
	if err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		a := &app{ctx: ctx}
		return a.deploy()
	}); err != nil { panic(err) }
}
func (a *app) deploy() (err error) {
	if a.group, err = ec2.NewSecurityGroup(a.ctx, "web", nil); err != nil { return }
	_, err = ec2.NewSecurityGroupRule(a.ctx, "r", &ec2.SecurityGroupRuleArgs{SecurityGroupId: a.group.ID()})
	return
}
`,
    },
    reads: ["SG web {}", "Rule r { securityGroupId: <id> } (securityGroupId on web)"],
  },
  {
    name: "a transformation of every resource",
    run: `ctx.RegisterStackTransformation(func(args *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {
	return &pulumi.ResourceTransformationResult{Props: args.Props, Opts: args.Opts}
})
ec2.NewSecurityGroup(ctx, "web", nil)`,
    reads: ["SG web {}"],
  },
  {
    name: "packages, files, dot imports, init and build constraints",
    files: {
      "main.go": `package main

import (
	net "example.com/infra/pkg/network"
	. "example.com/infra/rules"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func init() { suffix = "-init" }

func main() { pulumi.Run(deploy) }

func deploy(ctx *pulumi.Context) error {
	g, err := net.New(ctx, prefix+name+suffix, net.Options{Ports: Open, Extra: []net.Extra{{Port: 5}}})
	if err != nil {
		return err
	}
	ctx.Export("id", g.Group.ID())
	return nil
}
`,
      "vars.go": `package main

var prefix = base + "-"
var base = "b"
const name = "group"
var suffix string
`,
      "ignored_windows.go": `package main
var prefix = "windows"
`,
      "tagged.go": `//go:build ignore

package main
var prefix = "ignored"
`,
      "go.mod": `module example.com/infra

go 1.22
`,
      "pkg/network/network.go": `package network

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

type Network struct{ Group *ec2.SecurityGroup }

func New(ctx *pulumi.Context, name string, o Options) (*Network, error) {
	var in ec2.SecurityGroupIngressArray
	for _, p := range append(o.Ports, o.Extra[0].Port, o.Default) {
		in = append(in, ingress(p))
	}
	group, err := ec2.NewSecurityGroup(ctx, name, &ec2.SecurityGroupArgs{Ingress: in})
	return &Network{Group: group}, err
}
`,
      "pkg/network/options.go": `package network

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

type Options struct {
	Ports   []int
	Extra   []Extra
	Default int
}
type Extra struct{ Port int }

func ingress(p int) ec2.SecurityGroupIngressInput {
	return ec2.SecurityGroupIngressArgs{FromPort: pulumi.Int(p)}
}
`,
      "pkg/network/network_test.go": `package network
func ingress(p int) int { return 0 }
`,
      "rules/rules.go": `package rules

var Open = []int{22}
`,
    },
    reads: ["SG b-group-init { ingress: [{ fromPort: 22 }, { fromPort: 5 }, { fromPort: 0 }] }"],
  },
  {
    name: "modules of a workspace, and replaced ones",
    files: {
      "infra/main.go": `package main
import (
	"corp.example/shared/sg"
	"corp.example/other"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)
func main() { pulumi.Run(func(ctx *pulumi.Context) error { return sg.Make(ctx, other.Name) }) }
`,
      "infra/go.mod": `module corp.example/infra
replace (
	corp.example/other v0.0.0 => ../libs/other
)
`,
      "shared/go.mod": `module corp.example/shared
`,
      "shared/sg/sg.go": `package sg
import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)
func Make(ctx *pulumi.Context, name string) error { _, err := ec2.NewSecurityGroup(ctx, name, nil); return err }
`,
      "libs/other/other.go": `package other
const Name = "other"
`,
      "go.work": `go 1.22
use (
	./infra
	./shared
)
`,
    },
    folder: "infra",
    reads: ["SG other {}"],
  },
  {
    name: "types of another file: positions, elided types, zero values",
    run: `for _, r := range Defaults {
	ec2.NewSecurityGroup(ctx, r.Name, &ec2.SecurityGroupArgs{Description: pulumi.String(fmt.Sprint(r.Port, r.Open))})
}
s := Set{{Name: "e", Port: 1}}
t := Pairs{"k": {2, "v"}}
ec2.NewSecurityGroup(ctx, fmt.Sprint(s[0].Name, s[0].Open, t["k"].Port, Level(3)), nil)
var z Rule
ec2.NewSecurityGroup(ctx, fmt.Sprintf("z%s%d%v", z.Name, z.Port, z.Open), nil)`,
    files: {
      "types.go": `package main
type Rule struct { Port int; Name string; Open bool }
type Set []Rule
type Pairs map[string]Rule
type Level int
var Defaults = Set{{22, "ssh", true}, {Port: 80, Name: "web"}}
`,
    },
    reads: ['SG ssh { description: "22 true" }', 'SG web { description: "80 false" }', "SG efalse 2 3 {}", "SG z0false {}"],
  },
  {
    name: "packages whose names are not the ends of their paths",
    files: {
      "main.go": `package main
import (
	"example.com/x/go-network"
	"example.com/x/sub/v2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)
func main() { pulumi.Run(func(ctx *pulumi.Context) error { return network.Make(ctx, sub.Name) }) }
`,
      "go.mod": `module example.com/x
`,
      "go-network/n.go": `package network
import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)
func Make(ctx *pulumi.Context, name string) error { _, err := ec2.NewSecurityGroup(ctx, name, nil); return err }
`,
      "sub/v2/s.go": `package sub
const Name = "sub"
`,
    },
    reads: ["SG sub {}"],
  },
];

describe("Go: programs, packages and what the SDK does", () => {
  test.each(cases)("$name", async (one) => {
    expect(await readGo(one)).toEqual({ reads: one.reads, gaps: one.gaps ?? [], conditions: one.conditions ?? {} });
  });
});
