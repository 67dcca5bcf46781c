import { describePlans, type PlanCase } from "../../harness/plans";
import { ref, resource, type Entry } from "../../harness/stack";
import { all, database, group, host, network, rule, sg, stores, tcp, world } from "./stacks";

const outgoing = (name: string, ...egress: Entry["props"][]): Entry =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, { description: name, vpcId: ref("vpc"), egress });
const policies = ["no-unrestricted-egress", "function-egress-to-known-peers", "default-group-admits-nothing"];

const egress: readonly PlanCase[] = [
  {
    name: "a database needs no way out",
    policies,
    stack: [...network, stores, outgoing("data", all(world)), database("orders", ["data"])],
    becomes: { data: { egress: [] } },
  },
  {
    name: "a warehouse that copies through its network keeps its way to S3",
    policies,
    stack: [
      ...network,
      resource("aws:redshift/subnetGroup:SubnetGroup", "stores", { subnetIds: [ref("inner")] }),
      outgoing("data", all(world)),
      resource("aws:redshift/cluster:Cluster", "reports", {
        enhancedVpcRouting: true,
        clusterSubnetGroupName: ref("stores"),
        vpcSecurityGroupIds: [ref("data")],
      }),
    ],
    becomes: { data: { egress: [tcp(443, world)] } },
  },
  {
    name: "a warehouse that copies through an endpoint gets to that through its group as well",
    policies,
    stack: [
      ...network,
      resource("aws:redshift/subnetGroup:SubnetGroup", "stores", { subnetIds: [ref("inner")] }),
      resource("aws:ec2/vpcEndpoint:VpcEndpoint", "s3", { vpcId: ref("vpc"), serviceName: "com.amazonaws.eu-west-1.s3", vpcEndpointType: "Gateway" }),
      outgoing("data", all(world)),
      resource("aws:redshift/cluster:Cluster", "reports", {
        enhancedVpcRouting: true,
        clusterSubnetGroupName: ref("stores"),
        vpcSecurityGroupIds: [ref("data")],
      }),
    ],
    becomes: { data: { egress: [tcp(443, world)] } },
  },
  {
    name: "a warehouse that does not, does not",
    policies,
    stack: [
      ...network,
      resource("aws:redshift/subnetGroup:SubnetGroup", "stores", { subnetIds: [ref("inner")] }),
      outgoing("data", all(world)),
      resource("aws:redshift/cluster:Cluster", "reports", { clusterSubnetGroupName: ref("stores"), vpcSecurityGroupIds: [ref("data")] }),
    ],
    becomes: { data: { egress: [] } },
  },
  {
    name: "a database that imports from S3 by a role keeps its way there",
    policies,
    stack: [
      ...network,
      stores,
      outgoing("data", all(world)),
      database("orders", ["data"]),
      resource("aws:rds/roleAssociation:RoleAssociation", "imports", {
        dbInstanceIdentifier: ref("orders"),
        featureName: "s3Import",
        roleArn: "arn:1",
      }),
    ],
    becomes: { data: { egress: [tcp(443, world)] } },
  },
  ...(
    [
      [
        "a wrapper of foreign data",
        "aws:rds/parameterGroup:ParameterGroup",
        { parameters: [{ name: "rds.allowed_extensions", value: "postgres_fdw,pg_cron" }] },
        "parameterGroupName",
      ],
      ["an option of its engine", "aws:rds/optionGroup:OptionGroup", { options: [{ optionName: "UTL_MAIL" }] }, "optionGroupName"],
      [
        "a parameter of its cluster",
        "aws:rds/clusterParameterGroup:ClusterParameterGroup",
        { parameters: [{ name: "aws_default_s3_role", value: "arn:1" }] },
        "parameterGroupName",
      ],
    ] as const
  ).map(([what, type, props, property]): PlanCase => ({
    name: `a database that ${what} has connect to others keeps its way out`,
    policies,
    stack: [
      ...network,
      stores,
      outgoing("data", all(world)),
      resource(type, "set-up", props as never),
      database("orders", ["data"], { [property]: ref("set-up") }),
    ],
    stays: ["data"],
    declines: /set-up has the RDS instance orders connect to others: say where that is/,
  })),
  {
    name: "a broker that joins others keeps its way to them",
    policies,
    stack: [
      ...network,
      outgoing("data", all(world)),
      resource("aws:mq/configuration:Configuration", "net", { data: "<broker><networkConnectors><networkConnector/></networkConnectors></broker>" }),
      resource("aws:mq/broker:Broker", "jobs", {
        engineType: "ActiveMQ",
        configuration: { id: ref("net"), revision: 1 },
        subnetIds: [ref("inner")],
        securityGroups: [ref("data")],
      }),
    ],
    stays: ["data"],
    declines: /net has the broker jobs connect to others/,
  },
  {
    name: "a function that calls AWS without endpoints keeps that way, and its database's",
    policies,
    stack: [
      ...network,
      stores,
      outgoing("fn", all(world)),
      resource("aws:iam/role:Role", "role", { assumeRolePolicy: "{}" }),
      resource("aws:iam/rolePolicy:RolePolicy", "reads", {
        role: ref("role"),
        policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" }] }),
      }),
      resource("aws:lambda/function:Function", "api", {
        role: ref("role", "arn"),
        vpcConfig: { subnetIds: [ref("inner")], securityGroupIds: [ref("fn")] },
      }),
      group("data"),
      resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "fn-in", {
        securityGroupId: ref("data"),
        ipProtocol: "tcp",
        fromPort: 3306,
        toPort: 3306,
        referencedSecurityGroupId: ref("fn"),
      }),
      database("orders", ["data"]),
    ],
    becomes: { fn: { egress: [tcp(443, world), tcp(3306, { securityGroups: [sg("data")] })] } },
  },
  {
    name: "a function that is known to call nothing is let out to its database alone",
    policies,
    stack: [
      ...network,
      stores,
      outgoing("fn", all(world)),
      resource("aws:lambda/function:Function", "api", { vpcConfig: { subnetIds: [ref("inner")], securityGroupIds: [ref("fn")] } }),
      group("data"),
      resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "fn-in", {
        securityGroupId: ref("data"),
        ipProtocol: "tcp",
        fromPort: 3306,
        toPort: 3306,
        referencedSecurityGroupId: ref("fn"),
      }),
      database("orders", ["data"]),
    ],
    becomes: { fn: { egress: [tcp(3306, { securityGroups: [sg("data")] })] } },
  },
  {
    name: "a machine's way out is for its owner to say",
    policies,
    config: { "no-unrestricted-egress": { everyGroup: true } },
    stack: [...network, outgoing("app", all(world)), host("server", ["app"])],
    stays: ["app"],
    declines: /what server has to reach cannot be told from the program/,
  },
];

