import { describe, expect, test } from "@jest/globals";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure } from "@portcullis/policypack/contract/settings";
import { decode } from "@portcullis/policypack/decode/decode";
import { partInWords, portsInWords } from "@portcullis/policypack/model/names/ports";
import { sourcesInWords, type NamedSource } from "@portcullis/policypack/model/names/sources";
import { World } from "@portcullis/policypack/model/world";
import * as intervals from "@portcullis/policypack/net/intervals";
import * as ip from "@portcullis/policypack/net/ip";
import { everyTraffic, icmp, ofProtocol, tcp, udp, type Traffic } from "@portcullis/policypack/net/ports";

describe("ports in words", () => {
  test.each<[string, Traffic]>([
    ["SSH (tcp/22)", tcp(22)],
    ["tcp/8443", tcp(8443)],
    ["SSH (tcp/22) and RDP (tcp/3389)", tcp(22, 3389)],
    ["tcp/22-23 (SSH and telnet)", tcp([22, 23])],
    ["tcp/1024-65535", tcp([1024, 65535])],
    ["every tcp port", tcp([0, 65535])],
    ["every port of every protocol", everyTraffic],
    ["every icmp type", icmp()],
    ["protocol 50", ofProtocol(50)],
    ["DNS (udp/53)", udp(53)],
    ["SSH (tcp/22), telnet (tcp/23), HTTP (tcp/80) and 2 more", tcp(22, 23, 80, 7777, 9999).map((piece) => piece)],
    ["no port", intervals.none],
  ])("%s", (words, traffic) => expect(portsInWords(traffic)).toBe(words));

  test.each<[string, Traffic, Traffic]>([
    ["SSH (tcp/22)", tcp(22), tcp(22)],
    ["tcp/2000-2100, with NFS (tcp/2049),", tcp([2000, 2100]), tcp(2049)],
    ["every port of every protocol, with SSH (tcp/22),", everyTraffic, tcp(22)],
    ["tcp/80-443", tcp([80, 443]), tcp([81, 442])],
  ])("%s", (words, written, part) => expect(partInWords(written, part)).toBe(words));
});

describe("sources in words", () => {
  const world = new World(decode([]), configure({ settings: { trustedCidrs: ["9.0.0.0/8"] } }, policies).pack, "must");
  const block = (text: string): NamedSource => ({ text, addresses: ip.parseCidr(text) ?? ip.noAddresses, isList: false });
  const list = (text: string, ...blocks: readonly string[]): NamedSource => ({
    text: `the prefix list ${text}`,
    addresses: ip.unionAll(blocks.map((each) => block(each).addresses)),
    isList: true,
  });

  test.each<[string, readonly NamedSource[]]>([
    ["the whole internet: 0.0.0.0/0", [block("0.0.0.0/0")]],
    ["the whole IPv6 internet: ::/0", [block("::/0")]],
    ["the whole internet: 0.0.0.0/0 and ::/0", [block("0.0.0.0/0"), block("::/0")]],
    ["the whole internet: 0.0.0.0/1 and 128.0.0.0/1 together", [block("0.0.0.0/1"), block("128.0.0.0/1")]],
    ["the whole internet: 0.0.0.0/0 and 8.8.8.8/32", [block("0.0.0.0/0"), block("8.8.8.8/32")]],
    ["the whole internet, in the prefix list partners", [list("partners", "0.0.0.0/0")]],
    ["half of the internet: 0.0.0.0/1", [block("0.0.0.0/1")]],
    ["the public block 11.0.0.0/8", [block("11.0.0.0/8")]],
    ["the public address 8.8.8.8/32", [block("8.8.8.8/32")]],
    ["512 internet addresses: 8.8.8.0/24 and 8.8.4.0/24 together", [block("8.8.8.0/24"), block("8.8.4.0/24")]],
    ["the public block 2600::/12", [block("2600::/12")]],
    ["the prefix list office", [list("office", "8.8.8.0/29")]],
    ["nobody", []],
  ])("%s", (words, sources) => expect(sourcesInWords(world, sources)).toBe(words));

  test("who is trusted is no part of the internet that counts", () => {
    const allButTrusted = ip.formatCidrs(ip.subtract(ip.everyIpv4, ip.parseCidr("9.0.0.0/8") ?? ip.noAddresses)).map(block);
    expect(sourcesInWords(world, allButTrusted)).toMatch(/^the whole internet: .* together$/);
  });
});
