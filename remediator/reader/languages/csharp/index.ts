import type { Machine } from "../../interpreter/machine";
import { Native } from "../../interpreter/native";
import type { Scope } from "../../interpreter/scope";
import { Hole } from "../../interpreter/hole";
import { List } from "../../interpreter/list";
import { ClassData, Instance, RecordData, ResourceData, SymbolData, written, type Value } from "../../interpreter/value";
import { packageSchema } from "../../sdk/table";
import type { Span } from "../../syntax/tree";
import type { Dialect } from "../dialect";
import { usual } from "../semantics";
import { native } from "../library";
import { casts } from "./casts";
import { caught } from "../java-and-csharp/errors";
import { nativeGlobals } from "../java-and-csharp/natives";
import { formatOne } from "./formats";
import { isLibraryClass, library as netLibrary } from "./library";
import { lowerCSharp } from "./lower";
import { memberOf } from "./members";
import { automationClasses, coreClasses, propertyName, symbolOf } from "./names";
import { convertedTo, operate } from "./operators";
import { creation, query } from "./options";
import { forced, indexOf, sharedScope, sources, start } from "./project";

export const csharp: Dialect = {
  ...usual,
  name: "C#",
  extensions: [".cs"],
  grammarOf: () => "c-sharp",
  lower: lowerCSharp,
  resolve: (specifier) => ({ kind: "symbol", path: specifier.split(".") }),
  symbolOf,
  propertyName,
  creation,
  transformation: {
    resource: "Resource",
    resourceMethods: { type: "GetResourceType", name: "GetResourceName" },
    type: "Type",
    name: "Name",
    properties: "Args",
    options: "Options",
    givesNothing: false,
  },
  query,
  created: (resource) => resource,
  globals: (machine) =>
    nativeGlobals(machine, {
      ...casts,
      "#caught": caught,
      "#format": formatOne,
      "#index": ({ machine: run, span }) => run.hole("is a place that is counted from an end, which is not followed", span),
    }),
  library,
  memberOf,
  isTrue: ({ data }) => (typeof data === "boolean" ? data : typeof data === "number" ? data !== 0 : data === null ? false : undefined),
  print: (scalar) => (scalar === null ? "" : scalar === true ? "True" : scalar === false ? "False" : String(scalar)),
  printValue,
  operate,
  converted: convertedTo,
  sharesLoopVariables: (loop) => loop === "for",
  sources,
  extension,
  hasImplicitThis: true,
  packages: "project",
  restartsIterators: true,
  assignsOutArguments: true,
  largestInteger: 2 ** 31 - 1,
  dividesIntegers: true,
  areOther,
  typedKeys: "all",
  failsByKey: "KeyNotFoundException",
  failsByIndex: "IndexOutOfRangeException",
  failsByZero: "DivideByZeroException",
  takesArraysForRest: true,
  convertsToDeclaredTypes: true,
  hasCharacters: true,
  failsByNothing: "NullReferenceException",
  hidesFields: true,
  initializesFieldsFirst: true,
  initializesClassesLazily: true,
  deconstructsRecords: true,
  failsByChange: "InvalidOperationException",
  deconstructs: "Deconstruct",
  takesSingleElements: true,
  formatFunction: ["System", "String", "Format"],
  formatsComplete: true,
  start,
  unresolved,
};

/** Two resources, and two members of an enum; records may be equal. */
function areOther({ data: a }: Value, { data: b }: Value): boolean {
  const isMember = ({ fields }: Instance): boolean => fields.has("#name");
  return (a instanceof ResourceData && b instanceof ResourceData) || (a instanceof Instance && b instanceof Instance && isMember(a) && isMember(b));
}

/** Names of the library, and of the program's own namespaces. */
function library(path: readonly string[], machine: Machine, span: Span): Value | undefined {
  const own = ownType(path, machine);
  if (own !== undefined) return own;
  const owner = ownType(path.slice(0, -1), machine);
  return owner === undefined ? netLibrary(path, machine, span) : machine.member(owner, path.at(-1) ?? "", span);
}

