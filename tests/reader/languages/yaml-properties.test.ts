import fc from "fast-check";
import { describe, expect, test } from "@jest/globals";
import { Exhausted, Run, bounds } from "@portcullis/remediator/reader/interpreter/run";
import { List } from "@portcullis/remediator/reader/interpreter/list";
import { RecordData, type Origin, type Value } from "@portcullis/remediator/reader/interpreter/value";
import type { Span } from "@portcullis/remediator/reader/syntax/tree";
import { yaml } from "@portcullis/remediator/reader/languages/yaml";
import { resourceOf } from "@portcullis/remediator/reader/plain";
import { sdk } from "@portcullis/remediator/reader/sdk/sdk";
import { packageSchema } from "@portcullis/remediator/reader/sdk/table";
import { stringify } from "yaml";

function read(text: string): Run {
  const file = { name: "Pulumi.yaml", text };
  const repository = {
    names: [file.name],
    has: (name: string) => name === file.name,
    read: (name: string) => (name === file.name ? file : undefined),
  };
  const run = new Run({
    dialect: yaml,
    program: { repository, folder: "", mainFolder: "", entry: undefined },
    settings: { project: "shop", stack: "dev", organization: "", config: new Map([["shop:set", { value: "x", isSecret: false }]]) },
    schema: packageSchema,
    sdk,
    parsed: () => undefined,
    bounds: { ...bounds, steps: 100_000 },
  });
  try {
    yaml.start(run, run.program);
  } catch (error) {
    if (!(error instanceof Exhausted)) throw error;
  }
  return run;
}

/** Every span of a reading. */
function* spansOf(run: Run): Generator<Span> {
  for (const { span } of run.gaps) if (span !== undefined) yield span;
  for (const registration of run.registrations) {
    yield registration.span;
    if (registration.inputsSpan !== undefined) yield registration.inputsSpan;
    if (registration.statement !== undefined) yield registration.statement;
    yield* spansIn(registration.inputs, 0);
  }
}

function* spansIn(value: Value, depth: number): Generator<Span> {
  for (let origin: Origin | undefined = value.origin, steps = 0; origin !== undefined && steps < 50; origin = origin.from, steps++) yield origin.span;
  if (depth > 20) return;
  if (value.data instanceof List) {
    for (const { value: element, placement } of value.data.items) {
      if (placement.kind === "literal") {
        yield placement.element;
        yield placement.list;
      }
      yield* spansIn(element, depth + 1);
    }
  } else if (value.data instanceof RecordData) {
    for (const field of value.data.fields.values()) {
      yield field.entry;
      yield* spansIn(field.value, depth + 1);
    }
  }
}

function expectInside(run: Run, text: string): void {
  for (const { start, end, file } of spansOf(run)) {
    if (file.text !== "" && file.text !== text) throw new Error("a span is in another text");
    if (!(start >= 0 && start <= end && end <= file.text.length)) throw new Error(`a span is not in the text: ${String(start)} to ${String(end)}`);
  }
}

const seed = `name: shop
runtime: yaml
config:
  set: {type: string}
  port: {type: integer, default: 22}
variables:
  base: &base {protocol: tcp, cidrBlocks: ["0.0.0.0/0"]}
  list: {fn::split: [",", "a,b,c"]}
  ami: {fn::invoke: {function: aws:ec2:getAmi, arguments: {mostRecent: true}, return: id}}
resources:
  vpc: {type: aws:ec2:Vpc, properties: {cidrBlock: 10.0.0.0/16}}
  web:
    type: aws:ec2/securityGroup:SecurityGroup
    options: {parent: "\${vpc}", dependsOn: ["\${vpc}"]}
    properties:
      vpcId: \${vpc.id}
      description: |
        Web of \${pulumi.project}
      ingress:
        - <<: *base
          fromPort: \${port}
          toPort: 22
        - {protocol: tcp, fromPort: 443, toPort: 443, prefixListIds: ["\${list[0]}"]}
        - *base
      tags: {"\${set}": "\${list[2]}-\${ami}", json: {fn::toJSON: {a: [1]}}}
  alb: {type: awsx:lb:ApplicationLoadBalancer, properties: {listener: {port: 443}}}
outputs: {id: "\${web.id}"}
`;

describe("whatever the text is, reading it never throws and every span lies in it", () => {
  const piece = fc.constantFrom(
    "${",
    "}",
    "${web.id}",
    "${a.b[0]}",
    "fn::join",
    "fn::invoke",
    "- ",
    ": ",
    "\n",
    "\n    ",
    "*base",
    "&base ",
    "<<: *base",
    "[",
    "]",
    "{",
    "}",
    '"',
    "'",
    "$$",
    "😀",
    "\t",
    "null",
    "resources:",
    "type: aws:ec2:Vpc",
    "properties:",
    "__proto__: x\n",
  );

  test("changed programs", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(seed.length), fc.nat(12), piece), { minLength: 1, maxLength: 6 }), (edits) => {
        const text = edits.reduce((current, [at, length, replacement]) => current.slice(0, at) + replacement + current.slice(at + length), seed);
        expectInside(read(text), text);
      }),
      { numRuns: 400 },
    );
  });

  test("programs that end in the middle, and texts of their pieces", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.nat(seed.length).map((end) => seed.slice(0, end)),
          fc.array(piece, { maxLength: 30 }).map((parts) => parts.join("")),
        ),
        (text) => {
          expectInside(read(text), text);
        },
      ),
      { numRuns: 300 },
    );
  });
});

