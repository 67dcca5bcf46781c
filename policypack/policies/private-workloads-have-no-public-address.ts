import { candidates, groupRefsOf, isTemplate, workloadsOf } from "../model/attachments/attachments";
import { backendsOf } from "../model/balancers/balancers";
import { rulesOf, trafficOf } from "../model/rules/groups";
import { admitsEdgeLocations } from "../model/names/managed-prefix-lists";
import { publicExposure } from "../model/exposure/exposure";
import { intendedPorts } from "../model/exposure/intended-ports";
import { isPublicOnPurpose } from "../model/exposure/public-workloads";
import { isCalledBastion, servesAsBastion } from "../model/instances/bastions";
import { isNat } from "../model/instances/instances";
import { publicAddressOf, type PublicAddress } from "../model/instances/public-addresses";
import type { Ref, Workload } from "../model/network";
import { subnetsOf } from "../model/placement/placement";
import { isPublicSubnet } from "../model/placement/public-subnets";
import { perKeyInDoubt, type World } from "../model/world";
import { clientByPublicAddress } from "../model/needs/public-addresses";
import * as intervals from "../net/intervals";
import { tcp, udp } from "../net/ports";
import { adminPorts, databasePorts } from "../net/well-known";
import type { FixPlan } from "../plans/plan";
import { definePolicy, noSettings } from "../contract/policy";
import { parseUrn } from "../resources/resource";

