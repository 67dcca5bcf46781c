import { grouped } from "../../grouped";
import * as intervals from "../../net/intervals";
import { everyTraffic, noTraffic, tcp, udp, type Traffic } from "../../net/ports";
import { adminPorts } from "../../net/well-known";
import { groupsOf, isTemplate } from "../attachments/attachments";
import { acceleratedTraffic, originTraffic } from "../exposure/edge-services";
import { isBehindBalancers, meantForPublic } from "../exposure/meant-for-public";
import { dataPorts, portsServed } from "../exposure/served-ports";
import { isPublic } from "../exposure/exposure";
import { isPublicOnPurpose } from "../exposure/public-workloads";
import { isCalledBastion, servesAsBastion } from "../instances/bastions";
import { settingOf } from "../instances/instances";
import { publicAddressOf } from "../instances/public-addresses";
import type { Workload, WorkloadKind } from "../network";
import { subnetsOf } from "../placement/placement";
import { addressesOf, rulesOf, trafficOf } from "../rules/groups";
import { perKeyInDoubt, perWorld, type World } from "../world";
import { needsOfCallers } from "./callers";
import type { Need } from "./need";
import { needsOfDeployer } from "./operators";
import { named } from "./parties";
import { isTransferServerOutside, transfers } from "./transfer-servers";

const kinds: ReadonlySet<WorkloadKind> = new Set(["instance", "scaling-group", "container-service"]);

/**
 * What has an address on the internet serves it on the public ports, wherever these are open; on others it keeps somebody there whom it serves.
 * What is for logins and for data is not that.
 */
export function needsOfPublicServers(world: World): readonly Need[] {
  const { opposite } = world;
  return world.all("workload").flatMap((of): Need[] => {
    if (isTransferServerOutside(of)) return [{ ...transfers(of), of }];
    if (!kinds.has(of.kind) || isTemplate(of)) return [];
    // What is not known of its ports may be any.
    const accelerated = acceleratedTraffic(opposite, of);
    if (!intervals.isEmpty(accelerated))
      return [
        {
          of,
          direction: "ingress",
          traffic: accelerated,
          party: { kind: "public" },
          who: `the clients of ${named(of)}`,
          says: (ports) => `${named(of)} takes what an accelerator of the internet sends to ${ports}`,
        },
      ];
    if (servesAsBastion(opposite, of) || isCalledBastion(opposite, of) || !mayHavePublicAddress(world, of)) return [];
    // What a balancer or a distribution stands in front of is called by that.
    if (isBehindBalancers(world, of)) return [];
    if (!isPublicOnPurpose(world, of) && !intervals.isEmpty(originTraffic(opposite, of))) return [];
    const somebody: Need = {
      of,
      direction: "ingress",
      traffic: intervals.subtract(everyTraffic, intervals.union(adminPorts, dataPorts)),
      party: { kind: "anybody", isOutside: true },
      who: `whoever reaches ${named(of)}`,
      says: () => `nobody on the internet could reach ${named(of)} any more`,
    };
    const served = portsServed(world, of);
    const groups = groupsOf(world, of);
    // Where nothing tells what listens, and for whom, a rule for one port does.
    const single = intervals.isEmpty(served) ? intervals.unionAll(groups.map((key) => namedForPublic(world, key))) : served;
    const meant = intervals.unionAll(groups.map((key) => meantForPublic(world, key)));
    const traffic = intervals.union(served, intervals.subtract(single, calledByOthers(world).get(of.urn) ?? noTraffic), meant);
    if (intervals.isEmpty(traffic)) return [somebody];
    return [
      {
        of,
        direction: "ingress",
        traffic,
        party: { kind: "public" },
        who: `the clients of ${named(of)}`,
        says: (ports) => `the internet reaches ${named(of)} on ${ports}`,
      },
      somebody,
    ];
  });
}

/** What names no subnet gets its address from one that the program does not show. */
function mayHavePublicAddress({ opposite }: World, workload: Workload): boolean {
  if (publicAddressOf(opposite, workload) !== undefined) return true;
  return subnetsOf(opposite, workload).length === 0 && settingOf(opposite, workload, "publicAddress").value !== false;
}

/** On which ports the program shows who else calls something: the deployment itself, and what was told of its address. */
const calledByOthers = perWorld((world): ReadonlyMap<string, Traffic> => {
  const seen = [...needsOfDeployer(world), ...needsOfCallers(world)].filter(
    ({ of, direction, party, traffic }) =>
      direction === "ingress" &&
      (party.kind !== "network" || party.isSeen) &&
      // Where it may be any of several, it is not said which of them is not for the public.
      (party.kind !== "operator" || intervals.size(intervals.intersect(traffic, namedOn(world, of))) <= 1n),
  );
  return new Map(grouped(seen, ({ of }) => of.urn).map(([urn, needs]) => [urn, intervals.unionAll(needs.map(({ traffic }) => traffic))]));
});

function namedOn(world: World, of: Workload): Traffic {
  return intervals.unionAll(groupsOf(world, of).map((key) => namedForPublic(world, key)));
}

/** The ports that rules for the internet name one by one: whoever wrote them meant these. What is for logins and for data is not for everybody. */
const namedForPublic = perKeyInDoubt((world, group: string): Traffic => {
  const ports = rulesOf(world, group, "ingress").flatMap((rule) => {
    const traffic = intervals.intersect(trafficOf(world, rule), withPorts);
    return intervals.size(traffic) === 1n && isPublic(world, addressesOf(world, rule.peer)) ? [traffic] : [];
  });
  return intervals.subtract(intervals.unionAll(ports), intervals.union(adminPorts, dataPorts));
});

const withPorts = intervals.union(tcp([0, 65535]), udp([0, 65535]));
