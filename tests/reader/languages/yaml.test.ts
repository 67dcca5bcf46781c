import { afterAll, describe, expect, test } from "@jest/globals";
import type { Registration } from "@portcullis/remediator/reader/interpreter/registration";
import { bounds } from "@portcullis/remediator/reader/interpreter/run";
import { List } from "@portcullis/remediator/reader/interpreter/list";
import { RecordData, type Value } from "@portcullis/remediator/reader/interpreter/value";
import { folderOf, removeFolders } from "../../harness/folder";
import { readYamlPrograms, type YamlReading } from "../../harness/yaml-program";

afterAll(removeFolders);

type Files = Readonly<Record<string, string>>;

/** Reads one program: its body, or its files. */
function read(program: string | Files): YamlReading {
  const files = typeof program === "string" ? { "Pulumi.yaml": `name: shop\nruntime: yaml\n${program}`, "Pulumi.dev.yaml": "" } : program;
  const [reading] = readYamlPrograms(folderOf(files));
  if (reading === undefined) throw new Error("there is no program in YAML");
  return reading;
}

/** Every resource but the stack, as "TYPE NAME" to its inputs without what the provider adds. */
function inputs({ resources }: YamlReading): unknown {
  return Object.fromEntries(
    resources
      .slice(1)
      .map(({ type, name, inputs: { description, ...given } }) => [
        `${type} ${name}`,
        description === undefined || description === "Managed by Pulumi" ? given : { ...given, description },
      ]),
  );
}

/** What was not read, as "TEXT: reason". */
const gaps = ({ gaps: found }: YamlReading): readonly string[] =>
  found.map(({ reason, span }) => `${span === undefined ? "" : span.file.text.slice(span.start, span.end)}: ${reason}`);

const group = (body: string): string => `resources:\n  web:\n    type: aws:ec2:SecurityGroup\n    properties:\n${body.replace(/^/gm, "      ")}\n`;
const web = "aws:ec2/securityGroup:SecurityGroup web";

