import { isHole, type Fact } from "../model/approx";
import type { Ref } from "../model/network";
import type { Decoder, Decoders } from "./decoder";
import type { Property } from "./read";
import { isVpc, named } from "./types";

const isTable = named("RouteTable", "DefaultRouteTable");

const endpoint: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const type = inputs.get("vpcEndpointType").text();
  const tables = inputs.get("routeTableIds").refs(isTable);
  emit("vpcEndpoint", {
    urn: resource.urn,
    resource,
    vpc: required(inputs.get("vpcId"), isVpc),
    service: serviceOf(inputs.get("serviceName").text()),
    isGateway: isHole(type) ? type : type === undefined || type === "Gateway",
    tables: tables.hole === undefined || tables.refs.length > 0 ? tables.refs : [{ kind: "unclear", candidates: [], hole: tables.hole }],
  });
};

const tableAssociation: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  emit("endpointTable", {
    urn: resource.urn,
    resource,
    endpoint: required(inputs.get("vpcEndpointId"), named("VpcEndpoint", "VPCEndpoint")),
    table: required(inputs.get("routeTableId"), isTable),
  });
};

/** "com.amazonaws.eu-west-1.ecr.api" is "ecr.api"; the names of other people's services are left as they are. */
function serviceOf(name: Fact<string | undefined>): Fact<string> {
  return isHole(name) ? name : (name ?? "").replace(/^(?:cn\.)?com\.amazonaws\.(?:[a-z]{2}(?:-[a-z]+)+-\d+|global)\./, "");
}

export const decoders: Decoders = {
  "aws:ec2/vpcEndpoint:VpcEndpoint": endpoint,
  "aws-native:ec2:VpcEndpoint": endpoint,
  "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": tableAssociation,
};

function required(property: Property, accepts: (type: string) => boolean): Ref {
  return property.ref(accepts) ?? { kind: "unclear", candidates: [], hole: property.hole("is missing") };
}