/** A class that a qualified name leads to. */
function ownType(path: readonly string[], machine: Machine): Value | undefined {
  const name = path.at(-1);
  if (name === undefined || path.length < 2 || !indexOf(machine).namespaces.has(path.slice(0, -1).join("."))) return undefined;
  const binding = sharedScope(machine)?.bindings.get(name);
  return binding === undefined ? undefined : forced(binding);
}

/** A name that no scope has: an alias or namespace that the whole project sees, or a type of an opened namespace. */
function unresolved(written_: string, opened: readonly string[], scope: Scope, machine: Machine, span: Span): Value | undefined {
  const isType = written_.startsWith("new ");
  const name = isType ? written_.slice("new ".length) : written_;
  if (isType) {
    const type = typeIn(scope, name);
    if (type !== undefined) return type;
  }
  // Parts of a partial class see what their own file opens.
  const file = machine.load(span.file.name);
  const inFile = file === undefined || file === scope ? undefined : file.bindings.get(name);
  const alias = inFile === undefined ? undefined : forced(inFile);
  if (alias !== undefined) return alias;
  const index = indexOf(machine);
  const global = index.aliases.get(name);
  if (global !== undefined) return symbol(global, span);
  for (const place of [...opened, ...(file?.opened ?? []), ...index.opened]) {
    const found = inOpened(place.split("."), name, machine, span);
    if (found !== undefined) return found;
  }
  if (name === "Pulumi" || name === "System") return symbol([name], span);
  if (isLibraryClass(name)) return symbol(["System", name], span);
  if (index.namespaces.has(name)) return namespace([name], machine, span);
  if (!/^\p{Lu}/u.test(name)) return undefined;
  const all = [...opened, ...index.opened];
  // `Aws.Ec2.Vpc` inside of the namespace Pulumi, or with a using of it.
  // The root of a qualified name: a namespace that is not known.
  if (!isType && /^\s*\.\s*\p{Lu}/u.test(span.file.text.slice(span.end, span.end + 20))) return symbol([name], span);
  const foreign = all.find((place) => !isKnown(place) && !index.namespaces.has(place));
  return symbol([...(foreign?.split(".") ?? ["System"]), name], span);
}

function symbol(path: readonly string[], span: Span): Value {
  return written(new SymbolData(path), span);
}

/** Namespaces whose types are known, or make no resources. */
function isKnown(place: string): boolean {
  const [root, packageName] = place.split(".");
  return (
    root === "System" ||
    root === "Microsoft" ||
    (root === "Pulumi" &&
      (packageName === undefined || packageName === "Aws" || packageName === "AwsNative" || packageName === "Awsx" || packageName === "Eks"))
  );
}

/** The nearest binding of a name that is a type: a property may have its name as well. */
function typeIn(scope: Scope, name: string): Value | undefined {
  for (let place: Scope | undefined = scope; place !== undefined; place = place.parent) {
    const binding = place.bindings.get(name);
    const value = binding === undefined ? undefined : forced(binding);
    if (value?.data instanceof ClassData || value?.data instanceof SymbolData || value?.data instanceof Native) return value;
  }
  return undefined;
}

function inOpened(path: readonly string[], name: string, machine: Machine, span: Span): Value | undefined {
  if (path[0] !== "Pulumi") return inStatic(path, name, machine, span);
  if (path.length === 1) return coreClasses.has(name) ? symbol(["Pulumi", name], span) : undefined;
  if (path.join(".") === "Pulumi.Automation") return automationClasses.has(name) ? symbol([...path, name], span) : undefined;
  if (path.at(-1) === "Inputs" || path.at(-1) === "Outputs") return /(?:Args|Result)$/.test(name) ? symbol([...path, name], span) : undefined;
  const { package: packageName, path: module } = symbolOf([...path, "X"]);
  const place = module.slice(0, -1).join("/");
  const bare = name.endsWith("Args") ? name.replace(/(?:Invoke)?Args$/, "") : name;
  const isThere = packageSchema.has(packageName, place, bare) || packageSchema.has(packageName, place, bare.charAt(0).toLowerCase() + bare.slice(1));
  if (isThere) return symbol([...path, name], span);
  // `using static Pulumi.Aws.Ec2.InstanceType;`
  const constant = packageSchema.constant(symbolOf([...path, name]));
  return constant === undefined ? undefined : machine.member(symbol(path, span), name, span);
}

