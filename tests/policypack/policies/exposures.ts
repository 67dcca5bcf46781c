import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";

type Sources = Readonly<Record<string, CaseValue>>;

export const everywhere: Sources = { cidrBlocks: ["0.0.0.0/0"] };

/** A rule of TCP from one port to another. */
export function tcp(port: number, sources: Sources, to = port): CaseValue {
  return { protocol: "tcp", fromPort: port, toPort: to, ...sources };
}

export function udp(port: number, sources: Sources, to = port): CaseValue {
  return { protocol: "udp", fromPort: port, toPort: to, ...sources };
}

/** A rule of ICMP: type and code, -1 for any. */
export function icmp(type: number, code: number, sources: Sources): CaseValue {
  return { protocol: "icmp", fromPort: type, toPort: code, ...sources };
}

export function everyProtocol(sources: Sources): CaseValue {
  return { protocol: "-1", fromPort: 0, toPort: 0, ...sources };
}

export function group(name: string, ...ingress: readonly CaseValue[]): Entry {
  return resource("aws:ec2/securityGroup:SecurityGroup", name, { ingress, vpcId: "vpc-1" });
}

/** The group `web`. */
export function web(...ingress: readonly CaseValue[]): Entry {
  return group("web", ...ingress);
}

export function instance(name: string, ...groups: readonly string[]): Entry {
  return resource("aws:ec2/instance:Instance", name, { vpcSecurityGroupIds: groups.map((each) => ref(each)) });
}

/** What a case changes of the way through a balancer. */
interface ClientPath {
  readonly listener?: number;
  readonly target?: number;
  readonly protocol?: string;
  readonly balancer?: Sources;
  readonly targetGroup?: Sources;
}

/** A network load balancer `front` that listens on one port and sends it to the instance `server`, which is in the group `web`. */
export function throughBalancer({ listener = 443, target = 443, protocol = "TCP", balancer = {}, targetGroup = {} }: ClientPath): Entry[] {
  return [
    instance("server", "web"),
    resource("aws:lb/loadBalancer:LoadBalancer", "front", { loadBalancerType: "network", subnets: ["subnet-1"], ...balancer }),
    resource("aws:lb/targetGroup:TargetGroup", "servers", { port: target, protocol, vpcId: "vpc-1", ...targetGroup }),
    resource("aws:lb/listener:Listener", "way-in", {
      loadBalancerArn: ref("front", "arn"),
      port: listener,
      protocol,
      defaultActions: [{ type: "forward", targetGroupArn: ref("servers", "arn") }],
    }),
    resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", "server-in-servers", {
      targetGroupArn: ref("servers", "arn"),
      targetId: ref("server"),
    }),
  ];
}
