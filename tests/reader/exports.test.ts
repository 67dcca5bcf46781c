import { afterAll, describe, expect, test } from "@jest/globals";
import { configure } from "@portcullis/policypack/contract/settings";
import { policies } from "@portcullis/policypack/contract/registry";
import { checkAll } from "@portcullis/remediator/judging/stacks";
import { readSources } from "@portcullis/remediator/sources/sources";
import { folderOf, removeFolders } from "../harness/folder";

afterAll(removeFolders);

/** What `no-unused-groups` says of a group of which a program exports something. */
async function verdictOf(runtime: string, file: string, text: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const yaml = runtime === "yaml";
  const project = `name: shop\nruntime: ${runtime}\n${yaml ? text : ""}`;
  const sources = await readSources(folderOf({ "Pulumi.yaml": project, ...(yaml ? {} : { [file]: text }), ...more }));
  if ("kind" in sources) throw new Error(sources.reason);
  const { findings, notChecked } = checkAll(sources, { configuration: configure({}, policies), today: "2026-01-01" });
  expect(notChecked).toEqual([]);
  return findings.find(({ policy }) => policy === "no-unused-groups")?.verdict ?? "complies";
}

const typescript = (exported: string): readonly [string, string, string] => [
  "nodejs",
  "index.ts",
  `import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
const sg = new aws.ec2.SecurityGroup("web", { vpcId: "vpc-1", name: "web-group", description: "Web." });
const balancer = new aws.lb.LoadBalancer("front", { securityGroups: ["sg-1"], subnets: ["subnet-1"] });
export const it = ${exported};
`,
];

const python = (exported: string): readonly [string, string, string] => [
  "python",
  "__main__.py",
  `import pulumi
import pulumi_aws as aws
sg = aws.ec2.SecurityGroup("web", vpc_id="vpc-1", name="web-group", description="Web.")
pulumi.export("it", ${exported})
`,
];

const go = (exported: string): readonly [string, string, string] => [
  "go",
  "main.go",
  `package main

import (
	"github.com/pulumi/pulumi-aws/sdk/v7/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		sg, err := ec2.NewSecurityGroup(ctx, "web", &ec2.SecurityGroupArgs{VpcId: pulumi.String("vpc-1"), Name: pulumi.String("web-group"), Description: pulumi.String("Web.")})
		if err != nil {
			return err
		}
		ctx.Export("it", ${exported})
		return nil
	})
}
`,
];

const java = (exported: string): readonly [string, string, string] => [
  "java",
  "src/main/java/shop/App.java",
  `package shop;

import com.pulumi.Pulumi;
import com.pulumi.core.Output;
import com.pulumi.aws.ec2.SecurityGroup;
import com.pulumi.aws.ec2.SecurityGroupArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var sg = new SecurityGroup("web", SecurityGroupArgs.builder().vpcId("vpc-1").name("web-group").description("Web.").build());
            ctx.export("it", ${exported});
        });
    }
}
`,
];

const csharp = (exported: string): readonly [string, string, string] => [
  "dotnet",
  "Program.cs",
  `using System.Collections.Generic;
using Pulumi;
using Aws = Pulumi.Aws;

return await Deployment.RunAsync(() =>
{
    var sg = new Aws.Ec2.SecurityGroup("web", new() { VpcId = "vpc-1", Name = "web-group", Description = "Web." });
    return new Dictionary<string, object?> { ["it"] = ${exported} };
});
`,
];

const yaml = (exported: string): readonly [string, string, string] => [
  "yaml",
  "",
  `resources:
  web:
    type: aws:ec2:SecurityGroup
    properties: {vpcId: vpc-1, name: web-group, description: Web.}
outputs:
  it: ${exported}
`,
];

describe("what is exported of a group that nothing carries", () => {
  test.each([
    ["its owner, in TypeScript", typescript("sg.ownerId")],
    ["its VPC, in TypeScript", typescript("sg.vpcId")],
    ["a text with its owner, in TypeScript", typescript("pulumi.interpolate`${sg.ownerId} ${sg.description}`")],
    ["its owner as a function of the group has it, in TypeScript", typescript("pulumi.output(sg).apply((it) => it.ownerId)")],
    ["one of two outputs, in TypeScript", typescript("pulumi.all([sg.ownerId, sg.id]).apply(([owner]) => owner)")],
    ["all of its tags in an object, in TypeScript", typescript("({ all: [sg.tagsAll] })")],
    ["something else with what a balancer has, in TypeScript", typescript("pulumi.all([sg.ownerId, balancer.dnsName]).apply(([a, b]) => a + b)")],
    ["its owner, in Python", python("sg.owner_id")],
    ["a text with its owner, in Python", python('sg.owner_id.apply(lambda owner: f"owner {owner}")')],
    ["its owner, in Go", go("sg.OwnerId")],
    ["a text with its owner, in Go", go('pulumi.Sprintf("%s/%s", sg.OwnerId, sg.Description)')],
    ["its owner, in Java", java("sg.ownerId()")],
    ["a text with its owner, in Java", java('Output.format("%s/%s", sg.ownerId(), sg.description())')],
    ["its owner, in C#", csharp("sg.OwnerId")],
    ["a text with its owner, in C#", csharp('sg.OwnerId.Apply(owner => $"owner {owner}")')],
    ["its owner, in YAML", yaml("${web.ownerId}")],
    ["a text with its owner, in YAML", yaml('"owner ${web.ownerId}"')],
  ])("%s, is no use of it", async (_, [runtime, file, text]) => {
    expect(await verdictOf(runtime, file, text)).toBe("violates");
  });

  test.each([
    ["its identifier, in TypeScript", typescript("sg.id")],
    ["the name that it was given, in TypeScript", typescript("sg.name")],
    ["the group itself, in TypeScript", typescript("sg")],
    ["a text with its identifier and its owner, in TypeScript", typescript("pulumi.interpolate`${sg.vpcId}/${sg.id}`")],
    ["its ARN, in Python", python("sg.arn")],
    ["the name that it was given, in Python", python("sg.name")],
    ["the name that it was given, in Go", go("sg.Name")],
    ["the name that it was given, in Java", java("sg.name()")],
    ["the name that it was given, in C#", csharp("sg.Name")],
    ["the name that it was given, in YAML", yaml("${web.name}")],
  ])("%s, is a use", async (_, [runtime, file, text]) => {
    expect(await verdictOf(runtime, file, text)).toBe("complies");
  });

  test("its identifier with what is not known, may be one", async () => {
    const [runtime, file, text] = typescript("pulumi.interpolate`${sg.id} ${balancer.dnsName}`");
    expect(await verdictOf(runtime, file, text)).toBe("unknown");
  });
});
