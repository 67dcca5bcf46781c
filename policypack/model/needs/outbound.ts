import { listed } from "../names/listed";
import * as intervals from "../../net/intervals";
import { everyTraffic, tcp, udp } from "../../net/ports";
import { leavesOf, type Plain } from "../../resources/resource";
import { applicationKinds, groupsOf, isTemplate } from "../attachments/attachments";
import { holdsData } from "../attachments/data-stores";
import { launchedWorkloadsOf } from "../attachments/launched-workloads";
import type { Workload } from "../network";
import { rulesNaming } from "../reachability/reachability";
import { callsOf } from "../reachability/vpc-endpoints";
import { trafficOf } from "../rules/groups";
import { keyOf, perWorld, type World } from "../world";
import { isPoller } from "./callers";
import { workloadsBehind } from "./dependencies";
import type { Need, Party } from "./need";
import { named } from "./parties";

/** What has to get out to services of AWS: through an endpoint of the VPC as well, where its groups have a say too. */
export function needsOfAwsClients(world: World): readonly Need[] {
  return world.all("workload").flatMap((of): Need[] => {
    if (isTemplate(of)) return [];
    const services = servicesOf(world, of);
    const others = [...needOfDirectory(of), ...needOfSetUp(world, of)];
    if (services === undefined) return others;
    return [
      ...others,
      {
        of,
        direction: "egress",
        traffic: tcp(443),
        party: { kind: "public" },
        who: named(of),
        says: (ports) => `${named(of)} reaches ${services} on ${ports}`,
      },
    ];
  });
}

/**
 * What signs its users in through a directory has to get to that, wherever it is.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_SQLServerWinAuth.html, https://docs.aws.amazon.com/fsx/latest/WindowsGuide/limit-access-security-groups.html
 */
function needOfDirectory(of: Workload): Need[] {
  const { inputs } = of.resource;
  const isJoined = directoryProperties.some((name) => isFilled(inputs[name])) || inputs.authenticationStrategy === "ldap";
  if (!isJoined || !holdsData(of)) return [];
  return [
    {
      of,
      direction: "egress",
      traffic: directoryTraffic,
      party: { kind: "anybody", isOutside: false },
      who: named(of),
      says: () => `${named(of)} has to reach the directory that its users are in`,
    },
  ];
}

/**
 * What a data store is set up to connect to besides: by the options of its engine, its parameters, or the configuration of a broker.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.Oracle.Options.html, Appendix.SQLServer.Options.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Integrating.html
 * https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/network-of-brokers.html
 */
function needOfSetUp(world: World, of: Workload): Need[] {
  if (of.kind !== "data-store") return [];
  const setUps = Object.values(of.resource.propertyDependencies)
    .flat()
    .flatMap((urn) => world.network.resources.get(urn) ?? [])
    .filter(({ type }) => /:(OptionGroup|(Cluster|DbCluster|Db)?ParameterGroup|Configuration)$/i.test(type));
  const found = setUps.find(({ inputs }) => leavesOf(inputs).some((text) => typeof text === "string" && connects.test(text)));
  if (found === undefined) return [];
  return [
    {
      of,
      direction: "egress",
      traffic: everyTraffic,
      party: { kind: "anybody", isOutside: false },
      who: named(of),
      says: () => `${found.name} has ${named(of)} connect to others`,
    },
  ];
}

const connects =
  /^(S3_INTEGRATION|UTL_MAIL|OEM_AGENT|MSDTC|SSRS|SSIS|SQLSERVER_BACKUP_RESTORE)$|^(aws_default_\w+_role|aurora_(load_from|select_into)_s3_role|aurora_\w+_lambda\w*)$|networkConnector|\b(?:postgres_fdw|oracle_fdw|mysql_fdw|tds_fdw|dblink|aws_s3|aws_lambda|pglogical)\b/;

const directoryProperties = [
  "domain",
  "domainFqdn",
  "domainOu",
  "activeDirectoryId",
  "selfManagedActiveDirectory",
  "selfManagedActiveDirectoryConfiguration",
  "ldapServerMetadata",
];

const directoryTraffic = intervals.union(tcp(53, 88, 135, 389, 445, 464, 636, [3268, 3269], [49152, 65535]), udp(53, 88, 123, 389, 464));

/** The ways to those who let something in by its group. */
export function needsOfAdmitted(world: World): readonly Need[] {
  return world.all("workload").flatMap((of): Need[] => {
    if (isTemplate(of)) return [];
    return groupsOf(world, of).flatMap((group) =>
      rulesNaming(world, group, "ingress").flatMap((rule): Need[] => {
        const admitting = keyOf(rule.declaration.group);
        if (admitting === undefined || !world.network.resources.has(admitting)) return [];
        const party: Party = { kind: "workload", groups: [admitting], addresses: undefined, client: undefined };
        return [{ of, direction: "egress", traffic: trafficOf(world, rule), party, who: named(of) }];
      }),
    );
  });
}

/** Why nobody can say what may be closed of what a group lets out: it is on something of another kind than those of which the program shows what they call. */
export function sendsUnseen(world: World, group: string, shown: readonly Workload["kind"][]): string | undefined {
  const other = launchedWorkloadsOf(world.opposite, group).find(({ kind }) => !shown.includes(kind));
  return other === undefined ? undefined : `what ${other.resource.name} has to reach cannot be told from the program`;
}

/** The services that a workload calls, in words. */
function servicesOf(world: World, workload: Workload): string | undefined {
  if (workload.kind === "data-store") return servicesOfStore(world, workload);
  if (!applicationKinds.has(workload.kind)) return undefined;
  const calls = callsOf(world, workload);
  const services = new Set(calls.flatMap((call) => call.services));
  if (services.size > 0) return listed([...services].sort());
  return calls.some(({ hole }) => hole !== undefined) ? "services of AWS that are not known" : undefined;
}

/**
 * A warehouse that copies through the VPC, and databases with a role of their own, get at S3 and others through their network.
 * https://docs.aws.amazon.com/redshift/latest/mgmt/enhanced-vpc-routing.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PostgreSQL.S3Import.html
 */
function servicesOfStore(world: World, workload: Workload): string | undefined {
  const { inputs } = workload.resource;
  // The poller calls the function, and its own service, with the groups of the store.
  if (polled(world).has(workload.urn)) return "Lambda, for which an event source mapping reads it";
  if (isTrue(inputs.enhancedVpcRouting)) return "S3 (enhancedVpcRouting)";
  const hasRole = isFilled(inputs.iamRoles) || isFilled(inputs.associatedRoles) || roleAssociations(world).has(workload.urn);
  return hasRole && /^(RDS|Aurora|Neptune)/.test(workload.noun) ? "services of AWS through its roles" : undefined;
}

const polled = perWorld((world) => {
  const mappings = [...world.network.resources.values()].filter(isPoller);
  return new Set(mappings.flatMap((mapping) => workloadsBehind(world, mapping)).map(({ urn }) => urn));
});

const roleAssociations = perWorld((world) => {
  const found = new Set<string>();
  for (const { type, propertyDependencies } of world.network.resources.values())
    if (/^aws:(rds|neptune)\/.*(RoleAssociation)$/.test(type)) for (const urn of Object.values(propertyDependencies).flat()) found.add(urn);
  return found;
});

function isTrue(value: Plain | undefined): boolean {
  return value === true || value === "true";
}

function isFilled(value: Plain | undefined): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}
