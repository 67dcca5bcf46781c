/** The type of an object that is an input, as the languages with types name it: `SecurityGroupIngress` is `ec2.SecurityGroupIngressArgs` in Go. */
export interface RecordType {
  readonly package: "aws" | "awsx";
  readonly module: string;
  readonly name: string;
  /** What Go calls it, where a resource has the name already. */
  readonly nameInGo?: string;
}

const ofEc2 = (name: string): RecordType => ({ package: "aws", module: "ec2", name });
const ofAwsx = (name: string): RecordType => ({ package: "awsx", module: "awsx", name });

/** The objects that repairs write, by what has them: the type of a resource, or of another object, and the property. */
const types: ReadonlyMap<string, RecordType> = new Map([
  ["awsx:lb:ApplicationLoadBalancer.defaultSecurityGroup", ofAwsx("DefaultSecurityGroup")],
  ["DefaultSecurityGroup.args", ofAwsx("SecurityGroup")],
  ["awsx:ecs:FargateService.networkConfiguration", { package: "aws", module: "ecs", name: "ServiceNetworkConfiguration" }],
  ["aws:ec2/securityGroup:SecurityGroup.ingress", ofEc2("SecurityGroupIngress")],
  ["aws:ec2/securityGroup:SecurityGroup.egress", ofEc2("SecurityGroupEgress")],
  ["SecurityGroup.ingress", ofEc2("SecurityGroupIngress")],
  ["SecurityGroup.egress", ofEc2("SecurityGroupEgress")],
  ["aws:ec2/vpcPeeringConnection:VpcPeeringConnection.requester", ofEc2("VpcPeeringConnectionRequester")],
  [
    "aws:ec2/vpcPeeringConnection:VpcPeeringConnection.accepter",
    { ...ofEc2("VpcPeeringConnectionAccepter"), nameInGo: "VpcPeeringConnectionAccepterType" },
  ],
  ["aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter.requester", ofEc2("VpcPeeringConnectionAccepterRequester")],
  ["aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter.accepter", ofEc2("VpcPeeringConnectionAccepterAccepter")],
  ["aws:ec2/peeringConnectionOptions:PeeringConnectionOptions.requester", ofEc2("PeeringConnectionOptionsRequester")],
  ["aws:ec2/peeringConnectionOptions:PeeringConnectionOptions.accepter", ofEc2("PeeringConnectionOptionsAccepter")],
]);

/** The type of the object, or of the objects in a list, that something has as a property. */
export function recordTypeOf(owner: string | RecordType | undefined, property: string): RecordType | undefined {
  if (owner === undefined) return undefined;
  return types.get(`${typeof owner === "string" ? owner : owner.name}.${property}`);
}
