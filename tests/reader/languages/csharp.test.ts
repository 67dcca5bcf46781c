import { describe, expect, test } from "@jest/globals";
import { csharp } from "@portcullis/remediator/reader/languages/csharp";
import { readProgram, type ProgramReading } from "../../harness/reading";

/** A program of statements, with the namespaces that most programs open. */
function program(body: string, types = "", config: Readonly<Record<string, unknown>> = {}, steps = 500_000): Promise<ProgramReading> {
  const text = `using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Ec2.Inputs;
using Aws = Pulumi.Aws;

return await Deployment.RunAsync(async () =>
{
${body}
});

${types}
`;
  return readProgram(csharp, { files: { "Program.cs": text, "infra.csproj": "<Project/>" }, config, steps });
}

const rule = (port: number | string, extra = 'cidrBlocks: ["0.0.0.0/0"]'): string =>
  `{ protocol: "tcp", fromPort: ${port}, toPort: ${port}, ${extra} }`;
const group = (name: string, ...rules: readonly string[]): string =>
  `aws:ec2/securityGroup:SecurityGroup ${name} { ingress: [${rules.join(", ")}], description: "Managed by Pulumi" }`;
const tcp = (port: number | string, cidr = '"0.0.0.0/0"'): string =>
  `new SecurityGroupIngressArgs { Protocol = "tcp", FromPort = ${port}, ToPort = ${port}, CidrBlocks = { ${cidr} } }`;
const web = (ingress: string): string => `new SecurityGroup("web", new SecurityGroupArgs { Ingress = ${ingress} });`;

