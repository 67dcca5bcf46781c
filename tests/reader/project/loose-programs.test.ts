import { afterAll, describe, expect, test } from "@jest/globals";
import { readFolder } from "@portcullis/remediator/reader/read";
import { folderOf, removeFolders } from "../../harness/folder";

afterAll(removeFolders);

type Files = Readonly<Record<string, string>>;

/** What a folder without any Pulumi.yaml is read as: projects with the names of their groups, and what is said. */
async function read(files: Files): Promise<{ readonly projects: unknown; readonly said: readonly string[] }> {
  const { projects, gaps } = await readFolder(folderOf(files));
  return {
    projects: projects.map(({ project, stacks }) => [
      project.name,
      project.runtime,
      project.program.folder,
      ...stacks.flatMap(({ resources }) => resources.filter(({ type }) => type.endsWith(":SecurityGroup")).map(({ name }) => name)),
    ]),
    said: [...gaps, ...projects.flatMap((project) => [...project.gaps, ...project.stacks.flatMap((stack) => stack.gaps)])].map(
      ({ reason }) => reason,
    ),
  };
}

const goMod = "module shop.example/infra\n\nrequire github.com/pulumi/pulumi/sdk/v3 v3.100.0\n";
const goImports = `import (
\t"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
\t"github.com/pulumi/pulumi/sdk/v3/go/auto"
\t"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)`;
const csproj = '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="Pulumi.Aws" Version="7.*" /></ItemGroup></Project>';
const pom = "<project><dependencies><dependency><groupId>com.pulumi</groupId><artifactId>aws</artifactId></dependency></dependencies></project>";
const javaImports = "import com.pulumi.*;\nimport com.pulumi.aws.ec2.*;\nimport com.pulumi.automation.*;\nimport java.util.function.Consumer;\n";

