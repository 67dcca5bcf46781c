import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import * as intervals from "@portcullis/policypack/net/intervals";
import * as ports from "@portcullis/policypack/net/ports";
import type { Traffic } from "@portcullis/policypack/net/ports";

const { tcp, udp, icmp, icmpv6, ofProtocol, trafficOf, protocolNumber, everyTraffic, noTraffic } = ports;

describe("a protocol is read", () => {
  const cases: [value: string | number, protocol: number | "all" | undefined][] = [
    ["tcp", 6],
    ["TCP", 6],
    [" Tcp ", 6],
    ["6", 6],
    [6, 6],
    ["udp", 17],
    ["17", 17],
    ["icmp", 1],
    [1, 1],
    ["icmpv6", 58],
    ["ICMPv6", 58],
    ["icmp6", 58],
    ["ipv6-icmp", 58],
    ["58", 58],
    ["sctp", 132],
    ["gre", 47],
    ["esp", 50],
    ["ah", 51],
    ["0", 0],
    [0, 0],
    ["255", 255],
    ["-1", "all"],
    [-1, "all"],
    ["all", "all"],
    ["ALL ", "all"],
    ["", undefined],
    [" ", undefined],
    ["any", undefined],
    ["*", undefined],
    ["tcp/udp", undefined],
    ["256", undefined],
    [256, undefined],
    ["-2", undefined],
    [-2, undefined],
    [6.5, undefined],
    [Number.NaN, undefined],
    ["6.0", undefined],
    ["0x6", undefined],
    ["1e1", undefined],
    // IANA's "rdp" is not the RDP that its author means.
    ["rdp", undefined],
    ["constructor", undefined],
  ];
  test.each(cases)("%j", (value, protocol) => expect(protocolNumber(value)).toBe(protocol));

  test("a number and its text are the same, and nothing throws", () => {
    fc.assert(fc.property(fc.integer(), (value) => expect(protocolNumber(value)).toBe(protocolNumber(String(value)))));
    fc.assert(fc.property(fc.string(), (value) => void protocolNumber(value)));
  });
});

