import { addTo } from "@portcullis/policypack/grouped";
import type { SyntaxNode } from "../../syntax/parse";
import type { SourceFile } from "../../syntax/tree";
import { Context } from "../java-and-csharp/context";
import { pathOf } from "./syntax";

type Parameters = readonly (SyntaxNode | undefined)[];

/** Where an element of a tuple stands, and among how many. */
interface Place {
  readonly size: number;
  readonly index: number;
}

/** What is known of a C# file while it is lowered. */
export class CSharpContext extends Context {
  /** The types of the fields, properties and variables that the file declares, for `x = new()`. */
  readonly types = new Map<string, SyntaxNode>();
  /** By the name of a method or class: the types of the parameters, for `f(new(...))`. One entry for each overload. */
  readonly parameters = new Map<string, [Parameters, ...Parameters[]]>();
  /** What the function at hand returns. */
  returns: SyntaxNode | undefined;

  constructor(file: SourceFile, root: SyntaxNode) {
    super(file);
    noteDeclarations(root, this);
  }
}

/** The names of the elements of a file's tuples: values are lists, their names stand in their types. */
const tuples = new WeakMap<SourceFile, Map<string, [Place, ...Place[]]>>();

/** Where the element of a tuple stands, if the file has one opinion about it. */
export function tupleIndex(file: SourceFile, name: string, size: number): number | undefined {
  const places = new Set((tuples.get(file)?.get(name) ?? []).filter((place) => place.size === size).map(({ index }) => index));
  return places.size === 1 ? [...places][0] : undefined;
}

function noteDeclarations(root: SyntaxNode, context: CSharpContext): void {
  const names = new Map<string, [Place, ...Place[]]>();
  tuples.set(context.file, names);
  const open: SyntaxNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const type = node.at("type");
    if (node.type === "variable_declaration" && type !== undefined && type.type !== "implicit_type") {
      for (const declarator of node.children) if (declarator.type === "variable_declarator") note(context, declarator.at("name"), type);
    } else if ((node.type === "property_declaration" || node.type === "parameter") && type !== undefined) note(context, node.at("name"), type);
    else if (node.type === "tuple_type" || node.type === "tuple_expression") noteTuple(node, names);
    if (
      /^(?:method_declaration|constructor_declaration|local_function_statement|record_declaration|class_declaration|struct_declaration)$/.test(
        node.type,
      )
    ) {
      const parameters = node.at("parameters") ?? node.child("parameter_list");
      const name = node.at("name")?.text ?? "";
      const own = (parameters?.named ?? []).filter((parameter) => parameter.type === "parameter").map((parameter) => parameter.at("type"));
      if (parameters !== undefined) addTo(context.parameters, name, own);
    }
    open.push(...node.children);
  }
}

function note(context: CSharpContext, name: SyntaxNode | undefined, type: SyntaxNode): void {
  if (name !== undefined && !context.types.has(name.text)) context.types.set(name.text, type);
}

function noteTuple(node: SyntaxNode, names: Map<string, [Place, ...Place[]]>): void {
  const elements = node.children.filter(({ type }) => type === "tuple_element" || type === "argument");
  for (const [index, element] of elements.entries()) {
    const name = element.at("name")?.text ?? (element.type === "argument" ? inferredName(element) : undefined);
    if (name !== undefined) addTo(names, name, { size: elements.length, index });
  }
}

/** `(x, y.Name)` names its elements x and Name. */
function inferredName(element: SyntaxNode): string | undefined {
  const [value] = element.named;
  if (value?.type === "identifier") return value.text;
  return value?.type === "member_access_expression" ? pathOf(value.at("name"))[0] : undefined;
}
