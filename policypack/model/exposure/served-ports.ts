import { grouped } from "../../grouped";
import * as intervals from "../../net/intervals";
import { noTraffic, tcp, type Traffic } from "../../net/ports";
import { adminPorts, databasePorts, sharedDatabasePorts } from "../../net/well-known";
import type { Resource } from "../../resources/resource";
import { areScriptsKnown, startUpScripts } from "../../resources/start-up-scripts";
import { groupsOf } from "../attachments/attachments";
import { containerInstancesOf, portsOfContainers } from "../attachments/container-instances";
import type { Group, Workload } from "../network";
import { workloadByUrn } from "../placement/placement";
import { declarationsOf, judgedGroups } from "../rules/groups";
import { keyOf, perKey, perWorld, type World } from "../world";
import { portsOfScript } from "./script-ports";
import { tellsWhereItServes } from "./told-scripts";

/**
 * The ports of data on something. What brokers speak with devices is for the internet, where a machine serves it: https://www.iana.org (secure-mqtt).
 * Where other things listen as often, something has to say that it is a database.
 */
export function dataPortsOf(world: World, workload: Workload): Traffic {
  const isData =
    workload.kind === "data-store" ||
    databaseNames.test(workload.resource.name) ||
    groupsOf(world, workload).some((key) => isCalledAfterData(world, key)) ||
    scriptsOf(world, workload).some((script) => startsData(world, script));
  return isData ? intervals.union(dataPorts, sharedDatabasePorts) : dataPorts;
}

/** The ports on which nothing but data is served. */
export const dataPorts = intervals.subtract(databasePorts, intervals.union(tcp(8883), sharedDatabasePorts));

/** The databases whose ports others use, too. */
const databaseNames = /(?:^|[^a-z])(?:db2|cassandra|scylla|clickhouse|dax)(?![a-z])/i;

const startsData = perKey((_world, script: string): boolean => databaseNames.test(script));

/** Whether a group, or one of its rules, is called after a database. */
const isCalledAfterData = perKey((world, group: string): boolean => {
  const own = groupByKey(world).get(group);
  const texts = [...(own === undefined ? [] : [own.description]), ...declarationsOf(world, group, "ingress").map(({ description }) => description)];
  return [own?.resource.name ?? "", ...texts.map((text) => world.valueOr(text, "") ?? "")].some((text) => databaseNames.test(text));
});

const groupByKey = perWorld(
  (world): ReadonlyMap<string, Group> => new Map(judgedGroups(world).flatMap(({ key, group }) => (group === undefined ? [] : [[key, group]]))),
);

/**
 * The ports on which something is seen to serve what anybody may call: by the start-up script of a machine or of the template that it is made from, and by
 * the containers of a service, on the machines that these run on as well. No administration, no database.
 */
export function portsServed(world: World, workload: Workload): Traffic {
  const served = [
    ...scriptsOf(world, workload).map((script) => portsIn(world, script)),
    portsOfContainers(world, workload),
    hostedBy(world).get(workload.urn) ?? noTraffic,
  ];
  return intervals.subtract(intervals.unionAll(served), intervals.union(adminPorts, dataPortsOf(world, workload)));
}

/**
 * Whether scripts that are known as a whole say where all of something serves, and fetch nothing that may serve elsewhere: then it serves nothing of the web
 * that they do not show.
 */
export function servesWhatIsSeenOnly(world: World, workload: Workload): boolean {
  const all = scriptsOf(world, workload);
  const scripts = all.filter((script) => !all.includes(Buffer.from(script, "base64").toString("utf8")));
  const isKnown = startedWith(world, workload).every(areScriptsKnown);
  return isKnown && scripts.some((script) => !intervals.isEmpty(portsIn(world, script))) && scripts.every((script) => isToldAsAWhole(world, script));
}

/** Thousands of machines share a script. */
const isToldAsAWhole = perKey((_world, script: string): boolean => tellsWhereItServes(script));

const portsIn = perKey((_world, script: string): Traffic => portsOfScript(script));

/** Whether a machine starts something that people, and not only administrators, use over SSH: repositories, files. */
export function servesOverSsh(world: World, workload: Workload): boolean {
  return scriptsOf(world, workload).some((script) => /\b(?:gitlab|gitea|forgejo|gogs|gerrit|sftp)\b/.test(script));
}

const scriptsOf = perKey((world, workload: Workload): readonly string[] => startedWith(world, workload).flatMap(startUpScripts));

/** A machine and the templates that it is made from. */
function startedWith(world: World, { resource, templates }: Workload): readonly Resource[] {
  return [resource, ...templates.flatMap((ref) => workloadByUrn(world).get(keyOf(ref) ?? "")?.resource ?? [])];
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
