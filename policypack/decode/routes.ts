import { isHole, type Hole } from "../model/approx";
import type { Ref } from "../model/network";
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
  emit("route", { urn: resource.urn, resource, path: [], table: tableOf(inputs), gateway: gatewayOf(inputs) });
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

export const decoders: Decoders = {
  "aws:ec2/routeTable:RouteTable": routeTable,
  "aws:ec2/defaultRouteTable:DefaultRouteTable": defaultRouteTable,
  "aws:ec2/route:Route": route,
  "aws:ec2/routeTableAssociation:RouteTableAssociation": association,
  "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation": mainAssociation,
  "aws-native:ec2:RouteTable": routeTable,
  "aws-native:ec2:Route": route,
  "aws-native:ec2:SubnetRouteTableAssociation": association,
};

const isTable = named("RouteTable", "DefaultRouteTable");

/** What `gatewayId` can name. */
const isGateway = named("InternetGateway", "VpnGateway", "CarrierGateway", "VpcEndpoint");

function inlineRoutes(inputs: Property, emit: Emit): void {
  const { resource } = inputs;
  const table: Ref = { kind: "resource", urn: resource.urn };
  const routes = inputs.get("routes").elements();
  if (isHole(routes)) emit("route", { urn: resource.urn, resource, path: routes.path, table, gateway: anything(routes) });
  else for (const route of routes) emit("route", { urn: resource.urn, resource, path: route.path, table, gateway: gatewayOf(route) });
}

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
