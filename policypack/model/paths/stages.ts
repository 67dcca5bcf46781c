import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import { everyTraffic, type Traffic } from "../../net/ports";
import { isHole } from "../approx";
import type { World } from "../world";
import { causeOf, filtered, type Cause, type Permits, type Piece } from "./permits";

/** One thing on the way that lets through or stops: it looks at the address of one end. */
export interface Stage {
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
  for (const [after, { end, permits, stop }] of stages.entries()) {
    pieces = filtered(pieces, end, permits).filter((piece) => getsThrough(world, ends, piece));
    if (pieces.length === 0) return { kind: "stopped", by: stop, after };
  }
  const [first] = pieces;
  const steps = first === undefined ? [] : stages.flatMap(({ end, permits }) => causeOf(permits, first, first[end]) ?? []);
  return { kind: "passed", pieces: merged(pieces), steps };
}

/** In the must world whatever address an end has, where it is not known which. */
function getsThrough(world: World, ends: Ends, piece: Piece): boolean {
  return (["v4", "v6"] as const).some((family) => {
    const isThrough = (end: "from" | "to", isAny: boolean): boolean => {
      if (intervals.isEmpty(piece[end][family])) return false;
      return world.polarity === "may" || !isAny || intervals.covers(piece[end][family], ends[end][family]);
    };
    return isThrough("from", ends.isAnyClient) && isThrough("to", true);
  });
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
