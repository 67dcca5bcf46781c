/** Families of resource types, as other resources refer to them. */

const groups = new Set(["aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "aws-native:ec2:SecurityGroup"]);
/** A gateway endpoint stands for the list of its service. */
const prefixLists = new Set(["aws:ec2/managedPrefixList:ManagedPrefixList", "aws-native:ec2:PrefixList", "aws:ec2/vpcEndpoint:VpcEndpoint"]);

/** A cluster of EKS stands for the group that EKS makes for it. */
export function isGroup(type: string): boolean {
  return groups.has(type) || isKubernetesCluster(type);
}

export function isKubernetesCluster(type: string): boolean {
  return type === "aws:eks/cluster:Cluster" || type === "aws-native:eks:Cluster";
}

export function isPrefixList(type: string): boolean {
  return prefixLists.has(type);
}

/** Any type of the stack: for references of which only the target's identity matters. */
export function isAny(): boolean {
  return true;
}

/** Accepts types by the class name at their end, in both AWS packages. */
export function named(...names: readonly string[]): (type: string) => boolean {
  const wanted = new Set(names);
  return (type) => /^aws(-native)?:/.test(type) && wanted.has(type.slice(type.lastIndexOf(":") + 1));
}

export const isVpc = named("Vpc", "DefaultVpc", "VPC");
export const isSubnet = named("Subnet", "DefaultSubnet");
export const isLoadBalancer = ofBalancer("LoadBalancer");
export const isTargetGroup = ofBalancer("TargetGroup");
export const isListener = ofBalancer("Listener");

/** VPC Lattice and Global Accelerator have listeners and target groups as well. */
function ofBalancer(name: string): (type: string) => boolean {
  const isNamed = named(name);
  return (type) => isNamed(type) && !/^aws(-native)?:(vpclattice|globalaccelerator)[:/]/.test(type);
}
