import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const vpcId = new pulumi.Config().require("vpcId");

const gateway = new aws.ec2.InternetGateway("main", { vpcId });
const routes = new aws.ec2.RouteTable("data", {
  vpcId,
  routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }],
});

const subnets = ["a", "b"].map((zone, index) => {
  const subnet = new aws.ec2.Subnet(`data-${zone}`, {
    vpcId,
    availabilityZone: `eu-west-1${zone}`,
    cidrBlock: `10.20.${index + 8}.0/24`,
  });
  new aws.ec2.RouteTableAssociation(`data-${zone}`, {
    subnetId: subnet.id,
    routeTableId: routes.id,
  });
  return subnet;
});

new aws.rds.SubnetGroup("data", { subnetIds: subnets.map(({ id }) => id) });
