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

describe("how rules are written", () => {
  test.each<readonly [name: string, program: Case]>([
    [
      "Args classes with keywords",
      {
        source: `aws.ec2.SecurityGroup("web", description="web", ingress=[aws.ec2.SecurityGroupIngressArgs(protocol="tcp", from_port=22, to_port=22, cidr_blocks=["0.0.0.0/0"])])`,
        registers: [
          'aws:ec2/securityGroup:SecurityGroup web { description: "web", ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }] }',
        ],
      },
    ],
    [
      "dictionaries in snake case and in camel case",
      {
        source: `aws.ec2.SecurityGroup("web", description="web", ingress=[
    {"protocol": "tcp", "from_port": 80, "to_port": 80, "cidr_blocks": ["0.0.0.0/0"]},
    {"protocol": "tcp", "fromPort": 443, "toPort": 443, "ipv6CidrBlocks": ["::/0"]},
])`,
        registers: [
          'aws:ec2/securityGroup:SecurityGroup web { description: "web", ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"] }, { protocol: "tcp", fromPort: 443, toPort: 443, ipv6CidrBlocks: ["::/0"] }] }',
        ],
      },
    ],
    [
      "one record of arguments, and dictionaries that are typed",
      {
        source: `from pulumi_aws.ec2 import SecurityGroup, SecurityGroupArgs, SecurityGroupEgressArgsDict
args = SecurityGroupArgs(description="web", egress=[SecurityGroupEgressArgsDict(protocol="-1", from_port=0, to_port=0, cidr_blocks=["0.0.0.0/0"])])
SecurityGroup("web", args)`,
        registers: [
          'aws:ec2/securityGroup:SecurityGroup web { description: "web", egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }] }',
        ],
      },
    ],
    [
      "rules of their own, old and new",
      {
        source: `web = aws.ec2.SecurityGroup("web", description="web")
aws.ec2.SecurityGroupRule("ssh", type="ingress", security_group_id=web.id, protocol="tcp", from_port=22, to_port=22, source_security_group_id=web.id)
aws.vpc.SecurityGroupIngressRule("https", security_group_id=web.id, ip_protocol="tcp", from_port=443, to_port=443, cidr_ipv4="0.0.0.0/0")`,
        registers: [
          'aws:ec2/securityGroup:SecurityGroup web { description: "web" }',
          'aws:ec2/securityGroupRule:SecurityGroupRule ssh { type: "ingress", securityGroupId: <id>, protocol: "tcp", fromPort: 22, toPort: 22, sourceSecurityGroupId: <id> } (securityGroupId on web; sourceSecurityGroupId on web)',
          'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule https { securityGroupId: <id>, ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" } (securityGroupId on web)',
        ],
      },
    ],
    [
      "arguments that are spread",
      {
        source: `common = {"description": "web", "tags": {"Name": "web_sg"}}
ports = (80, 443)
aws.ec2.SecurityGroup(*["web"], **common, ingress=[dict(protocol="tcp", from_port=p, to_port=p, cidr_blocks=["0.0.0.0/0"]) for p in ports])`,
        registers: [
          'aws:ec2/securityGroup:SecurityGroup web { description: "web", tags: { Name: "web_sg" }, ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"] }, { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }] }',
        ],
      },
    ],
    [
      "names of options and of resources as keywords",
      {
        source: `vpc = aws.ec2.Vpc(resource_name="main", cidr_block="10.0.0.0/16")
aws.ec2.SecurityGroup("web", opts=pulumi.ResourceOptions(parent=vpc, depends_on=[vpc]), description="web", vpc_id=vpc.id, name="web-name")`,
        registers: [
          'aws:ec2/vpc:Vpc main { cidrBlock: "10.0.0.0/16" }',
          'aws:ec2/securityGroup:SecurityGroup web below main { description: "web", vpcId: <id>, name: "web-name" } (vpcId on main)',
        ],
      },
    ],
    [
      "a list that is added to in every way",
      {
        source: `rules = []
rules.append({"protocol": "tcp", "from_port": 22, "to_port": 22, "self": True})
rules += [{"protocol": "tcp", "from_port": 80, "to_port": 80, "self": True}]
rules.extend([{"protocol": "tcp", "from_port": 443, "to_port": 443, "self": True}])
rules.insert(0, {"protocol": "icmp", "from_port": -1, "to_port": -1, "self": True})
rules = rules + [{"protocol": "udp", "from_port": 53, "to_port": 53, "self": True}]
del rules[1]
aws.ec2.SecurityGroup("web", description="web", ingress=rules)`,
        registers: [
          'aws:ec2/securityGroup:SecurityGroup web { description: "web", ingress: [{ protocol: "icmp", fromPort: -1, toPort: -1, self: true }, { protocol: "tcp", fromPort: 80, toPort: 80, self: true }, { protocol: "tcp", fromPort: 443, toPort: 443, self: true }, { protocol: "udp", fromPort: 53, toPort: 53, self: true }] }',
        ],
      },
    ],
    [
      "conditions on settings",
      {
        source: `config = pulumi.Config()
ssh = config.get_bool("ssh")
port = config.get_int("port") or 8080
cidrs = config.get_object("cidrs") or ["10.0.0.0/8"]
ingress = [{"protocol": "tcp", "from_port": port, "to_port": port, "cidr_blocks": cidrs}]
if ssh:
    ingress.append({"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": [config.require("office")]})
aws.ec2.SecurityGroup("web", description=config.get("about", "web"), ingress=ingress)`,
        config: { ssh: "true", office: "192.0.2.0/24", cidrs: ["10.1.0.0/16"] },
        registers: [
          'aws:ec2/securityGroup:SecurityGroup web { description: "web", ingress: [{ protocol: "tcp", fromPort: 8080, toPort: 8080, cidrBlocks: ["10.1.0.0/16"] }, { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["192.0.2.0/24"] }] }',
        ],
      },
    ],
    [
      "a setting that nobody set is unknown and nothing more",
      {
        source: `config = pulumi.Config()
aws.ec2.SecurityGroup("web", description="web", ingress=[
    {"protocol": "tcp", "from_port": config.require_int("port"), "to_port": 22, "cidr_blocks": [config.require("office"), "10.0.0.0/8"]},
])`,
        registers: [
          'aws:ec2/securityGroup:SecurityGroup web { description: "web", ingress: [{ protocol: "tcp", fromPort: ?, toPort: 22, cidrBlocks: [?, "10.0.0.0/8"] }] }',
        ],
      },
    ],
  ])("%s", async (_, program) => check(program));
});

