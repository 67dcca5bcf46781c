import * as intervals from "./intervals";
import { icmp, icmpv6, tcp, udp } from "./ports";
import type { Traffic } from "./ports";

/**
 * Remote administration. SSH, RDP (udp too), telnet, WinRM, VNC, SMB, RPC, the Docker API, the kubelet.
 *
 * https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html (EC2.13, EC2.14, EC2.53, EC2.54)
 * https://learn.microsoft.com/en-us/troubleshoot/windows-server/networking/service-overview-and-network-port-requirements
 * https://kubernetes.io/docs/reference/networking/ports-and-protocols/
 */
export const adminPorts: Traffic = intervals.union(tcp(22, 23, 135, 445, 2375, 2376, 3389, [5900, 5903], 5985, 5986, 10250), udp(3389));

/**
 * Databases, caches, search engines, brokers and their coordinators, managed or run by hand.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html (Port)
 * https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html
 * https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/security-best-practices-amazon-mq.html
 * https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.endpoints.html
 * https://www.iana.org/assignments/service-names-port-numbers/service-names-port-numbers.xhtml
 */
export const databasePorts: Traffic = intervals.union(
  tcp(1433, 1434, 1521, 2181, 2182, 2379, 2380, 2483, 2484, 3306, 5432, 5439, 5671, 6379, 6380, 7000, 7001, 7199, 8086, 8111, 8123, 8162, 8182, 8883),
  tcp(9042, [9092, 9098], 9111, 9142, 9194, 9196, 9198, 9200, 9300, 11211, 15671, [20092, 20098], 26257, [27017, 27019], 50000),
  tcp(61614, 61617, 61619),
  udp(1434, 11211),
);

/**
 * Ports of databases on which other things listen as often: Db2 and the agents of Jenkins and the API of Talos, Cassandra and WebLogic, DAX and TeamCity,
 * ClickHouse and Home Assistant.
 *
 * https://www.jenkins.io/doc/book/security/services/, https://www.talos.dev/latest/learn-more/talos-network-connectivity/
 * https://docs.oracle.com/en/middleware/standalone/weblogic-server/14.1.1.0/ednet/ (listen ports)
 * https://www.jetbrains.com/help/teamcity/how-to.html, https://www.home-assistant.io/integrations/http/
 */
export const sharedDatabasePorts: Traffic = tcp(7001, 8111, 8123, 50000);

/**
 * What the members of a cluster say to each other, and nobody else to them: gossip, elections, replication, overlays, and what a control plane asks of nodes.
 *
 * https://kubernetes.io/docs/reference/networking/ports-and-protocols/, https://docs.docker.com/engine/swarm/, https://www.rfc-editor.org/rfc/rfc7348 (VXLAN)
 * https://zookeeper.apache.org/doc/current/zookeeperStarted.html, https://www.rabbitmq.com/docs/networking, https://developer.hashicorp.com/nomad/docs/install/production/requirements
 * https://cassandra.apache.org/doc/latest/cassandra/faq/, https://www.elastic.co/guide/en/elasticsearch/reference/current/modules-network.html
 * https://docs.hazelcast.com/hazelcast/latest/clusters/ports, https://infinispan.org/docs/stable/titles/security/security.html
 */
export const clusterPorts: Traffic = intervals.union(
  tcp(
    2377,
    2380,
    2888,
    3888,
    4369,
    4648,
    [5701, 5703],
    6222,
    6783,
    7000,
    7001,
    7800,
    7946,
    9300,
    [10250, 10259],
    25672,
    [8300, 8302],
    [47100, 47110],
    [47500, 47510],
  ),
  udp(4648, 4789, 6081, 6783, 6784, 7946, 8472, 8301, 8302),
);

/**
 * What should not face the internet for other reasons: clear text, amplification, consoles of development.
 *
 * https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html (EC2.19)
 * https://www.cisa.gov/news-events/alerts/2014/01/17/udp-based-amplification-attacks
 */
