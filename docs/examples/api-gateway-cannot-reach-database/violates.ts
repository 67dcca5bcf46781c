import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();
const vpcId = config.require("vpcId");
const postgres = { ipProtocol: "tcp", fromPort: 5432, toPort: 5432 };

const link = new aws.ec2.SecurityGroup("link", { vpcId, description: "VPC link of the API" });
const database = new aws.ec2.SecurityGroup("database", { vpcId, description: "Database" });

new aws.vpc.SecurityGroupEgressRule("link-to-database", {
  ...postgres,
  securityGroupId: link.id,
  description: "Database",
  referencedSecurityGroupId: database.id,
});
new aws.vpc.SecurityGroupIngressRule("database-from-link", {
  ...postgres,
  securityGroupId: database.id,
  description: "VPC link",
  referencedSecurityGroupId: link.id,
});

new aws.apigatewayv2.VpcLink("api", {
  subnetIds: config.requireObject<string[]>("privateSubnetIds"),
  securityGroupIds: [link.id],
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
