import { resourceTypes, type DescribedProgram, type Expression, type Maker, type ResourceType, type Setting, type Statement } from "./program";

/** A reference to a resource's identifier, by the resource's name. */
export interface Reference {
  readonly id: string;
}

export type Plain = Setting | Reference | readonly Plain[] | { readonly [name: string]: Plain };

export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly parent?: string;
  readonly inputs: Readonly<Record<string, Plain>>;
}

/** What a described program registers, in its order. */
export function registers(program: DescribedProgram): readonly Registered[] {
  const registered: Registered[] = [];
  const globals = new Map<string, Plain>();
  for (const { name, value } of program.constants) globals.set(name, evaluate(value, globals));
  run(program.body, new Map(globals), undefined);
  return registered;

  function run(statements: readonly Statement[], scope: Map<string, Plain>, parent: string | undefined): void {
    for (const statement of statements)
      switch (statement.kind) {
        case "constant":
          scope.set(statement.constant.name, evaluate(statement.constant.value, scope));
          break;
        case "resource": {
          const inputs = Object.fromEntries(statement.inputs.map(([name, value]) => [name, evaluate(value, scope)]));
          add(statement.type, textOf(evaluate(statement.name, scope)), inputs, parent);
          scope.set(statement.variable, { id: textOf(evaluate(statement.name, scope)) });
          break;
        }
        case "made":
          scope.set(statement.variable, call(found(program.makers, statement.maker), statement.arguments, scope, parent));
          break;
        case "component": {
          const component = found(program.components, statement.class);
          const [name = { kind: "text", value: "" }] = statement.arguments;
          const own = textOf(evaluate(name, scope));
          registered.push({ type: component.token, name: own, ...(parent === undefined ? {} : { parent }), inputs: {} });
          scope.set(statement.variable, call(component, statement.arguments, scope, own));
          break;
        }
        case "for":
          for (const element of listOf(evaluate(statement.over, scope)))
            run(statement.body, new Map([...scope, [statement.variable, element]]), parent);
          break;
        case "if":
          run(evaluate(statement.test, scope) === true ? statement.then : statement.otherwise, new Map(scope), parent);
          break;
      }
  }

  function call({ parameters, body, gives }: Maker, given: readonly Expression[], scope: Map<string, Plain>, parent: string | undefined): Plain {
    const inner = new Map(globals);
    parameters.forEach(({ name }, index) => {
      const value = given[index];
      if (value !== undefined) inner.set(name, evaluate(value, scope));
    });
    run(body, inner, parent);
    return valueIn(inner, gives);
  }

  function add(type: ResourceType, name: string, inputs: Readonly<Record<string, Plain>>, parent: string | undefined): void {
    const described = type === "SecurityGroup" ? { description: "Managed by Pulumi", ...inputs } : inputs;
    registered.push({ type: resourceTypes[type].token, name, ...(parent === undefined ? {} : { parent }), inputs: described });
  }

  function evaluate(expression: Expression, scope: ReadonlyMap<string, Plain>): Plain {
    const of = (inner: Expression): Plain => evaluate(inner, scope);
    switch (expression.kind) {
      case "text":
      case "whole":
      case "flag":
        return expression.value;
      case "setting":
        return program.settings[expression.key] ?? (expression.fallback === undefined ? "" : of(expression.fallback));
      case "name":
        return valueIn(scope, expression.name);
      case "joined":
        return expression.parts.map((part) => textOf(of(part))).join("");
      case "sum":
        return Number(of(expression.left)) + Number(of(expression.right));
      case "equal":
        return of(expression.left) === of(expression.right);
      case "choice":
        return of(expression.test) === true ? of(expression.then) : of(expression.otherwise);
      case "list":
        return expression.elements.map(of);
      case "each":
        return listOf(of(expression.over)).map((element) => evaluate(expression.body, new Map([...scope, [expression.variable, element]])));
      case "both":
        return [...listOf(of(expression.left)), ...listOf(of(expression.right))];
      case "rule":
      case "tags":
        return Object.fromEntries(expression.fields.map(([name, value]) => [name, of(value)]));
      case "id":
        return valueIn(scope, expression.of);
      case "call": {
        const { parameters, value } = found(program.functions, expression.name);
        const given = expression.arguments.map(of);
        return evaluate(value, new Map([...globals, ...parameters.map(({ name }, index): [string, Plain] => [name, given[index] ?? ""])]));
      }
    }
  }
}

function found<T extends { readonly name: string }>(declared: readonly T[], name: string): T {
  const one = declared.find((candidate) => candidate.name === name);
  if (one === undefined) throw new Error(`${name} is not declared`);
  return one;
}

function valueIn(scope: ReadonlyMap<string, Plain>, name: string): Plain {
  const value = scope.get(name);
  if (value === undefined) throw new Error(`${name} has no value`);
  return value;
}

export function isReference(value: object): value is Reference {
  return "id" in value && typeof value.id === "string" && Object.keys(value).length === 1;
}

function listOf(value: Plain): readonly Plain[] {
  if (!Array.isArray(value)) throw new Error("this is no list");
  return value as readonly Plain[];
}

function textOf(value: Plain): string {
  if (typeof value === "object") throw new Error("this is no text");
  return String(value);
}
