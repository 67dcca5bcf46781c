import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const database = new aws.ec2.SecurityGroup("database", {
  vpcId: new pulumi.Config().require("vpcId"),
  description: "Database",
});

new aws.rds.Instance("orders", {
  engine: "postgres",
  instanceClass: "db.t4g.small",
  allocatedStorage: 20,
  username: "orders",
  manageMasterUserPassword: true,
  dbSubnetGroupName: "private",
  publiclyAccessible: true,
  vpcSecurityGroupIds: [database.id],
});
