import { everyTraffic, tcp, udp, type Traffic } from "../../net/ports";
import * as intervals from "../../net/intervals";
import { databasePorts, webPorts } from "../../net/well-known";
import { inside, leavesOf, unknown, type Plain, type Properties, type Resource } from "../../resources/resource";
import { bastionInWords, isBastion, isNameOfBastion, logins, loginsBehind, servesAsBastion, ssh } from "../instances/bastions";
import { isInstanceKind } from "../instances/instances";
import { publicAddressOf } from "../instances/public-addresses";
import type { Workload } from "../network";
import { workloadByUrn } from "../placement/placement";
import { keyOf, perWorld, type World } from "../world";
import { groupsOf, isTemplate } from "../attachments/attachments";
import { rulesOf, trafficOf as ruleTraffic } from "../rules/groups";
import { mostPortsOfOne } from "./admissions";
import { connectionOf } from "./connecting-calls";
import { workloadsBehind, workloadsFrom } from "./dependencies";
import type { Need } from "./need";
import { named, partyOf, vpcsOf } from "./parties";
import { isTransferServerInside } from "./transfer-servers";
import { isWayToNeighbours, mostPortsShown, narrowLogins } from "./ways-in";

/** The connections that the program opens itself while it is deployed. */
export const needsOfDeployer = perWorld((world): readonly Need[] => {
  const needs = deployments(world).flatMap(({ resource, reaches }) => {
    const doors = isProxied(resource) ? reaches.filter((server) => publicAddressOf(world.opposite, server) !== undefined) : [];
    return reaches.flatMap((server): Need[] => {
      const need: Omit<Need, "party" | "who"> = { of: server, direction: "ingress", traffic: trafficOf(world, resource, server) };
      if (doors.length === 0 || doors.includes(server))
        return [{ ...need, party: { kind: "operator" }, who: `${resource.name}, while the program is deployed,` }];
      return doors.map((door): Need => ({ ...need, party: partyOf(world, door, server), who: `${resource.name}, through ${named(door)},` }));
    });
  });
  return [...needs, ...needsOfProgram(world), ...needsOfCalls(world), ...needsOfPipelines(world)];
});

/** What a service that runs jobs is told of a machine, as a secret or a variable of a repository: the jobs log in there. */
function needsOfPipelines(world: World): readonly Need[] {
  return [...world.network.resources.values()].flatMap((resource): readonly Need[] => {
    if (!runsJobs.test(resource.type)) return [];
    return workloadsBehind(world, resource).flatMap((of): readonly Need[] => {
      if (!isInstanceKind(of)) return [];
      const who = `what is told of it by ${resource.name} (${resource.type.split(":")[0]})`;
      return [{ of, direction: "ingress", traffic: narrowLogins(world, of), party: { kind: "operator" }, who }];
    });
  });
}

const runsJobs = /^(github|gitlab|bitbucket|azuredevops|buildkite|circleci|harness|octopusdeploy|spacelift|tfe|pulumiservice):/;

/** Whether a connection goes through another machine: what has an address on the internet is that one. */
function isProxied({ inputs }: Resource): boolean {
  return [inside(inputs.connection, "proxy"), inputs.bastionHost, inputs.jumphost, inputs.proxy].some((each) => each !== undefined && each !== null);
}

/** A program of the Automation API that has the address of a data store sets it up: what is in it, nobody else puts there. */
function needsOfProgram(world: World): readonly Need[] {
  const reached = world.all("stackExports").flatMap((exported) => (exported.isForProgram ? [...exported.reached] : []));
  return [...new Set(reached)].flatMap((urn): readonly Need[] => {
    const of = workloadByUrn(world).get(urn);
    if (of?.kind !== "data-store" || of.ports === undefined) return [];
    const traffic = world.opposite.pick(of.ports);
    return [{ of, direction: "ingress", traffic, party: { kind: "operator" }, who: "the program that deploys it, by the exported address," }];
  });
}

