import * as aws from "@pulumi/aws";

const hub = new aws.ec2transitgateway.TransitGateway("hub", {
  description: "Hub of the network",
  securityGroupReferencingSupport: "enable",
});

const logs = new aws.s3.Bucket("flow-logs");

interface Spoke {
  vpc: aws.ec2.Vpc;
  subnet: aws.ec2.Subnet;
  attachment: aws.ec2transitgateway.VpcAttachment;
}

function spoke(name: string, cidrBlock: string, subnetBlock: string): Spoke {
  const vpc = new aws.ec2.Vpc(name, { cidrBlock, enableDnsHostnames: true });
  const subnet = new aws.ec2.Subnet(name, { vpcId: vpc.id, cidrBlock: subnetBlock });
  const attachment = new aws.ec2transitgateway.VpcAttachment(name, {
    transitGatewayId: hub.id,
    vpcId: vpc.id,
    subnetIds: [subnet.id],
    securityGroupReferencingSupport: "enable",
  });
  const routes = new aws.ec2.RouteTable(
    name,
    { vpcId: vpc.id, routes: [{ cidrBlock: "10.40.0.0/14", transitGatewayId: hub.id }] },
    { dependsOn: attachment },
  );
  new aws.ec2.RouteTableAssociation(name, { routeTableId: routes.id, subnetId: subnet.id });

  const internal = { ruleNo: 100, action: "allow", protocol: "-1", cidrBlock: "10.40.0.0/14", fromPort: 0, toPort: 0 };
  new aws.ec2.NetworkAcl(name, { vpcId: vpc.id, subnetIds: [subnet.id], ingress: [internal], egress: [internal] });
  new aws.ec2.DefaultSecurityGroup(name, { vpcId: vpc.id, ingress: [], egress: [] });
  new aws.ec2.FlowLog(name, { vpcId: vpc.id, trafficType: "ALL", logDestinationType: "s3", logDestination: logs.arn });
  return { vpc, subnet, attachment };
}

const tools = spoke("tools", "10.40.0.0/16", "10.40.1.0/24");
const services = spoke("services", "10.41.0.0/16", "10.41.1.0/24");

// Only inbound rules may name a group across the gateway; outbound ones name the block.
const runnerGroup = new aws.ec2.SecurityGroup("runners", {
  vpcId: tools.vpc.id,
  description: "Build runners",
  egress: [{ description: "Registry", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.41.1.0/24"] }],
});

const registryGroup = new aws.ec2.SecurityGroup(
  "registry",
  {
    vpcId: services.vpc.id,
    description: "Package registry",
    ingress: [
      { description: "Build runners", protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: [runnerGroup.id] },
    ],
  },
  { dependsOn: [tools.attachment, services.attachment] },
);

const image = { ami: "ami-0b72821e2f351e396", metadataOptions: { httpTokens: "required" } };

new aws.ec2.Instance("runner", {
  ...image,
  instanceType: "c7i.large",
  subnetId: tools.subnet.id,
  vpcSecurityGroupIds: [runnerGroup.id],
});

export const registry = new aws.ec2.Instance("registry", {
  ...image,
  instanceType: "t3.large",
  subnetId: services.subnet.id,
  vpcSecurityGroupIds: [registryGroup.id],
}).privateDns;
