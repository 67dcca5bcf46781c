import { Native, type NativeCall } from "../../../interpreter/native";
import { computed, written, type Value } from "../../../interpreter/value";
import type { Span } from "../../../syntax/tree";
import {
  addressOf,
  addressValue,
  blockOf,
  blockValue,
  covers,
  networkOf,
  parseAddress,
  parseBlock,
  printBlock,
  type Address,
  type Block,
} from "./addresses";
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
    return results(call, addressValue(block.address, call.span, values(call)), blockValue(masked(block), call.span, values(call)), nil(call));
  },
  "net.ParseIP": (call) => {
    const text = argument(call, 0)?.data;
    if (typeof text !== "string") return unknown(call, "is an address that is not known");
    const address = parseAddress(text);
    return address === undefined ? nil(call) : addressValue(address, call.span, values(call));
  },
  "net.CIDRMask": (call) => unknown(call, "is a mask"),
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
      : succeeds(call, blockValue(subnet, call.span, values(call)));
  },
  "github.com/apparentlymart/go-cidr/cidr.Host": (call) => {
    const [block, number] = [blockOf(argument(call, 0)), argument(call, 1)?.data];
    if (block === undefined || typeof number !== "number" || !Number.isInteger(number))
      return results(call, unknown(call, "is an address that is not known"), nil(call));
    const first = networkOf(block);
    const size = 1n << BigInt(first.bits - block.length);
    const offset = number < 0 ? size + BigInt(number) : BigInt(number);
    return succeeds(call, addressValue({ ...first, number: first.number + offset }, call.span, values(call)));
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

/** Methods of addresses, blocks and masks. */
export function addressMember(value: Value, name: string, call: Pick<NativeCall, "span">): Value | undefined {
  const [address, block] = [addressOf(value), blockOf(value)];
  const { span } = call;
  const method = (implementation: Implementation): Value => native(name, implementation, span);
  const text = (part: string): Value => method((inner) => computed(part, inner.span, [value]));
  if (block !== undefined) {
    switch (name) {
      case "String":
        return text(printBlock(block));
      case "IP":
        return addressValue(block.address, span, [value]);
      case "Mask":
        return maskOf(value, block, span);
      case "Bits":
        return method((inner) => computed(block.length, inner.span, [value]));
      case "Addr":
        return method((inner) => addressValue(block.address, inner.span, [value]));
      case "Masked":
        return method((inner) => blockValue(masked(block), inner.span, [value]));
      case "IsValid":
        return method((inner) => computed(true, inner.span, [value]));
      case "Contains":
        return method((inner) => {
          const other = addressOf(argument(inner, 0));
          return other === undefined
            ? unknown(inner, "asks for an address that is not known")
            : computed(covers(block, other), inner.span, [value, ...values(inner)]);
        });
    }
  }
  return address === undefined ? undefined : ofAddress(value, address, name, method);
}

/** Its `Size()` is known; for all else it stands for its block. */
function maskOf(value: Value, block: Block, span: Span): Value {
  return written(
    new Native("Mask", {
      call: () => value,
      member: (name, _, place) =>
        name === "Size"
          ? native("Size", (call) => results(call, computed(block.length, place, [value]), computed(block.address.bits, place, [value])), place)
          : undefined,
    }),
    span,
  );
}

function ofAddress(value: Value, address: Address, name: string, method: (implementation: Implementation) => Value): Value | undefined {
  const moved = (step: bigint): Value => method((inner) => addressValue({ ...address, number: address.number + step }, inner.span, [value]));
  switch (name) {
    case "String":
      return method((inner) =>
        computed(value.data === null ? "" : printBlock({ address, length: address.bits }).replace(/\/\d+$/, ""), inner.span, [value]),
      );
    case "Next":
      return moved(1n);
    case "Prev":
      return moved(-1n);
    case "Is4":
      return method((inner) => computed(address.bits === 32, inner.span, [value]));
    case "Is6":
      return method((inner) => computed(address.bits === 128, inner.span, [value]));
    case "To4":
      return method((inner) => (address.bits === 32 ? value : nil(inner)));
    default:
      return undefined;
  }
}
