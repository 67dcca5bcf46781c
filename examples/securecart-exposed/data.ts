import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { cacheGroup, databaseGroup, filesGroup, searchGroup } from "./groups";
import { appA, appB, publicA, publicB, staffPrivate } from "./network";

const databaseSubnets = new aws.rds.SubnetGroup("database", { subnetIds: [publicA.id, publicB.id] });

export const database = new aws.rds.Instance("orders", {
  engine: "postgres",
  instanceClass: "db.t4g.medium",
  allocatedStorage: 100,
  username: "shop",
  manageMasterUserPassword: true,
  publiclyAccessible: true,
  dbSubnetGroupName: databaseSubnets.name,
  vpcSecurityGroupIds: [databaseGroup.id],
  skipFinalSnapshot: true,
});

const cacheSubnets = new aws.elasticache.SubnetGroup("sessions", { subnetIds: [appA.id, appB.id] });

new aws.elasticache.ReplicationGroup("sessions", {
  description: "Sessions of the shop",
  engine: "redis",
  nodeType: "cache.t4g.small",
  numCacheClusters: 2,
  port: 6379,
  subnetGroupName: cacheSubnets.name,
  securityGroupIds: [cacheGroup.id],
});

const files = new aws.efs.FileSystem("pictures");
new aws.efs.MountTarget("pictures-a", { fileSystemId: files.id, subnetId: appA.id, securityGroups: [filesGroup.id] });
new aws.efs.MountTarget("pictures-b", { fileSystemId: files.id, subnetId: appB.id, securityGroups: [filesGroup.id] });

new aws.opensearch.Domain("search", {
  engineVersion: "OpenSearch_2.17",
  clusterConfig: { instanceType: "t3.small.search" },
  ebsOptions: { ebsEnabled: true, volumeSize: 10 },
  vpcOptions: { subnetIds: [staffPrivate.id], securityGroupIds: [searchGroup.id] },
});

const role = new aws.iam.Role("indexer", { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }) });

new aws.lambda.Function("indexer", {
  runtime: "nodejs22.x",
  handler: "index.handler",
  role: role.arn,
  code: new pulumi.asset.AssetArchive({ "index.mjs": new pulumi.asset.StringAsset("export const handler = async () => {};") }),
  vpcConfig: { subnetIds: [staffPrivate.id], securityGroupIds: [searchGroup.id] },
});
