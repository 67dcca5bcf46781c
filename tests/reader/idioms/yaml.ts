import type { Files, Idiom } from "./idiom";

const head = "name: shop\nruntime: yaml\n";

const idiom = (sentence: string, body: string, makes: readonly string[], notRead: readonly string[] = [], more: Files = {}): Idiom => ({
  sentence,
  files: { "Pulumi.yaml": `${head}${body}`, ...more },
  makes,
  notRead,
});

/** The group `web` with one rule, in flow style. */
const group = (rule: string): string => `resources:\n  web:\n    type: aws:ec2:SecurityGroup\n    properties:\n      ingress:\n        - ${rule}\n`;

const rule = (port: string, block = "10.0.0.0/8"): string => `{ protocol: tcp, fromPort: ${port}, toPort: ${port}, cidrBlocks: ["${block}"] }`;

const web = (...rules: readonly string[]): readonly string[] => [`SecurityGroup web ${rules.map((one) => `in ${one}`).join(", ")}`];

export const yaml: readonly Idiom[] = [
  idiom(
    "what somebody's own package makes has no identifier that is known",
    'resources:\n  part: { type: shopparts:index:Part }\n  web: { type: aws:ec2:SecurityGroup, properties: { ingress: [{ protocol: tcp, fromPort: 22, toPort: 22, securityGroups: ["${part.id}"] }], description: "${part.name}" } }\n',
    ["Part part", "SecurityGroup web in tcp 22 securityGroups=[?], description=?"],
    ["is of the package shopparts"],
  ),
  idiom("a rule in flow style", group(rule("22")), web("tcp 22 10.0.0.0/8")),
  idiom(
    "a rule in block style, keys in any order",
    group("cidrBlocks:\n            - 10.0.0.0/8\n          toPort: 22\n          fromPort: 22\n          protocol: tcp"),
    web("tcp 22 10.0.0.0/8"),
  ),
  idiom("fn::join", `variables: { block: { fn::join: [".", ["10", "0", "0", "0/8"]] } }\n${group(rule("22", "${block}"))}`, web("tcp 22 10.0.0.0/8")),
  idiom(
    "fn::split and fn::select",
    `variables:\n  parts: { fn::split: [",", "10.0.0.0/8,10.1.0.0/16"] }\n  one: { fn::select: [1, "\${parts}"] }\n${group(rule("22", "${one}"))}`,
    web("tcp 22 10.1.0.0/16"),
  ),
  idiom(
    "fn::toJSON, and a text of it",
    'variables: { made: { fn::toJSON: { b: [1, true, null], a: "x" } } }\nresources:\n  web: { type: aws:ec2:SecurityGroup, properties: { description: "${made}" } }\n',
    ['SecurityGroup web description="{\\"a\\":\\"x\\",\\"b\\":[1,true,null]}"'],
  ),
  idiom(
    "fn::toBase64 and fn::fromBase64",
    `variables: { made: { fn::fromBase64: { fn::toBase64: 10.0.0.0/8 } } }\n${group(rule("22", "${made}"))}`,
    web("tcp 22 10.0.0.0/8"),
  ),
  idiom("fn::readFile", `variables: { block: { fn::readFile: ./block.txt } }\n${group(rule("22", "${block}"))}`, web("tcp 22 10.0.0.0/8"), [], {
    "block.txt": "10.0.0.0/8",
  }),
  idiom(
    "fn::readFile of a file that is outside",
    `variables: { block: { fn::readFile: ../../etc/hostname } }\n${group(rule("22", "${block}"))}`,
    web("tcp 22 ?"),
  ),
  idiom("fn::secret", `variables: { block: { fn::secret: 10.0.0.0/8 } }\n${group(rule("22", "${block}"))}`, web("tcp 22 10.0.0.0/8")),
  idiom(
    "a secret of a secret",
    `variables: { block: { fn::secret: { fn::secret: 10.0.0.0/8 } } }\n${group(rule("22", "${block}"))}`,
    web("tcp 22 10.0.0.0/8"),
  ),
  idiom(
    "fn::invoke with what it returns",
    `variables:\n  block:\n    fn::invoke:\n      function: aws:ec2:getVpc\n      arguments: { default: true }\n      return: cidrBlock\n${group(rule("22", "${block}"))}`,
    web("tcp 22 172.31.0.0/16"),
  ),
  idiom(
    "fn::invoke in the short form",
    `variables:\n  vpc: { fn::aws:ec2:getVpc: { default: true } }\n${group(rule("22", "${vpc.cidrBlock}"))}`,
    web("tcp 22 172.31.0.0/16"),
  ),
  idiom(
    "a data source that its arguments settle",
    `variables:\n  region: { fn::invoke: { function: aws:getRegion, arguments: {}, return: id } }\nconfig: { aws:region: { default: eu-west-1 } }\nresources:\n  web: { type: aws:ec2:SecurityGroup, properties: { description: "in \${region}" } }\n`,
    ['SecurityGroup web description="in eu-west-1"'],
  ),
  idiom(
    "variables that stand below what they need",
    `variables: { a: "\${b}", b: "\${c}/8", c: 10.0.0.0 }\n${group(rule("22", "${a}"))}`,
    web("tcp 22 10.0.0.0/8"),
  ),
  idiom("variables that need each other", `variables: { a: "\${b}", b: "\${a}" }\n${group(rule("22", "${a}"))}`, web("tcp 22 ?"), ["itself"]),
  idiom(
    "parts of parts, by number and by text",
    `variables: { nets: { "a b": [{ block: 10.0.0.0/8 }], ports: [22, 443] } }\n${group('{ protocol: tcp, fromPort: "${nets.ports[0]}", toPort: "${nets[\\"ports\\"][0]}", cidrBlocks: ["${nets[\\"a b\\"][0].block}"] }')}`,
    web("tcp 22 10.0.0.0/8"),
  ),
  idiom("dollars that are none", 'resources:\n  web: { type: aws:ec2:SecurityGroup, properties: { description: "costs $5 $${x} $$" } }\n', [
    'SecurityGroup web description="costs $5 ${x} $"',
  ]),
  idiom(
    "settings of every type, and their defaults",
    `config:\n  port: { type: integer, default: 22 }\n  blocks: { type: array, items: { type: string }, default: [10.0.0.0/8] }\n  open: { type: object, default: { proto: tcp } }\n${group('{ protocol: "${open.proto}", fromPort: "${port}", toPort: "${port}", cidrBlocks: "${blocks}" }')}`,
    web("tcp 22 10.0.0.0/8"),
  ),
  idiom(
    "a setting of the stack before its default",
    `config: { port: { type: integer, default: 22 } }\n${group(rule('"${port}"'))}`,
    web("tcp 443 10.0.0.0/8"),
    [],
    {
      "Pulumi.dev.yaml": 'config: { shop:port: "443" }\n',
    },
  ),
  idiom("a setting that nobody has", `config: { port: { type: integer } }\n${group(rule('"${port}"'))}`, web("tcp ? 10.0.0.0/8")),
  idiom(
    "names of the project, the stack and the folder",
    'resources:\n  web: { type: aws:ec2:SecurityGroup, properties: { description: "${pulumi.project}-${pulumi.stack}" } }\n',
    ['SecurityGroup web description="shop-dev"'],
    [],
    {
      "Pulumi.dev.yaml": "",
    },
  ),
  idiom(
    "options: a parent, what it needs, a name of its own",
    'resources:\n  vpc: { type: aws:ec2:Vpc, properties: { cidrBlock: 10.0.0.0/16 } }\n  web:\n    type: aws:ec2:SecurityGroup\n    name: front\n    properties: { vpcId: "${vpc.id}" }\n    options: { parent: "${vpc}", dependsOn: ["${vpc}"], protect: true }\n',
    ['Vpc vpc cidrBlock="10.0.0.0/16"', "SecurityGroup front below vpc vpcId=<id>"],
  ),
  idiom(
    "a resource that exists",
    'resources:\n  web: { type: aws:ec2:SecurityGroup, get: { id: sg-1 } }\n  more:\n    type: aws:ec2:SecurityGroupRule\n    properties: { type: ingress, securityGroupId: "${web.id}", protocol: tcp, fromPort: 22, toPort: 22, cidrBlocks: [10.0.0.0/8] }\n',
    [
      "SecurityGroup web",
      'SecurityGroupRule more type="ingress", securityGroupId="sg-1", protocol="tcp", fromPort=22, toPort=22, cidrBlocks=["10.0.0.0/8"]',
    ],
  ),
  idiom(
    "anchors and their aliases",
    `x: &rule ${rule("22")}\nresources:\n  web: { type: aws:ec2:SecurityGroup, properties: { ingress: [*rule, *rule] } }\n`,
    web("tcp 22 10.0.0.0/8", "tcp 22 10.0.0.0/8"),
  ),
  idiom(
    "keys that are merged",
    `x: &base { protocol: tcp, cidrBlocks: [10.0.0.0/8] }\nresources:\n  web:\n    type: aws:ec2:SecurityGroup\n    properties:\n      ingress:\n        - { <<: *base, fromPort: 22, toPort: 22 }\n        - { <<: [*base], fromPort: 443, toPort: 443, protocol: udp }\n`,
    web("tcp 22 10.0.0.0/8", "udp 443 10.0.0.0/8"),
  ),
  idiom(
    "a second document, which is not read",
    `${group(rule("22"))}---\nname: other\nresources:\n  two: { type: aws:ec2:Vpc }\n`,
    web("tcp 22 10.0.0.0/8"),
  ),
  {
    sentence: "a program in JSON",
    files: {
      "Pulumi.yaml": `${head}main: json\n`,
      "json/Main.json":
        '{ "resources": { "web": { "type": "aws:ec2:SecurityGroup", "properties": { "ingress": [{ "protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlocks": ["10.0.0.0/8"] }] } } } }',
    },
    makes: web("tcp 22 10.0.0.0/8"),
  },
  idiom(
    "a component with settings, variables and outputs",
    `components:\n  Web:\n    inputs: { port: { type: integer, default: 22 }, block: { type: string } }\n    variables: { wide: "\${block}/8" }\n    resources:\n      group: { type: aws:ec2:SecurityGroup, properties: { ingress: [{ protocol: tcp, fromPort: "\${port}", toPort: "\${port}", cidrBlocks: ["\${wide}"] }] } }\n    outputs: { id: "\${group.id}", wide: "\${wide}" }\nresources:\n  one: { type: "shop:index:Web", properties: { block: 10.0.0.0 } }\n  two: { type: "shop:index:Web", properties: { port: 443, block: 10.0.0.0 } }\n  after: { type: aws:ec2:SecurityGroup, properties: { description: "\${one.wide}" } }\n`,
    [
      'Web one block="10.0.0.0"',
      "SecurityGroup one-group below one in tcp 22 10.0.0.0/8",
      'Web two port=443, block="10.0.0.0"',
      "SecurityGroup two-group below two in tcp 443 10.0.0.0/8",
      'SecurityGroup after description="10.0.0.0/8"',
    ],
  ),
  idiom("types in every spelling", "resources:\n  a: { type: 'aws:ec2/securityGroup:SecurityGroup' }\n  c: { type: 'aws:ec2:SecurityGroup' }\n", [
    "SecurityGroup a",
    "SecurityGroup c",
  ]),
  idiom("numbers in every spelling", group("{ protocol: -1, fromPort: 0x16, toPort: 0o26, cidrBlocks: ['10.0.0.0/8'] }"), web("-1 22 10.0.0.0/8")),
  idiom(
    "what looks like true, and nothing",
    'resources:\n  web: { type: aws:ec2:SecurityGroup, properties: { ingress: ~, tags: { a: yes, b: "no", c: 1.0 } } }\n',
    ['SecurityGroup web tags={ a: "yes", b: "no", c: 1 }'],
  ),
  idiom("lines that end in the way of Windows, and a mark", "", web("tcp 22 10.0.0.0/8"), [], {
    "Pulumi.yaml": `\uFEFF${`${head}${group(rule("22"))}`.replaceAll("\n", "\r\n")}`,
  }),
  idiom(
    "a key twice",
    `resources:\n  web: { type: aws:ec2:SecurityGroup, properties: { description: one, description: two } }\n`,
    ['SecurityGroup web description="two"'],
    ["twice"],
  ),
  idiom(
    "texts over lines",
    "resources:\n  web:\n    type: aws:ec2:SecurityGroup\n    properties:\n      description: >-\n        one\n        two\n      name: |\n        web\n",
    ['SecurityGroup web description="one two", name="web\\n"'],
  ),
  idiom(
    "a thousand million laughs",
    `a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]\nf: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e]\n${group(rule("22"))}`,
    web("tcp 22 10.0.0.0/8"),
    ["stands for more"],
  ),
  idiom(
    "names of prototypes",
    "variables: { __proto__: 10.0.0.0/8, constructor: 22 }\n" +
      group('{ protocol: tcp, fromPort: "${constructor}", toPort: "${constructor}", cidrBlocks: ["${__proto__}"] }'),
    web("tcp 22 10.0.0.0/8"),
  ),
  idiom("a function that nobody knows", `variables: { block: { fn::magic: 1 } }\n${group(rule("22", "${block}"))}`, web("tcp 22 ?"), ["fn::magic"]),
  idiom("a name that nobody declares", group(rule("22", "${nowhere.block}")), web("tcp 22 ?"), ["nowhere"]),
  idiom(
    "a document that breaks off",
    `${group(rule("22"))}  two: { type: aws:ec2:Vpc, properties: [\n`,
    [...web("tcp 22 10.0.0.0/8"), "Vpc two"],
    ["is not YAML"],
  ),
  idiom(
    "a component of a package that nobody knows",
    `resources:\n  net: { type: "other:index:Network", properties: { open: true } }\n  web: { type: aws:ec2:SecurityGroup }\n`,
    ["Network net open=true", "SecurityGroup web"],
    ["Network is of the package other"],
  ),
];
