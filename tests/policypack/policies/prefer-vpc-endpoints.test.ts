import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";
import { unknown } from "@portcullis/policypack/resources/resource";

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

const bound = (policyArn: CaseValue): Entry =>
  resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "bound", { role: ref("role"), policyArn });
const managed = (name: string): string => `arn:aws:iam::aws:policy/${name}`;
const allowing = (...actions: readonly string[]): string => JSON.stringify({ Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });
const task = (props: Record<string, CaseValue>): readonly Entry[] => [
  resource("aws:ecs/taskDefinition:TaskDefinition", "task", { family: "shop", networkMode: "awsvpc", containerDefinitions: "[]", ...props }),
  resource("aws:ecs/service:Service", "shop", {
    taskDefinition: ref("task", "arn"),
    networkConfiguration: { subnets: [ref("app")], securityGroups: ["sg-1"] },
  }),
];
const profile = resource("aws:iam/instanceProfile:InstanceProfile", "profile", { role: ref("role") });
const instance = (props: Record<string, CaseValue>): Entry => resource("aws:ec2/instance:Instance", "box", { subnetId: ref("app"), ...props });

/** Services that listen on tcp/443 only. */
const httpsOnly = [
  ...["athena", "autoscaling", "codebuild", "dynamodb", "ec2", "ec2messages", "ecr.api", "ecr.dkr", "ecs", "ecs-agent", "ecs-telemetry"],
  ...["elasticloadbalancing", "events", "execute-api", "glue", "kinesis-firehose", "kinesis-streams", "kms", "lambda", "logs", "monitoring"],
  ...["secretsmanager", "sns", "sqs", "ssm", "ssmmessages", "states", "sts"],
];

