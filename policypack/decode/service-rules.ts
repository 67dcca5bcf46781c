import { exactly, isHole, type Approx, type Fact, type Hole } from "../model/approx";
import type { Declaration, Peer, Ref, Rule, Unwritten, Spelling } from "../model/network";
import * as intervals from "../net/intervals";
import * as ip from "../net/ip";
import * as ports from "../net/ports";
import type { Path } from "../plans/plan";
import type { Decoder, Decoders, Emit } from "./decoder";
import type { Property } from "./read";

/** Rules that a service makes, because of properties of its own: no group of the program has them. */
export const decoders: Decoders = {
  "aws:eks/nodeGroup:NodeGroup": nodeGroup("sourceSecurityGroupIds"),
  "aws-native:eks:Nodegroup": nodeGroup("sourceSecurityGroups"),
  "aws:elasticbeanstalk/environment:Environment": beanstalk("settings", "name"),
  "aws-native:elasticbeanstalk:Environment": beanstalk("optionSettings", "optionName"),
  "aws:lightsail/instance:Instance": lightsail,
  "aws-native:lightsail:Instance": lightsail,
  "aws:lightsail/instancePublicPorts:InstancePublicPorts": lightsailPorts,
  "aws:gamelift/fleet:Fleet": gameLift("ec2InboundPermissions"),
  "aws-native:gamelift:Fleet": gameLift("ec2InboundPermissions"),
  ...opsWorksLayers(),
  "aws-native:gamelift:ContainerFleet": gameLift("instanceInboundPermissions"),
};

/**
 * Remote access with a key and without source groups is open to everybody: SSH, or RDP on Windows.
 * https://docs.aws.amazon.com/eks/latest/userguide/create-managed-node-group.html
 */
function nodeGroup(sources: string): Decoder {
  return (inputs, emit) => {
    const access = inputs.get("remoteAccess");
    const key = access.get("ec2SshKey").text();
    const elements = access.get(sources).elements();
    if (key === undefined || key === "" || (!isHole(elements) && elements.length > 0)) return;
    const system = inputs.get("amiType").text();
    const isWindows: Fact<boolean> = isHole(system) ? system : system?.startsWith("WINDOWS") === true;
    const holes = [key, elements].filter(isHole);
    openRule(inputs, emit, {
      path: access.path,
      traffic: isHole(isWindows)
        ? { must: ports.noTraffic, may: intervals.union(ports.tcp(22), ports.tcp(3389)), holes: [isWindows] }
        : exactly(ports.tcp(isWindows ? 3389 : 22)),
      holes,
      peers: [[everywhere(ip.everyIpv4, "0.0.0.0/0"), access.path]],
      unwritten: {
        reason: ofTheMakingOf("EKS"),
        advice: `EKS opens it because of remoteAccess.ec2SshKey: name the groups of the callers in remoteAccess.${sources}, or use Session Manager and leave remoteAccess out.`,
        isForThePublic: false,
      },
    });
  };
}

/**
 * A key pair opens SSH to everybody, unless a restriction says otherwise.
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html#command-options-general-autoscalinglaunchconfiguration
 */
function beanstalk(list: string, name: string): Decoder {
  const templateList = list;
  return (inputs, emit) => {
    const template = inputs.get("templateName").follow((type) => /elasticbeanstalk[/:].*ConfigurationTemplate$/.test(type));
    const isElsewhere = inputs.get("templateName").exists && template === undefined;
    const option = (wanted: string): Fact<string | undefined> => {
      const own = optionIn(inputs.get(list), name, wanted);
      if (own !== undefined) return own;
      if (template !== undefined) return optionIn(template.get(templateList), name, wanted);
      return isElsewhere ? inputs.get("templateName").hole("names a template that is not in this program") : undefined;
    };
    const key = option("EC2KeyName");
    const isGroupOff = option("DisableDefaultEC2SecurityGroup");
    if (key === undefined || key === "" || isGroupOff === "true") return;
    const restriction = option("SSHSourceRestriction");
    const source = isHole(restriction) || restriction === undefined ? "0.0.0.0/0" : (restriction.split(",").at(-1) ?? "").trim();
    const addresses = ip.parseCidr(source);
    // A group as the source admits no addresses.
    if (addresses === undefined) return;
    const { path } = optionNamed(inputs.get(list), name, "EC2KeyName") ?? inputs.get(list);
    openRule(inputs, emit, {
      path,
      traffic: exactly(ports.tcp(22)),
      holes: [key, restriction, isGroupOff].filter(isHole),
      peers: [[everywhere(addresses, source), path]],
      unwritten: {
        reason: ofTheMakingOf("Elastic Beanstalk"),
        advice:
          "Elastic Beanstalk opens it because of EC2KeyName: name the callers in SSHSourceRestriction, or use Session Manager and leave the key out.",
        isForThePublic: false,
      },
    });
  };
}