describe("rules in every spelling", () => {
  test.each<readonly [sentence: string, body: string, expected: readonly string[]]>([
    ["braces", web(`{ ${tcp(80)}, ${tcp(443)}, }`), [group("web", rule(80), rule(443))]],
    ["an array without a type", web(`new[] { ${tcp(80)}, ${tcp(443)} }`), [group("web", rule(80), rule(443))]],
    ["an array with a type", web(`new SecurityGroupIngressArgs[] { ${tcp(80)} }`), [group("web", rule(80))]],
    ["a single object", web(tcp(80)), [group("web", rule(80))]],
    ...["(80, 8080)", "(80, 8080), (443, 443)", "new[] { (80, 8080) }"].map((given): [string, string, readonly string[]] => [
      `tuples for the parameters that a method has as many of as it is given: ${given}`,
      `SecurityGroupIngressArgs[] Open(params (int From, int To)[] ports) => ports.Select(p => new SecurityGroupIngressArgs { Protocol = "tcp", FromPort = p.From, ToPort = p.To }).ToArray();
       ${web(`Open(${given})`)}`,
      [
        group(
          "web",
          '{ protocol: "tcp", fromPort: 80, toPort: 8080 }',
          ...(given.includes("443") ? ['{ protocol: "tcp", fromPort: 443, toPort: 443 }'] : []),
        ),
      ],
    ]),
    ["a collection expression", web(`[${tcp(80)}, .. new[] { ${tcp(443)} }]`), [group("web", rule(80), rule(443))]],
    ["an empty collection expression", web("[]"), [group("web")]],
    ["an empty array", web("new SecurityGroupIngressArgs[] { }"), [group("web")]],
    ["a list with a type", web(`new List<SecurityGroupIngressArgs> { ${tcp(80)} }`), [group("web", rule(80))]],
    ["an InputList", web(`new InputList<SecurityGroupIngressArgs> { ${tcp(80)} }`), [group("web", rule(80))]],
    [
      "elements whose type is left out",
      web(`new InputList<SecurityGroupIngressArgs> { new() { Protocol = "tcp", FromPort = 80, ToPort = 80, CidrBlocks = "0.0.0.0/0" } }`),
      [group("web", rule(80))],
    ],
    ["arguments whose type is left out", `var args = new SecurityGroup("web", new() { Ingress = new[] { ${tcp(80)} } });`, [group("web", rule(80))]],
    [
      "qualified names",
      `new Aws.Ec2.SecurityGroup("web", new Aws.Ec2.SecurityGroupArgs { Ingress = { new Aws.Ec2.Inputs.SecurityGroupIngressArgs { Protocol = "tcp", FromPort = 80, ToPort = 80, CidrBlocks = new[] { "0.0.0.0/0" } } } });`,
      [group("web", rule(80))],
    ],
    [
      "fully qualified names",
      `new global::Pulumi.Aws.Ec2.SecurityGroup("web", new Pulumi.Aws.Ec2.SecurityGroupArgs { Ingress = { new Pulumi.Aws.Ec2.Inputs.SecurityGroupIngressArgs { Protocol = "tcp", FromPort = 80, ToPort = 80, CidrBlocks = "0.0.0.0/0" } } });`,
      [group("web", rule(80))],
    ],
    ["named arguments", `new SecurityGroup(args: new SecurityGroupArgs { Ingress = { ${tcp(80)} } }, name: "web");`, [group("web", rule(80))]],
    [
      "args that are filled later",
      `var args = new SecurityGroupArgs(); args.Ingress = new[] { ${tcp(80)} }; new SecurityGroup("web", args);`,
      [group("web", rule(80))],
    ],
    [
      "an added list",
      `var rules = new List<SecurityGroupIngressArgs>(); rules.Add(${tcp(80)}); rules.AddRange(new[] { ${tcp(443)} }); ${web("rules")}`,
      [group("web", rule(80), rule(443))],
    ],
    [
      "a list that begins with another one",
      `var first = new List<SecurityGroupIngressArgs>(new List<SecurityGroupIngressArgs> { ${tcp(80)} }); var all = new List<SecurityGroupIngressArgs>(first) { ${tcp(443)} }; ${web("all")}`,
      [group("web", rule(80), rule(443))],
    ],
    ["a list that is made before", `List<SecurityGroupIngressArgs> rules = new() { ${tcp(80)} }; ${web("rules")}`, [group("web", rule(80))]],
    [
      "a filled array",
      `var rules = new SecurityGroupIngressArgs[2]; for (int i = 0; i < rules.Length; i++) { rules[i] = ${tcp("8080 + i")}; } ${web("rules")}`,
      [group("web", rule(8080), rule(8081))],
    ],
    ["LINQ", web(`new[] { 80, 443, 22 }.Where(port => port != 22).Select(port => ${tcp("port")}).ToList()`), [group("web", rule(80), rule(443))]],
    [
      "a query",
      web(`(from port in new[] { 22, 443, 80 } where port > 22 orderby port descending let from = port select ${tcp("from")}).ToArray()`),
      [group("web", rule(443), rule(80))],
    ],
    [
      "a range of numbers",
      web(`Enumerable.Range(8000, 3).Select((port, i) => ${tcp("port + i")}).ToArray()`),
      [group("web", rule(8000), rule(8002), rule(8004))],
    ],
    [
      "flattened and concatenated lists",
      web(`new[] { new[] { 80 }, new[] { 443 } }.SelectMany(ports => ports).Concat(new[] { 22 }).Select(Open).ToList()`),
      [group("web", rule(80), rule(443), rule(22))],
    ],
    [
      "a dictionary",
      `var ports = new Dictionary<string, int> { ["http"] = 80, { "https", 443 } }; foreach (var (name, port) in ports) new SecurityGroup(name, new SecurityGroupArgs { Ingress = { ${tcp("port")} } });`,
      [group("http", rule(80)), group("https", rule(443))],
    ],
    [
      "a dictionary that is asked",
      `var ports = new Dictionary<string, int> { ["http"] = 80 }; if (ports.TryGetValue("http", out var port) && !ports.ContainsKey("ssh")) { ${web(tcp("port"))} }`,
      [group("web", rule(80))],
    ],
    [
      "pairs",
      `foreach (var pair in new Dictionary<string, int> { ["http"] = 80 }.Where(pair => pair.Value > 0)) new SecurityGroup(pair.Key, new SecurityGroupArgs { Ingress = { ${tcp("pair.Value")} } });`,
      [group("http", rule(80))],
    ],
    [
      "tuples with names",
      `foreach (var entry in new (string Name, int Port)[] { ("http", 80), ("https", 443) }) new SecurityGroup(entry.Name, new SecurityGroupArgs { Ingress = { ${tcp("entry.Port")} } });`,
      [group("http", rule(80)), group("https", rule(443))],
    ],
    [
      "a list between braces",
      `var rules = new List<SecurityGroupIngressArgs> { ${tcp(80)} }; ${web(`{ rules, ${tcp(443)} }`)}`,
      [group("web", rule(80), rule(443))],
    ],
    ["a condition", `var isOpen = true; ${web(`isOpen ? new[] { ${tcp(80)} } : new SecurityGroupIngressArgs[0]`)}`, [group("web", rule(80))]],
    [
      "a switch expression",
      `var env = "prod"; var port = env switch { "dev" or "test" => 8080, "prod" when env.Length > 3 => 443, _ => throw new Exception("no") }; ${web(tcp("port"))}`,
      [group("web", rule(443))],
    ],
    [
      "a switch",
      `var env = "test"; int port; switch (env) { case "dev": case "test": port = 8080; break; case string other when other == "prod": port = 443; break; default: port = 0; break; } ${web(tcp("port"))}`,
      [group("web", rule(8080))],
    ],
    [
      "if and else",
      `int port; if (DateTime.UtcNow is null) port = 1; else if (1 + 1 == 2) port = 80; else port = 2; ${web(tcp(80))}`,
      [group("web", rule(80))],
    ],
  ])("%s", async (_, body, expected) => {
    const { lines, gaps } = await program(`static SecurityGroupIngressArgs Open(int port) => ${tcp("port")};\n${body}`);
    expect({ lines, gaps }).toEqual({ lines: expected, gaps: [] });
  });
});

