import * as ip from "./ip";
import type { AddressSet } from "./ip";

/**
 * The blocks that IANA's registry calls not globally reachable, each with the RFC that says so.
 * https://www.iana.org/assignments/iana-ipv4-special-registry/iana-ipv4-special-registry.xhtml
 *
 * Other entries of the registry are internet: 192.31.196.0/24, 192.52.193.0/24 and 192.175.48.0/24 are globally reachable, and for 192.88.99.0/24
 * (deprecated 6to4 relays, RFC 7526) it no longer says.
 */
const notGloballyReachable = [
  ["0.0.0.0/8", "RFC 791: this network"],
  ["10.0.0.0/8", "RFC 1918: private use"],
  ["100.64.0.0/10", "RFC 6598: shared address space"],
  ["127.0.0.0/8", "RFC 1122: loopback"],
  ["169.254.0.0/16", "RFC 3927: link local"],
  ["172.16.0.0/12", "RFC 1918: private use"],
  ["192.0.0.0/24", "RFC 6890: IETF protocol assignments, but for the two below"],
  ["192.0.2.0/24", "RFC 5737: documentation"],
  ["192.88.99.2/32", "RFC 6751: 6a44 relay anycast"],
  ["192.168.0.0/16", "RFC 1918: private use"],
  ["198.18.0.0/15", "RFC 2544: benchmarking"],
  ["198.51.100.0/24", "RFC 5737: documentation"],
  ["203.0.113.0/24", "RFC 5737: documentation"],
  ["240.0.0.0/4", "RFC 1112: reserved; RFC 8190: limited broadcast"],
] as const;

/** Globally reachable parts of blocks that are not. */
const globallyReachable = [
  ["192.0.0.9/32", "RFC 7723: port control protocol anycast"],
  ["192.0.0.10/32", "RFC 8155: TURN anycast"],
] as const;

const multicast = blocks("224.0.0.0/4");

/** What is routed on the internet: 2000::/3 is all of global unicast (RFC 4291), and 64:ff9b::/96 is all of IPv4 behind NAT64 (RFC 6052). */
const internetIpv6 = blocks("2000::/3", "64:ff9b::/96");

/** The addresses that a packet from the internet can come from. */
export const internet: AddressSet = ip.union(internetIpv4(), internetIpv6);

/** Private use (RFC 1918) and shared address space (RFC 6598). */
export const privateIpv4: AddressSet = blocks("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10");

/** RFC 5737: in examples, and in what is made of them, these stand for somebody's addresses on the internet. */
export const documentationIpv4: AddressSet = blocks("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24");

/** RFC 4193. */
export const uniqueLocalIpv6: AddressSet = blocks("fc00::/7");

function internetIpv4(): AddressSet {
  const unreachable = ip.subtract(blocks(...notGloballyReachable.map(([cidr]) => cidr)), blocks(...globallyReachable.map(([cidr]) => cidr)));
  return ip.subtract(ip.everyIpv4, ip.union(unreachable, multicast));
}

function blocks(...cidrs: readonly string[]): AddressSet {
  return ip.unionAll(cidrs.map((cidr) => ip.parseCidr(cidr) ?? wrong(cidr)));
}

function wrong(cidr: string): never {
  throw new Error(`${cidr} is not a block of addresses`);
}
