import { expect, test } from "@jest/globals";
import { policies } from "@portcullis/policypack/contract/registry";
import { describePolicy, judge } from "../../harness/policy";
import { ref, resource, stackOf, type CaseValue, type Entry } from "../../harness/stack";
import { unknown } from "@portcullis/policypack/resources/resource";

const https = (peers: Record<string, CaseValue>): CaseValue => ({ protocol: "tcp", fromPort: 443, toPort: 443, ...peers });
const group = (ingress: CaseValue): Entry => resource("aws:ec2/securityGroup:SecurityGroup", "front", { vpcId: ref("vpc"), ingress: [ingress] });
const open = group(https({ cidrBlocks: ["0.0.0.0/0"] }));
const network: readonly Entry[] = [
  resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" }),
  resource("aws:ec2/subnet:Subnet", "edge", { vpcId: ref("vpc"), cidrBlock: "10.0.1.0/24" }),
];
const balancer = (props: Record<string, CaseValue> = {}): Entry =>
  resource("aws:lb/loadBalancer:LoadBalancer", "alb", {
    loadBalancerType: "application",
    internal: false,
    subnets: [ref("edge")],
    securityGroups: [ref("front")],
    ...props,
  });
const association = (target: CaseValue): Entry =>
  resource("aws:wafv2/webAclAssociation:WebAclAssociation", "waf", { resourceArn: target, webAclArn: "arn:acl" });
const routes = (route: Record<string, CaseValue>): readonly Entry[] => [
  resource("aws:ec2/internetGateway:InternetGateway", "gateway", { vpcId: ref("vpc") }),
  resource("aws:ec2/routeTable:RouteTable", "table", { vpcId: ref("vpc"), routes: [{ cidrBlock: "0.0.0.0/0", ...route }] }),
  resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "on", { subnetId: ref("edge"), routeTableId: ref("table") }),
];
const firewall = resource("aws:networkfirewall/firewall:Firewall", "firewall", { vpcId: ref("vpc"), firewallPolicyArn: "arn:policy" });
const api = (types: CaseValue): Entry => resource("aws:apigateway/restApi:RestApi", "api", { endpointConfiguration: { types } });
const stage = resource("aws:apigateway/stage:Stage", "live", { restApi: ref("api"), stageName: "live", deployment: "d" });

