/** The ordinary program of a language, into which the body of a case is put. */
export interface Frame {
  readonly file: string;
  readonly files: Readonly<Record<string, string>>;
  readonly around: (body: string) => string;
}

const project = (runtime: string): string => `name: shop\nruntime: ${runtime}\n`;

export const frames: Readonly<Record<string, Frame>> = {
  typescript: {
    file: "index.ts",
    files: { "Pulumi.yaml": project("nodejs"), "package.json": '{ "main": "index.ts" }\n' },
    around: (body) => `import * as aws from "@pulumi/aws";\nimport * as pulumi from "@pulumi/pulumi";\n\n${body}`,
  },
  python: {
    file: "__main__.py",
    files: { "Pulumi.yaml": project("python") },
    around: (body) => `import pulumi\nimport pulumi_aws as aws\n\n${body}`,
  },
  go: {
    file: "main.go",
    files: { "Pulumi.yaml": project("go"), "go.mod": "module shop\n\ngo 1.22\n" },
    around: (body) =>
      `package main\n\nimport (\n\t"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"\n\t"github.com/pulumi/pulumi/sdk/v3/go/pulumi"\n)\n\nfunc main() {\n\tpulumi.Run(func(ctx *pulumi.Context) error {\n${body}\t\treturn nil\n\t})\n}\n`,
  },
  csharp: {
    file: "Program.cs",
    files: { "Pulumi.yaml": project("dotnet"), "shop.csproj": '<Project Sdk="Microsoft.NET.Sdk" />\n' },
    around: (body) =>
      `using System.Collections.Generic;\nusing Pulumi;\nusing Aws = Pulumi.Aws;\nusing Pulumi.Aws.Ec2.Inputs;\n\nreturn await Deployment.RunAsync(() =>\n{\n${body}});\n`,
  },
  java: {
    file: "src/main/java/shop/App.java",
    files: { "Pulumi.yaml": project("java"), "pom.xml": "<project />\n" },
    around: (body) =>
      `package shop;\n\nimport com.pulumi.Pulumi;\nimport com.pulumi.aws.ec2.SecurityGroup;\nimport com.pulumi.aws.ec2.SecurityGroupArgs;\nimport com.pulumi.aws.ec2.inputs.SecurityGroupIngressArgs;\nimport java.util.List;\n\npublic class App {\n    public static void main(String[] args) {\n        Pulumi.run(ctx -> {\n${body}        });\n    }\n}\n`,
  },
  yaml: {
    file: "Pulumi.yaml",
    files: {},
    around: (body) => `${project("yaml")}resources:\n${body}`,
  },
};
