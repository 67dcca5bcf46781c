import { inWords } from "../violations/by-address";
import { violationsByResource, strangersInWords } from "../violations/exposed";
import { applicationKinds, groupsOf } from "../model/attachments/attachments";
import { launchedWorkloadsOf } from "../model/attachments/launched-workloads";
import { backendsOf, balancerByUrn, isInternetFacing } from "../model/balancers/balancers";
import { isAccelerated, originTraffic } from "../model/exposure/edge-services";
import { publicExposure } from "../model/exposure/exposure";
import { judgedGroups } from "../model/rules/groups";
import { isPublicOnPurpose } from "../model/exposure/public-workloads";
import { isNat } from "../model/instances/instances";
import type { Workload } from "../model/network";
import type { World } from "../model/world";
import * as intervals from "../net/intervals";
import { webPorts } from "../net/well-known";
import { definePolicy, noSettings } from "../contract/policy";
import { portsInWords } from "../model/names/ports";

export const policy = definePolicy({
  id: "only-load-balancers-face-internet",
  section: "topology",
  title: "Load balancers and distributions take what comes from the internet, nobody else",
  level: "advisory",
  severity: "medium",
  why: "A balancer ends TLS, spreads load, writes logs and takes a firewall. A machine that serves the internet by itself has to do all of that alone.",
  document: [
    "Allow only the public-facing ALB to receive internet traffic.",
    "Ensure backend instances accept only ALB traffic, not direct external access.",
  ],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
    { framework: "PCI DSS", version: "4.0.1", reference: "1.4.4" },
  ],
  references: [
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html",
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistS3AndCustomOrigins.html",
  ],
  notFor: "Workloads that serve the internet by themselves on purpose: name them in publicWorkloads.",
  settings: noSettings,
  moment: "stack",
  subjects: (world) => judgedGroups(world).filter(({ key }) => launchedWorkloadsOf(world, key).length > 0),
  check(group, world) {
    const exposure = publicExposure(world, group.key, webPorts);
    if (exposure === undefined) return [];
    const facing = launchedWorkloadsOf(world, group.key).filter((workload) => !mayFaceInternet(world, workload));
    if (facing.length === 0) return [];
    const message = `${group.name} opens ${portsInWords(exposure.traffic)} of ${inWords(facing)} to ${strangersInWords(world, exposure.rules)}. ${remedyFor(world, facing)}`;
    return violationsByResource(exposure.rules, group, message, undefined, exposure);
  },
});

/** What each kind of workload can have instead, once for those that can have the same. */
function remedyFor(world: World, facing: readonly Workload[]): string {
  return [...new Set(facing.map((workload) => remedyOf(world, workload)))].slice(0, 2).join(" ");
}

function remedyOf(world: World, workload: Workload): string {
  const { kind, noun, resource } = workload;
  if (balancerByUrn(world).has(workload.urn)) return "An internal load balancer is for the networks that it serves: admit those.";
  if (kind === "function" || kind === "api-link") return `A ${noun} takes no connections: drop the rule.`;
  if (kind === "data-store" || kind === "file-system" || kind === "database-proxy") return "Admit the group of the application that uses it instead.";
  if (kind === "endpoint") return "An endpoint is for its own network: admit the groups of those who use it.";
  if (noun === "EKS cluster")
    return "The group of a control plane is for its nodes: admit theirs, and say who may call its public endpoint in publicAccessCidrs.";
  const [backend] = backendsOf(world, workload);
  if (backend !== undefined) {
    const { name } = backend.balancer.resource;
    const groups = backend.groupsOfBalancer(world).filter((group) => !groupsOf(world, workload).includes(group));
    return groups.length > 0
      ? `${resource.name} is behind the load balancer ${name}: admit the group of ${name} instead.`
      : `${resource.name} is behind the load balancer ${name}: give ${name} a group of its own, and admit that instead.`;
  }
  return applicationKinds.has(kind)
    ? "Put a load balancer in front and admit its group, or name it in publicWorkloads."
    : "Admit the groups of those who use it instead, or name it in publicWorkloads.";
}

/** All of this excuses, so it is asked of the other world. */
function mayFaceInternet(world: World, workload: Workload): boolean {
  const { opposite } = world;
  const balancer = balancerByUrn(world).get(workload.urn);
  return (
    (balancer !== undefined && isInternetFacing(opposite, balancer)) ||
    !intervals.isEmpty(originTraffic(opposite, workload)) ||
    isAccelerated(opposite, workload) ||
    isNat(opposite, workload) ||
    isPublicOnPurpose(world, workload) ||
    backendsOf(opposite, workload).some((backend) => isInternetFacing(opposite, backend.balancer) && backend.passesClientAddress(world))
  );
}
