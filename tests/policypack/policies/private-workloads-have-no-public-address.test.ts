import { unknown } from "@portcullis/policypack/resources/resource";
import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";

const tcp = (port: number, sources: Record<string, CaseValue>): CaseValue => ({ protocol: "tcp", fromPort: port, toPort: port, ...sources });
const group = (name: string, ...ingress: readonly CaseValue[]): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, { ingress, vpcId: "vpc-1" });
const subnet = (gives: CaseValue = true): Entry => resource("aws:ec2/subnet:Subnet", "public", { vpcId: "vpc-1", mapPublicIpOnLaunch: gives });
const host = (props: Entry["props"] = {}): Entry => resource("aws:ec2/instance:Instance", "host", { vpcSecurityGroupIds: [ref("app")], ...props });
const app = group("app", tcp(22, { securityGroups: ["sg-1"] }));
const balanced: Entry[] = [
  resource("aws:lb/loadBalancer:LoadBalancer", "front", { securityGroups: ["sg-1"] }),
  resource("aws:lb/targetGroup:TargetGroup", "targets", { port: 80, protocol: "HTTP" }),
  resource("aws:lb/listener:Listener", "listener", {
    loadBalancerArn: ref("front", "arn"),
    port: 443,
    defaultActions: [{ type: "forward", targetGroupArn: ref("targets", "arn") }],
  }),
];
const service = (publicly: CaseValue): Entry =>
  resource("aws:ecs/service:Service", "api", {
    networkConfiguration: { assignPublicIp: publicly, securityGroups: [ref("app")], subnets: [ref("public")] },
    loadBalancers: [{ targetGroupArn: ref("targets", "arn"), containerName: "api", containerPort: 80 }],
  });
const template = (props: Entry["props"]): Entry => resource("aws:ec2/launchTemplate:LaunchTemplate", "template", props);
const scaling = (props: Entry["props"] = {}): Entry =>
  resource("aws:autoscaling/group:Group", "hosts", { launchTemplate: { id: ref("template") }, targetGroupArns: [ref("targets", "arn")], ...props });

