import { describe, expect, test } from "@jest/globals";
import { csharp } from "@portcullis/remediator/reader/languages/csharp";
import { go } from "@portcullis/remediator/reader/languages/go";
import { java } from "@portcullis/remediator/reader/languages/java";
import { python } from "@portcullis/remediator/reader/languages/python";
import { typescript } from "@portcullis/remediator/reader/languages/typescript";
import { readProgram } from "../../harness/reading";

interface Case {
  readonly name: string;
  readonly source: string;
  readonly registers: readonly string[];
  readonly gaps?: readonly string[];
}

/** One line for each resource, without the namespaces of its type and what the provider adds. */
function short(line: string): string {
  return line
    .replace(/^\S+:(\w+) /, "$1 ")
    .replace(', description: "Managed by Pulumi"', "")
    .replace('{ description: "Managed by Pulumi" }', "{}");
}

const unknown = "is changed by a transformation that is not known";
const tagged = 'SecurityGroup web { ingress: [], tags: { own: "yes", team: "net" } }';

const inTypeScript: readonly Case[] = [
  {
    name: "tags for everything that takes them",
    source: `
const taggable = new Set(["aws:ec2/securityGroup:SecurityGroup"]);
function registerAutoTags(autoTags: Record<string, string>) {
  pulumi.runtime.registerStackTransformation((args) => {
    if (taggable.has(args.type)) {
      args.props["tags"] = { ...args.props["tags"], ...autoTags };
      return { props: args.props, opts: args.opts };
    }
    return undefined;
  });
}
registerAutoTags({ team: "net" });
new aws.ec2.SecurityGroup("web", { ingress: [], tags: { own: "yes" } });
new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });`,
    registers: [tagged, 'Vpc main { cidrBlock: "10.0.0.0/16" }'],
  },
  {
    name: "what is changed in place counts without an answer, and the program's own object is left as it is",
    source: `
const shared = { ingress: [] as any[] };
new aws.ec2.SecurityGroup("a", shared, { transformations: [({ props }) => { props.name = "a"; return undefined; }] });
new aws.ec2.SecurityGroup("b", shared);`,
    registers: ['SecurityGroup a { ingress: [], name: "a" }', "SecurityGroup b { ingress: [] }"],
  },
  {
    name: "a component's hold for its children, after their own and before the stack's",
    source: `
const step = (letter: string) => ({ props, opts }: any) => ({ props: { ...props, name: (props.name ?? "") + letter }, opts });
pulumi.runtime.registerStackTransformation(step("c"));
class Net extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("acme:index:Net", name, {}, opts);
    new aws.ec2.SecurityGroup("web", {}, { parent: this, transformations: [step("a")] });
  }
}
new Net("net", { transformations: [step("b")] });
new aws.ec2.SecurityGroup("beside");`,
    registers: ["Net net {}", 'SecurityGroup web below net { name: "abc" }', 'SecurityGroup beside { name: "c" }'],
  },
  {
    name: "rules that are opened on the way",
    source: `
pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) => type !== "aws:ec2/securityGroup:SecurityGroup" || name !== "web" ? undefined : ({
  props: { ...props, ingress: [...(props.ingress ?? []), { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }] }, opts,
}));
new aws.ec2.SecurityGroup("web", { ingress: [] });`,
    registers: ['SecurityGroup web { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }] }'],
  },
  {
    name: "transforms of the engine, which wait",
    source: `
pulumi.runtime.registerResourceTransform(async ({ type, props, opts }) => {
  if (type !== "aws:ec2/securityGroup:SecurityGroup") return undefined;
  return { props: { ...props, tags: { ...props.tags, team: "net" } }, opts: pulumi.mergeOptions(opts, { protect: true }) };
});
new aws.ec2.SecurityGroup("web", { ingress: [], tags: { own: "yes" } });`,
    registers: [tagged],
  },
  {
    name: "those that nobody knows are gaps, and the resource is read as it is written",
    source: `
import { strict } from "@acme/policies";
new aws.ec2.SecurityGroup("a", {}, { transformations: [strict] });
new aws.ec2.SecurityGroup("b", {}, { transformations: strict });
new aws.ec2.SecurityGroup("c", {}, { transforms: [({ props, opts }) => ({ props: strict(props), opts })] });`,
    registers: ["SecurityGroup a {}", "SecurityGroup b {}", "SecurityGroup c {}"],
    gaps: [unknown, unknown, unknown],
  },
  {
    name: "a component of a package is changed; what transforms do to what it makes is a gap",
    source: `
import * as synced from "@pulumi/synced-folder";
new synced.S3BucketFolder("a", { path: "a" }, { transformations: [({ props, opts }) => ({ props: { ...props, acl: "private" }, opts })] });
new synced.S3BucketFolder("b", { path: "b" }, { transforms: [() => undefined] });`,
    registers: ['S3BucketFolder a { path: "a", acl: "private" }', 'S3BucketFolder b { path: "b" }'],
    gaps: ["makes resources that transforms change, which is not followed"],
  },
];

