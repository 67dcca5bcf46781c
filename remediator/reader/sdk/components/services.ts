import { List } from "../../interpreter/list";
import { computed, RecordData, type Value } from "../../interpreter/value";
import { merged, openGroup } from "./balancers";
import { Parts, textOf } from "./parts";

/** Without a network configuration it makes a group that admits everybody to everything. */
export function fargateService(parts: Parts): void {
  const task = taskDefinition(parts, "awsx:ecs:FargateTaskDefinition", "FARGATE");
  const network = parts.argument("networkConfiguration");
  const service = parts.make(
    "aws:ecs/service:Service",
    parts.name,
    parts.record(
      {
        networkConfiguration:
          network.state === "given" ? network.value : network.state === "unknown" ? computed(network.hole, parts.span, []) : defaultNetwork(parts),
        launchType: launchType(parts, "FARGATE"),
        loadBalancers: parts.given("loadBalancers") ?? task?.loadBalancers,
        taskDefinition: parts.given("taskDefinition") ?? (task === undefined ? undefined : parts.property(task.resource, "arn")),
      },
      merged(parts, { desiredCount: 1 }, serviceArguments(parts)),
    ),
  );
  if (network.state === "unknown")
    parts.gap("makes a group that admits everybody where it has no networkConfiguration: whether it has, is not known");
  parts.give({ service, taskDefinition: task?.resource });
}

/** It has no group of its own, in any version. */
export function ec2Service(parts: Parts): void {
  const task = taskDefinition(parts, "awsx:ecs:EC2TaskDefinition", "EC2");
  const service = parts.make(
    "aws:ecs/service:Service",
    parts.name,
    parts.record(
      {
        launchType: launchType(parts, "EC2"),
        loadBalancers: parts.given("loadBalancers") ?? task?.loadBalancers,
        taskDefinition: parts.given("taskDefinition") ?? (task === undefined ? undefined : parts.property(task.resource, "arn")),
      },
      serviceArguments(parts),
    ),
  );
  parts.give({ service, taskDefinition: task?.resource });
}

function serviceArguments(parts: Parts): Value {
  return parts.allBut(
    "taskDefinitionArgs",
    "assignPublicIp",
    "continueBeforeSteadyState",
    "useClusterDefaultCapacityProviderStrategy",
    ...(parts.component.type.endsWith(":FargateService") ? ["networkConfiguration"] : []),
  );
}

function launchType(parts: Parts, usual: string): Value | undefined {
  const others = [parts.argument("capacityProviderStrategies"), parts.argument("useClusterDefaultCapacityProviderStrategy")];
  if (others.some(({ state }) => state === "given")) return undefined;
  return others.some(({ state }) => state === "unknown") ? parts.hole("depends on arguments that are not known") : parts.value(usual);
}

function defaultNetwork(parts: Parts): Value {
  const group = parts.make("aws:ec2/securityGroup:SecurityGroup", `${parts.name}-sg`, openGroup(parts.hole("is the default VPC of the account")));
  return parts.record({
    subnets: parts.unknownList("are subnets of the default VPC"),
    assignPublicIp: parts.given("assignPublicIp") ?? false,
    securityGroups: [parts.property(group, "id")],
  });
}

interface Task {
  readonly resource: Value;
  /** Of the target groups that its containers name. */
  readonly loadBalancers: Value;
}

/** The definition that `taskDefinitionArgs` describes; its own component makes it. */
function taskDefinition(parts: Parts, component: string, compatibility: string): Task | undefined {
  const given = parts.given("taskDefinitionArgs");
  if (given === undefined) return undefined;
  const nested = parts.nest(component, parts.name);
  const inner = new Parts(parts.run, parts.component, given);
  const definition = inner.record(
    {
      requiresCompatibilities: [compatibility],
      networkMode: compatibility === "FARGATE" ? "awsvpc" : (inner.given("networkMode") ?? "awsvpc"),
      containerDefinitions: parts.hole("is a text that awsx makes of the containers", [given]),
    },
    inner.allBut("container", "containers", "logGroup", "taskRole", "executionRole"),
  );
  const resource = parts.make("aws:ecs/taskDefinition:TaskDefinition", parts.name, definition, nested);
  return { resource, loadBalancers: loadBalancersOf(parts, inner) };
}

/** `awsx.ecs.FargateTaskDefinition` on its own. */
export function standaloneTask(compatibility: "FARGATE" | "EC2"): (parts: Parts) => void {
  return (parts) => {
    const definition = parts.record(
      {
        requiresCompatibilities: [compatibility],
        networkMode: compatibility === "FARGATE" ? "awsvpc" : (parts.given("networkMode") ?? "awsvpc"),
        containerDefinitions: parts.hole("is a text that awsx makes of the containers"),
      },
      parts.allBut("container", "containers", "logGroup", "taskRole", "executionRole"),
    );
    const resource = parts.make("aws:ecs/taskDefinition:TaskDefinition", parts.name, definition);
    parts.give({ taskDefinition: resource, loadBalancers: loadBalancersOf(parts, parts) });
  };
}

function loadBalancersOf(parts: Parts, task: Parts): Value {
  const single = task.given("container");
  const several = task.given("containers");
  const containers: (readonly [string | undefined, Value])[] = [];
  if (single !== undefined) containers.push([textOf(new Parts(parts.run, parts.component, single).given("name")) ?? "container", single]);
  if (several?.data instanceof RecordData) for (const [name, field] of several.data.fields) containers.push([name, field.value]);
  else if (several !== undefined) return parts.unknownList("are the target groups of containers that are not known");
  const found: Value[] = [];
  for (const [name, container] of containers) {
    const mappings = new Parts(parts.run, parts.component, container).given("portMappings");
    if (mappings === undefined) continue;
    if (!(mappings.data instanceof List) || mappings.data.rest !== undefined)
      return parts.unknownList("are the target groups of port mappings that are not known");
    for (const { value } of mappings.data.items) {
      const targetGroup = new Parts(parts.run, parts.component, value).given("targetGroup");
      if (targetGroup === undefined) continue;
      found.push(
        parts.record({
          containerName: name,
          containerPort: parts.property(targetGroup, "port"),
          targetGroupArn: parts.property(targetGroup, "arn"),
        }),
      );
    }
  }
  return parts.value(found);
}
