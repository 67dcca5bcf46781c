import { isDeepStrictEqual } from "node:util";
import { expect, test } from "@jest/globals";
import { decode } from "@portcullis/policypack/decode/decode";
import type { Network, Nouns } from "@portcullis/policypack/model/network";
import { unknown, type Resource } from "@portcullis/policypack/resources/resource";
import fc from "fast-check";
import { ref, resource, stackOf, urnOf, type Stage } from "../../harness/stack";

const accelerator = "aws:globalaccelerator";

/** Resources that name each other by identifiers, by names, by what they were computed from, and one that reads what is in another. */
const part = resource("pkg:index:Part", "part");
const entries = [
  part,
  {
    ...resource("aws:ec2/securityGroup:SecurityGroup", "web", { name: "web", ingress: [{ fromPort: 80, toPort: 80, protocol: "tcp" }] }),
    parent: urnOf(part),
  },
  resource("aws:ec2/securityGroup:SecurityGroup", "app", {
    ingress: [{ fromPort: 8080, toPort: 8080, protocol: "tcp", securityGroups: [ref("web")] }],
  }),
  resource("aws:ec2/securityGroupRule:SecurityGroupRule", "rule", {
    ...{ type: "ingress", fromPort: 22, toPort: 22, protocol: "tcp", cidrBlocks: ["10.0.0.0/8"] },
    securityGroupId: ref("web"),
  }),
  resource("aws:ec2/instance:Instance", "host", { vpcSecurityGroupIds: [ref("app")], subnetId: "subnet-1", securityGroups: ["web"] }),
  resource("aws:ec2/instance:Instance", "computed", { vpcSecurityGroupIds: [ref("part")] }),
  resource(`${accelerator}/listener:Listener`, "listener", { protocol: "TCP", portRanges: [{ fromPort: 443, toPort: 443 }] }),
  resource(`${accelerator}/endpointGroup:EndpointGroup`, "endpoints", {
    listenerArn: ref("listener", "arn"),
    endpointConfigurations: [{ endpointId: ref("host") }],
  }),
  resource("other:index:Thing", "thing", { securityGroupIds: [ref("web"), ref("app")] }),
];

function madeOf(stage: Stage): readonly Resource[] {
  return stackOf(entries, stage).map((each) => (each.name === "part" ? { ...each, custom: false, outputs: {}, id: undefined } : each));
}

const changes: Readonly<Record<string, (resource: Resource) => Resource>> = {
  "its inputs": (each) => ({ ...each, inputs: { ...each.inputs, protocol: "udp", ingress: [], description: "changed" } }),
  "an input that is hidden": (each) => ({ ...each, inputs: Object.fromEntries(Object.keys(each.inputs).map((name) => [name, unknown])) }),
  "its identifier": (each) => ({ ...each, id: "changed" }),
  "its identifier, which is another one's": (each) => ({ ...each, id: "web", outputs: { ...each.outputs, id: "web" } }),
  "its name": (each) => ({ ...each, inputs: { ...each.inputs, name: "app" } }),
  "its outputs": (each) => ({ ...each, outputs: { id: each.id ?? null, arn: each.outputs.arn ?? null } }),
  "all of its outputs": (each) => ({ ...each, outputs: {} }),
  "its parent": (each) => ({ ...each, parent: undefined }),
  "its type": (each) => ({ ...each, type: "aws:ec2/vpc:Vpc" }),
  "what it is": (each) => ({ ...each, custom: !each.custom }),
  "who made it": (each) => ({ ...each, isRead: true }),
  nothing: (each) => ({ ...each }),
};

const kinds: readonly (keyof Nouns)[] = [
  ...(["group", "declaration", "rule", "inlineDirection", "attachment", "unrecognisedAttachment", "workload", "instanceSetup"] as const),
  ...(["acceleratorEndpoint", "listener", "vpc", "liveRule", "stackExports"] as const),
];

function contentOf(network: Network): unknown {
  return [kinds.map((kind) => network.all(kind)), network.gaps, network.hasHoles, [...network.resources]];
}

test("a stack of which something changed is decoded as if it were new", () => {
  const change = fc.tuple(fc.nat(entries.length - 1), fc.constantFrom(...Object.keys(changes)));
  fc.assert(
    fc.property(
      fc.constantFrom("preview" as const, "deployed" as const),
      fc.array(change, { minLength: 1, maxLength: 3 }),
      fc.nat(9),
      (stage, made, gone) => {
        const before = madeOf(stage);
        let after = before;
        for (const [index, name] of made) after = after.map((each, at) => (at === index ? (changes[name]?.(each) ?? each) : each));
        if (gone === 0) after = after.slice(0, -1);
        expect(isDeepStrictEqual(contentOf(decode(after, decode(before))), contentOf(decode(after)))).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test("what a change leaves as it is gives the same nouns", () => {
  const before = madeOf("deployed");
  const first = decode(before);
  const second = decode(
    before.map((each) => (each.name === "app" ? { ...each, inputs: { ...each.inputs, ingress: [] } } : each)),
    first,
  );
  expect(second.all("workload")[0]).toBe(first.all("workload")[0]);
  expect(second.all("rule").find(({ declaration }) => declaration.urn.endsWith("::rule"))).toBe(
    first.all("rule").find(({ declaration }) => declaration.urn.endsWith("::rule")),
  );
  expect(second.all("rule").length).toBe(first.all("rule").length - 1);
});