const inPython: readonly Case[] = [
  {
    name: "tags for everything that takes them",
    source: `
def auto_tag(args, auto_tags):
    if args.type_ in ["aws:ec2/securityGroup:SecurityGroup", "aws:ec2/vpc:Vpc"]:
        args.props['tags'] = {**(args.props['tags'] or {}), **auto_tags}
        return pulumi.ResourceTransformationResult(args.props, args.opts)

def register_auto_tags(auto_tags):
    pulumi.runtime.register_stack_transformation(lambda args: auto_tag(args, auto_tags))

register_auto_tags({"team": "net"})
aws.ec2.SecurityGroup("web", ingress=[], tags={"own": "yes"})
aws.ec2.Vpc("main", cidr_block="10.0.0.0/16")
`,
    registers: [tagged, 'Vpc main { cidrBlock: "10.0.0.0/16", tags: { team: "net" } }'],
  },
  {
    name: "of one resource, named arguments, names of Python",
    source: `
def narrow(args):
    args.props["vpc_id"] = "vpc-1"
    return pulumi.ResourceTransformationResult(props=args.props, opts=pulumi.ResourceOptions.merge(args.opts, pulumi.ResourceOptions(protect=True)))

aws.ec2.SecurityGroup("web", aws.ec2.SecurityGroupArgs(ingress=[]), opts=pulumi.ResourceOptions(transformations=[narrow]))
`,
    registers: ['SecurityGroup web { ingress: [], vpcId: "vpc-1" }'],
  },
  {
    name: "transforms of the engine, with the wire's names",
    source: `
def move(args):
    args.props["vpcId"] = "vpc-" + args.name
    return pulumi.ResourceTransformResult(props=args.props, opts=args.opts)

pulumi.runtime.register_resource_transform(move)
aws.ec2.SecurityGroup("web", ingress=[])
`,
    registers: ['SecurityGroup web { ingress: [], vpcId: "vpc-web" }'],
  },
];

const inGo: readonly Case[] = [
  {
    name: "by the type of what a resource is made with",
    source: `
ctx.RegisterStackTransformation(func(args *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {
	if args.Type == "aws:ec2/securityGroup:SecurityGroup" {
		props := args.Props.(*ec2.SecurityGroupArgs)
		props.Name = pulumi.String("n-" + args.Name)
		return &pulumi.ResourceTransformationResult{Props: props, Opts: args.Opts}
	}
	return nil
})
ec2.NewSecurityGroup(ctx, "web", &ec2.SecurityGroupArgs{Ingress: ec2.SecurityGroupIngressArray{}})
ec2.NewVpc(ctx, "main", &ec2.VpcArgs{CidrBlock: pulumi.String("10.0.0.0/16")})`,
    registers: ['SecurityGroup web { ingress: [], name: "n-web" }', 'Vpc main { cidrBlock: "10.0.0.0/16" }'],
  },
  {
    name: "an error that is asked for, and an option",
    source: `
if err := ctx.RegisterResourceTransform(func(_ context.Context, args *pulumi.ResourceTransformArgs) *pulumi.ResourceTransformResult { return nil }); err != nil { return err }
ec2.NewSecurityGroup(ctx, "web", &ec2.SecurityGroupArgs{}, pulumi.Transformations([]pulumi.ResourceTransformation{
	func(args *pulumi.ResourceTransformationArgs) *pulumi.ResourceTransformationResult {
		return &pulumi.ResourceTransformationResult{Props: &ec2.SecurityGroupArgs{Name: pulumi.String("other")}, Opts: args.Opts}
	},
}))`,
    registers: ['SecurityGroup web { name: "other" }'],
  },
];

