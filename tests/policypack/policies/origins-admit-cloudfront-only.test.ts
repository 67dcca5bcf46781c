import { unknown } from "@portcullis/policypack/resources/resource";
import { describePolicy } from "../../harness/policy";
import { ref, resource, type CaseValue, type Entry } from "../../harness/stack";

const tcp = (port: number, sources: Record<string, CaseValue>): CaseValue => ({ protocol: "tcp", fromPort: port, toPort: port, ...sources });
const everywhere: CaseValue = { cidrBlocks: ["0.0.0.0/0"] };
const group = (...ingress: readonly CaseValue[]): Entry => resource("aws:ec2/securityGroup:SecurityGroup", "web", { ingress, vpcId: "vpc-1" });
const balancer = (props: Entry["props"] = {}): Entry =>
  resource("aws:lb/loadBalancer:LoadBalancer", "front", { securityGroups: [ref("web")], ...props });
const host = resource("aws:ec2/instance:Instance", "host", { vpcSecurityGroupIds: [ref("web")] });
const distribution = (...origins: readonly CaseValue[]): Entry => resource("aws:cloudfront/distribution:Distribution", "edge", { origins });
const toFront: CaseValue = { originId: "front", domainName: ref("front", "dnsName"), customOriginConfig: { httpPort: 80, httpsPort: 443 } };
const cloudFront = { settings: { knownPrefixLists: { "pl-1": "com.amazonaws.global.cloudfront.origin-facing" } } };

describePolicy("origins-admit-cloudfront-only", [
  {
    name: "a balancer behind a distribution that admits everybody",
    stack: [balancer(), group(tcp(443, everywhere)), distribution(toFront)],
    at: "ingress[0].cidrBlocks[0]",
    verdict: "violates",
    says: /of the load balancer front, the origin of a distribution, to .*\. Admit CloudFront's prefix list/,
    advice: true,
  },
  {
    name: "a balancer that admits everybody to another port",
    stack: [balancer(), group(tcp(8443, everywhere)), distribution(toFront)],
    verdict: "violates",
  },
  {
    name: "one address of the internet beside CloudFront",
    stack: [balancer(), group(tcp(443, { cidrBlocks: ["52.94.76.10/32"], prefixListIds: ["pl-1"] })), distribution(toFront)],
    config: cloudFront,
    verdict: "violates",
  },
  {
    name: "CloudFront alone",
    stack: [balancer(), group(tcp(443, { prefixListIds: ["pl-1"] })), distribution(toFront)],
    config: cloudFront,
    verdict: "complies",
  },
  {
    name: "CloudFront alone, by the name of its list",
    stack: [balancer(), group(tcp(443, { prefixListIds: ["com.amazonaws.global.cloudfront.origin-facing"] })), distribution(toFront)],
    verdict: "complies",
  },
  {
    name: "an office that is trusted",
    stack: [balancer(), group(tcp(443, { cidrBlocks: ["52.94.76.0/28"] })), distribution(toFront)],
    config: { settings: { trustedCidrs: ["52.94.76.0/24"] } },
    verdict: "complies",
  },
  {
    name: "a prefix list of which nothing is known",
    stack: [balancer(), group(tcp(443, { prefixListIds: ["pl-1"] })), distribution(toFront)],
    verdict: "unknown",
  },
  { name: "private networks", stack: [balancer(), group(tcp(443, { cidrBlocks: ["10.0.0.0/8"] })), distribution(toFront)], verdict: "complies" },
  {
    name: "an instance behind a distribution",
    stack: [host, group(tcp(443, everywhere)), distribution({ originId: "host", domainName: ref("host", "publicDns") })],
    verdict: "violates",
  },
  {
    name: "an instance on the port that the distribution uses",
    stack: [
      host,
      group(tcp(8080, everywhere)),
      distribution({ originId: "host", domainName: ref("host", "publicDns"), customOriginConfig: { httpPort: 8080, httpsPort: 8443 } }),
    ],
    verdict: "violates",
  },
  {
    name: "an instance on a port that the distribution does not use",
    stack: [host, group(tcp(2222, everywhere)), distribution({ originId: "host", domainName: ref("host", "publicDns") })],
    verdict: "complies",
  },
  {
    name: "an instance behind a distribution by its Elastic IP address",
    stack: [
      host,
      group(tcp(443, everywhere)),
      resource("aws:ec2/eip:Eip", "address", { instance: ref("host") }),
      distribution({ originId: "host", domainName: ref("address", "publicDns") }),
    ],
    verdict: "violates",
  },
  {
    name: "two origins",
    stack: [
      balancer(),
      group(tcp(443, everywhere)),
      resource("aws:lb/loadBalancer:LoadBalancer", "other", { securityGroups: ["sg-1"] }),
      distribution(toFront, { originId: "other", domainName: ref("other", "dnsName") }),
    ],
    verdict: "violates",
  },
  {
    name: "a distribution of aws-native",
    stack: [
      balancer(),
      group(tcp(443, everywhere)),
      resource("aws-native:cloudfront:Distribution", "edge", {
        distributionConfig: { origins: [{ id: "front", domainName: ref("front", "dnsName") }] },
      }),
    ],
    verdict: "violates",
  },
  {
    name: "a balancer that is public on purpose",
    stack: [balancer(), group(tcp(443, everywhere)), distribution(toFront)],
    config: { settings: { publicWorkloads: ["front"] } },
    verdict: "not applicable",
  },
  {
    name: "a VPC origin, which has no name on the internet",
    stack: [
      balancer({ internal: true }),
      group(tcp(443, { cidrBlocks: ["10.0.0.0/8"] })),
      resource("aws:cloudfront/vpcOrigin:VpcOrigin", "origin", { vpcOriginEndpointConfig: { arn: ref("front", "arn"), name: "origin" } }),
      distribution({ originId: "front", domainName: "front.internal", vpcOriginConfig: { vpcOriginId: ref("origin") } }),
    ],
    verdict: "not applicable",
  },
  {
    name: "origins that are unknown",
    stack: [balancer(), group(tcp(443, everywhere)), resource("aws:cloudfront/distribution:Distribution", "edge", { origins: unknown })],
    verdict: "unknown",
  },
  {
    name: "a distribution of another host",
    stack: [balancer(), group(tcp(443, everywhere)), distribution({ originId: "x", domainName: "shop.example.com" })],
    verdict: "not applicable",
  },
  { name: "no distribution", stack: [balancer(), group(tcp(443, everywhere))], verdict: "not applicable" },
]);
