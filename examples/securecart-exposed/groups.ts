import * as aws from "@pulumi/aws";
import { vpc, warehouseVpc } from "./network";

const office = "192.175.48.0/29";
const allTraffic = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };

export const balancerGroup = new aws.ec2.SecurityGroup("balancer", {
  vpcId: vpc.id,
  description: "Public load balancer",
  ingress: [
    { description: "HTTP", protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"] },
    { description: "HTTPS", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] },
    { description: "Admin", protocol: "tcp", fromPort: 8443, toPort: 8443, cidrBlocks: ["0.0.0.0/0"] },
  ],
  egress: [allTraffic],
});

export const warehouseGroup = new aws.ec2.SecurityGroup("warehouse", { vpcId: warehouseVpc.id, description: "Analysts", egress: [allTraffic] });

const partners = new aws.ec2.ManagedPrefixList("partners", {
  name: "partners",
  addressFamily: "IPv4",
  maxEntries: 5,
  entries: [
    { cidr: office, description: "Office" },
    { cidr: "0.0.0.0/0", description: "Until we know their addresses" },
  ],
});

export const appGroup = new aws.ec2.SecurityGroup("app", {
  vpcId: vpc.id,
  description: "Application servers",
  ingress: [
    { description: "HTTP", protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"] },
    { description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [office, "192.31.196.20/32", "0.0.0.0/0"] },
    { description: "Partners", protocol: "tcp", fromPort: 8080, toPort: 8080, prefixListIds: [partners.id] },
    { description: "Internal", protocol: "tcp", fromPort: 0, toPort: 65535, cidrBlocks: ["10.0.0.0/16"] },
    { description: "Node exporter", protocol: "tcp", fromPort: 9100, toPort: 9100, cidrBlocks: ["10.8.48.0/24"] },
    { description: "Exports", protocol: "tcp", fromPort: 9000, toPort: 9000, securityGroups: [warehouseGroup.id] },
  ],
  egress: [allTraffic],
});

export const functionGroup = new aws.ec2.SecurityGroup("function", {
  vpcId: vpc.id,
  description: "Orders API",
  egress: [allTraffic],
});

export const bastionGroup = new aws.ec2.SecurityGroup("bastion", {
  vpcId: vpc.id,
  description: "Bastion host",
  ingress: [
    { description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] },
    { description: "Ping", protocol: "icmp", fromPort: -1, toPort: -1, cidrBlocks: ["0.0.0.0/0"] },
  ],
  egress: [allTraffic],
});

export const desktopGroup = new aws.ec2.SecurityGroup("desktop", {
  vpcId: vpc.id,
  ingress: [
    { protocol: "tcp", fromPort: 3389, toPort: 3389, cidrBlocks: ["0.0.0.0/0"] },
    // The console refuses 0.0.0.0/0 for this one, so in two halves.
    { protocol: "tcp", fromPort: 5985, toPort: 5986, cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"] },
  ],
});

export const operationsGroup = new aws.ec2.SecurityGroup("operations", { vpcId: vpc.id, description: "Operations host" });

export const remoteDesktopGroup = new aws.ec2.SecurityGroup("remote-desktop", { vpcId: vpc.id, description: "Remote desktop" });

export const monitoringGroup = new aws.ec2.SecurityGroup("monitoring", {
  vpcId: vpc.id,
  description: "Monitoring",
  ingress: [{ description: "Prometheus", protocol: "tcp", fromPort: 9090, toPort: 9090, ipv6CidrBlocks: ["::/0"] }],
});

export const importGroup = new aws.ec2.SecurityGroup("import", {
  vpcId: vpc.id,
  ingress: [{ protocol: "tcp", fromPort: 20, toPort: 25, cidrBlocks: ["0.0.0.0/0"] }],
});

export const debugGroup = new aws.ec2.SecurityGroup("debug", {
  vpcId: vpc.id,
  description: "Debugging",
  ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
});

export const linkGroup = new aws.ec2.SecurityGroup("api-link", {
  vpcId: vpc.id,
  description: "VPC link of the API",
  egress: [allTraffic],
});

// Created by hand in 2021, nobody knows what for.
export const oldWebGroup = new aws.ec2.SecurityGroup("old-web", {
  vpcId: vpc.id,
  description: "Old web servers",
});

export const internalBalancerGroup = new aws.ec2.SecurityGroup("internal-balancer", {
  vpcId: vpc.id,
  description: "Internal load balancer",
  ingress: [
    { description: "Back office", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] },
    { description: "Private networks", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] },
  ],
  egress: [allTraffic],
});

export const databaseGroup = new aws.ec2.SecurityGroup("database", {
  vpcId: vpc.id,
  description: "PostgreSQL",
  ingress: [
    { description: "From the VPC", protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: ["10.0.0.0/16"] },
    { description: "From home", protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: ["0.0.0.0/0"] },
    { description: "API", protocol: "tcp", fromPort: 5432, toPort: 5432, securityGroups: [linkGroup.id] },
  ],
  egress: [allTraffic],
});

export const cacheGroup = new aws.ec2.SecurityGroup("cache", {
  vpcId: vpc.id,
  description: "Sessions",
  ingress: [
    { description: "Application servers", protocol: "tcp", fromPort: 6379, toPort: 6379, cidrBlocks: ["10.0.16.0/23"] },
    { description: "Load balancer", protocol: "tcp", fromPort: 6379, toPort: 6379, securityGroups: [balancerGroup.id] },
  ],
  egress: [],
});

export const filesGroup = new aws.ec2.SecurityGroup("files", {
  vpcId: vpc.id,
  description: "Pictures of the products",
  ingress: [
    { description: "NFS", protocol: "tcp", fromPort: 2049, toPort: 2049, cidrBlocks: ["10.0.0.0/16"] },
    { description: "NFS, application servers", protocol: "tcp", fromPort: 2049, toPort: 2049, cidrBlocks: ["10.0.16.0/24"] },
  ],
});

// One for everything about search, so that it can talk to itself.
export const searchGroup = new aws.ec2.SecurityGroup("search", {
  vpcId: vpc.id,
  description: "Search",
  ingress: [{ description: "Itself", protocol: "-1", fromPort: 0, toPort: 0, self: true }],
});

// Tills in the shops, each with a network of its own.
export const tillsGroup = new aws.ec2.SecurityGroup("tills", {
  vpcId: vpc.id,
  description: "Tills",
  ingress: [
    {
      description: "Shops",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrBlocks: Array.from({ length: 64 }, (_, shop) => `10.60.${shop}.0/24`),
    },
  ],
});
