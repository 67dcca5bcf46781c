import * as aws from "@pulumi/aws";
import { privateRoutes, vpc as shop } from "./network";

const vpc = new aws.ec2.Vpc("payments", { cidrBlock: "10.1.0.0/16" });
const subnet = new aws.ec2.Subnet("payments", { vpcId: vpc.id, cidrBlock: "10.1.0.0/24", availabilityZone: "us-east-1a" });

const peering = new aws.ec2.VpcPeeringConnection("shop-payments", { vpcId: shop.id, peerVpcId: vpc.id, autoAccept: true });

const routes = new aws.ec2.RouteTable("payments", { vpcId: vpc.id });
new aws.ec2.RouteTableAssociation("payments", { routeTableId: routes.id, subnetId: subnet.id });
new aws.ec2.Route("payments-to-shop", { routeTableId: routes.id, destinationCidrBlock: shop.cidrBlock, vpcPeeringConnectionId: peering.id });
new aws.ec2.Route("shop-to-payments", { routeTableId: privateRoutes.id, destinationCidrBlock: vpc.cidrBlock, vpcPeeringConnectionId: peering.id });

const group = new aws.ec2.SecurityGroup("payments", {
  vpcId: vpc.id,
  description: "Payment service",
  ingress: [{ description: "The shop", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/16"] }],
  egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
});

new aws.ec2.Instance("payments", {
  ami: "ami-0b72821e2f351e396",
  instanceType: "t3.small",
  subnetId: subnet.id,
  vpcSecurityGroupIds: [group.id],
});
