import * as aws from "@pulumi/aws";
import { allow } from "./allow";
import { appGroup } from "./app";
import { backOfficeGroup } from "./back-office";
import { pinnedImage, zones } from "./config";
import { appRoutes, first, vpc as shop } from "./network";

// Scenario 6: payments live in a VPC of their own, and the two VPCs name each other's groups over a peering.
export const vpc = new aws.ec2.Vpc("payments", {
  cidrBlock: "10.1.0.0/16",
  enableDnsSupport: true,
  enableDnsHostnames: true,
  tags: { Name: "payments" },
});

new aws.ec2.DefaultSecurityGroup("payments", { vpcId: vpc.id, ingress: [], egress: [] });

const routes = new aws.ec2.RouteTable("payments", { vpcId: vpc.id });
const subnets = privateSubnets();

new aws.ec2.NetworkAcl("payments", {
  vpcId: vpc.id,
  subnetIds: subnets.map((subnet) => subnet.id),
  ingress: [{ ruleNo: 100, action: "allow", protocol: "-1", cidrBlock: "10.0.0.0/15", fromPort: 0, toPort: 0 }],
  egress: [{ ruleNo: 100, action: "allow", protocol: "-1", cidrBlock: "10.0.0.0/15", fromPort: 0, toPort: 0 }],
});

const peering = new aws.ec2.VpcPeeringConnection("shop-payments", { vpcId: shop.id, peerVpcId: vpc.id, autoAccept: true });
new aws.ec2.PeeringConnectionOptions("shop-payments", {
  vpcPeeringConnectionId: peering.id,
  requester: { allowRemoteVpcDnsResolution: true },
  accepter: { allowRemoteVpcDnsResolution: true },
});
new aws.ec2.Route("shop-to-payments", { routeTableId: appRoutes.id, destinationCidrBlock: vpc.cidrBlock, vpcPeeringConnectionId: peering.id });
new aws.ec2.Route("payments-to-shop", { routeTableId: routes.id, destinationCidrBlock: shop.cidrBlock, vpcPeeringConnectionId: peering.id });

const balancerGroup = new aws.ec2.SecurityGroup("payments-balancer", { vpcId: vpc.id, description: "Load balancer of the payment service" });
const serviceGroup = new aws.ec2.SecurityGroup("payments", { vpcId: vpc.id, description: "Payment service" });

// A group of a peered VPC can be named once the peering is active.
const overPeering = { dependsOn: [peering] };
allow("app-to-payments", { from: appGroup, to: balancerGroup, port: 443, description: "Payments of the shop" }, overPeering);
allow("payments-to-shop", { from: serviceGroup, to: backOfficeGroup, port: 443, description: "Confirmations of payments" }, overPeering);
allow("balancer-to-payments", { from: balancerGroup, to: serviceGroup, port: 443, description: "Payments" });

const balancer = new aws.lb.LoadBalancer("payments", {
  loadBalancerType: "network",
  internal: true,
  subnets: subnets.map((subnet) => subnet.id),
  securityGroups: [balancerGroup.id],
  enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "on",
});

const targetGroup = new aws.lb.TargetGroup("payments", { vpcId: vpc.id, port: 443, protocol: "TCP", targetType: "instance" });

new aws.lb.Listener("payments", {
  loadBalancerArn: balancer.arn,
  port: 443,
  protocol: "TCP",
  defaultActions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
});

const service = new aws.ec2.Instance("payments", {
  ami: pinnedImage,
  instanceType: "t3.small",
  subnetId: first(subnets).id,
  associatePublicIpAddress: false,
  vpcSecurityGroupIds: [serviceGroup.id],
  metadataOptions: { httpEndpoint: "enabled", httpTokens: "required" },
  tags: { Name: "payments" },
});

new aws.lb.TargetGroupAttachment("payments", { targetGroupArn: targetGroup.arn, targetId: service.id, port: 443 });

function privateSubnets(): aws.ec2.Subnet[] {
  const result: aws.ec2.Subnet[] = [];
  for (const [index, availabilityZone] of zones.entries()) {
    const subnet = new aws.ec2.Subnet(`payments-${index}`, {
      vpcId: vpc.id,
      availabilityZone,
      cidrBlock: `10.1.${index}.0/24`,
      mapPublicIpOnLaunch: false,
    });
    new aws.ec2.RouteTableAssociation(`payments-${index}`, { routeTableId: routes.id, subnetId: subnet.id });
    result.push(subnet);
  }
  return result;
}
