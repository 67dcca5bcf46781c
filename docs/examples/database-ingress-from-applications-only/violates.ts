import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();
const vpcId = config.require("vpcId");

const front = new aws.ec2.SecurityGroup("front", { vpcId, description: "Load balancer" });
const application = new aws.ec2.SecurityGroup("application", { vpcId, description: "Application" });

const database = new aws.ec2.SecurityGroup("database", {
  vpcId,
  description: "Database",
  ingress: [
    {
      description: "PostgreSQL",
      protocol: "tcp",
      fromPort: 5432,
      toPort: 5432,
      securityGroups: [front.id, application.id],
    },
  ],
});

new aws.lb.LoadBalancer("front", {
  internal: true,
  subnets: config.requireObject<string[]>("privateSubnetIds"),
  securityGroups: [front.id],
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
