import { isHole, type Fact } from "../model/approx";
import type { InstanceSetup, Ref } from "../model/network";
import * as ip from "../net/ip";
import type { Path } from "../plans/plan";
import type { Decoder, Decoders } from "./decoder";
import type { Property } from "./read";
import { named } from "./types";

/** Where a resource type keeps its set-up. */
interface Shape {
  /** The object that holds everything, where it is not the resource itself. */
  readonly inside?: string;
  /** Interfaces that say by themselves whether they get a public address. */
  readonly interfaces?: string;
}

const shapes: Readonly<Record<string, Shape>> = {
  "aws:ec2/instance:Instance": {},
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": {},
  "aws:ec2/launchConfiguration:LaunchConfiguration": {},
  "aws:ec2/launchTemplate:LaunchTemplate": { interfaces: "networkInterfaces" },
  "aws-native:ec2:Instance": { interfaces: "networkInterfaces" },
  "aws-native:ec2:LaunchTemplate": { inside: "launchTemplateData", interfaces: "networkInterfaces" },
};

export const decoders: Decoders = {
  ...Object.fromEntries(Object.entries(shapes).map(([token, shape]) => [token, host(shape)])),
  "aws:ecs/service:Service": tasks("networkConfiguration"),
  "aws:ecs/taskSet:TaskSet": tasks("networkConfiguration"),
  "aws-native:ecs:Service": tasks("networkConfiguration", "awsvpcConfiguration"),
  "aws-native:ecs:TaskSet": tasks("networkConfiguration", "awsVpcConfiguration"),
  "aws:cloudwatch/eventTarget:EventTarget": tasks("ecsTarget", "networkConfiguration"),
  "aws:scheduler/schedule:Schedule": tasks("target", "ecsParameters", "networkConfiguration"),
  "aws-native:scheduler:Schedule": tasks("target", "ecsParameters", "networkConfiguration", "awsvpcConfiguration"),
  "aws:apprunner/vpcConnector:VpcConnector": withoutAddress,
  "aws-native:apprunner:VpcConnector": withoutAddress,
  "aws:ec2/eip:Eip": address("instance", "networkInterface"),
  "aws:ec2/eipAssociation:EipAssociation": address("instanceId", "networkInterfaceId"),
  "aws-native:ec2:Eip": address("instanceId"),
  "aws-native:ec2:EipAssociation": address("instanceId", "networkInterfaceId"),
  "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": (inputs, emit) =>
    emit("metadataDefaults", { urn: inputs.resource.urn, resource: inputs.resource, requiresTokens: isRequired(inputs.get("httpTokens")) }),
  "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint": connectEndpoint,
  "aws-native:ec2:InstanceConnectEndpoint": connectEndpoint,
};

const isHost = named("Instance", "SpotInstanceRequest", "NetworkInterface");

function host({ inside, interfaces }: Shape): Decoder {
  return (inputs, emit, { outputs }) => {
    const { resource } = inputs;
    const setup = inside === undefined ? inputs : inputs.get(inside);
    const own = setup.get("associatePublicIpAddress");
    const choice = interfaces === undefined ? choiceOf(own) : choiceOfInterfaces(own, setup.get(interfaces));
    emit("instanceSetup", {
      urn: resource.urn,
      resource,
      ...choice,
      ipv6Address: ipv6Address([setup, ...(interfaces === undefined ? [] : setup.get(interfaces).list())]),
      privateAddresses: addressesIn([setup, outputs], interfaces),
      keyName: setup.get("keyName").text(),
      requiresTokens: tokens(setup.get("metadataOptions")),
      hasProfile: hasProfile(setup.get("iamInstanceProfile")),
      forwards: isFalse(setup.get("sourceDestCheck")),
    });
  };
}

function addressesIn(places: readonly Property[], interfaces: string | undefined): Fact<ip.AddressSet> {
  const texts = places
    .flatMap((place) => [place, ...(interfaces === undefined ? [] : place.get(interfaces).list())])
    .flatMap((part) => ["privateIp", "privateIpAddress"].map((name) => part.get(name).text()));
  const known = texts.flatMap((text) => (isHole(text) || text === undefined ? [] : (ip.parseCidr(text) ?? [])));
  return known.length > 0 ? ip.unionAll(known) : (texts.find(isHole) ?? ip.noAddresses);
}

