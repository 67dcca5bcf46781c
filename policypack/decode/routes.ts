import { isHole, type Fact, type Hole } from "../model/approx";
import type { Ref, Route, RouteTarget } from "../model/network";
import * as ip from "../net/ip";
import type { Decoder, Decoders, Emit } from "./decoder";
import type { Property } from "./read";
import { isSubnet, isVpc, named } from "./types";

const routeTable: Decoder = (inputs, emit) => {
  inlineRoutes(inputs, emit);
};

/** The main table of a VPC, taken over by the stack. */
const defaultRouteTable: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  emit("mainRouteTable", {
    urn: resource.urn,
    resource,
    vpc: required(inputs.get("defaultRouteTableId"), isVpc),
    table: { kind: "resource", urn: resource.urn },
    isChosen: false,
  });
  inlineRoutes(inputs, emit);
};

const route: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  emit("route", { urn: resource.urn, resource, path: [], table: tableOf(inputs), gateway: gatewayOf(inputs), ...wayOf(inputs) });
};

/** A table is put on a subnet, or on a gateway, which makes no subnet public. */
const association: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const subnet = inputs.get("subnetId").ref(isSubnet);
  if (subnet !== undefined) emit("routeTableAssociation", { urn: resource.urn, resource, subnet, table: tableOf(inputs) });
};

const mainAssociation: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  emit("mainRouteTable", { urn: resource.urn, resource, vpc: required(inputs.get("vpcId"), isVpc), table: tableOf(inputs), isChosen: true });
};

const isTable = named("RouteTable", "DefaultRouteTable");

/** What `gatewayId` can name. */
const isGateway = named("InternetGateway", "VpnGateway", "CarrierGateway", "VpcEndpoint");

function inlineRoutes(inputs: Property, emit: Emit): void {
  const { resource } = inputs;
  const table: Ref = { kind: "resource", urn: resource.urn };
  const routes = inputs.get("routes").elements();
  const own = { urn: resource.urn, resource, table };
  if (isHole(routes))
    emit("route", { ...own, path: routes.path, gateway: anything(routes), destination: routes, over: routes, to: anything(routes) });
  else for (const route of routes) emit("route", { ...own, path: route.path, gateway: gatewayOf(route), ...wayOf(route) });
  for (const gateway of inputs.get("propagatingVgws").refs(isVpnGateway).refs) emit("routePropagation", { ...own, gateway });
}

/** What a route takes, and where it leads. */
function wayOf(route: Property): Pick<Route, "destination" | "over" | "to"> {
  if (route.isHidden) {
    const hole = route.hole();
    return { destination: hole, over: hole, to: anything(hole) };
  }
  const over = targetOf(route);
  return { destination: destinationOf(route, over), over, to: ledTo(route, over) };
}

function ledTo(route: Property, over: Fact<RouteTarget>): Ref | undefined {
  if (over === "peering") return peeringOf(route).ref(isPeering);
  if (over === "transit gateway") return hubOf(route).ref(isHub);
  if (over === "NAT gateway") return route.first("natGatewayId", "egressOnlyGatewayId", "egressOnlyInternetGatewayId").ref(isOutwardGateway);
  if (over === "internet gateway" || over === "VPN gateway") return route.get("gatewayId").ref(isGateway);
  return over === "appliance" ? route.first("networkInterfaceId", "instanceId").ref(isMachine) : undefined;
}

/** Each kind of target, by the properties that name one in the classic and in the native package. */
const targets: readonly (readonly [RouteTarget, readonly string[]])[] = [
  ["peering", ["vpcPeeringConnectionId"]],
  ["transit gateway", ["transitGatewayId", "coreNetworkArn"]],
  ["NAT gateway", ["natGatewayId", "egressOnlyGatewayId", "egressOnlyInternetGatewayId"]],
  ["appliance", ["vpcEndpointId", "networkInterfaceId", "instanceId", "localGatewayId", "carrierGatewayId", "odbNetworkArn"]],
];

function targetOf(route: Property): Fact<RouteTarget> {
  const named = targets.find(([, names]) => route.first(...names).exists);
  if (named !== undefined) return named[0];
  const gateway = route.get("gatewayId");
  const ref = gateway.ref(isGateway);
  if (ref === undefined) return gateway.hole("is missing");
  const text = ref.kind === "external" ? ref.id : ref.kind === "resource" ? ref.urn : undefined;
  if (text === undefined) return gateway.hole();
  if (text === "local") return "local";
  const kind = gatewayKinds.find(([pattern]) => pattern.test(text));
  return kind === undefined ? gateway.hole("is a gateway of which the kind is not known") : kind[1];
}

