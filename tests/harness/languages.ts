/** A language as tests of whole files need it: where a program's statements go, and a group by name. */
export interface Language {
  readonly runtime: string;
  readonly file: string;
  readonly files?: Readonly<Record<string, string>>;
  /** What makes the rest of a line a comment. */
  readonly comment: string;
  readonly program: (body: string, declarations?: string) => string;
  readonly group: (name: string) => string;
}

/** A group of a program in YAML. */
export const entry = (name: string, properties: string): string =>
  `  ${name}:\n    type: aws:ec2:SecurityGroup\n    properties:\n      ${properties}`;

export const languages: Readonly<Record<string, Language>> = {
  TypeScript: {
    runtime: "nodejs",
    file: "index.ts",
    comment: "//",
    program: (body, top = "") => `import * as aws from "@pulumi/aws";\n${top}\n${body}\n`,
    group: (name) => `new aws.ec2.SecurityGroup("${name}", { ingress: [{ fromPort: 22, cidrBlocks: ["10.0.0.0/8"] }] });`,
  },
  Python: {
    runtime: "python",
    file: "__main__.py",
    comment: "#",
    program: (body, top = "") => `import pulumi_aws as aws\n${top}\n${body}\n`,
    group: (name) => `aws.ec2.SecurityGroup("${name}", ingress=[{"from_port": 22, "cidr_blocks": ["10.0.0.0/8"]}])`,
  },
  Go: {
    runtime: "go",
    file: "main.go",
    comment: "//",
    program: (body, top = "") =>
      `package main\n\nimport (\n\t"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"\n\t"github.com/pulumi/pulumi/sdk/v3/go/pulumi"\n\t"reflect"\n)\n\n${top}\n\nfunc main() {\n\tpulumi.Run(func(ctx *pulumi.Context) error {\n${body}\n\t\treturn nil\n\t})\n}\n`,
    group: (name) =>
      `ec2.NewSecurityGroup(ctx, "${name}", &ec2.SecurityGroupArgs{Ingress: ec2.SecurityGroupIngressArray{ec2.SecurityGroupIngressArgs{FromPort: pulumi.Int(22), CidrBlocks: pulumi.StringArray{pulumi.String("10.0.0.0/8")}}}})`,
  },
  "C#": {
    runtime: "dotnet",
    file: "Program.cs",
    files: { "infra.csproj": "<Project/>" },
    comment: "//",
    program: (body, top = "") =>
      `using System.Collections.Generic;\nusing Pulumi;\nusing Pulumi.Aws.Ec2;\nusing Pulumi.Aws.Ec2.Inputs;\n\nreturn await Deployment.RunAsync(() =>\n{\n${body}\n});\n\n${top}\n`,
    group: (name) =>
      `new SecurityGroup("${name}", new SecurityGroupArgs { Ingress = { new SecurityGroupIngressArgs { FromPort = 22, CidrBlocks = { "10.0.0.0/8" } } } });`,
  },
  Java: {
    runtime: "java",
    file: "src/main/java/App.java",
    comment: "//",
    program: (body, top = "") =>
      `import com.pulumi.Pulumi;\nimport com.pulumi.aws.ec2.*;\nimport com.pulumi.aws.ec2.inputs.*;\nimport java.util.*;\n\npublic class App {\n  ${top}\n  public static void main(String[] args) {\n    Pulumi.run(ctx -> {\n${body}\n    });\n  }\n}\n`,
    group: (name) =>
      `new SecurityGroup("${name}", SecurityGroupArgs.builder().ingress(SecurityGroupIngressArgs.builder().fromPort(22).cidrBlocks("10.0.0.0/8").build()).build());`,
  },
  YAML: {
    runtime: "yaml",
    file: "Pulumi.yaml",
    comment: "#",
    program: (body) => `name: shop\nruntime: yaml\nresources:\n${body}\n`,
    group: (name) => entry(name, "ingress: [{fromPort: 22, cidrBlocks: [10.0.0.0/8]}]"),
  },
};

/** The files of a project in a language. */
export function projectIn(language: Language, program: string | Uint8Array, name = "shop"): Readonly<Record<string, string | Uint8Array>> {
  const { runtime, file, files = {} } = language;
  return { "Pulumi.yaml": `name: ${name}\nruntime: ${runtime}\n`, ...files, [file]: program };
}
