import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { python } from "@portcullis/remediator/reader/languages/python";
import { loadGrammar, type Parse } from "@portcullis/remediator/reader/syntax/parse";
import { spansOf } from "../../../harness/lowered";
import { readProgram } from "../../../harness/reading";

const program = `import pulumi
import pulumi_aws as aws
from dataclasses import dataclass, field

config = pulumi.Config()
admin = config.get("admin") or "10.0.0.0/8"

@dataclass
class Rule:
    port: int
    cidrs: list = field(default_factory=list)

class Web(pulumi.ComponentResource):
    def __init__(self, name: str, rules, *, opts=None, **kw):
        super().__init__("shop:index:Web", name, None, opts)
        self.group = aws.ec2.SecurityGroup(f"{name}-sg", ingress=[
            {"protocol": "tcp", "from_port": r.port, "to_port": r.port, "cidr_blocks": [*r.cidrs, admin]}
            for r in rules if r.port > 0], opts=pulumi.ResourceOptions(parent=self), **kw)

match config.get("kind"):
    case {"a": [x, *y]} | [x, y] if x: pass
    case str(z): z = "%s/%d" % (z, 8)
    case _: z = None
try:
    with open("rules.yaml") as f: text = f.read()
except (OSError, ValueError) as e:
    text = "" if e else f"{e!r:>{10}}"
for i, (a, *b) in enumerate([(1, 2), (3, 4)]):
    Web(f"w{i}", [Rule(a), Rule(port=b[0], cidrs=["192.0.2.0/24"])], description="d")
total = sum(n ** 2 for n in range(3)); del total
pulumi.export("name", lambda v: {k: w for k, w in v.items()})
`;

async function parser(): Promise<Parse> {
  return loadGrammar("python");
}

/** Every place lies in the file, and ends after it begins. */
function check(parse: Parse, text: string): void {
  const file = { name: "__main__.py", text };
  const module = python.lower(parse(file), file);
  for (const span of spansOf(module)) {
    if (span.file === file && span.start >= 0 && span.start <= span.end && span.end <= text.length) continue;
    throw new Error(`${span.start}-${span.end} is no place in ${JSON.stringify(text)}`);
  }
}

const piece = fc.constantFrom(
  ..."( ) [ ] { } : , . ; = == + - * ** / // % @ -> := ' \" ''' f\" r' \\ # \n \n  \n\t if else elif for while in not and or is def class return yield lambda with as import from try except finally match case _ del global async await print exec None True self x y 1 0.5 1j é 😀 \0 \uFEFF \r\n".split(
    " ",
  ),
);

/** Cuts a part out, doubles it, or puts something into its place. */
const mutation = fc.record({ at: fc.nat(program.length), length: fc.nat(60), by: fc.oneof(piece, fc.constant(""), fc.string({ maxLength: 5 })) });

describe("whatever stands in a file", () => {
  test("texts of Python's words and marks are lowered without an error, and every place lies in the file", async () => {
    const parse = await parser();
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 4, arbitrary: piece }, { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 8 }) }), {
          maxLength: 60,
        }),
        (pieces) => {
          check(parse, pieces.join(""));
          check(parse, pieces.join(" "));
        },
      ),
      { numRuns: 500 },
    );
  });

  test("so are programs that end anywhere", async () => {
    const parse = await parser();
    for (let end = 0; end <= program.length; end += 7) check(parse, program.slice(0, end));
  });

  test("changed programs are read to their end, and never with an error", async () => {
    const parse = await parser();
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
        let text = program;
        for (const { at, length, by } of mutations) text = text.slice(0, at) + by + text.slice(at + length);
        check(parse, text);
        const { run } = await readProgram(python, { files: { "__main__.py": text } });
        expect(run.registrations.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});
