import { web, type Files, type Idiom } from "./idiom";

const program = (body: string, more: Files = {}): Files => ({
  "Pulumi.yaml": "name: shop\nruntime: python\n",
  "__main__.py": `import pulumi
import pulumi_aws as aws

def allow(port):
    return {"protocol": "tcp", "from_port": port, "to_port": port, "cidr_blocks": ["10.0.0.0/8"]}

def web(*ports):
    return aws.ec2.SecurityGroup("web", ingress=[allow(port) for port in ports])

${body}
`,
  ...more,
});

const idiom = (sentence: string, body: string, makes: readonly string[], notRead: readonly string[] = [], more: Files = {}): Idiom => ({
  sentence,
  files: program(body, more),
  makes,
  notRead,
});

export const python: readonly Idiom[] = [
  idiom(
    "keys as the classes of other languages spell them, which the provider takes",
    'aws.ec2.SecurityGroup("web", ingress=[{"Protocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrBlocks": ["10.0.0.0/8"]}])',
    web(22),
  ),
  idiom(
    "an object with brackets of its own",
    'class Ports:\n    def __init__(self):\n        self.known = {"ssh": 22}\n    def __getitem__(self, name):\n        return self.known[name]\n    def __setitem__(self, name, port):\n        self.known[name] = port + 1\nports = Ports()\nports["https"] = 442\nweb(ports["ssh"], ports["https"])',
    web(22, 443),
  ),
  idiom(
    "parts that a getter of several keys, attributes and ways takes",
    'import operator\nfrom types import SimpleNamespace\nlow, high = operator.itemgetter("low", "high")({"low": 22, "high": 443})\nrule = SimpleNamespace(a=80, spec=SimpleNamespace(port=81))\nweb(low, high, *operator.attrgetter("a", "spec.port")(rule), operator.itemgetter(0)([82]))',
    web(22, 443, 80, 81, 82),
  ),
  idiom(
    "a generator, and one that hands on another",
    "def some():\n    yield 22\n    yield from (80, 443)\nweb(*[port for port in some()])",
    web(22, 80, 443),
  ),
  idiom(
    "a decorator, and a cached property",
    'import functools\ndef twice(f):\n    @functools.wraps(f)\n    def inner(*args):\n        return [f(*args), f(*args)]\n    return inner\n@twice\ndef port(p):\n    return allow(p)\nclass Known:\n    @functools.cached_property\n    def all(self):\n        return port(22)\naws.ec2.SecurityGroup("web", ingress=Known().all)',
    web(22, 22),
  ),
  idiom(
    "a data class that makes its fields",
    "from dataclasses import dataclass, field\n@dataclass(frozen=False)\nclass Opening:\n    port: int = 22\n    more: list = field(default_factory=lambda: [443])\n    def __post_init__(self):\n        self.port += 1\none, other = Opening(), Opening(80)\none.more.append(1)\nweb(one.port, other.port, *one.more, *other.more)",
    web(23, 81, 443, 1, 443),
  ),
  idiom(
    "the walrus",
    "ports = [22, 443, 0, 80]\nfound = []\nwhile (port := ports.pop(0)) != 0:\n    found.append(port)\nweb(*found, *[twice for p in ports if (twice := p * 2) > 100], port)",
    web(22, 443, 160, 0),
  ),
  idiom(
    "match, in all of its patterns",
    'from dataclasses import dataclass\n@dataclass\nclass Opening:\n    port: int\n    name: str = ""\ndef port(one):\n    match one:\n        case int() | float():\n            return one\n        case Opening(port=p, name="ssh") if p > 20:\n            return p + 1\n        case [first, *rest] if rest:\n            return first + len(rest)\n        case {"port": p}:\n            return p + 1\n        case "https" as name:\n            return 440 + len(name) - 2\n        case _:\n            return 1\nweb(*map(port, [22, Opening(21, "ssh"), Opening(80), [10, 1, 1], {"port": 5, "a": 1}, "https", None]))',
    web(22, 22, 1, 12, 6, 443, 1),
  ),
  idiom(
    "partial functions and tools of iteration",
    "import functools, itertools\nadd = functools.partial(lambda a, b: a + b, 20)\nweb(add(2), functools.reduce(lambda a, b: a + b, [400, 43]), *itertools.chain([1], (2,)), *[a * b for a, b in itertools.product([1, 2], [3, 4])])",
    web(22, 443, 1, 2, 3, 4, 6, 8),
  ),
  idiom(
    "what a comprehension's variable hides, and what it does not",
    "x = 5\nys = [x for x in range(3)]\nfor z in ys:\n    pass\nweb(x, z, *ys)",
    web(5, 2, 0, 1, 2),
  ),
  idiom(
    "keyword arguments that are handed on",
    'def make(name, /, *, ports=(22,), **more):\n    return aws.ec2.SecurityGroup(name, ingress=[allow(p) for p in ports], **{**more, "description": more["description"].title()})\nmake("web", **{"ports": (22, 443)} | {"description": "the web"})',
    ['SecurityGroup web in tcp 22 10.0.0.0/8, in tcp 443 10.0.0.0/8, description="The Web"'],
  ),
  idiom(
    "properties, class methods and static ones",
    "class Ports:\n    count = 0\n    def __init__(self, port):\n        self._port = port\n        Ports.count += 1\n    @property\n    def port(self):\n        return self._port\n    @port.setter\n    def port(self, value):\n        self._port = value + 1\n    @classmethod\n    def ssh(cls):\n        return cls(22)\n    @staticmethod\n    def https():\n        return 443\none = Ports.ssh()\nfirst = one.port\none.port = 79\nweb(first, one.port, Ports.https(), Ports.count)",
    web(22, 80, 443, 1),
  ),
  idiom(
    "enums",
    'from enum import Enum, IntEnum, auto\nclass Port(IntEnum):\n    SSH = 22\n    HTTPS = 443\nclass Kind(Enum):\n    A = auto()\n    B = auto()\n    @property\n    def port(self):\n        return self.value + 80\nweb(Port.SSH, Port["HTTPS"].value, Kind.B.port, *[k.value for k in Kind], len(Kind.A.name))',
    web(22, 443, 82, 1, 2, 1),
  ),
  idiom(
    "named tuples of both kinds",
    'from typing import NamedTuple\nfrom collections import namedtuple\nclass Opening(NamedTuple):\n    port: int\n    last: int = 443\nPair = namedtuple("Pair", "a b", defaults=[80])\none = Opening(22)\nweb(one.port, one.last, Pair(1).b, Pair(b=5, a=1).b)',
    web(22, 443, 80, 5),
  ),
  idiom(
    "a pydantic model",
    "from pydantic import BaseModel, Field\nclass Opening(BaseModel):\n    port: int = Field(default=22, ge=1)\n    more: list[int] = Field(default_factory=list)\nclass Wide(Opening):\n    last: int = 443\none = Wide(more=[80])\nweb(one.port, one.last, *one.more, one.model_dump()['port'])",
    web(22, 443, 80, 22),
  ),
  idiom("a default that is made once", "def kept(port, acc=[]):\n    acc.append(port)\n    return acc\nkept(22)\nweb(*kept(443))", web(22, 443)),
  idiom(
    "functions that see their variable later",
    "late = [lambda: i for i in range(3)]\nnow = [lambda i=i: i for i in range(3)]\nweb(*[f() for f in late + now])",
    web(2, 2, 2, 0, 1, 2),
  ),
  idiom(
    "nonlocal and global",
    "total = 20\ndef counter():\n    count = 0\n    def one():\n        nonlocal count\n        global total\n        count += 1\n        total += 1\n        return count\n    return one\nnext_one = counter()\nweb(next_one(), next_one(), total)",
    web(1, 2, 22),
  ),
  idiom(
    "else of loops and of try, and finally",
    'found = []\nfor p in [22, 443]:\n    if p > 500:\n        break\nelse:\n    found.append(p)\ndef fails():\n    raise ValueError("no")\ntry:\n    fails()\nexcept Exception as problem:\n    found.append(2)\nelse:\n    found.append(3)\nfinally:\n    found.append(4)\nweb(*found)',
    web(443, 2, 4),
  ),
  idiom(
    "a context of one's own",
    "from contextlib import contextmanager\n@contextmanager\ndef opened(port):\n    yield port + 1\nclass Closed:\n    def __enter__(self):\n        return 443\n    def __exit__(self, *problem):\n        return False\nwith opened(21) as ssh, Closed() as https:\n    web(ssh, https)",
    web(22, 443),
  ),
  idiom(
    "slices with steps, and what they delete",
    "ports = [1, 2, 3, 4, 5, 6]\nback = ports[::-2]\ndel ports[1:3]\nports[0:1] = [22, 23]\ngrid = [[0]] * 2\ngrid[0].append(9)\nweb(*back, *ports, *grid[1])",
    web(6, 4, 2, 22, 23, 4, 5, 6, 0, 9),
  ),
  idiom(
    "texts that are formatted in every way",
    'blocks = [f"{10}.0.{7:d}.0/{24}", "%d.0.%s.0/24" % (10, 8), "{0}.0.{n:>1}.0/24".format(10, n=9), ".".join(map(str, (10, 0, 1, "0/24")))]\naws.ec2.SecurityGroup("web", ingress=[{"protocol": "tcp", "from_port": int("0x16", 16), "to_port": 2_2, "cidr_blocks": blocks}])',
    ["SecurityGroup web in tcp 22 10.0.7.0/24+10.0.8.0/24+10.0.9.0/24+10.0.1.0/24"],
  ),
  idiom(
    "dictionaries of every kind",
    'from collections import defaultdict, OrderedDict\nd = defaultdict(list)\nd["a"].append(22)\no = OrderedDict(b=1, a=2)\nplain = {"x": 8}\nweb(*d["a"], *o.values(), plain.setdefault("y", 9), plain.pop("x"), *plain.values())',
    web(22, 1, 2, 9, 8, 9),
  ),
  idiom(
    "an object that is gone through",
    "class Ports:\n    def __init__(self, *ports):\n        self.ports = list(ports)\n    def __iter__(self):\n        for port in self.ports:\n            yield port + 1\nweb(*Ports(21, 442), *[p for p in Ports(1)])",
    web(22, 443, 2),
  ),
  idiom(
    "classes with two bases, in their order",
    "class A:\n    def ports(self):\n        return [1]\nclass B(A):\n    def ports(self):\n        return [2] + super().ports()\nclass C(A):\n    def ports(self):\n        return [3] + super().ports()\nclass D(B, C):\n    pass\nweb(*D().ports())",
    web(2, 3, 1),
  ),
  idiom(
    "comparisons in a row, and what and and or give",
    "p = 22\nweb(1 if 1 < p <= 22 else 2, 0 or 443, 5 and 6, (None or [7])[0], 8 if p is not None and p not in (1, 2) else 9, *([10] if not [] else []))",
    web(1, 443, 6, 7, 8, 10),
  ),
  idiom(
    "stars on both sides",
    'first, *middle, last = range(1, 6)\n(a, b), c = (7, 8), 9\na, b = b, a\nweb(first, *middle, last, a, b, *{**{"x": c}}.values())',
    web(1, 2, 3, 4, 5, 8, 7, 9),
  ),
  idiom(
    "a main function that is asynchronous",
    'import asyncio\nasync def port(p):\n    await asyncio.sleep(0)\n    return p\nasync def main():\n    a, b = await asyncio.gather(port(22), port(443))\n    web(a, b)\nif __name__ == "__main__":\n    asyncio.run(main())',
    web(22, 443),
  ),
  idiom(
    "all names of a module, and a package",
    "from ports import *\nfrom nets.inner import base\nimport nets\nweb(SSH, base.HTTPS, nets.DNS)",
    web(22, 443, 53),
    [],
    {
      "ports.py": '__all__ = ["SSH"]\nSSH = 22\nHIDDEN = 1\n',
      "nets/__init__.py": "from .inner.base import DNS\n",
      "nets/inner/__init__.py": "",
      "nets/inner/base.py": "HTTPS = 443\nDNS = 53\n",
    },
  ),
  idiom(
    "types that have parameters",
    "type Port = int\ndef first[T](all: list[T]) -> T:\n    return all[0]\nclass Box[T]:\n    def __init__(self, value: T):\n        self.value = value\nweb(first([22, 1]), Box(443).value)",
    web(22, 443),
  ),
  idiom(
    "addresses that are computed",
    'import ipaddress\nnet = ipaddress.ip_network("10.0.0.0/8")\naws.ec2.SecurityGroup("web", ingress=[{"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": [str(s) for s in list(net.subnets(prefixlen_diff=1))] + [str(net.supernet(new_prefix=7))]}])',
    ["SecurityGroup web in tcp 22 10.0.0.0/9+10.128.0.0/9+10.0.0.0/7"],
  ),
  idiom("the environment is not known", 'import os\nweb(int(os.environ.get("PORT", "22")))', web("?")),
  idiom("a line that is broken", "broken = = 3\nweb(22)", web(22), ["does not parse"]),
  idiom("code in a text", 'exec("web(22)")\nweb(443)', web(443), ["evaluates a text"]),
  {
    sentence: "a program outside of the repository is not the one in the project's folder",
    files: { "p/Pulumi.yaml": "name: shop\nruntime: python\nmain: ../../elsewhere\n", "p/__main__.py": program("web(22)")["__main__.py"] ?? "" },
    makes: [],
    notRead: ["leads out of the repository"],
  },
  idiom("arguments of unknown number, handed on together", 'import json, os\nweb(*json.loads(os.environ["PORTS"]))', ["SecurityGroup web in ?"]),
  idiom(
    "a table of texts, and a file of which lines are read once",
    'import csv\nwith open("ports.csv") as f:\n    ports = [int(row["port"]) for row in csv.DictReader(f) if row["open"] == "yes"]\nwith open("ports.csv") as f:\n    next(f)\n    more = [int(line.split(",")[0]) + 1 for line in f]\n    rest = [1 for line in f]\nweb(*ports, *more, *rest)',
    web(22, 443, 23, 81, 444),
    [],
    { "ports.csv": "port,open\n22,yes\n80,no\n443,yes" },
  ),
  idiom(
    "ports and ranges that a pattern finds",
    'import re\nspec = re.compile(r"(?P<lo>\\d+)(?:-(?P<hi>\\d+))?")\nweb(*[int(m.group("hi") or m["lo"]) for m in spec.finditer("22, 80-90")], *map(int, re.findall(r"\\d+", "a1b2")))\nlo, hi = spec.match("5").groups()\naws.ec2.SecurityGroup("db", description=f"{lo} {hi}")',
    [...web(22, 90, 1, 2), 'SecurityGroup db description="5 None"'],
  ),
];
