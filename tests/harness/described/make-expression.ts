import type { Choices } from "./choices";
import type { Direction, Expression, Fields, Parameter, Setting, Type, ValueFunction } from "./program";

/** What an expression may refer to. */
export interface Scope {
  readonly choices: Choices;
  /** Undefined where the configuration is not at hand: in functions and classes. */
  readonly settings: Record<string, Setting> | undefined;
  readonly names: readonly Parameter[];
  readonly functions: readonly ValueFunction[];
  readonly groups: readonly { readonly variable: string; readonly inComponent: boolean }[];
  readonly fresh: (noun: string) => string;
}

const addresses = ["10.0.0.0/8", "0.0.0.0/0", "192.0.2.0/24", "198.51.100.7/32", "172.16.0.0/12"] as const;
const ports = [443, 22, 80, 0, 65535, 8080, 3306] as const;
/** What quoting, escapes and interpolation have to get right in one language or another. */
const texts = [
  "web",
  'it\'s "quoted"',
  "back\\slash and $dollar",
  "${braces} {0} %s %d %% #{x}",
  "two\nlines\tand a tab",
  "größe – 漢字 😀",
  "{{double}} `ticks`",
  "true",
  "8080",
  "",
  " spaces ",
  "a: b # c",
  "*&!|>@",
] as const;

export const makeExpression = { expression, literal, distinct };

/** An expression of a type; `depth` is how far it may nest. */
function expression(type: Type, scope: Scope, depth: number): Expression {
  const { choices } = scope;
  if (type === "id") return idOf(scope);
  if (type === "ids")
    return {
      kind: "list",
      type,
      elements: choices.some(scope.groups).map(({ variable, inComponent }) => ({ kind: "id", of: variable, inComponent })),
    };
  if (depth <= 0) return simple(type, scope);
  switch (choices.pick("literal", "simple", "simple", "composed", "composed", "choice", "call")) {
    case "simple":
      return simple(type, scope);
    case "composed":
      return composed(type, scope, depth);
    case "choice":
      return {
        kind: "choice",
        type,
        test: expression("flag", scope, 1),
        then: expression(type, scope, depth - 1),
        otherwise: expression(type, scope, depth - 1),
      };
    case "call": {
      const callable = scope.functions.filter((candidate) => candidate.type === type);
      if (callable.length === 0) return composed(type, scope, depth);
      const { name, parameters } = choices.from(callable);
      return { kind: "call", name, type, arguments: parameters.map((parameter) => expression(parameter.type, scope, depth - 1)) };
    }
    default:
      return literal(type, scope);
  }
}

/** A name, a setting or a literal. */
function simple(type: Type, scope: Scope): Expression {
  const names = scope.names.filter((candidate) => candidate.type === type);
  if (names.length > 0 && !scope.choices.once(4)) return { kind: "name", name: scope.choices.from(names).name, type };
  return (scope.choices.once(2) ? setting(type, scope) : undefined) ?? literal(type, scope);
}

function setting(type: Type, { choices, settings, fresh }: Scope): Expression | undefined {
  if (settings === undefined) return undefined;
  const value = settingOf(type, choices);
  if (value === undefined) return undefined;
  const key = fresh("setting");
  const isScalar = typeof value !== "object";
  const fallback = isScalar && choices.once(2) ? settingOf(type, choices) : undefined;
  if (fallback === undefined || choices.once(2)) settings[key] = value;
  if (fallback === undefined || typeof fallback === "object") return { kind: "setting", key, type };
  return { kind: "setting", key, type, fallback: scalar(fallback) };
}

/** Never what another language takes for nothing: an empty text, zero and false. */
function settingOf(type: Type, choices: Choices): Setting | undefined {
  if (type === "text") return choices.pick("10.1.0.0/16", "prod", "it's", "a b");
  if (type === "whole") return choices.pick(443, 8443, 5432);
  if (type === "flag") return true;
  if (type === "texts") return choices.some(["10.2.0.0/16", "203.0.113.0/24", "x"]);
  if (type === "wholes") return choices.some([8000, 8001, 8002]);
  return undefined;
}

function scalar(value: string | number | boolean): Expression {
  if (typeof value === "string") return { kind: "text", value };
  return typeof value === "number" ? { kind: "whole", value } : { kind: "flag", value };
}

