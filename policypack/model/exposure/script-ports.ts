import * as intervals from "../../net/intervals";
import { noTraffic, tcp, udp, type Ports, type Traffic } from "../../net/ports";
import { portsOfPrograms } from "./programs";

/** The ports on which a start-up script is seen to have something serve: by what it says of them, else by the programs that it starts. */
export function portsOfScript(script: string): Traffic {
  const lines = linesOf(script);
  const published = lines.map(publishedBy);
  const hosts = intervals.unionAll(published.map(({ host }) => host));
  const said = intervals.unionAll(lines.map(saidIn));
  // What is behind another port of the same machine is reached through that.
  const behind = intervals.unionAll([...published.map(({ inside }) => inside), ...lines.map(passedOnIn)]);
  return intervals.union(hosts, intervals.subtract(intervals.union(said, portsOfPrograms(lines)), behind));
}

/** Longer lines are no commands. */
const longestLine = 4_000;

/** The commands and settings of a script: continued lines are one, comments are none, and addresses of other places say nothing of this one. */
function linesOf(script: string): readonly string[] {
  return script
    .replace(/\\\r?\n/g, " ")
    .split(/\r?\n|\\n/)
    .filter((line) => line.length <= longestLine && !/^\s*(?:#|\/\/|::|REM\s)/.test(line))
    .map((line) => line.replace(/\b(?:https?|ftp):\/\/(?![*+]|0\.0\.0\.0|127\.|localhost|\[::)[^\s"']*/g, ""));
}

interface Published {
  readonly host: Traffic;
  /** The ports in containers that other ports of the machine lead to. */
  readonly inside: Traffic;
}

/** https://docs.docker.com/reference/cli/docker/container/run/#publish, and the same in a list of a compose file. */
const publishing =
  /(?:\s(?:-p|--publish)[ =]|^\s*-\s*)["']?((?:[\d.]+|\[[\d:]+\]):)?(\d{1,5})(?:-(\d{1,5}))?:(\d{1,5})(?:-(\d{1,5}))?(\/udp)?(?=["'\s/]|$)/g;

function publishedBy(line: string): Published {
  const host: Traffic[] = [];
  const inside: Traffic[] = [];
  for (const [, address = "", first, last = first, innerFirst, innerLast = innerFirst, isDatagram] of line.matchAll(publishing)) {
    const of = isDatagram === undefined ? tcp : udp;
    const [outer, inner] = [rangeOf(first, last), rangeOf(innerFirst, innerLast)];
    if (outer === undefined || inner === undefined) continue;
    const isHere = /^(?:127\.|\[::1\])/.test(address);
    if (!isHere) host.push(of(outer));
    if (isHere || first !== innerFirst) inside.push(of(inner));
  }
  for (const [, port] of line.matchAll(/^\s*published:\s*["']?(\d{1,5})\b/g)) host.push(each(tcp, port));
  return { host: intervals.unionAll(host), inside: intervals.unionAll(inside) };
}

/** Where a proxy on the machine, or a rule of its kernel, passes on to; and what takes connections from the machine alone. */
const passingOn: readonly RegExp[] = [
  /(?:\s-b|\s--bind|\s--[\w.-]*addr\w*|\s--listen|^\s*listen)[ =]\s*["']?(?:127\.0\.0\.1|localhost|\[::1\]):(\d{2,5})\b/gi,
  /\s--(?:host|ip|bind)[ =]["']?(?:127\.0\.0\.1|localhost)\b.*?\s--port[ =](\d{2,5})\b/g,
  /(?:proxy_pass|ProxyPass\w*|reverse_proxy|RewriteRule|\bserver|url)\b.*?(?:127\.0\.0\.1|localhost|\[::1\]):(\d{2,5})\b/g,
  /\s--to-ports?[ =](\d{2,5})\b/g,
];

function passedOnIn(line: string): Traffic {
  return intervals.unionAll(passingOn.flatMap((pattern) => [...line.matchAll(pattern)].map(([, port]) => each(tcp, port))));
}

/** How a line says on which port something serves that it starts, or lets something through to it. */
const servers: readonly RegExp[] = [
  /\b(?:SimpleHTTPServer|http\.server)\s+(\d{2,5})\b/g,
  // --port 8000, --server.port=8081, --httpPort=9090, -Dserver.port=8080; no --to-port, and no port of something that it calls.
  /(?:^|[\s"'[,])--?(?!to-|s(?:ource-)?port|d(?:b-?)?port|destination|redis|remote|target|dest|mysql|p(?:g|ostgres)|smtp)(?:[A-Za-z][\w.-]*?)?port["']?(?:[ =]|,\s*)["']?(\d{2,5})\b/gi,
  /\bPORT(?:=|:-|["'],\s*|["']?\s*\|\|\s*)["']?(\d{2,5})\b/g,
  /(?<![\w.-])(?:(?:http|https|server|app|web|listen|listening|service|node|api)[._-]?)?port["']?\s*(?:=|:)\s*["']?(\d{2,5})\b/gi,
  /\bport\b[^|]{0,40}\|\|\s*["']?(\d{2,5})\b/gi,
  /^\s*(?:listen|listen_port|http_port|https_port)\s+(?:(?!127\.)[\d.*]+:|\[::\]:)?(\d{2,5})\b(?!\s+udp)/gi,
  /\b(?:httpd|http-server|json-server|rails|next|nuxt|vite|serve|flask|ncat|nc|iperf3?|gotty|ttyd|airflow|darkhttpd|lighttpd)\b.*?\s-(?:p|l|P|s -p|lk|lp)\s*(\d{2,5})\b(?!:)/g,
  /\.(?:listen|Listen|run|Run|ListenAndServe|ListenAndServeTLS)\(\s*["']?:?(\d{2,5})\b/g,
  // Everything that an address is written for which is every address of the machine.
  /(?:0\.0\.0\.0|\[::\]|[\s/"'<]\*|\/\/\+):(\d{2,5})\b/g,
  /\s--?(?:b|bind|listen|addr|[\w.-]*address|l)[ =]["']?:(\d{2,5})\b/g,
  /^\s*:(\d{2,5})\s*\{/g,
  /\bTCP4?-LISTEN:(\d{2,5})\b/gi,
  /\bufw\s+allow\s+(?:in\s+)?(\d{2,5})(?!\/udp|[\d:])/g,
  /--add-port=(\d{2,5})(?!\/udp|[\d-])/g,
  /\bsemanage\s+port\b.*?\s-p\s+tcp\s+(\d{2,5})\b/g,
  /-LocalPort\s+["']?(\d{2,5})\b(?!.*-Protocol\s+UDP)/gi,
  /\blocalport=(\d{2,5})\b/gi,
];

/** The same for datagrams. */
const datagramServers: readonly RegExp[] = [
  /^\s*ListenPort\s*=\s*(\d{2,5})\b/g,
  /^\s*listen\s+(?:[\d.*]+:)?(\d{2,5})\s+udp\b/g,
  /\bufw\s+allow\s+(\d{2,5})\/udp\b/g,
  /--add-port=(\d{2,5})\/udp\b/g,
  /-LocalPort\s+["']?(\d{2,5})\b(?=.*-Protocol\s+UDP)/gi,
  /\bUDP4?-(?:LISTEN|RECVFROM):(\d{2,5})\b/gi,
];

function saidIn(line: string): Traffic {
  const found = (patterns: readonly RegExp[], of: typeof tcp): readonly Traffic[] =>
    patterns.flatMap((pattern) => [...line.matchAll(pattern)].map(([, port]) => each(of, port)));
  return intervals.unionAll([...found(servers, tcp), ...found(datagramServers, udp), opened(line)]);
}

/** What a rule of the machine's own firewall lets in. */
function opened(line: string): Traffic {
  if (!/\b(?:INPUT|PREROUTING)\b/.test(line)) return noTraffic;
  const of = /\s-p\s+udp\b/.test(line) ? udp : tcp;
  return intervals.unionAll(
    [...line.matchAll(/\s--(?:dport|dports|destination-port)\s+(\d{1,5})(?::(\d{1,5}))?\b/g)].map(([, first, last = first]) => {
      const range = rangeOf(first, last);
      return range === undefined ? noTraffic : of(range);
    }),
  );
}

function each(of: typeof tcp, port: string | undefined): Traffic {
  const range = rangeOf(port, port);
  return range === undefined ? noTraffic : of(range);
}

function rangeOf(first: string | undefined, last: string | undefined): Ports | undefined {
  const [from, to] = [Number(first), Number(last)];
  return from > 0 && from <= to && to < 65536 ? [from, to] : undefined;
}