describe("what a document says", () => {
  test.each<readonly [name: string, program: string | Files, expected: unknown]>([
    [
      "rules in block and flow style, and numbers as they are",
      group(
        'ingress:\n- protocol: tcp\n  fromPort: 22\n  toPort: 22\n  cidrBlocks: ["0.0.0.0/0"]\n- {protocol: -1, fromPort: 0, toPort: 0, self: true}',
      ),
      {
        [web]: {
          ingress: [
            { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] },
            { protocol: -1, fromPort: 0, toPort: 0, self: true },
          ],
        },
      },
    ],
    [
      "a resource that is written after its use",
      "resources:\n  rule:\n    type: aws:ec2:SecurityGroupRule\n    properties: {securityGroupId: '${web.name}'}\n  web:\n    type: aws:ec2:SecurityGroup\n    properties: {name: front}\n",
      {
        "aws:ec2/securityGroup:SecurityGroup web": { name: "front" },
        "aws:ec2/securityGroupRule:SecurityGroupRule rule": { securityGroupId: "front" },
      },
    ],
    [
      "variables, with elements and properties",
      `variables:\n  offices:\n    - {cidr: 192.0.2.0/24}\n    - {cidr: 198.51.100.0/24}\n  all: {"a b": ["10.0.0.0/8"]}\n${group("ingress:\n- cidrBlocks: ['${offices[1].cidr}', '${all[\"a b\"][0]}']")}`,
      {
        [web]: { ingress: [{ cidrBlocks: ["198.51.100.0/24", "10.0.0.0/8"] }] },
      },
    ],
    [
      "texts with references, and dollars",
      `variables: {env: prod, port: 8080, on: true}\n${group("name: web-${env}-${port}-${on}\ndescription: costs $$5 ${env}$ $x\ntags: {'${env}': x, $$a: y}")}`,
      {
        [web]: { name: "web-prod-8080-true", description: "costs $5 prod$ $x", tags: { prod: "x", $a: "y" } },
      },
    ],
    [
      "settings: the stack's, and a default",
      {
        "Pulumi.yaml": `name: shop\nruntime: yaml\nconfig:\n  office: {type: string}\n  ports: {type: array, items: {type: integer}, default: [80, 443]}\n  size: small\n  admin: {type: integer, default: 22}\n${group("ingress:\n- {cidrBlocks: ['${office}'], fromPort: '${ports[1]}', toPort: '${admin}'}\ntags: {size: '${size}', office: '${shop:office}', region: '${aws:region}'}")}`,
        "Pulumi.dev.yaml": 'config: {shop:office: 192.0.2.0/24, aws:region: eu-west-1, admin: "2222"}',
      },
      {
        [web]: {
          ingress: [{ cidrBlocks: ["192.0.2.0/24"], fromPort: 443, toPort: 2222 }],
          tags: { size: "small", office: "192.0.2.0/24", region: "eu-west-1" },
        },
      },
    ],
    [
      "the old name of the configuration",
      {
        "Pulumi.yaml": "name: shop\nruntime: yaml\n",
        "Main.yaml": `configuration:\n  port: {type: Number, default: 22}\n${group("ingress: [{fromPort: '${port}'}]")}`,
      },
      { [web]: { ingress: [{ fromPort: 22 }] } },
    ],
    [
      "a document in JSON",
      {
        "Pulumi.yaml": "name: shop\nruntime: yaml\nmain: program\n",
        "program/Main.json":
          '{"resources": {"web": {"type": "aws:ec2:SecurityGroup", "properties": {"ingress": [{"fromPort": 22, "cidrBlocks": ["0.0.0.0/0"]}]}}}}',
      },
      { [web]: { ingress: [{ fromPort: 22, cidrBlocks: ["0.0.0.0/0"] }] } },
    ],
    [
      "functions",
      `variables:\n  all: {"fn::join": ["/", ["10.0.0.0", "8"]]}\n  parts: {fn::split: [",", "a,b,c"]}\n  json: {fn::toJSON: {b: ["\${all}"], a: "<x>"}}\n${group("name: {fn::select: [1, ['x', '${parts[2]}']]}\ntags:\n  json: ${json}\n  base: {fn::toBase64: hi}\n  text: {Fn::FromBase64: aGk=}\n  count: {fn::length: '${parts}'}\n  one: {fn::singleOrNone: [only]}\n  sha: {fn::sha1: hi}\n  secret: {fn::secret: s3cret}")}`,
      {
        [web]: {
          name: "c",
          tags: {
            json: '{"a":"\\u003cx\\u003e","b":["10.0.0.0/8"]}',
            base: "aGk=",
            text: "hi",
            count: 3,
            one: "only",
            sha: "c22b5f9178342609428d6f51b2c5af4c0bde6a42",
            secret: "s3cret",
          },
        },
      },
    ],
    [
      "files of the repository",
      {
        "Pulumi.yaml": `name: shop\nruntime: yaml\n${group("description: {fn::readFile: ./text.txt}\ntags: {a: {fn::readFile: '${pulumi.cwd}/text.txt'}, b: {fn::filebase64: text.txt}}")}`,
        "text.txt": "from a file",
      },
      { [web]: { description: "from a file", tags: { a: "from a file", b: "ZnJvbSBhIGZpbGU=" } } },
    ],
    [
      "anchors, aliases and merge keys",
      `variables:\n  base: &base {protocol: tcp, fromPort: 22, toPort: 22}\n${group("ingress:\n- <<: *base\n  toPort: 23\n- *base")}`,
      {
        [web]: {
          ingress: [
            { protocol: "tcp", fromPort: 22, toPort: 23 },
            { protocol: "tcp", fromPort: 22, toPort: 22 },
          ],
        },
      },
    ],
    [
      "properties that are a variable",
      "variables:\n  args: {name: front}\nresources:\n  web:\n    type: aws:ec2:SecurityGroup\n    properties: ${args}\n",
      { [web]: { name: "front" } },
    ],
    ["names that are given", "resources:\n  a:\n    type: aws:ec2:SecurityGroup\n    name: web\n", { [web]: {} }],
    [
      "types in every spelling",
      "resources:\n  a: {type: 'aws:ec2/securityGroup:SecurityGroup'}\n  b: {type: 'aws:ec2:securitygroup'}\n  c: {type: 'aws-native:ec2:SecurityGroup'}\n  d: {type: 'random:RandomPassword'}\n  e: {type: 'tls:PrivateKey'}\n  f: {type: 'kubernetes:core/v1:Service'}\n  g: {type: 'pulumi:providers:aws'}\n",
      {
        "aws:ec2/securityGroup:SecurityGroup a": {},
        "aws:ec2/securityGroup:SecurityGroup b": {},
        "aws-native:ec2:SecurityGroup c": {},
        "random:index/randomPassword:RandomPassword d": {},
        "tls:index/privateKey:PrivateKey e": {},
        "kubernetes:core/v1:Service f": {},
        "pulumi:providers:aws g": {},
      },
    ],
    [
      "names of all kinds",
      group("tags: {__proto__: x, constructor: y}").replace("  web:", "  __proto__: {type: 'aws:ec2:Vpc'}\n  web:"),
      {
        "aws:ec2/vpc:Vpc __proto__": {},
        [web]: { tags: JSON.parse('{"__proto__": "x", "constructor": "y"}') as unknown },
      },
    ],
    ["no resources at all", "outputs: {a: 1}", {}],
  ])("%s", (_, program, expected) => {
    const reading = read(program);
    expect([inputs(reading), gaps(reading)]).toEqual([expected, []]);
  });

  test("references to resources: identifiers, dependencies and data sources", () => {
    const reading = read(
      `variables:\n  zones:\n    fn::invoke: {function: aws:getAvailabilityZones, arguments: {state: available}, return: names}\n  list:\n    fn::aws:ec2:getManagedPrefixList: {name: com.amazonaws.global.cloudfront.origin-facing}\n  vpc:\n    fn::invoke: {function: aws:ec2/getVpc:getVpc, arguments: {default: true}}\nresources:\n  web:\n    type: aws:ec2:SecurityGroup\n    properties:\n      vpcId: \${vpc.id}\n      ingress: [{prefixListIds: ['\${list.id}']}]\n  rule:\n    type: aws:ec2:SecurityGroupRule\n    properties: {securityGroupId: '\${web.id}', description: 'of \${web.arn}'}\n`,
    );
    const [, first, second] = reading.registrations;
    const id = fieldOf(second, "securityGroupId");
    expect([...(id?.from ?? [])].map(({ urn }) => urn)).toEqual([first?.urn]);
    expect(reading.resources[2]?.propertyDependencies).toEqual({ securityGroupId: [first?.urn], description: [first?.urn] });
    expect(fieldOf(first, "vpcId")?.data).toBe("default");
    expect(reading.resources[1]?.inputs.ingress).toEqual([{ prefixListIds: ["com.amazonaws.global.cloudfront.origin-facing"] }]);
    expect(gaps(reading)).toEqual([]);
  });

  test("options: parents, providers, default providers, and what is only looked up", () => {
    const { registrations, resources } = read(
      "resources:\n  west: {type: 'pulumi:providers:aws', defaultProvider: true, properties: {region: us-west-2}}\n  east: {type: 'pulumi:providers:aws', properties: {region: us-east-1}}\n  vpc: {type: 'aws:ec2:Vpc'}\n  web:\n    type: aws:ec2:SecurityGroup\n    options: {parent: '${vpc}', provider: '${east}', dependsOn: ['${old}'], protect: true}\n  old:\n    type: aws:ec2:SecurityGroup\n    get: {id: sg-1}\n",
    );
    const of = (name: string): Registration | undefined => registrations.find((one) => one.name === name);
    expect([of("web")?.options.parent?.name, of("web")?.options.provider?.name, of("vpc")?.options.provider?.name]).toEqual(["vpc", "east", "west"]);
    expect(of("web")?.urn).toBe("urn:pulumi:dev::shop::aws:ec2/vpc:Vpc$aws:ec2/securityGroup:SecurityGroup::web");
    expect(resources.find(({ name }) => name === "old")).toMatchObject({ isRead: true, id: "sg-1", inputs: {} });
    expect(registrations.map(({ name }) => name)).toEqual(["shop-dev", "west", "east", "vpc", "old", "web"]);
  });

  test("outputs are the stack's", () => {
    const { resources } = read("variables: {a: 1}\noutputs: {b: '${a}', c: [x]}\n");
    expect(resources[0]?.outputs).toEqual({ b: 1, c: ["x"] });
  });

  test("components: in the document, and in a package of the repository", () => {
    const component =
      "components:\n  Web:\n    inputs: {cidr: {type: string}, port: {type: integer, default: 443}}\n    resources:\n      group:\n        type: aws:ec2:SecurityGroup\n        properties:\n          ingress: [{cidrBlocks: ['${cidr}'], fromPort: '${port}'}]\n    outputs: {port: '${port}'}\n";
    const use = (type: string): string =>
      `resources:\n  site:\n    type: ${type}\n    properties: {cidr: 10.0.0.0/8}\n  other:\n    type: aws:ec2:SecurityGroup\n    properties: {description: 'port \${site.port}'}\n`;
    const readings = [
      read(`${component}${use("shop:index:Web")}`),
      read({
        "app/Pulumi.yaml": `name: shop\nruntime: yaml\npackages: {parts: ../parts}\n${use("parts:index:Web")}`,
        "parts/PulumiPlugin.yaml": "name: parts\nruntime: yaml\n",
        "parts/web.yaml": component,
      }),
    ];
    for (const reading of readings) {
      const [, , child, other] = reading.resources;
      expect(child).toMatchObject({ name: "site-group", inputs: { ingress: [{ cidrBlocks: ["10.0.0.0/8"], fromPort: 443 }] } });
      expect(child?.parent).toBe(reading.resources[1]?.urn);
      expect(other?.inputs.description).toBe("port 443");
      expect(gaps(reading)).toEqual([]);
    }
  });

  test("what stands where: entries, elements, references", () => {
    const { registrations } = read(
      `variables:\n  office: 192.0.2.0/24\n${group("ingress:\n- fromPort: 22 # ssh\n  cidrBlocks: ['${office}', \"0.0.0.0/0\"]\n- {fromPort: 80}")}`,
    );
    const [, resource] = registrations;
    const text = (span: { readonly file: { readonly text: string }; readonly start: number; readonly end: number } | undefined): string =>
      span === undefined ? "" : span.file.text.slice(span.start, span.end);
    const ingress = fieldOf(resource, "ingress")?.data;
    const rules = ingress instanceof List ? ingress.items : [];
    const first = rules[0]?.value.data;
    const cidrs = first instanceof RecordData ? first.fields.get("cidrBlocks")?.value.data : undefined;
    const sources = cidrs instanceof List ? cidrs.items : [];
    expect({
      resource: text(resource?.span).slice(0, 12),
      statement: text(resource?.statement).slice(0, 12),
      inputs: text(resource?.inputsSpan).slice(0, 8),
      entry: text(entryOf(resource, "ingress")).slice(0, 12),
      element: rules.map(({ placement }) => (placement.kind === "literal" ? text(placement.element) : placement.kind)),
      sources: sources.map(({ placement }) => (placement.kind === "literal" ? text(placement.element) : placement.kind)),
      origin: sources.map(({ value: { origin } }) => [origin.how, text(origin.span), text(origin.from?.span)]),
    }).toEqual({
      resource: "web:\n    typ",
      statement: "web:\n    typ",
      inputs: "ingress:",
      entry: "ingress:\n   ",
      element: ["- fromPort: 22 # ssh\n        cidrBlocks: ['${office}', \"0.0.0.0/0\"]", "- {fromPort: 80}"],
      sources: ["'${office}'", '"0.0.0.0/0"'],
      origin: [
        ["name", "'${office}'", "192.0.2.0/24"],
        ["written", '"0.0.0.0/0"', ""],
      ],
    });
  });
});

