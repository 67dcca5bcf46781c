import { web, type Files, type Idiom } from "./idiom";

const program = (body: string, types = "", more: Files = {}): Files => ({
  "Pulumi.yaml": "name: shop\nruntime: dotnet\n",
  "infra.csproj": "<Project/>",
  "Program.cs": `using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Ec2.Inputs;

return await Deployment.RunAsync(async () =>
{
    var rules = new List<SecurityGroupIngressArgs>();
    void Allow(params int[] ports) { foreach (var port in ports) rules.Add(new SecurityGroupIngressArgs { Protocol = "tcp", FromPort = port, ToPort = port, CidrBlocks = { "10.0.0.0/8" } }); }
${body}
    new SecurityGroup("web", new SecurityGroupArgs { Ingress = rules });
});

${types}
`,
  ...more,
});

const idiom = (sentence: string, body: string, makes: readonly string[], types = "", more: Files = {}, notRead: readonly string[] = []): Idiom => ({
  sentence,
  files: program(body, types, more),
  makes,
  notRead,
});

export const csharp: readonly Idiom[] = [
  idiom(
    "objects of JSON whose keys attributes say, with what a base has",
    'var tiers = System.Text.Json.JsonSerializer.Deserialize<List<Tier>>("[{\\"number\\":22,\\"more\\":[443],\\"shared\\":80,\\"Port\\":1}]"); Allow(tiers[0].Port, tiers[0].More[0], tiers[0].Shared, System.Text.Json.JsonSerializer.Deserialize<Row>("{\\"n\\":81}").Number);',
    web(22, 443, 80, 81),
    'class Base { public int Shared { get; set; } }\nclass Tier : Base { [JsonPropertyName("number")] public int Port { get; set; } = 7; [Newtonsoft.Json.JsonProperty(PropertyName = "more")] public List<int> More { get; set; } }\nrecord Row([property: JsonPropertyName("n")] int Number);',
  ),
  idiom(
    "properties of JSON that may be there",
    'var e = new Config().RequireObject<System.Text.Json.JsonElement>("rule"); Allow(e.TryGetProperty("port", out var p) ? p.GetInt32() : 1, e.TryGetProperty("other", out var q) && q.GetInt32() > 0 ? 2 : 443);',
    web(22, 443),
    "",
    { "Pulumi.dev.yaml": "config:\n  shop:rule:\n    port: 22\n" },
  ),
  idiom(
    "texts that are split without empty parts",
    'foreach (var text in ",22, 443,, ".Split(\',\', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) Allow(int.Parse(text)); Allow("80;;81".Split(new[] { ";" }, System.StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToArray()); Allow("a,,b".Split(\',\', StringSplitOptions.None).Length);',
    web(22, 443, 80, 81, 3),
  ),
  idiom(
    "an indexer that is read and set",
    'var ports = new Ports(); ports["https"] = 443; Allow(ports["ssh"]); Allow(ports["https"]); Allow(ports[0]);',
    web(22, 443, 8080),
    'class Ports { private readonly Dictionary<string, int> known = new() { ["ssh"] = 22 }; public int this[string name] { get { return known[name]; } set { known[name] = value; } } public int this[int index] => 8080 + index; }',
  ),
  idiom(
    "an iterator with yield, and one that stops",
    "foreach (var port in Ports.All(3)) Allow(port);",
    web(1, 2, 3),
    "static class Ports { public static IEnumerable<int> All(int last) { for (var port = 1; ; port++) { if (port > last) yield break; yield return port; } } }",
  ),
  idiom(
    "a record with another port, taken apart",
    'var ssh = new Opening("ssh", 22); var other = ssh with { Port = 2222 }; var (_, port) = other; Allow(ssh.Port); Allow(port);',
    web(22, 2222),
    "record Opening(string Name, int Port);",
  ),
  idiom(
    "a query over a dictionary, in order",
    'var named = new Dictionary<string, int> { ["b"] = 80, ["a"] = 22 }; foreach (var port in from one in named where one.Value < 100 orderby one.Key select one.Value) Allow(port);',
    web(22, 80),
  ),
  idiom(
    "an extension method and a generic one",
    "Allow(22.Plus(1)); foreach (var port in Twice(443)) Allow(port); static T[] Twice<T>(T one) => new[] { one, one };",
    web(23, 443, 443),
    "static class Ports { public static int Plus(this int port, int more) => port + more; }",
  ),
  idiom(
    "patterns in a switch",
    'foreach (object one in new object[] { 22, "https", new[] { 80 } }) Allow(one switch { int port => port, string { Length: > 3 } => 443, _ => 1 });',
    web(22, 443, 1),
  ),
  idiom(
    "a lazy value and one that is missing",
    "var lazy = new Lazy<int>(() => 22); int? none = null; Allow(lazy.Value); Allow(none ?? 443); Allow(none.GetValueOrDefault(80));",
    web(22, 443, 80),
  ),
  idiom(
    "what a method takes apart and gives out",
    'var (first, last) = new Span2(22, 443); Allow(first, last); if (Ports.Try("ssh", out var port)) Allow(port); if (!Ports.Try("x", out int none)) Allow(none); var count = 1; Ports.Grow(ref count); Allow(count);',
    web(22, 443, 22, 0, 2),
    'class Span2 { private readonly int a, b; public Span2(int a, int b) { this.a = a; this.b = b; } public void Deconstruct(out int first, out int last) { first = a; last = b; } } static class Ports { public static bool Try(string name, out int port) { port = name == "ssh" ? 22 : 0; return port != 0; } public static void Grow(ref int count) => count++; }',
  ),
  idiom(
    "a class in two files",
    "Allow(new Ports().Ssh, new Ports().Https());",
    web(22, 443),
    "partial class Ports { public int Ssh => base_ + 2; }",
    {
      "More.cs": "partial class Ports { private readonly int base_ = 20; public int Https() => Ssh + 421; }\n",
    },
  ),
  idiom(
    "primary constructors",
    'Allow(new Opening(22).Next, new Named("x", 442).Port, new Point(80).X);',
    web(23, 443, 80),
    "class Opening(int port) { public int Next => port + 1; } class Named(string name, int port) : Opening(port) { public int Port { get; } = port + name.Length; } readonly struct Point(int x) { public int X => x; }",
  ),
  idiom("collection expressions", "int[] more = [80, 443]; List<int> none = []; int[] all = [22, ..more, .. none]; Allow(all);", web(22, 80, 443)),
  idiom(
    "patterns: ranges, lists, properties, and not",
    "int[] list = [1, 2, 3]; if (list is [var first, .., var last]) Allow(first, last); foreach (var p in new[] { 22, 443, 70000 }) Allow(p switch { >= 1 and <= 100 => 1, > 65535 or < 0 => 2, _ when p % 2 == 1 => 3, _ => 4 }); object? o = new Opening(5, new Opening(6, null)); if (o is Opening { Inner: { Port: 6 } inner, Port: var port } && inner is not null) Allow(port, inner.Port);",
    web(1, 3, 1, 3, 2, 5, 6),
    "record Opening(int Port, Opening? Inner);",
  ),
  idiom(
    "arguments by name, defaults and params",
    "int Of(int a, int b = 20, params int[] more) => a + b + more.Sum(); Allow(Of(2), Of(b: 3, a: 1), Of(1, 2, 3, 4));",
    web(22, 4, 10),
  ),
  idiom(
    "queries of every kind",
    "var ps = new[] { 443, 22, 80, 22 }; Allow(ps.Distinct().OrderByDescending(p => p).Skip(1).ToArray()); Allow(ps.GroupBy(p => p % 2).Select(g => g.Count()).ToArray()); Allow(ps.Aggregate(0, (a, p) => a + p)); Allow(ps.Zip(new[] { 1, 2 }, (a, b) => a + b).ToArray()); Allow(ps.SelectMany(p => new[] { p, 1 }).Take(3).ToArray()); Allow(ps.Chunk(2).Select(c => c.Max()).ToArray());",
    web(80, 22, 1, 3, 567, 444, 24, 443, 1, 22, 443, 80),
  ),
  idiom(
    "queries as sentences",
    'var names = new[] { ("a", 22), ("b", 443) }; var more = new[] { ("b", 1), ("a", 2) }; Allow((from n in names join m in more on n.Item1 equals m.Item1 let sum = n.Item2 + m.Item2 orderby sum descending select sum).ToArray()); Allow((from n in names from m in more where n.Item1 != m.Item1 select n.Item2 + m.Item2).ToArray()); Allow((from n in names group n.Item2 by n.Item2 > 100 into g select g.Sum()).ToArray());',
    web(444, 24, 23, 445, 22, 443),
  ),
  idiom(
    "functions that are added",
    "Action run = () => Allow(22); run += () => Allow(443); run(); Func<int, Func<int, int>> add = a => b => a + b; Allow(add(1)(2));",
    web(22, 443, 3),
  ),
  idiom(
    "operators and conversions of one's own",
    "int port = new Port(22); Allow(port, new Port(1) + new Port(2)); Port made = 443; Allow(made.Value);",
    web(22, 3, 443),
    "record struct Port(int Value) { public static implicit operator int(Port p) => p.Value; public static implicit operator Port(int v) => new(v); public static Port operator +(Port a, Port b) => new(a.Value + b.Value); }",
  ),
  idiom(
    "virtual and abstract members, and base",
    "Base one = new Derived(); Allow(one.Virtual(), one.Shown(), one.Abstract, ((IDefault)one).Default());",
    web(23, 1, 443, 80),
    "interface IDefault { int Default() => 80; } abstract class Base { public virtual int Virtual() => 22; public int Shown() => 1; public abstract int Abstract { get; } } class Derived : Base, IDefault { public override int Virtual() => base.Virtual() + 1; public override int Abstract => 443; }",
  ),
  idiom(
    "tuples that are swapped",
    'var (a, b) = (22, 443); (a, b) = (b, a); (int Port, string Name) t = (80, "x"); Allow(a, b, t.Port, t.Item1);',
    web(443, 22, 80, 80),
  ),
  idiom(
    "texts in every spelling",
    'var n = 7; var s = $"{n:D3}|{n + 1,4}"; Allow(s.Length); var raw = """22,443"""; Allow(raw.Split(\',\').Select(p => int.Parse(p)).ToArray()); Allow(int.Parse("00080"), "abcd"[..2].Length, @"a\\b".Length, string.Join("", 4, 2).Length); var sb = new StringBuilder(); sb.Append("4").Append(43); Allow(Convert.ToInt32(sb.ToString()));',
    web(8, 22, 443, 80, 2, 3, 2, 443),
  ),
  idiom(
    "an error that is caught",
    'int Try(string t) { try { if (t == "a") throw new ArgumentException("a"); return 1; } catch (Exception) { return 443; } finally { Allow(5); } } Allow(Try("a")); Allow(Try("c"));',
    web(5, 443, 5, 1),
  ),
  idiom(
    "tasks that are awaited",
    "async Task<int> Of(int p) { await Task.Delay(0); return p; } Allow(await Of(22)); Allow(await Task.WhenAll(Of(80), Of(443))); Allow(Task.FromResult(1).Result);",
    web(22, 80, 443, 1),
  ),
  idiom(
    "collections of every kind",
    'var d = new SortedDictionary<string, int> { { "b", 80 }, { "a", 22 } }; Allow(d.Values.ToArray()); if (d.TryGetValue("b", out var b)) Allow(b); var q = new Queue<int>(new[] { 1, 2 }); q.Enqueue(3); Allow(q.Dequeue(), q.Count); Allow(new HashSet<int> { 6, 6 }.Count); Allow(ImmutableArray.Create(7, 8).Add(9).ToArray()); Allow(Enumerable.Range(10, 2).Concat(Enumerable.Repeat(0, 2)).Except(new[] { 10 }).ToArray());',
    web(22, 80, 80, 1, 2, 1, 7, 8, 9, 11, 0),
  ),
  idiom(
    "numbers: whole ones, casts and flags",
    "Allow(7 / 2, (int)3.9, -7 % 3 + 10, (int)'A', 1 << 4 | 6, 0x16, 0b11, 1_000, (int)(Kind.A | Kind.B), (int)Kind.B);",
    web(3, 3, 9, 65, 22, 22, 3, 1000, 3, 2),
    "[Flags] enum Kind { A = 1, B = 2, C = 1 << 2 }",
  ),
  {
    sentence: "a stack as a class, with outputs and a component",
    files: {
      "Pulumi.yaml": "name: shop\nruntime: dotnet\n",
      "infra.csproj": "<Project/>",
      "Program.cs": "using Pulumi;\nusing System.Threading.Tasks;\nclass Program { static Task<int> Main() => Deployment.RunAsync<MyStack>(); }\n",
      "MyStack.cs":
        'using Pulumi;\nusing Pulumi.Aws.Ec2;\nusing Pulumi.Aws.Ec2.Inputs;\nclass MyStack : Stack\n{\n    [Output] public Output<string> Id { get; set; }\n    public MyStack() { var one = new Web("one", new WebArgs { Port = 22 }); Id = one.Id; }\n}\nclass WebArgs : ResourceArgs { public Input<int> Port { get; set; } = 443; }\nclass Web : ComponentResource\n{\n    public Output<string> Id { get; }\n    public Web(string name, WebArgs args, ComponentResourceOptions? options = null) : base("shop:Web", name, options)\n    {\n        var group = new SecurityGroup($"{name}-web", new() { Ingress = new SecurityGroupIngressArgs { Protocol = "tcp", FromPort = args.Port, ToPort = args.Port, CidrBlocks = "10.0.0.0/8" } }, new() { Parent = this });\n        Id = group.Id;\n        RegisterOutputs();\n    }\n}\n',
    },
    makes: ["Web one", "SecurityGroup one-web below one in tcp 22 10.0.0.0/8"],
  },
  idiom(
    "source for another build",
    "#if DEBUG_ONLY\n    Allow(1);\n#else\n    Allow(22);\n#endif\n#region more\n    Allow(443);\n#endregion",
    web(22, 443),
  ),
  idiom("go to another case", "switch (1) { case 1: Allow(22); goto case 3; case 2: Allow(1); break; case 3: Allow(443); break; }", web(22, 443)),
  idiom("names with an @, and in other letters", "var @class = 22; var ünï = 443; Allow(@class, ünï, nameof(Allow).Length);", web(22, 443, 5)),
  idiom("a statement that is broken", "var broken = = 3;\n    Allow(22);", web(22), "", {}, ["does not parse"]),
];