describe("a program without a Pulumi.yaml is found by what shows it", () => {
  test.each<readonly [sentence: string, files: Files, projects: unknown, said: readonly string[]]>([
    [
      "a project of C# that starts the stacks of another one, and needs no package of Pulumi but the Automation API",
      {
        "Cli/Cli.csproj":
          '<Project><ItemGroup><ProjectReference Include="..\\Stacks\\Stacks.csproj" /><PackageReference Include="Pulumi.Automation" Version="3.*" /></ItemGroup></Project>',
        "Cli/Program.cs":
          'using Pulumi.Automation;\nusing Shop.Stacks;\nvar stack = await LocalWorkspace.CreateOrSelectStackAsync(new InlineProgramArgs("shop", "dev", PulumiFn.Create<NetworkStack>()));\nawait stack.UpAsync();\n',
        "Stacks/Stacks.csproj": csproj,
        "Stacks/NetworkStack.cs":
          'using Pulumi;\nusing Pulumi.Aws.Ec2;\nnamespace Shop.Stacks;\npublic class NetworkStack : Stack { public NetworkStack() { new SecurityGroup("web"); } }\n',
      },
      [["Cli", "dotnet", "Cli", "web"]],
      ["Cli/Cli.csproj has no Pulumi.yaml beside it: it is read as the project Cli"],
    ],
    [
      "modules that start a stack only when somebody asks them to",
      {
        "api/package.json": '{ "dependencies": { "@pulumi/pulumi": "3" } }',
        "api/src/engine.ts":
          'import { LocalWorkspace } from "@pulumi/pulumi/automation";\nimport * as aws from "@pulumi/aws";\nexport class Engine { async up() { return LocalWorkspace.createOrSelectStack({ stackName: "dev", projectName: "shop", program: async () => { new aws.ec2.SecurityGroup("web"); } }); } }\n',
        "cli/service.py":
          "from pulumi import automation as auto\nimport pulumi_aws as aws\ndef program():\n    aws.ec2.SecurityGroup('web')\ndef up():\n    return auto.create_or_select_stack(stack_name='dev', project_name='shop', program=program)\n",
        "Cli/Cli.csproj": '<Project><ItemGroup><PackageReference Include="Pulumi.Automation" Version="3.*" /></ItemGroup></Project>',
        "Cli/Program.cs":
          'using Pulumi.Automation;\nvar app = Web.Create();\nclass Up { public Task Run() => LocalWorkspace.CreateOrSelectStackAsync(new InlineProgramArgs("shop", "dev", PulumiFn.Create<NetworkStack>())); }\n',
        "App/pom.xml": pom,
        "App/src/main/java/App.java": `${javaImports}public class App { public static void main(String[] args) { Server.start(); }\n  void up() { LocalWorkspace.createOrSelectStack("shop", "dev", ctx -> { new SecurityGroup("web"); }); } }\n`,
      },
      [
        ["Cli", "dotnet", "Cli"],
        ["App", "java", "App"],
        ["api", "nodejs", "api"],
        ["cli", "python", "cli"],
      ],
      [
        "Cli/Cli.csproj has no Pulumi.yaml beside it: it is read as the project Cli",
        "starts no stack in a way that is followed",
        "App/src/main/java/App.java has no Pulumi.yaml beside it: it is read as the project App",
        "starts no stack in a way that is followed",
        "api/src/engine.ts has no Pulumi.yaml beside it: it is read as the project api",
        "starts no stack in a way that is followed",
        "cli/service.py has no Pulumi.yaml beside it: it is read as the project cli",
        "starts no stack in a way that is followed",
      ],
    ],
    [
      "a project of C# whose stacks nobody can name",
      {
        "Cli/Cli.csproj": '<Project><ItemGroup><PackageReference Include="Pulumi.Automation" Version="3.*" /></ItemGroup></Project>',
        "Cli/Program.cs":
          'using System;\nusing Pulumi.Automation;\nvar kind = Type.GetType(args[0]);\nvar stack = await LocalWorkspace.CreateOrSelectStackAsync(new InlineProgramArgs("shop", "dev", PulumiFn.Create(services, kind)));\n',
      },
      [["Cli", "dotnet", "Cli"]],
      ["Cli/Cli.csproj has no Pulumi.yaml beside it: it is read as the project Cli", "starts a stack whose program is not known"],
    ],
    [
      "a project of C# whose stack is given what it needs by somebody",
      {
        "Cli/Cli.csproj": '<Project><ItemGroup><PackageReference Include="Pulumi.Automation" Version="3.*" /></ItemGroup></Project>',
        "Cli/Program.cs":
          'using Pulumi.Automation;\nvar stack = await LocalWorkspace.CreateOrSelectStackAsync(new InlineProgramArgs("shop", "dev", PulumiFn.Create<NetworkStack>(services)));\n',
        "Cli/NetworkStack.cs":
          'using Pulumi;\nusing Pulumi.Aws.Ec2;\npublic class NetworkStack : Stack { public NetworkStack(IOptions<Settings> options) { new SecurityGroup("web", new SecurityGroupArgs { VpcId = options.Value.Vpc }); } }\n',
      },
      [["Cli", "dotnet", "Cli", "web"]],
      ["Cli/Cli.csproj has no Pulumi.yaml beside it: it is read as the project Cli"],
    ],
    [
      "a project of C# that refers to Pulumi, beside others that do not and a library that does",
      {
        "infra/Shop.Infra.csproj": csproj,
        "infra/Program.cs": 'using Pulumi;\nusing Pulumi.Aws.Ec2;\nreturn await Deployment.RunAsync(() => { new SecurityGroup("web"); });\n',
        "api/Api.csproj": "<Project/>",
        "api/Program.cs": "System.Console.WriteLine(1);",
        "parts/Parts.csproj": csproj,
        "parts/Parts.cs": "public static class Parts {}",
      },
      [["Shop.Infra", "dotnet", "infra", "web"]],
      ["infra/Shop.Infra.csproj has no Pulumi.yaml beside it: it is read as the project Shop.Infra"],
    ],
    [
      "a main package of Go that starts a stack, and no other one of its module",
      {
        "go.mod": goMod,
        "cmd/infra/main.go": `package main\n\n${goImports}\n\nfunc main() {\n\tpulumi.Run(deploy)\n}\n`,
        "cmd/infra/deploy.go": `package main\n\n${goImports}\n\nfunc deploy(ctx *pulumi.Context) error {\n\t_, err := ec2.NewSecurityGroup(ctx, "web", nil)\n\treturn err\n}\n`,
        "cmd/api/main.go": "package main\n\nfunc main() {}\n",
      },
      [["infra", "go", "cmd/infra", "web"]],
      ["cmd/infra/main.go has no Pulumi.yaml beside it: it is read as the project infra"],
    ],
    [
      "a class of Java that starts a stack",
      {
        "infra/pom.xml": pom,
        "infra/src/main/java/App.java": `${javaImports}public class App { public static void main(String[] args) { Pulumi.run(ctx -> { new SecurityGroup("web"); }); } }`,
      },
      [["infra", "java", "infra", "web"]],
      [expect.stringContaining("has no Pulumi.yaml beside it: it is read as the project infra") as never],
    ],
    [
      "a package of Node.js and a program in Python",
      {
        "ts/package.json": '{ "dependencies": { "@pulumi/pulumi": "3" } }',
        "ts/index.ts": 'import * as aws from "@pulumi/aws";\nnew aws.ec2.SecurityGroup("web");\n',
        "py/__main__.py": 'import pulumi\nimport pulumi_aws as aws\naws.ec2.SecurityGroup("api")\n',
        "policy/package.json": '{ "dependencies": { "@pulumi/pulumi": "3" } }',
        "policy/index.ts": "",
        "policy/PulumiPolicy.yaml": "",
      },
      [
        ["py", "python", "py", "api"],
        ["ts", "nodejs", "ts", "web"],
      ],
      ["py/__main__.py has no Pulumi.yaml beside it: it is read as the project py", expect.stringContaining("it is read as the project ts") as never],
    ],
    [
      "a script of Python that gives the Automation API its program",
      {
        "infra/deploy.py":
          'import pulumi\nimport pulumi_aws as aws\nfrom pulumi import automation as auto\n\ndef program():\n    aws.ec2.SecurityGroup("web")\n\nstack = auto.create_or_select_stack(stack_name="dev", project_name="shop", program=program)\n',
        "infra/helper.py": "from pulumi import automation as auto\n",
      },
      [["infra", "python", "infra", "web"]],
      ["infra/deploy.py has no Pulumi.yaml beside it: it is read as the project infra"],
    ],
    [
      "a module of Node.js that gives the Automation API its program, beside a library, a test and a package of its own",
      {
        "deploy/package.json": '{ "scripts": { "up": "ts-node src/main.ts" }, "dependencies": { "@pulumi/pulumi": "3" } }',
        "deploy/src/main.ts":
          'import { LocalWorkspace } from "@pulumi/pulumi/automation";\nimport { shop } from "./shop";\nLocalWorkspace.createOrSelectStack({ stackName: "dev", projectName: "shop", program: async () => shop() });\n',
        "deploy/src/shop.ts": 'import * as aws from "@pulumi/aws";\nexport const shop = () => { new aws.ec2.SecurityGroup("web"); };\n',
        "deploy/src/shop.test.ts":
          'import { LocalWorkspace } from "@pulumi/pulumi/automation";\nLocalWorkspace.createStack({ stackName: "t", projectName: "t", program: async () => {} });\n',
        "deploy/web/package.json": "{}",
        "deploy/web/src/main.js": 'require("@pulumi/pulumi").automation.LocalWorkspace.createStack({ program: async () => {} });\n',
      },
      [["deploy", "nodejs", "deploy", "web"]],
      ["deploy/src/main.ts has no Pulumi.yaml beside it: it is read as the project deploy"],
    ],
    [
      "F#",
      { "infra.fsproj": csproj, "Program.fs": "Deployment.run infra" },
      [["infra", "dotnet", ""]],
      [expect.stringContaining("has no Pulumi.yaml") as never, "The program is written in F#, which is not read"],
    ],
    ["nothing where no source starts a stack", { "go.mod": goMod, "groups.go": "package groups\n", "lib.csproj": csproj, "pom.xml": pom }, [], []],
    [
      "nothing beside projects that have a file",
      { "Pulumi.yaml": "name: shop\nruntime: yaml\n", "other/infra.csproj": csproj, "other/Program.cs": "Deployment.RunAsync(() => {});" },
      [["shop", "yaml", ""]],
      [],
    ],
  ])("%s", async (_, files, projects, said) => {
    expect(await read(files)).toEqual({ projects, said });
  });
});

