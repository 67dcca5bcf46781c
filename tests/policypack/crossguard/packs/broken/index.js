// Policies that throw at each of their steps, beside one of the pack's own.
const { PolicyPack } = require("@pulumi/policy");
const { packArgs } = require("@portcullis/policypack/crossguard/pack");
const { policies } = require("@portcullis/policypack/contract/registry");

const own = policies.filter(({ id }) => id === "settings" || id === "no-public-admin-ports");
const broken = (id, changes) => ({ ...own.find((policy) => policy.id === "no-public-admin-ports"), id, ...changes });
const fail = (what) => () => {
  throw new Error(`${what} \u001b[31mfailed`);
};
new PolicyPack(
  "broken",
  packArgs([
    own[0],
    broken("broken-check", { check: fail("the check") }),
    broken("broken-subjects", { subjects: fail("the search for subjects"), moment: "stack" }),
    broken("broken-repair", { check: () => fail("the repair")() }),
    ...own.slice(1),
  ]),
);
