import { describe, expect, test } from "@jest/globals";
import { python } from "@portcullis/remediator/reader/languages/python";
import { loadGrammar } from "@portcullis/remediator/reader/syntax/parse";
import type { Module } from "@portcullis/remediator/reader/syntax/tree";
import { described, spansOf } from "../../../harness/lowered";

async function lowered(text: string): Promise<Module> {
  const file = { name: "__main__.py", text };
  return python.lower((await loadGrammar("python"))(file), file);
}

/** What the front end makes of a source, and what it could not read, as "!! TEXT: reason". */
async function tree(text: string): Promise<readonly string[]> {
  const module = await lowered(text);
  const unread = module.unreadable.map(({ reason, span }) => `!! ${text.slice(span.start, span.end)}: ${reason}`);
  return [...(module.body.length === 0 ? [] : described(module).split("\n")), ...unread];
}

type Case = readonly [name: string, source: string, expected: readonly string[]];

describe("expressions", () => {
  test.each<Case>([
    [
      "numbers, with octal ones of Python 2 unknown",
      "x = 0x1F + 1_000 - 2.5e3; y = -7; z = 010",
      ["let x = ((31 + 1000) - 2500)", "let y = -7", "let z = <is a number of Python 2>"],
    ],
    ["texts next to each other are one", `t = 'a' "b" r'\\d' '''x\ny'''`, ['let t = "ab\\\\dx\\ny"']],
    [
      "escapes, which bytes have fewer of",
      String.raw`t = "\x41\u00e9\101\
end" + b"\x41\u00e9"`,
      [String.raw`let t = ("AéAend" + "A\\u00e9")`],
    ],
    [
      "f-strings with braces, conversions and specifications",
      `t = f"{x}{{y}}{z!r:>{w}}"`,
      ["let t = `${x}{y}${text of(representation of(z), `>${w}`)}`"],
    ],
    ["an f-string that shows its expression", `t = f"{v = }"`, ["let t = `v = ${representation of(v)}`"]],
    [
      "lists, tuples, sets and dictionaries with spreads",
      `x = [a, *b], (1,), {2, 3}, {**d, "k": 1, e: 2}`,
      ["let x = [[a, ...b], [1], set of([2, 3]), {...d, k: 1, [e]: 2}]"],
    ],
    [
      "comprehensions and generators",
      "[x * 2 for x, (y, z) in pairs if x if y for w in z]\n{k: v for k, v in d.items()}\nsum(x for x in xs)",
      ["[(x * 2) for [x, [y, z]] of pairs if x if y for w of z]", "[v for [k, v] of d.items()]", "sum([x for x of xs])"],
    ],
    [
      "chained comparisons and words for operators",
      "a < b <= c != d and not e in f or g is not None",
      ["(((((a < b) && (b <= c)) && (c !== d)) && !(e in f)) || (g !== null))"],
    ],
    ["indexes and slices", "x[1], x[1:2], x[:-1], x[a, b]", ["x[1]", "x[1:2]", "x[:-1]", "x[[a, b]]"]],
    ["calls with keywords and spreads", "f(1, *a, key=2, **b)", ["f(1, ...a, key: 2, ...b)"]],
    ["a condition as a value", "x = a if b else c", ["let x = (b ? a : c)"]],
    ["functions without names", "f = lambda x, *a, y=1, **k: x", ["let f = (x, ...a, y = 1, ...k) => x"]],
    ["an assignment within an expression", "(n := len(a)) > 3", ["let n", "(n = len(a) > 3)"]],
    [
      "the base's constructor, called through super or by its name",
      "class A(B):\n  def __init__(self, x):\n    super().__init__(x)\nclass C(B):\n  def __init__(self, x):\n    B.__init__(self, x)",
      ["class A: B { constructor (x) => { super(x) } }", "class C: B { constructor (x) => { super(x) } }"],
    ],
  ])("%s", async (_, source, expected) => {
    expect(await tree(source)).toEqual(expected);
  });
});

