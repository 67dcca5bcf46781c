// Stacks of any size, the same each time. A tenth are security groups with three to eight rules; of the rest, a third are types that the pack reads.

/** @param {number} size */
export function ordinaryStack(size) {
  const random = randomFrom(size);
  const resources = [root()];
  const groups = [];
  for (let index = 0; resources.length < size; index++) {
    if (index % 10 === 0) {
      const group = securityGroup(`group-${index}`, random, groups);
      groups.push(group);
      resources.push(group);
    } else resources.push(other(others[index % others.length], `r-${index}`, random, groups));
  }
  return resources;
}

/** One group with many rules. */
export function hugeGroup(rules) {
  const ingress = Array.from({ length: rules }, (_, index) => rule(1_000 + index, `10.${index % 256}.${Math.floor(index / 256) % 256}.0/24`));
  return [root(), resource("aws:ec2/securityGroup:SecurityGroup", "huge", { vpcId: "vpc-0", description: "huge", ingress, egress: [] })];
}

/** Groups that each admit the one before. */
export function chain(length) {
  const groups = [];
  for (let index = 0; index < length; index++) {
    const peers = index === 0 ? { cidrBlocks: ["10.0.0.0/8"] } : { securityGroups: [groups[index - 1].id] };
    const ingress = [8_443, 5_432, 6_379].map((port) => ({ protocol: "tcp", fromPort: port, toPort: port, description: "from before", ...peers }));
    const dependencies = index === 0 ? {} : { ingress: [groups[index - 1].urn] };
    groups.push(
      resource("aws:ec2/securityGroup:SecurityGroup", `link-${index}`, { vpcId: "vpc-0", description: "link", ingress, egress: [] }, dependencies),
    );
  }
  return [root(), ...groups];
}

/** Groups alone, of which none names another. */
export function groupsAlone(count) {
  const random = randomFrom(count);
  return [root(), ...Array.from({ length: count }, (_, index) => securityGroup(`group-${index}`, random, []))];
}

/** A group of a VPC with so many open rules of its own, each for another port. */
export function openRules(count) {
  const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" });
  const group = resource("aws:ec2/securityGroup:SecurityGroup", "group", { vpcId: vpc.id, description: "open", ingress: [], egress: [] });
  const open = (index) => ({ fromPort: 1_000 + index, toPort: 1_000 + index, protocol: "tcp", cidrBlocks: ["0.0.0.0/0"] });
  const rules = Array.from({ length: count }, (_, index) =>
    resource("aws:ec2/securityGroupRule:SecurityGroupRule", `rule-${index}`, { type: "ingress", securityGroupId: group.id, ...open(index) }),
  );
  return [root(), vpc, group, ...rules];
}

/** The same as `pulumi stack export` writes it. */
export function stateOf(resources) {
  return {
    version: 3,
    deployment: {
      manifest: {},
      resources: resources.map(({ urn, type, id, inputs, outputs, dependencies }) => ({
        urn,
        custom: type !== "pulumi:pulumi:Stack",
        type,
        ...(type === "pulumi:pulumi:Stack" ? {} : { id, parent: rootUrn, inputs, outputs, propertyDependencies: dependencies }),
      })),
    },
  };
}

function root() {
  return { urn: rootUrn, type: "pulumi:pulumi:Stack", name: "bench-dev", id: "", inputs: {}, outputs: {}, dependencies: {} };
}

const rootUrn = "urn:pulumi:dev::bench::pulumi:pulumi:Stack::bench-dev";

function resource(type, name, inputs, dependencies = {}) {
  const id = `${type.endsWith(":SecurityGroup") ? "sg" : type.split(":").at(-1).toLowerCase()}-${name}`;
  return {
    urn: `urn:pulumi:dev::bench::${type}::${name}`,
    type,
    name,
    id,
    inputs,
    outputs: { ...inputs, id, arn: `arn:aws:x:us-east-1:000000000000:${id}`, tagsAll: { managed: "yes" } },
    dependencies: { ...Object.fromEntries(Object.keys(inputs).map((key) => [key, []])), ...dependencies },
  };
}