/** Where an option is set, if it is in this list. */
function optionNamed(settings: Property, name: string, wanted: string): Property | undefined {
  return settings.list().find((element) => element.get(name).text() === wanted);
}

function optionIn(settings: Property, name: string, wanted: string): Fact<string | undefined> {
  const elements = settings.elements();
  if (isHole(elements)) return elements;
  let hidden: Hole | undefined;
  for (const element of elements) {
    const [space, option] = [element.get("namespace").text(), element.get(name).text()];
    if (isHole(space) || isHole(option)) hidden ??= isHole(space) ? space : isHole(option) ? option : undefined;
    else if (space === "aws:autoscaling:launchconfiguration" && option === wanted) return element.get("value").text();
  }
  return hidden;
}

/** Instances of Lightsail are open for SSH (or RDP) and HTTP until somebody says which ports are: https://docs.aws.amazon.com/lightsail/latest/userguide/understanding-firewall-and-port-mappings-in-amazon-lightsail.html */
function lightsail(inputs: Property, emit: Emit): void {
  const { resource } = inputs;
  const group: Ref = { kind: "resource", urn: resource.urn };
  const own = inputs.get("networking").get("ports");
  if (own.exists) {
    portRules(own, group, emit);
    return;
  }
  const system = inputs.get("blueprintId").text();
  const admin = intervals.union(ports.tcp(22), ports.tcp(3389));
  const login: Approx<ports.Traffic> = isHole(system)
    ? { must: ports.noTraffic, may: admin, holes: [system] }
    : exactly(ports.tcp(system?.startsWith("windows") === true ? 3389 : 22));
  for (const traffic of [login, exactly(ports.tcp(80))]) {
    const declaration = declarationOf(inputs, { group, path: [], traffic, holes: [], unwritten: lightsailRules("Lightsail opens it by default") });
    const rule: Rule = { declaration, peer: everywhere(ip.everyAddress, "0.0.0.0/0 and ::/0"), path: [] };
    emit("openedByDefault", { urn: resource.urn, resource, rule });
  }
}

function lightsailPorts(inputs: Property, emit: Emit): void {
  const { resource } = inputs;
  const name = inputs.get("instanceName");
  const of = name.ref((type) => /lightsail[/:].*Instance$/.test(type)) ?? { kind: "unclear" as const, candidates: [], hole: name.hole("is missing") };
  emit("publicPorts", { urn: resource.urn, resource, of });
  portRules(inputs.get("portInfos"), of, emit);
}

function lightsailRules(why: string, isNamed = false): Unwritten {
  return {
    reason: isNamed ? "whom its public ports admit is for its owner to say: no group has the rule" : ofTheMakingOf("Lightsail"),
    advice: `${why}: name the callers as the cidrs of the instance's public ports, or use Lightsail's own browser access.`,
    isForThePublic: false,
  };
}

/** Without any source, a port is open to everybody. */
function portRules(list: Property, group: Ref, emit: Emit): void {
  const elements = list.elements();
  for (const element of isHole(elements) ? [list] : elements) {
    const sources = (["cidrs", "ipv6Cidrs"] as const).map((name) => [element.get(name), name === "cidrs" ? ip.everyIpv4 : ip.everyIpv6] as const);
    const aliases = element.get("cidrListAliases");
    const isOpen = !element.isHidden && !sources.some(([property]) => property.exists) && !aliases.exists;
    const named = sources.flatMap(([property, all]) => property.list().map((block): [Peer, Path] => [addressesOf(block, all), block.path]));
    openRule(element, emit, {
      group,
      path: element.path,
      traffic: trafficIn(element),
      holes: [],
      peers: isOpen ? [[everywhere(ip.everyAddress, "0.0.0.0/0 and ::/0"), element.path]] : named,
      unwritten: lightsailRules(isOpen ? "Lightsail opens it to everybody, as no source is named" : "It is open in Lightsail", true),
    });
  }
}

/**
 * Layers of OpsWorks get a group that opens SSH to everybody, and those that serve the web HTTP and HTTPS too, unless their stack does without such
 * groups. The service has ended, its types are still in older versions of the package.
 * https://docs.aws.amazon.com/opsworks/latest/userguide/layers-other-custom.html
 */
function opsWorksLayers(): Decoders {
  const web = ["Custom", "JavaApp", "NodejsApp", "PhpApp", "RailsApp", "StaticWeb", "Haproxy"];
  const inside = ["Mysql", "Memcached", "Ganglia", "EcsCluster"];
  const layers = [...web, ...inside].map((name): [string, Decoder] => {
    const token = `${name.charAt(0).toLowerCase()}${name.slice(1)}Layer`;
    return [`aws:opsworks/${token}:${name}Layer`, opsWorksLayer(web.includes(name) ? [22, 80, 443] : [22])];
  });
  return { ...Object.fromEntries(layers), "aws-native:opsworks:Layer": opsWorksLayer([22]) };
}

