import * as aws from "@pulumi/aws";
import { allowOut } from "./allow";
import { appGroup } from "./app";
import { dataSubnets, vpc } from "./network";

/** The group of the functions behind the API: here, because the database names it. */
export const functionGroup = new aws.ec2.SecurityGroup("orders-function", { vpcId: vpc.id, description: "Functions of the orders API" });

// Scenarios 2 and 3: the database knows the groups of its clients, no address, and starts no connection itself.
const databaseGroup = new aws.ec2.SecurityGroup("database", {
  vpcId: vpc.id,
  description: "PostgreSQL database of the shop",
  ingress: [
    { description: "Application servers", protocol: "tcp", fromPort: 5432, toPort: 5432, securityGroups: [appGroup.id] },
    { description: "Functions of the orders API", protocol: "tcp", fromPort: 5432, toPort: 5432, securityGroups: [functionGroup.id] },
  ],
  egress: [],
});

allowOut("app-to-database", { from: appGroup, to: databaseGroup, port: 5432, description: "Orders and stock" });
allowOut("function-to-database", { from: functionGroup, to: databaseGroup, port: 5432, description: "Orders" });

const subnetGroup = new aws.rds.SubnetGroup("database", { subnetIds: dataSubnets.map((subnet) => subnet.id) });

export const database = new aws.rds.Instance("orders", {
  engine: "postgres",
  engineVersion: "16",
  instanceClass: "db.t4g.medium",
  allocatedStorage: 100,
  dbName: "orders",
  port: 5432,
  username: "shop",
  manageMasterUserPassword: true,
  multiAz: true,
  storageEncrypted: true,
  deletionProtection: true,
  publiclyAccessible: false,
  dbSubnetGroupName: subnetGroup.name,
  vpcSecurityGroupIds: [databaseGroup.id],
  finalSnapshotIdentifier: "orders-final",
});

// Pictures of the products, shared by the application servers.
const filesGroup = new aws.ec2.SecurityGroup("product-files", {
  vpcId: vpc.id,
  description: "Shared files of the application servers",
  ingress: [{ description: "Application servers", protocol: "tcp", fromPort: 2049, toPort: 2049, securityGroups: [appGroup.id] }],
  egress: [],
});

allowOut("app-to-files", { from: appGroup, to: filesGroup, port: 2049, description: "Pictures of the products" });

const files = new aws.efs.FileSystem("product-files", { encrypted: true });

for (const [index, subnet] of dataSubnets.entries()) {
  new aws.efs.MountTarget(`product-files-${index}`, { fileSystemId: files.id, subnetId: subnet.id, securityGroups: [filesGroup.id] });
}
