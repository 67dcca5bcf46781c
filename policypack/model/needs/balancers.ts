import { Hole } from "../approx";
import * as intervals from "../../net/intervals";
import { tcp } from "../../net/ports";
import { adminPorts, databasePorts, webPorts } from "../../net/well-known";
import { groupsOf, isTemplate } from "../attachments/attachments";
import { isExported, isToldOf } from "../attachments/usage";
import {
  backend,
  backendsOf,
  balancerByUrn,
  balancersOf,
  emptyTargetGroups,
  isInternetFacing,
  targetsIn,
  type Backend,
} from "../balancers/balancers";
import { listenersOf, trafficOfListener } from "../balancers/listeners";
import { isAccelerated, isVpcOrigin, originTraffic } from "../exposure/edge-services";
import { isPublicOnPurpose } from "../exposure/public-workloads";
import type { LoadBalancer, Target, Workload } from "../network";
import { workloadByUrn } from "../placement/placement";
import { externalKey, keyOf, perWorld, type World } from "../world";
import { workloadsBehind } from "./dependencies";
import type { Need, Party } from "./need";
import { addressesIn, named, networkOf, partyOf } from "./parties";

/** The ways of balancers to their targets, and of the clients whose addresses they pass on. */
export function needsOfTargets(world: World): readonly Need[] {
  return world
    .all("workload")
    .flatMap((workload) => (isTemplate(workload) ? [] : backendsOf(world, workload).flatMap((backend) => needsOfBackend(world, backend))));
}

/**
 * What a balancer of another program sends to what is here, through a target group of this one that it is told of: of such a balancer nothing else is
 * known, so that it may pass on the addresses of anybody.
 */
export function needsOfToldTargetGroups(world: World): readonly Need[] {
  return world.all("targetGroup").flatMap((targetGroup): readonly Need[] => {
    const { urn, resource, targetType } = targetGroup;
    if (targetType === "lambda" || balancersOf(world.opposite, targetGroup).length > 0 || !isToldOf(world, resource)) return [];
    const hole = new Hole(urn, [], "is told to others, whose balancers are not known");
    const balancer: LoadBalancer = {
      urn: externalKey(urn),
      resource: { ...resource, name: `of another program that gets ${resource.name}` },
      kind: hole,
      internal: hole,
      hasGroups: hole,
      hasIpv6: hole,
      enforcesGroupsOnPrivateLink: hole,
    };
    return targetsIn(world, urn).flatMap((target) => {
      const workload = workloadByUrn(world).get(keyOf(target.workload) ?? "");
      return workload === undefined || isTemplate(workload) ? [] : needsOfBackend(world, backend(workload, balancer, targetGroup, target));
    });
  });
}

function needsOfBackend(world: World, backend: Backend): readonly Need[] {
  const { workload, balancer } = backend;
  const itself = workloadByUrn(world).get(balancer.urn);
  const who = itself === undefined ? `the load balancer ${balancer.resource.name}` : named(itself);
  // What is not known of its ports may be any.
  const traffic = backend.ports(world.opposite);
  const health = backend.health(world.opposite);
  const groups = backend.groupsOfBalancer(world);
  const own: Party = {
    kind: "workload",
    client: itself,
    groups,
    addresses: itself === undefined ? addressesIn(world, workload) : (addressesIn(world, itself) ?? addressesIn(world, workload)),
  };
  if (!backend.passesClientAddress(world)) {
    const ingress: Need = { of: workload, direction: "ingress", traffic: intervals.union(traffic, health), party: own, who };
    return itself === undefined
      ? [ingress]
      : [ingress, { ...ingress, of: itself, direction: "egress", party: partyOf(world, workload, itself), who }];
  }
  const clients: Need = {
    of: workload,
    direction: "ingress",
    traffic,
    party: isCalledFromInternet(world.opposite, balancer, itself) ? { kind: "public" } : networkOf(world, workload, true),
    who: `whoever calls ${who}, which passes addresses on,`,
  };
  return [clients, { of: workload, direction: "ingress", traffic: intervals.union(traffic, health), party: own, who: `the health check of ${who}` }];
}

function isCalledFromInternet(world: World, balancer: LoadBalancer, itself: Workload | undefined): boolean {
  return isInternetFacing(world, balancer) || (itself !== undefined && isAccelerated(world, itself));
}

/**
 * What a balancer sends to a target group that nothing of the program is in: what is, is of another program, and can carry only groups that this one
 * gives away.
 */
export function needsOfUnseenTargets(world: World): readonly Need[] {
  const given = world.all("group").filter((group) => isExported(world.opposite, group));
  if (given.length === 0) return [];
  return emptyTargetGroups(world).flatMap((targetGroup) =>
    balancersOf(world, targetGroup).flatMap((balancer): readonly Need[] => {
      const itself = workloadByUrn(world).get(balancer.urn);
      if (itself === undefined) return [];
      const nowhere: Target = {
        urn: targetGroup.urn,
        resource: targetGroup.resource,
        targetGroup: { kind: "resource", urn: targetGroup.urn },
        workload: { kind: "resource", urn: targetGroup.urn },
        port: undefined,
      };
      const ways = needsOfBackend(world, backend(itself, balancer, targetGroup, nowhere)).filter(({ direction }) => direction === "ingress");
      return given.flatMap(({ urn }) =>
        ways.map((need): Need => ({
          ...need,
          unseenOn: urn,
          says: (ports) => `${need.who} reaches what other programs put behind it on ${ports} through this rule alone`,
        })),
      );
    }),
  );
}

