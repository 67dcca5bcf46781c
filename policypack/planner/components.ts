import type { Network } from "../model/network";
import { isOfPackage } from "../model/names/packages";
import { parseUrn, type Resource } from "../resources/resource";

/** A component of a package, whose resources are made by code that is not the program's. */
export interface PackageComponent {
  readonly resource: Resource;
  /** The argument of its call that names groups. */
  readonly argument: string;
}

/**
 * The component of a package that made a resource: https://www.pulumi.com/registry/packages/awsx/ and https://www.pulumi.com/registry/packages/eks/.
 * Of several around each other, the one that the program calls.
 */
export function packageComponentOf(network: Network, urn: string): PackageComponent | undefined {
  let found: PackageComponent | undefined;
  const seen = new Set<string>();
  const isOfGroup = /securityGroup/i.test(parseUrn(urn).type);
  for (let next = network.resources.get(urn)?.parent; next !== undefined && !seen.has(next); next = network.resources.get(next)?.parent) {
    seen.add(next);
    const resource = network.resources.get(next);
    const type = resource?.type ?? parseUrn(next).type;
    // A network makes no groups: those below it are the program's own.
    if (isOfGroup && /:ec2:(?:Default)?Vpc$/.test(type)) continue;
    if (resource !== undefined && isOfPackage(type)) found = { resource, argument: argumentOf(type) };
    if (resource !== undefined && isRuleByCall(resource)) break;
  }
  return found;
}

/** Whether the program gives a group of the first awsx a rule by a call: those of a list are called after the group. */
function isRuleByCall({ type, name, parent }: Resource): boolean {
  return /^awsx:x:ec2:(?:In|E)gressSecurityGroupRule$/.test(type) && !(parent !== undefined && name.startsWith(parseUrn(parent).name));
}

function argumentOf(type: string): string {
  if (/FargateService|EC2Service/.test(type)) return "networkConfiguration.securityGroups";
  if (type.includes("LoadBalancer")) return "securityGroups or defaultSecurityGroup";
  if (type === "awsx:x:ec2:SecurityGroup") return "ingress or egress";
  if (type.startsWith("eks:")) return "clusterSecurityGroup or nodeSecurityGroup";
  return "securityGroups";
}

/** "web is made by the component front (awsx:lb:ApplicationLoadBalancer): set securityGroups of its call". */
export function componentReason(urn: string, { resource, argument }: PackageComponent): string {
  return `${parseUrn(urn).name} is made by the component ${resource.name} (${resource.type}): set ${argument} in its call`;
}