describe("texts", () => {
  test.each<readonly [name: string, program: Case]>([
    [
      "every way to format one",
      {
        source: `env, n = "prod", 7
aws.ec2.SecurityGroup(f"web-{env}-{n:03d}", description="%s has %d rules (%.1f%%)" % (env, n, 12.5), tags={
    "a": "{}-{1}".format(env, n) if False else "{0}-{name!r}".format(n, name=env), "b": "-".join([env.upper(), str(n)]),
    "c": env.replace("p", "b").title() + env[1:3] + env[-1], "d": f"{'x' * 3}{True}{None}", "e": pulumi.Output.concat("a", str(n)),
    "f": pulumi.Output.format("{0}:{1}", env, n), "g": "a,b,c".split(",")[1], "h": "  x ".strip(), "i": f"{n / 2}|{n // 2}|{n % 4}|{-n % 4}|{2 ** 5}",
})`,
        registers: [
          'aws:ec2/securityGroup:SecurityGroup web-prod-007 { description: "prod has 7 rules (12.5%)", tags: { a: "7-\'prod\'", b: "PROD-7", c: "Brodrod", d: "xxxTrueNone", e: "a7", f: "prod:7", g: "b", h: "x", i: "3.5|3|3|1|32" } }',
        ],
      },
    ],
    [
      "a bound in a text with a part that is not known",
      {
        source: `import os
aws.ec2.SecurityGroup("web", description=f"for {os.environ['USER']}", tags={"a": os.getenv("A", "b")})`,
        registers: ["aws:ec2/securityGroup:SecurityGroup web { description: ?, tags: { a: ? } }"],
      },
    ],
  ])("%s", async (_, program) => check(program));
});