describe("where values come from", () => {
  test.each<readonly [sentence: string, body: string, types: string, expected: readonly string[]]>([
    [
      "constants, also of nested classes",
      web(tcp("Ports.Http", "Net.Any")),
      `static class Net { public const string Any = "0.0.0.0/0"; } static class Ports { public static readonly int Http = Inner.Base + 80; static class Inner { public const int Base = 0; } }`,
      [group("web", rule(80))],
    ],
    [
      "properties that are computed",
      web(tcp("new Ports().Http")),
      `class Ports { private int Base { get; set; } = 40; public int Http => Base * 2; }`,
      [group("web", rule(80))],
    ],
    [
      "an enum's numbers and names",
      `foreach (var port in new[] { Port.Http, Port.Https }) new SecurityGroup($"{port}".ToLower(), new SecurityGroupArgs { Ingress = { ${tcp("(int)port")} } });`,
      `enum Port { Http = 80, Https = 443 }`,
      [group("http", rule(80)), group("https", rule(443))],
    ],
    [
      "a switch over an enum",
      `var size = Size.Large; ${web(tcp("size switch { Size.Small => 80, Size.Large => 443, _ => 0 }"))}`,
      `enum Size { Small, Large }`,
      [group("web", rule(443))],
    ],
    [
      "records",
      `foreach (var r in new[] { new Rule("a", 80), new Rule("b") { Cidr = "10.0.0.0/8" }, new Rule("c") with { Port = 22 } }) new SecurityGroup(r.Title, new SecurityGroupArgs { Ingress = { ${tcp("r.Port", "r.Cidr")} } });`,
      `record Rule(string Name, int Port = 443) { public string Cidr { get; init; } = "0.0.0.0/0"; public string Title => $"{Name}-sg"; }`,
      [group("a-sg", rule(80)), group("b-sg", rule(443, 'cidrBlocks: ["10.0.0.0/8"]')), group("c-sg", rule(22))],
    ],
    [
      "a list of objects whose type is left out",
      `List<Rule> rules = new() { new("a", 80), new("b", 443) }; ${web(`rules.Select(r => ${tcp("r.Port")}).ToList()`)}`,
      `class Rule { public int Port { get; } public Rule(string name, int port) { Port = port; } }`,
      [group("web", rule(80), rule(443))],
    ],
    [
      "an argument whose type is left out",
      `Make(new("web", 80)); void Make(Rule rule) { new SecurityGroup(rule.Name, new SecurityGroupArgs { Ingress = { ${tcp("rule.Port")} } }); }`,
      `record Rule(string Name, int Port);`,
      [group("web", rule(80))],
    ],
    [
      "defaults, names and variable arguments",
      `var rules = Rules.All(cidr: "10.0.0.0/8"); ${web("rules.Concat(Rules.Of(443, 22)).ToArray()")}`,
      `static class Rules { public static SecurityGroupIngressArgs[] All(int port = 80, string cidr = "0.0.0.0/0") => new[] { ${tcp("port", "cidr")} }; public static IEnumerable<SecurityGroupIngressArgs> Of(params int[] ports) { foreach (var port in ports) yield return ${tcp("port")}; } }`,
      [group("web", rule(80, 'cidrBlocks: ["10.0.0.0/8"]'), rule(443), rule(22))],
    ],
    [
      "overloads by number and by type",
      web(`{ Rules.Of(80), Rules.Of("443"), Rules.Of(22, "10.0.0.0/8") }`),
      `static class Rules { public static SecurityGroupIngressArgs Of(string port) => Of(int.Parse(port)); public static SecurityGroupIngressArgs Of(int port) => Of(port, "0.0.0.0/0"); public static SecurityGroupIngressArgs Of(int port, string cidr) => ${tcp("port", "cidr")}; }`,
      [group("web", rule(80), rule(443), rule(22, 'cidrBlocks: ["10.0.0.0/8"]'))],
    ],
    [
      "extension methods",
      `new SecurityGroupArgs().With(80).With(443).Create("web"); 22.Open("ssh");`,
      `static class Extensions { public static SecurityGroupArgs With(this SecurityGroupArgs args, int port) { args.Ingress.Add(${tcp("port")}); return args; } public static SecurityGroup Create(this SecurityGroupArgs args, string name) => new SecurityGroup(name, args); public static void Open(this int port, string name) => new SecurityGroup(name, new SecurityGroupArgs { Ingress = { ${tcp("port")} } }); }`,
      [group("web", rule(80), rule(443)), group("ssh", rule(22))],
    ],
    [
      "an extension of a resource",
      `new SecurityGroup("web").Allow(80);`,
      `static class Extensions { public static void Allow(this SecurityGroup group, int port) => new SecurityGroupRule($"allow-{port}", new SecurityGroupRuleArgs { Type = "ingress", Protocol = "tcp", FromPort = port, ToPort = port, CidrBlocks = "0.0.0.0/0", SecurityGroupId = group.Id }); }`,
      [
        'aws:ec2/securityGroup:SecurityGroup web { description: "Managed by Pulumi" }',
        'aws:ec2/securityGroupRule:SecurityGroupRule allow-80 { type: "ingress", protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"], securityGroupId: <id> } (securityGroupId on web)',
      ],
    ],
    [
      "texts of every kind",
      `var name = "web"; new SecurityGroup($"{name}-{7:D2}", new SecurityGroupArgs { Description = """\n            two\n              lines\n            """, Ingress = { ${tcp(80, '@"10.0.0.0" + "/" + 8')} }, Tags = { { "Name", $@"a""{name}" }, ["Kind"] = string.Join("-", new[] { "x", "y" }) } });`,
      "",
      [
        'aws:ec2/securityGroup:SecurityGroup web-07 { description: "two\\n  lines", ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["10.0.0.0/8"] }], tags: { Name: "a\\"web", Kind: "x-y" } }',
      ],
    ],
    [
      "letters that are counted",
      `for (var i = 0; i < 2; i++) new SecurityGroup("web-" + (char)('a' + i), new SecurityGroupArgs { Ingress = { ${tcp(80)} } });`,
      "",
      [group("web-a", rule(80)), group("web-b", rule(80))],
    ],
    [
      "the ends of lists",
      `var ports = new[] { 22, 80, 443, 8080 }; ${web(`ports[1..^1].Select(p => ${tcp("p")}).Append(${tcp("ports[^1]")}).ToArray()`)}`,
      "",
      [group("web", rule(80), rule(443), rule(8080))],
    ],
    [
      "patterns",
      `object value = new Rule("tcp", new[] { 80, 443 }); if (value is Rule { Protocol: "tcp", Ports: [var first, ..] } found && first is > 22 and not 23 || false) { ${web(tcp("first"))} }`,
      `record Rule(string Protocol, int[] Ports);`,
      [group("web", rule(80))],
    ],
    [
      "nothing and its defaults",
      `string? cidr = null; Rule? none = null; cidr ??= "0.0.0.0/0"; var port = none?.Port ?? 80; ${web(tcp("port", "cidr"))}`,
      `class Rule { public int Port = 1; }`,
      [group("web", rule(80))],
    ],
    [
      "grouping and folding",
      `var groups = new[] { ("web", 80), ("web", 443), ("db", 5432) }.GroupBy(p => p.Item1); foreach (var g in groups) new SecurityGroup(g.Key, new SecurityGroupArgs { Ingress = g.Aggregate(new List<SecurityGroupIngressArgs>(), (all, p) => { all.Add(${tcp("p.Item2")}); return all; }) });`,
      "",
      [group("web", rule(80), rule(443)), group("db", rule(5432))],
    ],
    [
      "delegates and local functions",
      `Func<int, SecurityGroupIngressArgs> open = port => Local(port); SecurityGroupIngressArgs Local(int port) { return ${tcp("port")}; } ${web("{ open(80), open.Invoke(443) }")}`,
      "",
      [group("web", rule(80), rule(443))],
    ],
    [
      "conversions that may fail",
      `if (int.TryParse("443", out var port) && !int.TryParse("x", out _)) ${web(tcp("port"))}`,
      "",
      [group("web", rule(443))],
    ],
  ])("%s", async (_, body, types, expected) => {
    const { lines, gaps } = await program(body, types);
    expect({ lines, gaps }).toEqual({ lines: expected, gaps: [] });
  });
});

