import type { Machine } from "../../../interpreter/machine";
import type { NativeCall } from "../../../interpreter/native";
import { List, type Item } from "../../../interpreter/list";
import { computed, numeral, RecordData, type Value } from "../../../interpreter/value";
import {
  addressOf,
  addressType,
  addressValue,
  blockOf,
  blockType,
  blockValue,
  bytesOf,
  bytesValue,
  covers,
  isPlain,
  lengthOf,
  maskText,
  maskType,
  maskValue,
  networkOf,
  networkValue,
  parseAddress,
  parseBlock,
  printAddress,
  printBlock,
  type Address,
  type Block,
} from "./addresses";
import { sliced, stored } from "./arrays";
import { argument, failure, native, nil, results, succeeds, unknown, values, type Implementation } from "./support";

/** The packages net and netip, and go-cidr. */
export const networks: Readonly<Record<string, Implementation>> = {
  "net.ParseCIDR": (call) => {
    const text = argument(call, 0)?.data;
    if (typeof text !== "string") {
      const hole = unknown(call, "is a block that is not known");
      return results(call, hole, hole, nil(call));
    }
    const block = parseBlock(text);
    if (block === undefined) return results(call, nil(call), nil(call), failure(call, `invalid CIDR address: ${text}`));
    return results(call, bytesValue(block.address, true, call.span, values(call)), networkValue(masked(block), call.span, values(call)), nil(call));
  },
  "net.ParseIP": (call) => {
    const text = argument(call, 0)?.data;
    if (typeof text !== "string") return unknown(call, "is an address that is not known");
    const address = parseAddress(text);
    return address === undefined ? nil(call) : bytesValue(address, true, call.span, values(call));
  },
  "net.IPv4": (call) => {
    const bytes = values(call).map(({ data }) => data);
    const isKnown = bytes.length === 4 && bytes.every((byte) => typeof byte === "number" && byte >= 0 && byte <= 255);
    const number = isKnown ? bytes.reduce((sum: bigint, byte) => sum * 256n + BigInt(Number(byte)), 0n) : undefined;
    return number === undefined ? unknown(call, "is an address that is not known") : bytesValue({ bits: 32, number }, true, call.span, values(call));
  },
  "net.IP": (call) => bytesAs(call, addressType),
  "net.IPMask": (call) => bytesAs(call, maskType),
  "net.IPNet": (call) => {
    const made = call.initializer ?? argument(call, 0) ?? nil(call);
    if (made.data instanceof RecordData) made.data.type = blockType;
    return made;
  },
  "net.CIDRMask": (call) => {
    const [ones, bits] = values(call).map(({ data }) => data);
    return typeof ones === "number" && (bits === 32 || bits === 128) && ones >= 0 && ones <= bits
      ? maskValue(ones, bits, call.span, values(call))
      : unknown(call, "is a mask");
  },
  "net.JoinHostPort": (call) => {
    const [host, port] = values(call).map(({ data }) => data);
    if (typeof host !== "string" || typeof port !== "string") return unknown(call, "is an address that is not known");
    return computed(host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`, call.span, values(call));
  },
  "net/netip.AddrFrom4": (call) => fromBytes(call, 4),
  "net/netip.AddrFrom16": (call) => fromBytes(call, 16),
  "net/netip.AddrFromSlice": (call) => {
    const address = bytesOf(argument(call, 0) ?? nil(call));
    return address === undefined
      ? results(call, unknown(call, "is an address that is not known"), unknown(call, "is an address that is not known"))
      : results(call, addressValue(address, call.span, values(call)), computed(true, call.span, []));
  },
  "encoding/binary.BigEndian.Uint32": (call) => {
    const bytes = bytesOf(argument(call, 0) ?? nil(call));
    return bytes?.bits === 32
      ? numeral(computed(Number(bytes.number), call.span, values(call)), "uint32")
      : unknown(call, "is made of bytes that are not known");
  },
  "encoding/binary.BigEndian.PutUint32": (call) => {
    const [list, number] = [argument(call, 0)?.data, argument(call, 1)?.data];
    if (!(list instanceof List)) return nil(call);
    call.machine.touch(list);
    const bytes = [24, 16, 8, 0].map((shift): Item => {
      const byte =
        typeof number === "number"
          ? computed(Math.floor(number / 2 ** shift) % 256, call.span, values(call))
          : unknown(call, "is a byte that is not known");
      return { value: numeral(byte, "uint8"), placement: { kind: "computed", span: call.span } };
    });
    list.items = [...bytes, ...list.items.slice(4)];
    stored(list, 0, bytes, call.machine);
    return nil(call);
  },
  "net/netip.ParsePrefix": (call) => parsed(call, parseBlock, (block) => blockValue(block, call.span, values(call))),
  "net/netip.ParseAddr": (call) => parsed(call, parseAddress, (address) => addressValue(address, call.span, values(call))),
  "net/netip.MustParsePrefix": (call) => {
    const block = blockOf(argument(call, 0));
    return block === undefined ? unknown(call, "is no block") : blockValue(block, call.span, values(call));
  },
  "net/netip.MustParseAddr": (call) => {
    const address = addressOf(argument(call, 0));
    return address === undefined ? unknown(call, "is no address") : addressValue(address, call.span, values(call));
  },
  "net/netip.PrefixFrom": (call) => {
    const [address, length] = [addressOf(argument(call, 0)), argument(call, 1)?.data];
    if (address === undefined || typeof length !== "number" || length < 0 || length > address.bits)
      return unknown(call, "is a block that is not known");
    return blockValue({ address, length }, call.span, values(call));
  },
  "github.com/apparentlymart/go-cidr/cidr.Subnet": (call) => {
    const [block, more, number] = [blockOf(argument(call, 0)), argument(call, 1)?.data, argument(call, 2)?.data];
    if (block === undefined || typeof more !== "number" || typeof number !== "number")
      return results(call, unknown(call, "is a block that is not known"), nil(call));
    const subnet = subnetOf(block, more, number);
    return subnet === undefined
      ? results(call, nil(call), failure(call, "insufficient address space"))
      : succeeds(call, networkValue(subnet, call.span, values(call)));
  },
  "github.com/apparentlymart/go-cidr/cidr.Host": (call) => {
    const [block, number] = [blockOf(argument(call, 0)), argument(call, 1)?.data];
    if (block === undefined || typeof number !== "number" || !Number.isInteger(number))
      return results(call, unknown(call, "is an address that is not known"), nil(call));
    const first = networkOf(block);
    const size = 1n << BigInt(first.bits - block.length);
    const offset = number < 0 ? size + BigInt(number) : BigInt(number);
    return succeeds(call, bytesValue({ ...first, number: first.number + offset }, false, call.span, values(call)));
  },
};

function masked(block: Block): Block {
  return { address: networkOf(block), length: block.length };
}

function subnetOf(block: Block, more: number, number: number): Block | undefined {
  const length = block.length + more;
  const { bits } = block.address;
  if (!Number.isInteger(more) || !Number.isInteger(number) || more < 0 || number < 0 || length > bits || BigInt(number) >= 1n << BigInt(more))
    return undefined;
  const first = networkOf(block);
  return { address: { bits, number: first.number + (BigInt(number) << BigInt(bits - length)) }, length };
}

function parsed<T>(call: NativeCall, parse: (text: string) => T | undefined, give: (result: T) => Value): Value {
  const text = argument(call, 0)?.data;
  if (typeof text !== "string") return results(call, unknown(call, "is an address that is not known"), nil(call));
  const result = parse(text);
  return result === undefined ? results(call, nil(call), failure(call, `cannot parse ${text}`)) : succeeds(call, give(result));
}

/** A list of bytes of a type, which shows those of what it is made from. */
function bytesAs(call: NativeCall, type: string): Value {
  const { machine, span } = call;
  const given = call.initializer ?? argument(call, 0);
  if (given === undefined || given.data === null) return nil(call);
  if (!(given.data instanceof List)) return unknown(call, "is made of bytes that are not known");
  const made = call.initializer === undefined ? sliced(given, undefined, undefined, undefined, machine, span) : given;
  if (made.data instanceof List) {
    made.data.type = type;
    if (call.initializer !== undefined) made.data.items = made.data.items.map((item) => ({ ...item, value: numeral(item.value, "uint8") }));
  }
  return made;
}

function fromBytes(call: NativeCall, count: 4 | 16): Value {
  const address = bytesOf(argument(call, 0) ?? nil(call));
  return address?.bits === count * 8 ? addressValue(address, call.span, values(call)) : unknown(call, "is an address that is not known");
}

/** Methods of addresses, blocks and masks; what is not known of them is a hole. */
export function addressMember(value: Value, name: string, call: Pick<NativeCall, "span">, machine: Machine): Value | undefined {
  const { data } = value;
  const { span } = call;
  const method = (implementation: Implementation): Value => native(name, implementation, span);
  if (data instanceof List)
    return data.type === maskType ? ofMask(value, name, method) : data.type === addressType ? ofBytes(value, name, method, machine) : undefined;
  if (!(data instanceof RecordData)) return undefined;
  if (data.type !== blockType && !isPlain(value)) return undefined;
  const [block, address] = [blockOf(value), isPlain(value) ? addressOf(value) : undefined];
  const known =
    block !== undefined ? ofBlock(value, block, name, method) : address !== undefined ? ofAddress(value, address, name, method) : undefined;
  return known ?? (data.fields.has(name) ? undefined : machine.hole(`is ${name} of an address, which is not read`, span, [value]));
}

function ofBlock(value: Value, block: Block, name: string, method: (implementation: Implementation) => Value): Value | undefined {
  const answer = (make: (call: NativeCall) => Value): Value => method(make);
  switch (name) {
    case "String":
      return answer((call) => computed(printBlock(block), call.span, [value]));
    case "Bits":
      return answer((call) => computed(block.length, call.span, [value]));
    case "Addr":
      return answer((call) => addressValue(block.address, call.span, [value]));
    case "Masked":
      return answer((call) => blockValue(masked(block), call.span, [value]));
    case "IsValid":
      return answer((call) => computed(true, call.span, [value]));
    case "IsSingleIP":
      return answer((call) => computed(block.length === block.address.bits, call.span, [value]));
    case "Contains":
      return answer((call) => {
        const other = addressOf(argument(call, 0));
        return other === undefined
          ? unknown(call, "asks for an address that is not known")
          : computed(covers(block, other), call.span, [value, ...values(call)]);
      });
    case "Overlaps":
      return answer((call) => {
        const other = blockOf(argument(call, 0));
        if (other === undefined) return unknown(call, "asks for a block that is not known");
        const [wide, narrow] = block.length <= other.length ? [block, other] : [other, block];
        return computed(covers(wide, narrow.address), call.span, [value, ...values(call)]);
      });
    default:
      return undefined;
  }
}

function ofMask(value: Value, name: string, method: (implementation: Implementation) => Value): Value | undefined {
  if (name === "Size")
    return method((call) => {
      const length = lengthOf(value);
      const bits = bytesOf(value)?.bits;
      if (length === undefined || bits === undefined) return results(call, unknown(call, "is a mask"), unknown(call, "is a mask"));
      return results(call, computed(length, call.span, [value]), computed(bits, call.span, [value]));
    });
  if (name !== "String") return undefined;
  return method((call) => {
    const text = maskText(value);
    return text === undefined ? unknown(call, "is a mask") : computed(text, call.span, [value]);
  });
}

/** Methods of the bytes of an address. */
function ofBytes(value: Value, name: string, method: (implementation: Implementation) => Value, machine: Machine): Value | undefined {
  const address = addressOf(value);
  if (address === undefined) return machine.hole("is an address that is not known", value.origin.span, [value]);
  switch (name) {
    case "To4":
      return method((call) => {
        if (address.bits !== 32) return nil(call);
        const { data } = value;
        if (!(data instanceof List) || data.length === 4) return value;
        const last = sliced(value, 12, 16, undefined, call.machine, call.span);
        if (last.data instanceof List) last.data.type = addressType;
        return last;
      });
    case "To16":
      return method((call) => (value.data instanceof List && value.data.length === 16 ? value : bytesValue(address, true, call.span, [value])));
    case "Equal":
      return method((call) => {
        const other = addressOf(argument(call, 0));
        return other === undefined
          ? unknown(call, "asks for an address that is not known")
          : computed(other.bits === address.bits && other.number === address.number, call.span, [value, ...values(call)]);
      });
    case "Mask":
      return method((call) => {
        const [mask, own] = [argument(call, 0), address];
        const bytes = mask === undefined ? undefined : bytesOf(mask);
        if (bytes?.bits !== own.bits) return unknown(call, "is masked in a way that is not known");
        return bytesValue({ ...own, number: own.number & bytes.number }, false, call.span, [value, ...values(call)]);
      });
    case "DefaultMask":
      return undefined;
    default:
      return ofAddress(value, address, name, method);
  }
}

function isIn(address: Address, blocks: readonly string[]): boolean {
  return blocks.some((text) => {
    const block = parseBlock(text);
    return block !== undefined && covers(block, address);
  });
}

/** https://pkg.go.dev/net/netip#Addr.IsPrivate and the others. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  IsPrivate: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
  IsLoopback: ["127.0.0.0/8", "::1/128"],
  IsLinkLocalUnicast: ["169.254.0.0/16", "fe80::/10"],
  IsMulticast: ["224.0.0.0/4", "ff00::/8"],
  IsUnspecified: ["0.0.0.0/32", "::/128"],
};

function ofAddress(value: Value, address: Address, name: string, method: (implementation: Implementation) => Value): Value | undefined {
  const moved = (step: bigint): Value => method((call) => addressValue({ ...address, number: address.number + step }, call.span, [value]));
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind !== undefined) return method((call) => computed(isIn(address, kind), call.span, [value]));
  switch (name) {
    case "String":
      return method((call) => computed(printAddress(address), call.span, [value]));
    case "IsValid":
      return method((call) => computed(true, call.span, [value]));
    case "Next":
      return moved(1n);
    case "Prev":
      return moved(-1n);
    case "BitLen":
      return method((call) => computed(address.bits, call.span, [value]));
    case "Is4":
      return method((call) => computed(address.bits === 32, call.span, [value]));
    case "Is6":
      return method((call) => computed(address.bits === 128, call.span, [value]));
    case "As4":
    case "As16":
    case "AsSlice":
      return method((call) => {
        const made = bytesValue(address, name === "As16", call.span, [value]);
        if (made.data instanceof List) delete made.data.type;
        return made;
      });
    case "Compare":
    case "Less":
      return method((call) => {
        const other = addressOf(argument(call, 0));
        if (other === undefined) return unknown(call, "asks for an address that is not known");
        const order =
          address.bits !== other.bits ? address.bits - other.bits : address.number < other.number ? -1 : address.number > other.number ? 1 : 0;
        return computed(name === "Less" ? order < 0 : Math.sign(order), call.span, [value, ...values(call)]);
      });
    default:
      return undefined;
  }
}
