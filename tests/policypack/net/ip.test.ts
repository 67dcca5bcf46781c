import { isIPv4, isIPv6 } from "node:net";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import * as intervals from "@portcullis/policypack/net/intervals";
import * as ip from "@portcullis/policypack/net/ip";
import type { AddressSet } from "@portcullis/policypack/net/ip";

const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
/** Zeros are frequent, so that addresses with runs of them are too. */
const groups = fc.array(fc.oneof(fc.constant(0), fc.nat(15), fc.nat(65535)), { minLength: 8, maxLength: 8 });
const blankSpace = fc.constantFrom("", " ", "\t", "\n", "  ");
const mappedIpv4 = intervals.interval(0xffffn << 32n, (0x10000n << 32n) - 1n);

describe("a block is read", () => {
  const cases: [text: string, blocks: string[]][] = [
    ["0.0.0.0/0", ["0.0.0.0/0"]],
    ["1.2.3.4/0", ["0.0.0.0/0"]],
    ["10.1.2.3/8", ["10.0.0.0/8"]],
    ["100.68.0.18/18", ["100.68.0.0/18"]],
    ["255.255.255.255/1", ["128.0.0.0/1"]],
    ["203.0.113.9", ["203.0.113.9/32"]],
    ["203.0.113.9/32", ["203.0.113.9/32"]],
    [" 10.0.0.0/8\n", ["10.0.0.0/8"]],
    ["::/0", ["::/0"]],
    ["0::/0", ["::/0"]],
    ["0:0:0:0:0:0:0:0/0", ["::/0"]],
    ["2001:DB8::1/0", ["::/0"]],
    ["2001:DB8:0:0:0:0:0:1", ["2001:db8::1/128"]],
    ["2001:0db8:0000::/32", ["2001:db8::/32"]],
    ["64:ff9b::192.0.2.33/128", ["64:ff9b::c000:221/128"]],
    ["1:2:3:4:5:6:7::", ["1:2:3:4:5:6:7:0/128"]],
    ["::ffff:1.2.3.4/120", ["1.2.3.0/24"]],
    ["::FFFF:102:304/120", ["1.2.3.0/24"]],
    ["0:0:0:0:0:ffff:1.2.3.4", ["1.2.3.4/32"]],
    ["::ffff:0:0/96", ["0.0.0.0/0"]],
    // One bit wider than all of mapped IPv4: IPv6 again.
    ["::ffff:0:0/95", ["::fffe:0:0/95"]],
    ["0.0.0.0/00", ["0.0.0.0/0"]],
    ["::/000", ["::/0"]],
    // The deprecated "compatible" form is not the mapped one.
    ["::1.2.3.4/128", ["::102:304/128"]],
    ["::ffff:0:1.2.3.4/128", ["::ffff:0:102:304/128"]],
  ];

  test.each(cases)("%j", (text, blocks) => {
    const set = ip.parseCidr(text);
    expect(set && ip.formatCidrs(set)).toEqual(blocks);
  });
});

describe("what is no block is not read", () => {
  const cases: [reason: string, ...texts: string[]][] = [
    ["empty", "", " ", "/", "/8", "//", "10.0.0.0/", "::/", "10.0.0.0//8", "10.0.0.0/8/8"],
    ["octal", "010.0.0.0/8", "10.00.0.0/8", "0177.0.0.1", "::ffff:010.0.0.1", "64:ff9b::1.2.3.04"],
    ["hexadecimal", "0xa.0.0.0/8", "0x7f000001", "::ffff:0xa.0.0.1"],
    ["short", "10.1/16", "10/8", "10.0.0/24", "2130706433", "::ffff:1.2.3"],
    ["out of range", "256.0.0.0/8", "1.2.3.4/33", "::/129", "1.2.3.4/999", "::ffff:1.2.3.256", "10000::"],
    ["not a prefix length", "10.0.0.0/08", "10.0.0.0/+8", "10.0.0.0/-1", "10.0.0.0/8.0", "10.0.0.0/0x8", "10.0.0.0/255.0.0.0", "::/1e1"],
    ["zone", "fe80::1%eth0", "fe80::1%eth0/64", "fe80::1%1/64", "fe80::1/64%1"],
    ["white space inside", "10.0.0.0 /8", "10.0.0.0/ 8", "10. 0.0.0/8", ":: 1"],
    ["malformed", "1.2.3.4.5", "1..2.3", "1:::2", "1::2::3", ":1::", "1:2:3:4:5:6:7:8:9", "1.2.3.4::", "[::1]", "::1:80:", "g::", "::1.2.3.4:5", ":"],
    ["something else", "sg-0123", "pl-63a5400a", "10.0.0.0-10.0.0.9", "any", "*", "http://1.2.3.4", "１.2.3.4"],
  ];

  test.each(cases)("%s", (_reason, ...texts) => {
    expect(texts.filter((text) => ip.parseCidr(text) !== undefined)).toEqual([]);
  });
});

