import type { ClassExpression, Expression, FunctionExpression, Module, Pattern, Span, Statement } from "../../remediator/reader/syntax/tree";

/** The common tree of a module as short text, for tables of what a front end makes of a source. */
export function described(module: Module): string {
  return module.body.map((statement) => statementText(statement)).join("\n");
}

export function statementText(statement: Statement): string {
  switch (statement.kind) {
    case "declare":
      return `let ${patternText(statement.pattern)}${statement.type === undefined ? "" : `: ${statement.type}`}${statement.value === undefined ? "" : ` = ${text(statement.value)}`}`;
    case "expression":
      return text(statement.expression);
    case "if":
      return `if (${text(statement.test)}) ${block(statement.then)}${statement.otherwise.length === 0 ? "" : ` else ${block(statement.otherwise)}`}`;
    case "for each":
      return `${label(statement)}for ${patternText(statement.pattern)} of ${statement.over} ${text(statement.of)} ${block(statement.body)}`;
    case "for":
      return `${label(statement)}for (${statement.first.map((first) => statementText(first)).join(", ")}; ${optional(statement.test)}; ${statement.update.map((update) => text(update)).join(", ")}) ${block(statement.body)}`;
    case "while":
      return `${label(statement)}${statement.bodyFirst ? "do" : "while"} (${text(statement.test)}) ${block(statement.body)}`;
    case "switch": {
      const cases = statement.cases.map(
        ({ tests, body }) => `${tests.length === 0 ? "default" : tests.map((test) => text(test)).join(", ")}: ${block(body)}`,
      );
      return `switch${statement.fallsThrough ? "+" : ""} ${statement.subject === undefined ? "" : `(${text(statement.subject)}) `}{ ${cases.join(" ")} }`;
    }
    case "return":
    case "throw":
      return statement.value === undefined ? statement.kind : `${statement.kind} ${text(statement.value)}`;
    case "yield":
      return `yield${statement.all ? "*" : ""} ${optional(statement.value)}`;
    case "goto":
    case "label":
    case "break":
    case "continue":
      return statement.label === undefined ? statement.kind : `${statement.kind} ${statement.label}`;
    case "try":
      return `try ${block(statement.body)}${statement.handler === undefined ? "" : ` catch ${statement.parameter === undefined ? "" : `${patternText(statement.parameter)} `}${block(statement.handler)}`}${statement.finally.length === 0 ? "" : ` finally ${block(statement.finally)}`}`;
    case "block":
      return block(statement.body);
    case "with": {
      const bound = statement.pattern === undefined ? "" : `${patternText(statement.pattern)} = `;
      return `with ${bound}${text(statement.enter)}(${text(statement.subject)}) ${block(statement.body)}`;
    }
    case "function declaration":
      return `function ${statement.name}${functionText(statement.function)}`;
    case "class declaration":
      return classText(statement.class);
    case "import":
      return `import ${statement.module}${statement.opens ? ".*" : ""} {${statement.names.map(({ imported, local }) => (imported === local ? local : `${imported} as ${local}`)).join(", ")}}`;
    case "unreadable":
      return `unreadable: ${statement.reason}`;
    default:
      return statement.kind;
  }
}

function label({ label: name }: { readonly label?: string }): string {
  return name === undefined ? "" : `${name}: `;
}

function optional(expression: Expression | undefined): string {
  return expression === undefined ? "" : text(expression);
}

function block(statements: readonly Statement[]): string {
  return statements.length === 0 ? "{}" : `{ ${statements.map((statement) => statementText(statement)).join("; ")} }`;
}

