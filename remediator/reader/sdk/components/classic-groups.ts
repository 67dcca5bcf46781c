import { List } from "../../interpreter/list";
import { ResourceData, type Value } from "../../interpreter/value";
import { writtenAt } from "../../places";
import { enrollClassic } from "./classic";
import { normalRule } from "./classic-rules";
import { defaultOf } from "./classic-services";
import { Maker, type Parts } from "./parts";

/** A group whose rules are resources of their own. */
export function securityGroup(parts: Parts): void {
  const network = parts.given("vpc") ?? defaultOf(parts, "vpc");
  const own = parts.given("securityGroup");
  const group =
    own ??
    parts.make(
      "aws:ec2/securityGroup:SecurityGroup",
      parts.name,
      parts.record({ vpcId: parts.property(network, "id") }, parts.allBut("egress", "ingress", "vpc", "securityGroup")),
    );
  const id = parts.property(group, "id");
  parts.give({ securityGroup: group, id, vpc: network });
  const self: Value = { data: new ResourceData(parts.component), origin: { span: parts.span, how: "computed" }, from: new Set([parts.component]) };
  for (const direction of ["egress", "ingress"] as const) {
    const rules = parts.given(direction);
    if (rules === undefined) continue;
    const items = rules.data instanceof List ? rules.data.items : [];
    for (const [index, { value }] of items.entries())
      rule(new Maker(parts.run, writtenAt(value.origin) ?? parts.span), direction, `${parts.name}-${direction}-${String(index)}`, self, value);
    if (!(rules.data instanceof List) || rules.data.rest !== undefined) parts.gap(`has ${direction} rules that are not known`);
  }
}

/** A component with one rule in it; `said`: the object that a call of its own gives it. */
export function rule(
  maker: Maker,
  direction: "ingress" | "egress",
  name: string,
  group: Value,
  args: Value | undefined,
  { parent = group, said }: { readonly parent?: Value; readonly said?: Value | undefined } = {},
): Value {
  const arguments_ = normalRule(maker, args);
  const above = parent.data instanceof ResourceData ? { parent: parent.data.registration } : {};
  const kind = direction === "ingress" ? "Ingress" : "Egress";
  return enrollClassic(maker, `awsx:x:ec2:${kind}SecurityGroupRule`, name, said, above, (parts) => {
    const made = parts.make(
      "aws:ec2/securityGroupRule:SecurityGroupRule",
      name,
      parts.record({ type: direction, securityGroupId: parts.property(group, "id") }, arguments_),
    );
    parts.give({ securityGroupRule: made, securityGroup: group });
  });
}

/** The identifiers of groups that are given as components, resources or identifiers. */
export function groupIds(parts: Parts, groups: Value): Value {
  if (!(groups.data instanceof List)) return groups;
  const ids = groups.data.items.map(({ value }) => (value.data instanceof ResourceData ? parts.property(value, "id") : value));
  const list = parts.value(ids);
  if (groups.data.rest !== undefined && list.data instanceof List) list.data.rest = groups.data.rest;
  return list;
}
