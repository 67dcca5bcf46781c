import { describe, expect, test } from "@jest/globals";
import { csharp } from "@portcullis/remediator/reader/languages/csharp";
import type { Dialect } from "@portcullis/remediator/reader/languages/dialect";
import { go } from "@portcullis/remediator/reader/languages/go";
import { java } from "@portcullis/remediator/reader/languages/java";
import { python } from "@portcullis/remediator/reader/languages/python";
import { typescript } from "@portcullis/remediator/reader/languages/typescript";
import { readProgram } from "../../harness/reading";

/** A small program, and the rules that its group `web` has, each as `protocol port source`. */
type Idiom = readonly [sentence: string, files: Readonly<Record<string, string>>, rules: readonly string[]];

async function rulesOf(dialect: Dialect, files: Readonly<Record<string, string>>, folder?: string): Promise<readonly string[]> {
  const { lines, gaps } = await readProgram(dialect, { files, ...(folder === undefined ? {} : { folder }) });
  expect(gaps).toEqual([]);
  const text = lines.find((line) => line.startsWith("aws:ec2/securityGroup:SecurityGroup web ")) ?? "";
  return Array.from(text.matchAll(/\{ protocol: "(\w+)", fromPort: (\S+), toPort: \S+, (?:cidrBlocks|securityGroups): \[([^\]]*)\] \}/g), (found) =>
    found.slice(1).join(" "),
  );
}

const office = '"10.0.0.0/8"';

const goProgram = (body: string, top = "", imports: readonly string[] = []): string =>
  `package main

import (
${["github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2", "github.com/pulumi/pulumi/sdk/v3/go/pulumi", ...imports].map((name) => `\t"${name}"\n`).join("")})

${top}

func rule(port int) ec2.SecurityGroupIngressArgs {
	return ec2.SecurityGroupIngressArgs{Protocol: pulumi.String("tcp"), FromPort: pulumi.Int(port), ToPort: pulumi.Int(port), CidrBlocks: pulumi.StringArray{pulumi.String(${office})}}
}

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		var rules ec2.SecurityGroupIngressArray
${body}
		_, err := ec2.NewSecurityGroup(ctx, "web", &ec2.SecurityGroupArgs{Ingress: rules})
		return err
	})
}
`;
const goCount = "for port := range PORTS {\n\trules = append(rules, rule(port))\n}";

const csharpProgram = (body: string, types = ""): Readonly<Record<string, string>> => ({
  "infra.csproj": "<Project/>",
  "Program.cs": `using System;
using System.Collections.Generic;
using System.Linq;
using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Ec2.Inputs;

return await Deployment.RunAsync(() =>
{
    var rules = new List<SecurityGroupIngressArgs>();
    void Allow(int port) => rules.Add(new SecurityGroupIngressArgs { Protocol = "tcp", FromPort = port, ToPort = port, CidrBlocks = { ${office} } });
${body}
    new SecurityGroup("web", new SecurityGroupArgs { Ingress = rules });
});

${types}
`,
});

const javaProgram = (body: string, members = ""): Readonly<Record<string, string>> => ({
  "src/main/java/App.java": `import com.pulumi.Pulumi;
import com.pulumi.aws.ec2.*;
import com.pulumi.aws.ec2.inputs.*;
import java.util.*;
import java.util.function.*;
import java.util.stream.*;

public class App {
  static SecurityGroupIngressArgs allow(int port) {
    return SecurityGroupIngressArgs.builder().protocol("tcp").fromPort(port).toPort(port).cidrBlocks(${office}).build();
  }
  ${members}
  public static void main(String[] args) {
    Pulumi.run(ctx -> {
      var rules = new ArrayList<SecurityGroupIngressArgs>();
${body}
      new SecurityGroup("web", SecurityGroupArgs.builder().ingress(rules).build());
    });
  }
}
`,
});

const pythonProgram = (body: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  "__main__.py": `import pulumi\nimport pulumi_aws as aws\n\ndef allow(port):\n    return {"protocol": "tcp", "from_port": port, "to_port": port, "cidr_blocks": [${office}]}\n\n${body}\n`,
  ...more,
});

