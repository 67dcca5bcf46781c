import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { decode } from "@portcullis/policypack/decode/decode";
import { configure } from "@portcullis/policypack/contract/settings";
import type { Network } from "@portcullis/policypack/model/network";
import { ask, type Question } from "@portcullis/policypack/model/paths/question";
import { parseCidr } from "@portcullis/policypack/net/ip";
import { tcp } from "@portcullis/policypack/net/ports";
import { stackOf, urnOf, type Stage } from "../../../harness/stack";
import { client, entriesOf, expectSame, network, oracle, type Client, type Net } from "./oracle";

const { pack } = configure({}, []);

function answerOf(stack: Network, from: Client, port: number): string {
  const machine = (index: number): string => urnOf({ type: "aws:ec2/instance:Instance", name: `machine${index}` });
  const end: Question["from"] =
    from === "internet"
      ? { kind: "internet" }
      : "block" in from
        ? { kind: "block", block: parseCidr(from.block) ?? { v4: [], v6: [] }, text: from.block }
        : { kind: "named", urn: machine(from.machine) };
  return ask(stack, pack, { from: end, to: { kind: "named", urn: machine(1) }, traffic: tcp(port) }).answer;
}

test("a network is answered for as packet by packet", () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(network, client, fc.constantFrom<Stage>("preview", "deployed"), (net, other, stage) => {
      const stack = decode(stackOf(entriesOf(net), stage));
      for (const from of ["internet" as const, { machine: 0 }, other])
        for (const port of [80, 443]) {
          const answer = answerOf(stack, from, port);
          seen.set(answer, (seen.get(answer) ?? 0) + 1);
          expectSame(net, from, port, answer);
        }
    }),
    { numRuns: 250 },
  );
  // Each answer comes often enough to say something.
  for (const answer of ["yes", "no", "unknown"]) expect(seen.get(answer) ?? 0).toBeGreaterThan(10);
});

test("the oracle tells answers apart", () => {
  const open = { direction: "ingress", ports: [80, 80], peer: { block: "0.0.0.0/0" } } as const;
  const net: Net = {
    subnets: [0, 1, 2].map(() => ({ vpc: 0, acl: undefined, routes: [{ destination: "0.0.0.0/0", over: "internet" }] })),
    acls: [],
    groups: [[open], [], []],
    machines: [0, 1].map(() => ({ subnet: 0, groups: [0], isPublic: true })),
    peering: "none",
    balancer: undefined,
  };
  expect([oracle(net, "internet", 80), oracle(net, "internet", 443)]).toEqual(["yes", "no"]);
});
