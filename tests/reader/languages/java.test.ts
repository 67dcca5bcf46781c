import { describe, expect, test } from "@jest/globals";
import { java } from "@portcullis/remediator/reader/languages/java";
import { readProgram, type ProgramReading } from "../../harness/reading";

/** A program whose stack is this body, with the imports that most programs have. */
function program(body: string, members = "", config: Readonly<Record<string, unknown>> = {}, steps = 500_000): Promise<ProgramReading> {
  const text = `package infra;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.aws.ec2.*;
import com.pulumi.aws.ec2.inputs.*;
import com.pulumi.core.*;
import com.pulumi.resources.*;
import java.util.*;
import java.util.stream.*;

public class App {
  public static void main(String[] args) {
    Pulumi.run(App::stack);
  }

  static void stack(Context ctx) {
${body}
  }
${members}
}
`;
  return readProgram(java, { files: { "src/main/java/infra/App.java": text }, config, steps });
}

const rule = (port: number | string, extra = 'cidrBlocks: ["0.0.0.0/0"]'): string =>
  `{ protocol: "tcp", fromPort: ${port}, toPort: ${port}, ${extra} }`;
const group = (name: string, ...rules: readonly string[]): string =>
  `aws:ec2/securityGroup:SecurityGroup ${name} { ingress: [${rules.join(", ")}], description: "Managed by Pulumi" }`;
const tcp = (port: number | string, cidr = '"0.0.0.0/0"'): string =>
  `SecurityGroupIngressArgs.builder().protocol("tcp").fromPort(${port}).toPort(${port}).cidrBlocks(${cidr}).build()`;

