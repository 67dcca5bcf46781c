import { joined } from "../joined";
import { IPv4, IPv6 } from "ipaddr.js";
import * as intervals from "./intervals";
import type { Intervals } from "./intervals";

/** A set of addresses; each family is a set of its own, so that ::/0 says nothing about IPv4. */
export interface AddressSet {
  readonly v4: Intervals;
  readonly v6: Intervals;
}

/** A length of prefix for each family, as in /24 and /48. */
export interface PrefixLengths {
  readonly v4: number;
  readonly v6: number;
}

const bits = { v4: 32, v6: 128 } as const;

const wholeV4 = intervals.interval(0n, (1n << 32n) - 1n);
const wholeV6 = intervals.interval(0n, (1n << 128n) - 1n);

export const noAddresses: AddressSet = { v4: intervals.none, v6: intervals.none };
export const everyIpv4: AddressSet = { v4: wholeV4, v6: intervals.none };
export const everyIpv6: AddressSet = { v4: intervals.none, v6: wholeV6 };
export const everyAddress: AddressSet = { v4: wholeV4, v6: wholeV6 };

export function union(...sets: readonly AddressSet[]): AddressSet {
  if (sets.length === 1 && sets[0] !== undefined) return sets[0];
  return { v4: intervals.union(...sets.map((set) => set.v4)), v6: intervals.union(...sets.map((set) => set.v6)) };
}

export function unionAll(sets: Iterable<AddressSet>): AddressSet {
  const list = [...sets];
  return { v4: intervals.unionAll(list.map((set) => set.v4)), v6: intervals.unionAll(list.map((set) => set.v6)) };
}

export function intersect(a: AddressSet, b: AddressSet): AddressSet {
  return { v4: intervals.intersect(a.v4, b.v4), v6: intervals.intersect(a.v6, b.v6) };
}

export function subtract(a: AddressSet, b: AddressSet): AddressSet {
  return { v4: intervals.subtract(a.v4, b.v4), v6: intervals.subtract(a.v6, b.v6) };
}

/** Whether all of b is in a. */
export function covers(a: AddressSet, b: AddressSet): boolean {
  return intervals.covers(a.v4, b.v4) && intervals.covers(a.v6, b.v6);
}

/** Whether a and b have an address in common. */
export function meets(a: AddressSet, b: AddressSet): boolean {
  return intervals.meets(a.v4, b.v4) || intervals.meets(a.v6, b.v6);
}

export function equals(a: AddressSet, b: AddressSet): boolean {
  return intervals.equals(a.v4, b.v4) && intervals.equals(a.v6, b.v6);
}

/** A text that only equal sets have. */
export function keyOfSet({ v4, v6 }: AddressSet): string {
  return `${intervals.keyOf(v4)}/${intervals.keyOf(v6)}`;
}

export function isEmpty(set: AddressSet): boolean {
  return intervals.isEmpty(set.v4) && intervals.isEmpty(set.v6);
}

/** Whether it has, in either family, more addresses than a block of that prefix length. */
export function isWiderThan(set: AddressSet, prefix: PrefixLengths): boolean {
  return intervals.size(set.v4) > blockSize("v4", prefix.v4) || intervals.size(set.v6) > blockSize("v6", prefix.v6);
}

export function count(set: AddressSet): { readonly v4: bigint; readonly v6: bigint } {
  return { v4: intervals.size(set.v4), v6: intervals.size(set.v6) };
}

/**
 * Reads a block or a single address. Host bits are cleared, as AWS does. An IPv4-mapped block (::ffff:10.0.0.0/104) is the IPv4 block.
 * Undefined for what AWS would not take, or could take for another block than its author: octal, hexadecimal and short IPv4, zone ids, masks.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRuleRequest.html ("AWS canonicalizes IPv4 and IPv6 CIDRs")
 */
export function parseCidr(text: string): AddressSet | undefined {
  if (known.has(text)) return known.get(text);
  if (known.size >= mostKnown) known.clear();
  const set = parsed(text);
  known.set(text, set);
  return set;
}

/** Programs write the same blocks again and again. */
const known = new Map<string, AddressSet | undefined>();
const mostKnown = 10_000;

function parsed(text: string): AddressSet | undefined {
  const [address, length, ...more] = text.trim().split("/");
  if (address === undefined || more.length > 0) return undefined;
  const read = address.includes(":") ? parseIpv6(address) : parseIpv4(address);
  if (read === undefined) return undefined;
  const prefix = length === undefined ? bits[read.family] : parsePrefixLength(length);
  if (prefix === undefined || prefix > bits[read.family]) return undefined;
  if (read.family === "v4") return { v4: block("v4", read.value, prefix), v6: intervals.none };
  if (prefix >= 96 && read.value >> 32n === mappedIpv4) return { v4: block("v4", read.value & lowest32Bits, prefix - 96), v6: intervals.none };
  return { v4: intervals.none, v6: block("v6", read.value, prefix) };
}

