import { exactly, isHole, type Approx, type Hole } from "../model/approx";
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

export function fileSystemPorts(inputs: Property): Approx<ports.Traffic> {
  const type = inputs.get("fileSystemType").text();
  if (isHole(type)) return anyPort(type);
  const known: Readonly<Record<string, ports.Traffic>> = {
    LUSTRE: ports.tcp(988, [1018, 1023]),
    ONTAP: ports.tcp(445, 2049),
    OPENZFS: ports.tcp(2049),
    WINDOWS: ports.tcp(445),
  };
  return exactly(known[type ?? ""] ?? ports.tcp(445, 988, 2049));
}

function anyPort(hole: Hole): Approx<ports.Traffic> {
  return { must: ports.noTraffic, may: ports.ofProtocol(6), holes: [hole] };
}
