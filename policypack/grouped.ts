/** At least one thing, and the key that they have in common. */
export type Grouped<T, Key = string> = readonly [key: Key, things: readonly [T, ...T[]]];

/** Things by a key, in the order in which they come. */
export function grouped<T, Key = string>(things: readonly T[], keyOf: (thing: T) => Key): readonly Grouped<T, Key>[] {
  const groups = new Map<Key, [T, ...T[]]>();
  for (const thing of things) addTo(groups, keyOf(thing), thing);
  return [...groups];
}

/** Puts a thing behind the others of its key, without a copy of them: one key may have ten thousand. */
export function addTo<T, Key = string>(groups: Map<Key, [T, ...T[]]>, key: Key, thing: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [thing]);
  else group.push(thing);
}