describe("configuration, outputs and data sources", () => {
  const config = {
    port: "8443",
    open: "true",
    rules: [{ port: 80, cidr: "10.0.0.0/8" }],
    ports: [80, 443],
    site: { rules: [{ port: 80 }, { port: 443, cidr: "10.0.0.0/8" }, { port: 0 }] },
  };
  const types = `class Rule { public int Port { get; set; } public string Cidr { get; set; } = "0.0.0.0/0"; public bool IsClosed => Port == 0; public SecurityGroupIngressArgs Open() => ${tcp("Port", "Cidr")}; }
record Site(List<Rule> Rules);`;
  test.each<readonly [sentence: string, body: string, expected: readonly string[]]>([
    [
      "settings and their defaults",
      `var config = new Config(); var port = config.GetInt32("port") ?? 80; var cidr = config.Get("cidr") ?? "0.0.0.0/0"; ${web(tcp("port", "cidr"))}`,
      [group("web", rule(8443))],
    ],
    [
      "settings that decide",
      `var config = new Pulumi.Config(); if (config.GetBoolean("open") == true) ${web(tcp(80))} if (config.Get("none") is not null) new SecurityGroup("never");`,
      [group("web", rule(80))],
    ],
    [
      "a required setting that no stack has",
      `var cidr = new Config().Require("office") ?? throw new ArgumentException("office"); ${web(tcp(22, "cidr"))}`,
      [group("web", rule(22, "cidrBlocks: [?]"))],
    ],
    [
      "objects with a type",
      `var rules = new Config().RequireObject<List<Rule>>("rules"); ${web(`rules.Select(r => ${tcp("r.Port", "r.Cidr")}).ToList()`)}`,
      [group("web", rule(80, 'cidrBlocks: ["10.0.0.0/8"]'))],
    ],
    [
      "objects with defaults, constructors and objects of their own",
      `var site = new Config().RequireObject<Site>("site"); ${web("site.Rules.Where(r => !r.IsClosed).Select(r => r.Open()).ToArray()")}`,
      [group("web", rule(80), rule(443, 'cidrBlocks: ["10.0.0.0/8"]'))],
    ],
    [
      "braces without anything in them",
      `new SecurityGroup("none", new SecurityGroupArgs { }); new SecurityGroup("empty", new() { Ingress = new() { } });`,
      ['aws:ec2/securityGroup:SecurityGroup none { description: "Managed by Pulumi" }', group("empty")],
    ],
    [
      "JSON",
      `var ports = new Config().RequireObject<System.Text.Json.JsonElement>("ports"); ${web(`ports.EnumerateArray().Select(p => ${tcp("p.GetInt32()")}).ToList()`)}`,
      [group("web", rule(80), rule(443))],
    ],
    [
      "outputs",
      `var vpc = new Vpc("vpc", new VpcArgs { CidrBlock = "10.0.0.0/16" }); var name = Output.Format($"{vpc.CidrBlock}-{"x"}"); var both = Output.Tuple(vpc.CidrBlock, name).Apply(t => { var (cidr, text) = t; return cidr; }); new SecurityGroup("web", new SecurityGroupArgs { VpcId = vpc.Id, Ingress = { ${tcp(80, "both")} }, Tags = { ["Name"] = name } });`,
      [
        'aws:ec2/vpc:Vpc vpc { cidrBlock: "10.0.0.0/16" }',
        'aws:ec2/securityGroup:SecurityGroup web { vpcId: <id>, ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["10.0.0.0/16"] }], tags: { Name: "10.0.0.0/16-x" }, description: "Managed by Pulumi" } (vpcId on vpc; ingress on vpc; tags on vpc)',
      ],
    ],
    [
      "promises",
      `var cidr = await Task.FromResult("0.0.0.0/0"); var ports = await Task.WhenAll(Task.Run(() => 80), Task.FromResult(443)); ${web(`ports.Select(p => ${tcp("p", "cidr")}).ToArray()`)}`,
      [group("web", rule(80), rule(443))],
    ],
    [
      "data sources",
      `var vpc = GetVpc.Invoke(new GetVpcInvokeArgs { Default = true }); var other = await GetVpc.InvokeAsync(new() { Id = "vpc-1" }); new SecurityGroup("web", new SecurityGroupArgs { VpcId = other.Id, Ingress = { ${tcp(80, "vpc.Apply(v => v.CidrBlock)")} } });`,
      [
        'aws:ec2/securityGroup:SecurityGroup web { vpcId: "vpc-1", ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["172.31.0.0/16"] }], description: "Managed by Pulumi" }',
      ],
    ],
    ["what is inside of an apply", `Output.Create(80).Apply(port => { ${web(tcp("port"))} return 0; });`, [group("web", rule(80))]],
    ["a condition that nobody can decide", `if (Environment.GetEnvironmentVariable("OPEN") == "1") { ${web(tcp(80))} }`, [group("web", rule(80))]],
    [
      "standalone rules and options",
      `var web = new SecurityGroup("web", SecurityGroupArgs.Empty); new SecurityGroupRule("ssh", new() { Type = "ingress", Protocol = "tcp", FromPort = 22, ToPort = 22, CidrBlocks = new[] { "0.0.0.0/0" }, SecurityGroupId = web.Id }, new CustomResourceOptions { Parent = web, DependsOn = { web } }); new Aws.Vpc.SecurityGroupIngressRule("new", new() { SecurityGroupId = web.Id, IpProtocol = "-1", CidrIpv4 = "0.0.0.0/0" }, new() { Parent = web });`,
      [
        'aws:ec2/securityGroup:SecurityGroup web { description: "Managed by Pulumi" }',
        'aws:ec2/securityGroupRule:SecurityGroupRule ssh below web { type: "ingress", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"], securityGroupId: <id> } (securityGroupId on web)',
        'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule new below web { securityGroupId: <id>, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" } (securityGroupId on web)',
      ],
    ],
    [
      "an enum of the package, and what is looked up",
      `var db = SecurityGroup.Get("db", "sg-1"); new Instance("vm", new InstanceArgs { InstanceType = Aws.Ec2.InstanceType.T2_Micro, VpcSecurityGroupIds = db.Id });`,
      [
        "aws:ec2/securityGroup:SecurityGroup db {}",
        'aws:ec2/instance:Instance vm { instanceType: "t2.micro", vpcSecurityGroupIds: ["sg-1"] } (vpcSecurityGroupIds on db)',
      ],
    ],
    [
      "names of the deployment",
      `new SecurityGroup($"{Deployment.Instance.ProjectName}-{Deployment.Instance.StackName}", new SecurityGroupArgs { Ingress = { ${tcp(80)} } });`,
      [group("project-dev", rule(80))],
    ],
  ])("%s", async (_, body, expected) => {
    const { lines, gaps } = await program(body, types, config);
    expect({ lines, gaps }).toEqual({ lines: expected, gaps: [] });
  });
});

