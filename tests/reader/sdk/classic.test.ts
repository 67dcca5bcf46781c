import { expect, test } from "@jest/globals";
import { bounds, Run } from "@portcullis/remediator/reader/interpreter/run";
import { RecordData, written, type Value } from "@portcullis/remediator/reader/interpreter/value";
import { yaml } from "@portcullis/remediator/reader/languages/yaml";
import { resourceOf } from "@portcullis/remediator/reader/plain";
import { callClassic } from "@portcullis/remediator/reader/sdk/components/classic";
import { componentMethod } from "@portcullis/remediator/reader/sdk/components/methods";
import { fromJson } from "@portcullis/remediator/reader/sdk/json";
import { sdk } from "@portcullis/remediator/reader/sdk/sdk";
import { packageSchema } from "@portcullis/remediator/reader/sdk/table";
import { plainText } from "../../harness/reading";

const span = { file: { name: "index.ts", text: "" }, start: 0, end: 0 };

/** A program that calls `awsx.classic`. */
class Program {
  readonly run = new Run({
    dialect: yaml,
    program: { repository: { names: [], has: () => false, read: () => undefined }, folder: "", mainFolder: "", entry: undefined },
    settings: { project: "shop", stack: "dev", organization: "", config: new Map() },
    schema: packageSchema,
    sdk,
    parsed: () => undefined,
    bounds,
  });

  call(path: string, ...given: readonly (Value | string | number | Readonly<Record<string, unknown>>)[]): Value {
    const values = given.map((one) => (isValue(one) ? one : typeof one === "object" ? this.record(one) : written(one, span)));
    const invocation = { callee: written(null, span), given: values.map((value) => ({ value, span })), span, isNew: true, typeArguments: [] };
    const made = callClassic(this.run, { package: "awsx", path: ["classic", ...path.split(".")] }, invocation);
    if (made === undefined) throw new Error(`${path} is not known`);
    return made;
  }

  method(object: Value, type: string, name: string, ...given: readonly (string | Readonly<Record<string, unknown>>)[]): Value {
    const method = componentMethod(this.run, object, type, name, span);
    if (method === undefined) throw new Error(`${name} is not known`);
    const values = given.map((one) => (typeof one === "object" ? this.record(one) : written(one, span)));
    return this.run.apply(method, values, span);
  }

  private record(fields: Readonly<Record<string, unknown>>): Value {
    const data = new RecordData();
    for (const [name, field] of Object.entries(fields))
      data.fields.set(name, { value: isValue(field) ? field : fromJson(field, span), entry: span, placement: "literal" });
    return written(data, span);
  }

  /** Rules as "direction protocol from-to of GROUP: peers". */
  get rules(): readonly string[] {
    const resources = this.run.registrations.map((one) => resourceOf(one, ""));
    const names = new Map(resources.map(({ urn, name }) => [urn, name]));
    return resources
      .filter(({ type }) => type === "aws:ec2/securityGroupRule:SecurityGroupRule")
      .map(({ inputs, propertyDependencies }) => {
        const group = names.get(propertyDependencies.securityGroupId?.[0] ?? "") ?? "?";
        return `${typeof inputs.type === "string" ? inputs.type : "?"} ${plainText(inputs.protocol)} ${plainText(inputs.fromPort)}-${plainText(inputs.toPort)} of ${group}: ${plainText(inputs.cidrBlocks)}`;
      });
  }

  get gaps(): readonly string[] {
    return this.run.gaps.map(({ reason }) => reason);
  }
}

function isValue(one: unknown): one is Value {
  return typeof one === "object" && one !== null && "origin" in one && "data" in one;
}

test("rules of a group are resources of their own, in every spelling", () => {
  const program = new Program();
  const group = program.call("ec2.SecurityGroup", "web", {
    ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] }],
    egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
  });
  const anywhere = program.call("ec2.AnyIPv4Location");
  program.method(group, "awsx:x:ec2:SecurityGroup", "createIngressRule", "https", {
    location: anywhere,
    ports: program.call("ec2.TcpPorts", 443),
    description: "x",
  });
  program.call("ec2.SecurityGroupRule.ingress", "range", group, anywhere, program.call("ec2.TcpPorts", 8000, 8010));
  program.call("ec2.SecurityGroupRule.egress", "out", group, anywhere, program.call("ec2.AllTraffic"));
  program.call("ec2.IngressSecurityGroupRule", "own", group, { protocol: "udp", fromPort: 53, toPort: 53, cidrBlocks: ["0.0.0.0/0"] });
  expect(program.rules).toEqual([
    'egress "-1" 0-0 of web: ["0.0.0.0/0"]',
    'ingress "tcp" 22-22 of web: ["10.0.0.0/8"]',
    'ingress "tcp" 443-443 of web: ["0.0.0.0/0"]',
    'ingress "tcp" 8000-8010 of web: ["0.0.0.0/0"]',
    'egress "-1" 0-0 of web: ["0.0.0.0/0"]',
    'ingress "udp" 53-53 of web: ["0.0.0.0/0"]',
  ]);
  expect(program.gaps).toEqual([]);
});

