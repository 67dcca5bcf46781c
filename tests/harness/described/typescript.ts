import { configOf, indented, isPlainName, Printer, type Print } from "./printer";
import type { Choices } from "./choices";
import {
  resourceTypes,
  type DescribedProgram,
  type Each,
  type Expression,
  type Fields,
  type Maker,
  type Parameter,
  type Statement,
  type Type,
} from "./program";

/** A described program in TypeScript. */
export const printTypeScript: Print = (program, idioms) => ({ files: new TypeScript(program, idioms).files(), config: configOf(program, idioms) });

class TypeScript extends Printer {
  private readonly separate = this.idioms.once(4);
  private readonly byObject = new Set<string>();
  private readonly modules = this.idioms.pick("namespace", "services", "classes");
  private inComponent = false;
  constructor(
    private readonly program: DescribedProgram,
    idioms: Choices,
  ) {
    super(idioms);
  }

  files(): Readonly<Record<string, string>> {
    const { constants, functions, makers, components, body } = this.program;
    for (const { name } of functions) if (this.idioms.once(3)) this.byObject.add(name);
    const shared = [
      ...constants.flatMap(({ name, value }) => this.line(() => [`const ${name}${this.asConst()} = ${this.value(value)};`])),
      ...functions.flatMap(({ name, parameters, value }) => this.valueFunction(name, parameters, value)),
    ];
    const classes = [...makers.flatMap((maker) => this.maker(maker)), ...components.flatMap((component) => this.component(component))];
    const config = [`const config = ${this.idioms.pick("new pulumi.Config()", 'new pulumi.Config("project")')};`];
    const main = this.block(body);
    const wrapped = this.idioms.pick(
      main,
      ["async function main() {", ...indented(main), "}", "main();"],
      ["export = async () => {", ...indented(main), "};"],
      ["(() => {", ...indented(main), "})();"],
    );
    const names = [...constants, ...functions].map(({ name }) => name);
    if (!this.separate || names.length === 0) return { "index.ts": [...this.imports(), ...config, ...shared, ...classes, ...wrapped].join("\n") };
    const exported = shared.map((line) => line.replace(/^(?=const |function )/, "export "));
    const used = this.idioms.pick([`import { ${names.join(", ")} } from "./shared";`], [`const { ${names.join(", ")} } = require("./shared");`]);
    return {
      "index.ts": [...this.imports(), ...used, ...config, ...classes, ...wrapped].join("\n"),
      "shared.ts": [...this.imports(), ...exported].join("\n"),
    };
  }

  private imports(): readonly string[] {
    const services = [...new Set(Object.values(resourceTypes).map(({ module }) => module))];
    const pulumi = 'import * as pulumi from "@pulumi/pulumi";';
    if (this.modules === "namespace") return [pulumi, this.idioms.pick('import * as aws from "@pulumi/aws";', 'const aws = require("@pulumi/aws");')];
    if (this.modules === "services") return [pulumi, `import { ${services.join(", ")} } from "@pulumi/aws";`];
    return [
      pulumi,
      ...services.map(
        (service) =>
          `import { ${Object.entries(resourceTypes)
            .filter(([, { module }]) => module === service)
            .map(([name]) => name)
            .join(", ")} } from "@pulumi/aws/${service}";`,
      ),
    ];
  }

  private asConst(): string {
    return this.idioms.pick("", ": any");
  }

  private valueFunction(name: string, parameters: readonly Parameter[], value: Expression): readonly string[] {
    const names = parameters.map((parameter) => parameter.name).join(", ");
    const given = this.byObject.has(name) ? `{ ${names} }: any` : names;
    if (this.idioms.once(2)) return [`const ${name} = (${given}) => (${this.inline(() => this.value(value))});`];
    return [`function ${name}(${given}) {`, ...indented(this.line(() => [`return ${this.value(value)};`])), "}"];
  }

  private maker({ name, parameters, body, gives }: Maker): readonly string[] {
    return [
      `function ${name}(${parameters.map((parameter) => parameter.name).join(", ")}) {`,
      ...indented([...this.block(body), `return ${gives};`]),
      "}",
    ];
  }

