import { configOf, indented, isWhole, pascal, Printer, type Print } from "./printer";
import type { Choices } from "./choices";
import {
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

/** A described program in Java. */
export const printJava: Print = (program, idioms) => ({ files: new Java(program, idioms).files(), config: configOf(program, idioms) });

const types: Readonly<Record<Type, string>> = {
  text: "String",
  whole: "int",
  flag: "boolean",
  texts: "List<String>",
  wholes: "List<Integer>",
  id: "Output<String>",
  ids: "List<Output<String>>",
  tags: "Map<String, String>",
  ingress: "SecurityGroupIngressArgs",
  egress: "SecurityGroupEgressArgs",
  "ingress list": "List<SecurityGroupIngressArgs>",
  "egress list": "List<SecurityGroupEgressArgs>",
};

class Java extends Printer {
  private readonly separate = this.idioms.once(3);
  private readonly opens = this.idioms.once(2);
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
      ...constants.map(({ name, type, value }) => `static final ${types[type]} ${name} = ${this.value(value)};`),
      ...functions.flatMap((one) => this.valueFunction(one.name, one.parameters, one.type, one.value)),
      ...makers.flatMap((maker) => this.maker(maker)),
    ];
    const classes = components.map((component) => [component.name, this.component(component)] as const);
    const lines = [`var config = ${this.idioms.pick("ctx.config()", 'ctx.config("project")', "Config.of()")};`, ...this.block(body)];
    const main = this.idioms.pick<readonly string[]>(
      ["public static void main(String[] args) {", "  Pulumi.run(ctx -> {", ...indented(lines, "    "), "  });", "}"],
      [
        "public static void main(String[] args) {",
        "  Pulumi.run(App::stack);",
        "}",
        "private static void stack(Context ctx) {",
        ...indented(lines),
        "}",
      ],
      [
        "public static void main(final String[] args) {",
        "  Pulumi.run(App::stack);",
        "}",
        "static void stack(final Context ctx) {",
        "  new App().deploy(ctx);",
        "}",
        "void deploy(Context ctx) {",
        ...indented(lines),
        "}",
      ],
    );
    const imports = [
      "package shop;",
      "import com.pulumi.*;",
      "import com.pulumi.Context;",
      "import com.pulumi.Pulumi;",
      "import com.pulumi.aws.ec2.*;",
      "import com.pulumi.aws.ec2.inputs.*;",
      "import com.pulumi.aws.vpc.*;",
      "import com.pulumi.aws.lb.LoadBalancer;",
      "import com.pulumi.aws.lb.LoadBalancerArgs;",
      "import com.pulumi.core.*;",
      "import com.pulumi.core.TypeShape;",
      "import com.pulumi.resources.*;",
      "import java.util.*;",
      "import java.util.stream.*;",
      ...(this.separate && this.opens ? ["import static shop.Shared.*;"] : []),
    ];
    const file = (name: string): string => `src/main/java/shop/${name}.java`;
    const separateClasses = this.idioms.once(2);
    const own = this.separate ? [] : shared;
    const nested = separateClasses ? [] : classes.flatMap(([, declared]) => declared.map((line, index) => (index === 0 ? `static ${line}` : line)));
    return {
      [file("App")]: [...imports, "public class App {", ...indented([...own, ...main, ...nested]), "}"].join("\n"),
      ...(this.separate ? { [file("Shared")]: [...imports, "final class Shared {", ...indented(shared), "}"].join("\n") } : {}),
      ...(separateClasses ? Object.fromEntries(classes.map(([name, declared]) => [file(name), [...imports, ...declared].join("\n")])) : {}),
    };
  }

  private valueFunction(name: string, parameters: readonly Parameter[], type: Type, value: Expression): readonly string[] {
    return [`static ${types[type]} ${name}(${parametersOf(parameters)}) {`, ...indented(this.line(() => [`return ${this.value(value)};`])), "}"];
  }

  private maker({ name, parameters, body, gives }: Maker): readonly string[] {
    return [`static SecurityGroup ${name}(${parametersOf(parameters)}) {`, ...indented([...this.block(body), `return ${gives};`]), "}"];
  }

  private component({ name, token, parameters, body, gives }: Maker & { readonly token: string }): readonly string[] {
    this.inComponent = true;
    const lines = this.block(body);
    this.inComponent = false;
    const [own = { name: "name" }] = parameters;
    return [
      `class ${name} extends ComponentResource {`,
      "  final SecurityGroup group;",
      `  ${name}(${parametersOf(parameters)}) {`,
      `    super(${JSON.stringify(token)}, ${own.name}${this.idioms.pick("", ", ComponentResourceOptions.Empty")});`,
      ...indented(lines, "    "),
      `    this.group = ${gives};`,
      "    this.registerOutputs();",
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
        return [`${this.idioms.pick("var", "final var", types[type])} ${name} = ${this.value(value)};`];
      }
      case "resource": {
        const args = this.builder(`${statement.type}Args`, statement.inputs);
        const options = this.inComponent ? ", CustomResourceOptions.builder().parent(this).build()" : "";
        return [
          `${this.idioms.pick("var", statement.type)} ${statement.variable} = new ${statement.type}(${this.value(statement.name)}, ${args}${options});`,
        ];
      }
      case "made":
        return [`var ${statement.variable} = ${this.shared(statement.maker)}(${this.given(statement.arguments)});`];
      case "component":
        return [`var ${statement.variable} = new ${statement.class}(${this.given(statement.arguments)});`];
      case "for":
        return this.loop(statement.variable, statement.element, this.value(statement.over), this.block(statement.body));
      case "if":
        return [
          `if (${this.value(statement.test)}) {`,
          ...indented(this.block(statement.then)),
          ...(statement.otherwise.length === 0 ? [] : ["} else {", ...indented(this.block(statement.otherwise))]),
          "}",
        ];
    }
  }

  /** A builder in one expression, or step by step. */
  private builder(className: string, fields: Fields): string {
    const calls = fields.map(([key, value]) => `.${key}(${this.property(value)})`);
    if (this.before === undefined || !this.idioms.once(4))
      return this.idioms.pick(`${className}.builder()${calls.join("")}.build()`, `new ${className}.Builder()${calls.join("")}.build()`);
    const name = this.fresh("builder");
    this.before.push(`var ${name} = ${className}.builder();`, ...calls.map((call) => `${name}${call};`));
    return `${name}.build()`;
  }

  /** Lists may be given element by element. */
  private property(value: Expression): string {
    const type = typeOf(value);
    if (value.kind === "list" && value.elements.length > 0 && this.idioms.once(2)) return this.given(value.elements);
    if (value.kind === "list" && value.elements.length === 1 && value.elements[0] !== undefined && type === "ids" && this.idioms.once(2))
      return `${this.value(value.elements[0])}.applyValue(List::of)`;
    return this.idioms.pick(this.value(value), `Output.of(${this.value(value)})`);
  }

  private shared(name: string): string {
    if (!this.globals.has(name)) return name;
    return this.separate ? (this.opens ? name : `Shared.${name}`) : this.inComponent || this.opens ? `App.${name}` : name;
  }

  private given(values: readonly Expression[]): string {
    return values.map((value) => this.value(value)).join(", ");
  }

  private loop(variable: string, element: "text" | "whole", over: string, body: readonly string[]): readonly string[] {
    const index = this.fresh("i");
    return this.idioms.pick<readonly string[]>(
      [`for (var ${variable} : ${over}) {`, ...indented(body), "}"],
      [`for (${types[element]} ${variable} : ${over}) {`, ...indented(body), "}"],
      [`for (int ${index} = 0; ${index} < ${over}.size(); ${index}++) {`, `  var ${variable} = ${over}.get(${index});`, ...indented(body), "}"],
      [`${over}.forEach(${variable} -> {`, ...indented(body), "});"],
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
      case "equal": {
        const [left, right] = [this.value(expression.left), this.value(expression.right)];
        return isWhole(expression.left) ? `(${left} == ${right})` : this.idioms.pick(`${left}.equals(${right})`, `Objects.equals(${left}, ${right})`);
      }
      case "choice":
        return this.choice(expression);
      case "list":
        return this.idioms.pick(`List.of(${this.given(expression.elements)})`, `Arrays.asList(${this.given(expression.elements)})`);
      case "each":
        return this.each(expression);
      case "both":
        return this.both(expression.type, this.value(expression.left), this.value(expression.right));
      case "rule":
        return this.builder(`SecurityGroup${pascal(expression.direction)}Args`, expression.fields);
      case "tags":
        return this.idioms.pick(
          `Map.of(${expression.fields.map(([key, value]) => `${JSON.stringify(key)}, ${this.value(value)}`).join(", ")})`,
          `Map.ofEntries(${expression.fields.map(([key, value]) => `Map.entry(${JSON.stringify(key)}, ${this.value(value)})`).join(", ")})`,
        );
      case "id":
        return expression.inComponent ? `${expression.of}.group.id()` : `${expression.of}.id()`;
      case "call":
        return `${this.shared(expression.name)}(${this.given(expression.arguments)})`;
    }
  }

  private text(value: string): string {
    const isBlock = !/\\|"""|"$|^ | $|\t/.test(value) && value !== "";
    return this.idioms.pick(JSON.stringify(value), isBlock ? `"""\n    ${value.replaceAll("\n", "\n    ")}"""` : JSON.stringify(value));
  }

  private setting(key: string, type: Type, fallback: Expression | undefined): string {
    if (type === "texts" || type === "wholes")
      return `config.requireObject("${key}", TypeShape.list(${type === "texts" ? "String" : "Integer"}.class))`;
    const suffix = { text: "", whole: "Integer", flag: "Boolean" }[type as string] ?? "";
    if (fallback === undefined)
      return this.idioms.pick(
        `config.require${suffix}("${key}")`,
        `config.get${suffix}("${key}").get()`,
        `config.get${suffix}("${key}").orElseThrow()`,
      );
    return this.idioms.pick(
      `config.get${suffix}("${key}").orElse(${this.value(fallback)})`,
      `config.get${suffix}("${key}").orElseGet(() -> ${this.inline(() => this.value(fallback))})`,
    );
  }

  private joined(parts: readonly Expression[]): string {
    const printed = parts.map((part) => this.value(part));
    const format = `"${parts.map((part) => (isWhole(part) ? "%d" : "%s")).join("")}"`;
    const texts = printed.map((text, index) => (parts[index] !== undefined && isWhole(parts[index]) ? `String.valueOf(${text})` : text));
    return this.idioms.pick(
      `(${printed.join(" + ")})`,
      `String.format(${format}, ${printed.join(", ")})`,
      `${format}.formatted(${printed.join(", ")})`,
      `String.join("", ${texts.join(", ")})`,
      `new StringBuilder()${printed.map((text) => `.append(${text})`).join("")}.toString()`,
    );
  }

  private choice({ type, test, then, otherwise }: Expression & { readonly kind: "choice" }): string {
    const [asked, yes, no] = this.inline(() => [this.value(test), this.value(then), this.value(otherwise)]);
    if (this.before !== undefined && this.idioms.once(3)) {
      const name = this.fresh("chosen");
      this.before.push(`${types[type]} ${name};`, `if (${asked}) {`, `  ${name} = ${yes};`, "} else {", `  ${name} = ${no};`, "}");
      return name;
    }
    return `(${asked} ? ${yes} : ${no})`;
  }

  private each({ type, element, variable, over, body }: Each): string {
    const list = this.value(over);
    const made = this.inline(() => this.value(body));
    if (this.before !== undefined && this.idioms.once(3)) {
      const name = this.fresh("rules");
      this.before.push(`${types[type]} ${name} = new ArrayList<>();`, ...this.loop(variable, element, list, [`${name}.add(${made});`]));
      return name;
    }
    return this.idioms.pick(
      `${list}.stream().map(${variable} -> ${made}).toList()`,
      `${list}.stream().map(${variable} -> ${made}).collect(Collectors.toList())`,
      `${list}.stream().map((${variable}) -> { return ${made}; }).collect(Collectors.toUnmodifiableList())`,
      `${list}.stream().flatMap(${variable} -> Stream.of(${made})).toList()`,
    );
  }

  private both(type: Type, left: string, right: string): string {
    if (this.before !== undefined && this.idioms.once(3)) {
      const name = this.fresh("all");
      this.before.push(`${types[type]} ${name} = new ArrayList<>(${left});`, `${name}.addAll(${right});`);
      return name;
    }
    return this.idioms.pick(
      `Stream.concat(${left}.stream(), ${right}.stream()).toList()`,
      `Stream.of(${left}, ${right}).flatMap(List::stream).collect(Collectors.toList())`,
    );
  }
}

function parametersOf(parameters: readonly Parameter[]): string {
  return parameters.map(({ name, type }) => `${types[type]} ${name}`).join(", ");
}