describe("statements", () => {
  test.each<Case>([
    [
      "imports",
      "import pulumi_aws as aws, os.path\nfrom . import a as b, c\nfrom ..net.rules import *\nfrom __future__ import annotations",
      ["import pulumi_aws {* as aws}", "import os.path {}", "import os {* as os}", "import . {a as b, c}", "import ..net.rules.* {}"],
    ],
    ["a name that is bound twice is there from the start", "x = 1\nx += 2", ["let x", "x = 1", "x += 2"]],
    [
      "names of blocks belong to the function",
      "def f(a):\n  if a:\n    y = 1\n  else:\n    y = 2\n  return y",
      ["function f(a) => { let y; if (a) { y = 1 } else { y = 2 }; return y }"],
    ],
    ["global names", "def f():\n  global g\n  g = 1", ["let g", "function f() => { global; g = 1 }"]],
    [
      "targets of all kinds",
      "a = b = 3\no.p = 4\nl[0], m = 5, 6\ny: int\nz: int = 1",
      ["let a = b = 3", "o.p = 4", "[l[0], m] = [5, 6]", "let z: int = 1"],
    ],
    [
      "a star between names",
      "first, *middle, last = xs",
      ["let subject 0 = xs", "let first = subject 0[0]", "let middle = subject 0[1:-1]", "let last = subject 0[-1]"],
    ],
    ["conditions", "if a: pass\nelif b: f()\nelse: g()", ["if (a) {} else { if (b) { f() } else { g() } }"]],
    [
      "loops",
      "for i, (k, v) in d.items():\n  if i: continue\n  break\nwhile x: f()",
      ["for [i, [k, v]] of elements d.items() { if (i) { continue }; break }", "while (x) { f() }"],
    ],
    ["what is entered", 'with open("f") as a, lock: b = a.read()', ['with a = entered(open("f")) { with entered(lock) { let b = a.read() } }']],
    [
      "what is tried",
      "try: f()\nexcept (ValueError, KeyError) as e: g(e)\nexcept Exception: raise\nelse: h()\nfinally: i()",
      [
        "try { f(); h() } catch raised 0 { if (isinstance(raised 0, [ValueError, KeyError])) { let e = raised 0; g(e) } else { throw } } finally { i() }",
      ],
    ],
    [
      "matches of values and sequences",
      "match x:\n  case -1 | None: f()\n  case [a, *b]: g(a)\n  case Kind.OPEN: pass\n  case _: h()",
      [
        "let a",
        "let b",
        "let subject 0 = x",
        "if (((subject 0 === -1) || (subject 0 === null))) { f() } else { if ((isinstance(subject 0, [list, tuple]) && (len(subject 0) >= 1))) { a = subject 0[0]; b = subject 0[1:]; g(a) } else { if ((subject 0 === Kind.OPEN)) {} else { if (true) { h() } } } }",
      ],
    ],
    [
      "matches of mappings and objects, with a guard",
      'match x:\n  case {"port": p} if p > 0: f(p)\n  case Rule(protocol="tcp", port=q): g(q)',
      [
        "let p",
        "let q",
        "let subject 0 = x",
        'if (((isinstance(subject 0, dict) && ("port" in subject 0)) && [p = subject 0["port"], (p > 0)][1])) { p = subject 0["port"]; f(p) } else { if ((isinstance(subject 0, Rule) && (subject 0.protocol === "tcp"))) { q = subject 0.port; g(q) } }',
      ],
    ],
    ["what is deleted from dictionaries and lists", 'del d["k"], x, l[0]', ['without an element(d, "k")', "without an element(l, 0)"]],
    [
      "generators and coroutines",
      "async def f():\n  async for x in b: yield await x\n  yield from g()",
      ["function f*() => { for x of elements b { yield what is awaited of(x) }; yield* g() }"],
    ],
    [
      "Python 2",
      'print "two"\nexec "code"\nx = 1',
      ["unreadable: is a statement of Python 2", "unreadable: is a statement of Python 2", "let x = 1"],
    ],
  ])("%s", async (_, source, expected) => {
    expect(await tree(source)).toEqual(expected);
  });
});