const inCSharp: readonly Case[] = [
  {
    name: "of the stack, by what the arguments are",
    source: `
class MyStack : Stack
{
    public MyStack() : base(new StackOptions { ResourceTransformations = { AddTag } })
    {
        new SecurityGroup("web", new SecurityGroupArgs { Ingress = { }, Tags = { { "own", "yes" } } });
        new Vpc("main", new VpcArgs { CidrBlock = "10.0.0.0/16" });
    }

    private static ResourceTransformationResult? AddTag(ResourceTransformationArgs args)
    {
        if (args.Resource.GetResourceType() == "aws:ec2/securityGroup:SecurityGroup")
        {
            var group = (SecurityGroupArgs)args.Args;
            group.Tags["team"] = "net";
            return new ResourceTransformationResult(group, args.Options);
        }
        return null;
    }
}
class Program { static Task<int> Main() => Deployment.RunAsync<MyStack>(); }`,
    registers: [tagged, 'Vpc main { cidrBlock: "10.0.0.0/16" }'],
  },
  {
    name: "of one resource",
    source: `
class Program { static Task<int> Main() => Deployment.RunAsync(() => {
    new SecurityGroup("web", new SecurityGroupArgs(), new CustomResourceOptions { ResourceTransformations = { args => {
        var group = (SecurityGroupArgs)args.Args;
        group.Name = "other";
        return new ResourceTransformationResult(group, args.Options);
    } } });
}); }`,
    registers: ['SecurityGroup web { name: "other" }'],
  },
];

const inJava: readonly Case[] = [
  {
    name: "are gaps, and the resource is read as it is written",
    source: `
public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var web = new SecurityGroup("web", SecurityGroupArgs.Empty, CustomResourceOptions.builder().resourceTransformations(x -> java.util.Optional.empty()).build());
        });
    }
}`,
    registers: ["SecurityGroup web {}"],
    gaps: [unknown],
  },
];

const programs = [
  [typescript, inTypeScript, "index.ts", 'import * as pulumi from "@pulumi/pulumi";\nimport * as aws from "@pulumi/aws";\n', ""],
  [python, inPython, "__main__.py", "import pulumi\nimport pulumi_aws as aws\n", ""],
  [
    go,
    inGo,
    "main.go",
    'package main\nimport (\n"context"\n"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"\n"github.com/pulumi/pulumi/sdk/v3/go/pulumi"\n)\nfunc main() { pulumi.Run(func(ctx *pulumi.Context) error {\n',
    "\nreturn nil\n}) }\n",
  ],
  [csharp, inCSharp, "Program.cs", "using System.Threading.Tasks;\nusing Pulumi;\nusing Pulumi.Aws.Ec2;\n", ""],
  [
    java,
    inJava,
    "src/main/java/App.java",
    "import com.pulumi.Pulumi;\nimport com.pulumi.resources.CustomResourceOptions;\nimport com.pulumi.aws.ec2.*;\n",
    "",
  ],
] as const;

describe.each(programs.map(([dialect, ...rest]) => [dialect.name, dialect, ...rest] as const))(
  "transformations in %s",
  (_, dialect, cases, file, before, after) => {
    test.each(cases.map((each) => [each.name, each] as const))("%s", async (_name, { source, registers, gaps = [] }) => {
      const reading = await readProgram(dialect, { files: { [file]: before + source + after } });
      expect(reading.lines.map(short)).toEqual(registers);
      expect(reading.gaps.map((gap) => gap.split(": ")[0])).toEqual(gaps);
    });
  },
);