describe("rules in every spelling", () => {
  test.each<readonly [sentence: string, body: string, expected: readonly string[]]>([
    ["one rule", `new SecurityGroup("web", SecurityGroupArgs.builder().ingress(${tcp(80)}).build());`, [group("web", rule(80))]],
    [
      "several as arguments",
      `new SecurityGroup("web", SecurityGroupArgs.builder().ingress(${tcp(80)}, ${tcp(443)}).build());`,
      [group("web", rule(80), rule(443))],
    ],
    [
      "a list",
      `new SecurityGroup("web", SecurityGroupArgs.builder().ingress(List.of(${tcp(80)}, ${tcp(443)})).build());`,
      [group("web", rule(80), rule(443))],
    ],
    [
      "a list of texts",
      `new SecurityGroup("web", SecurityGroupArgs.builder().ingress(${tcp(22, 'List.of("10.0.0.0/8", "192.0.2.0/24")')}).build());`,
      [group("web", rule(22, 'cidrBlocks: ["10.0.0.0/8", "192.0.2.0/24"]'))],
    ],
    ["no rules", `new SecurityGroup("web", SecurityGroupArgs.builder().ingress(List.of()).build());`, [group("web")]],
    [
      "the last of repeated calls",
      `new SecurityGroup("web", SecurityGroupArgs.builder().ingress(${tcp(22)}).ingress(${tcp(443)}).build());`,
      [group("web", rule(443))],
    ],
    [
      "Arrays.asList and new Builder()",
      `new SecurityGroup("web", new SecurityGroupArgs.Builder().ingress(Arrays.asList(new SecurityGroupIngressArgs.Builder().protocol("tcp").fromPort(80).toPort(80).cidrBlocks("0.0.0.0/0").build())).build());`,
      [group("web", rule(80))],
    ],
    [
      "outputs around lists",
      `new SecurityGroup("web", SecurityGroupArgs.builder().ingress(Output.of(List.of(${tcp(80)}))).build());`,
      [group("web", rule(80))],
    ],
    [
      "a lambda that takes a builder",
      `new SecurityGroup("web", SecurityGroupArgs.builder().ingress(rule -> rule.protocol("tcp").fromPort(80).toPort(80).cidrBlocks("0.0.0.0/0")).build());`,
      [group("web", rule(80))],
    ],
    [
      "a builder that is filled step by step",
      `var args = SecurityGroupArgs.builder(); args.ingress(${tcp(80)}); var built = args.build(); new SecurityGroup("web", built);`,
      [group("web", rule(80))],
    ],
    [
      "a builder that begins with a copy",
      `var open = ${tcp(80)}; var args = SecurityGroupIngressArgs.builder(open).fromPort(443).toPort(443).build(); new SecurityGroup("web", SecurityGroupArgs.builder().ingress(open, args).build());`,
      [group("web", rule(80), rule(443))],
    ],
    [
      "an added list",
      `List<SecurityGroupIngressArgs> rules = new ArrayList<>(); rules.add(${tcp(80)}); rules.addAll(List.of(${tcp(443)})); new SecurityGroup("web", SecurityGroupArgs.builder().ingress(rules).build());`,
      [group("web", rule(80), rule(443))],
    ],
    [
      "an array",
      `SecurityGroupIngressArgs[] rules = { ${tcp(80)} }; new SecurityGroup("web", SecurityGroupArgs.builder().ingress(rules).build());`,
      [group("web", rule(80))],
    ],
    [
      "a filled array",
      `var rules = new SecurityGroupIngressArgs[2]; for (int i = 0; i < rules.length; i++) { rules[i] = ${tcp("8080 + i")}; } new SecurityGroup("web", SecurityGroupArgs.builder().ingress(rules).build());`,
      [group("web", rule(8080), rule(8081))],
    ],
    [
      "a loop over ports",
      `var rules = new ArrayList<SecurityGroupIngressArgs>(); for (int port : List.of(80, 443)) rules.add(${tcp("port")}); new SecurityGroup("web", SecurityGroupArgs.builder().ingress(rules).build());`,
      [group("web", rule(80), rule(443))],
    ],
    [
      "a stream",
      `new SecurityGroup("web", SecurityGroupArgs.builder().ingress(Stream.of(80, 443, 22).filter(port -> port != 22).map(port -> ${tcp("port")}).toList()).build());`,
      [group("web", rule(80), rule(443))],
    ],
    [
      "a stream that is collected",
      `new SecurityGroup("web", SecurityGroupArgs.builder().ingress(List.of(80, 443).stream().map(App::open).collect(Collectors.toList())).build());`,
      [group("web", rule(80), rule(443))],
    ],
    [
      "a range of numbers",
      `new SecurityGroup("web", SecurityGroupArgs.builder().ingress(IntStream.rangeClosed(1, 3).mapToObj(i -> ${tcp("8000 + i")}).toArray(SecurityGroupIngressArgs[]::new)).build());`,
      [group("web", rule(8001), rule(8002), rule(8003))],
    ],
    [
      "a map's entries",
      `Map<String, Integer> ports = new LinkedHashMap<>(); ports.put("http", 80); ports.put("https", 443); new SecurityGroup("web", SecurityGroupArgs.builder().ingress(ports.entrySet().stream().map(e -> ${tcp("e.getValue()")}).toList()).build());`,
      [group("web", rule(80), rule(443))],
    ],
    [
      "double braces",
      `var ports = new HashMap<String, Integer>() {{ put("http", 80); }}; new SecurityGroup("web", SecurityGroupArgs.builder().ingress(${tcp('ports.get("http")')}).build());`,
      [group("web", rule(80))],
    ],
    [
      "flattened lists",
      `new SecurityGroup("web", SecurityGroupArgs.builder().ingress(Stream.of(List.of(80, 443), List.of(22)).flatMap(List::stream).map(App::open).toList()).build());`,
      [group("web", rule(80), rule(443), rule(22))],
    ],
    [
      "a condition",
      `boolean isOpen = true; new SecurityGroup("web", SecurityGroupArgs.builder().ingress(isOpen ? List.of(${tcp(80)}) : List.of()).build());`,
      [group("web", rule(80))],
    ],
    [
      "a switch",
      `String env = "prod"; int port = switch (env) { case "dev", "test" -> 8080; case "prod" -> { var base = 400; yield base + 43; } default -> throw new IllegalStateException(); }; new SecurityGroup("web", SecurityGroupArgs.builder().ingress(${tcp("port")}).build());`,
      [group("web", rule(443))],
    ],
    [
      "a switch that falls through",
      `String env = "test"; int port; switch (env) { case "dev": case "test": port = 8080; break; default: port = 443; } new SecurityGroup("web", SecurityGroupArgs.builder().ingress(${tcp("port")}).build());`,
      [group("web", rule(8080))],
    ],
  ])("%s", async (_, body, expected) => {
    const { lines, gaps } = await program(body, `  static SecurityGroupIngressArgs open(int port) { return ${tcp("port")}; }`);
    expect({ lines, gaps }).toEqual({ lines: expected, gaps: [] });
  });
});

