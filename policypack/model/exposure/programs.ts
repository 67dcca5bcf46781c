import * as intervals from "../../net/intervals";
import { ofProtocol, tcp, udp, type Ports, type Traffic } from "../../net/ports";

/** The ports of the programs that lines of a script install or start, where these serve when nobody says otherwise. */
export function portsOfPrograms(lines: readonly string[]): Traffic {
  return intervals.unionAll(lines.flatMap((line) => (undone.test(line) ? [] : programsIn(line))));
}

const isEveryAddress = /0\.0\.0\.0|::|\*/;

const undone = /\b(?:stop|disable|mask|remove|purge|uninstall|kill|pkill)\b|\bunix:/;

function programsIn(line: string): readonly Traffic[] {
  const found: Traffic[] = [];
  for (const [, name = ""] of line.toLowerCase().matchAll(known)) {
    const traffic = byName.get(name) ?? (isEveryAddress.test(line) ? byNameToldWhere.get(name) : undefined);
    if (traffic !== undefined) found.push(traffic);
  }
  return found;
}

const both = (...ports: readonly Ports[]): Traffic => intervals.union(tcp(...ports), udp(...ports));

/**
 * What serves people, devices and other machines over the internet, by the names of its packages, images and commands. Data stores and administration are
 * not among it. The documentation of each says where it listens.
 */
const programs: readonly (readonly [names: string, traffic: Traffic])[] = [
  ["tomcat tomcat8 tomcat9 tomcat10 catalina wildfly jboss jetty payara glassfish jenkins guacamole superset-server keycloak", tcp(8080)],
  ["grafana gitea gogs rocketchat thingsboard-web", tcp(3000)],
  ["prometheus", tcp(9090)],
  ["kibana", tcp(5601)],
  ["sonarqube", tcp(9000)],
  ["portainer portainer-ce", tcp(9000, 9443)],
  ["minio", tcp(9000, 9001)],
  ["nexus nexus3", tcp(8081)],
  ["artifactory", tcp(8081, 8082)],
  ["jupyterhub http.server simplehttpserver icecast icecast2", tcp(8000)],
  ["rstudio-server", tcp(8787)],
  ["shiny-server", tcp(3838)],
  ["streamlit", tcp(8501)],
  ["metabase", tcp(3000)],
  ["n8n", tcp(5678)],
  ["mattermost", tcp(8065)],
  ["jellyfin", tcp(8096)],
  ["plexmediaserver", tcp(32400)],
  ["mosquitto emqx vernemq hivemq nanomq", tcp(1883, 8883)],
  ["nginx-rtmp mediamtx", tcp(1935)],
  ["minecraft minecraft_server spigot papermc", tcp(25565)],
  ["bedrock_server bedrock-server", udp(19132, 19133)],
  ["valheim valheim-server", udp([2456, 2458])],
  ["factorio", udp(34197)],
  ["terraria terrariaserver", tcp(7777)],
  ["srcds srcds_run csgo counterstrike", both(27015)],
  ["teamspeak teamspeak3", intervals.union(udp(9987), tcp(30033))],
  ["murmur mumble-server", both(64738)],
  ["openvpn openvpn-as", intervals.union(udp(1194), tcp(943))],
  ["wireguard wg-quick wg-easy", udp(51820)],
  ["strongswan libreswan openswan ipsec xl2tpd", intervals.unionAll([udp(500, 1701, 4500), ofProtocol(50)])],
  ["ss-server shadowsocks shadowsocks-libev", both(8388)],
  ["asterisk freeswitch kamailio opensips", intervals.unionAll([tcp(5060, 5061), udp(5060, [10000, 20000])])],
  ["coturn turnserver", intervals.union(both(3478, 5349), udp([49152, 65535]))],
  ["jitsi jitsi-meet jitsi-videobridge2", udp(10000)],
  ["bind9 pdns powerdns coredns pihole adguardhome", both(53)],
  ["postfix exim4 mailcow sendmail", tcp(25, 465, 587)],
  ["dovecot dovecot-imapd", tcp(110, 143, 993, 995)],
  ["vsftpd proftpd pure-ftpd", tcp(21)],
  ["squid squid3", tcp(3128)],
  ["geth", both(30303)],
  ["bitcoind", tcp(8333)],
  ["ipfs", tcp(4001)],
];

/** The same for what takes connections from its own machine only, unless it is told an address that is every one of it. */
const programsToldWhere: readonly (readonly [names: string, traffic: Traffic])[] = [
  ["jupyter jupyterlab jupyter-lab jupyter-notebook", tcp(8888)],
  ["gunicorn uvicorn hypercorn daphne runserver", tcp(8000)],
  ["flask", tcp(5000)],
  ["ollama ollama_host", tcp(11434)],
];

const byName: ReadonlyMap<string, Traffic> = namedIn(programs);
const byNameToldWhere: ReadonlyMap<string, Traffic> = namedIn(programsToldWhere);

function namedIn(list: typeof programs): ReadonlyMap<string, Traffic> {
  return new Map(list.flatMap(([names, traffic]) => names.split(" ").map((name) => [name, traffic] as const)));
}

/** A name on its own, with its version: "tomcat9", "grafana-server", "jenkins/jenkins:lts", "minecraft_server.jar"; not "jenkins-agent". */
const known = new RegExp(
  `(?<![\\w.-])(${[...byName.keys(), ...byNameToldWhere.keys()]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/\./g, "\\."))
    .join("|")})(?![\\w]|-(?:agent|exporter|node|client|cli|native|plugin|common|utils|tools|doc|data|images)|\\.(?:com|org|io|net|acme))`,
  "g",
);
