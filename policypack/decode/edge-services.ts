import { exactly, isHole, type Approx, type Hole } from "../model/approx";
import type { Ref } from "../model/network";
import * as intervals from "../net/intervals";
import * as ports from "../net/ports";
import type { Decoder, Decoders } from "./decoder";
import type { Property } from "./read";
import { isAny, named } from "./types";

export const decoders: Decoders = {
  "aws:cloudfront/distribution:Distribution": distribution(),
  "aws-native:cloudfront:Distribution": distribution("distributionConfig"),
  "aws:cloudfront/vpcOrigin:VpcOrigin": vpcOrigin,
  "aws-native:cloudfront:VpcOrigin": vpcOrigin,
  "aws:globalaccelerator/endpointGroup:EndpointGroup": endpointGroup,
  "aws-native:globalaccelerator:EndpointGroup": endpointGroup,
};

/** What has a host name of its own, and groups. */
const isHost = named("LoadBalancer", "Instance", "SpotInstanceRequest", "Eip");
const isVpcOrigin = named("VpcOrigin");
const isListener = named("Listener");

function distribution(inside?: string): Decoder {
  return (inputs, emit) => {
    const { resource } = inputs;
    const origins = (inside === undefined ? inputs : inputs.get(inside)).get("origins");
    const elements = origins.elements();
    const all = isHole(elements) ? [origins] : elements;
    const hosts = containerInstancesOf(all);
    for (const origin of all) {
      emit("origin", {
        urn: resource.urn,
        resource,
        host: hosts.get(origin),
        vpcOrigin: origin.get("vpcOriginConfig").get("vpcOriginId").ref(isVpcOrigin),
        ports: portsOf(origin.get("customOriginConfig")),
      });
    }
  };
}

/** The hosts of origins by name; where the names are hidden, as many hosts as the list was computed from are in it. */
function containerInstancesOf(origins: readonly Property[]): ReadonlyMap<Property, Ref | undefined> {
  const byName = origins.filter((origin) => origin.isHidden || !origin.get("vpcOriginConfig").exists);
  const refs = byName.map((origin) => [origin, origin.get("domainName").ref(isHost)] as const);
  const hidden = refs.filter(([, ref]) => ref?.kind === "unclear");
  let next = 0;
  return new Map(
    refs.map(([origin, ref]) => {
      if (ref?.kind !== "unclear" || ref.candidates.length === 0 || ref.candidates.length > hidden.length) return [origin, ref] as const;
      const urn = ref.candidates[next++ % ref.candidates.length] ?? "";
      return [origin, { kind: "resource", urn } as const] as const;
    }),
  );
}

function vpcOrigin(inputs: Property, emit: Parameters<Decoder>[1]): void {
  const { resource } = inputs;
  const endpoint = inputs.get("vpcOriginEndpointConfig").get("arn");
  emit("vpcOrigin", { urn: resource.urn, resource, endpoint: required(endpoint) });
}

function endpointGroup(inputs: Property, emit: Parameters<Decoder>[1]): void {
  const { resource } = inputs;
  const ports = acceleratedPorts(inputs);
  for (const entry of inputs.get("endpointConfigurations").list())
    emit("acceleratorEndpoint", { urn: resource.urn, resource, endpoint: required(entry.get("endpointId")), ports });
}

/** Where an accelerator sends what arrives for its listener, and asks for health: https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoint-groups-port-override.html */
function acceleratedPorts(inputs: Property): Approx<ports.Traffic> {
  const listener = inputs.get("listenerArn").follow(isListener);
  const protocol = listener?.get("protocol").text() ?? "TCP";
  const ranges = listener?.get("portRanges").elements();
  const overrides = inputs.get("portOverrides").elements();
  const health = inputs.get("healthCheckPort").number();
  const anything = (hole: Hole): Approx<ports.Traffic> => ({
    must: ports.noTraffic,
    may: intervals.union(ports.ofProtocol(6), ports.ofProtocol(17)),
    holes: [hole],
  });
  if (ranges === undefined) return anything(inputs.get("listenerArn").hole("names a listener that is not in this program"));
  if (isHole(ranges)) return anything(ranges);
  if (isHole(overrides)) return anything(overrides);
  if (isHole(protocol)) return anything(protocol);
  const of = protocol === "UDP" ? ports.udp : ports.tcp;
  const own: ports.Traffic[] = [];
  for (const range of ranges) {
    const [first, last] = [range.get("fromPort").number(), range.get("toPort").number()];
    if (isHole(first) || isHole(last)) return anything(range.hole());
    if (first !== undefined) own.push(of([first, last ?? first]));
  }
  for (const override of overrides) {
    const port = override.get("endpointPort").number();
    if (isHole(port)) return anything(port);
    if (port !== undefined) own.push(of(port));
  }
  if (typeof health === "number") own.push(ports.tcp(health));
  return exactly(intervals.unionAll(own));
}

/** What names an endpoint by id or ARN, or an Elastic IP address that stands for a machine. */
function required(property: Property): Ref {
  return property.ref(isAny) ?? { kind: "unclear", candidates: [], hole: property.hole("is missing") };
}

function portsOf(config: Property): Approx<ports.Traffic> {
  const http = config.get("httpPort").number();
  const https = config.get("httpsPort").number();
  if (isHole(http) || isHole(https)) return { must: ports.noTraffic, may: ports.ofProtocol(6), holes: [http, https].filter(isHole) };
  return exactly(intervals.union(ports.tcp(http ?? 80), ports.tcp(https ?? 443)));
}
