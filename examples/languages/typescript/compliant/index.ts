import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const office = new pulumi.Config().require("office");

const vpc = new aws.ec2.Vpc("shop", { cidrBlock: "10.0.0.0/16" });
const paymentsVpc = new aws.ec2.Vpc("payments", { cidrBlock: "10.1.0.0/16" });

// 1. Web servers, public, with administration from the office.
const web = new aws.ec2.SecurityGroup("web", {
  vpcId: vpc.id,
  description: "Web servers",
  ingress: [
    { description: "HTTP", protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"] },
    { description: "HTTPS", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] },
    { description: "SSH from the office", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [office] },
  ],
});

// 4. A load balancer, and the servers behind it.
const balancer = new aws.ec2.SecurityGroup("balancer", {
  vpcId: vpc.id,
  description: "Load balancer",
  ingress: [80, 443].map((port) => ({
    description: "Web",
    protocol: "tcp",
    fromPort: port,
    toPort: port,
    cidrBlocks: ["0.0.0.0/0"],
  })),
});

// 5. A bastion, from which alone the servers admit SSH.
const bastion = new aws.ec2.SecurityGroup("bastion", {
  vpcId: vpc.id,
  description: "Bastion",
  ingress: [{ description: "Engineers", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [office] }],
});

const app = new aws.ec2.SecurityGroup("app", {
  vpcId: vpc.id,
  description: "Application servers",
  ingress: [
    { description: "Load balancer", protocol: "tcp", fromPort: 80, toPort: 80, securityGroups: [balancer.id] },
    { description: "Bastion", protocol: "tcp", fromPort: 22, toPort: 22, securityGroups: [bastion.id] },
  ],
});

// 3. A function behind API Gateway, which reaches the database and nothing else.
const api = new aws.ec2.SecurityGroup("api", { vpcId: vpc.id, description: "Functions of the API" });

// 2. A database that only applications reach.
const database = new aws.ec2.SecurityGroup("database", {
  vpcId: vpc.id,
  description: "Orders",
  ingress: [
    { description: "Application", protocol: "tcp", fromPort: 3306, toPort: 3306, securityGroups: [app.id, api.id] },
    { description: "Reports", protocol: "tcp", fromPort: 5432, toPort: 5432, securityGroups: [app.id] },
  ],
});

new aws.vpc.SecurityGroupEgressRule("api-to-database", {
  securityGroupId: api.id,
  description: "Orders",
  ipProtocol: "tcp",
  fromPort: 3306,
  toPort: 3306,
  referencedSecurityGroupId: database.id,
});

// 6. Two VPCs that call each other over a peering.
new aws.ec2.VpcPeeringConnection("shop-payments", {
  vpcId: vpc.id,
  peerVpcId: paymentsVpc.id,
  autoAccept: true,
});
const shop = new aws.ec2.SecurityGroup("shop", { vpcId: vpc.id, description: "Shop" });
const payments = new aws.ec2.SecurityGroup("payments", { vpcId: paymentsVpc.id, description: "Payments" });

new aws.vpc.SecurityGroupIngressRule("shop-to-payments", {
  securityGroupId: payments.id,
  description: "Payments of the shop",
  ipProtocol: "tcp",
  fromPort: 443,
  toPort: 443,
  referencedSecurityGroupId: shop.id,
});
new aws.vpc.SecurityGroupIngressRule("payments-to-shop", {
  securityGroupId: shop.id,
  description: "Confirmations",
  ipProtocol: "tcp",
  fromPort: 443,
  toPort: 443,
  referencedSecurityGroupId: payments.id,
});

new aws.ec2.Instance("web", {
  ami: "ami-0123456789abcdef0",
  instanceType: "t3.micro",
  vpcSecurityGroupIds: [web.id],
});
new aws.lb.LoadBalancer("balancer", { securityGroups: [balancer.id] });
new aws.rds.Instance("orders", {
  engine: "mysql",
  instanceClass: "db.t3.micro",
  publiclyAccessible: false,
  vpcSecurityGroupIds: [database.id],
});
