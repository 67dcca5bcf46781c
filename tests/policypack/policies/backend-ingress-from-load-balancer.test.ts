import { unknown } from "@portcullis/policypack/resources/resource";
import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";

const tcp = (port: number, sources: Record<string, CaseValue>, to = port): CaseValue => ({ protocol: "tcp", fromPort: port, toPort: to, ...sources });
const udp = (port: number, sources: Record<string, CaseValue>): CaseValue => ({ protocol: "udp", fromPort: port, toPort: port, ...sources });
const group = (name: string, ...ingress: readonly CaseValue[]): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, { ingress, vpcId: ref("vpc") });
const app = (...ingress: readonly CaseValue[]): Entry => group("app", ...ingress);

const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" });
const subnet = resource("aws:ec2/subnet:Subnet", "public", { vpcId: ref("vpc"), cidrBlock: "10.0.1.0/24" });
const web = group("web", tcp(443, { cidrBlocks: ["0.0.0.0/0"] }));
const network = [vpc, subnet, web];

const balancer = (props: Entry["props"]): Entry => resource("aws:lb/loadBalancer:LoadBalancer", "front", { subnets: [ref("public")], ...props });
const alb = balancer({ loadBalancerType: "application", securityGroups: [ref("web")] });
const nlb = balancer({ loadBalancerType: "network" });
const guardedNlb = balancer({ loadBalancerType: "network", securityGroups: [ref("web")] });

const targets = (props: Entry["props"] = {}): Entry =>
  resource("aws:lb/targetGroup:TargetGroup", "targets", { port: 8080, protocol: "HTTP", vpcId: ref("vpc"), ...props });
const tcpTargets = (props: Entry["props"] = {}): Entry => targets({ port: 8080, protocol: "TCP", ...props });
const listener = (props: Entry["props"] = {}): Entry =>
  resource("aws:lb/listener:Listener", "listener", {
    loadBalancerArn: ref("front", "arn"),
    port: 443,
    defaultActions: [{ type: "forward", targetGroupArn: ref("targets", "arn") }],
    ...props,
  });
const instance = resource("aws:ec2/instance:Instance", "host", { vpcSecurityGroupIds: [ref("app")], subnetId: ref("public") });
const attached = (props: Entry["props"] = {}): Entry =>
  resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", "attached", {
    targetGroupArn: ref("targets", "arn"),
    targetId: ref("host"),
    ...props,
  });
const behind = (front: Entry, group: Entry, to: Entry = targets()): Entry[] => [...network, front, to, listener(), instance, attached(), group];

const everywhere: CaseValue = { cidrBlocks: ["0.0.0.0/0"] };
const inside: CaseValue = { cidrBlocks: ["10.0.0.0/16"] };
const fromWeb: CaseValue = { securityGroups: [ref("web")] };

/** A service whose tasks are on the machines of a cluster, behind the balancer. */
const mapped = (...portMappings: readonly CaseValue[]): CaseValue => JSON.stringify([{ name: "shop", portMappings }]);
const definition = (props: Entry["props"] = {}): Entry =>
  resource("aws:ecs/taskDefinition:TaskDefinition", "task", { family: "shop", containerDefinitions: mapped({ containerPort: 3000 }), ...props });
const service = (props: Entry["props"] = {}): Entry =>
  resource("aws:ecs/service:Service", "shop", {
    cluster: ref("cluster", "arn"),
    taskDefinition: ref("task", "arn"),
    loadBalancers: [{ targetGroupArn: ref("targets", "arn"), containerName: "shop", containerPort: 3000 }],
    ...props,
  });
const cluster = resource("aws:ecs/cluster:Cluster", "cluster", {});
const template = (props: Entry["props"] = {}): Entry =>
  resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { vpcSecurityGroupIds: [ref("app")], ...props });
