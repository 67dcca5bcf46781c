import { canonical, interval } from "@portcullis/policypack/net/intervals";
import { formatCidrs, noAddresses, parseCidr, type AddressSet } from "@portcullis/policypack/net/ip";
import { Native, type NativeCall } from "../../../interpreter/native";
import { Further, Hole } from "../../../interpreter/hole";
import { type Item } from "../../../interpreter/list";
import { computed, type Data, type Value } from "../../../interpreter/value";
import type { Span } from "../../../syntax/tree";
import { argument, itemOf, listOf, native, numberArgument, scalar, unknownOf, type Behaviour, type Table } from "./natives";

/** A network or single address of `ipaddress`. https://docs.python.org/3/library/ipaddress.html */
export interface Block {
  readonly family: "v4" | "v6";
  readonly first: bigint;
  readonly last: bigint;
  /** Single addresses print without a prefix. */
  readonly isAddress: boolean;
  /** Of an interface: its own address in the network. */
  readonly own?: bigint;
}

const blocks = new WeakMap<Native, Block>();

export function blockOf({ data }: Value): Block | undefined {
  return data instanceof Native ? blocks.get(data) : undefined;
}

/** Addresses and networks come in their order, of networks with one address the wider first: https://docs.python.org/3/library/ipaddress.html#comparison-operators */
export function compareBlocks(a: Block, b: Block): number | undefined {
  if (a.family !== b.family || a.isAddress !== b.isAddress || a.own !== undefined || b.own !== undefined) return undefined;
  return a.first === b.first ? Number(b.last - a.last > 0n) - Number(b.last - a.last < 0n) : a.first < b.first ? -1 : 1;
}

const lengths = { v4: 32, v6: 128 } as const;
/** More parts of a network than any program uses. */
const mostParts = 4_096;

export const addressFunctions: Table = {
  ip_network: parsedAs("network"),
  IPv4Network: parsedAs("network"),
  IPv6Network: parsedAs("network"),
  ip_interface: parsedAs("interface"),
  IPv4Interface: parsedAs("interface"),
  IPv6Interface: parsedAs("interface"),
  ip_address: parsedAs("address"),
  IPv4Address: parsedAs("address"),
  IPv6Address: parsedAs("address"),
  collapse_addresses: collapse,
  summarize_address_range: summarize,
};

function parsedAs(kind: "network" | "address" | "interface"): Behaviour {
  return (call) => {
    const value = argument(call.given, 0, "address");
    const block = value === undefined ? undefined : (blockOf(value) ?? parsed(value.data));
    if (value === undefined || block === undefined)
      return typeof value?.data === "string"
        ? call.machine.fail("is a text that is no address", call.span, "ValueError")
        : unknownOf(call, "ipaddress");
    const isStrict = kind === "network" && argument(call.given, 1, "strict")?.data !== false;
    const own = typeof value.data === "string" ? parse(value.data.replace(/\/.*$/, ""))?.first : block.first;
    if (isStrict && own !== block.first) return call.machine.fail("is a network whose address has host bits set", call.span, "ValueError");
    if (kind === "address" && block.first !== block.last) return call.machine.fail("is a network, and no address", call.span, "ValueError");
    const made = { family: block.family, first: block.first, last: block.last, isAddress: kind === "address" };
    return blockValue(kind === "interface" && own !== undefined ? { ...made, own } : made, call.span, [value]);
  };
}

/** The networks that two addresses and all between them make. */
function summarize(call: NativeCall): Value {
  const [first, last] = [argument(call.given, 0, "first"), argument(call.given, 1, "last")];
  const [a, b] = [first, last].map((value) => (value === undefined ? undefined : blockOf(value)));
  if (a === undefined || a.family !== b?.family || a.first > b.last) return unknownOf(call, "ipaddress.summarize_address_range");
  return networksIn({ ...noAddresses, [a.family]: interval(a.first, b.last) }, call, first === undefined ? [] : [first]);
}

/** The fewest networks of a set of addresses. */
function networksIn(set: AddressSet, { span }: NativeCall, from: readonly Value[]): Value {
  const items = formatCidrs(set).flatMap((text) => {
    const block = parse(text);
    return block === undefined ? [] : [itemOf(blockValue(block, span, from), span)];
  });
  return listOf(items, undefined, span, from);
}

function parsed(data: Data): Block | undefined {
  if (typeof data === "string") return parse(data);
  const isAddress = typeof data === "number" && Number.isInteger(data) && data >= 0 && data < 2 ** 32;
  return isAddress ? { family: "v4", first: BigInt(data), last: BigInt(data), isAddress: true } : undefined;
}

function parse(text: string): Block | undefined {
  const set = parseCidr(text);
  const [v4, v6] = [set?.v4[0], set?.v6[0]];
  if (v4 !== undefined) return { family: "v4", ...v4, isAddress: false };
  return v6 === undefined ? undefined : { family: "v6", ...v6, isAddress: false };
}