export const highRiskPorts: Traffic = intervals.union(
  tcp(20, 21, 25, 69, 110, 111, [137, 139], 143, 389, [512, 514], 873, 1099, 2049, 3000, 4333, 5000, 5500, 5601, [6000, 6063]),
  tcp(8000, 8080, 8088, 8888),
  udp(53, 69, 111, 123, 137, 138, 161, 389, 1900, 5353),
);

/** HTTP, HTTPS and HTTP/3: RFC 9110 and RFC 9114. */
export const webPorts: Traffic = intervals.union(tcp(80, 443), udp(443));

/**
 * Echo request, destination unreachable (with "fragmentation needed"), time exceeded, packet too big; and neighbour discovery, which no router forwards.
 *
 * https://www.iana.org/assignments/icmp-parameters/icmp-parameters.xhtml
 * https://www.iana.org/assignments/icmpv6-parameters/icmpv6-parameters.xhtml
 */
export const harmlessIcmp: Traffic = intervals.unionAll([
  ...[3, 8, 11].map((type) => icmp(type)),
  ...[1, 2, 3, 128].map((type) => icmpv6(type)),
  ...[133, 134, 135, 136, 137].map((type) => icmpv6(type)),
]);

/**
 * Where an engine listens when the program does not say, by the name that the provider's `engine` or `engineType` has, in any case,
 * or the service's own name (redshift, opensearch, msk, dax, memorydb, keyspaces, timestream-influxdb). Undefined for any other name.
 */
export function engineDefaultPorts(engine: string): Traffic | undefined {
  const name = engine
    .trim()
    .toLowerCase()
    .replace(/^custom-/, "");
  return enginePorts.get(name) ?? enginePorts.get(editionless(name));
}

/** A short name for messages where the piece belongs to one service alone: "SSH", "PostgreSQL". */
export function serviceName(piece: Traffic): string | undefined {
  if (intervals.isEmpty(piece)) return undefined;
  return services.find(([ports]) => intervals.covers(ports, piece))?.[1];
}

/** Every name that `serviceName` gives. */
export const serviceNames = (): readonly string[] => services.map(([, name]) => name);

/** The services that have ports in the traffic, the best known first, with what of the traffic is theirs. */
export function servicesIn(traffic: Traffic): readonly { readonly name: string; readonly ports: Traffic }[] {
  return services.flatMap(([ports, name]) => {
    const own = intervals.intersect(ports, traffic);
    return intervals.isEmpty(own) ? [] : [{ name, ports: own }];
  });
}

/**
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
 * https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateCluster.html
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheCluster.html
 * https://docs.aws.amazon.com/memorydb/latest/APIReference/API_CreateCluster.html
 * https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CreateDBCluster.html
 * https://docs.aws.amazon.com/neptune/latest/apiref/API_CreateDBCluster.html
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html
 * https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html
 * https://docs.aws.amazon.com/msk/latest/developerguide/open-monitoring.html (exporters)
 * https://docs.aws.amazon.com/msk/latest/developerguide/aws-access-mult-vpc.html (several VPCs)
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.create-cluster.html
 * https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/security-best-practices-amazon-mq.html
 * https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/working-with-rabbitmq.html (listener ports)
 * https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.endpoints.html
 * https://docs.aws.amazon.com/ts-influxdb/latest/ts-influxdb-api/API_CreateDbInstance.html
 */
