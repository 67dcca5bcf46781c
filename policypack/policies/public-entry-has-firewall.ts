import { globOnResource } from "../contract/globs";
import { facesInternet, hasWebAcl, isBehindFirewall, isPublicBalancer } from "../model/exposure/firewalls";
import type { GatewayApi, LoadBalancer, PublicEntry } from "../model/network";
import { isExcused, type World } from "../model/world";
import { definePolicy, type Violation } from "../contract/policy";

type Subject =
  | { readonly kind: "balancer"; readonly balancer: LoadBalancer }
  | { readonly kind: "entry"; readonly entry: PublicEntry }
  | { readonly kind: "HTTP APIs"; readonly apis: readonly GatewayApi[] };

export const policy = definePolicy({
  id: "public-entry-has-firewall",
  section: "defence in depth",
  title: "A web application firewall stands before everything that the internet calls",
  level: "advisory",
  severity: "medium",
  why: "A group lets HTTPS in or not; it does not look inside. What is in the requests is for a web application firewall to judge.",
  document: ["Enable AWS Network Firewall or AWS WAF to add an extra layer of protection."],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
    { framework: "AWS Security Hub", version: "1", reference: "ELB.16" },
  ],
  references: [
    "https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html",
    "https://docs.aws.amazon.com/network-firewall/latest/developerguide/arch-igw-ngw.html",
  ],
  notFor: "What is protected by something that is in no program, such as a firewall of another vendor: name it in protectedElsewhere.",
  settings: {
    type: "object",
    additionalProperties: false,
    properties: {
      protectedElsewhere: {
        type: "array",
        items: { type: "string", minLength: 1, maxLength: 500 },
        default: [],
        description: "Globs on the name or URN of what another firewall protects.",
      },
    },
  },
  moment: "stack",
  subjects: (world, { protectedElsewhere }) => subjectsIn(world, protectedElsewhere.map(globOnResource)),
  check(subject, world) {
    if (subject.kind === "HTTP APIs") return withoutFirewalls(subject.apis);
    if (subject.kind === "balancer") {
      const { balancer } = subject;
      if (!isPublicBalancer(world, balancer)) return [];
      if (isExcused(world, (excusing) => hasWebAcl(excusing, balancer.urn) || isBehindFirewall(world, excusing, balancer))) return [];
      return missing(
        balancer.urn,
        `The internet-facing load balancer ${balancer.resource.name} has no web ACL, and no network firewall before it. Put a web ACL on it.`,
      );
    }
    const { entry } = subject;
    if (!facesInternet(world, entry)) return [];
    if (isExcused(world, (excusing) => hasWebAcl(excusing, entry.urn) || excusing.holds(entry.hasWebAcl, Boolean))) return [];
    return missing(entry.urn, `The ${entry.noun} ${entry.resource.name} faces the internet and has no web ACL. Associate one with it.`);
  },
});

function subjectsIn(world: World, isProtected: readonly ((urn: string) => boolean)[]): readonly Subject[] {
  const unprotected = ({ urn }: { readonly urn: string }): boolean => !isProtected.some((matches) => matches(urn));
  const apis = world.all("gatewayApi").filter((api) => unprotected(api) && world.holds(api.protocol, (protocol) => protocol !== "WEBSOCKET"));
  return [
    ...world
      .all("loadBalancer")
      .filter(unprotected)
      .map((balancer): Subject => ({ kind: "balancer", balancer })),
    ...world
      .all("publicEntry")
      .filter(unprotected)
      .map((entry): Subject => ({ kind: "entry", entry })),
    ...(apis.length === 0 ? [] : [{ kind: "HTTP APIs", apis } as const]),
  ];
}

function missing(urn: string, message: string): readonly Violation[] {
  return [{ urn, path: [], message, rules: [] }];
}

/** Said once for all of them. */
function withoutFirewalls(apis: readonly GatewayApi[]): readonly Violation[] {
  const [first] = apis;
  if (first === undefined) return [];
  const names = `${first.resource.name}${apis.length > 1 ? ` and ${apis.length - 1} more` : ""}`;
  return missing(first.urn, `HTTP APIs cannot have a web ACL (${names}). Put a distribution with one before them, or use REST APIs.`);
}