export function text(expression: Expression): string {
  switch (expression.kind) {
    case "literal":
      return JSON.stringify(expression.value);
    case "template":
      return `\`${expression.parts.map((part) => (typeof part === "string" ? part : `\${${text(part)}}`)).join("")}\``;
    case "name":
      return expression.name;
    case "this":
    case "super":
      return expression.kind;
    case "member":
      return `${text(expression.object)}${expression.optional === true ? "?." : "."}${expression.name}`;
    case "index":
      return `${text(expression.object)}${expression.optional === true ? "?." : ""}[${text(expression.index)}]`;
    case "slice":
      return `${text(expression.object)}[${optional(expression.from)}:${optional(expression.to)}]`;
    case "call": {
      const types = expression.typeArguments === undefined ? "" : `<${expression.typeArguments.map((type) => text(type)).join(", ")}>`;
      const given = expression.arguments.map(
        ({ name, value, spread }) => `${name === undefined ? "" : `${name}: `}${spread === undefined ? "" : "..."}${text(value)}`,
      );
      const callee = expression.callee.kind === "function" ? `(${text(expression.callee)})` : text(expression.callee);
      const initializer = expression.initializer === undefined ? "" : ` ${text(expression.initializer)}`;
      return `${expression.isNew ? "new " : ""}${callee}${types}${expression.optional === true ? "?." : ""}(${given.join(", ")})${initializer}`;
    }
    case "list":
      return `${expression.type === undefined ? "" : `${text(expression.type)} `}[${expression.elements.map(({ value, spread }) => `${spread === true ? "..." : ""}${text(value)}`).join(", ")}]`;
    case "record":
      return `${expression.type === undefined ? "" : `${text(expression.type)} `}{${expression.entries
        .map((entry) =>
          entry.kind === "spread"
            ? `...${text(entry.value)}`
            : `${typeof entry.key === "string" ? entry.key : `[${text(entry.key)}]`}: ${text(entry.value)}`,
        )
        .join(", ")}}`;
    case "unary":
      return `${expression.operator}${expression.operator.length > 1 ? " " : ""}${text(expression.operand)}`;
    case "binary":
      return `(${text(expression.left)} ${expression.operator} ${text(expression.right)})`;
    case "conditional":
      return `(${text(expression.test)} ? ${text(expression.then)} : ${text(expression.otherwise)})`;
    case "assignment":
      return `${patternText(expression.target)} ${expression.operator ?? ""}= ${text(expression.value)}`;
    case "function":
      return functionText(expression);
    case "class":
      return classText(expression);
    case "comprehension":
      return `[${text(expression.value)} ${expression.clauses.map((clause) => (clause.kind === "if" ? `if ${text(clause.test)}` : `for ${patternText(clause.pattern)} of ${text(clause.of)}`)).join(" ")}]`;
    case "yield":
      return `yield${expression.all ? "*" : ""} ${optional(expression.value)}`;
    case "opaque":
      return `<${expression.reason}>`;
  }
}

function functionText({ parameters, body, isGenerator }: FunctionExpression): string {
  const given = parameters.map(
    ({ pattern, default: initial, rest }) =>
      `${rest === undefined ? "" : "..."}${patternText(pattern)}${initial === undefined ? "" : ` = ${text(initial)}`}`,
  );
  return `${isGenerator === true ? "*" : ""}(${given.join(", ")}) => ${"kind" in body ? text(body) : block(body)}`;
}

function classText({ name, bases, members, classes }: ClassExpression): string {
  const parts = members.map((member) => {
    const prefix = `${member.isStatic ? "static " : ""}${member.kind === "method" ? "" : `${member.kind} `}`;
    const named = member.kind === "constructor" || member.kind === "initializer" ? "" : member.name;
    return `${prefix}${named}${member.function === undefined ? "" : functionText(member.function)}${member.value === undefined ? "" : ` = ${text(member.value)}`}`;
  });
  const all = [...parts, ...classes.map((inner) => classText(inner))];
  return `class ${name}${bases.length === 0 ? "" : `: ${bases.map((base) => text(base)).join(", ")}`} {${all.length === 0 ? "" : ` ${all.join("; ")} `}}`;
}

function patternText(pattern: Pattern): string {
  switch (pattern.kind) {
    case "name":
      return pattern.name;
    case "nothing":
      return "_";
    case "target":
      return text(pattern.target);
    case "list":
      return `[${pattern.elements.map((element) => (element === undefined ? "" : patternText(element.pattern))).join(", ")}${pattern.rest === undefined ? "" : `, ...${patternText(pattern.rest)}`}]`;
    case "record":
      return `{${pattern.properties.map(({ key, pattern: inner }) => `${key}: ${patternText(inner)}`).join(", ")}}`;
  }
}

/** Every span in a module, wherever it stands. */
export function spansOf(module: Module): readonly Span[] {
  const spans: Span[] = [];
  const open: unknown[] = [module.body, module.unreadable];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== "object" || value === null) continue;
    if ("start" in value && "end" in value && "file" in value) spans.push(value as Span);
    else open.push(...(Object.values(value) as unknown[]).filter((inner) => inner !== undefined));
  }
  return spans;
}

/** The names that a module refers to, with their places; without those that only the lowering knows. */
export function namesIn(module: Module): readonly { readonly name: string; readonly span: Span }[] {
  const names: { readonly name: string; readonly span: Span }[] = [];
  const open: unknown[] = [module.body];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== "object" || value === null) continue;
    if ("start" in value && "end" in value && "file" in value) continue;
    const { kind, name, span, nameSpan } = value as {
      readonly kind?: string;
      readonly name?: string;
      readonly span?: Span;
      readonly nameSpan?: Span;
    };
    if ((kind === "name" || kind === "member") && name !== undefined && span !== undefined && !/[# ]/.test(name))
      names.push({ name, span: nameSpan ?? span });
    open.push(...(Object.values(value) as unknown[]).filter((inner) => inner !== undefined));
  }
  return names;
}
