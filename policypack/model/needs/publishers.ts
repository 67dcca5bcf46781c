import { addTo } from "../../grouped";
import type { Resource } from "../../resources/resource";
import type { Workload } from "../network";
import { perWorld, type World } from "../world";
import { workloadsBehind } from "./dependencies";

/** What carries something out of the program: parameters, secrets, names, files, and whatever services of others keep. */
const carriers =
  /^aws(-native)?:(ssm[:/].*Parameter|secretsmanager[:/].*(SecretVersion|Secret)|route53[:/].*(Record|RecordSet)|servicediscovery[:/].*Instance|appconfig[:/].*HostedConfigurationVersion|s3[:/].*BucketObject(v2)?|dynamodb[:/].*TableItem|ram[:/].*Resource(Association|Share)|cloudformation[:/].*Stack)$/;

/** Packages that keep nothing for others. */
const local =
  /^(aws|aws-native|awsx|eks|pulumi|pulumi-nodejs|pulumi-python|random|tls|time|null|command|docker|docker-build|archive|cloudinit|ansible|terraform)$/;

/** Whether others can be told something by what a resource holds. */
export function isPublisher({ type, custom }: Resource): boolean {
  if (!custom || type.startsWith("pulumi:")) return false;
  return carriers.test(type) || !local.test(type.split(":")[0] ?? "");
}

/** What others are told of where a workload is. */
export function publishersOf(world: World, { urn }: Workload): readonly Resource[] {
  return publishers(world).get(urn) ?? [];
}

const publishers = perWorld((world): ReadonlyMap<string, readonly Resource[]> => {
  const result = new Map<string, [Resource, ...Resource[]]>();
  for (const resource of world.network.resources.values()) {
    if (!isPublisher(resource)) continue;
    for (const { urn } of workloadsBehind(world, resource)) addTo(result, urn, resource);
  }
  return result;
});
