import { symlinkSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { portcullis, type Ended } from "../harness/command";
import { folderOf, removeFolders } from "../harness/folder";
import { readFolder } from "@portcullis/remediator/reader/read";
import { languages, projectIn, type Language } from "../harness/languages";

afterAll(removeFolders);

/** A project as it lies in a repository: its groups, and what is said of its files beside them. */
interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly links?: Readonly<Record<string, string>>;
  readonly groups: readonly string[];
  readonly said?: RegExp;
}

const every = (name: string, one: (language: Language, languageName: string) => Omit<Case, "name">): readonly Case[] =>
  Object.entries(languages).map(([languageName, language]) => ({ name: `${name}: ${languageName}`, ...one(language, languageName) }));

/** Letters in their encoding, where ASCII is not the same. */
const shiftJis = new Map(Object.entries({ あ: [0x82, 0xa0], 表: [0x95, 0x5c], ソ: [0x83, 0x5c] }));
const bigEndian = (text: string): Uint8Array => Buffer.from(text, "utf16le").swap16();
const wider = (text: string): Uint8Array =>
  Buffer.from(Array.from(text).flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8, 0, 0]));

interface Encoding {
  readonly letters: string;
  readonly encode: (text: string) => Uint8Array;
  /** As the letters are read; undefined where the file is not. */
  readonly read?: string;
  readonly said?: RegExp;
}

const encodings: Readonly<Record<string, Encoding>> = {
  "UTF-8 with a byte order mark": { letters: "büro", encode: (text) => Buffer.from(`\uFEFF${text}`), read: "büro" },
  "UTF-16, little end first, with a mark": { letters: "büro", encode: (text) => Buffer.from(`\uFEFF${text}`, "utf16le"), read: "büro" },
  "UTF-16, little end first, without a mark": { letters: "büro", encode: (text) => Buffer.from(text, "utf16le"), read: "büro" },
  "UTF-16, big end first, with a mark": { letters: "büro", encode: (text) => bigEndian(`\uFEFF${text}`), read: "büro" },
  "UTF-16, big end first, without a mark": { letters: "büro", encode: bigEndian, read: "büro" },
  "UTF-32": { letters: "büro", encode: (text) => wider(`\uFEFF${text}`), said: /begins like UTF-16 and is not/ },
  "UTF-32 without a mark": { letters: "büro", encode: wider, said: /has bytes of zero/ },
  "Latin-1": { letters: "büro-é", encode: (text) => Buffer.from(text, "latin1"), read: "büro-é", said: /is not UTF-8: it is read as Windows-1252/ },
  "Shift JIS, half of whose letters are backslashes": {
    letters: "あ表ソ",
    encode: (text) => Buffer.from(Array.from(text).flatMap((letter) => shiftJis.get(letter) ?? [letter.charCodeAt(0)])),
    read: "あ表ソ",
    said: /is not UTF-8: it is read as Shift JIS/,
  },
  "UTF-8 with a byte that is none": {
    letters: "büro",
    encode: (text) => Buffer.from(text).fill(0xff, text.length - 1, text.length),
    read: "büro",
    said: /has bytes that are not UTF-8/,
  },
  "carriage returns and line feeds": { letters: "web", encode: (text) => Buffer.from(text.replaceAll("\n", "\r\n")), read: "web" },
  "carriage returns alone": { letters: "web", encode: (text) => Buffer.from(text.replaceAll("\n", "\r")), read: "web" },
};

const encoded = Object.entries(encodings).flatMap(([name, { letters, encode, read, said }]) =>
  every(name, (language) => {
    const text = `${language.program(language.group(letters))}${language.comment} ${letters} #`;
    return { files: projectIn(language, encode(text)), groups: read === undefined ? [] : [read], ...(said === undefined ? {} : { said }) };
  }),
);

/** What a bundler or a formatter of machines makes: hardly any ends of lines. */
const filler: Readonly<Record<string, (index: number) => string>> = {
  TypeScript: (index) => `function f${String(index)}(a,b){return a?b:{k:[a,b,"x"]}}`,
  Python: (index) => `f${String(index)}=lambda a,b:{"k":[a,b,"x"]};`,
  Go: (index) => `func f${String(index)}(a,b int)[]int{return []int{a,b}};`,
  "C#": (index) => `class F${String(index)}{public int[] K(int a,int b)=>new[]{a,b};}`,
  Java: (index) => `static int[] f${String(index)}(int a,int b){return new int[]{a,b};}`,
  YAML: (index) => `v${String(index)}: {k: [a, b, x]}, `,
};

