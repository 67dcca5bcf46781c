import type { Plain, Resource } from "../resource";

/** Properties by which one resource names another. */
const identifying = [
  "id",
  "arn",
  "name",
  "groupId",
  "identifier",
  "vpcId",
  "subnetId",
  "prefixListId",
  "primaryNetworkInterfaceId",
  "privateIp",
  "publicIp",
  "allocationId",
  "dnsName",
  "publicDns",
  "mainRouteTableId",
  "defaultRouteTableId",
];

/** Finds resources of a stack by the identifiers, ARNs and names that other resources use for them. */
export class Identifiers {
  /** How often a value was found hidden. */
  holes = 0;
  private readonly urns = new Map<string, string[]>();

  constructor(private readonly resources: ReadonlyMap<string, Resource>) {
    for (const resource of resources.values()) {
      if (!resource.custom) continue;
      const known = new Set<string>();
      if (resource.id !== undefined && resource.id !== "") known.add(resource.id);
      for (const property of identifying) {
        // A property such as `vpcId` identifies the resource only where it is computed by it.
        const value = resource.outputs[property];
        if (isText(value) && resource.inputs[property] === undefined) known.add(value);
      }
      for (const value of [resource.inputs.name, resource.inputs.identifier, resource.inputs.domainName]) if (isText(value)) known.add(value);
      for (const identifier of known) {
        const list = this.urns.get(identifier);
        if (list === undefined) this.urns.set(identifier, [resource.urn]);
        else list.push(resource.urn);
      }
    }
  }

  /** The one resource of an accepted type that goes by this identifier, if there is exactly one. */
  find(identifier: string, accepts: (type: string) => boolean): string | undefined {
    const found = (this.urns.get(identifier) ?? []).filter((urn) => accepts(this.typeOf(urn)));
    return found.length === 1 ? found[0] : undefined;
  }

  /** Whether the provider's outputs of a resource are known. */
  isDeployed(urn: string): boolean {
    return Object.keys(this.resources.get(urn)?.outputs ?? {}).length > 0;
  }

  typeOf(urn: string): string {
    return this.resources.get(urn)?.type ?? "";
  }
}

function isText(value: Plain | undefined): value is string {
  return typeof value === "string" && value !== "";
}
