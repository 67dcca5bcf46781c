import { stringify } from "yaml";
import { settings, type Language, type Snippet } from "./construct";

type Files = Readonly<Record<string, string>>;

/** A program that makes one group of a snippet, by the names of its files. */
export function programOf(language: Language, snippet: Snippet): Files {
  const { files = {} } = snippet;
  return { "Pulumi.dev.yaml": stringify({ config: settings }), ...programs[language](snippet), ...files };
}

/** Of the npm packages, which nothing here imports. */
const scope = "@pulumi";
const everybody = '"0.0.0.0/0"';

const programs: Readonly<Record<Language, (snippet: Snippet) => Files>> = {
  TypeScript: ({ before = "", port = "22", block = everybody, rules }) => ({
    ...project("nodejs"),
    "index.ts": `import * as pulumi from "${scope}/pulumi";
import * as aws from "${scope}/aws";
${before}
${rules === "none" ? "" : `new aws.ec2.SecurityGroup("web", { ingress: ${rules ?? `[{ protocol: "tcp", fromPort: ${port}, toPort: 22, cidrBlocks: [${block}] }]`} });`}
`,
  }),
  Python: ({ before = "", port = "22", block = everybody, rules }) => ({
    ...project("python"),
    "__main__.py": `import pulumi
import pulumi_aws as aws
${before}
${rules === "none" ? "" : `aws.ec2.SecurityGroup("web", ingress=${rules ?? `[aws.ec2.SecurityGroupIngressArgs(protocol="tcp", from_port=${port}, to_port=22, cidr_blocks=[${block}])]`})`}
`,
  }),
  Go: ({ before = "", port = "22", block = everybody, rules, top = "", imports = "" }) => ({
    ...project("go"),
    "go.mod": "module shop\n\ngo 1.21\n",
    "main.go": `package main

import (
	${imports}
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

${top}

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
${before}
${
  rules === "none"
    ? "\t\treturn nil"
    : `		_, err = ec2.NewSecurityGroup(ctx, "web", &ec2.SecurityGroupArgs{Ingress: ${rules ?? `ec2.SecurityGroupIngressArray{ec2.SecurityGroupIngressArgs{Protocol: pulumi.String("tcp"), FromPort: pulumi.Int(${port}), ToPort: pulumi.Int(22), CidrBlocks: pulumi.StringArray{pulumi.String(${block})}}}`}})
		return err`.replace("_, err =", before.includes("err :=") && !before.includes("if _") ? "_, err =" : "_, err :=")
}
	})
}
`,
  }),
  "C#": ({ before = "", port = "22", block = everybody, rules, top = "", imports = "" }) => ({
    ...project("dotnet"),
    "shop.csproj": "<Project/>\n",
    "Program.cs": `using System.Linq;
using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Ec2.Inputs;
${imports}

return await Deployment.RunAsync(() =>
{
${before}
${rules === "none" ? "" : `new SecurityGroup("web", new SecurityGroupArgs { Ingress = ${rules ?? `{ new SecurityGroupIngressArgs { Protocol = "tcp", FromPort = ${port}, ToPort = 22, CidrBlocks = { ${block} } } }`} });`}
});

${top}
`,
  }),
  Java: ({ before = "", port = "22", block = everybody, rules, top = "" }) => ({
    ...project("java"),
    "pom.xml": "<project/>\n",
    "src/main/java/shop/App.java": `package shop;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.aws.ec2.SecurityGroup;
import com.pulumi.aws.ec2.SecurityGroupArgs;
import com.pulumi.aws.ec2.inputs.SecurityGroupIngressArgs;
import java.util.List;

public class App {
    public static void main(String[] args) {
        Pulumi.run(App::stack);
    }

    static void stack(Context context) {
${before}
${rules === "none" ? "" : `new SecurityGroup("web", SecurityGroupArgs.builder().ingress(${rules ?? `SecurityGroupIngressArgs.builder().protocol("tcp").fromPort(${port}).toPort(22).cidrBlocks(${block}).build()`}).build());`}
    }

${top}
}
`,
  }),
  YAML: ({ before = "", port = "22", block = "0.0.0.0/0", rules }) => {
    const text = (value: string): string => (value.startsWith("$") ? JSON.stringify(value) : value);
    const web =
      rules === "none"
        ? ""
        : `  web:
    type: aws:ec2:SecurityGroup
    properties:
      ingress: [{ protocol: tcp, fromPort: ${text(port)}, toPort: 22, cidrBlocks: [${text(block)}] }]
`;
    // What is a part of a section begins with an "@".
    const [others = "", resources = ""] = before.split("@resources:\n");
    return { "Pulumi.yaml": `name: shop\nruntime: yaml\n${others.replace(/^@/, "")}\nresources:\n${resources}\n${web}` };
  },
};

function project(runtime: string): Files {
  return { "Pulumi.yaml": `name: shop\nruntime: ${runtime}\n` };
}