describe("programs of the Automation API are the functions that are given to it, each once", () => {
  test.each<readonly [sentence: string, files: Files]>([
    [
      "Go",
      {
        "go.mod": goMod,
        "main.go": `package main\n\n${goImports}\n\nfunc main() {\n\tdeploy := func(ctx *pulumi.Context) error {\n\t\t_, err := ec2.NewSecurityGroup(ctx, "web", nil)\n\t\treturn err\n\t}\n\tstack, err := auto.UpsertStackInlineSource(context.Background(), "dev", "shop", deploy)\n\tif err != nil {\n\t\tos.Exit(1)\n\t}\n\tstack.Up(context.Background())\n\tauto.SelectStackInlineSource(context.Background(), "dev", "shop", deploy)\n}\n`,
      },
    ],
    [
      "C#",
      {
        "shop.csproj": csproj,
        "Program.cs":
          'using System.Threading.Tasks;\nusing Pulumi.Automation;\nusing Pulumi.Aws.Ec2;\nclass Program { static async Task Main(string[] args) { var program = PulumiFn.Create(() => { new SecurityGroup("web"); }); var stackArgs = new InlineProgramArgs("shop", "dev", program); var stack = await LocalWorkspace.CreateOrSelectStackAsync(stackArgs); await stack.UpAsync(new UpOptions()); } }',
      },
    ],
    [
      "Java",
      {
        "pom.xml": pom,
        "src/main/java/App.java": `${javaImports}public class App { public static void main(String[] args) throws Exception { Consumer<Context> program = ctx -> { new SecurityGroup("web"); }; try (var stack = LocalWorkspace.createOrSelectStack("shop", "dev", program)) { stack.up(); } } }`,
      },
    ],
    [
      "TypeScript",
      {
        "package.json": '{ "dependencies": { "@pulumi/pulumi": "3" } }',
        "index.ts":
          'import * as aws from "@pulumi/aws";\nimport { LocalWorkspace } from "@pulumi/pulumi/automation";\nconst program = async () => { new aws.ec2.SecurityGroup("web"); };\nasync function main() { const stack = await LocalWorkspace.createOrSelectStack({ stackName: "dev", projectName: "shop", program }); await stack.up(); }\nmain();\n',
      },
    ],
    [
      "Python",
      {
        "__main__.py":
          'import pulumi\nimport pulumi_aws as aws\nfrom pulumi import automation as auto\n\ndef program():\n    aws.ec2.SecurityGroup("web")\n\nstack = auto.create_or_select_stack(stack_name="dev", project_name="shop", program=program)\nstack.up()\n',
      },
    ],
  ])("%s", async (_, files) => {
    const { projects } = await read(files);
    expect(projects).toEqual([expect.arrayContaining(["web"])]);
    expect((projects as readonly (readonly string[])[])[0]?.filter((name) => name === "web")).toEqual(["web"]);
  });
});