function opsWorksLayer(open: readonly number[]): Decoder {
  return (inputs, emit) => {
    const id = inputs.get("stackId");
    const stack = id.follow((type) => /opsworks[/:].*Stack$/.test(type));
    const chosen =
      stack === undefined ? id.hole("names a stack that is not in this program") : (stack.get("useOpsworksSecurityGroups").flag() ?? true);
    if (chosen === false) return;
    for (const port of open)
      openRule(inputs, emit, {
        path: [],
        traffic: exactly(ports.tcp(port)),
        holes: isHole(chosen) ? [chosen] : [],
        peers: [[everywhere(ip.everyIpv4, "0.0.0.0/0"), []]],
        unwritten: {
          reason: ofTheMakingOf("OpsWorks"),
          advice: "OpsWorks opens it by default: set useOpsworksSecurityGroups of the stack to false, and give the layer groups of its own.",
          isForThePublic: false,
        },
      });
  };
}

/** Who plays comes from the internet. For logging in, there is no reason to. */
function gameLift(list: string): Decoder {
  return (inputs, emit) => {
    const elements = inputs.get(list).elements();
    for (const element of isHole(elements) ? [inputs.get(list)] : elements) {
      const range = element.get("ipRange");
      openRule(element, emit, {
        path: element.path,
        traffic: trafficIn(element),
        holes: [],
        peers: [[addressesOf(range, ip.everyIpv4), range.path]],
        unwritten: {
          reason: `whom ${list} admits is for its owner to say: no group has the rule`,
          advice: `It is open by ${list}: name the addresses of those who administer the fleet as the ipRange, and open the ports of the game only.`,
          isForThePublic: true,
        },
      });
    }
  };
}

function ofTheMakingOf(service: string): string {
  return `the rule is of ${service}'s making`;
}

interface Opening {
  /** The group whose rules these are: by default the resource stands for one. */
  readonly group?: Ref;
  readonly path: Path;
  readonly traffic: Approx<ports.Traffic>;
  /** Because of these there may be no such rule. */
  readonly holes: readonly Hole[];
  readonly unwritten: Unwritten;
}

function openRule(inputs: Property, emit: Emit, { peers, ...opening }: Opening & { readonly peers: readonly (readonly [Peer, Path])[] }): void {
  const declaration = declarationOf(inputs, opening);
  emit("declaration", declaration);
  for (const [peer, path] of peers) emit("rule", { declaration, peer, path });
}

function declarationOf({ resource }: Property, { group, path, traffic, holes, unwritten }: Opening): Declaration {
  return {
    urn: resource.urn,
    path,
    style: "inline",
    group: group ?? { kind: "resource", urn: resource.urn },
    direction: "ingress",
    description: unwritten.reason,
    traffic: holes.length === 0 ? traffic : { must: ports.noTraffic, may: traffic.may, holes: [...holes, ...traffic.holes] },
    spelling,
    unwritten,
    hiddenBy: holes[0],
  };
}

/** No fix writes such a rule. */
const spelling: Spelling = {
  protocol: "protocol",
  fromPort: "fromPort",
  toPort: "toPort",
  cidr4: "cidrs",
  cidr6: "ipv6Cidrs",
  group: "securityGroups",
  prefixList: "prefixListIds",
  severalPeers: true,
};

function everywhere(addresses: ip.AddressSet, text: string): Peer {
  return { kind: "addresses", text, addresses: exactly(addresses) };
}

function addressesOf(property: Property, all: ip.AddressSet): Peer {
  const text = property.text();
  const addresses = isHole(text) || text === undefined ? undefined : ip.parseCidr(text);
  if (isHole(text) || text === undefined || addresses === undefined)
    return {
      kind: "addresses",
      text: "",
      addresses: { must: ip.noAddresses, may: all, holes: [isHole(text) ? text : property.hole("is not an address block")] },
    };
  return { kind: "addresses", text: text.trim(), addresses: exactly(addresses) };
}

function trafficIn(rule: Property): Approx<ports.Traffic> {
  const name = rule.get("protocol").text();
  const [first, last] = [rule.get("fromPort").number(), rule.get("toPort").number()];
  const holes = [name, first, last].filter(isHole);
  const number = isHole(name) || name === undefined ? undefined : ports.protocolNumber(name.toLowerCase());
  if (number === undefined || isHole(first) || isHole(last))
    return { must: ports.noTraffic, may: ports.everyTraffic, holes: holes.length > 0 ? holes : [rule.get("protocol").hole("is not a protocol")] };
  return exactly(ports.trafficOf(number, first, last));
}
