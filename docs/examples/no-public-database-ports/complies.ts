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
      securityGroups: [application.id],
    },
  ],
});

export const groupIds = [application.id, database.id];
