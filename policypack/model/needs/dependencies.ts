import { addTo } from "../../grouped";
import type { Resource } from "../../resources/resource";
import { isTemplate, opensConnections } from "../attachments/attachments";
import type { Workload } from "../network";
import { workloadByUrn } from "../placement/placement";
import { perKey, perWorld, type World } from "../world";

/**
 * What carries a workload's identity rather than its address: what is computed from one of these was not told where anything is.
 * A rule, a role or a subnet that depends on something says nothing about who calls it.
 */
const carriesNoAddress =
  /^(aws|aws-native):(ec2[:/].*(SecurityGroup|SecurityGroupRule|SecurityGroupIngress|SecurityGroupEgress|Subnet|Vpc|VPC|RouteTable|Route|InternetGateway|NatGateway|KeyPair|NetworkAcl)$|vpc[:/]|iam[:/]|kms[:/]|logs[:/]|cloudwatch[:/](?!eventTarget)|ecs[:/].*Cluster$|ecr[:/]|acm[:/])/;

/** The workloads of which the properties of a resource were computed, through what only passes them on: a task definition, a secret, a DNS record. */
export function workloadsBehind(world: World, resource: Resource): readonly Workload[] {
  return behind(world, resource).workloads;
}

/** Whether a workload that opens connections was told something through a resource, as a service is through its task definition. */
export function isToldThrough(world: World, urn: string): boolean {
  return passedOn(world).has(urn);
}

const passedOn = perWorld(
  (world) =>
    new Set(
      world
        .all("workload")
        .flatMap((workload) => (!isTemplate(workload) && opensConnections(workload) ? behind(world, workload.resource).through : [])),
    ),
);

/** The same of resources that were named. */
export function workloadsFrom(world: World, urns: readonly string[]): readonly Workload[] {
  return followed(world, urns).workloads;
}

interface Followed {
  readonly workloads: readonly Workload[];
  readonly through: readonly string[];
}

const behind = perKey((world, resource: Resource): Followed => followed(world, dependenciesOf(resource)));

function followed(world: World, urns: readonly string[]): Followed {
  const workloads = workloadByUrn(world);
  const seen = new Set(urns);
  const result = new Map<string, Workload>();
  // A set can grow while it is gone through.
  for (const urn of seen) {
    for (const owner of ownersOf(world).get(urn) ?? []) result.set(owner.urn, owner);
    const workload = workloads.get(urn);
    if (workload !== undefined && !isTemplate(workload)) {
      result.set(urn, workload);
      continue;
    }
    const next = world.network.resources.get(urn);
    if (next === undefined || carriesNoAddress.test(next.type)) continue;
    for (const dependency of [...dependenciesOf(next), ...(contents(world).get(urn) ?? [])]) seen.add(dependency);
  }
  return { workloads: [...result.values()], through: [...seen] };
}

/** What is kept in something: who was told of a secret reads its versions, and who was told of a bucket its files. */
const contents = perWorld((world): ReadonlyMap<string, readonly string[]> => {
  const result = new Map<string, [string, ...string[]]>();
  for (const { type, urn, propertyDependencies } of world.network.resources.values()) {
    const property = containers.find(([pattern]) => pattern.test(type))?.[1];
    for (const container of property === undefined ? [] : (propertyDependencies[property] ?? [])) addTo(result, container, urn);
  }
  return result;
});

const containers: readonly (readonly [RegExp, string])[] = [
  [/^aws:secretsmanager[:/].*SecretVersion$/, "secretId"],
  [/^aws:s3[:/].*BucketObject(v2)?$/, "bucket"],
  [/^aws:appconfig[:/].*HostedConfigurationVersion$/, "applicationId"],
  [/^aws:servicediscovery[:/].*Instance$/, "serviceId"],
  [/^aws:dynamodb[:/].*TableItem$/, "tableName"],
];

function dependenciesOf({ propertyDependencies, urn }: Resource): readonly string[] {
  return Object.values(propertyDependencies)
    .flat()
    .filter((dependency) => dependency !== urn);
}

/** What goes by another resource's address: a machine by its Elastic IP, a mount target by its file system. */
const ownersOf = perWorld((world): ReadonlyMap<string, readonly Workload[]> => {
  const result = new Map<string, Workload[]>();
  const add = (urn: string, owner: Workload | undefined): void => {
    if (owner !== undefined) result.set(urn, [...(result.get(urn) ?? []), owner]);
  };
  for (const { urn, resource, to } of world.all("elasticAddress")) {
    if (to.kind !== "resource") continue;
    for (const address of [urn, ...dependenciesOf(resource)])
      if (address !== to.urn && /:Eip$|:EIP$/.test(address.split("::")[2] ?? "")) add(address, workloadByUrn(world).get(to.urn));
  }
  for (const workload of world.all("workload")) {
    if (workload.kind !== "file-system") continue;
    for (const urn of workload.resource.propertyDependencies.fileSystemId ?? []) add(urn, workload);
  }
  return result;
});
