/** Stands for a value that neither the program nor the engine can give yet. */
export const unknown = Symbol("unknown") as Unknown;

/** A type of its own rather than a unique symbol, which TypeScript widens wherever a value is copied. */
export type Unknown = symbol & { readonly [mark]: true };
declare const mark: unique symbol;

/** A property value as plain data: secrets and outputs are unwrapped, and what is not known is `unknown`, at any depth. */
export type Plain = null | boolean | number | string | Unknown | readonly Plain[] | { readonly [key: string]: Plain };

export type Properties = Readonly<Record<string, Plain>>;

/** A place in the program's source: file relative to the folder of Pulumi.yaml, with forward slashes; line and column count from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One resource of a stack, in the one shape that every source (the engine, a preview, a state export, a run program) is turned into. */
export interface Resource {
  readonly urn: string;
  /** The type token, e.g. `aws:ec2/securityGroup:SecurityGroup`. */
  readonly type: string;
  readonly name: string;
  /** False for components, which have no provider. */
  readonly custom: boolean;
  readonly inputs: Properties;
  /** Empty before the first deployment. */
  readonly outputs: Properties;
  /** The provider's identifier, where it is known. */
  readonly id: string | undefined;
  readonly parent: string | undefined;
  /** URN of the provider, without its id. */
  readonly provider: string | undefined;
  /** For each top-level input property, the URNs of the resources that its value was computed from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** The same for outputs of a stack or a component, where the source knows it. */
  readonly outputDependencies?: Readonly<Record<string, readonly string[]>>;
  /** Those of them that may go by the value, where the source knows what of them it was computed from. */
  readonly outputIdentities?: Readonly<Record<string, readonly string[]>>;
  /** Of a stack: whether the program that deploys it gets its outputs, as one of the Automation API does. */
  readonly isExportedToProgram?: true;
  /** Of a stack: calls of code that is not read which its program tells something of resources, where the source knows them. */
  readonly foreignCalls?: readonly ForeignCall[];
  /** Where the program creates it, the most exact place first: the constructor call, then the callers. */
  readonly positions: readonly SourcePosition[];
  /** Whether the outputs are what is there now, as in a state, rather than what was there before an update. */
  readonly isState?: true;
  /** True for what is only looked up (`X.get`): it has an identity, and content that belongs to somebody else. */
  readonly isRead?: boolean;
  /** What came out of secrets, as texts: it is judged, and never said. */
  readonly secrets?: readonly string[];
  /** By top-level input property: what is known of texts in it that are not known as a whole, where the source says it. */
  readonly partsOfTexts?: Readonly<Record<string, readonly string[]>>;
  /** The inputs, and whatever is in them, that are secrets of which the value is not there. */
  readonly sealed?: readonly (readonly (string | number)[])[];
  /** Conditions, as the source writes them, of which nobody knows whether they hold: it exists where all of them do. */
  readonly conditions?: readonly string[];
  /** Why the inputs cannot be trusted to be all there, e.g. because the engine skipped the resource. */
  readonly gap?: string;
}

/** A call of a package that is not Pulumi's. */
export interface ForeignCall {
  /** "ssh2.Client.connect". */
  readonly of: string;
  /** The URNs of the resources of which it was told something other than what they go by. */
  readonly told: readonly string[];
  /** What is known of the texts and numbers that it was given; a port by its name begins with a colon. */
  readonly says: readonly string[];
}

/** The URNs of the resources that a top-level property was computed from. Names are the program's: one may be called `__proto__`. */
export function computedFrom({ propertyDependencies }: Pick<Resource, "propertyDependencies">, property: string): readonly string[] {
  return Object.hasOwn(propertyDependencies, property) ? (propertyDependencies[property] ?? []) : [];
}

/** Reads type and name out of a URN: `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`. */
export function parseUrn(urn: string): { readonly type: string; readonly name: string } {
  const parts = urn.split("::");
  const type = (parts[2] ?? "").split("$").at(-1) ?? "";
  return { type, name: parts.slice(3).join("::") };
}

/** A property of an object; undefined of anything else. */
export function inside(value: Plain | undefined, name: string): Plain | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return (value as Readonly<Record<string, Plain>>)[name];
}

/** What a value is made of, at any depth: scalars, and what is not known. */
export function leavesOf(value: Plain | undefined): readonly Plain[] {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(leavesOf);
  return value === undefined ? [] : [value];
}