/** The fewest blocks that make exactly this set, IPv4 first, in the canonical text of each family (RFC 5952 for IPv6). */
export function formatCidrs(set: AddressSet): string[] {
  return [...blocksOf("v4", set.v4), ...blocksOf("v6", set.v6)];
}

/** The set in words, for messages: "10.0.0.0/8, 192.168.0.0/16 and 2 more blocks", "every IPv4 address". */
export function describe(set: AddressSet, max = 3): string {
  if (isEmpty(set)) return "no address";
  if (equals(set, everyAddress)) return "every address";
  const phrases = [...(intervals.equals(set.v4, wholeV4) ? ["every IPv4 address"] : blocksOf("v4", set.v4))];
  phrases.push(...(intervals.equals(set.v6, wholeV6) ? ["every IPv6 address"] : blocksOf("v6", set.v6)));
  const hidden = phrases.length - max;
  return joined(hidden <= 0 ? phrases : [...phrases.slice(0, max), `${hidden} more ${hidden === 1 ? "block" : "blocks"}`]);
}

type Family = keyof typeof bits;

/** The upper 96 bits of ::ffff:0:0/96. */
const mappedIpv4 = 0xffffn;
const lowest32Bits = 0xffffffffn;

function blockSize(family: Family, prefix: number): bigint {
  return 1n << BigInt(bits[family] - prefix);
}

function parseIpv4(text: string): { readonly family: "v4"; readonly value: bigint } | undefined {
  const octets = parseOctets(text);
  return octets && { family: "v4", value: toNumber(octets, 8n) };
}

function parseIpv6(text: string): { readonly family: "v6"; readonly value: bigint } | undefined {
  const plain = withoutDottedTail(text);
  if (plain === undefined || plain.includes("%") || !IPv6.isValid(plain)) return undefined;
  return { family: "v6", value: toNumber(IPv6.parse(plain).parts, 16n) };
}

/** Writes ::1.2.3.4 as ::102:304. The library reads that tail leniently, and takes ::1.2.3.4 for ::ffff:1.2.3.4. */
function withoutDottedTail(text: string): string | undefined {
  if (!text.includes(".")) return text;
  const tail = text.lastIndexOf(":") + 1;
  const octets = parseOctets(text.slice(tail));
  if (octets === undefined) return undefined;
  const value = toNumber(octets, 8n);
  return `${text.slice(0, tail)}${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
}

function parseOctets(text: string): readonly number[] | undefined {
  return IPv4.isValidFourPartDecimal(text) ? text.split(".").map(Number) : undefined;
}

function toNumber(digits: readonly number[], width: bigint): bigint {
  return digits.reduce((value, digit) => (value << width) | BigInt(digit), 0n);
}

function parsePrefixLength(text: string): number | undefined {
  // Nought is nought in every base; of other numbers with a nought in front it is not said which base they have.
  return /^(0{1,3}|[1-9]\d{0,2})$/.test(text) ? Number(text) : undefined;
}

function block(family: Family, address: bigint, prefix: number): Intervals {
  const hostBits = BigInt(bits[family] - prefix);
  const first = (address >> hostBits) << hostBits;
  return intervals.interval(first, first + (1n << hostBits) - 1n);
}

function* blocksOf(family: Family, set: Intervals): Generator<string> {
  for (const { first, last } of set) {
    let next = first;
    while (next <= last) {
      const hostBits = largestBlock(family, next, last);
      yield `${formatAddress(family, next)}/${bits[family] - hostBits}`;
      next += 1n << BigInt(hostBits);
    }
  }
}

/** The number of host bits of the largest block that begins at first and does not go beyond last. */
function largestBlock(family: Family, first: bigint, last: bigint): number {
  let hostBits = 0;
  while (hostBits < bits[family]) {
    const wider = (1n << BigInt(hostBits + 1)) - 1n;
    if ((first & wider) !== 0n || first + wider > last) break;
    hostBits++;
  }
  return hostBits;
}

function formatAddress(family: Family, address: bigint): string {
  if (family === "v4") return new IPv4(digitsOf(address, 4, 8n)).toString();
  return new IPv6(digitsOf(address, 8, 16n)).toRFC5952String();
}

function digitsOf(value: bigint, length: number, width: bigint): number[] {
  return Array.from({ length }, (_, i) => Number(BigInt.asUintN(Number(width), value >> (BigInt(length - 1 - i) * width))));
}
