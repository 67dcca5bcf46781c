import type { AddressSet } from "../net/ip";
import type { Traffic } from "../net/ports";
import type { Rule } from "../model/network";
import type { FixPlan } from "./plan";

/** The groups that stand for everybody known in a block, or the reason why none do. */
export type Callers = { readonly groups: readonly string[] } | { readonly reason: string };

/**
 * What a policy wants of a repair. It says what is to go, and whom it would have in its place; how that is written, and what else has to stay,
 * is the planner's to say, once for all goals of a group.
 */
export type Goal = Closing | FixPlan;

/** That some rules are to let less through. */
export interface Closing {
  readonly kind: "close";
  readonly parts: readonly ClosingPart[];
  /** Whether what is left may not be admitted by address; and the addresses of which this is not said. */
  readonly byReference?: { readonly except: AddressSet };
  /** What of a rule stays at any rate, where all that may stay is too much to say. */
  readonly leaves?: Traffic;
  /** Why the goal is given up where what remains of a rule cannot be written as it is. */
  readonly orElse?: string;
  /** Whether the goal is met where only what is needed stays; else all of it has to go. */
  readonly sparesNeeds?: boolean;
}

/** That one source, or destination, of a rule is to lose some traffic. */
export interface ClosingPart {
  readonly rule: Rule;
  readonly traffic: Traffic;
  readonly instead?: Instead;
  /** A rule that lets the same through, without which this one has to stay. */
  readonly coveredBy?: Rule;
}

/** Whom a rule names instead. */
export type Instead =
  /** The part of the source that is fine. */
  | { readonly kind: "addresses"; readonly addresses: AddressSet }
  | {
      readonly kind: "groups";
      readonly groups: readonly string[];
      /** Whether the goal is met without them as well, where they get through otherwise. */
      readonly isOptional?: true;
    }
  /** Those who are behind the source, as far as the program shows them. */
  | { readonly kind: "callers"; readonly callers: () => Callers; readonly on?: Traffic }
  | { readonly kind: "prefix list"; readonly id: string; readonly name: string };
