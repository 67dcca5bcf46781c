import { exactly, isHole, type Approx, type Fact } from "../model/approx";
import type { NetworkAclRule, Ref } from "../model/network";
import * as ip from "../net/ip";
import * as ports from "../net/ports";
import type { Decoder, Decoders } from "./decoder";
import type { Property } from "./read";
import { isSubnet, isVpc, named } from "./types";

function acl(isDefault: boolean): Decoder {
  return (inputs, emit) => {
    const { resource } = inputs;
    emit("networkAcl", { urn: resource.urn, resource, vpc: inputs.get(isDefault ? "defaultNetworkAclId" : "vpcId").ref(isVpc), isDefault });
    const own: Ref = { kind: "resource", urn: resource.urn };
    const subnets = inputs.get("subnetIds").refs(isSubnet);
    for (const subnet of listed(subnets.refs, subnets.hole)) emit("networkAclAssociation", { urn: resource.urn, resource, acl: own, subnet });
    for (const direction of ["ingress", "egress"] as const) {
      const list = inputs.get(direction);
      const elements = list.elements();
      for (const element of isHole(elements) ? [list] : elements)
        emit("networkAclRule", { ...ruleOf(element, "ruleNo", "action"), acl: own, direction });
    }
  };
}

const standalone: Decoder = (inputs, emit) => {
  const egress = inputs.get("egress").flag();
  const rule = ruleOf(inputs, "ruleNumber", "ruleAction");
  const of = namedBy(inputs.get("networkAclId"));
  for (const direction of ["ingress", "egress"] as const) {
    if (isHole(egress)) emit("networkAclRule", { ...rule, order: egress, acl: of, direction });
    else if ((egress === true) === (direction === "egress")) emit("networkAclRule", { ...rule, acl: of, direction });
  }
};

const association: Decoder = (inputs, emit) => {
  const { resource } = inputs;
  emit("networkAclAssociation", {
    urn: resource.urn,
    resource,
    acl: namedBy(inputs.get("networkAclId")),
    subnet: required(inputs.get("subnetId"), isSubnet),
  });
};

export const decoders: Decoders = {
  "aws:ec2/networkAcl:NetworkAcl": acl(false),
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": acl(true),
  "aws:ec2/networkAclRule:NetworkAclRule": standalone,
  "aws:ec2/networkAclAssociation:NetworkAclAssociation": association,
  "aws-native:ec2:NetworkAcl": acl(false),
  "aws-native:ec2:NetworkAclEntry": standalone,
  "aws-native:ec2:SubnetNetworkAclAssociation": association,
};

const isAcl = named("NetworkAcl", "DefaultNetworkAcl");

/** An ACL of the stack; or a VPC, by the identifier of the ACL that AWS makes with it. */
function namedBy(property: Property): Ref {
  const acl = required(property, isAcl);
  if (acl.kind === "resource") return acl;
  const vpc = property.ref(isVpc);
  return vpc?.kind === "resource" ? vpc : acl;
}

function listed(refs: readonly Ref[], hole: Extract<Ref, { kind: "unclear" }>["hole"] | undefined): readonly Ref[] {
  return hole === undefined || refs.length > 0 ? refs : [{ kind: "unclear", candidates: [], hole }];
}

function required(property: Property, accepts: (type: string) => boolean): Ref {
  return property.ref(accepts) ?? { kind: "unclear", candidates: [], hole: property.hole("is missing") };
}

function ruleOf(rule: Property, number: string, action: string): Omit<NetworkAclRule, "acl" | "direction"> {
  const { resource } = rule;
  const order = rule.get(number).number();
  return {
    urn: resource.urn,
    resource,
    path: rule.path,
    order: order ?? rule.get(number).hole("is missing"),
    allows: allows(rule.get(action)),
    traffic: trafficOf(rule),
    addresses: addressesOf(rule),
  };
}

function allows(action: Property): Fact<boolean> {
  const text = action.text();
  if (isHole(text)) return text;
  const name = text?.toLowerCase();
  return name === "allow" || name === "deny" ? name === "allow" : action.hole("is neither allow nor deny");
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html; aws-native keeps the ports in an object of their own. */
function trafficOf(rule: Property): Approx<ports.Traffic> {
  const protocol = rule.get("protocol");
  const name = protocol.text();
  const number = isHole(name) || name === undefined ? undefined : ports.protocolNumber(name);
  if (isHole(name) || number === undefined) return unclear(ports.everyTraffic, [isHole(name) ? name : protocol.hole("is not a protocol")]);
  const isIcmp = number === 1 || number === 58;
  const [from, to] = isIcmp
    ? [rule.get("icmpType").number(), rule.get("icmpCode").number()]
    : [placeOfPort(rule, "fromPort", "from").number(), placeOfPort(rule, "toPort", "to").number()];
  if (!isHole(from) && !isHole(to)) return exactly(ports.trafficOf(number, from, to));
  return number === "all" ? exactly(ports.everyTraffic) : unclear(ports.trafficOf(number), [from, to].filter(isHole));
}

function placeOfPort(rule: Property, name: string, native: string): Property {
  return rule.get(name).exists ? rule.get(name) : rule.get("portRange").get(native);
}

function unclear(may: ports.Traffic, holes: Approx<ports.Traffic>["holes"]): Approx<ports.Traffic> {
  return { must: ports.noTraffic, may, holes };
}

function addressesOf(rule: Property): Approx<ip.AddressSet> {
  const blocks = [blockAt(rule.get("cidrBlock"), ip.everyIpv4), blockAt(rule.get("ipv6CidrBlock"), ip.everyIpv6)];
  return {
    must: ip.unionAll(blocks.map(({ must }) => must)),
    may: ip.unionAll(blocks.map(({ may }) => may)),
    holes: blocks.flatMap(({ holes }) => holes),
  };
}

function blockAt(property: Property, all: ip.AddressSet): Approx<ip.AddressSet> {
  const text = property.text();
  if (isHole(text)) return { must: ip.noAddresses, may: all, holes: [text] };
  if (text === undefined || text === "") return exactly(ip.noAddresses);
  const block = ip.parseCidr(text);
  return block === undefined ? { must: ip.noAddresses, may: ip.everyAddress, holes: [property.hole("is not an address block")] } : exactly(block);
}
