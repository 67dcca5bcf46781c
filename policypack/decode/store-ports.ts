import { exactly, isHole, type Approx, type Hole } from "../model/approx";
import * as intervals from "../net/intervals";
import * as ports from "../net/ports";
import { engineDefaultPorts } from "../net/well-known";
import type { Property } from "./read";
import { named } from "./types";

/** Where a data store listens. */
export type Ports = (inputs: Property) => Approx<ports.Traffic>;

/** A data store listens on `port`, else where what it is a copy of does, else on its engine's default. */
export function enginePorts(engineProperty: string): Ports {
  return (inputs) => portsOfStore(inputs, engineProperty, undefined);
}

/** The same, where the service has one engine. */
export function fixedPort(service: string, property = "port"): Ports {
  return (inputs) => portsOfStore(inputs, "engine", service, property);
}

function portsOfStore(
  inputs: Property,
  engineProperty: string,
  service: string | undefined,
  portProperty = "port",
  seen: readonly string[] = [],
): Approx<ports.Traffic> {
  const chosen = chosenPort(inputs.get(portProperty));
  if (chosen !== undefined) return chosen;
  const engine = service ?? inputs.get(engineProperty).text();
  const byDefault = isHole(engine) || engine === undefined ? undefined : engineDefaultPorts(engine);
  const copied = portsOfOrigin(inputs, [...seen, inputs.resource.urn]);
  if (copied !== undefined && (copied.holes.length === 0 || byDefault === undefined)) return copied;
  if (byDefault !== undefined) return exactly(byDefault);
  if (isHole(engine)) return anyPort(engine);
  return anyPort(inputs.get(engineProperty).hole(engine === undefined ? "is missing" : "is not an engine whose port is known"));
}

/**
 * What names the store of which another is a copy: its replica, a snapshot and what is made of it. Both keep the port, unless they choose one.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceFromDBSnapshot.html
 */
const origins: readonly string[] = [
  "replicateSourceDb",
  "snapshotIdentifier",
  "replicationSourceIdentifier",
  "restoreToPointInTime.sourceDbInstanceIdentifier",
  "restoreToPointInTime.sourceDbiResourceId",
  "sourceDbInstanceIdentifier",
  "dbSnapshotIdentifier",
  "replicationGroupId",
  "globalReplicationGroupId",
];

/** The same of what stands between the two. */
const recorded: readonly string[] = [
  "dbInstanceIdentifier",
  "dbClusterIdentifier",
  "clusterIdentifier",
  "sourceDbSnapshotIdentifier",
  "sourceDbClusterSnapshotIdentifier",
  "primaryReplicationGroupId",
];

function portsOfOrigin(inputs: Property, seen: readonly string[]): Approx<ports.Traffic> | undefined {
  for (const path of isRecord(inputs.resource.type) ? recorded : origins) {
    const property = path.split(".").reduce((at, name) => at.get(name), inputs);
    if (!property.exists) continue;
    const origin = property.follow(isOrigin(path));
    if (origin === undefined) {
      if (property.isHidden) return anyPort(property.hole());
      continue;
    }
    if (seen.includes(origin.resource.urn)) continue;
    const { type } = origin.resource;
    if (isRecord(type)) return portsOfOrigin(origin, [...seen, origin.resource.urn]);
    return portsOfStore(origin, "engine", serviceOf(type), origin.get("dbPort").exists ? "dbPort" : "port", seen);
  }
  return undefined;
}

/** A snapshot names its store by the store's own identifier: what a property is for tells them apart. */
function isOrigin(path: string): (type: string) => boolean {
  const accepts = /snapshot|^global/i.test(path) ? isRecord : isStore;
  return (type) => /^aws(-native)?:(rds|docdb|neptune|redshift|elasticache)[:/]/.test(type) && accepts(type);
}

const isStore = named("Instance", "DbInstance", "Cluster", "DbCluster", "ReplicationGroup");
const isRecord = named("Snapshot", "ClusterSnapshot", "SnapshotCopy", "ClusterSnapshotCopy", "GlobalReplicationGroup");

function serviceOf(type: string): string | undefined {
  if (type.endsWith(":ReplicationGroup")) return "redis";
  const [, area] = /^aws(?:-native)?:(docdb|neptune|redshift)/.exec(type) ?? [];
  return area;
}

function chosenPort(property: Property): Approx<ports.Traffic> | undefined {
  const port = property.number();
  if (isHole(port)) return anyPort(port);
  // Providers write a port that nobody chose as 0.
  return port === undefined || port === 0 ? undefined : exactly(ports.tcp(port));
}

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/set-up.html: reads have a port of their own. */
export function serverlessCachePorts(inputs: Property): Approx<ports.Traffic> {
  const engine = inputs.get("engine").text();
  if (isHole(engine)) return anyPort(engine);
  return exactly(engine?.toLowerCase() === "memcached" ? ports.tcp(11211, 11212) : ports.tcp(6379, 6380));
}

/**
 * What file systems listen on: files, locks, directories, and how they are looked after.
 *
 * https://docs.aws.amazon.com/efs/latest/ug/network-access.html
 * https://docs.aws.amazon.com/fsx/latest/LustreGuide/limit-access-security-groups.html
 * https://docs.aws.amazon.com/fsx/latest/ONTAPGuide/limit-access-security-groups.html
 * https://docs.aws.amazon.com/fsx/latest/OpenZFSGuide/limit-access-security-groups.html
 * https://docs.aws.amazon.com/fsx/latest/WindowsGuide/limit-access-security-groups.html
 */
export const fileSystems = {
  EFS: ports.tcp(2049),
  LUSTRE: ports.tcp(988, [1018, 1023]),
  ONTAP: intervals.unionAll([
    ports.tcp(22, 111, 135, 139, [161, 162], 443, 445, 635, 749, 2049, 3260, 4045, 4046, 10000, 11104, 11105),
    ports.udp(111, 135, 137, 139, [161, 162], 635, 2049, 4045, 4046, 4049),
    ports.ofProtocol(1),
  ]),
  OPENZFS: intervals.union(ports.tcp(111, 2049, [20001, 20003]), ports.udp(111, 2049, [20001, 20003])),
  WINDOWS: intervals.union(ports.tcp(53, 88, 135, 389, 445, 464, 636, 3268, 3269, 5985, 9389, [49152, 65535]), ports.udp(53, 88, 123, 389, 464)),
} as const;

/** FSx's `fileSystemType`. */
export function fileSystemPorts(inputs: Property): Approx<ports.Traffic> {
  const type = inputs.get("fileSystemType").text();
  if (isHole(type)) return anyPort(type);
  const { EFS: _, ...known } = fileSystems;
  return exactly(Object.entries(known).find(([name]) => name === type)?.[1] ?? intervals.unionAll(Object.values(known)));
}

function anyPort(hole: Hole): Approx<ports.Traffic> {
  return { must: ports.noTraffic, may: ports.ofProtocol(6), holes: [hole] };
}