function literal(type: Type, scope: Scope): Expression {
  const { choices } = scope;
  switch (type) {
    case "text":
      return { kind: "text", value: choices.once(2) ? choices.from(texts) : choices.from(addresses) };
    case "whole":
      return { kind: "whole", value: choices.from(ports) };
    case "flag":
      return { kind: "flag", value: choices.below(2) === 0 };
    case "texts":
      return { kind: "list", type, elements: choices.some(addresses).map((value) => ({ kind: "text", value })) };
    case "wholes":
      return { kind: "list", type, elements: choices.some(ports).map((value) => ({ kind: "whole", value })) };
    case "tags":
      return tags(scope, 0);
    case "ingress":
    case "egress":
      return rule(type, scope, 1);
    default:
      return { kind: "list", type, elements: Array.from({ length: choices.below(3) }, () => rule(directionOf(type), scope, 1)) };
  }
}

function composed(type: Type, scope: Scope, depth: number): Expression {
  const { choices } = scope;
  const inner = (of: Type): Expression => expression(of, scope, depth - 1);
  switch (type) {
    case "text":
      return {
        kind: "joined",
        parts: [
          { kind: "text", value: choices.pick("a-", "10.", "{x}") },
          inner(choices.pick("text", "whole")),
          ...(choices.once(2) ? [inner("text")] : []),
        ],
      };
    case "whole":
      return { kind: "sum", left: inner("whole"), right: inner("whole") };
    case "flag":
      return choices.once(2)
        ? { kind: "equal", left: inner("whole"), right: inner("whole") }
        : { kind: "equal", left: inner("text"), right: inner("text") };
    case "tags":
      return tags(scope, depth - 1);
    case "ingress":
    case "egress":
      return rule(type, scope, depth);
    case "texts":
    case "wholes":
      if (choices.once(2)) return { kind: "both", type, left: inner(type), right: inner(type) };
      return { kind: "list", type, elements: Array.from({ length: 1 + choices.below(3) }, () => inner(type === "texts" ? "text" : "whole")) };
    default:
      if (choices.once(3)) return { kind: "both", type, left: inner(type), right: inner(type) };
      return choices.once(2)
        ? each(type, scope, depth)
        : { kind: "list", type, elements: Array.from({ length: 1 + choices.below(3) }, () => inner(directionOf(type))) };
  }
}

function each(type: Type, scope: Scope, depth: number): Expression {
  const element = scope.choices.pick("whole", "text");
  const variable = scope.fresh("one");
  const names: readonly Parameter[] = [...scope.names, { name: variable, type: element }];
  return {
    kind: "each",
    type,
    variable,
    element,
    over: distinct(element, scope),
    body: expression(directionOf(type), { ...scope, names }, depth - 1),
  };
}

/** A list without an element twice. */
function distinct(element: "text" | "whole", scope: Scope): Expression {
  const type = element === "text" ? "texts" : "wholes";
  const names = scope.names.filter((candidate) => candidate.type === type && candidate.name.startsWith("constant"));
  if (names.length > 0 && scope.choices.once(2)) return { kind: "name", name: scope.choices.from(names).name, type };
  return (scope.choices.once(3) ? setting(type, scope) : undefined) ?? literal(type, scope);
}

function rule(direction: Direction, scope: Scope, depth: number): Expression {
  const { choices } = scope;
  const peers = ["cidrBlocks", "ipv6CidrBlocks", "self", "prefixListIds", ...(scope.groups.length > 0 ? ["securityGroups"] : [])];
  const fields: Fields = [
    ["protocol", { kind: "text", value: choices.pick("tcp", "-1", "udp") }],
    ["fromPort", expression("whole", scope, depth - 1)],
    ["toPort", expression("whole", scope, depth - 1)],
    ...choices
      .some(peers)
      .map((peer) => [peer, expression(peer === "self" ? "flag" : peer === "securityGroups" ? "ids" : "texts", scope, depth - 1)] as const),
    ...(choices.once(3) ? [["description", expression("text", scope, depth - 1)] as const] : []),
  ];
  return { kind: "rule", direction, fields };
}

function tags(scope: Scope, depth: number): Expression {
  return {
    kind: "tags",
    fields: scope.choices.some(["Name", "env", "kubernetes.io/role", "some_key"]).map((key) => [key, expression("text", scope, depth)] as const),
  };
}

function idOf({ choices, groups }: Scope): Expression {
  const { variable, inComponent } = choices.from(groups);
  return { kind: "id", of: variable, inComponent };
}

function directionOf(type: Type): Direction {
  return type.startsWith("ingress") ? "ingress" : "egress";
}
