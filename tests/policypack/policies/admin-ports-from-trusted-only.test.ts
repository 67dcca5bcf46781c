import { unknown } from "@portcullis/policypack/resources/resource";
import { describePolicy } from "../../harness/policy";
import { ref, resource } from "../../harness/stack";
import { everyProtocol, everywhere, group, tcp, throughBalancer, udp, web } from "./exposures";

const config = { settings: { trustedCidrs: ["52.94.76.0/24", "10.0.0.0/8", "2600:1f00::/40"] } };

describePolicy("admin-ports-from-trusted-only", [
  {
    name: "ssh from an office that is not named",
    stack: [web(tcp(22, { cidrBlocks: ["52.94.77.10/32"] }))],
    config,
    at: "ingress[0].cidrBlocks[0]",
    verdict: "violates",
    says: /web opens SSH \(tcp\/22\) to the public address 52\.94\.77\.10\/32\. Drop the addresses that trustedCidrs does not name/,
    advice: false,
  },
  { name: "ssh from everywhere", stack: [web(tcp(22, everywhere))], config, verdict: "violates" },
  {
    name: "ssh from a block that is trusted in part",
    stack: [web(tcp(22, { cidrBlocks: ["52.94.76.0/23"] }))],
    config,
    verdict: "violates",
    says: /to the public block 52\.94\.76\.0\/23\. Drop the addresses/,
  },
  {
    name: "ssh from one address of IPv6",
    stack: [web(tcp(22, { ipv6CidrBlocks: ["2a00:1450::1/128"] }))],
    config,
    at: "ingress[0].ipv6CidrBlocks[0]",
    verdict: "violates",
    says: /to the public address 2a00:1450::1\/128/,
  },
  { name: "RDP over UDP from a stranger", stack: [web(udp(3389, { cidrBlocks: ["8.8.8.8/32"] }))], config, verdict: "violates" },
  { name: "every protocol from a stranger", stack: [web(everyProtocol({ cidrBlocks: ["8.8.8.8/32"] }))], config, verdict: "violates" },
  { name: "a range that holds port 22", stack: [web(tcp(1, { cidrBlocks: ["8.8.8.8/32"] }, 100))], config, verdict: "violates" },
  {
    name: "a prefix list with a stranger in it",
    stack: [
      web(tcp(22, { prefixListIds: [ref("offices")] })),
      resource("aws:ec2/managedPrefixList:ManagedPrefixList", "offices", {
        addressFamily: "IPv4",
        maxEntries: 2,
        entries: [{ cidr: "52.94.76.0/25" }, { cidr: "8.8.8.8/32" }],
      }),
    ],
    config,
    at: "ingress[0].prefixListIds[0]",
    verdict: "violates",
  },
  {
    name: "ssh from a trusted office",
    stack: [web(tcp(22, { cidrBlocks: ["52.94.76.10/32"], ipv6CidrBlocks: ["2600:1f00:1::/48"] }))],
    config,
    verdict: "complies",
  },
  {
    name: "ssh from the whole trusted block, by its host bits",
    stack: [web(tcp(22, { cidrBlocks: ["52.94.76.99/24"] }))],
    config,
    verdict: "complies",
  },
  { name: "ssh from a private network that is not named", stack: [web(tcp(22, { cidrBlocks: ["192.168.0.0/16"] }))], config, verdict: "complies" },
  { name: "ssh from a group", stack: [web(tcp(22, { securityGroups: [ref("bastion")] })), group("bastion")], config, verdict: "complies" },
  { name: "another port from a stranger", stack: [web(tcp(8443, { cidrBlocks: ["8.8.8.8/32"] }))], config, verdict: "complies" },
  {
    name: "the stack's own public addresses",
    stack: [web(tcp(22, { cidrBlocks: ["20.0.0.0/24"] })), resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "20.0.0.0/16" })],
    config,
    verdict: "complies",
  },
  {
    name: "addresses that may be the stack's own",
    stack: [web(tcp(22, { cidrBlocks: ["20.0.0.0/24"] })), resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: unknown })],
    config,
    verdict: "unknown",
  },
  { name: "an unknown source", stack: [web(tcp(22, { cidrBlocks: [unknown] }))], config, verdict: "unknown" },
  { name: "nothing is trusted", stack: [web(tcp(22, everywhere))], verdict: "not applicable" },
  { name: "no group", stack: [resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" })], config, verdict: "not applicable" },
  {
    name: "ssh through a balancer that passes its clients on",
    stack: [web(tcp(22, { cidrBlocks: ["8.8.8.8/32"] })), ...throughBalancer({ listener: 22, target: 22 })],
    config,
    verdict: "violates",
    says: /as front passes on who calls its SSH \(tcp\/22\)\. Give the balancer a group/,
    advice: true,
  },
]);
