import { describe, expect, test } from "@jest/globals";
import { python } from "@portcullis/remediator/reader/languages/python";
import { readProgram } from "../../../harness/reading";

const imports = "import pulumi\nimport pulumi_aws as aws\n";

interface Case {
  readonly source: string;
  /** Other files than the program's start, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly config?: Readonly<Record<string, unknown>>;
  /** Every resource: type, name, inputs, and what they depend on. */
  readonly registers: readonly string[];
  readonly gaps?: readonly string[];
}

async function check({ source, files = {}, config = {}, registers, gaps = [] }: Case): Promise<void> {
  const reading = await readProgram(python, { files: { "__main__.py": imports + source, ...files }, config });
  expect(reading.lines).toEqual(registers);
  expect(reading.gaps).toEqual(gaps);
}

test("modules of folders around the project, where programs set their path to", async () => {
  const { lines, gaps } = await readProgram(python, {
    folder: "deploy/branches/east",
    entry: "deploy/branches/east/__main__.py",
    files: {
      "deploy/branches/east/__main__.py": `import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", ".."))
from infra.groups import Web
Web("east", {"ports": [80]})`,
      "deploy/infra/groups.py": `${imports}
class Web(pulumi.ComponentResource):
    def __init__(self, name: str, args: dict, opts=None):
        super().__init__("infra:index:Web", name, {}, opts)
        aws.ec2.SecurityGroup(f"{name}-web", ingress=[{"from_port": p, "to_port": p, "protocol": "tcp"} for p in args["ports"]])`,
    },
  });
  expect(lines).toEqual([
    "infra:index:Web east {}",
    'aws:ec2/securityGroup:SecurityGroup east-web { ingress: [{ fromPort: 80, toPort: 80, protocol: "tcp" }], description: "Managed by Pulumi" }',
  ]);
  expect(gaps).toEqual([]);
});

describe("packages of the repository that the program is installed with", () => {
  const group = `${imports}
def web(name):
    aws.ec2.SecurityGroup(name, ingress=[{"from_port": 80, "to_port": 80, "protocol": "tcp", "cidr_blocks": ["0.0.0.0/0"]}])`;
  test.each<readonly [name: string, module: string, files: Readonly<Record<string, string>>]>([
    ["that are called like a package of Pulumi's", "pulumi_office.groups", { "pulumi_office/groups.py": group }],
    [
      "that requirements.txt names to be edited",
      "office.groups",
      { "app/requirements.txt": "pulumi>=3\n-e ../shared/net\n", "shared/net/office/groups.py": group },
    ],
    ["that requirements.txt names by a path alone", "office", { "app/requirements.txt": "./lib # ours\n", "app/lib/src/office.py": group }],
    [
      "that requirements.txt names by a file",
      "office.groups",
      { "app/requirements.txt": "office[all] @ file:../shared\n", "shared/office/groups.py": group },
    ],
    [
      "that pyproject.toml names as the source of a dependency",
      "pulumi_office.groups",
      {
        "app/pyproject.toml": '[tool.uv.sources]\noffice = { path = "../libraries/office", editable = true }\n',
        "libraries/office/src/pulumi_office/groups.py": group,
      },
    ],
  ])("%s", async (_, module, files) => {
    const main = `from ${module} import web\nweb("web")`;
    const { lines, gaps } = await readProgram(python, { folder: "app", entry: "app/__main__.py", files: { "app/__main__.py": main, ...files } });
    expect(gaps).toEqual([]);
    expect(lines).toEqual([
      'aws:ec2/securityGroup:SecurityGroup web { ingress: [{ fromPort: 80, toPort: 80, protocol: "tcp", cidrBlocks: ["0.0.0.0/0"] }], description: "Managed by Pulumi" }',
    ]);
  });

  test("and none that lies outside of the repository, or is called like an SDK", async () => {
    const files = {
      "app/__main__.py": `${imports}import office\naws.ec2.SecurityGroup("web", description=office.name)`,
      "app/requirements.txt": "-e ../../elsewhere\n-e /opt/office\n",
      "pulumi_aws/__init__.py": "raise Exception('not this one')",
      "pulumi/__init__.py": "raise Exception('not this one')",
      "opt/office/__init__.py": "name = 'no'",
      "elsewhere/office.py": "name = 'no'",
    };
    const { lines } = await readProgram(python, { folder: "app", entry: "app/__main__.py", files });
    expect(lines).toEqual(["aws:ec2/securityGroup:SecurityGroup web { description: ? }"]);
  });
});

