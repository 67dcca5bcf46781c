import type { Rule } from "../model/network";
import type { World } from "../model/world";
import type { Traffic } from "../net/ports";
import type { Goal } from "../plans/goal";
import type { Path } from "../plans/plan";
import type { Level, SettingsSchema } from "./settings";

export type Verdict = "violates" | "complies" | "unknown" | "exempt" | "not applicable";

/** The worst first. */
export const severities = ["critical", "high", "medium", "low"] as const;

export type Severity = (typeof severities)[number];

/** A requirement of a control catalogue that a policy helps to meet. */
export interface Control {
  readonly framework: "CIS AWS Foundations" | "PCI DSS" | "NIST SP 800-53" | "AWS Security Hub";
  readonly version: string;
  readonly reference: string;
}

/** What is wrong with one resource. */
export interface Violation {
  /** The resource that holds the property or the rule. */
  readonly urn: string;
  readonly path: Path;
  /** What is so, in the first sentence; then what to do. */
  readonly message: string;
  /** The rules that contribute. */
  readonly rules: readonly Rule[];
  /** Those of the rules that are too much together only. */
  readonly together?: readonly Rule[];
  /** The traffic that strangers are let through to, where that is what is wrong. */
  readonly exposes?: Traffic;
  /** The group whose tags may exempt it, where that is another resource. */
  readonly group?: string | undefined;
  /** True where the policy only advises, whatever its level: it must not stop a deployment. */
  readonly advice?: boolean;
  /** The rules because of which those of `rules`, in this order, are a violation. */
  readonly because?: readonly Rule[];
  /** Where people read it, such violations are one sentence with a list: of a stack that does without something, each of its parts is one. */
  readonly listed?: Listed;
  /** What a repair is to do: what of the rules is to go, and who may stay. */
  readonly fix?: () => Goal;
}

/** What of a list one violation is about, and what is so of all that is in it: "subnets have the default network ACL". */
export interface Listed {
  readonly names: readonly string[];
  readonly all: string;
}

export interface PolicyDefinition<Schema extends SettingsSchema, Subject> {
  /** Kebab-case, the name of its file. It never changes. */
  readonly id: string;
  readonly section: "exposure" | "references" | "topology" | "hygiene" | "defence in depth" | "settings";
  /** What holds where the policy is met, as a claim. */
  readonly title: string;
  readonly level: Level;
  readonly severity: Severity;
  readonly why: string;
  /** The lines of the document that it enforces. */
  readonly document: readonly string[];
  readonly controls: readonly Control[];
  /** The pages that justify the condition. */
  readonly references: readonly string[];
  readonly fix?: { readonly does: string; readonly losesAccess: string };
  /** Whether its advice is left out where it is about rules that a mandatory finding is about: to change these is said once. */
  readonly yields?: true;
  /** Whether closing what is open may bring its advice up, and is none the worse for it: of what nobody outside reaches any more, more can be asked. */
  readonly ensues?: true;
  /** Whether its fix needs one resource's own inputs only, so that it can run at level `remediate`. */
  readonly remediates?: boolean;
  /** When not to use it. */
  readonly notFor?: string;
  readonly settings: Schema;
  /**
   * `resource` where violations of one resource's own inputs stay violations whatever else is in the stack:
   * these are reported before the resource is created. `stack` where anything else could excuse them.
   */
  readonly moment: "resource" | "stack";
  /** Whether what it advises is what is advised where all that carries a rule holds data, whatever else the rule violates. */
  readonly advisesDataStores?: true;
  /** What the policy is about; nothing of it in the stack: not applicable. */
  readonly subjects: (world: World, settings: SettingsOf<Schema>) => Iterable<Subject>;
  readonly check: (subject: Subject, world: World, settings: SettingsOf<Schema>) => Iterable<Violation>;
}

/** The settings that a schema describes, as the types of its defaults; an empty list is one of texts. */
export type SettingsOf<Schema extends SettingsSchema> = {
  readonly [Key in keyof Schema["properties"]]: Widened<Schema["properties"][Key]["default"]>;
};

type Widened<T> = T extends boolean
  ? boolean
  : T extends number
    ? number
    : T extends string
      ? string
      : T extends readonly unknown[]
        ? readonly string[]
        : T extends object
          ? { readonly [Key in keyof T]: Widened<T[Key]> }
          : T;

/** A policy as the evaluation calls it. */
export type Policy = PolicyDefinition<SettingsSchema, unknown>;

export const noSettings = { type: "object", additionalProperties: false, properties: {} } as const satisfies SettingsSchema;

/** Checks the parts of a policy against each other at compile time, then forgets the types that only it knows. */
export function definePolicy<const Schema extends SettingsSchema, Subject>(definition: PolicyDefinition<Schema, Subject>): Policy {
  return definition as Policy;
}