const enginePorts: ReadonlyMap<string, Traffic> = new Map([
  ["mysql", tcp(3306)],
  ["mariadb", tcp(3306)],
  ["aurora", tcp(3306)],
  ["aurora-mysql", tcp(3306)],
  ["postgres", tcp(5432)],
  ["aurora-postgresql", tcp(5432)],
  ["oracle", tcp(1521)],
  ["sqlserver", tcp(1433)],
  ["db2", tcp(50000)],
  ["redshift", tcp(5439)],
  ["redshift-serverless", tcp(5439)],
  ["redis", tcp(6379)],
  ["valkey", tcp(6379)],
  ["memcached", tcp(11211)],
  ["memorydb", tcp(6379)],
  ["docdb", tcp(27017)],
  ["neptune", tcp(8182)],
  ["opensearch", tcp(80, 443)],
  ["elasticsearch", tcp(80, 443)],
  ["msk", tcp(2181, 2182, 9092, 9094, 9096, 9098, 9194, 9196, 9198, 11001, 11002, [14001, 14300], [20092, 20098])],
  ["dax", tcp(8111, 9111)],
  ["activemq", tcp(5671, 8162, 8883, 61614, 61617, 61619)],
  ["rabbitmq", tcp(443, 5671, 15671)],
  ["keyspaces", tcp(9142)],
  ["timestream-influxdb", tcp(8086)],
]);

/** oracle-ee-cdb is Oracle, sqlserver-web is SQL Server, db2-se is Db2. */
function editionless(engine: string): string {
  return engine.replace(/^(oracle|sqlserver|db2)-.*$/, "$1");
}

/** https://www.iana.org/assignments/service-names-port-numbers/service-names-port-numbers.xhtml, or the page of the service above. */
const services: readonly (readonly [Traffic, string])[] = [
  [tcp(22), "SSH"],
  [intervals.union(tcp(3389), udp(3389)), "RDP"],
  [tcp(23), "telnet"],
  [tcp(5985, 5986), "WinRM"],
  [tcp([5900, 5903]), "VNC"],
  [tcp(445), "SMB"],
  [tcp(135), "Windows RPC"],
  [tcp(2375, 2376), "Docker"],
  [tcp(10250), "kubelet"],
  [tcp(80), "HTTP"],
  [tcp(443), "HTTPS"],
  [udp(443), "HTTP/3"],
  [intervals.union(tcp(1433, 1434), udp(1434)), "SQL Server"],
  [tcp(1521, 2483, 2484), "Oracle"],
  [tcp(2181, 2182), "ZooKeeper"],
  [tcp(2379, 2380), "etcd"],
  [tcp(3306), "MySQL"],
  [tcp(5432), "PostgreSQL"],
  [tcp(5439), "Redshift"],
  [tcp(5671, 15671), "AMQP"],
  [tcp(6379, 6380), "Redis"],
  [tcp(7000, 7001, 7199, 9042, 9142), "Cassandra"],
  [tcp(8086), "InfluxDB"],
  [tcp(8111, 9111), "DAX"],
  [tcp(8123), "ClickHouse"],
  [tcp(8182), "Neptune"],
  [tcp(8883), "MQTT"],
  [tcp([9092, 9098], 9194, 9196, 9198, [20092, 20098]), "Kafka"],
  [tcp(9200, 9300), "Elasticsearch"],
  [intervals.union(tcp(11211), udp(11211)), "memcached"],
  [tcp(26257), "CockroachDB"],
  [tcp([27017, 27019]), "MongoDB"],
  [tcp(50000), "Db2"],
  [tcp(8162, 61614, 61617, 61619), "ActiveMQ"],
  [tcp(20, 21), "FTP"],
  [tcp(25), "SMTP"],
  [intervals.union(tcp(53), udp(53)), "DNS"],
  [intervals.union(tcp(69), udp(69)), "TFTP"],
  [tcp(110), "POP3"],
  [intervals.union(tcp(111), udp(111)), "portmapper"],
  [udp(123), "NTP"],
  [intervals.union(tcp([137, 139]), udp(137, 138)), "NetBIOS"],
  [tcp(143), "IMAP"],
  [udp(161), "SNMP"],
  [intervals.union(tcp(389), udp(389)), "LDAP"],
  [tcp([512, 514]), "rsh"],
  [tcp(873), "rsync"],
  [tcp(988), "Lustre"],
  [tcp(1099), "Java RMI"],
  [tcp(2049), "NFS"],
  [tcp(5601), "Kibana"],
  [tcp([6000, 6063]), "X11"],
  [udp(1900), "SSDP"],
  [udp(5353), "mDNS"],
  [udp(6081), "Geneve"],
];
