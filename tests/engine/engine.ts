import { afterAll, beforeAll, describe } from "@jest/globals";
import { execFileSync } from "node:child_process";
import { type EngineStack, openStack, type StackOptions } from "@portcullis/remediator/engine/preview";

export type { EngineRun, EngineStack } from "@portcullis/remediator/engine/preview";

/** A suite that runs the real engine. Without `pulumi` on PATH it is skipped, and its name says why. */
export const describeWithPulumi: typeof describe | typeof describe.skip = hasPulumi()
  ? describe
  : (((name: string, suite: () => void) => describe.skip(`${name} (skipped: pulumi is not on PATH)`, suite)) as typeof describe.skip);

/** Opens a stack for the tests around it, and closes it after them. */
export function stackOf(folder: string, options: StackOptions = {}): { readonly current: EngineStack } {
  let opened: EngineStack | undefined;
  beforeAll(async () => {
    const stack = await openStack(folder, options);
    if (stack.kind === "failed") throw new Error(stack.reason);
    opened = stack;
  });
  afterAll(() => opened?.close());
  return {
    get current() {
      if (opened === undefined) throw new Error("the stack is only there inside of a test");
      return opened;
    },
  };
}

function hasPulumi(): boolean {
  try {
    execFileSync("pulumi", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
