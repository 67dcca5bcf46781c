import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();
const vpcId = config.require("vpcId");

const application = new aws.ec2.SecurityGroup("application", { vpcId, description: "Application" });

const database = new aws.ec2.SecurityGroup("database", {
  vpcId,
  description: "Database",
  ingress: [
    {
      description: "PostgreSQL for the application",
      protocol: "tcp",
      fromPort: 5432,
      toPort: 5432,
      securityGroups: [application.id],
    },
  ],
});

new aws.ec2.Instance("orders", {
  ami: config.require("imageId"),
  instanceType: "t3.small",
  subnetId: config.requireObject<string[]>("privateSubnetIds")[0],
  associatePublicIpAddress: false,
  vpcSecurityGroupIds: [application.id],
});

new aws.rds.Instance("orders", {
  engine: "postgres",
  instanceClass: "db.t4g.small",
  allocatedStorage: 20,
  username: "orders",
  manageMasterUserPassword: true,
  dbSubnetGroupName: "private",
  vpcSecurityGroupIds: [database.id],
});