test("packages of Pulumi's are known however many words their names are written in, and others are not", async () => {
  const { gaps } = await program(
    `new Pulumi.NewRelic.Synthetics.Monitor("m", new() { Name = "a" }); new Pulumi.PagerDuty.Team("t", new() { Name = "a" }); new Pulumi.BrickWalls.Fence("f", new() { Name = "a" });`,
  );
  expect(gaps).toEqual([expect.stringMatching(/^Fence is of the package brick-walls, which is not known/)]);
});

describe("stacks, components and projects", () => {
  const stack = (body: string): string => `using Pulumi; using Pulumi.Aws.Ec2; using Pulumi.Aws.Ec2.Inputs;\n${body}`;
  test.each<readonly [sentence: string, files: Readonly<Record<string, string>>, expected: readonly string[]]>([
    [
      "a stack's class that Main runs",
      {
        "Program.cs": stack(`class Program { static Task<int> Main() => Deployment.RunAsync<MyStack>(); }`),
        "MyStack.cs": stack(
          `class MyStack : Stack { public MyStack() { var g = new SecurityGroup("web", new SecurityGroupArgs { Ingress = { ${tcp("Port")} } }); this.Id = g.Id; } const int Port = 80; [Output] public Output<string> Id { get; set; } }`,
        ),
      },
      [group("web", rule(80))],
    ],
    [
      "a partial class, a namespace of a file, and global usings",
      {
        "Usings.cs": "global using Pulumi;\nglobal using Pulumi.Aws.Ec2;\nglobal using Pulumi.Aws.Ec2.Inputs;",
        "Program.cs": `await Deployment.RunAsync<Shop.Infra.Web>();`,
        "Web.cs": `namespace Shop.Infra;\npublic partial class Web : Stack { public Web() { Make(80); } }`,
        "Web.Groups.cs": `namespace Shop.Infra;\npublic partial class Web { private void Make(int port) => new SecurityGroup("web", new SecurityGroupArgs { Ingress = { ${tcp("port")} } }); }`,
      },
      [group("web", rule(80))],
    ],
    [
      "a property with the name of its type",
      {
        "Program.cs": stack(
          `return await Deployment.RunAsync<MyStack>();\nclass MyStack : Stack { public Vpc Vpc { get; } public SecurityGroup SecurityGroup { get; set; } = null!; public MyStack() { Vpc = new Vpc("vpc"); SecurityGroup = new SecurityGroup("web", new SecurityGroupArgs { Ingress = { ${tcp(80)} } }); } }`,
        ),
      },
      ["aws:ec2/vpc:Vpc vpc {}", group("web", rule(80))],
    ],
    [
      "a component with a base class and a primary constructor",
      {
        "Program.cs": stack(
          `return await Deployment.RunAsync(() => { new Web("shop", 443); });\nabstract class Named(string name) : ComponentResource("shop:index:Web", name) { protected string Title { get; } = name + "-sg"; }\nclass Web(string name, int port) : Named(name) { private readonly SecurityGroup _group = Make(name, port); static SecurityGroup Make(string name, int port) => new SecurityGroup(name, new SecurityGroupArgs { Ingress = { ${tcp("port")} } }); }`,
        ),
      },
      // The fields of a class have their values before its base is constructed.
      [group("shop", rule(443)), "shop:index:Web shop {}"],
    ],
    [
      "children below their component",
      {
        "Program.cs": stack(
          `return await Deployment.RunAsync(() => { new Web("shop", new WebArgs { Ports = { 80, 443 } }); });\nclass WebArgs { public List<int> Ports { get; set; } = new(); }\nclass Web : ComponentResource { public Web(string name, WebArgs args, ComponentResourceOptions? options = null) : base("shop:index:Web", name, options) { foreach (var port in args.Ports) new SecurityGroup($"{name}-{port}", new() { Ingress = { ${tcp("port")} } }, new() { Parent = this }); RegisterOutputs(); } }`,
        ),
      },
      [
        "shop:index:Web shop {}",
        group("shop-80", rule(80)).replace("shop-80", "shop-80 below shop"),
        group("shop-443", rule(443)).replace("shop-443", "shop-443 below shop"),
      ],
    ],
    [
      "the projects that a project refers to, and only those",
      {
        "infra/infra.csproj":
          '<Project><ItemGroup><ProjectReference Include="..\\shared\\shared.csproj" /><Using Include="Pulumi" /><Using Include="Pulumi.Aws.Ec2" Alias="Ec2" /></ItemGroup></Project>',
        "infra/Program.cs": `using Shop.Shared;\nreturn await Deployment.RunAsync(() => { Groups.Make("web"); });`,
        "shared/shared.csproj": "<Project/>",
        "shared/Groups.cs": `using Pulumi.Aws.Ec2;\nusing Pulumi.Aws.Ec2.Inputs;\nnamespace Shop.Shared { public static class Groups { public static void Make(string name) { new SecurityGroup(name, new SecurityGroupArgs { Ingress = { ${tcp(80)} } }); } } }`,
        "app/app.csproj": "<Project/>",
        "app/Program.cs": "System.Console.WriteLine(1);",
        "infra/obj/Generated.cs": "class Program { static void Main() {} }",
      },
      [group("web", rule(80))],
    ],
    [
      "code that is compiled for debugging",
      {
        "Program.cs": stack(
          `return await Deployment.RunAsync(() => {\n#if DEBUG\nvar port = 80;\n#elif RELEASE\nvar port = 443;\n#else\nvar port = 22;\n#endif\n${web(tcp("port"))}\n});`,
        ),
      },
      [group("web", rule(80))],
    ],
    [
      "an alias of a namespace, a static using, and a namespace of the program",
      {
        "Program.cs": `using Pulumi;\nusing Ec2 = Pulumi.Aws.Ec2;\nusing static Shop.Rules;\nreturn await Deployment.RunAsync(() => { new Ec2.SecurityGroup(Shop.Names.Web, new Ec2.SecurityGroupArgs { Ingress = { Open(Http) } }); });\nnamespace Shop { static class Names { public const string Web = "web"; } static class Rules { public const int Http = 80; public static Ec2.Inputs.SecurityGroupIngressArgs Open(int port) => new() { Protocol = "tcp", FromPort = port, ToPort = port, CidrBlocks = { "0.0.0.0/0" } }; } }`,
      },
      [group("web", rule(80))],
    ],
  ])("%s", async (_, files, expected) => {
    const folder = Object.keys(files).some((name) => name.startsWith("infra/")) ? "infra" : "";
    const { lines, gaps } = await readProgram(csharp, { files, folder });
    expect({ lines, gaps }).toEqual({ lines: expected, gaps: [] });
  });
});

