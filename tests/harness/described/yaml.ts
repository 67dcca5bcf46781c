import { Document, visit } from "yaml";
import type { Choices } from "./choices";
import type { PrintedProgram } from "./printer";
import { resourceTypes, type DescribedProgram } from "./program";
import { isReference, registers, type Plain, type Registered } from "./registers";

/** What a document of YAML can say of a described program: components are its own business, and their parts stand alone. */
export function registersInYaml(program: DescribedProgram): readonly Registered[] {
  const known = new Set<string>(Object.values(resourceTypes).map(({ token }) => token));
  return registers(program)
    .filter(({ type }) => known.has(type))
    .map(({ type, name, inputs }) => ({ type, name, inputs }));
}

/** A described program as a document: nothing loops and nothing is called, but values may have names and come from the stack's file. */
export function printYaml(program: DescribedProgram, idioms: Choices): PrintedProgram {
  return new Yaml(idioms).print(registersInYaml(program));
}

class Yaml {
  private readonly variables: Record<string, unknown> = {};
  private readonly declared: Record<string, unknown> = {};
  private readonly config: Record<string, unknown> = {};
  private readonly keys = new Map<string, string>();
  private count = 0;
  constructor(private readonly idioms: Choices) {}

  print(registered: readonly Registered[]): PrintedProgram {
    for (const { name } of registered) this.keys.set(name, name.includes(".") || this.idioms.once(3) ? `key${String(++this.count)}` : name);
    const entries = registered.map(({ type, name, inputs }) => {
      const key = this.keyOf(name);
      const properties = Object.fromEntries(Object.entries(inputs).map(([property, value]) => [property, this.value(value)]));
      return [key, { type: this.typeToken(type), ...(key === name ? {} : { name }), properties }] as const;
    });
    const resources = Object.fromEntries(this.idioms.once(3) ? entries.toReversed() : entries);
    const body = { ...(Object.keys(this.variables).length === 0 ? {} : { variables: this.variables }), resources };
    const config = Object.keys(this.declared).length === 0 ? {} : { config: this.declared };
    const head = { name: "project", runtime: this.idioms.pick<unknown>("yaml", { name: "yaml" }) };
    const project = this.idioms.pick("one", "one", "Main.yaml", "Main.json");
    if (project === "one") return { files: { "Pulumi.yaml": this.text({ ...head, ...config, ...body }) }, config: this.config };
    const main = { ...config, ...body };
    return {
      files: { "Pulumi.yaml": this.text(head), [project]: project === "Main.json" ? JSON.stringify(main, null, 2) : this.text(main) },
      config: this.config,
    };
  }

  private keyOf(name: string): string {
    return this.keys.get(name) ?? name;
  }

  private typeToken(type: string): string {
    const [, module = "", name = ""] = /^aws:(\w+)\/\w+:(\w+)$/.exec(type) ?? [];
    return this.idioms.pick(`aws:${module}:${name}`, type);
  }

  private value(value: Plain): unknown {
    const plain = this.written(value);
    if (!this.idioms.once(6)) return plain;
    const name = `var${String(++this.count)}`;
    if (this.idioms.once(2) && typeof value !== "object" && !String(value).includes("$")) {
      const type = typeof value === "string" ? "string" : typeof value === "number" ? "integer" : "boolean";
      if (this.idioms.once(2)) this.declared[name] = { type, default: value };
      else {
        this.declared[name] = { type };
        this.config[name] = value;
      }
      return `\${${name}}`;
    }
    if (this.idioms.once(3)) {
      this.variables[name] = [plain];
      return `\${${name}[0]}`;
    }
    if (this.idioms.once(3)) {
      this.variables[name] = { inner: plain };
      return this.idioms.pick(`\${${name}.inner}`, `\${${name}["inner"]}`);
    }
    this.variables[name] = plain;
    return `\${${name}}`;
  }

  private written(value: Plain): unknown {
    if (typeof value === "string") return this.textValue(value);
    if (Array.isArray(value)) return this.list(value as readonly Plain[]);
    if (typeof value !== "object") return value;
    if (isReference(value)) return this.idioms.pick(`\${${this.keyOf(value.id)}.id}`, `\${${this.keyOf(value.id)}}`);
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, this.value(part)]));
  }

  private list(values: readonly Plain[]): unknown {
    const texts = values.filter((value) => typeof value === "string");
    const isSplit = texts.length === values.length && texts.length > 1 && texts.every((text) => text !== "" && !text.includes("|"));
    if (isSplit && this.idioms.once(3)) return { "fn::split": ["|", escaped(texts.join("|"))] };
    return values.map((value) => this.value(value));
  }

  private textValue(value: string): unknown {
    const half = Math.floor(value.length / 2);
    const isSplit = value.length > 1 && !/[\uD800-\uDBFF]$/.test(value.slice(0, half));
    if (!isSplit || !this.idioms.once(5)) return escaped(value);
    const [first, second] = [escaped(value.slice(0, half)), escaped(value.slice(half))];
    const name = `part${String(++this.count)}`;
    this.variables[name] = second;
    return this.idioms.pick<unknown>(`${first}\${${name}}`, { "fn::join": ["", [first, `\${${name}}`]] });
  }

  /** In block and flow style, quoted in all ways. */
  private text(value: unknown): string {
    const document = new Document(value, { aliasDuplicateObjects: false });
    visit(document, {
      Scalar: (at, node) => {
        // The library writes an indentation of two into the head of a block that begins with a space, whatever it indents by.
        if (typeof node.value === "string")
          node.type =
            at === "key" || node.value.startsWith(" ")
              ? this.idioms.pick("PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE")
              : this.idioms.pick("PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE", "BLOCK_LITERAL");
      },
      Collection: (_, node) => {
        if (this.idioms.once(4)) node.flow = true;
      },
    });
    if (this.idioms.once(4)) document.commentBefore = " What the shop has";
    return document.toString({ lineWidth: this.idioms.pick(80, 0), indent: this.idioms.pick(2, 4), indentSeq: this.idioms.pick(true, false) });
  }
}

function escaped(text: string): string {
  return text.replaceAll("$", "$$$$");
}
