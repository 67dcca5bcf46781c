import type { Choices } from "./choices";
import { makeExpression, type Scope } from "./make-expression";
import type {
  ComponentClass,
  Constant,
  DescribedProgram,
  Expression,
  Fields,
  Maker,
  Parameter,
  Setting,
  Statement,
  Type,
  ValueFunction,
} from "./program";

/** A random program that says nothing wrong: every name is declared, and no two resources have one name. */
export function makeProgram(choices: Choices): DescribedProgram {
  const settings: Record<string, Setting> = {};
  const constants: Constant[] = [];
  const functions: ValueFunction[] = [];
  const makers: Maker[] = [];
  const components: ComponentClass[] = [];
  let count = 0;
  const fresh = (noun: string): string => `${noun}${String(++count)}`;
  const global: Scope = { choices, settings: undefined, names: [], functions: [], groups: [], fresh };
  const { expression, literal, distinct } = makeExpression;

  const body = makeBody();
  return { settings, constants, functions, makers, components, body };

  function makeBody(): readonly Statement[] {
    for (let left = choices.below(4); left > 0; left--) {
      const type = choices.pick<Type>("text", "whole", "texts", "wholes", "flag");
      constants.push({ name: fresh("constant"), type, value: literal(type, global) });
    }
    const top = { ...global, names: constants.map(({ name, type }) => ({ name, type })) };
    for (let left = choices.below(3); left > 0; left--) functions.push(makeFunction(top));
    const knowing = { ...top, functions };
    if (choices.below(3) === 1) makers.push(makeMaker(knowing, "make"));
    if (choices.below(3) === 1) components.push({ ...makeMaker(knowing, "Part"), token: choices.pick("shop:index:Part", "shop:network/part:Part") });
    return statements({ ...knowing, settings }, [], 2 + choices.below(6), 0);
  }

  function makeFunction(scope: Scope): ValueFunction {
    const parameters = makeParameters(1 + choices.below(2));
    const type = choices.pick<Type>("ingress", "text", "whole", "texts", "ingress list", "flag");
    return { name: fresh("rule"), parameters, type, value: expression(type, { ...scope, names: [...scope.names, ...parameters] }, 2) };
  }

  function makeParameters(number: number): readonly Parameter[] {
    return Array.from({ length: number }, () => ({
      name: fresh("given"),
      type: choices.pick<Type>("whole", "text", "texts", "flag", "ingress list"),
    }));
  }

  function makeMaker(scope: Scope, noun: string): Maker {
    const name: Parameter = { name: fresh("name"), type: "text" };
    const parameters = [name, ...makeParameters(choices.below(3))];
    const inner = { ...scope, names: [...scope.names, ...parameters.slice(1)] };
    const prefix: readonly Expression[] = [{ kind: "name", name: name.name, type: "text" }];
    const [group, known] = groupOf(inner, prefix);
    return { name: fresh(noun), parameters, body: [group, ...statements(known, prefix, choices.below(3), 1)], gives: group.variable };
  }

  function statements(scope: Scope, prefix: readonly Expression[], number: number, depth: number): readonly Statement[] {
    const made: Statement[] = [];
    let known = scope;
    for (let left = number; left > 0; left--) {
      const kind = choices.pick("group", "rule", "attachment", "constant", "for", "if", "made", "component");
      const [statement, after] = one(kind, known, prefix, depth);
      made.push(statement);
      known = after;
    }
    return made;
  }

  function one(kind: string, scope: Scope, prefix: readonly Expression[], depth: number): readonly [Statement, Scope] {
    if (kind === "rule" && scope.groups.length > 0) return [standalone(scope, prefix), scope];
    if (kind === "attachment" && scope.groups.length > 0) return [attachment(scope, prefix), scope];
    if (kind === "constant") {
      const type = choices.pick<Type>("ingress list", "text", "whole", "texts", "ingress", "egress list", "wholes", "flag");
      const constant = { name: fresh("local"), type, value: type === "wholes" ? distinct("whole", scope) : expression(type, scope, 2) };
      return [
        { kind: "constant", constant },
        { ...scope, names: [...scope.names, constant] },
      ];
    }
    if (kind === "for" && depth < 2) {
      const element = choices.pick("whole", "text");
      const variable = fresh("each");
      const name: Expression = { kind: "name", name: variable, type: element };
      const inner: Scope = { ...scope, names: [...scope.names, { name: variable, type: element }] };
      const body = statements(inner, [...prefix, name], 1 + choices.below(2), depth + 1);
      return [{ kind: "for", variable, element, over: distinct(element, scope), body }, scope];
    }
    if (kind === "if" && depth < 2) {
      const test = expression("flag", scope, 1);
      const then = statements(scope, prefix, 1, depth + 1);
      return [{ kind: "if", test, then, otherwise: choices.once(2) ? statements(scope, prefix, 1, depth + 1) : [] }, scope];
    }
    // Makers make no makers: only the program's body calls them.
    const maker = kind === "made" && scope.settings !== undefined ? makers[0] : undefined;
    if (maker !== undefined) {
      const variable = fresh("made");
      const given = argumentsOf(maker, scope, prefix);
      return [{ kind: "made", variable, maker: maker.name, arguments: given }, withGroup(scope, variable, false)];
    }
    const component = kind === "component" && scope.settings !== undefined ? components[0] : undefined;
    if (component !== undefined) {
      const variable = fresh("part");
      const given = argumentsOf(component, scope, prefix);
      return [{ kind: "component", variable, class: component.name, arguments: given }, withGroup(scope, variable, true)];
    }
    return groupOf(scope, prefix);
  }

  function argumentsOf({ parameters }: Maker, scope: Scope, prefix: readonly Expression[]): readonly Expression[] {
    return parameters.map(({ type }, index) => (index === 0 ? nameOf("m", prefix) : expression(type, scope, 1)));
  }

  function groupOf(scope: Scope, prefix: readonly Expression[]): readonly [Statement & { readonly kind: "resource" }, Scope] {
    const variable = fresh("group");
    const inputs: Fields = choices
      .some(["ingress", "description", "egress", "tags", "vpcId", "name", "revokeRulesOnDelete"])
      .map((field) => [field, input(field, scope)] as const);
    return [{ kind: "resource", variable, type: "SecurityGroup", name: nameOf("g", prefix), inputs }, withGroup(scope, variable, false)];
  }

  function input(field: string, scope: Scope): Expression {
    if (field === "ingress") return expression("ingress list", scope, 3);
    if (field === "egress") return expression("egress list", scope, 3);
    if (field === "tags") return expression("tags", scope, 2);
    return expression(field === "revokeRulesOnDelete" ? "flag" : "text", scope, 2);
  }

  function standalone(scope: Scope, prefix: readonly Expression[]): Statement {
    const type = choices.pick("SecurityGroupRule", "SecurityGroupIngressRule", "SecurityGroupEgressRule");
    const group = expression("id", scope, 0);
    const ports: Fields = [
      [type === "SecurityGroupRule" ? "protocol" : "ipProtocol", expression("text", scope, 0)],
      ["fromPort", expression("whole", scope, 2)],
      ["toPort", expression("whole", scope, 1)],
    ];
    const peer: Fields[number] =
      type === "SecurityGroupRule"
        ? choices.from<Fields[number]>([
            ["cidrBlocks", expression("texts", scope, 2)],
            ["sourceSecurityGroupId", expression("id", scope, 0)],
            ["self", expression("flag", scope, 1)],
          ])
        : choices.from<Fields[number]>([
            ["cidrIpv4", expression("text", scope, 2)],
            ["referencedSecurityGroupId", expression("id", scope, 0)],
          ]);
    const direction: Fields = type === "SecurityGroupRule" ? [["type", { kind: "text", value: choices.pick("ingress", "egress") }]] : [];
    return {
      kind: "resource",
      variable: fresh("entry"),
      type,
      name: nameOf("r", prefix),
      inputs: [...direction, ["securityGroupId", group], ...ports, peer],
    };
  }

  function attachment(scope: Scope, prefix: readonly Expression[]): Statement {
    const type = choices.pick("Instance", "LoadBalancer", "NetworkInterfaceSecurityGroupAttachment");
    const inputs: Fields =
      type === "Instance"
        ? [
            ["ami", expression("text", scope, 1)],
            ["vpcSecurityGroupIds", expression("ids", scope, 1)],
          ]
        : type === "LoadBalancer"
          ? [
              ["internal", expression("flag", scope, 1)],
              ["securityGroups", expression("ids", scope, 1)],
            ]
          : [
              ["networkInterfaceId", expression("text", scope, 0)],
              ["securityGroupId", expression("id", scope, 0)],
            ];
    return { kind: "resource", variable: fresh("machine"), type, name: nameOf("a", prefix), inputs };
  }

  /** A name that no other statement gives, and no other turn of a loop. */
  function nameOf(letter: string, prefix: readonly Expression[]): Expression {
    const own: Expression = { kind: "text", value: fresh(letter) };
    if (prefix.length === 0) return own;
    return { kind: "joined", parts: [own, ...prefix.flatMap((part): readonly Expression[] => [{ kind: "text", value: "-" }, part])] };
  }

  function withGroup(scope: Scope, variable: string, inComponent: boolean): Scope {
    return { ...scope, groups: [...scope.groups, { variable, inComponent }] };
  }
}
