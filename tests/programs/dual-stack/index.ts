import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const config = new pulumi.Config();

const vpc = new aws.ec2.Vpc("dual", {
  cidrBlock: "10.50.0.0/16",
  assignGeneratedIpv6CidrBlock: true,
  enableDnsHostnames: true,
});
const igw = new aws.ec2.InternetGateway("dual", { vpcId: vpc.id });
const eigw = new aws.ec2.EgressOnlyInternetGateway("dual", { vpcId: vpc.id });

const publicRoutes = new aws.ec2.RouteTable("public", {
  vpcId: vpc.id,
  routes: [
    { cidrBlock: "0.0.0.0/0", gatewayId: igw.id },
    { ipv6CidrBlock: "::/0", gatewayId: igw.id },
  ],
});
const privateRoutes = new aws.ec2.RouteTable("private", {
  vpcId: vpc.id,
  routes: [{ ipv6CidrBlock: "::/0", egressOnlyGatewayId: eigw.id }],
});

const publicSubnets: aws.ec2.Subnet[] = [];
const privateSubnets: aws.ec2.Subnet[] = [];
["us-east-1a", "us-east-1b"].forEach((availabilityZone, i) => {
  const ipv6 = (n: number) =>
    vpc.ipv6CidrBlock.apply((block) => (block ? block.replace(/00::\/56$/, `0${n}::/64`) : block));
  const outside = new aws.ec2.Subnet(`public-${i}`, {
    vpcId: vpc.id,
    availabilityZone,
    cidrBlock: `10.50.${i}.0/24`,
    ipv6CidrBlock: ipv6(i),
  });
  const inside = new aws.ec2.Subnet(`private-${i}`, {
    vpcId: vpc.id,
    availabilityZone,
    cidrBlock: `10.50.${8 + i}.0/24`,
    ipv6CidrBlock: ipv6(8 + i),
    assignIpv6AddressOnCreation: true,
  });
  new aws.ec2.RouteTableAssociation(`public-${i}`, { subnetId: outside.id, routeTableId: publicRoutes.id });
  new aws.ec2.RouteTableAssociation(`private-${i}`, { subnetId: inside.id, routeTableId: privateRoutes.id });
  publicSubnets.push(outside);
  privateSubnets.push(inside);
});

const tcp = { protocol: "tcp", action: "allow" };
new aws.ec2.NetworkAcl("dual", {
  vpcId: vpc.id,
  subnetIds: [...publicSubnets, ...privateSubnets].map((s) => s.id),
  ingress: [
    { ruleNo: 50, action: "allow", protocol: "-1", cidrBlock: "10.50.0.0/16", fromPort: 0, toPort: 0 },
    { ruleNo: 60, ...tcp, action: "deny", cidrBlock: "0.0.0.0/0", fromPort: 3389, toPort: 3389 },
    { ruleNo: 61, ...tcp, action: "deny", ipv6CidrBlock: "::/0", fromPort: 3389, toPort: 3389 },
    { ruleNo: 100, ...tcp, cidrBlock: "0.0.0.0/0", fromPort: 443, toPort: 443 },
    { ruleNo: 101, ...tcp, ipv6CidrBlock: "::/0", fromPort: 443, toPort: 443 },
    { ruleNo: 110, ...tcp, cidrBlock: "0.0.0.0/0", fromPort: 1024, toPort: 65535 },
    { ruleNo: 111, ...tcp, ipv6CidrBlock: "::/0", fromPort: 1024, toPort: 65535 },
  ],
  egress: [
    { ruleNo: 100, action: "allow", protocol: "-1", cidrBlock: "0.0.0.0/0", fromPort: 0, toPort: 0 },
    { ruleNo: 101, action: "allow", protocol: "-1", ipv6CidrBlock: "::/0", fromPort: 0, toPort: 0 },
  ],
});
new aws.ec2.DefaultSecurityGroup("dual", { vpcId: vpc.id });
const logs = new aws.s3.Bucket("flow-logs");
new aws.ec2.FlowLog("dual", { vpcId: vpc.id, trafficType: "ALL", logDestinationType: "s3", logDestination: logs.arn });

const albGroup = new aws.ec2.SecurityGroup("alb", {
  vpcId: vpc.id,
  description: "Public load balancer",
  ingress: [
    {
      description: "HTTPS",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrBlocks: ["0.0.0.0/0"],
      ipv6CidrBlocks: ["::/0"],
    },
  ],
});
const serverGroup = new aws.ec2.SecurityGroup("servers", {
  vpcId: vpc.id,
  description: "Servers",
  ingress: [{ description: "Balancer", protocol: "tcp", fromPort: 80, toPort: 80, securityGroups: [albGroup.id] }],
  egress: [{ description: "Updates", protocol: "tcp", fromPort: 443, toPort: 443, ipv6CidrBlocks: ["::/0"] }],
});
new aws.ec2.SecurityGroupRule("alb-to-servers", {
  type: "egress",
  description: "Servers",
  securityGroupId: albGroup.id,
  sourceSecurityGroupId: serverGroup.id,
  protocol: "tcp",
  fromPort: 80,
  toPort: 80,
});

const alb = new aws.lb.LoadBalancer("dual", {
  ipAddressType: "dualstack",
  subnets: publicSubnets.map((s) => s.id),
  securityGroups: [albGroup.id],
});
new aws.wafv2.WebAclAssociation("dual", { resourceArn: alb.arn, webAclArn: config.require("webAclArn") });
const targets = new aws.lb.TargetGroup("servers", { vpcId: vpc.id, port: 80, protocol: "HTTP" });
new aws.lb.Listener("https", {
  loadBalancerArn: alb.arn,
  port: 443,
  protocol: "HTTPS",
  certificateArn: config.require("certificateArn"),
  defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
});
const template = new aws.ec2.LaunchTemplate("servers", {
  imageId: "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
  instanceType: "t3.small",
  vpcSecurityGroupIds: [serverGroup.id],
  metadataOptions: { httpTokens: "required" },
});
new aws.autoscaling.Group("servers", {
  minSize: 2,
  maxSize: 2,
  vpcZoneIdentifiers: privateSubnets.map((s) => s.id),
  launchTemplate: { id: template.id },
  targetGroupArns: [targets.arn],
});
