import * as intervals from "../../net/intervals";
import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import { segments } from "../../net/segments";
import type { Traffic } from "../../net/ports";
import type { Path } from "../../plans/plan";

/** What a rule, a route or anything else on the way says, and where it is written. */
export interface Cause {
  readonly kind: "rule" | "network ACL" | "route" | "gateway" | "address" | "listener" | "peering" | "hub" | "balancer" | "place";
  /** A clause without a full stop: "app admits the group public-balancer on HTTP (tcp/80)". */
  readonly says: string;
  readonly urn: string;
  readonly path: Path;
}

/** Traffic that is let through, with the addresses at the other end; and by what. */
export interface Permit {
  readonly traffic: Traffic;
  readonly addresses: AddressSet;
  readonly by?: Cause;
}

/** Everything that one filter lets through. */
export type Permits = readonly Permit[];

/** What goes from somebody to somebody: each address of the one, with each of the other. */
export interface Piece {
  readonly traffic: Traffic;
  readonly from: AddressSet;
  readonly to: AddressSet;
}

/** What of some pieces a filter lets through that looks at the addresses of one end. */
export function filtered(pieces: readonly Piece[], end: "from" | "to", permits: Permits): readonly Piece[] {
  return pieces.flatMap((piece) => {
    const result: Piece[] = [];
    const relevant = permits.flatMap((permit) => {
      const traffic = intervals.intersect(permit.traffic, piece.traffic);
      return intervals.isEmpty(traffic) ? [] : [[traffic, permit.addresses] as const];
    });
    for (const { first, last, there } of segments(relevant)) {
      const addresses = ip.intersect(piece[end], ip.unionAll(there));
      if (!ip.isEmpty(addresses)) result.push({ ...piece, traffic: intervals.interval(first, last), [end]: addresses });
    }
    return result;
  });
}

/** What of some pieces a filter lets through that looks at both ends together. */
export function withBoth(pieces: readonly Piece[], permits: readonly Piece[]): readonly Piece[] {
  return pieces.flatMap((piece) =>
    permits.flatMap((permit) => {
      const both = {
        traffic: intervals.intersect(piece.traffic, permit.traffic),
        from: ip.intersect(piece.from, permit.from),
        to: ip.intersect(piece.to, permit.to),
      };
      return intervals.isEmpty(both.traffic) || ip.isEmpty(both.from) || ip.isEmpty(both.to) ? [] : [both];
    }),
  );
}

/** What both let through. */
export function intersected(a: Permits, b: Permits): Permits {
  return a.flatMap((one) =>
    b.flatMap((other) => {
      const traffic = intervals.intersect(one.traffic, other.traffic);
      const addresses = ip.intersect(one.addresses, other.addresses);
      return intervals.isEmpty(traffic) || ip.isEmpty(addresses) ? [] : [{ traffic, addresses, ...(one.by === undefined ? {} : { by: one.by }) }];
    }),
  );
}

/** What lets a piece through, where one thing does for all of it; else the first that lets some of it through. */
export function causeOf(permits: Permits, { traffic }: Piece, addresses: AddressSet): Cause | undefined {
  const meeting = permits.filter((permit) => intervals.meets(permit.traffic, traffic) && ip.meets(permit.addresses, addresses));
  const whole = meeting.find((permit) => intervals.covers(permit.traffic, traffic) && ip.covers(permit.addresses, addresses));
  return (whole ?? meeting[0])?.by;
}
