import { configOf, indented, isWhole, pascal, Printer, usedNames, type Print } from "./printer";
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
  type Statement,
  type Type,
} from "./program";

/** A described program in Go. */
export const printGo: Print = (program, idioms) => ({ files: new Go(program, idioms).files(), config: configOf(program, idioms) });

const types: Readonly<Record<Type, string>> = {
  text: "string",
  whole: "int",
  flag: "bool",
  texts: "[]string",
  wholes: "[]int",
  id: "pulumi.IDOutput",
  ids: "pulumi.StringArray",
  tags: "pulumi.StringMap",
  ingress: "ec2.SecurityGroupIngressInput",
  egress: "ec2.SecurityGroupEgressInput",
  "ingress list": "ec2.SecurityGroupIngressArray",
  "egress list": "ec2.SecurityGroupEgressArray",
};

const packages: Readonly<Record<string, string>> = {
  fmt: "fmt",
  strings: "strings",
  strconv: "strconv",
  config: "github.com/pulumi/pulumi/sdk/v3/go/pulumi/config",
  pulumi: "github.com/pulumi/pulumi/sdk/v3/go/pulumi",
  ec2: "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2",
  vpc: "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc",
  lb: "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb",
};

class Go extends Printer {
  private readonly used: ReadonlySet<string>;
  private failure = "return err";
  private inComponent = false;
  private picks = false;
  constructor(
    private readonly program: DescribedProgram,
    idioms: Choices,
  ) {
    super(idioms);
    this.used = usedNames(program);
  }

  files(): Readonly<Record<string, string>> {
    const { constants, functions, makers, components, body } = this.program;
    const shared = [
      ...constants.map(
        ({ name, type, value }) =>
          `${type === "texts" || type === "wholes" ? "var" : this.idioms.pick("const", "var")} ${name} = ${this.plain(value)}`,
      ),
      ...functions.flatMap((one) => this.valueFunction(one.name, one.parameters, one.type, one.value)),
    ];
    this.failure = "return nil, err";
    const classes = [...makers.flatMap((maker) => this.maker(maker)), ...components.flatMap((component) => this.component(component))];
    this.failure = "return err";
    const lines = ['cfg := config.New(ctx, "")', ...this.block(body), "return nil"];
    const main = this.idioms.pick<readonly string[]>(
      ["func main() {", "\tpulumi.Run(func(ctx *pulumi.Context) error {", ...indented(lines, "\t\t"), "\t})", "}"],
      ["func main() {", "\tpulumi.Run(run)", "}", "func run(ctx *pulumi.Context) error {", ...indented(lines, "\t"), "}"],
      [
        "func main() {",
        "\tpulumi.Run(func(ctx *pulumi.Context) error {",
        "\t\treturn deploy(ctx)",
        "\t})",
        "}",
        "func deploy(ctx *pulumi.Context) error {",
        ...indented(lines, "\t"),
        "}",
      ],
    );
    const helper = this.picks ? ["func pick[T any](test bool, yes, no T) T {", "\tif test {", "\t\treturn yes", "\t}", "\treturn no", "}"] : [];
    const first = [...classes, ...main];
    return this.idioms.once(3)
      ? { "main.go": file(first), "shared.go": file([...shared, ...helper]) }
      : { "main.go": file([...shared, ...helper, ...first]) };
  }

  private valueFunction(name: string, parameters: readonly Parameter[], type: Type, value: Expression): readonly string[] {
    return [
      `func ${name}(${parametersOf(parameters)}) ${types[type]} {`,
      ...indented(
        this.line(() => [`return ${this.plain(value)}`]),
        "\t",
      ),
      "}",
    ];
  }

  private maker({ name, parameters, body, gives }: Maker): readonly string[] {
    return [
      `func ${name}(ctx *pulumi.Context, ${parametersOf(parameters)}) (*ec2.SecurityGroup, error) {`,
      ...indented([...this.block(body), `return ${gives}, nil`], "\t"),
      "}",
    ];
  }

