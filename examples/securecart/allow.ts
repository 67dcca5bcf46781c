import type * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

interface Connection {
  readonly from: aws.ec2.SecurityGroup;
  readonly to: aws.ec2.SecurityGroup;
  readonly port: number;
  readonly description: string;
}

/** Lets one group open TCP connections to another: a rule on each side, because two groups that name each other cannot do so inline. */
export function allow(name: string, connection: Connection, options?: pulumi.CustomResourceOptions): void {
  allowOut(name, connection, options);
  const { from, to, port, description } = connection;
  new aws.vpc.SecurityGroupIngressRule(
    name,
    { securityGroupId: to.id, referencedSecurityGroupId: from.id, ipProtocol: "tcp", fromPort: port, toPort: port, description },
    options,
  );
}

/** The caller's half of it, for a group that admits its callers inline. */
export function allowOut(name: string, { from, to, port, description }: Connection, options?: pulumi.CustomResourceOptions): void {
  new aws.vpc.SecurityGroupEgressRule(
    name,
    { securityGroupId: from.id, referencedSecurityGroupId: to.id, ipProtocol: "tcp", fromPort: port, toPort: port, description },
    options,
  );
}
