import { defaultGroupOf, isMadeUp } from "@portcullis/policypack/resources/identity";
import { defaultVpcBlock, defaultVpcId } from "@portcullis/policypack/resources/default-vpc";
import { edgeLocationLists, edgeLocations } from "@portcullis/policypack/model/names/managed-prefix-lists";

type Arguments = Readonly<Record<string, unknown>>;
type Answer = Readonly<Record<string, string | readonly string[]>>;

/**
 * What the arguments of a data source settle, whatever the account: properties of the answer. `args` are plain data; an argument that is there and not
 * known is undefined. `region` is the provider's.
 */
export function settledAnswer(token: string, args: Arguments, region: string | undefined): Answer {
  const settle = /^aws(?:-native)?:/.test(token) ? settled.get(token.slice(token.lastIndexOf(":") + 1)) : undefined;
  return settle?.(args, askedRegion(args, region)) ?? {};
}

/** Since version 7 every data source may ask in a region of its own. */
function askedRegion(args: Arguments, region: string | undefined): string | undefined {
  const given = args.region;
  if (!("region" in args) || given === null) return region;
  return typeof given === "string" ? given : undefined;
}

const settled: ReadonlyMap<string, (args: Arguments, region: string | undefined) => Answer> = new Map([
  ["getRegion", regionAnswer],
  ["getAvailabilityZones", zonesAnswer],
  ["getAvailabilityZone", zoneAnswer],
  ["getPartition", (_, region) => partitionAnswer(region)],
  ["getManagedPrefixList", prefixListAnswer],
  ["getPrefixList", prefixListAnswer],
  ["getVpcEndpointService", endpointServiceAnswer],
  ["getSecurityGroup", groupAnswer],
  ["getVpc", vpcAnswer],
]);

function regionAnswer(args: Arguments, region: string | undefined): Answer {
  // Before version 7 the argument had this name.
  const name = "name" in args && args.name !== null ? args.name : "endpoint" in args && args.endpoint !== null ? undefined : region;
  return typeof name === "string" ? { id: name, name, region: name } : {};
}

/** A region's first zones stand for those of the account, whose number and letters only the account knows. */
function zonesAnswer({ excludeNames }: Arguments, region: string | undefined): Answer {
  if (region === undefined) return {};
  const excluded: readonly unknown[] = Array.isArray(excludeNames) ? excludeNames : [];
  return { id: region, names: ["a", "b", "c"].map((letter) => `${region}${letter}`).filter((zone) => !excluded.includes(zone)) };
}

function zoneAnswer({ name }: Arguments): Answer {
  const [zone, region, suffix] = typeof name === "string" ? (/^([a-z]{2}(?:-[a-z]+)+-\d)([a-z])$/.exec(name) ?? []) : [];
  return zone === undefined || region === undefined || suffix === undefined ? {} : { id: zone, region, nameSuffix: suffix, groupName: region };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function partitionAnswer(region: string | undefined): Answer {
  if (region === undefined) return {};
  const answer = (partition: string, dnsSuffix: string): Answer => ({
    id: partition,
    partition,
    dnsSuffix,
    reverseDnsPrefix: dnsSuffix.split(".").reverse().join("."),
  });
  if (region.startsWith("cn-")) return answer("aws-cn", "amazonaws.com.cn");
  if (region.startsWith("us-gov-")) return answer("aws-us-gov", "amazonaws.com");
  return /^(us|eu|ap|sa|ca|me|af|il|mx)-/.test(region) && !region.includes("-iso") ? answer("aws", "amazonaws.com") : {};
}

/**
 * The lists that AWS keeps have one name in all accounts. Where their id is not known, the name takes its place: no id looks like one.
 * https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 */
function prefixListAnswer(args: Arguments, region: string | undefined): Answer {
  const name = "name" in args && args.name !== null ? args.name : filteredBy(args.filters, "prefix-list-name");
  if (typeof name !== "string" || !name.startsWith("com.amazonaws.")) return {};
  const id = name === edgeLocations && region !== undefined ? edgeLocationLists.get(region) : undefined;
  return { id: id ?? name, name, ownerId: "AWS" };
}

/**
 * The default group of a VPC has that name, which no other group may have. Of a VPC from elsewhere, it takes the place of the identifier, as it may where a
 * workload names its groups.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
 */
function groupAnswer({ name, filters, vpcId }: Arguments): Answer {
  const all = Array.isArray(filters) ? (filters as readonly unknown[]) : [];
  const filtered = (property: string): unknown => all.map((filter) => filteredBy([filter], property)).find((value) => value !== undefined);
  if (name !== "default" && filtered("group-name") !== "default") return {};
  const vpc = vpcId ?? filtered("vpc-id");
  return { id: typeof vpc === "string" && isMadeUp(vpc) ? defaultGroupOf(vpc) : "default", name: "default" };
}

/** An account has one default VPC in a region, and all of them have one block: https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html */
function vpcAnswer({ default: isDefault, filters, ...others }: Arguments): Answer {
  const isAsked = String(isDefault) === "true" || ["is-default", "isDefault"].some((name) => filteredBy(filters, name) === "true");
  const isAskedAlone = Object.values(others).every((value) => value === null);
  return isAsked && isAskedAlone ? { id: defaultVpcId, cidrBlock: defaultVpcBlock } : {};
}

function filteredBy(filters: unknown, property: string): unknown {
  const [filter, ...others] = Array.isArray(filters) ? (filters as readonly unknown[]) : [];
  const { name, values } = (typeof filter === "object" && filter !== null ? filter : {}) as { readonly name?: unknown; readonly values?: unknown };
  return others.length === 0 && name === property && Array.isArray(values) && values.length === 1 ? (values as readonly unknown[])[0] : undefined;
}

/** https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html */
function endpointServiceAnswer({ service }: Arguments, region: string | undefined): Answer {
  return typeof service === "string" && region !== undefined ? { serviceName: `com.amazonaws.${region}.${service}` } : {};
}