function rule(port, ...cidrBlocks) {
  return { protocol: "tcp", fromPort: port, toPort: port, cidrBlocks, description: `callers of ${port}` };
}

const ports = [80, 443, 8_080, 8_443, 5_432, 6_379, 9_090, 3_306];

function securityGroup(name, random, groups) {
  const before = groups.length > 0 ? groups[Math.floor(random() * groups.length)] : undefined;
  const ingress = Array.from({ length: 2 + Math.floor(random() * 6) }, (_, index) => {
    const port = ports[(index + Math.floor(random() * ports.length)) % ports.length];
    if (index === 1 && before !== undefined)
      return { protocol: "tcp", fromPort: port, toPort: port, securityGroups: [before.id], description: "from another group" };
    return rule(port, `10.${Math.floor(random() * 256)}.0.0/16`, `10.${Math.floor(random() * 256)}.8.0/24`);
  });
  // One in twenty has something to be said about it.
  if (random() < 0.05) ingress.push(rule(22, "0.0.0.0/0"));
  const inputs = {
    vpcId: "vpc-0",
    name,
    description: `what ${name} is for`,
    revokeRulesOnDelete: false,
    ingress,
    egress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"], description: "out" }],
    tags: { Name: name, team: "bench" },
  };
  return resource("aws:ec2/securityGroup:SecurityGroup", name, inputs, before === undefined ? {} : { ingress: [before.urn] });
}

/** The other types; those with `special` properties are read by the pack. */
const others = [
  ["aws:s3/bucketV2:BucketV2"],
  ["aws:ec2/instance:Instance", (pick) => ({ vpcSecurityGroupIds: pick(), subnetId: "subnet-0", ami: "ami-0", instanceType: "t3.micro" })],
  ["aws:iam/role:Role"],
  ["aws:iam/rolePolicyAttachment:RolePolicyAttachment"],
  [
    "aws:lambda/function:Function",
    (pick) => ({ vpcConfig: { securityGroupIds: pick(), subnetIds: ["subnet-0"] }, runtime: "nodejs22.x", handler: "index.handler" }),
  ],
  ["aws:cloudwatch/logGroup:LogGroup"],
  ["aws:cloudwatch/metricAlarm:MetricAlarm"],
  ["aws:ec2/subnet:Subnet", () => ({ vpcId: "vpc-0", cidrBlock: "10.0.0.0/24", mapPublicIpOnLaunch: false })],
  ["aws:route53/record:Record"],
  ["aws:ssm/parameter:Parameter"],
  ["aws:lb/targetGroup:TargetGroup", () => ({ port: 8_080, protocol: "HTTP", vpcId: "vpc-0", targetType: "ip" })],
  ["aws:dynamodb/table:Table"],
  ["aws:sqs/queue:Queue"],
];

function other([type, special], name, random, groups) {
  const dependsOn = [];
  const pick = () => {
    if (groups.length === 0) return [];
    const group = groups[Math.floor(random() * groups.length)];
    dependsOn.push(group.urn);
    return [group.id];
  };
  const inputs = { ...special?.(pick), name, tags: { Name: name, team: "bench", cost: "shared" } };
  const count = 10 + Math.floor(random() * 21) - Object.keys(inputs).length;
  for (let index = 0; index < count; index++) {
    const kind = index % 5;
    inputs[`property${index}`] =
      kind === 0
        ? random() < 0.5
        : kind === 1
          ? Math.floor(random() * 1e6)
          : kind === 2
            ? { key: `${name}-${index}`, values: ["a", "b"] }
            : `${name} ${index} a text`;
  }
  return resource(type, name, inputs, dependsOn.length === 0 ? {} : { vpcSecurityGroupIds: dependsOn });
}

/** A small generator of numbers from 0 to 1, the same for the same seed. */
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