describe("a program that is started for several stacks is read for the first, and the others are told", () => {
  const other = "starts a program for another stack, which is read as the first one: what differs there is not known";
  const typescript = (main: string): Files => ({
    "package.json": '{ "dependencies": { "@pulumi/pulumi": "3" } }',
    "index.ts": `import * as aws from "@pulumi/aws";\nimport { LocalWorkspace } from "@pulumi/pulumi/automation";\nconst open = (stackName: string, port: number) => LocalWorkspace.createOrSelectStack({ stackName, projectName: "shop", program: async () => { new aws.ec2.SecurityGroup("web", { ingress: [{ protocol: "tcp", fromPort: port, toPort: port }] }); } });\n${main}\n`,
  });
  const python = (main: string): Files => ({
    "__main__.py": `import pulumi\nimport pulumi_aws as aws\nfrom pulumi import automation as auto\n\ndef start(name, port):\n    def program():\n        aws.ec2.SecurityGroup("web", description=str(port))\n    return auto.create_or_select_stack(stack_name=name, project_name="shop", program=program)\n\n${main}\n`,
  });
  test.each<readonly [sentence: string, files: Files, said: readonly string[]]>([
    ["TypeScript", typescript('for (const [name, port] of [["test", 22], ["live", 443]] as const) open(name, port);'), [other]],
    ["TypeScript, the same stack twice", typescript('open("test", 22);\nopen("test", 22);'), []],
    ["TypeScript, stacks that somebody names", typescript("open(process.argv[2], 22);\nopen(process.argv[3], 443);"), [other]],
    ["Python", python('start("test", 22)\nstart("live", 443)'), [other]],
    ["Python, the same stack twice", python('start("test", 22)\nstart("test", 22)'), []],
  ])("%s", async (_, files, said) => {
    const { projects, said: all } = await read(files);
    expect(projects).toEqual([expect.arrayContaining(["web"])]);
    expect(all.slice(1)).toEqual(said);
  });
});