describe("classes", () => {
  test.each<Case>([
    [
      "fields, methods and decorators; a name of the class's body is its own",
      "class Web(pulumi.ComponentResource, metaclass=M):\n  '''About.'''\n  port = 80\n  ports = [port, 443]\n  hosts: list\n  def __init__(self, name): self.name = name\n  @property\n  def url(self): return self.name\n  @staticmethod\n  def s(a): return a\n  @classmethod\n  def c(cls, a): return cls(a)\n  class Inner: x = 1\n  for i in range(2): pass",
      [
        "class Web: pulumi.ComponentResource { static field port = 80; static field ports = [Web.port, 443]; constructor (name) => { self.name = name }; getter url() => { return self.name }; static s(a) => { return a }; static c(a) => { return cls(a) }; static initializer () => { for i of elements range(2) {} }; class Inner { static field x = 1 } }",
      ],
    ],
    [
      "dataclasses, and those who inherit from them",
      "@dataclass(frozen=True)\nclass Rule:\n  port: int\n  tags: dict = field(default_factory=dict)\n  count: ClassVar[int] = 0\n  def __post_init__(self): pass\n@dataclass\nclass Wide(Rule):\n  wide: bool = True",
      [
        'class Rule { constructor (port, tags = dict()) => { self.port = port; self.tags = tags; self.__post_init__(); frozen as(self, "Rule") }; static field count = 0; __post_init__() => {} }',
        "class Wide: Rule { constructor (port, tags = dict(), wide = true) => { self.port = port; self.tags = tags; self.wide = wide; self.__post_init__() } }",
      ],
    ],
    [
      "enums of objects, and of texts or numbers",
      'class Port(int, Enum):\n  HTTP = 80\nclass Kind(Enum):\n  A = auto()\n  B = "b"',
      [
        'class Port { static field HTTP = 80; __str__() => { return ("Port." + self.name) }; constructor (value) => { return value } }',
        'class Kind { static field A = new Kind(1, "A"); static field B = new Kind("b", "B"); constructor (value, name = <is the name of an enum\'s member>) => { self.value = value; self.name = name } }',
      ],
    ],
    [
      "typed dictionaries are dictionaries",
      "class Args(TypedDict):\n  port: int\nclass More(Args):\n  cidr: str",
      ["let Args = dict", "let More = dict"],
    ],
    [
      "a model takes its fields as keywords",
      "class Settings(BaseModel):\n  port: int = Field(80)",
      [
        'class Settings: BaseModel { constructor (...its arguments, ...its keywords) => { fields of(self, ...its keywords); if (("port" in its keywords)) { self.port = its keywords["port"] } }; static field port = 80 }',
      ],
    ],
    ["a definition under a condition", "if x:\n  def g(): pass", ["let g", "if (x) { g = () => {} }"]],
  ])("%s", async (_, source, expected) => {
    expect(await tree(source)).toEqual(expected);
  });
});

describe("what does not parse", () => {
  test.each<Case>([
    [
      "a part of a list, call or dictionary is unknown, and the rest is read",
      'a = [1, $, 2]\nb = f(1, $)\nc = {"k": 1, $}\nok = 3',
      [
        "let a = [1, ...<does not parse>, 2]",
        "let b = f(1, ...<does not parse>)",
        "let c = {k: 1, ...<does not parse>}",
        "let ok = 3",
        "!! $,: does not parse",
        "!! $: does not parse",
        "!! $: does not parse",
      ],
    ],
    ["an expression is unknown as a whole", "d = 1 $ 2\nok = 3", ["let d = <does not parse>", "let ok = 3", "!! 1 $: does not parse"]],
    [
      "statements that are indented differently",
      "if True:\n  x = 1\n    y = 2\nz = 3\n w = 4",
      [
        "let x",
        "let y",
        "if (true) { x = 1; y = 2 }",
        "let z = 3",
        "let w = 4",
        "!! y = 2: is not indented like the statements before it",
        "!! w = 4: is not indented like the statements before it",
      ],
    ],
    [
      "tabs and blanks in one block",
      "if True:\n\tx = 1\n        y = 2",
      ["let x", "let y", "if (true) { x = 1; y = 2 }", "!! y = 2: is not indented like the statements before it"],
    ],
    ["a bracket that is never closed", "def f(:\n  return 1\ny = 2", ["function f() => { return 1 }", "let y = 2", "!! : does not parse"]],
    ["nothing at all", "", []],
    ["a byte order mark and Windows' line ends", '\uFEFFx = 1\r\nif x:\r\n  y = """a\r\nb"""\r\n', ["let y", "let x = 1", 'if (x) { y = "a\\nb" }']],
  ])("%s", async (_, source, expected) => {
    expect(await tree(source)).toEqual(expected);
  });
});

describe("places", () => {
  test.each<readonly [name: string, source: string, spans: readonly string[]]>([
    [
      "a call's arguments, with their keywords",
      'f(a, key=[1, "é"])',
      ["f", "a", 'key=[1, "é"]', '[1, "é"]', "1", '"é"', '(a, key=[1, "é"])', 'f(a, key=[1, "é"])'],
    ],
    ["a dictionary's entries, brackets and keys", '{"k": 1, **d}', ['"k": 1', "1", "**d", "d", '{"k": 1, **d}']],
    ["a spread element is an element as a whole", "[*a, b]", ["*a", "a", "b", "[*a, b]"]],
  ])("%s", async (_, source, spans) => {
    const module = await lowered(source);
    const found = new Set(spansOf(module).map(({ start, end }) => source.slice(start, end)));
    expect([...found].sort()).toEqual([...spans].sort());
  });
});