  private component({ name, token, parameters, body, gives }: Maker & { readonly token: string }): readonly string[] {
    const [own = { name: "name", type: "text" }, ...others] = parameters;
    const names = others.map((parameter) => parameter.name);
    this.inComponent = true;
    const lines = this.block(body);
    this.inComponent = false;
    return [
      `class ${name} extends pulumi.ComponentResource {`,
      "  public readonly group: any;",
      `  constructor(${own.name}: string, args: any, opts?: pulumi.ComponentResourceOptions) {`,
      `    super(${JSON.stringify(token)}, ${own.name}, {}, opts);`,
      ...(names.length === 0
        ? []
        : this.idioms.pick(
            [`    const { ${names.join(", ")} } = args;`],
            names.map((given) => `    const ${given} = args.${given};`),
          )),
      ...indented(lines, "    "),
      `    this.group = ${gives};`,
      "    this.registerOutputs({});",
      "  }",
      "}",
    ];
  }

  private block(statements: readonly Statement[]): readonly string[] {
    return statements.flatMap((statement) => this.line(() => this.statement(statement)));
  }

  private statement(statement: Statement): readonly string[] {
    switch (statement.kind) {
      case "constant":
        return [`${this.idioms.pick("const", "let")} ${statement.constant.name} = ${this.value(statement.constant.value)};`];
      case "resource": {
        const options = this.inComponent ? `, { parent: this }` : this.idioms.pick("", ", {}");
        const inputs = this.hoisted(this.record(statement.inputs, false), "args");
        return [`const ${statement.variable} = new ${this.className(statement.type)}(${this.value(statement.name)}, ${inputs}${options});`];
      }
      case "made":
        return [`const ${statement.variable} = ${statement.maker}(${statement.arguments.map((value) => this.value(value)).join(", ")});`];
      case "component": {
        const { parameters } = this.program.components.find(({ name }) => name === statement.class) ?? { parameters: [] };
        const [name = "", ...others] = statement.arguments.map((value) => this.value(value));
        return [
          `const ${statement.variable} = new ${statement.class}(${name}, { ${others.map((value, index) => `${parameters[index + 1]?.name ?? ""}: ${value}`).join(", ")} });`,
        ];
      }
      case "for":
        return this.loop(statement.variable, this.value(statement.over), this.block(statement.body));
      case "if":
        return [
          `if (${this.value(statement.test)}) {`,
          ...indented(this.block(statement.then)),
          ...(statement.otherwise.length === 0 ? [] : ["} else {", ...indented(this.block(statement.otherwise))]),
          "}",
        ];
    }
  }

  private loop(variable: string, over: string, body: readonly string[]): readonly string[] {
    const index = this.fresh("i");
    return this.idioms.pick<readonly string[]>(
      [`for (const ${variable} of ${over}) {`, ...indented(body), "}"],
      [`${over}.forEach((${variable}) => {`, ...indented(body), "});"],
      [`for (let ${index} = 0; ${index} < ${over}.length; ${index}++) {`, `  const ${variable} = ${over}[${index}];`, ...indented(body), "}"],
      [`for (const [${index}, ${variable}] of ${over}.entries()) {`, ...indented(body), "}"],
      [`for (const ${index} in ${over}) {`, `  const ${variable} = ${over}[${index}];`, ...indented(body), "}"],
    );
  }

  private className(type: keyof typeof resourceTypes): string {
    const { module } = resourceTypes[type];
    return { namespace: `aws.${module}.${type}`, services: `${module}.${type}`, classes: type }[this.modules];
  }

  private value(expression: Expression): string {
    switch (expression.kind) {
      case "text":
        return this.text(expression.value);
      case "whole":
        return String(expression.value);
      case "flag":
        return String(expression.value);
      case "setting":
        return this.setting(expression.key, expression.type, expression.fallback);
      case "name":
        return expression.name;
      case "joined":
        return this.joined(expression.parts);
      case "sum":
        return `(${this.value(expression.left)} + ${this.value(expression.right)})`;
      case "equal":
        return `(${this.value(expression.left)} ${this.idioms.pick("===", "==")} ${this.value(expression.right)})`;
      case "choice":
        return this.choice(expression);
      case "list":
        return `[${expression.elements.map((element) => this.value(element)).join(", ")}]`;
      case "each":
        return this.each(expression);
      case "both":
        return this.both(this.value(expression.left), this.value(expression.right));
      case "rule":
        return this.hoisted(this.record(expression.fields, true), "rule");
      case "tags":
        return this.record(expression.fields, false);
      case "id":
        return expression.inComponent ? `${expression.of}.group.id` : `${expression.of}.id`;
      case "call": {
        const given = expression.arguments.map((value) => this.value(value));
        if (!this.byObject.has(expression.name)) return `${expression.name}(${given.join(", ")})`;
        const { parameters } = this.program.functions.find(({ name }) => name === expression.name) ?? { parameters: [] };
        return `${expression.name}({ ${given.map((value, index) => `${parameters[index]?.name ?? ""}: ${value}`).join(", ")} })`;
      }
    }
  }

