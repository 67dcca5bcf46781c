import { unknown } from "@portcullis/policypack/resources/resource";
import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";

const tcp = (port: number, sources: Record<string, CaseValue>): CaseValue => ({ protocol: "tcp", fromPort: port, toPort: port, ...sources });
const everywhere: CaseValue = { cidrBlocks: ["0.0.0.0/0"] };
const group = (...ingress: readonly CaseValue[]): Entry => resource("aws:ec2/securityGroup:SecurityGroup", "web", { ingress, vpcId: "vpc-1" });
const open = group(tcp(443, everywhere), tcp(80, everywhere));
const host = (props: Entry["props"] = {}): Entry => resource("aws:ec2/instance:Instance", "host", { vpcSecurityGroupIds: [ref("web")], ...props });
const balancer = (props: Entry["props"] = {}): Entry =>
  resource("aws:lb/loadBalancer:LoadBalancer", "front", { securityGroups: [ref("web")], ...props });
const distribution = (origin: CaseValue): Entry => resource("aws:cloudfront/distribution:Distribution", "edge", { origins: [origin] });
const passing = (props: Entry["props"] = {}): Entry[] => [
  resource("aws:lb/loadBalancer:LoadBalancer", "passing", { loadBalancerType: "network", ...props }),
  resource("aws:lb/targetGroup:TargetGroup", "targets", { port: 443, protocol: "TCP" }),
  resource("aws:lb/listener:Listener", "listener", {
    loadBalancerArn: ref("passing", "arn"),
    port: 443,
    defaultActions: [{ type: "forward", targetGroupArn: ref("targets", "arn") }],
  }),
  resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", "attached", { targetGroupArn: ref("targets", "arn"), targetId: ref("host") }),
];

/** A container service on the machine, behind that balancer. */
const contained = (port: number): Entry[] => [
  resource("aws:ecs/cluster:Cluster", "cluster", {}),
  host({ userData: ref("cluster", "name") }),
  resource("aws:ecs/taskDefinition:TaskDefinition", "task", {
    containerDefinitions: JSON.stringify([{ portMappings: [{ containerPort: 3000, hostPort: port }] }]),
  }),
  resource("aws:ecs/service:Service", "shop", {
    cluster: ref("cluster", "arn"),
    taskDefinition: ref("task", "arn"),
    loadBalancers: [{ targetGroupArn: ref("targets", "arn"), containerPort: 3000 }],
  }),
  ...passing().filter(({ name }) => name !== "attached"),
];

