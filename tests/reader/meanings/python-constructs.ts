import type { Meaning } from "./meaning";

export const pythonConstructs: readonly Meaning[] = [
  {
    sentence: "what is spread into a list as its only element is spread, whatever it is",
    body: "def f(*a): return a\nclass C: xs = [5]\nallow(*[*f(1, 2)], *[*C.xs], *[*[[6]][0]], *[*f(7) if True else f(8)], *sorted({*f(9)}))",
    ports: [1, 2, 5, 6, 7, 9],
  },
  {
    sentence: "a constructor that does not call its base's leaves it out",
    body: "class A:\n    def __init__(self): allow(1)\nclass B(A):\n    def __init__(self): allow(2)\nclass C(A):\n    def __init__(self):\n        A.__init__(self)\nB()\nC()",
    ports: [2, 1],
  },
  {
    sentence: "a dataclass runs what its base does after the fields once",
    body: "from dataclasses import dataclass\nclass N: n = 0\n@dataclass\nclass A:\n    p: int\n    def __post_init__(self): N.n += 1\n@dataclass\nclass B(A):\n    q: int = 2\nB(1)\nallow(N.n)",
    ports: [1],
  },
  {
    sentence: "a model makes models of what it is given for them",
    body: `from pydantic import BaseModel
from typing import Optional
class R(BaseModel):
    port: int
    step: int = 100
class N(BaseModel):
    one: R
    many: list[R] = []
    by: dict[str, "R"] = {}
    maybe: Optional[R] = None
    plain: Optional[dict] = None
n = N(**{"one": {"port": 1}, "many": [{"port": 2, "step": 5}, R(port=3)], "by": {"x": {"port": 4}}, "plain": {"port": 6}})
m = N.model_validate({"one": {"port": 5}})
for r in [n.one, *n.many, n.by["x"], m.one]:
    allow(r.port + r.step)
allow(n.plain["port"], 7 if n.maybe is None else 8)`,
    ports: [101, 7, 103, 104, 105, 6, 7],
  },
  {
    sentence: "keys show what a dictionary has at the time",
    body: "d = {'a': 1}\nk = d.keys()\nd['b'] = 2\nallow(len(k), len(list(k)), 1 if 'b' in k else 0)",
    ports: [2, 2, 1],
  },
  {
    sentence: "values do as well",
    body: "d = {'a': 1}\nv = d.values()\nd['b'] = 2\nd['a'] = 5\nallow(*v)\nallow(sum(v), max(v))",
    ports: [5, 2, 7, 5],
  },
  {
    sentence: "so do entries, in a loop",
    body: "d = {'a': 1}\ni = d.items()\nd['b'] = 2\nfor k, x in i:\n    allow(x)\nallow(len(i))",
    ports: [1, 2, 2],
  },
  {
    sentence: "keys are a set",
    body: "d = {'a': 1, 'b': 2}\ne = {'b': 3}\nallow(len(d.keys() & e.keys()), len(d.keys() - e.keys()), len(d.keys() | {'z'}))",
    ports: [1, 1, 3],
  },
  {
    sentence: "a view goes through functions",
    body: "def vals(d): return d.values()\nc = {}\nv = vals(c)\nc['x'] = 4\nallow(*[p for p in v])",
    ports: [4],
  },
  {
    sentence: "a package that nothing names may be missing",
    body: "try:\n    import nosuchpackage_zz\n    p = 1\nexcept ImportError:\n    p = 2\nallow(p)",
    ports: ["?"],
  },
  {
    sentence: "a dictionary that grows in its loop is an error",
    body: "d = {'a': 1, 'b': 2}\ntry:\n    for k in d:\n        allow(d[k])\n        d[k + 'x'] = 5\nexcept RuntimeError:\n    allow(9)",
    ports: [1, 9],
  },
  {
    sentence: "so is a set",
    body: "s = {1}\ntry:\n    for x in s:\n        s.add(2)\n        allow(x)\nexcept RuntimeError:\n    allow(9)",
    ports: [1, 9],
  },
  { sentence: "other values are none", body: "d = {'a': 1, 'b': 2}\nfor k in d:\n    d[k] += 10\nallow(*d.values())", ports: [11, 12] },
  {
    sentence: "nor is a copy of the keys",
    body: "d = {'a': 1, 'b': 2}\nfor k in list(d):\n    d[k + 'x'] = 5\nallow(*d.values())",
    ports: [1, 2, 5, 5],
  },
  {
    sentence: "a coroutine that nobody awaits does nothing",
    body: "import asyncio\nasync def f():\n    allow(1)\n    return 2\nc = f()\nallow(3)\nc.close()",
    ports: [3],
  },
  {
    sentence: "a coroutine runs when it is awaited",
    body: "import asyncio\nasync def f(x):\n    allow(x)\n    return x\nasync def main():\n    a = f(1)\n    b = f(2)\n    await b\n    await a\nasyncio.run(main())",
    ports: [2, 1],
  },
  { sentence: "a coroutine counts as true", body: "async def f():\n    return 0\nc = f()\nallow(1 if c else 2)\nc.close()", ports: [1] },
  {
    sentence: "any and all ask no further than they have to",
    body: "log = []\ndef t(x):\n    log.append(x)\n    return x > 1\nany(t(x) for x in [1, 2, 3])\nallow(len(log))\nall(t(x) for x in [5, 1, 7])\nallow(len(log))",
    ports: [2, 4],
  },
  {
    sentence: "what a generator changes later is not known",
    body: "log = []\ndef src():\n    for i in range(5):\n        log.append(i)\n        yield i\ngen = (x * 10 for x in src() if x % 2)\nallow(next(gen))\nallow(len(log))\nallow(*gen)",
    ports: [10, "?", 30],
  },
  {
    sentence: "a comprehension in a class sees nothing of it but what its first for goes through",
    body: 'base = 100\nclass Ports:\n    base = 20\n    n = 2\n    shifted = [base + i for i in range(n)]\n    by_name = {k: base for k in "a"}\n    later = list(base for _ in range(1))\n    above = lambda: base\n    def m(self):\n        return base\nallow(*Ports.shifted, Ports.by_name["a"], *Ports.later, Ports.above(), Ports().m(), Ports.base)',
    ports: [100, 101, 100, 100, 100, 100, 20],
  },
  {
    sentence: "a tuple and a text do not change",
    body: 't = ([1], 2)\ntry:\n    t[0] += [5]\nexcept TypeError:\n    allow(9)\nallow(*t[0])\nu = (1, 2)\nfor change in (1, 2, 3):\n    try:\n        if change == 1:\n            u[0] += 5\n        elif change == 2:\n            u[0] = 7\n        else:\n            del u[0]\n    except TypeError:\n        allow(change)\nallow(*u)\ntry:\n    "abc"[0] = "x"\nexcept TypeError:\n    allow(8)',
    ports: [9, 1, 5, 1, 2, 3, 1, 2, 8],
  },
  {
    sentence: "of equal keys the first one stays",
    body: 'd = {True: 1, 1: 2, 1.0: 3}\nallow(len(str(d)), d[1])\nf = dict([(1.0, 5), (1, 6)])\nallow(len(str(f)))\ng = {**{1: 1}, True: 2}\nallow(len(str(g)), len(g), g[1.0])\nh = {2.0: 1}\nh.update({2: 3})\nallow(len(str(h)), *({1: 7, "1": 8} | {1.0: 9}).values())',
    ports: [9, 3, 8, 6, 1, 2, 8, 9, 8],
  },
  {
    sentence: "what leaves a body is told of the class of an error, and decides whether it goes on",
    body: 'class D:\n    def __enter__(self): return 5\n    def __exit__(self, t, e, b):\n        if t is not None:\n            allow(8)\n        allow(1 if t is ValueError else 9)\n        return t is ValueError\nwith D():\n    allow(7)\n    int("x")\n    allow(6)\nallow(4)\ntry:\n    with D():\n        {}["x"]\nexcept KeyError:\n    allow(3)',
    ports: [7, 8, 1, 4, 8, 9, 3],
  },
  {
    sentence: "a base is told of the classes that are made from it",
    body: "class Base:\n    made = {}\n    registry = []\n    def __init_subclass__(cls, **kwargs):\n        super().__init_subclass__(**kwargs)\n        cls.full = cls.port + 1\n        Base.registry.append(cls.port)\nclass A(Base):\n    port = 22\nclass B(A):\n    port = 443\nallow(len(Base.registry), *Base.registry, A.full, B.full)",
    ports: [2, 22, 443, 23, 444],
  },
  {
    sentence: "what it keeps of more than is read is not known",
    body: "ports = []\nclass Base:\n    def __init_subclass__(cls, port=1, **kw):\n        ports.append(port)\nclass Ssh(Base, port=22):\n    pass\nallow(len(ports))",
    ports: ["?"],
    notRead: ["Ssh is handed to __init_subclass__ when it is made, with more than is read"],
  },
  {
    sentence: "the names of a module are set through its dictionary",
    body: 'x = 3\nglobals()["x"] = 5\nallow(x)',
    ports: [5],
  },
  {
    sentence: "a function sets a name of its module through the dictionary",
    body: 'x = 3\ndef f():\n    globals()["x"] = 9\nf()\nallow(x)',
    ports: [9],
  },
  {
    sentence: "several names of a module are set at once",
    body: "x = 3\nglobals().update(x=5, y=6)\nallow(x, y)",
    ports: [5, 6],
  },
  {
    sentence: "what is put into the dictionary of an object the object has",
    body: 'class C: pass\nc = C(); c.a = 1\nvars(c)["a"] = 5\nc.__dict__["b"] = 6\nc.__dict__.update(d=7)\nallow(c.a, c.b, c.d, len(vars(c)))',
    ports: [5, 6, 7, 3],
  },
  {
    sentence: "a class that sets its attributes itself may refuse them",
    body: 'class Rule:\n    def __init__(self, port):\n        self.port = port\n    def __setattr__(self, name, value):\n        if name == "port" and value < 10:\n            raise ValueError("low")\n        super().__setattr__(name, value)\nallow(Rule(22).port)\ntry:\n    Rule(5)\nexcept ValueError:\n    allow(1)',
    ports: [22, 1],
  },
  {
    sentence: "a class that sets its attributes itself hands them on",
    body: "class C:\n    def __init__(self): self.a = 1\n    def __setattr__(self, n, v): super().__setattr__(n, v * 2)\nc = C()\nallow(c.a)",
    ports: [2],
  },
  {
    sentence: "a class gives what its objects do not have",
    body: 'class C:\n    def __init__(self): self.d = {"a": 5}\n    def __getattr__(self, n): return self.d.get(n, 1)\nc = C()\nallow(c.a, c.b, len(c.d))',
    ports: [5, 1, 1],
  },
  {
    sentence: "the first of a generator is not known where one may stand before it",
    body: 'import os\nallow(next(p for p in [1, 2] if p == 2 or os.environ.get("X")))',
    ports: ["?"],
  },
  {
    sentence: "what a generator may give first hides what it gives then",
    body: 'import os\ndef g():\n    if os.environ.get("X"):\n        yield 9\n    yield 1\nallow(next(g()))',
    ports: ["?"],
  },
  {
    sentence: "how much a generator gives is not known where it may give more",
    body: 'import os\ndef g():\n    if os.environ.get("X"):\n        yield 9\n    yield 1\nallow(len(list(g())))',
    ports: ["?"],
  },
  {
    sentence: "a part of a generator is not known where more may stand before it",
    body: 'import os, itertools\ndef g():\n    if os.environ.get("X"):\n        yield 9\n    yield 1\n    yield 2\nallow(list(itertools.islice(g(), 1))[0])',
    ports: ["?"],
  },
  {
    sentence: "what is perhaps set on a class is not known",
    body: 'import os\nclass C:\n    n = 5\ndef f():\n    if os.environ.get("X"):\n        C.n = 6\nf()\nallow(C.n)',
    ports: ["?"],
  },
  {
    sentence: "what is perhaps set on a class is not set on the other way",
    body: 'import os\nclass C:\n    n = 5\np = 0\nif os.environ.get("X"):\n    C.n = 6\nelse:\n    p = C.n + 1\np2 = 7 if os.environ.get("X") else 7\nallow(p2)',
    ports: [7],
  },
  {
    sentence: "a key that is not known may be any of those that are there",
    body: 'import os\nd = {"a": 1}\nd[os.environ["X"]] = 5\nallow(d["a"])',
    ports: ["?"],
  },
  {
    sentence: "what is taken out under a key that is not known may be any",
    body: 'import os\nd = {"a": 1}\nd.pop(os.environ["X"], None)\nallow(d.get("a", 3))',
    ports: ["?"],
  },
  {
    sentence: "what is not known may take the place of entries",
    body: 'import os, json\nd = {"a": 1}\nd.update(json.loads(os.environ["X"]))\nallow(d["a"])',
    ports: ["?"],
  },
  {
    sentence: "an object counts as true by its length",
    body: "class B:\n    def __init__(self, l): self.l = l\n    def __len__(self): return len(self.l)\nallow(1 if B([]) else 2, 1 if B([1]) else 2, *[3 for _ in [0] if not B([])])\nx = B([]) or 7\nallow(x)",
    ports: [2, 1, 3, 7],
  },
  {
    sentence: "an object says what is in it",
    body: "class B:\n    def __init__(self, *l): self.l = l\n    def __contains__(self, x): return x in self.l\nallow(1 if 2 in B(1, 2) else 0, 1 if 3 not in B(1) else 0)",
    ports: [1, 1],
  },
  {
    sentence: "objects say which of them is the least",
    body: "class P:\n    def __init__(self, n): self.n = n\n    def __lt__(self, o): return self.n < o.n\nallow(min([P(5), P(3)]).n, max([P(5), P(7)]).n, min(P(1), P(2)).n)",
    ports: [3, 7, 1],
  },
  {
    sentence: "an iterator of the program gives elements until it says that it has ended",
    body: "class Count:\n    def __init__(self, n): self.n = n; self.i = 0\n    def __iter__(self): return self\n    def __next__(self):\n        if self.i >= self.n: raise StopIteration\n        self.i += 1\n        return self.i * 10\nallow(*Count(3), sum(Count(2)))\nfor x in Count(2): allow(x)\nclass Other:\n    def __iter__(self): return Count(1)\nallow(*[x + 1 for x in Other()])\ndef g():\n    try:\n        for x in Count(2): yield x\n        raise ValueError()\n    except ValueError:\n        yield 5\nallow(*g())",
    ports: [10, 20, 30, 30, 10, 20, 11, 10, 20, 5],
  },
  {
    sentence: "an else follows a loop that is not left",
    body: "for p in [1, 2]:\n    if p == 5: break\nelse:\n    allow(9)\nn = 3\nwhile n:\n    n -= 1\n    if n == 1: continue\n    allow(n)\nelse:\n    allow(8)\nfor i, (a, b) in enumerate(zip([1, 2], [3, 4]), start=10): allow(i, a, b)\nfor x in reversed([1, 2]): allow(x)",
    ports: [9, 2, 0, 8, 10, 1, 3, 11, 2, 4, 2, 1],
  },
  {
    sentence: "patterns name parts of objects by their places, and what is left of dictionaries",
    body: 'def f(x):\n    match x:\n        case {"port": int(p), **rest} if p > 100: return p + len(rest)\n        case {"port": p}: return p\n        case [a, *others]: return a + len(others)\n        case (22 | 23) as q: return q * 10\n        case str() as s if s.isdigit(): return int(s)\n        case None: return 5\n        case _: return 9\nallow(f({"port": 443, "x": 1}), f({"port": 22}), f([1, 2, 3]), f(23), f("77"), f(None), f(1.5))',
    ports: [444, 22, 3, 230, 77, 5, 9],
  },
  {
    sentence: "what is put under a key that is not known may stand under any",
    body: 'import os\nk = os.environ["K"]\na = {"p": 1}; a[k] = 2\nb = {"p": 1}; b.update({k: 2})\nc = {"p": 1, k: 2}\nd = dict([("p", 1), (k, 2)])\ne = {"p": 1}; e.pop(k)\nf = {k: 2, "p": 1}\ng = {"p": 1}; g.setdefault(k, 2)\nallow(a["p"], b["p"], c["p"], d["p"], e.get("p"), f["p"], g["p"])',
    ports: ["?", "?", "?", "?", "?", 1, 1],
  },
  {
    sentence: "what is done to one of several things, may be done to each of them",
    body: 'import os\nfrom collections import defaultdict\nk = os.environ["K"]\na = {"x": [], "y": []}; a[k].append(1)\nb = defaultdict(list); b[k].append(1)\nc = {}; c.setdefault(k, []).append(1)\nd = [[], []]; d[int(k)].append(1)\ne, f = [], []\n(e if k == "x" else f).append(1)\ng = e if k == "x" else f\ng += [2]\nh = {"x": dict(p=1), "y": dict(p=1)}; i = h[k]["p"]; h[k]["p"] = 2\nallow(len(a["x"]), len(b), len(b["x"]), len(c), len(d[0]), len(e), len(f), i, h["x"]["p"])',
    ports: ["?", "?", "?", "?", "?", "?", "?", 1, "?"],
  },
  {
    sentence: "what is done to elements that a condition lets through which is not known, may be done to each",
    body: 'import os\nk = os.environ["K"]\nl = [dict(p=1), dict(p=1)]\nfor x in [y for y in l if k == "x"]: x["p"] = 2\nm = [dict(p=1)]\nfor x in filter(lambda y: k == "x", m): x["p"] = 2\nn = [dict(p=1)]\nnext(y for y in n if k == "x")["p"] = 2\nallow(l[0]["p"], m[0]["p"], n[0]["p"])',
    ports: ["?", "?", "?"],
  },
  {
    sentence: "how many there are of what may be equal is not known",
    body: 'import os\nallow(len({os.environ["A"], os.environ["B"]}))',
    ports: ["?"],
  },
];