test("a property that gives its elements one by one, and those of a type", async () => {
  const { lines, gaps } = await program(
    `object[] all = { new Open(80), null!, new Closed(), new Open(443) }; foreach (var open in all.OfType<Open>()) foreach (var name in open.Names) new SecurityGroup(name);`,
    `class Closed {} class Open { readonly int port; public Open(int port) => this.port = port; public IEnumerable<string> Names { get { yield return "a" + port; yield return "b" + port; } } }`,
  );
  expect({ lines: lines.map((line) => line.split(" ")[1]), gaps }).toEqual({ lines: ["a80", "b80", "a443", "b443"], gaps: [] });
});

describe("files and records", () => {
  const open = (port: string, cidr: string): string =>
    `new SecurityGroupIngressArgs { Protocol = "tcp", FromPort = ${port}, ToPort = ${port}, CidrBlocks = { ${cidr} } }`;
  test.each<readonly [sentence: string, body: string, expected: readonly string[]]>([
    [
      "objects of a JSON text have what their class sets itself",
      `var rules = System.Text.Json.JsonSerializer.Deserialize<Rule[]>(System.IO.File.ReadAllText("rules.json"))!; ${web(`rules.Select(r => ${open("r.Port", "r.Cidr")}).ToList()`)}`,
      [group("web", rule(22, 'cidrBlocks: ["10.0.0.0/8"]'), rule(80))],
    ],
    [
      "the lines of a file",
      `var lines = System.IO.File.ReadAllLines("cidrs.txt"); ${web(`lines.Where(l => l != "").Select(l => ${open("22", "l")}).ToArray()`)}`,
      [group("web", rule(22, 'cidrBlocks: ["192.0.2.0/24"]'), rule(22, 'cidrBlocks: ["198.51.100.0/24"]'))],
    ],
    [
      "a changed copy of what has its type from its place",
      `var rules = new List<Named> { new("a", 80), new("b", 80) with { Port = 443 } }; ${web(`rules.Select(r => ${open("r.Port", '"0.0.0.0/0"')}).ToList()`)}`,
      [group("web", rule(80), rule(443))],
    ],
  ])("%s", async (_, body, expected) => {
    const text = `using System.Collections.Generic;\nusing System.Linq;\nusing Pulumi;\nusing Pulumi.Aws.Ec2;\nusing Pulumi.Aws.Ec2.Inputs;\nreturn await Deployment.RunAsync(() => { ${body} });\nclass Rule { public int Port { get; set; } public string Cidr { get; set; } = "10.0.0.0/8"; }\nrecord Named(string Name, int Port);\n`;
    const files = {
      "Program.cs": text,
      "rules.json": '[{ "Port": 22 }, { "Port": 80, "Cidr": "0.0.0.0/0" }]',
      "cidrs.txt": "192.0.2.0/24\r\n\r\n198.51.100.0/24\r\n",
    };
    const { lines, gaps } = await readProgram(csharp, { files });
    expect({ lines, gaps }).toEqual({ lines: expected, gaps: [] });
  });
});

