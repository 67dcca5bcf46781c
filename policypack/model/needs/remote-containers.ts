import { addTo } from "../../grouped";
import * as intervals from "../../net/intervals";
import { tcp, udp, type Traffic } from "../../net/ports";
import { inside, type Plain, type Resource } from "../../resources/resource";
import { perWorld, type World } from "../world";
import { workloadsBehind } from "./dependencies";

/** What containers take on the machines on which a provider of the program starts them, by the URNs of these. */
export const portsOfRemoteContainers = perWorld((world): ReadonlyMap<string, Traffic> => {
  const found = new Map<string, [Traffic, ...Traffic[]]>();
  for (const resource of world.network.resources.values()) {
    const traffic = publishedBy(resource);
    if (!intervals.isEmpty(traffic)) for (const { urn } of hostsOf(world, resource)) addTo(found, urn, traffic);
  }
  return new Map([...found].map(([urn, all]) => [urn, intervals.unionAll(all)]));
});

function hostsOf(world: World, { provider }: Resource): ReturnType<typeof workloadsBehind> {
  const made = provider === undefined ? undefined : world.network.resources.get(provider);
  return made === undefined ? [] : workloadsBehind(world, made);
}

/**
 * https://www.pulumi.com/registry/packages/docker/api-docs/container/, service/
 * https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types
 */
function publishedBy({ type, inputs }: Resource): Traffic {
  switch (type) {
    case "docker:index/container:Container":
      return portsIn(inputs.ports, "external");
    case "docker:index/service:Service":
      return portsIn(inside(inputs.endpointSpec, "ports"), "publishedPort");
    case "kubernetes:core/v1:Service":
      return intervals.union(
        portsIn(inside(inputs.spec, "ports"), "nodePort"),
        inside(inputs.spec, "type") === "LoadBalancer" ? portsIn(inside(inputs.spec, "ports"), "port") : intervals.none,
      );
    default:
      return intervals.none;
  }
}

function portsIn(list: Plain | undefined, property: string): Traffic {
  if (!Array.isArray(list)) return intervals.none;
  return intervals.unionAll(
    list.map((entry: Plain) => {
      const port = inside(entry, property);
      const [ip, protocol] = [inside(entry, "ip"), inside(entry, "protocol")];
      const isHere = typeof ip === "string" && /^(127\.|::1)/.test(ip);
      if (typeof port !== "number" || !Number.isInteger(port) || port < 1 || port > 65535 || isHere) return intervals.none;
      return typeof protocol === "string" && /^udp$/i.test(protocol) ? udp(port) : tcp(port);
    }),
  );
}