describe("every spelling of an address is the same address", () => {
  test("IPv4", () => {
    fc.assert(
      fc.property(octets, fc.nat(32), blankSpace, blankSpace, (address, prefix, before, after) => {
        const [a, b, c, d] = address;
        const expected = ip.parseCidr(`${address.join(".")}/${prefix}`);
        const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
        const mapped = [`::ffff:${address.join(".")}`, `::ffff:${hex}`, `0:0:0:0:0:FFFF:${hex}`, `0000::ffff:${address.join(".")}`];
        for (const text of mapped) expect(ip.parseCidr(`${text}/${prefix + 96}`)).toEqual(expected);
        expect(ip.parseCidr(`${before}${address.join(".")}/${prefix}${after}`)).toEqual(expected);
        expect(ip.parseCidr(address.join("."))).toEqual(ip.parseCidr(`${address.join(".")}/32`));
      }),
    );
  });

  test("IPv6", () => {
    fc.assert(
      fc.property(groups, fc.nat(128), blankSpace, (address, prefix, blank) => {
        const value = address.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n);
        const size = 1n << BigInt(128 - prefix);
        const isMapped = prefix >= 96 && value >> 32n === 0xffffn;
        for (const text of spellings(address)) {
          const set = ip.parseCidr(`${blank}${text}/${prefix}${blank}`);
          if (!isMapped) expect(set).toEqual({ v4: [], v6: [{ first: value - (value % size), last: value - (value % size) + size - 1n }] });
          else expect(set?.v6).toEqual([]);
        }
      }),
    );
  });

  test("host bits do not matter", () => {
    fc.assert(
      fc.property(octets, octets, fc.nat(32), (address, noise, prefix) => {
        const clean = ip.parseCidr(`${address.join(".")}/${prefix}`);
        const kept = [...address.flatMap(bitsOf).slice(0, prefix), ...noise.flatMap(bitsOf).slice(prefix)].join("");
        const noisy = [0, 8, 16, 24].map((start) => parseInt(kept.slice(start, start + 8), 2)).join(".");
        expect(ip.parseCidr(`${noisy}/${prefix}`)).toEqual(clean);
      }),
    );
  });
});

describe("reading text", () => {
  test("never throws, and what is read can be written and read again", () => {
    const likely = fc.string({ unit: fc.constantFrom(..."0123456789abcdfxX.:/% ".split("")) });
    fc.assert(
      fc.property(fc.oneof(fc.string(), likely, fc.string({ unit: "binary" })), (text) => {
        const set = ip.parseCidr(text);
        if (set !== undefined) expect(read(ip.formatCidrs(set))).toEqual(set);
      }),
      { numRuns: 2000 },
    );
  });

  test("agrees with the platform on which addresses there are", () => {
    const likely = fc.oneof(
      fc.array(fc.constantFrom("0", "1", "255", "256", "01", "0x1", "", "9"), { minLength: 1, maxLength: 5 }).map((parts) => parts.join(".")),
      fc
        .array(fc.constantFrom("0", "1", "ffff", "FFFF", "0001", "10000", "", "1.2.3.4", "1.2.3.04"), { minLength: 1, maxLength: 9 })
        .map((parts) => parts.join(":")),
    );
    fc.assert(
      fc.property(likely, (text) => {
        expect(ip.parseCidr(text) !== undefined).toBe(isIPv4(text) || isIPv6(text));
      }),
      { numRuns: 3000 },
    );
  });
});

