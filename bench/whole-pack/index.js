// The pack as it is, made the same way as the pack with one more policy.
const { PolicyPack } = require("@pulumi/policy");
const { packArgs } = require("@portcullis/policypack/crossguard/pack");
const { policies } = require("@portcullis/policypack/contract/registry");

new PolicyPack("whole", packArgs(policies));