interface Rule {
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly cidrBlocks: readonly string[];
}

const block = fc.constantFrom("0.0.0.0/0", "10.0.0.0/8", "192.0.2.0/24", "198.51.100.7/32");
const rule: fc.Arbitrary<Rule> = fc.record({
  protocol: fc.constantFrom("tcp", "udp", "-1"),
  fromPort: fc.integer({ min: 0, max: 65535 }),
  toPort: fc.integer({ min: 0, max: 65535 }),
  cidrBlocks: fc.array(block, { minLength: 1, maxLength: 3 }),
});

/** How a value is written: as it is, or somewhere else and referred to. */
type Spelling = "literal" | "variable" | "joined";

const groups = fc.uniqueArray(
  fc.record({
    name: fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/),
    rules: fc.array(fc.tuple(rule, fc.constantFrom<Spelling>("literal", "variable", "joined")), { maxLength: 4 }),
    refersTo: fc.option(fc.nat(3), { nil: undefined }),
  }),
  { selector: ({ name }) => name, minLength: 1, maxLength: 4 },
);

const styles = fc.record({
  flow: fc.boolean(),
  indentSeq: fc.boolean(),
  defaultStringType: fc.constantFrom("PLAIN" as const, "QUOTE_DOUBLE" as const, "QUOTE_SINGLE" as const),
  newline: fc.constantFrom("\n", "\r\n"),
  json: fc.boolean(),
  short: fc.boolean(),
});

test("a description that is printed as a program, in whatever style, is read back", () => {
  fc.assert(
    fc.property(groups, styles, (described, style) => {
      const variables: Record<string, unknown> = {};
      const written = ({ cidrBlocks, ...others }: Rule, spelling: Spelling, key: string): unknown => {
        if (spelling === "literal") return { ...others, cidrBlocks };
        if (spelling === "joined") return { ...others, cidrBlocks: cidrBlocks.map((text) => ({ "fn::join": ["/", text.split("/")] })) };
        variables[key] = { blocks: cidrBlocks, rule: others };
        return {
          protocol: `\${${key}.rule.protocol}`,
          fromPort: `\${${key}.rule.fromPort}`,
          toPort: `\${${key}["rule"].toPort}`,
          cidrBlocks: `\${${key}.blocks}`,
        };
      };
      const names = described.map(({ name }) => `g${name}`);
      const peer = (index: number, refersTo: number | undefined): string | undefined =>
        refersTo === undefined || refersTo >= index ? undefined : names[refersTo];
      const resources: Readonly<Record<string, unknown>> = Object.fromEntries(
        described.map(({ rules, refersTo }, index) => {
          const other = peer(index, refersTo);
          const ingress = [
            ...rules.map(([one, spelling], position) => written(one, spelling, `v${String(index)}x${String(position)}`)),
            ...(other === undefined ? [] : [{ protocol: "tcp", fromPort: 1, toPort: 2, securityGroups: [`\${${other}.id}`] }]),
          ];
          return [
            names[index] ?? "",
            { type: style.short ? "aws:ec2:SecurityGroup" : "aws:ec2/securityGroup:SecurityGroup", properties: { description: "d", ingress } },
          ];
        }),
      );
      const document = { name: "shop", runtime: "yaml", resources, ...(Object.keys(variables).length === 0 ? {} : { variables }) };
      const text: string = (
        style.json
          ? JSON.stringify(document, null, 1)
          : stringify(document, { ...style, collectionStyle: style.flow ? "flow" : "any", aliasDuplicateObjects: false })
      ).replaceAll("\n", style.newline);
      const run = read(text);
      expectInside(run, text);
      const resourceUrns = new Map(run.registrations.map((one) => [one.name, one.urn]));
      const read_ = run.registrations.slice(1).map((one) => resourceOf(one, ""));
      expect(run.gaps).toEqual([]);
      expect(read_.map(({ name, inputs }) => [name, withoutPeers(inputs.ingress)])).toEqual(
        described.map(({ rules, refersTo }, index) => [
          names[index],
          [...rules.map(([one]) => one), ...(peer(index, refersTo) === undefined ? [] : [{ protocol: "tcp", fromPort: 1, toPort: 2 }])],
        ]),
      );
      expect(read_.map(({ propertyDependencies }) => propertyDependencies.ingress)).toEqual(
        described.map(({ refersTo }, index) => {
          const other = peer(index, refersTo);
          return other === undefined ? undefined : [resourceUrns.get(other)];
        }),
      );
    }),
    { numRuns: 300 },
  );
});

function withoutPeers(rules: unknown): unknown {
  if (!Array.isArray(rules)) return rules;
  return rules.map((one: unknown) => Object.fromEntries(Object.entries(one as object).filter(([key]) => key !== "securityGroups")));
}
