import { defaultVpcId } from "@portcullis/policypack/resources/default-vpc";
import { Hole } from "../../interpreter/hole";
import { List } from "../../interpreter/list";
import { RecordData, type Value } from "../../interpreter/value";
import { textAt } from "../../syntax/spans";
import { settledAnswer } from "../../../engine/settled";
import { type Inputs, Parts, textOf } from "./parts";
import { halves } from "./vpc-layout";

/** A VPC with a public and a private subnet in each of three zones, unless it is told otherwise. */
export function vpc(parts: Parts): void {
  const cidrBlock = parts.given("cidrBlock") ?? (parts.argument("ipv4IpamPoolId").state === "absent" ? parts.value("10.0.0.0/16") : undefined);
  const tags = (own: Inputs): Value => parts.record(own, parts.given("tags"));
  const resource = parts.make("aws:ec2/vpc:Vpc", parts.name, {
    ...Object.fromEntries(passedOn.map((name) => [name, parts.given(name)])),
    cidrBlock,
    tags: parts.record({}, mergedTags(parts, { Name: parts.name })),
  });
  const vpcId = parts.property(resource, "id");
  const internetGateway = parts.make(
    "aws:ec2/internetGateway:InternetGateway",
    parts.name,
    { vpcId, tags: parts.record({}, mergedTags(parts, { Name: parts.name })) },
    resource,
  );
  const zones = zonesOf(parts);
  const plan = subnetsOf(parts, zones.length, textOf(cidrBlock));
  const made = new Subnets(parts, resource, vpcId, internetGateway, natStrategy(parts));
  for (const [index, zone] of zones.entries()) for (const spec of plan.of(index)) made.add(spec, zone, index, tags);
  const endpoints = endpointsOf(parts, resource, vpcId);
  const list = (items: readonly Value[]): Value => withRest(parts.value(items), plan.rest);
  const ids = (subnets: readonly Value[]): Value => list(subnets.map((subnet) => parts.property(subnet, "id")));
  parts.give({
    vpc: resource,
    vpcId,
    internetGateway,
    subnets: list(made.all),
    publicSubnets: list(made.public),
    privateSubnets: list(made.private),
    isolatedSubnets: list(made.isolated),
    publicSubnetIds: ids(made.public),
    privateSubnetIds: ids(made.private),
    isolatedSubnetIds: ids(made.isolated),
    natGateways: list(made.natGateways),
    eips: list(made.eips),
    routeTables: list(made.routeTables),
    routes: list(made.routes),
    routeTableAssociations: list(made.associations),
    vpcEndpoints: endpoints,
  });
}

/** The account's default VPC; of its subnets nobody knows but the account. */
export function defaultVpc(parts: Parts): void {
  const { options, span } = parts.component;
  const isElsewhere = options.provider !== undefined || /\bproviders\b/i.test(textAt(span));
  parts.give({
    vpcId: isElsewhere ? parts.hole("is the default VPC of another provider's account") : defaultVpcId,
    publicSubnetIds: parts.unknownList("are the public subnets of the default VPC"),
    privateSubnetIds: parts.unknownList("are the private subnets of the default VPC"),
  });
}

/** Arguments that the VPC itself takes. */
const passedOn = [
  "assignGeneratedIpv6CidrBlock",
  "enableDnsHostnames",
  "enableDnsSupport",
  "enableNetworkAddressUsageMetrics",
  "instanceTenancy",
  "ipv4IpamPoolId",
  "ipv4NetmaskLength",
  "ipv6CidrBlock",
  "ipv6CidrBlockNetworkBorderGroup",
  "ipv6IpamPoolId",
  "ipv6NetmaskLength",
  "region",
];

function mergedTags(parts: Parts, own: Inputs): Value {
  const result = parts.record(own);
  const given = parts.given("tags");
  if (!(result.data instanceof RecordData) || given === undefined) return result;
  if (given.data instanceof RecordData) for (const [name, field] of given.data.fields) result.data.fields.set(name, field);
  else if (given.data instanceof Hole) result.data.rest = given.data;
  return result;
}

/** The names of its zones; where only their number is known, holes. */
function zonesOf(parts: Parts): readonly Value[] {
  const names = parts.given("availabilityZoneNames");
  if (names !== undefined) {
    if (names.data instanceof List && names.data.rest === undefined) return names.data.items.map(({ value }) => value);
    parts.gap("has a number of zones that is not known: its subnets are not read");
    return [];
  }
  const count = parts.argument("numberOfAvailabilityZones");
  if (count.state === "unknown" || (count.state === "given" && typeof count.value.data !== "number")) {
    parts.gap("has a number of zones that is not known: its subnets are not read");
    return [];
  }
  const number = count.state === "given" && typeof count.value.data === "number" ? Math.min(count.value.data, 26) : 3;
  const region = parts.run.settings.config.get("aws:region")?.value;
  const args = parts.argument("region").state === "absent" ? {} : { region: textOf(parts.given("region")) };
  const { names: known } = settledAnswer(
    "aws:index/getAvailabilityZones:getAvailabilityZones",
    args,
    typeof region === "string" ? region : undefined,
  );
  const found: readonly unknown[] = Array.isArray(known) ? known : [];
  return Array.from({ length: number }, (_, index) => {
    const name = found[index];
    return typeof name === "string" ? parts.value(name) : parts.hole("is a zone of the account");
  });
}

