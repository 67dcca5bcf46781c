import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import ts from "typescript";
import { applySteps, type Step, type Variant } from "@portcullis/policypack/plans/plan";
import type { Plain, Properties, Resource } from "@portcullis/policypack/resources/resource";
import { applyEdits, findOverlap, type TextEdit } from "@portcullis/remediator/editing/edits";
import { editedFiles, urnOf } from "./harness";

const urn = urnOf("group", "web");
const cidrs = ["0.0.0.0/0", "10.0.0.0/8", "192.0.2.0/24", "198.51.100.0/24"];

/** How one program is written. */
interface Style {
  readonly quote: string;
  readonly line: string;
  readonly indent: string;
  readonly trailingComma: boolean;
  readonly quotedKeys: boolean;
}

const styles: fc.Arbitrary<Style> = fc.record({
  quote: fc.constantFrom("'", '"'),
  line: fc.constantFrom("\n", "\r\n"),
  indent: fc.constantFrom("\t", "  ", "    "),
  trailingComma: fc.boolean(),
  quotedKeys: fc.boolean(),
});

const rules = fc.record(
  {
    fromPort: fc.integer({ min: 1, max: 9 }),
    cidrBlocks: fc.subarray(cidrs, { minLength: 1 }),
    description: fc.constantFrom("shop", "🔥 wall", "it's", 'a "b"', "a, b] }"),
  },
  { requiredKeys: ["fromPort", "cidrBlocks"] },
);

/** Blank space and comments that may stand between an element and a comma. */
const trivia = fc.constantFrom("", " ", "EOL", "EOL  ", "EOLEOL\t", " /* a, ] */ ", " // it's } ,EOL", "EOL// { a: 1 },EOL", " /* 🐚EOL */EOL");

const layouts = fc.record({
  /** What stands before and after each element, by index. */
  spaces: fc.array(fc.tuple(trivia, trivia), { minLength: 8, maxLength: 8 }),
  isTidy: fc.boolean(),
  isOnLines: fc.boolean(),
});

type Layout = typeof layouts extends fc.Arbitrary<infer T> ? T : never;

const shapes = ["literal", "constant", "elements", "spread", "pushed", "mapped"] as const;

const programs = fc.record({
  style: styles,
  layout: layouts,
  list: fc.array(rules, { minLength: 1, maxLength: 5 }),
  shape: fc.constantFrom(...shapes),
});

interface Sketch {
  readonly style: Style;
  readonly layout: Layout;
  readonly list: readonly Properties[];
  readonly shape: (typeof shapes)[number];
}

function programOf({ style, layout, list, shape }: Sketch): string {
  const texts = list.map((rule) => write(rule, style, layout.isOnLines ? 2 : undefined));
  const array = arrayOf(texts, style, layout);
  const [constants, ingress] = {
    literal: ["", array],
    constant: [`const rules = ${array};EOL`, "rules"],
    elements: [texts.map((text, index) => `const rule${index} = ${text};EOL`).join(""), `[${texts.map((_, index) => `rule${index}`).join(", ")}]`],
    spread: [`const rules = ${arrayOf(texts.slice(1), style, layout)};EOL`, `[${texts[0] ?? ""}, ...rules]`],
    pushed: [
      `const rules = [${texts[0] ?? ""}];EOL${texts
        .slice(1)
        .map((text) => `rules.push(${text});EOL`)
        .join("")}`,
      "rules",
    ],
    mapped: ["", `${array}.map((rule) => ({ fromPort: rule.fromPort, cidrBlocks: rule.cidrBlocks, description: rule.description }))`],
  }[shape] as [string, string];
  const text = `// 🏰 "it's"EOL${constants}const web = new aws.ec2.SecurityGroup("web", {EOL\tingress: ${ingress},EOL});EOL// end`;
  return text.replaceAll("EOL", style.line);
}

function arrayOf(texts: readonly string[], style: Style, layout: Layout): string {
  if (texts.length === 0) return "[]";
  if (layout.isTidy) {
    const separator = layout.isOnLines ? `,EOL${style.indent}` : ", ";
    const [open, close] = layout.isOnLines ? [`EOL${style.indent}`, "EOL"] : ["", ""];
    return `[${open}${texts.join(separator)}${style.trailingComma ? "," : ""}${close}]`;
  }
  const elements = texts.map((text, index) => `${layout.spaces[index]?.[0] ?? ""}${text}${layout.spaces[index]?.[1] ?? ""}`);
  return `[${elements.join(",")}${style.trailingComma ? "," : ""}${layout.spaces[7]?.[0] ?? ""}]`;
}

