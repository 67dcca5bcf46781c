import { describe, expect, test } from "@jest/globals";
import { internet, privateIpv4, uniqueLocalIpv6 } from "@portcullis/policypack/net/internet";
import * as ip from "@portcullis/policypack/net/ip";

describe("the internet has", () => {
  const blocks = [
    "1.0.0.0/8",
    "3.0.0.0/8",
    "8.8.8.8/32",
    "100.63.255.255/32",
    "100.128.0.0/9",
    "172.15.255.255/32",
    "172.32.0.0/11",
    "192.0.0.9/32",
    "192.0.0.10/32",
    "192.31.196.0/24",
    "192.52.193.0/24",
    "192.88.99.0/31",
    "192.88.99.3/32",
    "192.175.48.0/24",
    "198.17.255.255/32",
    "198.20.0.0/14",
    "223.255.255.255/32",
    "2000::/3",
    "2001:db8::/32",
    "64:ff9b::/96",
    "64:ff9b::10.0.0.1/128",
  ];
  test.each(blocks)("%s", (block) => expect(ip.covers(internet, read(block))).toBe(true));
});

describe("the internet has nothing of", () => {
  const blocks = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/29",
    "192.0.0.8/32",
    "192.0.0.170/31",
    "192.0.2.0/24",
    "192.88.99.2/32",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "255.255.255.255/32",
    "::/128",
    "::1/128",
    "::ffff:10.0.0.0/104",
    "64:ff9b:1::/48",
    "100::/64",
    "4000::/2",
    "fc00::/7",
    "fe80::/10",
    "ff00::/8",
  ];
  test.each(blocks)("%s", (block) => expect(ip.meets(internet, read(block))).toBe(false));
});

test("the internet has the addresses that the registry leaves", () => {
  const special = 2n ** 24n * 3n + 2n ** 22n + 2n ** 16n * 2n + 2n ** 20n + 2n ** 17n + 256n * 5n - 2n + 1n - 256n;
  const multicastAndReserved = 2n ** 29n;
  expect(ip.count(internet)).toEqual({ v4: 2n ** 32n - special - multicastAndReserved, v6: 2n ** 125n + 2n ** 32n });
});

test("private blocks are not internet", () => {
  expect(ip.formatCidrs(privateIpv4)).toEqual(["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"]);
  expect(ip.formatCidrs(uniqueLocalIpv6)).toEqual(["fc00::/7"]);
  expect(ip.meets(internet, ip.union(privateIpv4, uniqueLocalIpv6))).toBe(false);
});

function read(block: string): ip.AddressSet {
  const set = ip.parseCidr(block);
  if (set === undefined) throw new Error(`${block} is not read`);
  return set;
}