describePolicy("public-entry-has-firewall", [
  {
    name: "a public load balancer without a web ACL",
    stack: [...network, open, balancer()],
    at: "",
    advice: true,
    verdict: "violates",
    says: /The internet-facing load balancer alb has no web ACL/,
  },
  { name: "a web ACL on another load balancer", stack: [...network, open, balancer(), association("arn:other")], verdict: "violates" },
  {
    name: "a firewall in the VPC that the balancer's subnet goes around",
    stack: [...network, open, balancer(), firewall, ...routes({ gatewayId: ref("gateway") })],
    verdict: "violates",
  },
  {
    name: "a stage with a web ACL of the first generation",
    stack: [
      api("REGIONAL"),
      stage,
      resource("aws:wafregional/webAclAssociation:WebAclAssociation", "waf", { resourceArn: ref("live", "arn"), webAclId: "acl" }),
    ],
    verdict: "complies",
  },
  { name: "a stage of a REST API", stack: [api("REGIONAL"), stage], verdict: "violates", says: /The stage live faces the internet/ },
  { name: "an AppSync API", stack: [resource("aws:appsync/graphQLApi:GraphQLApi", "graph", { authenticationType: "API_KEY" })], verdict: "violates" },
  { name: "a user pool", stack: [resource("aws:cognito/userPool:UserPool", "people", {})], verdict: "violates" },
  { name: "an App Runner service", stack: [resource("aws:apprunner/service:Service", "app", { serviceName: "app" })], verdict: "violates" },
  {
    name: "an Amplify app",
    stack: [resource("aws:amplify/app:App", "site", { name: "site" })],
    verdict: "violates",
    says: /The Amplify app site faces the internet and has no web ACL/,
  },
  {
    name: "an Amplify app with a web ACL",
    stack: [
      resource("aws:amplify/app:App", "site", { name: "site" }),
      resource("aws:wafv2/webAclAssociation:WebAclAssociation", "on", {
        resourceArn: ref("site", "arn"),
        webAclArn: "arn:aws:wafv2:us-east-1:1:global/webacl/a/b",
      }),
    ],
    verdict: "complies",
  },
  {
    name: "an Amplify app that may have one",
    stack: [
      resource("aws:amplify/app:App", "site", { name: "site" }),
      resource("aws:wafv2/webAclAssociation:WebAclAssociation", "on", {
        resourceArn: unknown,
        webAclArn: "arn:aws:wafv2:us-east-1:1:global/webacl/a/b",
      }),
    ],
    verdict: "unknown",
  },
  { name: "a distribution", stack: [resource("aws:cloudfront/distribution:Distribution", "cdn", { enabled: true })], verdict: "violates" },
  {
    name: "a distribution with an empty web ACL",
    stack: [resource("aws:cloudfront/distribution:Distribution", "cdn", { enabled: true, webAclId: "" })],
    verdict: "violates",
  },
  {
    name: "HTTP APIs, of which it is said once",
    stack: ["one", "two", "three"].map((name) => resource("aws:apigatewayv2/api:Api", name, { protocolType: "HTTP" })),
    verdict: "violates",
    says: /^HTTP APIs cannot have a web ACL \(one and 2 more\)\. [^\n]*$/,
  },
  { name: "a web ACL on the load balancer", stack: [...network, open, balancer(), association(ref("alb", "arn"))], verdict: "complies" },
  { name: "an internal load balancer", stack: [...network, open, balancer({ internal: true })], verdict: "complies" },
  { name: "a network load balancer", stack: [...network, open, balancer({ loadBalancerType: "network" })], verdict: "complies" },
  {
    name: "a load balancer that admits CloudFront only",
    stack: [...network, group(https({ prefixListIds: ["pl-1"] })), balancer()],
    config: { settings: { knownPrefixLists: { "pl-1": "com.amazonaws.global.cloudfront.origin-facing" } } },
    verdict: "complies",
  },
  {
    name: "a load balancer behind a network firewall",
    stack: [...network, open, balancer(), firewall, ...routes({ vpcEndpointId: "vpce-1" })],
    verdict: "complies",
  },
  {
    name: "a load balancer that another firewall protects",
    stack: [...network, open, balancer()],
    config: { "public-entry-has-firewall": { protectedElsewhere: ["al*"] } },
    verdict: "not applicable",
  },
  { name: "a web ACL on a stage", stack: [api("REGIONAL"), stage, association(ref("live", "arn"))], verdict: "complies" },
  { name: "a private REST API", stack: [api("PRIVATE"), stage], verdict: "complies" },
  { name: "a private AppSync API", stack: [resource("aws:appsync/graphQLApi:GraphQLApi", "graph", { visibility: "PRIVATE" })], verdict: "complies" },
  {
    name: "a private App Runner service",
    stack: [resource("aws:apprunner/service:Service", "app", { networkConfiguration: { ingressConfiguration: { isPubliclyAccessible: false } } })],
    verdict: "complies",
  },
  {
    name: "a distribution with a web ACL",
    stack: [
      resource("aws:wafv2/webAcl:WebAcl", "acl", { scope: "CLOUDFRONT" }),
      resource("aws:cloudfront/distribution:Distribution", "cdn", { enabled: true, webAclId: ref("acl", "arn") }),
    ],
    verdict: "complies",
  },
  {
    name: "a distribution that is switched off",
    stack: [resource("aws:cloudfront/distribution:Distribution", "cdn", { enabled: false })],
    verdict: "complies",
  },
  { name: "a load balancer with a group from outside the stack", stack: [...network, balancer({ securityGroups: ["sg-1"] })], verdict: "unknown" },
  {
    name: "a load balancer of which it is not known",
    stack: [...network, open, balancer({ internal: unknown })],
    verdict: "unknown",
    says: /internal is not known yet/,
  },
  {
    name: "a stage of an API from outside the stack",
    stack: [resource("aws:apigateway/stage:Stage", "live", { restApi: "api-1" })],
    verdict: "unknown",
  },
  { name: "a web socket", stack: [resource("aws:apigatewayv2/api:Api", "chat", { protocolType: "WEBSOCKET" })], verdict: "not applicable" },
  {
    name: "one HTTP API",
    stack: [resource("aws:apigatewayv2/api:Api", "orders", { protocolType: "HTTP" })],
    verdict: "violates",
    says: "HTTP APIs cannot have a web ACL (orders). Put",
  },
  {
    name: "entries that other firewalls protect",
    stack: [resource("aws:cognito/userPool:UserPool", "people", {}), resource("aws:apigatewayv2/api:Api", "orders", { protocolType: "HTTP" })],
    config: { "public-entry-has-firewall": { protectedElsewhere: ["people", "orders"] } },
    verdict: "not applicable",
  },
]);

test.each([
  ["live", "complies"],
  ["test", "violates"],
])("a web ACL on the stage %s of an API of aws-native, by an ARN that the program puts together", (name, verdict) => {
  const policy = policies.find(({ id }) => id === "public-entry-has-firewall");
  if (policy === undefined) throw new Error("the policy is missing");
  const stack = [
    resource("aws-native:apigateway:RestApi", "api", { endpointConfiguration: { types: ["REGIONAL"] } }),
    resource("aws-native:apigateway:Stage", "live", { restApiId: ref("api"), stageName: "live" }),
    association(`arn:aws:apigateway:eu-west-1::/restapis/restapi-api/stages/${name}`),
  ];
  expect(judge(stackOf(stack, "deployed"), policy).verdicts.get(policy.id)).toBe(verdict);
});
