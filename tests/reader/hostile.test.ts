import { afterAll, describe, expect, test } from "@jest/globals";
import { readFolder } from "@portcullis/remediator/reader/read";
import { folderOf, removeFolders } from "../harness/folder";
import { entry, languages, projectIn } from "../harness/languages";

afterAll(removeFolders);

/** A file may have two megabytes, which so many rules fill in the languages with more words. */
const fewer = 25_000;

type Trap =
  | "loop"
  | "recursion"
  | "doubled text"
  | "doubled list"
  | "parentheses"
  | "conditions"
  | "lists"
  | "names"
  | "does not parse"
  | "called by name"
  | "long text"
  | "rules"
  | "lines";

const many = (count: number, one: (index: number) => string, between = ""): string =>
  Array.from({ length: count }, (_, index) => one(index)).join(between);
const nested = (depth: number, open: string, inner: string, close: string): string => open.repeat(depth) + inner + close.repeat(depth);

const parts: Readonly<Record<string, Readonly<Record<Trap, string | undefined>>>> = {
  TypeScript: {
    loop: "while (true) { let x = 1; }",
    recursion: "function f(n: number): number { return g(n) + 1; } function g(n: number): number { return f(n); } f(1);",
    "doubled text": 'let t = "ab"; for (let i = 0; i < 60; i++) t = t + t;',
    "doubled list": "let l = [1, 2]; for (let i = 0; i < 60; i++) l = [...l, ...l];",
    parentheses: `const p = ${nested(10_000, "(", "1", ")")};`,
    conditions: nested(5_000, "if (true) {", "let y = 1;", "}"),
    lists: `const d = ${nested(5_000, "[", "1", "]")};`,
    names:
      'const o: any = {}; o["__proto__"] = 1; o.constructor = 2; o["hasOwnProperty"] = 3; const { __proto__, prototype, toString } = o; for (const k in o) o[k]; class constructor {} class __proto__ extends constructor {} new __proto__().prototype;',
    "does not parse": "const x = = 5 );",
    "called by name":
      'eval("new aws.ec2.SecurityGroup(1)"); (aws as any)["ec2"]["Security" + "Group"]; new Function("return 1")(); Reflect.construct(aws.ec2.SecurityGroup, ["r"]);',
    "long text": `const s = "${"x".repeat(1_500_000)}";`,
    rules: `new aws.ec2.SecurityGroup("many", { ingress: [${many(100_000, (i) => `{fromPort:${String(i % 65_536)}}`, ",")}] });`,
    lines: many(50_000, (i) => `const v${String(i)} = ${String(i)};`, "\n"),
  },
  Python: {
    loop: "while True:\n    x = 1",
    recursion: "def f(n):\n    return g(n) + 1\ndef g(n):\n    return f(n)\nf(1)",
    "doubled text": 't = "ab"\nfor i in range(60):\n    t = t + t',
    "doubled list": "l = [1, 2]\nfor i in range(60):\n    l = l + l",
    parentheses: `p = ${nested(10_000, "(", "1", ")")}`,
    conditions: many(90, (i) => `${" ".repeat(i)}if True:\n`) + `${" ".repeat(90)}y = 1`,
    lists: `d = ${nested(5_000, "[", "1", "]")}`,
    names:
      'o = {}\no["__proto__"] = 1\no["constructor"] = 2\nclass constructor:\n    __proto__ = 1\n    prototype = 2\nconstructor().__proto__\nconstructor().hasOwnProperty\nprint(o.get("toString"))',
    "does not parse": "x = = 5 )",
    "called by name":
      'eval("aws.ec2.SecurityGroup(1)")\nexec("x = 1")\ngetattr(aws.ec2, "Security" + "Group")\n__import__("os").system("true")\nglobals()["x"]',
    "long text": `s = "${"x".repeat(1_500_000)}"`,
    rules: `aws.ec2.SecurityGroup("many", ingress=[${many(100_000, (i) => `{"from_port":${String(i % 65_536)}}`, ",")}])`,
    lines: many(50_000, (i) => `v${String(i)} = ${String(i)}`, "\n"),
  },
  Go: {
    loop: "for {\nx := 1\n_ = x\n}",
    recursion: "f(1)",
    "doubled text": 't := "ab"\nfor i := 0; i < 60; i++ {\nt = t + t\n}',
    "doubled list": "l := []int{1, 2}\nfor i := 0; i < 60; i++ {\nl = append(l, l...)\n}",
    parentheses: `p := ${nested(10_000, "(", "1", ")")}`,
    conditions: nested(5_000, "if true {\n", "y := 1\n", "}\n"),
    lists: `d := ${nested(5_000, "[]any{", "1", "}")}`,
    names: 'o := map[string]int{}\no["__proto__"] = 1\no["constructor"] = 2\n_ = o["hasOwnProperty"]\nprototype := o["toString"]\n_ = prototype',
    "does not parse": "x := := 5 )",
    "called by name": "reflect.ValueOf(ec2.NewSecurityGroup).Call(nil)\nreflect.TypeOf(1).Name()",
    "long text": `s := "${"x".repeat(1_500_000)}"`,
    rules: `ec2.NewSecurityGroup(ctx, "many", &ec2.SecurityGroupArgs{Ingress: ec2.SecurityGroupIngressArray{${many(fewer, (i) => `ec2.SecurityGroupIngressArgs{FromPort:pulumi.Int(${String(i % 65_536)})}`, ",")}}})`,
    lines: many(50_000, (i) => `v${String(i)} := ${String(i)}`, "\n"),
  },
  "C#": {
    loop: "while (true) { var x = 1; }",
    recursion: "Deep.F(1);",
    "doubled text": 'var t = "ab"; for (var i = 0; i < 60; i++) { t = t + t; }',
    "doubled list": "var l = new List<int> { 1, 2 }; for (var i = 0; i < 60; i++) { l.AddRange(l); }",
    parentheses: `var p = ${nested(10_000, "(", "1", ")")};`,
    conditions: nested(5_000, "if (true) {", "var y = 1;", "}"),
    lists: `var d = ${nested(2_000, "new object[] {", "1", "}")};`,
    names:
      'var o = new Dictionary<string, int>(); o["__proto__"] = 1; o["constructor"] = 2; var prototype = o.ContainsKey("hasOwnProperty"); var toString = o["__proto__"];',
    "does not parse": "var x = = 5 );",
    "called by name":
      'System.Activator.CreateInstance(typeof(SecurityGroup), "r"); System.Type.GetType("Pulumi.Aws.Ec2.SecurityGroup").GetMethod("X").Invoke(null, null);',
    "long text": `var s = "${"x".repeat(1_500_000)}";`,
    rules: `new SecurityGroup("many", new SecurityGroupArgs { Ingress = { ${many(fewer, (i) => `new SecurityGroupIngressArgs { FromPort = ${String(i % 65_536)} }`, ",")} } });`,
    lines: many(50_000, (i) => `var v${String(i)} = ${String(i)};`, "\n"),
  },
  Java: {
    loop: "while (true) { var x = 1; }",
    recursion: "f(1);",
    "doubled text": 'var t = "ab"; for (int i = 0; i < 60; i++) { t = t + t; }',
    "doubled list": "var l = new ArrayList<Integer>(List.of(1, 2)); for (int i = 0; i < 60; i++) { l.addAll(l); }",
    parentheses: `var p = ${nested(10_000, "(", "1", ")")};`,
    conditions: nested(5_000, "if (true) {", "var y = 1;", "}"),
    lists: `var d = ${nested(2_000, "List.of(", "1", ")")};`,
    names:
      'var o = new HashMap<String, Integer>(); o.put("__proto__", 1); o.put("constructor", 2); var prototype = o.containsKey("hasOwnProperty"); var toString = o.get("__proto__");',
    "does not parse": "var x = = 5 );",
    "called by name": 'Class.forName("com.pulumi.aws.ec2.SecurityGroup").getConstructors()[0].newInstance("r");',
    "long text": `var s = "${"x".repeat(1_500_000)}";`,
    rules: `new SecurityGroup("many", SecurityGroupArgs.builder().ingress(${many(fewer, (i) => `SecurityGroupIngressArgs.builder().fromPort(${String(i % 65_536)}).build()`, ",")}).build());`,
    lines: many(50_000, (i) => `var v${String(i)} = ${String(i)};`, "\n"),
  },
  YAML: {
    loop: undefined,
    recursion: `${entry("f", 'description: "${g.id}"')}\n${entry("g", 'description: "${f.id}"')}`,
    "doubled text": entry("t", `t: ${nested(60, "{fn::toJSON: ", "[a]", "}")}`),
    "doubled list": entry(
      "l",
      `l0: &l0 [1, 2]\n${many(60, (i) => `      l${String(i + 1)}: &l${String(i + 1)} [*l${String(i)}, *l${String(i)}]`, "\n")}`,
    ),
    parentheses: entry("p", `p: ${nested(10_000, "{a: ", "1", "}")}`),
    conditions: undefined,
    lists: entry("d", `d: ${nested(5_000, "[", "1", "]")}`),
    names: `${entry("__proto__", "constructor: 1")}\n${entry("constructor", '__proto__: "${__proto__.id}"')}\n${entry("toString", 'hasOwnProperty: "${constructor.prototype}"')}`,
    "does not parse": "  x: = ]: 5 }",
    "called by name": entry("r", 'description: {fn::invoke: {function: "os:index:eval", arguments: {code: "1"}, return: result}}'),
    "long text": entry("s", `description: "${"x".repeat(1_500_000)}"`),
    rules: entry("many", `ingress: [${many(fewer, (i) => `{fromPort: ${String(i % 65_536)}}`, ",")}]`),
    lines: entry("v", `tags:\n${many(50_000, (i) => `        v${String(i)}: ${String(i)}`, "\n")}`),
  },
};

