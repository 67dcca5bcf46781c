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
  private readonly pieces: readonly Piece[];
  private readonly traffic: Traffic;
  private readonly known = new Map<Piece, AddressSet>();

  constructor(
    world: World,
    readonly rules: readonly Rule[],
  ) {
    const same = new Map<string, AddressSet>();
    const sources = rules.map((rule): readonly [Traffic, AddressSet] => {
      const addresses = addressesOf(world, rule.peer);
      const key = ip.keyOfSet(addresses);
      const known = same.get(key) ?? addresses;
      same.set(key, known);
      return [trafficOf(world, rule), known];
    });
    this.pieces = Array.from(segments(sources), ({ first, last, there }) => ({ first, last, sources: [...there] }));
    this.traffic = intervals.canonical(this.pieces);
  }

  /** The addresses that are admitted on all of some traffic, as far as anybody is admitted there. */
  throughout(traffic: Traffic): AddressSet {
    let everywhere: AddressSet | undefined;
    for (const addresses of this.on(traffic)) {
      everywhere = everywhere === undefined ? addresses : ip.intersect(everywhere, addresses);
      if (ip.isEmpty(everywhere)) break;
    }
    return everywhere ?? ip.noAddresses;
  }

  /** The addresses that are admitted on some of it. */
  somewhere(traffic: Traffic): AddressSet {
    return ip.unionAll(this.on(traffic));
  }

  /** The addresses that are admitted on each part of it, none where nobody is. */
  onEachPart(traffic: Traffic): readonly AddressSet[] {
    const admitted = [...this.on(traffic)];
    return intervals.covers(this.traffic, traffic) ? admitted : [...admitted, ip.noAddresses];
  }

  private *on(traffic: Traffic): Generator<AddressSet> {
    for (const { first, last } of traffic)
      for (let index = intervals.indexFrom(this.pieces, first); index < this.pieces.length; index++) {
        const piece = this.pieces[index];
        if (piece === undefined || piece.first > last) break;
        yield this.addressesOn(piece);
      }
  }

  /** Of the pieces between thousands of rules, few are ever asked for. */
  private addressesOn(piece: Piece): AddressSet {
    const addresses = this.known.get(piece) ?? ip.unionAll(piece.sources);
    this.known.set(piece, addresses);
    return addresses;
  }
}

/** Traffic that is admitted from the same sources from end to end. */
interface Piece extends Interval {
  readonly sources: readonly AddressSet[];
}