/** The fewest networks for several. */
function collapse(call: NativeCall): Value {
  const given = argument(call.given, 0);
  if (given === undefined) return unknownOf(call, "ipaddress.collapse_addresses");
  const { items, rest } = call.machine.elements(given, call.span);
  const all = items.map((item) => blockOf(item.value));
  if (rest !== undefined || !all.every((block) => block !== undefined)) return unknownOf(call, "ipaddress.collapse_addresses", given);
  const set: AddressSet = { v4: canonical(all.filter(({ family }) => family === "v4")), v6: canonical(all.filter(({ family }) => family === "v6")) };
  return networksIn(set, call, [given]);
}

/** A block as a value with its attributes and methods. */
function blockValue(block: Block, span: Span, parts: readonly Value[]): Value {
  const made = new Native(block.isAddress ? "address" : "network", {
    member: (name, _, place) => memberOf(block, name, place, value),
    element: (index, _, place) => addressAt(block, index, place, value),
    text: printed(block),
  });
  blocks.set(made, block);
  const value = computed(made, span, parts);
  return value;
}

function printed({ family, first, last, isAddress, own }: Block): string {
  const set: AddressSet = { ...noAddresses, [family]: interval(first, last) };
  const [text = ""] = formatCidrs(set);
  if (own !== undefined && own !== first) return `${printed({ family, first: own, last: own, isAddress: true })}${text.slice(text.lastIndexOf("/"))}`;
  return isAddress ? text.replace(/\/\d+$/, "") : text;
}

/** `network[10]`, `network[-2]`: an address of a network by its place. */
function addressAt({ family, first, last, isAddress }: Block, index: Value, span: Span, self: Value): Value | undefined {
  const place = index.data;
  if (isAddress || typeof place !== "number" || !Number.isInteger(place)) return undefined;
  const at = place < 0 ? last + 1n + BigInt(place) : first + BigInt(place);
  return at < first || at > last ? undefined : blockValue({ family, first: at, last: at, isAddress: true }, span, [self]);
}

/** Networks of which Python says that they are private: https://docs.python.org/3/library/ipaddress.html#ipaddress.IPv4Address.is_private */
const privateNetworks = networksOf(
  "0.0.0.0/8 10.0.0.0/8 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.2.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4",
);
/** Of which versions of Python say different things. */
const disputedNetworks = networksOf("192.0.0.0/24");

function networksOf(texts: string): readonly Block[] {
  return texts.split(" ").flatMap((text) => parse(text) ?? []);
}

/** Undefined for what is disputed or private in part, and for IPv6. */
function isPrivate({ family, first, last }: Block): boolean | undefined {
  if (family !== "v4") return undefined;
  if (privateNetworks.some((one) => one.first <= first && last <= one.last)) return true;
  const isApart = [...privateNetworks, ...disputedNetworks].every((one) => last < one.first || one.last < first);
  return isApart ? false : undefined;
}

function prefixOf({ family, first, last }: Block): number {
  return lengths[family] - (last - first).toString(2).length + (last === first ? 1 : 0);
}

/** `address + 1`, `address - 1`. */
export function shifted(value: Value, by: number, span: Span): Value | undefined {
  const block = blockOf(value);
  if (block?.isAddress !== true || !Number.isInteger(by)) return undefined;
  const first = block.first + BigInt(by);
  return first < 0n || first >= 1n << BigInt(lengths[block.family]) ? undefined : blockValue({ ...block, first, last: first }, span, [value]);
}

/** A number that has more digits than are kept is not known. */
function countOf({ first, last }: Block, span: Span, self: Value): Value {
  const count = last - first + 1n;
  const isKept = count <= BigInt(Number.MAX_SAFE_INTEGER);
  return computed(isKept ? Number(count) : new Hole("is a number with more digits than are kept", span), span, [self]);
}

function memberOf(block: Block, name: string, span: Span, self: Value): Value | undefined {
  const text = (one: bigint): Value => blockValue({ family: block.family, first: one, last: one, isAddress: true }, span, [self]);
  const all = (1n << BigInt(lengths[block.family])) - 1n;
  switch (name) {
    case "prefixlen":
    case "max_prefixlen":
      return computed(name === "prefixlen" ? prefixOf(block) : lengths[block.family], span, [self]);
    case "num_addresses":
      return countOf(block, span, self);
    case "version":
      return computed(block.family === "v4" ? 4 : 6, span, [self]);
    case "network_address":
      return text(block.first);
    case "ip":
      return text(block.own ?? block.first);
    case "broadcast_address":
      return text(block.last);
    case "netmask":
      return text(all - (block.last - block.first));
    case "hostmask":
      return text(block.last - block.first);
    case "network":
      return blockValue({ family: block.family, first: block.first, last: block.last, isAddress: false }, span, [self]);
    case "is_private": {
      const answer = isPrivate(block);
      return answer === undefined ? undefined : computed(answer, span, [self]);
    }
    case "with_netmask":
    case "with_hostmask": {
      const mask = name === "with_netmask" ? all - (block.last - block.first) : block.last - block.first;
      const address = { family: block.family, isAddress: true };
      const own = block.own ?? block.first;
      return computed(`${printed({ ...address, first: own, last: own })}/${printed({ ...address, first: mask, last: mask })}`, span, [self]);
    }
    case "with_prefixlen":
    case "compressed":
      return computed(printed(block), span, [self]);
  }
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  return method === undefined ? undefined : native(name, (call) => method(block, call, self), span);
}

