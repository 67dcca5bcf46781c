import * as intervals from "../../net/intervals";
import { everyTraffic, tcp, udp, type Traffic } from "../../net/ports";
import { takesConnections } from "../attachments/attachments";
import { launchedWorkloadsOf } from "../attachments/launched-workloads";
import { backendsOf } from "../balancers/balancers";
import { isCalledBastion } from "../instances/bastions";
import { isOnlyNat } from "../instances/nat-instances";
import { publicAddressOf } from "../instances/public-addresses";
import type { Workload, WorkloadKind } from "../network";
import { subnetsOf } from "../placement/placement";
import { perKeyInDoubt, type World } from "../world";
import { originTraffic } from "./edge-services";
import { intendedPorts, listeningPortsOf } from "./intended-ports";
import { isPublicOnPurpose } from "./public-workloads";

/**
 * What of a group is meant for everybody, where a rule is too wide to say so: the public ports on which something is known to listen; all of them
 * where nobody knows what listens. What is behind balancers is reached through these.
 */
export const meantForPublic = perKeyInDoubt((world, group: string): Traffic => {
  // In doubt about what listens, more is kept: nothing is kept that is not admitted now.
  const intended = intendedPorts(world.opposite, group);
  const carriers = launchedWorkloadsOf(world.opposite, group);
  // What a group is on that is looked at alone is not known.
  if (world.isAlone || carriers.length === 0) return withoutUpgrade(intended);
  const listening = listeningPortsOf(
    world.opposite,
    carriers.filter((workload) => !isBehindBalancers(world, workload) && !isOutOfReach(world, workload) && !isCalledBastion(world, workload)),
  );
  return intervals.covers(listening, everyTraffic) ? withoutUpgrade(intended) : intervals.intersect(intended, listening);
});

/** Whether something is the target of a balancer: it is called through that, where that sends to. */
export function isBehindBalancers(world: World, workload: Workload): boolean {
  return backendsOf(world, workload).length > 0;
}

/**
 * Whether nothing of it is for the public: a machine that has no address on the internet for certain, and that nothing on the internet sends to, what only passes on
 * what its network sends there, and what stands for a service inside of a VPC.
 */
function isOutOfReach(world: World, workload: Workload): boolean {
  return isOfItsNetwork(workload) || isUnreachedMachine(world, workload) || isOnlyNat(world, workload);
}

/** Whether nobody on the internet calls something through its group, whatever is known of addresses. */
export function isOfItsNetwork(workload: Workload): boolean {
  return workload.kind === "endpoint" || !takesConnections(workload) || servedByAws.test(workload.resource.type);
}

function isUnreachedMachine(world: World, workload: Workload): boolean {
  const { opposite } = world;
  return (
    machines.has(workload.kind) &&
    subnetsOf(world, workload).length > 0 &&
    publicAddressOf(opposite, workload) === undefined &&
    !isPublicOnPurpose(world, workload) &&
    intervals.isEmpty(originTraffic(opposite, workload))
  );
}

/**
 * Whoever uses these from the internet comes to an endpoint of AWS, which has no group; theirs is for their own network. A server for files speaks nothing of
 * the web, wherever it is, nor does a cluster that works on data:
 * https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html, https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-networking.html
 * https://docs.aws.amazon.com/sagemaker/latest/dg/infrastructure-connect-to-resources.html
 * https://docs.aws.amazon.com/appstream2/latest/developerguide/managing-network-vpce-interface.html
 */
const servedByAws =
  /^aws(?:-native)?:(?:appstream[:/].*(?:Fleet|ImageBuilder)|eks[:/].*Cluster|mwaa[:/].*Environment|sagemaker[:/].*|glue[:/].*|grafana[:/].*Workspace|quicksight[:/].*V[Pp][Cc]Connection|transfer[:/].*Server|emr[:/].*Cluster)$/;

const machines: ReadonlySet<WorkloadKind> = new Set(["instance", "scaling-group", "container-service", "node-group"]);

/** HTTP/3 is an offer to clients of HTTPS, who stay where they are without it. */
function withoutUpgrade(traffic: Traffic): Traffic {
  return intervals.covers(traffic, tcp(443)) ? intervals.subtract(traffic, udp(443)) : traffic;
}