const minified = every("a line of 200,000 characters", ({ program, group, ...language }, name) => {
  const one = filler[name] ?? String;
  const body = Array.from({ length: 5_000 }, (_, index) => one(index)).join("");
  const text =
    name === "YAML"
      ? `{name: shop, runtime: yaml, variables: {${body}last: 1}, resources: {web: {type: "aws:ec2:SecurityGroup", properties: {ingress: [{cidrBlocks: [10.0.0.0/8]}]}}}}`
      : name === "TypeScript" || name === "Python"
        ? program(`${body}${group("web")}`)
        : program(group("web"), body);
  return { files: projectIn({ program, group, ...language }, text), groups: ["web"] };
});

const typescript = (text: string): string => `import * as aws from "@pulumi/aws";\n${text}`;
const open = (name: string): string => `new aws.ec2.SecurityGroup("${name}", { ingress: [{ cidrBlocks: ["10.0.0.0/8"] }] });`;
const goImports = '\t"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"\n\t"github.com/pulumi/pulumi/sdk/v3/go/pulumi"\n';
const javaImports = "import com.pulumi.*;\nimport com.pulumi.aws.ec2.*;\nimport com.pulumi.aws.ec2.inputs.*;\n";

const circles: readonly Case[] = [
  {
    name: "modules that import each other",
    files: {
      "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      "index.ts": typescript(
        'import { b } from "./b";\nexport const port = 22;\nexport function web(name: string) { return new aws.ec2.SecurityGroup(name, { ingress: [{ cidrBlocks: ["10.0.0.0/8"] }] }); }\nb("web");\n',
      ),
      "b.ts": 'import { web } from "./index";\nimport "./index";\nexport function b(name: string) { return web(name); }\n',
    },
    groups: ["web"],
  },
  {
    name: "modules that require each other, and see what is there by then",
    files: {
      "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      "index.js":
        'const aws = require("@pulumi/aws");\nexports.first = "early";\nconst b = require("./b");\nexports.second = "late";\nnew aws.ec2.SecurityGroup(b.name, { ingress: [{ cidrBlocks: ["10.0.0.0/8"] }] });\n',
      "b.js": 'const a = require("./index");\nexports.name = a.first + (a.second === undefined ? "" : "-late");\n',
    },
    groups: ["early"],
  },
  {
    name: "modules of Python that import each other",
    files: {
      "Pulumi.yaml": "name: shop\nruntime: python\n",
      "__main__.py": "import a\na.web()\n",
      "a.py": 'import b\nport = 22\ndef web():\n    b.group("web")\n',
      "b.py":
        'import a\nimport pulumi_aws as aws\ndef group(name):\n    aws.ec2.SecurityGroup(name, ingress=[{"from_port": a.port, "cidr_blocks": ["10.0.0.0/8"]}])\n',
    },
    groups: ["web"],
  },
  {
    name: "packages of Go that import each other, which Go forbids",
    files: {
      "Pulumi.yaml": "name: shop\nruntime: go\n",
      "go.mod": "module shop\n",
      "main.go": `package main\n\nimport (\n${goImports}\t"shop/a"\n)\n\nfunc main() {\n\tpulumi.Run(func(ctx *pulumi.Context) error {\n\t\t_, err := ec2.NewSecurityGroup(ctx, a.Name(), &ec2.SecurityGroupArgs{Ingress: ec2.SecurityGroupIngressArray{ec2.SecurityGroupIngressArgs{CidrBlocks: pulumi.StringArray{pulumi.String("10.0.0.0/8")}}}})\n\t\treturn err\n\t})\n}\n`,
      "a/a.go": 'package a\n\nimport "shop/b"\n\nconst First = "we"\n\nfunc Name() string { return First + b.Last }\n',
      "b/b.go": 'package b\n\nimport "shop/a"\n\nconst Last = "b"\n\nvar Whole = a.First + Last\n',
    },
    groups: ["web"],
  },
  {
    name: "classes of C# that need each other",
    files: {
      "Pulumi.yaml": "name: shop\nruntime: dotnet\n",
      "infra.csproj": "<Project/>",
      "Program.cs":
        'using Pulumi;\nusing Pulumi.Aws.Ec2;\nreturn await Deployment.RunAsync(() => { new SecurityGroup(A.Name, new SecurityGroupArgs { Ingress = { new Pulumi.Aws.Ec2.Inputs.SecurityGroupIngressArgs { CidrBlocks = { "10.0.0.0/8" } } } }); });\n',
      "A.cs": 'static class A { public static readonly string Name = "we" + B.Last; public static int Depth = B.Depth + 1; }\n',
      "B.cs": 'static class B { public const string Last = "b"; public static int Depth = A.Depth + 1; }\n',
    },
    groups: ["web"],
  },
  {
    name: "classes of Java that need each other",
    files: {
      "Pulumi.yaml": "name: shop\nruntime: java\n",
      "src/main/java/App.java": `${javaImports}public class App { public static void main(String[] args) { Pulumi.run(ctx -> { new SecurityGroup(A.NAME, SecurityGroupArgs.builder().ingress(SecurityGroupIngressArgs.builder().cidrBlocks("10.0.0.0/8").build()).build()); }); } }\n`,
      "src/main/java/A.java": 'class A { static final String NAME = "we" + B.LAST; static int depth = B.depth + 1; }\n',
      "src/main/java/B.java": 'class B { static final String LAST = "b"; static int depth = A.depth + 1; }\n',
    },
    groups: ["web"],
  },
  {
    name: "components of YAML that contain each other",
    files: {
      "Pulumi.yaml":
        "name: shop\nruntime: yaml\ncomponents:\n  a:\n    resources:\n      inner: {type: b}\n  b:\n    resources:\n      inner: {type: a}\nresources:\n  web: {type: aws:ec2:SecurityGroup, properties: {ingress: [{cidrBlocks: [10.0.0.0/8]}]}}\n  endless: {type: a}\n",
    },
    groups: ["web"],
    said: /./,
  },
];

