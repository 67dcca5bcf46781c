import { afterAll, describe, expect, test } from "@jest/globals";
import { machineOf } from "@portcullis/policypack/resources/machine-address";
import { unknown, type Plain } from "@portcullis/policypack/resources/resource";
import { readSources } from "@portcullis/remediator/sources/sources";
import { folderOf, removeFolders } from "../harness/folder";

afterAll(removeFolders);

/** How a language writes the only block of a rule, around an expression that gives it from the machine `tools`. */
interface Frame {
  readonly runtime: string;
  readonly file: string;
  readonly around: (block: string) => string;
  /** Blocks that are the machine's address alone. */
  readonly whole: readonly string[];
  /** Blocks that are made of it and are something else. */
  readonly other: readonly string[];
}

const frames: readonly (readonly [language: string, frame: Frame])[] = [
  [
    "TypeScript",
    {
      runtime: "nodejs",
      file: "index.ts",
      around: (block) => `import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
const tools = new aws.ec2.Instance("tools", { ami: "ami-1", instanceType: "t3.micro" });
const host = (ip: string) => \`\${ip}/32\`;
new aws.ec2.SecurityGroup("db", { ingress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: [${block}] }] });
`,
      whole: [
        "pulumi.interpolate`${tools.privateIp}/32`",
        'pulumi.concat(tools.privateIp, "/32")',
        'pulumi.concat(tools.privateIp, "/", 32)',
        'tools.privateIp.apply((ip) => ip + "/32")',
        "tools.privateIp.apply((ip) => `${ip}/32`)",
        "tools.privateIp.apply(host)",
        'tools.privateIp.apply((ip) => [ip, "32"].join("/"))',
        'tools.privateIp.apply((ip) => ip.concat("/32"))',
        'tools.privateIp.apply((ip) => ip.concat("/", "32"))',
      ],
      other: [
        "pulumi.interpolate`${tools.privateIp}/24`",
        "pulumi.interpolate`1${tools.privateIp}/32`",
        "tools.privateIp.apply((ip) => `${ip}/32`.replace('/32', '/8'))",
        "tools.privateIp.apply((ip) => ip.replace(/\\d+$/, '0') + '/32')",
        "pulumi.interpolate`${tools.publicIp}/32`",
        "tools.privateIp.apply((ip) => ip.concat('/24'))",
        "tools.privateIp.apply((ip) => '1'.concat(ip, '/32'))",
        "tools.privateIp.apply((ip) => ip.startsWith('10.') ? `${ip}/32` : '0.0.0.0/0')",
      ],
    },
  ],
  [
    "Python",
    {
      runtime: "python",
      file: "__main__.py",
      around: (block) => `import pulumi
import pulumi_aws as aws
tools = aws.ec2.Instance("tools", ami="ami-1", instance_type="t3.micro")
aws.ec2.SecurityGroup("db", ingress=[{"protocol": "tcp", "from_port": 5432, "to_port": 5432, "cidr_blocks": [${block}]}])
`,
      whole: [
        'tools.private_ip.apply(lambda ip: f"{ip}/32")',
        'tools.private_ip.apply(lambda ip: "{}/32".format(ip))',
        'tools.private_ip.apply(lambda ip: "%s/32" % ip)',
        'tools.private_ip.apply(lambda ip: ip + "/32")',
        'tools.private_ip.apply(lambda ip: "/".join([ip, "32"]))',
        'pulumi.Output.concat(tools.private_ip, "/32")',
        'pulumi.Output.format("{0}/32", tools.private_ip)',
        'pulumi.Output.all(tools.private_ip).apply(lambda all: f"{all[0]}/32")',
      ],
      other: [
        'tools.private_ip.apply(lambda ip: f"{ip}/16")',
        'tools.private_ip.apply(lambda ip: ip.rsplit(".", 1)[0] + ".0/32")',
        'tools.public_ip.apply(lambda ip: f"{ip}/32")',
      ],
    },
  ],
  [
    "Go",
    {
      runtime: "go",
      file: "main.go",
      around: (block) => `package main

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

var _ = fmt.Sprint
var _ = strings.Join

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		tools, err := ec2.NewInstance(ctx, "tools", &ec2.InstanceArgs{Ami: pulumi.String("ami-1")})
		if err != nil {
			return err
		}
		_, err = ec2.NewSecurityGroup(ctx, "db", &ec2.SecurityGroupArgs{Ingress: ec2.SecurityGroupIngressArray{&ec2.SecurityGroupIngressArgs{
			Protocol: pulumi.String("tcp"), FromPort: pulumi.Int(5432), ToPort: pulumi.Int(5432),
			CidrBlocks: pulumi.StringArray{${block}},
		}}})
		return err
	})
}
`,
      whole: [
        'pulumi.Sprintf("%s/32", tools.PrivateIp)',
        'pulumi.Sprintf("%v/%d", tools.PrivateIp, 32)',
        'tools.PrivateIp.ApplyT(func(ip string) string { return ip + "/32" }).(pulumi.StringOutput)',
        'tools.PrivateIp.ApplyT(func(ip string) string { return strings.Join([]string{ip, "32"}, "/") }).(pulumi.StringOutput)',
        'tools.PrivateIp.ApplyT(func(ip string) (string, error) { return fmt.Sprintf("%s/32", ip), nil }).(pulumi.StringOutput)',
      ],
      other: ['pulumi.Sprintf("%s/8", tools.PrivateIp)', 'pulumi.Sprintf("%s/32", tools.PublicIp)'],
    },
  ],
  [
    "C#",
    {
      runtime: "dotnet",
      file: "Program.cs",
      around: (block) => `using System.Collections.Generic;
using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Ec2.Inputs;

return await Deployment.RunAsync(() =>
{
    var tools = new Instance("tools", new InstanceArgs { Ami = "ami-1" });
    new SecurityGroup("db", new SecurityGroupArgs { Ingress = { new SecurityGroupIngressArgs { Protocol = "tcp", FromPort = 5432, ToPort = 5432, CidrBlocks = { ${block} } } } });
});
`,
      whole: [
        'Output.Format($"{tools.PrivateIp}/32")',
        'tools.PrivateIp.Apply(ip => $"{ip}/32")',
        'tools.PrivateIp.Apply(ip => ip + "/32")',
        'tools.PrivateIp.Apply(ip => string.Format("{0}/32", ip))',
        'tools.PrivateIp.Apply(ip => string.Concat(ip, "/32"))',
        'tools.PrivateIp.Apply(ip => string.Join("/", ip, "32"))',
        'tools.PrivateIp.Apply(ip => string.Join("/", new[] { ip, "32" }))',
        'Output.Tuple(tools.PrivateIp, tools.Arn).Apply(t => $"{t.Item1}/32")',
      ],
      other: ['Output.Format($"{tools.PrivateIp}/20")', 'Output.Format($"{tools.PublicIp}/32")'],
    },
  ],
  [
    "Java",
    {
      runtime: "java",
      file: "src/main/java/App.java",
      around: (block) => `import com.pulumi.Pulumi;
import com.pulumi.core.Output;
import com.pulumi.aws.ec2.*;
import com.pulumi.aws.ec2.inputs.*;
import java.util.List;

public class App {
  public static void main(String[] args) {
    Pulumi.run(ctx -> {
      var tools = new Instance("tools", InstanceArgs.builder().ami("ami-1").build());
      new SecurityGroup("db", SecurityGroupArgs.builder().ingress(SecurityGroupIngressArgs.builder().protocol("tcp").fromPort(5432).toPort(5432)
        .cidrBlocks(${block}).build()).build());
    });
  }
}
`,
      whole: [
        'Output.format("%s/32", tools.privateIp()).applyValue(List::of)',
        'tools.privateIp().applyValue(ip -> List.of(ip + "/32"))',
        'tools.privateIp().applyValue(ip -> List.of(String.format("%s/32", ip)))',
        'tools.privateIp().applyValue(ip -> List.of(String.join("/", ip, "32")))',
        'tools.privateIp().applyValue(ip -> List.of(ip.concat("/32")))',
        'tools.privateIp().applyValue(ip -> List.of("%s/32".formatted(ip)))',
      ],
      other: ['tools.privateIp().applyValue(ip -> List.of(ip + "/30"))', 'tools.publicIp().applyValue(ip -> List.of(ip + "/32"))'],
    },
  ],
  [
    "YAML",
    {
      runtime: "yaml",
      file: "Pulumi.yaml",
      around: (block) => `name: shop
runtime: yaml
variables:
  ip: \${tools.privateIp}
resources:
  tools:
    type: aws:ec2:Instance
    properties: { ami: ami-1 }
  db:
    type: aws:ec2:SecurityGroup
    properties:
      ingress: [{ protocol: tcp, fromPort: 5432, toPort: 5432, cidrBlocks: [${block}] }]
`,
      whole: ["'${tools.privateIp}/32'", "'${ip}/32'", "{ fn::join: ['/', ['${tools.privateIp}', '32']] }", "{ fn::join: ['', ['${ip}', '/32']] }"],
      other: ["'${tools.privateIp}/16'", "'${tools.publicIp}/32'"],
    },
  ],
];

async function blocksOf({ runtime, file, around }: Frame, block: string): Promise<Plain | undefined> {
  const project = {
    "Pulumi.yaml": `name: shop\nruntime: ${runtime}\n`,
    "pom.xml": "<project/>\n",
    "infra.csproj": "<Project/>\n",
    "go.mod": "module shop\n",
  };
  const sources = await readSources(folderOf({ ...project, [file]: around(block) }));
  if ("kind" in sources) throw new Error(sources.reason);
  const group = sources.flatMap(({ resources }) => resources).find(({ name }) => name === "db");
  const [rule] = group?.inputs.ingress as readonly { readonly cidrBlocks: Plain }[];
  return rule?.cidrBlocks;
}

describe.each(frames)("the private address of a machine in %s", (_, frame) => {
  test.each(frame.whole)("%s is its own", async (block) => {
    const blocks = (await blocksOf(frame, block)) as readonly string[];
    expect(blocks.map((text) => machineOf(text)?.split("::").at(-1))).toEqual(["tools"]);
  });

  test.each(frame.other)("%s is not known", async (block) => {
    expect(await blocksOf(frame, block)).toEqual([unknown]);
  });
});
