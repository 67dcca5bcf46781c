import { describe, expect, test } from "@jest/globals";
import { decode } from "@portcullis/policypack/decode/decode";
import { isUsed } from "@portcullis/policypack/model/attachments/usage";
import { mayBeAttachedElsewhere } from "@portcullis/policypack/model/attachments/unrecognised";
import { World } from "@portcullis/policypack/model/world";
import { configure } from "@portcullis/policypack/contract/settings";
import { ref, resource, stackOf, urnOf, type Entry } from "../../harness/stack";

const group = resource("aws:ec2/securityGroup:SecurityGroup", "web", {});
const second = resource("aws:ec2/securityGroup:SecurityGroup", "api", {});
const taker = (type: string, props: Entry["props"]): Entry => resource(type, "taker", props);
const unknownType = /^takes the group web, and is of the type [\w:./-]+, which is not known: what it does with it cannot be judged$/;
const unknownPlace = /^takes the group web, and does so in edge\.securityGroupIds, which is not known: what it does with it cannot be judged$/;

describe("what takes groups, and no decoder reads", () => {
  const rows: readonly (readonly [name: string, entry: Entry, reason: RegExp | undefined])[] = [
    ["a type that is newer", taker("aws:future/thing:Thing", { securityGroupIds: [ref("web")] }), unknownType],
    ["a name that holds one", taker("aws:future/thing:Thing", { securityGroupId: ref("web") }), unknownType],
    ["a nested property", taker("aws:future/thing:Thing", { network: { interfaces: [{ securityGroups: [ref("web")] }] } }), unknownType],
    ["an object of groups", taker("aws:future/thing:Thing", { securityGroups: { groupIds: [ref("web")] } }), unknownType],
    ["a type of an older provider", taker("aws:elasticloadbalancing/loadBalancer:LoadBalancer", { securityGroups: [ref("web")] }), unknownType],
    ["a type of aws-native", taker("aws-native:future:Thing", { vpcSecurityGroupIds: [ref("web")] }), unknownType],
    ["another provider", taker("awscc:future/thing:Thing", { vpc_security_group_ids: [ref("web")] }), unknownType],
    [
      "an annotation of Kubernetes",
      taker("kubernetes:networking.k8s.io/v1:Ingress", { metadata: { annotations: { "alb.ingress.kubernetes.io/security-groups": ref("web") } } }),
      unknownType,
    ],
    ["a stack of CloudFormation", taker("aws:cloudformation/stack:Stack", { parameters: { SecurityGroupId: ref("web") } }), unknownType],
    ["a place that is new in a known type", taker("aws:lambda/function:Function", { edge: { securityGroupIds: [ref("web")] } }), unknownPlace],
    ["a type that is read for something else", taker("aws:amplify/app:App", { securityGroupIds: [ref("web")] }), unknownType],
    ["a place that is read", taker("aws:lambda/function:Function", { vpcConfig: { securityGroupIds: [ref("web")] } }), undefined],
    ["a rule of a group", taker("aws:ec2/securityGroupRule:SecurityGroupRule", { securityGroupId: ref("web"), type: "ingress" }), undefined],
    ["the source of a rule", taker("acme:index/rule:Rule", { sourceSecurityGroupId: ref("web") }), undefined],
    ["a property about something else", taker("aws:ssm/parameter:Parameter", { value: ref("web") }), undefined],
    ["the environment of a command", taker("command:local:Command", { environment: { SECURITY_GROUP_ID: ref("web") } }), undefined],
    ["a group from elsewhere", taker("aws:future/thing:Thing", { securityGroupIds: ["sg-9"] }), undefined],
  ];
  test.each(rows)("%s", (_name, entry, reason) => {
    for (const stage of ["preview", "deployed"] as const) {
      const network = decode(stackOf([group, entry], stage));
      expect([stage, network.gaps]).toEqual([stage, reason === undefined ? [] : [{ urn: urnOf(entry), reason: expect.stringMatching(reason) }]]);
      if (reason === undefined) continue;
      const world = new World(network, configure({}, []).pack, "must");
      const [web] = world.all("group");
      expect([mayBeAttachedElsewhere(world, urnOf(group)), web && isUsed(world, web)]).toEqual([true, true]);
    }
  });

  test("its properties do not arrive", () => {
    const [web, thing] = stackOf([group, taker("aws:future/thing:Thing", { networkConfiguration: { groups: [ref("web")] } })], "preview");
    if (web === undefined || thing === undefined) throw new Error("the case is empty");
    expect(decode([web, { ...thing, inputs: {} }]).gaps).toEqual([{ urn: thing.urn, reason: expect.stringMatching(unknownType) }]);
  });

  test("a component hands groups on to what it makes", () => {
    const [web, component] = stackOf([group, taker("acme:index:Service", { securityGroupIds: [ref("web")] })], "preview");
    if (web === undefined || component === undefined) throw new Error("the case is empty");
    expect(decode([web, { ...component, custom: false }]).gaps).toEqual([]);
  });

  test("several groups", () => {
    const { gaps } = decode(stackOf([group, second, taker("aws:future/thing:Thing", { securityGroupIds: [ref("web"), ref("api")] })], "preview"));
    expect(gaps.map(({ reason }) => reason)).toEqual([expect.stringMatching(/^takes the group api and 1 more, /)]);
  });
});