describe("where values come from", () => {
  test.each<readonly [sentence: string, body: string, members: string, expected: readonly string[]]>([
    [
      "constants, also of nested classes",
      `new SecurityGroup("web", SecurityGroupArgs.builder().ingress(${tcp("Ports.HTTP", "ANY")}).build());`,
      `  static final String ANY = "0.0.0.0/0"; static class Ports { static final int HTTP = BASE + 80; static final int BASE = 0; }`,
      [group("web", rule(80))],
    ],
    [
      "an enum with a field",
      `for (var port : Port.values()) new SecurityGroup(port.name().toLowerCase(), SecurityGroupArgs.builder().ingress(${tcp("port.number")}).build());`,
      `  enum Port { HTTP(80), HTTPS(443); final int number; Port(int number) { this.number = number; } }`,
      [group("http", rule(80)), group("https", rule(443))],
    ],
    [
      "a switch over an enum",
      `var size = Size.LARGE; new SecurityGroup("web", SecurityGroupArgs.builder().ingress(${tcp("switch (size) { case SMALL -> 80; case LARGE -> 443; }")}).build());`,
      `  enum Size { SMALL, LARGE }`,
      [group("web", rule(443))],
    ],
    [
      "records",
      `record Rule(String name, int port) { Rule { if (port < 0) throw new IllegalArgumentException(); } String title() { return name + "-sg"; } } for (var r : List.of(new Rule("a", 80), new Rule("b", 443))) new SecurityGroup(r.title(), SecurityGroupArgs.builder().ingress(${tcp("r.port()")}).build());`,
      "",
      [group("a-sg", rule(80)), group("b-sg", rule(443))],
    ],
    [
      "methods with overloads and variable arguments",
      `new SecurityGroup("web", SecurityGroupArgs.builder().ingress(rules("0.0.0.0/0", 80, 443)).build()); new SecurityGroup("one", SecurityGroupArgs.builder().ingress(rules(22)).build());`,
      `  static List<SecurityGroupIngressArgs> rules(String cidr, int... ports) { return Arrays.stream(ports).mapToObj(port -> ${tcp("port", "cidr")}).toList(); } static List<SecurityGroupIngressArgs> rules(int port) { return rules("0.0.0.0/0", port); }`,
      [group("web", rule(80), rule(443)), group("one", rule(22))],
    ],
    [
      "overloads by type",
      `new SecurityGroup("web", SecurityGroupArgs.builder().ingress(rule(80), rule("443")).build());`,
      `  static SecurityGroupIngressArgs rule(String port) { return rule(Integer.parseInt(port)); } static SecurityGroupIngressArgs rule(int port) { return ${tcp("port")}; }`,
      [group("web", rule(80), rule(443))],
    ],
    [
      "a method, a field and a variable of one name",
      `var group = group("web"); var other = group("other");`,
      `  static SecurityGroup group(String name) { return new SecurityGroup(name, SecurityGroupArgs.builder().ingress(${tcp(80)}).build()); }`,
      [group("web", rule(80)), group("other", rule(80))],
    ],
    [
      "fluent objects whose fields have the names of their methods",
      `new SecurityGroup("web", SecurityGroupArgs.builder().ingress(new Rule().port(80).cidr("0.0.0.0/0").build()).build());`,
      `  static class Rule { private int port; private String cidr; Rule port(int port) { this.port = port; return this; } Rule cidr(String cidr) { this.cidr = cidr; return this; } SecurityGroupIngressArgs build() { return ${tcp("port", "cidr")}; } }`,
      [group("web", rule(80))],
    ],
    [
      "what a library makes for a class",
      `var a = new Rule("a", 80); var b = Rule.builder().name("b").port(443).build(); b.setPort(b.getPort() + 1); for (var r : List.of(a, b)) new SecurityGroup(r.getName(), SecurityGroupArgs.builder().ingress(${tcp("r.getPort()")}).build());`,
      `  @Data @Builder @AllArgsConstructor static class Rule { private String name; private int port; }`,
      [group("a", rule(80)), group("b", rule(444))],
    ],
    [
      "text blocks, formats and joins",
      `var name = String.format("%s-%02d", "web", 7); var cidr = String.join(".", List.of("10", "0", "0", "0")) + "/" + 8; new SecurityGroup(name, SecurityGroupArgs.builder().description(\"\"\"\n        two\n          lines\\\n        \"\"\").ingress(${tcp(80, "cidr")}).build());`,
      "",
      [
        'aws:ec2/securityGroup:SecurityGroup web-07 { description: "two\\n  lines", ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["10.0.0.0/8"] }] }',
      ],
    ],
    [
      "letters that are counted",
      `for (int i = 0; i < 2; i++) new SecurityGroup("web-" + (char) ('a' + i), SecurityGroupArgs.builder().ingress(${tcp(80)}).build());`,
      "",
      [group("web-a", rule(80)), group("web-b", rule(80))],
    ],
    [
      "a supplier, a function and a consumer",
      `java.util.function.Function<Integer, SecurityGroupIngressArgs> open = port -> ${tcp("port")}; java.util.function.Supplier<Integer> port = () -> 80; new SecurityGroup("web", SecurityGroupArgs.builder().ingress(open.apply(port.get())).build());`,
      "",
      [group("web", rule(80))],
    ],
    [
      "pattern matching",
      `Object value = "80"; int port = value instanceof String text && !text.isEmpty() ? Integer.parseInt(text) : 22; new SecurityGroup("web", SecurityGroupArgs.builder().ingress(${tcp("port")}).build());`,
      "",
      [group("web", rule(80))],
    ],
    [
      "grouping",
      `var byTier = Stream.of("web:80", "web:443", "db:5432").map(s -> s.split(":")).collect(Collectors.groupingBy(p -> p[0], LinkedHashMap::new, Collectors.mapping(p -> Integer.parseInt(p[1]), Collectors.toList()))); byTier.forEach((tier, ports) -> new SecurityGroup(tier, SecurityGroupArgs.builder().ingress(ports.stream().map(App::open).toList()).build()));`,
      `  static SecurityGroupIngressArgs open(int port) { return ${tcp("port")}; }`,
      [group("web", rule(80), rule(443)), group("db", rule(5432))],
    ],
    [
      "a subnet's group by reference",
      `var web = new SecurityGroup("web"); new SecurityGroup("db", SecurityGroupArgs.builder().ingress(SecurityGroupIngressArgs.builder().protocol("tcp").fromPort(5432).toPort(5432).securityGroups(web.id().applyValue(List::of)).build()).build());`,
      "",
      [
        'aws:ec2/securityGroup:SecurityGroup web { description: "Managed by Pulumi" }',
        'aws:ec2/securityGroup:SecurityGroup db { ingress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, securityGroups: [<id>] }], description: "Managed by Pulumi" } (ingress on web)',
      ],
    ],
  ])("%s", async (_, body, members, expected) => {
    const { lines, gaps } = await program(body, members);
    expect({ lines, gaps }).toEqual({ lines: expected, gaps: [] });
  });
});

