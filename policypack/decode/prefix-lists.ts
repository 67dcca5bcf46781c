import { exactly, Hole, isHole, type Approx } from "../model/approx";
import * as ip from "../net/ip";
import type { Decoders } from "./decoder";
import type { Property } from "./read";
import { isPrefixList } from "./types";

export const decoders: Decoders = {
  "aws:ec2/managedPrefixList:ManagedPrefixList": (inputs, emit) => {
    const { resource } = inputs;
    emit("prefixList", { urn: resource.urn, resource, name: inputs.get("name").text(), maxEntries: inputs.get("maxEntries").number() });
    entries(inputs, "entries", "cidr", (entry) => emit("prefixListEntry", { ...entry, list: { kind: "resource", urn: resource.urn } }));
  },
  "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry": (inputs, emit) => {
    const { resource } = inputs;
    const cidr = inputs.get("cidr");
    const list = inputs.get("prefixListId").ref(isPrefixList) ?? {
      kind: "unclear",
      candidates: [],
      hole: inputs.get("prefixListId").hole("is missing"),
    };
    emit("prefixListEntry", { urn: resource.urn, resource, list, path: cidr.path, ...blockOf(cidr) });
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": (inputs, emit) => {
    const { resource } = inputs;
    emit("managedList", { urn: resource.urn, resource, name: inputs.get("serviceName").text() });
  },
  "aws-native:ec2:PrefixList": (inputs, emit) => {
    const { resource } = inputs;
    emit("prefixList", { urn: resource.urn, resource, name: inputs.get("prefixListName").text(), maxEntries: inputs.get("maxEntries").number() });
    entries(inputs, "entries", "cidr", (entry) => emit("prefixListEntry", { ...entry, list: { kind: "resource", urn: resource.urn } }));
  },
};

function entries(
  inputs: Property,
  name: string,
  cidr: string,
  emit: (entry: { urn: string; resource: Property["resource"]; path: Property["path"]; addresses: Approx<ip.AddressSet>; text: string }) => void,
): void {
  const { resource } = inputs;
  const elements = inputs.get(name).elements();
  if (isHole(elements)) emit({ urn: resource.urn, resource, path: elements.path, text: "", addresses: unknownBlock(elements) });
  else for (const element of elements) emit({ urn: resource.urn, resource, path: element.path, ...blockOf(element.get(cidr)) });
}

function blockOf(property: Property): { readonly addresses: Approx<ip.AddressSet>; readonly text: string } {
  const text = property.text();
  const addresses = isHole(text) || text === undefined ? undefined : ip.parseCidr(text);
  if (addresses !== undefined && !isHole(text)) return { addresses: exactly(addresses), text: text ?? "" };
  return { addresses: unknownBlock(property.hole(property.isHidden ? undefined : "is not an address block")), text: "" };
}

function unknownBlock(hole: Hole): Approx<ip.AddressSet> {
  return { must: ip.noAddresses, may: ip.everyAddress, holes: [hole] };
}
