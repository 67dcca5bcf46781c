import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";
import { unknown } from "@portcullis/policypack/resource";

const network: readonly Entry[] = [
  resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" }),
  resource("aws:ec2/subnet:Subnet", "app", { vpcId: ref("vpc"), cidrBlock: "10.0.1.0/24" }),
  resource("aws:ec2/routeTable:RouteTable", "table", { vpcId: ref("vpc") }),
  resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "on", { subnetId: ref("app"), routeTableId: ref("table") }),
];
const bucket = resource("aws:s3/bucket:Bucket", "receipts", {});
const queue = resource("aws:sqs/queue:Queue", "orders", {});
const lambda = (props: Record<string, CaseValue> = {}): Entry =>
  resource("aws:lambda/function:Function", "fn", { vpcConfig: { subnetIds: [ref("app")], securityGroupIds: ["sg-1"] }, ...props });
const takes = (name: string): Record<string, CaseValue> => ({ environment: { variables: { TARGET: ref(name) } } });
const role = resource("aws:iam/role:Role", "role", { assumeRolePolicy: "{}" });
const policyOf = (...actions: readonly string[]): Entry =>
  resource("aws:iam/rolePolicy:RolePolicy", "may", {
    role: ref("role"),
    policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] }),
  });
const endpoint = (serviceName: CaseValue, props: Record<string, CaseValue>): Entry =>
  resource("aws:ec2/vpcEndpoint:VpcEndpoint", "endpoint", { vpcId: ref("vpc"), serviceName, ...props });
const gateway = (tables: CaseValue): Entry => endpoint("com.amazonaws.eu-west-1.s3", { routeTableIds: tables });
const face = (serviceName: CaseValue, props: Record<string, CaseValue> = {}): Entry =>
  endpoint(serviceName, { vpcEndpointType: "Interface", subnetIds: [ref("app")], ...props });
const group = (...ingress: readonly CaseValue[]): Entry => resource("aws:ec2/securityGroup:SecurityGroup", "front", { vpcId: ref("vpc"), ingress });
const tcp = (from: number, to = from): CaseValue => ({ protocol: "tcp", fromPort: from, toPort: to, cidrBlocks: ["10.0.0.0/16"] });

describePolicy("prefer-vpc-endpoints", [
  {
    name: "a function that takes a queue",
    stack: [...network, queue, lambda(takes("orders"))],
    verdict: "violates",
    says: /The Lambda function fn calls sqs from a VPC without an endpoint for it/,
  },
  { name: "a function that takes a bucket", stack: [...network, bucket, lambda(takes("receipts"))], verdict: "violates", says: /calls s3/ },
  {
    name: "a role that may read secrets and write to a table",
    stack: [...network, role, policyOf("secretsmanager:GetSecretValue", "dynamodb:PutItem"), lambda({ role: ref("role", "arn") })],
    verdict: "violates",
    says: /calls dynamodb, secretsmanager/,
  },
  {
    name: "a gateway on another table",
    stack: [
      ...network,
      resource("aws:ec2/routeTable:RouteTable", "other", { vpcId: ref("vpc") }),
      bucket,
      lambda(takes("receipts")),
      gateway([ref("other")]),
    ],
    verdict: "violates",
  },
  {
    name: "an endpoint for another service",
    stack: [...network, queue, lambda(takes("orders")), face("com.amazonaws.eu-west-1.sns")],
    verdict: "violates",
  },
  {
    name: "an endpoint whose group admits every port",
    stack: [...network, group(tcp(0, 65535)), face("com.amazonaws.eu-west-1.sqs", { securityGroupIds: [ref("front")] })],
    verdict: "violates",
    says: /front admits tcp\/0-442, tcp\/444-65535 to the endpoint endpoint/,
  },
  { name: "a gateway on the function's table", stack: [...network, bucket, lambda(takes("receipts")), gateway([ref("table")])], verdict: "complies" },
  {
    name: "a gateway that is put on the table by itself",
    stack: [
      ...network,
      bucket,
      lambda(takes("receipts")),
      gateway([]),
      resource("aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation", "put", {
        vpcEndpointId: ref("endpoint"),
        routeTableId: ref("table"),
      }),
    ],
    verdict: "complies",
  },
  {
    name: "an interface for the queue",
    stack: [...network, queue, lambda(takes("orders")), face("com.amazonaws.eu-west-1.sqs")],
    verdict: "complies",
  },
  {
    name: "a function that only writes logs",
    stack: [...network, role, policyOf("logs:PutLogEvents"), lambda({ role: ref("role", "arn") })],
    verdict: "complies",
  },
  {
    name: "an endpoint whose group admits HTTPS",
    stack: [...network, group(tcp(443)), face("com.amazonaws.eu-west-1.sqs", { securityGroupIds: [ref("front")] })],
    verdict: "complies",
  },
  {
    name: "an endpoint of somebody else's service",
    stack: [...network, group(tcp(5432)), face("com.amazonaws.vpce.eu-west-1.vpce-svc-1", { securityGroupIds: [ref("front")] })],
    verdict: "complies",
  },
  {
    name: "a service that is not known",
    stack: [...network, queue, lambda(takes("orders")), face(unknown)],
    verdict: "unknown",
    says: /serviceName is not known yet/,
  },
  {
    name: "a policy that is not known",
    stack: [
      ...network,
      role,
      resource("aws:iam/rolePolicy:RolePolicy", "may", { role: ref("role"), policy: unknown }),
      lambda({ role: ref("role", "arn") }),
    ],
    verdict: "unknown",
  },
  { name: "a function outside of a VPC", stack: [...network, queue, lambda({ ...takes("orders"), vpcConfig: null })], verdict: "not applicable" },
]);