describe("configuration, outputs and data sources", () => {
  const config = {
    port: "8443",
    open: "true",
    rules: [{ port: 80, cidr: "10.0.0.0/8" }],
    ports: [80],
    data: { ports: [80] },
    "aws:region": "eu-west-1",
  };
  test.each<readonly [sentence: string, body: string, expected: readonly string[]]>([
    [
      "settings and their defaults",
      `var config = ctx.config(); int port = config.getInteger("port").orElse(80); var cidr = config.get("cidr").orElse("0.0.0.0/0"); new SecurityGroup("web", SecurityGroupArgs.builder().ingress(${tcp("port", "cidr")}).build());`,
      [group("web", rule(8443))],
    ],
    [
      "an optional that is mapped",
      `int port = ctx.config().get("port").map(Integer::parseInt).orElseGet(() -> 80); new SecurityGroup("web", SecurityGroupArgs.builder().ingress(${tcp("port")}).build());`,
      [group("web", rule(8443))],
    ],
    [
      "an optional that is absent",
      `if (ctx.config().get("none").isPresent()) new SecurityGroup("never"); if (ctx.config().getBoolean("open").orElse(false)) new SecurityGroup("web", SecurityGroupArgs.builder().ingress(${tcp(80)}).build());`,
      [group("web", rule(80))],
    ],
    [
      "a required setting that no stack has",
      `var cidr = ctx.config().require("office"); new SecurityGroup("web", SecurityGroupArgs.builder().ingress(${tcp(22, "cidr")}).build());`,
      [group("web", rule(22, "cidrBlocks: ?"))],
    ],
    [
      "objects",
      `List<Map<String, Object>> rules = ctx.config().requireObject("rules", List.class); new SecurityGroup("web", SecurityGroupArgs.builder().ingress(rules.stream().map(r -> ${tcp('(Integer) r.get("port")', '(String) r.get("cidr")')}).toList()).build());`,
      [group("web", rule(80, 'cidrBlocks: ["10.0.0.0/8"]'))],
    ],
    [
      "objects of a class",
      `List<Rule> rules = ctx.config().requireObject("rules", TypeShape.list(Rule.class)); new SecurityGroup("web", SecurityGroupArgs.builder().ingress(rules.stream().map(Rule::open).toList()).build());`,
      [group("web", rule(80, 'cidrBlocks: ["10.0.0.0/8"]'))],
    ],
    [
      "numbers of objects that are made into what they are",
      `Map<String, Object> data = ctx.config().requireObject("data", Map.class); Double port = (Double) ((List<Object>) data.get("ports")).get(0); new SecurityGroup("web", SecurityGroupArgs.builder().ingress(${tcp("port.intValue()", '"10.0.0.0/8"')}).build());`,
      [group("web", rule(80, 'cidrBlocks: ["10.0.0.0/8"]'))],
    ],
    [
      "numbers of objects that are printed",
      `Map<String, Object> data = ctx.config().requireObject("data", Map.class); List<Double> raw = (List<Double>) data.get("ports"); List<Integer> whole = ctx.config().requireObject("ports", TypeShape.list(Integer.class)); new SecurityGroup("a" + raw.get(0)); new SecurityGroup("b" + raw.get(0).intValue()); new SecurityGroup(String.format("c%s", whole.get(0)));`,
      ["a80.0", "b80", "c80"].map((name) => `aws:ec2/securityGroup:SecurityGroup ${name} { description: "Managed by Pulumi" }`),
    ],
    [
      "outputs that are formatted and put together",
      `var vpc = new Vpc("vpc", VpcArgs.builder().cidrBlock("10.0.0.0/16").build()); var name = Output.format("%s/%s", Output.of("a"), "b"); var cidr = Output.tuple(vpc.cidrBlock(), name).applyValue(t -> t.t1); new SecurityGroup("web", SecurityGroupArgs.builder().ingress(${tcp(80, "cidr.applyValue(List::of)")}).tags(Map.of("Name", name)).build());`,
      [
        'aws:ec2/vpc:Vpc vpc { cidrBlock: "10.0.0.0/16" }',
        'aws:ec2/securityGroup:SecurityGroup web { ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["10.0.0.0/16"] }], tags: { Name: "a/b" }, description: "Managed by Pulumi" } (ingress on vpc)',
      ],
    ],
    [
      "a data source",
      `var vpc = Ec2Functions.getVpc(GetVpcArgs.builder().default_(true).build()); new SecurityGroup("web", SecurityGroupArgs.builder().vpcId(vpc.applyValue(GetVpcResult::id)).ingress(${tcp(80, "vpc.applyValue(v -> List.of(v.cidrBlock()))")}).build());`,
      [
        'aws:ec2/securityGroup:SecurityGroup web { vpcId: "default", ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["172.31.0.0/16"] }], description: "Managed by Pulumi" }',
      ],
    ],
    [
      "a condition that nobody can decide",
      `if (System.getenv("OPEN") != null) { new SecurityGroup("web", SecurityGroupArgs.builder().ingress(${tcp(80)}).build()); }`,
      [group("web", rule(80))],
    ],
    [
      "what is inside of an apply",
      `Output.of(80).apply(port -> { new SecurityGroup("web", SecurityGroupArgs.builder().ingress(${tcp("port")}).build()); return Output.of(1); });`,
      [group("web", rule(80))],
    ],
    [
      "standalone rules",
      `var web = new SecurityGroup("web", SecurityGroupArgs.Empty); new SecurityGroupRule("ssh", SecurityGroupRuleArgs.builder().type("ingress").protocol("tcp").fromPort(22).toPort(22).cidrBlocks("0.0.0.0/0").securityGroupId(web.id()).build(), CustomResourceOptions.builder().parent(web).build()); new com.pulumi.aws.vpc.SecurityGroupIngressRule("new", com.pulumi.aws.vpc.SecurityGroupIngressRuleArgs.builder().securityGroupId(web.id()).ipProtocol("-1").cidrIpv4("0.0.0.0/0").build());`,
      [
        'aws:ec2/securityGroup:SecurityGroup web { description: "Managed by Pulumi" }',
        'aws:ec2/securityGroupRule:SecurityGroupRule ssh below web { type: "ingress", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"], securityGroupId: <id> } (securityGroupId on web)',
        'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule new { securityGroupId: <id>, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" } (securityGroupId on web)',
      ],
    ],
    [
      "an enum of the package",
      `new Instance("vm", InstanceArgs.builder().instanceType(Output.ofRight(com.pulumi.aws.ec2.enums.InstanceType.T2_Micro)).build());`,
      ['aws:ec2/instance:Instance vm { instanceType: "t2.micro" }'],
    ],
  ])("%s", async (_, body, expected) => {
    const { lines, gaps } = await program(
      body,
      `  static class Rule { private int port; private String cidr; SecurityGroupIngressArgs open() { return ${tcp("port", "cidr")}; } }`,
      config,
    );
    expect({ lines, gaps }).toEqual({ lines: expected, gaps: [] });
  });
});