/** `using static X.Y;` opens a class. */
function inStatic(path: readonly string[], name: string, machine: Machine, span: Span): Value | undefined {
  const last = path.at(-1) ?? "";
  if (path[0] === "System" || path[0] === "Microsoft")
    return isLibraryClass(last) && path.length > 1 && last !== "Collection" ? staticOf(netLibrary([...path, name], machine, span)) : undefined;
  const binding = indexOf(machine).namespaces.has(path.join(".")) ? undefined : sharedScope(machine)?.bindings.get(last);
  const type = binding === undefined ? undefined : forced(binding);
  if (!(type?.data instanceof ClassData)) return undefined;
  const isDeclared =
    type.data.expression.members.some((member) => member.isStatic && member.name === name) ||
    type.data.expression.classes.some((inner) => inner.name === name);
  return isDeclared ? machine.member(type, name, span) : undefined;
}

function staticOf(value: Value | undefined): Value | undefined {
  return value?.data instanceof Native && value.data.behaviour.member !== undefined ? undefined : value;
}

/** A namespace of the program: its parts, and the classes in it. */
function namespace(path: readonly string[], machine: Machine, span: Span): Value {
  return written(
    new Native(path.join("."), {
      member: (name, _, place) => {
        const inner = [...path, name];
        const binding = sharedScope(machine)?.bindings.get(name);
        if (indexOf(machine).namespaces.has(inner.join("."))) return namespace(inner, machine, place);
        return binding === undefined ? undefined : forced(binding);
      },
    }),
    span,
  );
}

/** An extension method of the program, if the object may be of the type that it extends. */
function extension(object: Value, name: string, machine: Machine, span: Span): Value | undefined {
  const { data } = object;
  if (data instanceof SymbolData || data instanceof ClassData || data instanceof Native) return undefined;
  const fitting = (indexOf(machine).extensions.get(name) ?? []).filter(({ expression }) => mayBe(object, expression.parameters[0]?.type ?? ""));
  const [first] = fitting;
  if (first === undefined) return undefined;
  return native(name, span, ({ given, span: call }) => {
    const all = [{ value: object, span: object.origin.span }, ...given];
    const chosen =
      fitting.find(({ expression }) => all.length <= expression.parameters.length || expression.parameters.some(({ rest }) => rest !== undefined)) ??
      first;
    return machine.call(written(chosen, call), all, call);
  });
}

function mayBe({ data }: Value, type: string): boolean {
  const bare = type.replace(/^this\s+/, "").replace(/\?$/, "");
  if (data instanceof Hole || data === null) return true;
  if (typeof data === "string") return /^(?:string|object|T|Output<|Input<|I?Enumerable)/.test(bare);
  if (typeof data === "number") return /^(?:int|long|short|double|decimal|object|T|Output<|Input<)/.test(bare);
  if (typeof data === "boolean") return /^(?:bool|object|T|Output<|Input<)/.test(bare);
  if (data instanceof List) return /List|Enumerable|Collection|Array|\[\]|Set|Output<|^T\b|\(/.test(bare);
  const name = bare.slice(bare.lastIndexOf(".") + 1).replace(/<.*$/, "");
  if (data instanceof ResourceData)
    return !/^(?:string|int|bool|List|IEnumerable)$/.test(name) && (data.registration.type.endsWith(`:${name}`) || !/^[A-Z]\w*(?:Args)$/.test(name));
  if (data instanceof RecordData) return !/^(?:string|int|bool|List|IEnumerable)$/.test(name);
  return data instanceof Instance;
}

/** Very small numbers have an exponent, and so have large ones that may have had a fraction: https://learn.microsoft.com/dotnet/standard/base-types/standard-numeric-format-strings */
function printValue({ data, numeral }: Value): string | undefined {
  if (typeof data !== "number" || data === 0) return undefined;
  const isSmall = Math.abs(data) < 1e-4;
  if (!isSmall && (numeral !== "decimal" || Math.abs(data) < 1e15)) return undefined;
  const [digits = "", exponent = ""] = data.toExponential().split("e");
  return `${digits}E${exponent.slice(0, 1)}${exponent.slice(1).padStart(2, "0")}`;
}
