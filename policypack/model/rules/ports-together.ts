import { Coverage } from "../../net/coverage";
import * as intervals from "../../net/intervals";
import type { Intervals } from "../../net/intervals";
import { portsOf, type Traffic } from "../../net/ports";
import { segments } from "../../net/segments";

/** What admits addresses of one family to some traffic. */
export interface Admitting {
  readonly addresses: Intervals;
  readonly traffic: Traffic;
}

/** A stretch of addresses that are admitted to the same. */
interface Stretch<T> {
  readonly at: bigint;
  /** To how many ports, of the protocol of which there are the most. */
  readonly ports: number;
  /** Whether they are admitted to what was asked about, and to nothing else. */
  readonly isAsked: boolean;
  readonly gone: ReadonlySet<T>;
  readonly come: ReadonlySet<T>;
}

/** The place at which addresses are admitted to the most ports, if to more than a limit. */
export function mostPorts(admitting: readonly Admitting[], limit: number): { readonly at: bigint; readonly ports: number } | undefined {
  let most: Stretch<Admitting> | undefined;
  for (const stretch of stretches(admitting)) if (stretch.ports > (most?.ports ?? limit)) most = stretch;
  return most;
}

/** What admits addresses that are admitted to more ports than a limit; or those of them that are admitted to just this traffic. In the order of addresses. */
export function admittingMore<T extends Admitting>(admitting: readonly T[], limit: number, traffic?: Traffic): ReadonlySet<T> {
  const found = new Set<T>();
  const fresh = new Set<T>();
  for (const { ports, isAsked, gone, come } of stretches(admitting, traffic)) {
    for (const each of gone) fresh.delete(each);
    for (const each of come) fresh.add(each);
    if (ports <= limit || !isAsked) continue;
    for (const each of fresh) found.add(each);
    fresh.clear();
  }
  return found;
}

/** Walks over the addresses, and counts what is open in each stretch by what is different from the one before. */
function* stretches<T extends Admitting>(admitting: readonly T[], asked?: Traffic): Generator<Stretch<T>> {
  const counted = [6, 17].map((protocol) => new Map(admitting.map((each) => [each, portsOf(each.traffic, protocol)] as const)));
  const coverages = counted.map((sets) => ({ sets, open: new Coverage(sets.values()) }));
  const whole = asked === undefined ? undefined : { open: new Coverage(admitting.map(({ traffic }) => traffic)), size: intervals.size(asked) };
  let beyond = 0;
  for (const { first: at, gone, come } of segments(admitting.map((each) => [each.addresses, each] as const))) {
    for (const each of gone) {
      for (const { sets, open } of coverages) open.remove(sets.get(each) ?? intervals.none);
      whole?.open.remove(each.traffic);
      if (asked !== undefined && !intervals.covers(asked, each.traffic)) beyond--;
    }
    for (const each of come) {
      for (const { sets, open } of coverages) open.add(sets.get(each) ?? intervals.none);
      whole?.open.add(each.traffic);
      if (asked !== undefined && !intervals.covers(asked, each.traffic)) beyond++;
    }
    const ports = Math.max(...coverages.map(({ open }) => Number(open.size)));
    yield { at, ports, isAsked: whole === undefined || (beyond === 0 && whole.open.size === whole.size), gone, come };
  }
}
