// The pack with one more policy, which looks at every rule of every group.
const { PolicyPack } = require("@pulumi/policy");
const { packArgs } = require("@portcullis/policypack/crossguard/pack");
const { rulesOf, judgedGroups } = require("@portcullis/policypack/model/rules/groups");
const { policies } = require("@portcullis/policypack/contract/registry");

const [, like] = policies;
const oneMore = {
  ...like,
  id: "one-more",
  moment: "resource",
  subjects: judgedGroups,
  check: (group, world) => rulesOf(world, group.key, "ingress").flatMap(() => []),
};
new PolicyPack("one-more", packArgs([...policies, oneMore]));
