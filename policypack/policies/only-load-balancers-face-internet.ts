import { inWords } from "../violations/by-address";
import { violationsByResource, strangersInWords } from "../violations/exposed";
import { mayFaceInternet, remedyFor } from "../violations/remedies";
import { launchedWorkloadsOf } from "../model/attachments/launched-workloads";
import { publicExposure } from "../model/exposure/exposure";
import { judgedGroups } from "../model/rules/groups";
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
