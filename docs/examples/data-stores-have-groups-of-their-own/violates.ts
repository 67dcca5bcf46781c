import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();
const vpcId = config.require("vpcId");

const orders = new aws.ec2.SecurityGroup("orders", {
  vpcId,
  description: "Orders",
  ingress: [
    { description: "Each other", protocol: "tcp", fromPort: 5432, toPort: 5432, self: true },
  ],
});

new aws.ec2.Instance("orders", {
  ami: config.require("imageId"),
  instanceType: "t3.small",
  subnetId: config.requireObject<string[]>("privateSubnetIds")[0],
  associatePublicIpAddress: false,
  vpcSecurityGroupIds: [orders.id],
});

new aws.rds.Instance("orders", {
  engine: "postgres",
  instanceClass: "db.t4g.small",
  allocatedStorage: 20,
  username: "orders",
  manageMasterUserPassword: true,
  dbSubnetGroupName: "private",
  vpcSecurityGroupIds: [orders.id],
});
