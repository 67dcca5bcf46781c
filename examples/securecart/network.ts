import * as aws from "@pulumi/aws";
import { officeCidr, officeGateway, officeNetwork, zones } from "./config";

export const vpc = new aws.ec2.Vpc("shop", {
  cidrBlock: "10.0.0.0/16",
  enableDnsSupport: true,
  enableDnsHostnames: true,
  tags: { Name: "shop" },
});

export const publicSubnets = subnets("public", 0);
export const appSubnets = subnets("app", 16);
export const dataSubnets = subnets("data", 32);

// The internet, for the public subnets only.
const internetGateway = new aws.ec2.InternetGateway("shop", { vpcId: vpc.id });
const publicRoutes = new aws.ec2.RouteTable("public", {
  vpcId: vpc.id,
  routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: internetGateway.id }],
});
associate("public", publicRoutes, publicSubnets);

// The application may call out through the NAT gateway; nobody may call in.
const natAddress = new aws.ec2.Eip("nat", { domain: "vpc" });
const nat = new aws.ec2.NatGateway("shop", { allocationId: natAddress.id, subnetId: first(publicSubnets).id });
export const appRoutes = new aws.ec2.RouteTable("app", { vpcId: vpc.id });
new aws.ec2.Route("app-to-internet", { routeTableId: appRoutes.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: nat.id });
associate("app", appRoutes, appSubnets);

// The data subnets reach this VPC and nothing else.
const dataRoutes = new aws.ec2.RouteTable("data", { vpcId: vpc.id });
associate("data", dataRoutes, dataSubnets);

// The office's private network, over a VPN.
const vpnGateway = new aws.ec2.VpnGateway("shop", { vpcId: vpc.id });
const customerGateway = new aws.ec2.CustomerGateway("office", { type: "ipsec.1", ipAddress: officeGateway, bgpAsn: "65010" });
const vpn = new aws.ec2.VpnConnection("office", {
  type: "ipsec.1",
  vpnGatewayId: vpnGateway.id,
  customerGatewayId: customerGateway.id,
  staticRoutesOnly: true,
});
new aws.ec2.VpnConnectionRoute("office", { vpnConnectionId: vpn.id, destinationCidrBlock: officeNetwork });
new aws.ec2.VpnGatewayRoutePropagation("app", { vpnGatewayId: vpnGateway.id, routeTableId: appRoutes.id });

// A group of one's own for everything: the default one admits nothing.
new aws.ec2.DefaultSecurityGroup("shop", { vpcId: vpc.id, ingress: [], egress: [] });

// AWS services are reached inside the VPC.
export const s3Endpoint = new aws.ec2.VpcEndpoint("s3", {
  vpcId: vpc.id,
  serviceName: "com.amazonaws.us-east-1.s3",
  vpcEndpointType: "Gateway",
  routeTableIds: [appRoutes.id, dataRoutes.id],
});

export const endpointGroup = new aws.ec2.SecurityGroup("endpoints", {
  vpcId: vpc.id,
  description: "Interface endpoints of AWS services",
});

for (const service of ["ssm", "ssmmessages", "ec2messages", "secretsmanager", "logs"]) {
  new aws.ec2.VpcEndpoint(service, {
    vpcId: vpc.id,
    serviceName: `com.amazonaws.us-east-1.${service}`,
    vpcEndpointType: "Interface",
    privateDnsEnabled: true,
    subnetIds: appSubnets.map((subnet) => subnet.id),
    securityGroupIds: [endpointGroup.id],
  });
}

// Network ACLs do not remember connections: answers come back to ports 1024-65535, from which RDP is taken out first.
const fromAnywhere = { cidrBlock: "0.0.0.0/0", protocol: "tcp" };
const everything = { ruleNo: 100, action: "allow", protocol: "-1", cidrBlock: "0.0.0.0/0", fromPort: 0, toPort: 0 };

new aws.ec2.NetworkAcl("public", {
  vpcId: vpc.id,
  subnetIds: publicSubnets.map((subnet) => subnet.id),
  ingress: [
    { ruleNo: 100, action: "allow", protocol: "-1", cidrBlock: vpc.cidrBlock, fromPort: 0, toPort: 0 },
    { ruleNo: 110, action: "allow", protocol: "tcp", cidrBlock: officeCidr, fromPort: 22, toPort: 22 },
    { ruleNo: 120, action: "deny", ...fromAnywhere, fromPort: 3389, toPort: 3389 },
    { ruleNo: 130, action: "allow", ...fromAnywhere, fromPort: 80, toPort: 80 },
    { ruleNo: 140, action: "allow", ...fromAnywhere, fromPort: 443, toPort: 443 },
    { ruleNo: 150, action: "allow", ...fromAnywhere, fromPort: 1024, toPort: 65535 },
  ],
  egress: [everything],
});

new aws.ec2.NetworkAcl("app", {
  vpcId: vpc.id,
  subnetIds: appSubnets.map((subnet) => subnet.id),
  ingress: [
    { ruleNo: 100, action: "allow", protocol: "-1", cidrBlock: "10.0.0.0/15", fromPort: 0, toPort: 0 },
    { ruleNo: 110, action: "allow", protocol: "tcp", cidrBlock: officeNetwork, fromPort: 443, toPort: 443 },
    { ruleNo: 120, action: "deny", ...fromAnywhere, fromPort: 3389, toPort: 3389 },
    { ruleNo: 130, action: "allow", ...fromAnywhere, fromPort: 1024, toPort: 65535 },
  ],
  egress: [everything],
});

new aws.ec2.NetworkAcl("data", {
  vpcId: vpc.id,
  subnetIds: dataSubnets.map((subnet) => subnet.id),
  ingress: [{ ruleNo: 100, action: "allow", protocol: "-1", cidrBlock: vpc.cidrBlock, fromPort: 0, toPort: 0 }],
  egress: [{ ruleNo: 100, action: "allow", protocol: "-1", cidrBlock: vpc.cidrBlock, fromPort: 0, toPort: 0 }],
});

function subnets(tier: string, third: number): aws.ec2.Subnet[] {
  const result: aws.ec2.Subnet[] = [];
  for (const [index, availabilityZone] of zones.entries()) {
    result.push(
      new aws.ec2.Subnet(`${tier}-${index}`, {
        vpcId: vpc.id,
        availabilityZone,
        cidrBlock: `10.0.${third + index}.0/24`,
        mapPublicIpOnLaunch: false,
        tags: { Name: `shop-${tier}-${index}` },
      }),
    );
  }
  return result;
}

function associate(tier: string, table: aws.ec2.RouteTable, members: readonly aws.ec2.Subnet[]): void {
  for (const [index, subnet] of members.entries()) {
    new aws.ec2.RouteTableAssociation(`${tier}-${index}`, { routeTableId: table.id, subnetId: subnet.id });
  }
}

/** The first of a tier's subnets, for what needs only one. */
export function first(tier: readonly aws.ec2.Subnet[]): aws.ec2.Subnet {
  const [subnet] = tier;
  if (subnet === undefined) throw new Error("a tier has a subnet in each zone");
  return subnet;
}
