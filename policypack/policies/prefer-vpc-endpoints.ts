import { joined } from "../joined";
import { groupsOf, isTemplate } from "../model/attachments/attachments";
import { launchedWorkloadsOf } from "../model/attachments/launched-workloads";
import { callsOf, hasEndpoint } from "../model/reachability/vpc-endpoints";
import { rulesOf, trafficOf } from "../model/rules/groups";
import type { Ref, Rule, VpcEndpoint, Workload, WorkloadKind } from "../model/network";
import { workloadByUrn } from "../model/placement/placement";
import { vpcsOfWorkload } from "../model/placement/vpcs";
import { isExcused, perWorld, type World } from "../model/world";
import * as intervals from "../net/intervals";
import { tcp } from "../net/ports";
import { definePolicy, noSettings, type Violation } from "../contract/policy";
import { parseUrn } from "../resources/resource";
import { portsInWords } from "../model/names/ports";

export const policy = definePolicy({
  id: "prefer-vpc-endpoints",
  section: "topology",
  title: "What is in a VPC reaches the services of AWS through endpoints",
  level: "advisory",
  severity: "low",
  why: "Without an endpoint, calls to a service of AWS need a way to the internet, and that way is open to everything else too.",
  document: ["Use VPC Endpoints instead of public API access when possible."],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
  ],
  references: [
    "https://docs.aws.amazon.com/vpc/latest/privatelink/what-is-privatelink.html",
    "https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html",
  ],
  notFor: "What AWS does around a workload: pulling its images, writing its logs, running agents on it.",
  settings: noSettings,
  moment: "stack",
  subjects: (world): (Workload | VpcEndpoint)[] => [
    ...world
      .all("workload")
      .filter(
        (workload) => callers.has(workload.kind) && !isTemplate(workload) && vpcsOfWorkload(world, workload).some((vpc) => isOfThisStack(world, vpc)),
      ),
    ...world.all("vpcEndpoint"),
  ],
  check: (subject, world) => ("service" in subject ? otherPorts(subject, world) : withoutEndpoint(subject, world)),
});

/** What runs programs with a role of their own. */
const callers: ReadonlySet<WorkloadKind> = new Set(["function", "container-service", "instance", "scaling-group"]);

function withoutEndpoint(workload: Workload, world: World): readonly Violation[] {
  const calls = callsOf(world, workload);
  const named = [...new Set(calls.flatMap(({ services }) => services))]
    .filter((service) => !isExcused(world, (excusing) => hasEndpoint(excusing, workload, service)))
    .sort();
  const hole = calls.find((call) => call.hole !== undefined)?.hole;
  if (named.length === 0 && (hole === undefined || !world.doubt(hole))) return [];
  const what = named.length === 0 ? "services that are not known" : joined(named);
  return [
    {
      urn: workload.urn,
      path: [],
      message: `The ${workload.noun} ${workload.resource.name} calls ${what} from a VPC without ${named.length === 1 ? "an endpoint for it" : "endpoints for them"}. Add ${named.length === 0 ? "them" : named.length === 1 ? "one" : `${named.length} endpoints`}: what it calls there then needs no way to the internet.`,
      rules: [],
    },
  ];
}

function otherPorts({ urn, service }: VpcEndpoint, world: World): readonly Violation[] {
  const workload = workloadByUrn(world).get(urn);
  if (workload === undefined || !world.holds(service, (name) => httpsOnly.has(name))) return [];
  const holders = new Map<string, { readonly group: string; readonly rule: Rule }>();
  for (const group of groupsOf(world, workload)) {
    // What else has the group may listen on the other ports.
    if (launchedWorkloadsOf(world.opposite, group).some(({ kind }) => kind !== workload.kind)) continue;
    for (const rule of rulesOf(world, group, "ingress"))
      if (!intervals.covers(tcp(443), trafficOf(world, rule)) && !holders.has(rule.declaration.urn))
        holders.set(rule.declaration.urn, { group, rule });
  }
  return [...holders].map(([holder, { group, rule }]) => ({
    urn: holder,
    path: rule.path,
    message: `${parseUrn(group).name} admits ${portsInWords(intervals.subtract(trafficOf(world, rule), tcp(443)))} to the endpoint ${workload.resource.name}, which listens on tcp/443 only. Admit that port alone.`,
    rules: [rule],
    group,
  }));
}

function isOfThisStack(world: World, vpc: Ref): boolean {
  if (vpc.kind === "resource") return vpcs(world).has(vpc.urn);
  return vpc.kind === "unclear" && world.doubt(vpc.hole);
}

const vpcs = perWorld((world) => new Set(world.all("vpc").map(({ urn }) => urn)));

/** https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html */
const httpsOnly: ReadonlySet<string> = new Set([
  ...[
    "athena",
    "autoscaling",
    "codebuild",
    "dynamodb",
    "ec2",
    "ec2messages",
    "ecr.api",
    "ecr.dkr",
    "ecs",
    "ecs-agent",
    "ecs-telemetry",
    "elasticloadbalancing",
  ],
  ...[
    "events",
    "execute-api",
    "glue",
    "kinesis-firehose",
    "kinesis-streams",
    "kms",
    "lambda",
    "logs",
    "monitoring",
    "secretsmanager",
    "sns",
    "sqs",
    "ssm",
  ],
  ...["ssmmessages", "states", "sts"],
]);
