import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { expect } from "@jest/globals";
import type { Hosted } from "./hosted";

/** Starts a process of the bot, and tells of it. */
export type Start<T> = (started?: (child: ChildProcess) => void) => Promise<T>;

/** Each write is killed before and after it is done by npm run soak; in npm test it is a few of them. */
const isWhole = process.env.SOAK !== undefined;

/** Kills the process when its request with this number arrives, which then takes effect, or does not. */
export async function killedAt<T>({ double }: Hosted, request: number, takesEffect: boolean, start: Start<T>): Promise<T> {
  let child: ChildProcess | undefined;
  if (!takesEffect) double.killAfter(request);
  double.before(request, async () => {
    if (child === undefined) throw new Error("a request came before its process");
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  });
  const ended = await start((each) => (child = each));
  double.revive();
  return ended;
}

/**
 * Kills a process at the boundaries of its writes, every so many of them outside of the soak, and lets another one do the rest: the host has to come to
 * what one that nobody kills brings it to.
 */
export async function killedAnywhere<T>(
  acme: Hosted,
  start: Start<T>,
  { state, every, looksAt }: { readonly state: () => Promise<unknown>; readonly every: number; readonly looksAt: (killed: T) => void },
): Promise<void> {
  const restore = await acme.double.save();
  acme.double.forget();
  await start();
  const writes = acme.double.requests.flatMap(({ isMutating }, at) => (isMutating ? [at] : []));
  const wanted = await state();
  const boundaries = writes.flatMap((at) => [true, false].map((takesEffect) => ({ at, takesEffect })));
  const tried = boundaries.filter((_, place) => isWhole || place % every === 1);
  const missed: unknown[] = [];
  for (const boundary of tried) {
    await restore();
    looksAt(await killedAt(acme, boundary.at, boundary.takesEffect, start));
    acme.double.forget();
    await start();
    const found = await state();
    if (JSON.stringify(found) !== JSON.stringify(wanted)) missed.push({ boundary, found });
  }
  if (isWhole) process.stderr.write(`${writes.length} writes, ${tried.length} boundaries tried, ${missed.length} not converged\n`);
  expect({ missed, isTried: tried.length > 0 }).toEqual({ missed: [], isTried: true });
  await restore();
}
