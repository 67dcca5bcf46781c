import * as intervals from "../../net/intervals";
import type { Interval } from "../../net/intervals";
import * as ip from "../../net/ip";
import type { AddressSet } from "../../net/ip";
import type { Traffic } from "../../net/ports";
import { segments } from "../../net/segments";
import type { Rule } from "../network";
import type { World } from "../world";
import { addressesOf, trafficOf } from "./groups";

/** Which addresses some rules admit, by the traffic that they admit from there. */
export class Admitted {
  private readonly pieces: readonly (Interval & { readonly addresses: AddressSet })[];
  private readonly traffic: Traffic;
  constructor(
    world: World,
    readonly rules: readonly Rule[],
  ) {
    this.pieces = Array.from(segments(rules.map((rule) => [trafficOf(world, rule), rule] as const)), ({ first, last, there }) => ({
      first,
      last,
      addresses: ip.unionAll([...there].map((rule) => addressesOf(world, rule.peer))),
    }));
    this.traffic = intervals.canonical(this.pieces);
  }

  /** The addresses that are admitted on all of some traffic, as far as anybody is admitted there. */
  throughout(traffic: Traffic): AddressSet {
    const [first, ...others] = this.on(traffic);
    return first === undefined ? ip.noAddresses : others.reduce((all, addresses) => ip.intersect(all, addresses), first);
  }

  /** The addresses that are admitted on some of it. */
  somewhere(traffic: Traffic): AddressSet {
    return ip.unionAll(this.on(traffic));
  }

  /** The addresses that are admitted on each part of it, none where nobody is. */
  onEachPart(traffic: Traffic): readonly AddressSet[] {
    const admitted = this.on(traffic);
    return intervals.covers(this.traffic, traffic) ? admitted : [...admitted, ip.noAddresses];
  }

  private on(traffic: Traffic): readonly AddressSet[] {
    return traffic.flatMap(({ first, last }) => {
      const found: AddressSet[] = [];
      for (let index = intervals.indexFrom(this.pieces, first); index < this.pieces.length; index++) {
        const piece = this.pieces[index];
        if (piece === undefined || piece.first > last) break;
        found.push(piece.addresses);
      }
      return found;
    });
  }
}
