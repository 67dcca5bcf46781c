import type { Files } from "../idioms/idiom";

/** What a language means by some lines that give numbers to `allow`: the numbers, in their order. The languages' own compilers and interpreters say the same. */
export interface Meaning {
  readonly sentence: string;
  readonly body: string;
  /** Declarations beside the program's function. */
  readonly top?: string;
  /** Go's packages. */
  readonly imports?: readonly string[];
  /** Of the language, where it matters. */
  readonly version?: string;
  readonly ports: readonly (number | "?")[];
  /** What of it cannot be read. */
  readonly notRead?: readonly string[];
}

/** A program whose one group has a rule for each of the numbers. */
export const frames: Readonly<Record<string, (meaning: Meaning) => Files>> = {
  TypeScript: ({ body }) => ({
    "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
    "index.ts": `import * as aws from "@pulumi/aws";
const ports: number[] = [];
const allow = (...given: number[]) => { for (const p of given) ports.push(p); };
${body}
new aws.ec2.SecurityGroup("web", { ingress: ports.map((port) => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: ["10.0.0.0/8"] })) });
`,
  }),
  Python: ({ body }) => ({
    "Pulumi.yaml": "name: shop\nruntime: python\n",
    "__main__.py": `import pulumi_aws as aws
ports_ = []
def allow(*given):
    for p in given:
        ports_.append(p)
${body}
aws.ec2.SecurityGroup("web", ingress=[{"protocol": "tcp", "from_port": p, "to_port": p, "cidr_blocks": ["10.0.0.0/8"]} for p in ports_])
`,
  }),
  Go: ({ body, top = "", imports = [], version = "1.23" }) => ({
    "Pulumi.yaml": "name: shop\nruntime: go\n",
    "go.mod": `module shop\n\ngo ${version}\n`,
    "main.go": `package main

import (
${["github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2", "github.com/pulumi/pulumi/sdk/v3/go/pulumi", ...imports].map((name) => `\t"${name}"\n`).join("")})

var ports_ []int

func allow(given ...int) { ports_ = append(ports_, given...) }

${top}

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
${body}
		var rules ec2.SecurityGroupIngressArray
		for _, port := range ports_ {
			rules = append(rules, ec2.SecurityGroupIngressArgs{Protocol: pulumi.String("tcp"), FromPort: pulumi.Int(port), ToPort: pulumi.Int(port), CidrBlocks: pulumi.StringArray{pulumi.String("10.0.0.0/8")}})
		}
		_, err := ec2.NewSecurityGroup(ctx, "web", &ec2.SecurityGroupArgs{Ingress: rules})
		return err
	})
}
`,
  }),
  "C#": ({ body, top = "" }) => ({
    "Pulumi.yaml": "name: shop\nruntime: dotnet\n",
    "infra.csproj": "<Project/>",
    "Program.cs": `using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Ec2.Inputs;

return await Deployment.RunAsync(async () =>
{
    var rules = new List<SecurityGroupIngressArgs>();
    void Allow(params int[] ports) { foreach (var port in ports) rules.Add(new SecurityGroupIngressArgs { Protocol = "tcp", FromPort = port, ToPort = port, CidrBlocks = { "10.0.0.0/8" } }); }
${body}
    new SecurityGroup("web", new SecurityGroupArgs { Ingress = rules });
});

${top}
`,
  }),
  Java: ({ body, top = "" }) => ({
    "Pulumi.yaml": "name: shop\nruntime: java\n",
    "pom.xml": "<project/>\n",
    "src/main/java/App.java": `import com.pulumi.Pulumi;
import com.pulumi.aws.ec2.*;
import com.pulumi.aws.ec2.inputs.*;
import java.util.*;
import java.util.function.*;
import java.util.stream.*;

public class App {
  static final List<SecurityGroupIngressArgs> rules = new ArrayList<>();
  static SecurityGroupIngressArgs rule(int port) {
    return SecurityGroupIngressArgs.builder().protocol("tcp").fromPort(port).toPort(port).cidrBlocks("10.0.0.0/8").build();
  }
  static void allow(int... ports) { for (int port : ports) rules.add(rule(port)); }
  static void allow(Collection<Integer> ports) { for (int port : ports) rules.add(rule(port)); }
  ${top}
  public static void main(String[] args) {
    Pulumi.run(ctx -> {
${body}
      new SecurityGroup("web", SecurityGroupArgs.builder().ingress(rules).build());
    });
  }
}
`,
  }),
};
