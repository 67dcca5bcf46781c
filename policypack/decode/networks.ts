import { isHole, type Fact } from "../model/approx";
import type { Ref } from "../model/network";
import { defaultVpcAddresses } from "../model/placement/vpc-blocks";
import * as ip from "../net/ip";
import { isDefaultVpc } from "../resources/default-vpc";
import type { Decoder, Decoders } from "./decoder";
import type { Property } from "./read";
import { isVpc } from "./types";

const vpc: Decoder = (inputs, emit, { outputs }) => {
  const { resource } = inputs;
  const named = blocks(inputs, outputs, "cidrBlock", !isDefaultVpc(resource.type));
  const ofDefault = isDefaultVpc(resource.type) && named.length === 0 ? [defaultVpcAddresses] : [];
  // An IPv6 block that Amazon assigns is known after creation only.
  const assigned = inputs.first("assignGeneratedIpv6CidrBlock", "ipv6IpamPoolId", "ipv6NetmaskLength");
  const hasIpv6 = assigned.exists && assigned.value !== false;
  emit("vpc", {
    urn: resource.urn,
    resource,
    blocks: [...named, ...ofDefault, ...blocks(inputs, outputs, "ipv6CidrBlock", hasIpv6)],
    defaultGroup: outputs.first("defaultSecurityGroupId", "defaultSecurityGroup").text(),
  });
};

const subnet: Decoder = (inputs, emit, { outputs }) => {
  const { resource } = inputs;
  const isIpv6Only = inputs.get("ipv6Native").flag() ?? false;
  const givesIpv6Address = inputs.get("assignIpv6AddressOnCreation").flag() ?? isIpv6Only;
  emit("subnet", {
    urn: resource.urn,
    resource,
    vpc: inputs.get("vpcId").ref(isVpc),
    blocks: [...blocks(inputs, outputs, "cidrBlock", isIpv6Only !== true), ...blocks(inputs, outputs, "ipv6CidrBlock", givesIpv6Address === true)],
    givesPublicAddress: givesPublicAddress(inputs),
    givesIpv6Address,
    isIpv6Only,
  });
};

export const decoders: Decoders = {
  "aws:ec2/vpc:Vpc": vpc,
  "aws:ec2/defaultVpc:DefaultVpc": vpc,
  "aws-native:ec2:Vpc": vpc,
  "aws:ec2/subnet:Subnet": subnet,
  "aws:ec2/defaultSubnet:DefaultSubnet": subnet,
  "aws-native:ec2:Subnet": subnet,
  "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": furtherBlock("cidrBlock"),
  "aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation": furtherBlock("ipv6CidrBlock"),
  "aws-native:ec2:VpcCidrBlock": furtherBlock("cidrBlock"),
};

/** A default subnet does, unless told otherwise: https://docs.aws.amazon.com/vpc/latest/userguide/default-subnet.html */
function givesPublicAddress(inputs: Property): Fact<boolean> {
  return inputs.get("mapPublicIpOnLaunch").flag() ?? inputs.resource.type.endsWith(":DefaultSubnet");
}

function furtherBlock(name: string): Decoder {
  return (inputs, emit, { outputs }) => {
    const { resource } = inputs;
    const of: Ref = inputs.get("vpcId").ref(isVpc) ?? { kind: "unclear", candidates: [], hole: inputs.get("vpcId").hole("is missing") };
    for (const block of blocks(inputs, outputs, name, true)) emit("vpcBlock", { urn: resource.urn, resource, vpc: of, block });
  };
}

/** The block that the program names, else the one that the provider reports, else (where there must be one) a hole. */
function blocks(inputs: Property, outputs: Property, name: string, required: boolean): readonly Fact<ip.AddressSet>[] {
  const property = inputs.get(name).exists ? inputs.get(name) : outputs.get(name);
  const text = property.text();
  if (isHole(text)) return [text];
  if (text === undefined || text === "") return required ? [inputs.get(name).hole()] : [];
  const block = ip.parseCidr(text);
  if (block === undefined) return [property.hole("is not an address block")];
  return [ip.isWiderThan(block, widestBlock) ? property.hole("is wider than the block of a VPC can be") : block];
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const widestBlock = { v4: 16, v6: 44 };