test("a cluster without groups opens SSH and every TCP port", () => {
  const program = new Program();
  const cluster = program.call("ecs.Cluster", "c");
  program.call("ecs.FargateService", "s", { cluster });
  expect(program.rules).toEqual([
    'egress "-1" 0-0 of c: ["0.0.0.0/0"]',
    'ingress "tcp" 22-22 of c: ["0.0.0.0/0"]',
    'ingress "tcp" 0-65535 of c: ["0.0.0.0/0"]',
  ]);
  const service = program.run.registrations.find(({ type }) => type === "aws:ecs/service:Service");
  const resource = service && resourceOf(service, "");
  expect(resource?.propertyDependencies.networkConfiguration).toEqual([
    "urn:pulumi:dev::shop::awsx:x:ecs:Cluster$awsx:x:ec2:SecurityGroup$aws:ec2/securityGroup:SecurityGroup::c",
  ]);
});

test("a cluster with groups of its own makes none", () => {
  const program = new Program();
  program.call("ecs.Cluster", "c", { securityGroups: [] });
  expect(program.rules).toEqual([]);
});

test.each<readonly [name: string, args: Readonly<Record<string, unknown>>, rules: readonly string[]]>([
  ["on a balancer of its own", { port: 443 }, ['ingress "tcp" 443-443 of web: ["0.0.0.0/0"]', 'egress "tcp" 443-443 of web: ["0.0.0.0/0"]']],
  ["by protocol", { protocol: "HTTP" }, ['ingress "tcp" 80-80 of web: ["0.0.0.0/0"]', 'egress "tcp" 80-80 of web: ["0.0.0.0/0"]']],
  ["that is not external", { port: 443, external: false }, []],
])("a listener opens its balancer's groups: %s", (_, args, rules) => {
  const program = new Program();
  program.call("lb.ApplicationListener", "web", args);
  expect(program.rules).toEqual(rules);
  expect(program.gaps).toEqual([]);
  const opened = program.run.registrations.filter(({ type, name }) => type.endsWith(":SecurityGroupRule") && name.startsWith("web-external"));
  for (const one of opened) expect(resourceOf(one, "").inputs.description).toMatch(/^Externally available at port \d+$/);
});

test("a listener of a balancer with groups opens those, through the balancer and its target groups", () => {
  const program = new Program();
  const group = program.call("ec2.SecurityGroup", "own");
  const balancer = program.call("lb.ApplicationLoadBalancer", "web", { securityGroups: written(listOf(group), span) });
  program.method(balancer, "aws:lb:ApplicationLoadBalancer", "createListener", "a", { port: 80 });
  const target = program.method(balancer, "aws:lb:ApplicationLoadBalancer", "createTargetGroup", "t", { port: 8080 });
  program.method(target, "awsx:lb:ApplicationTargetGroup", "createListener", "b", { port: 8443 });
  expect(program.rules.filter((rule) => rule.startsWith("ingress"))).toEqual([
    'ingress "tcp" 80-80 of own: ["0.0.0.0/0"]',
    'ingress "tcp" 8443-8443 of own: ["0.0.0.0/0"]',
  ]);
});

test("a network balancer has no groups, and its listeners open nothing", () => {
  const program = new Program();
  program.call("lb.NetworkListener", "web", { port: 443 });
  expect(program.rules).toEqual([]);
});

test("what is not read is said", () => {
  const program = new Program();
  program.call("autoscaling.AutoScalingGroup", "g", {});
  program.call("ec2.Vpc", "net", {});
  expect(program.gaps).toEqual(["makes awsx.autoscaling.AutoScalingGroup, whose resources are not read", "net has subnets that are not read"]);
});

function listOf(value: Value): Value["data"] {
  const list = fromJson([0], span).data;
  if (typeof list === "object" && list !== null && list.kind === "list") list.items = [{ value, placement: { kind: "computed", span } }];
  return list;
}
