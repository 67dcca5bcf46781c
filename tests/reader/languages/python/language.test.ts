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

describe("functions", () => {
  test.each<readonly [name: string, program: Case]>([
    [
      "a dictionary that a condition is a key of",
      {
        source: `port = {True: 443, False: 80}[1 + 1 == 2]
names = {flag: str(flag) for flag in [True, False]}
aws.ec2.SecurityGroup("web", description=f"{port} {names[False]} {list(names)[1]}")`,
        registers: ['aws:ec2/securityGroup:SecurityGroup web { description: "443 False False" }'],
      },
    ],
    [
      "defaults, keywords, and what is left over",
      {
        source: `def group(name, *ports, cidr="10.0.0.0/8", about=None, **kw):
    return aws.ec2.SecurityGroup(name, description=about or name, ingress=[
        {"protocol": "tcp", "from_port": p, "to_port": p, "cidr_blocks": [cidr]} for p in ports], **kw)
web = group("web", 80, 443, tags={"a": "b"})
group("db", 5432, cidr="10.1.0.0/16", about="data", vpc_id=web.vpc_id)`,
        registers: [
          'aws:ec2/securityGroup:SecurityGroup web { description: "web", ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["10.0.0.0/8"] }, { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] }], tags: { a: "b" } }',
          'aws:ec2/securityGroup:SecurityGroup db { description: "data", ingress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: ["10.1.0.0/16"] }], vpcId: ? } (vpcId on web)',
        ],
      },
    ],
    [
      "early returns, closures and recursion",
      {
        source: `def maker(prefix):
    count = 0
    def make(n):
        nonlocal count
        count += 1
        if n == 0:
            return None
        aws.ec2.SecurityGroup(f"{prefix}{n}-{count}", description="x")
        return make(n - 1)
    return make
maker("g")(2)`,
        registers: ['aws:ec2/securityGroup:SecurityGroup g2-1 { description: "x" }', 'aws:ec2/securityGroup:SecurityGroup g1-2 { description: "x" }'],
      },
    ],
    [
      "generators and what reads them",
      {
        source: `def rules(ports):
    for p in ports:
        yield {"protocol": "tcp", "from_port": p, "to_port": p, "self": True}
    yield from [{"protocol": "icmp", "from_port": -1, "to_port": -1, "self": True}]
aws.ec2.SecurityGroup("web", description="web", ingress=list(rules([22, 80])))`,
        registers: [
          'aws:ec2/securityGroup:SecurityGroup web { description: "web", ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, self: true }, { protocol: "tcp", fromPort: 80, toPort: 80, self: true }, { protocol: "icmp", fromPort: -1, toPort: -1, self: true }] }',
        ],
      },
    ],
    [
      "decorators leave functions as they are",
      {
        source: `import functools
@functools.lru_cache
def office():
    return "192.0.2.0/24"
@unknown(1)
def rule(p):
    return {"protocol": "tcp", "from_port": p, "to_port": p, "cidr_blocks": [office()]}
aws.ec2.SecurityGroup("web", description="web", ingress=[rule(22)])`,
        registers: [
          'aws:ec2/securityGroup:SecurityGroup web { description: "web", ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["192.0.2.0/24"] }] }',
        ],
      },
    ],
    [
      "the program's start",
      {
        source: `def main():
    aws.ec2.SecurityGroup("web", description="web")
if __name__ == "__main__":
    main()`,
        registers: ['aws:ec2/securityGroup:SecurityGroup web { description: "web" }'],
      },
    ],
  ])("%s", async (_, program) => check(program));
});

