import type { Invocation } from "../../interpreter/calls";
import type { Run } from "../../interpreter/run";
import { Hole } from "../../interpreter/hole";
import { RecordData, ResourceData, written, type Value } from "../../interpreter/value";
import type { SdkSymbol } from "../../languages/dialect";
import type { Span } from "../../syntax/tree";
import { parentOf } from "../../project/folders";
import { nameOf, optionsOf } from "../creation";
import { balancer, listener, targetGroup } from "./classic-balancers";
import { anyAddress, allTraffic, portsOf, ruleArguments } from "./classic-rules";
import { cluster, defaultOf, service, vpc } from "./classic-services";
import { rule, securityGroup } from "./classic-groups";
import { Maker, Parts } from "./parts";

/**
 * The first awsx, which lives on as `awsx.classic`: components that run inside of the program. From
 * https://github.com/pulumi/pulumi-awsx/tree/v3.9.0/awsx-classic. Undefined for what belongs to the new one.
 */
export function callClassic(run: Run, symbol: SdkSymbol, call: Invocation): Value | undefined {
  const path = classicPath(run, symbol);
  if (path === undefined) return undefined;
  const [module = "", ...names] = path;
  const name = `${module === "elasticloadbalancingv2" ? "lb" : module}.${names.join(".")}`;
  const maker = new Maker(run, call.span);
  const values = call.given.map(({ value }) => value);
  const made = functions.get(name)?.(maker, values);
  if (made !== undefined) return made;
  const type = components.get(name);
  if (type !== undefined) return createClassic(run, type, call);
  if (names.length === 1 && /^[A-Z]/.test(names[0] ?? "") && networkModules.has(module)) {
    run.gap(`makes awsx.${path.join(".")}, whose resources are not read`, call.span);
    return run.hole(`is awsx.${path.join(".")}, which is not read`, call.span, values);
  }
  return undefined;
}

/** Modules whose components may have groups. */
const networkModules: ReadonlySet<string> = new Set(["ec2", "ecs", "lb", "elasticloadbalancingv2", "autoscaling", "rds", "efs"]);

interface ClassicType {
  readonly token: string;
  readonly make: (parts: Parts) => void;
}

const components: ReadonlyMap<string, ClassicType> = new Map(
  Object.entries({
    "ec2.SecurityGroup": { token: "awsx:x:ec2:SecurityGroup", make: securityGroup },
    "ec2.Vpc": { token: "awsx:x:ec2:Vpc", make: vpc },
    "ecs.Cluster": { token: "awsx:x:ecs:Cluster", make: cluster },
    "ecs.FargateService": { token: "awsx:x:ecs:FargateService", make: service("FARGATE") },
    "ecs.EC2Service": { token: "awsx:x:ecs:EC2Service", make: service("EC2") },
    "lb.ApplicationLoadBalancer": { token: "aws:lb:ApplicationLoadBalancer", make: balancer("application") },
    "lb.NetworkLoadBalancer": { token: "awsx:lb:NetworkLoadBalancer", make: balancer("network") },
    "lb.ApplicationListener": { token: "awsx:lb:ApplicationListener", make: listener("application") },
    "lb.NetworkListener": { token: "awsx:lb:NetworkListener", make: listener("network") },
    "lb.ApplicationTargetGroup": { token: "awsx:lb:ApplicationTargetGroup", make: targetGroup("application") },
    "lb.NetworkTargetGroup": { token: "awsx:lb:NetworkTargetGroup", make: targetGroup("network") },
  } satisfies Record<string, ClassicType>),
);

type Make = (maker: Maker, given: readonly Value[]) => Value | undefined;

const ports =
  (protocol: string): Make =>
  (maker, [from, to]) =>
    portsOf(maker, protocol, from, to);

const functions: ReadonlyMap<string, Make> = new Map(
  Object.entries({
    "ec2.AnyIPv4Location": (maker) => anyAddress(maker, "cidrBlocks"),
    "ec2.AnyIPv6Location": (maker) => anyAddress(maker, "ipv6CidrBlocks"),
    "ec2.TcpPorts": ports("tcp"),
    "ec2.UdpPorts": ports("udp"),
    "ec2.IcmpPorts": ports("icmp"),
    "ec2.AllTcpPorts": (maker) => portsOf(maker, "tcp", maker.value(0), maker.value(65535)),
    "ec2.AllUdpPorts": (maker) => portsOf(maker, "udp", maker.value(0), maker.value(65535)),
    "ec2.AllTraffic": allTraffic,
    "ec2.SecurityGroupRule.ingressArgs": (maker, [location, port, description]) => ruleArguments(maker, location, port, description),
    "ec2.SecurityGroupRule.egressArgs": (maker, [location, port, description]) => ruleArguments(maker, location, port, description),
    "ec2.SecurityGroupRule.ingress": (maker, given) => ruleCall(maker, "ingress", given),
    "ec2.SecurityGroupRule.egress": (maker, given) => ruleCall(maker, "egress", given),
    "ec2.IngressSecurityGroupRule": (maker, [name, group, args]) => newRule(maker, "ingress", name, group, args),
    "ec2.EgressSecurityGroupRule": (maker, [name, group, args]) => newRule(maker, "egress", name, group, args),
    "ec2.Vpc.getDefault": (maker) => defaultOf(maker, "vpc"),
    "ec2.Vpc.fromExistingIds": (maker, [, ids]) => existingVpc(maker, ids),
    "ecs.Cluster.getDefault": (maker) => defaultOf(maker, "cluster"),
  } satisfies Record<string, Make>),
);

