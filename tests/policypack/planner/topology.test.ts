import { unknown, type Plain } from "@portcullis/policypack/resources/resource";
import { describeRepairs, type Repair } from "../../harness/repairs";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";

const tcp = <T extends CaseValue>(port: number, sources: Record<string, T>): Record<string, T | string | number> => ({
  protocol: "tcp",
  fromPort: port,
  toPort: port,
  ...sources,
});
const group = (name: string, ...ingress: readonly CaseValue[]): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, { ingress, vpcId: ref("vpc") });
const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" });
const subnet = (name: string, cidrBlock: string): Entry => resource("aws:ec2/subnet:Subnet", name, { vpcId: ref("vpc"), cidrBlock });
const network = [vpc, subnet("outer", "10.0.1.0/24"), subnet("inner", "10.0.2.0/24"), group("web", tcp(443, { cidrBlocks: ["0.0.0.0/0"] }))];
const balancer = (props: Entry["props"] = {}): Entry =>
  resource("aws:lb/loadBalancer:LoadBalancer", "front", { securityGroups: [ref("web")], subnets: [ref("outer")], ...props });
const behind = (app: Entry, props: Entry["props"] = {}): Entry[] => [
  ...network,
  balancer(props),
  resource("aws:lb/targetGroup:TargetGroup", "targets", { port: 8080, protocol: "HTTP" }),
  resource("aws:lb/listener:Listener", "listener", {
    loadBalancerArn: ref("front", "arn"),
    port: 443,
    defaultActions: [{ type: "forward", targetGroupArn: ref("targets", "arn") }],
  }),
  resource("aws:ec2/instance:Instance", "host", { vpcSecurityGroupIds: [ref("app")], subnetId: ref("inner") }),
  resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", "attached", { targetGroupArn: ref("targets", "arn"), targetId: ref("host") }),
  app,
];
const internal = (...ingress: readonly CaseValue[]): Entry[] => [
  vpc,
  resource("aws:lb/loadBalancer:LoadBalancer", "front", { internal: true, securityGroups: [ref("app")] }),
  group("app", ...ingress),
];
const origin = (...ingress: readonly CaseValue[]): Entry[] => [
  vpc,
  resource("aws:lb/loadBalancer:LoadBalancer", "front", { securityGroups: [ref("app")] }),
  resource("aws:cloudfront/distribution:Distribution", "edge", { origins: [{ originId: "front", domainName: ref("front", "dnsName") }] }),
  group("app", ...ingress),
];
const jump = (...ingress: readonly CaseValue[]): Entry[] => [
  vpc,
  subnet("outer", "10.0.1.0/24"),
  group("door", tcp(22, { cidrBlocks: ["52.94.76.0/28"] })),
  resource("aws:ec2/instance:Instance", "jump", { vpcSecurityGroupIds: [ref("door")], subnetId: ref("outer"), associatePublicIpAddress: true }),
  resource("aws:ec2/instance:Instance", "host", { vpcSecurityGroupIds: [ref("app")] }),
  group("app", ...ingress),
];
const named = { settings: { bastions: ["jump"] } };
const edge = { settings: { knownPrefixLists: { "pl-1": "com.amazonaws.global.cloudfront.origin-facing" } } };