describe("what is not known, and why", () => {
  test.each<readonly [name: string, program: string | Files, property: string, reason: string]>([
    [
      "a setting of no stack",
      `config: {office: {type: string}}\n${group("name: ${office}")}`,
      "name",
      "is the setting shop:office, which the stack dev does not have",
    ],
    [
      "a secret",
      { "Pulumi.yaml": `name: shop\nruntime: yaml\n${group("name: ${office}")}`, "Pulumi.dev.yaml": "config: {office: {secure: v1}}" },
      "name",
      "is the secret setting shop:office",
    ],
    [
      "a stack's output",
      `variables:\n  vpc: {fn::stackReference: [org/net/prod, vpcId]}\n${group("vpcId: ${vpc}")}`,
      "vpcId",
      "is the output vpcId of the stack org/net/prod, which is known only to the engine",
    ],
    [
      "an answer",
      `variables:\n  ami: {fn::invoke: {function: other:getThing}}\n${group("name: x-${ami.id}")}`,
      "name",
      "is the answer of other:getThing, which is known only when it is asked",
    ],
    [
      "a file that is not there",
      group("description: {fn::readFile: ../../../etc/hostname}"),
      "description",
      "is the content of ../../../etc/hostname, which is not in the repository",
    ],
    [
      "JSON of what is not known",
      `config: {office: {type: string}}\n${group("name: {fn::toJSON: {a: '${office}'}}")}`,
      "name",
      "is the setting shop:office, which the stack dev does not have",
    ],
    [
      "the stack's name where no stack has a file",
      { "Pulumi.yaml": `name: shop\nruntime: yaml\n${group("name: web-${pulumi.stack}")}` },
      "name",
      "is the stack's name, which is not known",
    ],
  ])("%s", (_, program, property, reason) => {
    const reading = read(program);
    expect(fieldOf(reading.registrations[1], property)?.data).toMatchObject({ kind: "hole", reason });
    expect(gaps(reading)).toEqual([]);
  });
});