describe("files", () => {
  test.each<readonly [name: string, program: Case]>([
    [
      "YAML, JSON and texts of the repository",
      {
        source: `import json, os, yaml
from pathlib import Path
here = os.path.dirname(__file__)
with open(os.path.join(here, "rules.yaml")) as f:
    rules = yaml.safe_load(f)
office = json.loads(Path(__file__).parent.joinpath("data", "office.json").read_text())
aws.ec2.SecurityGroup("web", description=open("about.txt").read().strip(), ingress=[
    {"protocol": r["protocol"], "from_port": r["port"], "to_port": r["port"], "cidr_blocks": office["cidrs"]} for r in rules["rules"]],
    tags={"j": json.dumps({"a": [1, True, None]}), "l": open("../secret").read()})`,
        files: {
          "rules.yaml": `rules:
- {protocol: tcp, port: 22}
- protocol: udp
  port: 53
`,
          "data/office.json": `{"cidrs": ["192.0.2.0/24"]}`,
          "about.txt": `web servers
`,
        },
        registers: [
          'aws:ec2/securityGroup:SecurityGroup web { description: "web servers", ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["192.0.2.0/24"] }, { protocol: "udp", fromPort: 53, toPort: 53, cidrBlocks: ["192.0.2.0/24"] }], tags: { j: "{\\"a\\": [1, true, null]}", l: ? } }',
        ],
      },
    ],
    [
      "addresses",
      {
        source: `from ipaddress import ip_network, IPv4Network, ip_address
net = ip_network("10.0.0.0/16")
subnets = list(net.subnets(new_prefix=18))
for i, s in enumerate(subnets[:2]):
    aws.ec2.Subnet(f"s{i}", vpc_id="vpc", cidr_block=str(s))
aws.ec2.SecurityGroup("web", description=f"{net.network_address} {net.broadcast_address} {net.num_addresses} {subnets[1].supernet(new_prefix=8)}", ingress=[
    {"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": [f"{next(net.hosts())}/32", str(IPv4Network("10.9.0.0/24")), f"{ip_address('192.0.2.7') + 1}/32"]}],
    tags={"in": str(ip_address("10.0.3.4") in net), "over": str(net.overlaps(ip_network("10.0.1.0/24"))), "six": str(list(ip_network("2001:db8::/32").subnets(new_prefix=33))[1])})`,
        registers: [
          'aws:ec2/subnet:Subnet s0 { vpcId: "vpc", cidrBlock: "10.0.0.0/18" }',
          'aws:ec2/subnet:Subnet s1 { vpcId: "vpc", cidrBlock: "10.0.64.0/18" }',
          'aws:ec2/securityGroup:SecurityGroup web { description: "10.0.0.0 10.0.255.255 65536 10.0.0.0/8", ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.1/32", "10.9.0.0/24", "192.0.2.8/32"] }], tags: { in: "True", over: "True", six: "2001:db8:8000::/33" } }',
        ],
      },
    ],
  ])("%s", async (_, program) => check(program));
});