const everybody = { ingress: [rule("-1", 0, 0, { self: true })], egress: [all(world)] };
const byDefault = (props: Entry["props"] = {}): Entry =>
  resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", { vpcId: ref("vpc"), ...everybody, ...props });

const defaults: readonly PlanCase[] = [
  {
    name: "a default group that nothing uses is emptied",
    policies,
    stack: [...network, byDefault()],
    becomes: { default: { ingress: [], egress: [] } },
  },
  {
    name: "a default group that a database has by its id stays",
    policies,
    stack: [...network, stores, byDefault(), database("orders", ["default"])],
    stays: ["default"],
    declines: /the RDS instance orders has it: give what uses it a group of its own first/,
  },
  {
    name: "a default group that a machine has because it names none stays",
    policies,
    stack: [...network, byDefault(), resource("aws:ec2/instance:Instance", "server", { subnetId: ref("inner") })],
    stays: ["default"],
    declines: /the instance server has it/,
  },
  {
    name: "a default group that a service has by its network's output stays",
    policies,
    stack: [
      ...network,
      byDefault(),
      resource("aws:ecs/service:Service", "api", {
        networkConfiguration: { subnets: [ref("inner")], securityGroups: [ref("vpc", "defaultSecurityGroupId")] },
      }),
    ],
    stays: ["default"],
    declines: /has it|takes the default group of vpc/,
  },
  {
    name: "a default group that a function has by its name stays",
    policies: ["default-group-admits-nothing"],
    stack: [
      ...network,
      byDefault(),
      resource("aws:lambda/function:Function", "resize", { vpcConfig: { subnetIds: [ref("inner")], securityGroupIds: ["default"] } }),
    ],
    stays: ["default"],
    declines: /the Lambda function resize has it/,
  },
  {
    name: "the default group of a network from elsewhere stays",
    policies,
    stack: [byDefault({ vpcId: "vpc-1" })],
    stays: ["default"],
    declines: /its VPC is not of this program/,
  },
  {
    name: "the default group of the account's network stays",
    policies,
    stack: [resource("aws:ec2/defaultVpc:DefaultVpc", "vpc"), byDefault()],
    stays: ["default"],
    declines: /its VPC is not of this program/,
  },
  {
    name: "of a default group in use, what is open to the internet is closed",
    policies: ["no-public-admin-ports"],
    stack: [...network, stores, byDefault({ ingress: [...everybody.ingress, tcp(22, world)] }), database("orders", ["default"])],
    becomes: { default: { ingress: everybody.ingress, egress: everybody.egress } },
  },
];

describePlans("ways out", egress);
describePlans("default groups", defaults);