/** A program that logs in to what it deploys, with a package for that or a command of the machine that it runs on. */
function needsOfCalls(world: World): readonly Need[] {
  return world.all("foreignCall").flatMap(({ call }): readonly Need[] => {
    const connection = connectionOf(call);
    if (connection === undefined) return [];
    const { ports, usual, leavesData, isOfWeb } = connection;
    return workloadsFrom(world, call.told).flatMap((of): readonly Need[] => {
      if (isOfWeb && of.kind !== "data-store" && !intervals.meets(ports ?? usual ?? everyTraffic, databasePorts)) return [];
      const own = of.ports === undefined ? undefined : world.opposite.pick(of.ports);
      const shown = leavesData ? intervals.subtract(shownOn(world, of), databasePorts) : shownOn(world, of);
      const traffic = own ?? ports ?? (usual === undefined ? shown : usualOr(usual, narrowRules(world, of)));
      return [{ of, direction: "ingress", traffic, party: { kind: "operator" }, who: `the program itself (${call.of}), while it is deployed,` }];
    });
  });
}

interface Deployment {
  readonly resource: Resource;
  readonly reaches: readonly Workload[];
}

const deployments = perWorld((world): readonly Deployment[] => {
  const connecting = new Set(world.all("deployConnection").map(({ urn }) => urn));
  return [...world.network.resources.values()].flatMap((resource): readonly Deployment[] => {
    if (!connecting.has(resource.urn) && !opensConnections(resource) && !isToldWhere(world, resource)) return [];
    const reaches = workloadsBehind(world, resource);
    return reaches.length === 0 ? [] : [{ resource, reaches }];
  });
});

/** A provider that is set up with an address of the program logs in there; so does what the program does by itself. */
function opensConnections({ type }: Resource): boolean {
  if (/^pulumi:providers:(aws|aws-native|awsx|eks|tls|random|cloudinit|archive)$/.test(type)) return false;
  return type.startsWith("pulumi:providers:") || /^(command:local:Command|pulumi-(nodejs|python):dynamic[:/].*Resource|terraform:.*)$/.test(type);
}

/** What other packages set up where a property of it says: a node of a cluster, say. Those of clouds ask an API. */
function isToldWhere(world: World, { type, propertyDependencies }: Resource): boolean {
  if (/^(aws|aws-native|awsx|eks|kubernetes|helm|azure.*|gcp|google-native|cloudflare|random|tls|pulumi|command)$/.test(type.split(":")[0] ?? ""))
    return false;
  const told = ["node", "nodes", "host", "endpoint", "connection"].flatMap((property) => propertyDependencies[property] ?? []);
  return told.some((urn) => workloadByUrn(world).has(urn));
}

/** https://www.pulumi.com/registry/packages/ of each of them. */
const defaultPorts: ReadonlyMap<string, Traffic> = new Map([
  ["postgresql", tcp(5432)],
  ["mysql", tcp(3306)],
  ["mongodb", tcp(27017)],
  ["vault", tcp(8200)],
  ["rabbitmq", tcp(15672, 15671)],
  ["consul", tcp(8500, 8501)],
  ["nomad", tcp(4646)],
  ["kubernetes", tcp(443, 6443)],
  ["docker", tcp(2375, 2376)],
  ["grafana", tcp(3000)],
  ["kafka", tcp(9092, 9094, 9096, 9098)],
  ["talos", tcp(50000)],
]);

function trafficOf(world: World, { type, inputs }: Resource, server: Workload): Traffic {
  const port = portIn(inputs.port) ?? portIn(inside(inputs.connection, "port"));
  if (port !== undefined) return tcp(port);
  // A connection is a secret, and not known as a whole where the host is not: its port, then, is one that a rule is for.
  if (type.startsWith("command:remote:")) return inputs.connection === unknown ? usualOr(ssh, narrowRules(world, server)) : ssh;
  const own = server.ports === undefined ? undefined : world.opposite.pick(server.ports);
  if (own !== undefined) return own;
  const told = portsToldTo(inputs);
  if (!intervals.isEmpty(told)) return told;
  const [first = "", ...rest] = type.split(":");
  const byDefault = defaultPorts.get(first === "pulumi" ? (rest.at(-1) ?? "") : first.replace(/^provider-/, ""));
  if (byDefault === undefined) return shownOn(world, server);
  // The address that it is told is not known, and may name another port: one that a rule is for.
  return usualOr(byDefault, narrowRules(world, server));
}

