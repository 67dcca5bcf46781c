import { expect, test } from "@jest/globals";
import { judge } from "../../harness/policy";
import { resource, stackOf, urnOf } from "../../harness/stack";
import { policies } from "@portcullis/policypack/contract/registry";
import { unknown, type Resource } from "@portcullis/policypack/resources/resource";

const open = { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }] };
const [exposed = [], closed = []] = [open, { ingress: [] }].map((props) =>
  stackOf([resource("aws:ec2/securityGroup:SecurityGroup", "web", props)], "deployed"),
);
const policy = policies.find(({ id }) => id === "no-public-admin-ports");
if (policy === undefined) throw new Error("the policy is not there");

/** What an evaluation says, without the model behind it. */
const said = ({ findings, verdicts, notChecked }: ReturnType<typeof judge>): unknown => ({ findings, verdicts, notChecked });

test("of a resource that is there twice, and differs, nothing is known, in either order", () => {
  const evaluation = judge([...exposed, ...closed], policy);
  expect(evaluation.verdicts.get(policy.id)).toBe("unknown");
  expect(evaluation.notChecked).toEqual([{ urn: exposed[0]?.urn, reason: "is there more than once, and not the same" }]);
  expect(said(judge([...closed, ...exposed], policy))).toEqual(said(evaluation));
});

test("components that are each other's parents hold each other, and no more", () => {
  const component = (name: string, parent: string): Resource => ({
    ...{ urn: urnOf({ type: "shop:index:Part", name }), type: "shop:index:Part", name, custom: false, inputs: {}, outputs: {}, id: undefined },
    ...{ parent: urnOf({ type: "shop:index:Part", name: parent }), provider: undefined, propertyDependencies: {}, positions: [] },
  });
  const parts = [component("a", "b"), component("b", "a"), component("c", "c")];
  const computed = exposed.map((group) => ({
    ...group,
    inputs: { ...group.inputs, vpcId: unknown },
    propertyDependencies: { vpcId: parts.map(({ urn }) => urn) },
  }));
  expect(judge([...computed, ...parts], policy).verdicts.get(policy.id)).toBe("violates");
});

test("a property may be called like what every object has", () => {
  const taking = JSON.parse('{ "__proto__": { "securityGroupIds": null }, "toString": { "securityGroupIds": null } }') as Readonly<
    Record<string, object>
  >;
  const hidden = Object.fromEntries(Object.keys(taking).map((name) => [name, { securityGroupIds: unknown }]));
  for (const type of ["aws:s3/bucket:Bucket", "aws:ec2/instance:Instance"]) {
    const [bucket] = stackOf([resource(type, "bucket")], "preview");
    if (bucket === undefined) throw new Error("the stack is empty");
    expect(judge([...exposed, { ...bucket, inputs: hidden }], policy).verdicts.get(policy.id)).toBe("violates");
  }
});

test("a resource that is there twice, and the same, is there once", () => {
  expect(said(judge([...exposed, ...exposed], policy))).toEqual(said(judge(exposed, policy)));
});
