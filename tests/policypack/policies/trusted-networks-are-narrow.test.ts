import { expect, test } from "@jest/globals";
import { policies } from "@portcullis/policypack/contract/registry";
import { describePolicy, judge } from "../../harness/policy";
import { resource, stackOf, urnOf } from "../../harness/stack";
import { everywhere, tcp, web } from "./exposures";

const trusting = (...trustedCidrs: readonly string[]) => ({ settings: { trustedCidrs } });
const stack = [web(tcp(22, everywhere))];

describePolicy("trusted-networks-are-narrow", [
  {
    name: "all of IPv4",
    stack,
    config: trusting("0.0.0.0/0"),
    at: "trustedCidrs",
    verdict: "violates",
    says: /^trustedCidrs trusts 3,\d{3},\d{3},\d{3} IPv4 addresses of the internet in blocks wider than \/16, of which/,
    advice: false,
  },
  { name: "all of IPv4 in halves", stack, config: trusting("0.0.0.0/1", "128.0.0.0/1"), verdict: "violates" },
  {
    name: "all of IPv6",
    stack,
    config: trusting("::/0"),
    verdict: "violates",
    says: /IPv6 addresses of the internet in blocks wider than \/16 and \/32/,
  },
  {
    name: "a wide block of IPv6 alone",
    stack,
    config: trusting("2600::/16"),
    verdict: "violates",
    says: /IPv6 addresses of the internet in blocks wider than \/32, of which/,
  },
  {
    name: "all of IPv4 behind NAT64",
    stack,
    config: trusting("64:ff9b::/96"),
    verdict: "violates",
    says: /IPv4 addresses of the internet in blocks wider than \/16/,
  },
  { name: "a /8 of a cloud", stack, config: trusting("3.0.0.0/8"), verdict: "violates", says: /16,777,216/ },
  { name: "a /15 with host bits", stack, config: trusting("3.1.2.3/15"), verdict: "violates" },
  {
    name: "a /8 as 256 blocks of /16",
    stack,
    config: trusting(...Array.from({ length: 256 }, (_, index) => `3.${index}.0.0/16`)),
    verdict: "violates",
  },
  {
    name: "one wide block among narrow ones",
    stack,
    config: trusting("52.94.76.0/24", "10.0.0.0/8", "4.0.0.0/9"),
    verdict: "violates",
    says: /8,388,608/,
  },
  {
    name: "a /16 where the setting allows a /20",
    stack,
    config: { settings: { trustedCidrs: ["3.0.0.0/16"], widestTrustedBlock: { ipv4: 20, ipv6: 48 } } },
    verdict: "violates",
    says: /wider than \/20/,
  },
  { name: "a private block and much around it", stack, config: trusting("8.0.0.0/6"), verdict: "violates" },
  { name: "a /16", stack, config: trusting("3.0.0.0/16"), verdict: "complies" },
  { name: "two of them, apart", stack, config: trusting("3.0.0.0/16", "3.2.0.0/16"), verdict: "complies" },
  { name: "a /32 of IPv6", stack, config: trusting("2600:1f00::/32"), verdict: "complies" },
  {
    name: "private networks of any width",
    stack,
    config: trusting("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"),
    verdict: "complies",
  },
  {
    name: "a /8 that the setting allows",
    stack,
    config: { settings: { trustedCidrs: ["3.0.0.0/8"], widestTrustedBlock: { ipv4: 8, ipv6: 32 } } },
    verdict: "complies",
  },
  { name: "an empty stack", stack: [], config: trusting("52.94.76.0/24"), verdict: "complies" },
  { name: "nothing is trusted", stack, verdict: "not applicable" },
]);

test("it is reported on the stack", () => {
  const entry = resource("pulumi:pulumi:Stack", "shop-dev");
  const policy = policies.find(({ id }) => id === "trusted-networks-are-narrow");
  if (policy === undefined) throw new Error("the policy is missing");
  const { findings } = judge(stackOf([entry, ...stack], "preview"), policy, trusting("0.0.0.0/0"));
  expect(findings.map(({ urn, property }) => ({ urn, property }))).toEqual([{ urn: urnOf(entry), property: "trustedCidrs" }]);
});
