import { unknown } from "@portcullis/policypack/resources/resource";
import { describePolicy } from "../../harness/policy";
import { ref, resource } from "../../harness/stack";
import { everyProtocol, everywhere, group, tcp, throughBalancer, udp, web } from "./exposures";

describePolicy("no-public-ports-of-every-protocol", [
  {
    name: "everything from everywhere",
    stack: [web(everyProtocol(everywhere))],
    at: "ingress[0].cidrBlocks[0]",
    verdict: "violates",
    says: /web opens every port of every protocol to the whole internet: 0\.0\.0\.0\/0/,
    advice: false,
  },
  {
    name: "everything over IPv6",
    stack: [web(everyProtocol({ ipv6CidrBlocks: ["::/0"] }))],
    at: "ingress[0].ipv6CidrBlocks[0]",
    verdict: "violates",
  },
  { name: "the protocol by its name", stack: [web({ protocol: "all", ...everywhere })], verdict: "violates" },
  { name: "ports that do not count", stack: [web({ protocol: "-1", fromPort: 443, toPort: 443, ...everywhere })], verdict: "violates" },
  {
    name: "ports that are not known, and do not count",
    stack: [web({ protocol: "-1", fromPort: unknown, toPort: 0, ...everywhere })],
    verdict: "violates",
    spellings: "as written",
  },
  {
    name: "both halves of the internet, in two rules",
    stack: [web(everyProtocol({ cidrBlocks: ["0.0.0.0/1"] }), everyProtocol({ cidrBlocks: ["128.0.0.0/1"] }))],
    verdict: "violates",
  },
  {
    name: "a prefix list that holds everything",
    stack: [
      web(everyProtocol({ prefixListIds: [ref("all")] })),
      resource("aws:ec2/managedPrefixList:ManagedPrefixList", "all", { addressFamily: "IPv4", maxEntries: 1, entries: [{ cidr: "0.0.0.0/0" }] }),
    ],
    at: "ingress[0].prefixListIds[0]",
    verdict: "violates",
  },
  { name: "beside itself as a source", stack: [web(everyProtocol({ ...everywhere, self: true }))], verdict: "violates" },
  {
    name: "a target of a balancer that passes its clients on",
    stack: [web(everyProtocol(everywhere)), ...throughBalancer({})],
    verdict: "violates",
    advice: false,
  },
  { name: "itself", stack: [web(everyProtocol({ self: true }))], verdict: "complies" },
  { name: "a group", stack: [web(everyProtocol({ securityGroups: [ref("other")] })), group("other")], verdict: "complies" },
  { name: "a private network", stack: [web(everyProtocol({ cidrBlocks: ["10.0.0.0/8"] }))], verdict: "complies" },
  { name: "one office", stack: [web(everyProtocol({ cidrBlocks: ["52.94.76.0/24"] }))], verdict: "complies" },
  {
    name: "every port of TCP and UDP, which are ports of other policies",
    stack: [web(tcp(0, everywhere, 65535), udp(0, everywhere, 65535))],
    verdict: "complies",
  },
  {
    name: "half of the internet, and the other half to one port",
    stack: [web(everyProtocol({ cidrBlocks: ["52.94.76.0/24"] }), tcp(443, everywhere))],
    verdict: "complies",
  },
  { name: "an unknown source", stack: [web(everyProtocol({ cidrBlocks: [unknown] }))], verdict: "unknown" },
  { name: "an unknown protocol", stack: [web({ protocol: unknown, fromPort: 0, toPort: 0, ...everywhere })], verdict: "unknown" },
  { name: "a protocol that does not exist", stack: [web({ protocol: "any", fromPort: 0, toPort: 0, ...everywhere })], verdict: "unknown" },
  { name: "no protocol", stack: [web({ fromPort: 0, toPort: 0, ...everywhere })], verdict: "unknown", spellings: "as written" },
  { name: "no group", stack: [resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" })], verdict: "not applicable" },
]);
