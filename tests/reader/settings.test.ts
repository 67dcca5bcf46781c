import { afterAll, describe, expect, test } from "@jest/globals";
import { placeAt, reasonAt } from "@portcullis/remediator/reader/places";
import { readFolder } from "@portcullis/remediator/reader/read";
import { folderOf, removeFolders } from "../harness/folder";

afterAll(removeFolders);

type Program = readonly [file: string, runtime: string, source: string];

/** A group with the rules that a setting lists, in the languages that take them as they are. */
const programs: readonly Program[] = [
  [
    "index.ts",
    "nodejs",
    'import * as aws from "@pulumi/aws";\nimport * as pulumi from "@pulumi/pulumi";\nnew aws.ec2.SecurityGroup("web", { ingress: new pulumi.Config().requireObject("rules") });\n',
  ],
  [
    "__main__.py",
    "python",
    'import pulumi\nimport pulumi_aws as aws\naws.ec2.SecurityGroup("web", ingress=pulumi.Config().require_object("rules"))\n',
  ],
];
const document = "resources:\n  web:\n    type: aws:ec2:SecurityGroup\n    properties:\n      ingress: ${rules}\n";
const asYaml = { "Pulumi.yaml": `name: shop\nruntime: yaml\nconfiguration:\n  rules:\n    type: List<String>\n${document}` };
const spellings: readonly (readonly [name: string, files: Readonly<Record<string, string>>])[] = [
  ...programs.map(([file, runtime, source]) => [runtime, { "Pulumi.yaml": `name: shop\nruntime: ${runtime}\n`, [file]: source }] as const),
  ["yaml", asYaml],
];

/** What is at each path of the group: the text where it is written and its file, or why it is not known. */
async function placed(files: Readonly<Record<string, string>>, ...paths: readonly (readonly (string | number)[])[]): Promise<unknown> {
  const { projects } = await readFolder(folderOf(files));
  const group = projects[0]?.stacks[0]?.registrations.find(({ name }) => name === "web");
  if (group === undefined) throw new Error("there is no group");
  return paths.map((path) => {
    const reason = reasonAt(group, path);
    const { file, start, end } = placeAt(group, path);
    return reason ?? `${file.name}: ${file.text.slice(start, end)}`;
  });
}

describe.each(spellings)("rules that a setting lists, %s", (_, files) => {
  test("stand each where the stack's file writes it", async () => {
    const stack =
      "config:\n  shop:rules:\n    - protocol: tcp\n      fromPort: 22\n      cidrBlocks: [10.0.0.0/8]\n    - {protocol: tcp, fromPort: 443, cidrBlocks: [0.0.0.0/0]}\n";
    expect(
      await placed(
        { ...files, "Pulumi.dev.yaml": stack },
        ["ingress", 0],
        ["ingress", 1],
        ["ingress", 1, "cidrBlocks", 0],
        ["ingress", 0, "fromPort"],
      ),
    ).toEqual([
      "Pulumi.dev.yaml: protocol: tcp\n      fromPort: 22\n      cidrBlocks: [10.0.0.0/8]",
      "Pulumi.dev.yaml: {protocol: tcp, fromPort: 443, cidrBlocks: [0.0.0.0/0]}",
      "Pulumi.dev.yaml: 0.0.0.0/0",
      "Pulumi.dev.yaml: 22",
    ]);
  });

  test("are known beside one part that is encrypted", async () => {
    const stack =
      "config:\n  shop:rules:\n    - protocol: tcp\n      fromPort: 22\n      cidrBlocks:\n        - secure: AAABAJ\n    - {protocol: tcp, fromPort: 443, cidrBlocks: [0.0.0.0/0]}\n";
    expect(await placed({ ...files, "Pulumi.dev.yaml": stack }, ["ingress", 0, "cidrBlocks", 0], ["ingress", 0, "fromPort"], ["ingress", 1])).toEqual(
      ["is a secret in the setting shop:rules", "Pulumi.dev.yaml: 22", "Pulumi.dev.yaml: {protocol: tcp, fromPort: 443, cidrBlocks: [0.0.0.0/0]}"],
    );
  });

  test("are not known where an environment computes them", async () => {
    const stack = "environment:\n  values:\n    own: [1]\n    pulumiConfig:\n      shop:rules: ${own}\n";
    expect(await placed({ ...files, "Pulumi.dev.yaml": stack }, ["ingress"])).toEqual(["is the setting shop:rules, which an environment computes"]);
  });
});

/** A group whose description stands in a file that is called after the stack, which has none. */
const named: readonly Program[] = [
  [
    "index.ts",
    "nodejs",
    'import * as aws from "@pulumi/aws";\nimport * as pulumi from "@pulumi/pulumi";\nimport * as fs from "fs";\nconst { text } = JSON.parse(fs.readFileSync(`groups.${pulumi.getStack()}.json`, "utf8"));\nnew aws.ec2.SecurityGroup("web", { description: text });\n',
  ],
  [
    "__main__.py",
    "python",
    'import json\nimport pulumi\nimport pulumi_aws as aws\nwith open(f"groups.{pulumi.get_stack()}.json") as file:\n    aws.ec2.SecurityGroup("web", description=json.load(file)["text"])\n',
  ],
  [
    "main.go",
    "go",
    `package main
import (
	"encoding/json"
	"os"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)
func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		raw, err := os.ReadFile("groups." + ctx.Stack() + ".json")
		if err != nil {
			return err
		}
		var group struct{ Text string }
		if err := json.Unmarshal(raw, &group); err != nil {
			return err
		}
		_, err = ec2.NewSecurityGroup(ctx, "web", &ec2.SecurityGroupArgs{Description: pulumi.String(group.Text)})
		return err
	})
}
`,
  ],
  [
    "Program.cs",
    "dotnet",
    'using System.IO; using Pulumi; using Pulumi.Aws.Ec2;\nreturn await Deployment.RunAsync(() => { new SecurityGroup("web", new() { Description = File.ReadAllText($"groups.{Deployment.Instance.StackName}.txt") }); });\n',
  ],
  [
    "src/main/java/App.java",
    "java",
    'import com.pulumi.*; import com.pulumi.aws.ec2.*; import java.nio.file.*;\npublic class App { public static void main(String[] args) { Pulumi.run(ctx -> { new SecurityGroup("web", SecurityGroupArgs.builder().description(Files.readString(Path.of("groups." + ctx.stackName() + ".txt"))).build()); }); } }\n',
  ],
];

test.each(named)("what stands in a file that is called after the stack is not the stack's name, %s", async (file, runtime, source) => {
  const files = { "Pulumi.yaml": `name: shop\nruntime: ${runtime}\n`, [file]: source };
  expect(await placed(files, ["description"])).toEqual(["comes from a file whose name is not known"]);
});
