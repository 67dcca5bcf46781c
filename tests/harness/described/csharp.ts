import { configOf, indented, pascal, Printer, type Print } from "./printer";
import type { Choices } from "./choices";
import {
  resourceTypes,
  typeOf,
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

/** A described program in C#. */
export const printCSharp: Print = (program, idioms) => ({ files: new CSharp(program, idioms).files(), config: configOf(program, idioms) });

const types: Readonly<Record<Type, string>> = {
  text: "string",
  whole: "int",
  flag: "bool",
  texts: "string[]",
  wholes: "int[]",
  id: "Output<string>",
  ids: "Output<string>[]",
  tags: "Dictionary<string, string>",
  ingress: "SecurityGroupIngressArgs",
  egress: "SecurityGroupEgressArgs",
  "ingress list": "SecurityGroupIngressArgs[]",
  "egress list": "SecurityGroupEgressArgs[]",
};

const namespaces = { ec2: "Ec2", vpc: "Vpc", lb: "LB" } as const;

class CSharp extends Printer {
  private readonly opens = this.idioms.once(2);
  private readonly qualifies = this.idioms.once(3);
  private readonly globals: ReadonlySet<string>;
  private inComponent = false;
  constructor(
    private readonly program: DescribedProgram,
    idioms: Choices,
  ) {
    super(idioms);
    this.globals = new Set([...program.constants, ...program.functions, ...program.makers].map(({ name }) => name));
  }

  files(): Readonly<Record<string, string>> {
    const { constants, functions, makers, components, body } = this.program;
    const shared = [
      "static class Shared",
      "{",
      ...indented([
        ...constants.map(
          ({ name, type, value }) =>
            `public ${type === "texts" || type === "wholes" ? "static readonly" : this.idioms.pick("const", "static readonly")} ${types[type]} ${name} = ${this.value(value)};`,
        ),
        ...functions.flatMap((one) => this.valueFunction(one.name, one.parameters, one.type, one.value)),
        ...makers.flatMap((maker) => this.maker(maker)),
      ]),
      "}",
    ];
    const classes = components.flatMap((component) => this.component(component));
    const lines = [`var config = new ${this.idioms.pick("Config()", 'Config("project")', "Pulumi.Config()")};`, ...this.block(body)];
    const usings = [
      "using System.Collections.Generic;",
      "using System.Linq;",
      "using System.Threading.Tasks;",
      "using Pulumi;",
      "using Pulumi.Aws.Ec2;",
      "using Pulumi.Aws.Ec2.Inputs;",
      "using Aws = Pulumi.Aws;",
      ...(this.opens ? ["using static Shared;"] : []),
    ];
    const main = this.idioms.pick<readonly string[]>(
      ["return await Deployment.RunAsync(() =>", "{", ...indented(lines), "});"],
      ["return await Deployment.RunAsync(async () =>", "{", ...indented(lines), "return new Dictionary<string, object?>();", "});"],
      [
        "class Program",
        "{",
        "  static Task<int> Main() => Deployment.RunAsync<ShopStack>();",
        "}",
        "class ShopStack : Stack",
        "{",
        "  public ShopStack()",
        "  {",
        ...indented(lines, "    "),
        "  }",
        "}",
      ],
    );
    if (this.idioms.once(3))
      return {
        "infra.csproj": "<Project/>",
        "Program.cs": [...usings, ...main, ...classes].join("\n"),
        "Shared.cs": [...usings, ...shared].join("\n"),
      };
    return { "infra.csproj": "<Project/>", "Program.cs": [...usings, ...main, ...shared, ...classes].join("\n") };
  }

  private valueFunction(name: string, parameters: readonly Parameter[], type: Type, value: Expression): readonly string[] {
    const head = `public static ${types[type]} ${name}(${parametersOf(parameters)})`;
    if (this.idioms.once(2)) return [`${head} => ${this.inline(() => this.value(value))};`];
    return [head, "{", ...indented(this.line(() => [`return ${this.value(value)};`])), "}"];
  }

  private maker({ name, parameters, body, gives }: Maker): readonly string[] {
    return [`public static SecurityGroup ${name}(${parametersOf(parameters)})`, "{", ...indented([...this.block(body), `return ${gives};`]), "}"];
  }

  private component({ name, token, parameters, body, gives }: Maker & { readonly token: string }): readonly string[] {
    this.inComponent = true;
    const lines = this.block(body);
    this.inComponent = false;
    const [own = { name: "name" }] = parameters;
    return [
      `class ${name} : ${this.idioms.pick("ComponentResource", "Pulumi.ComponentResource")}`,
      "{",
      "  public SecurityGroup Group { get; }",
      `  public ${name}(${parametersOf(parameters)}, ComponentResourceOptions? options = null) : base(${JSON.stringify(token)}, ${own.name}, options)`,
      "  {",
      ...indented(lines, "    "),
      `    ${this.idioms.pick("", "this.")}Group = ${gives};`,
      "    RegisterOutputs();",
      "  }",
      "}",
    ];
  }

  private block(statements: readonly Statement[]): readonly string[] {
    return statements.flatMap((statement) => this.line(() => this.statement(statement)));
  }

  private statement(statement: Statement): readonly string[] {
    switch (statement.kind) {
      case "constant": {
        const { name, type, value } = statement.constant;
        return [`${this.idioms.pick("var", types[type])} ${name} = ${this.value(value)};`];
      }
      case "resource":
        return [this.resource(statement.variable, statement.type, this.value(statement.name), statement.inputs)];
      case "made":
        return [`var ${statement.variable} = ${this.shared(statement.maker)}(${this.given(statement.arguments)});`];
      case "component":
        return [`var ${statement.variable} = new ${statement.class}(${this.given(statement.arguments)});`];
      case "for":
        return this.loop(statement.variable, statement.element, this.value(statement.over), this.block(statement.body));
      case "if":
        return [
          `if (${this.value(statement.test)})`,
          "{",
          ...indented(this.block(statement.then)),
          "}",
          ...(statement.otherwise.length === 0 ? [] : ["else", "{", ...indented(this.block(statement.otherwise)), "}"]),
        ];
    }
  }

  private resource(variable: string, type: ResourceType, name: string, inputs: Fields): string {
    const { module } = resourceTypes[type];
    const isOpen = module === "ec2" && !this.qualifies;
    const className = isOpen ? type : `Aws.${namespaces[module]}.${type}`;
    const args = `{ ${this.properties(inputs, true)} }`;
    const created = this.idioms.pick(`new ${className}Args ${args}`, `new ${className}Args() ${args}`, `new() ${args}`);
    const options = this.inComponent ? `, new CustomResourceOptions { Parent = this }` : "";
    return this.idioms.pick(
      `var ${variable} = new ${className}(${name}, ${created}${options});`,
      `${className} ${variable} = new(${name}, ${created}${options});`,
    );
  }

  private shared(name: string): string {
    return this.globals.has(name) && !this.opens ? `Shared.${name}` : name;
  }

  private given(values: readonly Expression[]): string {
    return values.map((value) => this.value(value)).join(", ");
  }

  private loop(variable: string, element: "text" | "whole", over: string, body: readonly string[]): readonly string[] {
    const index = this.fresh("i");
    return this.idioms.pick<readonly string[]>(
      [`foreach (var ${variable} in ${over})`, "{", ...indented(body), "}"],
      [`foreach (${types[element]} ${variable} in ${over})`, "{", ...indented(body), "}"],
      [`for (var ${index} = 0; ${index} < ${over}.Length; ${index}++)`, "{", `  var ${variable} = ${over}[${index}];`, ...indented(body), "}"],
      [`foreach (var (${variable}, ${index}) in ${over}.Select((value, at) => (value, at)))`, "{", ...indented(body), "}"],
    );
  }

  private value(expression: Expression): string {
    switch (expression.kind) {
      case "text":
        return this.text(expression.value);
      case "whole":
      case "flag":
        return String(expression.value);
      case "setting":
        return this.setting(expression.key, expression.type, expression.fallback);
      case "name":
        return this.shared(expression.name);
      case "joined":
        return this.joined(expression.parts);
      case "sum":
        return `(${this.value(expression.left)} + ${this.value(expression.right)})`;
      case "equal":
        return `(${this.value(expression.left)} == ${this.value(expression.right)})`;
      case "choice":
        return this.choice(expression);
      case "list":
        return this.list(expression.type, expression.elements);
      case "each":
        return this.each(expression);
      case "both":
        return this.both(expression.type, this.value(expression.left), this.value(expression.right));
      case "rule":
        return `new SecurityGroup${pascal(expression.direction)}Args${this.idioms.pick("", "()")} { ${this.properties(expression.fields, false)} }`;
      case "tags":
        return `new ${this.idioms.pick("InputMap<string>", "Dictionary<string, string>")} { ${this.entries(expression.fields)} }`;
      case "id":
        return expression.inComponent ? `${expression.of}.Group.Id` : `${expression.of}.Id`;
      case "call":
        return `${this.shared(expression.name)}(${this.given(expression.arguments)})`;
    }
  }

  /** Lists and maps of properties may be in braces alone. */
  private properties(fields: Fields, isResource: boolean): string {
    return fields
      .map(([key, value]) => {
        const isBraced = this.idioms.once(2);
        if (isBraced && value.kind === "list" && (isResource || typeOf(value) !== "wholes"))
          return `${pascal(key)} = { ${this.given(value.elements)} }`;
        if (isBraced && value.kind === "tags") return `${pascal(key)} = { ${this.entries(value.fields)} }`;
        return `${pascal(key)} = ${this.value(value)}`;
      })
      .join(", ");
  }

  private entries(fields: Fields): string {
    return fields
      .map(([key, value]) => this.idioms.pick(`{ ${JSON.stringify(key)}, ${this.value(value)} }`, `[${JSON.stringify(key)}] = ${this.value(value)}`))
      .join(", ");
  }

  private text(value: string): string {
    const isSimple = !/["\n]/.test(value) && value !== "";
    return this.idioms.pick(JSON.stringify(value), `@"${value.replaceAll('"', '""')}"`, isSimple ? `"""${value}"""` : JSON.stringify(value));
  }

  private setting(key: string, type: Type, fallback: Expression | undefined): string {
    const suffix = { text: "", whole: "Int32", flag: "Boolean" }[type as string] ?? `Object<${types[type]}>`;
    if (fallback === undefined) return this.idioms.pick(`config.Require${suffix}("${key}")`, `config.Get${suffix}("${key}")!`);
    return `(config.Get${suffix}("${key}") ?? ${this.value(fallback)})`;
  }

  private joined(parts: readonly Expression[]): string {
    const printed = parts.map((part) => this.value(part));
    const interpolated = parts
      .map((part, index) =>
        part.kind === "text" ? JSON.stringify(part.value).slice(1, -1).replaceAll("{", "{{").replaceAll("}", "}}") : `{${printed[index] ?? ""}}`,
      )
      .join("");
    // A quote or colon inside of an interpolation means something else in older versions.
    const isInterpolated = parts.every((part, index) => part.kind === "text" || /^[\w.]+$/.test(printed[index] ?? ""));
    const plus = `(${printed.join(" + ")})`;
    return this.idioms.pick(
      isInterpolated ? `$"${interpolated}"` : plus,
      plus,
      `string.Format("${parts.map((_, index) => `{${String(index)}}`).join("")}", ${printed.join(", ")})`,
      `string.Concat(${printed.join(", ")})`,
      `string.Join("", new object[] { ${printed.join(", ")} })`,
    );
  }

  private choice({ type, test, then, otherwise }: Expression & { readonly kind: "choice" }): string {
    const [asked, yes, no] = this.inline(() => [this.value(test), this.value(then), this.value(otherwise)]);
    if (this.before !== undefined && this.idioms.once(3)) {
      const name = this.fresh("chosen");
      this.before.push(`${types[type]} ${name};`, `if (${asked})`, "{", `  ${name} = ${yes};`, "}", "else", "{", `  ${name} = ${no};`, "}");
      return name;
    }
    return this.idioms.pick(`(${asked} ? ${yes} : ${no})`, `(${asked} switch { true => ${yes}, _ => ${no} })`);
  }

  private list(type: Type, elements: readonly Expression[]): string {
    const printed = this.given(elements);
    const one = types[type].slice(0, -2);
    const untyped = elements.length === 0 ? `new ${one}[] { }` : `new[] { ${printed} }`;
    return this.idioms.pick(untyped, `new ${one}[] { ${printed} }`, `new List<${one}> { ${printed} }.ToArray()`);
  }

  private each({ type, element, variable, over, body }: Each): string {
    const list = this.value(over);
    const made = this.inline(() => this.value(body));
    if (this.before !== undefined && this.idioms.once(3)) {
      const name = this.fresh("rules");
      this.before.push(`var ${name} = new List<${types[type].slice(0, -2)}>();`, ...this.loop(variable, element, list, [`${name}.Add(${made});`]));
      return `${name}.ToArray()`;
    }
    return this.idioms.pick(
      `${list}.Select(${variable} => ${made}).ToArray()`,
      `(from ${variable} in ${list} select ${made}).ToArray()`,
      `${list}.Select((${variable}, _) => { return ${made}; }).ToArray()`,
      `${list}.SelectMany(${variable} => new[] { ${made} }).ToArray()`,
    );
  }

  private both(type: Type, left: string, right: string): string {
    if (this.before !== undefined && this.idioms.once(3)) {
      const name = this.fresh("all");
      this.before.push(`var ${name} = new List<${types[type].slice(0, -2)}>(${left});`, `${name}.AddRange(${right});`);
      return `${name}.ToArray()`;
    }
    return `${left}.Concat(${right}).ToArray()`;
  }
}

function parametersOf(parameters: readonly Parameter[]): string {
  return parameters.map(({ name, type }) => `${types[type]} ${name}`).join(", ");
}