describe("outputs", () => {
  test.each<readonly [name: string, program: Case]>([
    [
      "apply, all, and what depends on what",
      {
        source: `vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
web = aws.ec2.SecurityGroup("web", description="web", vpc_id=vpc.id)
pulumi.Output.all(vpc.cidr_block, web.id).apply(lambda args: aws.ec2.SecurityGroupRule("rule", type="ingress", security_group_id=args[1], protocol="tcp",
    from_port=22, to_port=22, cidr_blocks=[args[0]]))
aws.ec2.SecurityGroup("named", description="x", tags=pulumi.Output.all(a=vpc.cidr_block).apply(lambda v: {"cidr": v["a"], "arn": web.arn.apply(lambda arn: "x")}))`,
        registers: [
          'aws:ec2/vpc:Vpc vpc { cidrBlock: "10.0.0.0/16" }',
          'aws:ec2/securityGroup:SecurityGroup web { description: "web", vpcId: <id> } (vpcId on vpc)',
          'aws:ec2/securityGroupRule:SecurityGroupRule rule { type: "ingress", securityGroupId: <id>, protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/16"] } (securityGroupId on web, vpc; cidrBlocks on web, vpc)',
          'aws:ec2/securityGroup:SecurityGroup named { description: "x", tags: { cidr: "10.0.0.0/16", arn: "x" } } (tags on web, vpc)',
        ],
      },
    ],
    [
      "data sources and stacks of others",
      {
        source: `other = pulumi.StackReference("org/net/prod")
default = aws.ec2.get_vpc(default=True)
ami = aws.ec2.get_ami_output(most_recent=True, owners=["amazon"])
existing = aws.ec2.SecurityGroup.get("old", "sg-123")
aws.ec2.SecurityGroup("web", description=other.get_output("about"), vpc_id=default.id, ingress=[
    {"protocol": "tcp", "from_port": 80, "to_port": 80, "security_groups": [existing.id, other.require_output("lb")]}])
aws.ec2.Instance("vm", ami=ami.id, instance_type=aws.ec2.InstanceType.T3_MICRO, vpc_security_group_ids=[existing.id])`,
        registers: [
          "pulumi:pulumi:StackReference org/net/prod {}",
          "aws:ec2/securityGroup:SecurityGroup old {}",
          'aws:ec2/securityGroup:SecurityGroup web { description: ?, vpcId: "default", ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, securityGroups: ["sg-123", ?] }] } (ingress on old)',
          'aws:ec2/instance:Instance vm { ami: ?, instanceType: "t3.micro", vpcSecurityGroupIds: ["sg-123"] } (vpcSecurityGroupIds on old)',
        ],
      },
    ],
    [
      "a provider",
      {
        source: `east = aws.Provider("east", region="us-east-1")
aws.ec2.SecurityGroup("web", description="web", opts=pulumi.ResourceOptions(provider=east))`,
        registers: ['pulumi:providers:aws east { region: "us-east-1" }', 'aws:ec2/securityGroup:SecurityGroup web { description: "web" }'],
      },
    ],
  ])("%s", async (_, program) => check(program));
});

describe("conditions that nobody can decide", () => {
  test.each<readonly [name: string, program: Case]>([
    [
      "both ways exist",
      {
        source: `import os
if os.getenv("OPEN"):
    cidr = "0.0.0.0/0"
    aws.ec2.SecurityGroup("open", description="x")
else:
    cidr = "10.0.0.0/8"
rules = [{"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["10.0.0.0/8"]}]
if os.getenv("MORE"):
    rules.append({"protocol": "tcp", "from_port": 80, "to_port": 80, "cidr_blocks": [cidr]})
aws.ec2.SecurityGroup("web", description="x", ingress=rules, tags={"c": cidr, "k": "a" if os.getenv("K") else "a"})`,
        registers: [
          'aws:ec2/securityGroup:SecurityGroup open { description: "x" }',
          'aws:ec2/securityGroup:SecurityGroup web { description: "x", ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] }, ?], tags: { c: ?, k: "a" } }',
        ],
      },
    ],
    [
      "a loop that may be left",
      {
        source: `import requests
while True:
    page = requests.get("https://example.com").json()
    if not page["next"]:
        break
aws.ec2.SecurityGroup("web", description="after")`,
        registers: ['aws:ec2/securityGroup:SecurityGroup web { description: "after" }'],
      },
    ],
    [
      "a function that may call itself",
      {
        source: `import os
def walk(path):
    for name in os.scandir(path):
        if name.is_dir():
            walk(name.path)
        else:
            aws.s3.BucketObject(name.name, bucket="b")
walk(".")
aws.ec2.SecurityGroup("web", description="after")`,
        registers: [
          'aws:s3/bucketObject:BucketObject <name.name> { bucket: "b" }',
          'aws:s3/bucketObject:BucketObject <name.name> { bucket: "b" }',
          'aws:s3/bucketObject:BucketObject <name.name> { bucket: "b" }',
          'aws:s3/bucketObject:BucketObject <name.name> { bucket: "b" }',
          'aws:ec2/securityGroup:SecurityGroup web { description: "after" }',
        ],
      },
    ],
  ])("%s", async (_, program) => check(program));
});