/** What somebody may connect to who can log in: what there are rules for, but for databases; a rule for everything beside them shows nothing. */
function shownOn(world: World, server: Workload): Traffic {
  const all = portsShown(world, server);
  return intervals.meets(all, logins) ? intervals.subtract(all, databasePorts) : everyTraffic;
}

function usualOr(usual: Traffic, named: Traffic): Traffic {
  const others = intervals.subtract(named, webPorts);
  // Where a port of its own is named, one for the web beside it is for somebody else.
  const own = intervals.intersect(intervals.subtract(usual, webPorts), named);
  if (!intervals.isEmpty(own)) return own;
  return intervals.isEmpty(others) || intervals.meets(named, usual) ? usual : others;
}

/** The ports of the addresses that a provider is told: "https://vault.example.com:8200". */
function portsToldTo(inputs: Properties): Traffic {
  const texts = Object.values(inputs)
    .flatMap(leavesOf)
    .filter((leaf) => typeof leaf === "string");
  const ports = texts.flatMap((text) => portIn(/^(?:[a-z+]+:\/\/)?(?:[^\s/@]*@)?[\w.-]+:(\d{2,5})(?:[/?]|$)/i.exec(text)?.[1]) ?? []);
  return tcp(...ports);
}

/** What the rules of a machine are for that name a few ports each. */
function narrowRules(world: World, machine: Workload): Traffic {
  return portsShown(world, machine, mostPortsOfOne);
}

function portIn(value: Plain | undefined): number | undefined {
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) && number > 0 && number < 65536 ? number : undefined;
}

/** The ways of administrators to bastions, and through them, EC2 Instance Connect or a Client VPN to the machines behind. */
export function needsOfAdministrators(world: World): readonly Need[] {
  const { opposite } = world;
  const machines = world.all("workload").filter((workload) => isInstanceKind(workload) && !isTemplate(workload));
  const bastions = machines.filter(
    (workload) =>
      isBastion(opposite, workload) ||
      servesAsBastion(world, workload) ||
      !intervals.isEmpty(loginsBehind(world, workload)) ||
      isPublicByNameOfBastion(world, workload) ||
      isWayToNeighbours(world, workload),
  );
  const doors = [
    ...bastions.map((door) => ({ door, traffic: loginsThrough(world, door) })),
    ...[...connectEndpoints(world), ...clientVpns(world)].map((door) => ({ door, traffic: logins })),
  ];
  return [
    ...bastions.map((of): Need => ({
      of,
      direction: "ingress",
      traffic: loginsTo(world, of),
      party: { kind: "operator" },
      who: `whoever administers through ${bastionInWords(of)}`,
    })),
    ...doors.flatMap(({ door, traffic }) =>
      machines
        .filter((machine) => !bastions.includes(machine) && isBeside(world, door, machine))
        .map((of): Need => ({
          of,
          direction: "ingress",
          traffic: intervals.intersect(traffic, loginsShown(world, of)),
          party: partyOf(world, door, of),
          who: named(door),
        })),
    ),
  ];
}

/** Whether a machine with an address on the internet has the name of a bastion. */
function isPublicByNameOfBastion(world: World, machine: Workload): boolean {
  return isNameOfBastion(machine.resource.name) && publicAddressOf(world, machine) !== undefined;
}

/** What people log in to a machine behind others with, as far as its rules show: one for everything shows nothing. */
function loginsShown(world: World, machine: Workload): Traffic {
  const own = intervals.intersect(portsShown(world, machine), logins);
  return intervals.isEmpty(own) ? logins : own;
}

