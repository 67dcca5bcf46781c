import { withCommas } from "../../commas";
import * as ip from "../../net/ip";

/** "3,702,258,432 IPv4 addresses", and the other family if there is any of it. */
export function countOf(addresses: ip.AddressSet): string {
  const { v4, v6 } = ip.count(addresses);
  const parts = [
    ...(v4 > 0n ? [`${withCommas(v4)} IPv4 ${v4 === 1n ? "address" : "addresses"}`] : []),
    ...(v6 > 0n ? [`${hugeNumber(v6)} IPv6 ${v6 === 1n ? "address" : "addresses"}`] : []),
  ];
  return parts.length === 0 ? "no addresses" : parts.join(" and ");
}

function hugeNumber(count: bigint): string {
  return count < 1_000_000n ? withCommas(count) : `about 10^${count.toString().length - 1}`;
}