  private component({ name, token, parameters, body, gives }: Maker & { readonly token: string }): readonly string[] {
    this.inComponent = true;
    const lines = this.block(body);
    this.inComponent = false;
    const [own = { name: "name" }] = parameters;
    return [
      `type ${name} struct {`,
      "\tpulumi.ResourceState",
      "\tGroup *ec2.SecurityGroup",
      "}",
      `func New${name}(ctx *pulumi.Context, ${parametersOf(parameters)}, opts ...pulumi.ResourceOption) (*${name}, error) {`,
      `\t${this.idioms.pick(`component := &${name}{}`, `var component ${name}`)}`,
      `\terr := ctx.RegisterComponentResource(${JSON.stringify(token)}, ${own.name}, component, opts...)`,
      "\tif err != nil {",
      "\t\treturn nil, err",
      "\t}",
      ...indented(lines, "\t"),
      `\tcomponent.Group = ${gives}`,
      "\tif err := ctx.RegisterResourceOutputs(component, pulumi.Map{}); err != nil {",
      "\t\treturn nil, err",
      "\t}",
      "\treturn component, nil",
      "}",
    ].map((line, _, all) =>
      all.includes(`\tvar component ${name}`) ? line.replace(/\bcomponent(?=, opts|, pulumi\.Map|, nil)/, "&component") : line,
    );
  }

  private block(statements: readonly Statement[]): readonly string[] {
    return statements.flatMap((statement) => this.line(() => this.statement(statement)));
  }

  private statement(statement: Statement): readonly string[] {
    switch (statement.kind) {
      case "constant": {
        const { name, type, value } = statement.constant;
        return [
          this.idioms.pick(`${name} := ${this.plain(value)}`, `var ${name} ${types[type]} = ${this.plain(value)}`),
          ...(this.used.has(name) ? [] : [`_ = ${name}`]),
        ];
      }
      case "resource": {
        const inputs = statement.inputs.map(([key, value]) => `${pascal(key)}: ${this.input(value)},`);
        const { module } = resourceTypes[statement.type];
        const options = this.inComponent ? ", pulumi.Parent(component)" : "";
        const args = `&${module}.${statement.type}Args{\n${indented(inputs, "\t").join("\n")}\n}`;
        return this.checked(
          statement.variable,
          `${module}.New${statement.type}(ctx, ${this.plain(statement.name)}, ${this.hoisted(args, "args")}${options})`,
        );
      }
      case "made":
        return this.checked(statement.variable, `${statement.maker}(ctx, ${this.given(statement.arguments)})`);
      case "component":
        return this.checked(statement.variable, `New${statement.class}(ctx, ${this.given(statement.arguments)})`);
      case "for":
        return this.loop(statement.variable, this.plain(statement.over), this.block(statement.body));
      case "if":
        return [
          `if ${this.plain(statement.test)} {`,
          ...indented(this.block(statement.then), "\t"),
          ...(statement.otherwise.length === 0 ? [] : ["} else {", ...indented(this.block(statement.otherwise), "\t")]),
          "}",
        ];
    }
  }

  /** A call that gives something and an error. */
  private checked(variable: string, call: string): readonly string[] {
    const check = ["if err != nil {", `\t${this.failure}`, "}"];
    if (this.used.has(variable)) return [`${variable}, err := ${call}`, ...check];
    return this.idioms.pick<readonly string[]>(
      [`if _, err := ${call}; err != nil {`, `\t${this.failure}`, "}"],
      [`_, err := ${call}`, ...check],
      [`_, _ = ${call}`],
    );
  }

  private given(values: readonly Expression[]): string {
    return values.map((value) => this.plain(value)).join(", ");
  }

  private loop(variable: string, over: string, body: readonly string[]): readonly string[] {
    const index = this.fresh("i");
    const inner = indented(body, "\t");
    return this.idioms.pick<readonly string[]>(
      [`for _, ${variable} := range ${over} {`, ...inner, "}"],
      [`for ${index} := range ${over} {`, `\t${variable} := ${over}[${index}]`, ...inner, "}"],
      [`for ${index} := 0; ${index} < len(${over}); ${index}++ {`, `\t${variable} := ${over}[${index}]`, ...inner, "}"],
    );
  }