describe("what a rule admits", () => {
  const any = undefined;
  const cases: [rule: [protocol: number | "all", from?: number | undefined, to?: number | undefined], admitted: Traffic][] = [
    [["all"], everyTraffic],
    [["all", 0, 0], everyTraffic],
    [["all", 22, 22], everyTraffic],
    [["all", -1, -1], everyTraffic],
    [[6, 22, 22], tcp(22)],
    [[6, 0, 0], tcp(0)],
    [[6, 0, 65535], ofProtocol(6)],
    [[17, 53, 60], udp([53, 60])],
    // Not -1 "any", which is for ICMP: no such port, and AWS refuses the rule.
    [[6, -1, -1], noTraffic],
    [[17, -1, -1], noTraffic],
    [[6, -1, 22], tcp([0, 22])],
    [[6, 443, 80], noTraffic],
    [[6, 65000, 70000], tcp([65000, 65535])],
    [[6, 65536, 70000], noTraffic],
    // AWS asks for ports with these; left out, the widest reading.
    [[6], ofProtocol(6)],
    [[17, any, any], ofProtocol(17)],
    [[6, 22, any], tcp([22, 65535])],
    [[6, any, 22], tcp([0, 22])],
    // AWS knows no ports for other protocols.
    [[47], ofProtocol(47)],
    [[50, 22, 22], ofProtocol(50)],
    [[132, 80, 80], ofProtocol(132)],
    [[0, 0, 0], ofProtocol(0)],
    [[256, 0, 0], noTraffic],
    // Type and code.
    [[1], ofProtocol(1)],
    [[1, -1, -1], ofProtocol(1)],
    [[1, -1, 0], ofProtocol(1)],
    [[1, 8, -1], icmp(8)],
    [[1, 8, any], icmp(8)],
    [[1, 8, 0], icmp(8, 0)],
    [[1, 3, 4], icmp(3, 4)],
    [[1, 0, 0], icmp(0, 0)],
    [[1, 0, 65535], noTraffic],
    [[1, 256, -1], noTraffic],
    [[1, -2, -1], noTraffic],
    [[58], ofProtocol(58)],
    [[58, -1, -1], ofProtocol(58)],
    [[58, 128, 0], icmpv6(128, 0)],
  ];
  test.each(cases)("%j", (rule, admitted) => expect(trafficOf(...rule)).toEqual(admitted));

  test("is the points of the line that the rule names, for any protocol and ports", () => {
    const port = fc.oneof(fc.integer({ min: -2, max: 300 }), fc.integer({ min: -70_000, max: 70_000 }));
    fc.assert(
      fc.property(fc.nat(255), port, port, fc.nat(65535), (protocol, from, to, low) => {
        const isPort = protocol === 6 || protocol === 17;
        const isIcmp = protocol === 1 || protocol === 58;
        const [type, code] = [low >> 8, low & 255];
        const isNamed = isPort ? from <= low && low <= to : isIcmp ? from === -1 || (type === from && (to === -1 || code === to)) : true;
        expect(intervals.contains(trafficOf(protocol, from, to), BigInt(protocol * 65536 + low))).toBe(isNamed);
        expect(intervals.covers(ofProtocol(protocol), trafficOf(protocol, from, to))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test("never throws, whatever numbers stand in a program", () => {
    fc.assert(fc.property(fc.nat(300), fc.double(), fc.double(), (protocol, from, to) => void trafficOf(protocol, from, to)));
  });
});

describe("the line", () => {
  test("is made of 256 protocols", () => {
    expect(intervals.unionAll(Array.from({ length: 256 }, (_, protocol) => ofProtocol(protocol)))).toEqual(everyTraffic);
    expect(intervals.size(everyTraffic)).toBe(256n * 65536n);
  });

  test("keeps protocols apart", () => {
    expect(intervals.meets(tcp([0, 65535]), udp([0, 65535]))).toBe(false);
    expect(intervals.meets(icmp(), icmpv6())).toBe(false);
    expect(intervals.meets(icmp(8), icmp(3))).toBe(false);
  });

  test("has ports and ranges in any order", () => {
    expect(tcp([80, 90], 22, [85, 95], 96)).toEqual(intervals.union(tcp(22), tcp([80, 96])));
    expect([tcp(), udp()]).toEqual([noTraffic, noTraffic]);
    expect(tcp(-1, 65536, [70000, 80000])).toEqual(noTraffic);
  });
});

describe("protocols and ports of a set", () => {
  const pieces = fc.array(fc.tuple(fc.constantFrom(1, 5, 6, 7, 17, 47, 58), fc.nat(400), fc.nat(400)), { maxLength: 8 });

  test("put together again they are the set", () => {
    fc.assert(
      fc.property(pieces, (list) => {
        const traffic = intervals.unionAll(list.map(([protocol, from, to]) => trafficOf(protocol, from, to)));
        const protocols = ports.protocolsOf(traffic);
        const parts = protocols.map((protocol) => {
          const start = BigInt(protocol * 65536);
          return intervals.canonical(ports.portsOf(traffic, protocol).map(({ first, last }) => ({ first: first + start, last: last + start })));
        });
        expect(intervals.unionAll(parts)).toEqual(traffic);
        expect(protocols).toEqual([...new Set(protocols)].sort((a, b) => a - b));
        expect(parts.some(intervals.isEmpty)).toBe(false);
      }),
    );
  });

  test("of everything", () => {
    expect(ports.protocolsOf(everyTraffic)).toHaveLength(256);
    expect(ports.portsOf(everyTraffic, 6)).toEqual([{ first: 0n, last: 65535n }]);
    expect(ports.portsOf(tcp(22), 17)).toEqual([]);
  });
});

describe("in words", () => {
  const cases: [traffic: Traffic, words: string][] = [
    [noTraffic, "no traffic"],
    [everyTraffic, "every protocol"],
    [tcp(22), "tcp/22"],
    [intervals.union(tcp([20, 25]), udp(53)), "tcp/20-25 and udp/53"],
    [tcp([0, 65535]), "every tcp port"],
    [ofProtocol(17), "every udp port"],
    [ofProtocol(1), "every icmp type"],
    [ofProtocol(58), "every icmpv6 type"],
    [icmp(8), "icmp type 8"],
    [icmp(3, 4), "icmp type 3 code 4"],
    [intervals.union(icmp(3, 4), icmp(3, 5)), "icmp type 3 codes 4-5"],
    [intervals.union(icmp(3), icmp(4)), "icmp types 3-4"],
    [intervals.union(icmp(3, 255), icmp(4), icmp(5, 0)), "icmp type 3 code 255, icmp type 4 and icmp type 5 code 0"],
    [icmpv6(128), "icmpv6 type 128"],
    [ofProtocol(47), "protocol 47"],
    [intervals.union(ofProtocol(50), ofProtocol(51)), "protocols 50-51"],
    [intervals.union(ofProtocol(5), tcp([0, 21])), "protocol 5 and tcp/0-21"],
    [intervals.subtract(everyTraffic, tcp(22)), "protocols 0-5, tcp/0-21, tcp/23-65535 and protocols 7-255"],
    [tcp(1, 3, 5, 7, 9, 11), "tcp/1, tcp/3, tcp/5, tcp/7 and 2 more"],
  ];
  test.each(cases.map(([traffic, words]) => [words, traffic] as const))("%s", (words, traffic) => expect(ports.describe(traffic)).toBe(words));

  test("as many pieces as asked for", () => {
    expect(ports.describe(tcp(1, 3, 5), 1)).toBe("tcp/1 and 2 more");
  });
});