describePolicy("only-load-balancers-face-internet", [
  {
    name: "a machine whose containers a balancer reaches with the addresses of clients",
    stack: [...contained(443), open],
    verdict: "complies",
  },
  {
    name: "a machine whose containers no balancer reaches",
    stack: [...contained(443).filter(({ name }) => name !== "listener"), open],
    at: "ingress[0].cidrBlocks[0]",
    verdict: "violates",
    says: "of the instance host",
  },
  { name: "an instance that serves the internet", stack: [host(), open], verdict: "violates", says: "of the instance host", advice: true },
  {
    name: "an instance that serves the internet over IPv6",
    stack: [host(), group(tcp(443, { ipv6CidrBlocks: ["::/0"] }))],
    at: "ingress[0].ipv6CidrBlocks[0]",
    verdict: "violates",
  },
  {
    name: "an instance that serves HTTP/3",
    stack: [host(), group({ protocol: "udp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] })],
    verdict: "violates",
  },
  { name: "an instance beside a balancer on the same group", stack: [host(), balancer(), open], verdict: "violates" },
  { name: "an internal balancer", stack: [balancer({ internal: true }), open], verdict: "violates" },
  {
    name: "a service",
    stack: [resource("aws:ecs/service:Service", "api", { networkConfiguration: { securityGroups: [ref("web")] } }), open],
    verdict: "violates",
  },
  {
    name: "a scaling group with its template",
    stack: [
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { vpcSecurityGroupIds: [ref("web")] }),
      resource("aws:autoscaling/group:Group", "hosts", { launchTemplate: { id: ref("template") } }),
      open,
    ],
    verdict: "violates",
    says: "of the scaling group hosts to the whole internet",
  },
  {
    name: "a function, which takes no connections",
    stack: [resource("aws:lambda/function:Function", "fn", { vpcConfig: { securityGroupIds: [ref("web")], subnetIds: ["subnet-1"] } }), open],
    verdict: "violates",
    says: /\. Drop the rule: a Lambda function takes no connections\.$/,
  },
  {
    name: "a data store",
    stack: [resource("aws:rds/instance:Instance", "db", { engine: "postgres", vpcSecurityGroupIds: [ref("web")] }), open],
    verdict: "violates",
    says: /\. Admit the group of the application that uses it instead\.$/,
  },
  {
    name: "a control plane",
    stack: [resource("aws:eks/cluster:Cluster", "cluster", { vpcConfig: { securityGroupIds: [ref("web")], subnetIds: ["subnet-1"] } }), open],
    verdict: "violates",
    says: /in publicAccessCidrs\.$/,
  },
  {
    name: "an endpoint",
    stack: [resource("aws:ec2/vpcEndpoint:VpcEndpoint", "s3", { vpcEndpointType: "Interface", securityGroupIds: [ref("web")] }), open],
    verdict: "violates",
    says: /Admit the groups of those who use the endpoint instead: it is for its own network/,
  },
  {
    name: "a target of an application load balancer with a group of its own",
    stack: [
      host(),
      open,
      resource("aws:ec2/securityGroup:SecurityGroup", "front-group", {}),
      ...passing({ loadBalancerType: "application", securityGroups: [ref("front-group")] }),
    ],
    verdict: "violates",
    says: /Admit the group of passing instead, the load balancer in front of host\.$/,
  },
  {
    name: "a target of an application load balancer that shares its group",
    stack: [host(), open, ...passing({ loadBalancerType: "application", securityGroups: [ref("web")], internal: true })],
    verdict: "violates",
    says: /Give passing, the load balancer in front of host, a group of its own, and admit that instead\./,
  },
  { name: "an internet-facing balancer", stack: [balancer(), open], verdict: "complies" },
  {
    name: "a classic balancer",
    stack: [resource("aws:elb/loadBalancer:LoadBalancer", "front", { securityGroups: [ref("web")], listeners: [] }), open],
    verdict: "complies",
  },
  { name: "a balancer that may be internal", stack: [balancer({ internal: unknown }), open], verdict: "unknown" },
  { name: "a NAT instance", stack: [host({ sourceDestCheck: false }), open], verdict: "complies" },
  { name: "an instance that may be a NAT instance", stack: [host({ sourceDestCheck: unknown }), open], verdict: "unknown" },
  { name: "an instance that is named", stack: [host(), open], config: { settings: { publicWorkloads: ["ho*"] } }, verdict: "complies" },
  {
    name: "an instance that is not the one that is named",
    stack: [host(), open],
    config: { settings: { publicWorkloads: ["guest"] } },
    verdict: "violates",
  },
  {
    name: "the origin of a distribution",
    stack: [host(), open, distribution({ originId: "host", domainName: ref("host", "publicDns") })],
    verdict: "complies",
  },
  {
    name: "a distribution with another origin",
    stack: [host(), open, distribution({ originId: "x", domainName: "shop.example.com" })],
    verdict: "violates",
  },
  { name: "a target of a balancer that passes its clients' addresses", stack: [host(), open, ...passing()], verdict: "complies" },
  { name: "a target of an internal one", stack: [host(), open, ...passing({ internal: true })], verdict: "violates" },
  { name: "a target of one with a group", stack: [host(), open, ...passing({ securityGroups: ["sg-1"] })], verdict: "violates" },
  {
    name: "an instance behind an accelerator",
    stack: [
      host(),
      open,
      resource("aws:globalaccelerator/endpointGroup:EndpointGroup", "edge", {
        listenerArn: "arn:listener",
        endpointConfigurations: [{ endpointId: ref("host") }],
      }),
    ],
    verdict: "complies",
  },
  { name: "an instance that admits an office", stack: [host(), group(tcp(443, { cidrBlocks: ["52.94.76.0/28"] }))], verdict: "complies" },
  { name: "an instance that admits a network of its own", stack: [host(), group(tcp(443, { cidrBlocks: ["10.0.0.0/8"] }))], verdict: "complies" },
  { name: "another port, which other policies judge", stack: [host(), group(tcp(8443, everywhere))], verdict: "complies" },
  { name: "an address block that is unknown", stack: [host(), group(tcp(443, { cidrBlocks: [unknown] }))], verdict: "unknown" },
  { name: "a group that is on nothing", stack: [open], verdict: "not applicable" },
]);