describe("writing blocks", () => {
  const sets = addressSets();

  test("reads back as the same set", () => {
    fc.assert(fc.property(sets, (set) => expect(read(ip.formatCidrs(set))).toEqual(set)));
  });

  test("takes the fewest blocks: no two of them make one, none is in another", () => {
    fc.assert(
      fc.property(sets, (set) => {
        const blocks = ip.formatCidrs(set);
        for (const [i, block] of blocks.entries()) {
          const next = blocks[i + 1];
          if (next !== undefined) expect(ip.formatCidrs(read([block, next]))).toHaveLength(2);
        }
      }),
    );
  });

  test("writes IPv6 as the URL standard does, which follows RFC 5952", () => {
    fc.assert(
      fc.property(groups, (address) => {
        fc.pre(!address.slice(0, 5).every((group) => group === 0) || address[5] !== 0xffff);
        const text = address.map((group) => group.toString(16)).join(":");
        expect(ip.formatCidrs(read([text]))).toEqual([`${new URL(`http://[${text}]`).hostname.slice(1, -1)}/128`]);
      }),
    );
  });

  test("everything but one address takes a block for each bit", () => {
    expect(ip.formatCidrs(ip.subtract(ip.everyIpv4, read(["10.0.0.1"])))).toHaveLength(32);
    expect(ip.formatCidrs(ip.subtract(ip.everyIpv6, read(["2001:db8::1"])))).toHaveLength(128);
  });

  test("halves and quarters of the world are the world", () => {
    expect(ip.formatCidrs(read(["128.0.0.0/1", "0.0.0.0/1", "::/1", "8000::/1"]))).toEqual(["0.0.0.0/0", "::/0"]);
    expect(read(["0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/2", "192.0.0.0/2"])).toEqual(ip.everyIpv4);
  });
});

describe("the algebra works on both families at once", () => {
  const sets = addressSets();

  test("operations", () => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        expect(ip.union(a, b)).toEqual({ v4: intervals.union(a.v4, b.v4), v6: intervals.union(a.v6, b.v6) });
        expect(ip.unionAll([a, b, a])).toEqual(ip.union(a, b));
        expect(ip.union(a, b, a)).toEqual(ip.union(b, a));
        expect(ip.union(ip.subtract(a, b), ip.intersect(a, b))).toEqual(a);
        expect(ip.isEmpty(ip.intersect(ip.subtract(a, b), b))).toBe(true);
      }),
    );
  });

  test("questions", () => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        expect(ip.covers(a, b)).toBe(ip.isEmpty(ip.subtract(b, a)));
        expect(ip.meets(a, b)).toBe(!ip.isEmpty(ip.intersect(a, b)));
        expect(ip.equals(a, b)).toBe(ip.covers(a, b) && ip.covers(b, a));
        expect([ip.covers(ip.everyAddress, a), ip.covers(a, ip.noAddresses), ip.meets(a, ip.noAddresses)]).toEqual([true, true, false]);
      }),
    );
  });

  test("::/0 says nothing about IPv4", () => {
    expect(ip.meets(ip.everyIpv6, read(["1.2.3.4"]))).toBe(false);
    expect(ip.meets(ip.everyIpv6, read(["::ffff:1.2.3.4"]))).toBe(false);
    expect(ip.union(ip.everyIpv4, ip.everyIpv6)).toEqual(ip.everyAddress);
  });

  test("of nothing", () => {
    expect([ip.union(), ip.unionAll([])]).toEqual([ip.noAddresses, ip.noAddresses]);
  });
});