/** The ports that a machine has rules for, but for those of more than so many ports: these show nothing. */
function portsShown(world: World, machine: Workload, most = mostPortsShown): Traffic {
  const rules = groupsOf(world, machine).flatMap((key) => rulesOf(world, key, "ingress"));
  return intervals.unionAll(rules.map((rule) => ruleTraffic(world, rule)).filter((traffic) => intervals.size(traffic) <= most));
}

/** What people log in to a bastion with: what it has rules for, else what they use behind it. */
function loginsTo(world: World, bastion: Workload): Traffic {
  const own = narrowLogins(world, bastion);
  if (!intervals.isEmpty(own)) return intervals.union(own, mobileShellTo(world, bastion));
  const behind = loginsBehind(world, bastion);
  return intervals.isEmpty(behind) ? ssh : behind;
}

/** Where a session goes on by datagrams: in rules of its own. */
function mobileShellTo(world: World, bastion: Workload): Traffic {
  const rules = groupsOf(world, bastion).flatMap((key) => rulesOf(world, key, "ingress"));
  return intervals.unionAll(rules.map((rule) => ruleTraffic(world, rule)).filter((traffic) => intervals.covers(mobileShell, traffic)));
}

/** What people log in to a bastion with, they use behind it. */
function loginsThrough(world: World, bastion: Workload): Traffic {
  const own = narrowLogins(world, bastion);
  return intervals.isEmpty(own) ? ssh : own;
}

/** https://mosh.org ("Mosh uses UDP ports between 60000 and 61000") */
const mobileShell = udp([60000, 61000]);

/** Endpoints that come with their own addresses; others come with their clients'. */
const connectEndpoints = perWorld((world): readonly Workload[] =>
  world
    .all("connectEndpoint")
    .flatMap(({ urn, preservesClientAddress }) =>
      world.holds(preservesClientAddress, (preserves) => !preserves) ? (workloadByUrn(world).get(urn) ?? []) : [],
    ),
);

/** Who comes through these has the address and the groups of their interfaces: https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/client-authorization.html */
const clientVpns = perWorld((world): readonly Workload[] => world.all("workload").filter(({ noun }) => noun === "Client VPN endpoint"));

function isBeside(world: World, a: Workload, b: Workload): boolean {
  const there = vpcsOf(world, b);
  return vpcsOf(world, a).some((vpc) => there.includes(vpc));
}

/** What has to be reached by somebody, whoever that is: all that serves others. */
export function needsOfServers(world: World): readonly Need[] {
  const kinds = new Set(["instance", "scaling-group", "container-service", "node-group", "load-balancer"]);
  return world.all("workload").flatMap((of): Need[] => {
    const holdsData = of.kind === "data-store" && of.ports !== undefined;
    return isTemplate(of) || !(holdsData || kinds.has(of.kind) || isTransferServerInside(of) || of.noun === "broker")
      ? []
      : [
          {
            of,
            direction: "ingress",
            traffic: holdsData ? world.opposite.pick(of.ports) : everyTraffic,
            party: { kind: "anybody", isOutside: false },
            who: `whoever reaches ${named(of)}`,
            says: () => `nobody could reach ${named(of)} any more`,
          },
        ];
  });
}

/** A cluster and its nodes speak to each other: https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html */
export function needsOfClusters(world: World): readonly Need[] {
  return world.all("clusterNodes").flatMap(({ urn, cluster }): Need[] => {
    const nodes = workloadByUrn(world).get(urn);
    const control = workloadByUrn(world).get(keyOf(cluster) ?? "");
    if (nodes === undefined || control === undefined) return [];
    return [
      { of: nodes, direction: "ingress", traffic: tcp(443, [1025, 65535]), party: partyOf(world, control, nodes), who: named(control) },
      { of: control, direction: "ingress", traffic: tcp(443), party: partyOf(world, nodes, control), who: named(nodes) },
    ];
  });
}
