import { expect, test } from "@jest/globals";
import pc from "picocolors";
import { policies } from "@portcullis/policypack/contract/registry";
import { configure } from "@portcullis/policypack/contract/settings";
import { answersFor } from "@portcullis/remediator/reach/answers";
import { parseFrom, parseTo } from "@portcullis/remediator/reach/spelling";
import { reachText } from "@portcullis/remediator/reach/text";
import { judgementOf } from "../../harness/reports";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";

const all: CaseValue = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
const tcp = (port: number, ...cidrBlocks: readonly string[]): CaseValue => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks });
const other = (protocol: string, fromPort: number, toPort: number, block = "0.0.0.0/0"): CaseValue => ({
  protocol,
  fromPort,
  toPort,
  cidrBlocks: [block],
});
const by = (port: number, ...groups: readonly string[]): CaseValue => ({
  protocol: "tcp",
  fromPort: port,
  toPort: port,
  securityGroups: groups.map((each) => ref(each)),
});
const group = (name: string, vpc: string, ingress: readonly CaseValue[], egress: readonly CaseValue[] = [all]): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, { vpcId: ref(vpc), ingress, egress });
const vpc = (name: string, cidrBlock: string, more: Record<string, CaseValue> = {}): Entry =>
  resource("aws:ec2/vpc:Vpc", name, { cidrBlock, ...more });
const igw = (name: string, v: string): Entry => resource("aws:ec2/internetGateway:InternetGateway", name, { vpcId: ref(v) });
const rt = (name: string, v: string, ...routes: readonly CaseValue[]): Entry =>
  resource("aws:ec2/routeTable:RouteTable", name, { vpcId: ref(v), routes });
const subnet = (name: string, v: string, cidrBlock: string, table?: string, more: Record<string, CaseValue> = {}): readonly Entry[] => [
  resource("aws:ec2/subnet:Subnet", name, { vpcId: ref(v), cidrBlock, ...more }),
  ...(table === undefined
    ? []
    : [resource("aws:ec2/routeTableAssociation:RouteTableAssociation", `${name}-a`, { subnetId: ref(name), routeTableId: ref(table) })]),
];
const instance = (name: string, at: string, groups: readonly string[], more: Record<string, CaseValue> = {}): Entry =>
  resource("aws:ec2/instance:Instance", name, {
    subnetId: ref(at),
    ...(groups.length > 0 ? { vpcSecurityGroupIds: groups.map((each) => ref(each)) } : {}),
    ...more,
  });
const out = (g: string): CaseValue => ({ cidrBlock: "0.0.0.0/0", gatewayId: ref(g) });
const acl = (name: string, v: string, subnets: readonly string[], ingress: readonly CaseValue[], egress: readonly CaseValue[]): Entry =>
  resource("aws:ec2/networkAcl:NetworkAcl", name, { vpcId: ref(v), subnetIds: subnets.map((each) => ref(each)), ingress, egress });
const entry = (ruleNo: number, action: string, protocol: string, fromPort: number, toPort: number, cidrBlock = "0.0.0.0/0"): CaseValue => ({
  ruleNo,
  action,
  protocol,
  fromPort,
  toPort,
  cidrBlock,
});
const pass = entry(100, "allow", "-1", 0, 0);

