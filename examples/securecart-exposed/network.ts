import * as aws from "@pulumi/aws";

export const vpc = new aws.ec2.Vpc("shop", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, assignGeneratedIpv6CidrBlock: true });

export const publicA = new aws.ec2.Subnet("public-a", {
  vpcId: vpc.id,
  cidrBlock: "10.0.0.0/24",
  availabilityZone: "us-east-1a",
  mapPublicIpOnLaunch: true,
});
export const publicB = new aws.ec2.Subnet("public-b", {
  vpcId: vpc.id,
  cidrBlock: "10.0.1.0/24",
  availabilityZone: "us-east-1b",
  mapPublicIpOnLaunch: true,
});
export const appA = new aws.ec2.Subnet("app-a", { vpcId: vpc.id, cidrBlock: "10.0.16.0/24", availabilityZone: "us-east-1a" });
export const appB = new aws.ec2.Subnet("app-b", { vpcId: vpc.id, cidrBlock: "10.0.17.0/24", availabilityZone: "us-east-1b" });
export const functions = new aws.ec2.Subnet("functions", { vpcId: vpc.id, cidrBlock: "10.0.20.0/24", availabilityZone: "us-east-1a" });

// Hosts of the staff have addresses of their own.
const staff = new aws.ec2.VpcIpv4CidrBlockAssociation("staff", { vpcId: vpc.id, cidrBlock: "10.8.0.0/16" });
export const staffPublic = new aws.ec2.Subnet("staff-public", { vpcId: staff.vpcId, cidrBlock: "10.8.0.0/24", mapPublicIpOnLaunch: true });
export const staffPrivate = new aws.ec2.Subnet("staff-private", { vpcId: staff.vpcId, cidrBlock: "10.8.16.0/24" });
export const monitoring = new aws.ec2.Subnet("monitoring", { vpcId: staff.vpcId, cidrBlock: "10.8.48.0/24" });

const gateway = new aws.ec2.InternetGateway("shop", { vpcId: vpc.id });
const publicRoutes = new aws.ec2.RouteTable("public", { vpcId: vpc.id, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }] });
new aws.ec2.RouteTableAssociation("public-a", { routeTableId: publicRoutes.id, subnetId: publicA.id });
new aws.ec2.RouteTableAssociation("public-b", { routeTableId: publicRoutes.id, subnetId: publicB.id });
new aws.ec2.RouteTableAssociation("staff-public", { routeTableId: publicRoutes.id, subnetId: staffPublic.id });

const address = new aws.ec2.Eip("nat", { domain: "vpc" });
const nat = new aws.ec2.NatGateway("shop", { allocationId: address.id, subnetId: publicA.id });
export const privateRoutes = new aws.ec2.RouteTable("private", { vpcId: vpc.id });
new aws.ec2.Route("private-to-internet", { routeTableId: privateRoutes.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: nat.id });
new aws.ec2.RouteTableAssociation("app-a", { routeTableId: privateRoutes.id, subnetId: appA.id });
new aws.ec2.RouteTableAssociation("app-b", { routeTableId: privateRoutes.id, subnetId: appB.id });
new aws.ec2.RouteTableAssociation("functions", { routeTableId: privateRoutes.id, subnetId: functions.id });
new aws.ec2.RouteTableAssociation("staff-private", { routeTableId: privateRoutes.id, subnetId: staffPrivate.id });
new aws.ec2.RouteTableAssociation("monitoring", { routeTableId: privateRoutes.id, subnetId: monitoring.id });

new aws.ec2.DefaultSecurityGroup("shop", {
  vpcId: vpc.id,
  ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, self: true }],
  egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
});

new aws.ec2.NetworkAcl("public", {
  vpcId: vpc.id,
  subnetIds: [publicA.id, publicB.id, staffPublic.id],
  ingress: [{ ruleNo: 100, action: "allow", protocol: "-1", cidrBlock: "0.0.0.0/0", fromPort: 0, toPort: 0 }],
  egress: [{ ruleNo: 100, action: "allow", protocol: "-1", cidrBlock: "0.0.0.0/0", fromPort: 0, toPort: 0 }],
});

// The warehouse's VPC, for the analysts. Not connected yet.
export const warehouseVpc = new aws.ec2.Vpc("warehouse", { cidrBlock: "10.2.0.0/16" });
export const warehouseSubnet = new aws.ec2.Subnet("warehouse", { vpcId: warehouseVpc.id, cidrBlock: "10.2.0.0/24" });

// Watches the account.
new aws.guardduty.Detector("account", { enable: true });