const declarations: Readonly<Record<string, string>> = {
  Go: "func f(n int) int {\nreturn g(n) + 1\n}\n\nfunc g(n int) int {\nreturn f(n)\n}\n",
  "C#": "static class Deep { public static int F(int n) => G(n) + 1; public static int G(int n) => F(n); }",
  Java: "static int f(int n) { return g(n) + 1; } static int g(int n) { return f(n); }",
};

interface Found {
  readonly groups: Readonly<Record<string, number>>;
  readonly gaps: readonly string[];
}

async function read(files: Readonly<Record<string, string | Uint8Array>>): Promise<Found> {
  const { projects, gaps } = await readFolder(folderOf(files));
  const groups = projects.flatMap(({ stacks }) => stacks.flatMap(({ resources }) => resources.filter(({ type }) => type.endsWith(":SecurityGroup"))));
  const all = [...gaps, ...projects.flatMap((project) => [...project.gaps, ...project.stacks.flatMap((stack) => stack.gaps)])];
  const said = all.map(({ reason, span }) => `${span === undefined ? "" : `${span.file.name}: `}${reason}`);
  for (const text of said)
    if (/error of its own|\n\s+at |undefined|\[object/.test(text) || text.length > 400) throw new Error(`this is no sentence: ${text}`);
  return {
    groups: Object.fromEntries(groups.map(({ name, inputs }) => [name, Array.isArray(inputs.ingress) ? inputs.ingress.length : -1])),
    gaps: said,
  };
}

function programWith(name: string, trap: Trap): Readonly<Record<string, string | Uint8Array>> {
  const language = languages[name];
  if (language === undefined) throw new Error(`${name} is not spelt`);
  const { group, program } = language;
  const body = `${group("before")}\n${parts[name]?.[trap] ?? ""}\n${group("after")}`;
  return projectIn(language, program(body, declarations[name] ?? ""));
}

const all = Object.keys(languages);
const traps: readonly (readonly [name: string, trap: Trap, gap: RegExp | undefined, after: boolean, rules?: number])[] = [
  ["a loop without an end", "loop", /steps|rounds/, false],
  ["functions that call each other without an end", "recursion", /deep|itself|calls/, true],
  ["a text that doubles sixty times", "doubled text", undefined, true],
  ["a list that doubles sixty times", "doubled list", undefined, false],
  ["ten thousand parentheses", "parentheses", /too deeply/, false],
  ["thousands of conditions in each other", "conditions", undefined, false],
  ["thousands of lists in each other", "lists", /too deeply/, false],
  ["names that objects of JavaScript have", "names", undefined, true],
  ["a line that does not parse", "does not parse", /parse|not YAML/, false],
  ["what is called by its name, and reflection", "called by name", undefined, true],
  ["a text of one and a half million characters", "long text", undefined, true],
  ["a list of a hundred thousand rules", "rules", undefined, true, 100_000],
  ["fifty thousand lines", "lines", undefined, true],
];

describe.each(traps)("%s", (_, trap, gap, goesOn, rules) => {
  test.each(all.filter((language) => parts[language]?.[trap] !== undefined))("%s", async (language) => {
    const found = await read(programWith(language, trap));
    const what = { before: found.groups.before ?? found.gaps, after: goesOn ? (found.groups.after ?? found.gaps) : 1, many: found.groups.many };
    const expected = rules === undefined ? undefined : "TypeScript Python".includes(language) ? rules : fewer;
    expect(what).toEqual({ before: 1, after: 1, many: expected });
    if (gap !== undefined) expect(found.gaps.join("\n")).toMatch(gap);
    // Where the rest is not read, the report says why.
    if (found.groups.after === undefined) expect(found.gaps).not.toEqual([]);
  });
});

/** A function that calls itself in eight places, each under a condition of its own that nobody can decide. */
const calls = Array.from({ length: 8 }, (_, index) => index);
const tangles: Readonly<Record<string, string>> = {
  TypeScript: `const asked: any = JSON.parse(process.env.ASKED ?? ""); function walk(n: any): void { ${calls.map((i) => `if (n.is${String(i)}) { walk(n.at${String(i)}); }`).join(" ")} } walk(asked);`,
  Python: `import os, json\nasked = json.loads(os.environ["ASKED"])\ndef walk(n):\n${calls.map((i) => `    if n["is${String(i)}"]:\n        walk(n["at${String(i)}"])`).join("\n")}\nwalk(asked)`,
  Go: `var walk func(n string)\nwalk = func(n string) {\n${calls.map((i) => `if os.Getenv(n + "${String(i)}") == "" {\nwalk(os.Getenv("AT${String(i)}" + n))\n}`).join("\n")}\n}\nwalk("ASKED")`,
};

test.each(Object.keys(tangles))("a function with eight calls of itself, which nobody can decide, is left in time: %s", async (name) => {
  const language = languages[name];
  if (language === undefined) throw new Error(`${name} is not spelt`);
  const { group, program } = language;
  const { groups, gaps } = await read(projectIn(language, program(`${group("before")}\n${tangles[name] ?? ""}\n${group("after")}`, "")));
  expect({ groups, gaps }).toEqual({ groups: { before: 1, after: 1 }, gaps: [] });
});

/** What grammars try to make sense of in ever more ways. */
const nonsense: readonly (readonly [what: string, text: string, of?: RegExp])[] = [
  ["lines that no grammar knows", many(15_000, () => "@ ? ) ( =", "\n"), /^[^Y]/],
  ["conditions that other languages have", `v = ${many(15_000, () => 'c ? "a" : ')}"b"`, /^[^Y]/],
  ["comments in comments", `/*${many(25_000, () => "/* x \n")}`, /^[^Y]/],
  ["collections that are broken", many(40_000, (i) => `  x${String(i)}: { = ]: 5 }`, "\n"), /^YAML/],
  ["collections that are not closed", many(40_000, (i) => `  x${String(i)}: [ { a`, "\n"), /^YAML/],
  ["collections of a small file that are not closed", many(1_000, (i) => `  x${String(i)}: [ { a`, "\n"), /^YAML/],
  ["lists of a small file that close another way", many(1_000, (i) => `  x${String(i)}: [ { a ]`, "\n"), /^YAML/],
  ["texts in collections that are not closed", many(1_000, (i) => `  x${String(i)}: [ "a`, "\n"), /^YAML/],
  ["texts that are not closed", many(40_000, (i) => `  x${String(i)}: "a`, "\n"), /^YAML/],
];

describe.each(nonsense)("thousands of %s are given up", (_, text, of = /./) => {
  test.each(all.filter((name) => of.test(name)))("%s", async (name) => {
    const language = languages[name];
    if (language === undefined) throw new Error(`${name} is not spelt`);
    const { gaps } = await read(projectIn(language, language.program(text, "")));
    expect(gaps.join("\n")).toMatch(/parse|too deeply|not YAML/);
  });
});

const javaImports = "import com.pulumi.Pulumi;\nimport com.pulumi.aws.ec2.SecurityGroup;\n";

/** A module that ends the parser, beside one that has a group. */
const besides: readonly (readonly [what: string, files: Readonly<Record<string, string>>])[] = [
  [
    "Python",
    {
      "Pulumi.yaml": "name: p\nruntime: python\n",
      "__main__.py": 'import broken\nimport fine\nimport pulumi_aws as aws\naws.ec2.SecurityGroup("main")\n',
      "broken.py": `/*${many(25_000, () => "/* x \n")}`,
      "fine.py": 'import pulumi_aws as aws\naws.ec2.SecurityGroup("fine")\n',
    },
  ],
  [
    "TypeScript",
    {
      "Pulumi.yaml": "name: p\nruntime: nodejs\n",
      "index.ts": 'import "./broken";\nimport "./fine";\nimport * as aws from "@pulumi/aws";\nnew aws.ec2.SecurityGroup("main");\n',
      "broken.ts": many(15_000, () => "@ ? ) ( =", "\n"),
      "fine.ts": 'import * as aws from "@pulumi/aws";\nnew aws.ec2.SecurityGroup("fine");\n',
    },
  ],
  [
    "Java",
    {
      "Pulumi.yaml": "name: p\nruntime: java\n",
      "src/main/java/App.java": `${javaImports}public class App { public static void main(String[] a) { Pulumi.run(ctx -> { new Broken(); new Fine(); new SecurityGroup("main"); }); } }\n`,
      "src/main/java/Broken.java": `class Broken { int v = ${"x<".repeat(25_000)} }`,
      "src/main/java/Fine.java": `${javaImports}class Fine { Fine() { new SecurityGroup("fine"); } }\n`,
    },
  ],
];

test.each(besides)("what a program has beside a file that ends the parser is read, and so is the next program: %s", async (_, files) => {
  for (let round = 0; round < 2; round++) {
    const { groups, gaps } = await read(files);
    expect(groups).toEqual({ main: -1, fine: -1 });
    expect(gaps.join("\n")).toMatch(/broken\.\w+: .*does not parse/i);
    expect(gaps.join("\n")).not.toMatch(/parser ended in/);
  }
});

test("thousands of comments in a row are no more than blanks, and a text that looks like them is a text", async () => {
  const comments = many(20_000, (i) => `# line ${String(i)}`, "\n");
  const program = [
    "import pulumi_aws as aws",
    comments,
    `text = """\n${many(300, () => "# not a comment", "\n")}\n"""`,
    `if len(text) == ${String(300 * 16 + 1)} and "# not a comment" in text:`,
    many(300, (i) => `    # inside ${String(i)}`, "\n"),
    '    aws.ec2.SecurityGroup("fine")',
  ];
  const { groups, gaps } = await read({ "Pulumi.yaml": "name: p\nruntime: python\n", "__main__.py": program.join("\n") });
  expect({ groups, gaps }).toEqual({ groups: { fine: -1 }, gaps: [] });
});
