import { ClassData, type Instance } from "./value";

const orders = new WeakMap<ClassData, readonly ClassData[]>();

/**
 * The classes that Python asks for a member, one after the other: each before its bases, and bases in the order in which they are named.
 * https://docs.python.org/3/howto/mro.html
 */
export function orderOf(type: ClassData): readonly ClassData[] {
  const known = orders.get(type);
  if (known !== undefined) return known;
  // A class that is made from itself.
  orders.set(type, [type]);
  const bases = type.bases.flatMap(({ data }) => (data instanceof ClassData && data !== type ? [data] : []));
  const order = [type, ...merged([...bases.map((base) => [...orderOf(base)]), [...bases]])];
  orders.set(type, order);
  return order;
}

/** The first head that is in no other list's tail, again and again; where there is none, Python refuses, and the first one is taken. */
function merged(lists: readonly ClassData[][]): ClassData[] {
  const order: ClassData[] = [];
  for (let open = lists.filter(({ length }) => length > 0); open.length > 0; open = open.filter(({ length }) => length > 0)) {
    const heads = open.flatMap(([head]) => (head === undefined ? [] : [head]));
    const next = heads.find((head) => open.every((list) => list.indexOf(head) <= 0)) ?? heads[0];
    if (next === undefined) return order;
    order.push(next);
    open = open.map((list) => list.filter((one) => one !== next));
  }
  return order;
}

/** The classes that come after one in the order of an object; undefined where its class is none of it. */
export function afterIn({ type }: Instance, home: ClassData): readonly ClassData[] | undefined {
  const order = orderOf(type);
  const index = order.indexOf(home);
  return index === -1 ? undefined : order.slice(index + 1);
}
