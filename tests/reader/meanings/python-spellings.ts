import type { Meaning } from "./meaning";

/** Rare spellings of Python, as its interpreter understands them. */
export const pythonSpellings: readonly Meaning[] = [
  {
    sentence: "an object that stands for an attribute gives and sets it",
    body: `class Port:
    def __init__(self, default=0): self.default = default
    def __set_name__(self, owner, name): self.name = "_" + name
    def __get__(self, obj, owner=None):
        if obj is None: return self
        return getattr(obj, self.name, self.default)
    def __set__(self, obj, value): setattr(obj, self.name, value * 2)
class Rule:
    a = Port(5)
    b = Port()
    def __init__(self, b): self.b = b
r = Rule(10)
allow(r.a, r.b); r.a = 7; allow(r.a, Rule(1).b)`,
    ports: [5, 20, 14, 2],
  },
  {
    sentence: "an attribute that is deleted is not there",
    body: `import types
ns = types.SimpleNamespace(web=80)
ns.q = 7; allow(ns.q); del ns.q; allow(1 if hasattr(ns, "q") else 0, len(vars(ns)))
class C: pass
c = C(); c.x = 1; del c.x; allow(1 if hasattr(c, "x") else 0)`,
    ports: [7, 0, 1, 0],
  },
  {
    sentence: "ordered dataclasses are compared by their fields",
    body: `from dataclasses import dataclass
@dataclass(order=True)
class R:
    port: int
    to: int = 0
rs = sorted([R(443), R(80, 90), R(80, 1), R(22)])
for r in rs: allow(r.port, r.to)
allow(1 if R(1) < R(2) else 0, max(R(1), R(5)).port)`,
    ports: [22, 0, 80, 1, 80, 90, 443, 0, 1, 5],
  },
  {
    sentence: "heaps give the least first, and do not tell where the others are",
    body: `import heapq
h = [5, 1, 3]; heapq.heapify(h); allow(heapq.heappop(h)); heapq.heappush(h, 0); allow(h[0], *heapq.nsmallest(2, [9, 4, 7]), *heapq.nlargest(2, [9, 4, 7]), *heapq.merge([1, 4], [2]))`,
    ports: [1, "?", 4, 7, 9, 7, 1, 2, 4],
  },
  {
    sentence: "what is put into a sorted list has its place",
    body: `import bisect
l = [1, 3, 5]; allow(bisect.bisect(l, 3), bisect.bisect_left(l, 3), bisect.bisect_right(l, 4)); bisect.insort(l, 4); allow(*l)`,
    ports: [2, 1, 2, 1, 3, 4, 5],
  },
  {
    sentence: "factories of attrs are called for each object",
    body: `import attrs
@attrs.define
class A:
    port: int = 80
    tags: list = attrs.Factory(list)
    more: list = attrs.field(factory=lambda: [1, 2])
a = A(); a.tags.append(3); allow(a.port, *a.tags, *a.more, *A().tags)`,
    ports: [80, 3, 1, 2],
  },
  {
    sentence: "a list that is shuffled has no order, and loses nothing",
    body: `import random
l = [1, 2]
random.shuffle(l)
allow(l[0], len(l))`,
    ports: ["?", 2],
  },
  {
    sentence: "what was perhaps left changes nothing for sure from there on, until its end",
    body: "import os\nopen_ = os.environ.get('OPEN') == '1'\ndef leave(o):\n    if open_:\n        return\n    o['p'] = 5\no = {'p': 1}\nleave(o)\nallow(o['p'])\ni = 0\nwhile i < 5:\n    i += 1\n    if open_:\n        break\nallow(i)\nb = 1\ntry:\n    if open_:\n        raise ValueError('x')\n    b = 2\nexcept ValueError:\n    b = 3\nallow(b)\nc = 1\nk = 0\nfor x in [7, 8]:\n    k += 1\n    if open_:\n        continue\n    c = x\nallow(c, k)\nw = 1\nopen_ and (w := 2)\nallow(w)",
    ports: ["?", "?", "?", "?", 2, "?"],
  },
  {
    sentence: "what is perhaps left, wherever it stands",
    body: "import os\nopen_ = os.environ.get('OPEN') == '1'\no = {'p': 1}\ndef g():\n    yield 1\n    yield 2\ndef f():\n    for x in g():\n        if open_:\n            return\n    o['p'] = 5\nf()\nallow(o['p'])\nc = 0\nfor x in [1, 2, 3]:\n    c = x\n    if open_:\n        break\n    else:\n        continue\nallow(c)\nn = 0\ntry:\n    if open_:\n        int('x')\n    n = 1\nexcept ValueError:\n    n = 2\nallow(n)\nd = {'a': 1, 'b': 2}\nif open_:\n    del d['a']\nallow(d.get('a', 7), len(d), d['b'])\ndef e(x):\n    if open_:\n        return 9\n    return 1\ni = 0\nwhile i < 30:\n    i += 1\n    e(i)\nallow(i)",
    ports: ["?", "?", "?", "?", "?", 2, 30],
  },
];