interface Spec {
  readonly type: "public" | "private" | "isolated";
  readonly name: string;
  readonly cidrBlock: Value;
  readonly hasIpv6: Value | undefined;
}

interface Plan {
  readonly of: (zone: number) => readonly Spec[];
  readonly rest: Hole | undefined;
}

function subnetsOf(parts: Parts, zones: number, vpcBlock: string | undefined): Plan {
  const specs = parts.argument("subnetSpecs");
  const strategy = textOf(parts.given("subnetStrategy")) ?? (parts.argument("subnetStrategy").state === "absent" ? "Legacy" : "");
  const unknownBlock = (): Value => parts.hole("is laid out by awsx");
  if (specs.state === "absent") {
    const layout = strategy === "Legacy" && vpcBlock !== undefined ? halves(vpcBlock, zones) : undefined;
    return {
      rest: undefined,
      of: (zone) =>
        (["public", "private"] as const).map((type) => {
          const block = layout?.[zone]?.[type];
          return { type, name: type, cidrBlock: block === undefined ? unknownBlock() : parts.value(block), hasIpv6: undefined };
        }),
    };
  }
  const list = specs.state === "given" && specs.value.data instanceof List ? specs.value.data : undefined;
  const rest = list === undefined ? (specs.state === "unknown" ? specs.hole : new Hole("is not a list", parts.span)) : list.rest;
  if (rest !== undefined) parts.gap("has subnets that are not known");
  const known = (list?.items ?? []).flatMap(({ value }) => {
    const spec = new Parts(parts.run, parts.component, value);
    const type = textOf(spec.given("type"))?.toLowerCase();
    if (type === "unused") return [];
    if (type !== "public" && type !== "private" && type !== "isolated") {
      parts.gap("has a subnet of a type that is not known");
      return [];
    }
    const blocks = spec.given("cidrBlocks");
    const blockIn = (zone: number): Value => (blocks?.data instanceof List ? blocks.data.items[zone]?.value : undefined) ?? unknownBlock();
    return [{ type, name: textOf(spec.given("name")) ?? type, blockIn, hasIpv6: spec.given("assignIpv6AddressOnCreation") }] as const;
  });
  const order = ["public", "private", "isolated"];
  const sorted = [...known].sort((a, b) => order.indexOf(a.type) - order.indexOf(b.type));
  return { rest, of: (zone) => sorted.map(({ blockIn, ...spec }) => ({ ...spec, cidrBlock: blockIn(zone) })) };
}

function natStrategy(parts: Parts): "none" | "single" | "oneperaz" | undefined {
  const options = parts.within("natGateways");
  const strategy = options?.argument("strategy");
  if (options === undefined || strategy?.state === "absent") return parts.argument("natGateways").state === "unknown" ? undefined : "oneperaz";
  const text = strategy?.state === "given" ? textOf(strategy.value)?.toLowerCase() : undefined;
  return text === "none" || text === "single" || text === "oneperaz" ? text : undefined;
}

/** Makes subnets with their route tables and gateways. */
class Subnets {
  readonly all: Value[] = [];
  readonly public: Value[] = [];
  readonly private: Value[] = [];
  readonly isolated: Value[] = [];
  readonly natGateways: Value[] = [];
  readonly eips: Value[] = [];
  readonly routeTables: Value[] = [];
  readonly routes: Value[] = [];
  readonly associations: Value[] = [];

  constructor(
    private readonly parts: Parts,
    private readonly vpc: Value,
    private readonly vpcId: Value,
    private readonly internetGateway: Value,
    private readonly nat: "none" | "single" | "oneperaz" | undefined,
  ) {
    if (nat === undefined) parts.gap("has NAT gateways that are not known");
  }