interface Choice {
  readonly publicAddress: Fact<boolean | undefined>;
  readonly publicAddressPath: Path;
}

function choiceOf(property: Property): Choice {
  return { publicAddress: property.flag(), publicAddressPath: property.path };
}

/** One interface with a public address is enough; one that is not known could have it. */
function choiceOfInterfaces(own: Property, interfaces: Property): Choice {
  const elements = interfaces.elements();
  if (isHole(elements)) return { publicAddress: elements, publicAddressPath: elements.path };
  const choices = elements.map((element) => choiceOf(element.get("associatePublicIpAddress")));
  const decisive = choices.find(({ publicAddress }) => publicAddress === true) ?? choices.find(({ publicAddress }) => isHole(publicAddress));
  return decisive ?? choices.find(({ publicAddress }) => publicAddress !== undefined) ?? choices[0] ?? choiceOf(own);
}

/** One address that is asked for is enough: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html#ipv6-addressing */
function ipv6Address(parts: readonly Property[]): Fact<boolean | undefined> {
  const asked = parts.flatMap((part): readonly Fact<boolean | undefined>[] => {
    const count = part.get("ipv6AddressCount").number();
    const named = part.get("ipv6Addresses").elements();
    return [isHole(count) ? count : count === undefined ? undefined : count > 0, isHole(named) ? named : named.length > 0 ? true : undefined];
  });
  return asked.find((each) => each === true) ?? asked.find(isHole) ?? asked.find((each) => each === false);
}

/** Tasks get a public address where the service says so, whatever their subnet. */
function tasks(...path: readonly string[]): Decoder {
  return (inputs, emit) => {
    const property = path.reduce((at, name) => at.get(name), inputs).get("assignPublicIp");
    const text = property.value === "ENABLED" ? true : property.value === "DISABLED" ? false : property.flag();
    // Whether they get one of IPv6 is a setting of the account.
    emit("instanceSetup", setUp(inputs, property.path, text ?? false, undefined));
  };
}

/** Its interfaces are for what it reaches: nobody reaches them. */
function withoutAddress(inputs: Property, emit: Parameters<Decoder>[1]): void {
  emit("instanceSetup", setUp(inputs, [], false, false));
}

function setUp(
  { resource }: Property,
  publicAddressPath: Path,
  publicAddress: Fact<boolean>,
  ipv6Address: InstanceSetup["ipv6Address"],
): InstanceSetup {
  const nothingElse = { privateAddresses: ip.noAddresses, keyName: undefined, requiresTokens: undefined, hasProfile: false, forwards: false };
  return { urn: resource.urn, resource, publicAddress, publicAddressPath, ipv6Address, ...nothingElse };
}

function address(...names: readonly string[]): Decoder {
  return (inputs, emit) => {
    const { resource } = inputs;
    const to: readonly (Ref | undefined)[] = names.map((name) => inputs.get(name).ref(isHost));
    for (const ref of to) if (ref !== undefined) emit("elasticAddress", { urn: resource.urn, resource, to: ref });
  };
}

/** https://www.pulumi.com/registry/packages/aws/api-docs/ec2transitgateway/instanceconnectendpoint/ */
function connectEndpoint(inputs: Property, emit: Parameters<Decoder>[1]): void {
  const { resource } = inputs;
  const chosen = inputs.get("preserveClientIp").flag();
  emit("connectEndpoint", { urn: resource.urn, resource, preservesClientAddress: chosen ?? true });
}

/** A metadata service that is off asks for nothing. */
function tokens(options: Property): Fact<boolean | undefined> {
  const endpoint = options.get("httpEndpoint").text();
  const required = isRequired(options.get("httpTokens"));
  if (endpoint === "disabled" || required === true) return true;
  return isHole(endpoint) ? endpoint : required;
}

function isRequired(property: Property): Fact<boolean | undefined> {
  const text = property.text();
  if (isHole(text) || text === undefined || text === "no-preference") return isHole(text) ? text : undefined;
  return text === "required";
}

function hasProfile(property: Property): Fact<boolean> {
  return property.isHidden ? property.hole() : property.exists && property.value !== "";
}

function isFalse(property: Property): Fact<boolean> {
  const flag = property.flag();
  return isHole(flag) ? flag : flag === false;
}