const peered = (backRoute: boolean, refs = false, isChained = false): readonly Entry[] => [
  vpc("main", "10.1.0.0/16"),
  vpc("other", "10.2.0.0/16"),
  vpc("third", "10.3.0.0/16"),
  resource("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peer", { vpcId: ref("main"), peerVpcId: ref("other"), autoAccept: true }),
  resource("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peer2", { vpcId: ref("other"), peerVpcId: ref("third"), autoAccept: true }),
  rt(
    "main-rt",
    "main",
    { cidrBlock: "10.2.0.0/16", vpcPeeringConnectionId: ref("peer") },
    { cidrBlock: "10.3.0.0/16", vpcPeeringConnectionId: ref("peer") },
  ),
  rt(
    "other-rt",
    "other",
    ...(backRoute ? [{ cidrBlock: "10.1.0.0/16", vpcPeeringConnectionId: ref("peer") }] : []),
    ...(isChained ? [{ cidrBlock: "10.3.0.0/16", vpcPeeringConnectionId: ref("peer2") }] : []),
  ),
  rt(
    "third-rt",
    "third",
    { cidrBlock: "10.2.0.0/16", vpcPeeringConnectionId: ref("peer2") },
    { cidrBlock: "10.1.0.0/16", vpcPeeringConnectionId: ref("peer2") },
  ),
  ...subnet("ms", "main", "10.1.1.0/24", "main-rt"),
  ...subnet("os", "other", "10.2.1.0/24", "other-rt"),
  ...subnet("ts", "third", "10.3.1.0/24", "third-rt"),
  group("a-sg", "main", []),
  group("b-sg", "other", refs ? [by(80, "a-sg")] : [tcp(80, "10.1.0.0/16")]),
  group("c-sg", "third", [tcp(80, "10.1.0.0/16", "10.2.0.0/16")]),
  instance("a", "ms", ["a-sg"]),
  instance("b", "os", ["b-sg"]),
  instance("c", "ts", ["c-sg"]),
];
const half: readonly Entry[] = [
  vpc("main", "10.1.0.0/16"),
  vpc("other", "10.2.0.0/16"),
  resource("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peer", { vpcId: ref("main"), peerVpcId: ref("other"), autoAccept: true }),
  rt("main-rt", "main", { cidrBlock: "10.2.0.0/17", vpcPeeringConnectionId: ref("peer") }),
  rt("other-rt", "other", { cidrBlock: "10.1.0.0/16", vpcPeeringConnectionId: ref("peer") }),
  ...subnet("ms", "main", "10.1.1.0/24", "main-rt"),
  ...subnet("lo", "other", "10.2.1.0/24", "other-rt"),
  ...subnet("hi", "other", "10.2.200.0/24", "other-rt"),
  group("a-sg", "main", []),
  group("b-sg", "other", [tcp(80, "10.0.0.0/8")]),
  instance("a", "ms", ["a-sg"]),
  instance("low", "lo", ["b-sg"]),
  instance("high", "hi", ["b-sg"]),
];
const tgw = (support: CaseValue | undefined, association = "enable"): readonly Entry[] => [
  vpc("main", "10.1.0.0/16"),
  vpc("other", "10.2.0.0/16"),
  resource("aws:ec2transitgateway/transitGateway:TransitGateway", "hub", {
    defaultRouteTableAssociation: association,
    defaultRouteTablePropagation: association,
    ...(support === undefined ? {} : { securityGroupReferencingSupport: support }),
  }),
  resource("aws:ec2transitgateway/vpcAttachment:VpcAttachment", "m-att", {
    transitGatewayId: ref("hub"),
    vpcId: ref("main"),
    subnetIds: [ref("ms")],
    ...(support === undefined ? {} : { securityGroupReferencingSupport: support }),
  }),
  resource("aws:ec2transitgateway/vpcAttachment:VpcAttachment", "o-att", {
    transitGatewayId: ref("hub"),
    vpcId: ref("other"),
    subnetIds: [ref("os")],
    ...(support === undefined ? {} : { securityGroupReferencingSupport: support }),
  }),
  rt("main-rt", "main", { cidrBlock: "10.2.0.0/16", transitGatewayId: ref("hub") }),
  rt("other-rt", "other", { cidrBlock: "10.1.0.0/16", transitGatewayId: ref("hub") }),
  ...subnet("ms", "main", "10.1.1.0/24", "main-rt"),
  ...subnet("os", "other", "10.2.1.0/24", "other-rt"),
  group("a-sg", "main", []),
  group("b-sg", "other", [by(80, "a-sg"), tcp(443, "10.1.1.0/24")]),
  instance("a", "ms", ["a-sg"]),
  instance("b", "os", ["b-sg"]),
];
const acls: readonly Entry[] = [
  vpc("v", "10.0.0.0/16"),
  igw("g", "v"),
  rt("t", "v", out("g")),
  ...["eph", "linux", "deny", "late", "six", "udp"].flatMap((name, index) =>
    subnet(name, "v", `10.0.${index}.0/24`, "t", { mapPublicIpOnLaunch: true }),
  ),
  ...subnet("plain", "v", "10.0.100.0/24", "t", { mapPublicIpOnLaunch: true }),
  acl("eph-acl", "v", ["eph"], [pass], [entry(100, "allow", "tcp", 443, 443)]),
  acl("linux-acl", "v", ["linux"], [pass], [entry(100, "allow", "tcp", 32768, 60999)]),
  acl("deny-acl", "v", ["deny"], [entry(90, "deny", "tcp", 80, 80), pass], [pass]),
  acl("late-acl", "v", ["late"], [pass, entry(110, "deny", "tcp", 80, 80)], [pass]),
  acl("six-acl", "v", ["six"], [{ ruleNo: 100, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, ipv6CidrBlock: "::/0" }], [pass]),
  acl("udp-acl", "v", ["udp"], [entry(100, "allow", "udp", 53, 53)], [entry(100, "allow", "udp", 1024, 65535)]),
  group("web", "v", [tcp(80, "0.0.0.0/0"), other("udp", 53, 53), other("icmp", -1, -1), other("tcp", 8050, 9000, "52.0.0.0/8")]),
  ...["eph", "linux", "deny", "late", "six", "udp", "plain"].map((name) => instance(`i-${name}`, name, ["web"])),
];
const nlb = (tg: Record<string, CaseValue>, appRules: readonly CaseValue[], internal = false, groups = true): readonly Entry[] => [
  vpc("v", "10.0.0.0/16"),
  igw("g", "v"),
  rt("t", "v", out("g")),
  rt("pt", "v"),
  ...subnet("pub", "v", "10.0.1.0/24", "t"),
  ...subnet("priv", "v", "10.0.2.0/24", "pt"),
  group("nlb-sg", "v", [tcp(443, "0.0.0.0/0")]),
  group("app-sg", "v", appRules),
  resource("aws:lb/loadBalancer:LoadBalancer", "front", {
    loadBalancerType: "network",
    internal,
    subnets: [ref(internal ? "priv" : "pub")],
    ...(groups ? { securityGroups: [ref("nlb-sg")] } : {}),
  }),
  resource("aws:lb/targetGroup:TargetGroup", "tg", { port: 8443, protocol: "TCP", vpcId: ref("v"), targetType: "instance", ...tg }),
  resource("aws:lb/listener:Listener", "l", {
    loadBalancerArn: ref("front", "arn"),
    port: 443,
    protocol: "TCP",
    defaultActions: [{ type: "forward", targetGroupArn: ref("tg", "arn") }],
  }),
  resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", "att", { targetGroupArn: ref("tg", "arn"), targetId: ref("app"), port: 8443 }),
  instance("app", "priv", ["app-sg"]),
];
const alb: readonly Entry[] = [
  vpc("v", "10.0.0.0/16"),
  igw("g", "v"),
  rt("t", "v", out("g")),
  rt("pt", "v"),
  ...subnet("pub", "v", "10.0.1.0/24", "t"),
  ...subnet("priv", "v", "10.0.2.0/24", "pt"),
  group("lb-sg", "v", [tcp(443, "10.0.0.0/16")]),
  group("app-sg", "v", [by(8080, "lb-sg")]),
  resource("aws:lb/loadBalancer:LoadBalancer", "inner", {
    loadBalancerType: "application",
    internal: true,
    subnets: [ref("priv")],
    securityGroups: [ref("lb-sg")],
  }),
  resource("aws:lb/targetGroup:TargetGroup", "tg", { port: 8080, protocol: "HTTP", vpcId: ref("v"), targetType: "instance" }),
  resource("aws:lb/listener:Listener", "l", {
    loadBalancerArn: ref("inner", "arn"),
    port: 443,
    protocol: "HTTPS",
    defaultActions: [{ type: "forward", targetGroupArn: ref("tg", "arn") }],
  }),
  resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", "att", { targetGroupArn: ref("tg", "arn"), targetId: ref("app"), port: 8080 }),
  instance("app", "priv", ["app-sg"]),
  group("p-sg", "v", [tcp(22, "0.0.0.0/0")]),
  instance("p", "pub", ["p-sg"], { associatePublicIpAddress: true }),
  group("ep-sg", "v", [tcp(443, "10.0.2.0/24")]),
  resource("aws:ec2/vpcEndpoint:VpcEndpoint", "secrets", {
    vpcId: ref("v"),
    vpcEndpointType: "Interface",
    serviceName: "com.amazonaws.us-east-1.secretsmanager",
    subnetIds: [ref("priv")],
    securityGroupIds: [ref("ep-sg")],
  }),
];
const nat: readonly Entry[] = [
  vpc("v", "10.0.0.0/16"),
  vpc("w", "10.9.0.0/16"),
  igw("g", "v"),
  igw("gw", "w"),
  rt("t", "v", out("g")),
  rt("wt", "w", out("gw")),
  rt("pt", "v", { cidrBlock: "0.0.0.0/0", natGatewayId: ref("nat") }),
  rt("none", "v"),
  resource("aws:ec2/eip:Eip", "nat-ip", { domain: "vpc" }),
  resource("aws:ec2/natGateway:NatGateway", "nat", { allocationId: ref("nat-ip"), subnetId: ref("pub") }),
  ...subnet("pub", "v", "10.0.1.0/24", "t"),
  ...subnet("priv", "v", "10.0.2.0/24", "pt"),
  ...subnet("shut", "v", "10.0.3.0/24", "none"),
  ...subnet("far", "w", "10.9.1.0/24", "wt"),
  group("worker-sg", "v", []),
  group("far-sg", "w", [tcp(443, "0.0.0.0/0"), tcp(8443, "52.1.2.3/32")]),
  instance("worker", "priv", ["worker-sg"]),
  instance("shut-in", "shut", ["worker-sg"]),
  instance("far-web", "far", ["far-sg"], { associatePublicIpAddress: true }),
  instance("no-route", "shut", ["near-sg"], { associatePublicIpAddress: true }),
  group("near-sg", "v", [tcp(443, "0.0.0.0/0"), tcp(9000, "10.0.2.0/24"), tcp(9100, "10.0.0.0/22")]),
  group("loose", "v", [tcp(443, "0.0.0.0/0")]),
  instance("no-public", "pub", ["near-sg"]),
  instance("with-eip", "pub", ["near-sg"]),
  resource("aws:ec2/eip:Eip", "own", { domain: "vpc" }),
  resource("aws:ec2/eipAssociation:EipAssociation", "own-a", { allocationId: ref("own"), instanceId: ref("with-eip") }),
  group("selfish", "v", [{ protocol: "tcp", fromPort: 7000, toPort: 7000, self: true }]),
  instance("s1", "priv", ["selfish"]),
  instance("s2", "shut", ["selfish"]),
  group("quiet", "v", [], []),
  instance("mute", "priv", ["quiet"]),
  group("alone", "v", []),
  resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "alone-in", {
    securityGroupId: ref("alone"),
    referencedSecurityGroupId: ref("worker-sg"),
    ipProtocol: "tcp",
    fromPort: 6000,
    toPort: 6000,
  }),
  instance("lonely", "shut", ["alone"]),
  resource("aws:ec2/managedPrefixList:ManagedPrefixList", "partners", {
    addressFamily: "IPv4",
    maxEntries: 5,
    entries: [{ cidr: "52.10.0.0/16" }, { cidr: "52.20.0.0/16" }],
  }),
  group("pl", "v", [
    { protocol: "tcp", fromPort: 443, toPort: 443, prefixListIds: [ref("partners")] },
    { protocol: "tcp", fromPort: 444, toPort: 444, prefixListIds: ["pl-0123456789abcdef0"] },
  ]),
  instance("listed", "pub", ["pl"], { associatePublicIpAddress: true }),
  instance("d1", "priv", []),
  instance("d2", "shut", []),
  resource("aws:lambda/function:Function", "fn", { role: "r", runtime: "nodejs20.x" }),
];
const vpn = (propagate: boolean): readonly Entry[] => [
  vpc("v", "10.0.0.0/16"),
  resource("aws:ec2/vpnGateway:VpnGateway", "vgw", { vpcId: ref("v") }),
  resource("aws:ec2/customerGateway:CustomerGateway", "cgw", { bgpAsn: "65000", ipAddress: "52.1.1.1", type: "ipsec.1" }),
  resource("aws:ec2/vpnConnection:VpnConnection", "conn", {
    vpnGatewayId: ref("vgw"),
    customerGatewayId: ref("cgw"),
    type: "ipsec.1",
    staticRoutesOnly: true,
  }),
  resource("aws:ec2/vpnConnectionRoute:VpnConnectionRoute", "vr", { destinationCidrBlock: "192.168.0.0/16", vpnConnectionId: ref("conn") }),
  rt("t", "v"),
  ...(propagate
    ? [resource("aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation", "prop", { vpnGatewayId: ref("vgw"), routeTableId: ref("t") })]
    : []),
  ...subnet("s", "v", "10.0.1.0/24", "t"),
  group("app-sg", "v", [tcp(443, "192.168.0.0/16")]),
  instance("app", "s", ["app-sg"]),
];
/** Who asks for what in which network, the answer, and what its hops or its refusal say. */
const rows: readonly (readonly [
  about: string,
  network: readonly Entry[],
  from: string,
  to: string,
  answer: "Yes" | "No" | "Unknown",
  says: RegExp,
])[] = [
  ["peering without route back", peered(false), "a", "b:80", "No", /Stopped first: no route of the subnet os leads to the subnet ms/],
  ["peering both ways", peered(true), "a", "b:80", "Yes", /takes 10\.2\.0\.0\/16 to the peering peer/],
  ["peering, reference", peered(true, true), "a", "b:80", "Yes", /b-sg/],
  ["peering is not transitive", peered(true, false, true), "a", "c:80", "No", /Stopped first: nothing connects the VPCs main and third/],
  ["peering half routed, low", half, "a", "low:80", "Yes", /peer/],
  ["peering half routed, high", half, "a", "high:80", "No", /Stopped first: no route of the subnet ms leads to the subnet hi/],
  ["tgw by block", tgw(undefined), "a", "b:443", "Yes", /to the transit gateway hub .*the transit gateway hub has routes/],
  ["tgw reference without support", tgw(undefined), "a", "b:80", "No", /Stopped first:.*b-sg/],
  ["tgw reference with support", tgw("enable"), "a", "b:80", "Yes", /b-sg/],
  ["tgw without association", tgw(undefined, "disable"), "a", "b:443", "No", /Stopped first: the transit gateway hub has no routes/],
  ["acl keeps answers", acls, "internet", "i-eph:80", "No", /Stopped first:.*eph-acl.*answers out/],
  ["acl for linux's ports", acls, "internet", "i-linux:80", "Yes", /^Yes/],
  ["acl denies first", acls, "internet", "i-deny:80", "No", /deny-acl/],
  ["acl denies too late", acls, "internet", "i-late:80", "Yes", /^Yes/],
  ["acl IPv6 only", acls, "internet", "i-six:80", "No", /six-acl/],
  ["acl udp", acls, "internet", "i-udp:53/udp", "Yes", /udp\/53/],
  ["acl udp, tcp asked", acls, "internet", "i-udp:80", "No", /udp-acl/],
  ["udp asked of tcp port", acls, "internet", "i-plain:80/udp", "No", /group web/],
  ["icmp", acls, "internet", "i-plain:any/icmp", "Yes", /^Yes/],
  ["range", acls, "52.3.0.0/16", "i-plain:8000-8080", "Yes", /8050-8080/],
  ["range, other block", acls, "53.0.0.0/8", "i-plain:8000-8080", "No", /group web/],
  ["icmp in acl without", acls, "internet", "i-udp:any/icmp", "No", /udp-acl/],
  ["block wider than rule", acls, "52.0.0.0/7", "i-plain:8080", "Yes", /from 52\.0\.0\.0\/8 alone/],
  ["nlb instance targets by its group", nlb({}, [by(8443, "nlb-sg")]), "internet", "app:8443", "Yes", /2\. .*front.*app/],
  [
    "nlb preserve, vpc block only",
    nlb({ preserveClientIp: "true" }, [tcp(8443, "10.0.0.0/16")]),
    "internet",
    "app:8443",
    "No",
    /Through a balancer:.*app-sg/,
  ],
  ["nlb no preserve, vpc block", nlb({ preserveClientIp: "false" }, [tcp(8443, "10.0.0.0/16")]), "internet", "app:8443", "Yes", /2\. /],
  ["nlb without groups, open app", nlb({}, [tcp(8443, "0.0.0.0/0")], false, false), "internet", "app:8443", "Yes", /2\. /],
  ["nlb internal", nlb({}, [by(8443, "nlb-sg")], true), "internet", "app:8443", "No", /Through a balancer:.*front/],
  ["nlb, wrong port", nlb({}, [by(8443, "nlb-sg")]), "internet", "app:443", "No", /no address on the internet/],
  ["inner alb, internet", alb, "internet", "app:8080", "No", /Stopped first: the instance app has no address/],
  ["inner alb, vpc block", alb, "10.0.1.0/24", "app:8080", "Yes", /2\. .*inner.*app/],
  ["inner alb from instance", alb, "p", "app:8080", "Yes", /2\. /],
  ["endpoint from app", alb, "app", "secrets:443", "Yes", /ep-sg/],
  ["endpoint from the public subnet", alb, "p", "secrets:443", "No", /ep-sg/],
  ["endpoint from the internet", alb, "internet", "secrets:443", "No", /no address on the internet/],
  ["p from the internet", alb, "internet", "p:22", "Yes", /p-sg/],
  ["worker over NAT", nat, "worker", "far-web:443", "Yes", /to the NAT gateway nat/],
  ["shut-in has no way", nat, "shut-in", "far-web:443", "No", /no route of the subnet shut leads to the internet/],
  [
    "worker's NAT is not the one named",
    nat,
    "worker",
    "far-web:8443",
    "Unknown",
    /Not known: worker has an address on the internet that is not known/,
  ],
  ["public address without route", nat, "internet", "no-route:443", "No", /Stopped first: no route of the subnet shut leads to an internet gateway/],
  ["no public address, with route", nat, "internet", "no-public:443", "No", /no address on the internet/],
  ["Elastic IP associated", nat, "internet", "with-eip:443", "Yes", /by the Elastic IP own-a/],
  ["group on nothing", nat, "internet", "loose:443", "Unknown", /Not known: loose is on nothing in this program/],
  ["self", nat, "s1", "s2:7000", "Yes", /selfish/],
  ["self, other port", nat, "s1", "s2:7001", "No", /selfish/],
  ["no egress", nat, "mute", "s2:7000", "No", /Stopped first: the group quiet of the instance mute lets nothing out/],
  ["standalone reference", nat, "worker", "lonely:6000", "Yes", /alone/],
  ["standalone reference, other group", nat, "s1", "lonely:6000", "No", /alone/],
  ["prefix list, in", nat, "52.10.3.0/24", "listed:443", "Yes", /pl/],
  ["prefix list, out", nat, "52.30.3.0/24", "listed:443", "No", /group pl/],
  [
    "prefix list from elsewhere",
    nat,
    "52.30.3.0/24",
    "listed:444",
    "Unknown",
    /pl admits pl-0123456789abcdef0 .*Not known: ingress\[1\]\.prefixListIds\[0\] of pl is from outside/,
  ],
  ["default group of a new VPC", nat, "d1", "d2:1234", "Yes", /^Yes/],
  ["block inside of the VPC", nat, "10.0.2.0/24", "no-route:9000", "Yes", /near-sg/],
  ["block in another subnet", nat, "10.0.1.0/24", "no-route:9000", "No", /near-sg/],
  ["block that has parts of both", nat, "10.0.0.0/16", "no-route:9000", "Yes", /from 10\.0\.2\.0\/24 alone/],
  ["function outside of VPCs", nat, "fn", "far-web:443", "Yes", /far-sg/],
  ["function to private", nat, "fn", "s1:7000", "No", /no address on the internet/],
  ["VPN with propagation", vpn(true), "192.168.4.0/24", "app:443", "Yes", /to the VPN gateway vgw/],
  ["VPN without propagation", vpn(false), "192.168.4.0/24", "app:443", "No", /no route of the subnet s/],
  [
    "peered two ways, other port",
    peered(true),
    "a",
    "b:443",
    "No",
    /Stopped first: the group b-sg of the instance b does not admit the instance a there/,
  ],
];

test.each(rows)("%s", (_, entries, from, to, answer, says) => {
  const { source } = judgementOf(entries);
  const [client, target] = [parseFrom(from), parseTo(to)];
  if ("wrong" in client || "wrong" in target) throw new Error("the question is right");
  const answers = answersFor([source], configure({}, policies), client, target);
  if ("wrong" in answers) throw new Error(answers.wrong);
  const text = reachText(from, answers, { colours: pc.createColors(false), width: 160, hyperlinks: false }).replace(/\s+/g, " ");
  expect(text.startsWith(`${answer}:`)).toBe(true);
  expect(text).toMatch(says);
});
