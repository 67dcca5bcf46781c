import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();
const vpcId = config.require("vpcId");
const subnetIds = config.requireObject<string[]>("privateSubnetIds");

const clusterRole = new aws.iam.Role("cluster", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "eks.amazonaws.com" }),
});
new aws.iam.RolePolicyAttachment("cluster", {
  role: clusterRole.name,
  policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
});

const cluster = new aws.eks.Cluster("platform", {
  name: "platform",
  roleArn: clusterRole.arn,
  version: "1.33",
  accessConfig: { authenticationMode: "API" },
  vpcConfig: { subnetIds, endpointPrivateAccess: true, endpointPublicAccess: false },
  enabledClusterLogTypes: ["api", "audit", "authenticator"],
});

const controlPlaneGroup = cluster.vpcConfig.clusterSecurityGroupId;

const nodeGroup = new aws.ec2.SecurityGroup("nodes", {
  vpcId,
  description: "Worker nodes",
  ingress: [
    { description: "Pods of other nodes", protocol: "-1", fromPort: 0, toPort: 0, self: true },
    {
      description: "Control plane to kubelets and pods",
      protocol: "tcp",
      fromPort: 1025,
      toPort: 65535,
      securityGroups: [controlPlaneGroup],
    },
    {
      description: "Control plane to admission webhooks",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      securityGroups: [controlPlaneGroup],
    },
  ],
  egress: [
    { description: "Images, AWS APIs, other pods", protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] },
  ],
  tags: { "kubernetes.io/cluster/platform": "owned" },
});

// Filled by the load balancer controller, which finds it by its tag.
new aws.ec2.SecurityGroup("load-balancers", {
  vpcId,
  description: "Balancers made by the controller",
  tags: { "kubernetes.io/cluster/platform": "owned", "elbv2.k8s.aws/resource": "shared" },
});

const nodeRole = new aws.iam.Role("nodes", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ec2.amazonaws.com" }),
});
const policies = ["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryPullOnly"];
const attachments = policies.map(
  (name) =>
    new aws.iam.RolePolicyAttachment(name, { role: nodeRole.name, policyArn: `arn:aws:iam::aws:policy/${name}` }),
);

const template = new aws.ec2.LaunchTemplate("nodes", {
  vpcSecurityGroupIds: [nodeGroup.id, controlPlaneGroup],
  metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
});

for (const [name, instanceType] of Object.entries({ general: "m7i.large", memory: "r7i.large" })) {
  new aws.eks.NodeGroup(
    name,
    {
      clusterName: cluster.name,
      nodeRoleArn: nodeRole.arn,
      subnetIds,
      instanceTypes: [instanceType],
      launchTemplate: { id: template.id, version: pulumi.interpolate`${template.latestVersion}` },
      scalingConfig: { minSize: 1, desiredSize: 2, maxSize: 5 },
    },
    { dependsOn: attachments },
  );
}

export const endpoint = cluster.endpoint;