const gatewayKinds: readonly (readonly [RegExp, RouteTarget])[] = [
  [/^igw-|:InternetGateway::/, "internet gateway"],
  [/^vgw-|:VpnGateway::/, "VPN gateway"],
  [/^vpce-|:VpcEndpoint::/, "endpoint"],
  [/^cagw-|:CarrierGateway::/, "appliance"],
];

function destinationOf(route: Property, over: Fact<RouteTarget>): Fact<ip.AddressSet> {
  const block = route.first("destinationCidrBlock", "cidrBlock", "destinationIpv6CidrBlock", "ipv6CidrBlock");
  const text = block.text();
  if (isHole(text)) return text;
  if (text !== undefined && text !== "") return ip.parseCidr(text) ?? block.hole("is not an address block");
  const list = route.get("destinationPrefixListId");
  // Of an endpoint, the list is that of a service of AWS: nothing of the stack is in it.
  if (list.exists) return over === "endpoint" ? ip.noAddresses : list.hole("is a list whose blocks are not read here");
  return block.hole("is missing");
}

const isPeering = named("VpcPeeringConnection");
const isHub = named("TransitGateway", "CoreNetwork");
const isOutwardGateway = named("NatGateway", "EgressOnlyInternetGateway");
const isMachine = named("Instance", "SpotInstanceRequest", "NetworkInterface");
const isVpnGateway = named("VpnGateway");
const isVpn = named("VpnConnection", "VPNConnection");

function peeringOf(route: Property): Property {
  return route.get("vpcPeeringConnectionId");
}

function hubOf(route: Property): Property {
  return route.first("transitGatewayId", "coreNetworkArn");
}

const propagation: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const gateway = required(inputs.get("vpnGatewayId"), isVpnGateway);
  const tables = inputs.get("routeTableIds").exists ? inputs.get("routeTableIds").refs(isTable).refs : [tableOf(inputs)];
  for (const table of tables) emit("routePropagation", { urn: resource.urn, resource, table, gateway });
};

const vpnConnection: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const gateway = inputs.get("vpnGatewayId").ref(isVpnGateway);
  const isStatic = inputs.get("staticRoutesOnly").flag();
  if (gateway !== undefined)
    emit("vpnConnection", { urn: resource.urn, resource, gateway, isStatic: isHole(isStatic) ? isStatic : isStatic === true });
};

const vpnRoute: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const block = inputs.get("destinationCidrBlock");
  const text = block.text();
  const destination = isHole(text) ? text : (ip.parseCidr(text ?? "") ?? block.hole("is not an address block"));
  emit("vpnRoute", { urn: resource.urn, resource, connection: required(inputs.get("vpnConnectionId"), isVpn), destination });
};

function gatewayOf(route: Property): Ref | undefined {
  return route.isHidden ? anything(route.hole()) : route.get("gatewayId").ref(isGateway);
}

/** A table by itself, or as the main table of a VPC: `vpc.mainRouteTableId`. */
function tableOf(inputs: Property): Ref {
  const property = inputs.get("routeTableId");
  const table = required(property, isTable);
  const isFound = table.kind === "resource" || (table.kind === "unclear" && table.candidates.length > 0);
  const main = isFound ? undefined : property.ref(isVpc);
  return main?.kind === "resource" ? main : table;
}

function required(property: Property, accepts: (type: string) => boolean): Ref {
  return property.ref(accepts) ?? anything(property.hole("is missing"));
}

function anything(hole: Hole): Ref {
  return { kind: "unclear", candidates: [], hole };
}

export const decoders: Decoders = {
  "aws:ec2/routeTable:RouteTable": routeTable,
  "aws:ec2/defaultRouteTable:DefaultRouteTable": defaultRouteTable,
  "aws:ec2/route:Route": route,
  "aws:ec2/routeTableAssociation:RouteTableAssociation": association,
  "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation": mainAssociation,
  "aws-native:ec2:RouteTable": routeTable,
  "aws-native:ec2:Route": route,
  "aws-native:ec2:SubnetRouteTableAssociation": association,
  "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation": propagation,
  "aws:ec2/vpnConnection:VpnConnection": vpnConnection,
  "aws:ec2/vpnConnectionRoute:VpnConnectionRoute": vpnRoute,
  "aws-native:ec2:VpnGatewayRoutePropagation": propagation,
  "aws-native:ec2:VpnConnection": vpnConnection,
  "aws-native:ec2:VpnConnectionRoute": vpnRoute,
};
