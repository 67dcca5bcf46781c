import * as ip from "../net/ip";
import type { Plain, Properties, Resource } from "../resources/resource";

/** Properties that hold private addresses: a text, a list of texts, or a list of objects that hold them again. */
const addresses = [
  "privateIp",
  "privateIps",
  "privateIpLists",
  "secondaryPrivateIps",
  "privateIpAddress",
  "privateIpAddresses",
  "privateIpv4Address",
  "ipAddress",
  "ipv4",
  "ipv6",
  "ipv6Address",
  "ipv6Addresses",
  "ipv6AddressLists",
];

/** Lists of what has such properties: the interfaces of an instance, the subnets of a balancer or of an endpoint. */
const interfaces = ["networkInterfaces", "subnetMappings", "subnetConfigurations"];

const hasInterfaces = /^aws.*:(Instance|SpotInstanceRequest|NetworkInterface|MountTarget|LoadBalancer|VpcEndpoint|VPCEndpoint)$/;

/** The addresses in its VPC that a resource has, where a program chooses them, or AWS has told them: those of an interface are not its instance's. */
export function interfaceAddresses({ type, inputs, outputs }: Resource): readonly string[] {
  if (!hasInterfaces.test(type) || namesInterface(inputs)) return [];
  return [inputs, outputs].flatMap(addressesIn).map(asIdentifier);
}

/** A text as it identifies something: an IPv6 address has many spellings. */
export function asIdentifier(text: string): string {
  if (!/^[\da-f]*:[\da-f:.]*$/i.test(text)) return text;
  const address = ip.parseCidr(text);
  return address === undefined ? text : ip.describe(address);
}

function namesInterface({ networkInterfaces, primaryNetworkInterface }: Properties): boolean {
  return [networkInterfaces, [primaryNetworkInterface ?? null]].flatMap(objectsIn).some(({ networkInterfaceId }) => networkInterfaceId !== undefined);
}

function addressesIn(properties: Properties): readonly string[] {
  const own = addresses.flatMap((name) => textsIn(properties[name]));
  const nested = interfaces.flatMap((name) => objectsIn(properties[name])).flatMap((element) => addresses.flatMap((name) => textsIn(element[name])));
  return [...own, ...nested];
}

function textsIn(value: Plain | undefined): readonly string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  if (Array.isArray(value))
    return value.flatMap((element: Plain) => (typeof element === "string" ? textsIn(element) : objectsIn([element]).flatMap(addressesIn)));
  return [];
}

function objectsIn(value: Plain | undefined): readonly Properties[] {
  return Array.isArray(value)
    ? value.filter((element: Plain): element is Properties => typeof element === "object" && element !== null && !Array.isArray(element))
    : [];
}