  /** As the language's own type. */
  private plain(expression: Expression): string {
    switch (expression.kind) {
      case "text":
        return this.text(expression.value);
      case "whole":
      case "flag":
        return String(expression.value);
      case "setting":
        return this.setting(expression.key, expression.type, expression.fallback);
      case "name":
        return expression.name;
      case "joined":
        return this.joined(expression.parts);
      case "sum":
        return `(${this.plain(expression.left)} + ${this.plain(expression.right)})`;
      case "equal":
        return `(${this.plain(expression.left)} == ${this.plain(expression.right)})`;
      case "choice":
        return this.choice(expression);
      case "list":
        return this.list(expression.type, expression.elements);
      case "each":
        return this.each(expression);
      case "both":
        return this.both(expression.type, this.plain(expression.left), this.plain(expression.right));
      case "rule":
        return `${this.idioms.pick("&", "")}ec2.SecurityGroup${pascal(expression.direction)}Args{${this.fields(expression.fields)}}`;
      case "tags":
        return `pulumi.StringMap{${expression.fields.map(([key, value]) => `${JSON.stringify(key)}: ${this.input(value)}`).join(", ")}}`;
      case "id":
        return `${expression.of}${expression.inComponent ? ".Group" : ""}.ID()`;
      case "call":
        return `${expression.name}(${this.given(expression.arguments)})`;
    }
  }

  /** As an input of a resource. */
  private input(expression: Expression): string {
    const type = typeOf(expression);
    if (type === "text") return `pulumi.${this.idioms.pick("String", "StringPtr")}(${this.plain(expression)})`;
    if (type === "whole") return `pulumi.${this.idioms.pick("Int", "IntPtr")}(${this.plain(expression)})`;
    if (type === "flag") return `pulumi.${this.idioms.pick("Bool", "BoolPtr")}(${this.plain(expression)})`;
    if (type !== "texts") return this.plain(expression);
    if (expression.kind === "list" && this.idioms.once(2)) return `pulumi.ToStringArray(${this.plain(expression)})`;
    if (expression.kind === "list")
      return `pulumi.StringArray{${expression.elements.map((element) => `pulumi.String(${this.plain(element)})`).join(", ")}}`;
    const list = this.plain(expression);
    const turned = (name: string): readonly string[] => [
      `var ${name} pulumi.StringArray`,
      `for _, text := range ${list} {`,
      `\t${name} = append(${name}, pulumi.String(text))`,
      "}",
    ];
    return this.idioms.pick(`pulumi.ToStringArray(${list})`, `func() pulumi.StringArray {\n${turned("out").join("\n")}\nreturn out\n}()`);
  }

  private fields(fields: Fields): string {
    return fields.map(([key, value]) => `${pascal(key)}: ${this.input(value)}`).join(", ");
  }

  private text(value: string): string {
    return this.idioms.pick(JSON.stringify(value), value.includes("`") ? JSON.stringify(value) : `\`${value}\``);
  }

  private setting(key: string, type: Type, fallback: Expression | undefined): string {
    const suffix = { text: "", whole: "Int", flag: "Bool" }[type as string];
    const zero = { text: '""', whole: "0" }[type as string];
    const name = this.fresh("set");
    if (fallback === undefined) {
      if (suffix === undefined) return this.stated(name, types[type], [`var ${name} ${types[type]}`, `cfg.RequireObject("${key}", &${name})`]);
      return this.idioms.pick(`cfg.Require${suffix}("${key}")`, `config.Require${suffix}(ctx, "project:${key}")`, `cfg.Get${suffix}("${key}")`);
    }
    const other = this.inline(() => this.plain(fallback));
    const lines = this.idioms.pick<readonly string[]>(
      [`${name}, err := cfg.Try${suffix ?? ""}("${key}")`, "if err != nil {", `\t${name} = ${other}`, "}"],
      zero === undefined
        ? [`${name} := ${other}`, `if value, err := cfg.TryBool("${key}"); err == nil {`, `\t${name} = value`, "}"]
        : [`${name} := cfg.Get${suffix ?? ""}("${key}")`, `if ${name} == ${zero} {`, `\t${name} = ${other}`, "}"],
    );
    return this.stated(name, types[type], lines);
  }

