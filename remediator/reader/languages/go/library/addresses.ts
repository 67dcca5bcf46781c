import { computed, RecordData, type Value } from "../../../interpreter/value";
import type { Span } from "../../../syntax/tree";

/** An IP address as a number of 32 or 128 bits. */
export interface Address {
  readonly bits: 32 | 128;
  readonly number: bigint;
}

export interface Block {
  readonly address: Address;
  readonly length: number;
}

export function parseAddress(text: string): Address | undefined {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) {
    const octets = text.split(".").map(Number);
    return octets.every((octet) => octet <= 255)
      ? { bits: 32, number: octets.reduce((number, octet) => number * 256n + BigInt(octet), 0n) }
      : undefined;
  }
  return parseAddress6(text);
}

function parseAddress6(text: string): Address | undefined {
  if (!/^[\da-fA-F:]{2,39}$/.test(text)) return undefined;
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [left = [], right = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - left.length - right.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => "0"), ...right];
  if (!groups.every((group) => /^[\da-fA-F]{1,4}$/.test(group))) return undefined;
  return { bits: 128, number: groups.reduce((number, group) => number * 65_536n + BigInt(`0x${group}`), 0n) };
}

export function parseBlock(text: string): Block | undefined {
  const [before = "", after = "", ...rest] = text.split("/");
  const address = parseAddress(before);
  if (address === undefined || rest.length > 0 || !/^\d{1,3}$/.test(after) || Number(after) > address.bits) return undefined;
  return { address, length: Number(after) };
}

/** The first address of a block. */
export function networkOf({ address, length }: Block): Address {
  const free = BigInt(address.bits - length);
  return { ...address, number: (address.number >> free) << free };
}

export function covers(block: Block, address: Address): boolean {
  if (block.address.bits !== address.bits) return false;
  const free = BigInt(address.bits - block.length);
  return block.address.number >> free === address.number >> free;
}

export function printAddress({ bits, number }: Address): string {
  const size = bits === 32 ? 8 : 16;
  const parts: number[] = [];
  for (let shift = bits - size; shift >= 0; shift -= size) parts.push(Number((number >> BigInt(shift)) & ((1n << BigInt(size)) - 1n)));
  if (bits === 32) return parts.join(".");
  const texts = parts.map((part) => part.toString(16));
  const { start, length } = longestZeros(parts);
  if (length < 2) return texts.join(":");
  return `${texts.slice(0, start).join(":")}::${texts.slice(start + length).join(":")}`;
}

function longestZeros(parts: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < parts.length; start++) {
    let length = 0;
    while (parts[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}

export function printBlock({ address, length }: Block): string {
  return `${printAddress(address)}/${String(length)}`;
}

/** The types of records that stand for addresses and blocks. */
export const addressType = "net.IP";
export const blockType = "net.IPNet";

export function addressValue(address: Address, span: Span, parts: readonly Value[]): Value {
  return record(addressType, { text: printAddress(address) }, span, parts);
}

export function blockValue(block: Block, span: Span, parts: readonly Value[]): Value {
  return record(blockType, { text: printBlock(block) }, span, parts);
}

function record(type: string, fields: Readonly<Record<string, string>>, span: Span, parts: readonly Value[]): Value {
  const data = new RecordData();
  data.type = type;
  for (const [name, text] of Object.entries(fields))
    data.fields.set(name, { value: computed(text, span, parts), entry: span, placement: "computed" });
  return computed(data, span, parts);
}

/** The text of such a record; undefined for everything else. */
export function addressText({ data }: Value): string | undefined {
  if (!(data instanceof RecordData) || (data.type !== addressType && data.type !== blockType)) return undefined;
  const text = data.fields.get("text")?.value.data;
  return typeof text === "string" ? text : undefined;
}

export function addressOf(value: Value | undefined): Address | undefined {
  const text = value === undefined ? undefined : (addressText(value) ?? (typeof value.data === "string" ? value.data : undefined));
  return text === undefined ? undefined : parseAddress(text);
}

export function blockOf(value: Value | undefined): Block | undefined {
  const text = value === undefined ? undefined : (addressText(value) ?? (typeof value.data === "string" ? value.data : undefined));
  return text === undefined ? undefined : parseBlock(text);
}
