import { isHole, type Approx, type Fact, type Hole } from "./approx";
import type { Network, Nouns, Ref } from "./network";
import type { PackSettings } from "../contract/settings";

/**
 * The network read in one of two ways. In the `must` world, what is not known is not there; in the `may` world it is whatever would be worst.
 * A policy is written once, against a world in which nothing is unknown: it violates where it does so in the must world,
 * is unknown where it does so in the may world only, and complies elsewhere. What would excuse a violation is asked of the `opposite` world.
 */
export class World {
  private readonly memo: Memo = new Map();
  private consulted = new Set<Hole>();
  private other: World | undefined;

  constructor(
    readonly network: Network,
    readonly settings: PackSettings,
    private readonly side: "must" | "may",
    /** Whether the network is one resource of a stack of which nothing else is known. */
    readonly isAlone = false,
    /** What both worlds of a network know of what is being computed. */
    private readonly computed = { isDoubtful: false },
  ) {}

  /** The world in which every doubt is decided the other way round. */
  get opposite(): World {
    if (this.other === undefined) {
      this.other = new World(this.network, this.settings, this.side === "must" ? "may" : "must", this.isAlone, this.computed);
      this.other.other = this;
    }
    return this.other;
  }

  /** Which of the two worlds this is. The answer may differ in the other one where this is asked, and nowhere else: see `trace`. */
  get polarity(): "must" | "may" {
    this.computed.isDoubtful = true;
    return this.side;
  }

  /** The one of the two worlds in which what is not known is not there. */
  get must(): World {
    return this.polarity === "must" ? this : this.opposite;
  }

  /** The one of the two worlds in which what is not known is whatever would be worst. */
  get may(): World {
    return this.polarity === "may" ? this : this.opposite;
  }

  all<K extends keyof Nouns>(kind: K): readonly Nouns[K][] {
    return this.network.all(kind);
  }

  /** Whether a claim holds of a value. Of a hole every claim holds in the may world, and none in the must world. */
  holds<T>(fact: Fact<T>, claim: (value: T) => boolean): boolean {
    return isHole(fact) ? this.doubt(fact) : claim(fact);
  }

  /** The known value, or the given one. */
  valueOr<T>(fact: Fact<T>, fallback: T): T {
    return isHole(fact) ? fallback : fact;
  }

  pick<T>(approx: Approx<T>): T {
    if (approx.holes.length === 0) return approx.must;
    for (const hole of approx.holes) this.doubt(hole);
    return approx[this.polarity];
  }

  /** True in the may world; remembers that the hole had a say. */
  doubt(hole: Hole): boolean {
    if (this.polarity === "must") return false;
    this.consulted.add(hole);
    return true;
  }

  /** Whether something excuses a violation: asked of the opposite world. The holes that could decide it have had a say. */
  excuses(claim: (world: World) => boolean): boolean {
    if (this.side === "may") claim(this);
    return claim(this.opposite);
  }

  /**
   * Runs a check and tells which holes had a say in it, and whether any could have had in either world: where none could, the check comes to the same
   * in both. What is remembered says so as well when it is asked again.
   */
  trace<T>(check: () => T): { readonly result: T; readonly holes: readonly Hole[]; readonly isDoubtful: boolean } {
    if (this.consulted.size > 0) this.consulted.clear();
    this.computed.isDoubtful = false;
    const result = check();
    return { result, holes: this.consulted.size === 0 ? noHoles : [...this.consulted], isDoubtful: this.computed.isDoubtful };
  }

  /** An index or another derived value, made once for this world. */
  once<T>(key: unknown, make: () => T, memo = this.memo): T {
    const known = memo.get(key);
    if (known !== undefined) {
      if (known.isDoubtful) this.computed.isDoubtful = true;
      return known.value as T;
    }
    const { computed } = this;
    const wasDoubtful = computed.isDoubtful;
    computed.isDoubtful = false;
    const value = make();
    memo.set(key, { value, isDoubtful: computed.isDoubtful });
    if (wasDoubtful) computed.isDoubtful = true;
    return value;
  }

  /** The same for an answer in which holes have a say: they have it each time that it is asked for. */
  answer<T>(key: unknown, make: () => T, memo: Answers): T {
    const known = memo.get(key) ?? this.noting(make);
    memo.set(key, known);
    if (known.isDoubtful) this.computed.isDoubtful = true;
    for (const hole of known.holes) this.consulted.add(hole);
    for (const hole of known.opposite) this.opposite.consulted.add(hole);
    return known.value as T;
  }

  /** What is computed where nothing that is not known can have a say in it, in either world; else undefined. */
  certain<T>(make: () => T): T | undefined {
    const { value, isDoubtful } = this.noting(make);
    return isDoubtful ? undefined : (value as T);
  }