test("lines of a file, and objects of a JSON text with what their class sets itself", async () => {
  const open = (port: string, cidr: string): string =>
    `SecurityGroupIngressArgs.builder().protocol("tcp").fromPort(${port}).toPort(${port}).cidrBlocks(${cidr}).build()`;
  const files = {
    "src/main/java/App.java": `import com.pulumi.*;\nimport com.pulumi.aws.ec2.*;\nimport com.pulumi.aws.ec2.inputs.*;\nimport com.google.gson.Gson;\nimport java.nio.file.*;\nimport java.util.*;\npublic class App {\n  static class Rule { int port; String cidr = "10.0.0.0/8"; }\n  public static void main(String[] args) { Pulumi.run(ctx -> { List<SecurityGroupIngressArgs> rules = new ArrayList<>(); for (String cidr : Files.readAllLines(Path.of("cidrs.txt"))) rules.add(${open("22", "cidr")}); Rule rule = new Gson().fromJson("{\\"port\\": 80}", Rule.class); rules.add(${open("rule.port", "rule.cidr")}); new SecurityGroup("web", SecurityGroupArgs.builder().ingress(rules).build()); }); }\n}\n`,
    "cidrs.txt": "192.0.2.0/24\n198.51.100.0/24\n",
  };
  const rule = (port: number, cidr: string): string => `{ protocol: "tcp", fromPort: ${port}, toPort: ${port}, cidrBlocks: ["${cidr}"] }`;
  expect((await readProgram(java, { files })).lines).toEqual([
    `aws:ec2/securityGroup:SecurityGroup web { ingress: [${rule(22, "192.0.2.0/24")}, ${rule(22, "198.51.100.0/24")}, ${rule(80, "10.0.0.0/8")}], description: "Managed by Pulumi" }`,
  ]);
});