function write(value: Plain, style: Style, depth: number | undefined): string {
  if (typeof value === "string") {
    const inner = JSON.stringify(value).slice(1, -1);
    return style.quote === '"' ? `"${inner}"` : `'${inner.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
  }
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return `[${(value as readonly Plain[]).map((one) => write(one, style, undefined)).join(", ")}]`;
  const entries = Object.entries(value as Properties).map(
    ([key, one]) => `${style.quotedKeys ? write(key, style, undefined) : key}: ${write(one, style, undefined)}`,
  );
  if (depth === undefined) return `{ ${entries.join(", ")} }`;
  const line = `EOL${style.indent.repeat(depth)}`;
  return `{${line}${entries.join(`,${line}`)}${style.trailingComma ? "," : ""}EOL${style.indent}}`;
}

/** What the program gives the group, by running it. */
function runProgram(text: string): Properties | undefined {
  const made: Properties[] = [];
  const SecurityGroup = function (_name: string, args: Properties): void {
    made.push(args);
  };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const program = new Function("aws", ts.transpile(text)) as (aws: unknown) => void;
  program({ ec2: { SecurityGroup } });
  // Keeps nothing of undefined properties.
  return made[0] === undefined ? undefined : (JSON.parse(JSON.stringify(made[0])) as Properties);
}

function resourceOf(inputs: Properties): Resource {
  const type = "aws:ec2/securityGroup:SecurityGroup";
  return {
    urn,
    type,
    name: "web",
    custom: true,
    inputs,
    outputs: {},
    id: undefined,
    parent: undefined,
    provider: undefined,
    propertyDependencies: {},
    positions: [],
  };
}

async function edited(text: string, steps: readonly Step[]): Promise<string | undefined> {
  const files = await editedFiles(new Map([["index.ts", text]]), { steps });
  return typeof files === "string" ? undefined : files.get("index.ts");
}

const variants: fc.Arbitrary<Variant> = fc.record(
  {
    set: fc.record({ fromPort: fc.integer({ min: 10, max: 20 }), toPort: fc.constant(7) }, { requiredKeys: [] }),
    drop: fc.subarray(["description", "absent"]),
    without: fc.record({ cidrBlocks: fc.subarray([0]) }),
    append: fc.record({ cidrBlocks: fc.subarray(["203.0.113.0/24"]), prefixListIds: fc.constant(["pl-1"]) }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

describe("random programs", () => {
  test("taking elements out leaves exactly the others, and every byte outside the array", async () => {
    await fc.assert(
      fc.asyncProperty(programs, fc.infiniteStream(fc.boolean()), async (program, coins) => {
        const text = programOf({ ...program, shape: "literal" });
        const gone = program.list.map((_, index) => index).filter(() => coins.next().value === true);
        const steps = gone.map((index): Step => ({ kind: "vary", urn, path: ["ingress", index], variants: [] }));
        const result = await edited(text, steps);
        expect(runProgram(result ?? "")).toEqual({ ingress: program.list.filter((_, index) => !gone.includes(index)) });
        const head = text.slice(0, text.indexOf("ingress: [") + "ingress: [".length);
        const tail = text.slice(text.lastIndexOf("]"));
        expect(result?.startsWith(head)).toBe(true);
        expect(result?.endsWith(tail)).toBe(true);
        for (const [index, rule] of program.list.entries()) {
          const written = write(rule, program.style, program.layout.isOnLines ? 2 : undefined).replaceAll("EOL", program.style.line);
          if (!gone.includes(index)) expect(result).toContain(written);
        }
        if (program.style.line === "\r\n") expect(result).not.toMatch(/[^\r]\n/);
        if (gone.length === program.list.length && program.layout.isTidy) expect(result).toBe(`${head}${tail}`);
      }),
      { numRuns: 100 },
    );
  });

  test("a tidy list looks as if the elements had never been there", async () => {
    await fc.assert(
      fc.asyncProperty(programs, fc.infiniteStream(fc.boolean()), async (program, coins) => {
        const tidy = { ...program, shape: "literal" as const, layout: { ...program.layout, isTidy: true } };
        const gone = program.list.map((_, index) => index).filter(() => coins.next().value === true);
        const steps = gone.map((index): Step => ({ kind: "vary", urn, path: ["ingress", index], variants: [] }));
        const kept = program.list.filter((_, index) => !gone.includes(index));
        expect(await edited(programOf(tidy), steps)).toBe(programOf({ ...tidy, list: kept }));
      }),
      { numRuns: 100 },
    );
  });

  test("whatever the plan, the edited program gives what the plan says, or the edit is declined", async () => {
    let declines = 0;
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(
        programs,
        fc.array(fc.array(variants, { maxLength: 3 }), { minLength: 5, maxLength: 5 }),
        fc.subarray([0, 1, 2, 3, 4], { minLength: 1 }),
        async (program, plan, indexes) => {
          const text = programOf(program);
          const steps = indexes
            .filter((index) => index < program.list.length)
            .map((index): Step => ({ kind: "vary", urn, path: ["ingress", index], variants: plan[index] ?? [] }));
          const result = await edited(text, steps);
          runs++;
          if (result === undefined) {
            declines++;
            // What a callback makes, or another statement adds, is not always to be changed in one place.
            expect(["mapped", "elements", "pushed", "spread"]).toContain(program.shape);
            return;
          }
          const [expected] = applySteps([resourceOf({ ingress: program.list })], steps);
          expect(runProgram(result)).toEqual(expected?.inputs);
        },
      ),
      { numRuns: 150 },
    );
    expect(declines).toBeLessThan(runs / 2);
  });
});

describe("edits", () => {
  const texts = fc.string({ unit: "binary", maxLength: 40 });
  const cuts = fc.array(fc.tuple(fc.nat(40), fc.nat(5), fc.string({ maxLength: 5 })), { maxLength: 6 });

  test("edits that do not overlap are applied as if one after the other, from the end", () => {
    fc.assert(
      fc.property(texts, cuts, (text, list) => {
        const edits = separate(text, list);
        let expected = text;
        for (const edit of [...edits].reverse()) expected = expected.slice(0, edit.start) + edit.text + expected.slice(edit.end);
        expect(applyEdits(text, edits)).toBe(expected);
        expect(applyEdits(text, [...edits].reverse())).toBe(expected);
        expect(findOverlap(edits)).toBeUndefined();
      }),
    );
  });

  test("no edits, no change", () => {
    fc.assert(fc.property(texts, (text) => expect(applyEdits(text, [])).toBe(text)));
  });

  test("an edit that repeats what is there changes nothing", () => {
    fc.assert(
      fc.property(texts, cuts, (text, list) => {
        expect(
          applyEdits(
            text,
            separate(text, list).map((edit) => ({ ...edit, text: text.slice(edit.start, edit.end) })),
          ),
        ).toBe(text);
      }),
    );
  });

  test("insertions at one place keep their order and come before a replacement there", () => {
    const at = (start: number, end: number, text: string): TextEdit => ({ file: "a", start, end, text });
    expect(applyEdits("abc", [at(1, 2, "X"), at(1, 1, "1"), at(1, 1, "2"), at(2, 2, "Y")])).toBe("a12XYc");
  });

  test("what two deletions both delete is deleted once", () => {
    const gone = (start: number, end: number): TextEdit => ({ file: "a", start, end, text: "" });
    expect(applyEdits("abcdefgh", [gone(4, 6), gone(1, 5), gone(2, 3)])).toBe("agh");
    const written = { ...gone(2, 2), text: "!" };
    expect(findOverlap([gone(1, 4), written])).toEqual([gone(1, 4), written]);
  });

  test("edits that overlap are a bug, and so are edits outside of the file", () => {
    const at = (start: number, end: number): TextEdit => ({ file: "a", start, end, text: "!" });
    expect(() => applyEdits("abcdef", [at(0, 3), at(2, 4)])).toThrow("Edits must not overlap: a[0, 3) and a[2, 4)");
    expect(() => applyEdits("abc", [at(2, 4)])).toThrow("An edit must lie in its file: a[2, 4)");
    expect(findOverlap([at(0, 3), { ...at(2, 4), file: "b" }])).toBeUndefined();
    expect(findOverlap([at(0, 3), at(2, 2)])).toEqual([at(0, 3), at(2, 2)]);
  });
});

/** Edits in order that neither overlap nor start at the same place. */
function separate(text: string, list: readonly (readonly [number, number, string])[]): TextEdit[] {
  const edits: TextEdit[] = [];
  let from = 0;
  for (const [gap, length, replacement] of list) {
    const start = from + gap;
    const end = start + length + 1;
    if (end > text.length) break;
    edits.push({ file: "a", start, end, text: replacement });
    from = end;
  }
  return edits;
}
