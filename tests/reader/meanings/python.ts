import type { Meaning } from "./meaning";

export const python: readonly Meaning[] = [
  {
    sentence: "halves are rounded to the even neighbour",
    body: "allow(round(0.5), round(1.5), round(2.5), round(-0.5), round(-1.5), int(round(2.675, 2) * 100), round(1234, -2), round(1250, -2))",
    ports: [0, 2, 2, 0, -2, 267, 1200, 1200],
  },
  { sentence: "a quotient has a fraction", body: 'allow(int(6 / 2), int(str(6 / 2).count(".")), 2 ** 10, int(2 ** -1 * 4))', ports: [3, 1, 1024, 2] },
  {
    sentence: "an entry is moved to an end",
    body: 'from collections import OrderedDict\nd = OrderedDict(a=1, b=2, c=3)\nd.move_to_end("a")\nd.move_to_end("c", last=False)\nallow(*d.values())\nallow(d.popitem(last=False)[1])',
    ports: [3, 2, 1, 3],
  },
  {
    sentence: "a setter is asked for in the order of the classes",
    body: "class A:\n    def __init__(self): self._p = 0\n    @property\n    def p(self): return self._p\n    @p.setter\n    def p(self, v): self._p = v + 1\nclass B(A):\n    pass\nclass C(A):\n    @property\n    def p(self): return self._p\n    @p.setter\n    def p(self, v): self._p = v + 10\nclass D(B, C):\n    pass\nd = D()\nd.p = 5\nallow(d.p)",
    ports: [15],
  },
  {
    sentence: "a generator without an end goes as far as somebody takes",
    body: "n = 0\ndef g():\n    global n\n    while True:\n        n += 1\n        yield n\nfor x in g():\n    if x > 3:\n        break\n    allow(x)\nallow(n)",
    ports: [1, 2, 3, 4],
  },
  { sentence: "a generator is gone through once", body: "g = (x for x in [1, 2, 3])\nallow(*g)\nallow(len(list(g)))", ports: [1, 2, 3, 0] },
  {
    sentence: "a generator sees what its source holds when it is gone through",
    body: "data = [1, 2]\ng = (x for x in data)\ndata.append(3)\nallow(*g)",
    ports: [1, 2, 3],
  },
  {
    sentence: "a generator asks its condition when it is gone through",
    body: "t = 1\ng = (x for x in [1, 2, 3] if x > t)\nt = 2\nallow(*g)",
    ports: [3],
  },
  {
    sentence: "what map and zip give is gone through once",
    body: "m = map(lambda x: x + 1, [1, 2])\nallow(sum(m), sum(m))\nz = zip([1, 2], [3])\nallow(len(list(z)), len(list(z)))",
    ports: [5, 0, 1, 0],
  },
  {
    sentence: "what a loop takes out of an iterator that it goes through is not met by it",
    body: "it = iter([1, 2, 3, 4, 5])\nfor first in it:\n    allow(first, next(it, 9))\nallow(len(list(it)))",
    ports: [1, 2, 3, 4, 5, 9, 0],
  },
  {
    sentence: "an iterator gives one after the other",
    body: "it = iter([1, 2, 3])\nallow(next(it), next(it))\nallow(*it)\nallow(next(it, 9))",
    ports: [1, 2, 3, 9],
  },
  {
    sentence: "a generator and its loop take turns",
    body: "log = []\ndef g():\n    log.append(1)\n    yield 10\n    log.append(2)\n    yield 20\n    log.append(3)\nfor x in g():\n    log.append(x)\nallow(*log)",
    ports: [1, 10, 2, 20, 3],
  },
  {
    sentence: "an else follows a try without an error",
    body: 'try:\n    int("x")\nexcept ValueError:\n    allow(1)\nelse:\n    allow(2)\ntry:\n    int("5")\nexcept ValueError:\n    allow(3)\nelse:\n    allow(4)\nfinally:\n    allow(6)',
    ports: [1, 4, 6],
  },
  {
    sentence: "errors of the library are told apart",
    body: 'def f(k):\n    try:\n        return {"a": 1}[k]\n    except KeyError as e:\n        return 5\n    except Exception:\n        return 6\nallow(f("a"), f("b"))\ntry:\n    [1][5]\nexcept (IndexError, KeyError):\n    allow(7)\ntry:\n    1 // 0\nexcept ZeroDivisionError:\n    allow(8)\ntry:\n    None.x\nexcept AttributeError:\n    allow(9)',
    ports: [1, 5, 7, 8, 9],
  },
  {
    sentence: "formats of texts",
    body: 'allow(len("%03d" % 5), int("%d%d" % (4, 2)), len("%s" % [1]), int("{1}{0}".format(1, 2)), int("{a}{b}".format(a=3, b=4)), len("{:>5}".format("x")), int("{0[a]}".format({"a": 5})), len("%5.1f" % 2.55), len("%%"))',
    ports: [3, 42, 3, 21, 34, 5, 5, 5, 2],
  },
  {
    sentence: "is asks for one thing, == for equal ones",
    body: "a = [1]\nb = [1]\nallow(1 if a is b else 2, 1 if a == b else 2, 1 if a is not None else 2, 1 if True == 1 else 2, 1 if 0 == False else 2, 1 if None == 0 else 2)",
    ports: [2, 1, 1, 1, 1, 2],
  },
  {
    sentence: "attributes that are set and taken away",
    body: 'class A: pass\na = A()\nsetattr(a, "p", 5)\nallow(getattr(a, "p"), getattr(a, "q", 7), 1 if hasattr(a, "q") else 0, vars(a)["p"])\ndel a.p\nallow(1 if hasattr(a, "p") else 0)',
    ports: [5, 7, 0, 5, 0],
  },
  {
    sentence: "a loop meets what its body adds to the list",
    body: "p = [1, 2, 3, 4]\nfor x in p:\n    if x < 3:\n        p.remove(x)\n    allow(x)\nq = [1]\nfor x in q:\n    if x < 4: q.append(x + 1)\nallow(*q)",
    ports: [1, 3, 4, 1, 2, 3, 4],
  },
  {
    sentence: "what is added to a tuple makes another one",
    body: "a = (1,)\nb = a\na += (2,)\nallow(len(a), len(b))",
    ports: [2, 1],
  },
  {
    sentence: "a tuple of the caller stays",
    body: "def f(x):\n    x += (5,)\n    return x\nt = (1,)\nu = f(t)\nallow(len(t), len(u))",
    ports: [1, 2],
  },
  {
    sentence: "a list is repeated in its place",
    body: "a = [1]\nb = a\na *= 2\nallow(len(b))",
    ports: [2],
  },
  {
    sentence: "dictionaries and sets grow in their place, frozen ones do not",
    body: 'd = {"a": 1}\ne = d\nd |= {"b": 2}\nallow(len(e))\ns = {1}\nt = s\ns |= {2}\nallow(len(t))\nf = frozenset({1})\ng = f\nf |= {2}\nallow(len(g))',
    ports: [2, 2, 1],
  },
  {
    sentence: 'a dictionary tells 1 from "1"',
    body: 'd = {1: 10, "1": 20}\nallow(d[1], d["1"], len(d))',
    ports: [10, 20, 2],
  },
  {
    sentence: "1, 1.0 and True are one key",
    body: "d = {1: 10, True: 20, 1.0: 30}\nallow(len(d), d[1], d[True], list(d.keys())[0])",
    ports: [1, 30, 30, 1],
  },
  {
    sentence: "None and tuples are keys",
    body: 'd = {None: 1, (1, 2): 2, "None": 3}\nallow(d[None], d[(1, 2)], d["None"], len(d))',
    ports: [1, 2, 3, 3],
  },
  {
    sentence: "a function with a cache runs once",
    body: "from functools import lru_cache\nn = 0\n@lru_cache(maxsize=None)\ndef f(x):\n    global n\n    n += 1\n    return x * 2\nallow(f(1), f(1), f(2), n)",
    ports: [2, 2, 4, 2],
  },
  {
    sentence: "a cache gives the same list",
    body: "from functools import cache\n@cache\ndef f():\n    return [1]\nf().append(2)\nallow(len(f()))",
    ports: [2],
  },
  {
    sentence: "a property with a cache",
    body: "from functools import cached_property\nclass A:\n    n = 0\n    @cached_property\n    def p(self):\n        A.n += 1\n        return [1]\na = A()\na.p.append(2)\nallow(len(a.p), A.n)",
    ports: [2, 1],
  },
  {
    sentence: "a set has each element once",
    body: "allow(len({p // 10 for p in [10, 11, 20]}))",
    ports: [2],
  },
  {
    sentence: "a function of the program hides the language's own",
    body: "def sorted(x):\n    return [9]\nallow(*sorted([3, 1]))",
    ports: [9],
  },
  {
    sentence: "what is frozen is set by its own class",
    body: 'from dataclasses import dataclass\n@dataclass(frozen=True)\nclass A:\n    x: int\n    y: int = 0\n    def __post_init__(self):\n        object.__setattr__(self, "y", self.x + 1)\nallow(A(2).y)',
    ports: [3],
  },
  {
    sentence: "a method's decorator",
    body: "def dbl(f):\n    def w(self, *a):\n        return f(self, *a) * 2\n    return w\nclass A:\n    @dbl\n    def f(self, x): return x + 1\nallow(A().f(2))",
    ports: [6],
  },
  {
    sentence: "a class's decorator",
    body: "def add(cls):\n    cls.port = 5\n    return cls\n@add\nclass A: pass\nallow(A.port, A().port)",
    ports: [5, 5],
  },
  {
    sentence: "with goes through a generator",
    body: "from contextlib import contextmanager\nstack = []\n@contextmanager\ndef scope(n):\n    stack.append(n)\n    try:\n        yield\n    finally:\n        stack.pop()\nwith scope(1), scope(2):\n    allow(*stack)\nallow(len(stack))",
    ports: [1, 2, 0],
  },
  {
    sentence: "with, and what is suppressed",
    body: 'from contextlib import contextmanager, suppress\n@contextmanager\ndef cm(x):\n    allow(1)\n    yield x + 1\n    allow(3)\nwith cm(1) as v:\n    allow(v)\nwith suppress(KeyError):\n    {}["a"]\n    allow(100)\nallow(4)',
    ports: [1, 2, 3, 4],
  },
  {
    sentence: "a match of tuples",
    body: 'def rule(kind, port=None):\n    match (kind, port):\n        case ("ssh", _): return 22\n        case ("http", None): return 80\n        case ("http", p) if p > 1000: return p\n        case _: return 0\nallow(rule("ssh"), rule("http"), rule("http", 8080), rule("http", 5))',
    ports: [22, 80, 8080, 0],
  },
  {
    sentence: "an assertion that fails",
    body: 'def f(x):\n    assert x > 0, "no"\n    return x\ntry:\n    f(-1)\nexcept AssertionError:\n    allow(1)\nallow(f(2))',
    ports: [1, 2],
  },
  {
    sentence: "what a parameter takes together is a tuple",
    body: "def f(*a):\n    b = a\n    a += (9,)\n    return len(b), len(a)\nallow(*f(1, 2))",
    ports: [2, 3],
  },
  {
    sentence: "constructors of bases by their names",
    body: "class A:\n    def __init__(self, x): self.x = x\nclass B:\n    def __init__(self, y): self.y = y\nclass C(A, B):\n    def __init__(self):\n        A.__init__(self, 1)\n        B.__init__(self, 2)\nc = C()\nallow(c.x, c.y)",
    ports: [1, 2],
  },
  {
    sentence: "a cache is emptied",
    body: "from functools import cache\nn = 0\n@cache\ndef f():\n    global n\n    n += 1\n    return n\nf()\nf.cache_clear()\nallow(f())",
    ports: [2],
  },
  {
    sentence: "methods of objects and of classes",
    body: "class A:\n    def __init__(self, x): self.x = x\n    def f(self, y): return self.x + y\na = A(1)\ng = a.f\nallow(g(2), A.f(a, 3), list(map(a.f, [1, 2]))[1], (lambda m: m(5))(a.f))",
    ports: [3, 4, 3, 6],
  },
  {
    sentence: "in place on list in dict default",
    body: 'from collections import defaultdict\nd = defaultdict(list)\nd["a"] += [1]\nd["a"] += (2,)\nallow(*d["a"], len(d))',
    ports: [1, 2, 1],
  },
  {
    sentence: "an object that grows in its place",
    body: "class Rules:\n    def __init__(self): self.r = []\n    def __iadd__(self, o):\n        self.r.append(o)\n        return self\n    def __or__(self, o):\n        n = Rules()\n        n.r = self.r + o.r\n        return n\n    def __iter__(self): return iter(self.r)\n    def __len__(self): return len(self.r)\nx = Rules()\ny = x\nx += 1\nx += 2\nallow(*y, len(x | y))",
    ports: [1, 2, 4],
  },
  {
    sentence: "global means the module's name, whatever a function around calls so",
    body: "port = 1\ndef outer():\n    port = 10\n    def inner():\n        global port\n        port = port + 98\n        return port\n    made = inner()\n    return made, port\na, b = outer()\nallow(a, b, port)",
    ports: [99, 10, 99],
  },
  {
    sentence: "a dataclass keeps the places of its base's fields, and is made anew where it says what comes after",
    body: "from dataclasses import dataclass, replace\n@dataclass\nclass Base:\n    a: int = 1\n    b: int = 2\n@dataclass\nclass Child(Base):\n    c: int = 3\n    a: int = 7\nx = Child(10, 20, 30)\nallow(x.a, x.b, x.c, Child().a)\n@dataclass\nclass Rule:\n    port: int\n    name: str = 'x'\n    def __post_init__(self):\n        self.port = self.port + 1\nr = replace(Rule(79), name='y')\nallow(r.port, len(r.name))",
    ports: [10, 20, 30, 7, 81, 1],
  },
  {
    sentence: "an object that can be called decorates",
    body: "class Reg:\n    all = {}\n    def __init__(self, name):\n        self.name = name\n    def __call__(self, f):\n        Reg.all[self.name] = f\n        return f\n@Reg('web')\ndef web():\n    return 80\nallow(*[f() for f in Reg.all.values()])",
    ports: [80],
  },
  { sentence: "a representation is padded", body: "allow(len('{!r:>6}'.format('x')))", ports: [6] },
  {
    sentence: "a function that is not read may change what it is given, where nobody takes what it gives",
    body: "import somelib\nmine = [1, 2]\nsomelib.harden(mine)\nallow(mine[0])\no = {'p': 5}\nsomelib.harden(o)\nallow(o['p'])\nseen = [3]\nsomelib.log(seen)\nn = somelib.harden(seen)\nallow(seen[0])",
    ports: ["?", "?", 3],
  },
];
