import { isObject, isRef, resource, ref, type CaseValue, type Entry } from "./stack";

/** A way to write the same rules. Undefined where a case cannot be written that way. */
export interface Spelling {
  readonly name: string;
  readonly of: (entries: readonly Entry[]) => readonly Entry[];
}

type Rule = Readonly<Record<string, CaseValue>>;

const classicGroup = "aws:ec2/securityGroup:SecurityGroup";

/** Cases are written with inline rules. */
export const asWritten: Spelling = { name: "inline", of: (entries) => entries };

/** These say the same in other resource types. */
export const spellings: readonly Spelling[] = [
  asWritten,
  { name: "standalone", of: (entries) => unfold(entries, standalone) },
  { name: "newer standalone", of: (entries) => unfold(entries, newer) },
];

/** The aws-native types. They keep AWS's egress rule, so cases about outbound traffic are not written in them. */
export const nativeSpellings: readonly Spelling[] = [
  { name: "aws-native inline", of: (entries) => entries.map((entry) => (entry.type === classicGroup ? nativeInline(entry) : entry)) },
  {
    name: "aws-native standalone",
    of: (entries) => unfold(entries, nativeStandalone).map((entry) => (entry.type === classicGroup ? nativeInline(entry) : entry)),
  },
];

function unfold(
  entries: readonly Entry[],
  spell: (group: string, direction: "ingress" | "egress", rule: Rule, name: string) => readonly Entry[],
): Entry[] {
  return entries.flatMap((entry) => {
    if (entry.type !== classicGroup || !canUnfold(entry)) return [entry];
    const { ingress = [], egress = [], ...props } = entry.props;
    const rules = (["ingress", "egress"] as const).flatMap((direction) =>
      listOf(direction === "ingress" ? ingress : egress).flatMap((rule, index) =>
        isObject(rule) ? spell(entry.name, direction, rule, `${entry.name}-${direction}-${String(index)}`) : [],
      ),
    );
    return [{ ...entry, props }, ...rules];
  });
}

/** A list that is hidden as a whole, or has hidden rules, has no other spelling. */
function canUnfold({ props }: Entry): boolean {
  return [props.ingress ?? [], props.egress ?? []].every((list) => Array.isArray(list) && list.every((rule) => isObject(rule as CaseValue)));
}

function standalone(group: string, direction: string, rule: Rule, name: string): Entry[] {
  const { securityGroups, self, cidrBlocks, ipv6CidrBlocks, prefixListIds, ...rest } = rule;
  const common = { ...rest, type: direction, securityGroupId: ref(group) };
  const type = "aws:ec2/securityGroupRule:SecurityGroupRule";
  const blocks = {
    ...(cidrBlocks === undefined ? {} : { cidrBlocks }),
    ...(ipv6CidrBlocks === undefined ? {} : { ipv6CidrBlocks }),
    ...(prefixListIds === undefined ? {} : { prefixListIds }),
  };
  return [
    ...(Object.keys(blocks).length === 0 ? [] : [resource(type, name, { ...common, ...blocks })]),
    ...peersOf(securityGroups).map((peer, index) => resource(type, `${name}-group-${String(index)}`, { ...common, sourceSecurityGroupId: peer })),
    ...(self === undefined ? [] : [resource(type, `${name}-self`, { ...common, self })]),
  ];
}

function newer(group: string, direction: string, rule: Rule, name: string): Entry[] {
  const type =
    direction === "ingress" ? "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule" : "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
  return onePeerEach(group, rule, name, type, "securityGroupId", ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"]);
}

function nativeStandalone(group: string, direction: string, rule: Rule, name: string): Entry[] {
  const type = direction === "ingress" ? "aws-native:ec2:SecurityGroupIngress" : "aws-native:ec2:SecurityGroupEgress";
  return onePeerEach(group, rule, name, type, "groupId", nativeNames(direction));
}

function nativeNames(direction: string): PeerNames {
  return direction === "ingress"
    ? ["cidrIp", "cidrIpv6", "sourcePrefixListId", "sourceSecurityGroupId"]
    : ["cidrIp", "cidrIpv6", "destinationPrefixListId", "destinationSecurityGroupId"];
}

type PeerNames = readonly [cidr4: string, cidr6: string, prefixList: string, group: string];

function onePeerEach(group: string, rule: Rule, name: string, type: string, groupProperty: string, names: PeerNames): Entry[] {
  return peers(rule, group, names).map(([property, peer], index) =>
    resource(type, `${name}-${String(index)}`, { ...portsOf(rule), [groupProperty]: ref(group), [property]: peer }),
  );
}

function nativeInline(entry: Entry): Entry {
  const { ingress = [], egress = [], description, vpcId, tags, name } = entry.props;
  const rules = (list: CaseValue, direction: string): CaseValue =>
    Array.isArray(list)
      ? list.flatMap((rule: CaseValue): CaseValue[] =>
          isObject(rule)
            ? peers(rule, entry.name, nativeNames(direction)).map(([property, peer]) => ({ ...portsOf(rule), [property]: peer }))
            : [rule],
        )
      : list;
  return {
    ...entry,
    type: "aws-native:ec2:SecurityGroup",
    props: {
      groupDescription: description ?? "",
      ...(name === undefined ? {} : { groupName: name }),
      ...(vpcId === undefined ? {} : { vpcId }),
      ...(isObject(tags) ? { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) } : {}),
      securityGroupIngress: rules(ingress, "ingress"),
      securityGroupEgress: rules(egress, "egress"),
    },
  };
}

function portsOf(rule: Rule): Record<string, CaseValue> {
  const { protocol, fromPort, toPort, description } = rule;
  const isAll = protocol === "-1" || protocol === "all";
  return {
    ipProtocol: protocol ?? "-1",
    ...(isAll || fromPort === undefined ? {} : { fromPort }),
    ...(isAll || toPort === undefined ? {} : { toPort }),
    ...(description === undefined ? {} : { description }),
  };
}

function peers(rule: Rule, group: string, [cidr4, cidr6, prefixList, groupName]: PeerNames): (readonly [string, CaseValue])[] {
  return [
    ...peersOf(rule.cidrBlocks).map((value) => [cidr4, value] as const),
    ...peersOf(rule.ipv6CidrBlocks).map((value) => [cidr6, value] as const),
    ...peersOf(rule.prefixListIds).map((value) => [prefixList, value] as const),
    ...peersOf(rule.securityGroups).map((value) => [groupName, value] as const),
    ...(rule.self === true ? [[groupName, ref(group)] as const] : []),
  ];
}

function peersOf(value: CaseValue | undefined): readonly CaseValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) && !isRef(value) ? (value as readonly CaseValue[]) : [value];
}

function listOf(value: CaseValue): readonly CaseValue[] {
  return Array.isArray(value) ? (value as readonly CaseValue[]) : [];
}