describe("classes", () => {
  test.each<readonly [name: string, program: Case]>([
    [
      "a component and its parent",
      {
        source: `class Web(pulumi.ComponentResource):
    def __init__(self, name, port=80, opts: pulumi.ResourceOptions = None):
        super().__init__("shop:index:Web", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        self.group = aws.ec2.SecurityGroup(f"{name}-sg", description="web", opts=child)
        self.rule = aws.ec2.SecurityGroupRule(f"{name}-rule", type="ingress", security_group_id=self.group.id, protocol="tcp", from_port=port, to_port=port,
            cidr_blocks=["0.0.0.0/0"], opts=pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(parent=self.group)))
        self.register_outputs({"id": self.group.id})
a = Web("a")
Web("b", port=8080, opts=pulumi.ResourceOptions(parent=a))`,
        registers: [
          "shop:index:Web a {}",
          'aws:ec2/securityGroup:SecurityGroup a-sg below a { description: "web" }',
          'aws:ec2/securityGroupRule:SecurityGroupRule a-rule below a-sg { type: "ingress", securityGroupId: <id>, protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"] } (securityGroupId on a-sg)',
          "shop:index:Web b below a {}",
          'aws:ec2/securityGroup:SecurityGroup b-sg below b { description: "web" }',
          'aws:ec2/securityGroupRule:SecurityGroupRule b-rule below b-sg { type: "ingress", securityGroupId: <id>, protocol: "tcp", fromPort: 8080, toPort: 8080, cidrBlocks: ["0.0.0.0/0"] } (securityGroupId on b-sg)',
        ],
      },
    ],
    [
      "inheritance, properties, class methods and constants",
      {
        source: `class Base:
    ANYWHERE = "0.0.0.0/0"
    ports = []
    def __init__(self, name):
        self.name = name
    @property
    def cidrs(self):
        return [self.ANYWHERE]
    @classmethod
    def named(cls, name):
        return cls(name)
    @staticmethod
    def rule(port, cidrs):
        return {"protocol": "tcp", "from_port": port, "to_port": port, "cidr_blocks": cidrs}
    def make(self):
        return aws.ec2.SecurityGroup(self.name, description=type(self).__name__, ingress=[self.rule(p, self.cidrs) for p in self.ports])
class Web(Base):
    ports = [80, 443]
    @property
    def cidrs(self):
        return super().cidrs + ["::/0"] if False else ["10.0.0.0/8"]
    def make(self):
        self.made = super().make()
        return self.made
Web.named("web").make()
Base("base").make()`,
        registers: [
          'aws:ec2/securityGroup:SecurityGroup web { description: "Web", ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["10.0.0.0/8"] }, { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] }] }',
          'aws:ec2/securityGroup:SecurityGroup base { description: "Base", ingress: [] }',
        ],
      },
    ],
    [
      "dataclasses, named tuples and typed dictionaries",
      {
        source: `from dataclasses import dataclass, field
from typing import NamedTuple, TypedDict
from collections import namedtuple
@dataclass
class Rule:
    port: int
    cidrs: list = field(default_factory=lambda: ["10.0.0.0/8"])
    def dict(self):
        return {"protocol": "tcp", "from_port": self.port, "to_port": self.port, "cidr_blocks": self.cidrs}
class Named(NamedTuple):
    name: str
    port: int = 22
class Options(TypedDict):
    about: str
Pair = namedtuple("Pair", ["a", "b"])
n, o, p = Named("web"), Options(about="x"), Pair(1, b=2)
aws.ec2.SecurityGroup(n.name, description=o["about"], ingress=[Rule(n.port).dict(), Rule(port=p.b, cidrs=["192.0.2.0/24"]).dict()])`,
        registers: [
          'aws:ec2/securityGroup:SecurityGroup web { description: "x", ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] }, { protocol: "tcp", fromPort: 2, toPort: 2, cidrBlocks: ["192.0.2.0/24"] }] }',
        ],
      },
    ],
    [
      "enums",
      {
        source: `from enum import Enum, IntEnum, auto
class Protocol(str, Enum):
    TCP = "tcp"
class Port(IntEnum):
    SSH = 22
class Kind(Enum):
    WEB = "web"
    DB = auto()
aws.ec2.SecurityGroup(Kind.WEB.value, description=Kind.WEB.name, ingress=[{"protocol": Protocol.TCP, "from_port": Port.SSH, "to_port": Port.SSH.value, "self": Kind.WEB == Kind.WEB}])`,
        registers: [
          'aws:ec2/securityGroup:SecurityGroup web { description: "WEB", ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, self: true }] }',
        ],
      },
    ],
    [
      "models with defaults, whose base stands elsewhere",
      {
        source: `from base import Base
from pydantic import Field
class Settings(Base):
    port: int = 443
    cidrs: list = Field(default_factory=list)
    name: str
s = Settings(name="web", project="shop", cidrs=["10.0.0.0/8"])
aws.ec2.SecurityGroup(s.name, description=s.project, ingress=[{"protocol": "tcp", "from_port": s.port, "to_port": s.port, "cidr_blocks": s.cidrs}], tags=s.model_dump(exclude_none=True))`,
        files: {
          "base.py": `from pydantic import BaseModel
class Base(BaseModel):
    project: str
    owner: str = None
`,
        },
        registers: [
          'aws:ec2/securityGroup:SecurityGroup web { description: "shop", ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] }], tags: { port: 443, cidrs: ["10.0.0.0/8"], name: "web", project: "shop" } }',
        ],
      },
    ],
    [
      "an object that prints itself, and members by name",
      {
        source: `class Name:
    def __init__(self, text):
        self.text = text
    def __str__(self):
        return f"n-{self.text}"
name = Name("web")
setattr(name, "port", 22)
aws.ec2.SecurityGroup(f"{name}", description=str(name), tags={"a": getattr(name, "text"), "b": getattr(name, "none", "c"), "d": str(hasattr(name, "port"))})`,
        registers: ['aws:ec2/securityGroup:SecurityGroup n-web { description: "n-web", tags: { a: "web", b: "c", d: "True" } }'],
      },
    ],
  ])("%s", async (_, program) => check(program));
});