const script = (body: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  "index.ts": `import * as pulumi from "@pulumi/pulumi";\nimport * as aws from "@pulumi/aws";\nconst allow = (port: number) => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: [${office}] });\nconst web = (ports: number[]) => new aws.ec2.SecurityGroup("web", { ingress: ports.map(allow) });\n${body}\n`,
  ...more,
});

const tcp = (...ports: readonly number[]): readonly string[] => ports.map((port) => `tcp ${String(port)} ${office}`);

const idioms: readonly (readonly [language: string, dialect: Dialect, idioms: readonly Idiom[]])[] = [
  [
    "Go",
    go,
    [
      [
        "a range over a function that gives ports, left early",
        {
          "main.go": goProgram(
            "for port := range all(22, 80, 443, 8080) {\n\tif port == 443 {\n\t\tbreak\n\t}\n\tif port == 80 {\n\t\tcontinue\n\t}\n\trules = append(rules, rule(port))\n}",
            "func all(ports ...int) iter.Seq[int] {\n\treturn func(yield func(int) bool) {\n\t\tfor _, port := range ports {\n\t\t\tif !yield(port) {\n\t\t\t\treturn\n\t\t\t}\n\t\t}\n\t}\n}",
            ["iter"],
          ),
        },
        tcp(22),
      ],
      [
        "a range over a function that gives pairs",
        {
          "main.go": goProgram(
            'for name, port := range named {\n\tif name != "b" {\n\t\trules = append(rules, rule(port))\n\t}\n}',
            'func named(yield func(string, int) bool) {\n\t_ = yield("a", 1) && yield("b", 2) && yield("c", 3)\n}',
          ),
        },
        tcp(1, 3),
      ],
      [
        "two modules of one path, each in its folder",
        {
          "a/go.mod": "module shop\n",
          "a/main.go": goProgram(goCount.replace("PORTS", "ports.Count()"), "", ["shop/ports"]),
          "a/ports/ports.go": "package ports\n\nfunc Count() int { return 2 }\n",
          "A/go.mod": "module shop\n",
          "A/ports/ports.go": "package ports\n\nfunc Count() int { return 5 }\n",
        },
        tcp(0, 1),
      ],
      [
        "options as functions",
        {
          "main.go": goProgram(
            "rules = append(rules, build(port(22), port(23)))",
            "type option func(*ec2.SecurityGroupIngressArgs)\n\nfunc port(value int) option {\n\treturn func(args *ec2.SecurityGroupIngressArgs) {\n\t\targs.FromPort = pulumi.Int(value)\n\t\targs.ToPort = pulumi.Int(value)\n\t}\n}\n\nfunc build(options ...option) ec2.SecurityGroupIngressArgs {\n\targs := rule(1)\n\tfor _, apply := range options {\n\t\tapply(&args)\n\t}\n\treturn args\n}",
          ),
        },
        tcp(23),
      ],
      [
        "an interface with two kinds of opening",
        {
          "main.go": goProgram(
            "for _, one := range []opening{single{22}, pair{80, 443}} {\n\tfor _, port := range one.ports() {\n\t\trules = append(rules, rule(port))\n\t}\n}",
            "type opening interface{ ports() []int }\n\ntype single struct{ port int }\n\nfunc (s single) ports() []int { return []int{s.port} }\n\ntype pair struct{ first, second int }\n\nfunc (p pair) ports() []int { return []int{p.first, p.second} }",
          ),
        },
        tcp(22, 80, 443),
      ],
      [
        "constants that count, and a function of any type",
        {
          "main.go": goProgram(
            "for _, port := range each([]int{first, second, third}, func(x int) int { return x * 100 }) {\n\trules = append(rules, rule(port))\n}",
            "const (\n\tfirst = iota + 1\n\tsecond\n\tthird\n)\n\nfunc each[A, B any](all []A, change func(A) B) []B {\n\tvar made []B\n\tfor _, one := range all {\n\t\tmade = append(made, change(one))\n\t}\n\treturn made\n}",
          ),
        },
        tcp(100, 200, 300),
      ],
      [
        "a deferred change of a named result",
        {
          "main.go": goProgram(
            "rules = append(rules, rule(late()))",
            "func late() (port int) {\n\tdefer func() { port = 443 }()\n\tport = 80\n\treturn\n}",
          ),
        },
        tcp(443),
      ],
    ],
  ],
  [
    "C#",
    csharp,
    [
      [
        "an indexer that is read and set",
        csharpProgram(
          'var ports = new Ports(); ports["https"] = 443; Allow(ports["ssh"]); Allow(ports["https"]); Allow(ports[0]);',
          'class Ports { private readonly Dictionary<string, int> known = new() { ["ssh"] = 22 }; public int this[string name] { get { return known[name]; } set { known[name] = value; } } public int this[int index] => 8080 + index; }',
        ),
        tcp(22, 443, 8080),
      ],
      [
        "an iterator with yield, and one that stops",
        csharpProgram(
          "foreach (var port in Ports.All(3)) Allow(port);",
          "static class Ports { public static IEnumerable<int> All(int last) { for (var port = 1; ; port++) { if (port > last) yield break; yield return port; } } }",
        ),
        tcp(1, 2, 3),
      ],
      [
        "a record with another port, taken apart",
        csharpProgram(
          'var ssh = new Opening("ssh", 22); var other = ssh with { Port = 2222 }; var (_, port) = other; Allow(ssh.Port); Allow(port);',
          "record Opening(string Name, int Port);",
        ),
        tcp(22, 2222),
      ],
      [
        "a query over a dictionary, in order",
        csharpProgram(
          'var named = new Dictionary<string, int> { ["b"] = 80, ["a"] = 22 }; foreach (var port in from one in named where one.Value < 100 orderby one.Key select one.Value) Allow(port);',
        ),
        tcp(22, 80),
      ],
      [
        "an extension method and a generic one",
        csharpProgram(
          "Allow(22.Plus(1)); foreach (var port in Twice(443)) Allow(port); static T[] Twice<T>(T one) => new[] { one, one };",
          "static class Ports { public static int Plus(this int port, int more) => port + more; }",
        ),
        tcp(23, 443, 443),
      ],
      [
        "patterns in a switch",
        csharpProgram(
          'foreach (object one in new object[] { 22, "https", new[] { 80 } }) Allow(one switch { int port => port, string { Length: > 3 } => 443, _ => 1 });',
        ),
        tcp(22, 443, 1),
      ],
      [
        "a lazy value and one that is missing",
        csharpProgram(
          "var lazy = new Lazy<int>(() => 22); int? none = null; Allow(lazy.Value); Allow(none ?? 443); Allow(none.GetValueOrDefault(80));",
        ),
        tcp(22, 443, 80),
      ],
    ],
  ],
  [
    "Java",
    java,
    [
      [
        "an enum with fields, and one with a body for each",
        javaProgram(
          "for (var one : Opening.values()) rules.add(allow(one.port()));",
          "enum Opening { SSH(22), HTTPS(443) { int port() { return super.port() + 1; } }; private final int port; Opening(int port) { this.port = port; } int port() { return port; } }",
        ),
        tcp(22, 444),
      ],
      [
        "a stream that is grouped and collected",
        javaProgram("Stream.of(22, 80, 443).collect(Collectors.partitioningBy(p -> p > 50)).get(true).forEach(p -> rules.add(allow(p)));"),
        tcp(80, 443),
      ],
      [
        "a record, sealed kinds and a switch over them",
        javaProgram(
          "for (Opening one : List.of(new Single(22), new Range(80, 81))) rules.add(allow(switch (one) { case Single(int port) -> port; case Range range -> range.last(); }));",
          "sealed interface Opening permits Single, Range {} record Single(int port) implements Opening {} record Range(int first, int last) implements Opening {}",
        ),
        tcp(22, 81),
      ],
      [
        "functions as values, composed",
        javaProgram(
          "Function<Integer, Integer> next = p -> p + 1; IntUnaryOperator twice = p -> p * 2; rules.add(allow(next.andThen(p -> p + 20).apply(1))); rules.add(allow(twice.applyAsInt(40))); Supplier<SecurityGroupIngressArgs> last = () -> allow(443); rules.add(last.get());",
        ),
        tcp(22, 80, 443),
      ],
      [
        "an optional that is mapped and filtered",
        javaProgram(
          "rules.add(allow(Optional.of(22).map(p -> p + 1).filter(p -> p > 22).orElseGet(() -> 1))); Optional.<Integer>empty().ifPresentOrElse(p -> rules.add(allow(p)), () -> rules.add(allow(80)));",
        ),
        tcp(23, 80),
      ],
      [
        "a static block, and a class in a class",
        javaProgram(
          "rules.add(allow(Holder.port)); rules.add(allow(new Holder.Inner().next()));",
          "static class Holder { static final int port; static { int made = 20; made += 2; port = made; } static class Inner { int next() { return port + 1; } } }",
        ),
        tcp(22, 23),
      ],
      [
        "texts in blocks, split and parsed",
        javaProgram(
          'String ports = """\n  22\n  443\n  """; ports.lines().map(String::strip).filter(p -> !p.isEmpty()).mapToInt(Integer::parseInt).forEach(p -> rules.add(allow(p)));',
        ),
        tcp(22, 443),
      ],
    ],
  ],
  [
    "Python",
    python,
    [
      [
        "keys as the classes of other languages spell them, which the provider takes",
        pythonProgram('aws.ec2.SecurityGroup("web", ingress=[{"Protocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrBlocks": ["10.0.0.0/8"]}])'),
        tcp(22),
      ],
      [
        "an object with brackets of its own",
        pythonProgram(
          'class Ports:\n    def __init__(self):\n        self.known = {"ssh": 22}\n    def __getitem__(self, name):\n        return self.known[name]\n    def __setitem__(self, name, port):\n        self.known[name] = port + 1\nports = Ports()\nports["https"] = 442\naws.ec2.SecurityGroup("web", ingress=[allow(ports["ssh"]), allow(ports["https"])])',
        ),
        tcp(22, 443),
      ],
      [
        "a generator, and one that hands on another",
        pythonProgram('def some():\n    yield 22\n    yield from (80, 443)\naws.ec2.SecurityGroup("web", ingress=[allow(port) for port in some()])'),
        tcp(22, 80, 443),
      ],
      [
        "a decorator, and a cached property",
        pythonProgram(
          'import functools\ndef twice(f):\n    @functools.wraps(f)\n    def inner(*args):\n        return [f(*args), f(*args)]\n    return inner\n@twice\ndef port(p):\n    return allow(p)\nclass Known:\n    @functools.cached_property\n    def all(self):\n        return port(22)\naws.ec2.SecurityGroup("web", ingress=Known().all)',
        ),
        tcp(22, 22),
      ],
    ],
  ],
  [
    "TypeScript",
    typescript,
    [
      [
        "keys in snake case, which the provider takes",
        script(
          'new aws.ec2.SecurityGroup("web", { ingress: [{ protocol: "tcp", from_port: 22, to_port: 22, cidr_blocks: ["10.0.0.0/8"] } as any] });',
        ),
        tcp(22),
      ],
      ["a generator", script("function* some() { yield 22; yield* [80, 443]; }\nweb([...some()]);"), tcp(22, 80, 443)],
      [
        "a getter, and a key that is computed",
        script('const key = ["ht", "tps"].join(""); const o = { get ssh() { return 22; }, [key]: 443 }; web([o.ssh, o.https]);'),
        tcp(22, 443),
      ],
      [
        "a tagged template",
        script(
          "const sum = (texts: TemplateStringsArray, ...ports: number[]) => ports.reduce((a, b) => a + b, texts.length); web([sum`${20} and ${0}`]);",
        ),
        tcp(23),
      ],
    ],
  ],
];

describe.each(idioms)("%s", (_, dialect, all) => {
  test.each(all)("%s", async (_sentence, files, rules) => {
    expect(await rulesOf(dialect, files, files["a/go.mod"] === undefined ? undefined : "a")).toEqual(rules);
  });
});