describe("loops", () => {
  test.each<readonly [name: string, program: Case]>([
    [
      "over pairs, with an index, and over a dictionary",
      {
        source: `groups = {"web": [(80, "tcp"), (443, "tcp")], "dns": [(53, "udp")]}
for i, (name, ports) in enumerate(groups.items()):
    aws.ec2.SecurityGroup(f"{name}-{i}", description=name, ingress=[
        {"protocol": protocol, "from_port": port, "to_port": port, "self": True} for port, protocol in ports])`,
        registers: [
          'aws:ec2/securityGroup:SecurityGroup web-0 { description: "web", ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, self: true }, { protocol: "tcp", fromPort: 443, toPort: 443, self: true }] }',
          'aws:ec2/securityGroup:SecurityGroup dns-1 { description: "dns", ingress: [{ protocol: "udp", fromPort: 53, toPort: 53, self: true }] }',
        ],
      },
    ],
    [
      "numbers as keys stay numbers",
      {
        source: `names = {80: "http", 443: "https"}
aws.ec2.SecurityGroup("web", description=names[80], ingress=[{"protocol": "tcp", "from_port": p, "to_port": p, "description": n, "self": True} for p, n in names.items()])`,
        registers: [
          'aws:ec2/securityGroup:SecurityGroup web { description: "http", ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, description: "http", self: true }, { protocol: "tcp", fromPort: 443, toPort: 443, description: "https", self: true }] }',
        ],
      },
    ],
    [
      "with continue, break and else",
      {
        source: `for p in range(20, 30, 2):
    if p == 22:
        continue
    if p > 26:
        break
    aws.ec2.SecurityGroup(f"p{p}", description="p")
else:
    aws.ec2.SecurityGroup("never", description="p")
n = 0
while n < 2:
    n += 1
aws.ec2.SecurityGroup(f"n{n}-{p}", description="p")`,
        registers: [
          'aws:ec2/securityGroup:SecurityGroup p20 { description: "p" }',
          'aws:ec2/securityGroup:SecurityGroup p24 { description: "p" }',
          'aws:ec2/securityGroup:SecurityGroup p26 { description: "p" }',
          'aws:ec2/securityGroup:SecurityGroup n2-28 { description: "p" }',
        ],
      },
    ],
    [
      "over what is not known",
      {
        source: `zones = pulumi.Config().require_object("zones")
for zone in zones:
    aws.ec2.SecurityGroup(f"web-{zone}", description="web")
aws.ec2.SecurityGroup("all", description="all", ingress=[{"protocol": "tcp", "from_port": 80, "to_port": 80, "cidr_blocks": [z]} for z in zones])`,
        registers: [
          'aws:ec2/securityGroup:SecurityGroup <f"web-{zone}"> { description: "web" }',
          'aws:ec2/securityGroup:SecurityGroup all { description: "all", ingress: [?] }',
        ],
      },
    ],
    [
      "the functions that go through lists",
      {
        source: `import itertools, functools
a, b = [80, 443], ["10.0.0.0/8", "192.0.2.0/24"]
rules = [{"protocol": "tcp", "from_port": p, "to_port": p, "cidr_blocks": [c]} for p, c in itertools.product(a, b)]
more = list(map(lambda p: {"protocol": "udp", "from_port": p, "to_port": p, "self": True}, filter(lambda p: p > 80, a)))
tags = {"sum": str(sum(a)), "max": str(max(a)), "min": str(min(b)), "any": str(any(x > 400 for x in a)), "all": str(all(x > 400 for x in a)),
    "zip": ",".join(f"{x}{y}" for x, y in zip(a, b)), "sorted": "".join(sorted("cab", reverse=True)), "len": str(len(a)), "reduce": str(functools.reduce(lambda x, y: x + y, a, 1))}
aws.ec2.SecurityGroup("web", description="web", ingress=[*rules, *more], tags=tags)`,
        registers: [
          'aws:ec2/securityGroup:SecurityGroup web { description: "web", ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["10.0.0.0/8"] }, { protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["192.0.2.0/24"] }, { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] }, { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["192.0.2.0/24"] }, { protocol: "udp", fromPort: 443, toPort: 443, self: true }], tags: { sum: "523", max: "443", min: "10.0.0.0/8", any: "True", all: "False", zip: "8010.0.0.0/8,443192.0.2.0/24", sorted: "cba", len: "2", reduce: "524" } }',
        ],
      },
    ],
  ])("%s", async (_, program) => check(program));
});
