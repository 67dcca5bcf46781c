import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import { everyTraffic, type Traffic } from "../../net/ports";
import { segments } from "../../net/segments";
import { isHole } from "../approx";
import type { World } from "../world";
import { causeOf, filtered, withBoth, type Cause, type Permits, type Piece } from "./permits";

/** One thing on the way that lets through or stops: it looks at the address of one end, or at both. */
export type Stage = Filter | { readonly end: "both"; readonly permits: readonly Piece[]; readonly stop: Cause };

/** A stage that looks at the address of one end. */
export interface Filter {
  readonly end: "from" | "to";
  readonly permits: Permits;
  /** What is said where it lets nothing through. */
  readonly stop: Cause;
}

/** Both ends of a connection before anything filters it. */
export interface Ends {
  readonly from: AddressSet;
  readonly to: AddressSet;
  /** Whether it is not known which of its addresses the client has, so that all of them have to get through. */
  readonly isAnyClient: boolean;
}

export interface Passed {
  readonly kind: "passed";
  readonly pieces: readonly Piece[];
  readonly steps: readonly Cause[];
}

export interface Stopped {
  readonly kind: "stopped";
  readonly by: Cause;
  /** How many stages it passed. */
  readonly after: number;
}

/** Sends traffic through stages, in their order. */
export function sent(world: World, ends: Ends, traffic: Traffic, stages: readonly Stage[]): Passed | Stopped {
  let pieces: readonly Piece[] = [{ traffic, from: ends.from, to: ends.to }];
  let left = pieces;
  for (const [after, stage] of stages.entries()) {
    pieces = stage.end === "both" ? withBoth(pieces, stage.permits) : filtered(pieces, stage.end, stage.permits);
    left = through(world, ends, pieces);
    if (left.length === 0) return { kind: "stopped", by: stage.stop, after };
  }
  const [first] = left;
  const steps =
    first === undefined ? [] : stages.flatMap((stage) => (stage.end === "both" ? [] : (causeOf(stage.permits, first, first[stage.end]) ?? [])));
  return { kind: "passed", pieces: merged(left), steps };
}

/**
 * What gets through whatever address an end has, where it is not known which; in the may world what does for some. Pieces of the same traffic are
 * rectangles of client and target, which may cover all of both together only:
 *
 *     to    [--a--][--a--]
 *           [--b--]     [b]    of this, only the clients on the left reach every address
 *     from   left   right
 */
function through(world: World, ends: Ends, pieces: readonly Piece[]): readonly Piece[] {
  if (world.polarity === "may")
    return pieces.filter((piece) => families.some((family) => [piece.from, piece.to].every((end) => !intervals.isEmpty(end[family]))));
  const result: Piece[] = [];
  for (const { first, last, there } of segments(pieces.map((piece) => [piece.traffic, piece] as const))) {
    const from = { v4: reachingAll(ends, [...there], "v4"), v6: reachingAll(ends, [...there], "v6") };
    if (!ip.isEmpty(from))
      result.push({ traffic: intervals.interval(first, last), from, to: ip.intersect(ends.to, ip.unionAll([...there].map(({ to }) => to))) });
  }
  return result;
}

const families = ["v4", "v6"] as const;

/** The clients that reach every address of the target; none where all of them would have to, and some do not. */
function reachingAll({ from, to, isAnyClient }: Ends, pieces: readonly Piece[], family: "v4" | "v6"): intervals.Intervals {
  if (intervals.isEmpty(to[family])) return intervals.none;
  const found: intervals.Interval[] = [];
  for (const { first, last, there } of segments(pieces.map((piece) => [piece.from[family], piece] as const)))
    if (intervals.covers(intervals.unionAll([...there].map((piece) => piece.to[family])), to[family])) found.push({ first, last });
  const clients = intervals.canonical(found);
  return isAnyClient && !intervals.covers(clients, from[family]) ? intervals.none : clients;
}

function merged(pieces: readonly Piece[]): readonly Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const same = result.findIndex(({ from, to }) => ip.equals(from, piece.from) && ip.equals(to, piece.to));
    const known = result[same];
    if (known === undefined) result.push(piece);
    else result[same] = { ...known, traffic: intervals.union(known.traffic, piece.traffic) };
  }
  return result;
}

/** Lets everything through, and says why. */
export function open(by: Cause | undefined): Permits {
  return [{ traffic: everyTraffic, addresses: ip.everyAddress, ...(by === undefined ? {} : { by }) }];
}

/** Lets everything through that is to be doubted, and nothing that has to be certain. */
export function doubtful(world: World, hole: unknown): Permits {
  return isHole(hole) && world.doubt(hole) ? open(undefined) : [];
}