  /** What is computed, with the holes that had a say in it in each of the two worlds. */
  private noting(make: () => unknown): Answer {
    const { computed, consulted } = this;
    const wasDoubtful = computed.isDoubtful;
    const elsewhere = this.other?.consulted;
    computed.isDoubtful = false;
    this.consulted = new Set();
    if (this.other !== undefined) this.other.consulted = new Set();
    const value = make();
    const answer = { value, isDoubtful: computed.isDoubtful, holes: [...this.consulted], opposite: [...(this.other?.consulted ?? [])] };
    computed.isDoubtful = wasDoubtful;
    this.consulted = consulted;
    if (this.other !== undefined) this.other.consulted = elsewhere ?? new Set();
    return answer;
  }

  /** Whether a reference names the resource with this URN, or with this key (see `keyOf`). */
  names(ref: Ref, key: string): boolean {
    if (ref.kind !== "unclear") return keyOf(ref) === key;
    return (ref.candidates.length === 0 || ref.candidates.includes(key)) && this.doubt(ref.hole);
  }
}

const noHoles: readonly Hole[] = [];

/** What was computed for a world, and whether it may differ in the other one. */
export type Memo = Map<unknown, { readonly value: unknown; readonly isDoubtful: boolean }>;

interface Answer {
  readonly value: unknown;
  readonly isDoubtful: boolean;
  readonly holes: readonly Hole[];
  /** Those that had a say in the opposite world. */
  readonly opposite: readonly Hole[];
}

/** Answers, and the holes that have a say in each. */
export type Answers = Map<unknown, Answer>;

/** What a reference points to, as a key: the URN of a resource, or an identifier from outside the stack. */
export function keyOf(ref: Ref): string | undefined {
  if (ref.kind === "resource") return ref.urn;
  return ref.kind === "external" ? externalKey(ref.id) : undefined;
}

export function externalKey(id: string): string {
  return `external:${id}`;
}

/** Whether an excuse holds in the opposite world. This one is asked as well, so that it remembers the holes that had a say. */
export function isExcused(world: World, excuse: (excusing: World) => boolean): boolean {
  excuse(world);
  return excuse(world.opposite);
}

/** Makes a query whose answer is computed once for each world. */
export function perWorld<T>(make: (world: World) => T): (world: World) => T {
  return (world) => world.once(make, () => make(world));
}

/** Makes a query about one of many, whose answers are computed once for each of them and each world. */
export function perKey<K, T>(make: (world: World, key: K) => T): (world: World, key: K) => T {
  const memos = perWorld((): Memo => new Map());
  return (world, key) => world.once(key, () => make(world, key), memos(world));
}

/** The same where holes have a say in the answers: they have it each time that one is asked for. */
export function perKeyInDoubt<K, T>(make: (world: World, key: K) => T): (world: World, key: K) => T {
  const memos = perWorld((): Answers => new Map());
  return (world, key) => world.answer(key, () => make(world, key), memos(world));
}

/** Makes a query whose answer is the same in both worlds of a network: it is computed once for the two. */
export function perNetwork<T>(make: (network: Network) => T): (world: World) => T {
  const answers = new WeakMap<Network, { readonly answer: T }>();
  return ({ network }) => {
    const known = answers.get(network);
    if (known !== undefined) return known.answer;
    const answer = make(network);
    answers.set(network, { answer });
    return answer;
  };
}

/**
 * An index from the thing that a reference names to whatever refers to it. In the may world an unclear reference counts for each of its
 * candidates; one without candidates counts for everything.
 */
export class ReferenceIndex<T> {
  private readonly byKey = new Map<string, T[]>();
  private readonly everywhere: { readonly value: T; readonly hole: Hole }[] = [];
  private readonly doubts = new Map<string, { readonly value: T; readonly hole: Hole }[]>();

  constructor(
    private readonly world: World,
    entries: Iterable<readonly [Ref, T]>,
  ) {
    for (const [ref, value] of entries) {
      const key = keyOf(ref);
      if (key !== undefined) push(this.byKey, key, value);
      else if (ref.kind === "unclear") {
        if (ref.candidates.length === 0) this.everywhere.push({ value, hole: ref.hole });
        for (const candidate of ref.candidates) push(this.doubts, candidate, { value, hole: ref.hole });
      }
    }
  }

  of(key: string): readonly T[] {
    const certain = this.byKey.get(key) ?? [];
    const own = this.doubts.get(key);
    if ((own === undefined && this.everywhere.length === 0) || this.world.polarity === "must") return certain;
    const doubtful = [...(own ?? []), ...this.everywhere];
    for (const { hole } of doubtful) this.world.doubt(hole);
    return [...certain, ...doubtful.map(({ value }) => value)];
  }
}

/** An index by what each noun refers to. */
export function byReference<T>(world: World, nouns: readonly T[], refOf: (noun: T) => Ref): ReferenceIndex<T> {
  return new ReferenceIndex<T>(
    world,
    nouns.map((noun) => [refOf(noun), noun] as const),
  );
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