describe("width", () => {
  const limit = { v4: 24, v6: 48 };
  const cases: [blocks: string[], isWider: boolean][] = [
    [[], false],
    [["203.0.113.9/32"], false],
    [["203.0.113.0/24"], false],
    [["203.0.113.0/25", "198.51.100.0/25"], false],
    [["203.0.113.0/24", "198.51.100.7/32"], true],
    [["3.0.0.0/8"], true],
    [["2001:db8::/48"], false],
    [["2001:db8::/48", "2001:db9::/128"], true],
    [["203.0.113.0/24", "2001:db8::/48"], false],
  ];

  test.each(cases)("%j wider than /24 or /48: %s", (blocks, isWider) => {
    expect(ip.isWiderThan(read(blocks), limit)).toBe(isWider);
  });

  test("nothing is wider than /0", () => {
    expect(ip.isWiderThan(ip.everyAddress, { v4: 0, v6: 0 })).toBe(false);
  });

  test("counts", () => {
    expect(ip.count(read(["10.0.0.0/8", "::/127"]))).toEqual({ v4: 16_777_216n, v6: 2n });
    expect(ip.count(ip.everyAddress)).toEqual({ v4: 1n << 32n, v6: 1n << 128n });
  });
});

describe("in words", () => {
  const cases: [blocks: string[], words: string][] = [
    [[], "no address"],
    [["0.0.0.0/0", "::/0"], "every address"],
    [["0.0.0.0/0"], "every IPv4 address"],
    [["::/0", "10.0.0.0/8"], "10.0.0.0/8 and every IPv6 address"],
    [["10.0.0.0/8", "192.168.0.0/16"], "10.0.0.0/8 and 192.168.0.0/16"],
    [["10.0.0.0/32", "11.0.0.0/32", "12.0.0.0/32", "13.0.0.0/32"], "10.0.0.0/32, 11.0.0.0/32, 12.0.0.0/32 and 1 more block"],
    [["10.0.0.0/32", "11.0.0.0/32", "12.0.0.0/32", "13.0.0.0/32", "::/1"], "10.0.0.0/32, 11.0.0.0/32, 12.0.0.0/32 and 2 more blocks"],
  ];

  test.each(cases)("%j", (blocks, words) => expect(ip.describe(read(blocks))).toBe(words));

  test("as many blocks as asked for", () => {
    expect(ip.describe(read(["10.0.0.0/8", "192.168.0.0/16"]), 1)).toBe("10.0.0.0/8 and 1 more block");
  });
});

function read(blocks: readonly string[]): AddressSet {
  return ip.unionAll(
    blocks.map((block) => {
      const set = ip.parseCidr(block);
      if (set === undefined) throw new Error(`${block} is not read`);
      return set;
    }),
  );
}

function addressSets(): fc.Arbitrary<AddressSet> {
  return fc.record({ v4: intervalsBelow(32n), v6: intervalsBelow(128n) }).map(({ v4, v6 }) => ({ v4, v6: intervals.subtract(v6, mappedIpv4) }));
}

function intervalsBelow(bits: bigint): fc.Arbitrary<intervals.Intervals> {
  const max = (1n << bits) - 1n;
  const length = fc.oneof(fc.bigInt({ min: 0n, max: 300n }), fc.bigInt({ min: 0n, max }));
  return fc
    .array(fc.tuple(fc.bigInt({ min: 0n, max }), length), { maxLength: 5 })
    .map((list) => intervals.canonical(list.map(([first, extent]) => ({ first, last: first + extent > max ? max : first + extent }))));
}

/** Full, padded, upper case, with a dotted tail, and with each run of zeros left out. */
function spellings(address: readonly number[]): string[] {
  const plain = address.map((group) => group.toString(16));
  const [high = 0, low = 0] = address.slice(6);
  const dotted = [high >> 8, high & 255, low >> 8, low & 255].join(".");
  const compressed = address.flatMap((_, from) =>
    Array.from({ length: 8 - from }, (_empty, i) => from + i + 1)
      .filter((to) => address.slice(from, to).every((group) => group === 0))
      .map((to) => `${plain.slice(0, from).join(":")}::${plain.slice(to).join(":")}`),
  );
  const padded = plain.map((group) => group.padStart(4, "0")).join(":");
  return [plain.join(":"), padded, padded.toUpperCase(), [...plain.slice(0, 6), dotted].join(":"), ...compressed];
}

function bitsOf(octet: number): string[] {
  return octet.toString(2).padStart(8, "0").split("");
}