describe("what a base declares and a class overrides", () => {
  const deploys = "public void Deploy() => new SecurityGroup(Name);";
  test.each<readonly [sentence: string, types: string, name: string]>([
    [
      "an abstract property",
      `abstract class A { protected abstract string Name { get; } ${deploys} } class B : A { protected override string Name => "web"; }`,
      "web",
    ],
    [
      "an abstract property of a generic class, kept by the one that is made",
      `abstract class A<T> { protected abstract string Name { get; set; } ${deploys} } class B : A<object> { protected override string Name { get; set; } = "web"; }`,
      "web",
    ],
    [
      "a property that is kept in the base and computed above it",
      `class A { protected virtual string Name { get; } = "base"; ${deploys} } class B : A { protected override string Name => "web"; }`,
      "web",
    ],
    [
      "a property of an interface",
      `interface IModule { string Name { get; } void Deploy(); } class B : IModule { public string Name => "web"; ${deploys} }`,
      "web",
    ],
    [
      "the base's property, asked for by the one that overrides it",
      `class A { protected virtual string Name => "web"; ${deploys} } class B : A { protected override string Name => base.Name + "-sg"; }`,
      "web-sg",
    ],
  ])("%s", async (_, types, name) => {
    const { lines, gaps } = await program("new B().Deploy();", types);
    expect({ lines, gaps }).toEqual({ lines: [`aws:ec2/securityGroup:SecurityGroup ${name} { description: "Managed by Pulumi" }`], gaps: [] });
  });
});

