import type { Construct } from "./construct";

const everybody = '"0.0.0.0/0"';

export const constructs: readonly Construct[] = [
  {
    name: "Literals",
    outcome: "read",
    in: { TypeScript: {}, Python: {}, Go: {}, "C#": {}, Java: {}, YAML: {} },
  },
  {
    name: "Constants and variables",
    outcome: "read",
    in: {
      TypeScript: { before: `const all = ${everybody}; const ssh = 22;`, port: "ssh", block: "all" },
      Python: { before: `ALL = ${everybody}\nSSH = 22`, port: "SSH", block: "ALL" },
      Go: { top: `const all, ssh = ${everybody}, 22`, port: "ssh", block: "all" },
      "C#": { before: `const string all = ${everybody}; var ssh = 22;`, port: "ssh", block: "all" },
      Java: { top: `static final int SSH = 22; static final String ALL = ${everybody};`, port: "SSH", block: "ALL" },
      YAML: { before: `variables: { all: ${everybody}, ssh: 22 }`, port: "${ssh}", block: "${all}" },
    },
  },
  {
    name: "Settings of the stack, and their defaults",
    outcome: "read",
    in: {
      TypeScript: { before: "const config = new pulumi.Config();", port: 'config.getNumber("none") ?? 22', block: 'config.require("block")' },
      Python: { before: "config = pulumi.Config()", port: 'config.get_int("none") or 22', block: 'config.require("block")' },
      Go: { before: 'cfg := config.New(ctx, "")', port: 'cfg.RequireInt("port")', block: 'cfg.Require("block")' },
      "C#": { before: "var config = new Config();", port: 'config.GetInt32("none") ?? 22', block: 'config.Require("block")' },
      Java: {
        before: "var config = context.config();",
        port: 'config.getInteger("none").orElse(22)',
        block: 'config.require("block")',
      },
      YAML: { before: "config: { none: { type: integer, default: 22 } }", port: "${none}", block: "${shop:block}" },
    },
  },
  {
    name: "Settings that no stack has",
    outcome: "hole",
    in: {
      TypeScript: { block: 'new pulumi.Config().require("other")' },
      Python: { block: 'pulumi.Config().require("other")' },
      Go: { block: 'config.New(ctx, "").Require("other")' },
      "C#": { block: 'new Config().Require("other")' },
      Java: { block: 'context.config().require("other")' },
      YAML: { before: "config: { other: { type: string } }", block: "${other}" },
    },
  },
  {
    name: "Secrets",
    outcome: "hole",
    in: {
      TypeScript: { block: 'new pulumi.Config().requireSecret("key")' },
      Python: { block: 'pulumi.Config().require_secret("key")' },
      Go: {
        rules:
          'ec2.SecurityGroupIngressArray{ec2.SecurityGroupIngressArgs{Protocol: pulumi.String("tcp"), FromPort: pulumi.Int(22), ToPort: pulumi.Int(22), CidrBlocks: pulumi.StringArray{config.New(ctx, "").RequireSecret("key")}}}',
      },
      "C#": { block: 'new Config().RequireSecret("key")' },
      Java: {
        rules:
          'SecurityGroupIngressArgs.builder().protocol("tcp").fromPort(22).toPort(22).cidrBlocks(context.config().requireSecret("key").applyValue(List::of)).build()',
      },
      YAML: { block: "${shop:key}" },
    },
  },
  {
    name: "Outputs of other stacks",
    outcome: "hole",
    in: {
      TypeScript: { block: 'new pulumi.StackReference("o/p/s").requireOutput("block")' },
      Python: { block: 'pulumi.StackReference("o/p/s").require_output("block")' },
      Go: {
        before: 'other, err := pulumi.NewStackReference(ctx, "o/p/s", nil)\nif err != nil { return err }',
        rules:
          'ec2.SecurityGroupIngressArray{ec2.SecurityGroupIngressArgs{Protocol: pulumi.String("tcp"), FromPort: pulumi.Int(22), ToPort: pulumi.Int(22), CidrBlocks: pulumi.StringArray{other.GetStringOutput(pulumi.String("block"))}}}',
      },
      "C#": { block: 'new StackReference("o/p/s").RequireOutput("block").Apply(block => (string)block)' },
      Java: {
        rules:
          'SecurityGroupIngressArgs.builder().protocol("tcp").fromPort(22).toPort(22).cidrBlocks(new com.pulumi.resources.StackReference("o/p/s").requireOutput("block").applyValue(block -> List.of((String) block))).build()',
      },
      YAML: {
        before: "@resources:\n  other: { type: pulumi:pulumi:StackReference, properties: { name: o/p/s } }",
        block: '${other.outputs["block"]}',
      },
    },
  },
  {
    name: "Variables of the environment",
    outcome: "hole",
    in: {
      TypeScript: { before: "const { env } = process;", block: 'env.BLOCK ?? ""' },
      Python: { before: "import os", block: 'os.environ["BLOCK"]' },
      Go: { imports: '"os"', block: 'os.Getenv("BLOCK")' },
      "C#": { block: 'System.Environment.GetEnvironmentVariable("BLOCK")' },
      Java: { block: 'System.getenv("BLOCK")' },
    },
  },
  {
    name: "The name of the organization",
    outcome: "hole",
    in: {
      TypeScript: { block: "pulumi.getOrganization()" },
      Python: { block: "pulumi.get_organization()" },
      Go: { block: "ctx.Organization()" },
      "C#": { block: "Deployment.Instance.OrganizationName" },
      Java: { block: "context.organizationName()" },
      YAML: { block: "${pulumi.organization}" },
    },
  },
  {
    name: "Texts: templates, formats, concatenation",
    outcome: "read",
    in: {
      TypeScript: { before: "const none = 0;", block: "`${none}.0.0.0` + `/${none}`" },
      Python: { before: "none = 0", block: 'f"{none}.0.0.0" + "/{}".format(none)' },
      Go: { imports: '"fmt"', block: 'fmt.Sprintf("%d.0.0.%s", 0, "0") + "/0"' },
      "C#": { before: "var none = 0;", block: '$"{none}.0.0.0" + "/" + none' },
      Java: { block: 'String.format("%d.0.0.%s", 0, "0") + "/0"' },
      YAML: { before: 'variables: { none: "0.0.0.0" }', block: "${none}/0" },
    },
  },
  {
    name: "Arithmetic, conditions on what is known",
    outcome: "read",
    in: {
      TypeScript: { before: "let port = 20; if (port < 30) port += 2;", port: "port > 0 ? port : 99" },
      Python: { before: "port = 20\nif port < 30:\n    port += 2", port: "port if port > 0 else 99" },
      Go: { before: "port := 20\nif port < 30 { port += 2 }", port: "port" },
      "C#": { before: "var port = 20; if (port < 30) port += 2;", port: "port > 0 ? port : 99" },
      Java: { before: "var port = 20; if (port < 30) port += 2;", port: "port > 0 ? port : 99" },
    },
  },
  {
    name: "Lists that grow, loops",
    outcome: "read",
    in: {
      TypeScript: {
        before:
          'const rules: any[] = []; for (const port of [22]) rules.push({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: ["0.0.0.0/0"] });',
        rules: "rules",
      },
      Python: {
        before: 'rules = []\nfor port in [22]:\n    rules.append(dict(protocol="tcp", from_port=port, to_port=port, cidr_blocks=["0.0.0.0/0"]))',
        rules: "rules",
      },
      Go: {
        before:
          'rules := ec2.SecurityGroupIngressArray{}\nfor _, port := range []int{22} { rules = append(rules, ec2.SecurityGroupIngressArgs{Protocol: pulumi.String("tcp"), FromPort: pulumi.Int(port), ToPort: pulumi.Int(port), CidrBlocks: pulumi.ToStringArray([]string{"0.0.0.0/0"})}) }',
        rules: "rules",
      },
      "C#": {
        before:
          'var rules = new InputList<SecurityGroupIngressArgs>(); foreach (var port in new[] { 22 }) rules.Add(new SecurityGroupIngressArgs { Protocol = "tcp", FromPort = port, ToPort = port, CidrBlocks = { "0.0.0.0/0" } });',
        rules: "rules",
      },
      Java: {
        before:
          'var rules = new java.util.ArrayList<SecurityGroupIngressArgs>(); for (var port : List.of(22)) rules.add(SecurityGroupIngressArgs.builder().protocol("tcp").fromPort(port).toPort(port).cidrBlocks("0.0.0.0/0").build());',
        rules: "rules",
      },
    },
  },
  {
    name: "Comprehensions, map and filter, LINQ, streams",
    outcome: "read",
    in: {
      TypeScript: {
        rules: '[0, 22].filter((port) => port > 0).map((port) => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: ["0.0.0.0/0"] }))',
      },
      Python: { rules: '[{"protocol": "tcp", "fromPort": p, "toPort": p, "cidrBlocks": ["0.0.0.0/0"]} for p in (0, 22) if p > 0]' },
      "C#": {
        rules:
          'new[] { 0, 22 }.Where(p => p > 0).Select(p => new SecurityGroupIngressArgs { Protocol = "tcp", FromPort = p, ToPort = p, CidrBlocks = { "0.0.0.0/0" } }).ToList()',
      },
      Java: {
        rules:
          'java.util.stream.Stream.of(0, 22).filter(p -> p > 0).map(p -> SecurityGroupIngressArgs.builder().protocol("tcp").fromPort(p).toPort(p).cidrBlocks("0.0.0.0/0").build()).collect(java.util.stream.Collectors.toList())',
      },
    },
  },
  {
    name: "Functions with defaults, closures, callbacks",
    outcome: "read",
    in: {
      TypeScript: {
        before: "const twice = (n: number, by = 2) => n * by; function call(f: (n: number) => number) { return f(11); }",
        port: "call(twice)",
      },
      Python: { before: "def twice(n, by=2):\n    return n * by\ndef call(f):\n    return f(11)", port: "call(twice)" },
      Go: { top: "func twice(n int) int { return n * 2 }\nfunc call(f func(int) int) int { return f(11) }", port: "call(twice)" },
      "C#": { before: "int Twice(int n, int by = 2) => n * by; int Call(System.Func<int, int> f) => f(11);", port: "Call(n => Twice(n))" },
      Java: {
        top: "static int twice(int n) { return n * 2; }\nstatic int call(java.util.function.Function<Integer, Integer> f) { return f.apply(11); }",
        port: "call(App::twice)",
      },
    },
  },
  {
    name: "Classes and components of the program",
    outcome: "read",
    in: {
      TypeScript: {
        before: `class Web extends pulumi.ComponentResource { constructor(name: string, port: number) { super("shop:Web", name); new aws.ec2.SecurityGroup(name, { ingress: [{ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: [${everybody}] }] }, { parent: this }); } }\nnew Web("web", 22);`,
        rules: "none",
      },
      Python: {
        before: `class Web(pulumi.ComponentResource):\n    def __init__(self, name, port):\n        super().__init__("shop:Web", name)\n        aws.ec2.SecurityGroup(name, ingress=[dict(protocol="tcp", from_port=port, to_port=port, cidr_blocks=[${everybody}])], opts=pulumi.ResourceOptions(parent=self))\nWeb("web", 22)`,
        rules: "none",
      },
      Go: {
        top: `type Web struct { pulumi.ResourceState }\nfunc NewWeb(ctx *pulumi.Context, name string, port int) (*Web, error) {\n web := &Web{}\n if err := ctx.RegisterComponentResource("shop:Web", name, web); err != nil { return nil, err }\n _, err := ec2.NewSecurityGroup(ctx, name, &ec2.SecurityGroupArgs{Ingress: ec2.SecurityGroupIngressArray{ec2.SecurityGroupIngressArgs{Protocol: pulumi.String("tcp"), FromPort: pulumi.Int(port), ToPort: pulumi.Int(port), CidrBlocks: pulumi.StringArray{pulumi.String(${everybody})}}}}, pulumi.Parent(web))\n return web, err\n}`,
        before: 'if _, err := NewWeb(ctx, "web", 22); err != nil { return err }',
        rules: "none",
      },
      "C#": {
        top: `class Web : ComponentResource { public Web(string name, int port) : base("shop:Web", name) { new SecurityGroup(name, new SecurityGroupArgs { Ingress = { new SecurityGroupIngressArgs { Protocol = "tcp", FromPort = port, ToPort = port, CidrBlocks = { ${everybody} } } } }, new CustomResourceOptions { Parent = this }); } }`,
        before: 'new Web("web", 22);',
        rules: "none",
      },
      Java: {
        top: `static class Web extends com.pulumi.resources.ComponentResource { Web(String name, int port) { super("shop:Web", name); new SecurityGroup(name, SecurityGroupArgs.builder().ingress(SecurityGroupIngressArgs.builder().protocol("tcp").fromPort(port).toPort(port).cidrBlocks(${everybody}).build()).build(), com.pulumi.resources.CustomResourceOptions.builder().parent(this).build()); } }`,
        before: 'new Web("web", 22);',
        rules: "none",
      },
      YAML: {
        before: `@components:\n  Web:\n    inputs: { port: { type: integer } }\n    resources:\n      web:\n        type: aws:ec2:SecurityGroup\n        properties:\n          ingress: [{ protocol: tcp, fromPort: "\${port}", toPort: "\${port}", cidrBlocks: [${everybody}] }]\n@resources:\n  it: { type: "shop:index:Web", properties: { port: 22 } }`,
        rules: "none",
      },
    },
  },
  {
    name: "Transformations and transforms of resources",
    outcome: "read",
    in: {
      TypeScript: {
        before: `pulumi.runtime.registerStackTransformation(({ props, opts }) => ({ props: { ...props, ingress: [{ ...props.ingress[0], cidrBlocks: [${everybody}] }] }, opts }));`,
        block: '"10.0.0.0/8"',
      },
      Python: {
        before: `def opened(args):\n    args.props["ingress"] = [{**args.props["ingress"][0], "cidrBlocks": [${everybody}]}]\n    return pulumi.ResourceTransformResult(args.props, args.opts)\npulumi.runtime.register_resource_transform(opened)`,
        block: '"10.0.0.0/8"',
      },
      Go: {
        before: `ctx.RegisterStackTransformation(func(args *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {\n\targs.Props.(*ec2.SecurityGroupArgs).Ingress = ec2.SecurityGroupIngressArray{&ec2.SecurityGroupIngressArgs{Protocol: pulumi.String("tcp"), FromPort: pulumi.Int(22), ToPort: pulumi.Int(22), CidrBlocks: pulumi.StringArray{pulumi.String(${everybody})}}}\n\treturn nil\n})`,
        rules: "ec2.SecurityGroupIngressArray{}",
      },
      "C#": {
        before: `ResourceTransformation opened = args => {\n    var group = (SecurityGroupArgs)args.Args;\n    group.Ingress = new InputList<SecurityGroupIngressArgs> { new SecurityGroupIngressArgs { Protocol = "tcp", FromPort = 22, ToPort = 22, CidrBlocks = { ${everybody} } } };\n    return new ResourceTransformationResult(group, args.Options);\n};\nnew SecurityGroup("web", new SecurityGroupArgs(), new CustomResourceOptions { ResourceTransformations = { opened } });`,
        rules: "none",
      },
      Java: {
        before: `new SecurityGroup("web", SecurityGroupArgs.builder().build(), com.pulumi.resources.CustomResourceOptions.builder().resourceTransformations(made -> java.util.Optional.empty()).build());`,
        rules: "none",
        outcome: "gap",
      },
    },
  },
  {
    name: "Other files and packages of the repository",
    outcome: "read",
    in: {
      TypeScript: { before: 'import { ssh } from "./ports";', files: { "ports.ts": "export const ssh = 22;\n" }, port: "ssh" },
      Python: { before: "from ports import ssh", files: { "ports.py": "ssh = 22\n" }, port: "ssh" },
      Go: { imports: '"shop/ports"', files: { "ports/ports.go": "package ports\n\nconst SSH = 22\n" }, port: "ports.SSH" },
      "C#": { files: { "Ports.cs": "static class Ports { public const int Ssh = 22; }\n" }, port: "Ports.Ssh" },
      Java: { files: { "src/main/java/shop/Ports.java": "package shop;\n\nclass Ports { static final int SSH = 22; }\n" }, port: "Ports.SSH" },
    },
  },
  {
    name: "Outputs: apply, all, interpolate",
    outcome: "read",
    in: {
      TypeScript: { block: 'pulumi.interpolate`${pulumi.output("0.0.0.0").apply((a) => a)}/0`' },
      Python: { block: 'pulumi.Output.concat(pulumi.Output.from_input("0.0.0.0").apply(lambda a: a), "/0")' },
      Go: {
        rules:
          'ec2.SecurityGroupIngressArray{ec2.SecurityGroupIngressArgs{Protocol: pulumi.String("tcp"), FromPort: pulumi.Int(22), ToPort: pulumi.Int(22), CidrBlocks: pulumi.StringArray{pulumi.Sprintf("%s/0", pulumi.String("0.0.0.0"))}}}',
      },
      "C#": { block: 'Output.Format($"{Output.Create("0.0.0.0")}/0")' },
      Java: {
        rules:
          'SecurityGroupIngressArgs.builder().protocol("tcp").fromPort(22).toPort(22).cidrBlocks(com.pulumi.core.Output.of("0.0.0.0/0").applyValue(List::of)).build()',
      },
    },
  },
  {
    name: "JSON and text files of the repository",
    outcome: "read",
    in: {
      TypeScript: {
        before: 'import * as fs from "fs";',
        files: { "ports.json": '{ "ssh": 22 }' },
        port: 'JSON.parse(fs.readFileSync("ports.json", "utf8")).ssh',
      },
      Python: {
        before: 'import json\nwith open("ports.json") as f:\n    ports = json.load(f)',
        files: { "ports.json": '{ "ssh": 22 }' },
        port: 'ports["ssh"]',
      },
      Go: {
        imports: '"encoding/json"\n\t"os"',
        top: 'type ports struct { SSH int `json:"ssh"` }',
        before:
          'data, err := os.ReadFile("ports.json")\nif err != nil { return err }\nvar open ports\nif err := json.Unmarshal(data, &open); err != nil { return err }',
        files: { "ports.json": '{ "ssh": 22 }' },
        port: "open.SSH",
      },
      "C#": {
        before:
          'var open = System.Text.Json.JsonSerializer.Deserialize<System.Collections.Generic.Dictionary<string, int>>(System.IO.File.ReadAllText("ports.json"));',
        files: { "ports.json": '{ "ssh": 22 }' },
        port: 'open["ssh"]',
      },
      Java: {
        before:
          'String block;\ntry { block = java.nio.file.Files.readString(java.nio.file.Path.of("block.txt")).trim(); } catch (java.io.IOException problem) { throw new RuntimeException(problem); }',
        files: { "block.txt": "0.0.0.0/0\n" },
        block: "block",
      },
      YAML: { files: { "block.txt": "0.0.0.0/0" }, before: "variables: { block: { fn::readFile: ./block.txt } }", block: "${block}" },
    },
  },
  {
    name: "Answers of data sources that only the account gives",
    outcome: "hole",
    in: {
      TypeScript: { block: 'aws.ec2.getVpcOutput({ id: "vpc-1" }).cidrBlock' },
      Python: { block: 'aws.ec2.get_vpc(id="vpc-1").cidr_block' },
      Go: {
        before: 'found, err := ec2.LookupVpc(ctx, &ec2.LookupVpcArgs{Id: pulumi.StringRef("vpc-1")})\nif err != nil { return err }',
        block: "found.CidrBlock",
      },
      "C#": { block: 'GetVpc.Invoke(new GetVpcInvokeArgs { Id = "vpc-1" }).Apply(found => found.CidrBlock)' },
      Java: {
        rules:
          'SecurityGroupIngressArgs.builder().protocol("tcp").fromPort(22).toPort(22).cidrBlocks(com.pulumi.aws.ec2.Ec2Functions.getVpc(com.pulumi.aws.ec2.inputs.GetVpcArgs.builder().id("vpc-1").build()).applyValue(found -> List.of(found.cidrBlock()))).build()',
      },
      YAML: { block: "${found.cidrBlock}", before: "variables: { found: { fn::invoke: { function: aws:ec2:getVpc, arguments: { id: vpc-1 } } } }" },
    },
  },
  {
    name: "Calls of packages that are not in the repository",
    outcome: "hole",
    in: {
      TypeScript: { before: 'import { blockOf } from "some-package";', block: "blockOf()" },
      Python: { before: "from some_package import block_of", block: "block_of()" },
      Go: { imports: 'other "example.com/other"', block: "other.BlockOf()" },
      "C#": { imports: "using Other = Some.Package.Helper;", block: "Other.BlockOf()" },
      Java: { block: "some.other.Helper.blockOf()" },
    },
  },
  {
    name: "Components of packages that are not known",
    outcome: "gap",
    in: {
      TypeScript: { before: 'import * as other from "@other/components";\nnew other.Network("network");', block: everybody },
      Python: { before: 'import pulumi_other as other\nother.Network("network")' },
      Go: {
        imports: '"example.com/pulumi-other/sdk/go/other"',
        before: 'if _, err := other.NewNetwork(ctx, "network", nil); err != nil { return err }',
      },
      "C#": { before: 'new Other.Components.Network("network");' },
      Java: { before: 'new com.other.Network("network");' },
      YAML: { before: '@resources:\n  network: { type: "other:index:Network" }' },
    },
  },
  {
    name: "Code that is made at run time",
    outcome: "gap",
    in: { TypeScript: { port: 'eval("22")' }, Python: { port: 'eval("22")' } },
  },
  {
    name: "Source that does not parse",
    outcome: "gap",
    in: {
      TypeScript: { before: "const broken = = 3;" },
      Python: { before: "broken = = 3" },
      Go: { before: "broken := := 3" },
      "C#": { before: "var broken = = 3;" },
      Java: { before: "var broken = = 3;" },
    },
  },
];