type Method = (block: Block, call: NativeCall, self: Value) => Value;

/** Parts of a network with a given prefix. */
function parts(block: Block, prefix: number, call: NativeCall, self: Value): Value {
  const size = 1n << BigInt(Math.max(0, lengths[block.family] - prefix));
  return series({ ...block, isAddress: false }, size, call, self);
}

/** The blocks of one size from the first address to the last. */
function series({ first, last, isAddress, family }: Block, size: bigint, call: NativeCall, self: Value): Value {
  const items: Item[] = [];
  let at = first;
  for (; at <= last && items.length < mostParts; at += size) {
    items.push(itemOf(blockValue({ family, first: at, last: at + size - 1n, isAddress }, call.span, [self]), call.span));
  }
  const rest = at <= last ? new Further("is one of more parts of a network than are followed", call.span) : undefined;
  return listOf(items, rest, call.span, [self]);
}

const methods: Readonly<Record<string, Method>> = {
  subnets: (block, call, self) => {
    const own = prefixOf(block);
    const prefix = numberArgument(call.given, 1, "new_prefix") ?? own + (numberArgument(call.given, 0, "prefixlen_diff") ?? 1);
    const isKnown = call.given.every(({ value }) => typeof value.data === "number");
    if (!isKnown || prefix < own || prefix > lengths[block.family]) return unknownOf(call, "subnets", self);
    return parts(block, prefix, call, self);
  },
  supernet: (block, call, self) => {
    const prefix = numberArgument(call.given, 1, "new_prefix") ?? prefixOf(block) - (numberArgument(call.given, 0, "prefixlen_diff") ?? 1);
    const isKnown = call.given.every(({ value }) => typeof value.data === "number");
    const outer = isKnown && prefix >= 0 ? parse(`${printed({ ...block, last: block.first, isAddress: true })}/${prefix}`) : undefined;
    return outer === undefined ? unknownOf(call, "supernet", self) : blockValue(outer, call.span, [self]);
  },
  hosts: (block, call, self) => {
    const isPair = block.last - block.first < 2n;
    const [first, last] = isPair ? [block.first, block.last] : [block.first + 1n, block.family === "v4" ? block.last - 1n : block.last];
    return series({ family: block.family, first, last, isAddress: true }, 1n, call, self);
  },
  address_exclude: (block, call, self) => {
    const other = argument(call.given, 0);
    const inner = other === undefined ? undefined : blockOf(other);
    if (inner?.family !== block.family || inner.first < block.first || inner.last > block.last) return unknownOf(call, "address_exclude", self);
    return listOf(
      halvesWithout(block, inner).map((half) => itemOf(blockValue(half, call.span, [self]), call.span)),
      undefined,
      call.span,
      [self],
    );
  },
  overlaps: (block, call, self) => related(call, self, (other) => block.first <= other.last && other.first <= block.last),
  subnet_of: (block, call, self) => related(call, self, (other) => other.first <= block.first && block.last <= other.last),
  supernet_of: (block, call, self) => related(call, self, (other) => block.first <= other.first && other.last <= block.last),
  __str__: (block, call, self) => scalar(printed(block), call, self),
};

/** Of each half that the inner block is in, the other half, the largest first. */
function halvesWithout(block: Block, inner: Block): Block[] {
  const halves: Block[] = [];
  for (let { first, last } = block; last - first > inner.last - inner.first;) {
    const middle = first + (last - first) / 2n;
    const isBelow = inner.last <= middle;
    const [from, to] = isBelow ? [middle + 1n, last] : [first, middle];
    halves.push({ family: block.family, first: from, last: to, isAddress: false });
    [first, last] = isBelow ? [first, middle] : [middle + 1n, last];
  }
  return halves;
}

function related(call: NativeCall, self: Value, holds: (other: Block) => boolean): Value {
  const other = argument(call.given, 0);
  const block = other === undefined ? undefined : blockOf(other);
  return block === undefined ? unknownOf(call, "ipaddress", self) : scalar(holds(block), call, self);
}

/** Whether an address is in a network; undefined where either is something else. */
export function isWithin(inner: Value, outer: Value): boolean | undefined {
  const [a, b] = [blockOf(inner), blockOf(outer)];
  if (a === undefined || b === undefined) return undefined;
  return a.family === b.family && b.first <= a.first && a.last <= b.last;
}
