import { unknown } from "@portcullis/policypack/resources/resource";
import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";
import { everyProtocol, everywhere, group, tcp, throughBalancer, udp, web } from "./exposures";

const database = (props: Readonly<Record<string, CaseValue>>, ...groups: readonly CaseValue[]): Entry =>
  resource("aws:rds/instance:Instance", "orders", { vpcSecurityGroupIds: groups.length === 0 ? [ref("web")] : groups, ...props });

describePolicy("no-public-database-ports", [
  {
    name: "PostgreSQL from everywhere",
    stack: [web(tcp(5432, everywhere))],
    at: "ingress[0].cidrBlocks[0]",
    verdict: "violates",
    says: /web opens PostgreSQL \(tcp\/5432\) to the whole internet: 0\.0\.0\.0\/0/,
    advice: false,
  },
  {
    name: "Redis from everywhere over IPv6",
    stack: [web(tcp(6379, { ipv6CidrBlocks: ["::/0"] }))],
    at: "ingress[0].ipv6CidrBlocks[0]",
    verdict: "violates",
  },
  {
    name: "MongoDB from four quarters of the internet",
    stack: [web(...["0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/2", "192.0.0.0/2"].map((block) => tcp(27017, { cidrBlocks: [block] })))],
    verdict: "violates",
  },
  { name: "memcached over UDP", stack: [web(udp(11211, everywhere))], verdict: "violates" },
  { name: "Kafka's brokers in a range", stack: [web(tcp(9090, everywhere, 9100))], verdict: "violates", says: /Kafka \(tcp\/9092-9098\)/ },
  { name: "every protocol", stack: [web(everyProtocol(everywhere))], verdict: "violates" },
  { name: "web ports", stack: [web(tcp(80, everywhere), tcp(443, everywhere))], verdict: "complies" },
  { name: "SSH, which is another policy's", stack: [web(tcp(22, everywhere))], verdict: "complies" },
  { name: "MySQL from the application's group", stack: [web(tcp(3306, { securityGroups: [ref("app")] })), group("app")], verdict: "complies" },
  { name: "MySQL from a private network", stack: [web(tcp(3306, { cidrBlocks: ["10.0.0.0/8"] }))], verdict: "complies" },
  { name: "MySQL from an office", stack: [web(tcp(3306, { cidrBlocks: ["52.94.76.0/24"] }))], verdict: "complies" },
  {
    name: "MySQL from a trusted network",
    stack: [web(tcp(3306, { cidrBlocks: ["52.94.0.0/16"] }))],
    config: { settings: { trustedCidrs: ["52.94.0.0/16"] } },
    verdict: "complies",
  },
  {
    name: "the odd port of a database",
    stack: [web(tcp(4406, everywhere)), database({ engine: "mysql", port: 4406 })],
    verdict: "violates",
    says: /tcp\/4406/,
    advice: false,
  },
  {
    name: "the same port without the database",
    stack: [web(tcp(4406, everywhere)), database({ engine: "mysql", port: 4406 }, ref("other")), group("other")],
    verdict: "complies",
  },
  {
    name: "the web port, where a database listens on it",
    stack: [web(tcp(443, everywhere)), database({ engine: "postgres", port: 443 })],
    verdict: "violates",
  },
  { name: "the port as a text", stack: [web(tcp(4406, everywhere)), database({ engine: "mysql", port: "4406" })], verdict: "violates" },
  {
    name: "OpenSearch on the web port",
    stack: [
      web(tcp(443, everywhere)),
      resource("aws:opensearch/domain:Domain", "search", { vpcOptions: { securityGroupIds: [ref("web")], subnetIds: ["subnet-1"] } }),
    ],
    verdict: "violates",
  },
  { name: "a database on an unknown port", stack: [web(tcp(4406, everywhere)), database({ engine: "mysql", port: unknown })], verdict: "unknown" },
  {
    name: "a database of an engine that nobody knows",
    stack: [web(tcp(4406, everywhere)), database({ engine: "oracles" })],
    verdict: "unknown",
    says: /engine is not an engine whose port is known, so no-public-database-ports cannot be decided for web/,
  },
  {
    name: "a database that may carry the group",
    stack: [web(tcp(4406, everywhere)), database({ port: 4406, vpcSecurityGroupIds: unknown })],
    verdict: "unknown",
  },
  { name: "a port that is not a number", stack: [web({ protocol: "tcp", fromPort: "mysql", toPort: 3306, ...everywhere })], verdict: "unknown" },
  { name: "a protocol that does not exist", stack: [web({ protocol: "tpc", fromPort: 3306, toPort: 3306, ...everywhere })], verdict: "unknown" },
  {
    name: "a prefix list from outside the stack",
    stack: [web(tcp(3306, { prefixListIds: ["pl-123"] }))],
    verdict: "unknown",
  },
  {
    name: "CloudFront's prefix list, by the setting",
    stack: [web(tcp(3306, { prefixListIds: ["pl-123"] }))],
    config: { settings: { knownPrefixLists: { "pl-123": "com.amazonaws.global.cloudfront.origin-facing" } } },
    verdict: "complies",
  },
  { name: "no source at all", stack: [web(tcp(3306, { cidrBlocks: [] }))], verdict: "complies" },
  {
    name: "nulls instead of sources",
    stack: [web(tcp(3306, { cidrBlocks: null, ipv6CidrBlocks: null }))],
    verdict: "complies",
    spellings: "as written",
  },
  { name: "no group", stack: [database({ engine: "mysql", vpcSecurityGroupIds: ["sg-1"] })], verdict: "not applicable" },
  {
    name: "behind a balancer that passes its clients on",
    stack: [web(tcp(5432, everywhere)), ...throughBalancer({ listener: 5432, target: 5432 })],
    verdict: "violates",
    says: /opens PostgreSQL \(tcp\/5432\) to .*, as front passes on who calls its PostgreSQL \(tcp\/5432\)\. Give the balancer a group/,
    advice: true,
  },
  {
    name: "a database's port of a balancer that leads to another port",
    stack: [web(tcp(15432, everywhere)), ...throughBalancer({ listener: 5432, target: 15432 })],
    verdict: "violates",
    advice: true,
  },
  {
    name: "behind such a balancer, and on a database as well",
    stack: [web(tcp(5432, everywhere)), ...throughBalancer({ listener: 5432, target: 5432 }), database({ engine: "postgres" })],
    verdict: "violates",
    advice: false,
  },
  {
    name: "an exemption by setting",
    stack: [web(tcp(5432, everywhere))],
    config: {
      settings: {
        exemptions: [
          { policy: "no-public-database-*", resource: "web*", reason: "the partner loads data", owner: "data-team", expires: "2026-12-31" },
        ],
      },
    },
    verdict: "exempt",
    says: /^Exempt until 2026-12-31, data-team, the partner loads data: web opens/,
  },
]);