function ruleCall(maker: Maker, direction: "ingress" | "egress", [name, group, location, port, description]: readonly Value[]): Value | undefined {
  return newRule(maker, direction, name, group, ruleArguments(maker, location, port, description));
}

function newRule(maker: Maker, direction: "ingress" | "egress", name: Value | undefined, group: Value | undefined, args: Value | undefined): Value {
  if (!(group?.data instanceof ResourceData)) {
    maker.run.gap("adds a rule to a group that is not known", maker.span);
    return maker.hole("is a rule of a group that is not known");
  }
  return rule(maker, direction, nameOf(maker.run, name, maker.span), group, args);
}

function existingVpc(maker: Maker, ids: Value | undefined): Value {
  const field = (name: string): Value | undefined => (ids?.data instanceof RecordData ? ids.data.fields.get(name)?.value : undefined);
  const list = (name: string): Value => field(name) ?? maker.unknownList("are subnets of a VPC that is not of this program");
  return maker.record({
    id: field("vpcId") ?? maker.hole("is a VPC that is not of this program"),
    vpcId: field("vpcId"),
    publicSubnetIds: list("publicSubnetIds"),
    privateSubnetIds: list("privateSubnetIds"),
    isolatedSubnetIds: list("isolatedSubnetIds"),
  });
}

function createClassic(run: Run, { token, make }: ClassicType, call: Invocation): Value {
  const { name, inputs, options } = run.dialect.creation(call.given, run, call.span);
  return enrollClassic(new Maker(run, call.span), token, nameOf(run, name, call.span), inputs, optionsOf(options), make);
}

/** Registers a component and makes what it consists of. */
export function enrollClassic(
  maker: Maker,
  token: string,
  name: string,
  inputs: Value | undefined,
  options: ReturnType<typeof optionsOf>,
  make: (parts: Parts) => void,
): Value {
  const span: Span = maker.span;
  const registration = maker.run.enroll({
    type: token,
    name,
    kind: "remote",
    inputs: inputs?.data instanceof RecordData || inputs?.data instanceof Hole ? inputs : written(new RecordData(), span),
    options,
    span,
    inputsSpan: inputs?.origin.span,
  });
  make(new Parts(maker.run, registration));
  return { data: new ResourceData(registration), origin: { span, how: "written" }, from: new Set([registration]) };
}

/** The path below `awsx.classic`, or below `awsx` where the program's package.json asks for a version before 1. */
function classicPath(run: Run, { package: packageName, path }: SdkSymbol): readonly string[] | undefined {
  if (packageName !== "awsx") return undefined;
  if (path[0] === "classic") return path.slice(1);
  if (!run.dialect.usesNpm) return undefined;
  const version = writtenVersion(run);
  if (version !== undefined) return version === "0" ? path : undefined;
  // Where nothing says the version, what only the first one has does.
  const [module = "", name = ""] = path;
  const isOfFirst = components.has(`${module}.${name}`) || [...functions.keys()].some((known) => `${known}.`.startsWith(`${module}.${name}.`));
  return isOfFirst && !run.context.schema.has("awsx", module, name) ? path : undefined;
}

/** The major version of awsx that the nearest package.json asks for, upwards from the program: in a workspace it is the top folder's. */
function writtenVersion({ program: { repository, mainFolder, folder } }: Run): string | undefined {
  for (const place of new Set([...upwards(mainFolder), ...upwards(folder)])) {
    const manifest = repository.read(place === "" ? "package.json" : `${place}/package.json`);
    const version = /"@pulumi\/awsx"\s*:\s*"[^\d"]*(\d+)\./.exec(manifest?.text ?? "")?.[1];
    if (version !== undefined) return version;
  }
  return undefined;
}

function upwards(folder: string): readonly string[] {
  return folder === "" ? [""] : [folder, ...upwards(parentOf(folder))];
}
