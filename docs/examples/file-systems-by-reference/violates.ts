import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();
const vpcId = config.require("vpcId");

const application = new aws.ec2.SecurityGroup("application", { vpcId, description: "Application" });

const files = new aws.ec2.SecurityGroup("files", {
  vpcId,
  description: "Shared files",
  ingress: [
    {
      description: "NFS for the application",
      protocol: "tcp",
      fromPort: 2049,
      toPort: 2049,
      cidrBlocks: ["10.20.4.0/24"],
    },
  ],
});

const fileSystem = new aws.efs.FileSystem("files", { encrypted: true });

config.requireObject<string[]>("privateSubnetIds").forEach((subnetId, index) => {
  new aws.efs.MountTarget(`files-${index}`, {
    fileSystemId: fileSystem.id,
    subnetId,
    securityGroups: [files.id],
  });
});

export const applicationGroupId = application.id;
