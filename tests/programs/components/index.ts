import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { Service } from "./service";

const config = new pulumi.Config();
const vpcId = config.require("vpcId");
const clusterArn = config.require("clusterArn");
const subnetIds = config.requireObject<string[]>("privateSubnetIds");
const registry = "123456789012.dkr.ecr.us-east-1.amazonaws.com";

const orders = new Service("orders", { vpcId, subnetIds, clusterArn, image: `${registry}/orders:42`, port: 8080 });

const stock = new Service("stock", {
  vpcId,
  subnetIds,
  clusterArn,
  image: `${registry}/stock:17`,
  port: 9000,
  callers: [orders.securityGroup],
});

const databaseGroup = new aws.ec2.SecurityGroup("stock-database", {
  vpcId,
  description: "Database of the stock service",
  ingress: [
    {
      description: "Stock service",
      protocol: "tcp",
      fromPort: 5432,
      toPort: 5432,
      securityGroups: [stock.securityGroup.id],
    },
  ],
});

const database = new aws.rds.Instance("stock", {
  engine: "postgres",
  instanceClass: "db.t4g.small",
  allocatedStorage: 20,
  username: "stock",
  manageMasterUserPassword: true,
  storageEncrypted: true,
  dbSubnetGroupName: new aws.rds.SubnetGroup("stock", { subnetIds }).name,
  vpcSecurityGroupIds: [databaseGroup.id],
  skipFinalSnapshot: true,
});

export const host = database.address;