describe("hostile programs", () => {
  test.each<readonly [name: string, program: Case]>([
    [
      "recursion and loops without an end",
      {
        source: `def f(n):
    return f(n + 1)
f(0)
aws.ec2.SecurityGroup("web", description="after")`,
        registers: ['aws:ec2/securityGroup:SecurityGroup web { description: "after" }'],
        gaps: ["calls nest deeper than 120: f(n + 1)"],
      },
    ],
    [
      "evaluated texts and reflection",
      {
        source: `eval("1")
name = "Security" + "Group"
exec("x = 1")
getattr(aws.ec2, name)("reflected", description="x")
__import__("boto" + "3").client("ec2")
aws.ec2.SecurityGroup("web", description=globals()["name"])`,
        registers: [
          'aws:ec2/securityGroup:SecurityGroup reflected { description: "x" }',
          'aws:ec2/securityGroup:SecurityGroup web { description: "SecurityGroup" }',
        ],
        gaps: [
          'evaluates a text as a program, which is not followed: eval("1")',
          'evaluates a text as a program, which is not followed: exec("x = 1")',
          'imports a module by a name that is computed: __import__("boto" + "3")',
        ],
      },
    ],
    [
      "Python 2, and what does not parse",
      {
        source: `import pulumi_aws as aws
print "hello"
aws.ec2.SecurityGroup("a", description="a", ingress=[{"protocol": "tcp" "from_port": 22}])
aws.ec2.SecurityGroup("b", description="b")
x = = 3
aws.ec2.SecurityGroup("c", description="c")`,
        registers: [
          'aws:ec2/securityGroup:SecurityGroup a { description: "a", ingress: [{ protocol: ?, fromPort: ?, toPort: ?, cidrBlocks: ?, ipv6CidrBlocks: ?, prefixListIds: ?, securityGroups: ?, self: ? }] }',
          'aws:ec2/securityGroup:SecurityGroup b { description: "b" }',
          'aws:ec2/securityGroup:SecurityGroup c { description: "c" }',
        ],
        gaps: ["does not parse: : 22", "does not parse: =", 'is a statement of Python 2: print "hello"'],
      },
    ],
    [
      "texts and lists that double for ever",
      {
        source: `t, l = "ab", [1]
for i in range(40):
    t = t + t
aws.ec2.SecurityGroup("web", description=t, tags={"n": "x".ljust(10**9), "p": "%1000000000d" % 1, "r": "y" * 10**9})`,
        registers: ["aws:ec2/securityGroup:SecurityGroup web { description: ?, tags: { n: ?, p: ?, r: ? } }"],
      },
    ],
    [
      "an error that ends the program",
      {
        source: `aws.ec2.SecurityGroup("before", description="x")
raise ValueError("stop")
aws.ec2.SecurityGroup("after", description="x")`,
        registers: ['aws:ec2/securityGroup:SecurityGroup before { description: "x" }'],
        gaps: ['the program ends with an error here, as far as it can be read: ValueError("stop")'],
      },
    ],
  ])("%s", async (_, program) => check(program));
});
