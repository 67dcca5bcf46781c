import * as aws from "@pulumi/aws";

const logs = new aws.s3.Bucket("flow-logs");

class Network {
  readonly vpc: aws.ec2.Vpc;
  readonly subnet: aws.ec2.Subnet;
  readonly routes: aws.ec2.RouteTable;

  constructor(name: string, prefix: string) {
    this.vpc = new aws.ec2.Vpc(name, {
      cidrBlock: `${prefix}.0.0/16`,
      enableDnsHostnames: true,
      enableDnsSupport: true,
    });
    this.subnet = new aws.ec2.Subnet(name, { vpcId: this.vpc.id, cidrBlock: `${prefix}.1.0/24` });
    this.routes = new aws.ec2.RouteTable(name, { vpcId: this.vpc.id });
    new aws.ec2.RouteTableAssociation(name, { routeTableId: this.routes.id, subnetId: this.subnet.id });
    const both = { ruleNo: 100, action: "allow", protocol: "-1", cidrBlock: "10.60.0.0/15", fromPort: 0, toPort: 0 };
    new aws.ec2.NetworkAcl(name, { vpcId: this.vpc.id, subnetIds: [this.subnet.id], ingress: [both], egress: [both] });
    new aws.ec2.DefaultSecurityGroup(name, { vpcId: this.vpc.id });
    new aws.ec2.FlowLog(name, {
      vpcId: this.vpc.id,
      trafficType: "ALL",
      logDestinationType: "s3",
      logDestination: logs.arn,
    });
  }

  group(name: string, description: string) {
    return new aws.ec2.SecurityGroup(name, { vpcId: this.vpc.id, description });
  }

  host(name: string, group: aws.ec2.SecurityGroup) {
    return new aws.ec2.Instance(name, {
      ami: "ami-0b72821e2f351e396",
      instanceType: "t3.small",
      subnetId: this.subnet.id,
      vpcSecurityGroupIds: [group.id],
      metadataOptions: { httpTokens: "required" },
    });
  }
}

const billing = new Network("billing", "10.60");
const ledger = new Network("ledger", "10.61");

const peering = new aws.ec2.VpcPeeringConnection("billing-ledger", {
  vpcId: billing.vpc.id,
  peerVpcId: ledger.vpc.id,
  autoAccept: true,
  requester: { allowRemoteVpcDnsResolution: true },
  accepter: { allowRemoteVpcDnsResolution: true },
});

const there = { routeTableId: billing.routes.id, destinationCidrBlock: ledger.vpc.cidrBlock };
const back = { routeTableId: ledger.routes.id, destinationCidrBlock: billing.vpc.cidrBlock };
new aws.ec2.Route("there", { ...there, vpcPeeringConnectionId: peering.id });
new aws.ec2.Route("back", { ...back, vpcPeeringConnectionId: peering.id });

const billingGroup = billing.group("billing", "Billing service");
const ledgerGroup = ledger.group("ledger", "Ledger service");

const grpc = { ipProtocol: "tcp", fromPort: 8443, toPort: 8443, description: "Bookings" };
const opts = { dependsOn: peering };
new aws.vpc.SecurityGroupEgressRule(
  "billing-to-ledger",
  { ...grpc, securityGroupId: billingGroup.id, referencedSecurityGroupId: ledgerGroup.id },
  opts,
);
new aws.vpc.SecurityGroupIngressRule(
  "ledger-from-billing",
  { ...grpc, securityGroupId: ledgerGroup.id, referencedSecurityGroupId: billingGroup.id },
  opts,
);

billing.host("billing", billingGroup);
export const ledgerHost = ledger.host("ledger", ledgerGroup).privateDns;