export const policy = definePolicy({
  id: "private-workloads-have-no-public-address",
  section: "topology",
  title: "Workloads that serve nobody on the internet have no address there",
  level: "advisory",
  severity: "medium",
  why: "Behind a private address, a rule that is too wide exposes a workload to its own network. With a public one, it exposes it to everybody.",
  document: [
    "Ensure backend instances accept only ALB traffic, not direct external access.",
    "Allow SSH only to a bastion host in a public subnet.",
    "SecureCart uses an RDS database in a private subnet that only backend applications should access.",
  ],
  controls: [
    { framework: "PCI DSS", version: "4.0.1", reference: "1.4.4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
    { framework: "AWS Security Hub", version: "1", reference: "EC2.9" },
    { framework: "AWS Security Hub", version: "1", reference: "EC2.25" },
  ],
  references: [
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html",
    "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html",
    "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
  ],
  fix: {
    does: "Gives the workload no public address, where its subnets do not lead to an internet gateway. This replaces an instance that has one.",
    losesAccess: "Whoever reaches the workload by its public address.",
  },
  notFor: "Workloads that serve the internet by themselves on purpose: name them in publicWorkloads.",
  ensues: true,
  settings: noSettings,
  moment: "stack",
  subjects: (world) => world.all("workload").filter((workload) => isPrivateKind(workload) && isPrivate(world, workload)),
  check(workload, world) {
    const address = publicAddressOf(world, workload);
    if (address === undefined) return [];
    return [
      {
        urn: address.urn,
        path: address.path,
        message: `The ${workload.noun} ${workload.resource.name} has a public address ${origin(address, workload)}, though it is ${role(world, workload)}. Give it a private one, or name it in publicWorkloads.`,
        rules: [],
        fix: () => withdraw(world, workload, address),
      },
    ];
  },
});

function isPrivateKind(workload: Workload): boolean {
  return ["instance", "scaling-group", "container-service", "node-group"].includes(workload.kind) && !isTemplate(workload);
}

/** What stands behind a balancer counts, and whatever serves nobody on the internet itself. What excuses a workload is asked of the other world. */
function isPrivate(world: World, workload: Workload): boolean {
  const { opposite } = world;
  if (isPublicOnPurpose(world, workload) || servesAsBastion(opposite, workload) || isCalledBastion(opposite, workload) || isNat(opposite, workload))
    return false;
  return backendsOf(world, workload).length > 0 || !world.excuses((other) => servesTheInternet(other, workload));
}

/**
 * Whether the internet is let in to ports that are there for it, or to those of an application: that these should not be open is for other
 * policies, and whoever calls it comes by that address as long as they are.
 */
function servesTheInternet(world: World, workload: Workload): boolean {
  return groupRefsOf(world, workload).some((ref) => {
    const isElsewhere = ref.kind === "external" || isOpen(ref);
    if (isElsewhere && world.doubt(ref.hole)) return true;
    return candidates(world, ref).some((key) => letsTheInternetIn(world, key));
  });
}

const letsTheInternetIn = perKeyInDoubt((world, group: string): boolean => {
  const served = intervals.union(intendedPorts(world, group), applicationPorts);
  if (publicExposure(world, group, served) !== undefined) return true;
  // CloudFront comes by the public address of an origin.
  return rulesOf(world, group, "ingress").some((rule) => admitsEdgeLocations(world, rule) && intervals.meets(trafficOf(world, rule), served));
});

const applicationPorts = intervals.subtract(intervals.union(tcp([0, 65535]), udp([0, 65535])), intervals.union(adminPorts, databasePorts));

function isPeerOfFunction(world: World, workload: Workload): boolean {
  return groupRefsOf(world, workload).some((own) =>
    candidates(world, own).some((group) =>
      rulesOf(world, group, "ingress").some(
        ({ peer }) =>
          peer.kind === "group" && candidates(world, peer.group).some((key) => workloadsOf(world, key).some(({ kind }) => kind === "function")),
      ),
    ),
  );
}

/** A group of which nothing is known. */
function isOpen(ref: Ref): ref is Extract<Ref, { kind: "unclear" }> {
  return ref.kind === "unclear" && ref.candidates.length === 0;
}

function role(world: World, workload: Workload): string {
  const [backend] = backendsOf(world, workload);
  if (backend !== undefined) return `behind the load balancer ${backend.balancer.resource.name}`;
  if (isPeerOfFunction(world, workload)) return "called by a function";
  return workload.kind === "instance" ? "no bastion, balancer or NAT, and serves nobody on the internet" : "nothing that the internet is let in to";
}

function origin({ by, urn }: PublicAddress, workload: Workload): string {
  if (by === "subnet") return "from its subnet";
  if (urn === workload.urn) return "by its own choice";
  return by === "Elastic IP" ? `from the Elastic IP ${parseUrn(urn).name}` : `from its template ${parseUrn(urn).name}`;
}

function withdraw(world: World, workload: Workload, { by, urn, path }: PublicAddress): FixPlan {
  if (by === "Elastic IP")
    return { kind: "declined", reason: `somebody may know ${workload.resource.name} by the address ${parseUrn(urn).name}: remove it by hand` };
  if (path.length === 0)
    return {
      kind: "declined",
      reason: `${workload.resource.name} gets its address from its subnet, and has no interface of its own that could refuse it`,
    };
  if (needsItsAddress(world, workload))
    return {
      kind: "declined",
      reason: `${workload.resource.name} may reach the internet through that address only: move it to subnets with a NAT gateway or endpoints first`,
    };
  const client = clientByPublicAddress(world, workload.urn);
  if (client !== undefined) return { kind: "declined", reason: client };
  const type = world.network.resources.get(urn)?.type ?? "";
  const value = type === "aws-native:ecs:Service" ? "DISABLED" : type === "aws:ec2/launchTemplate:LaunchTemplate" ? "false" : false;
  return {
    kind: "plan",
    summary: `Gives ${workload.resource.name} no public address`,
    losesAccess: `Whoever reaches ${workload.resource.name} by its public address.`,
    steps: [{ kind: "set", urn, path, value }],
  };
}

/** An internet gateway serves only who has a public address. A workload that names no subnet gets a default one, which leads to such a gateway. */
function needsItsAddress({ opposite }: World, workload: Workload): boolean {
  const subnets = subnetsOf(opposite, workload);
  return subnets.length === 0 || subnets.some((subnet) => isPublicSubnet(opposite, subnet));
}
