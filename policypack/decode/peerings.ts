import { isHole, type Fact } from "../model/approx";
import type { TransitGateway, OutwardRoute, PeeringPart, PeeringSide, Ref } from "../model/network";
import * as ip from "../net/ip";
import type { Decoder, Decoders, Emit } from "./decoder";
import type { Property } from "./read";
import { isGroup, isVpc, named } from "./types";

const isPeering = named("VpcPeeringConnection");
const isTransitGateway = named("TransitGateway");
const isCoreNetwork = named("CoreNetwork");
const isTable = named("RouteTable", "DefaultRouteTable");

/** https://docs.aws.amazon.com/vpc/latest/peering/ */
function peering(inputs: Property, emit: Emit, accepts: Fact<boolean>, hasOptions: boolean): void {
  const { resource } = inputs;
  const peerRegion = inputs.get("peerRegion");
  emit("peering", {
    urn: resource.urn,
    resource,
    requester: inputs.get("vpcId").ref(isVpc),
    accepter: inputs.get("peerVpcId").ref(isVpc),
    peerRegion: peerRegion.text(),
    ownRegionHole: peerRegion.exists ? peerRegion.hole("is to be compared with the requester's region, which the program does not say") : undefined,
  });
  part(inputs, { kind: "resource", urn: resource.urn }, emit, accepts, hasOptions);
}

const classicPeering: Decoder = (inputs, emit, { outputs }) => {
  const status = outputs.get("acceptStatus").text();
  peering(inputs, emit, status === "active" ? true : accepted(inputs), true);
};

/** CloudFormation accepts what it requests, in another account by a role: it waits for the peering to be active. */
const nativePeering: Decoder = (inputs, emit) => {
  peering(inputs, emit, true, false);
};

const accepter: Decoder = (inputs, emit) => {
  part(inputs, peeringOf(inputs), emit, accepted(inputs), true);
};

const options: Decoder = (inputs, emit) => {
  part(inputs, peeringOf(inputs), emit, false, true);
};

function part(inputs: Property, of: Ref, emit: Emit, accepts: Fact<boolean>, hasOptions: boolean): void {
  const { resource } = inputs;
  const resolves = (side: PeeringSide): Fact<boolean | undefined> => {
    const [first] = inputs.get(side).list();
    return (first ?? inputs.get(side)).get("allowRemoteVpcDnsResolution").flag();
  };
  const sides: PeeringPart["resolves"] = { requester: resolves("requester"), accepter: resolves("accepter") };
  emit("peeringPart", { urn: resource.urn, resource, peering: of, accepts, resolves: sides, hasOptions });
}

function accepted(inputs: Property): Fact<boolean> {
  const flag = inputs.get("autoAccept").flag();
  return isHole(flag) ? flag : flag === true;
}

function peeringOf(inputs: Property): Ref {
  return required(inputs.get("vpcPeeringConnectionId"), isPeering);
}

const regional: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const region = inputs.get("region");
  const isOwn = resource.provider !== undefined && !/::default(_|$)/.test(resource.provider);
  const hole = !region.exists && isOwn ? region.hole("is not said") : undefined;
  emit("regional", { urn: resource.urn, resource, region: region.text(), hole });
};

/** https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html: off on the gateway, on on its attachments, unless said otherwise. */
const transitGateway: Decoder = (inputs, emit) => {
  emitTransitGateway(inputs, emit, "transit gateway", enabled(inputs.get("securityGroupReferencingSupport"), false));
};

const transitAttachment: Decoder = (inputs, emit) => {
  attachment(inputs, emit, inputs.get("transitGatewayId"), isTransitGateway, inputs.get("vpcId"), inputs.get("securityGroupReferencingSupport"));
};

const nativeTransitAttachment: Decoder = (inputs, emit) => {
  const chosen = inputs.get("options").first("securityGroupReferencingSupport", "SecurityGroupReferencingSupport");
  attachment(inputs, emit, inputs.get("transitGatewayId"), isTransitGateway, inputs.get("vpcId"), chosen);
};

/** https://docs.aws.amazon.com/network-manager/latest/cloudwan/cloudwan-policies-json.html: off in the policy, on on attachments. */
const coreNetwork: Decoder = (inputs, emit) => {
  emitTransitGateway(inputs, emit, "core network", referencingOf(inputs.first("basePolicyDocument", "policyDocument")));
};

const coreNetworkPolicy: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const of = required(inputs.get("coreNetworkId"), isCoreNetwork);
  emit("transitGatewayPolicy", { urn: resource.urn, resource, transitGateway: of, carriesReferences: referencingOf(inputs.get("policyDocument")) });
};

