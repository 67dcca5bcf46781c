import type { Admission } from "../model/needs/admissions";
import type { Need } from "../model/needs/need";
import type { Declaration, Direction, Rule } from "../model/network";
import type { World } from "../model/world";
import type { Traffic } from "../net/ports";
import type { Closing } from "../plans/goal";
import type { Entry, Grant } from "./grants";

/** A goal of a policy for one group. */
export interface Wanted {
  readonly goal: Closing;
  /** The goal of which it is what can be met, and why the rest of that cannot. */
  readonly partOf?: { readonly whole: Wanted; readonly stays: string };
}

/** What a group is to let through, said by its own declarations. */
export interface Target {
  /** The goals that are met. */
  readonly met: readonly Wanted[];
  readonly changes: readonly DeclarationChange[];
  /** What the group lets through from then on. */
  readonly admissions: (direction: Direction) => readonly Admission[];
}

/** What becomes of one declaration. */
export interface DeclarationChange {
  readonly declaration: Declaration;
  readonly all: readonly Rule[];
  readonly gone: ReadonlyMap<Rule, Traffic>;
  readonly entries: readonly Entry[];
  readonly grants: readonly Grant[];
}

/** What is asked about a group, and what was decided about others. */
export interface Surroundings {
  readonly world: World;
  readonly group: string;
  readonly needs: readonly Need[];
  /** What other groups let through, where they are to change as well. */
  readonly planned: (group: string, direction: Direction) => readonly Admission[] | undefined;
  /** What must stay of a rule, because somebody accepted it. */
  readonly accepted: (rule: Rule) => Traffic;
  /** Whether a rule violates something itself, so that nothing can rely on it. */
  readonly violates: (rule: Rule) => boolean;
  /** Why a resource cannot be named where a declaration is written; undefined where nothing is known against it. */
  readonly whyUnnamed: (declaration: Declaration, urn: string) => string | undefined;
}

export interface Decision {
  readonly target: Target | undefined;
  readonly refused: ReadonlyMap<Wanted, string>;
}