const projects: readonly Case[] = [
  {
    name: "a program that is a link out of the repository",
    files: { "Pulumi.yaml": "name: shop\nruntime: nodejs\n", "index.ts": typescript(`import "./away";\n${open("web")}`) },
    links: { "away.ts": "/etc/hostname" },
    groups: ["web"],
    said: /is a link that leaves the repository/,
  },
  {
    name: "a project file that is no YAML",
    files: { "Pulumi.yaml": "name: [shop\n\truntime: :\n", "index.ts": typescript(open("web")) },
    groups: ["web"],
    said: /YAML|runtime/,
  },
  {
    name: "a project file that is a list",
    files: { "Pulumi.yaml": "- name\n", "index.ts": typescript(open("web")) },
    groups: ["web"],
    said: /is not a YAML object/,
  },
  {
    name: "an empty project file",
    files: {
      "Pulumi.yaml": "",
      "__main__.py": 'import pulumi_aws as aws\naws.ec2.SecurityGroup("web", ingress=[{"cidr_blocks": ["10.0.0.0/8"]}])\n',
    },
    groups: ["web"],
    said: /runtime/,
  },
  {
    name: "references without quotes in braces",
    files: {
      "Pulumi.yaml":
        "name: braces\nruntime: yaml\nconfiguration: {port: {type: integer, default: 22}}\nresources:\n  web:\n    type: aws:ec2:SecurityGroup\n    properties:\n      ingress: [{protocol: tcp, fromPort: ${port}, toPort: ${port}, cidrBlocks: ['10.0.0.0/8']}, {protocol: tcp, fromPort: 443, toPort: 443, cidrBlocks: ['10.0.0.0/8']}]\n  data:\n    type: aws:ec2:SecurityGroup\n    properties:\n      ingress: [{protocol: tcp, fromPort: 5432, toPort: 5432, cidrBlocks: ['10.0.0.0/8']}]\n",
    },
    groups: ["data", "web", "web"],
    said: /^p\d+\/Pulumi\.yaml is not YAML: .*\ningress\[0\] is not YAML$/,
  },
  {
    name: "bytes for a project file",
    files: { "Pulumi.yaml": Buffer.from([1, 0, 255, 254, 0, 7]), "index.ts": typescript(open("web")) },
    groups: ["web"],
    said: /has bytes of zero/,
  },
  {
    name: "a project that is called like a member of every object, with settings that are",
    files: {
      "Pulumi.yaml": "name: __proto__\nruntime: nodejs\nconfig:\n  constructor: {type: string, default: web}\n",
      "Pulumi.__proto__.yaml": "config:\n  __proto__:toString: text\n",
      "index.ts": typescript(
        'import * as pulumi from "@pulumi/pulumi";\nnew aws.ec2.SecurityGroup(new pulumi.Config().require("constructor"), { ingress: [{ cidrBlocks: ["10.0.0.0/8"] }] });\nnew aws.ec2.SecurityGroup(new pulumi.Config().require("toString"), { ingress: [{ cidrBlocks: ["10.0.0.0/8"] }] });\n',
      ),
    },
    groups: ["text", "web"],
  },
  ...["first", "second"].map((name) => ({
    name: `the ${name} of two projects with one name`,
    files: { "Pulumi.yaml": "name: twin\nruntime: nodejs\n", "index.ts": typescript(open(name)) },
    groups: [name],
    ...(name === "second" ? { said: /is the name of .*Pulumi.yaml as well/ } : {}),
  })),
];

