import { describe, expect, test } from "@jest/globals";
import * as intervals from "@portcullis/policypack/net/intervals";
import { icmp, icmpv6, tcp, udp } from "@portcullis/policypack/net/ports";
import type { Traffic } from "@portcullis/policypack/net/ports";
import * as known from "@portcullis/policypack/net/well-known";

test("a port is in one list at most, so that one hole reads as one problem", () => {
  const lists = [known.adminPorts, known.databasePorts, known.highRiskPorts, known.webPorts, known.harmlessIcmp];
  for (const [i, a] of lists.entries()) for (const b of lists.slice(i + 1)) expect(intervals.intersect(a, b)).toEqual([]);
});

test("harmless ICMP", () => {
  expect(intervals.covers(known.harmlessIcmp, intervals.unionAll([icmp(8), icmp(3, 4), icmpv6(2), icmpv6(135)]))).toBe(true);
  // Redirect, timestamp, router advertisement of IPv4, node information.
  expect(intervals.meets(known.harmlessIcmp, intervals.unionAll([icmp(5), icmp(13), icmp(9), icmpv6(139)]))).toBe(false);
});

describe("where engines listen", () => {
  const cases: [engine: string, ports: Traffic | undefined][] = [
    ["mysql", tcp(3306)],
    ["aurora-mysql", tcp(3306)],
    ["postgres", tcp(5432)],
    ["aurora-postgresql", tcp(5432)],
    ["oracle-ee-cdb", tcp(1521)],
    ["custom-oracle-ee", tcp(1521)],
    ["sqlserver-web", tcp(1433)],
    ["custom-sqlserver-se", tcp(1433)],
    ["db2-se", tcp(50000)],
    ["ActiveMQ", tcp(5671, 8162, 8883, 61614, 61617, 61619)],
    ["RABBITMQ", tcp(443, 5671, 15671)],
    ["valkey", tcp(6379)],
    ["opensearch", tcp(80, 443)],
    ["mysql-like", undefined],
    ["", undefined],
    ["constructor", undefined],
  ];
  test.each(cases)("%j", (engine, ports) => expect(known.engineDefaultPorts(engine)).toEqual(ports));
});

describe("names for messages", () => {
  const cases: [name: string | undefined, piece: Traffic][] = [
    ["SSH", tcp(22)],
    ["RDP", tcp(3389)],
    ["RDP", udp(3389)],
    ["PostgreSQL", tcp(5432)],
    ["VNC", tcp([5900, 5902])],
    ["HTTPS", tcp(443)],
    ["HTTP/3", udp(443)],
    [undefined, udp(22)],
    [undefined, tcp([22, 23])],
    [undefined, tcp(4711)],
    [undefined, tcp()],
  ];
  test.each(cases)("%s", (name, piece) => expect(known.serviceName(piece)).toBe(name));
});