describe("hostile and broken programs", () => {
  test.each<readonly [sentence: string, body: string, lines: readonly string[], gap: RegExp | undefined]>([
    ["the rest of a file that does not parse is read", `var x = ) + ; ${web(`{ ${tcp(80)} }`)}`, [group("web", rule(80))], /does not parse/],
    ["a recursion without end stops", `int Loop(int i) => Loop(i + 1); Loop(0);`, [], /nest deeper/],
    ["a loop without end stops", `var i = 0; while (true) { i++; }`, [], /rounds|steps/],
    ["a random value is not known", `var port = new Random().Next(100); ${web(tcp("port"))}`, [group("web", rule("?"))], undefined],
    [
      "an exception ends the method",
      `try { throw new InvalidOperationException("x"); } catch (Exception e) when (e != null) { ${web(tcp(80))} } finally { Console.WriteLine("done"); }`,
      [group("web", rule(80))],
      undefined,
    ],
    [
      "names like those of JavaScript's prototypes",
      `var __proto__ = 80; var constructor = __proto__; var m = new Dictionary<string, int> { ["__proto__"] = constructor }; ${web(tcp('m["__proto__"]'))}`,
      [group("web", rule(80))],
      undefined,
    ],
    [
      "what a method gives through its arguments",
      `int port = 1; void Set(out int p) { p = 80; } Set(out port); ${web(tcp("port"))}`,
      [group("web", rule(80))],
      undefined,
    ],
    ["a jump goes on at its label", `goto end; ${web(tcp(22))} end: ${web(tcp(80))}`, [group("web", rule(80))], undefined],
    ["a library that is not in the repository", `new Acme.Walls("web", new Acme.WallsArgs { Open = true });`, [], /not in the repository/],
  ])("%s", async (_, body, lines, gap) => {
    const reading = await program(body, "", {}, 500_000);
    expect(reading.lines).toEqual(lines);
    expect(reading.gaps.join("\n")).toMatch(gap ?? /^$/);
  });

  test("a program without a start, and those in other languages", async () => {
    expect((await readProgram(csharp, { files: { "A.cs": "class A {}" } })).gaps.join()).toMatch(/no Main method/);
    expect((await readProgram(csharp, { files: { "Program.fs": "module P" } })).gaps.join()).toMatch(/written in F#/);
    expect((await readProgram(csharp, { files: { "Program.vb": "Module P" } })).gaps.join()).toMatch(/written in Visual Basic/);
  });

  test("the classes of stacks are the program where nothing starts them, as in a project of tests", async () => {
    const text = `using Pulumi;\nusing Pulumi.Aws.Ec2;\npublic class WebStack : Stack { public WebStack() { new SecurityGroup("web"); } }\npublic class Tests { void Run() {} }\n`;
    expect(await readProgram(csharp, { files: { "Stack.cs": text } })).toMatchObject({
      lines: [group("web").replace("ingress: [], ", "")],
      gaps: [],
    });
  });

  test("a byte order mark and CRLF", async () => {
    const text = `\uFEFFusing Pulumi;\r\nusing Pulumi.Aws.Ec2;\r\nreturn await Deployment.RunAsync(() =>\r\n{\r\n  new SecurityGroup("web");\r\n});\r\n`;
    expect((await readProgram(csharp, { files: { "Program.cs": text } })).lines).toEqual([
      'aws:ec2/securityGroup:SecurityGroup web { description: "Managed by Pulumi" }',
    ]);
  });
});