  /** Statements that make a variable, before the statement or in a function that is called at once. */
  private stated(name: string, type: string, lines: readonly string[]): string {
    if (this.before === undefined) return `func() ${type} {\n${[...lines, `return ${name}`].join("\n")}\n}()`;
    this.before.push(...lines);
    return name;
  }

  private joined(parts: readonly Expression[]): string {
    const printed = parts.map((part) => this.plain(part));
    const texts = printed.map((text, index) => (parts[index] !== undefined && isWhole(parts[index]) ? `strconv.Itoa(${text})` : text));
    return this.idioms.pick(
      `fmt.Sprintf("${parts.map((part) => (isWhole(part) ? "%d" : "%s")).join("")}", ${printed.join(", ")})`,
      `(${texts.join(" + ")})`,
      `fmt.Sprintf("${parts.map(() => "%v").join("")}", ${printed.join(", ")})`,
      `strings.Join([]string{${texts.join(", ")}}, "")`,
    );
  }

  private choice({ type, test, then, otherwise }: Expression & { readonly kind: "choice" }): string {
    const [asked, yes, no] = this.inline(() => [this.plain(test), this.plain(then), this.plain(otherwise)]);
    const name = this.fresh("chosen");
    if (this.before !== undefined && this.idioms.once(2)) {
      this.before.push(`var ${name} ${types[type]}`, `if ${asked} {`, `\t${name} = ${yes}`, "} else {", `\t${name} = ${no}`, "}");
      return name;
    }
    if (this.idioms.once(3)) {
      this.picks = true;
      return `pick(${asked}, ${yes}, ${no})`;
    }
    return `func() ${types[type]} {\nif ${asked} {\nreturn ${yes}\n}\nreturn ${no}\n}()`;
  }

  private list(type: Type, elements: readonly Expression[]): string {
    const printed = elements.map((element) => (type === "ids" ? this.input(element) : this.plain(element)));
    return `${types[type]}{${printed.join(", ")}}`;
  }

  private each({ type, variable, over, body }: Each): string {
    const list = this.plain(over);
    const element = this.inline(() => this.plain(body));
    const name = this.fresh("rules");
    const empty = this.idioms.pick(`var ${name} ${types[type]}`, `${name} := ${types[type]}{}`, `${name} := make(${types[type]}, 0, len(${list}))`);
    return this.stated(name, types[type], [empty, ...this.loop(variable, list, [`${name} = append(${name}, ${element})`])]);
  }

  private both(type: Type, left: string, right: string): string {
    const name = this.fresh("all");
    if (this.before !== undefined && this.idioms.once(2)) {
      this.before.push(`${name} := append(${types[type]}{}, ${left}...)`, `${name} = append(${name}, ${right}...)`);
      return name;
    }
    return `append(append(${types[type]}{}, ${left}...), ${right}...)`;
  }

  private hoisted(value: string, noun: string): string {
    if (this.before === undefined || !this.idioms.once(4)) return value;
    const name = this.fresh(noun);
    this.before.push(`${name} := ${value}`);
    return name;
  }
}

function parametersOf(parameters: readonly Parameter[]): string {
  return parameters.map(({ name, type }) => `${name} ${types[type]}`).join(", ");
}

function file(lines: readonly string[]): string {
  const text = lines.join("\n");
  const imports = Object.entries(packages).filter(([name]) => new RegExp(`\\b${name}\\.`).test(text));
  return `package main\n\nimport (\n${imports.map(([, specifier]) => `\t"${specifier}"\n`).join("")})\n\n${text}\n`;
}
