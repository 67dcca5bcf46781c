import type { Meaning } from "./meaning";

/** What Python's library and its less usual constructs mean. The interpreter says the same. */
export const pythonLibrary: readonly Meaning[] = [
  {
    sentence: "a text that is a member of an enum is printed as the member, unless its class says otherwise",
    body: 'from enum import Enum, IntEnum, StrEnum\nclass E(str, Enum):\n    A = "a"\nclass P(int, Enum):\n    H = 443\nclass I(IntEnum):\n    H = 443\nclass S(StrEnum):\n    A = "a"\nclass C(str, Enum):\n    A = "a"\n    def __str__(self):\n        return self.value + "!"\nclass F(str, Enum):\n    A = "a"\n    __str__ = str.__str__\nfor v in (E.A, P.H, I.H, S.A, C.A, F.A):\n    allow(*[len(t) for t in (str(v), f"{v}", f"{v:>8}", "%s" % v, "{}".format(v), format(v), f"{v!s}")])',
    ports: [
      ...[3, 3, 8, 3, 3, 3, 3],
      ...[3, 3, 8, 3, 3, 3, 3],
      ...[3, 3, 8, 3, 3, 3, 3],
      ...[1, 1, 8, 1, 1, 1, 1],
      ...[2, 2, 8, 2, 2, 2, 2],
      ...[1, 1, 8, 1, 1, 1, 1],
    ],
  },
  {
    sentence: "it is its text or number everywhere else",
    body: 'from enum import Enum\nclass E(str, Enum):\n    A = "22"\n    B = "443"\n    @property\n    def port(self):\n        return int(self.value)\n    def next(self):\n        return int(self) + 1\nclass P(int, Enum):\n    H = 80\nallow(int("1" + E.A), int("0".join([E.A, E.B])), int(E.A + "0"), {E.A: 5}["22"], int(E.A.value), len(E.A.name), P.H + 1, len(str(P.H + 1)), len(str(P.H.value)))\nallow(E.A.port, E.B.next(), len(E("22").name), len(repr(E.A)), 1 if E("443") is E.B else 2, len(str(E("443"))))\nallow(*[e.port for e in E])',
    ports: [122, 220443, 220, 5, 22, 1, 81, 2, 2, 22, 444, 1, 11, 1, 3, 22, 443],
  },
  {
    sentence: "members of an enum that have one value are one",
    body: "from enum import Enum, IntEnum\nclass Tier(Enum):\n    WEB = 80\n    HTTP = 80\n    DB = 5432\nclass P(IntEnum):\n    SSH = 22\n    SHELL = 22\nallow(*[t.value for t in Tier])\nallow(len(Tier), 1 if Tier.HTTP is Tier.WEB else 0, 1 if Tier(80).name == 'WEB' else 0, *P)",
    ports: [80, 5432, 2, 1, 1, 22],
  },
  {
    sentence: "what a generator returns is in the error at its end, and is what yield from gives",
    body: "def gen():\n    yield 1\n    return 443\ndef outer():\n    got = yield from gen()\n    yield got\nallow(*outer())\ng = gen()\nnext(g)\ntry:\n    next(g)\nexcept StopIteration as stop:\n    allow(stop.value)",
    ports: [1, 443, 443],
  },
  {
    sentence: "a generator that is sent something gives what it had, and what depends on it is not known",
    body: "def gen():\n    got = yield 1\n    yield got\n    yield 3\ng = gen()\nallow(next(g), g.send(10), g.send(20))",
    ports: [1, "?", 3],
  },
  {
    sentence: "what a text that is run as a program may have changed is not known",
    body: 'a = 1\nb = 2\nexec("a = 5")\nallow(b)\nallow(a)',
    ports: [2, "?"],
    notRead: ["evaluates a text as a program, which is not followed"],
  },
  {
    sentence: "iterators of itertools are gone through once",
    body: "from itertools import accumulate, chain, count, cycle, dropwhile, groupby, islice, pairwise, takewhile\nc = cycle([1, 2])\nallow(next(c), next(c), next(c))\nallow(*islice(count(100, 5), 2))\nallow(*accumulate([1, 2, 3]), *takewhile(lambda x: x < 3, [1, 2, 3, 1]), *dropwhile(lambda x: x < 3, [1, 3, 1]))\nallow(*[k * 10 + len(list(v)) for k, v in groupby([1, 1, 2])])\nallow(*[a + b for a, b in pairwise([1, 2, 3])])\nh = chain([7], [8])\nallow(*h, *h)",
    ports: [1, 2, 1, 100, 105, 1, 3, 6, 1, 2, 3, 1, 12, 21, 3, 5, 7, 8],
  },
  {
    sentence: "counters count, and give 0 for what they have not met",
    body: 'from collections import Counter\nc = Counter(["a", "b", "a"])\nc.update(["b", "b"])\nallow(c["a"], c["b"], c["z"], len(c), *[n for _, n in c.most_common(1)], sum((c - Counter("ab")).values()))',
    ports: [2, 3, 0, 2, 3, 3],
  },
  {
    sentence: "namespaces and named tuples have what they were made with, and nothing else",
    body: "from types import SimpleNamespace\nfrom collections import namedtuple\nns = SimpleNamespace(port=22)\nns.port += 1\nallow(ns.port, getattr(ns, 'nope', 7))\nP = namedtuple('P', 'port proto', defaults=['tcp'])\np = P(5)\nallow(p._replace(port=6).port, p._asdict()['port'], 1 if str(p) == \"P(port=5, proto='tcp')\" else 0)",
    ports: [23, 7, 6, 5, 1],
  },
  {
    sentence: "bytes are made of numbers",
    body: 'allow(*b"AB", len("\u65e5".encode("utf-8")), b"AB"[0], len(b"a" + b"bc"), 1 if b"a" == "a" else 2, 1 if str(b"x") == "b\'x\'" else 0, 1 if "\u65e5".encode().decode() == "\u65e5" else 0)',
    ports: [65, 66, 3, 65, 3, 2, 1, 1],
  },
  {
    sentence: "objects say themselves whether they are equal, and which comes first",
    body: "class A:\n    def __init__(self, n): self.n = n\n    def __eq__(self, o): return self.n == o.n\n    def __hash__(self): return hash(self.n)\n    def __lt__(self, o): return self.n < o.n\nallow(len({A(1), A(1), A(2)}), *[a.n for a in sorted([A(3), A(1)])])",
    ports: [2, 1, 3],
  },
  {
    sentence: "parameters before a slash are not named",
    body: 'def f(a, /, **kw):\n    allow(a, kw.get("a", 0))\nf(1, a=9)\nf(2)',
    ports: [1, 9, 2, 0],
  },
  {
    sentence: "letters, fractions and rounding",
    body: 'allow(1 if "\\u00df".casefold() == "ss" else 0, 1 if "it\'s \\u0130x".title() == "It\'S \\u0130x" else 0, 1 if str(round(1.005, 2)) == "1.0" else 0, 1 if str(float("3")) == "3.0" else 0)',
    ports: [1, 1, 1, 1],
  },
  {
    sentence: "an error's other attributes are not known",
    body: 'try:\n    try:\n        raise ValueError("a")\n    except ValueError as e:\n        raise RuntimeError("b") from e\nexcept RuntimeError as r:\n    allow(5)\n    allow(1 if r.__cause__ is None else 2)',
    ports: [5, "?"],
  },
  {
    sentence: "JSON's numbers with a fraction have one",
    body: 'import json\nd = json.loads(\'{"a": 1.0, "b": 1, "c": 1e2, "d": -0.0}\')\nallow(*[len(str(v)) for v in d.values()])\nallow(int(isinstance(d["a"], float)), int(isinstance(d["b"], float)), int(d["a"]), len(json.dumps(d)))',
    ports: [3, 1, 5, 4, 1, 0, 1, 41],
  },
  {
    sentence: "networks know their masks, addresses by place, and what is left of them",
    body: 'import ipaddress\nnet = ipaddress.ip_network("10.0.0.0/16")\nallow(len(str(net.netmask)), len(str(net.hostmask)), len(net.with_netmask))\nallow(int(str(net[10]) == "10.0.0.10"), int(str(net[-1]) == "10.0.255.255"), int(str(ipaddress.ip_interface("10.0.0.5/24").ip) == "10.0.0.5"), int(str(ipaddress.ip_interface("10.0.0.5/24")) == "10.0.0.5/24"), int(str(ipaddress.ip_interface("10.0.0.5/24").network) == "10.0.0.0/24"))\nallow(len(list(ipaddress.ip_network("10.0.0.0/30").address_exclude(ipaddress.ip_network("10.0.0.0/32")))), len(list(ipaddress.summarize_address_range(ipaddress.ip_address("10.0.0.0"), ipaddress.ip_address("10.0.0.5")))))\nallow(int(ipaddress.ip_address("10.1.1.1").is_private), int(ipaddress.ip_address("8.8.8.8").is_private))\nfor text in ("10.0.0.5/24", "10.0.0.300", "x"):\n    try:\n        ipaddress.ip_network(text)\n        allow(0)\n    except ValueError:\n        allow(7)\nallow(ipaddress.ip_network("10.0.0.5/24", strict=False).prefixlen)',
    ports: [11, 11, 20, 1, 1, 1, 1, 1, 2, 2, 1, 0, 7, 7, 7, 24],
  },
  {
    sentence: "what is called depends on the class of the first argument",
    body: 'from functools import singledispatch\n@singledispatch\ndef port(x):\n    return 1\n@port.register\ndef _(x: int):\n    return 2\n@port.register(str)\ndef _(x):\n    return 3\n@port.register(list)\ndef of_list(x):\n    return len(x) + 10\nallow(port(5), port("a"), port([1, 2]), port(None), of_list([]))',
    ports: [2, 3, 12, 1, 10],
  },
  {
    sentence: "a number is not added to a text",
    body: 'for value in (80, "x", 443):\n    try:\n        made = value + 0\n    except TypeError:\n        allow(9)\n        continue\n    allow(made)\ntry:\n    "a" + 1\nexcept TypeError:\n    allow(8)',
    ports: [80, 9, 443, 8],
  },
  {
    sentence: "networks are in the order of their addresses",
    body: "import ipaddress\nn = list(ipaddress.ip_network('10.0.0.0/16').subnets(new_prefix=18))\ns = sorted([n[2], n[0], ipaddress.ip_network('10.0.0.0/8')])\nallow(s[0].prefixlen, int(str(s[1]).split('.')[2]), int(str(s[2]).split('.')[2]), int(str(max(n)).split('.')[2]))",
    ports: [8, 0, 128, 192],
  },
  {
    sentence: "a network with more addresses than a number has digits",
    body: "import ipaddress\nallow(ipaddress.ip_network('2001:db8::/32').num_addresses)",
    ports: ["?"],
  },
  {
    sentence: "several groups of a match are asked for together",
    body: "import re\nm = re.match(r'(\\w+)-(\\d+)', 'web-22')\nallow(int(m.group(2)), len(m.group(1, 2)))",
    ports: [22, "?"],
  },
  {
    sentence: "a logarithm is a fraction",
    body: "import math\nallow(len(str(math.log2(8))), len(str(math.ceil(2.5))))",
    ports: [3, 1],
  },
  {
    sentence: "an object that makes up attributes may have any",
    body: "class A:\n    def __getattr__(self, name): return 5\nallow(1 if hasattr(A(), 'x') else 0)",
    ports: ["?"],
  },
  {
    sentence: "what leaves a with statement is told of the error, and may end it",
    body: "class A:\n    def __enter__(self): return self\n    def __exit__(self, kind, error, trace):\n        allow(1 if error else 2)\n        return True\nwith A(): allow(5)\nwith A(): raise ValueError('x')\nallow(6)",
    ports: [5, 2, 1, 6],
  },
  {
    sentence: "what is sorted by what is not known has no first element",
    body: "import random\nl = sorted([3, 1], key=lambda x: random.random())\nallow(l[0])",
    ports: ["?"],
  },
  {
    sentence: "what is set on a class is a method of its objects from then on",
    body: "class A:\n    def __init__(self, p): self.p = p\n    def port(self): return self.p\nmade = A.__init__\ndef new(self, p): made(self, p * 10)\nA.__init__ = new\nallow(A(5).port())\nold = A.port\nA.port = lambda self: old(self) + 1\nclass B(A): pass\nallow(B(1).port())\nsetattr(B, 'port', lambda self: 3)\nallow(B(1).port(), A(1).port())\ndel B.port\nallow(B(1).port())",
    ports: [50, 11, 3, 11, 11],
  },
  {
    sentence: "a function in a class's body is a method, unless it says otherwise",
    body: "def helper(self): return self.x\nclass A:\n    x = 5\n    p = helper\n    q = lambda self, n: self.x + n\n    r = staticmethod(helper)\n    k = property(lambda self: self.x * 2)\n    c = classmethod(lambda cls: cls.x + 1)\na = A()\na.x = 7\nallow(a.p(), a.q(3), a.r(A), a.k, a.c(), A.p(a))",
    ports: [7, 10, 5, 14, 6, 7],
  },
  {
    sentence: "functions and modules have what is set on them",
    body: "import math\ndef f(x): f.calls += 1\nf.calls = 0\nf(1)\nf(2)\nmath.floor = lambda x: 42\nallow(f.calls, math.floor(2.5))",
    ports: [2, 42],
  },
  {
    sentence: "a deep copy has one thing where there was one",
    body: "import copy\nbase = {'p': 1}\nd = copy.deepcopy([base, base])\nd[0]['p'] = 4\nallow(d[1]['p'], base['p'])",
    ports: [4, 1],
  },
  {
    sentence: "what is left of a network is its other halves, the largest first",
    body: "import ipaddress\nn = ipaddress.ip_network('10.0.0.0/22')\nfor x in n.address_exclude(ipaddress.ip_network('10.0.0.0/24')): allow(x.prefixlen, int(str(x).split('.')[2]))",
    ports: [23, 2, 24, 1],
  },
  {
    sentence: "an object says what it is from its end, and a list of which more is not known does not know its places",
    body: "import random\nclass R:\n    def __iter__(self): return iter([1, 2])\n    def __reversed__(self): return iter([9])\nallow(*R(), *reversed(R()))\nl = [int(x) for x in [random.random()] if x > 2]\nl.append(1)\nallow(l.index(1))",
    ports: [1, 2, 9, "?"],
  },
  {
    sentence: "what stands behind an element that may be there has no known place",
    body: 'import os\nl = [1]\nif os.environ.get("MORE"):\n    l.append(2)\nl.append(3)\na, b = l[0], l[1]\nallow(a, b, l[-1])\ne = []\nif os.environ.get("MORE"):\n    e.append(2)\ne.append(3)\nallow(e[0], next(iter(e)))\nm = [7, *os.environ["PORTS"].split(","), 8]\nallow(m[0], m[1])\nn = [7]\nn.extend(os.environ["PORTS"].split(","))\nn += [8]\nallow(n[0], n[1])',
    ports: [1, "?", "?", "?", "?", 7, "?", 7, "?"],
  },
];
