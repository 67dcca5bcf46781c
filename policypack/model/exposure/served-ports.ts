import { grouped } from "../../grouped";
import * as intervals from "../../net/intervals";
import { noTraffic, tcp, udp, type Traffic } from "../../net/ports";
import { adminPorts, databasePorts } from "../../net/well-known";
import { startUpScripts } from "../../resources/start-up-scripts";
import { containerInstancesOf, portsOfContainers } from "../attachments/container-instances";
import type { Workload } from "../network";
import { workloadByUrn } from "../placement/placement";
import { keyOf, perWorld, type World } from "../world";

/** How the start-up script of a machine says on which port something serves that it starts. */
const servers: readonly RegExp[] = [
  /\b(?:SimpleHTTPServer|http\.server)\s+(\d{2,5})\b/g,
  /\s(?:-p|--publish)[ =]"?(?:[\d.]+:)?(\d{2,5}):\d{2,5}\b(?!\/udp)/g,
  /^\s*-\s*["']?(?:[\d.]+:)?(\d{2,5}):\d{2,5}(?:\/tcp)?["']?\s*$/gm,
  /\s--(?:http-)?port[ =](\d{2,5})\b/g,
  /\bPORT=["']?(\d{2,5})\b/g,
  /^\s*(?:listen|Listen|listen_port)\s+(?:[\d.*]+:)?(\d{2,5})\b/gm,
  /\b(?:busybox\s+)?httpd\b[^\n]*\s-p\s+(\d{2,5})\b/g,
  /\.listen\(\s*(\d{2,5})\b/g,
  /\b(?:runserver|--bind|-b)\s+(?:[\d.]+|\[?::\]?):(\d{2,5})\b/g,
];

/** The same for datagrams. */
const datagramServers: readonly RegExp[] = [
  /\s(?:-p|--publish)[ =]"?(?:[\d.]+:)?(\d{2,5}):\d{2,5}\/udp\b/g,
  /^\s*-\s*["']?(?:[\d.]+:)?(\d{2,5}):\d{2,5}\/udp["']?\s*$/gm,
  /^\s*ListenPort\s*=\s*(\d{2,5})\b/gm,
];

/**
 * The ports on which something is seen to serve what anybody may call: by the start-up script of a machine or of the template that it is made from, and by
 * the containers of a service, on the machines that these run on as well. No administration, no database.
 */
export function portsServed(world: World, workload: Workload): Traffic {
  const ofTemplates = workload.templates.flatMap((ref) => workloadByUrn(world).get(keyOf(ref) ?? "") ?? []);
  const scripts = [workload, ...ofTemplates].flatMap(({ resource: { inputs } }) => startUpScripts(inputs));
  const served = [...scripts.map(portsIn), portsOfContainers(world, workload), hostedBy(world).get(workload.urn) ?? noTraffic];
  return intervals.subtract(intervals.unionAll(served), intervals.union(adminPorts, databasePorts));
}

function portsIn(script: string): Traffic {
  const found = (patterns: readonly RegExp[]): readonly number[] =>
    patterns.flatMap((pattern) => [...script.matchAll(pattern)].map(([, port]) => Number(port))).filter((port) => port > 0 && port < 65536);
  return intervals.union(tcp(...found(servers)), udp(...found(datagramServers)));
}

/** What services take on the machines that they run on. */
const hostedBy = perWorld((world): ReadonlyMap<string, Traffic> => {
  const hosted = world.all("containerService").flatMap((service) => {
    const workload = workloadByUrn(world).get(service.urn);
    const traffic = workload === undefined ? noTraffic : portsOfContainers(world, workload, "on its machines");
    return intervals.isEmpty(traffic) ? [] : containerInstancesOf(world, service).map(({ urn }) => ({ urn, traffic }));
  });
  return new Map(grouped(hosted, ({ urn }) => urn).map(([urn, those]) => [urn, intervals.unionAll(those.map(({ traffic }) => traffic))]));
});