const cases = [...encoded, ...minified, ...circles, ...projects];
const folderNames = cases.map((_, index) => `p${String(index).padStart(3, "0")}`);

interface Rules {
  readonly rules: readonly { readonly resource: string; readonly location: { readonly file: string } }[];
  readonly notRead: readonly { readonly location?: { readonly file: string }; readonly reason: string }[];
}

let ended: Readonly<Record<"rules" | "check", Ended>>;
let found: Rules;

// One repository has all of them: whatever one project is, the others are read.
beforeAll(async () => {
  const top = folderOf(
    Object.fromEntries(
      cases.flatMap(({ files }, index) => Object.entries(files).map(([name, content]) => [`${folderNames[index] ?? ""}/${name}`, content] as const)),
    ),
  );
  for (const [index, { links = {} }] of cases.entries())
    for (const [name, target] of Object.entries(links)) symlinkSync(target, path.join(top, folderNames[index] ?? "", name));
  ended = {
    rules: await portcullis(["rules", ".", "--format", "json"], { folder: top }),
    check: await portcullis(["check", ".", "--all"], { folder: top }),
  };
  found = JSON.parse(ended.rules.stdout) as Rules;
});

test.each(cases.map((one, index) => [one.name, folderNames[index] ?? "", one] as const))("%s", (_, name, { groups, said }) => {
  const isHere = ({ location }: { readonly location?: { readonly file: string } | null }): boolean => location?.file.startsWith(`${name}/`) === true;
  const reasons = found.notRead.filter((one) => isHere(one) || one.reason.startsWith(`${name}/`)).map(({ reason }) => reason);
  expect([found.rules.filter(isHere).map(({ resource }) => resource), reasons]).toEqual([groups, reasons]);
  expect(reasons.join("\n")).toMatch(said ?? /^(?!.*(?:is not UTF-8|not text|has bytes|cannot be read|does not parse))/s);
});

test.each(["rules", "check"] as const)("%s of the repository that has them ends well and soon, with a sentence for each", (command) => {
  const { code, stdout, stderr, seconds } = ended[command];
  expect({ code, stderr, isSoon: seconds < 100 }).toEqual({ code: command === "rules" ? 0 : expect.any(Number), stderr: "", isSoon: true });
  expect([0, 1]).toContain(code);
  expect(stdout).not.toMatch(/error of its own|\n\s+at |undefined|\[object/);
});

test.each([
  ["nodejs", "index.ts", "//"],
  ["python", "__main__.py", "#"],
  ["java", "src/main/java/App.java", "//"],
])("an entry of %s that is too large to be read is told once", async (runtime, file, comment) => {
  const folder = folderOf({
    "Pulumi.yaml": `name: shop\nruntime: ${runtime}\n`,
    "pom.xml": "<project/>\n",
    [file]: `${comment} ${"x".repeat(70)}\n`.repeat(30_000),
  });
  const { projects, gaps } = await readFolder(folder);
  const all = [...gaps, ...projects.flatMap((project) => [...project.gaps, ...project.stacks.flatMap((stack) => stack.gaps)])];
  expect([...new Set(all.map(({ reason }) => reason))]).toEqual([expect.stringMatching(/larger than 2 MB/)]);
});