describePolicy("private-workloads-have-no-public-address", [
  {
    name: "an instance with a public address",
    stack: [host({ associatePublicIpAddress: true }), app],
    at: "associatePublicIpAddress",
    verdict: "violates",
    says: "host has a public address by its own choice, though it is no bastion",
    advice: true,
  },
  {
    name: "an instance that CloudFront calls",
    stack: [host({ associatePublicIpAddress: true }), group("app", tcp(443, { prefixListIds: ["pl-3b927c52"] }))],
    verdict: "not applicable",
  },
  { name: "a public address as a text", stack: [host({ associatePublicIpAddress: "true" }), app], verdict: "violates" },
  { name: "a subnet that gives one", stack: [host({ subnetId: ref("public") }), subnet(), app], verdict: "violates", says: "from its subnet" },
  {
    name: "a default subnet",
    stack: [host({ subnetId: ref("public") }), resource("aws:ec2/defaultSubnet:DefaultSubnet", "public", { availabilityZone: "eu-west-1a" }), app],
    verdict: "violates",
  },
  {
    name: "an Elastic IP address",
    stack: [host(), app, resource("aws:ec2/eip:Eip", "address", { instance: ref("host") })],
    at: "",
    verdict: "violates",
    says: "from the Elastic IP address",
  },
  {
    name: "an Elastic IP address by association",
    stack: [
      host(),
      app,
      resource("aws:ec2/eip:Eip", "address"),
      resource("aws:ec2/eipAssociation:EipAssociation", "on", { instanceId: ref("host"), allocationId: ref("address") }),
    ],
    verdict: "violates",
  },
  {
    name: "an Elastic IP address on an interface",
    stack: [
      host({ networkInterfaces: [{ networkInterfaceId: ref("interface"), deviceIndex: 0 }], vpcSecurityGroupIds: null }),
      app,
      resource("aws:ec2/networkInterface:NetworkInterface", "interface", { subnetId: "subnet-1", securityGroups: [ref("app")] }),
      resource("aws:ec2/eip:Eip", "address", { networkInterface: ref("interface") }),
    ],
    verdict: "violates",
  },
  {
    name: "an Elastic IP address of a NAT gateway",
    stack: [
      host({ subnetId: ref("public") }),
      subnet(false),
      app,
      resource("aws:ec2/eip:Eip", "address", { domain: "vpc" }),
      resource("aws:ec2/natGateway:NatGateway", "nat", { subnetId: ref("public"), allocationId: ref("address") }),
    ],
    verdict: "complies",
  },
  { name: "an instance in a private subnet", stack: [host({ subnetId: ref("public") }), subnet(false), app], verdict: "complies" },
  {
    name: "an instance that refuses what its subnet gives",
    stack: [host({ subnetId: ref("public"), associatePublicIpAddress: false }), subnet(), app],
    verdict: "complies",
  },
  { name: "a subnet from outside the stack", stack: [host({ subnetId: "subnet-1" }), app], verdict: "unknown" },
  { name: "an instance whose choice is unknown", stack: [host({ associatePublicIpAddress: unknown }), app], verdict: "unknown" },
  { name: "a choice of the wrong type", stack: [host({ associatePublicIpAddress: 7 }), app], verdict: "unknown" },
  {
    name: "a template that gives one",
    stack: [...balanced, template({ networkInterfaces: [{ associatePublicIpAddress: "true", securityGroups: [ref("app")] }] }), scaling(), app],
    at: "networkInterfaces[0].associatePublicIpAddress",
    verdict: "violates",
    says: "from its template template, though it is behind the load balancer front",
  },
  {
    name: "a launch configuration that gives one",
    stack: [
      ...balanced,
      resource("aws:ec2/launchConfiguration:LaunchConfiguration", "template", { associatePublicIpAddress: true, securityGroups: [ref("app")] }),
      scaling({ launchTemplate: null, launchConfiguration: ref("template") }),
      app,
    ],
    verdict: "violates",
  },
  {
    name: "a scaling group in a subnet that gives one",
    stack: [...balanced, template({ vpcSecurityGroupIds: [ref("app")] }), scaling({ vpcZoneIdentifiers: [ref("public")] }), subnet(), app],
    verdict: "violates",
  },
  {
    name: "a template that refuses what the subnet gives",
    stack: [
      ...balanced,
      template({ networkInterfaces: [{ associatePublicIpAddress: "false", securityGroups: [ref("app")] }] }),
      scaling({ vpcZoneIdentifiers: [ref("public")] }),
      subnet(),
      app,
    ],
    verdict: "complies",
  },
  {
    name: "a service behind a balancer",
    stack: [...balanced, service(true), subnet(), app],
    at: "networkConfiguration.assignPublicIp",
    verdict: "violates",
  },
  { name: "a service that does not ask for one, whatever its subnet", stack: [...balanced, service(null), subnet(), app], verdict: "complies" },
  {
    name: "a service that a function calls",
    stack: [
      resource("aws:ecs/service:Service", "api", { networkConfiguration: { assignPublicIp: true, securityGroups: [ref("app")] } }),
      resource("aws:lambda/function:Function", "caller", { vpcConfig: { securityGroupIds: [ref("callers")], subnetIds: ["subnet-1"] } }),
      group("callers"),
      group("app", tcp(80, { securityGroups: [ref("callers")] })),
    ],
    verdict: "violates",
    says: "called by a function",
  },
  {
    name: "a service that nobody calls",
    stack: [
      resource("aws:ecs/service:Service", "api", { networkConfiguration: { assignPublicIp: true, securityGroups: [ref("app")] } }),
      group("app"),
    ],
    verdict: "violates",
    says: "though it is nothing that the internet is let in to",
  },
  {
    name: "a service of aws-native that nobody calls",
    stack: [
      resource("aws-native:ecs:Service", "api", {
        networkConfiguration: { awsvpcConfiguration: { assignPublicIp: "ENABLED", securityGroups: [ref("app")], subnets: ["subnet-1"] } },
      }),
      group("app"),
    ],
    verdict: "violates",
  },
  {
    name: "a scheduled task that gets one",
    stack: [
      resource("aws:cloudwatch/eventTarget:EventTarget", "nightly", {
        ecsTarget: { networkConfiguration: { assignPublicIp: true, securityGroups: [ref("app")], subnets: ["subnet-1"] } },
      }),
      group("app"),
    ],
    verdict: "violates",
  },
  {
    name: "a scaling group behind nothing, by its template",
    stack: [
      template({ networkInterfaces: [{ associatePublicIpAddress: "true", securityGroups: [ref("app")] }] }),
      scaling({ targetGroupArns: null }),
      app,
    ],
    at: "networkInterfaces[0].associatePublicIpAddress",
    verdict: "violates",
  },
  {
    name: "a scaling group behind nothing, by its launch configuration",
    stack: [
      resource("aws:ec2/launchConfiguration:LaunchConfiguration", "template", { associatePublicIpAddress: true, securityGroups: [ref("app")] }),
      scaling({ launchTemplate: null, launchConfiguration: ref("template"), targetGroupArns: null }),
      app,
    ],
    verdict: "violates",
  },
  {
    name: "nodes of a cluster in a subnet that gives one",
    stack: [
      resource("aws:eks/nodeGroup:NodeGroup", "nodes", { clusterName: ref("cluster"), subnetIds: [ref("public")] }),
      resource("aws:eks/cluster:Cluster", "cluster", { vpcConfig: { subnetIds: [ref("public")] } }),
      subnet(),
    ],
    verdict: "violates",
    says: "The node group nodes has a public address from its subnet",
  },
  {
    name: "a public HTTPS server",
    stack: [host({ associatePublicIpAddress: true }), group("app", tcp(443, { cidrBlocks: ["0.0.0.0/0"] }))],
    verdict: "not applicable",
  },
  {
    name: "a public HTTPS server over IPv6, in a service",
    stack: [
      resource("aws:ecs/service:Service", "api", {
        networkConfiguration: { assignPublicIp: true, securityGroups: [ref("app")], subnets: ["subnet-1"] },
      }),
      group("app", tcp(443, { ipv6CidrBlocks: ["::/0"] })),
    ],
    verdict: "not applicable",
  },
  {
    name: "a web server that is behind a balancer",
    stack: [...balanced, service(true), subnet(), group("app", tcp(443, { cidrBlocks: ["0.0.0.0/0"] }))],
    verdict: "violates",
    says: "behind the load balancer front",
  },
  {
    name: "an instance that may serve the internet",
    stack: [host({ associatePublicIpAddress: true, vpcSecurityGroupIds: ["sg-2"] }), app],
    verdict: "unknown",
  },
  { name: "an instance that names no subnet", stack: [host(), app], at: "associatePublicIpAddress", verdict: "violates", says: "from its subnet" },
  { name: "an instance that names no subnet and refuses an address", stack: [host({ associatePublicIpAddress: false }), app], verdict: "complies" },
  {
    name: "a bastion by name",
    stack: [host({ associatePublicIpAddress: true }), app],
    config: { settings: { bastions: ["host"] } },
    verdict: "not applicable",
  },
  {
    name: "a bastion by its rules",
    stack: [
      host({ associatePublicIpAddress: true }),
      group("app", tcp(22, { cidrBlocks: ["52.94.76.0/28"] })),
      group("inner", tcp(22, { securityGroups: [ref("app")] })),
    ],
    verdict: "not applicable",
  },
  {
    name: "a machine that is called a bastion and admits SSH, whatever else it admits",
    stack: [
      resource("aws:ec2/instance:Instance", "cashflow-bastion-host", { associatePublicIpAddress: true, vpcSecurityGroupIds: [ref("app")] }),
      group("app", tcp(22, { cidrBlocks: ["52.94.76.8/32"] }), tcp(80, { cidrBlocks: ["52.94.76.8/32"] })),
    ],
    verdict: "not applicable",
  },
  {
    name: "a machine that is called a jump host, in one word of several",
    stack: [
      resource("aws:ec2/instance:Instance", "shopJumpHost", { associatePublicIpAddress: true, vpcSecurityGroupIds: [ref("app")] }),
      group("app", tcp(3389, { cidrBlocks: ["52.94.76.8/32"] })),
    ],
    verdict: "not applicable",
  },
  {
    name: "a machine that is called a bastion, whose logins configuration has yet to name",
    stack: [
      resource("aws:ec2/instance:Instance", "bastion", { associatePublicIpAddress: true, vpcSecurityGroupIds: [ref("app")] }),
      group("app", tcp(22, { cidrBlocks: [] })),
    ],
    verdict: "not applicable",
    spellings: "as written",
  },
  {
    name: "a machine that is called a bastion and has a key, and no rule until configuration names somebody",
    stack: [
      resource("aws:ec2/instance:Instance", "bastion", { associatePublicIpAddress: true, keyName: "people", vpcSecurityGroupIds: [ref("app")] }),
      group("app"),
    ],
    verdict: "not applicable",
  },
  {
    name: "a machine that is called a bastion, without a key, into which nobody is let",
    stack: [resource("aws:ec2/instance:Instance", "bastion", { associatePublicIpAddress: true, vpcSecurityGroupIds: [ref("app")] }), group("app")],
    verdict: "violates",
  },
  {
    name: "a machine that is called a bastion and admits no logins",
    stack: [
      resource("aws:ec2/instance:Instance", "bastion", { associatePublicIpAddress: true, vpcSecurityGroupIds: [ref("app")] }),
      group("app", tcp(80, { cidrBlocks: ["52.94.76.8/32"] })),
    ],
    verdict: "violates",
  },
  {
    name: "an instance with an application that the internet calls on a port that should not be open",
    stack: [host({ associatePublicIpAddress: true }), group("app", tcp(8080, { cidrBlocks: ["0.0.0.0/0"] }))],
    verdict: "not applicable",
  },
  {
    name: "an instance that is open to the internet for logins and for a database only",
    stack: [host({ associatePublicIpAddress: true }), group("app", tcp(22, { cidrBlocks: ["0.0.0.0/0"] }), tcp(5432, { cidrBlocks: ["0.0.0.0/0"] }))],
    verdict: "violates",
    says: "serves nobody on the internet",
  },
  { name: "a NAT instance", stack: [host({ associatePublicIpAddress: true, sourceDestCheck: false }), app], verdict: "not applicable" },
  {
    name: "an instance that is public on purpose",
    stack: [host({ associatePublicIpAddress: true }), app],
    config: { settings: { publicWorkloads: ["*host*"] } },
    verdict: "not applicable",
  },
  {
    name: "an instance of aws-native",
    stack: [
      resource("aws-native:ec2:Instance", "host", {
        networkInterfaces: [{ associatePublicIpAddress: true, deviceIndex: "0", groupSet: [ref("app")] }],
      }),
      app,
    ],
    verdict: "violates",
  },
  {
    name: "a service that nothing of this stack calls",
    stack: [
      resource("aws:ecs/service:Service", "api", {
        networkConfiguration: { assignPublicIp: true, securityGroups: [ref("app")], subnets: [ref("public")] },
      }),
      subnet(),
      group("app", tcp(80, { cidrBlocks: ["10.0.0.0/16"], securityGroups: [ref("web")] })),
      group("web"),
    ],
    verdict: "violates",
  },
  {
    name: "a service that an instance calls",
    stack: [
      resource("aws:ecs/service:Service", "api", {
        networkConfiguration: { assignPublicIp: true, securityGroups: [ref("app")], subnets: [ref("public")] },
      }),
      subnet(),
      group("app", tcp(80, { securityGroups: [ref("web")] })),
      group("web"),
      resource("aws:ec2/instance:Instance", "caller", { vpcSecurityGroupIds: [ref("web")], associatePublicIpAddress: false }),
    ],
    verdict: "violates",
  },
  {
    name: "a service that a function and an instance of one group call, by one of two groups",
    stack: [
      resource("aws:ecs/service:Service", "api", {
        networkConfiguration: { assignPublicIp: true, securityGroups: [ref("app"), ref("other")], subnets: [ref("public")] },
      }),
      subnet(),
      group("app", tcp(80, { securityGroups: [ref("web")] })),
      group("other"),
      group("web"),
      resource("aws:ec2/instance:Instance", "caller", { vpcSecurityGroupIds: [ref("web")], associatePublicIpAddress: false }),
      resource("aws:lambda/function:Function", "fn", { vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: [ref("web")] } }),
    ],
    verdict: "violates",
    says: "though it is called by a function",
  },
]);