const coreAttachment: Decoder = (inputs, emit) => {
  const chosen = inputs.get("options").get("securityGroupReferencingSupport");
  attachment(inputs, emit, inputs.get("coreNetworkId"), isCoreNetwork, inputs.get("vpcArn"), chosen);
};

function emitTransitGateway(inputs: Property, emit: Emit, noun: TransitGateway["noun"], carriesReferences: Fact<boolean>): void {
  emit("transitGateway", {
    urn: inputs.resource.urn,
    resource: inputs.resource,
    noun,
    carriesReferences,
    associates: enabled(inputs.get("defaultRouteTableAssociation"), true),
    propagates: enabled(inputs.get("defaultRouteTablePropagation"), true),
  });
}

function attachment(inputs: Property, emit: Emit, to: Property, isTransitGateway: (type: string) => boolean, vpc: Property, chosen: Property): void {
  const { resource } = inputs;
  emit("transitGatewayAttachment", {
    urn: resource.urn,
    resource,
    transitGateway: required(to, isTransitGateway),
    vpc: required(vpc, isVpc),
    carriesReferences: enabled(chosen, true),
    associates: enabled(inputs.get("transitGatewayDefaultRouteTableAssociation"), true),
    propagates: enabled(inputs.get("transitGatewayDefaultRouteTablePropagation"), true),
  });
}

const isTransitGatewayAttachment = named("VpcAttachment", "TransitGatewayAttachment", "TransitGatewayVpcAttachment");
/** The default table goes by the gateway that it came with. */
const isTransitGatewayTable = named("RouteTable", "TransitGatewayRouteTable", "TransitGateway");

function transitGatewayTable(kind: "transitGatewayAssociation" | "transitGatewayPropagation"): Decoder {
  return (inputs, emit) => {
    const { resource } = inputs;
    emit(kind, {
      urn: resource.urn,
      resource,
      attachment: required(inputs.get("transitGatewayAttachmentId"), isTransitGatewayAttachment),
      table: required(inputs.get("transitGatewayRouteTableId"), isTransitGatewayTable),
    });
  };
}

const transitGatewayRoute: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const block = inputs.get("destinationCidrBlock");
  const text = block.text();
  const drops = inputs.get("blackhole").flag();
  const attachment = inputs.get("transitGatewayAttachmentId").ref(isTransitGatewayAttachment);
  emit("transitGatewayRoute", {
    urn: resource.urn,
    resource,
    table: required(inputs.get("transitGatewayRouteTableId"), isTransitGatewayTable),
    destination: isHole(text) ? text : (ip.parseCidr(text ?? "") ?? block.hole("is not an address block")),
    attachment: isHole(drops) ? { kind: "unclear", candidates: [], hole: drops } : drops === true ? undefined : attachment,
  });
};

/** A switch that is a flag, or "enable" and "disable". */
function enabled(property: Property, byDefault: boolean): Fact<boolean> {
  if (property.value === "enable" || property.value === "disable") return property.value === "enable";
  return property.flag() ?? byDefault;
}

/** What a core network's policy says about references. A document that cannot be read says nothing for certain. */
function referencingOf(policy: Property): Fact<boolean> {
  if (!policy.exists) return false;
  const { value } = policy;
  let document: unknown = value;
  if (typeof value === "string") {
    try {
      document = JSON.parse(value);
    } catch {
      return policy.hole("is not JSON");
    }
  }
  const configuration = member(document, "core-network-configuration");
  const support = member(configuration, "security-group-referencing-support");
  if ([document, configuration, support].some((found) => typeof found === "symbol")) return policy.hole();
  return support === true || support === "true";
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : typeof value === "symbol"
      ? value
      : undefined;
}

/** VPN and Direct Connect end on it: https://docs.aws.amazon.com/vpn/latest/s2svpn/VPC_VPN.html */
const privateGateway: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const vpc = inputs.get("vpcId").ref(isVpc);
  if (vpc !== undefined) emit("privateGateway", { urn: resource.urn, resource, vpc });
};

/** In aws-native the same type attaches internet gateways. */
const nativeGatewayAttachment: Decoder = (inputs, emit, context) => {
  if (inputs.get("vpnGatewayId").exists) privateGateway(inputs, emit, context);
};

const routeTable: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  const vpc = inputs.get("vpcId").ref(isVpc) ?? inputs.get("defaultRouteTableId").ref(isVpc);
  if (vpc !== undefined) emit("routeTable", { urn: resource.urn, resource, vpc });
  const routes = inputs.get("routes").elements();
  for (const entry of isHole(routes) ? [] : routes) detour(entry, { kind: "resource", urn: resource.urn }, emit);
};

