import { describePlans, type PlanCase } from "../../harness/plans";
import { group, host, network, ruleFor, tcp, world } from "./stacks";

const partner = { cidrBlocks: ["198.51.0.0/20"] };

/** What one rule of a finding is needed for does not keep its other rules. */
const cases: readonly PlanCase[] = [
  {
    name: "a range of ports goes, and a port that is named alone stays",
    stack: [...network, group("web", tcp(20, world, 25), tcp(443, world), tcp(8080, partner)), host("server", ["web"])],
    becomes: { web: { ingress: [tcp(443, world), tcp(8080, partner)] } },
    declines: /^no-public-high-risk-ports: the internet reaches the instance server on tcp\/8080/m,
  },
  {
    name: "the same where one policy is asked for",
    policies: ["no-public-high-risk-ports"],
    stack: [...network, group("web", tcp(20, world, 21), tcp(443, world), tcp(8080, partner)), host("server", ["web"])],
    becomes: { web: { ingress: [tcp(443, world), tcp(8080, partner)] } },
    declines: /the internet reaches the instance server on tcp\/8080/,
  },
  {
    name: "whatever the order of the rules",
    stack: [...network, group("web", tcp(8080, world), tcp(443, world), tcp(20, world, 25)), host("server", ["web"])],
    becomes: { web: { ingress: [tcp(8080, world), tcp(443, world)] } },
    declines: /the internet reaches the instance server on tcp\/8080/,
  },
  {
    name: "in rules of the newer kind, each of which is a resource",
    stack: [
      ...network,
      group("web"),
      ...[
        ["files", 20, 25],
        ["secure", 443, 443],
        ["partner", 8080, 8080],
      ].map(([name, from, to]) => ruleFor(String(name), "web", Number(from), Number(to), { cidrIpv4: "0.0.0.0/0" })),
      host("server", ["web"]),
    ],
    becomes: { files: null, secure: {}, partner: {} },
    declines: /the internet reaches the instance server on tcp\/8080/,
  },
  {
    name: "two ports that are named alone stay both",
    stack: [...network, group("web", tcp(8080, world), tcp(9090, world)), host("server", ["web"])],
    stays: ["web"],
    declines: /tcp\/8080 in publicPorts/,
  },
  {
    name: "where nobody knows which of several ranges serves, both stay",
    stack: [...network, group("web", tcp(5000, world, 5020), tcp(9000, world, 9020)), host("server", ["web"])],
    stays: ["web"],
    declines: /nobody could reach the instance server any more/,
  },
];

describePlans("a finding about several rules", cases);
