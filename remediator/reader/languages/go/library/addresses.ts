import { List, type Item } from "../../../interpreter/list";
import { computed, numeral, RecordData, type Value } from "../../../interpreter/value";
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

/** The types of what stands for addresses and blocks: lists of bytes and structs of these in net, values that nobody changes in netip. */
export const addressType = "net.IP";
export const maskType = "net.IPMask";
export const blockType = "net.IPNet";
const plainAddress = "netip.Addr";
const plainBlock = "netip.Prefix";

/** The address as netip has it. */
export function addressValue(address: Address, span: Span, parts: readonly Value[]): Value {
  return plainRecord(plainAddress, printAddress(address), span, parts);
}

export function blockValue(block: Block, span: Span, parts: readonly Value[]): Value {
  return plainRecord(plainBlock, printBlock(block), span, parts);
}

/** The address as net has it: four bytes, or sixteen, of which the last four are those of an IPv4 address. */
export function bytesValue(address: Address, isLong: boolean, span: Span, parts: readonly Value[]): Value {
  const own = address.bits === 32 && isLong ? { bits: 128 as const, number: mapped + address.number } : address;
  return listOfBytes(addressType, own, span, parts);
}

/** A block as net has it. */
export function networkValue(block: Block, span: Span, parts: readonly Value[]): Value {
  const data = new RecordData();
  data.type = blockType;
  const ip = listOfBytes(addressType, block.address, span, parts);
  const mask = maskValue(block.length, block.address.bits, span, parts);
  for (const [name, value] of [
    ["IP", ip],
    ["Mask", mask],
  ] as const)
    data.fields.set(name, { value, entry: span, placement: "computed" });
  return computed(data, span, parts);
}

export function maskValue(length: number, bits: 32 | 128, span: Span, parts: readonly Value[]): Value {
  const ones = ((1n << BigInt(length)) - 1n) << BigInt(bits - length);
  return listOfBytes(maskType, { bits, number: ones }, span, parts);
}

/** ::ffff:0:0, behind which IPv4 addresses are. */
const mapped = 0xffff_0000_0000n;

function listOfBytes(type: string, { bits, number }: Address, span: Span, parts: readonly Value[]): Value {
  const items: Item[] = [];
  for (let shift = bits - 8; shift >= 0; shift -= 8)
    items.push({
      value: numeral(computed(Number((number >> BigInt(shift)) & 0xffn), span, parts), "uint8"),
      placement: { kind: "computed", span },
    });
  const list = new List(items);
  list.type = type;
  return computed(list, span, parts);
}

function plainRecord(type: string, text: string, span: Span, parts: readonly Value[]): Value {
  const data = new RecordData();
  data.type = type;
  data.fields.set("text", { value: computed(text, span, parts), entry: span, placement: "computed" });
  return computed(data, span, parts);
}

/** The number that a list of bytes is; undefined where one of them is not known. */
export function bytesOf({ data }: Value): Address | undefined {
  if (!(data instanceof List) || data.rest !== undefined) return undefined;
  const bytes = data.items.map(({ value }) => value.data);
  if (!bytes.every((byte) => typeof byte === "number" && byte >= 0 && byte <= 255)) return undefined;
  const number = bytes.reduce((sum: bigint, byte) => sum * 256n + BigInt(Number(byte)), 0n);
  return bytes.length === 4 ? { bits: 32, number } : bytes.length === 16 ? { bits: 128, number } : undefined;
}

/** How many of the first bits of a mask are set; undefined where others are as well. */
export function lengthOf(mask: Value | undefined): number | undefined {
  const bytes = mask === undefined ? undefined : bytesOf(mask);
  if (bytes === undefined) return undefined;
  const digits = bytes.number.toString(2).padStart(bytes.bits, "0");
  return /^1*0*$/.test(digits) ? digits.replace(/0+$/, "").length : undefined;
}

/** How such a value is printed; undefined for everything else. */
export function addressText(value: Value): string | undefined {
  const { data } = value;
  if (data instanceof List && data.type === maskType) return maskText(value);
  const address = data instanceof List && data.type === addressType ? addressOf(value) : undefined;
  if (address !== undefined) return printAddress(address);
  if (data instanceof RecordData && data.type === blockType) {
    const block = blockOf(value);
    return block === undefined ? undefined : printBlock(block);
  }
  return plainText(data);
}

export function maskText(mask: Value): string | undefined {
  const bytes = bytesOf(mask);
  return bytes?.number.toString(16).padStart(bytes.bits / 4, "0");
}

function plainText(data: Value["data"]): string | undefined {
  if (!(data instanceof RecordData) || (data.type !== plainAddress && data.type !== plainBlock)) return undefined;
  const text = data.fields.get("text")?.value.data;
  return typeof text === "string" ? text : undefined;
}

/** Whether a value is one of netip, which nobody changes. */
export function isPlain({ data }: Value): boolean {
  return data instanceof RecordData && (data.type === plainAddress || data.type === plainBlock);
}

export function addressOf(value: Value | undefined): Address | undefined {
  if (value === undefined) return undefined;
  const bytes = bytesOf(value);
  if (bytes !== undefined)
    return bytes.bits === 128 && bytes.number >> 32n === mapped >> 32n ? { bits: 32, number: bytes.number & 0xffff_ffffn } : bytes;
  const text = plainText(value.data) ?? (typeof value.data === "string" ? value.data : undefined);
  return text === undefined ? undefined : parseAddress(text);
}

export function blockOf(value: Value | undefined): Block | undefined {
  if (value === undefined) return undefined;
  if (value.data instanceof RecordData && value.data.type === blockType) {
    const [address, length] = [addressOf(value.data.fields.get("IP")?.value), lengthOf(value.data.fields.get("Mask")?.value)];
    return address === undefined || length === undefined ? undefined : { address, length: Math.min(length, address.bits) };
  }
  const text = plainText(value.data) ?? (typeof value.data === "string" ? value.data : undefined);
  return text === undefined ? undefined : parseBlock(text);
}
