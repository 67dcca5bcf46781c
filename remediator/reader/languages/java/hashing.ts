import { List, type Item } from "../../interpreter/list";
import { RecordData, type Field, type Value } from "../../interpreter/value";

/**
 * The order of Java's hash tables, which is settled by the hashes of texts and numbers and by how many elements there were: an element is in the bucket that
 * the lower bits of its hash name, elements of one bucket are in the order in which they came.
 * https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/HashMap.html
 */

/** https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/lang/String.html#hashCode() */
function hashOf({ data, numeral }: Value): number | undefined {
  if (typeof data === "boolean") return data ? 1231 : 1237;
  if (typeof data === "number") return Number.isInteger(data) && Math.abs(data) < 2 ** 31 && numeral === undefined ? data : undefined;
  if (typeof data !== "string") return undefined;
  let hash = 0;
  for (let index = 0; index < data.length; index++) hash = (Math.imul(hash, 31) + data.charCodeAt(index)) | 0;
  return hash;
}

/** How many buckets a table has that was made for so many elements. */
function bucketsFor(count: number, atFirst = 16): number {
  let buckets = atFirst;
  while (count > 0.75 * buckets) buckets *= 2;
  return buckets;
}

/** How many buckets a table is made with: for so many elements of another collection, or for a capacity that the program names. */
export function bucketsAtFirst(given: { readonly elements: number } | { readonly capacity: number }): number {
  const capacity = "elements" in given ? Math.max(16, Math.trunc(given.elements / 0.75) + 1) : given.capacity;
  let buckets = 1;
  while (buckets < Math.min(capacity, 2 ** 20)) buckets *= 2;
  return buckets;
}

/** The elements as the table gives them; undefined where a hash is not known: objects have what the moment gives. */
function inBuckets<T extends object>(elements: readonly T[], buckets: number, keyOf: (element: T) => Value | string): T[] | undefined {
  const placed: { readonly element: T; readonly bucket: number }[] = [];
  for (const element of elements) {
    const hash = hashes.get(element) ?? hashOfKey(keyOf(element));
    if (hash === undefined) return undefined;
    hashes.set(element, hash);
    placed.push({ element, bucket: (hash ^ (hash >>> 16)) & (buckets - 1) });
  }
  return placed.sort((a, b) => a.bucket - b.bucket).map(({ element }) => element);
}

/** Of elements that were asked for theirs: a set that grows asks each time. */
const hashes = new WeakMap<object, number>();

function hashOfKey(key: Value | string): number | undefined {
  return typeof key === "string" ? hashOf({ data: key, origin: unseen }) : hashOf(key);
}

const unseen: Value["origin"] = { span: { file: { name: "", text: "" }, start: 0, end: 0 }, how: "computed" };

/** A HashSet: its elements are put in order when they are next asked for. */
export class HashedSet extends List {
  private placed = 0;
  override type = "HashSet";

  constructor(private buckets = 16) {
    super([]);
  }

  override get items(): Item[] {
    const items = super.items;
    if (items.length === this.placed) return items;
    this.buckets = bucketsFor(items.length, this.buckets);
    const ordered = inBuckets(items, this.buckets, ({ value }) => value) ?? items;
    for (const [index, item] of ordered.entries()) items[index] = item;
    this.placed = items.length;
    return items;
  }
  override set items(items: Item[]) {
    super.items = items;
    this.placed = -1;
  }
  override get unordered(): Item[] {
    return super.items;
  }
}

/** The fields of a HashMap. */
class HashedFields extends Map<string, Field> {
  private isPlaced = true;

  constructor(
    private readonly keyOf: (name: string) => Value | string,
    private buckets: number,
  ) {
    super();
  }

  override set(name: string, field: Field): this {
    this.isPlaced &&= this.has(name);
    return super.set(name, field);
  }

  override [Symbol.iterator](): MapIterator<[string, Field]> {
    this.place();
    return super[Symbol.iterator]();
  }
  override entries(): MapIterator<[string, Field]> {
    return this[Symbol.iterator]();
  }
  override keys(): MapIterator<string> {
    this.place();
    return super.keys();
  }
  override values(): MapIterator<Field> {
    this.place();
    return super.values();
  }

  private place(): void {
    if (this.isPlaced) return;
    this.isPlaced = true;
    this.buckets = bucketsFor(this.size, this.buckets);
    const all = [...super[Symbol.iterator]()];
    const ordered = inBuckets(all, this.buckets, ([name]) => this.keyOf(name));
    if (ordered === undefined) return;
    super.clear();
    for (const [name, field] of ordered) super.set(name, field);
  }
}

/** A HashMap: its entries are put in order when they are next gone through. */
export class HashedRecord extends RecordData {
  override readonly fields: Map<string, Field>;

  constructor(buckets = 16) {
    super();
    this.fields = new HashedFields((name) => this.keys?.get(name) ?? name, buckets);
  }
}
