import { describe, expect, test } from "@jest/globals";
import { decode } from "@portcullis/policypack/decode/decode";
import { publicExposure, sizeOf, type Exposure } from "@portcullis/policypack/model/exposure/exposure";
import { segments } from "@portcullis/policypack/net/segments";
import { World } from "@portcullis/policypack/model/world";
import * as intervals from "@portcullis/policypack/net/intervals";
import * as ip from "@portcullis/policypack/net/ip";
import { describe as inWords, everyTraffic } from "@portcullis/policypack/net/ports";
import { configure } from "@portcullis/policypack/contract/settings";
import { stackOf, urnOf, type Entry } from "../../harness/stack";
import { everywhere, tcp, web } from "../policies/exposures";

const half = { cidrBlocks: ["0.0.0.0/1"] };
const office = { cidrBlocks: ["52.94.76.10/32"] };

function exposureOf(entry: Entry): Exposure | undefined {
  const world = new World(decode(stackOf([entry], "preview")), configure({}, []).pack, "must");
  return publicExposure(world, urnOf(entry), everyTraffic);
}

function blamed(entry: Entry): readonly string[] {
  return (exposureOf(entry)?.rules ?? []).map(({ path }) => path.slice(0, 2).join("."));
}

describe("which rules are to blame", () => {
  test("an office beside the internet is not", () => {
    expect(blamed(web(tcp(21, office), tcp(21, everywhere)))).toEqual(["ingress.1"]);
  });

  test("narrow blocks that are wide together are, where the internet is admitted as well", () => {
    const [a, b] = [{ cidrBlocks: ["3.0.0.0/24"] }, { cidrBlocks: ["3.0.1.0/24"] }];
    expect(blamed(web(tcp(21, a), tcp(21, everywhere), tcp(21, b), tcp(22, office)))).toEqual(["ingress.0", "ingress.1", "ingress.2"]);
  });

  test("both halves of the internet are, each by itself", () => {
    expect(blamed(web(tcp(21, half), tcp(21, { cidrBlocks: ["128.0.0.0/1"] })))).toEqual(["ingress.0", "ingress.1"]);
  });
});

test("only the ports that narrow blocks share are exposed", () => {
  const exposure = exposureOf(web(tcp(1, { cidrBlocks: ["3.0.0.0/24"] }, 100), tcp(50, { cidrBlocks: ["3.0.1.0/24"] }, 200)));
  expect(inWords(exposure?.traffic ?? [])).toBe("tcp/50-100");
});

test.each([
  ["64:ff9b::303:303/128", 1n, 0n],
  ["64:ff9b::a00:0/104", 0n, 0n],
  ["2600::/16", 0n, 1n << 112n],
  ["3.3.3.0/24", 256n, 0n],
])("%s is %s addresses of IPv4 and %s of IPv6", (block, v4, v6) => {
  expect(sizeOf(ip.parseCidr(block) ?? ip.noAddresses)).toEqual({ v4, v6 });
});

test("a line is cut where sets begin and end", () => {
  const sets = [
    [
      intervals.canonical([
        { first: 1n, last: 5n },
        { first: 9n, last: 9n },
      ]),
      "a",
    ],
    [intervals.interval(4n, 7n), "b"],
    [intervals.none, "c"],
    [intervals.interval(8n, 9n), "d"],
  ] as const;
  const seen: string[] = [];
  for (const { first, last, there } of segments(sets)) seen.push(`${first}-${last} ${[...there].sort().join("")}`);
  expect(seen).toEqual(["1-3 a", "4-5 ab", "6-7 b", "8-8 d", "9-9 ad"]);
});