test("methods of the library's objects, by reference", async () => {
  const made = (values: string, reference: string): string =>
    `List.of(${values}).stream().map(${reference}).forEach(x -> new SecurityGroup("sg" + x));`;
  const { lines, gaps } = await program(
    `${made('"A"', "String::toLowerCase")} ${made("1.5", "Double::intValue")} ${made('"2"', "Integer::parseInt")} ${made("3", "String::valueOf")} List.of(4, 5).stream().mapToInt(Integer::intValue).filter(x -> x > 4).forEach(x -> new SecurityGroup("sg" + x));`,
  );
  expect({ lines: lines.map((line) => line.split(" ")[1]), gaps }).toEqual({ lines: ["sga", "sg1", "sg2", "sg3", "sg5"], gaps: [] });
});

describe("classes inside of others", () => {
  const plain = (name: string): string => `aws:ec2/securityGroup:SecurityGroup ${name} { description: "Managed by Pulumi" }`;
  test.each<readonly [sentence: string, members: string, names: readonly string[]]>([
    [
      "see the fields of the object that they were made in",
      `String prefix = "web"; class Inner { void make() { new SecurityGroup(prefix + "-sg"); } } void deploy() { new Inner().make(); }`,
      ["web-sg"],
    ],
    [
      "with a field of the same name, and with the outer one's by its class",
      `String name = "outer"; class Inner { String name = "inner"; void make() { new SecurityGroup(name + "-" + Outer.this.name); } } void deploy() { new Inner().make(); }`,
      ["inner-outer"],
    ],
    [
      "call its methods and change its fields",
      `int count = 0; String next() { return "sg" + count; } class Inner { void make() { count = count + 1; new SecurityGroup(next()); } } void deploy() { new Inner().make(); new Inner().make(); }`,
      ["sg1", "sg2"],
    ],
    [
      "without a name, in a method",
      `String prefix = "web"; void deploy() { Runnable task = new Runnable() { public void run() { new SecurityGroup(prefix); } }; task.run(); }`,
      ["web"],
    ],
  ])("%s", async (_, members, names) => {
    const { lines, gaps } = await program("new Outer().deploy();", `  static class Outer { ${members} }`);
    expect({ lines, gaps }).toEqual({ lines: names.map(plain), gaps: [] });
  });
});