  add(spec: Spec, zone: Value, index: number, tags: (own: Inputs) => Value): void {
    const { parts } = this;
    const name = `${parts.name}-${spec.name}-${index + 1}`;
    const label = `${spec.type.charAt(0).toUpperCase()}${spec.type.slice(1)}`;
    const subnet = parts.make(
      "aws:ec2/subnet:Subnet",
      name,
      {
        vpcId: this.vpcId,
        availabilityZone: zone,
        mapPublicIpOnLaunch: spec.type === "public",
        cidrBlock: spec.cidrBlock,
        assignIpv6AddressOnCreation: spec.hasIpv6 ?? parts.given("assignGeneratedIpv6CidrBlock") ?? false,
        tags: parts.record({ Name: name, SubnetType: label }, tags({})),
      },
      this.vpc,
    );
    this.all.push(subnet);
    this[spec.type].push(subnet);
    const routeTable = parts.make(
      "aws:ec2/routeTable:RouteTable",
      name,
      { vpcId: this.vpcId, tags: tags({ Name: name, SubnetType: label }) },
      subnet,
    );
    this.routeTables.push(routeTable);
    const routeTableId = parts.property(routeTable, "id");
    const subnetId = parts.property(subnet, "id");
    this.associations.push(parts.make("aws:ec2/routeTableAssociation:RouteTableAssociation", name, { routeTableId, subnetId }, routeTable));
    if (spec.type === "public") this.openToInternet(name, subnet, subnetId, routeTable, routeTableId, index, tags);
    else if (spec.type === "private") this.behindGateway(name, routeTable, routeTableId, index);
  }

  private openToInternet(
    name: string,
    subnet: Value,
    subnetId: Value,
    routeTable: Value,
    routeTableId: Value,
    index: number,
    tags: (own: Inputs) => Value,
  ): void {
    const { parts } = this;
    const wanted = this.nat === "single" ? 1 : this.nat === "oneperaz" ? index + 1 : 0;
    if (this.natGateways.length < wanted) {
      const own = `${parts.name}-${index + 1}`;
      const allocations = parts.within("natGateways")?.given("elasticIpAllocationIds");
      const given = allocations?.data instanceof List ? allocations.data.items[index]?.value : undefined;
      if (allocations === undefined) this.eips.push(parts.make("aws:ec2/eip:Eip", own, { tags: tags({ Name: own }) }, subnet));
      const eip = this.eips[index];
      const allocationId = given ?? (eip === undefined ? undefined : parts.property(eip, "allocationId"));
      this.natGateways.push(parts.make("aws:ec2/natGateway:NatGateway", own, { subnetId, allocationId, tags: tags({ Name: own }) }, subnet));
    }
    const gatewayId = parts.property(this.internetGateway, "id");
    this.routes.push(parts.make("aws:ec2/route:Route", name, { routeTableId, gatewayId, destinationCidrBlock: "0.0.0.0/0" }, routeTable));
  }

  private behindGateway(name: string, routeTable: Value, routeTableId: Value, index: number): void {
    if (this.nat === "none" || this.nat === undefined) return;
    const { parts } = this;
    const gateway = this.natGateways[this.nat === "single" ? 0 : index];
    const natGatewayId = gateway === undefined ? parts.hole("is a NAT gateway that is not known") : parts.property(gateway, "id");
    this.routes.push(parts.make("aws:ec2/route:Route", name, { routeTableId, natGatewayId, destinationCidrBlock: "0.0.0.0/0" }, routeTable));
  }
}

/** With the strategy "Auto" an interface endpoint that names no group gets one that admits the VPC to HTTPS. */
function endpointsOf(parts: Parts, vpcResource: Value, vpcId: Value): Value {
  const specs = parts.argument("vpcEndpointSpecs");
  if (specs.state === "absent") return parts.value([]);
  const list = specs.state === "given" && specs.value.data instanceof List ? specs.value.data : undefined;
  if (list?.rest !== undefined || list === undefined) parts.gap("has endpoints that are not known");
  const strategy = parts.given("vpcEndpointStrategy");
  const isAuto = textOf(strategy) === "Auto";
  const made = (list?.items ?? []).flatMap(({ value }) => {
    const spec = new Parts(parts.run, parts.component, value);
    const serviceName = textOf(spec.given("serviceName"));
    if (serviceName === undefined) {
      parts.gap("has an endpoint of a service that is not known");
      return [];
    }
    const isInterface = textOf(spec.given("vpcEndpointType"))?.toLowerCase() === "interface";
    const own =
      isAuto && isInterface && spec.argument("securityGroupIds").state === "absent"
        ? endpointGroup(parts, vpcResource, vpcId, serviceName)
        : undefined;
    return [
      parts.make(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        serviceName,
        parts.record({ vpcId, ...(own === undefined ? {} : { securityGroupIds: [parts.property(own, "id")] }) }, value),
        vpcResource,
      ),
    ];
  });
  return withRest(parts.value(made), list?.rest);
}

function endpointGroup(parts: Parts, vpcResource: Value, vpcId: Value, serviceName: string): Value {
  const group = parts.make("aws:ec2/securityGroup:SecurityGroup", `${serviceName}-sg`, { vpcId }, vpcResource);
  parts.make(
    "aws:ec2/securityGroupRule:SecurityGroupRule",
    `${serviceName}-ingress`,
    {
      type: "ingress",
      securityGroupId: parts.property(group, "id"),
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrBlocks: [parts.property(vpcResource, "cidrBlock")],
    },
    vpcResource,
  );
  return group;
}

function withRest(list: Value, rest: Hole | undefined): Value {
  if (rest !== undefined && list.data instanceof List) list.data.rest = rest;
  return list;
}
