import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();
const vpcId = config.require("vpcId");
const subnetIds = config.requireObject<string[]>("privateSubnetIds");

const workerGroup = new aws.ec2.SecurityGroup("workers", {
  vpcId,
  description: "Workers",
  egress: [{ description: "Everything they call", protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
});

const storeGroup = (name: string, port: number) =>
  new aws.ec2.SecurityGroup(name, {
    vpcId,
    description: `Clients of the ${name}`,
    ingress: [
      { description: "Workers", protocol: "tcp", fromPort: port, toPort: port, securityGroups: [workerGroup.id] },
    ],
    egress: [],
  });

const cache = new aws.elasticache.ReplicationGroup("cache", {
  description: "Cache of the workers",
  engine: "valkey",
  engineVersion: "8.0",
  nodeType: "cache.t4g.small",
  numCacheClusters: 2,
  automaticFailoverEnabled: true,
  transitEncryptionEnabled: true,
  atRestEncryptionEnabled: true,
  subnetGroupName: new aws.elasticache.SubnetGroup("cache", { subnetIds }).name,
  securityGroupIds: [storeGroup("cache", 6379).id],
});

const search = new aws.opensearch.Domain("search", {
  engineVersion: "OpenSearch_2.19",
  clusterConfig: { instanceType: "r7g.large.search", instanceCount: 2, zoneAwarenessEnabled: true },
  ebsOptions: { ebsEnabled: true, volumeSize: 50 },
  encryptAtRest: { enabled: true },
  nodeToNodeEncryption: { enabled: true },
  domainEndpointOptions: { enforceHttps: true },
  vpcOptions: { subnetIds, securityGroupIds: [storeGroup("search", 443).id] },
});

const files = new aws.efs.FileSystem("files", { encrypted: true });
const filesGroup = storeGroup("files", 2049);
for (const [i, subnetId] of subnetIds.entries()) {
  new aws.efs.MountTarget(`files-${i}`, { fileSystemId: files.id, subnetId, securityGroups: [filesGroup.id] });
}

const template = new aws.ec2.LaunchTemplate("workers", {
  imageId: "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
  instanceType: "c7i.large",
  vpcSecurityGroupIds: [workerGroup.id],
  metadataOptions: { httpTokens: "required" },
});
new aws.autoscaling.Group("workers", {
  minSize: 1,
  maxSize: 10,
  vpcZoneIdentifiers: subnetIds,
  mixedInstancesPolicy: {
    launchTemplate: { launchTemplateSpecification: { launchTemplateId: template.id, version: "$Latest" } },
  },
});

export const endpoints = { cache: cache.primaryEndpointAddress, search: search.endpoint, files: files.dnsName };