  private text(value: string): string {
    const double = JSON.stringify(value);
    const single = `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
    return this.idioms.pick(double, single, `\`${value.replace(/[\\`]|\$(?=\{)/g, "\\$&")}\``);
  }

  private setting(key: string, type: Type, fallback: Expression | undefined): string {
    const suffix = { text: "", whole: "Number", flag: "Boolean" }[type as string] ?? "Object<any[]>";
    if (fallback === undefined) return this.idioms.pick(`config.require${suffix}("${key}")`, `config.get${suffix}("${key}")!`);
    return `(config.get${suffix}("${key}") ${this.idioms.pick("??", "||")} ${this.value(fallback)})`;
  }

  private joined(parts: readonly Expression[]): string {
    const printed = parts.map((part) => this.value(part));
    const template = parts
      .map((part, index) => (part.kind === "text" ? part.value.replace(/[\\`]|\$(?=\{)/g, "\\$&") : `\${${printed[index] ?? ""}}`))
      .join("");
    return this.idioms.pick(
      `\`${template}\``,
      `(${printed.join(" + ")})`,
      `[${printed.join(", ")}].join("")`,
      `${printed[0] ?? '""'}.concat(${printed.slice(1).join(", ")})`,
    );
  }

  private choice({ test, then, otherwise }: Expression & { readonly kind: "choice" }): string {
    const [asked, yes, no] = this.inline(() => [this.value(test), this.value(then), this.value(otherwise)]);
    if (this.before !== undefined && this.idioms.once(3)) {
      const name = this.fresh("chosen");
      this.before.push(`let ${name}: any;`, `if (${asked}) {`, `  ${name} = ${yes};`, "} else {", `  ${name} = ${no};`, "}");
      return name;
    }
    return this.idioms.pick(`(${asked} ? ${yes} : ${no})`, `(() => { if (${asked}) return ${yes}; return ${no}; })()`);
  }

  private each({ variable, over, body }: Each): string {
    const list = this.value(over);
    const element = this.inline(() => this.value(body));
    if (this.before !== undefined && this.idioms.once(3)) {
      const name = this.fresh("rules");
      this.before.push(`const ${name}: any[] = [];`, ...this.loop(variable, list, [`${name}.push(${element});`]));
      return name;
    }
    return this.idioms.pick(
      `${list}.map((${variable}) => (${element}))`,
      `${list}.flatMap((${variable}) => [${element}])`,
      `${list}.map(function (${variable}) { return ${element}; })`,
      `${list}.reduce((all: any[], ${variable}) => [...all, ${element}], [])`,
      `Array.from(${list}, (${variable}) => (${element}))`,
      `[...${list}].map((${variable}) => { const made = ${element}; return made; })`,
    );
  }

  private both(left: string, right: string): string {
    if (this.before !== undefined && this.idioms.once(3)) {
      const name = this.fresh("all");
      this.before.push(`const ${name}: any[] = [...${left}];`, `${name}.push(...${right});`);
      return name;
    }
    return this.idioms.pick(`[...${left}, ...${right}]`, `${left}.concat(${right})`, `[${left}, ${right}].flat()`);
  }

  private record(fields: Fields, isRule: boolean): string {
    const entries = fields.map(([name, value]) => {
      const printed = this.value(value);
      return printed === name ? name : `${isPlainName(name) ? this.idioms.pick(name, JSON.stringify(name)) : JSON.stringify(name)}: ${printed}`;
    });
    const half = Math.ceil(entries.length / 2);
    const [first, second] = [entries.slice(0, half).join(", "), entries.slice(half).join(", ")];
    return isRule
      ? this.idioms.pick(`{ ${entries.join(", ")} }`, `{ ...{ ${first} }, ${second} }`, `Object.assign({}, { ${first} }, { ${second} })`)
      : `{ ${entries.join(", ")} }`;
  }

  /** A value in a constant of its own, or where it is used. */
  private hoisted(value: string, noun: string): string {
    if (this.before === undefined || !this.idioms.once(4)) return value;
    const name = this.fresh(noun);
    this.before.push(`const ${name} = ${value};`);
    return name;
  }
}
