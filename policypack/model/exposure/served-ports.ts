import * as intervals from "../../net/intervals";
import { noTraffic, tcp, type Traffic } from "../../net/ports";
import { adminPorts, databasePorts } from "../../net/well-known";
import type { Plain } from "../../resources/resource";
import type { Workload } from "../network";

/** How the start-up script of a machine says on which port something serves that it starts. */
const servers: readonly RegExp[] = [
  /\b(?:SimpleHTTPServer|http\.server)\s+(\d{2,5})\b/g,
  /\s(?:-p|--publish)[ =]"?(?:[\d.]+:)?(\d{2,5}):\d{2,5}\b/g,
  /\s--(?:http-)?port[ =](\d{2,5})\b/g,
  /\bPORT=["']?(\d{2,5})\b/g,
  /^\s*(?:listen|Listen|listen_port)\s+(?:[\d.*]+:)?(\d{2,5})\b/gm,
  /\b(?:busybox\s+)?httpd\b[^\n]*\s-p\s+(\d{2,5})\b/g,
  /\.listen\(\s*(\d{2,5})\b/g,
  /\b(?:runserver|--bind|-b)\s+(?:[\d.]+|\[?::\]?):(\d{2,5})\b/g,
];

/** The ports on which the start-up script of a machine is seen to serve something that anybody may call: no administration, no database. */
export function portsServed({ resource: { inputs } }: Workload): Traffic {
  const script = textOf(inputs.userData) ?? decoded(textOf(inputs.userDataBase64));
  if (script === undefined) return noTraffic;
  const ports = servers
    .flatMap((pattern) => [...script.matchAll(pattern)].map(([, port]) => Number(port)))
    .filter((port) => port > 0 && port < 65536);
  const served = intervals.unionAll(ports.map((port) => tcp(port)));
  return intervals.subtract(served, intervals.union(adminPorts, databasePorts));
}

function textOf(value: Plain | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function decoded(text: string | undefined): string | undefined {
  return text === undefined ? undefined : Buffer.from(text, "base64").toString("utf8");
}