describePolicy("prefer-vpc-endpoints", [
  {
    name: "a task whose role may read a bucket",
    stack: [...network, role, policyOf("s3:GetObject"), ...task({ taskRoleArn: ref("role", "arn") })],
    at: "",
    advice: true,
    verdict: "violates",
    says: /The ECS service shop calls s3 from a VPC without an endpoint for it\. Add one: what it calls there then needs no way to the internet\./,
  },
  {
    name: "a container that is told of a queue",
    stack: [...network, queue, ...task({ containerDefinitions: ref("orders", "arn") })],
    verdict: "violates",
    says: /calls sqs/,
  },
  {
    name: "a schedule that runs a task",
    stack: [
      ...network,
      role,
      policyOf("s3:GetObject"),
      resource("aws:ecs/taskDefinition:TaskDefinition", "task", { family: "shop", containerDefinitions: "[]", taskRoleArn: ref("role", "arn") }),
      resource("aws:cloudwatch/eventTarget:EventTarget", "nightly", {
        ecsTarget: { taskDefinitionArn: ref("task", "arn"), networkConfiguration: { subnets: [ref("app")] } },
      }),
    ],
    verdict: "violates",
    says: /The scheduled ECS task nightly calls s3/,
  },
  {
    name: "a machine whose profile has a role that may read tables",
    stack: [...network, role, policyOf("dynamodb:Query"), profile, instance({ iamInstanceProfile: ref("profile") })],
    verdict: "violates",
    says: /The instance box calls dynamodb/,
  },
  {
    name: "a scaling group whose template has a profile",
    stack: [
      ...network,
      role,
      policyOf("dynamodb:Query"),
      profile,
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { iamInstanceProfile: { arn: ref("profile", "arn") } }),
      resource("aws:autoscaling/group:Group", "fleet", { launchTemplate: { id: ref("template") }, vpcZoneIdentifiers: [ref("app")] }),
    ],
    verdict: "violates",
    says: /The scaling group fleet calls dynamodb/,
  },
  {
    name: "a policy of AWS for a service",
    stack: [...network, role, bound(managed("AmazonS3FullAccess")), lambda({ role: ref("role", "arn") })],
    verdict: "violates",
    says: /calls s3/,
  },
  {
    name: "policies of AWS in the role itself",
    stack: [
      ...network,
      resource("aws:iam/role:Role", "role", { managedPolicyArns: [managed("AmazonDynamoDBReadOnlyAccess"), managed("SecretsManagerReadWrite")] }),
      lambda({ role: ref("role", "arn") }),
    ],
    verdict: "violates",
    says: /calls dynamodb and secretsmanager/,
  },
  {
    name: "an inline policy in the role itself",
    stack: [
      ...network,
      resource("aws:iam/role:Role", "role", { inlinePolicies: [{ name: "may", policy: allowing("sns:Publish") }] }),
      lambda({ role: ref("role", "arn") }),
    ],
    verdict: "violates",
    says: /calls sns/,
  },
  {
    name: "a policy that is made and attached",
    stack: [
      ...network,
      role,
      resource("aws:iam/policy:Policy", "publish", { policy: allowing("sns:Publish") }),
      bound(ref("publish", "arn")),
      lambda({ role: ref("role", "arn") }),
    ],
    verdict: "violates",
    says: /calls sns/,
  },
  {
    name: "the policies with which AWS runs a function or a machine",
    stack: [
      ...network,
      role,
      bound(managed("service-role/AWSLambdaVPCAccessExecutionRole")),
      resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "agent", {
        role: ref("role"),
        policyArn: managed("AmazonSSMManagedInstanceCore"),
      }),
      profile,
      lambda({ role: ref("role", "arn") }),
      instance({ iamInstanceProfile: ref("profile") }),
    ],
    verdict: "complies",
  },
  {
    name: "a task whose images ECS pulls, and whose secrets it fetches",
    stack: [
      ...network,
      role,
      bound(managed("service-role/AmazonECSTaskExecutionRolePolicy")),
      resource("aws:secretsmanager/secret:Secret", "password", {}),
      ...task({ executionRoleArn: ref("role", "arn"), containerDefinitions: ref("password", "arn") }),
    ],
    verdict: "complies",
  },
  {
    name: "a task that reads a bucket through a gateway",
    stack: [...network, role, policyOf("s3:GetObject"), ...task({ taskRoleArn: ref("role", "arn") }), gateway([ref("table")])],
    verdict: "complies",
  },
  {
    name: "what a role may not do",
    stack: [
      ...network,
      role,
      resource("aws:iam/rolePolicy:RolePolicy", "may", {
        role: ref("role"),
        policy: JSON.stringify({ Statement: [{ Effect: "Deny", Action: "s3:*", Resource: "*" }] }),
      }),
      lambda({ role: ref("role", "arn") }),
    ],
    verdict: "complies",
  },
  {
    name: "a policy of AWS that is for anything",
    stack: [...network, role, bound(managed("AdministratorAccess")), lambda({ role: ref("role", "arn") })],
    verdict: "unknown",
    says: /policyArn is a policy of AWS of which this pack does not know what it allows/,
  },
  {
    name: "a policy from elsewhere",
    stack: [...network, role, bound("arn:aws:iam::111111111111:policy/shop"), lambda({ role: ref("role", "arn") })],
    verdict: "unknown",
    says: /policyArn is from outside the stack/,
  },
  {
    name: "a role from elsewhere",
    stack: [...network, ...task({ taskRoleArn: "arn:aws:iam::111111111111:role/shop" })],
    verdict: "unknown",
    says: /taskRoleArn is from outside the stack/,
  },
  {
    name: "a role that may do everything",
    stack: [...network, role, policyOf("*"), lambda({ role: ref("role", "arn") })],
    verdict: "unknown",
    says: /policy allows every action/,
  },
  {
    name: "a machine without a profile",
    stack: [...network, instance({})],
    verdict: "complies",
  },
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
    says: /calls dynamodb and secretsmanager/,
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
    at: "ingress[0].cidrBlocks[0]",
    verdict: "violates",
    says: /front admits tcp\/0-442 and tcp\/444-65535 to the endpoint endpoint/,
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
    name: "an endpoint that shares its group with what listens on other ports",
    stack: [
      ...network,
      group(tcp(80)),
      face("com.amazonaws.eu-west-1.sqs", { securityGroupIds: [ref("front")] }),
      resource("aws:ec2/instance:Instance", "web", { subnetId: ref("app"), vpcSecurityGroupIds: [ref("front")] }),
    ],
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
  {
    name: "endpoints of every service that listens on one port only",
    stack: [
      ...network,
      ...httpsOnly.flatMap((service, index) => [
        { ...face(`com.amazonaws.eu-west-1.${service}`, { securityGroupIds: [ref(`group-${index}`)] }), name: `of-${index}` },
        resource("aws:ec2/securityGroup:SecurityGroup", `group-${index}`, { vpcId: ref("vpc"), ingress: [tcp(80)] }),
      ]),
    ],
    verdict: "violates",
    says: new RegExp(httpsOnly.map((_, index) => `(?=[^]*admits HTTP \\(tcp/80\\) to the endpoint of-${index},)`).join("")),
    spellings: "as written",
    stages: ["deployed"],
  },
  {
    name: "a function that calls nothing",
    stack: [...network, role, lambda({ role: ref("role", "arn") })],
    verdict: "complies",
  },
  {
    name: "a function that takes a queue and a bucket",
    stack: [...network, queue, bucket, lambda({ environment: { variables: { TO: ref("orders"), FROM: ref("receipts") } } })],
    verdict: "violates",
    says: "calls s3 and sqs from a VPC without endpoints for them. Add 2 endpoints: what it calls there then needs no way to the internet.",
  },
  {
    name: "a function in a subnet that is not known",
    stack: [...network, queue, lambda({ ...takes("orders"), vpcConfig: { subnetIds: [unknown], securityGroupIds: ["sg-1"] } })],
    verdict: "unknown",
  },
  {
    name: "a function in a subnet from outside the stack",
    stack: [...network, queue, lambda({ ...takes("orders"), vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] } })],
    verdict: "unknown",
  },
  {
    name: "a load balancer, which calls nothing",
    stack: [...network, resource("aws:lb/loadBalancer:LoadBalancer", "front", { subnets: [ref("app")], securityGroups: ["sg-1"] })],
    verdict: "not applicable",
  },
]);
