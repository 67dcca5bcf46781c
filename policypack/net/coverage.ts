import type { Intervals } from "./intervals";

/**
 * How many points some sets cover together, while sets come and go. The line is cut where any of the sets begins or ends; a tree over the pieces
 * knows how often each is covered, so that one set more or less takes the logarithm of their number.
 */
export class Coverage {
  private readonly edges: readonly bigint[];
  private readonly places: ReadonlyMap<bigint, number>;
  /** For each node, how many intervals cover all of it, not counting those that cover all of the node above. */
  private readonly counts: Int32Array;
  private readonly sizes: bigint[];

  /** Only parts of these sets can come. */
  constructor(sets: Iterable<Intervals>) {
    const edges = new Set<bigint>();
    for (const set of sets) for (const { first, last } of set) edges.add(first).add(last + 1n);
    this.edges = [...edges].sort((a, b) => (a < b ? -1 : 1));
    this.places = new Map(this.edges.map((edge, place) => [edge, place]));
    this.counts = new Int32Array(4 * this.edges.length);
    this.sizes = new Array<bigint>(4 * this.edges.length).fill(0n);
  }

  get size(): bigint {
    return this.sizes[1] ?? 0n;
  }

  add(set: Intervals): void {
    this.change(set, 1);
  }

  remove(set: Intervals): void {
    this.change(set, -1);
  }

  private change(set: Intervals, by: number): void {
    for (const { first, last } of set) this.cover(1, 0, this.edges.length - 1, this.placeOf(first), this.placeOf(last + 1n), by);
  }

  /** Counts the pieces between two edges in the part of the tree that has the pieces from `low` to `high`. */
  private cover(node: number, low: number, high: number, from: number, to: number, by: number): void {
    if (to <= low || high <= from) return;
    const middle = (low + high) >>> 1;
    if (from <= low && high <= to) this.counts[node] = (this.counts[node] ?? 0) + by;
    else {
      this.cover(2 * node, low, middle, from, to, by);
      this.cover(2 * node + 1, middle, high, from, to, by);
    }
    const isCovered = (this.counts[node] ?? 0) > 0;
    const isLeaf = high - low === 1;
    this.sizes[node] = isCovered ? this.edge(high) - this.edge(low) : isLeaf ? 0n : (this.sizes[2 * node] ?? 0n) + (this.sizes[2 * node + 1] ?? 0n);
  }

  private placeOf(edge: bigint): number {
    const place = this.places.get(edge);
    if (place === undefined) throw new RangeError(`no set was said to begin or end at ${edge}`);
    return place;
  }

  private edge(place: number): bigint {
    return this.edges[place] ?? 0n;
  }
}
