import { unknown } from "@portcullis/policypack/resources/resource";
import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";
import { everyProtocol, group, icmp, instance, tcp, udp, web } from "./exposures";

type Props = Readonly<Record<string, CaseValue>>;

const near = { cidrBlocks: ["10.0.0.0/16"] };
const database = (props: Props = {}): Entry =>
  resource("aws:rds/instance:Instance", "orders", { engine: "postgres", vpcSecurityGroupIds: [ref("web")], ...props });
const balancer = (...ports: readonly CaseValue[]): Entry[] => [
  resource("aws:lb/loadBalancer:LoadBalancer", "front", { securityGroups: [ref("web")], subnets: ["subnet-1"] }),
  ...ports.map((port, index) =>
    resource("aws:lb/listener:Listener", `way-${index}`, {
      loadBalancerArn: ref("front", "arn"),
      port,
      protocol: "HTTPS",
      defaultActions: [{ type: "fixed-response", fixedResponse: { contentType: "text/plain" } }],
    }),
  ),
];
const worker = resource("aws:lambda/function:Function", "worker", { vpcConfig: { securityGroupIds: [ref("web")], subnetIds: ["subnet-1"] } });

describePolicy("no-rules-without-listener", [
  {
    name: "ssh to a database",
    stack: [web(tcp(5432, near), tcp(22, near)), database()],
    at: "ingress[1].cidrBlocks[0]",
    verdict: "violates",
    says: /^web opens SSH \(tcp\/22\), where nothing listens: the RDS instance orders listens on PostgreSQL \(tcp\/5432\) only\. Remove what is not needed\.$/,
    advice: true,
  },
  {
    name: "the default port of a database that has another one",
    stack: [web(tcp(5432, near)), database({ port: 6432 })],
    at: "ingress[0].cidrBlocks[0]",
    verdict: "violates",
  },
  { name: "a range around its port", stack: [web(tcp(5432, near, 5433)), database()], verdict: "violates", says: /opens tcp\/5433,/ },
  { name: "its port over UDP", stack: [web(udp(5432, near)), database()], verdict: "violates" },
  { name: "every protocol to a database", stack: [web(everyProtocol(near)), database()], verdict: "violates" },
  { name: "every protocol from itself", stack: [web(everyProtocol({ self: true })), database()], at: "ingress[0].self", verdict: "violates" },
  {
    name: "any port to a function",
    stack: [web(tcp(443, near)), worker],
    verdict: "violates",
    says: /the Lambda function worker takes no connections/,
  },
  {
    name: "a balancer's port without a listener",
    stack: [web(tcp(80, near), tcp(443, near)), ...balancer(443)],
    verdict: "violates",
    says: /opens HTTP \(tcp\/80\)/,
  },
  {
    name: "a third port, for a database and a function",
    stack: [web(tcp(5432, near), tcp(8080, near)), database(), worker],
    verdict: "violates",
    says: /listen on PostgreSQL \(tcp\/5432\) only/,
  },
  {
    name: "a rule from outside of the group's own list",
    stack: [
      group("web", tcp(5432, near)),
      database(),
      resource("aws:ec2/securityGroupRule:SecurityGroupRule", "ssh", {
        type: "ingress",
        protocol: "tcp",
        fromPort: 22,
        toPort: 22,
        ...near,
        securityGroupId: ref("web"),
      }),
    ],
    at: "cidrBlocks[0]",
    verdict: "violates",
    spellings: "as written",
  },
  { name: "the port of a database", stack: [web(tcp(5432, near)), database()], verdict: "complies" },
  { name: "the odd port of a database", stack: [web(tcp(6432, near)), database({ port: 6432 })], verdict: "complies" },
  {
    name: "the ports of two databases",
    stack: [
      web(tcp(5432, near), tcp(3306, near)),
      database(),
      resource("aws:rds/instance:Instance", "old", { engine: "mysql", vpcSecurityGroupIds: [ref("web")] }),
    ],
    verdict: "complies",
  },
  { name: "the ports of a balancer's listeners", stack: [web(tcp(80, near), tcp(443, near)), ...balancer(80, 443)], verdict: "complies" },
  { name: "a balancer whose listeners are made elsewhere", stack: [web(tcp(80, near)), ...balancer()], verdict: "complies" },
  { name: "ICMP to a database", stack: [web(icmp(8, -1, near), tcp(5432, near)), database()], verdict: "complies" },
  { name: "anything to an instance, of which nobody knows", stack: [web(tcp(22, near)), instance("server", "web")], verdict: "complies" },
  { name: "a database and an instance", stack: [web(tcp(22, near)), database(), instance("server", "web")], verdict: "complies" },
  {
    name: "a resource of an unknown type that takes the group",
    stack: [web(tcp(22, near)), database(), resource("other:index:Thing", "thing", { group: ref("web") })],
    verdict: "complies",
  },
  { name: "a database whose port is unknown", stack: [web(tcp(22, near)), database({ port: unknown })], verdict: "unknown" },
  { name: "a database that may carry the group", stack: [web(tcp(22, near)), database({ vpcSecurityGroupIds: unknown })], verdict: "unknown" },
  { name: "a listener on an unknown port", stack: [web(tcp(80, near)), ...balancer(443, unknown)], verdict: "unknown" },
  {
    name: "a rule for an unknown port",
    stack: [web({ protocol: "tcp", fromPort: unknown, toPort: unknown, ...near }), database()],
    verdict: "unknown",
  },
  { name: "a group that is on nothing", stack: [web(tcp(22, near))], verdict: "not applicable" },
  {
    name: "any port to two functions",
    stack: [
      web(tcp(443, near)),
      worker,
      resource("aws:lambda/function:Function", "sender", { vpcConfig: { securityGroupIds: [ref("web")], subnetIds: ["subnet-1"] } }),
    ],
    verdict: "violates",
    says: /the Lambda function sender and the Lambda function worker take no connections|the Lambda function worker and the Lambda function sender take no connections/,
  },
]);
