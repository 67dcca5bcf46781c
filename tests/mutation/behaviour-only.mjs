import { PluginKind, declareValuePlugin } from "@stryker-mutator/api/plugin";

/** What documents a policy and decides nothing; and words of which the compiler knows every one. */
const documentation = new Set([
  ...["id", "section", "title", "severity", "why", "document", "controls", "references", "notFor", "fix", "description"],
  ...["level", "moment", "type", "additionalProperties"],
]);

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, "documentation", {
    shouldIgnore(node) {
      const isDocumentation = node.isObjectProperty() && documentation.has(node.node.key.name) && isInTable(node);
      return isDocumentation ? "documentation" : undefined;
    },
  }),
];

/** Whether a property is in the argument of `definePolicy`, outside of its functions. */
function isInTable(node) {
  const owner = node.findParent((parent) => parent.isFunction() || parent.isCallExpression());
  return owner?.isCallExpression() === true && owner.node.callee.name === "definePolicy";
}
