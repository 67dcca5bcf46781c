import * as intervals from "../../net/intervals";
import { portsOfScript } from "./script-ports";

/**
 * Whether a start-up script tells all that serves on its machine: each of its commands says on which ports, or is known to serve nothing. Any other one may
 * bring or start what serves the web: packages and units of other names, files that are fetched or written, settings for cloud-init, other shells.
 */
export function tellsWhereItServes(script: string): boolean {
  return commandsOf(script).every((command) => servesNothing(command) || saysWhere(command));
}

function commandsOf(script: string): readonly string[] {
  return script
    .replace(/\\\r?\n/g, " ")
    .split(/\r?\n|\\n/)
    .filter((line) => !/^\s*(?:#|$)/.test(line))
    .flatMap((line) => line.split(/&&|\|\|?|;|(?<![>\d])&(?!\d|>)/))
    .map((command) => command.trim().replace(/^(?:sudo(?:\s+-[EHn]+)*|nohup|exec|time)\s+/, ""))
    .filter((command) => command !== "");
}

/** What is put in place of another command is as good as a command. */
const runsAnother = /\$\(|`|<\(|<</;

function servesNothing(command: string): boolean {
  if (runsAnother.test(command)) return false;
  const packages = /^(?:apt-get|apt|yum|dnf|zypper|apk|amazon-linux-extras|snap)\s(?:.*?\s)?(?:install|add)\s+(.*)$/.exec(command)?.[1];
  if (packages !== undefined) return packages.split(/\s+/).every((name) => name.startsWith("-") || tools.test(name));
  return quiet.some((pattern) => pattern.test(command));
}

/** What is not a server, and starts none when it is installed but Docker, whose containers are commands of their own. */
const tools =
  /^(?:docker(?:\.io|-ce(?:-cli)?)?|containerd(?:\.io)?|podman|java|(?:java-)?(?:openjdk|corretto|amazon)?-?[\d.]+(?:-\w+)*|java-[\w.-]+|openjdk-[\w-]+|default-j(?:re|dk)(?:-headless)?|node(?:js)?[\d.]*|npm|python[\d.]*(?:-pip|-venv|-dev)?|ruby|golang|git|curl|wget|unzip|zip|tar|jq|vim|nano|htop|gcc|g\+\+|make|build-essential|ca-certificates|gnupg|lsb-release|apt-transport-https|software-properties-common|awscli|aws-cli|amazon-ssm-agent|amazon-cloudwatch-agent|amazon-efs-utils|nfs-utils|nfs-common|screen|tmux)$/i;

const quiet: readonly RegExp[] = [
  /^(?:set|export|cd|mkdir|chmod|chown|sleep|touch|rm|usermod|useradd|groupadd|adduser|hostnamectl|timedatectl|sysctl|ulimit|umask|exit)\b[^>]*$/,
  /^(?:apt-get|apt|yum|dnf|zypper|apk)\s+(?:-\S+\s+)*(?:update|upgrade|makecache|clean|autoremove)(?:\s+-\S+)*$/,
  /^(?:systemctl\s+(?:-\S+\s+)*(?:enable|start|restart|daemon-reload|stop|disable)(?:\s+--now)?(?:\s+(?:docker|containerd|amazon-ssm-agent)(?:\.service)?)*|service\s+(?:docker|containerd)\s+\w+)$/,
  /^(?:docker|podman)\s+(?:pull|login|volume\s+create|network\s+create|rm|stop)\b[^>]*$/,
  // Not to where it would be started from.
  /^(?:curl|wget|ln|mv|cp|tar|unzip)\s(?!.*(?:\/etc\/|systemd|cron))[^>]*$/,
  /^(?:pip3?|npm|yarn|pnpm)\s+(?:-\S+\s+)*(?:install|ci)\b[^>]*$/,
  /^echo\b[^>]*(?:>>?\s*(?:\/etc\/environment|\/var\/log\/[\w./-]+|\/tmp\/[\w-]+\.(?:log|txt)|\S+\.env))?$/,
  /^[A-Z_]+=\S*$/,
];

function saysWhere(command: string): boolean {
  if (runsAnother.test(command) || mayServeMore.test(command)) return false;
  if (/^(?:docker|podman)\s+run\b/.test(command)) return isPublished(command);
  if (/\b(?:install|add)\b/.test(command)) return installsKnown(command);
  return startsOne.test(command) && !besides.test(command) && !servesWeb.test(command) && !intervals.isEmpty(portsOfScript(command));
}

/** What runs in a container of which ports are published serves on these, whatever it is. */
function isPublished(command: string): boolean {
  return /\s(?:-p|--publish)[ =]/.test(command) && !/\s(?:-\w*P\b|--publish-all)|docker\.sock/.test(command);
}

/** Whether each of the packages is a tool, or a program of which it is known where it serves. */
function installsKnown(command: string): boolean {
  const names = command.split(/\s(?:install|add)\s/)[1]?.split(/\s+/) ?? [];
  return names.every((name) => name.startsWith("-") || tools.test(name) || (!servesWeb.test(name) && !intervals.isEmpty(portsOfScript(name))));
}

/** A program of somebody's own, or a service, by what starts it. */
const startsOne = /^(?:[A-Z_]+=\S+\s+)*(?:systemctl\s|service\s|[\w./-]+(?:\s|$))/;

/** A port that is not what a program is for, which it does not say the port of. */
const besides = /--?(?:admin|metrics|management|debug|health)[\w.-]*port\b/i;

/** What serves the web by itself, or beside what it is for. */
const servesWeb =
  /\b(?:nginx|apache|httpd|lighttpd|caddy|traefik|haproxy|envoy|varnish|certbot|letsencrypt|wordpress|php|iis|web-?server|jitsi[\w-]*|pi-?hole|adguardhome|openvpn-as|mailcow|gitlab)[\d.]*\b/i;

/** What starts more than it shows. */
const mayServeMore =
  /\b(?:ansible|chef|puppet|salt|compose|swarm|k3s|kubeadm|helm|pm2)\b|\b(?:ba|da|z)?sh\s|\.sh\b|--net(?:work)?[= ]host\b|\b(?:make|foreman|supervisord)\b/i;