describe("what is wrong is a gap with its place, and the rest is read", () => {
  test.each<readonly [name: string, program: string | Files, complaint: string]>([
    [
      "a name that is not there",
      `${group("name: ${nowhere.id}")}  two: {type: 'aws:ec2:Vpc'}\n`,
      "${nowhere.id}: There is no resource, variable or setting called nowhere",
    ],
    ["a circle of variables", `variables: {a: '\${b}', b: '\${a}'}\nresources: {two: {type: 'aws:ec2:Vpc'}}`, "'${a}': depends on itself: a → b → a"],
    [
      "a circle of resources",
      "resources:\n  a: {type: 'aws:ec2:Vpc', options: {parent: '${b}'}}\n  b: {type: 'aws:ec2:Vpc', options: {parent: '${a}'}}\n  two: {type: 'aws:ec2:Vpc'}\n",
      "depends on itself: a → b → a",
    ],
    ["a resource without a type", "resources: {a: {properties: {}}, two: {type: 'aws:ec2:Vpc'}}", "a: {properties: {}}: The resource a has no type"],
    ["a type that is none", "resources: {a: {type: vpc}, two: {type: 'aws:ec2:Vpc'}}", "vpc: The resource a has the type vpc, which is none"],
    ["a brace that is not closed", `${group("name: '${nowhere'")}  two: {type: 'aws:ec2:Vpc'}\n`, "has a ${ without its }"],
    [
      "a function that is not known",
      `${group("name: {fn::magic: 1}")}  two: {type: 'aws:ec2:Vpc'}\n`,
      "fn::magic: fn::magic is a function that is not known",
    ],
    ["a join of one", `${group("name: {fn::join: [x]}")}  two: {type: 'aws:ec2:Vpc'}\n`, "fn::join: [x]: fn::join takes a list of two"],
    ["resources that are a list", "resources: [1]\nvariables: {x: 1}", "[1]: resources is not an object"],
    ["a parent that is a text", "resources: {two: {type: 'aws:ec2:Vpc', options: {parent: x}}}", "x: parent is not a resource"],
    [
      "a component of a package that is elsewhere",
      {
        "Pulumi.yaml":
          "name: shop\nruntime: yaml\npackages: {parts: 'github.com/acme/parts'}\nresources: {a: {type: 'parts:index:Web'}, two: {type: 'aws:ec2:Vpc'}}",
      },
      "a: Web is a component of the package parts, whose resources are not read",
    ],
    [
      "a component that contains itself",
      "components: {Web: {resources: {in: {type: 'shop:index:Web'}}}}\nresources: {a: {type: 'shop:index:Web'}, two: {type: 'aws:ec2:Vpc'}}",
      "in: Web is a component that contains itself",
    ],
    [
      "a compiler",
      { "Pulumi.yaml": "name: shop\nruntime: {name: yaml, options: {compiler: cue export}}\nresources: {two: {type: 'aws:ec2:Vpc'}}" },
      "compiler: cue export: The program is what a compiler gives, which is not run",
    ],
    [
      "a document that is broken",
      { "Pulumi.yaml": "name: shop\nruntime: yaml\n", "Main.yaml": "resources:\n  two: {type: 'aws:ec2:Vpc'}\n  web: {type: [\n" },
      "is not YAML",
    ],
  ])("%s", (_, program, complaint) => {
    const reading = read(program);
    expect(gaps(reading).join("\n")).toContain(complaint);
    if (JSON.stringify(program).includes("two:")) expect(reading.resources.map(({ name }) => name)).toContain("two");
  });

  test("more steps than the bounds allow", () => {
    const reading = readYamlPrograms(
      folderOf({ "Pulumi.yaml": `name: shop\nruntime: yaml\n${group(`ingress: [${"{fromPort: 1}, ".repeat(2000)}]`)}` }),
      { ...bounds, steps: 1000 },
    )[0];
    expect(reading?.gaps.map(({ reason }) => reason)).toEqual(["reading stopped after 1,000 steps"]);
  });
});

function fieldOf(registration: Registration | undefined, name: string): Value | undefined {
  return registration?.inputs.data instanceof RecordData ? registration.inputs.data.fields.get(name)?.value : undefined;
}

function entryOf(
  registration: Registration | undefined,
  name: string,
): { readonly file: { readonly text: string }; readonly start: number; readonly end: number } | undefined {
  return registration?.inputs.data instanceof RecordData ? registration.inputs.data.fields.get(name)?.entry : undefined;
}