describe("components, and programs in several files", () => {
  test("a component's children are below it", async () => {
    const { lines, gaps } = await program(
      `var web = new Web("shop", 443, null); ctx.export("id", web.groupId);`,
      `  static class Web extends ComponentResource {
    final Output<String> groupId;
    Web(String name, int port, ComponentResourceOptions options) {
      super("shop:index:Web", name, options);
      var group = new SecurityGroup(name + "-sg", SecurityGroupArgs.builder().ingress(${tcp("port")}).build(), CustomResourceOptions.builder().parent(this).build());
      this.groupId = group.id();
      this.registerOutputs(Map.of("groupId", groupId));
    }
  }`,
    );
    expect({ lines, gaps }).toEqual({
      lines: [
        "shop:index:Web shop {}",
        'aws:ec2/securityGroup:SecurityGroup shop-sg below shop { ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }], description: "Managed by Pulumi" }',
      ],
      gaps: [],
    });
  });

  test("classes of other packages, static imports, inheritance and interfaces", async () => {
    const { lines, gaps } = await readProgram(java, {
      files: {
        "infra/pom.xml":
          "<project><build><plugins><plugin><configuration><mainClass>com.shop.infra.Main</mainClass></configuration></plugin></plugins></build></project>",
        "infra/src/main/java/com/shop/infra/Main.java": `package com.shop.infra;
import com.pulumi.Pulumi;
import com.shop.infra.net.Groups;
import static com.shop.infra.net.Rules.*;
import static com.shop.infra.net.Rules.Names.PREFIX;
public class Main { public static void main(String[] args) { Pulumi.run(ctx -> new Groups().make(PREFIX + "web", open(HTTPS))); } }`,
        "infra/src/main/java/com/shop/infra/net/Base.java": `package com.shop.infra.net;
import com.pulumi.aws.ec2.SecurityGroup; import com.pulumi.aws.ec2.SecurityGroupArgs; import com.pulumi.aws.ec2.inputs.SecurityGroupIngressArgs;
abstract class Base implements Named { abstract String suffix(); SecurityGroup make(String name, SecurityGroupIngressArgs... rules) { return new SecurityGroup(titled(name) + suffix(), SecurityGroupArgs.builder().ingress(rules).build()); } }`,
        "infra/src/main/java/com/shop/infra/net/Named.java": `package com.shop.infra.net; interface Named { default String titled(String name) { return name + "-"; } }`,
        "infra/src/main/java/com/shop/infra/net/Groups.java": `package com.shop.infra.net; public class Groups extends Base { @Override String suffix() { return "sg"; } @Override public com.pulumi.aws.ec2.SecurityGroup make(String name, com.pulumi.aws.ec2.inputs.SecurityGroupIngressArgs... rules) { return super.make(name, rules); } }`,
        "infra/src/main/java/com/shop/infra/net/Rules.java": `package com.shop.infra.net;
import com.pulumi.aws.ec2.inputs.SecurityGroupIngressArgs;
public final class Rules { public static final int HTTPS = 443; public interface Names { String PREFIX = "shop-"; } public static SecurityGroupIngressArgs open(int port) { return ${tcp("port")}; } }`,
        "infra/src/test/java/com/shop/infra/MainTest.java":
          'package com.shop.infra; class MainTest { static { new com.pulumi.aws.ec2.SecurityGroup("test"); } }',
      },
      folder: "infra",
    });
    expect({ lines, gaps }).toEqual({ lines: [group("shop-web-sg", rule(443))], gaps: [] });
  });
});

