/** A program without a language: what it says, apart from how. Everything has a type, and every name is declared before it is used. */
export interface DescribedProgram {
  /** What the stack's file has, by key. */
  readonly settings: Readonly<Record<string, Setting>>;
  /** What every function and class sees. */
  readonly constants: readonly Constant[];
  readonly functions: readonly ValueFunction[];
  readonly makers: readonly Maker[];
  readonly components: readonly ComponentClass[];
  readonly body: readonly Statement[];
}

export type Setting = string | number | boolean | readonly string[] | readonly number[];

export type Direction = "ingress" | "egress";

export type Type = "text" | "whole" | "flag" | "texts" | "wholes" | "id" | "ids" | "tags" | Direction | `${Direction} list`;

export type Expression =
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "whole"; readonly value: number }
  | { readonly kind: "flag"; readonly value: boolean }
  /** The fallback stands where the stack may have no such setting. */
  | { readonly kind: "setting"; readonly key: string; readonly type: Type; readonly fallback?: Expression }
  | { readonly kind: "name"; readonly name: string; readonly type: Type }
  /** Texts and whole numbers in one text; the first is a text. */
  | { readonly kind: "joined"; readonly parts: readonly Expression[] }
  | { readonly kind: "sum"; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "equal"; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "choice"; readonly type: Type; readonly test: Expression; readonly then: Expression; readonly otherwise: Expression }
  | { readonly kind: "list"; readonly type: Type; readonly elements: readonly Expression[] }
  | Each
  | { readonly kind: "both"; readonly type: Type; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "rule"; readonly direction: Direction; readonly fields: Fields }
  | { readonly kind: "tags"; readonly fields: Fields }
  /** The identifier of a group; of a component's group. */
  | { readonly kind: "id"; readonly of: string; readonly inComponent: boolean }
  | { readonly kind: "call"; readonly name: string; readonly type: Type; readonly arguments: readonly Expression[] };

/** The body for each element of a list. */
export interface Each {
  readonly kind: "each";
  readonly type: Type;
  readonly variable: string;
  readonly element: "text" | "whole";
  readonly over: Expression;
  readonly body: Expression;
}

/** By the wire's names. */
export type Fields = readonly (readonly [name: string, value: Expression])[];

export interface Constant {
  readonly name: string;
  readonly type: Type;
  readonly value: Expression;
}

export interface Parameter {
  readonly name: string;
  readonly type: Type;
}

export interface ValueFunction {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly type: Type;
  readonly value: Expression;
}

/** A function that makes resources and gives one of them, a group. */
export interface Maker {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly gives: string;
}

/** Its first parameter is the name of the component; `gives` is a group that it keeps under the name `group`. */
export interface ComponentClass extends Maker {
  readonly token: string;
}

export interface ResourceStatement {
  readonly kind: "resource";
  readonly variable: string;
  readonly type: ResourceType;
  readonly name: Expression;
  readonly inputs: Fields;
}

export type Statement =
  | ResourceStatement
  | { readonly kind: "constant"; readonly constant: Constant }
  | { readonly kind: "made"; readonly variable: string; readonly maker: string; readonly arguments: readonly Expression[] }
  | { readonly kind: "component"; readonly variable: string; readonly class: string; readonly arguments: readonly Expression[] }
  | {
      readonly kind: "for";
      readonly variable: string;
      readonly element: "text" | "whole";
      readonly over: Expression;
      readonly body: readonly Statement[];
    }
  | { readonly kind: "if"; readonly test: Expression; readonly then: readonly Statement[]; readonly otherwise: readonly Statement[] };

export const resourceTypes = {
  SecurityGroup: { module: "ec2", token: "aws:ec2/securityGroup:SecurityGroup" },
  SecurityGroupRule: { module: "ec2", token: "aws:ec2/securityGroupRule:SecurityGroupRule" },
  SecurityGroupIngressRule: { module: "vpc", token: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule" },
  SecurityGroupEgressRule: { module: "vpc", token: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule" },
  Instance: { module: "ec2", token: "aws:ec2/instance:Instance" },
  LoadBalancer: { module: "lb", token: "aws:lb/loadBalancer:LoadBalancer" },
  NetworkInterfaceSecurityGroupAttachment: {
    module: "ec2",
    token: "aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment",
  },
} as const;

export type ResourceType = keyof typeof resourceTypes;

export function typeOf(expression: Expression): Type {
  switch (expression.kind) {
    case "text":
    case "joined":
      return "text";
    case "sum":
      return "whole";
    case "equal":
      return "flag";
    case "rule":
      return expression.direction;
    case "whole":
    case "flag":
    case "tags":
    case "id":
      return expression.kind;
    default:
      return expression.type;
  }
}
