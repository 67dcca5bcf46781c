import { describe, expect, test } from "@jest/globals";
import { readGo, type GoCase } from "../../harness/go";

const cases: readonly GoCase[] = [
  {
    name: "a recursion without end",
    top: `func loop(n int) int { return loop(n + 1) }`,
    run: `ec2.NewSecurityGroup(ctx, "before", nil)
ec2.NewSecurityGroup(ctx, fmt.Sprint(loop(0)), nil)`,
    reads: ["SG before {}", "SG <fmt.Sprint(loop(0))> {}"],
    gaps: ["calls nest deeper than 120"],
  },
  {
    name: "a loop without end",
    run: `ec2.NewSecurityGroup(ctx, "before", nil)
for {
}
ec2.NewSecurityGroup(ctx, "after", nil)`,
    reads: ["SG before {}"],
    gaps: ["a loop went on after 10,000 rounds"],
  },
  {
    name: "a line that does not parse",
    run: `ec2.NewSecurityGroup(ctx, "before", nil)
x := := 3 +
ec2.NewSecurityGroup(ctx, "after", &ec2.SecurityGroupArgs{Description: pulumi.String("d")})`,
    reads: ["SG before {}", 'SG after { description: "d" }'],
    gaps: ["the source does not parse here"],
  },
  {
    name: "a file that ends in the middle",
    files: {
      "main.go": `package main

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		ec2.NewSecurityGroup(ctx, "before", nil)
		ec2.NewSecurityGroup(ctx, "cut", &ec2.SecurityGroupArgs{
			Description: pulumi.
`,
    },
    reads: ["SG before {}"],
    gaps: ["the source does not parse here", "has no function main in the folder of the program"],
  },
  {
    name: "names like those of JavaScript's objects",
    files: {
      "main.go": `package main
import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)
type toString struct{ hasOwnProperty string }
func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		m := map[string]string{"__proto__": "a", "constructor": "b"}
		__proto__ := m["__proto__"] + m["constructor"] + m["toString"]
		v := toString{hasOwnProperty: __proto__}
		ec2.NewSecurityGroup(ctx, v.hasOwnProperty, &ec2.SecurityGroupArgs{Tags: pulumi.StringMap{"__proto__": pulumi.String("x")}})
		return nil
	})
}
`,
    },
    reads: ['SG ab { tags: { __proto__: "x" } }'],
  },
  {
    name: "goroutines are run, channels are gaps",
    run: `var wg sync.WaitGroup
for _, n := range []string{"a", "b"} {
	wg.Add(1)
	go func(name string) {
		defer wg.Done()
		ec2.NewSecurityGroup(ctx, name, nil)
	}(n)
}
wg.Wait()
ch := make(chan string, 1)
ch <- "x"
name := <-ch
ec2.NewSecurityGroup(ctx, "c-"+name, nil)
select {
case v := <-ch:
	ec2.NewSecurityGroup(ctx, v, nil)
default:
}`,
    reads: ["SG a {}", "SG b {}", 'SG <"c-"+name> {}'],
    gaps: ["uses channels, which are not read", "uses channels, which are not read"],
  },
  {
    name: "code of another repository is a gap, a package's resource is not",
    files: {
      "main.go": `package main
import (
	"github.com/acme/platform/network"
	"github.com/pulumi/pulumi-acme/sdk/go/acme"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)
func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		net, err := network.NewVpc(ctx, "net", &network.Args{Cidr: "10.0.0.0/16"})
		if err != nil { return err }
		_, err = acme.NewThing(ctx, "thing", &acme.ThingArgs{})
		_, err = ec2.NewSecurityGroup(ctx, "web", &ec2.SecurityGroupArgs{VpcId: net.VpcId})
		return err
	})
}
`,
    },
    reads: ["acme:index/thing:Thing thing {}", "SG web { vpcId: ? }"],
    gaps: ["NewVpc of github.com/acme/platform/network is not in the repository"],
  },
  {
    name: "resources that are registered by hand",
    run: `var res pulumi.ResourceState
err := ctx.RegisterResource("aws:ec2/securityGroup:SecurityGroup", "raw", pulumi.Map{}, &res)
ec2.NewSecurityGroup(ctx, "g", nil)
return err`,
    reads: ["SG g {}"],
    gaps: ["registers resources with RegisterResource, which is not followed"],
  },
  {
    name: "a program that starts its stack in a way that is not followed",
    files: {
      "main.go": `package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/spf13/cobra"
)

func main() {
	root := &cobra.Command{Run: func(c *cobra.Command, args []string) { pulumi.Run(func(ctx *pulumi.Context) error { return nil }) }}
	root.Execute()
}
`,
    },
    reads: [],
    gaps: ["starts no stack in a way that is followed"],
  },
  { name: "no Go at all", files: { "Pulumi.yaml": "name: x\nruntime: go\n" }, reads: [], gaps: ["has no Go files in the folder of the program"] },
  { name: "no main", files: { "main.go": "package main\n" }, reads: [], gaps: ["has no function main in the folder of the program"] },
  {
    name: "a main that is empty",
    files: { "main.go": "package main\nfunc main() {}\n" },
    reads: [],
    gaps: ["starts no stack in a way that is followed"],
  },
];

describe("Go: hostile and broken programs", () => {
  test.each(cases)("$name", async (one) => {
    expect(await readGo(one)).toEqual({ reads: one.reads, gaps: one.gaps ?? [], conditions: one.conditions ?? {} });
  });
});