describe("hostile and broken programs", () => {
  test.each<readonly [sentence: string, body: string, lines: readonly string[], gap: RegExp | undefined]>([
    [
      "the rest of a file that does not parse is read",
      `var x = ) + ; new SecurityGroup("web", SecurityGroupArgs.builder().ingress(${tcp(80)}).build());`,
      [group("web", rule(80))],
      /does not parse/,
    ],
    ["a recursion without end stops", `loop(0);`, [], /nest deeper/],
    ["a loop without end stops", `int i = 0; while (true) { i++; }`, [], /rounds|steps/],
    [
      "a random value is not known",
      `int port = new Random().nextInt(100); new SecurityGroup("web", SecurityGroupArgs.builder().ingress(${tcp("port")}).build());`,
      [group("web", rule("?"))],
      undefined,
    ],
    [
      "an exception ends the method",
      `try { throw new RuntimeException("x"); } catch (RuntimeException e) { new SecurityGroup("web", SecurityGroupArgs.builder().ingress(${tcp(80)}).build()); } finally { ctx.log().info("done"); }`,
      [group("web", rule(80))],
      undefined,
    ],
    [
      "names like those of JavaScript's prototypes",
      `int __proto__ = 80; int constructor = __proto__; var m = new HashMap<String, Integer>(); m.put("__proto__", constructor); new SecurityGroup("web", SecurityGroupArgs.builder().ingress(${tcp('m.get("__proto__")')}).build());`,
      [group("web", rule(80))],
      undefined,
    ],
    [
      "reflection gives nothing that is known",
      `var port = (Integer) App.class.getField("PORT").get(null); new SecurityGroup("web", SecurityGroupArgs.builder().ingress(${tcp("port")}).build());`,
      [group("web", rule("?"))],
      undefined,
    ],
    [
      "a library that is not in the repository",
      `new org.acme.Walls("web", org.acme.WallsArgs.builder().open(true).build());`,
      [],
      /^Walls of org\.acme is not in the repository/,
    ],
  ])("%s", async (_, body, lines, gap) => {
    const reading = await program(body, "  static int loop(int i) { return loop(i + 1); }");
    expect(reading.lines).toEqual(lines);
    expect(reading.gaps.join("\n")).toMatch(gap ?? /^$/);
  });

  test("a program without a main method, and one in another language", async () => {
    expect((await readProgram(java, { files: { "src/main/java/A.java": "class A {}" } })).gaps.join()).toMatch(/no class whose main method/);
    expect((await readProgram(java, { files: { "src/main/kotlin/A.kt": "fun main() {}" } })).gaps.join()).toMatch(/written in Kotlin/);
  });

  test("a byte order mark and CRLF", async () => {
    const text = `\uFEFFimport com.pulumi.Pulumi;\r\nimport com.pulumi.aws.ec2.*;\r\nclass App { public static void main(String[] a) { Pulumi.run(ctx -> {\r\n new SecurityGroup("web"); }); } }`;
    expect((await readProgram(java, { files: { "src/main/java/App.java": text } })).lines).toEqual([
      'aws:ec2/securityGroup:SecurityGroup web { description: "Managed by Pulumi" }',
    ]);
  });
});
