import { configOf, indented, isWhole, Printer, type Print } from "./printer";
import type { Choices } from "./choices";
import {
  resourceTypes,
  type DescribedProgram,
  type Each,
  type Expression,
  type Fields,
  type Maker,
  type Parameter,
  type ResourceType,
  type Statement,
  type Type,
} from "./program";

/** A described program in Python. */
export const printPython: Print = (program, idioms) => ({ files: new Python(program, idioms).files(), config: configOf(program, idioms) });

class Python extends Printer {
  private readonly separate = this.idioms.once(4);
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
    const shared = [
      ...constants.flatMap(({ name, value }) => this.line(() => [`${name}${this.idioms.pick("", ": object")} = ${this.value(value)}`])),
      ...functions.flatMap(({ name, parameters, value }) => this.valueFunction(name, parameters, value)),
    ];
    const classes = [...makers.flatMap((maker) => this.maker(maker)), ...components.flatMap((component) => this.component(component))];
    const config = [`config = ${this.idioms.pick("pulumi.Config()", 'pulumi.Config("project")')}`];
    const main = this.block(body);
    const wrapped = this.idioms.pick(
      main,
      ["def main():", ...indented(main, "    "), "main()"],
      ["def main() -> None:", ...indented(main), "", 'if __name__ == "__main__":', "  main()"],
    );
    const names = [...constants, ...functions].map(({ name }) => name);
    if (!this.separate || names.length === 0) return { "__main__.py": [...this.imports(), ...config, ...shared, ...classes, ...wrapped].join("\n") };
    const used = this.idioms.pick(
      `from shared import ${names.join(", ")}`,
      "from shared import *",
      `from shared import (\n    ${names.join(",\n    ")},\n)`,
    );
    return {
      "__main__.py": [...this.imports(), used, ...config, ...classes, ...wrapped].join("\n"),
      "shared.py": [...this.imports(), ...shared].join("\n"),
    };
  }

  private imports(): readonly string[] {
    const services = [...new Set(Object.values(resourceTypes).map(({ module }) => module))];
    if (this.modules === "namespace") return ["import pulumi", "import pulumi_aws as aws"];
    if (this.modules === "services") return ["import pulumi", `from pulumi_aws import ${services.join(", ")}`];
    return [
      "import pulumi",
      "from pulumi_aws import ec2",
      ...services.map(
        (service) =>
          `from pulumi_aws.${service} import ${Object.entries(resourceTypes)
            .filter(([, { module }]) => module === service)
            .flatMap(([name]) => [name, `${name}Args`])
            .join(", ")}`,
      ),
    ];
  }

  private valueFunction(name: string, parameters: readonly Parameter[], value: Expression): readonly string[] {
    const names = parameters.map((parameter) => parameter.name).join(", ");
    if (this.idioms.once(3)) return [`${name} = lambda ${names}: ${this.inline(() => this.value(value))}`];
    const typed = this.idioms.pick(
      names,
      parameters.map((parameter) => `${parameter.name}: ${parameter.type === "whole" ? "int" : "object"}`).join(", "),
    );
    return [
      `def ${name}(${typed}):`,
      ...this.idioms.pick<readonly string[]>([], ['    """Says what it gives."""']),
      ...indented(
        this.line(() => [`return ${this.value(value)}`]),
        "    ",
      ),
    ];
  }

  private maker({ name, parameters, body, gives }: Maker): readonly string[] {
    return [
      `def ${name}(${parameters.map((parameter) => parameter.name).join(", ")}):`,
      ...indented([...this.block(body), `return ${gives}`], "    "),
    ];
  }

  private component({ name, token, parameters, body, gives }: Maker & { readonly token: string }): readonly string[] {
    const names = parameters.map((parameter) => parameter.name);
    const [own = "name"] = names;
    this.inComponent = true;
    const lines = this.block(body);
    this.inComponent = false;
    return [
      `class ${name}(pulumi.ComponentResource):`,
      `    def __init__(self, ${names.join(", ")}, opts=None):`,
      `        ${this.idioms.pick("super().__init__(", `super(${name}, self).__init__(`)}${this.text(token)}, ${own}, ${this.idioms.pick("None, opts", "{}, opts", "opts=opts")})`,
      ...indented(lines, "        "),
      `        self.group = ${gives}`,
      "        self.register_outputs({})",
    ];
  }

  private block(statements: readonly Statement[]): readonly string[] {
    return statements.length === 0 ? ["pass"] : statements.flatMap((statement) => this.line(() => this.statement(statement)));
  }

  private statement(statement: Statement): readonly string[] {
    switch (statement.kind) {
      case "constant":
        return [`${statement.constant.name} = ${this.value(statement.constant.value)}`];
      case "resource":
        return [this.resource(statement.variable, statement.type, this.value(statement.name), statement.inputs)];
      case "made":
        return [
          `${statement.variable} = ${statement.maker}(${this.given(
            this.program.makers.find(({ name }) => name === statement.maker),
            statement.arguments,
          )})`,
        ];
      case "component":
        return [
          `${statement.variable} = ${statement.class}(${this.given(
            this.program.components.find(({ name }) => name === statement.class),
            statement.arguments,
          )})`,
        ];
      case "for":
        return this.loop(statement.variable, this.value(statement.over), this.block(statement.body));
      case "if":
        return [
          `if ${this.value(statement.test)}:`,
          ...indented(this.block(statement.then), "    "),
          ...(statement.otherwise.length === 0 ? [] : ["else:", ...indented(this.block(statement.otherwise), "    ")]),
        ];
    }
  }

  private resource(variable: string, type: ResourceType, name: string, inputs: Fields): string {
    const options = this.inComponent ? [`opts=pulumi.ResourceOptions(parent=self)`] : [];
    const keywords = inputs.map(([key, value]) => `${snake(key)}=${this.value(value)}`);
    const className = this.className(type);
    const given = this.idioms.pick<readonly string[]>(
      [name, ...keywords],
      [`resource_name=${name}`, ...keywords],
      [name, `${className}Args(${keywords.join(", ")})`],
      [name, `**dict(${keywords.join(", ")})`],
    );
    return `${variable} = ${className}(${[...given, ...options].join(", ")})`;
  }

  private given(callee: { readonly parameters: readonly Parameter[] } | undefined, given: readonly Expression[]): string {
    const printed = given.map((value) => this.value(value));
    return this.idioms
      .pick(
        printed,
        printed.map((value, index) => `${callee?.parameters[index]?.name ?? ""}=${value}`),
      )
      .join(", ");
  }

  private loop(variable: string, over: string, body: readonly string[]): readonly string[] {
    const index = this.fresh("i");
    const inner = indented(body, "    ");
    return this.idioms.pick<readonly string[]>(
      [`for ${variable} in ${over}:`, ...inner],
      [`for ${index}, ${variable} in enumerate(${over}):`, ...inner],
      [`for ${index} in range(len(${over})):`, `    ${variable} = ${over}[${index}]`, ...inner],
      [`for ${variable}, _ in zip(${over}, ${over}):`, ...inner],
    );
  }

  private className(type: ResourceType): string {
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
        return expression.value ? "True" : "False";
      case "setting":
        return this.setting(expression.key, expression.type, expression.fallback);
      case "name":
        return expression.name;
      case "joined":
        return this.joined(expression.parts);
      case "sum":
        return `(${this.value(expression.left)} + ${this.value(expression.right)})`;
      case "equal":
        return `(${this.value(expression.left)} == ${this.value(expression.right)})`;
      case "choice":
        return this.choice(expression);
      case "list":
        return `[${expression.elements.map((element) => this.value(element)).join(", ")}]`;
      case "each":
        return this.each(expression);
      case "both":
        return this.both(this.value(expression.left), this.value(expression.right));
      case "rule":
        return this.rule(expression.direction, expression.fields);
      case "tags":
        return `{${expression.fields.map(([key, value]) => `${this.text(key)}: ${this.value(value)}`).join(", ")}}`;
      case "id":
        return expression.inComponent ? `${expression.of}.group.id` : `${expression.of}.id`;
      case "call":
        return `${expression.name}(${this.given(
          this.program.functions.find(({ name }) => name === expression.name),
          expression.arguments,
        )})`;
    }
  }

  private text(value: string): string {
    const double = JSON.stringify(value);
    const single = `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
    const isRaw = !/["\n\\]/.test(value);
    return this.idioms.pick(double, single, `"""${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"""`, isRaw ? `r"${value}"` : double);
  }

  private setting(key: string, type: Type, fallback: Expression | undefined): string {
    const suffix = { text: "", whole: "_int", flag: "_bool" }[type as string] ?? "_object";
    if (fallback === undefined) return this.idioms.pick(`config.require${suffix}("${key}")`, `config.get${suffix}("${key}")`);
    const other = this.value(fallback);
    return this.idioms.pick(`(config.get${suffix}("${key}") or ${other})`, `config.get${suffix}("${key}", ${other})`);
  }

  private joined(parts: readonly Expression[]): string {
    const printed = parts.map((part) => (isWhole(part) ? `str(${this.value(part)})` : this.value(part)));
    const braces = parts.map(() => "{}").join("");
    // Quotes, braces and backslashes may not stand in an f-string's fields in older versions.
    const names = printed.map((value) => (/["'{}\\\n]/.test(value) ? undefined : value));
    const formatted = names.every((name) => name !== undefined) ? `f"${names.map((name) => `{${name}}`).join("")}"` : undefined;
    const mixed = parts
      .map((part, index) => {
        if (part.kind === "text") return JSON.stringify(part.value).slice(1, -1).replaceAll("{", "{{").replaceAll("}", "}}");
        return names[index] === undefined ? undefined : `{${names[index]}}`;
      })
      .reduce<string | undefined>((all, part) => (all === undefined || part === undefined ? undefined : all + part), "");
    const plus = `(${printed.join(" + ")})`;
    return this.idioms.pick(
      mixed === undefined ? plus : `f"${mixed}"`,
      plus,
      formatted ?? plus,
      `"${braces}".format(${printed.join(", ")})`,
      `"${parts.map(() => "%s").join("")}" % (${printed.join(", ")},)`,
      `"".join([${printed.join(", ")}])`,
    );
  }

  private choice({ test, then, otherwise }: Expression & { readonly kind: "choice" }): string {
    const [asked, yes, no] = this.inline(() => [this.value(test), this.value(then), this.value(otherwise)]);
    if (this.before !== undefined && this.idioms.once(3)) {
      const name = this.fresh("chosen");
      this.before.push(`if ${asked}:`, `    ${name} = ${yes}`, "else:", `    ${name} = ${no}`);
      return name;
    }
    return this.idioms.pick(`(${yes} if ${asked} else ${no})`, `{True: ${yes}, False: ${no}}[${asked}]`);
  }

  private each({ variable, over, body }: Each): string {
    const list = this.value(over);
    const element = this.inline(() => this.value(body));
    if (this.before !== undefined && this.idioms.once(3)) {
      const name = this.fresh("rules");
      const added = this.idioms.pick(`${name}.append(${element})`, `${name} += [${element}]`, `${name}.extend([${element}])`);
      this.before.push(`${name} = []`, ...this.loop(variable, list, [added]));
      return name;
    }
    return this.idioms.pick(
      `[${element} for ${variable} in ${list}]`,
      `list(map(lambda ${variable}: ${element}, ${list}))`,
      `list(${element} for ${variable} in ${list})`,
      `[made for ${variable} in ${list} for made in [${element}]]`,
    );
  }

  private both(left: string, right: string): string {
    if (this.before !== undefined && this.idioms.once(3)) {
      const name = this.fresh("all");
      this.before.push(`${name} = list(${left})`, this.idioms.pick(`${name}.extend(${right})`, `${name} += ${right}`));
      return name;
    }
    return this.idioms.pick(`(${left} + ${right})`, `[*${left}, *${right}]`);
  }

  private rule(direction: string, fields: Fields): string {
    const values = fields.map(([key, value]) => [key, this.value(value)] as const);
    const name = `${this.modules === "namespace" ? "aws." : ""}ec2.SecurityGroup${direction === "ingress" ? "Ingress" : "Egress"}Args`;
    const keywords = values.map(([key, value]) => `${snake(key)}=${value}`).join(", ");
    return this.idioms.pick(
      `${name}(${keywords})`,
      `{${values.map(([key, value]) => `"${snake(key)}": ${value}`).join(", ")}}`,
      `{${values.map(([key, value]) => `"${key}": ${value}`).join(", ")}}`,
      `dict(${keywords})`,
      `{**{${values
        .slice(0, 1)
        .map(([key, value]) => `"${snake(key)}": ${value}`)
        .join(", ")}}, ${values
        .slice(1)
        .map(([key, value]) => `"${snake(key)}": ${value}`)
        .join(", ")}}`,
    );
  }
}

function snake(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toLowerCase();
}
