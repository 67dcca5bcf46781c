import type { LoadBalancer } from "../model/network";
import { definePolicy, noSettings } from "../contract/policy";

export const policy = definePolicy({
  id: "network-load-balancers-have-groups",
  section: "topology",
  title: "Network load balancers have groups, and enforce them on PrivateLink traffic",
  level: "advisory",
  severity: "medium",
  why: "A network load balancer without a group admits everybody, and its targets have to admit addresses instead of it. It can get a group at its creation only.",
  document: ["Allow only the public-facing ALB to receive internet traffic.", "Use Security Group references instead of IP addresses when possible."],
  controls: [
    { framework: "NIST SP 800-53", version: "5", reference: "AC-4" },
    { framework: "NIST SP 800-53", version: "5", reference: "SC-7" },
  ],
  references: [
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html",
    "https://www.pulumi.com/registry/packages/aws/api-docs/lb/loadbalancer/",
  ],
  fix: {
    does: "Has the groups of the balancer filter what comes over PrivateLink. Gives no group to a balancer that has none, since that replaces it.",
    losesAccess: "Consumers of an endpoint service whose addresses the balancer's groups do not admit.",
  },
  remediates: true,
  settings: noSettings,
  moment: "resource",
  subjects: (world) => world.all("loadBalancer").filter(({ kind }) => world.holds(kind, (type) => type === "network")),
  check({ urn, resource, hasGroups, enforcesGroupsOnPrivateLink }: LoadBalancer, world) {
    if (world.holds(hasGroups, (has) => !has)) {
      return [
        {
          urn,
          path: ["securityGroups"],
          message: `The network load balancer ${resource.name} has no group. Name one where a balancer is created: it cannot get one later.`,
          rules: [],
          listed: { names: [resource.name], all: "network load balancers have no group" },
          fix: () =>
            ({ kind: "declined", reason: "a group can be given to a network load balancer at its creation only, so this would replace it" }) as const,
        },
      ];
    }
    if (!world.holds(enforcesGroupsOnPrivateLink, (enforces) => !enforces)) return [];
    return [
      {
        urn,
        path: [setting],
        message: `The groups of the network load balancer ${resource.name} do not filter what comes over PrivateLink. Set ${setting} to "on".`,
        rules: [],
        fix: () =>
          ({
            kind: "plan",
            summary: `Has the groups of ${resource.name} filter what comes over PrivateLink`,
            losesAccess: "Consumers of an endpoint service whose addresses the balancer's groups do not admit.",
            steps: [{ kind: "set", urn, path: [setting], value: "on" }],
          }) as const,
      },
    ];
  },
});

const setting = "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic";
