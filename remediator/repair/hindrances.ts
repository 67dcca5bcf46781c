import { contentKey, namingKey } from "@portcullis/policypack/plans/plan";
import { Discretion } from "@portcullis/policypack/evaluation/discretion";
import type { Resource } from "@portcullis/policypack/resources/resource";
import type { Change } from "./plans";
import type { Unwritable } from "./unwritable";

/** What stood in the way when plans were written: others are made without it. */
export class Hindrances {
  /** What has no name where a plan would name it, by `namingKey`, and why. */
  readonly unnamed = new Map<string, string>();
  /** Rules that cannot be changed where they are written, by `contentKey`, and why. */
  readonly untouched = new Map<string, string>();

  get count(): number {
    return this.unnamed.size + this.untouched.size;
  }

  /** Another program may have another way. */
  clear(): void {
    this.unnamed.clear();
    this.untouched.clear();
  }

  /** In every stack: what cannot be named in one of them has no name in the source. */
  noteUnnamed(stacks: readonly Stack[], { steps }: Change, what: string, reason: string): void {
    const inStack = (urn: string, name: string): string => urn.replace(/^urn:pulumi:[^:]*/, `urn:pulumi:${name}`);
    for (const { resources } of stacks) {
      const [, name = ""] = /^urn:pulumi:([^:]*)/.exec(resources[0]?.urn ?? "") ?? [];
      for (const { urn } of steps) this.unnamed.set(namingKey(inStack(urn, name), inStack(what, name)), reason);
    }
  }

  /** Of one stack: another one may have another rule there. */
  noteUntouched({ resources }: Stack, rules: readonly Unwritable[]): void {
    const discretion = new Discretion(resources);
    for (const { urn, path, reason } of rules) {
      const inputs = resources.find((resource) => resource.urn === urn)?.inputs ?? {};
      this.untouched.set(contentKey(urn, inputs, path), discretion.say(reason));
    }
  }
}

interface Stack {
  readonly resources: readonly Resource[];
}