const repairs: readonly Repair[] = [
  {
    name: "a backend admits the balancer's group instead of its VPC",
    policy: "backend-ingress-from-load-balancer",
    stack: behind(group("app", tcp(8080, { cidrBlocks: ["10.0.0.0/16"], securityGroups: ["sg-1"] }))),
    becomes: { app: { ingress: [tcp(8080, { securityGroups: ["sg-1", unknown] as Plain })] } },
  },
  {
    name: "a backend admits the balancer's group instead of everybody",
    policy: "backend-ingress-from-load-balancer",
    stack: behind(group("app", tcp(8080, { cidrBlocks: ["0.0.0.0/0"] }))),
    becomes: { app: { ingress: [tcp<Plain>(8080, { securityGroups: [unknown] })] } },
  },
  {
    name: "a backend admits the group of a balancer in subnets from elsewhere instead of everybody",
    policy: "backend-ingress-from-load-balancer",
    stack: behind(group("app", tcp(8080, { cidrBlocks: ["0.0.0.0/0"] })), { subnets: ["subnet-1"] }),
    becomes: { app: { ingress: [tcp<Plain>(8080, { securityGroups: [unknown] })] } },
  },
  {
    name: "a backend that is closed to everybody admits its balancer by its group",
    policy: "no-public-high-risk-ports",
    stack: behind(group("app", tcp(8080, { cidrBlocks: ["0.0.0.0/0"] }))),
    becomes: { app: { ingress: [tcp<Plain>(8080, { securityGroups: [unknown] })] } },
  },
  {
    name: "a backend that admits the balancer's group is closed to everybody else",
    policy: "no-public-high-risk-ports",
    stack: behind(group("app", tcp<CaseValue>(8080, { cidrBlocks: ["0.0.0.0/0"], securityGroups: [ref("web")] }))),
    becomes: { app: { ingress: [tcp<Plain>(8080, { cidrBlocks: [], securityGroups: [unknown] })] } },
  },
  {
    name: "a range of a backend becomes one rule, for its balancer",
    policy: "public-ingress-only-on-web-ports",
    stack: behind(group("app", { protocol: "tcp", fromPort: 7999, toPort: 8199, cidrBlocks: ["0.0.0.0/0"] })),
    becomes: { app: { ingress: [tcp<Plain>(8080, { securityGroups: [unknown] })] } },
  },
  {
    name: "a rule of its own takes the balancer's group",
    policy: "backend-ingress-from-load-balancer",
    stack: [
      ...behind(group("app")),
      resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "open", {
        securityGroupId: ref("app"),
        cidrIpv4: "10.0.0.0/16",
        ipProtocol: "tcp",
        fromPort: 8080,
        toPort: 8080,
      }),
    ],
    becomes: { open: { fromPort: 8080, referencedSecurityGroupId: unknown } },
  },
  {
    name: "a balancer that is outside of the block is not admitted instead of it",
    policy: "backend-ingress-from-load-balancer",
    stack: behind(group("app", tcp(8080, { cidrBlocks: ["10.0.9.0/24"] }))),
    declines: /web is not known to be inside 10.0.9.0\/24 only/,
  },
  {
    name: "a balancer whose group is not of this stack",
    policy: "backend-ingress-from-load-balancer",
    stack: behind(group("app", tcp(8080, { cidrBlocks: ["10.0.0.0/16"] })), { securityGroups: ["sg-1"] }),
    declines: /front has no group that a rule could name/,
  },
  {
    name: "an internal balancer keeps the trusted part of what it admits",
    policy: "internal-load-balancer-trusted-only",
    stack: internal(tcp(443, { cidrBlocks: ["0.0.0.0/0"] })),
    config: { settings: { trustedCidrs: ["10.8.0.0/16", "52.94.76.0/24"] } },
    becomes: { app: { ingress: [tcp(443, { cidrBlocks: ["10.8.0.0/16", "52.94.76.0/24"] as Plain })] } },
  },
  {
    name: "each rule of an internal balancer keeps its own part",
    policy: "internal-load-balancer-trusted-only",
    stack: internal(tcp(443, { cidrBlocks: ["10.0.0.0/8"] }), tcp(80, { cidrBlocks: ["52.94.0.0/16"] })),
    config: { settings: { trustedCidrs: ["10.8.0.0/16", "52.94.76.0/24"] } },
    becomes: { app: { ingress: [tcp(443, { cidrBlocks: ["10.8.0.0/16"] as Plain }), tcp(80, { cidrBlocks: ["52.94.76.0/24"] as Plain })] } },
  },
  {
    name: "an internal balancer without trusted callers is closed to all but its network",
    policy: "internal-load-balancer-trusted-only",
    stack: internal(tcp(443, { cidrBlocks: ["0.0.0.0/0"] })),
    becomes: { app: { ingress: [tcp<Plain>(443, { cidrBlocks: ["10.0.0.0/16"] })] } },
  },
  {
    name: "an internal balancer that an API calls through its link stays open to where the link is",
    policy: "internal-load-balancer-trusted-only",
    stack: [
      ...internal(tcp(443, { cidrBlocks: ["0.0.0.0/0"] })),
      resource("aws:lb/listener:Listener", "listener", { loadBalancerArn: ref("front", "arn"), port: 443 }),
      group("link"),
      resource("aws:apigatewayv2/vpcLink:VpcLink", "way", { securityGroupIds: [ref("link")], subnetIds: [ref("inner")] }),
      subnet("inner", "10.0.1.0/24"),
      resource("aws:apigatewayv2/integration:Integration", "call", {
        integrationUri: ref("listener", "arn"),
        connectionType: "VPC_LINK",
        connectionId: ref("way"),
      }),
    ],
    becomes: { app: { ingress: [tcp<Plain>(443, { cidrBlocks: ["10.0.0.0/16"] })] } },
  },
  {
    name: "an internal balancer keeps one stranger whom somebody names",
    policy: "internal-load-balancer-trusted-only",
    stack: internal(tcp(443, { cidrBlocks: ["52.94.76.10/32"] })),
    declines: /trustedCidrs names none of the networks/,
  },
  {
    name: "an internal balancer of a network from elsewhere stays open",
    policy: "internal-load-balancer-trusted-only",
    stack: [
      resource("aws:lb/loadBalancer:LoadBalancer", "front", { internal: true, securityGroups: [ref("app")] }),
      resource("aws:ec2/securityGroup:SecurityGroup", "app", { vpcId: "vpc-1", ingress: [tcp(443, { cidrBlocks: ["0.0.0.0/0"] })] }),
    ],
    declines: /from inside its network reaches the load balancer front on .* through this rule alone/,
  },
  {
    name: "an origin admits CloudFront instead of everybody",
    policy: "origins-admit-cloudfront-only",
    stack: origin(tcp(443, { cidrBlocks: ["0.0.0.0/0"], securityGroups: ["sg-1"] })),
    config: edge,
    becomes: { app: { ingress: [tcp(443, { cidrBlocks: [], securityGroups: ["sg-1"], prefixListIds: ["pl-1"] })] } },
  },
  {
    name: "CloudFront is not admitted instead of an office",
    policy: "origins-admit-cloudfront-only",
    stack: origin(tcp(443, { cidrBlocks: ["52.94.76.0/28"] })),
    config: edge,
    declines: /CloudFront is not known to be inside the block/,
  },
  {
    name: "CloudFront's list is not guessed",
    policy: "origins-admit-cloudfront-only",
    stack: origin(tcp(443, { cidrBlocks: ["0.0.0.0/0"] })),
    declines: /name it in knownPrefixLists/,
  },
  {
    name: "an instance admits the bastion instead of its network",
    policy: "ssh-only-through-bastion",
    stack: jump(tcp(22, { cidrBlocks: ["10.0.0.0/16"] })),
    config: named,
    becomes: { app: { ingress: [tcp<Plain>(22, { securityGroups: [unknown] })] } },
  },
  {
    name: "a bastion that is outside of the block is not admitted instead of it",
    policy: "ssh-only-through-bastion",
    stack: jump(tcp(22, { cidrBlocks: ["10.0.9.0/24"] })),
    config: named,
    declines: /door is not known to be inside what is admitted today/,
  },
  {
    name: "a group that may log in is for its owner to judge",
    policy: "ssh-only-through-bastion",
    stack: jump(tcp(22, { self: true })),
    config: named,
    declines: /whether the group's members still have to log in to each other/,
  },
  {
    name: "more than SSH is not given to the bastion",
    policy: "ssh-only-through-bastion",
    stack: jump({ protocol: "tcp", fromPort: 0, toPort: 1024, cidrBlocks: ["10.0.0.0/16"] }),
    config: named,
    declines: /also admits other ports than SSH/,
  },
  {
    name: "groups filter what comes over PrivateLink",
    policy: "network-load-balancers-have-groups",
    stack: [
      vpc,
      group("web"),
      resource("aws:lb/loadBalancer:LoadBalancer", "front", {
        loadBalancerType: "network",
        securityGroups: [ref("web")],
        enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "off",
      }),
    ],
    becomes: { front: { enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "on" } },
  },
  {
    name: "a network balancer without groups is not replaced",
    policy: "network-load-balancers-have-groups",
    stack: [resource("aws:lb/loadBalancer:LoadBalancer", "front", { loadBalancerType: "network" })],
    declines: /at its creation only/,
  },
  {
    name: "an instance gives up its public address",
    policy: "private-workloads-have-no-public-address",
    stack: [
      vpc,
      subnet("inner", "10.0.2.0/24"),
      resource("aws:ec2/instance:Instance", "host", { subnetId: ref("inner"), associatePublicIpAddress: true }),
    ],
    becomes: { host: { associatePublicIpAddress: false } },
  },
  {
    name: "an instance keeps the address without which an internet gateway does not serve it",
    policy: "private-workloads-have-no-public-address",
    stack: [
      vpc,
      subnet("outer", "10.0.1.0/24"),
      resource("aws:ec2/internetGateway:InternetGateway", "gateway", { vpcId: ref("vpc") }),
      resource("aws:ec2/routeTable:RouteTable", "out", { vpcId: ref("vpc"), routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: ref("gateway") }] }),
      resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "outward", { subnetId: ref("outer"), routeTableId: ref("out") }),
      resource("aws:ec2/instance:Instance", "host", { subnetId: ref("outer"), associatePublicIpAddress: true }),
    ],
    declines: /host may reach the internet through that address only/,
  },
  {
    name: "an instance in a default subnet keeps its address",
    policy: "private-workloads-have-no-public-address",
    stack: [resource("aws:ec2/instance:Instance", "host", { associatePublicIpAddress: true })],
    declines: /move it to subnets with a NAT gateway or endpoints first/,
  },
  {
    name: "an instance in a subnet from elsewhere keeps its address",
    policy: "private-workloads-have-no-public-address",
    stack: [resource("aws:ec2/instance:Instance", "host", { subnetId: "subnet-1", associatePublicIpAddress: true })],
    declines: /move it to subnets with a NAT gateway or endpoints first/,
  },
  {
    name: "an instance refuses what its subnet gives",
    policy: "private-workloads-have-no-public-address",
    stack: [
      vpc,
      resource("aws:ec2/subnet:Subnet", "outer", { vpcId: ref("vpc"), mapPublicIpOnLaunch: true }),
      resource("aws:ec2/instance:Instance", "host", { subnetId: ref("outer") }),
    ],
    becomes: { host: { associatePublicIpAddress: false } },
  },
  {
    name: "an Elastic IP address stays where it is",
    policy: "private-workloads-have-no-public-address",
    stack: [resource("aws:ec2/instance:Instance", "host"), resource("aws:ec2/eip:Eip", "address", { instance: ref("host") })],
    declines: /somebody may know host by the address address/,
  },
];

describeRepairs(repairs);