describe("modules", () => {
  test.each<readonly [name: string, program: Case]>([
    [
      "packages, relative imports and stars",
      {
        source: `import infra.network as network
from infra import security, names
from infra.names import *
security.group("web", network.vpc)
security.group(DB, network.vpc)
names.group()`,
        files: {
          "infra/__init__.py": `OWNER = 'us'
`,
          "infra/network.py": `import pulumi_aws as aws
vpc = aws.ec2.Vpc('vpc', cidr_block='10.0.0.0/16')
`,
          "infra/security.py": `import pulumi_aws as aws
from . import names, OWNER
from .names import DB as _db
def group(name, vpc):
    return aws.ec2.SecurityGroup(names.full(name), description=OWNER + _db, vpc_id=vpc.id)
`,
          "infra/names.py": `import pulumi_aws.ec2
DB = 'db'
_HIDDEN = 1
def full(name): return f'{name}-sg'
def group(): return pulumi_aws.ec2.SecurityGroup('own', description=__name__)
`,
        },
        registers: [
          'aws:ec2/vpc:Vpc vpc { cidrBlock: "10.0.0.0/16" }',
          'aws:ec2/securityGroup:SecurityGroup web-sg { description: "usdb", vpcId: <id> } (vpcId on vpc)',
          'aws:ec2/securityGroup:SecurityGroup db-sg { description: "usdb", vpcId: <id> } (vpcId on vpc)',
          'aws:ec2/securityGroup:SecurityGroup own { description: "infra.names" }',
        ],
      },
    ],
    [
      "a folder without __init__.py, and a module that is not in the repository",
      {
        source: `from helpers.rules import ssh
from company_infra import Firewall
import pulumi
import pulumi_aws as aws
web = aws.ec2.SecurityGroup("web", description="web", ingress=[ssh])
Firewall("edge", web)
import helpers.rules
aws.ec2.SecurityGroup("two", description="two", ingress=[helpers.rules.ssh])`,
        files: {
          "helpers/rules.py": `ssh = {'protocol': 'tcp', 'from_port': 22, 'to_port': 22, 'self': True}
`,
        },
        registers: [
          'aws:ec2/securityGroup:SecurityGroup web { description: "web", ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, self: true }] }',
          'aws:ec2/securityGroup:SecurityGroup two { description: "two", ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, self: true }] }',
        ],
        gaps: ['Firewall of company_infra is not in the repository: resources that it makes are not read: Firewall("edge", web)'],
      },
    ],
    [
      "modules that import each other",
      {
        source: `import a
a.make()`,
        files: {
          "a.py": `import b
NAME = 'a'
def make():
    b.make(NAME)
`,
          "b.py": `import a
import pulumi_aws as aws
def make(name):
    aws.ec2.SecurityGroup(name, description=a.NAME)
`,
        },
        registers: ['aws:ec2/securityGroup:SecurityGroup a { description: "a" }'],
      },
    ],
    [
      "a library that may be missing",
      {
        source: `try:
    import fast_json as json
except ImportError:
    import json
try:
    from settings import PORT
except ImportError:
    PORT = 80
aws.ec2.SecurityGroup("web", description="web", ingress=[{"protocol": "tcp", "from_port": PORT, "to_port": PORT, "self": True}])`,
        files: {
          "settings.py": `PORT = 8443
`,
        },
        registers: [
          'aws:ec2/securityGroup:SecurityGroup web { description: "web", ingress: [{ protocol: "tcp", fromPort: 8443, toPort: 8443, self: true }] }',
        ],
      },
    ],
    [
      "names that are everywhere a word of JavaScript",
      {
        source: `constructor, __proto__, toString = 1, 2, 3
def hasOwnProperty(prototype): return prototype
d = {"__proto__": "a", "constructor": "b"}
aws.ec2.SecurityGroup("web", description="web", tags={"p": d["__proto__"], "c": d.get("constructor"), "n": str(constructor + __proto__ + toString), "f": hasOwnProperty("x"), "m": d.get("toString", "none")})`,
        registers: ['aws:ec2/securityGroup:SecurityGroup web { description: "web", tags: { p: "a", c: "b", n: "6", f: "x", m: "none" } }'],
      },
    ],
  ])("%s", async (_, program) => check(program));
});
