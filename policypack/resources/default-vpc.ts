/** What stands for the identifier of the default VPC of an account, where the program does not make it its own. */
export const defaultVpcId = "default";

/** The block of every default VPC: https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html */
export const defaultVpcBlock = "172.31.0.0/16";

export function isDefaultVpc(type: string): boolean {
  return type === "aws:ec2/defaultVpc:DefaultVpc";
}
