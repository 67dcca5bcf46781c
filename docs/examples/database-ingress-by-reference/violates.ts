import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const vpcId = new pulumi.Config().require("vpcId");

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
      cidrBlocks: ["10.20.4.0/24"],
    },
  ],
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

export const applicationGroupId = application.id;