const route: Decoder = (inputs, emit) => {
  detour(inputs, required(inputs.get("routeTableId"), isTable), emit);
};

/** A firewall's endpoint, an appliance's interface, or an instance as a router; or a network that others manage. */
function detour(entry: Property, table: Ref, emit: Emit): void {
  if (entry.isHidden) return;
  const { resource } = entry;
  const isDetour = entry.first("vpcEndpointId", "networkInterfaceId", "instanceId").exists;
  const over = isDetour ? undefined : leadsOver(entry);
  if (!isDetour && over === undefined) return;
  const block = entry.first("destinationCidrBlock", "cidrBlock", "destinationIpv6CidrBlock", "ipv6CidrBlock");
  const text = block.text();
  const list = entry.get("destinationPrefixListId");
  if (text === undefined && !list.exists) return;
  const destination = isHole(text)
    ? text
    : text === undefined
      ? list.hole("is a list whose blocks are not read here")
      : (ip.parseCidr(text) ?? block.hole("is not an address block"));
  if (isDetour) emit("detour", { urn: resource.urn, resource, table, destination });
  if (over !== undefined) emit("outwardRoute", { urn: resource.urn, resource, table, destination, over });
}

function leadsOver(entry: Property): OutwardRoute["over"] | undefined {
  if (entry.first("transitGatewayId", "coreNetworkArn").exists) return "transit network";
  const gateway = entry.get("gatewayId").ref(named("VpnGateway"));
  return gateway?.kind === "resource" || (gateway?.kind === "external" && gateway.id.startsWith("vgw-")) ? "VPN or Direct Connect" : undefined;
}

function vpcAssociation(group: string): Decoder {
  return (inputs, emit) => {
    const { resource } = inputs;
    emit("vpcAssociation", { urn: resource.urn, resource, group: required(inputs.get(group), isGroup), vpc: required(inputs.get("vpcId"), isVpc) });
  };
}

function required(property: Property, accepts: (type: string) => boolean): Ref {
  return property.ref(accepts) ?? { kind: "unclear", candidates: [], hole: property.hole("is missing") };
}

export const decoders: Decoders = {
  "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": classicPeering,
  "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter": accepter,
  "aws:ec2/peeringConnectionOptions:PeeringConnectionOptions": options,
  "aws-native:ec2:VpcPeeringConnection": nativePeering,
  "aws:ec2/vpc:Vpc": regional,
  "aws:ec2/defaultVpc:DefaultVpc": regional,
  "aws-native:ec2:Vpc": regional,
  "pulumi:providers:aws": regional,
  "pulumi:providers:aws-native": regional,
  "aws:ec2transitgateway/transitGateway:TransitGateway": transitGateway,
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment": transitAttachment,
  "aws-native:ec2:TransitGateway": transitGateway,
  "aws-native:ec2:TransitGatewayAttachment": nativeTransitAttachment,
  "aws-native:ec2:TransitGatewayVpcAttachment": nativeTransitAttachment,
  "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation": transitGatewayTable("transitGatewayAssociation"),
  "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation": transitGatewayTable("transitGatewayPropagation"),
  "aws:ec2transitgateway/route:Route": transitGatewayRoute,
  "aws-native:ec2:TransitGatewayRouteTableAssociation": transitGatewayTable("transitGatewayAssociation"),
  "aws-native:ec2:TransitGatewayRouteTablePropagation": transitGatewayTable("transitGatewayPropagation"),
  "aws-native:ec2:TransitGatewayRoute": transitGatewayRoute,
  "aws:networkmanager/coreNetwork:CoreNetwork": coreNetwork,
  "aws:networkmanager/coreNetworkPolicyAttachment:CoreNetworkPolicyAttachment": coreNetworkPolicy,
  "aws:networkmanager/vpcAttachment:VpcAttachment": coreAttachment,
  "aws-native:networkmanager:CoreNetwork": coreNetwork,
  "aws-native:networkmanager:VpcAttachment": coreAttachment,
  "aws:ec2/vpnGateway:VpnGateway": privateGateway,
  "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment": privateGateway,
  "aws-native:ec2:VpcGatewayAttachment": nativeGatewayAttachment,
  "aws:ec2/routeTable:RouteTable": routeTable,
  "aws:ec2/defaultRouteTable:DefaultRouteTable": routeTable,
  "aws:ec2/route:Route": route,
  "aws-native:ec2:RouteTable": routeTable,
  "aws-native:ec2:Route": route,
  "aws:vpc/securityGroupVpcAssociation:SecurityGroupVpcAssociation": vpcAssociation("securityGroupId"),
  "aws-native:ec2:SecurityGroupVpcAssociation": vpcAssociation("groupId"),
};