const fleet = resource("aws:autoscaling/group:Group", "fleet", { launchTemplate: { id: ref("template") }, vpcZoneIdentifiers: [ref("public")] });
const capacity: readonly Entry[] = [
  template(),
  fleet,
  resource("aws:ecs/capacityProvider:CapacityProvider", "capacity", { autoScalingGroupProvider: { autoScalingGroupArn: ref("fleet", "arn") } }),
  resource("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", "of", { clusterName: ref("cluster"), capacityProviders: [ref("capacity")] }),
];
const hosted = (group: Entry, task: Entry = definition(), of: Entry = service(), on: readonly Entry[] = capacity): Entry[] => [
  ...network,
  alb,
  targets(),
  listener(),
  cluster,
  task,
  of,
  ...on,
  group,
];
const dynamic = (sources: Record<string, CaseValue>): CaseValue => tcp(32768, sources, 65535);

describePolicy("backend-ingress-from-load-balancer", [
  {
    name: "a machine of containers that admits its VPC to their ports",
    stack: hosted(app(dynamic(inside))),
    at: "ingress[0].cidrBlocks[0]",
    verdict: "violates",
    says: /app admits 10\.0\.0\.0\/16 to tcp\/32768-65535 of the scaling group fleet, which is behind the load balancer front/,
  },
  {
    name: "a machine of containers by the strategy of the service",
    stack: hosted(app(dynamic(inside)), definition(), service({ capacityProviderStrategies: [{ capacityProvider: ref("capacity"), weight: 1 }] })),
    verdict: "violates",
  },
  {
    name: "a machine that joins the cluster by its user data",
    stack: hosted(app(dynamic(inside)), definition(), service(), [template({ userData: ref("cluster", "name") }), fleet]),
    verdict: "violates",
  },
  {
    name: "a port of the machine that is chosen",
    stack: hosted(app(tcp(80, inside)), definition({ containerDefinitions: mapped({ containerPort: 3000, hostPort: 80 }) })),
    verdict: "violates",
    says: /to HTTP \(tcp\/80\) of/,
  },
  {
    name: "a task on the network of its machine",
    stack: hosted(app(tcp(3000, inside)), definition({ networkMode: "host" })),
    verdict: "violates",
    says: /to tcp\/3000 of/,
  },
  { name: "a machine of containers that admits the balancer's group", stack: hosted(app(dynamic(fromWeb))), verdict: "complies" },
  {
    name: "a port that no container gets",
    stack: hosted(
      app(dynamic(inside), tcp(80, fromWeb)),
      definition({ containerDefinitions: mapped({ containerPort: 3000, hostPort: 80 }, { containerPort: 9000 }) }),
    ),
    verdict: "complies",
  },
  {
    name: "a machine of containers whose tasks have interfaces of their own",
    stack: hosted(
      app(dynamic(inside)),
      definition({ networkMode: "awsvpc" }),
      service({ networkConfiguration: { subnets: [ref("public")], securityGroups: ["sg-1"] } }),
    ),
    verdict: "not applicable",
  },
  {
    name: "containers that are not known",
    stack: hosted(app(dynamic(inside)), definition({ containerDefinitions: unknown })),
    verdict: "unknown",
    says: /containerDefinitions is not known yet/,
  },
  {
    name: "a cluster from elsewhere, which machines may join",
    stack: hosted(app(dynamic(inside)), definition(), service({ cluster: "arn:aws:ecs:eu-west-1:111111111111:cluster/shared" })),
    verdict: "unknown",
  },
  {
    name: "a provider of capacity from elsewhere",
    stack: hosted(app(dynamic(inside)), definition(), service({ capacityProviderStrategies: [{ capacityProvider: "spot", weight: 1 }] }), [
      template(),
      fleet,
    ]),
    verdict: "unknown",
  },
  {
    name: "a target that admits everybody to its port",
    stack: behind(alb, app(tcp(8080, everywhere))),
    verdict: "violates",
    says: "app admits 0.0.0.0/0 to tcp/8080 of the instance host, which is behind the load balancer front",
    advice: false,
  },
  { name: "a target that admits its VPC", stack: behind(alb, app(tcp(8080, inside))), verdict: "violates" },
  { name: "a target that admits every port", stack: behind(alb, app(tcp(0, everywhere, 65535))), verdict: "violates" },
  {
    name: "a target that admits every protocol",
    stack: behind(alb, app({ protocol: "-1", fromPort: 0, toPort: 0, ...inside })),
    verdict: "violates",
  },
  {
    name: "a target that admits IPv6 addresses",
    stack: behind(alb, app(tcp(8080, { ipv6CidrBlocks: ["fd00::/8"] }))),
    at: "ingress[0].ipv6CidrBlocks[0]",
    verdict: "violates",
  },
  {
    name: "the balancer's group beside a block",
    stack: behind(alb, app(tcp(8080, { ...fromWeb, cidrBlocks: ["10.1.0.0/16"] }))),
    verdict: "violates",
  },
  {
    name: "the prefix list of VPC Lattice, which sends to the instance as well",
    stack: [
      ...behind(alb, app(tcp(8080, fromWeb), tcp(8080, { prefixListIds: ["pl-1"] }))),
      resource("aws:vpclattice/targetGroupAttachment:TargetGroupAttachment", "lattice", {
        targetGroupIdentifier: "tg-1",
        target: { id: ref("host") },
      }),
    ],
    config: { settings: { knownPrefixLists: { "pl-1": "com.amazonaws.eu-west-1.vpc-lattice" } } },
    verdict: "complies",
  },
  {
    name: "a prefix list that may be the one of VPC Lattice, which sends to the instance as well",
    stack: [
      ...behind(alb, app(tcp(8080, { prefixListIds: ["pl-1"] }))),
      resource("aws:vpclattice/targetGroupAttachment:TargetGroupAttachment", "lattice", {
        targetGroupIdentifier: "tg-1",
        target: { id: ref("host") },
      }),
    ],
    verdict: "unknown",
  },
  {
    name: "the prefix list of VPC Lattice, which sends to something else",
    stack: behind(alb, app(tcp(8080, { prefixListIds: ["pl-1"] }))),
    config: { settings: { knownPrefixLists: { "pl-1": "com.amazonaws.eu-west-1.vpc-lattice" } } },
    verdict: "violates",
  },
  {
    name: "a prefix list, which is no reference",
    stack: [
      ...behind(alb, app(tcp(8080, { prefixListIds: [ref("list")] }))),
      resource("aws:ec2/managedPrefixList:ManagedPrefixList", "list", { addressFamily: "IPv4", maxEntries: 1, entries: [{ cidr: "10.0.1.0/24" }] }),
    ],
    at: "ingress[0].prefixListIds[0]",
    verdict: "violates",
  },
  { name: "a target that admits the balancer's group", stack: behind(alb, app(tcp(8080, fromWeb))), verdict: "complies" },
  { name: "a target that admits itself", stack: behind(alb, app(tcp(8080, { ...fromWeb, self: true }))), verdict: "complies" },
  {
    name: "a target that admits another workload's group",
    stack: [...behind(alb, app(tcp(8080, { securityGroups: [ref("jobs")] }))), group("jobs")],
    verdict: "complies",
  },
  {
    name: "a target that admits the group of a Kubernetes cluster",
    stack: [
      ...behind(alb, app(tcp(8080, { securityGroups: [ref("platform")] }))),
      resource("aws:eks/cluster:Cluster", "platform", { name: "platform", vpcConfig: { subnetIds: [ref("public")] } }),
    ],
    verdict: "complies",
  },
  {
    name: "a target that admits a group from outside the stack",
    stack: behind(alb, app(tcp(8080, { securityGroups: ["sg-1"] }))),
    verdict: "unknown",
  },
  { name: "a target that admits addresses to another port", stack: behind(alb, app(tcp(9090, inside), tcp(8080, fromWeb))), verdict: "complies" },
  { name: "an address block that is unknown", stack: behind(alb, app(tcp(8080, { cidrBlocks: [unknown] }))), verdict: "unknown" },
  {
    name: "the port of the registration, not of the target group",
    stack: [...network, alb, targets(), listener(), instance, attached({ port: 9090 }), app(tcp(9090, inside))],
    verdict: "violates",
  },
  {
    name: "the target group's port, where the registration has another",
    stack: [...network, alb, targets(), listener(), instance, attached({ port: 9090 }), app(tcp(8080, inside))],
    verdict: "complies",
  },
  {
    name: "a target group whose port is hidden",
    stack: behind(alb, app(tcp(8080, inside)), targets({ port: unknown })),
    verdict: "unknown",
  },
  {
    name: "a target group of a rule",
    stack: [
      ...network,
      alb,
      targets(),
      listener({ defaultActions: [{ type: "fixed-response" }] }),
      resource("aws:lb/listenerRule:ListenerRule", "rule", {
        listenerArn: ref("listener", "arn"),
        actions: [{ type: "forward", targetGroupArn: ref("targets", "arn") }],
      }),
      instance,
      attached(),
      app(tcp(8080, inside)),
    ],
    verdict: "violates",
  },
  {
    name: "a weighted target group",
    stack: [
      ...network,
      alb,
      targets(),
      listener({ defaultActions: [{ type: "forward", forward: { targetGroups: [{ arn: ref("targets", "arn"), weight: 1 }] } }] }),
      instance,
      attached(),
      app(tcp(8080, inside)),
    ],
    verdict: "violates",
  },
  {
    name: "a target group without listener",
    stack: [...network, alb, targets(), instance, attached(), app(tcp(8080, inside))],
    verdict: "not applicable",
  },
  {
    name: "actions that are hidden",
    stack: [...network, alb, targets(), listener({ defaultActions: unknown }), instance, attached(), app(tcp(8080, inside))],
    verdict: "unknown",
  },
  {
    name: "a registration whose target is hidden",
    stack: [...network, alb, targets(), listener(), instance, attached({ targetId: unknown }), app(tcp(8080, inside))],
    verdict: "unknown",
  },
  {
    name: "a function as a target",
    stack: [
      ...network,
      alb,
      targets({ targetType: "lambda", port: null, protocol: null }),
      listener(),
      resource("aws:lambda/function:Function", "host", { vpcConfig: { securityGroupIds: [ref("app")], subnetIds: [ref("public")] } }),
      attached({ targetId: ref("host", "arn") }),
      app(tcp(8080, inside)),
    ],
    verdict: "not applicable",
  },
  {
    name: "an ECS service, on its container's port",
    stack: [
      ...network,
      alb,
      targets({ targetType: "ip", port: 80 }),
      listener(),
      resource("aws:ecs/service:Service", "host", {
        networkConfiguration: { securityGroups: [ref("app")], subnets: [ref("public")] },
        loadBalancers: [{ targetGroupArn: ref("targets", "arn"), containerName: "app", containerPort: 8080 }],
      }),
      app(tcp(8080, inside)),
    ],
    verdict: "violates",
  },
  {
    name: "a scaling group with a launch template",
    stack: [
      ...network,
      alb,
      targets(),
      listener(),
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { vpcSecurityGroupIds: [ref("app")] }),
      resource("aws:autoscaling/group:Group", "host", {
        launchTemplate: { id: ref("template") },
        targetGroupArns: [ref("targets", "arn")],
        vpcZoneIdentifiers: [ref("public")],
      }),
      app(tcp(8080, inside)),
    ],
    verdict: "violates",
  },
  {
    name: "a scaling group that is attached by a traffic source",
    stack: [
      ...network,
      alb,
      targets(),
      listener(),
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { networkInterfaces: [{ securityGroups: [ref("app")] }] }),
      resource("aws:autoscaling/group:Group", "host", { launchTemplate: { id: ref("template") } }),
      resource("aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment", "source", {
        autoscalingGroupName: ref("host"),
        trafficSource: { identifier: ref("targets", "arn"), type: "elbv2" },
      }),
      app(tcp(8080, inside)),
    ],
    verdict: "violates",
  },
  {
    name: "a scaling group that is attached by a resource of its own",
    stack: [
      ...network,
      alb,
      targets(),
      listener(),
      resource("aws:ec2/launchConfiguration:LaunchConfiguration", "template", { securityGroups: [ref("app")] }),
      resource("aws:autoscaling/group:Group", "host", { launchConfiguration: ref("template") }),
      resource("aws:autoscaling/attachment:Attachment", "attached", { autoscalingGroupName: ref("host"), lbTargetGroupArn: ref("targets", "arn") }),
      app(tcp(8080, fromWeb)),
    ],
    verdict: "complies",
  },
  {
    name: "a classic balancer's instance",
    stack: [
      ...network,
      resource("aws:elb/loadBalancer:LoadBalancer", "front", {
        listeners: [
          { instancePort: 8000, instanceProtocol: "http", lbPort: 80, lbProtocol: "http" },
          { instancePort: 8080, instanceProtocol: "tcp", lbPort: 443, lbProtocol: "ssl" },
        ],
        securityGroups: [ref("web")],
        instances: [ref("host")],
      }),
      instance,
      app(tcp(8080, inside)),
    ],
    verdict: "violates",
  },
  {
    name: "a classic balancer's instance that admits its group",
    stack: [
      ...network,
      resource("aws:elb/loadBalancer:LoadBalancer", "front", {
        listeners: [{ instancePort: 8080, instanceProtocol: "http", lbPort: 80, lbProtocol: "http" }],
        securityGroups: [ref("web")],
      }),
      resource("aws:elb/attachment:Attachment", "attached", { elb: ref("front"), instance: ref("host") }),
      instance,
      app(tcp(8080, fromWeb), tcp(80, inside)),
    ],
    verdict: "complies",
  },
  {
    name: "a network balancer without groups that passes its clients' addresses",
    stack: behind(nlb, app(tcp(8080, everywhere)), tcpTargets()),
    verdict: "complies",
  },
  {
    name: "a network balancer without groups that does not, and its subnets",
    stack: behind(nlb, app(tcp(8080, { cidrBlocks: ["10.0.1.0/24"] })), tcpTargets({ targetType: "ip" })),
    verdict: "complies",
  },
  {
    name: "a network balancer without groups that does not, and its VPC",
    stack: behind(nlb, app(tcp(8080, inside)), tcpTargets({ targetType: "ip" })),
    verdict: "violates",
  },
  {
    name: "a network balancer that is told not to pass its clients' addresses",
    stack: behind(nlb, app(tcp(8080, everywhere)), tcpTargets({ preserveClientIp: "false" })),
    verdict: "violates",
  },
  {
    name: "a network balancer that passes them over UDP whatever the target",
    stack: behind(nlb, app(udp(8080, everywhere)), targets({ protocol: "UDP", targetType: "ip" })),
    verdict: "complies",
  },
  {
    name: "a network balancer with a group",
    stack: behind(guardedNlb, app(tcp(8080, everywhere)), tcpTargets()),
    verdict: "violates",
  },
  {
    name: "a network balancer with an empty list of groups",
    stack: behind(balancer({ loadBalancerType: "network", securityGroups: [] }), app(tcp(8080, everywhere)), tcpTargets()),
    verdict: "complies",
  },
  {
    name: "a network balancer whose groups are hidden",
    stack: behind(balancer({ loadBalancerType: "network", securityGroups: unknown }), app(tcp(8080, everywhere)), tcpTargets()),
    verdict: "unknown",
  },
  {
    name: "a balancer whose type is hidden, with a target group that tells",
    stack: behind(balancer({ loadBalancerType: unknown, securityGroups: [ref("web")] }), app(tcp(8080, everywhere))),
    verdict: "violates",
  },
  {
    name: "an application balancer in front of what is also behind a network balancer that passes its clients' addresses",
    stack: [
      ...behind(alb, app(tcp(8080, everywhere))),
      resource("aws:lb/loadBalancer:LoadBalancer", "direct", { loadBalancerType: "network", subnets: [ref("public")] }),
      resource("aws:lb/targetGroup:TargetGroup", "passed", { port: 8080, protocol: "TCP" }),
      resource("aws:lb/listener:Listener", "passing", {
        loadBalancerArn: ref("direct", "arn"),
        port: 443,
        defaultActions: [{ type: "forward", targetGroupArn: ref("passed", "arn") }],
      }),
      resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", "again", { targetGroupArn: ref("passed", "arn"), targetId: ref("host") }),
    ],
    verdict: "complies",
  },
  {
    name: "an internal balancer behind a network balancer with a group",
    stack: [
      ...network,
      guardedNlb,
      tcpTargets({ targetType: "alb" }),
      listener(),
      resource("aws:lb/loadBalancer:LoadBalancer", "host", { internal: true, securityGroups: [ref("app")], subnets: [ref("public")] }),
      attached({ targetId: ref("host", "arn") }),
      app(tcp(8080, inside)),
    ],
    verdict: "violates",
  },
  {
    name: "an internet-facing balancer behind a network balancer, which has clients of its own",
    stack: [
      ...network,
      guardedNlb,
      tcpTargets({ targetType: "alb" }),
      listener(),
      resource("aws:lb/loadBalancer:LoadBalancer", "host", { securityGroups: [ref("app")], subnets: [ref("public")] }),
      attached({ targetId: ref("host", "arn") }),
      app(tcp(8080, everywhere)),
    ],
    verdict: "not applicable",
  },
  {
    name: "an internal balancer behind a network balancer that passes its clients' addresses",
    stack: [
      ...network,
      nlb,
      tcpTargets({ targetType: "alb" }),
      listener(),
      resource("aws:lb/loadBalancer:LoadBalancer", "host", { internal: true, securityGroups: [ref("app")], subnets: [ref("public")] }),
      attached({ targetId: ref("host", "arn") }),
      app(tcp(8080, everywhere)),
    ],
    verdict: "complies",
  },
  {
    name: "an appliance that admits its gateway load balancer's subnets",
    stack: behind(
      balancer({ loadBalancerType: "gateway" }),
      app(udp(6081, { cidrBlocks: ["10.0.1.0/24"] }), tcp(8443, { cidrBlocks: ["10.0.1.0/25"] })),
      targets({ protocol: "GENEVE", port: 6081, healthCheck: { port: "8443", protocol: "TCP" } }),
    ),
    verdict: "complies",
  },
  {
    name: "an appliance that admits more than its gateway load balancer's subnets",
    stack: behind(balancer({ loadBalancerType: "gateway" }), app(udp(6081, inside)), targets({ protocol: "GENEVE", port: 6081 })),
    verdict: "violates",
  },
  {
    name: "an appliance whose health port is open to its VPC",
    stack: behind(balancer({ loadBalancerType: "gateway" }), app(tcp(80, inside)), targets({ protocol: "GENEVE", port: 6081 })),
    verdict: "violates",
  },
  {
    name: "an application balancer from outside the stack",
    stack: [
      ...network,
      targets(),
      listener({ loadBalancerArn: "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/front/1" }),
      instance,
      attached(),
      app(tcp(8080, inside)),
    ],
    verdict: "violates",
  },
  {
    name: "a network balancer from outside the stack, whose groups are not known",
    stack: [
      ...network,
      tcpTargets(),
      listener({ loadBalancerArn: "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/net/front/1" }),
      instance,
      attached(),
      app(tcp(8080, inside)),
    ],
    verdict: "unknown",
  },
  {
    name: "the types of aws-native",
    stack: [
      ...network,
      resource("aws-native:elasticloadbalancingv2:LoadBalancer", "front", { type: "application", scheme: "internal", securityGroups: [ref("web")] }),
      resource("aws-native:elasticloadbalancingv2:TargetGroup", "targets", {
        port: 8080,
        protocol: "HTTP",
        targets: [{ id: ref("host"), port: 9090 }],
      }),
      resource("aws-native:elasticloadbalancingv2:Listener", "listener", {
        loadBalancerArn: ref("front", "arn"),
        port: 443,
        defaultActions: [{ type: "forward", forwardConfig: { targetGroups: [{ targetGroupArn: ref("targets", "arn") }] } }],
      }),
      instance,
      app(tcp(9090, inside)),
    ],
    verdict: "violates",
  },
  {
    name: "a network balancer of aws-native that does not pass its clients' addresses",
    stack: [
      ...network,
      resource("aws-native:elasticloadbalancingv2:LoadBalancer", "front", { type: "network", subnets: [ref("public")] }),
      resource("aws-native:elasticloadbalancingv2:TargetGroup", "targets", {
        port: 8080,
        protocol: "TCP",
        targets: [{ id: ref("host") }],
        targetGroupAttributes: [{ key: "preserve_client_ip.enabled", value: "false" }],
      }),
      resource("aws-native:elasticloadbalancingv2:Listener", "listener", {
        loadBalancerArn: ref("front", "arn"),
        port: 443,
        defaultActions: [{ type: "forward", targetGroupArn: ref("targets", "arn") }],
      }),
      instance,
      app(tcp(8080, everywhere)),
    ],
    verdict: "violates",
  },
  { name: "properties of the wrong type", stack: behind(alb, app(tcp(8080, inside)), targets({ port: true })), verdict: "unknown" },
  { name: "an instance behind nothing", stack: [vpc, subnet, instance, app(tcp(8080, everywhere))], verdict: "not applicable" },
  { name: "a prefix list from outside the stack", stack: behind(alb, app(tcp(8080, { prefixListIds: ["pl-1"] }))), verdict: "violates" },
  {
    name: "a prefix list of the subnets of a network balancer that does not pass its clients' addresses",
    stack: [
      ...behind(nlb, app(tcp(8080, { prefixListIds: [ref("list")] })), tcpTargets({ targetType: "ip" })),
      resource("aws:ec2/managedPrefixList:ManagedPrefixList", "list", { addressFamily: "IPv4", maxEntries: 1, entries: [{ cidr: "10.0.1.0/24" }] }),
    ],
    verdict: "violates",
  },
  {
    name: "a target of two balancers, on a port of its own for each",
    stack: [
      ...behind(alb, app(tcp(9090, inside), tcp(8080, fromWeb))),
      resource("aws:lb/loadBalancer:LoadBalancer", "second", { loadBalancerType: "application", securityGroups: [ref("web")] }),
      resource("aws:lb/targetGroup:TargetGroup", "other", { port: 9090, protocol: "HTTP" }),
      resource("aws:lb/listener:Listener", "way", {
        loadBalancerArn: ref("second", "arn"),
        port: 443,
        defaultActions: [{ type: "forward", targetGroupArn: ref("other", "arn") }],
      }),
      resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", "again", { targetGroupArn: ref("other", "arn"), targetId: ref("host") }),
    ],
    verdict: "violates",
    says: /to tcp\/9090 of the instance host, which is behind the load balancer second/,
  },
  {
    name: "two ports to which a network balancer passes its clients' addresses",
    stack: [
      ...behind(nlb, app(tcp(8080, everywhere), tcp(9090, everywhere)), tcpTargets()),
      resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", "again", {
        targetGroupArn: ref("targets", "arn"),
        targetId: ref("host"),
        port: 9090,
      }),
    ],
    verdict: "complies",
  },
]);
