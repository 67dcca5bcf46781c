// The least that a pack can be: one policy that looks at every resource and at the stack, and says nothing.
const { PolicyPack } = require("@pulumi/policy");

new PolicyPack("empty", {
  policies: [{ name: "empty", description: "Nothing.", enforcementLevel: "mandatory", validateResource: () => {}, validateStack: () => {} }],
});
