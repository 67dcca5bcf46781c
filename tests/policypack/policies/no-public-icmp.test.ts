import { unknown } from "@portcullis/policypack/resources/resource";
import { describePolicy } from "../../harness/policy";
import { ref, resource } from "../../harness/stack";
import { everyProtocol, everywhere, group, icmp, tcp, web } from "./exposures";

const icmpv6 = (type: number, code: number) => ({ protocol: "icmpv6", fromPort: type, toPort: code, ipv6CidrBlocks: ["::/0"] });

describePolicy("no-public-icmp", [
  {
    name: "every message from everywhere",
    stack: [web(icmp(-1, -1, everywhere))],
    at: "ingress[0].cidrBlocks[0]",
    verdict: "violates",
    says: /web opens every icmp type to the whole internet: 0\.0\.0\.0\/0\./,
    advice: true,
  },
  { name: "redirects", stack: [web(icmp(5, -1, everywhere))], verdict: "violates", says: /icmp type 5/ },
  { name: "timestamps, by the number of the protocol", stack: [web({ protocol: "1", fromPort: 13, toPort: 0, ...everywhere })], verdict: "violates" },
  { name: "every message of ICMPv6", stack: [web(icmpv6(-1, -1))], at: "ingress[0].ipv6CidrBlocks[0]", verdict: "violates" },
  { name: "node information of ICMPv6, by its number", stack: [web({ ...icmpv6(139, 0), protocol: 58 })], verdict: "violates", spellings: "aws" },
  { name: "every protocol", stack: [web(everyProtocol(everywhere))], verdict: "violates" },
  {
    name: "both halves of the internet",
    stack: [web(icmp(-1, -1, { cidrBlocks: ["0.0.0.0/1"] }), icmp(5, 0, { cidrBlocks: ["128.0.0.0/1"] }))],
    verdict: "violates",
  },
  { name: "echo requests", stack: [web(icmp(8, 0, everywhere))], verdict: "complies" },
  { name: "echo requests of every code", stack: [web(icmp(8, -1, everywhere))], verdict: "complies" },
  { name: "fragmentation needed", stack: [web(icmp(3, 4, everywhere))], verdict: "complies" },
  { name: "time exceeded", stack: [web(icmp(11, -1, everywhere))], verdict: "complies" },
  { name: "packet too big of ICMPv6, and a neighbour's question", stack: [web(icmpv6(2, 0), icmpv6(135, 0), icmpv6(128, -1))], verdict: "complies" },
  { name: "a type of which there is none", stack: [web(icmp(300, -1, everywhere))], verdict: "complies" },
  { name: "every message from a private network", stack: [web(icmp(-1, -1, { cidrBlocks: ["10.0.0.0/8"] }))], verdict: "complies" },
  { name: "every message from a group", stack: [web(icmp(-1, -1, { securityGroups: [ref("other")] })), group("other")], verdict: "complies" },
  { name: "a web port", stack: [web(tcp(443, everywhere))], verdict: "complies" },
  { name: "an unknown type", stack: [web({ protocol: "icmp", fromPort: unknown, toPort: -1, ...everywhere })], verdict: "unknown" },
  { name: "an unknown source", stack: [web(icmp(-1, -1, { cidrBlocks: [unknown] }))], verdict: "unknown" },
  { name: "no group", stack: [resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" })], verdict: "not applicable" },
]);