/**
 * What a balancer that other programs are told of may send to what these put behind it, which can carry only groups that this one gives away: on the ports
 * that such a group has rules of their own for, but for logins and data.
 */
export function needsBehindToldBalancers(world: World): readonly Need[] {
  const given = world.all("group").filter((group) => isExported(world.opposite, group));
  if (given.length === 0) return [];
  return world.all("workload").flatMap((workload): readonly Need[] => {
    const balancer = balancerByUrn(world).get(workload.urn);
    if (balancer === undefined || !world.holds(balancer.kind, (kind) => kind === "application")) return [];
    const listeners = listenersOf(world, workload.urn);
    if (![balancer, ...listeners].some(({ resource }) => isToldOf(world, resource))) return [];
    const groups = groupsOf(world, workload);
    const party: Party = { kind: "workload", client: workload, groups, addresses: addressesIn(world, workload) };
    const who = named(workload);
    return given.map(({ urn }): Need => ({
      of: workload,
      unseenOn: urn,
      direction: "ingress",
      traffic: servedBehind,
      party,
      who,
      shownBy: "narrow rules",
      says: (ports) => `${who} reaches what other programs put behind it on ${ports} through this rule alone`,
    }));
  });
}

/** What somebody serves who is behind a balancer: no logins, no data, and what the balancer listens on is its own. */
const servedBehind = intervals.subtract(tcp([0, 65535]), intervals.unionAll([adminPorts, databasePorts, webPorts]));

/** What balancers listen for: the internet, or whoever calls them from inside. */
export function needsOfListeners(world: World): readonly Need[] {
  return world.all("workload").flatMap((workload): readonly Need[] => {
    const balancer = balancerByUrn(world).get(workload.urn);
    if (balancer === undefined) return [];
    const traffic = intervals.unionAll(listenersOf(world, workload.urn).map((listener) => trafficOfListener(world.opposite, listener)));
    if (intervals.isEmpty(traffic)) return [];
    return [{ of: workload, direction: "ingress", traffic, ...callersOf(world, workload, balancer) }];
  });
}

function callersOf(world: World, workload: Workload, balancer: LoadBalancer): Pick<Need, "party" | "who" | "says"> {
  const who = `the clients of ${named(workload)}`;
  const [link, service] = [linkTo(world, balancer), endpointServiceOf(world, balancer)];
  if (link !== undefined || service !== undefined) {
    const leads = link === undefined ? `whoever the endpoint service ${service ?? ""} is for, which` : `API Gateway, whose link ${link}`;
    return { party: { kind: "public" }, who: `${leads} leads to ${named(workload)} over PrivateLink, from addresses that nobody knows,` };
  }
  if (isAccelerated(world.opposite, workload))
    return { party: { kind: "public" }, who, says: (ports) => `${named(workload)} takes what an accelerator of the internet sends to ${ports}` };
  if (!isInternetFacing(world, balancer)) {
    const isSeen = isVpcOrigin(world.opposite, workload);
    return { party: networkOf(world, workload, isSeen), who: isSeen ? `CloudFront, of which ${named(workload)} is an origin,` : who };
  }
  if (!isPublicOnPurpose(world, workload) && !intervals.isEmpty(originTraffic(world, workload)))
    return { party: { kind: "CloudFront" }, who: `CloudFront, of which ${named(workload)} is an origin,` };
  return { party: { kind: "public" }, who, says: (ports) => `${named(workload)} listens on ${ports} for the internet` };
}

/**
 * The link of REST APIs that leads to a network load balancer whose groups have a say over PrivateLink: what comes through it has addresses of AWS's own.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
function linkTo(world: World, balancer: LoadBalancer): string | undefined {
  return isFilteredOverPrivateLink(world, balancer) ? linksByBalancer(world).get(balancer.urn) : undefined;
}

/** The endpoint service that offers the same to others: they come with the addresses that they have in networks of their own. */
function endpointServiceOf(world: World, balancer: LoadBalancer): string | undefined {
  return isFilteredOverPrivateLink(world, balancer) ? endpointServices(world).get(balancer.urn) : undefined;
}

function isFilteredOverPrivateLink({ opposite }: World, { hasGroups, enforcesGroupsOnPrivateLink }: LoadBalancer): boolean {
  return opposite.holds(hasGroups, (has) => has) && opposite.holds(enforcesGroupsOnPrivateLink, (enforces) => enforces);
}

const endpointServices = perWorld((world): ReadonlyMap<string, string> => {
  const services = [...world.network.resources.values()].filter(({ type }) => /^aws(?:-native)?:ec2[:/].*V[Pp][Cc]EndpointService$/.test(type));
  return new Map(services.flatMap((service) => workloadsBehind(world, service).map(({ urn }) => [urn, service.name] as const)));
});

const linksByBalancer = perWorld((world): ReadonlyMap<string, string> => {
  const ways = world.all("apiLink").flatMap(({ resource, balancers }) => balancers.map((ref) => [keyOf(ref), resource.name] as const));
  return new Map(ways.flatMap(([key, name]) => (key === undefined ? [] : [[key, name] as const])));
});
